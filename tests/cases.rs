//! `dossier test`: the shipped lists take names for what they should, and what is not so is told.

mod common;

use std::path::Path;

use common::{Scratch, dossier, run};
use dossier::checklist::BUILT_IN;

#[test]
fn every_built_in_list_passes_its_cases() {
    let mut wrong = Vec::new();
    for list in BUILT_IN {
        let path = format!("checklists/cases/{}.yaml", list.id);
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path));
        let text = text.unwrap_or_else(|error| panic!("{path}: {error}"));
        for needed in [": none", ": template"] {
            assert!(text.contains(needed), "{path} has no case that is refused as{needed}");
        }
        assert!(text.lines().filter(|line| line.starts_with("  ")).count() >= 15, "{path} has few cases");
        let (exit, out, err) = run(["test", list.id, &path, "--lang", "en"]);
        if exit != 0 {
            wrong.push(format!("{out}{err}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn test(cases: &str, lang: &str) -> (i32, String, String) {
    let scratch = Scratch::new();
    scratch.add("cases.yaml", cases.as_bytes());
    let args = ["test", "gbt27922", "cases.yaml", "--lang", lang];
    let output = dossier().current_dir(scratch.path()).args(args).output().expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

#[test]
fn a_name_taken_for_something_else_is_told_with_its_reason() {
    let cases = "\
cases:
  - { path: 16/维修单.pdf, item: repair-records }
  - { path: 合同.pdf, item: sales-contracts }
  - { path: 维修记录模板.docx, item: 16 }
  - { path: 维修记录.pdf, item: none }
";
    let (exit, out, err) = test(cases, "en");
    assert_eq!((exit, err.as_str()), (1, ""));
    let wanted = [
        "cases.yaml:3: expected 2 Sales contracts, got unclear\n合同.pdf\n  may be 2 Sales contracts: the name says `合同`",
        "cases.yaml:4: expected 16 Repair records, got template\n维修记录模板.docx\n  not counted: `模板` makes it",
        "cases.yaml:5: expected none, got 16 Repair records\n维修记录.pdf\n  counts for 16 Repair records",
        "cases.yaml: 4 cases, 1 as expected, 3 not\n",
    ];
    for part in wanted {
        assert!(out.contains(part), "lacking {part} in\n{out}");
    }
    assert!(!out.contains("cases.yaml:2:"), "what is as expected is not told\n{out}");
}

#[test]
fn branches_numbers_and_words_can_be_expected() {
    let cases = "cases:\n  售后服务流程图.pdf: service-flow-chart\n  售后服务承诺书.pdf: 10\n  合同.pdf: unclear\n  ~$维修记录.docx: none\n";
    assert_eq!(test(cases, "en"), (0, "cases.yaml: 4 cases, 4 as expected, 0 not\n".to_owned(), String::new()));
    let other = "cases: { 售后服务承诺书.pdf: service-flow-chart }\n";
    let (exit, out, _) = test(other, "zh");
    assert!(exit == 1 && out.contains("应为 10 "), "another branch is not the one expected\n{out}");
}

/// A file of cases with a mistake, its place, and what is said.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("case: {}", "1:1", "did you mean `cases`?"),
    ("cases: {}", "1:8", "there are no cases"),
    ("cases: []", "1:8", "there are no cases"),
    ("cases: x", "1:8", "`cases` should be a list"),
    ("cases:\n  a.pdf: repair-record", "2:10", "did you mean `repair-records`?"),
    ("cases:\n  a.pdf: templat", "2:10", "did you mean `template`?"),
    ("cases:\n  a.pdf: 77", "2:10", "`item` knows no `77`"),
    ("cases:\n  a.pdf: 1\n  a.pdf: 2", "3:3", "the path `a.pdf` stands twice"),
    ("cases:\n  - { path: a.pdf }", "2:7", "`item` is missing"),
    ("cases:\n  - { path: a.pdf, itm: 1 }", "2:20", "did you mean `item`?"),
];

#[test]
fn a_mistake_in_the_cases_is_told_with_its_place_and_nothing_is_tried() {
    for (cases, place, says) in MISTAKES {
        let (exit, out, err) = test(cases, "en");
        assert_eq!((exit, out.as_str()), (2, ""), "{cases}\n{err}");
        assert!(err.contains(says) && err.contains(&format!("--> cases.yaml:{place}")), "{cases}: {says}\n{err}");
    }
}

#[test]
fn the_schema_of_cases_takes_the_shipped_ones_and_refuses_others() {
    let (exit, printed, _) = run(["schema", "cases"]);
    assert_eq!(exit, 0);
    let schema = serde_json::from_str(&printed).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let valid = |text: &str| validator.is_valid(&serde_yaml::from_str::<serde_json::Value>(text).expect("YAML"));
    for list in BUILT_IN {
        let path = format!("{}/checklists/cases/{}.yaml", env!("CARGO_MANIFEST_DIR"), list.id);
        assert!(valid(&std::fs::read_to_string(path).expect("cases")), "{}", list.id);
    }
    assert!(valid("cases: [{ path: a.pdf, item: 16 }]"));
    for wrong in ["{}", "cases: x", "cases: [{ path: a.pdf }]", "cases: { a.pdf: 1 }\nmore: 1", "cases: { a.pdf: [x] }"]
    {
        assert!(!valid(wrong), "{wrong}");
    }
}
