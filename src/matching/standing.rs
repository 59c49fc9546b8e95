//! Honest counting: which files may count at all, and what becomes of every file.

use rayon::prelude::*;

use super::assign::{Offer, spread};
use super::twins::same_documents;
use crate::model::assignment::{Outcome, Refusal};
use crate::model::checklist::{Checklist, Demand};
use crate::model::facts::Facts;
use crate::model::inventory::{File, Inventory, Never};
use crate::model::kind::extension;
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
    let mut refusals: Vec<Option<Refusal>> = (0..files.len())
        .into_par_iter()
        .map(|index| {
            let by_hand = matches!(place(index), Some((Some(_), _)));
            refuse(checklist, &files[index], &recognitions[index], facts.unreadable.get(&index), by_hand)
        })
        .collect();
    refuse_copies(files, facts, recognitions, &mut refusals);
    let twins = same_documents(files, recognitions, |index| refusals[index].is_none() && place(index).is_none());
    for (index, keep) in twins {
        refusals[index] = Some(Refusal::SameDocument(keep));
    }

    let mut outcomes: Vec<Outcome> = refusals
        .into_par_iter()
        .enumerate()
        .map(|(index, refusal)| match (refusal, place(index)) {
            _ if files[index].never == Some(Never::Settings) => Outcome::SetAside,
            (_, Some((None, _))) => Outcome::SetAside,
            (Some(why), _) => Outcome::Refused { demand: named(&recognitions[index]), why },
            (None, Some((Some(demand), count))) => counted(demand, count, count, Vec::new()),
            (None, None) => offer(checklist, &files[index], &recognitions[index]),
        })
        .collect();
    spread_ties(checklist, files, recognitions, due, placed, &mut outcomes);
    outcomes
}

/// Files that fit several demands equally well go where they are wanted.
fn spread_ties(
    checklist: &Checklist,
    files: &[File],
    recognitions: &[Recognition],
    due: &[bool],
    placed: &[Placed],
    outcomes: &mut [Outcome],
) {
    let mut have = vec![0u32; checklist.demands.len()];
    let mut ties: Vec<(usize, Vec<usize>)> = Vec::new();
    for (index, outcome) in outcomes.iter().enumerate() {
        let Outcome::Counted { demand, certain, .. } = outcome else { continue };
        let by_hand = placed.get(index).copied().flatten().is_some();
        if !by_hand && recognitions[index].best().len() > 1 {
            let fitting: Vec<usize> = fitting(checklist, &files[index], &recognitions[index]).collect();
            if fitting.len() > 1 {
                ties.push((index, fitting));
                continue;
            }
        }
        have[*demand] += certain;
    }
    let wanted =
        |(index, demand): (usize, &Demand)| if due[index] { demand.min.saturating_sub(have[index]) } else { 0 };
    let open: Vec<u32> = checklist.demands.iter().enumerate().map(wanted).collect();
    let offers: Vec<Offer<'_>> = ties.iter().map(|(_, demands)| demands.as_slice()).collect();
    let chosen = spread(&offers, &open);
    for ((index, demands), chosen) in ties.iter().zip(chosen) {
        if let Outcome::Counted { demand, also, .. } = &mut outcomes[*index] {
            *demand = chosen;
            also.extend(demands.iter().filter(|&&d| d != chosen));
        }
    }
}

/// The demands a file fits best and that take it.
fn fitting<'a>(
    checklist: &'a Checklist,
    file: &'a File,
    recognition: &'a Recognition,
) -> impl Iterator<Item = usize> + 'a {
    let best = recognition.best().iter().map(|c| usize::from(c.demand));
    best.filter(move |&demand| fits(checklist, demand, file, recognition))
}

/// Where a file that may count stands by itself: for the first of equals, until ties are spread.
fn offer(checklist: &Checklist, file: &File, recognition: &Recognition) -> Outcome {
    match fitting(checklist, file, recognition).next() {
        Some(first) => {
            // A general word beside a certain one says nothing; another certain word may.
            let words = recognition.possible().filter(|c| matches!(c.reason, Reason::Term(_)));
            let also = words.map(|c| usize::from(c.demand)).collect();
            counted(first, 1, recognition.count_mark.unwrap_or(1), also)
        }
        None => {
            let possible: Vec<usize> = recognition.possible().map(|c| usize::from(c.demand)).collect();
            if possible.is_empty() { Outcome::LeftOver } else { Outcome::Possible(possible) }
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

/// Whether a demand accepts the file's kind, and needs no stamp it says it lacks.
fn fits(checklist: &Checklist, demand: usize, file: &File, recognition: &Recognition) -> bool {
    let demand = &checklist.demands[demand];
    demand.accept.contains(&file.kind) && !(demand.sealed && recognition.unsealed.is_some())
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
    match &recognition.unsealed {
        Some(mark) if wanted.iter().any(|c| checklist.demands[usize::from(c.demand)].accept.contains(&file.kind)) => {
            Some(Refusal::NotSealed(mark.to_string()))
        }
        _ => Some(Refusal::WrongFormat(extension(file.name()).unwrap_or_default().to_owned())),
    }
}

/// Of files with the same bytes one counts: the one that fits best, with the shortest name.
fn refuse_copies(files: &[File], facts: &Facts, recognitions: &[Recognition], refusals: &mut [Option<Refusal>]) {
    for group in &facts.same_bytes {
        let rank = |&&index: &&usize| {
            let fit = recognitions[index].candidates.first().map(|c| (c.certain, c.score));
            (std::cmp::Reverse(fit), files[index].name().chars().count(), index)
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
