//! One dossier: inventory → facts → recognition → counting → assessment.

use std::sync::Arc;

use rayon::prelude::*;

use crate::assess::assess;
use crate::inventory::{Opener, read_facts, real_name};
use crate::matching::recognise::FolderReading;
use crate::matching::standing::{Placed, settle};
use crate::matching::{Recogniser, Scratch, globs};
use crate::model::assessment::Assessment;
use crate::model::checklist::Checklist;
use crate::model::facts::Facts;
use crate::model::inventory::{File, Inventory, Never};
use crate::model::recognition::{Candidate, Reason, Recognition};
use crate::model::settings::Settings;
use crate::rules::Known;

/// How many files one thread takes at a time; neighbours share a folder.
const CHUNK: usize = 512;

/// What to check a dossier against.
pub struct Request {
    /// The list.
    pub checklist: Arc<Checklist>,
    /// The stages to check.
    pub stages: Vec<String>,
    /// The day to judge on.
    pub today: jiff::civil::Date,
    /// What the applicant declared.
    pub settings: Settings,
}

/// Checks one dossier. Without an opener nothing is opened: names and sizes are all there is.
pub fn check(inventory: Inventory, opener: Option<&dyn Opener>, request: Request) -> Assessment {
    let Request { checklist, stages, today, settings } = request;
    let facts = opener.map_or_else(Facts::default, |opener| read_facts(&inventory, opener));
    let mut recognitions = recognise(&checklist, &inventory);
    let (placed, unused_assignments) = place_by_hand(&checklist, &settings, &inventory, &mut recognitions);
    let due: Vec<bool> = checklist.demands.iter().map(|demand| checklist.is_due(demand.item, &stages)).collect();
    let outcomes = settle(&checklist, &inventory, &facts, &recognitions, &placed, &due);
    assess(Known { checklist, stages, today, inventory, facts, recognitions, outcomes, settings, unused_assignments })
}

/// Recognises every file of an inventory.
fn recognise(checklist: &Checklist, inventory: &Inventory) -> Vec<Recognition> {
    let files = &inventory.files;
    let folders = files.iter().filter(|file| file.never.is_none()).map(File::folder);
    let recogniser = Recogniser::new(checklist).with_folders(folders);
    let mut recognitions = vec![Recognition::default(); files.len()];
    recognitions.par_chunks_mut(CHUNK).zip(files.par_chunks(CHUNK)).for_each(|(recognitions, files)| {
        let mut scratch = Scratch::default();
        let mut folder: Option<(&str, FolderReading)> = None;
        for (file, recognition) in files.iter().zip(recognitions) {
            if matches!(file.never, Some(Never::System | Never::Settings)) {
                continue;
            }
            // Neighbours share a folder: it is read once.
            let path = file.folder();
            let reading = match folder.take() {
                Some((known, reading)) if known == path => reading,
                _ => recogniser.read_folder(path, &mut scratch),
            };
            *recognition = recogniser.recognise(&file.path, real_name(file.name()), &reading, &mut scratch);
            folder = Some((path, reading));
        }
    });
    recognitions
}

/// Applies the `assign` lines; the later line wins. Returns the files placed and the lines that fit none.
fn place_by_hand(
    checklist: &Checklist,
    settings: &Settings,
    inventory: &Inventory,
    recognitions: &mut [Recognition],
) -> (Vec<Placed>, Vec<(u32, String)>) {
    let mut placed = vec![None; if settings.assign.is_empty() { 0 } else { inventory.files.len() }];
    let mut unused = Vec::new();
    for assign in &settings.assign {
        let wanted = assign.path.replace('\\', "/");
        let pattern = globs::single(&wanted);
        let demand = assign.item.as_deref().and_then(|key| checklist.demand_named(key));
        let mut used = false;
        for (index, file) in inventory.files.iter().enumerate() {
            if *file.path != *wanted && !pattern.as_ref().is_some_and(|pattern| pattern.is_match(&file.path)) {
                continue;
            }
            used = true;
            placed[index] = Some((demand, assign.count));
            let candidates = demand.and_then(|demand| u16::try_from(demand).ok()).map(|demand| Candidate {
                demand,
                score: u16::MAX,
                certain: true,
                reason: Reason::Assigned(assign.line),
            });
            recognitions[index] =
                Recognition { candidates: candidates.into_iter().collect(), ..Recognition::default() };
        }
        if !used {
            unused.push((assign.line, assign.path.clone()));
        }
    }
    (placed, unused)
}
