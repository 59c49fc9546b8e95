//! `dossier lint --explain` and `dossier list`: what lists ask, for a person.

mod common;

use common::{Scratch, dossier, run};
use dossier::checklist::{self, BUILT_IN};

#[test]
fn every_built_in_list_is_documented_item_by_item_in_both_languages() {
    for built_in in BUILT_IN {
        let list = built_in.checklist().expect("compiled");
        for (lang, labels) in [("en", ["how many", "source", "files accepted"]), ("zh", ["份数", "来源", "收的文件"])]
        {
            let (exit, out, err) = run(["lint", "--explain", built_in.id, "--lang", lang]);
            assert_eq!((exit, err.as_str()), (0, ""), "{}", built_in.id);
            let headings = out.lines().filter(|line| line.starts_with("## ")).count();
            let more = usize::from(!list.conditions.is_empty()) + usize::from(!list.facts.is_empty());
            assert_eq!(headings, list.items.len() + more, "{}", built_in.id);
            for item in &list.items {
                assert!(out.contains(&format!("(`{}`)\n", item.id)), "{}: {}", built_in.id, item.id);
            }
            for condition in &list.conditions {
                assert!(out.contains(&format!("`{}` = ", condition.fact)), "{}: {}", built_in.id, condition.id);
            }
            for label in labels {
                assert!(out.matches(label).count() >= list.items.len(), "{}: {label}", built_in.id);
            }
        }
    }
}

const LIST: &str = "\
schema: 1
id: ours
title: { zh: 我方_清单*, en: 'Ours *and* <b>theirs' }
facts: [{ id: staff, kind: number, title: { zh: 人数, en: Staff } }, { id: since, kind: date, title: { zh: 起, en: Since } }]
conditions: [{ id: c, title: { zh: 丙, en: C }, fact: since, at-least: 1 year, source: rules }]
items:
  - id: a
    no: 1
    title: { zh: 甲, en: A }
    ask: { zh: 看日期。, en: Look at the date. }
    source: rules 1
    any-of:
      - { id: b, title: { zh: 乙, en: B }, min: 2, max: 3, unit: record, window: 3 months, every: month, valid: true, min-of: staff, match: { terms: [演练*记录], not: [桌面演练记录] } }
      - { id: d, title: { zh: 丁, en: D }, fact: staff, accept: [pdf] }
";

#[test]
fn what_is_judged_is_told_apart_from_what_a_person_looks_at() {
    let scratch = Scratch::new();
    scratch.add("list.yaml", LIST.as_bytes());
    let args = ["lint", "--explain", "list.yaml", "--lang", "en"];
    let output = dossier().current_dir(scratch.path()).args(args).output().expect("runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    let wanted = [
        "# Ours \\*and\\* \\<b>theirs\n",
        "- C: `since` = 1 year ago or more; every stage; source: rules\n",
        "## 1 A (`a`)\n",
        "- alternative 1\n- **B** (`b`)\n- how many: 2 records or more, at most 3, no fewer than `staff`\n",
        "- the name says: `演练*记录`\n",
        "- not, if the name says: `桌面演练记录`\n",
        "- judged where it can be read, else by a person: in force; every month of the time; last 3 months\n",
        "- alternative 2\n- **D** (`d`)\n- how many: 1 file or more\n- or declared: `staff`\n- files accepted: PDF\n",
        "- a person looks at: Look at the date.\n- source: rules 1\n",
    ];
    for part in wanted {
        assert!(out.contains(part), "lacking {part} in\n{out}");
    }
}

#[test]
fn a_list_that_cannot_be_used_is_not_explained() {
    let scratch = Scratch::new();
    scratch.add("list.yaml", LIST.replace("unit: record", "unit: recrd").as_bytes());
    let args = ["lint", "--explain", "list.yaml", "--lang", "en"];
    let output = dossier().current_dir(scratch.path()).args(args).output().expect("runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.code() == Some(2) && out.contains("did you mean `record`?") && !out.contains("## "), "{out}");
}

#[test]
fn list_names_every_list_with_its_standard_items_and_stages() {
    let (exit, out, _) = run(["list", "--lang", "en"]);
    assert_eq!(exit, 0);
    for built_in in BUILT_IN {
        let list = checklist::built_in(built_in.id).and_then(checklist::BuiltIn::checklist).expect("compiled");
        let standard = list.standard.as_ref().map(|standard| format!(" ({standard})")).unwrap_or_default();
        let line = format!("{}  {}{standard}, {} items\n    stages: ", list.id, list.title.en, list.items.len());
        assert!(out.contains(&line), "lacking {line} in\n{out}");
        let stages = out.split(&line).nth(1).and_then(|rest| rest.lines().next()).expect("stages");
        for stage in &list.stages {
            let mark = if stage.default { "*" } else { "" };
            assert!(stages.contains(&format!("{}{mark} {}", stage.id, stage.title.en)), "{stages}");
        }
    }
}
