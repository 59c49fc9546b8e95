use proptest::prelude::*;

use super::super::fold::{fold, squeeze};
use super::*;

/// The dates of a text, written `role date`.
fn read(text: &str) -> String {
    let show = |when: When| match when {
        When::Year(year) => format!("{year}"),
        When::Month(year, month) => format!("{year}-{month:02}"),
        When::Day(day) => day.to_string(),
        When::Forever => "forever".to_owned(),
    };
    let said = dates(&squeeze(&fold(text)));
    said.iter().map(|dated| format!("{:?} {}", dated.role, show(dated.when))).collect::<Vec<_>>().join(", ")
}

#[test]
fn every_form_of_a_date() {
    for text in [
        "2024年3月1日",
        "2024 年 3 月 1 日",
        "２０２４年３月１日",
        "2024.3.1",
        "2024. 03. 01",
        "2024-03-01",
        "2024/3/1",
        "20240301",
        "2024年03月01号",
        "二〇二四年三月一日",
        "二○二四年三月一日",
        "二零二四年三月一日",
        "贰零贰肆年叁月壹日",
        "贰零贰肆年零叁月零壹日",
        "1 March 2024",
        "March 1, 2024",
        "Mar. 1st, 2024",
        "01-Mar-2024",
        "2024-03-01T10:20:00",
        "2024-03-01 10:20",
        "2024年3⽉1⽇",
    ] {
        assert_eq!(read(text), "Unsaid 2024-03-01", "{text}");
    }
    for text in ["2024年3月", "2024.03", "2024-03", "2024/3", "二零二四年三月", "March 2024", "2024年3月份"]
    {
        assert_eq!(read(text), "Unsaid 2024-03", "{text}");
    }
    assert_eq!(read("二〇二四年十二月三十一日，二〇二四年十月二十日"), "Unsaid 2024-12-31, Unsaid 2024-10-20");
}

#[test]
fn what_is_no_date() {
    for text in [
        "2024年2月30日",
        "2024-13-01",
        "2023.2.29",
        "1949年10月1日",
        "2080-01-01",
        "电话：20240301",
        "联系电话 20240301",
        "手机13820240301",
        "WX20240301",
        "WX20240301001",
        "202403010001",
        "QR-2024-03",
        "编号：2024-03-001",
        "合同编号：2024-01",
        "GB/T 27922-2011",
        "192.2024.3.1",
        "2024.3.1.2",
        "2024年",
        "长期",
        "与客户长期合作",
        "有效期内长期合作",
        "价格2024.03元",
        "注册资本 203601.14 万元",
        "203601.14",
        "12024.3.1",
        "1.2024",
        "2024.5",
        "0755-20240301",
        "No.20240301",
        "二〇二四年",
    ] {
        assert_eq!(read(text), "", "{text}");
    }
}

#[test]
fn ranges() {
    let valid = "ValidFrom 2021-01-01, ValidUntil 2024-12-31";
    for text in [
        "有效期：2021年1月1日至2024年12月31日",
        "有效期限 2021.01.01-2024.12.31",
        "有效期 2021.01.01 — 2024.12.31",
        "有效期：自2021年1月1日起至2024年12月31日止",
        "有效期自2021年1月1日至2024年12月31日",
        "营业期限：2021-01-01 ~ 2024-12-31",
        "有效期三年：2021年1月1日到2024年12月31日",
        "有效期：20210101-20241231",
        "有效期自 2021年1月1日 起 2024年12月31日 止",
        "有效期至：2021-01-01至2024-12-31",
        "有效期起：2021-01-01 有效期止：2024-12-31",
        "Validity: 2021-01-01 to 2024-12-31",
        "有效期\n2021年1月1日\n至 2024年12月31日",
        "有效期限 2021.01.01 2024.12.31",
        "本合同期限自2021年1月1日至2024年12月31日",
    ] {
        assert_eq!(read(text), valid, "{text}");
    }
    assert_eq!(read("2021.01.01-2024.12.31"), "Unsaid 2021-01-01, Unsaid 2024-12-31");
    assert_eq!(read("2021.01-2024.12"), "Unsaid 2021-01, Unsaid 2024-12");
    assert_eq!(read("统计期间：2024年1-3月"), "PeriodFrom 2024-01, PeriodTo 2024-03");
    assert_eq!(read("统计期间：2024年1月1日至3月31日"), "PeriodFrom 2024-01-01, PeriodTo 2024-03-31");
    assert_eq!(read("培训时间：2024年3月1日-3日 "), "Signed 2024-03-01");
}

