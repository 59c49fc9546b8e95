//! Companies, and whom a record is for.

use std::sync::LazyLock;

use regex::Regex;

use super::fold::han;
use super::form::is_value;
use super::rows::{Part, Row};
use super::words::{customer, product};
use super::{keep, pattern};

/// How many companies a page keeps.
const COMPANIES: usize = 16;
/// How many customers or products a page keeps.
const VALUES: usize = 8;
/// How many columns of a table are looked at.
const COLUMNS: usize = 32;
/// How many characters a name has at most.
const LONGEST: usize = 40;

/// What a Chinese company's name ends in. The second group ends other names and common nouns as well.
static ENDING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"((?:集团)?(?:股份)?有限(?:责任)?公司|(?:会计师|律师|税务师|专利代理)事务所(?:[（(](?:特殊普通合伙|普通合伙|有限合伙)[)）])?)",
        r"|(集团公司|集团|总厂|厂|中心|研究院|研究所|事务所|合作社|商行|经营部)",
    ))
});
/// A company's name in English.
static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[A-Z0-9][A-Za-z0-9&.'()-]*,? (?:(?:&|of|and) )?){1,9}(?:(?:Co|CO)\.? ?,? ?(?:Ltd|LTD|Limited|LIMITED)(?-u:\b)\.?|Inc(?-u:\b)\.?|GmbH|LLC|Corporation)",
    )
});
/// Words before a name that are not part of it.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"名称|姓名|单位|甲方|乙方|丙方|供方|需方|供应商|委托方|受托方|客户|用户|顾客|制造商|生产商|经销商|代理商|厂家|发货方|收货方|购货方|销货方",
        r"|证明|授权|委托|关于|感谢|购买|签订|提供|依据|根据|审核|认证|祝贺|任命|聘请|我们|我|的|与|及|是|了|请|让|该|贵|以及|或|等|并|任职于|就职于|位于",
    ))
});
/// Words that are not part of a name if a place follows.
const LINKS: [char; 16] =
    ['和', '为', '由', '向', '在', '对', '给', '经', '将', '致', '于', '同', '至', '从', '到', '兹'];
/// Places names begin with.
const PLACES: &str = "中国 北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 \
    青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 深圳 广州 杭州 南京 苏州 无锡 常州 宁波 温州 合肥 福州 厦门 南昌 济南 青岛 烟台 郑州 武汉 长沙 佛山 \
    东莞 珠海 成都 西安 昆明 贵阳 沈阳 大连 长春 哈尔滨 石家庄 太原 兰州 南宁 海口 乌鲁木齐 徐州 南通 嘉兴 绍兴 金华 台州 泉州 中山 惠州 唐山 保定 洛阳";
/// Names of departments, not of companies.
const DEPARTMENTS: [&str; 24] = [
    "售后", "客户", "客服", "服务", "技术", "研发", "检测", "培训", "营销", "销售", "维修", "数据", "采购", "生产",
    "制造", "物流", "呼叫", "行政", "财务", "仓储", "质量", "加工", "工程", "本",
];

/// The companies folded text names, each once.
pub(super) fn companies(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.split('\n') {
        let mut done = 0;
        for groups in ENDING.captures_iter(line) {
            let Some(ending) = groups.get(0) else { continue };
            let firm = groups.get(1).is_some();
            let rest = line.get(ending.end()..).unwrap_or_default();
            if !firm && rest.starts_with(han) {
                continue;
            }
            let branch = if firm { branch(rest) } else { 0 };
            let end = ending.end() + branch;
            if let Some(name) = name(line.get(done..end).unwrap_or_default(), ending.len() + branch, firm) {
                keep(&mut found, name);
            }
            done = end;
        }
        for english in ENGLISH.find_iter(line).map(|place| place.as_str()).filter(|name| name.len() <= 2 * LONGEST) {
            keep(&mut found, english.to_owned());
        }
        if found.len() >= COMPANIES {
            break;
        }
    }
    found.truncate(COMPANIES);
    found
}

/// How long a branch's name is behind its company's: 北京分公司.
fn branch(rest: &str) -> usize {
    let near = rest.char_indices().take_while(|(_, c)| han(*c)).take(11).last().map_or(0, |(at, c)| at + c.len_utf8());
    rest.get(..near).and_then(|near| near.find("分公司")).map_or(0, |at| at + "分公司".len())
}

