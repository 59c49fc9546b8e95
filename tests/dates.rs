//! Rules on dates: one good dossier, one change in each case, and only the expected findings more.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use dossier::content::Options;
use dossier::inventory::Memory;
use dossier::model::assessment::{Assessment, State, Verdict};
use dossier::model::checklist::Checklist;
use dossier::model::finding::{Aspect, Place, Problem, Severity};
use dossier::model::settings::{Assign, Settings};
use dossier::model::text::Lang;
use dossier::pipeline::{self, Reader};
use dossier::{checklist, i18n};
use jiff::civil::{Date, date};

const LIST: &str = "
schema: 1
id: dates
title: { zh: 日期, en: Dates }
items:
  - { id: licence, title: { zh: 营业执照, en: Licence }, valid: true, match: { terms: [营业执照] } }
  - { id: certificates, title: { zh: 电工证, en: Certificates }, valid: true, match: { terms: [电工证] } }
  - { id: permits, title: { zh: 许可证, en: Permits }, valid: true, unit: record, match: { terms: [经营许可证] } }
  - { id: visits, title: { zh: 巡检记录, en: Visits }, window: 3 months, match: { terms: [巡检记录] } }
  - { id: reports, title: { zh: 运行报告, en: Reports }, window: 3 years, match: { terms: [运行报告] } }
  - { id: repairs, title: { zh: 维修记录单, en: Repairs }, match: { terms: [维修记录] } }
  - { id: returns, title: { zh: 纳税申报表, en: Returns }, min: 3, unit: record, window: 3 months, every: month, match: { terms: [纳税申报表], maybe: [税单] } }
";
const TODAY: Date = date(2026, 3, 31);

struct Lists;

impl checklist::Library for Lists {
    fn read(&self, _: &Path) -> std::io::Result<String> {
        Ok(LIST.to_owned())
    }
}

/// A document with these lines as its own text.
fn rtf(lines: &[&str]) -> Vec<u8> {
    let escaped = |line: &&str| {
        if *line == "\u{c}" {
            return "\\page\n".to_owned();
        }
        let units = line.encode_utf16().map(|unit| format!("\\u{}?", unit.cast_signed()));
        units.collect::<String>() + "\\par\n"
    };
    let body: String = lines.iter().map(escaped).collect();
    format!("{{\\rtf1\\ansi\\uc1 {body}}}").into_bytes()
}

/// Path and bytes of every file.
#[derive(Clone)]
struct Dossier {
    files: BTreeMap<String, Vec<u8>>,
    settings: Settings,
}

fn good() -> Dossier {
    let files = BTreeMap::new();
    let settings = Settings { audit_date: Some(date(2026, 6, 10)), ..Settings::default() };
    Dossier { files, settings }
        .with("营业执照.rtf", &["营业执照", "名称：远航示例设备有限公司", "成立日期：2012-05-08", "营业期限：长期"])
        .with("电工证-张示例.rtf", &["电工证", "姓名：张示例", "发证日期：2024年5月10日", "有效期至：2030年5月9日"])
        .with("食品经营许可证.rtf", &["食品经营许可证", "编号：一", "有效期至：2028年1月1日"])
        .with("巡检记录.rtf", &["巡检记录", "客户：示例客户甲", "巡检日期：2026年2月3日"])
        .with("运行报告.rtf", &["运行报告", "统计期间：2023年3月至2025年12月", "编制日期：2026-01-08"])
        .with("维修记录单-20260115.rtf", &["维修记录单", "客户：示例客户乙", "维修日期：2026年1月15日"])
        .with("纳税申报表a.rtf", &tax("2025年12月1日至2025年12月31日"))
        .with("纳税申报表b.rtf", &tax("2026年1月1日至2026年1月31日"))
        .with("纳税申报表c.rtf", &tax("2026年2月1日至2026年2月28日"))
}

fn tax(period: &str) -> Vec<&str> {
    let line: &'static str = Box::leak(format!("税款所属期：{period}").into_boxed_str());
    vec!["增值税纳税申报表", line, "填表日期：2026年3月12日"]
}

impl Dossier {
    fn with<S: AsRef<str>>(mut self, path: &str, lines: &[S]) -> Self {
        let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
        self.files.insert(path.to_owned(), rtf(&lines));
        self
    }

    fn without(mut self, path: &str) -> Self {
        self.files.remove(path).unwrap_or_else(|| panic!("no {path}"));
        self
    }

    /// The same text under another name.
    fn named(mut self, from: &str, to: &str) -> Self {
        let bytes = self.files.remove(from).unwrap_or_else(|| panic!("no {from}"));
        self.files.insert(to.to_owned(), bytes);
        self
    }

