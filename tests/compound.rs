//! Items of several parts: which way is nearest, and what one paper that may be several parts is good for.
#![allow(clippy::expect_used)]

mod common;

use common::{Report, Scratch, run};

const LIST: &str = "\
schema: 1
id: small
title: { zh: 小清单, en: Small }
items:
  - id: either
    no: \"1\"
    title: { zh: 流程图或承诺, en: Chart or promise }
    any-of:
      - all-of:
          - { id: chart, title: { zh: 流程图, en: Chart }, match: { terms: [流程图] } }
          - { id: phone, title: { zh: 电话表, en: Phones }, match: { terms: [电话表] } }
      - { id: promise, title: { zh: 承诺书, en: Promise }, match: { terms: [承诺书] } }
  - id: both
    no: \"2\"
    title: { zh: 合同和发票, en: Contract and invoice }
    all-of:
      - { id: contract, title: { zh: 合同, en: Contract }, match: { terms: [合同], maybe: [订单] } }
      - { id: invoice, title: { zh: 发票, en: Invoice }, match: { terms: [发票], maybe: [订单] } }
";

fn check(files: &[&str]) -> Report {
    let scratch = Scratch::new().with("dossier.yaml", "checklist: small.yaml\n");
    scratch.add("small.yaml", LIST.as_bytes());
    let scratch = files.iter().fold(scratch, |scratch, file| scratch.with(file, file));
    scratch.check(&["--today", "2026-03-31"]).1
}

/// State, certain, at most, wanted.
fn of<'a>(report: &'a Report, id: &str) -> (&'a str, u64, u64, u64) {
    let item = report.item(id);
    (item.state.as_str(), item.have, item.possible, item.need)
}

#[test]
fn of_ways_that_are_as_far_the_shorter_one_is_told() {
    assert_eq!(of(&check(&[]), "either"), ("missing", 0, 0, 1));
    assert_eq!(of(&check(&["流程图.pdf"]), "either"), ("short", 1, 1, 2));
    assert_eq!(of(&check(&["流程图.pdf", "承诺书.pdf"]), "either"), ("satisfied", 1, 1, 1));
}

#[test]
fn one_paper_that_may_be_either_part_is_not_both() {
    assert_eq!(of(&check(&["订单1.pdf"]), "both"), ("missing", 0, 1, 2));
    assert_eq!(of(&check(&["订单1.pdf", "订单2.pdf"]), "both"), ("unclear", 0, 2, 2));
    assert_eq!(of(&check(&["合同.pdf", "订单1.pdf"]), "both"), ("unclear", 1, 2, 2));
    assert_eq!(of(&check(&["合同.pdf"]), "both"), ("short", 1, 1, 2));
}

#[test]
fn what_a_way_of_several_parts_lacks_is_named_and_not_counted_in_copies() {
    let said = |files: &[&str], lang: &str| {
        let scratch = Scratch::new().with("dossier.yaml", "checklist: small.yaml\n");
        scratch.add("small.yaml", LIST.as_bytes());
        let scratch = files.iter().fold(scratch, |scratch, file| scratch.with(file, file));
        let folder = scratch.path().to_string_lossy().into_owned();
        ["text", "github"].map(|format| run(["check", &folder, "--lang", lang, "--format", format]).1).join("\n")
    };
    let zh = said(&["流程图.pdf", "发票.pdf"], "zh");
    assert!(zh.contains("还缺：电话表") && zh.contains("第 2 项「合同和发票」还缺：合同"), "{zh}");
    assert!(!zh.contains("1/2") && !zh.contains("还差 1 份"), "{zh}");
    let en = said(&["流程图.pdf", "发票.pdf"], "en");
    assert!(
        en.contains("still lacking: Phones") && en.contains("item 2 (Contract and invoice): still lacking: Contract"),
        "{en}"
    );
}
