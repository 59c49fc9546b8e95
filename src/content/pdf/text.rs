//! Letters on a page → its lines.

use hayro_interpret::kurbo::Size;

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
    let mut text = String::with_capacity(row.len() * 3);
    let mut before: Option<Letter> = None;
    let (mut sizes, mut count) = (0.0, 0.0);
    for letter in row.iter() {
        if let Some(before) = before {
            if is_doubled(&before, letter) {
                continue;
            }
            if letter.start - before.end > GAP * letter.size.min(before.size) {
                text.push(' ');
            }
        }
        text.push(letter.text);
        sizes += letter.size;
        count += 1.0;
        before = Some(*letter);
    }
    let size = sizes / f64::max(count, 1.0);
    let base = row.first().map_or(0.0, |letter| letter.base);
    let top = ((base - size - low) / (high - low).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
    Line { text, size: single(size), top: single(top), heading: false }
}

/// A wider gap than this part of a letter's size separates words or cells.
const GAP: f64 = 0.15;

/// The same letter in the same place again: drawn twice to look bold.
fn is_doubled(before: &Letter, letter: &Letter) -> bool {
    before.text == letter.text && (letter.start - before.start).abs() < letter.size * 0.1
}

#[expect(clippy::cast_possible_truncation, reason = "a measure of the page; a few digits will do")]
fn single(measure: f64) -> f32 {
    measure as f32
}
