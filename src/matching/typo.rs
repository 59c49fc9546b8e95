//! Slips of the pen: titles one character away from a known one.

use std::collections::HashMap;
use std::sync::Arc;

use super::fold::fold;
use crate::model::checklist::Checklist;

/// Shorter titles have too many neighbours.
const SHORTEST: usize = 4;

/// The known titles, findable with one character wrong, lacking or too many.
#[derive(Default)]
pub(super) struct Typos {
    whole: HashMap<String, (u16, Arc<str>)>,
    /// Each title with one character taken out, and which.
    lacking: HashMap<(String, usize), (u16, Arc<str>)>,
}

impl Typos {
    /// Indexes the terms and titles of a checklist that are written in Chinese.
    pub(super) fn new(checklist: &Checklist) -> Self {
        let mut typos = Self::default();
        for (index, demand) in checklist.demands.iter().enumerate() {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            let words = demand.matching.terms.iter().chain(&demand.matching.titles);
            for word in words.filter(|word| !word.contains('*') && !word.is_ascii()) {
                let folded = fold(word);
                if folded.chars().count() < SHORTEST {
                    continue;
                }
                let known: (u16, Arc<str>) = (index, word.as_str().into());
                for (at, shorter) in without_one(&folded) {
                    typos.lacking.entry((shorter, at)).or_insert_with(|| known.clone());
                }
                typos.whole.entry(folded).or_insert(known);
            }
        }
        typos
    }

    /// The demand and title a core differs from by one character.
    pub(super) fn find(&self, core: &str) -> Option<(u16, Arc<str>)> {
        let count = core.chars().count();
        if !(SHORTEST - 1..=16).contains(&count) || core.is_ascii() {
            return None;
        }
        let added = || without_one(core).find_map(|(_, shorter)| self.whole.get(&shorter));
        let swapped = || without_one(core).find_map(|(at, shorter)| self.lacking.get(&(shorter, at)));
        let dropped = || (0..=count).find_map(|at| self.lacking.get(&(core.to_owned(), at)));
        (if count > SHORTEST { added() } else { None })
            .or_else(|| if count >= SHORTEST { swapped() } else { None })
            .or_else(dropped)
            .cloned()
    }
}

fn without_one(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    text.char_indices().enumerate().map(|(index, (at, c))| {
        let mut shorter = String::with_capacity(text.len());
        shorter.push_str(&text[..at]);
        shorter.push_str(&text[at + c.len_utf8()..]);
        (index, shorter)
    })
}