    fn assigned(mut self, path: &str, item: &str, date: Option<Date>) -> Self {
        let (path, item) = (path.to_owned(), Some(item.to_owned()));
        self.settings.assign.push(Assign { path, item, count: 1, products: None, date, sealed: None, line: 1 });
        self
    }

    fn list() -> Arc<Checklist> {
        checklist::load(&Lists, "dates.yaml").expect("a list").0
    }

    fn check(&self) -> Assessment {
        let memory =
            self.files.iter().fold(Memory::default(), |memory, (path, bytes)| memory.with(path, bytes.clone()));
        let options = Options::default();
        let request = pipeline::Request {
            stages: Vec::new(),
            checklist: Self::list(),
            today: TODAY,
            settings: self.settings.clone(),
        };
        pipeline::check(memory.inventory(), Some(&Reader::here(&memory, &options)), request)
    }

    /// The findings as `severity rule place`.
    fn findings(&self) -> Vec<String> {
        let assessment = self.check();
        let one = |finding: &dossier::model::finding::Finding| {
            let place = match &finding.place {
                Place::Item(item) => assessment.checklist.items[*item].id.clone(),
                Place::File(file, _) => assessment.inventory.files[*file].path.to_string(),
                other => format!("{other:?}"),
            };
            let doubt = if matches!(finding.problem, Problem::Doubtful(_)) { " perhaps" } else { "" };
            format!("{}{doubt} {} {place}", finding.severity.name(), finding.problem.rule().id())
        };
        let mut found: Vec<String> = assessment.findings.iter().map(one).collect();
        found.sort();
        found
    }
}

fn state(assessment: &Assessment, id: &str) -> (State, u32) {
    let item = assessment.items.iter().find(|item| assessment.checklist.items[item.item].id == id);
    item.map(|item| (item.state, item.counts().1)).expect("an item")
}

#[test]
fn a_good_dossier_has_no_findings() {
    assert_eq!(good().findings(), Vec::<String>::new());
    assert_eq!(good().check().verdict, Verdict::Complete);
}

#[test]
fn one_fault_gives_its_findings_and_no_others() {
    let cert = "电工证-张示例.rtf";
    let repair = "维修记录单-20260115.rtf";
    let cases: &[(&str, Dossier, &[&str])] = &[
        (
            "expired",
            good().with(cert, &["电工证", "有效期至：2026年3月30日"]),
            &["error expired 电工证-张示例.rtf", "error missing-material certificates"],
        ),
        (
            "expired in a month",
            good().with(cert, &["电工证", "有效期至：2026年2月"]),
            &["error expired 电工证-张示例.rtf", "error missing-material certificates"],
        ),
        (
            "label split by spaces",
            good().with(cert, &["电工证", "有 效 期 至：2025年6月30日"]),
            &["error expired 电工证-张示例.rtf", "error missing-material certificates"],
        ),
        (
            "expired beside one in force",
            good().with("电工证-李示例.rtf", &["电工证", "姓名：李示例", "有效期至：2025年6月30日"]),
            &["warning expired 电工证-李示例.rtf"],
        ),
        (
            "over before the audit",
            good().with(cert, &["电工证", "有效期至：2026年5月31日"]),
            &["warning expires-before-audit 电工证-张示例.rtf"],
        ),
        (
            "expired by its name alone",
            good().with(cert, &["电工证", "姓名：张示例"]).named(cert, "电工证（有效期至2025-06-30）.rtf"),
            &["error unclear certificates", "warning perhaps expired 电工证（有效期至2025-06-30）.rtf"],
        ),
        ("no end of validity", good().with(cert, &["电工证", "姓名：张示例"]), &["warning not-evaluated certificates"]),
        (
            "not in force yet",
            good().with(cert, &["电工证", "有效期：2026年5月1日至2029年4月30日"]),
            &["warning not-evaluated certificates"],
        ),
        (
            "outside the window",
            good().with("巡检记录.rtf", &["巡检记录", "巡检日期：2025年12月30日"]),
            &["error missing-material visits", "warning outside-window 巡检记录.rtf"],
        ),
        (
            "outside the window by its name alone",
            good()
                .with("巡检记录.rtf", &["巡检记录", "客户：示例客户甲"])
                .named("巡检记录.rtf", "巡检记录2025-06-03.rtf"),
            &["error unclear visits", "warning perhaps outside-window 巡检记录2025-06-03.rtf"],
        ),
        ("no date", good().with("巡检记录.rtf", &["巡检记录", "客户：示例客户甲"]), &["warning not-evaluated visits"]),
        (
            "a period before the window",
            good().with("运行报告.rtf", &["运行报告", "统计期间：2020年1月至2022年12月"]),
            &["error missing-material reports", "warning outside-window 运行报告.rtf"],
        ),
        (
            "a month missing",
            good().with("纳税申报表b.rtf", &tax("2026年3月1日至2026年3月31日")),
            &["error month-missing returns"],
        ),
        (
            "a month without a file",
            good().without("纳税申报表b.rtf"),
            &["error month-missing returns", "error too-few returns"],
        ),
        (
            "a return of long ago",
            good().with("纳税申报表b.rtf", &tax("2025年6月1日至2025年6月30日")),
            &["error month-missing returns", "error too-few returns", "warning outside-window 纳税申报表b.rtf"],
        ),
        (
            "a return without a month",
            good().with("纳税申报表b.rtf", &["增值税纳税申报表", "填表日期：2026年3月12日"]),
            &["warning not-evaluated returns"],
        ),
        (
            "the future",
            good().with(repair, &["维修记录单", "维修日期：2062年1月15日"]),
            &["error future-date 维修记录单-20260115.rtf", "error missing-material repairs"],
        ),
        (
            "the future, beside another date",
            good().with(repair, &["维修记录单", "购机日期：2024年1月5日", "维修日期：2062年1月15日"]),
            &["error unclear repairs", "warning perhaps future-date 维修记录单-20260115.rtf"],
        ),
        (
            "another date in the name",
            good().named(repair, "维修记录单-20251115.rtf"),
            &["warning date-mismatch 维修记录单-20251115.rtf"],
        ),
        (
            "another month in the name",
            good().named(repair, "2025年10月维修记录单.rtf"),
            &["warning date-mismatch 2025年10月维修记录单.rtf"],
        ),
        (
            "another end of validity in the name",
            good().named(cert, "电工证有效期至20310509.rtf"),
            &["warning date-mismatch 电工证有效期至20310509.rtf"],
        ),
    ];
    for (what, dossier, expected) in cases {
        assert_eq!(dossier.findings(), *expected, "{what}");
    }
}

