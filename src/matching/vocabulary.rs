//! The words that decide what a name means whatever the checklist, read from `vocabulary.txt`.

use std::sync::LazyLock;

/// The table, by section.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Refuse from anywhere in the path.
    pub template: Vec<&'static str>,
    /// Refuse as the last document word of the file's own title.
    pub policy: Vec<&'static str>,
    /// Documents no item asks for.
    pub other: Vec<&'static str>,
    /// Heads of titles that name no material by themselves.
    pub generic: Vec<&'static str>,
    /// Their last characters, to pass over most titles quickly.
    generic_ends: Vec<char>,
    /// Say nothing about the document.
    pub noise: Vec<&'static str>,
    /// Say that a stamp or signature is lacking.
    pub unsealed: Vec<&'static str>,
    /// Other spellings, with the usual one.
    pub variants: Vec<([char; 2], [char; 2])>,
    /// Extensions of program texts and web pages.
    pub source: Vec<&'static str>,
    /// Before digits: whatever made the picture put them there.
    pub stamped: Vec<&'static str>,
    /// Beside a date: it is the end of validity.
    pub until: Vec<&'static str>,
    /// Behind a date: it is the day or month something was done, not what it is about.
    pub done: Vec<&'static str>,
    /// How persons' names begin.
    pub surnames: Vec<&'static str>,
    /// Stand in a company's name before its end.
    pub business: Vec<&'static str>,
    /// End a company's name.
    pub firm: Vec<&'static str>,
    /// Speak of every product.
    pub all_products: Vec<&'static str>,
    /// Stand where a product's name is wanted, and are none.
    pub elsewhere: Vec<&'static str>,
}

impl Vocabulary {
    /// Whether a title ends in a head that names a document, but no material by itself.
    pub(super) fn is_generic(&self, title: &str) -> bool {
        let last = title.chars().next_back();
        last.is_some_and(|last| self.generic_ends.contains(&last))
            && self.generic.iter().any(|word| title.ends_with(word))
    }
}

static TABLE: LazyLock<Vocabulary> = LazyLock::new(|| parse(include_str!("vocabulary.txt")));

/// The built-in table.
pub(super) fn vocabulary() -> &'static Vocabulary {
    &TABLE
}

fn parse(text: &'static str) -> Vocabulary {
    let mut table = Vocabulary::default();
    let mut section = "";
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
            continue;
        }
        let words = line.split_whitespace();
        match section {
            "template" => table.template.extend(words),
            "policy" => table.policy.extend(words),
            "other" => table.other.extend(words),
            "generic" => table.generic.extend(words),
            "noise" => table.noise.extend(words),
            "unsealed" => table.unsealed.extend(words),
            "source" => table.source.extend(words),
            "stamped" => table.stamped.extend(words),
            "until" => table.until.extend(words),
            "done" => table.done.extend(words),
            "variant" => table.variants.extend(words.filter_map(|word| {
                let mut chars = word.chars();
                let from = [chars.next()?, chars.next()?];
                (chars.next()? == '=').then_some(())?;
                Some((from, [chars.next()?, chars.next()?]))
            })),
            "business" => table.business.extend(words),
            "firm" => table.firm.extend(words),
            "all-products" => table.all_products.extend(words),
            "elsewhere" => table.elsewhere.extend(words),
            "surname" => table.surnames.extend(words),
            _ => {}
        }
    }
    table.generic_ends = table.generic.iter().filter_map(|word| word.chars().next_back()).collect();
    table.generic_ends.sort_unstable();
    table.generic_ends.dedup();
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fold::fold;

    #[test]
    fn the_table_is_folded_and_complete() {
        let table = vocabulary();
        let lists = [
            &table.template,
            &table.policy,
            &table.other,
            &table.generic,
            &table.noise,
            &table.unsealed,
            &table.source,
            &table.stamped,
            &table.until,
            &table.done,
            &table.business,
            &table.firm,
            &table.all_products,
            &table.elsewhere,
        ];
        for list in lists {
            assert!(!list.is_empty());
            for word in list {
                assert_eq!(fold(word), *word);
            }
        }
        assert!(table.surnames.len() > 100);
        assert_eq!(table.variants.len(), 6);
        let width = |pair: &[char; 2]| pair.iter().map(|c| c.len_utf8()).sum::<usize>();
        for (from, to) in &table.variants {
            assert_eq!(width(from), width(to), "a variant must not move what follows");
        }
    }
}
