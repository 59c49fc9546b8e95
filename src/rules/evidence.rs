//! Rules on single files that cannot count: each refusal is said, with its reason.

use super::Known;
use crate::model::assessment::ItemResult;
use crate::model::assignment::{Outcome, Refusal};
use crate::model::finding::{Finding, Place, Problem, Severity};

pub(super) fn run(known: &Known, items: &[ItemResult]) -> Vec<Finding> {
    let mut due = vec![false; known.checklist.items.len()];
    items.iter().for_each(|item| due[item.item] = true);
    let files = known.outcomes.iter().enumerate().filter_map(|(index, outcome)| {
        let Outcome::Refused { demand, why } = outcome else {
            return None;
        };
        let item = demand.map(|demand| known.checklist.demands[demand].item);
        let wanted = item.is_some_and(|item| due[item]);
        Some(Finding {
            severity: severity(why, wanted),
            place: Place::File(index, item),
            problem: Problem::Refused(why.clone()),
        })
    });
    let unreadable = known.inventory.unreadable.iter().map(|entry| Finding {
        severity: Severity::Warning,
        place: Place::Path(entry.path.clone()),
        problem: Problem::UnreadableFolder { error: entry.error.clone() },
    });
    files.chain(unreadable).collect()
}

/// A refusal matters where somebody would have counted on the file.
fn severity(why: &Refusal, wanted: bool) -> Severity {
    match why {
        // Nobody hands these in on purpose, and a document beside its print is good order.
        Refusal::System | Refusal::LockOrTemp | Refusal::SameDocument(_) => Severity::Note,
        Refusal::Unreadable(_) | Refusal::LinkOutside(_) => Severity::Warning,
        _ if wanted => Severity::Warning,
        _ => Severity::Note,
    }
}
