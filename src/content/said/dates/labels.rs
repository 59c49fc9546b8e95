//! Words beside a date that say what it is.

use std::sync::LazyLock;

use regex::Regex;

use super::super::pattern;

/// What a label says of the date behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The end of a former cycle.
    Former,
    /// Something no rule asks for: the day of birth, of making, of first issue.
    Other,
    /// The first day of validity.
    From,
    /// The last day of validity.
    Until,
    /// Validity: both days, or the last.
    Valid,
    /// The day of issue.
    Issued,
    /// The period it is about.
    Period,
    /// The day of signing or filling in.
    Signed,
}

/// The roles in the order of the pattern's groups.
const ROLES: [Role; 8] =
    [Role::Former, Role::Other, Role::From, Role::Until, Role::Valid, Role::Issued, Role::Period, Role::Signed];

/// One group for each role. Where several match at one place the first wins, so that longer words stand
/// before the words they begin with.
static LABELS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)(",
        r"(?:上(?:一|个|1)?个?(?:认证|注册)?周期|上次(?:认证)?证书|原(?:认证|注册)?证书?|前一?(?:认证)?周期|旧证书?)(?:认证)?(?:证书)?的?",
        r"(?:有效期限?|有效日期|到期|截止|终止|届满|失效)(?:截止|终止|届满)?(?:日期|日|时间)?[至到]?",
        r"|上一?个?(?:认证|注册)?周期|(?-u:\b)(?:previous|former|last)\s(?:cycle\s)?(?:certificate\s)?expir[a-z]+(?:\sdate)?",
        r")|(",
        r"首次\p{Han}{0,4}?(?:日期|时间|日)|首次发证|首次注册|初[次始]\p{Han}{0,4}?(?:日期|时间)|初次(?:发证|领证|获证|注册)",
        r"|(?:出生|生产|出厂|购买|购机|采购|开票|到货|入职|出险|制造|投产|打印|查询|实施|发布|施行|应检|复检|复评|应?复审|年审|开标|交货|计划\p{Han}{0,4}?|预计\p{Han}{0,4}?|预约\p{Han}{0,4}?|约定\p{Han}{0,4}?|要求\p{Han}{0,4}?|开始|结束|开工|竣工|投标截止|报名截止|报价截止)(?:日期|时间|年月)",
        r"|出生年月|下次\p{Han}{0,6}?(?:日期|时间)|(?:保修|质保|投标|报价|保质)有效期|保修期限?|质保期限?|保质期限?|使用期限|付款期限|交货期限?",
        r"|(?-u:\b)(?:initial|original|first)[a-z]*\s(?:[a-z]+\s){0,2}(?:date|on|issued?|registered)(?-u:\b)|(?-u:\b)date\sof\s(?:initial|original|first|birth)(?:\s[a-z]+)?(?-u:\b)|(?-u:\b)birth\s?date(?-u:\b)",
        r")|(",
        r"有效期限?(?:自|从|起始日期|起始日|起始|起)|有效起始日期|生效日期|生效时间|(?-u:\b)(?:valid|effective)\s(?:from|date)(?-u:\b)",
        r")|(",
        r"有效期限?(?:截止日期|截止日|截止时间|截止至|截止|终止日期|终止|届满日期|届满日|届满|至|到|止)|有效(?:截止|终止)(?:日期|时间)|(?:有效日期|有效)[至到]",
        r"|(?:证书)?到期(?:日期|时间|日)|截[止至](?:日期|时间)|失效日期|终止日期|届满日期?",
        r"|(?-u:\b)(?:valid|validity)\s(?:until|till|thru|through|to)(?-u:\b)|(?-u:\b)expir(?:y|ation|es)(?:\s?date)?(?:\son)?(?-u:\b)|(?-u:\b)date\sof\sexpir[a-z]+",
        r")|(",
        r"有效期起止(?:日期|时间)?|有效起止日期|起止日期|有效期限|有效期间?|有效日期|有效时间|有效年限|[营经]营期限|营业期限|证书期限|(?:合同|协议|租赁|授权|委托|代理)期限?|租期|(?-u:\b)validity(?:\speriod)?(?-u:\b)|(?-u:\b)period\sof\svalidity(?-u:\b)",
        r")|(",
        r"(?:本次)?(?:发证|颁发|颁证|签发|发照|核准|核发|注册|成立|换证|换发|变更|登记|出具|报告|认证)(?:日期|时间)|换证|签发",
        r"|(?-u:\b)(?:date\sof\sissue|issu(?:e|ed|ing)(?:\sdate|\son)?|registration\sdate|certification\sdate)(?-u:\b)",
        r")|(",
        r"(?:税款|税费|费款)?所属(?:期起止|时期|时间|期间|期|月份)|统计(?:期间|时间段|时间|周期|月份)|报告期间?|会计期间|缴费(?:期间|月份)|参保月份|考核(?:期间|周期|月份|期)|预算期间|期间|(?-u:\b)period(?-u:\b)",
        r")|(",
        r"日期|时间|签字|签名|签章|盖章|公章|签收|签署|签订|(?-u:\b)(?:date|dated|signed|signature)(?-u:\b)",
        r")",
    ))
});