/// Whether a line is the name of a company, perhaps with a word such as 监制 behind it.
pub(super) fn is_company(line: &str) -> bool {
    let line = line.trim();
    let short = line.chars().count() <= LONGEST;
    short
        && (ENDING.is_match(line) || line.is_ascii())
        && companies(line)
            .first()
            .and_then(|name| line.strip_prefix(name.as_str()))
            .is_some_and(|rest| rest.chars().count() <= 3)
}

/// The name that ends where a text ends.
fn name(text: &str, ending: usize, firm: bool) -> Option<String> {
    let part = |c: char| han(c) || c.is_ascii_alphanumeric() || "（）()·&-".contains(c);
    let begin = text.char_indices().rev().take(LONGEST + 1).take_while(|(_, c)| part(*c)).last()?.0;
    let mut name = text.get(begin..)?;
    if name.chars().count() > LONGEST {
        name = text.char_indices().rev().nth(LONGEST - 1).and_then(|(at, _)| text.get(at..))?;
    }
    let stem = |name: &str| name.len().saturating_sub(ending);
    if let Some(lead) = LEAD.find_iter(name.get(..stem(name))?).last() {
        name = name.get(lead.end()..)?;
    }
    if let Some((at, link)) =
        name.char_indices().rfind(|(at, c)| LINKS.contains(c) && begins_with_place(&name[at + c.len_utf8()..]))
    {
        name = name.get(at + link.len_utf8()..)?;
    }
    let name = unbalanced(name);
    let stem: Vec<char> = name.get(..stem(name))?.chars().collect();
    let named = stem.len() >= 2
        && !stem.iter().all(|c| matches!(c, 'X' | 'x' | '×' | '某' | '*' | '(' | ')' | '（' | '）' | '-' | '_'));
    let sure =
        firm || (begins_with_place(name) && stem.len() >= 3 && !DEPARTMENTS.iter().any(|word| name.starts_with(word)));
    (named && sure).then(|| name.to_owned())
}

fn begins_with_place(name: &str) -> bool {
    PLACES.split_whitespace().any(|place| name.starts_with(place))
}

/// A name without the bracket that only its beginning left behind, and without marks before it.
fn unbalanced(name: &str) -> &str {
    let open = name.find(['（', '(']);
    match name.find(['）', ')']) {
        Some(close) if open.is_none_or(|open| close < open) => {
            name.get(close..).map_or(name, |rest| rest.trim_start_matches(['）', ')']))
        }
        _ => name,
    }
    .trim_start_matches(['（', '(', '-', '·', '&'])
}

/// Whom a record is for.
pub(super) fn customers(rows: &[Row<'_>]) -> Vec<String> {
    values(rows, customer)
}

/// What a record says it is about: the value behind 产品名称 and the like.
pub(super) fn products(rows: &[Row<'_>]) -> Vec<String> {
    values(rows, product)
}

/// The names behind or below labels.
fn values(rows: &[Row<'_>], asks: fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let labels = row.labels().count();
        for (place, part) in row.parts.iter().enumerate() {
            let Part::Label(label) = part else { continue };
            if !asks(&label.text) {
                continue;
            }
            let value = match row.parts.get(place + 1) {
                Some(Part::Text(text)) => Some(*text),
                Some(Part::Label(_)) => None,
                None if labels == 1 => below(rows.get(at + 1)),
                None => None,
            };
            let value = value.or_else(|| (labels > 1).then(|| cell(row, place, rows.get(at + 1))).flatten());
            if let Some(value) = value.and_then(named).filter(|_| found.len() < VALUES) {
                keep(&mut found, value);
            }
        }
    }
    found
}

/// The line below, if it is a value and nothing else.
fn below<'t>(row: Option<&Row<'t>>) -> Option<&'t str> {
    match row?.parts.as_slice() {
        [Part::Text(text)] => Some(text),
        _ => None,
    }
}

