//! One dossier: inventory → facts → recognition → counting → assessment.

mod reading;

pub use reading::{ReadFiles, Reader};

use std::sync::Arc;

use rayon::prelude::*;

use crate::assess::assess;
use crate::inventory::real_name;
use crate::matching::contents::Contents;
use crate::matching::recognise::FolderReading;
use crate::matching::standing::{Placed, settle};
use crate::matching::{Recogniser, Scratch, copies, globs, products};
use crate::model::assessment::Assessment;
use crate::model::checklist::Checklist;
use crate::model::content::Content;
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

/// Checks one dossier. Without a reader nothing is opened: names and sizes are all there is.
pub fn check(inventory: Inventory, reader: Option<&Reader<'_>>, request: Request) -> Assessment {
    let Request { checklist, stages, today, settings } = request;
    let (inventory, mut facts, mut recognitions) = match reader {
        None => {
            let recognitions = recognise(&checklist, &inventory);
            (inventory, Facts::default(), recognitions)
        }
        Some(reader) => {
            let reading::Opened { inventory, mut facts, mut digests } = reading::open(inventory, reader);
            let contents = Contents::new(&checklist);
            let names = recognise(&checklist, &inventory);
            let (inventory, names) = split(&contents, &settings, inventory, names, &mut facts, &mut digests);
            copies::find(&digests, &mut facts);
            let recognitions = names
                .into_par_iter()
                .enumerate()
                .map_init(Scratch::default, |scratch, (index, name)| match facts.content(index) {
                    Some(content) => contents.combine(name, content, scratch),
                    None => name,
                })
                .collect();
            (inventory, facts, recognitions)
        }
    };
    let (placed, unused_assignments) = place_by_hand(&checklist, &settings, &inventory, &mut recognitions);
    let due: Vec<bool> = checklist.demands.iter().map(|demand| checklist.is_due(demand.item, &stages)).collect();
    let outcomes = settle(&checklist, &inventory, &facts, &recognitions, &placed, &due);
    facts.mentions = products::find(&settings.scope, &checklist, &inventory, &facts, &outcomes);
    assess(Known {
        checklist,
        stages,
        today,
        inventory,
        facts,
        recognitions,
        outcomes,
        settings,
        unused_assignments,
        doubts: Vec::new(),
    })
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

/// Lists the parts of documents that hold several materials after them, as files of their own.
fn split(
    contents: &Contents<'_>,
    settings: &Settings,
    inventory: Inventory,
    names: Vec<Recognition>,
    facts: &mut Facts,
    digests: &mut Vec<Option<[u8; 32]>>,
) -> (Inventory, Vec<Recognition>) {
    let parts: Vec<Vec<(u32, u32)>> = names
        .par_iter()
        .enumerate()
        .map_init(Scratch::default, |scratch, (index, name)| {
            let file = &inventory.files[index];
            let by_hand = settings.assign.iter().any(|assign| *assign.path == *file.path && assign.item.is_some());
            match facts.content(index) {
                Some(content) if !by_hand && name.refused.is_none() => {
                    contents.parts(content, name.best().is_empty(), scratch)
                }
                _ => Vec::new(),
            }
        })
        .collect();
    if parts.iter().all(Vec::is_empty) {
        return (inventory, names);
    }
    let files = Inventory { files: Vec::new(), ..inventory.clone_head() };
    let (mut whole, mut recognitions) = (files, Vec::new());
    let (old_contents, old_digests) = (std::mem::take(&mut facts.contents), std::mem::take(digests));
    let unreadable = std::mem::take(&mut facts.unreadable);
    let rows = inventory.files.into_iter().zip(names).zip(old_contents).zip(old_digests).zip(parts);
    for (index, ((((mut file, name), content), digest), parts)) in rows.enumerate() {
        let pieces: Vec<(File, Content)> = match &content {
            Some(content) => {
                parts.iter().map(|&(first, last)| (file.part(first, last), content.part(first, last))).collect()
            }
            None => Vec::new(),
        };
        if !pieces.is_empty() {
            file.never = Some(Never::Container);
        }
        if let Some(error) = unreadable.get(&index) {
            facts.unreadable.insert(whole.files.len(), error.clone());
        }
        whole.files.push(file);
        recognitions.push(name);
        facts.contents.push(content.filter(|_| pieces.is_empty()));
        digests.push(digest);
        for (file, content) in pieces {
            whole.files.push(file);
            recognitions.push(Recognition::default());
            facts.contents.push(Some(Arc::new(content)));
            digests.push(None);
        }
    }
    (whole, recognitions)
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
