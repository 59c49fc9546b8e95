//! Waivers and modes: what is excepted stays visible, and a draft fails only for what is wrong.

mod common;

use common::{Report, Scratch};

const LIST: &str = "\
schema: 1
id: small
title: { zh: 小清单, en: Small }
items:
  - { id: licence, no: \"1\", title: { zh: 营业执照, en: Licence }, match: { terms: [营业执照] } }
  - { id: repairs, no: \"2\", title: { zh: 维修记录, en: Repairs }, min: 2, match: { terms: [维修记录] } }
  - { id: survey, no: \"3\", title: { zh: 调查表, en: Survey }, match: { terms: [调查表] } }
";

/// A dossier with a licence and one of two repair records; no survey.
fn with(settings: &str) -> (i32, Report) {
    let settings = format!("checklist: small.yaml\n{settings}");
    let scratch = Scratch::new()
        .with("营业执照.pdf", "the licence")
        .with("维修记录1.pdf", "one repair")
        .with("dossier.yaml", &settings)
        .with("small.yaml", LIST);
    scratch.check(&["--today", "2026-03-31"])
}

fn rules<'r>(report: &'r Report, severity: &str) -> Vec<&'r str> {
    let of = |finding: &&common::Finding| finding.severity == severity && finding.waived.is_none();
    report.findings.iter().filter(of).map(|finding| finding.rule.as_str()).collect()
}

#[test]
fn a_waiver_for_another_stage_is_no_waiver_without_use() {
    let check = |stage: &str| {
        common::run(["check", "fixtures/waived/dossier", "--stage", stage, "--ocr", "off", "--format", "json"]).1
    };
    assert!(check("rectification").contains("\"waived\""));
    assert!(!check("application").contains("waiver-unused"));
}

#[test]
fn a_client_is_told_what_was_put_off_and_until_when() {
    let args = |lang| {
        [
            "check",
            "fixtures/waived/dossier",
            "--stage",
            "rectification",
            "--today",
            "2026-03-31",
            "--ocr",
            "off",
            "--format",
            "message",
            "--lang",
            lang,
        ]
    };
    assert!(
        common::run(args("zh")).1.contains("已商定先不交的：不符合项整改报告（第 R2 项）（最迟 2026-12-31）。"),
        "{}",
        common::run(args("zh")).1
    );
    assert!(common::run(args("en")).1.contains("(by 2026-12-31)."));
}

#[test]
fn the_mode_on_the_command_line_overrides_the_files() {
    let scratch = Scratch::new()
        .with("dossier.yaml", "checklist: small.yaml\nmode: draft\n")
        .with("维修记录1.pdf", "one repair")
        .with("small.yaml", LIST);
    assert_eq!(scratch.check(&[]).0, 0, "a draft");
    assert_eq!(scratch.check(&["--mode", "submit"]).0, 1);
    assert_eq!(scratch.check(&["--mode", "draft"]).0, 0);
}

#[test]
fn without_waivers_both_gaps_fail() {
    let (exit, report) = with("");
    assert_eq!((exit, report.verdict.as_str()), (1, "incomplete"));
    assert_eq!(rules(&report, "error"), ["too-few", "missing-material"]);
}

#[test]
fn waived_items_no_longer_fail_and_stay_in_the_report() {
    let waivers =
        "waivers:\n  - { item: repairs, reason: 去年才开业 }\n  - { item: \"3\", reason: 另交, until: 2026-03-31 }\n";
    let (exit, report) = with(waivers);
    assert_eq!((exit, report.verdict.as_str()), (0, "complete"), "{:?}", report.findings);
    for (item, have) in [("repairs", 1), ("survey", 0)] {
        assert_eq!((report.item(item).state.as_str(), report.item(item).have), ("waived", have));
    }
    let waived: Vec<(&str, &str)> = report
        .findings
        .iter()
        .filter_map(|finding| Some((finding.rule.as_str(), finding.waived.as_ref()?.reason.as_str())))
        .collect();
    assert_eq!(waived, [("too-few", "去年才开业"), ("missing-material", "另交")]);
}

#[test]
fn a_waiver_of_another_rule_does_not_except_the_item() {
    let (exit, report) = with("waivers:\n  - { item: repairs, rule: missing-material, reason: 甲 }\n");
    assert_eq!(exit, 1);
    assert_eq!(report.item("repairs").state, "short");
    assert!(rules(&report, "warning").contains(&"waiver-unused"), "{:?}", report.findings);
}

#[test]
fn a_waiver_that_has_ended_holds_no_longer_and_is_told() {
    let (exit, report) = with("waivers:\n  - { item: repairs, reason: 甲, until: 2026-03-30 }\n");
    assert_eq!(exit, 1);
    assert_eq!(report.item("repairs").state, "short");
    assert!(rules(&report, "warning").contains(&"waiver-expired"));
    assert!(!report.has("waiver-unused"), "told once");
}

#[test]
fn a_waiver_nothing_needs_is_told() {
    let (_, report) = with("waivers:\n  - { item: licence, reason: 甲 }\n");
    assert_eq!(report.item("licence").state, "satisfied");
    assert!(report.has("waiver-unused"));
}

#[test]
fn a_waiver_may_name_a_rule_at_files_of_a_pattern() {
    let settings = "checklist: small.yaml\nwaivers:\n  - { rule: unmatched-file, path: \"照片*\", reason: 附件 }\n";
    let scratch = Scratch::new()
        .with("营业执照.pdf", "the licence")
        .with("照片A.pdf", "a photo")
        .with("别的.pdf", "another")
        .with("dossier.yaml", settings)
        .with("small.yaml", LIST);
    let (_, report) = scratch.check(&[]);
    let left = |path: &str| {
        let mut of = report.findings.iter().filter(|f| f.rule == "unmatched-file" && f.path.as_deref() == Some(path));
        of.next().expect("a finding").waived.is_some()
    };
    assert!(left("照片A.pdf") && !left("别的.pdf"));
    assert!(!report.has("waiver-unused"));
}

#[test]
fn a_draft_fails_only_for_what_is_wrong() {
    let (exit, report) = with("mode: draft\n");
    assert_eq!((exit, report.verdict.as_str()), (0, "incomplete"), "the verdict does not depend on the mode");
    assert_eq!(rules(&report, "error"), Vec::<&str>::new());
    assert!(rules(&report, "note").contains(&"too-few") && rules(&report, "note").contains(&"missing-material"));
    let (exit, _) = with("mode: submit\n");
    assert_eq!(exit, 1);
}

#[test]
fn what_was_put_off_is_asked_for_in_no_message_though_it_must_cover_products() {
    let list = LIST.replace("min: 2,", "min: 2, covers: products,");
    let settings = "checklist: small.yaml\nscope: [空压机]\nwaivers:\n  - { item: \"2\", reason: later, until: 2026-12-31 }\n  - { item: \"3\", reason: later, until: 2026-12-31 }\n";
    let scratch = Scratch::new().with("营业执照.pdf", "the licence").with("dossier.yaml", settings);
    scratch.add("small.yaml", list.as_bytes());
    let folder = scratch.path().to_string_lossy().into_owned();
    let args = ["check", &folder, "--today", "2026-03-31", "--ocr", "off", "--format", "message", "--lang", "zh"];
    let message = common::run(args).1;
    assert!(message.contains("已商定先不交的：维修记录（第 2 项）（最迟 2026-12-31）"), "{message}");
    assert!(!message.contains("还需要补充") && !message.contains("空压机"), "{message}");
}

#[test]
fn a_draft_with_enough_of_everything_has_nothing_to_correct() {
    let list = LIST.replace("min: 2,", "min: 1, recommended: 4,");
    let scratch = Scratch::new().with("营业执照.pdf", "a").with("维修记录1.pdf", "b").with("调查表.pdf", "c");
    let scratch = scratch.with("dossier.yaml", "checklist: small.yaml\nmode: draft\n");
    scratch.add("small.yaml", list.as_bytes());
    let folder = scratch.path().to_string_lossy().into_owned();
    let message = common::run(["check", &folder, "--ocr", "off", "--format", "message", "--lang", "zh"]).1;
    assert!(message.contains("份数已经齐了") && !message.contains("请更正"), "{message}");
}

/// What the text report says to do next.
fn next_step(list: &str, files: &[(&str, &str)]) -> (String, Report) {
    let scratch = Scratch::new().with("dossier.yaml", "checklist: small.yaml\n");
    scratch.add("small.yaml", list.as_bytes());
    let scratch = files.iter().fold(scratch, |scratch, (path, text)| {
        scratch.add(path, text.as_bytes());
        scratch
    });
    let folder = scratch.path().to_string_lossy().into_owned();
    let text = common::run(["check", &folder, "--today", "2026-03-31", "--ocr", "off", "--lang", "zh"]).1;
    let step = text.lines().find(|line| line.starts_with("下一步：")).unwrap_or_default().to_owned();
    (step, scratch.check(&["--today", "2026-03-31", "--ocr", "off"]).1)
}

#[test]
fn an_expired_paper_is_an_error_only_where_the_item_lacks_evidence_for_certain() {
    let list = LIST.replace(
        "min: 2, match: { terms: [维修记录] }",
        "min: 2, valid: true, match: { terms: [维修记录], maybe: [订单] }",
    );
    let expired = r"{\rtf1\ansi\ansicpg936 \u32500?\u20462?\par \u26377?\u25928?\u26399?\u33267?2020-01-01}";
    let files = [
        ("营业执照.csv", "a,1"),
        ("调查表.csv", "b,2"),
        ("维修记录1.csv", "c,3"),
        ("维修记录2.rtf", expired),
        ("订单.csv", "d,4"),
    ];
    let (step, report) = next_step(&list, &files);
    assert_eq!((report.verdict.as_str(), report.item("repairs").state.as_str()), ("undecided", "unclear"), "{step}");
    assert!(step.contains("待确认"), "{step}");
    let (_, report) = next_step(&list, &files[..4]);
    assert_eq!((report.verdict.as_str(), report.has("expired")), ("incomplete", true));
}

#[test]
fn where_only_conditions_are_open_they_are_the_next_step() {
    let list = LIST
        .replace("items:", "facts: [{ id: several, kind: yes-no, title: { zh: 多处, en: Several } }]\nitems:")
        + "  - { id: sites, no: \"4\", title: { zh: 场所清单, en: Sites }, when: several, match: { terms: [场所清单] } }\n";
    let files = [("营业执照.csv", "a,1"), ("调查表.csv", "b,2"), ("维修记录1.csv", "c,3"), ("维修记录2.csv", "d,4")];
    let (step, report) = next_step(&list, &files);
    assert_eq!(report.verdict, "undecided");
    assert!(step.contains("「未判断」里的各条"), "{step}");
}
