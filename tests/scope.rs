//! Coverage of the scope: one good dossier, one change at a time, and only what the change should say.

mod common;

use common::document;
use common::memory::Dossier;
use dossier::model::assessment::{Assessment, Cover};

const SCOPE: &str = "scope: [热水器, { name: 空气净化器, aliases: [KJ300, air purifier] }]\n";

/// A repair record of a product.
fn record(n: u32, product: &str) -> String {
    format!("维修记录单|客户名称：示例客户{n}|{product}|故障现象：不工作|维修日期：2026-02-0{n}|维修人员：张示例")
}

fn path(n: u32) -> String {
    format!("16.维修记录单/维修记录{n}.rtf")
}

/// Four repair records, two of each product.
fn good() -> Dossier {
    let products = ["产品名称：热水器", "产品名称：空气净化器", "产品名称：热水器", "产品名称：空气净化器"];
    (1..)
        .zip(products)
        .fold(Dossier::default().declaring(SCOPE), |dossier, (n, product)| dossier.with(&path(n), &record(n, product)))
}

/// The same with other words about the product in the records of air purifiers.
fn purifiers(words: &str) -> Dossier {
    good().with(&path(2), &record(2, words)).with(&path(4), &record(4, words))
}

/// State of each product in the repair records.
fn states(assessment: &Assessment) -> Vec<&'static str> {
    let list = &assessment.checklist;
    let row = assessment.coverage.iter().find(|row| list.items[row.item].id == "repair-records").expect("a row");
    row.products.iter().map(Cover::name).collect()
}

fn rules(dossier: &Dossier) -> Vec<String> {
    dossier.new_since(&good()).into_iter().map(|(rule, item, path)| format!("{rule} {item} {path}")).collect()
}

#[test]
fn a_dossier_that_covers_its_scope_says_nothing_of_products() {
    let said = good().said();
    assert!(said.iter().all(|(rule, ..)| !rule.starts_with("product-")), "{said:?}");
    assert_eq!(states(&good().check()), ["covered", "covered"]);
    let item = |dossier: &Dossier| {
        let assessment = dossier.check();
        let list = &assessment.checklist;
        let result = assessment.items.iter().find(|result| list.items[result.item].id == "repair-records");
        result.expect("an item").not_evaluated.iter().map(|open| open.aspect.name()).collect::<Vec<_>>()
    };
    assert!(!item(&good()).contains(&"covers"));
    assert!(item(&good().declaring("mode: submit")).contains(&"covers"), "without a scope a person must check");
    assert!(good().declaring("mode: submit").check().coverage.is_empty());
}

#[test]
fn a_product_no_evidence_is_about_is_uncovered() {
    let dossier = purifiers("产品名称：热水器");
    assert_eq!(rules(&dossier), ["product-uncovered repair-records "]);
    assert_eq!(states(&dossier.check()), ["covered", "uncovered"]);
    let other = purifiers("产品名称：电风扇");
    assert_eq!(
        rules(&other),
        [
            "product-out-of-scope repair-records 16.维修记录单/维修记录2.rtf",
            "product-out-of-scope repair-records 16.维修记录单/维修记录4.rtf",
            "product-uncovered repair-records ",
        ]
    );
}

#[test]
fn every_way_to_name_a_product_covers_it() {
    for words in [
        "产品名称：空氣淨化器",
        "产品名称：空 气 净 化 器",
        "产品型号：KJ300",
        "产品型号：ＫＪ－３００",
        "产品型号：kj300，二台",
        "现场检查车载空气净化器一台",
        "Product: Air Purifier",
        "产品类型：□热水器 ☑空气净化器",
        "产品类型：□热水器 √空气净化器",
    ] {
        assert_eq!(rules(&purifiers(words)), [""; 0], "{words}");
    }
    let renamed = |path: &str| {
        good()
            .without(&self::path(2))
            .without(&self::path(4))
            .with(path, &record(2, "已修好"))
            .with(&self::path(4), &record(4, "已修好"))
    };
    for path in
        ["16.维修记录单/空气净化器维修记录.rtf", "16.维修记录单/空气净化器/维修记录.rtf", "KJ300资料/维修记录.rtf"]
    {
        assert_eq!(states(&renamed(path).check()), ["covered", "covered"], "{path}");
    }
}

#[test]
fn what_looks_like_a_product_and_is_none_leaves_it_open() {
    for words in [
        "产品型号：KJ3000",
        "产品型号：KJ300A",
        "产品型号：AKJ300",
        "客户：示例空气净化器有限公司",
        "客户：示例空气净化器（苏州）制造有限公司",
        "服务方：示例空气净化器厂",
        "产品类型：□热水器 □空气净化器",
        "适用全系列产品",
        "已修好",
    ] {
        assert_eq!(rules(&purifiers(words)), ["product-unclear repair-records "], "{words}");
        assert_eq!(states(&purifiers(words).check()), ["covered", "unclear"], "{words}");
    }
}

#[test]
fn a_company_named_after_its_product_covers_nothing() {
    let head = "示例热水器有限公司|维修记录单";
    let mut dossier = Dossier::default().declaring(SCOPE);
    for n in 1..=4 {
        dossier = dossier.with(&path(n), &format!("{head}|{}", record(n, "产品名称：空气净化器")));
    }
    assert_eq!(states(&dossier.check()), ["uncovered", "covered"]);
    let folder = "示例热水器有限公司资料/16.维修记录单/维修记录1.rtf";
    let dossier = good().without(&path(1)).without(&path(3)).with(folder, &record(1, "已修好"));
    assert_eq!(states(&dossier.check()), ["unclear", "covered"]);
}

