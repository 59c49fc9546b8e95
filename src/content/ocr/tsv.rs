//! The table of words `tesseract` gives → lines.

use super::Text;
use crate::content::layout::Line;

/// Lines read with less confidence are guesses.
const GUESS: f32 = 40.0;

/// One word of the table.
struct Word<'a> {
    /// Block, paragraph and line it belongs to.
    line: [&'a str; 3],
    top: f32,
    height: f32,
    confidence: f32,
    text: &'a str,
}

/// Puts the words together to lines; with them, how many characters were left out as guesses. `height` is
/// the page's.
pub(super) fn text(table: &str, height: u32) -> (Text, usize) {
    let words: Vec<Word> = table.lines().filter_map(word).collect();
    let mut lines = Vec::new();
    let mut confidences = Vec::new();
    let mut guesses = 0;
    for words in words.chunk_by(|a, b| a.line == b.line) {
        let sure: Vec<f32> = words.iter().map(|word| word.confidence).collect();
        if mean(&sure) >= GUESS {
            lines.push(line(words, height));
            confidences.extend(sure);
        } else {
            guesses += words.iter().map(|word| characters(word.text)).sum::<usize>();
        }
    }
    let mean = mean(&confidences);
    let confidence = (0..=100_u8).rev().find(|whole| f32::from(*whole) <= mean).unwrap_or(0);
    (Text { lines, confidence }, guesses)
}

/// How many letters and digits a text has.
pub(super) fn characters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// A row of the table, if it is a word's: level 5, page, block, paragraph, line, word, left, top, width,
/// height, confidence, text.
fn word(row: &str) -> Option<Word<'_>> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [level, _, block, paragraph, line, _, _, top, _, height, confidence, text] = cells[..] else { return None };
    let number = |cell: &str| cell.parse::<f32>().ok().filter(|number| number.is_finite());
    let text = text.trim();
    if level != "5" || text.is_empty() {
        return None;
    }
    Some(Word {
        line: [block, paragraph, line],
        top: number(top)?,
        height: number(height)?,
        confidence: number(confidence)?,
        text,
    })
}

fn line(words: &[Word<'_>], page_height: u32) -> Line {
    let text: Vec<&str> = words.iter().map(|word| word.text).collect();
    let mut heights: Vec<f32> = words.iter().map(|word| word.height).collect();
    heights.sort_by(f32::total_cmp);
    let top = words.iter().map(|word| word.top).fold(f32::MAX, f32::min);
    Line {
        text: text.join(" "),
        size: heights.get(heights.len() / 2).copied().unwrap_or(0.0),
        top: (top / page_height.max(1) as f32).clamp(0.0, 1.0),
        heading: false,
    }
}

fn mean(values: &[f32]) -> f32 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f32>() / values.len() as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        1\t1\t0\t0\t0\t0\t0\t0\t1240\t1754\t-1\t\n\
        4\t1\t1\t1\t1\t0\t400\t130\t300\t44\t-1\t\n\
        5\t1\t1\t1\t1\t1\t400\t132\t90\t44\t96.5\t维修\n\
        5\t1\t1\t1\t1\t2\t500\t130\t90\t45\t92.5\t记录\n\
        5\t1\t1\t1\t1\t3\t600\t131\t40\t20\t90\t单\n\
        5\t1\t1\t1\t2\t1\t400\t300\t90\t24\t12\t~ij;\n\
        5\t1\t2\t1\t1\t1\t140\t877\t90\t24\t80\t2025\n\
        5\t1\t2\t1\t1\t2\t240\t877\t90\t24\t82\t年\n";

    #[test]
    fn words_become_lines_and_guesses_are_left_out() {
        let (read, guesses) = text(TABLE, 1754);
        assert_eq!(guesses, 2);
        let texts: Vec<&str> = read.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["维修 记录 单", "2025 年"]);
        assert_eq!(read.confidence, 88);
        let sizes: Vec<f32> = read.lines.iter().map(|line| line.size).collect();
        assert_eq!(sizes, [44.0, 24.0]);
        assert!((read.lines[1].top - 0.5).abs() < 0.001);
    }

    #[test]
    fn a_broken_table_says_nothing() {
        for table in
            ["", "\n\n", "5\t1\t1", "5\t1\t1\t1\t1\t1\ta\tb\tc\td\te\tf\n", "5\t1\t1\t1\t1\t1\t1\t1\t1\t1\tNaN\tf\n"]
        {
            assert_eq!(text(table, 0), (Text::default(), 0));
        }
    }
}
