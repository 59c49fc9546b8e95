//! Short labels.

use super::pick;
use crate::model::assessment::{ItemResult, State, Unseen, Verdict};
use crate::model::checklist::{Checklist, Form, Unit, Window, WindowUnit};
use crate::model::content::When;
use crate::model::finding::{Aspect, Severity, Since};
use crate::model::kind::Kind;
use crate::model::text::Lang;

/// A state in a word.
pub fn state(state: State, lang: Lang) -> &'static str {
    match state {
        State::Satisfied => pick(lang, "满足", "satisfied"),
        State::Short => pick(lang, "不足", "short"),
        State::Missing => pick(lang, "缺少", "missing"),
        State::Unclear => pick(lang, "待确认", "unclear"),
        State::NotApplicable => pick(lang, "不适用", "not applicable"),
        State::NotEvaluated => pick(lang, "未判断", "not evaluated"),
        State::Waived => pick(lang, "已豁免", "waived"),
    }
}

/// The answer for the dossier in a phrase.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Complete => pick(lang, "材料齐全", "complete"),
        Verdict::Undecided => pick(lang, "尚不能断定", "undecided"),
        Verdict::Incomplete => pick(lang, "材料不齐", "incomplete"),
    }
}

/// A severity in a word.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => pick(lang, "错误", "error"),
        Severity::Warning => pick(lang, "警告", "warning"),
        Severity::Note => pick(lang, "提示", "note"),
    }
}

/// What a baseline says of a finding, in a phrase.
pub fn since(since: Since, lang: Lang) -> String {
    match since {
        Since::New => pick(lang, "新", "new").to_owned(),
        Since::Worse(Some(was)) => {
            pick(lang, format!("比基线时多，原来是 {was}"), format!("more than the baseline's {was}"))
        }
        Since::Worse(None) => pick(lang, "比基线时差", "worse than in the baseline").to_owned(),
        Since::Known => pick(lang, "基线已知", "known").to_owned(),
    }
}

/// `1 file`, `2 files`: so many of what an English word names whose plural takes an s.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A remark in brackets, to follow a sentence.
pub fn bracketed(remark: &str, lang: Lang) -> String {
    pick(lang, format!("（{remark}）"), format!(" ({remark})"))
}

/// The measure word of a unit.
pub fn unit(unit: Unit, count: u32, lang: Lang) -> &'static str {
    match (unit, lang, count) {
        (Unit::Page, Lang::Zh, _) => "页",
        (_, Lang::Zh, _) => "份",
        (Unit::File, Lang::En, 1) => "file",
        (Unit::File, Lang::En, _) => "files",
        (Unit::Page, Lang::En, 1) => "page",
        (Unit::Page, Lang::En, _) => "pages",
        (Unit::Record, Lang::En, 1) => "record",
        (Unit::Record, Lang::En, _) => "records",
    }
}

/// What nobody could judge, in a phrase.
pub fn aspect(aspect: Aspect, lang: Lang) -> &'static str {
    match aspect {
        Aspect::Covers => pick(lang, "是否覆盖全部产品", "whether every product is covered"),
        Aspect::Sealed => pick(lang, "是否盖章签字", "whether it is stamped and signed"),
        Aspect::Window => pick(lang, "日期是否在期限内", "whether it is recent enough"),
        Aspect::Ratio => pick(lang, "人数比例是否达到", "whether the share of staff is reached"),
        Aspect::Valid => pick(lang, "是否在有效期内", "whether it is in force"),
        Aspect::Party => pick(lang, "是否为本企业的", "whether it is the applicant's"),
    }
}

/// What nobody looked at, in a phrase.
pub fn unseen(unseen: Unseen, lang: Lang) -> &'static str {
    match unseen {
        Unseen::Contents => pick(lang, "文件内容", "contents"),
        Unseen::Duplicates => pick(lang, "重复文件", "duplicates"),
        Unseen::Sizes => pick(lang, "空文件", "empty files"),
    }
}

/// Where an item stands in a word; what is absent and nobody asks for is optional, and may apply all the same.
pub fn standing(result: &ItemResult, list: &Checklist, lang: Lang) -> &'static str {
    let item = &list.items[result.item];
    match result.state {
        State::NotApplicable if !item.required && item.when.is_none() => pick(lang, "可不交", "optional"),
        state => self::state(state, lang),
    }
}

/// The parts an item still lacks, where several parts of different sorts make it up.
pub fn parts_lacking(result: &ItemResult, list: &Checklist, lang: Lang) -> Option<String> {
    let parts = &result.alternatives[result.nearest];
    let lacking = parts.iter().filter(|part| part.have < part.need).map(|part| {
        let title = list.demands[part.demand].title.get(lang);
        if part.need > 1 { format!("{title} {}/{}", part.have, part.need) } else { title.to_owned() }
    });
    (parts.len() > 1).then(|| lacking.collect::<Vec<_>>().join(pick(lang, "、", ", ")))
}

/// A date, as exact as it was written.
pub fn date(when: When, lang: Lang) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::Month(year, month) => pick(lang, format!("{year} 年 {month} 月"), format!("{year}-{month:02}")),
        When::Year(year) => pick(lang, format!("{year} 年"), year.to_string()),
        When::Forever => pick(lang, "长期", "without end").to_owned(),
    }
}

/// How a material is handed over.
pub fn forms(forms: &[Form], sealed: bool, lang: Lang) -> String {
    let name = |form: &Form| match form {
        Form::Printed => pick(lang, "纸质", "on paper"),
        Form::Copy => pick(lang, "复印件", "as a copy"),
        Form::Electronic => pick(lang, "电子版", "as a file"),
    };
    let ways = forms.iter().map(name).collect::<Vec<_>>().join(pick(lang, "或", " or "));
    let seal = pick(lang, "盖章签字", "stamped and signed");
    match (ways.is_empty(), sealed) {
        (true, _) => seal.to_owned(),
        (false, true) => pick(lang, format!("{ways}，{seal}"), format!("{ways}, {seal}")),
        (false, false) => ways,
    }
}

/// A length of time back from today.
pub fn window(window: Window, lang: Lang) -> String {
    let length = length(window, lang);
    pick(lang, format!("近 {length}"), format!("last {length}"))
}

/// A length of time.
pub fn length(window: Window, lang: Lang) -> String {
    let (zh, en) = match window.unit {
        WindowUnit::Days => ("天", "day"),
        WindowUnit::Months => ("个月", "month"),
        WindowUnit::Years => ("年", "year"),
    };
    let count = window.count;
    let s = if count == 1 { "" } else { "s" };
    pick(lang, format!("{count} {zh}"), format!("{count} {en}{s}"))
}

/// Kinds of document as a list.
pub fn kinds(kinds: &[Kind], lang: Lang) -> String {
    let name = |kind: &Kind| match kind {
        Kind::Pdf => "PDF",
        Kind::Image => pick(lang, "图片", "images"),
        Kind::Word => "Word",
        Kind::Excel => "Excel",
        Kind::Slides => "PPT",
        Kind::Ofd => "OFD",
        Kind::Text => pick(lang, "纯文本", "plain text"),
        Kind::Html => pick(lang, "网页", "web pages"),
        Kind::Archive => pick(lang, "压缩包", "archives"),
        Kind::Other => pick(lang, "其他", "others"),
    };
    kinds.iter().map(name).collect::<Vec<_>>().join(pick(lang, "、", ", "))
}
