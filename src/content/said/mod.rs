//! What the text of a page says: dates, numbers, companies; and whether a form is filled in.

mod dates;
mod fold;
mod form;
mod ids;
mod papers;
mod parties;
mod persons;
mod roster;
mod rows;
pub(super) mod tables;
mod words;

use regex::Regex;

use crate::model::content::{Page, Said};

/// Fills in `said` and `form`, and masks identity numbers in every text of the page.
pub(super) fn complete(page: &mut Page) {
    let resident_ids = mask_all(page);
    let text = fold::fold(&page.text);
    let gathered = fold::gather(&text);
    let rows = rows::rows(&gathered);
    page.form = form::fields(&rows);
    // What tables show was found while they had columns.
    let Said { mut persons, roster, slots, .. } = std::mem::take(&mut page.said);
    persons::behind_labels(&rows, &resident_ids, &mut persons);
    page.said = Said {
        dates: dates::dates(&fold::squeeze(&text)),
        credit_codes: ids::credit_codes(&text),
        resident_ids,
        companies: parties::companies(&text),
        customers: parties::customers(&rows),
        products: parties::products(&rows),
        persons,
        roster,
        heads: papers::heads(&rows),
        parties: papers::parties(&gathered),
        slots,
    };
}

/// Whether a line names a record, form or register and says nothing more.
pub(super) fn is_title(line: &str) -> bool {
    words::TITLE.is_match(line)
}

/// Whether a line is a company's name.
pub(super) fn is_company(line: &str) -> bool {
    parties::is_company(line)
}

/// A text that belongs to no page with the identity numbers in it masked; `None` if it holds none.
pub(super) fn masked(text: &str) -> Option<String> {
    ids::mask(text, ids::names_one(text), &mut Vec::new())
}

/// Masks identity numbers wherever the page holds text; gives those its text held, masked.
fn mask_all(page: &mut Page) -> Vec<String> {
    let named = ids::names_one(&page.text);
    let mut found = Vec::new();
    if let Some(masked) = ids::mask(&page.text, named, &mut found) {
        page.text = masked;
    }
    let header = page.table.iter_mut().flat_map(|table| table.header.iter_mut());
    for text in page.titles.iter_mut().chain(header).chain(page.name.iter_mut()) {
        if let Some(masked) = ids::mask(text, named, &mut found) {
            *text = masked;
        }
    }
    found
}

/// A constant pattern.
#[expect(clippy::unwrap_used, reason = "the patterns are constants, and tests use each")]
fn pattern(source: &str) -> Regex {
    Regex::new(source).unwrap()
}

/// Adds a value once.
fn keep(values: &mut Vec<String>, value: String) {
    if !values.contains(&value) {
        values.push(value);
    }
}

/// The last characters before a place: enough to hold a label.
fn tail(text: &str, end: usize) -> &str {
    let before = text.get(..end).unwrap_or_default();
    before.char_indices().rev().nth(31).map_or(before, |(start, _)| &before[start..])
}

#[cfg(test)]
mod tests;