#[test]
fn the_longer_product_wins_over_the_one_inside_it() {
    let heaters = "scope: [热水器, 空气能热水器]";
    let dossier = good().declaring(heaters);
    let all = (1..=4).fold(dossier.clone(), |dossier, n| dossier.with(&path(n), &record(n, "产品名称：空气能热水器")));
    assert_eq!(states(&all.check()), ["uncovered", "covered"]);
    assert_eq!(states(&all.declaring("scope: [热水器]").check()), ["covered"], "a longer word for the same thing");
}

#[test]
fn a_name_that_contradicts_the_text_settles_nothing() {
    let dossier = purifiers("产品名称：热水器");
    let renamed = "16.维修记录单/空气净化器维修记录2.rtf";
    let dossier = dossier.without(&path(2)).with(renamed, &record(2, "产品名称：热水器"));
    assert_eq!(states(&dossier.check()), ["covered", "unclear"]);
}

#[test]
fn pages_nobody_read_and_names_alone_prove_no_absence() {
    let scan = document("扫描.png", "scan");
    let dossier = good().without(&path(2)).without(&path(4));
    let named = dossier.clone().with_bytes("16.维修记录单/热水器维修记录.png", scan.clone());
    assert_eq!(states(&named.check()), ["covered", "unclear"]);
    let assigned = format!(
        "{SCOPE}assign: [{{ path: 16.维修记录单/热水器维修记录.png, item: repair-records, products: [KJ300] }}]"
    );
    assert_eq!(states(&named.clone().declaring(&assigned).check()), ["covered", "covered"]);
    let heater = assigned.replace("products: [KJ300]", "products: [热水器]");
    assert_eq!(states(&named.declaring(&heater).check()), ["covered", "uncovered"]);

    let blind = good().names_only();
    assert_eq!(states(&blind.check()), ["unclear", "unclear"]);
    let blind = blind.with("16.维修记录单/热水器维修记录9.rtf", "x");
    assert_eq!(states(&blind.check()), ["covered", "unclear"]);
}

#[test]
fn an_item_without_evidence_is_missing_and_nothing_more() {
    let none = (1..=4).fold(good(), |dossier, n| dossier.without(&path(n)));
    let none = none.with("营业执照.rtf", "营业执照|名称：示例有限公司");
    let said = none.said();
    assert!(said.iter().all(|(rule, ..)| !rule.starts_with("product-")), "{said:?}");
    assert_eq!(states(&none.check()), ["uncovered", "uncovered"]);
}

#[test]
fn a_product_outside_the_scope_is_told_only_where_the_text_says_so() {
    for words in ["产品名称：见附件清单", "产品名称：热水器配件", "产品名称：", "客户名称：电风扇商行"]
    {
        let said = rules(&good().with(&path(2), &record(2, words)));
        assert!(said.iter().all(|rule| !rule.starts_with("product-out-of-scope")), "{words}: {said:?}");
    }
    let said = rules(&good().with(&path(2), &record(2, "产品名称：加湿器")));
    assert_eq!(said, ["product-out-of-scope repair-records 16.维修记录单/维修记录2.rtf"]);
}

#[test]
fn of_a_missing_item_one_paper_is_better_though_it_covers_one_product() {
    use dossier::{assess, model::finding::Since};
    let none = Dossier::default().declaring(SCOPE);
    let known = assess::baseline(&none.check());
    let mut now = none.with(&path(1), &record(1, "产品名称：热水器")).check();
    assess::apply_baseline(&mut now, &known, "known.yaml");
    let uncovered = now.findings.iter().find(|finding| finding.problem.rule().id() == "product-uncovered");
    assert_eq!(uncovered.expect("told").since, Some(Since::Known));
    // A product that was covered and is no longer is another matter.
    let known = assess::baseline(&good().check());
    let mut now = good().without(&path(2)).without(&path(4)).check();
    assess::apply_baseline(&mut now, &known, "known.yaml");
    let uncovered = now.findings.iter().find(|finding| finding.problem.rule().id() == "product-uncovered");
    assert_eq!(uncovered.expect("told").since, Some(Since::New));
}

#[test]
fn a_client_is_told_at_once_for_which_products_papers_are_wanted() {
    let assessment = Dossier::default().declaring(SCOPE).check();
    let mut message = Vec::new();
    dossier::report::message::write(&assessment, dossier::model::text::Lang::Zh, &mut message).expect("written");
    let message = String::from_utf8(message).expect("UTF-8");
    assert!(message.contains("维修记录单（第 16 项）：4 份（合起来要覆盖：热水器、空气净化器）"), "{message}");
}

#[test]
fn a_known_error_of_a_satisfied_item_is_no_passed_test() {
    use dossier::{assess, model::text::Lang, report::junit};
    let only = good().without(&path(2)).without(&path(4)).with(&path(5), &record(5, "产品名称：热水器"));
    let only = only.with(&path(6), &record(6, "产品名称：热水器"));
    let case = |assessment: &Assessment| {
        let mut out = Vec::new();
        junit::write(assessment, Lang::En, &mut out).expect("written");
        let out = String::from_utf8(out).expect("UTF-8");
        let at = out.find("repair-records").expect("the item");
        out[at..].split("</testcase>").next().unwrap_or_default().to_owned()
    };
    let mut now = only.check();
    assert!(case(&now).contains("<failure"), "{}", case(&now));
    let known = assess::baseline(&now);
    assess::apply_baseline(&mut now, &known, "known.yaml");
    assert!(case(&now).contains("<skipped"), "{}", case(&now));
}
