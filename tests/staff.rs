//! Shares of staff and numbers of nonconformities: what a declared number asks for (clause 5.1.2.2; seed 000).

mod common;

use common::{Report, Scratch};

/// A roster as a web page an office program saved as `.xls`; each row a name and an identity number.
fn roster(rows: &[(&str, &str)]) -> String {
    let rows: String = rows
        .iter()
        .enumerate()
        .map(|(index, (name, id))| format!("<tr><td>{}</td><td>{name}</td><td>{id}</td></tr>", index + 1))
        .collect();
    format!(
        "<html><head><meta charset=\"utf-8\"></head><body><h1>售后服务管理师人员名单</h1>\
         <table><tr><th>序号</th><th>姓名</th><th>身份证号</th></tr>{rows}</table></body></html>"
    )
}

/// Identity numbers of people born in 1900, with a check digit that holds; the last one's does not.
const IDS: [&str; 4] = ["110101190001010014", "110101190001010022", "110101190001010030", "110101190001010041"];

fn check(facts: &str, rows: &[(&str, &str)]) -> (i32, Report) {
    let scratch = Scratch::new().with("dossier.yaml", &format!("facts: {{ {facts} }}\n"));
    scratch.add("27/售后服务管理师名单.xls", roster(rows).as_bytes());
    scratch.check(&["--today", "2026-03-31", "--ocr", "off"])
}

fn check_digit(seventeen: &str) -> char {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = seventeen.chars().zip(weights).map(|(c, weight)| c.to_digit(10).expect("a digit") * weight).sum();
    ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize]
}

#[test]
fn the_numbers_of_these_tests_are_what_they_are_said_to_be() {
    for id in &IDS[..3] {
        assert_eq!(id.chars().last(), Some(check_digit(&id[..17])), "{id}");
    }
    assert_ne!(IDS[3].chars().last(), Some(check_digit(&IDS[3][..17])));
}

#[test]
fn a_roster_that_reaches_ten_per_cent_is_enough() {
    let (_, report) = check("service_management_staff: 20", &[("张甲", IDS[0]), ("李乙", IDS[1])]);
    assert!(!report.has("share-not-reached"), "{:?}", report.findings);
    assert!(!report.item("service-managers").not_evaluated.contains(&"ratio".to_owned()));
}

#[test]
fn one_person_fewer_is_told_with_the_numbers() {
    let (exit, report) = check("service_management_staff: 21", &[("张甲", IDS[0]), ("李乙", IDS[1])]);
    let finding = report.findings.iter().find(|finding| finding.rule == "share-not-reached").expect("told");
    assert_eq!((exit, finding.severity.as_str(), finding.item.as_deref()), (1, "error", Some("service-managers")));
    assert!(finding.message.en.contains("10 % of 21 is 3, 1 more needed"), "{}", finding.message.en);
}

#[test]
fn a_declared_number_of_managers_goes_before_the_roster() {
    let (_, report) = check("service_management_staff: 21, service_managers: 3", &[("张甲", IDS[0])]);
    assert!(!report.has("share-not-reached"), "{:?}", report.findings);
    let (_, report) = check("service_management_staff: 21, service_managers: 2", &[("张甲", IDS[0])]);
    assert!(report.has("share-not-reached"));
}

#[test]
fn without_the_number_of_staff_a_person_must_check_the_share() {
    let (_, report) = check("", &[("张甲", IDS[0])]);
    assert!(!report.has("share-not-reached"));
    assert!(report.item("service-managers").not_evaluated.contains(&"ratio".to_owned()));
}

#[test]
fn a_wrong_identity_number_is_told_and_printed_nowhere() {
    let rows = [("张甲", IDS[0]), ("李乙", IDS[3])];
    let (_, report) = check("service_management_staff: 11", &rows);
    let finding = report.findings.iter().find(|finding| finding.rule == "bad-identity-number").expect("told");
    assert!(finding.message.zh.contains("1 个身份证号不对"), "{}", finding.message.zh);
    // One of the two is certain, both are possible: whether that is enough a person must see.
    assert!(!report.has("share-not-reached"));
    assert!(report.item("service-managers").not_evaluated.contains(&"ratio".to_owned()));
    let scratch = Scratch::new();
    scratch.add("27/售后服务管理师名单.xls", roster(&rows).as_bytes());
    for format in ["text", "json", "jsonl"] {
        let folder = scratch.path().to_str().expect("a path");
        let (_, out, _) = common::run(["check", folder, "--ocr", "off", "-v", "--format", format]);
        assert!(IDS.iter().all(|id| !out.contains(id)), "{format}\n{out}");
    }
}

/// A plan and a report for each nonconformity the audit found.
fn rectification(nonconformities: u32, plans: u32, reports: u32) -> (i32, Report) {
    let mut scratch =
        Scratch::new().with("dossier.yaml", &format!("facts: {{ nonconformities: {nonconformities} }}\n"));
    for number in 1..=plans {
        scratch = scratch.with(&format!("整改计划{number}.docx"), &format!("plan {number}"));
    }
    for number in 1..=reports {
        scratch = scratch.with(&format!("整改报告{number}.docx"), &format!("report {number}"));
    }
    scratch.check(&["--stage", "rectification", "--today", "2026-03-31"])
}

#[test]
fn every_nonconformity_needs_a_plan_and_a_report() {
    let (exit, report) = rectification(2, 2, 2);
    assert_eq!((exit, report.verdict.as_str()), (0, "complete"), "{:?}", report.findings);
    let (exit, report) = rectification(2, 2, 1);
    let short = report.item("correction-report");
    assert_eq!((exit, short.state.as_str(), short.have, short.need), (1, "short", 1, 2));
    assert_eq!(report.item("correction-plan").state, "satisfied");
    let (_, report) = rectification(0, 1, 0);
    assert_eq!(report.item("correction-report").state, "not-applicable", "none was found");
}
