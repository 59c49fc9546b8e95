//! Whether evidence is in force.

use super::super::Known;
use super::own::is_whole;
use crate::model::assignment::Refusal;
use crate::model::content::{Content, DateRole, Page, When};
use crate::model::finding::Problem;

/// What a file says of its validity.
struct Validity {
    /// The end of validity of each document in the file; never empty.
    ends: Vec<When>,
    /// The document's own text says so, throughout.
    certain: bool,
    /// Only the file's name says so.
    by_name: bool,
}

/// What a file says of its validity; `None` if it says nothing of it. New licences give no end.
fn validity(known: &Known, file: usize) -> Option<Validity> {
    // A person who gives the date has read the paper, and found the program's reading of its dates wrong.
    if known.assigned(file).is_some_and(|assign| assign.date.is_some()) {
        return None;
    }
    let text = known.facts.content(file).map(|content| {
        let pages = content.pages.iter().filter_map(end);
        let several = known.recognitions[file].records.is_some_and(|(certain, _)| certain > 1);
        // One document may print its validity on several pages, or a shorter one of a part of it.
        let ends: Vec<When> = if several { pages.collect() } else { pages.max_by_key(days).into_iter().collect() };
        Validity { ends, certain: is_whole(content), by_name: false }
    });
    text.filter(|text| !text.ends.is_empty()).or_else(|| {
        let named = known.recognitions[file].dates.iter().filter(|dated| dated.role == DateRole::ValidUntil);
        let end = named.map(|dated| dated.when).max_by_key(days)?;
        Some(Validity { ends: vec![end], certain: false, by_name: true })
    })
}

/// The end of validity a page prints; the latest, if it prints several.
fn end(page: &Page) -> Option<When> {
    let until = page.said.dates.iter().filter(|dated| dated.role == DateRole::ValidUntil);
    until.map(|dated| dated.when).max_by_key(days)
}

/// Its last day, to compare by; without end comes last.
fn days(when: &When) -> (bool, Option<jiff::civil::Date>) {
    (*when == When::Forever, when.last_day())
}

/// A file that is no longer in force. Of several documents in one file all must be; if some are, that is a doubt.
pub(super) fn expired(known: &Known, file: usize) -> Option<(Refusal, bool)> {
    let Validity { ends, certain, .. } = validity(known, file)?;
    let over = |when: &&When| when.last_day().is_some_and(|last| last < known.today);
    let last = ends.iter().filter(over).max_by_key(|when| days(when))?;
    let all = ends.iter().all(|when| over(&when));
    Some((Refusal::Expired(*last), certain && all))
}

/// Whether a file says until when it is in force, and is by now. A name alone does not answer that.
pub(super) fn is_said(known: &Known, file: usize) -> bool {
    let begins = |content: &Content| {
        let from = content.pages.iter().flat_map(|page| &page.said.dates).filter(|d| d.role == DateRole::ValidFrom);
        from.filter_map(|dated| dated.when.first_day()).min()
    };
    let ahead = known.facts.content(file).and_then(begins).is_some_and(|first| first > known.today);
    !ahead && validity(known, file).is_some_and(|validity| !validity.by_name)
}

/// In force today, and no longer on the day of the audit.
pub(super) fn ends_before_audit(known: &Known, file: usize) -> Option<Problem> {
    let audit = known.settings.audit_date?;
    let Validity { ends, certain, .. } = validity(known, file)?;
    let until = *ends.iter().min_by_key(|when| days(when))?;
    let ends = until.last_day().is_some_and(|last| last >= known.today && last < audit);
    (ends && (certain || known.assigned(file).is_none())).then_some(Problem::ExpiresBeforeAudit { until, audit })
}
