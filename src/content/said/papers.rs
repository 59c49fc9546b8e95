//! Companies by what they are to a paper: whose letterhead it bears, who holds, sells and buys.

use std::sync::LazyLock;

use regex::Regex;

use super::form::is_value;
use super::parties::{companies, is_company};
use super::rows::Row;
use super::words::{LABEL, TITLE, printed};
use super::{keep, pattern};
use crate::model::content::{Party, PartyRole};

/// Lines a letterhead stands among.
const NEAR_TOP: usize = 8;
/// Letterheads and parties a page keeps.
const HEADS: usize = 4;
const PARTIES: usize = 16;
/// Characters of a name.
const LONGEST: usize = 40;

/// What may stand behind a company's name in a title: 晨星电器有限公司售后服务管理手册.
static PAPER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[^，。；：:]{0,16}(?:表|单|卡|册|书|簿|台账|清单|名单|目录|报告|证明|记录|通知|凭证|制度|规范|规定|办法|流程图?|计划|预算|方案|简介|承诺|手册|文件|名录|证书|发票)$",
    )
});
/// Before the body: a letter begins, or something is testified.
static BODY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:兹|致|尊敬|经|特|现|根据|按照|为|授予|证明|本)|[：:。；，]$"));

/// The companies at the head of a page, before its body.
pub(super) fn heads(rows: &[Row<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows.iter().take(NEAR_TOP) {
        if BODY.is_match(row.line) || row.line.chars().count() > 2 * LONGEST {
            break;
        }
        let heading = is_company(row.line) || TITLE.is_match(row.line) || PAPER.is_match(row.line);
        if !heading && row.labels().any(|label| !printed(&label.text)) {
            break;
        }
        if let Some(name) = head(row.line) {
            keep(&mut found, name);
        }
    }
    found.truncate(HEADS);
    found
}

/// The company a line of a letterhead names.
fn head(line: &str) -> Option<String> {
    let name = companies(line).into_iter().next()?;
    let behind = line.trim().strip_prefix(name.as_str())?.trim();
    let project = ["项目", "采购", "招标"].iter().any(|word| behind.contains(word));
    (is_company(line) || (PAPER.is_match(behind) && !project)).then_some(name)
}

/// Labels of parties. A bracket may say which of two parties it is: 甲方（需方）, 出卖人（甲方）.
static PARTY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:^|[ |（(、])(?:",
        r"((?:申请|申报|参保|缴费|缴款|持证|获证|获准|受检|送检|委托|填报|投保)(?:单位|组织|企业|公司|机构|者|人|方)(?:名称)?",
        // 认证机构 is who certifies, not who is certified.
        r"|(?:认证|注册)(?:单位|组织|企业|公司|者|人)(?:名称)?",
        r"|证书持有(?:者|人|单位)|获证方|(?:企业|单位|公司|组织|机构|纳税人|用人单位|申请人|客户组织)名称(?:[（(]盖章[)）])?|投标人|注册人|持有人|权利人|被保险人|名 ?称)",
        r"|((?:[甲乙]方 ?[（(])?(?:供方|卖方|出卖人|出卖方|销售方|销货单位|供货单位|供货方|供应商|供应商名称|发货单位|承揽人)[)）]?)",
        r"|((?:售后)?(?:服务|维修|检修|维保|安装)(?:单位|公司|企业|机构|方|商)(?:名称)?)",
        r"|((?:[甲乙]方 ?[（(])?(?:需方|买方|买受人|购买方|购货单位|采购方|采购人|采购单位|客户名称|客户单位|用户单位|用户名称|使用单位|收货单位|定作人|顾客名称)[)）]?)",
        r")(?: ?[（(](?:[甲乙]方|盖章|公章|签章|全称)[)）])?",
        r"( ?[：:] ?| |$)",
    ))
});

/// The companies behind labels of parties. On a licence the bare label 名称 is the holder's; elsewhere
/// it is anybody's.
pub(super) fn parties(text: &str) -> Vec<Party> {
    let licence = text.contains("营业执照") && !text.contains("发票");
    let mut found: Vec<Party> = Vec::new();
    let mut lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).peekable();
    let mut before = "";
    while let Some(line) = lines.next() {
        let below = lines.peek().copied().unwrap_or_default();
        for groups in PARTY.captures_iter(line) {
            let Some((role, label)) =
                ROLES.iter().zip(1..).find_map(|(role, at)| Some((*role, groups.get(at)?.as_str())))
            else {
                continue;
            };
            let (Some(whole), Some(sign)) = (groups.get(0), groups.get(5)) else { continue };
            let bare = label.replace(' ', "") == "名称";
            let behind = line.get(whole.end()..).unwrap_or_default();
            let value = if behind.trim().is_empty() { below } else { behind };
            let colon = sign.as_str().contains(['：', ':']) && !behind.trim().is_empty();
            if let Some(name) = name(value, colon).filter(|_| !bare || licence) {
                add(&mut found, role, name);
            }
        }
        // Labels written downwards: 名 and 称 on lines of their own.
        if licence && before == "名" && line == "称" {
            name(below, false).into_iter().for_each(|name| add(&mut found, PartyRole::Holder, name));
        }
        before = line;
    }
    found
}

