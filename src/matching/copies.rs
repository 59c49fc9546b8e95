//! Files that repeat each other: the same bytes, text, or picture.

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use super::fold::fold;
use crate::model::content::{Content, Picture, Source, When};
use crate::model::facts::{Copies, Facts, LEAST_WORDS, Same};

/// Hashes that differ in no more bits are of one picture, if its parts look the same too.
const SAME_BITS: u32 = 8;
/// The largest difference of brightness between the same spots of two copies of one picture, 0–255.
/// One other word in a filled-in form makes more.
const SAME_BRIGHTNESS: u8 = 6;
/// Hashes that differ in no more bits look alike.
const ALIKE_BITS: u32 = 40;
/// So many pictures are compared, each with each.
const COMPARED: usize = 20_000;

/// Finds the repetitions among the files of a dossier. `digests` holds, by file, the digest of its bytes.
pub fn find(digests: &[Option<[u8; 32]>], facts: &mut Facts) {
    let mut copies = groups(digests.iter().copied(), Same::Bytes);
    let contents = &facts.contents;
    let stream = |content: &Content| only_picture(content)?.stream;
    copies.extend(groups(contents.iter().map(|content| content.as_deref().and_then(stream)), Same::Stream));
    copies.extend(groups(contents.iter().map(|content| content.as_deref()?.words), Same::Text));
    let pictures: Vec<(usize, &Picture)> = contents
        .iter()
        .enumerate()
        .filter_map(|(index, content)| Some((index, content.as_deref().and_then(only_picture)?)))
        .take(COMPARED)
        .collect();
    let mut near: Vec<(usize, usize, u32, bool)> = pictures
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, (a, one))| {
            pictures[at + 1..].iter().filter_map(move |(b, other)| {
                let bits = one.distance(other);
                (bits <= ALIKE_BITS && one.stream.is_none_or(|stream| other.stream != Some(stream)))
                    .then(|| (*a, *b, bits, bits <= SAME_BITS && one.largest_difference(other) <= SAME_BRIGHTNESS))
            })
        })
        .collect();
    near.sort_unstable();
    let mut alike = Vec::new();
    for (a, b, bits, same) in near {
        let (Some(one), Some(other)) = (contents[a].as_deref(), contents[b].as_deref()) else { continue };
        // Two copies of one form may differ in nothing but a date, which is too small to be seen.
        if same && !other_dates(one, other) {
            copies.push(Copies { files: vec![a, b], same: Same::Picture(bits) });
        } else if same || texts_agree(one, other) {
            alike.push((a, b, bits));
        }
    }
    facts.copies = copies;
    facts.alike = alike;
}

/// Groups of two or more files with the same key, in inventory order.
fn groups(keys: impl Iterator<Item = Option<[u8; 32]>>, same: Same) -> Vec<Copies> {
    let mut groups: BTreeMap<[u8; 32], Vec<usize>> = BTreeMap::new();
    for (index, key) in keys.enumerate() {
        if let Some(key) = key {
            groups.entry(key).or_default().push(index);
        }
    }
    let mut found: Vec<Copies> =
        groups.into_values().filter(|files| files.len() > 1).map(|files| Copies { files, same }).collect();
    found.sort_unstable_by(|a, b| a.files.cmp(&b.files));
    found
}

/// The picture of a document that is one picture and nothing else.
fn only_picture(content: &Content) -> Option<&Picture> {
    let [page] = content.pages.as_slice() else { return None };
    page.picture.as_ref().filter(|_| content.page_count == 1 && page.source != Source::Blank)
}

/// The letters and digits of a document; `None` if there are too few to tell it from another.
fn words(content: &Content) -> Option<String> {
    let mut words = String::new();
    for page in &content.pages {
        words.extend(fold(&page.text).chars().filter(|c| c.is_alphanumeric()));
    }
    (words.chars().count() >= LEAST_WORDS).then_some(words)
}

/// Whether both say dates, and not one of them is the same.
fn other_dates(one: &Content, other: &Content) -> bool {
    let dates = |content: &Content| -> HashSet<When> {
        content.pages.iter().flat_map(|page| &page.said.dates).map(|dated| dated.when).collect()
    };
    let (one, other) = (dates(one), dates(other));
    !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

/// Whether two pictures may be of one page by what was read off them; where nothing was, they may.
fn texts_agree(one: &Content, other: &Content) -> bool {
    let (Some(one), Some(other)) = (words(one), words(other)) else { return true };
    let start = |text: &str| text.chars().take(400).collect::<String>();
    // Two readings of one page differ in some letters.
    strsim::normalized_damerau_levenshtein(&start(&one), &start(&other)) > 0.9
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::content::{DateRole, Dated, Page, THUMB};

    /// A scan, its hash with the first `bits` set, and a date that OCR read off it.
    fn scan(bits: u32, day: i8) -> Option<Arc<Content>> {
        let hash = [(1u64 << bits) - 1, 0, 0, 0];
        let thumb = vec![200; THUMB * THUMB];
        let picture = Picture { width: 9, height: 9, hash, thumb, stream: None, blurred: false };
        let mut page = Page { picture: Some(picture), source: Source::Ocr(90), ..Page::default() };
        let when = When::Day(jiff::civil::date(2026, 1, day));
        page.said.dates.push(Dated { role: DateRole::Signed, when });
        Some(Arc::new(Content { page_count: 1, pages: vec![page], ..Content::default() }))
    }

    fn found(contents: Vec<Option<Arc<Content>>>) -> (usize, usize) {
        let mut facts = Facts { contents, ..Facts::default() };
        find(&[None, None], &mut facts);
        (facts.copies.len(), facts.alike.len())
    }

    #[test]
    fn a_picture_saved_again_is_a_copy_and_one_form_with_other_dates_only_looks_alike() {
        assert_eq!(found(vec![scan(0, 1), scan(3, 1)]), (1, 0));
        assert_eq!(found(vec![scan(0, 1), scan(3, 2)]), (0, 1));
        assert_eq!(found(vec![scan(0, 1), scan(20, 1)]), (0, 1));
        assert_eq!(found(vec![scan(0, 1), scan(60, 1)]), (0, 0));
    }
}
