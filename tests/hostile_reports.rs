//! Names made to do harm, in the formats that machines read: none ends its field, none is acted upon.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io;

use common::memory::Dossier;
use dossier::model::assessment::Assessment;
use dossier::model::text::Lang;
use dossier::report::{csv, github, gitlab, junit, sarif};
use quick_xml::events::Event;
use serde_json::Value;

/// Each once as it is, and once so that an item takes it for evidence.
const NAMES: [&str; 10] = [
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "<img src=x onerror=alert(1)>",
    "\u{1b}[31mred",
    "]]>",
    "two\nlines\r\n::error::three",
    "100%0A%25",
    "::error::",
    "a,line=7::b",
    "[click](http:evil)",
];

fn assessed(name: &str) -> Assessment {
    let path = |end: &str| format!("{name}{end}.pdf");
    let pdf = |text: &str| common::document("x.pdf", text);
    Dossier::default()
        .with_bytes(&path(""), pdf("a"))
        .with_bytes(&path("维修记录"), pdf("b"))
        .with_bytes(&path("维修管理制度"), pdf("c"))
        .check()
}

fn written(name: &str, write: impl Fn(&Assessment, Lang, &mut Vec<u8>) -> io::Result<()>) -> Vec<(Assessment, String)> {
    let assessment = assessed(name);
    let one = |lang: Lang| {
        let mut out = Vec::new();
        write(&assessment, lang, &mut out).expect("written");
        (assessment.clone(), String::from_utf8(out).expect("UTF-8"))
    };
    vec![one(Lang::Zh), one(Lang::En)]
}

/// Whether a terminal or a line reader would act on it.
fn acts(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\n')
}

#[test]
fn sarif_shows_names_and_links_none() {
    for name in NAMES {
        for (assessment, text) in written(name, |a, lang, out| sarif::write(a, lang, out)) {
            assert!(!acts(&text), "{name:?}");
            let log: Value = serde_json::from_str(&text).expect("JSON");
            let results = log["runs"][0]["results"].as_array().expect("results");
            assert_eq!(results.len(), assessment.findings.len());
            let mut found = 0;
            for result in results {
                let message = result["message"]["text"].as_str().expect("a message");
                assert!(!message.contains('\n') && !acts(message) && !message.contains("click]("), "{message:?}");
                let uri =
                    result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a URI");
                let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
                assert!(uri.chars().all(plain), "{uri}");
                found += usize::from(decoded(uri) == format!("memory/{name}.pdf"));
            }
            assert!(found > 0, "{name:?} is nowhere");
        }
    }
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16)).expect("a digit");
        bytes.push(if byte == b'%' { u8::try_from(digit() * 16 + digit()).expect("a byte") } else { byte });
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn gitlab_descriptions_are_one_line_and_paths_are_exact() {
    for name in NAMES {
        for (assessment, text) in written(name, |a, lang, out| gitlab::write(a, lang, out)) {
            assert!(!acts(&text), "{name:?}");
            let issues: Vec<Value> = serde_json::from_str(&text).expect("JSON");
            assert_eq!(issues.len(), assessment.findings.len());
            for issue in &issues {
                let description = issue["description"].as_str().expect("text");
                assert!(!description.contains('\n') && !acts(description), "{description:?}");
            }
            assert!(issues.iter().any(|issue| issue["location"]["path"] == format!("memory/{name}.pdf")), "{name:?}");
        }
    }
}

#[test]
fn junit_stays_well_formed_and_keeps_its_elements() {
    let elements = |text: &str| {
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        let mut names = Vec::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{text}")) {
                Event::Start(tag) | Event::Empty(tag) => names.push(tag.name().as_ref().to_owned()),
                Event::CData(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => panic!("{text}"),
                Event::Eof => return names,
                _ => {}
            }
        }
    };
    let plain = written("plain", |a, lang, out| junit::write(a, lang, out));
    for name in NAMES {
        let hostile = written(name, |a, lang, out| junit::write(a, lang, out));
        for ((_, text), (_, plain)) in hostile.iter().zip(&plain) {
            assert!(!acts(text), "{name:?}");
            assert_eq!(elements(text), elements(plain), "{name:?}");
        }
    }
}

#[test]
fn github_runs_no_command_but_its_own() {
    for name in NAMES {
        for (assessment, text) in written(name, |a, lang, out| github::write(a, lang, out)) {
            assert!(!acts(&text), "{name:?}");
            assert_eq!(text.lines().count(), assessment.findings.len() + 1, "{name:?}");
            for line in text.lines() {
                // As the runner reads it: up to the second `::` stands the command with its properties.
                let (head, message) =
                    line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a command");
                let (command, properties) = head.split_once(' ').expect("properties");
                assert!(["error", "warning", "notice"].contains(&command), "{line}");
                let keys: Vec<&str> = properties.split(',').filter_map(|p| p.split_once('=')).map(|(k, _)| k).collect();
                assert!(keys == ["file", "line", "title"] || keys == ["title"], "{line}");
                let escaped = |text: &str| {
                    let after = text.split('%').skip(1);
                    after.filter(|rest| !["25", "3A", "2C"].contains(&rest.get(..2).unwrap_or_default())).count() == 0
                };
                assert!(escaped(properties) && escaped(message), "{line}");
            }
        }
    }
}

#[test]
fn csv_holds_no_formula_and_no_row_too_many() {
    for name in NAMES {
        for (assessment, text) in written(name, |a, lang, out| csv::write(a, lang, out)) {
            let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
            let mut reader = ::csv::Reader::from_reader(text.as_bytes());
            let rows: Vec<::csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
            assert_eq!(rows.len(), assessment.items.len(), "{name:?}");
            for cell in rows.iter().flatten() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !acts(cell), "{cell:?}");
            }
            let repair = rows.iter().find(|row| &row[1] == "repair-records").expect("the row");
            assert!(repair[8].ends_with("维修记录.pdf") && repair[10].contains("维修管理制度.pdf"), "{repair:?}");
            assert_eq!(repair[8].starts_with('\''), name.starts_with(['=', '@']), "{repair:?}");
        }
    }
}