/// Other words of a table's header, and marks between them: they may stand behind a label whose dates
/// follow on the next lines.
static COLUMNS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[\s：:/|（）()、*＊]|编号|证书|证件|名称|姓名|序号|备注|签字|状态|发证|颁发|机关|机构|单位|级别|等级|部门|职务|工种|岗位|类别|号码|项目|范围|标准|税种|税目|品目|税率|税额|入库|退库|实缴|金额|凭证|年|月|日)*$",
    )
});
/// A remark in brackets, as in 有效期至（年/月/日）.
static REMARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"[（(][^（()）\n]{0,24}[)）]"));
/// What may stand between a label and its date without meaning anything.
static FILLER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[\s：:/|（）()\[\]【】*_—\-]|自|从|为|是|于|至|到|即|起|本证书|暂定|Date|date)*$"));

/// A label as it stands in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label {
    pub role: Role,
    pub start: usize,
    pub end: usize,
    /// A colon follows.
    pub colon: bool,
}

/// The labels of a line, in order.
pub(super) fn labels(line: &str) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    for groups in LABELS.captures_iter(line) {
        let Some((role, place)) = ROLES.iter().zip(1..).find_map(|(role, at)| Some((*role, groups.get(at)?))) else {
            continue;
        };
        let colon = past_remark(line.get(place.end()..).unwrap_or_default()).starts_with(['：', ':']);
        found.push(Label { role, start: place.start(), end: place.end(), colon });
    }
    found
}

/// What stands behind a label and the remark in brackets behind it.
fn past_remark(rest: &str) -> &str {
    let rest = rest.trim_start_matches([' ', '）', ')']);
    let close = rest.char_indices().take(24).find(|(_, c)| matches!(c, '）' | ')'));
    match close {
        Some((at, c)) if rest.starts_with(['（', '(']) => {
            rest.get(at + c.len_utf8()..).unwrap_or_default().trim_start()
        }
        _ => rest,
    }
}

/// Whether nothing but filler stands between a label and what follows.
pub(super) fn nothing_between(gap: &str) -> bool {
    FILLER.is_match(gap) || FILLER.is_match(&REMARK.replace_all(gap, ""))
}

/// Whether the rest of a line leaves a label open for a date on the next line.
pub(super) fn left_open(rest: &str) -> bool {
    COLUMNS.is_match(rest) || COLUMNS.is_match(&REMARK.replace_all(rest, ""))
}

/// Whether a date may belong to the label before it, given the text between.
pub(super) fn reaches(role: Role, gap: &str, range: bool) -> bool {
    if nothing_between(gap) {
        return true;
    }
    let length = gap.chars().count();
    let sentence = gap.contains(['。', '；', ';', '！', '？']);
    let english = gap.chars().all(|c| c.is_ascii_alphabetic() || " ./:：()（）".contains(c)) && length <= 40;
    match role {
        Role::Signed => !sentence && length <= 20,
        Role::From | Role::Until | Role::Valid | Role::Period => english || (range && !sentence && length <= 12),
        _ => english,
    }
}
