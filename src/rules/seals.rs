//! Rules on stamps: whether a round red seal is seen where a paper must be stamped or signed (seed 002: P2 to P6).
//! A seal that is not seen never refuses a file: a signature does as well, and copies are often black and white.

use super::{Known, Withdrawal};
use crate::model::assignment::Refusal;
use crate::model::content::Seal;
use crate::model::finding::{Finding, Place, Problem, Severity};

/// What is known of the stamp on a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stamp {
    /// Seen, by the program or by a person.
    Seen,
    /// Every page was looked at in colour, and none bears one.
    NotSeen,
    /// A person says it is not stamped.
    Denied,
    /// Nobody can tell.
    Unknown,
}

fn stamp(known: &Known, file: usize) -> Stamp {
    if let Some(sealed) = known.assigned(file).and_then(|assign| assign.sealed) {
        return if sealed { Stamp::Seen } else { Stamp::Denied };
    }
    let Some(content) = known.facts.content(file) else { return Stamp::Unknown };
    let seals = || content.pages.iter().map(|page| page.seal);
    if content.signed || seals().any(|seal| seal == Some(Seal::Seen)) {
        Stamp::Seen
    } else if !content.pages.is_empty() && seals().all(|seal| seal == Some(Seal::NotSeen)) {
        Stamp::NotSeen
    } else {
        Stamp::Unknown
    }
}

/// What a person says is not stamped does not count.
pub(super) fn withdraw(known: &Known) -> Vec<Withdrawal> {
    if known.settings.assign.iter().all(|assign| assign.sealed != Some(false)) {
        return Vec::new();
    }
    let sealed = known.counted().filter(|(_, demand)| known.checklist.demands[*demand].sealed);
    sealed
        .filter(|(file, _)| stamp(known, *file) == Stamp::Denied)
        .map(|(file, _)| Withdrawal { file, why: Refusal::NotSealed("sealed: false".to_owned()), certain: true })
        .collect()
}

/// Files of which nobody can tell.
pub(super) fn unanswered(known: &Known, demand: usize, evidence: &[usize]) -> Vec<usize> {
    let asks = known.checklist.demands[demand].sealed;
    let open = evidence.iter().copied().filter(|&file| asks && stamp(known, file) != Stamp::Seen);
    open.collect()
}

pub(super) fn run(known: &Known) -> Vec<Finding> {
    if !known.facts.opened {
        return Vec::new();
    }
    let sealed = known.counted().filter(|(_, demand)| known.checklist.demands[*demand].sealed);
    sealed
        .filter(|(file, _)| stamp(known, *file) == Stamp::NotSeen)
        .map(|(file, demand)| {
            let item = known.checklist.demands[demand].item;
            Finding::new(Severity::Warning, Place::File(file, Some(item)), Problem::SealNotSeen)
        })
        .collect()
}
