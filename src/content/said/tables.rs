//! Rows and lines as readers come along them, while empty cells still stand where they are: the persons tables name,
//! and the places forms leave open.

use super::fold::{fold, han};
use super::form::slots::Seeker;
use super::roster::Roll;
use crate::model::content::Said;

/// Cells of one row that are looked at.
const CELLS: usize = 64;

/// What rows and lines say so far.
#[derive(Debug, Clone, Default)]
pub(in crate::content) struct Tables {
    roll: Roll,
    slots: Seeker,
}

impl Tables {
    /// Takes in a line; its cells may stand between tabs.
    pub(in crate::content) fn line(&mut self, line: &str) {
        if line.contains('\t') {
            // Which of them are empty is not seen.
            self.roll.row(&line.split('\t').take(CELLS).map(plain).collect::<Vec<_>>());
        } else {
            self.framed(line);
            self.slots.line(&fold(line));
        }
    }

    /// Takes in a line of a row that has been taken in.
    pub(in crate::content) fn framed(&mut self, line: &str) {
        self.roll.prose(line);
    }

    /// Takes in a row whose cells stand at their place, but for empty ones at its end.
    pub(in crate::content) fn row(&mut self, cells: &[impl AsRef<str>]) {
        let mut cells: Vec<String> = cells.iter().take(CELLS).map(|cell| plain(cell.as_ref())).collect();
        cells.resize(cells.len().max(self.roll.width()), String::new());
        self.slots.row(&cells);
        self.roll.row(&cells);
    }

    /// What was found since the last page.
    pub(in crate::content) fn finish(&mut self) -> Said {
        let (persons, roster) = self.roll.finish();
        Said { persons, roster, slots: self.slots.finish(), ..Said::default() }
    }
}

/// A cell in one way to write it, without the spaces that spread Chinese words.
fn plain(cell: &str) -> String {
    let folded = fold(cell).replace('\n', " ");
    let mut out = String::with_capacity(folded.len());
    let mut rest = folded.trim().chars().peekable();
    while let Some(c) = rest.next() {
        let spreads =
            c == ' ' && out.chars().next_back().is_some_and(han) && rest.peek().is_none_or(|c| han(*c) || *c == ' ');
        if !spreads {
            out.push(c);
        }
    }
    out
}
