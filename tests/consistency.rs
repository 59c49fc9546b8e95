//! Whose documents they are, and whose certificates: one good dossier, one change at a time, and only what the
//! change should say.

mod common;

use common::document;
use common::memory::Dossier;

const OURS: &str = "远航示例设备有限公司";
const CODE: &str = "91110101MA00000005";
const THEIRS: &str = "晨星样本电器有限公司";
const OTHER_CODE: &str = "91310101MA0000001M";
const SETTINGS: &str =
    "applicant: { name: 远航示例设备有限公司, aliases: [远航样本机械有限公司], credit-code: 91110101MA00000005 }";
const LICENCE: &str = "0.营业执照/营业执照.rtf";
const FORM: &str = "服务认证申请书.rtf";
const RECORD: &str = "16.维修记录单/维修记录.rtf";
const CONTRACT: &str = "2.销售合同/销售合同.rtf";

fn licence(name: &str, code: &str) -> String {
    format!("营业执照|统一社会信用代码：{code}|名称：{name}|类型：有限责任公司|住所：示例市示例路1号|营业期限：长期")
}

fn form(name: &str, code: &str) -> String {
    format!("服务认证申请书|申请单位：{name}|统一社会信用代码：{code}|申请日期：2026-03-01")
}

fn contract(seller: &str, buyer: &str) -> String {
    format!("销售合同|供方：{seller}|需方：{buyer}|签订日期：2026-01-05|产品名称：空压机 数量：2")
}

fn record(head: &str, customer: &str) -> String {
    format!("{head}|维修记录单|客户名称：{customer}|故障现象：不工作|维修日期：2026-02-01|维修人员：张示例")
}

/// Everything is the applicant's.
fn good() -> Dossier {
    Dossier::default()
        .declaring(SETTINGS)
        .stage("application")
        .stage("forms")
        .with(LICENCE, &licence(OURS, CODE))
        .with(FORM, &form(OURS, CODE))
        .with(CONTRACT, &contract(OURS, "示例客户有限公司"))
        .with(RECORD, &record(OURS, "示例客户有限公司"))
}

/// What is said of whose documents they are.
fn told(dossier: &Dossier) -> Vec<String> {
    let about = ["other-party", "party-mismatch", "same-person", "roster-mismatch"];
    let said = dossier.said().into_iter().filter(|(rule, ..)| about.contains(&rule.as_str()));
    said.map(|(rule, item, path)| format!("{rule} {item} {path}")).collect()
}

fn rules(dossier: &Dossier) -> Vec<String> {
    let mut rules: Vec<String> = dossier.new_since(&good()).into_iter().map(|(rule, ..)| rule).collect();
    rules.dedup();
    rules
}

/// Whether anybody still has to check whose the licence is.
fn asks_whose(dossier: &Dossier) -> bool {
    let assessment = dossier.check();
    assessment.items[0].not_evaluated.iter().any(|open| open.aspect.name() == "party")
}

#[test]
fn the_applicants_own_papers_say_nothing() {
    assert_eq!(told(&good()), [""; 0]);
    assert!(!asks_whose(&good()));
}

#[test]
fn anothers_paper_does_not_count() {
    let licence = good().with(LICENCE, &licence(THEIRS, OTHER_CODE));
    assert_eq!(rules(&licence), ["missing-material", "other-party"]);
    assert_eq!(told(&licence), [format!("other-party business-licence {LICENCE}")]);
    let form = good().with(FORM, &form(THEIRS, OTHER_CODE));
    assert_eq!(told(&form), [format!("other-party application-form {FORM}")]);
    let by_hand = format!("{SETTINGS}\nassign: [{{ path: {FORM}, item: application-form }}]");
    assert_eq!(told(&form.declaring(&by_hand)), [""; 0], "a person has looked");
}

#[test]
fn without_settings_the_licence_says_who_applies() {
    let own = good().declaring("");
    assert_eq!(told(&own), [""; 0]);
    assert_eq!(
        told(&own.clone().with(FORM, &form(THEIRS, OTHER_CODE))),
        [format!("other-party application-form {FORM}")]
    );
    let wrong = own.with(FORM, &form(OURS, OTHER_CODE));
    assert_eq!(told(&wrong), [format!("party-mismatch application-form {FORM}")]);
    let finding = wrong.check();
    let message = finding.findings.iter().find(|finding| finding.problem.rule().id() == "party-mismatch");
    let message = dossier::i18n::message(message.expect("a finding"), &finding, dossier::model::text::Lang::Zh);
    assert!(message.contains(CODE) && message.contains(OTHER_CODE) && message.contains(LICENCE), "{message}");
}

