//! Conditions of eligibility: what an applicant declares about itself decides, and nothing else.

mod common;

use common::{Scratch, dossier};
use serde_json::Value;

const LIST: &str = "\
schema: 1
id: ours
title: { zh: 我方清单, en: Ours }
stages: [{ id: first, title: { zh: 初次, en: First } }, { id: later, title: { zh: 以后, en: Later } }]
facts:
  - { id: since, kind: date, title: { zh: 开始运行, en: Began } }
  - { id: punished, kind: yes-no, title: { zh: 被处罚, en: Punished } }
  - { id: staff, kind: number, title: { zh: 人数, en: Staff } }
conditions:
  - { id: running, title: { zh: 运行满三个月, en: Has run for three months }, fact: since, at-least: 3 months, stage: first }
  - { id: clean, title: { zh: 没有被处罚, en: Not punished }, fact: punished, is: false }
  - { id: manned, title: { zh: 至少三人, en: Three people }, fact: staff, at-least: 3 }
items:
  - { id: a, title: { zh: 甲, en: A }, match: { terms: [演练记录] } }
";

struct Checked {
    exit: i32,
    report: Value,
    text: String,
}

fn check(list: &str, facts: &str, more: &[&str]) -> Checked {
    let scratch = Scratch::new().with("list.yaml", list).with("d/演练记录.pdf", "1");
    scratch.add("d/dossier.yaml", format!("facts: {{ {facts} }}\n").as_bytes());
    let run = |format: &[&str]| {
        let args = ["check", "d", "--checklist", "list.yaml", "--today", "2026-03-31", "--lang", "en"];
        let output = dossier().current_dir(scratch.path()).args(args).args(more).args(format).output().expect("runs");
        let out = String::from_utf8(output.stdout).expect("UTF-8");
        (output.status.code().expect("a code"), out, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (exit, json, err) = run(&["--format", "json"]);
    let report = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}\n{json}\n{err}"));
    Checked { exit, report, text: run(&[]).1 }
}

impl Checked {
    fn states(&self) -> Vec<(&str, &str)> {
        let rows = self.report["conditions"].as_array().expect("conditions");
        rows.iter().map(|row| (row["id"].as_str().unwrap_or(""), row["state"].as_str().unwrap_or(""))).collect()
    }

    fn found(&self, rule: &str) -> Vec<(&str, &str)> {
        let findings = self.report["findings"].as_array().expect("findings").iter();
        findings
            .filter(|finding| finding["rule"] == rule)
            .map(|finding| (finding["condition"].as_str().unwrap_or(""), finding["severity"].as_str().unwrap_or("")))
            .collect()
    }
}

#[test]
fn what_is_declared_is_held_against_what_is_wanted() {
    let met = check(LIST, "since: 2025-12-31, punished: false, staff: 3", &[]);
    assert_eq!(met.states(), [("running", "met"), ("clean", "met"), ("manned", "met")]);
    assert_eq!((met.exit, met.found("not-eligible"), met.found("eligibility-undeclared")), (0, vec![], vec![]));
    let not = check(LIST, "since: 2026-01-01, punished: true, staff: 2", &[]);
    assert_eq!(not.states(), [("running", "not-met"), ("clean", "not-met"), ("manned", "not-met")]);
    assert_eq!(not.exit, 1);
    assert_eq!(not.found("not-eligible"), [("running", "error"), ("clean", "error"), ("manned", "error")]);
    assert_eq!(not.report["verdict"], "incomplete");
    assert!(not.text.contains("[not met] Has run for three months -- declared: 2026-01-01"), "{}", not.text);
    let message = not.report["findings"][0]["message"]["en"].as_str().expect("a message");
    assert!(message.contains("an application would be turned down now"), "{message}");
}

#[test]
fn what_nobody_declared_changes_neither_verdict_nor_exit_code() {
    let open = check(LIST, "since: '', staff:", &[]);
    assert_eq!(open.states(), [("running", "undeclared"), ("clean", "undeclared"), ("manned", "undeclared")]);
    assert_eq!((open.exit, &open.report["verdict"]), (0, &"complete".into()));
    assert_eq!(open.found("eligibility-undeclared").len(), 3);
    assert!(open.found("eligibility-undeclared").iter().all(|(_, severity)| *severity == "warning"));
    let line = "facts: { punished: \"\", since: \"\", staff: \"\" }";
    assert!(open.text.contains(line), "{}", open.text);
    // The line can be pasted as it is: it declares nothing yet.
    let pasted = check(LIST, "punished: \"\", since: \"\", staff: \"\"", &[]);
    assert_eq!(pasted.states(), open.states());
}

#[test]
fn a_month_decides_only_if_each_of_its_days_would() {
    assert_eq!(check(LIST, "since: 2025-12", &[]).states()[0].1, "met");
    assert_eq!(check(LIST, "since: 2026-01", &[]).states()[0].1, "not-met");
    let open = check(&LIST.replace("3 months", "100 days"), "since: 2025-12", &[]);
    assert_eq!(open.states()[0].1, "undeclared");
    let message = open.report["findings"][0]["message"]["en"].as_str().expect("a message");
    assert!(message.contains("hangs on the day in 2025-12"), "{message}");
}

#[test]
fn a_condition_of_another_stage_is_not_asked() {
    let later = check(LIST, "since: 2026-03-01, punished: false, staff: 3", &["--stage", "later"]);
    assert_eq!(later.states(), [("clean", "met"), ("manned", "met")]);
    assert_eq!(later.exit, 0);
}

#[test]
fn quiet_tells_only_what_is_not_met_or_not_said() {
    let quiet = check(LIST, "punished: true, staff: 3", &["--quiet"]).text;
    assert!(quiet.contains("[not met] Not punished") && quiet.contains("[not declared] Has run"), "{quiet}");
    assert!(!quiet.contains("Three people"), "{quiet}");
}

#[test]
fn a_list_that_extends_another_changes_its_conditions_or_drops_them() {
    let scratch = Scratch::new().with("base.yaml", LIST).with("d/演练记录.pdf", "1");
    let own =
        "schema: 1\nid: own\nextends: base.yaml\ndrop: [manned]\nconditions: [{ id: running, at-least: 6 months }]\n";
    scratch.add("own.yaml", own.as_bytes());
    scratch.add("d/dossier.yaml", b"facts: { since: 2025-12-01, punished: false }\n");
    let args = ["check", "d", "--checklist", "own.yaml", "--today", "2026-03-31", "--format", "json"];
    let output = dossier().current_dir(scratch.path()).args(args).output().expect("runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let rows = report["conditions"].as_array().expect("conditions");
    let states: Vec<_> = rows.iter().map(|row| (row["id"].as_str(), row["state"].as_str())).collect();
    assert_eq!(states, [(Some("running"), Some("not-met")), (Some("clean"), Some("met"))]);
}

/// A condition with a mistake, and what is said.
const MISTAKES: &[(&str, &str)] = &[
    ("fact: since, is: true", "`is` cannot use the fact `since`: it is of another kind"),
    ("fact: punished, at-least: 3 months", "`at-least` cannot use the fact `punished`"),
    ("fact: since, at-least: 3", "cannot read `at-least: 3`"),
    ("fact: staff, at-least: 3 months", "the fact is a number; write a whole number"),
    ("fact: since", "takes either `is` or `at-least`"),
    ("fact: punished, is: true, at-least: 3", "takes either `is` or `at-least`"),
    ("fact: sinc, at-least: 3 months", "did you mean `since`?"),
    ("fact: punished, is: true, stage: frist", "did you mean `first`?"),
    ("fact: punished, si: true", "did you mean `is`?"),
    ("is: true", "`fact` is missing"),
];

#[test]
fn a_mistake_in_a_condition_is_told_with_its_place() {
    let (head, _) = LIST.split_once("conditions:").expect("conditions");
    for (condition, says) in MISTAKES {
        let text = format!(
            "{head}conditions:\n  - {{ id: c, title: {{ zh: 丙, en: C }}, {condition} }}\nitems: [{{ id: a, title: {{ zh: 甲, en: A }}, match: {{ terms: [x] }} }}]\n"
        );
        let scratch = Scratch::new();
        scratch.add("list.yaml", text.as_bytes());
        let output =
            dossier().current_dir(scratch.path()).args(["lint", "list.yaml", "--lang", "en"]).output().expect("runs");
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(2), "{condition}\n{out}");
        assert!(out.contains(says) && out.contains("--> list.yaml:10:"), "{condition}: lacking {says} in\n{out}");
    }
}

#[test]
fn an_id_serves_one_item_or_one_condition() {
    let scratch = Scratch::new();
    scratch.add("list.yaml", LIST.replace("id: clean", "id: a").as_bytes());
    let output = dossier().current_dir(scratch.path()).args(["lint", "list.yaml"]).output().expect("runs");
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.code() == Some(2) && out.contains("the id `a` stands twice"), "{out}");
}
