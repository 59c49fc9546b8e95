//! All words of a checklist and of the vocabulary in one index: a name is read once.

use std::sync::Arc;

use super::fold::Folded;
use super::index::WordIndex;
use super::vocabulary::vocabulary;
use crate::model::checklist::Checklist;
use crate::model::recognition::Candidate;

/// How many characters may stand in for the `*` of a term.
const GAP: usize = 8;
/// How many characters of a name are read.
const LONGEST: usize = 512;

/// What a word means where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Names a demand for certain.
    Term(u16),
    /// May name a demand.
    Maybe(u16),
    /// Contains a term of this demand, but means something else.
    Not(u16),
    /// Refuses from anywhere.
    Template,
    /// Refuses as the head of a title.
    Policy,
    /// Names a document no item asks for.
    Other,
    /// Says nothing.
    Noise,
    /// Says that a stamp is lacking.
    Unsealed,
}

/// A word, or a term of two words with a gap.
#[derive(Debug, Clone)]
struct Phrase {
    role: Role,
    /// As its author wrote it.
    written: Arc<str>,
    /// Characters, the gap not counted.
    chars: u16,
    /// Letters and digits only: must begin and end at a break.
    ascii: bool,
    /// Has a second part.
    gapped: bool,
    /// Is expected in titles printed in documents only.
    printed: bool,
}

/// A word found in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// How many characters of it are certain: the more, the more specific.
    pub chars: u16,
    /// Whether it has a gap.
    pub gapped: bool,
    /// What it means.
    pub role: Role,
    phrase: u32,
}

/// The index and what its words mean.
pub(super) struct Words {
    /// Numbers are those of `phrases`, doubled, plus one for the second part of a gapped term.
    index: WordIndex,
    phrases: Vec<Phrase>,
}

/// Buffers for reading one name after another.
#[derive(Default)]
pub struct Scratch {
    /// The folded name.
    pub folded: Folded,
    /// The words found in it.
    pub tokens: Vec<Token>,
    /// Whether a word means something else than the term it contains.
    pub means_else: bool,
    /// What is left of the name without noise and digits.
    pub core: String,
    /// The same with its digits.
    pub numbered: String,
    /// The core without what stands in brackets.
    pub outside: String,
    halves: Vec<(u32, bool, usize, usize)>,
    all: Vec<Token>,
    /// What one file may be evidence for, while it is looked at.
    pub(super) found: Vec<Candidate>,
}

impl Words {
    /// Compiles the words of a checklist, those it expects to be printed in documents too, with those of the
    /// vocabulary.
    pub(super) fn new(checklist: &Checklist) -> Self {
        let mut builder = Builder::default();
        for (index, demand) in checklist.demands.iter().enumerate() {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            demand.matching.terms.iter().for_each(|word| builder.add(Role::Term(index), word));
            builder.printed = true;
            demand.matching.content.iter().for_each(|word| builder.add(Role::Term(index), word));
            builder.printed = false;
            demand.matching.maybe.iter().for_each(|word| builder.add(Role::Maybe(index), word));
            demand.matching.not.iter().for_each(|word| builder.add(Role::Not(index), word));
        }
        let table = vocabulary();
        table.template.iter().for_each(|word| builder.add(Role::Template, word));
        table.policy.iter().for_each(|word| builder.add(Role::Policy, word));
        table.other.iter().for_each(|word| builder.add(Role::Other, word));
        table.noise.iter().for_each(|word| builder.add(Role::Noise, word));
        table.unsealed.iter().for_each(|word| builder.add(Role::Unsealed, word));
        builder.build()
    }

    /// The word of a token, as its author wrote it.
    pub(super) fn written(&self, token: &Token) -> Arc<str> {
        Arc::clone(&self.phrases[token.phrase as usize].written)
    }

