//! Which products of the scope a file is about.
//!
//! Its text says it best, then its own name, then the nearest folder. What stands in a company's name
//! (明远热水器有限公司) or behind an empty box (□热水器) names no product.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::fold::Folded;
use super::index::WordIndex;
use super::vocabulary::vocabulary;
use crate::model::assignment::Outcome;
use crate::model::checklist::Checklist;
use crate::model::content::{Content, Source};
use crate::model::facts::{Facts, Mentions};
use crate::model::inventory::Inventory;
use crate::model::kind::extension;
use crate::model::settings::Product;

/// A word of this length or longer may be spread over two lines or cells.
const SPREADABLE: usize = 3;
/// More characters than this name no product, but describe one.
const LONGEST: usize = 20;

/// Looks for the products of the scope in every file that is or may be evidence for an item that must cover them.
pub fn find(
    scope: &[Product],
    checklist: &Checklist,
    inventory: &Inventory,
    facts: &Facts,
    outcomes: &[Outcome],
) -> BTreeMap<usize, Mentions> {
    if scope.is_empty() {
        return BTreeMap::new();
    }
    let products = Products::new(scope);
    let asks = |demand: &usize| checklist.demands[*demand].covers_products;
    let files: Vec<usize> = outcomes
        .iter()
        .enumerate()
        .filter(|(_, outcome)| match outcome {
            Outcome::Counted { demand, also, .. } => asks(demand) || also.iter().any(asks),
            Outcome::Possible(demands) => demands.iter().any(asks),
            Outcome::Refused { .. } | Outcome::SetAside | Outcome::LeftOver => false,
        })
        .map(|(file, _)| file)
        .collect();
    files
        .into_par_iter()
        .map(|file| (file, products.mentions(&inventory.files[file].path, facts.content(file))))
        .collect::<Vec<_>>()
        .into_iter()
        .collect()
}

/// The words that name the products of a scope.
struct Products {
    index: WordIndex,
    /// Each word and its product.
    words: Vec<(Folded, usize)>,
}

/// What one text says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Heard {
    products: BTreeSet<usize>,
    general: bool,
}

impl Products {
    fn new(scope: &[Product]) -> Self {
        let words: Vec<(Folded, usize)> = scope
            .iter()
            .enumerate()
            .flat_map(|(number, product)| {
                std::iter::once(&product.name).chain(&product.aliases).map(move |word| (Folded::new(word), number))
            })
            .filter(|(word, _)| !word.text().is_empty())
            .collect();
        let numbered = words.iter().zip(0..).map(|((word, _), number)| (word.text().into(), number)).collect();
        Self { index: WordIndex::new(numbered), words }
    }

    /// What one file is about.
    fn mentions(&self, path: &str, content: Option<&Content>) -> Mentions {
        let pages = content.map_or(&[][..], |content| &content.pages);
        let mut said = Heard::default();
        for page in pages {
            for text in page.name.iter().chain([&page.text]) {
                let heard = self.heard(&ticked(text));
                said.products.extend(heard.products);
                said.general |= heard.general;
            }
        }
        let mut parts = path.rsplit('/');
        let name = parts.next().unwrap_or_default();
        let stem = extension(name).map_or(name, |ending| &name[..name.len() - ending.len()]);
        let names = std::iter::once(stem).chain(parts).map(|part| self.heard(part));
        let mut mentions = Mentions::default();
        for level in std::iter::once(said).chain(names) {
            mentions.general |= level.general;
            if mentions.about.is_empty() {
                mentions.about.extend(level.products);
            } else {
                mentions.perhaps.extend(level.products.iter().filter(|product| !mentions.about.contains(product)));
            }
        }
        mentions.perhaps.sort_unstable();
        mentions.perhaps.dedup();
        if mentions.about.is_empty() && !mentions.general {
            let own = pages.iter().filter(|page| page.source == Source::Layer);
            for product in own.flat_map(|page| &page.said.products) {
                if !mentions.others.contains(product) && names_one(product) && self.heard(product).products.is_empty() {
                    mentions.others.push(product.clone());
                }
            }
        }
        mentions
    }

    /// The products a text names.
    fn heard(&self, text: &str) -> Heard {
        let text = Folded::new(text);
        let mut places: Vec<(usize, usize, usize)> = Vec::new();
        self.index.find(text.text(), |start, end, number| {
            let (word, product) = &self.words[number as usize];
            if stands(&text, start, end, word) {
                places.push((start, end, *product));
            }
        });
        // A product whose name holds another's is that one and not the other.
        let inside = |&(start, end, _): &(usize, usize, usize)| {
            places.iter().any(|&(from, to, _)| from <= start && end <= to && (from, to) != (start, end))
        };
        let products = places
            .iter()
            .filter(|place| !inside(place) && !in_company(&text, place.1))
            .map(|&(.., product)| product)
            .collect();
        let general = vocabulary().all_products.iter().any(|word| text.text().contains(word));
        Heard { products, general }
    }
}

/// Whether what stands behind 产品名称 names a product, rather than where it is named.
fn names_one(value: &str) -> bool {
    let text = Folded::new(value);
    value.chars().count() <= LONGEST && !vocabulary().elsewhere.iter().any(|word| text.text().contains(word))
}