#[test]
fn where_nobody_says_who_applies_nothing_is_judged() {
    let unread =
        good().declaring("").with_bytes("0.营业执照/营业执照.png", document("营业执照.png", "scan")).without(LICENCE);
    let other = unread.with(FORM, &form(THEIRS, OTHER_CODE)).with(RECORD, &record(THEIRS, "示例客户"));
    assert_eq!(told(&other), [""; 0]);
    assert!(asks_whose(&other));
    let two = good().declaring("").with("0.营业执照/营业执照2.rtf", &licence(THEIRS, OTHER_CODE));
    assert_eq!(told(&two), [""; 0], "two licences");
}

#[test]
fn one_company_under_two_names_or_codes_is_a_mismatch() {
    for (name, code) in [(OURS, OTHER_CODE), (THEIRS, CODE)] {
        let changed = good().with(LICENCE, &licence(name, code));
        assert_eq!(told(&changed), [format!("party-mismatch business-licence {LICENCE}")], "{name}");
        let changed = good().with(FORM, &form(name, code));
        assert_eq!(told(&changed), [format!("party-mismatch application-form {FORM}")], "{name}");
    }
}

#[test]
fn other_ways_to_write_the_applicant_are_the_applicant() {
    let named = |own: &str, written: &str| {
        good()
            .declaring(&format!("applicant: {own}"))
            .with(LICENCE, &licence(written, CODE))
            .with(FORM, &form(written, CODE))
            .with(CONTRACT, &contract(written, "示例客户有限公司"))
            .with(RECORD, &record(written, "示例客户有限公司"))
    };
    for (own, written) in [
        ("远航示例（北京）设备有限公司", "远航示例(北京)设备有限公司"),
        ("远航示例设备有限公司", "远航 示例 设备 有限公司"),
    ] {
        assert_eq!(told(&named(own, written)), [""; 0], "{written}");
    }
    assert_eq!(told(&good().with(FORM, &form("远航样本机械有限公司", CODE))), [""; 0], "an alias");
    let longer = named("示例设备有限公司", "北京示例设备有限公司");
    assert!(told(&longer).contains(&format!("other-party business-licence {LICENCE}")), "{:?}", told(&longer));
}

#[test]
fn what_was_left_over_from_another_client_is_told() {
    let head = good().with(RECORD, &record(THEIRS, "示例客户有限公司"));
    assert_eq!(told(&head), [format!("other-party repair-records {RECORD}")]);
    for label in ["服务单位", "维修单位", "售后服务公司"] {
        let server =
            |name: &str| format!("维修记录单|{label}：{name}|客户名称：示例客户|故障现象：不工作|维修人员：张示例");
        assert_eq!(told(&good().with(RECORD, &server(THEIRS))), [format!("other-party repair-records {RECORD}")]);
        assert_eq!(told(&good().with(RECORD, &server(OURS))), [""; 0]);
    }
    let contract = good().with(CONTRACT, &contract(THEIRS, "示例客户有限公司"));
    assert_eq!(told(&contract), [format!("other-party sales-contracts {CONTRACT}")]);
    let name = format!("0.营业执照/{THEIRS}营业执照.png");
    let file = good().without(LICENCE).with_bytes(&name, document("x.png", "scan"));
    assert_eq!(told(&file), [format!("other-party business-licence {name}")]);
}

#[test]
fn names_of_others_where_they_belong_are_no_matter() {
    let lab =
        "示例检测技术有限公司|检验报告|委托单位：示例制造有限公司|样品名称：空压机|检验日期：2026-01-03|结论：合格";
    for (path, text) in [
        ("6.质检报告/检验报告.rtf", lab.to_owned()),
        (RECORD, record("维修记录单", THEIRS)),
        (RECORD, record(THEIRS, THEIRS)),
        ("16.维修记录单/晨星样本电器有限公司维修记录.rtf", record("维修记录单", THEIRS)),
        (CONTRACT, contract(THEIRS, OURS)),
        ("13.验收单/验收单.rtf", format!("{THEIRS}|产品交付验收单|供货单位：{OURS}|验收日期：2026-02-02|结论：合格")),
        ("21.合格供方名录/合格供方名录.rtf", format!("{THEIRS}|合格供方名录|供应商名称：{THEIRS}")),
    ] {
        assert_eq!(told(&good().with(path, &text)), [""; 0], "{path}: {text}");
    }
}

fn certificate(name: &str, id: &str, title: &str, kind: &str) -> String {
    format!("{title}|姓名：{name}|身份证号：{id}|作业类别：{kind}|有效期至：2028-01-01")
}

