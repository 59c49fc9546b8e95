//! What holds for every format of `check`, those to come included.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

mod common;

use std::path::Path;

use common::{Scratch, run};

/// The formats the program knows, by its own word.
fn formats() -> Vec<String> {
    let (_, _, said) = run(["check", "--format", "none-such"]);
    let list = said.split("[possible values: ").nth(1).and_then(|rest| rest.split(']').next()).expect("the formats");
    let formats: Vec<String> = list.split(", ").map(str::to_owned).collect();
    assert!(formats.len() >= 8 && formats.iter().any(|format| format == "json"), "{said}");
    formats
}

/// Exit code and report of one check.
fn written(dossier: &str, format: &str, target: &Path, more: &[&str]) -> (i32, Vec<u8>) {
    let file = target.join("report");
    let _ = std::fs::remove_file(&file);
    let output = file.to_str().expect("UTF-8");
    let args = ["check", dossier, "--ocr", "off", "--today", "2026-03-31", "--format", format, "--output", output];
    let (exit, _, err) = run(args.iter().chain(more));
    assert!(exit < 2, "{format}: {err}");
    (exit, std::fs::read(file).expect("a report"))
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let target = Scratch::new();
    let cases: [(&str, &[&str], i32); 4] = [
        ("fixtures/trap-policy/dossier", &[], 1),
        ("fixtures/trap-policy/dossier", &["--fail-on", "never"], 0),
        ("fixtures/complete/dossier", &[], 0),
        ("fixtures/complete/dossier", &["--fail-on", "warning"], 1),
    ];
    for format in formats() {
        for (dossier, more, code) in cases {
            let (exit, bytes) = written(dossier, &format, target.path(), more);
            assert_eq!(exit, code, "{format} {more:?}");
            assert!(!bytes.is_empty(), "{format}");
        }
    }
}

#[test]
fn the_bytes_are_the_same_whatever_the_number_of_threads() {
    let formats = formats();
    let all = |jobs: &str| -> Vec<Vec<u8>> {
        let target = Scratch::new();
        let path = |format: &String| target.path().join(format);
        let reports = formats.iter().map(|format| format!("--report={format}={}", path(format).display()));
        let args = ["check", "fixtures/typical/dossier", "--ocr", "off", "--today", "2026-03-31", "--jobs", jobs, "-q"];
        let (exit, _, err) = run(args.into_iter().map(str::to_owned).chain(reports));
        assert_eq!(exit, 1, "{err}");
        formats.iter().map(|format| std::fs::read(path(format)).expect("a report")).collect()
    };
    let (one, many) = (all("1"), all("7"));
    for (index, format) in formats.iter().enumerate() {
        assert!(one[index] == many[index], "{format}");
    }
}
