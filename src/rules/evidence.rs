//! Rules on single files that cannot count: each refusal is said, with its reason.

use super::Known;
use crate::model::assessment::{ItemResult, State};
use crate::model::assignment::{Outcome, Refusal};
use crate::model::finding::{Finding, Place, Problem, Severity};

pub(super) fn run(known: &Known, items: &[ItemResult]) -> Vec<Finding> {
    let mut open = vec![None; known.checklist.items.len()];
    items
        .iter()
        .for_each(|item| open[item.item] = Some(item.required && matches!(item.state, State::Missing | State::Short)));
    let files = known.outcomes.iter().enumerate().filter_map(|(index, outcome)| {
        let Outcome::Refused { demand, why } = outcome else {
            return None;
        };
        let item = demand.map(|demand| known.checklist.demands[demand].item);
        let open = item.and_then(|item| open[item]);
        Some(Finding::new(severity(why, open), Place::File(index, item), Problem::Refused(why.clone())))
    });
    let unreadable = known.inventory.unreadable.iter().map(|entry| {
        let problem = Problem::UnreadableFolder { error: entry.error.clone() };
        Finding::new(Severity::Warning, Place::Path(entry.path.clone()), problem)
    });
    let doubts = known.doubts.iter().map(|(file, why)| {
        let item = match &known.outcomes[*file] {
            Outcome::Possible(demands) => demands.first().map(|&demand| known.checklist.demands[demand].item),
            _ => None,
        };
        Finding::new(Severity::Warning, Place::File(*file, item), Problem::Doubtful(why.clone()))
    });
    files.chain(unreadable).chain(doubts).collect()
}

/// A refusal matters where somebody would have counted on the file. `open` tells whether the item, if it is
/// due, still lacks evidence.
fn severity(why: &Refusal, open: Option<bool>) -> Severity {
    match why {
        // Nobody hands these in on purpose, and a document beside its print is good order.
        Refusal::System | Refusal::OwnReport | Refusal::LockOrTemp | Refusal::SameDocument(_) => Severity::Note,
        Refusal::Unreadable(_) | Refusal::LinkOutside(_) => Severity::Warning,
        // Wrong even in a draft: what was handed in for the item must be replaced.
        Refusal::Expired(_) | Refusal::FutureDate(_) | Refusal::OtherParty(_) if open == Some(true) => Severity::Error,
        _ if open.is_some() => Severity::Warning,
        _ => Severity::Note,
    }
}
