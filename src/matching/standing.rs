//! Honest counting: which files may count at all, and what becomes of every file.

use super::assign::{Offer, spread};
use super::twins::same_documents;
use crate::model::assignment::{Outcome, Refusal};
use crate::model::checklist::Checklist;
use crate::model::facts::Facts;
use crate::model::inventory::{File, Inventory, Never};
use crate::model::kind::{Kind, extension};
use crate::model::recognition::{Reason, Recognition};

/// A file placed by hand: the demand, or `None` for nowhere, and how many it counts for.
pub type Placed = Option<(Option<usize>, u32)>;

/// Decides what becomes of every file. `due` says which demands are due in the stages checked;
/// `placed` holds, by file, what `dossier.yaml` says.
pub fn settle(
    checklist: &Checklist,
    inventory: &Inventory,
    facts: &Facts,
    recognitions: &[Recognition],
    placed: &[Placed],
    due: &[bool],
) -> Vec<Outcome> {
    let files = &inventory.files;
    let place = |index: usize| placed.get(index).copied().flatten();
    let mut refusals: Vec<Option<Refusal>> = files
        .iter()
        .enumerate()
        .map(|(index, file)| {
            let by_hand = matches!(place(index), Some((Some(_), _)));
            refuse(checklist, file, &recognitions[index], facts.unreadable.get(&index), by_hand)
        })
        .collect();
    refuse_copies(files, facts, recognitions, &mut refusals);
    let twins = same_documents(files, recognitions, |index| refusals[index].is_none() && place(index).is_none());
    for (index, keep) in twins {
        refusals[index] = Some(Refusal::SameDocument(keep));
    }

    let mut have = vec![0u32; checklist.demands.len()];
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(files.len());
    let mut ties: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, recognition) in recognitions.iter().enumerate() {
        let outcome = match (refusals[index].take(), place(index)) {
            _ if files[index].never == Some(Never::Settings) => Outcome::SetAside,
            (_, Some((None, _))) => Outcome::SetAside,
            (Some(why), _) => Outcome::Refused { demand: named(recognition), why },
            (None, Some((Some(demand), count))) => counted(demand, count, count, Vec::new()),
            (None, None) => {
                let best = recognition.best().iter().map(|c| usize::from(c.demand));
                let fitting: Vec<usize> = best.filter(|&d| fits(checklist, d, &files[index], recognition)).collect();
                offer(recognition, &fitting, index, &mut ties)
            }
        };
        if let Outcome::Counted { demand, certain, .. } = &outcome {
            have[*demand] += certain;
        }
        outcomes.push(outcome);
    }

    for (index, demands) in &ties {
        if let Outcome::Counted { demand, certain, .. } = &outcomes[*index] {
            have[*demand] -= certain;
            debug_assert_eq!(*demand, demands[0]);
        }
    }
    let open: Vec<u32> = checklist
        .demands
        .iter()
        .enumerate()
        .map(|(index, demand)| if due[index] { demand.min.saturating_sub(have[index]) } else { 0 })
        .collect();
    let offers: Vec<Offer<'_>> = ties.iter().map(|(_, demands)| demands.as_slice()).collect();
    let spread = spread(&offers, &open);
    for ((index, demands), chosen) in ties.iter().zip(spread) {
        if let Outcome::Counted { demand, also, .. } = &mut outcomes[*index] {
            *demand = chosen;
            also.extend(demands.iter().filter(|&&d| d != chosen));
        }
    }
    outcomes
}

/// What a file that may count is offered to; ties are noted, and counted for the first for now.
fn offer(recognition: &Recognition, fitting: &[usize], index: usize, ties: &mut Vec<(usize, Vec<usize>)>) -> Outcome {
    let others = |least_certain: bool| -> Vec<usize> {
        let words = |reason: &Reason| matches!(reason, Reason::Term(_));
        recognition.possible().filter(|c| least_certain || words(&c.reason)).map(|c| usize::from(c.demand)).collect()
    };
    match fitting {
        [] => {
            let possible = others(true);
            if possible.is_empty() { Outcome::LeftOver } else { Outcome::Possible(possible) }
        }
        [first, rest @ ..] => {
            if !rest.is_empty() {
                ties.push((index, fitting.to_vec()));
            }
            counted(*first, 1, recognition.count_mark.unwrap_or(1), others(false))
        }
    }
}

fn counted(demand: usize, certain: u32, possible: u32, also: Vec<usize>) -> Outcome {
    Outcome::Counted { demand, certain, possible: possible.max(certain), also }
}

/// The demand a refused file would have served.
fn named(recognition: &Recognition) -> Option<usize> {
    recognition.candidates.first().map(|c| usize::from(c.demand))
}

/// The kind of document a file's name says it is.
fn kind_of(file: &File) -> Kind {
    extension(file.name()).map_or(Kind::Other, Kind::of_extension)
}

/// Whether a demand accepts the file's kind, and needs no stamp it says it lacks.
fn fits(checklist: &Checklist, demand: usize, file: &File, recognition: &Recognition) -> bool {
    let demand = &checklist.demands[demand];
    demand.accept.contains(&kind_of(file)) && !(demand.sealed && recognition.unsealed.is_some())
}

/// Why a file cannot count, looked at by itself.
fn refuse(
    checklist: &Checklist,
    file: &File,
    recognition: &Recognition,
    unreadable: Option<&String>,
    by_hand: bool,
) -> Option<Refusal> {
    match &file.never {
        Some(Never::LockOrTemp) => return Some(Refusal::LockOrTemp),
        Some(Never::System | Never::Settings) => return Some(Refusal::System),
        Some(Never::LinkOutside(target)) => return Some(Refusal::LinkOutside(target.clone())),
        Some(Never::LinkInside(target)) => return Some(Refusal::LinkInside(target.clone())),
        None => {}
    }
    if file.size == Some(0) {
        return Some(Refusal::Empty);
    }
    if let Some(error) = unreadable {
        return Some(Refusal::Unreadable(error.clone()));
    }
    if by_hand {
        return None;
    }
    if let Some(word) = &recognition.refused {
        // A template nobody would take for evidence is only a file left over.
        return (!recognition.candidates.is_empty()).then(|| Refusal::TemplateOrPolicy(word.to_string()));
    }
    let best = recognition.best();
    let wanted = if best.is_empty() { &recognition.candidates[..] } else { best };
    if wanted.is_empty() || wanted.iter().any(|c| fits(checklist, usize::from(c.demand), file, recognition)) {
        return None;
    }
    let kind = kind_of(file);
    match &recognition.unsealed {
        Some(mark) if wanted.iter().any(|c| checklist.demands[usize::from(c.demand)].accept.contains(&kind)) => {
            Some(Refusal::NotSealed(mark.to_string()))
        }
        _ => Some(Refusal::WrongFormat(extension(file.name()).unwrap_or_default().to_owned())),
    }
}

/// Of files with the same bytes one counts: the one that fits best, with the shortest name.
fn refuse_copies(files: &[File], facts: &Facts, recognitions: &[Recognition], refusals: &mut [Option<Refusal>]) {
    for group in &facts.same_bytes {
        let rank = |&&index: &&usize| {
            let fit = recognitions[index].candidates.first().map_or((true, true), |c| (false, !c.certain));
            (fit, files[index].name().chars().count(), index)
        };
        let Some(&keep) = group.iter().filter(|&&index| refusals[index].is_none()).min_by_key(rank) else {
            continue;
        };
        for &index in group.iter().filter(|&&index| index != keep) {
            if refusals[index].is_none() {
                refusals[index] = Some(Refusal::SameBytes(keep));
            }
        }
    }
}