#[test]
fn what_nearly_looks_like_a_fault_is_none() {
    let cert = "电工证-张示例.rtf";
    let repair = "维修记录单-20260115.rtf";
    let cases: &[(&str, Dossier)] = &[
        ("valid today for the last time, renewed by the audit", good().with(cert, &["电工证", "有效期：长期"])),
        ("renewed", good().with(cert, &["电工证", "上周期有效期至：2024年5月9日", "有效期至：2030年5月9日"])),
        (
            "in force to the end of the year",
            good().with(cert, &["电工证", "有效期至：2026年"]).named(cert, "电工证.rtf"),
        ),
        (
            "next calibration",
            good().with(repair, &["维修记录单", "维修日期：2026年1月15日", "下次校准日期：2027年1月15日"]),
        ),
        (
            "only what lies ahead",
            good().with(repair, &["维修记录单", "下次复审日期：2027年1月15日"]).named(repair, "维修记录单.rtf"),
        ),
        (
            "an appointment",
            good().with(repair, &["维修记录单", "预约上门时间：2026年4月5日"]).named(repair, "维修记录单.rtf"),
        ),
        (
            "signed today",
            good().with(repair, &["维修记录单", "维修日期：2026年3月31日"]).named(repair, "维修记录单.rtf"),
        ),
        ("a phone's digits", good().named(repair, "维修记录单_IMG_20240316.rtf")),
        ("a scanner's digits", good().named(repair, "维修记录单 扫描全能王 2025-06-01 15.54.rtf")),
        ("WeChat's digits", good().named(repair, "维修记录单微信图片_20240316125218.rtf")),
        ("a year", good().named(repair, "2025年维修记录单.rtf")),
        ("the month before", good().named(repair, "2025年12月维修记录单.rtf")),
        ("the month itself", good().named(repair, "维修记录单2026年1月.rtf")),
        ("first day of the window", good().with("巡检记录.rtf", &["巡检记录", "巡检日期：2025年12月31日"])),
        (
            "a month that touches the window",
            good().with("巡检记录.rtf", &["巡检记录", "2025年12月", "巡检日期：2025年12月"]),
        ),
        (
            "a renewal in the future",
            good().with("巡检记录.rtf", &["巡检记录", "巡检日期：2026年3月1日", "下次巡检日期：2026年9月1日"]),
        ),
        (
            "months in the names",
            ["a", "b", "c"].iter().zip(["2025年12月", "2026-01", "202602"]).fold(good(), |dossier, (old, month)| {
                dossier
                    .without(&format!("纳税申报表{old}.rtf"))
                    .with(&format!("纳税申报表{month}.rtf"), &["增值税纳税申报表", &format!("识别号：{month}X")])
            }),
        ),
        (
            "one return for a quarter and one for its last month",
            good().without("纳税申报表a.rtf").with("纳税申报表b.rtf", &tax("2025年12月1日至2026年2月28日")),
        ),
        (
            "placed by hand with the date a person read",
            good().with("巡检记录.rtf", &["巡检记录", "巡检日期：2025年2月3日"]).assigned(
                "巡检记录.rtf",
                "visits",
                Some(date(2026, 2, 3)),
            ),
        ),
        (
            "a doubt about what a person placed",
            good().with("巡检记录.rtf", &["巡检记录"]).named("巡检记录.rtf", "巡检记录2025-06-03.rtf").assigned(
                "巡检记录2025-06-03.rtf",
                "visits",
                None,
            ),
        ),
    ];
    for (what, dossier) in cases {
        assert_eq!(dossier.findings(), Vec::<String>::new(), "{what}");
    }
}

