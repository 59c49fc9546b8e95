//! Lines of a page → its text, and the lines that may be its title.

use super::Limits;
use crate::model::content::{Page, Source, TITLES};

/// One line as it stands on a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    /// Its text, words in reading order.
    pub text: String,
    /// Height of its letters in any unit that is the same for the whole page; 0 if unknown.
    pub size: f32,
    /// How far down the page it stands, from 0 (top) to 1; 0 if unknown.
    pub top: f32,
    /// A style or weight that sets it off as a heading.
    pub heading: bool,
}

/// Titles stand among the first lines.
const NEAR_TOP: usize = 16;

/// A title is not longer, in characters.
const LONGEST_TITLE: usize = 40;

/// A longer line with a comma or a full stop in it is running text.
const LONGEST_CLAUSE: usize = 24;

/// Puts a page together. Lines are in reading order; what exceeds the limit is left out.
pub(super) fn page(lines: &[Line], source: Source, limits: &Limits) -> Page {
    let mut text = String::new();
    let mut left = limits.page_text;
    for line in lines {
        let line = clean(&line.text);
        if line.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.extend(line.chars().take(left));
        left = left.saturating_sub(line.chars().count() + 1);
        if left == 0 {
            break;
        }
    }
    let source = if text.is_empty() && source == Source::Layer { Source::Blank } else { source };
    Page { titles: titles(lines), text, source, ..Page::default() }
}

/// The lines that may be the title: short ones near the top, larger ones first, then in reading order.
fn titles(lines: &[Line]) -> Vec<String> {
    let mut sizes: Vec<f32> = lines.iter().map(|line| line.size).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let usual = sizes.get(sizes.len().saturating_sub(1) / 2).copied().unwrap_or(0.0);
    let mut found: Vec<(bool, f32, usize, String)> = lines
        .iter()
        .filter(|line| line.top <= 0.5)
        .map(|line| (line, clean(&line.text)))
        .filter(|(_, text)| !text.is_empty())
        .take(NEAR_TOP)
        .enumerate()
        .filter(|(_, (_, text))| may_be_title(text))
        .map(|(at, (line, text))| {
            // Slightly larger letters are the same letters measured twice.
            let size = if line.size > usual * 1.15 { line.size } else { 0.0 };
            (line.heading, size, at, text)
        })
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    found.truncate(TITLES);
    found.into_iter().map(|(.., text)| text).collect()
}

fn may_be_title(text: &str) -> bool {
    let length = text.chars().count();
    let ends_sentence = text.ends_with(['。', '；', ';', '，', ',', '！', '？']);
    let is_sentence = text.contains(['，', '。', '；']) && length > LONGEST_CLAUSE;
    (2..=LONGEST_TITLE).contains(&length) && !ends_sentence && !is_sentence && text.chars().any(char::is_alphabetic)
}

/// A line without control characters and with single spaces; spaces between Chinese characters, which
/// only spread a title over the page, are left out. A tab stands between cells and stays as a space, as
/// does a wide gap behind a colon: the next field begins there.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut gap, mut cell, mut colon) = (0u32, false, false);
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || c == '\u{3000}' || c == '\u{feff}' {
            gap += 1;
            cell |= c == '\t' || (colon && gap > 1);
            continue;
        }
        if gap > 0 && !out.is_empty() && (cell || !(out.chars().next_back().is_some_and(is_wide) && is_wide(c))) {
            out.push(' ');
        }
        (gap, cell) = (0, false);
        colon |= matches!(c, '：' | ':');
        out.push(c);
    }
    out
}

/// A Chinese character or full-width mark.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, size: f32, top: f32) -> Line {
        Line { text: text.to_owned(), size, top, heading: false }
    }

    #[test]
    fn a_title_is_a_large_short_line_near_the_top() {
        let lines = [
            line("某某电器有限公司", 12.0, 0.05),
            line("维 修 记 录 单", 22.0, 0.1),
            line("客户名称：甲公司，报修电话如下，请在两个工作日内联系并上门处理。", 12.0, 0.2),
            line("售后服务承诺", 22.0, 0.9),
        ];
        let page = page(&lines, Source::Layer, &Limits::default());
        assert_eq!(page.titles, ["维修记录单", "某某电器有限公司"]);
        assert!(page.text.starts_with("某某电器有限公司\n维修记录单\n"));
    }

    #[test]
    fn a_spread_title_is_one_word_and_cells_are_not() {
        assert_eq!(clean(" 维 修\u{3000}记  录 单 "), "维修记录单");
        assert_eq!(clean("\t序号\t名称 \t 1\t"), "序号 名称 1");
        assert_eq!(clean("姓    名：张 三    电  话："), "姓名：张三 电 话：");
    }

    #[test]
    fn an_empty_layer_is_a_blank_page_and_long_text_is_cut() {
        assert_eq!(page(&[], Source::Layer, &Limits::default()).source, Source::Blank);
        let limits = Limits { page_text: 5, ..Limits::default() };
        assert_eq!(page(&[line("一二三四五六七", 1.0, 0.0)], Source::Layer, &limits).text, "一二三四五");
    }
}
