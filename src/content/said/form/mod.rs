//! Whether a form is filled in: how many labels a page holds, and how many have a value. In doubt a
//! text is no value: a filled form has many that are beyond doubt, an empty one must have none.

pub(super) mod slots;

use super::fold::han;
use super::parties::is_company;
use super::rows::{Label, Part, Row};
use super::words::{
    BOX, FRAME, OPTIONS, PRINTED_LINE, TICK, TITLE, UNKNOWN, bare, party, printed, prompted, sentences,
};
use crate::model::content::Fields;

/// A form has at least so many labels.
const FEWEST: u32 = 3;

/// The fields of the form a page holds, if it holds one.
pub(super) fn fields(rows: &[Row<'_>]) -> Option<Fields> {
    let mut count = Count::default();
    let printed: Vec<bool> = rows.iter().map(|row| PRINTED_LINE.is_match(row.line)).collect();
    let heads: Vec<bool> = rows.iter().zip(&printed).map(|(row, printed)| *printed || is_company(row.line)).collect();
    let mut letterhead = false;
    for (row, (printed, (head, next))) in
        rows.iter().zip(printed.iter().zip(heads.iter().zip(heads.iter().skip(1).chain([&false]))))
    {
        letterhead = !count.awaits_party() && (letterhead || *next);
        let address = letterhead && is_address(row);
        if !(address || *printed || is_heading(row)) {
            count.row(row);
        }
        letterhead = address || *head;
    }
    let fields = Fields { total: count.total, filled: count.filled.min(count.total) };
    (fields.total >= FEWEST && !is_prose(rows, &fields)).then_some(fields)
}

/// Running text that uses some words of forms.
fn is_prose(rows: &[Row<'_>], fields: &Fields) -> bool {
    let length = |row: &Row<'_>| row.line.chars().count();
    let all: usize = rows.iter().map(length).sum();
    let sentences: usize = rows
        .iter()
        .filter(|row| row.line.contains('。') || length(row) > 30)
        .filter(|row| row.labels().next().is_none() && !TICK.is_match(row.line) && !BOX.is_match(row.line))
        .map(length)
        .sum();
    sentences * 2 > all && usize::try_from(fields.total).unwrap_or(usize::MAX).saturating_mul(25) < all
}

/// Whether a line only names the document or a part of it.
fn is_heading(row: &Row<'_>) -> bool {
    let title = TITLE.is_match(row.line) && row.labels().next().is_none();
    title || (is_bullet(row.line) && TICK.find_iter(row.line).count() == 1)
}

/// Where the company that printed the form is to be found.
fn is_address(row: &Row<'_>) -> bool {
    let known = ["地址", "电话", "联系电话", "公司地址", "公司电话", "传真", "回收地址", "寄回地址", "邮寄地址"];
    row.labels().next().is_some() && row.labels().all(|label| known.contains(&label.text.as_str()))
}

/// `■ 维修记录`: the mark sets off a heading.
fn is_bullet(line: &str) -> bool {
    let heading = ["信息", "情况", "内容", "记录", "部分"].iter().any(|word| line.ends_with(word));
    heading && line.starts_with(['■', '●', '◉'])
}

/// The count so far.
#[derive(Default)]
struct Count {
    total: u32,
    filled: u32,
    /// Labels without a value since the last value below them.
    open: u32,
    /// Values came below the open labels.
    answered: bool,
    /// The last label.
    last: Option<Label>,
    /// The open labels are the header of a table whose rows are printed.
    prompted: bool,
    /// Among them are the points to be had.
    points: bool,
}

impl Count {
    fn awaits_party(&self) -> bool {
        self.open == 1 && !self.answered && self.last.as_ref().is_some_and(|label| party(&label.text))
    }

    fn row(&mut self, row: &Row<'_>) {
        let first = row.line.split(' ').next().unwrap_or_default();
        if self.prompted && is_serial(first) && row.labels().all(|label| !label.colon) {
            self.below(row.line);
            return;
        }
        let header = is_header(row);
        let boxes = BOX.is_match(row.line) && !TICK.is_match(row.line);
        let empty = is_empty_line(row);
        let mut before: Option<&Label> = None;
        for part in &row.parts {
            match part {
                Part::Label(label) => self.label(label),
                Part::Text(text) if empty || (is_bare(text) && before.is_none_or(|label| !label.colon)) => {
                    let words = text.split([' ', '_', '：', ':']).filter(|word| !word.is_empty());
                    words.for_each(|word| self.label(&Label { text: word.to_owned(), colon: empty }));
                }
                Part::Text(text) => {
                    let mut values = UNKNOWN.split(text).map(str::trim);
                    let first = values.next().unwrap_or_default();
                    match before {
                        Some(label) if !header || label.colon => self.beside(label, first),
                        Some(_) => {}
                        None if boxes => {}
                        None => self.below(first),
                    }
                    if !boxes && !header {
                        values.for_each(|value| self.below(value));
                    }
                }
            }
            before = if let Part::Label(label) = part { Some(label) } else { None };
        }
    }

    fn label(&mut self, label: &Label) {
        if self.answered {
            (self.open, self.answered, self.prompted, self.points) = (0, false, false, false);
        }
        let points = !label.colon && matches!(label.text.as_str(), "分值" | "权重" | "满分" | "标准分");
        self.points |= points;
        self.prompted |= !label.colon && (points || prompted(&label.text));
        if !printed(&label.text) {
            self.total += 1;
            self.open += 1;
        }
        self.last = Some(label.clone());
    }

    /// A text right behind its label.
    fn beside(&mut self, label: &Label, text: &str) {
        let serial = label.text == "序号" || (self.prompted && !label.colon && is_serial(text));
        if !printed(&label.text) && !serial && is_value(text) {
            self.filled += 1;
            self.open = self.open.saturating_sub(1);
        }
    }

    /// A text on a line below labels: the cells of a row, or one value.
    fn below(&mut self, text: &str) {
        if self.open == 0 || (is_company(text) && !self.last.as_ref().is_some_and(|label| party(&label.text))) {
            return;
        }
        let single = self.open == 1 && !self.answered;
        let sentence = text.contains(['。', '？', '！', '；']) || text.split(' ').any(|cell| cell.chars().count() > 30);
        if sentence
            && !TICK.is_match(text)
            && !(single && self.last.as_ref().is_some_and(|label| sentences(&label.text)))
        {
            return;
        }
        if !is_value(text) {
            return;
        }
        let mut cells = text.split(' ').filter(|cell| !cell.is_empty()).peekable();
        if cells.peek().is_some_and(|cell| is_serial(cell)) {
            cells.next();
        }
        let cells: Vec<&str> = cells.collect();
        let scored = !self.points || cells.iter().filter(|cell| is_score(cell)).count() > 1;
        for cell in cells {
            let counts = if self.prompted {
                is_result(cell) && (scored || !is_score(cell))
            } else {
                !is_small(cell) && is_value(cell)
            };
            if counts && self.open > 0 {
                self.filled += 1;
                self.open -= 1;
                self.answered = true;
            }
        }
    }
}

/// Two fields or more that all have a colon and no value, whether the words are known or not.
fn is_empty_line(row: &Row<'_>) -> bool {
    let colons = row.line.matches(['：', ':']).count();
    colons >= 2
        && row.labels().all(|label| label.colon)
        && row.parts.iter().all(|part| match part {
            Part::Label(_) => true,
            Part::Text(text) => UNKNOWN.replace_all(text, "").chars().all(|c| matches!(c, ' ' | '_')),
        })
}

/// Words that are labels where they fill a cell.
fn is_bare(text: &str) -> bool {
    text.split(' ').all(bare)
}

/// A line of labels, here and there a word among them that is not known.
fn is_header(row: &Row<'_>) -> bool {
    let labels = row.labels().count();
    let texts: Vec<&str> =
        row.parts.iter().filter_map(|part| if let Part::Text(text) = part { Some(*text) } else { None }).collect();
    let plain = |text: &&str| {
        text.chars().count() <= 8 && text.chars().all(|c| han(c) || " （）()/".contains(c)) && !is_company(text)
    };
    labels >= 3 && texts.len() * 3 <= labels + 1 && texts.iter().all(plain)
}

/// A number that only counts the rows.
fn is_serial(cell: &str) -> bool {
    let digits = cell.trim_end_matches(['.', '、', '．', ')', '）']).trim_start_matches(['(', '（']);
    (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Numbers as printed at the edge of tables.
fn is_small(cell: &str) -> bool {
    is_serial(cell) || cell.chars().all(|c| matches!(c, '①'..='⑳'))
}

/// What is written into a table whose rows are printed.
fn is_result(cell: &str) -> bool {
    let known = [
        "合格",
        "不合格",
        "正常",
        "异常",
        "符合",
        "不符合",
        "满意",
        "非常满意",
        "不满意",
        "一般",
        "完好",
        "良好",
        "优秀",
        "通过",
        "是",
        "否",
        "无",
    ];
    TICK.is_match(cell) || known.contains(&cell) || is_score(cell) || matches!(cell, "√" | "✓" | "×" | "V" | "v")
}

/// `95`, `9.5分`: not the first cell of its row, which only counts.
fn is_score(cell: &str) -> bool {
    let digits = cell.trim_end_matches('分');
    digits.parse::<f32>().is_ok_and(|score| (0.0..=100.0).contains(&score))
        && digits.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether something was written where a value belongs.
pub(super) fn is_value(text: &str) -> bool {
    if TICK.is_match(text) {
        return true;
    }
    if BOX.is_match(text) || text.ends_with("填写") {
        return false;
    }
    let mut depth = 0;
    let mut written = String::new();
    let mut gaps = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = (depth - 1).max(0),
            _ if depth > 0 => {}
            _ if c.is_alphanumeric() || c == '×' => {
                written.push(c);
                gaps.push(c);
            }
            _ => gaps.push(' '),
        }
    }
    !(written.is_empty()
        || FRAME.is_match(&written)
        || (OPTIONS.is_match(&written) && !is_finding(&written))
        || is_scale(&gaps))
        && !stands_for_nothing(&written)
}

/// Words that look like two options side by side.
fn is_finding(written: &str) -> bool {
    matches!(written, "良好" | "优良" | "无异常" | "有异常" | "完好")
}

/// `5 4 3 2 1`.
fn is_scale(text: &str) -> bool {
    let numbers: Vec<i32> = text.split_whitespace().map_while(|part| part.parse().ok()).collect();
    let steps = |by: i32| numbers.windows(2).all(|pair| matches!(pair, [a, b] if b - a == by));
    numbers.len() >= 3 && numbers.len() == text.split_whitespace().count() && (steps(1) || steps(-1))
}

/// `XX`, `×××`: a place held for a value.
fn stands_for_nothing(written: &str) -> bool {
    let held = written.chars().count() >= 2 && written.chars().all(|c| matches!(c, 'X' | 'x' | '×' | '某'));
    held || written == "是否"
}

#[cfg(test)]
mod tests;