/// The roles in the order of the pattern's groups.
const ROLES: [PartyRole; 4] = [PartyRole::Holder, PartyRole::Seller, PartyRole::Server, PartyRole::Buyer];

fn add(found: &mut Vec<Party>, role: PartyRole, name: String) {
    let party = Party { role, name };
    if found.len() < PARTIES && !found.contains(&party) {
        found.push(party);
    }
}

/// The name that begins a value. Without a colon it must be a company's.
fn name(value: &str, colon: bool) -> Option<String> {
    let value = value.trim_start_matches([' ', '：', ':', '_']);
    if let Some(company) = companies(value).into_iter().next().filter(|company| value.starts_with(company.as_str())) {
        return Some(company);
    }
    let name = value.split([' ', '，', '；', '。', '：', ':', '_']).next().unwrap_or_default();
    let written = (4..=LONGEST).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphanumeric() || "（）()·&-".contains(c));
    let label = LABEL.find(name).is_some_and(|place| place.start() == 0);
    (colon && written && !label && name.chars().any(char::is_alphabetic) && is_value(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::fold::{fold, gather};
    use super::super::rows::rows;
    use super::*;

    fn lettered(text: &str) -> Vec<String> {
        heads(&rows(&gather(&fold(text))))
    }

    #[test]
    fn a_letterhead_stands_before_the_body() {
        let ours = "晨星电器有限公司";
        for (text, expected) in [
            ("晨星电器有限公司\n维修记录单\n客户名称：蓝湾酒店管理有限公司", &[ours][..]),
            ("编号：QR-01\n晨星电器有限公司\n维修记录单", &[ours]),
            ("晨星电器有限公司维修记录单\n客户：蓝湾酒店管理有限公司", &[ours]),
            ("售后服务手册\n晨 星 电 器 有 限 公 司", &[ours]),
            ("维修记录单\n客户名称：蓝湾酒店管理有限公司\n晨星电器有限公司", &[]),
            ("维修记录单\n客户名称 蓝湾酒店管理有限公司", &[]),
            ("质量管理体系认证证书\n兹证明\n晨星电器有限公司", &[]),
            ("蓝湾酒店管理有限公司：\n我方承诺", &[]),
            ("致蓝湾酒店管理有限公司\n晨星电器有限公司", &[]),
            ("云杉物业服务有限公司商用制冷设备采购项目\n投标文件", &[]),
            ("晨星电器有限公司成立于2016年5月，位于云州市。", &[]),
            ("", &[]),
        ] {
            assert_eq!(lettered(text), expected, "{text}");
        }
    }

    fn read(text: &str) -> String {
        let show = |party: &Party| format!("{:?} {}", party.role, party.name);
        parties(&gather(&fold(text))).iter().map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn parties_by_their_label() {
        for (text, expected) in [
            ("营业执照\n名    称：晨星电器有限公司\n类 型：有限责任公司", "Holder 晨星电器有限公司"),
            ("营业执照\n名 称 晨星电器有限公司", "Holder 晨星电器有限公司"),
            ("营业执照\n名称\n晨星电器有限公司", "Holder 晨星电器有限公司"),
            ("营业执照\n名\n称\n晨星电器有限公司", "Holder 晨星电器有限公司"),
            ("营业执照\n名称：云州望湖小沈电器商店", "Holder 云州望湖小沈电器商店"),
            ("电子发票\n名称：晨星电器有限公司", ""),
            ("产品名称：商用冷柜展示柜", ""),
            ("申请单位（盖章）：晨星电器有限公司", "Holder 晨星电器有限公司"),
            ("获证组织：晨星电器有限公司 地址：云州市", "Holder 晨星电器有限公司"),
            ("认证单位：晨星电器有限公司", "Holder 晨星电器有限公司"),
            ("商标注册证\n持有人：晨星电器有限公司", "Holder 晨星电器有限公司"),
            ("电工证\n持有人：张三", ""),
            ("认证机构：云州认证有限公司", ""),
            (
                "出卖人（甲方）：晨星电器有限公司\n买受人（乙方）：蓝湾酒店管理有限公司 签订地点：云州市",
                "Seller 晨星电器有限公司, Buyer 蓝湾酒店管理有限公司",
            ),
            (
                "甲方（需方）：蓝湾酒店管理有限公司\n乙方（供方）：晨星电器有限公司",
                "Buyer 蓝湾酒店管理有限公司, Seller 晨星电器有限公司",
            ),
            ("甲方：蓝湾酒店管理有限公司\n乙方：晨星电器有限公司", ""),
            ("客户名称 蓝湾酒店管理有限公司 电话 138", "Buyer 蓝湾酒店管理有限公司"),
            ("单位名称：______", ""),
            ("单位名称：法定代表人：", ""),
            ("单位名称 法定代表人 电话", ""),
            ("合格供应商名录", ""),
            ("服务单位：晨星电器有限公司 电话：138", "Server 晨星电器有限公司"),
            ("维修单位（盖章）：晨星电器有限公司", "Server 晨星电器有限公司"),
            ("维修单位负责人：张三", ""),
            ("服务方式：上门维修 服务", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let many: String = ('一'..'龥').take(100).map(|c| format!("客户名称：{c}{c}明远有限公司\n")).collect();
        assert_eq!(parties(&many).len(), PARTIES);
    }
}
