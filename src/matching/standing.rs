//! Honest counting: which files may count at all, and what becomes of every file.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::assign::{Offer, spread};
use super::twins::same_documents;
use crate::model::assignment::{Outcome, Refusal};
use crate::model::checklist::{Checklist, Demand};
use crate::model::content::{Content, Format, Trouble};
use crate::model::facts::{Facts, Same};
use crate::model::inventory::{File, Inventory, Never};
use crate::model::kind::{Kind, extension};
use crate::model::recognition::{Candidate, Reason, Recognition};

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
            refuse(checklist, &files[index], &recognitions[index], facts, index, by_hand)
        })
        .collect();
    let kept = refuse_copies(files, facts, recognitions, &|index| place(index).is_some(), &mut refusals);
    let contested = contested(checklist, recognitions, &kept, due);
    let twins = same_documents(files, recognitions, |index| refusals[index].is_none() && place(index).is_none());
    for (index, keep) in twins {
        refusals[index] = Some(Refusal::SameDocument(keep));
    }

    let mut outcomes: Vec<Outcome> = refusals
        .into_par_iter()
        .enumerate()
        .map(|(index, refusal)| match (refusal, place(index)) {
            _ if files[index].never == Some(Never::Settings) => Outcome::SetAside,
            _ if files[index].never == Some(Never::Container) => {
                let why = facts.content(index).and_then(|content| defect(content, &files[index]));
                why.map_or(Outcome::SetAside, |why| Outcome::Refused { demand: None, why })
            }
            (_, Some((None, _))) => Outcome::SetAside,
            // It names every material, so that it would stand beside any of them.
            (Some(Refusal::OwnReport), _) => Outcome::Refused { demand: None, why: Refusal::OwnReport },
            (Some(why), _) => Outcome::Refused { demand: named(&recognitions[index]), why },
            (None, Some((Some(demand), count))) => counted(demand, count, count, Vec::new()),
            (None, None) => match contested.get(&index) {
                Some(demands) => Outcome::Possible(demands.clone()),
                None => offer(checklist, &files[index], &recognitions[index]),
            },
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
    // An item that is met in one way wants nothing for the others.
    let met = |ways: &[Vec<usize>]| ways.iter().any(|way| way.iter().all(|&d| have[d] >= checklist.demands[d].min));
    let wanted = |(index, demand): (usize, &Demand)| match due[index] {
        true if !met(&checklist.items[demand.item].alternatives) => demand.min.saturating_sub(have[index]),
        _ => 0,
    };
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
            let (certain, possible) = recognition.records.unwrap_or((1, 1));
            counted(first, certain, possible.max(recognition.count_mark.unwrap_or(1)), also)
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
    facts: &Facts,
    index: usize,
    by_hand: bool,
) -> Option<Refusal> {
    match &file.never {
        Some(Never::LockOrTemp) => return Some(Refusal::LockOrTemp),
        Some(Never::System | Never::Settings) => return Some(Refusal::System),
        Some(Never::LinkOutside(target)) => return Some(Refusal::LinkOutside(target.clone())),
        Some(Never::LinkInside(target)) => return Some(Refusal::LinkInside(target.clone())),
        Some(Never::Container) | None => {}
    }
    if file.size == Some(0) {
        return Some(Refusal::Empty);
    }
    if let Some(error) = facts.unreadable.get(&index) {
        return Some(Refusal::Unreadable(error.clone()));
    }
    let content = facts.content(index);
    if content.is_some_and(|content| content.own_report) {
        return Some(Refusal::OwnReport);
    }
    if let Some(refusal) = content.and_then(|content| defect(content, file)) {
        return Some(refusal);
    }
    if by_hand {
        return None;
    }
    if let Some(word) = &recognition.refused {
        // A template nobody would take for evidence is only a file left over.
        let why = match &recognition.heard {
            Some(heard) if heard.refuses => Refusal::TitledTemplateOrPolicy(heard.title.to_string()),
            _ => Refusal::TemplateOrPolicy(word.to_string()),
        };
        return (!recognition.candidates.is_empty()).then_some(why);
    }
    if content.is_some_and(Content::is_blank_form) && !recognition.candidates.is_empty() {
        return Some(Refusal::BlankForm);
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
        _ if takes_by_name(checklist, wanted, file) => {
            content.map(|content| Refusal::ExtensionMismatch(content.format))
        }
        _ => Some(Refusal::WrongFormat(extension(file.name()).unwrap_or_default().to_owned())),
    }
}

/// Whether the kind of document the file's extension promises would be accepted.
fn takes_by_name(checklist: &Checklist, wanted: &[Candidate], file: &File) -> bool {
    let promised = file.named_kind();
    promised != file.kind && wanted.iter().any(|c| checklist.demands[usize::from(c.demand)].accept.contains(&promised))
}

/// Why the bytes of a file can be no evidence, whatever it is called.
fn defect(content: &Content, file: &File) -> Option<Refusal> {
    let documents = [Kind::Pdf, Kind::Image, Kind::Word, Kind::Excel, Kind::Slides, Kind::Ofd];
    match content.defect() {
        Some(Trouble::Encrypted) => return Some(Refusal::PasswordProtected),
        Some(Trouble::Truncated) => return Some(Refusal::Truncated),
        Some(Trouble::NotFetched) => return Some(Refusal::NotFetched),
        Some(Trouble::Corrupt(why)) => return Some(Refusal::Corrupt(why.clone())),
        Some(Trouble::NoPages) if content.format.kind() == Kind::Archive => return Some(Refusal::NothingPacked),
        Some(Trouble::NoPages) => return Some(Refusal::NoPages),
        Some(Trouble::Bomb(what) | Trouble::UnsafeName(what)) => return Some(Refusal::UnsafeArchive(what.clone())),
        Some(Trouble::TooLarge(_) | Trouble::Abandoned(_) | Trouble::Unsupported) | None => {}
    }
    if content.trouble.is_none() && content.format == Format::Other && documents.contains(&file.named_kind()) {
        return Some(Refusal::Corrupt("unknown bytes".to_owned()));
    }
    content.is_blank().then_some(Refusal::BlankPage)
}

/// Files that are named for one item, while a copy of each is named for another that is due: which of the two it is,
/// the names cannot tell. With the demands it may serve.
fn contested(
    checklist: &Checklist,
    recognitions: &[Recognition],
    kept: &[(usize, Vec<usize>)],
    due: &[bool],
) -> BTreeMap<usize, Vec<usize>> {
    let best = |file: usize| recognitions[file].best().iter().map(|c| usize::from(c.demand));
    let item = |demand: usize| checklist.demands[demand].item;
    let mut found = BTreeMap::new();
    for (keep, copies) in kept {
        let own: BTreeSet<usize> = best(*keep).map(item).collect();
        let elsewhere = |copy: &usize| best(*copy).next().is_some() && best(*copy).all(|d| !own.contains(&item(d)));
        let others: Vec<usize> = copies.iter().copied().filter(elsewhere).flat_map(best).filter(|&d| due[d]).collect();
        if !own.is_empty() && !others.is_empty() {
            let mut demands: Vec<usize> = best(*keep).chain(others).collect();
            demands.sort_unstable();
            demands.dedup();
            found.insert(*keep, demands);
        }
    }
    found
}

/// Of files that repeat each other one counts: the one that fits best, with the shortest name. Those, with their copies.
fn refuse_copies(
    files: &[File],
    facts: &Facts,
    recognitions: &[Recognition],
    by_hand: &dyn Fn(usize) -> bool,
    refusals: &mut [Option<Refusal>],
) -> Vec<(usize, Vec<usize>)> {
    let mut group: Vec<usize> = (0..files.len()).collect();
    let root = |group: &[usize], mut file: usize| {
        while group[file] != file {
            file = group[file];
        }
        file
    };
    // What is the same about a file and another: the strongest that was found.
    let mut same: BTreeMap<usize, Same> = BTreeMap::new();
    for copies in &facts.copies {
        for &file in &copies.files {
            let (one, other) = (root(&group, copies.files[0]), root(&group, file));
            group[one.max(other)] = one.min(other);
            same.entry(file).and_modify(|known| *known = copies.same.min(*known)).or_insert(copies.same);
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &file in same.keys() {
        members.entry(root(&group, file)).or_default().push(file);
    }
    let mut kept = Vec::new();
    for files_alike in members.into_values() {
        let mut copies = Vec::new();
        let rank = |&&index: &&usize| {
            let fit = recognitions[index].candidates.first().map(|c| (c.certain, c.score));
            (std::cmp::Reverse(fit), files[index].name().chars().count(), index)
        };
        let Some(&keep) = files_alike.iter().filter(|&&index| refusals[index].is_none()).min_by_key(rank) else {
            continue;
        };
        for &index in files_alike.iter().filter(|&&index| index != keep) {
            // What these two share; where only others between them share something, what this one shares with any.
            let pair =
                facts.copies.iter().filter(|copies| copies.files.contains(&index) && copies.files.contains(&keep));
            let same = pair.map(|copies| copies.same).min().unwrap_or(same[&index]);
            // Who placed one of the pictures by hand has looked at them.
            let looked_at = (by_hand(index) || by_hand(keep)) && matches!(same, Same::Stream | Same::Picture(_));
            if refusals[index].is_none() && !looked_at {
                copies.push(index);
                refusals[index] = Some(match same {
                    Same::Bytes => Refusal::SameBytes(keep),
                    Same::Stream => Refusal::SamePicture(keep, None),
                    Same::Picture(bits) => Refusal::SamePicture(keep, Some(bits)),
                    Same::Text => Refusal::SameText(keep),
                });
            }
        }
        kept.push((keep, copies));
    }
    kept
}