/// Papers about a month: tax returns, payments of taxes and of social insurance.
#[test]
fn periods_of_taxes_and_insurance() {
    let february = "PeriodFrom 2026-02-01, PeriodTo 2026-02-28";
    for (text, expected) in [
        (
            "增值税及附加税费申报表（一般纳税人适用）\n税款所属时间：自2026年2月1日至2026年2月28日 填表日期：2026年3月10日 金额单位：元（列至角分）",
            "PeriodFrom 2026-02-01, PeriodTo 2026-02-28, Signed 2026-03-10",
        ),
        ("税款所属期：2026-02-01 至 2026-02-28", february),
        ("税款所属时期\n2026-02-01至2026-02-28", february),
        ("税款所属期间：2026年02月01日 至 2026年02月28日", february),
        ("所属期 2026年2月", "PeriodFrom 2026-02, PeriodTo 2026-02"),
        ("费款所属期：202602", ""),
        ("缴费月份：2026-02", "PeriodFrom 2026-02, PeriodTo 2026-02"),
        ("纳税申报表（2026年02月）", "Unsaid 2026-02"),
        ("2026年2月纳税申报表", "Unsaid 2026-02"),
        (
            "税种 品目名称 税款所属时期 入（退）库日期 实缴（退）金额\n增值税 商品批发 2026-02-01至2026-02-28 2026-03-10 1,000.00",
            "PeriodFrom 2026-02-01, PeriodTo 2026-02-28, Signed 2026-03-10",
        ),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn a_range_without_its_end_is_no_end_of_validity() {
    for text in [
        "有效期：2021年1月1日至  年 月 日",
        "有效期三年，自2021年1月1日起",
        "有效期自2021年1月1日",
        "有效期：2021.1.1-2024.2.30",
        "有效期 2021-01-01起三年",
    ] {
        assert_eq!(read(text), "ValidFrom 2021-01-01", "{text}");
    }
}

#[test]
fn roles_by_the_label() {
    for (text, expected) in [
        ("有效期至：2027-05-01", "ValidUntil 2027-05-01"),
        ("有 效 期 至 2027 年 5 月 1 日", "ValidUntil 2027-05-01"),
        ("有效期至（年/月/日）：2027/05/01", "ValidUntil 2027-05-01"),
        ("有效期至 Valid until: 2027-05-01", "ValidUntil 2027-05-01"),
        ("有效期至\n2027-05-01", "ValidUntil 2027-05-01"),
        ("Valid until: 2027-05-01", "ValidUntil 2027-05-01"),
        ("Expiry date: 1 May 2027", "ValidUntil 2027-05-01"),
        ("有效日期：2027-05-01", "ValidUntil 2027-05-01"),
        ("证书有效期：2027年5月", "ValidUntil 2027-05"),
        ("有效期至：2027年", "ValidUntil 2027"),
        ("有效期至 203601.14", "ValidUntil 2036-01-14"),
        ("有效期至 2036.0114", "ValidUntil 2036-01-14"),
        ("营业期限：2010年01月01日至长期", "ValidFrom 2010-01-01, ValidUntil forever"),
        ("营业期限 长期", "ValidUntil forever"),
        ("营 业 期 限\n永久", "ValidUntil forever"),
        ("有效期：无固定期限", "ValidUntil forever"),
        ("有效期长期有效", "ValidUntil forever"),
        ("发证日期：2024年3月1日", "Issued 2024-03-01"),
        ("颁发日期 2024-03-01", "Issued 2024-03-01"),
        ("签发日期\n2024-03-01", "Issued 2024-03-01"),
        ("成 立 日 期 2010年01月01日", "Issued 2010-01-01"),
        ("Date of issue: 2024-03-01", "Issued 2024-03-01"),
        ("首次发证日期：2015-03-01", "Unsaid 2015-03-01"),
        ("换证日期：2024-03-01", "Issued 2024-03-01"),
        ("签订日期：2024-03-01", "Signed 2024-03-01"),
        ("签字：张三 2024年3月1日", "Signed 2024-03-01"),
        ("（盖章）\n二〇二四年三月一日", "Signed 2024-03-01"),
        ("日 期：2024.3.1", "Signed 2024-03-01"),
        ("报修日期 2024-03-01 维修日期 2024-03-02", "Signed 2024-03-01, Signed 2024-03-02"),
        ("出生日期：1990-03-07", "Unsaid 1990-03-07"),
        ("出厂日期：2024-03-01", "Unsaid 2024-03-01"),
        ("税款所属期：2024年3月", "PeriodFrom 2024-03, PeriodTo 2024-03"),
        ("税款所属期起止 2024-01-01 至 2024-03-31", "PeriodFrom 2024-01-01, PeriodTo 2024-03-31"),
        ("报告期：2024年度", "PeriodFrom 2024, PeriodTo 2024"),
        ("投标有效期 2024-03-01", "Unsaid 2024-03-01"),
        ("本证书有效期三年。\n2024年3月1日", "Unsaid 2024-03-01"),
        ("有效期为三年，发证日期：2024年3月1日", "Issued 2024-03-01"),
        ("我公司于2010年1月1日成立", "Unsaid 2010-01-01"),
        ("有效期至：见附件 2024-03-01", "Unsaid 2024-03-01"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn a_former_cycle_never_is_the_present_validity() {
    for (text, expected) in [
        ("上周期有效期至：2023-01-01 有效日期：2026-01-01", "FormerUntil 2023-01-01, ValidUntil 2026-01-01"),
        ("有效日期：2026-01-01\n上周期有效期至：2023-01-01", "ValidUntil 2026-01-01, FormerUntil 2023-01-01"),
        ("上 周 期 有 效 期 至 2023 年 1 月 1 日", "FormerUntil 2023-01-01"),
        ("上一周期证书有效期截止日期\n2023-01-01", "FormerUntil 2023-01-01"),
        ("原证书有效期：2020-01-01至2023-01-01", "Unsaid 2020-01-01, FormerUntil 2023-01-01"),
        ("上一认证周期到期日期：2023-01-01", "FormerUntil 2023-01-01"),
        ("上周期有效期至 有效期至\n2023-01-01 2026-01-01", "FormerUntil 2023-01-01, ValidUntil 2026-01-01"),
        ("有效期至\n上周期有效期至\n2023-01-01\n2026-01-01", "Unsaid 2023-01-01, Unsaid 2026-01-01"),
        ("Previous expiry date: 2023-01-01, Valid until: 2026-01-01", "FormerUntil 2023-01-01, ValidUntil 2026-01-01"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn tables_and_scrambled_labels() {
    for (text, expected) in [
        (
            "证书编号 发证日期 有效期至\nA1 2021-01-01 2024-01-01\nA2 2022-01-01 2025-01-01",
            "Issued 2021-01-01, ValidUntil 2024-01-01, Issued 2022-01-01, ValidUntil 2025-01-01",
        ),
        (
            "姓名 证书编号 有效期至 备注\n张三 A1 2027-01-01\n李四 A2 2028-01-01",
            "ValidUntil 2027-01-01, ValidUntil 2028-01-01",
        ),
        ("发证日期\n有效期至\n2021-01-01\n2024-01-01", "Issued 2021-01-01, ValidUntil 2024-01-01"),
        ("有效期至\n发证日期\n2021-01-01\n2024-01-01", "Unsaid 2021-01-01, Unsaid 2024-01-01"),
        ("发证日期 有效期至 2021-01-01 2024-01-01", "Issued 2021-01-01, ValidUntil 2024-01-01"),
        ("发证日期 有效期至 2021-01-01", "Unsaid 2021-01-01"),
        ("有效期至\n2021-01-01 2024-01-01", "Unsaid 2021-01-01, Unsaid 2024-01-01"),
        ("有\n效\n期\n至\n2024-01-01", "Unsaid 2024-01-01"),
        ("有效期至\n某某有限公司\n2024-01-01", "Unsaid 2024-01-01"),
        ("有效期至 2021-01-01 2024-01-01", "Unsaid 2021-01-01, Unsaid 2024-01-01"),
        ("有效期至 2024-01-01 2021-01-01", "ValidUntil 2024-01-01, Unsaid 2021-01-01"),
        (
            "成立日期\n2010年01月01日\n营业期限\n2010年01月01日至 长期",
            "Issued 2010-01-01, ValidFrom 2010-01-01, ValidUntil forever",
        ),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn a_page_keeps_so_many() {
    assert_eq!(dates(&"2024-03-01 ".repeat(1000)).len(), MOST);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC|\n){0,200}", near in "(有效期至?|发证日期|[0-9]{1,4}|[年月日至起自.\n /-]|长期|上周期){0,40}") {
        read(&text);
        read(&near);
    }

    #[test]
    fn every_day_is_found(year in 1980i16..2080, month in 1i8..13, day in 1i8..29) {
        for text in [format!("有效期至{year}年{month}月{day}日"), format!("有效期至：{year}.{month:02}.{day:02}"), format!("有效期至 {year}{month:02}{day:02}")] {
            prop_assert_eq!(read(&text), format!("ValidUntil {year}-{month:02}-{day:02}"));
        }
    }
}

#[test]
fn a_year_of_too_many_digits_is_none() {
    for text in ["日期：1 March 202431", "日期：1 March 67561"] {
        assert_eq!(read(text), "", "{text}");
    }
}
