//! Many words found in one reading of a text: an index by a word's first two characters.
//!
//! An automaton (aho-corasick) finds the same words; for five thousand short Chinese words it takes
//! longer to build than a whole small dossier takes to check, and reads names no faster.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys are made by us from characters, not chosen by anybody.
pub(super) type NumberMap<V> = HashMap<u64, V, BuildHasherDefault<PairHasher>>;

/// The same, keyed by words of a list.
pub(super) type WordMap<V> = HashMap<String, V, BuildHasherDefault<PairHasher>>;

/// A set of words, each with the number it was added under.
#[derive(Default)]
pub(super) struct WordIndex {
    /// The words of one pair of first characters stand side by side.
    words: Vec<Word>,
    /// From the first two characters (the second 0 for a word of one) to a stretch of `words`.
    stretches: NumberMap<(u32, u32)>,
    /// The first characters, as bits, to pass over the rest quickly.
    first: Vec<u64>,
}

/// A word beyond its first two characters, which its place in the index tells.
struct Word {
    /// The third character, 0 if there is none: it rules out most words without a look at the text.
    third: u32,
    /// What follows the third character; mostly nothing.
    rest: Box<str>,
    number: u32,
}

impl WordIndex {
    /// Indexes words; several may be the same.
    pub(super) fn new(words: Vec<(Box<str>, u32)>) -> Self {
        let mut keyed: Vec<(u64, (Box<str>, u32))> =
            words.into_iter().map(|word| (first_pair(&word.0), word)).collect();
        keyed.sort_unstable();
        let mut index = Self { first: vec![0; 1 << 10], ..Self::default() };
        for (key, word) in keyed {
            let at = u32::try_from(index.words.len()).unwrap_or(u32::MAX);
            index.stretches.entry(key).or_insert((at, at)).1 = at + 1;
            if let Some(c) = word.0.chars().next() {
                let bit = bit_of(c);
                index.first[bit / 64] |= 1 << (bit % 64);
            }
            let mut rest = word.0.chars();
            let third = rest.nth(2).map_or(0, u32::from);
            index.words.push(Word { third, rest: rest.as_str().into(), number: word.1 });
        }
        index
    }

    /// Calls `found` with start, end and number of every word in the text.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(usize, usize, u32)) {
        let mut chars = text.char_indices();
        while let Some((start, c)) = chars.next() {
            let bit = bit_of(c);
            if self.first[bit / 64] & (1 << (bit % 64)) == 0 {
                continue;
            }
            for word in self.stretch(pair(c, 0)) {
                found(start, start + c.len_utf8(), word.number);
            }
            let mut ahead = chars.as_str().chars();
            let Some(second) = ahead.next() else { continue };
            let stretch = self.stretch(pair(c, u64::from(second)));
            if stretch.is_empty() {
                continue;
            }
            let behind = start + c.len_utf8() + second.len_utf8();
            let third = ahead.next();
            let rest = ahead.as_str();
            for word in stretch {
                if word.third == 0 {
                    found(start, behind, word.number);
                } else if third.is_some_and(|third| word.third == u32::from(third))
                    && (word.rest.is_empty() || rest.starts_with(&*word.rest))
                {
                    found(start, text.len() - rest.len() + word.rest.len(), word.number);
                }
            }
        }
    }

    /// The words that begin with a pair of characters.
    fn stretch(&self, key: u64) -> &[Word] {
        self.stretches.get(&key).map_or(&[], |&(from, to)| &self.words[from as usize..to as usize])
    }
}

fn pair(first: char, second: u64) -> u64 {
    (u64::from(first as u32) << 32) | second
}

fn first_pair(word: &str) -> u64 {
    let mut chars = word.chars();
    let first = chars.next().unwrap_or_default();
    pair(first, chars.next().map_or(0, |c| u64::from(c as u32)))
}

/// A character's place among the bits; characters beyond the first 65,536 share places.
fn bit_of(c: char) -> usize {
    (c as usize) & 0xffff
}

/// Mixes one number.
#[derive(Default)]
pub(super) struct PairHasher(u64);

impl Hasher for PairHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&b| self.write_u64(u64::from(b)));
    }
    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(words: &[String], text: &str) -> Vec<(usize, usize, u32)> {
        let numbered = words.iter().zip(0..).map(|(word, number)| (word.as_str().into(), number)).collect();
        let mut found = Vec::new();
        WordIndex::new(numbered).find(text, |start, end, number| found.push((start, end, number)));
        found.sort_unstable();
        found
    }

    proptest! {
        #[test]
        fn finds_every_word_everywhere(
            words in prop::collection::vec("[a维修单位𠀀]{1,4}", 0..12),
            text in "[ab维修单位𠀀]{0,20}",
        ) {
            let mut expected: Vec<(usize, usize, u32)> = words
                .iter()
                .zip(0..)
                .flat_map(|(word, number)| {
                    text.char_indices().filter(|&(at, _)| text[at..].starts_with(word.as_str())).map(move |(at, _)| (at, at + word.len(), number)).collect::<Vec<_>>()
                })
                .collect();
            expected.sort_unstable();
            prop_assert_eq!(all(&words, &text), expected);
        }
    }
}
