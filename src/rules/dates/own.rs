//! The dates of one file: as a person read them, else as its text says, else as its name says.

use super::super::Known;
use crate::model::content::{Content, DateRole, Dated, Source, When};

/// Every role but the end of a former cycle, which says nothing of the present.
pub(super) const ALL: [DateRole; 7] = [
    DateRole::Issued,
    DateRole::ValidFrom,
    DateRole::ValidUntil,
    DateRole::Signed,
    DateRole::PeriodFrom,
    DateRole::PeriodTo,
    DateRole::Unsaid,
];

/// Dates of a file, and what they are worth.
pub(super) struct Own {
    /// In the order they stand there; never empty.
    pub dates: Vec<Dated>,
    /// A person read them, or they stand in a document that has a text of its own throughout.
    pub certain: bool,
    /// Only the file's name gives them.
    pub by_name: bool,
}

/// The dates of a file that have one of these roles; `None` if there are none.
pub(super) fn own(known: &Known, file: usize, roles: &[DateRole]) -> Option<Own> {
    if let Some(date) = known.assigned(file).and_then(|assign| assign.date) {
        let signed = Dated { role: DateRole::Signed, when: When::Day(date) };
        let dates = if roles.contains(&DateRole::Signed) { vec![signed] } else { Vec::new() };
        return (!dates.is_empty()).then_some(Own { dates, certain: true, by_name: false });
    }
    of_text(known, file, roles).or_else(|| {
        let dates: Vec<Dated> =
            known.recognitions[file].dates.iter().filter(|dated| roles.contains(&dated.role)).copied().collect();
        (!dates.is_empty()).then_some(Own { dates, certain: false, by_name: true })
    })
}

/// The dates of its text alone.
pub(super) fn of_text(known: &Known, file: usize, roles: &[DateRole]) -> Option<Own> {
    let content = known.facts.content(file)?;
    let said = content.pages.iter().flat_map(|page| &page.said.dates);
    let dates: Vec<Dated> = said.filter(|dated| roles.contains(&dated.role)).copied().collect();
    (!dates.is_empty()).then(|| Own { dates, certain: is_whole(content), by_name: false })
}

/// Whether all of a document was read from a text of its own: a page nobody read may bear another date.
pub(super) fn is_whole(content: &Content) -> bool {
    content.trouble.is_none()
        && content.pages.len() == content.page_count as usize
        && content.pages.iter().all(|page| matches!(page.source, Source::Layer | Source::Blank))
}

/// The periods among dates: first and last, the first being the last where none is given.
pub(super) fn periods(dates: &[Dated]) -> Vec<(When, When)> {
    let mut from = None;
    let mut found = Vec::new();
    for dated in dates {
        match dated.role {
            DateRole::PeriodFrom => from = Some(dated.when),
            DateRole::PeriodTo => found.push((from.take().unwrap_or(dated.when), dated.when)),
            _ => {}
        }
    }
    found
}
