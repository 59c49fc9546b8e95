//! Rules on what files say and how they look, where that does not refuse them.

use rayon::prelude::*;

use super::{Known, Withdrawal};
use crate::model::assignment::{Outcome, Refusal};
use crate::model::content::{Content, Page};
use crate::model::finding::{Finding, Place, Problem, Severity};
use crate::model::kind::Kind;

/// Evidence that looks like a form nobody filled in. Who placed it by hand has looked at it.
pub(super) fn withdraw(known: &Known) -> Vec<Withdrawal> {
    let looks_blank = |file: usize| known.facts.content(file).is_some_and(Content::may_be_blank_form);
    known
        .counted_on_all_threads()
        .filter(|(file, _)| looks_blank(*file) && known.assigned(*file).is_none())
        .map(|(file, _)| Withdrawal { file, why: Refusal::BlankForm, certain: false })
        .collect()
}

pub(super) fn run(known: &Known) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !known.facts.opened {
        return findings;
    }
    for (index, outcome) in known.outcomes.iter().enumerate() {
        let item = match outcome {
            Outcome::Counted { demand, .. } => Some(*demand),
            Outcome::Possible(demands) => demands.first().copied(),
            Outcome::Refused { .. } | Outcome::SetAside | Outcome::LeftOver => None,
        };
        let Some(item) = item.map(|demand| known.checklist.demands[demand].item) else { continue };
        let mut say = |severity, problem| {
            findings.push(Finding::new(severity, Place::File(index, Some(item)), problem));
        };
        if let Some(content) = known.facts.content(index) {
            let named = known.inventory.files[index].named_kind();
            let really = content.format.kind();
            if really != Kind::Other && really != named && !same_family(named, really) {
                say(Severity::Warning, Problem::ExtensionMismatch { format: content.format });
            }
            if let Some(why) = content.unread_because() {
                say(Severity::Warning, Problem::NotRead { why: why.clone() });
            }
            let doubted = || known.doubts.iter().any(|(file, _)| *file == index);
            if matches!(outcome, Outcome::Possible(_)) && content.may_be_blank_form() && !doubted() {
                say(Severity::Warning, Problem::Doubtful(Refusal::BlankForm));
            }
            if is_blurred(content) {
                say(Severity::Warning, Problem::Blurred);
            }
        }
        if let Some(problem) = mismatch(known, index) {
            say(Severity::Warning, problem);
        }
    }
    for &(one, other, bits) in &known.facts.alike {
        let counts = |file: usize| matches!(known.outcomes[file], Outcome::Counted { .. } | Outcome::Possible(_));
        if counts(one) && counts(other) {
            let problem = Problem::LooksAlike { other: one, bits };
            findings.push(Finding::new(Severity::Warning, Place::File(other, None), problem));
        }
    }
    findings
}

/// Text with or without commas is the same to an office program.
fn same_family(named: Kind, really: Kind) -> bool {
    matches!((named, really), (Kind::Excel | Kind::Text | Kind::Other | Kind::Word, Kind::Text | Kind::Excel) if named != Kind::Word || really == Kind::Text)
        || (named == Kind::Other && really == Kind::Html)
}

fn is_blurred(content: &Content) -> bool {
    let blurred = |page: &Page| page.picture.as_ref().is_some_and(|picture| picture.blurred);
    !content.pages.is_empty() && content.pages.iter().all(blurred)
}

/// The title on the page and the file's name say different things.
fn mismatch(known: &Known, index: usize) -> Option<Problem> {
    let recognition = &known.recognitions[index];
    let heard = recognition.heard.as_ref().filter(|heard| heard.contradicts)?;
    let item = |demand: u16| known.checklist.demands[usize::from(demand)].item;
    let content = heard.demands.first().map(|d| item(*d));
    let mut named = recognition.candidates.iter().map(|c| c.demand).filter(|d| !heard.demands.contains(d));
    Some(Problem::NameContentMismatch {
        name: item(named.next()?),
        content,
        title: heard.title.to_string(),
        page: heard.page,
    })
}