    /// Finds the words of a name, or of a printed title: the more specific one wins where two cover each other.
    pub(super) fn read(&self, name: &str, printed: bool, scratch: &mut Scratch) {
        // No file system holds longer names; a list of paths may, and pays for it.
        let name = name.char_indices().nth(LONGEST).map_or(name, |(at, _)| &name[..at]);
        scratch.folded.refill(name);
        scratch.folded.replace_variants(&vocabulary().variants);
        scratch.tokens.clear();
        scratch.halves.clear();
        let Scratch { folded, tokens, halves, .. } = scratch;
        self.index.find(folded.text(), |start, end, number| {
            let (index, second) = (number / 2, number % 2 == 1);
            let phrase = &self.phrases[index as usize];
            if phrase.printed && !printed || phrase.ascii && !ascii_fits(folded, start, end) {
            } else if phrase.gapped {
                halves.push((index, second, start, end));
            } else {
                tokens.push(phrase.token(index, start, end));
            }
        });
        self.join_halves(folded.text(), halves, tokens);
        scratch.means_else = tokens.iter().any(|token| matches!(token.role, Role::Not(_)));
        settle(&mut scratch.tokens, &mut scratch.all);
    }

    fn join_halves(&self, text: &str, halves: &[(u32, bool, usize, usize)], tokens: &mut Vec<Token>) {
        for &(index, second, start, end) in halves {
            if second {
                continue;
            }
            let after = halves.iter().find(|&&(other, is_second, from, _)| other == index && is_second && from >= end);
            if let Some(&(_, _, from, to)) = after
                && text[end..from].chars().count() <= GAP
            {
                tokens.push(self.phrases[index as usize].token(index, start, to));
            }
        }
    }
}

impl Phrase {
    fn token(&self, index: u32, start: usize, end: usize) -> Token {
        Token { start, end, chars: self.chars, gapped: self.gapped, role: self.role, phrase: index }
    }
}

/// An ASCII word stands by itself; a plural `s` is free.
fn ascii_fits(folded: &Folded, start: usize, end: usize) -> bool {
    folded.is_break(start)
        && (folded.is_break(end) || (folded.text().as_bytes().get(end) == Some(&b's') && folded.is_break(end + 1)))
}

/// Drops what a `not` word eats, and what lies within a more specific word. `all` is a buffer.
fn settle(tokens: &mut Vec<Token>, all: &mut Vec<Token>) {
    if tokens.len() < 2 && tokens.iter().all(|token| !matches!(token.role, Role::Not(_))) {
        return;
    }
    all.clear();
    all.extend_from_slice(tokens);
    let overlaps = |a: &Token, b: &Token| a.start < b.end && b.start < a.end;
    tokens.retain(|token| match token.role {
        Role::Term(d) | Role::Maybe(d) => {
            !all.iter().any(|not| not.role == Role::Not(d) && not.chars >= token.chars && overlaps(not, token))
        }
        Role::Not(_) => false,
        _ => true,
    });
    all.clear();
    all.extend_from_slice(tokens);
    tokens.retain(|token| {
        // Noise inside a word is part of the word; a word inside noise (未盖章) is not.
        let within = |other: &Token| other.start <= token.start && token.end <= other.end;
        !all.iter().any(|other| other.role != Role::Noise && other.chars > token.chars && within(other))
    });
}

#[derive(Default)]
struct Builder {
    words: Vec<(Box<str>, u32)>,
    phrases: Vec<Phrase>,
    folded: Folded,
    /// Whether the words that follow are expected in printed titles only.
    printed: bool,
}

impl Builder {
    fn add(&mut self, role: Role, written: &str) {
        let index = u32::try_from(self.phrases.len()).unwrap_or(u32::MAX / 2);
        let (mut parts, mut chars, mut ascii) = (0, 0, true);
        for part in written.split('*') {
            self.folded.refill(part);
            let text = self.folded.text();
            if !text.is_empty() && parts < 2 {
                self.words.push((text.into(), index * 2 + parts));
                parts += 1;
                chars += text.chars().count();
                ascii &= text.is_ascii();
            }
        }
        if parts > 0 {
            let chars = u16::try_from(chars).unwrap_or(u16::MAX);
            let (gapped, printed) = (parts > 1, self.printed);
            self.phrases.push(Phrase { role, written: written.into(), chars, ascii, gapped, printed });
        }
    }

    fn build(self) -> Words {
        Words { index: WordIndex::new(self.words), phrases: self.phrases }
    }
}
