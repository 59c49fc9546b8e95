//! How a DOC looks: what its formatting pages say about stretches of the document stream.

use super::legacy::{offset_at, u16_at, u32_at};

/// What formatting says about the characters of a stretch, or about its paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    /// Size of letters; 0 if not said.
    pub size: f32,
    pub bold: bool,
    pub centred: bool,
    pub heading: bool,
    /// Deleted or hidden.
    pub unseen: bool,
    pub page_before: bool,
    /// The mark at its end ends a table row.
    pub row_end: bool,
}

/// A stretch of the document stream that looks the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    from: usize,
    to: usize,
    look: Look,
}

/// The formatting of characters or of paragraphs, in the order of their bytes.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<Run>);

/// Length of a formatting page.
const PAGE: usize = 512;

impl Runs {
    /// The formatting of characters.
    pub(super) fn characters(document: &[u8], table: &[u8]) -> Self {
        Self::read(document, table, 0x00fa, 1)
    }

    /// The formatting of paragraphs.
    pub(super) fn paragraphs(document: &[u8], table: &[u8]) -> Self {
        Self::read(document, table, 0x0102, 13)
    }

    /// Goes through the pages that the header's table at `place` lists. Damaged ones are left out: the
    /// text stands without them.
    fn read(document: &[u8], table: &[u8], place: usize, entry: usize) -> Self {
        let mut runs = Vec::new();
        let start = offset_at(document, place).unwrap_or(0);
        let length = offset_at(document, place + 4).unwrap_or(0);
        let list = table.get(start..start.saturating_add(length)).unwrap_or_default();
        let count = list.len().saturating_sub(4) / 8;
        for index in 0..count {
            let number = offset_at(list, (count + 1) * 4 + index * 4).unwrap_or(0) & 0x003f_ffff;
            let page = document.get(number * PAGE..(number + 1) * PAGE).unwrap_or_default();
            runs.extend(on_page(page, entry));
        }
        runs.sort_by_key(|run: &Run| run.from);
        Self(runs)
    }

    /// How the byte at an offset looks.
    pub(super) fn at(&self, offset: usize) -> Look {
        let after = self.0.partition_point(|run| run.from <= offset);
        let run = after.checked_sub(1).and_then(|index| self.0.get(index));
        run.filter(|run| offset < run.to).map_or(Look::default(), |run| run.look)
    }
}

/// The runs of one page: offsets, then for each where its properties are.
fn on_page(page: &[u8], entry: usize) -> Vec<Run> {
    let count = usize::from(page.last().copied().unwrap_or(0));
    let run = |index: usize| {
        let (from, to) = (offset_at(page, index * 4)?, offset_at(page, index * 4 + 4)?);
        let at = usize::from(*page.get((count + 1) * 4 + index * entry)?) * 2;
        let look = if at == 0 { Look::default() } else { properties(page, at, entry > 1) };
        Some(Run { from, to, look })
    };
    (0..count).filter_map(run).collect()
}

fn properties(page: &[u8], at: usize, paragraph: bool) -> Look {
    let length = page.get(at).map_or(0, |length| usize::from(*length));
    let (start, length) = match (paragraph, length) {
        (false, length) => (at + 1, length),
        (true, 0) => (at + 2, page.get(at + 1).map_or(0, |words| usize::from(*words) * 2)),
        (true, words) => (at + 1, words * 2 - 1),
    };
    let mut rest = page.get(start..(start + length).min(page.len())).unwrap_or_default();
    let mut look = Look::default();
    if paragraph {
        // Styles 1 to 9 are the headings.
        look.heading = matches!(u16_at(rest, 0), Some(1..=9));
        rest = rest.get(2..).unwrap_or_default();
    }
    while let Some(code) = u16_at(rest, 0) {
        let operand = rest.get(2..).unwrap_or_default();
        look.see(code, operand);
        rest = operand.get(operand_length(code, operand)..).unwrap_or_default();
    }
    look
}

fn operand_length(code: u16, operand: &[u8]) -> usize {
    match code >> 13 {
        0 | 1 => 1,
        2 | 4 | 5 => 2,
        3 => 4,
        7 => 3,
        // Two tables are longer than one byte can say.
        _ if code == 0xd608 => u16_at(operand, 0).map_or(2, |length| usize::from(length) + 1),
        _ => operand.first().map_or(1, |length| usize::from(*length) + 1),
    }
}

impl Look {
    fn see(&mut self, code: u16, operand: &[u8]) {
        let value = operand.first().copied().unwrap_or(0);
        match code {
            0x4a43 => self.size = u16_at(operand, 0).map_or(0.0, |half| f32::from(half) / 2.0),
            0x0835 => self.bold = value == 1,
            0x0800 | 0x083c => self.unseen |= value == 1,
            0x2403 | 0x2461 => self.centred = value == 1,
            0x2407 => self.page_before = value == 1,
            0x2417 | 0x244c => self.row_end |= value == 1,
            0x2640 => self.heading |= value < 9,
            _ => {}
        }
    }
}

/// The size that all letters have unless something else is said: 10 points.
pub(super) const USUAL: f32 = 10.0;

/// Whether the header tells of a table of formatting pages at all.
pub(super) fn told(document: &[u8]) -> bool {
    u32_at(document, 0x0102 + 4).is_some_and(|length| length > 4)
}