/// The cell below a header: its row must have as many cells.
fn cell<'t>(header: &Row<'_>, place: usize, row: Option<&Row<'t>>) -> Option<&'t str> {
    let plain = header.parts.len() <= COLUMNS
        && header.parts.iter().all(|part| matches!(part, Part::Label(label) if !label.colon));
    let cells: Vec<&str> = below(row)?.split(' ').collect();
    if plain && cells.len() == header.parts.len() { cells.get(place).copied() } else { None }
}

fn named(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', ':', '：', '_']).trim();
    let name = if text.starts_with(han) { text.split([' ', '，', '；', '。']).next()? } else { text };
    let name = name.trim_end_matches(['_', ' ', '，', '。', '；', ',']);
    let written = name.chars().any(char::is_alphabetic) && (2..=LONGEST).contains(&name.chars().count());
    (written && is_value(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::fold::{fold, gather};
    use super::super::rows::rows;
    use super::*;

    #[test]
    fn companies_without_what_stands_before_them() {
        for (text, expected) in [
            ("甲方：上海明远电器有限公司", &["上海明远电器有限公司"][..]),
            ("客户名称上海明远电器有限公司联系人张三", &["上海明远电器有限公司"]),
            ("华为技术有限公司与北京和平里科技股份有限公司签订", &["华为技术有限公司", "北京和平里科技股份有限公司"]),
            ("兹证明 明远（上海）电器有限责任公司 已通过", &["明远（上海）电器有限责任公司"]),
            ("甲有限公司上海明远集团有限公司", &["上海明远集团有限公司"]),
            ("由上海明远电机厂有限公司生产", &["上海明远电机厂有限公司"]),
            ("上海明远电机厂", &["上海明远电机厂"]),
            ("上海明远质量检测中心", &["上海明远质量检测中心"]),
            ("上海明远会计师事务所（普通合伙）", &["上海明远会计师事务所（普通合伙）"]),
            ("上海明远电器有限公司北京分公司", &["上海明远电器有限公司北京分公司"]),
            ("Shanghai Mingyuan Electric Co., Ltd.", &["Shanghai Mingyuan Electric Co., Ltd."]),
            ("本公司售后服务中心负责维修，厂家直销", &[]),
            ("________有限公司", &[]),
            ("XX有限公司 ×××有限公司 本有限公司", &[]),
            ("售后服务中心\n生产厂", &[]),
            ("上海明远电器有限公司\n上海明远电器有限公司", &["上海明远电器有限公司"]),
        ] {
            assert_eq!(companies(text), expected, "{text}");
        }
        let many: String = ('一'..'龥').take(100).map(|c| format!("{c}{c}明远有限公司\n")).collect();
        assert_eq!(companies(&many).len(), COMPANIES);
    }

    #[test]
    fn customers_behind_or_below_their_label() {
        for (text, expected) in [
            ("客户名称：甲公司 联系人：张三", &["甲公司"][..]),
            ("客户名称 甲电子公司 联系人 张三", &["甲电子公司"]),
            ("客户名称甲电子公司联系人张三电话 138", &["甲电子公司"]),
            ("客户名称\n甲公司\n电话\n138", &["甲公司"]),
            ("客 户 名 称 ： 甲公司", &["甲公司"]),
            ("使用单位：Mingyuan Electric Co., Ltd.", &["Mingyuan Electric Co., Ltd."]),
            ("客户名称 联系人 电话\n甲公司 张三 138", &["甲公司"]),
            ("客户名称：\n联系人：\n电话：", &[]),
            ("客户名称：______ 联系人：", &[]),
            ("客户满意度调查表", &[]),
            ("姓名：张三", &["张三"]),
        ] {
            assert_eq!(customers(&rows(&gather(&fold(text)))), expected, "{text}");
        }
    }

    #[test]
    fn products_behind_or_below_their_label() {
        for (text, expected) in [
            ("产品名称：电风扇 型号：FS-40", &["电风扇"][..]),
            ("设备名称 电风扇 数量 2", &["电风扇"]),
            ("品名 数量 单价\n电风扇 2 100", &["电风扇"]),
            ("产品名称：\n型号：", &[]),
            ("产品质量好，服务好", &[]),
            ("单位名称：甲公司", &[]),
        ] {
            assert_eq!(products(&rows(&gather(&fold(text)))), expected, "{text}");
        }
    }
}
