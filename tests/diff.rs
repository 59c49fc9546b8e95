//! What changed between two reports: better, worse, and what cannot be compared.

mod common;

use common::{Scratch, document, dossier};
use serde_json::{Value, json};

const LIST: &str = "\
schema: 1
id: small
title: { zh: 小清单, en: Small }
stages: [{ id: early, title: { zh: 早, en: Early }, default: true }, { id: late, title: { zh: 晚, en: Late } }]
items:
  - { id: licence, no: \"1\", title: { zh: 营业执照, en: Licence }, stage: [early], match: { terms: [营业执照] } }
  - { id: repairs, no: \"2\", title: { zh: 维修记录, en: Repairs }, min: 3, match: { terms: [维修记录] }, stage: [early] }
  - { id: survey, no: \"3\", title: { zh: 调查表, en: Survey }, match: { terms: [调查表] }, stage: [late] }
";

/// A licence and two of three repair records, and the report on them.
fn before() -> Scratch {
    let scratch = Scratch::new()
        .with("清单.yaml", LIST)
        .with("户/甲/营业执照.pdf", "licence")
        .with("户/甲/维修记录1.pdf", "one")
        .with("户/甲/维修记录2.pdf", "two")
        .with("户/乙/营业执照.pdf", "licence");
    write(&scratch, &["户/甲", "-o", "old.json", "--format", "json"]);
    scratch
}

fn program(scratch: &Scratch, args: &[&str]) -> (i32, String, String) {
    let output = dossier().current_dir(scratch.path()).args(args).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8 output");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn check(scratch: &Scratch, args: &[&str]) -> (i32, String, String) {
    program(
        scratch,
        &[&["check"], args, &["--checklist", "清单.yaml", "--today", "2026-03-31", "--lang", "zh"]].concat(),
    )
}

fn write(scratch: &Scratch, args: &[&str]) {
    let (exit, _, err) = check(scratch, args);
    assert!(exit < 2 && err.is_empty(), "{err}");
}

/// What changed since `old.json`, and the exit code.
fn changes(scratch: &Scratch) -> (i32, Value) {
    write(scratch, &["户/甲", "-o", "new.json", "--format", "json"]);
    let (exit, out, err) = program(scratch, &["diff", "old.json", "new.json", "--format", "json"]);
    let page: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {err}"));
    assert_eq!(page["worse"], exit == 1);
    (exit, page["dossiers"][0].clone())
}

fn add(scratch: &Scratch, path: &str, text: &str) {
    scratch.add(path, &document(path, text));
}

fn remove(scratch: &Scratch, path: &str) {
    std::fs::remove_file(scratch.path().join(path)).expect("was there");
}

#[test]
fn the_same_dossier_has_not_changed() {
    let scratch = before();
    let (exit, dossier) = changes(&scratch);
    assert_eq!((exit, &dossier["items"]), (0, &json!([])));
    let (exit, out, _) = program(&scratch, &["diff", "old.json", "new.json", "--lang", "zh"]);
    assert_eq!(exit, 0);
    assert!(out.contains("没有变化"), "{out}");
}

#[test]
fn one_more_is_better_and_one_less_is_worse() {
    let scratch = before();
    add(&scratch, "户/甲/维修记录3.pdf", "three");
    let (exit, dossier) = changes(&scratch);
    let item = &dossier["items"][0];
    assert_eq!((exit, &item["id"], &item["direction"]), (0, &json!("repairs"), &json!("better")));
    assert_eq!((&item["before"]["have"], &item["after"]["state"]), (&json!(2), &json!("satisfied")));
    assert_eq!((&item["came"], &item["new"]), (&json!(["维修记录3.pdf"]), &json!([])), "the count is told once");
    assert_eq!(dossier["verdict"], json!(["incomplete", "complete"]));
    remove(&scratch, "户/甲/维修记录2.pdf");
    remove(&scratch, "户/甲/维修记录3.pdf");
    let (exit, dossier) = changes(&scratch);
    let item = &dossier["items"][0];
    assert_eq!((exit, &item["direction"], &item["went"]), (1, &json!("worse"), &json!(["维修记录2.pdf"])));
}

#[test]
fn from_nothing_to_something_is_better_though_the_rule_is_another() {
    let scratch = before();
    remove(&scratch, "户/甲/维修记录1.pdf");
    remove(&scratch, "户/甲/维修记录2.pdf");
    write(&scratch, &["户/甲", "-o", "old.json", "--format", "json"]);
    add(&scratch, "户/甲/维修记录1.pdf", "one");
    let (exit, dossier) = changes(&scratch);
    assert_eq!((exit, &dossier["items"][0]["direction"]), (0, &json!("better")));
    assert_eq!(dossier["items"][0]["before"]["state"], "missing");
    assert_eq!(dossier["items"][0]["after"]["state"], "short");
}

#[test]
fn a_file_that_became_refused_is_told_with_its_rule() {
    let scratch = before();
    scratch.add("户/甲/维修记录2.pdf", b"");
    let (exit, dossier) = changes(&scratch);
    let item = &dossier["items"][0];
    assert_eq!(item["refused"], json!([{ "path": "维修记录2.pdf", "rule": "empty-file" }]));
    assert_eq!((exit, &item["went"]), (1, &json!([])), "it has not gone");
    let (_, out, _) = program(&scratch, &["diff", "old.json", "new.json", "--lang", "zh"]);
    assert!(out.contains("2 维修记录  不足 2/3 → 不足 1/3\n") && out.contains("不再计入：维修记录2.pdf (empty-file)"));
}

#[test]
fn new_warnings_and_left_over_files_are_told_and_are_not_worse() {
    let scratch = before();
    add(&scratch, "户/甲/随便.pdf", "something");
    let (exit, dossier) = changes(&scratch);
    assert_eq!((exit, &dossier["rest"]["came"]), (0, &json!(["随便.pdf"])));
    assert_eq!(dossier["rest"]["new"][0]["rule"], "unmatched-file");
}

#[test]
fn what_is_waived_is_solved_and_what_no_longer_is_is_worse() {
    let scratch = before();
    add(&scratch, "户/甲/dossier.yaml", "waivers: [{ item: repairs, reason: 甲 }]\n");
    let (exit, dossier) = changes(&scratch);
    assert_eq!((exit, &dossier["items"][0]["after"]["state"]), (0, &json!("waived")));
    assert_eq!(dossier["items"][0]["direction"], "better");
    std::fs::copy(scratch.path().join("new.json"), scratch.path().join("old.json")).expect("copied");
    remove(&scratch, "户/甲/dossier.yaml");
    assert_eq!(changes(&scratch).0, 1);
}

#[test]
fn a_check_tells_what_changed_and_still_writes_its_report() {
    let scratch = before();
    add(&scratch, "户/甲/维修记录3.pdf", "three");
    let (exit, out, err) = check(
        &scratch,
        &["户/甲", "--changed-since", "old.json", "--report", "json=new.json", "--report", "text=r.txt"],
    );
    assert_eq!((exit, err.as_str()), (0, ""), "the code is the check's");
    let (_, told, _) = program(&scratch, &["diff", "old.json", "new.json", "--lang", "zh"]);
    assert_eq!(out, told);
    let report = std::fs::read_to_string(scratch.path().join("r.txt")).expect("a report");
    assert!(report.contains("材料齐全") && !report.contains("变好"), "{report}");
    let (exit, out, err) = check(&scratch, &["户/甲", "--changed-since", "old.json", "--format", "jsonl"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("--report"), "{err}");
}

#[test]
fn lines_and_objects_hold_the_same() {
    let scratch = before();
    add(&scratch, "户/甲/维修记录3.pdf", "three");
    add(&scratch, "户/甲/随便.pdf", "something");
    let (_, objects) = changes(&scratch);
    write(&scratch, &["户/甲", "-o", "new.jsonl", "--format", "jsonl"]);
    let (_, out, err) = program(&scratch, &["diff", "old.json", "new.jsonl", "--format", "json"]);
    let lines: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {err}"));
    assert_eq!(lines["dossiers"][0], objects);
}

#[test]
fn many_dossiers_are_compared_by_name() {
    let scratch = before();
    add(&scratch, "户/丁/营业执照.pdf", "licence");
    scratch.add("户/戊/dossier.yaml", b"mode: [");
    let all = |format: &str, name: &str| {
        check(&scratch, &["--each", "户", "--format", format, "-o", name]);
    };
    all("jsonl", "old.jsonl");
    add(&scratch, "户/甲/维修记录3.pdf", "three");
    scratch.add("户/乙/dossier.yaml", b"mode: [");
    remove(&scratch, "户/戊/dossier.yaml");
    std::fs::remove_dir_all(scratch.path().join("户/丁")).expect("was there");
    add(&scratch, "户/丙/营业执照.pdf", "licence");
    add(&scratch, "户/戊/营业执照.pdf", "licence");
    all("json", "new.json");
    let (exit, out, err) = program(&scratch, &["diff", "old.jsonl", "new.json", "--format", "json"]);
    let page: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {err}"));
    let rows = page["dossiers"].as_array().expect("a list");
    let said: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row["dossier"].as_str().expect("text"), row["outcome"].as_str().expect("text")))
        .collect();
    let expected =
        [("户/丙", "new"), ("户/乙", "fails"), ("户/戊", "recovered"), ("户/甲", "compared"), ("户/丁", "gone")];
    assert_eq!((exit, said), (1, expected.to_vec()));
    assert_eq!(rows[3]["items"][0]["direction"], "better");
    let (exit, told, _) = check(&scratch, &["--each", "户", "--changed-since", "old.jsonl"]);
    let (_, text, _) = program(&scratch, &["diff", "old.jsonl", "new.json", "--lang", "zh"]);
    assert_eq!((exit, &told), (2, &text), "the code is the check's");
    assert!(told.contains("5 份资料夹：变差（含现在没法检查的） 1，变好 2，新来的 1，不见了的 1"), "{told}");
    let (_, schema, _) = program(&scratch, &["schema", "diff"]);
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&page).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn what_cannot_be_compared_is_told_and_ends_with_2() {
    let scratch = before();
    let old = std::fs::read_to_string(scratch.path().join("old.json")).expect("a report");
    let edit = |name: &str, from: &str, to: &str| {
        assert!(old.contains(from), "{from}");
        scratch.add(name, old.replace(from, to).as_bytes());
    };
    edit("list.json", "\"id\": \"small\"", "\"id\": \"other\"");
    edit("version.json", "dossier-report/1", "dossier-report/2");
    edit("score.json", "dossier-report/1", "dossier-score/1");
    edit("torn.json", "\"findings\": [", "\"findings\": ");
    edit("none.json", "\"schema\": \"dossier-report/1\",", "");
    scratch.add("text.json", "材料齐全".as_bytes());
    scratch.add("half.json", old[..old.len() / 2].trim_end_matches(|c: char| !c.is_ascii()).as_bytes());
    write(&scratch, &["户/甲", "--stage", "late", "-o", "stage.json", "--format", "json"]);
    add(&scratch, "别户/丙/营业执照.pdf", "licence");
    write(&scratch, &["--each", "别户", "-o", "many.json", "--format", "json"]);
    for (name, says) in [
        ("list.json", "different checklists (`other`, now `small`)"),
        ("version.json", "has the format `dossier-report/2`; this program reads dossier-report/1"),
        ("score.json", "is a `dossier-score/1`, no report of `dossier check`"),
        ("torn.json", "cannot be read"),
        ("none.json", "is no report of `dossier check`"),
        ("text.json", "is no report of `dossier check`"),
        ("half.json", "the report may be incomplete"),
        ("stage.json", "on different stages (late; now early)"),
        ("many.json", "on `户/甲`, of which the other, an overview, says nothing"),
        ("absent.json", "cannot read"),
    ] {
        for args in [
            ["diff", name, "old.json"].as_slice(),
            &["check", "户/甲", "--checklist", "清单.yaml", "--changed-since", name],
        ] {
            let (exit, out, err) = program(&scratch, &[args, &["--lang", "en"]].concat());
            assert_eq!((exit, out.as_str()), (2, ""), "{args:?}");
            assert!(err.contains(says), "{args:?}: {err}");
        }
    }
}

#[test]
fn dossiers_are_the_same_however_their_path_is_written_and_none_in_common_is_no_result() {
    let scratch = before();
    write(&scratch, &["--each", "户", "-o", "many.json", "--format", "json"]);
    remove(&scratch, "户/甲/维修记录2.pdf");
    let full = scratch.path().join("户").display().to_string();
    for each in ["./户", "户/", full.as_str()] {
        write(&scratch, &["--each", each, "-o", "new.json", "--format", "json"]);
        let (exit, out, _) = program(&scratch, &["diff", "many.json", "new.json", "--lang", "en"]);
        assert!(exit == 1 && out.contains("2 Repairs  short 2/3 → short 1/3"), "{each}: {exit} {out}");
        assert!(!out.contains("called `"), "where it lay is no news: {out}");
    }
    add(&scratch, "别户/丙/营业执照.pdf", "licence");
    write(&scratch, &["--each", "别户", "-o", "other.json", "--format", "json"]);
    let (exit, out, err) = program(&scratch, &["diff", "many.json", "other.json", "--lang", "zh"]);
    assert!(exit == 2 && out.is_empty() && err.contains("没有一份同名的资料夹"), "{exit} {out}{err}");
}

#[test]
fn one_dossier_is_held_against_its_row_in_an_overview_of_many() {
    let scratch = before();
    for format in ["json", "jsonl"] {
        write(&scratch, &["--each", "户", "-o", "many.json", "--format", format]);
        let (exit, out, _) = program(&scratch, &["diff", "many.json", "old.json", "--lang", "zh"]);
        assert!(exit == 0 && out.contains("没有变化"), "{exit} {out}");
    }
    add(&scratch, "户/甲/维修记录3.pdf", "three");
    write(&scratch, &["户/甲", "-o", "new.json", "--format", "json"]);
    let (exit, out, _) = program(&scratch, &["diff", "many.json", "new.json", "--lang", "en"]);
    assert!(exit == 0 && out.contains("2 Repairs  short 2/3 → satisfied 3/3"), "{exit} {out}");
    // The other way round it is worse; and what lies elsewhere by the same name is the same client.
    assert_eq!(program(&scratch, &["diff", "new.json", "many.json"]).0, 1);
    let moved = Scratch::new().with("清单.yaml", LIST).with("户/甲/营业执照.pdf", "licence");
    write(&moved, &["户/甲", "-o", "new.json", "--format", "json"]);
    let old = scratch.path().join("many.json").display().to_string();
    let (exit, out, _) = program(&moved, &["diff", &old, "new.json", "--lang", "en"]);
    assert!(exit == 1 && out.contains("2 Repairs  short 2/3 → missing 0/3"), "{exit} {out}");
}

#[test]
fn a_client_that_has_another_name_now_is_named() {
    let scratch = before();
    write(&scratch, &["--each", "户", "-o", "old.jsonl", "--format", "jsonl"]);
    std::fs::rename(scratch.path().join("户/甲"), scratch.path().join("户/甲集团")).expect("renamed");
    add(&scratch, "户/甲集团/维修记录3.pdf", "three");
    write(&scratch, &["--each", "户", "-o", "new.jsonl", "--format", "jsonl"]);
    let diff = |renamed: &[&str]| {
        let args = [&["diff", "old.jsonl", "new.jsonl", "--lang", "zh"][..], renamed].concat();
        program(&scratch, &args)
    };
    let (_, out, _) = diff(&[]);
    assert!(!out.contains("好转"), "{out}");
    for was in ["甲", "户/甲"] {
        let (exit, out, err) = diff(&["--renamed", &format!("{was}=甲集团")]);
        assert!(exit == 0 && out.contains("甲集团") && out.contains("2/3") && out.contains("3/3"), "{out}{err}");
    }
    for (wrong, why) in [("丙=丁", "没有叫「丙」的资料夹"), ("甲集团", "旧名=新名"), ("=甲", "旧名=新名")]
    {
        let (exit, out, err) = diff(&["--renamed", wrong]);
        assert!(exit == 2 && out.is_empty() && err.contains(why), "{exit} {out}{err}");
    }
}

#[test]
fn a_report_of_a_later_version_of_the_format_is_still_read() {
    let scratch = before();
    let old = std::fs::read_to_string(scratch.path().join("old.json")).expect("a report");
    let mut report: Value = serde_json::from_str(&old).expect("JSON");
    report["news"] = json!({ "a": [1] });
    report["items"][0]["state"] = "splendid".into();
    report["items"][1]["colour"] = "red".into();
    scratch.add("later.json", report.to_string().as_bytes());
    let (exit, out, _) = program(&scratch, &["diff", "old.json", "later.json", "--lang", "en"]);
    assert_eq!(exit, 0);
    assert!(out.contains("1 Licence  satisfied 1/1 → splendid 1/1"), "{out}");
}

#[test]
fn names_in_reports_reach_no_terminal_raw() {
    let scratch = before();
    let old = std::fs::read_to_string(scratch.path().join("old.json")).expect("a report");
    scratch.add("evil.json", old.replace("维修记录2.pdf", "\\u001b[31m维修记录.pdf").as_bytes());
    let (_, out, _) = program(&scratch, &["diff", "old.json", "evil.json"]);
    assert!(out.contains("\\u{1b}[31m维修记录.pdf") && !out.contains('\u{1b}'), "{out}");
}

#[test]
fn a_finding_that_says_something_else_is_told() {
    let scratch = before();
    add(&scratch, "户/甲/随便.pdf", "something");
    write(&scratch, &["户/甲", "-o", "old.json", "--format", "json"]);
    let old = std::fs::read_to_string(scratch.path().join("old.json")).expect("a report");
    let mut report: Value = serde_json::from_str(&old).expect("JSON");
    let findings = report["findings"].as_array_mut().expect("a list");
    let other = findings.iter_mut().find(|finding| finding["rule"] == "unmatched-file").expect("left over");
    other["message"]["en"] = "is left over in two ways".into();
    scratch.add("other.json", report.to_string().as_bytes());
    let (exit, out, _) = program(&scratch, &["diff", "old.json", "other.json", "--lang", "en", "-v"]);
    assert_eq!(exit, 0);
    assert!(out.contains("now: is left over in two ways") && !out.contains("solved"), "{out}");
}