const ZHANG: &str = "110101199001010015";
const LI: &str = "110101199102020028";
const OPERATION: &str = "特种作业操作证";

fn staff() -> Dossier {
    good()
        .with("8.资格证书/电工证1.rtf", &certificate("张示例", ZHANG, OPERATION, "电工作业"))
        .with("8.资格证书/电工证2.rtf", &certificate("李示例", LI, OPERATION, "电工作业"))
}

#[test]
fn one_certificate_of_one_person_counts_once() {
    assert_eq!(told(&staff()), [""; 0]);
    let again = "8.资格证书/电工证3.rtf";
    let same = staff().with(again, &format!("{}|复印", certificate("张示例", ZHANG, OPERATION, "电工作业")));
    assert_eq!(told(&same), [format!("same-person staff-certificates {again}")]);
    let have = |dossier: &Dossier| {
        let assessment = dossier.check();
        let list = &assessment.checklist;
        let result = assessment.items.iter().find(|result| list.items[result.item].id == "staff-certificates");
        result.expect("an item").counts().1
    };
    assert_eq!((have(&staff()), have(&same)), (2, 2));
    for (name, id, title, kind) in [
        ("张示例", ZHANG, OPERATION, "焊接与热切割作业"),
        ("张示例", ZHANG, "职业资格证书", "电工作业"),
        ("张示例", LI, OPERATION, "电工作业"),
        ("王示例", "110101199203030030", OPERATION, "电工作业"),
    ] {
        let other = staff().with(again, &certificate(name, id, title, kind));
        assert_eq!((told(&other), have(&other)), (Vec::new(), 3), "{name} {title} {kind}");
    }
}

#[test]
fn by_names_of_files_alone_a_person_must_look() {
    let scan = |seed: &str| document("x.png", seed);
    let dossier = good()
        .with_bytes("8.资格证书/赵示例电工证.png", scan("front"))
        .with_bytes("8.资格证书/赵示例电工证反面.png", scan("back"));
    assert_eq!(told(&dossier), ["same-person staff-certificates 8.资格证书/赵示例电工证反面.png"]);
    let assessment = dossier.check();
    assert!(
        assessment.outcomes.iter().any(|outcome| matches!(outcome, dossier::model::assignment::Outcome::Possible(_)))
    );
    let dossier = good()
        .with_bytes("8.资格证书/电工证1.png", scan("one"))
        .with_bytes("8.资格证书/电工证2.png", scan("two"))
        .with_bytes("8.资格证书/赵示例电工证.png", scan("three"))
        .with_bytes("8.资格证书/赵示例焊工证.png", scan("four"));
    assert_eq!(told(&dossier), [""; 0]);
}

#[test]
fn rosters_and_certificates_name_the_same_persons() {
    let roster = "27.售后服务管理师名单.csv";
    let listed = |names: &[&str]| {
        let rows: String = names.iter().map(|name| format!("{name},,部门经理\n")).collect();
        format!("姓名,身份证号,职务\n{rows}").into_bytes()
    };
    let certified = |dossier: Dossier, names: &[&str]| {
        names.iter().fold(dossier, |dossier, name| {
            let text = format!("售后服务管理师证书|姓名：{name}|证书编号：SH-{name}|发证日期：2025-05-01");
            dossier.with(&format!("27.售后服务管理师证书{name}.rtf"), &text)
        })
    };
    let both = ["张示例", "李示例"];
    let agree = certified(good().with_bytes(roster, listed(&both)), &both);
    assert_eq!(told(&agree), [""; 0]);
    let alone = good().with_bytes(roster, listed(&both));
    assert_eq!(told(&alone), [""; 0], "no certificates at all");
    for (list, certificates) in [(&both[..], &both[..1]), (&both[..1], &both[..])] {
        let dossier = certified(good().with_bytes(roster, listed(list)), certificates);
        assert_eq!(told(&dossier), [format!("roster-mismatch service-managers {roster}")]);
    }
    let scanned = certified(good().with_bytes(roster, listed(&both)), &both[..1])
        .with_bytes("27.售后服务管理师证书2.png", document("x.png", "scan"));
    assert_eq!(told(&scanned), [""; 0], "one certificate could not be read");
}

#[test]
fn a_client_is_told_of_papers_that_are_anothers() {
    let assessment = good().with(RECORD, &record(THEIRS, "示例客户有限公司")).check();
    let mut message = Vec::new();
    dossier::report::message::write(&assessment, dossier::model::text::Lang::Zh, &mut message).expect("written");
    let message = String::from_utf8(message).expect("UTF-8");
    assert!(message.contains("请更正") && message.contains(THEIRS), "{message}");
}
