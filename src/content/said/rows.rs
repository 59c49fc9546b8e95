//! Lines of a page → labels and what stands between them.

use super::fold::han;
use super::words::{LABEL, TITLE};

/// A label of a form.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// The word itself.
    pub text: String,
    /// A colon follows.
    pub colon: bool,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part<'t> {
    /// A label.
    Label(Label),
    /// Whatever stands between labels.
    Text(&'t str),
}

/// A line in parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row<'t> {
    pub line: &'t str,
    pub parts: Vec<Part<'t>>,
}

impl Row<'_> {
    pub(super) fn labels(&self) -> impl Iterator<Item = &Label> {
        self.parts.iter().filter_map(|part| match part {
            Part::Label(label) => Some(label),
            Part::Text(_) => None,
        })
    }
}

/// The lines of a folded text, in parts.
pub(super) fn rows(text: &str) -> Vec<Row<'_>> {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(row).collect()
}

fn row(line: &str) -> Row<'_> {
    let mut parts = Vec::new();
    let mut done = 0;
    let prose = line.contains(['，', '。', '；', '？', '！', '、']);
    let table = is_all_labels(line);
    if !table && TITLE.is_match(line) {
        return Row { line, parts: vec![Part::Text(line)] };
    }
    for place in LABEL.find_iter(line) {
        if place.start() < done {
            continue;
        }
        let (before, rest) =
            (line.get(..place.start()).unwrap_or_default(), line.get(place.end()..).unwrap_or_default());
        let behind = past_remark(rest);
        let colon = behind.starts_with(['：', ':']) && !behind.starts_with("://");
        let site = Site { first: parts.is_empty(), touches: done > 0 && done == place.start(), prose };
        let start = if colon { named_from(before, done) } else { place.start() };
        if !(colon || table || site.stands(place.as_str(), before, rest)) {
            continue;
        }
        push_text(&mut parts, line.get(done..start));
        let text = line.get(start..place.end()).unwrap_or_default().to_owned();
        parts.push(Part::Label(Label { text, colon }));
        let skipped =
            if colon { rest.len() - behind.len() + behind.chars().next().map_or(0, char::len_utf8) } else { 0 };
        done = place.end() + skipped;
    }
    push_text(&mut parts, line.get(done..));
    Row { line, parts }
}

/// The header of a table whose gaps were dropped: nearly all of it is labels.
fn is_all_labels(line: &str) -> bool {
    let chars = |text: &str| text.chars().filter(|c| *c != ' ').count();
    let all = chars(line);
    let (count, covered) =
        LABEL.find_iter(line).fold((0, 0), |(count, covered), place| (count + 1, covered + chars(place.as_str())));
    count >= 3 && covered * 10 >= all * 6 && line.chars().all(|c| han(c) || " （）()/".contains(c))
}

fn push_text<'t>(parts: &mut Vec<Part<'t>>, text: Option<&'t str>) {
    let text = text.unwrap_or_default().trim();
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
}

/// Behind a label and the remark in brackets behind it.
fn past_remark(rest: &str) -> &str {
    let rest = rest.trim_start();
    let close = rest.char_indices().take(16).find(|(_, c)| matches!(c, '）' | ')'));
    match close {
        Some((at, c)) if rest.starts_with(['（', '(']) => {
            rest.get(at + c.len_utf8()..).unwrap_or_default().trim_start()
        }
        _ => rest,
    }
}

/// Where the name of a label with a colon begins: up to four unknown characters may stand before the
/// word that is known, if they begin the line or stand behind a space.
fn named_from(before: &str, done: usize) -> usize {
    let unknown = before.chars().rev().take_while(|c| han(*c)).take(5).collect::<Vec<_>>();
    let bytes: usize = unknown.iter().map(|c| c.len_utf8()).sum();
    let start = before.len() - bytes;
    let free = start == 0 || before.get(..start).is_some_and(|head| head.ends_with([' ', '（', '(', '/', '、', '.']));
    if unknown.len() <= 4 && free && start >= done { start } else { before.len() }
}

/// Where in its line a word stands that no colon follows.
struct Site {
    /// No label before it.
    first: bool,
    /// Right behind another label.
    touches: bool,
    /// The line is a sentence.
    prose: bool,
}

impl Site {
    /// Whether it is a label there rather than a word of a sentence or title. Readers drop the gaps
    /// between Chinese cells, so that a label may touch its value: only a long one is told from it then.
    fn stands(&self, text: &str, before: &str, rest: &str) -> bool {
        let long = text.chars().count() >= 3;
        let begins = self.touches || !before.chars().next_back().is_some_and(|c| han(c) || c.is_ascii_alphanumeric());
        let next = rest.chars().next();
        let ends = !next.is_some_and(|c| han(c) || c.is_ascii_alphanumeric());
        if self.prose {
            return before.is_empty() && ends && !rest.contains(['，', '。', '；', '？', '！']);
        }
        if begins && (ends || label_follows(rest)) {
            return true;
        }
        let part_of_word = rest.starts_with([
            '及', '和', '与', '或', '等', '的', '是', '为', '可', '由', '应', '需', '须', '在', '将', '已', '未', '表',
            '单', '书', '卡', '册', '簿', '报', '证', '栏', '处', '管', '制',
        ]);
        if begins { long && !part_of_word } else { !self.first && (long || ends) && !part_of_word }
    }
}

fn label_follows(rest: &str) -> bool {
    let near = rest.char_indices().nth(16).map_or(rest, |(end, _)| &rest[..end]);
    LABEL.find(near).is_some_and(|place| place.start() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels in brackets, those with a colon with it.
    fn parts(line: &str) -> String {
        let show = |part: &Part<'_>| match part {
            Part::Label(label) => format!("[{}{}]", label.text, if label.colon { "：" } else { "" }),
            Part::Text(text) => (*text).to_owned(),
        };
        row(line).parts.iter().map(show).collect()
    }

    #[test]
    fn labels_are_told_from_values() {
        for (line, expected) in [
            ("客户名称：甲公司 联系人：张三", "[客户名称：]甲公司[联系人：]张三"),
            ("客户名称 甲公司 联系人 张三", "[客户名称]甲公司[联系人]张三"),
            ("客户名称甲公司联系人张三电话 138", "[客户名称]甲公司[联系人]张三[电话]138"),
            ("序号姓名部门签字", "[序号][姓名][部门][签字]"),
            ("序号 姓名 部门 签字 备注", "[序号][姓名][部门][签字][备注]"),
            ("现场维修人员（签字）：张三", "[现场维修人员：]张三"),
            ("甲方（盖章）：", "[甲方：]"),
            ("客户满意度调查表", "客户满意度调查表"),
            ("客户投诉处理记录表", "客户投诉处理记录表"),
            ("维修完成后，请客户签字确认。", "维修完成后，请客户签字确认。"),
            ("张三", "张三"),
        ] {
            assert_eq!(parts(line), expected, "{line}");
        }
    }
}