#[test]
fn a_document_for_several_months_counts_for_each() {
    let quarter = good()
        .without("纳税申报表a.rtf")
        .without("纳税申报表b.rtf")
        .with("纳税申报表c.rtf", &tax("2025年12月1日至2026年2月28日"));
    assert_eq!(state(&quarter.check(), "returns"), (State::Satisfied, 3));
    let earlier = quarter.with("纳税申报表c.rtf", &tax("2025年10月1日至2025年12月31日"));
    assert_eq!(state(&earlier.check(), "returns"), (State::Short, 1));
    assert!(earlier.findings().contains(&"error month-missing returns".to_owned()));
}

#[test]
fn missing_months_are_named_and_counted_back_from_today() {
    let assessment = good().without("纳税申报表a.rtf").without("纳税申报表c.rtf").check();
    let months = assessment.findings.iter().find_map(|finding| match &finding.problem {
        Problem::MonthMissing { months } => Some((months.clone(), i18n::message(finding, &assessment, Lang::Zh))),
        _ => None,
    });
    let (months, said) = months.expect("a finding");
    assert_eq!(months, [(2025, 12), (2026, 2)]);
    assert!(said.contains("2025 年 12 月、2026 年 2 月"), "{said}");
}

#[test]
fn a_month_only_perhaps_there_is_not_called_missing() {
    let perhaps = good().without("纳税申报表b.rtf").with("税单2026年1月.rtf", &["单据", "识别号：一"]);
    assert_eq!(perhaps.findings(), ["error unclear returns", "warning not-evaluated returns"]);
    let another = good().without("纳税申报表b.rtf").with("税单2026年3月.rtf", &["单据", "识别号：一"]);
    assert_eq!(another.findings(), ["error month-missing returns", "error unclear returns"]);
}

#[test]
fn of_several_certificates_in_one_file_an_expired_one_is_a_doubt() {
    let two = |second: &str| {
        let lines =
            ["食品经营许可证", "编号：一", "有效期至：2028年1月1日", "\u{c}", "食品经营许可证", "编号：二", second];
        good().with("食品经营许可证.rtf", &lines)
    };
    assert_eq!(state(&two("有效期至：2029年1月1日").check(), "permits"), (State::Satisfied, 2));
    assert_eq!(two("有效期至：2029年1月1日").findings(), Vec::<String>::new());
    let doubtful = ["error unclear permits", "warning perhaps expired 食品经营许可证.rtf"];
    assert_eq!(two("有效期至：2025年1月1日").findings(), doubtful);
    let beside = two("有效期至：2027年1月1日").findings();
    assert_eq!(beside, Vec::<String>::new());
}

#[test]
fn severities_follow_what_is_due() {
    let finding = |dossier: Dossier, rule: &str| {
        let assessment = dossier.check();
        assessment.findings.iter().find(|f| f.problem.rule().id() == rule).map(|f| f.severity)
    };
    let expired = good().with("电工证-张示例.rtf", &["电工证", "有效期至：2025年3月30日"]);
    assert_eq!(finding(expired, "expired"), Some(Severity::Error));
    let undecided = good().with("电工证-张示例.rtf", &["电工证"]).check();
    let asked: Vec<_> = undecided.items.iter().flat_map(|i| &i.not_evaluated).map(|open| open.aspect).collect();
    assert_eq!(asked, [Aspect::Valid]);
    assert_eq!(undecided.verdict, Verdict::Complete, "what nobody can tell stands beside the count");
}
