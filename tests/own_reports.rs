//! A report saved among the papers is no paper: in every format, in both languages, on one dossier and on many.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

mod common;

use std::path::Path;

use common::{Scratch, repair, run, three};

/// The formats that say who wrote them, with their usual extension.
const SIGNED: [(&str, &str); 10] = [
    ("text", "txt"),
    ("html", "html"),
    ("xlsx", "xlsx"),
    ("markdown", "md"),
    ("json", "json"),
    ("jsonl", "jsonl"),
    ("message", "txt"),
    ("csv", "csv"),
    ("sarif", "sarif"),
    ("junit", "xml"),
];

/// How many of them can tell of many dossiers.
const FOR_MANY: usize = 6;

/// Writes reports into a dossier, in every format and both languages: each with the name of a material, and with a name
/// of its own.
fn save(scratch: &Scratch, reported: &[&str], formats: &[(&str, &str)]) -> Vec<String> {
    let mut names = Vec::new();
    for lang in ["zh", "en"] {
        let mut args: Vec<String> =
            reported.iter().chain(&["--names-only", "-q", "--lang", lang]).map(|&arg| arg.to_owned()).collect();
        for (format, extension) in formats {
            for name in ["16.维修记录单/维修记录", "核对结果"] {
                let name = format!("{name}-{format}-{lang}.{extension}");
                args.push(format!("--report={format}={}", scratch.path().join(&name).display()));
                names.push(name);
            }
        }
        let (exit, _, err) = run(args);
        assert!(exit < 2, "{err}");
    }
    names
}

fn assert_refused(scratch: &Scratch, names: &[String]) {
    let (_, report) = scratch.check(&["--today", "2026-03-31", "--ocr", "off"]);
    assert_eq!(repair(&report), ("short", 3), "a report counts as a record");
    for name in names {
        let file = report.file(name);
        assert_eq!(file.refused.as_deref(), Some("own-report"), "{name}");
        assert_eq!(file.item, None, "{name}");
    }
    let own = report.findings.iter().filter(|finding| finding.rule == "own-report");
    assert_eq!(own.count(), names.len());
    for item in &report.items {
        let named = item.evidence.iter().chain(&item.unclear).filter(|file| names.contains(&file.path));
        assert_eq!(named.count(), 0, "{} rests on a report", item.id);
    }
}

#[test]
fn a_report_on_one_dossier_is_known_again() {
    let scratch = three();
    let names = save(&scratch, &["check", "fixtures/typical/dossier"], &SIGNED);
    assert_refused(&scratch, &names);
}

#[test]
fn an_overview_of_many_is_known_again() {
    let scratch = three();
    let many = ["check", "fixtures/typical/dossier", "fixtures/complete/dossier"];
    let names = save(&scratch, &many, &SIGNED[..FOR_MANY]);
    assert_refused(&scratch, &names);
}

#[test]
fn what_changed_is_known_again_as_well() {
    let scratch = three();
    let dossier = scratch.path().to_str().expect("UTF-8");
    let aside = Scratch::new();
    let old = aside.path().join("old.json").display().to_string();
    run(["check", dossier, "--names-only", "--today", "2026-03-24", "-o", &old]);
    let mut names = Vec::new();
    for lang in ["zh", "en"] {
        let name = format!("16.维修记录单/维修记录-变化-{lang}.txt");
        let file = scratch.path().join(&name).display().to_string();
        let (exit, _, err) = run(["diff", &old, &old, "--lang", lang, "-o", &file]);
        assert_eq!(exit, 0, "{err}");
        names.push(name);
    }
    assert_refused(&scratch, &names);
}

#[test]
fn a_report_placed_by_hand_is_no_paper_either() {
    let scratch = three();
    let name = &save(&scratch, &["check", "fixtures/typical/dossier"], &[("xlsx", "xlsx")])[0];
    let placed = format!("assign:\n  - {{ path: \"{name}\", item: repair-records }}\n");
    scratch.add("dossier.yaml", placed.as_bytes());
    let (_, report) = scratch.check(&["--today", "2026-03-31", "--ocr", "off"]);
    assert_eq!(repair(&report), ("short", 3));
}

#[test]
fn where_a_report_is_written_into_the_dossier_the_program_says_so() {
    let scratch = three();
    let file = scratch.path().join("结果.html");
    let dossier = scratch.path().to_str().expect("UTF-8");
    let report = format!("html={}", file.display());
    let (_, _, err) = run(["check", dossier, "--lang", "zh", "--ocr", "off", "--report", &report]);
    assert!(err.contains("报告写在资料夹里面") && err.contains("不算材料"), "{err}");
    assert!(Path::new(&file).is_file());
}
