//! What one name says: the reading of a file's or folder's title.

use std::sync::Arc;

use super::index::WordMap;
use super::numbers::{self, Lead};
use super::vocabulary::vocabulary;
use super::words::{Role, Scratch, Token, Words};
use crate::matching::fold::fold;
use crate::model::checklist::Checklist;

/// A demand a title names, with the word that does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The demand, by index.
    pub demand: u16,
    /// How specific the word is, in characters.
    pub chars: u16,
    /// The word.
    pub word: Arc<str>,
}

/// How little a title says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Silence {
    /// Nothing but numbers, dates, camera words, or a person's name.
    Mute,
    /// Words, but none that names a sort of document (a customer, a place).
    Quiet,
    /// Something about the sort of document.
    Speaks,
}

/// The reading of one title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The whole title is one of these demands' titles.
    pub exact: Vec<Named>,
    /// The last document word names these, equally well.
    pub head: Vec<Named>,
    /// Earlier document words name these.
    pub earlier: Vec<Named>,
    /// General words that only may name these.
    pub maybe: Vec<Named>,
    /// A template word stands in it.
    pub template: Option<Arc<str>>,
    /// A policy word is the last document word.
    pub policy: Option<Arc<str>>,
    /// A document no item asks for is the last document word.
    pub other: bool,
    /// A mark that a stamp is lacking.
    pub unsealed: Option<Arc<str>>,
    /// How little it says.
    pub silence: Silence,
    /// The number it begins with.
    pub lead: Option<Lead>,
    /// The number of copies it claims.
    pub count_mark: Option<u32>,
}

/// Reads titles against one checklist.
pub(super) struct TitleReader {
    words: Arc<Words>,
    /// Titles with what they name, and whether only where they are printed in a document.
    exact: Arc<WordMap<Vec<(Named, bool)>>>,
    /// Whether it reads printed titles.
    printed: bool,
}

impl TitleReader {
    /// Compiles the words of a checklist, for names of files and folders.
    pub(super) fn new(checklist: &Checklist) -> Self {
        let mut exact: WordMap<Vec<(Named, bool)>> = WordMap::default();
        for (index, demand) in checklist.demands.iter().enumerate() {
            let titles = demand.matching.titles.iter().map(|title| (title, false));
            for (title, printed) in titles.chain(demand.matching.content.iter().map(|title| (title, true))) {
                let folded = fold(title);
                let chars = u16::try_from(folded.chars().count()).unwrap_or(u16::MAX);
                let demand = u16::try_from(index).unwrap_or(u16::MAX);
                let named = Named { demand, chars, word: title.as_str().into() };
                exact.entry(folded).or_default().push((named, printed));
            }
        }
        Self { words: Arc::new(Words::new(checklist)), exact: Arc::new(exact), printed: false }
    }

    /// The same for titles printed on pages.
    pub(super) fn for_contents(&self) -> Self {
        Self { words: Arc::clone(&self.words), exact: Arc::clone(&self.exact), printed: true }
    }

    /// Reads a title: a name without its extension.
    pub(super) fn read(&self, name: &str, scratch: &mut Scratch) -> Reading {
        self.words.read(name, self.printed, scratch);
        take_core(scratch);
        let folded = &scratch.folded;
        let tokens = &scratch.tokens;
        let named = |token: &Token| match token.role {
            Role::Term(demand) | Role::Maybe(demand) => {
                Some(Named { demand, chars: token.chars, word: self.words.written(token) })
            }
            _ => None,
        };
        let is_head = |token: &&Token| matches!(token.role, Role::Term(_) | Role::Policy | Role::Other);
        let rank = |token: &Token| (token.end, token.chars, !token.gapped);
        // What stands in brackets is an aside, unless everything does.
        let outside = tokens.iter().filter(is_head).filter(|token| !folded.is_bracketed(token.start)).map(rank).max();
        let last = outside.or_else(|| tokens.iter().filter(is_head).map(rank).max());
        let heads = || tokens.iter().filter(is_head).filter(|token| Some(rank(token)) == last);
        let head: Vec<Named> = heads().filter_map(named).collect();
        let word = |role: Role| tokens.iter().find(|token| token.role == role).map(|token| self.words.written(token));
        let refusing = |role: Role| {
            let refuses = head.is_empty().then(|| heads().find(|token| token.role == role)).flatten();
            refuses.map(|token| self.words.written(token))
        };
        let earlier = tokens
            .iter()
            .filter(|token| matches!(token.role, Role::Term(_)) && Some(rank(token)) != last)
            .filter_map(named)
            .filter(|n| head.iter().all(|h| h.demand != n.demand))
            .collect();
        let maybe: Vec<Named> =
            tokens.iter().filter(|token| matches!(token.role, Role::Maybe(_))).filter_map(named).collect();
        let whole = [&scratch.core, &scratch.numbered, &scratch.outside];
        let exact = whole.into_iter().map(|text| self.exact(text)).find(|named| !named.is_empty()).unwrap_or_default();
        let generic = || vocabulary().is_generic(&scratch.core);
        let silence = if last.is_some() || !maybe.is_empty() || scratch.means_else || generic() {
            Silence::Speaks
        } else if is_mute(&scratch.core) {
            Silence::Mute
        } else {
            Silence::Quiet
        };
        Reading {
            exact,
            template: word(Role::Template),
            policy: refusing(Role::Policy),
            other: refusing(Role::Other).is_some(),
            unsealed: word(Role::Unsealed),
            head,
            earlier,
            maybe,
            silence,
            lead: numbers::lead(folded),
            count_mark: numbers::count_mark(folded),
        }
    }
}

impl TitleReader {
    /// What a whole title names.
    fn exact(&self, text: &str) -> Vec<Named> {
        let named = self.exact.get(text).into_iter().flatten();
        named.filter(|(_, printed)| self.printed || !printed).map(|(named, _)| named.clone()).collect()
    }
}

/// Takes the core of a title: what is left without noise and digits.
fn take_core(scratch: &mut Scratch) {
    let Scratch { folded, tokens, core, numbered, outside, .. } = scratch;
    core.clear();
    numbered.clear();
    outside.clear();
    let mut noise = tokens.iter().filter(|token| matches!(token.role, Role::Noise | Role::Unsealed)).peekable();
    let mut until = 0;
    for (at, c) in folded.text().char_indices() {
        // Tokens come in the order of their starts.
        while let Some(token) = noise.next_if(|token| token.start <= at) {
            until = until.max(token.end);
        }
        if at < until {
            continue;
        }
        numbered.push(c);
        if !c.is_ascii_digit() {
            core.push(c);
            if !folded.is_bracketed(at) {
                outside.push(c);
            }
        }
    }
}

/// Whether what is left of a title says nothing: empty, a few letters, hexadecimal, or a person's name.
fn is_mute(core: &str) -> bool {
    if core.is_ascii() {
        return core.len() <= 2 || core.bytes().all(|b| b.is_ascii_hexdigit());
    }
    let length = core.chars().count();
    // One character is a measure word or a seat in a row (`2张`).
    let is_name = |surname: &&str| core.starts_with(*surname) && (1..=2).contains(&(length - surname.chars().count()));
    length == 1 || vocabulary().surnames.iter().any(is_name)
}
