//! Letters on a page → its lines.

use hayro_interpret::kurbo::Size;
use unicode_normalization::UnicodeNormalization;

use super::device::{Flow, Letter};
use crate::content::layout::Line;

/// The lines of a page in reading order. What most letters are written in comes first, a watermark later.
pub(super) fn lines(mut flows: Vec<Flow>, page: Size) -> Vec<Line> {
    flows.sort_by_key(|flow| std::cmp::Reverse(flow.letters.len()));
    flows.into_iter().flat_map(|flow| rows(flow, page)).collect()
}

/// The lines of one direction.
fn rows(mut flow: Flow, page: Size) -> Vec<Line> {
    let (low, high) = extent(&flow, page);
    flow.letters.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut lines = Vec::new();
    let mut rest = flow.letters.as_mut_slice();
    while let Some(first) = rest.first() {
        let length = row_length(first, rest);
        let (row, below) = rest.split_at_mut(length);
        lines.push(line(row, low, high));
        rest = below;
    }
    lines
}

/// Where the lines of a direction may stand, from the first to the last.
fn extent(flow: &Flow, page: Size) -> (f64, f64) {
    let corners = [(0.0, 0.0), (page.width, 0.0), (0.0, page.height), (page.width, page.height)];
    let bases = corners.map(|(x, y)| flow.along.x * y - flow.along.y * x);
    (bases.into_iter().fold(f64::MAX, f64::min), bases.into_iter().fold(f64::MIN, f64::max))
}

/// How many letters stand on the first one's line: raised and lowered ones do.
fn row_length(first: &Letter, letters: &[Letter]) -> usize {
    let mut size = first.size;
    let mut length = 1;
    for letter in letters.iter().skip(1) {
        if letter.base - first.base > (size + letter.size) * 0.25 {
            break;
        }
        size = size.max(letter.size);
        length += 1;
    }
    length
}

fn line(row: &mut [Letter], low: f64, high: f64) -> Line {
    row.sort_by(|a, b| a.start.total_cmp(&b.start));
    let base = row.first().map_or(0.0, |letter| letter.base);
    let mut words = Words::default();
    let (mut sizes, mut count) = (0.0, 0.0);
    for letter in row.iter() {
        words.put(letter);
        sizes += letter.size;
        count += 1.0;
    }
    let size = sizes / f64::max(count, 1.0);
    let top = ((base - size - low) / (high - low).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
    Line { text: words.text, size: single(size), top: single(top), heading: false }
}

/// The text of a line as it grows from left to right.
#[derive(Default)]
struct Words {
    text: String,
    before: Option<Letter>,
    /// A space was drawn since.
    spaced: bool,
    /// Letters since the last wide gap, and where it is if it would separate cells.
    run: usize,
    wide: Option<usize>,
}

/// A wider gap than this part of a letter's size separates words, and cells.
const WORD: f64 = 0.15;
const CELL: f64 = 1.2;

impl Words {
    fn put(&mut self, letter: &Letter) {
        if letter.text.is_whitespace() {
            self.spaced = true;
            return;
        }
        if let Some(before) = self.before.filter(|before| is_doubled(before, letter)) {
            self.before = Some(Letter { end: before.end.max(letter.end), ..before });
            return;
        }
        self.separate(letter);
        self.text.extend(plain(letter.text));
        self.run += 1;
        self.spaced = false;
        self.before = Some(*letter);
        if self.run > 1
            && let Some(at) = self.wide.take()
        {
            self.text.replace_range(at..=at, "\t");
        }
    }

    /// Leaves a space or, between cells, a tab. Single letters far apart are one word spread over the line,
    /// so whether it is a tab may be known only at the second letter behind the gap.
    fn separate(&mut self, letter: &Letter) {
        let Some(before) = self.before else { return };
        let gap = (letter.start - before.end) / letter.size.min(before.size);
        if gap > CELL {
            self.wide = (self.run < 2).then_some(self.text.len());
            self.text.push(if self.run < 2 { ' ' } else { '\t' });
            self.run = 0;
        } else if gap > WORD || self.spaced {
            self.text.push(' ');
        }
    }
}

/// The same letter in the same place again: drawn twice to look bold.
fn is_doubled(before: &Letter, letter: &Letter) -> bool {
    before.text == letter.text && (letter.start - before.start).abs() < letter.size * 0.1
}

/// What a letter is where a font names only its shape: radicals and ligatures become what they are read as.
fn plain(text: char) -> impl Iterator<Item = char> {
    let known = match text {
        '\u{2e80}'..='\u{2ef3}' => RADICALS.iter().find(|(radical, _)| *radical == text).map(|(_, read)| *read),
        _ => None,
    };
    let text = known.unwrap_or(text);
    let shape = matches!(text, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fb06}');
    let composed = shape.then(|| std::iter::once(text).nfkc());
    composed.into_iter().flatten().chain((!shape).then_some(text))
}

/// Radicals that Unicode does not say the character of.
#[rustfmt::skip]
const RADICALS: [(char, char); 32] = [
    ('⺟', '母'), ('⺠', '民'), ('⻁', '虎'), ('⻄', '西'), ('⻅', '见'), ('⻆', '角'), ('⻉', '贝'), ('⻋', '车'),
    ('⻓', '长'), ('⻔', '门'), ('⻘', '青'), ('⻙', '韦'), ('⻚', '页'), ('⻛', '风'), ('⻜', '飞'), ('⻝', '食'),
    ('⻢', '马'), ('⻣', '骨'), ('⻤', '鬼'), ('⻥', '鱼'), ('⻦', '鸟'), ('⻧', '卤'), ('⻨', '麦'), ('⻩', '黄'),
    ('⻪', '黾'), ('⻫', '斉'), ('⻬', '齐'), ('⻭', '歯'), ('⻮', '齿'), ('⻰', '龙'), ('⻳', '龟'), ('⺮', '竹'),
];

#[expect(clippy::cast_possible_truncation, reason = "a measure of the page; a few digits will do")]
fn single(measure: f64) -> f32 {
    measure as f32
}