/// Whether a word that stands at a place of a text stands there as a word.
fn stands(text: &Folded, start: usize, end: usize, word: &Folded) -> bool {
    let bytes = text.text().as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    // KJ300 does not stand in KJ3000 or KJ300A.
    let free = |at: usize| text.is_separated(at) || at == 0 || !(letter(at - 1) && letter(at));
    let gaps = |at: &usize| text.is_separated(*at) && !word.is_separated(*at - start);
    let gaps: Vec<usize> = (start + 1..end).filter(|at| text.text().is_char_boundary(*at)).filter(gaps).collect();
    // KJ-300 is KJ300; a gap within its letters or its digits makes it another.
    let same = |at: usize| bytes[at - 1].is_ascii_digit() == bytes[at].is_ascii_digit();
    let broken = gaps.iter().any(|&at| letter(at - 1) && letter(at) && same(at));
    let apart = text.is_separated(start) && text.is_separated(end);
    let long = word.text().chars().count() >= SPREADABLE;
    free(start) && free(end) && !broken && (gaps.is_empty() || long || apart)
}

/// Whether a company's name goes on where a word ends: 热水器|制造有限公司, 热水器|（苏州）有限公司.
fn in_company(text: &Folded, mut at: usize) -> bool {
    let words = vocabulary();
    let whole = text.text();
    let mut bracketed = false;
    while at < whole.len() {
        if text.is_bracketed(at) {
            at += whole[at..].chars().next().map_or(1, char::len_utf8);
            bracketed = true;
            continue;
        }
        if text.is_separated(at) && !bracketed {
            return false;
        }
        bracketed = false;
        let rest = &whole[at..];
        let ends =
            |word: &&&str| rest.starts_with(**word) && (word.contains("有限") || text.is_separated(at + word.len()));
        if words.firm.iter().any(|word| ends(&word)) {
            return true;
        }
        match words.business.iter().filter(|word| rest.starts_with(**word)).map(|word| word.len()).max() {
            Some(length) => at += length,
            None => return false,
        }
    }
    false
}

/// A text without the options of a form whose boxes nobody ticked.
fn ticked(text: &str) -> std::borrow::Cow<'_, str> {
    const EMPTY: [char; 4] = ['□', '☐', '▢', '◻'];
    const TICKS: [char; 6] = ['√', '✓', '✔', '☑', '☒', '■'];
    if !text.contains(EMPTY) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut parts = line.split(EMPTY);
        let before = parts.next().unwrap_or_default();
        out.push_str(before);
        // A tick stands before the box, or right behind the option it belongs to.
        let mut ticked = before.trim_end().ends_with(TICKS);
        for part in parts {
            let option = part.trim_start();
            let ends = option.find(|c: char| c.is_whitespace() || TICKS.contains(&c)).unwrap_or(option.len());
            let (name, rest) = option.split_at(ends);
            let behind = !ticked && !name.is_empty() && rest.starts_with(['√', '✓', '✔']);
            out.push(' ');
            out.push_str(if ticked || behind { part } else { rest });
            let rest = if behind { rest.trim_start_matches(TICKS) } else { rest };
            ticked = rest.trim_end().ends_with(TICKS);
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn products() -> Products {
        let product = |name: &str, aliases: &[&str]| Product {
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        Products::new(&[product("热水器", &[]), product("空气能热水器", &[]), product("电机", &["YH-C10", "A1"])])
    }

    #[test]
    fn products_are_told_from_what_holds_their_letters() {
        let products = products();
        for (text, expected) in [
            ("燃气热水器维修", &[0][..]),
            ("空气能热水器", &[1]),
            ("空气能热水器和热水器", &[0, 1]),
            ("熱 水\n器", &[0]),
            ("電機", &[2]),
            ("电 机", &[2]),
            ("发电 机房", &[]),
            ("YH－C10 型", &[2]),
            ("YHC10", &[2]),
            ("YH-C100", &[]),
            ("XYH-C10", &[]),
            ("型号A1", &[2]),
            ("A12、BA1、A1B", &[]),
            ("明远热水器有限公司", &[]),
            ("明远热水器（苏州）股份有限公司", &[]),
            ("明远热水器厂", &[]),
            ("热水器厂家电话", &[0]),
            ("热水器\n公司名称", &[0]),
            ("热水器 有限公司", &[0]),
        ] {
            let found: Vec<usize> = products.heard(text).products.into_iter().collect();
            assert_eq!(found, expected, "{text}");
        }
        assert!(products.heard("适用全系列产品").general);
    }

    #[test]
    fn only_ticked_options_are_said() {
        for (text, expected) in [
            ("□热水器 □净化器", " "),
            ("□热水器 ☑净化器", " ☑净化器"),
            ("√□热水器 □净化器", "√热水器"),
            ("□热水器√ □净化器", "热水器√"),
            ("□热水器\n热水器", "\n热水器"),
            ("热水器", "热水器"),
        ] {
            let plain = |text: &str| text.split(' ').collect::<String>();
            assert_eq!(plain(&ticked(text)), plain(expected), "{text}");
        }
    }

    #[test]
    fn what_stands_nearest_says_it() {
        let products = products();
        let of = |path: &str| {
            let mentions = products.mentions(path, None);
            (mentions.about, mentions.perhaps)
        };
        assert_eq!(of("热水器/电机/记录.pdf"), (vec![2], vec![0]));
        assert_eq!(of("热水器/电机热水器.pdf"), (vec![0, 2], vec![]));
        assert_eq!(of("资料/记录.pdf"), (vec![], vec![]));
    }
}
