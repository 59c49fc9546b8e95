//! One dossier: inventory → facts → recognition → counting → assessment.

mod by_hand;
mod reading;

use by_hand::ByHand;
pub use reading::{ReadFiles, Reader};

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::assess::assess;
use crate::content;
use crate::inventory::real_name;
use crate::matching::contents::Contents;
use crate::matching::recognise::FolderReading;
use crate::matching::standing::settle;
use crate::matching::{Lexicon, Recogniser, Scratch, copies, dates, products};
use crate::model::assessment::Assessment;
use crate::model::checklist::Checklist;
use crate::model::content::Content;
use crate::model::facts::Facts;
use crate::model::inventory::{File, Inventory, Never};
use crate::model::recognition::Recognition;
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

/// A dossier whose files have been listed, and read if they are to be.
pub struct Opened {
    inventory: Inventory,
    facts: Facts,
    digests: Vec<Option<[u8; 32]>>,
    settings: Option<PackedSettings>,
    /// What settings files at the top of archives say, until it is known whether they are the dossier's.
    packed_texts: HashMap<String, String>,
}

/// The settings file of a dossier that is an archive.
pub struct PackedSettings {
    /// Where it lies, as reports show it.
    pub path: String,
    /// The folder it lies in; empty at the top.
    pub folder: String,
    /// What it says; `None` if that could not be read, or is not UTF-8.
    pub text: Option<String>,
}

/// Opens one dossier. Without a reader nothing is opened: names and sizes are all there is.
pub fn open(inventory: Inventory, reader: Option<&Reader<'_>>) -> Opened {
    let inventory = masked(inventory);
    match reader {
        None => Opened {
            inventory,
            facts: Facts::default(),
            digests: Vec::new(),
            settings: None,
            packed_texts: HashMap::new(),
        },
        Some(reader) => reading::open(inventory, reader),
    }
}

/// Checks one dossier.
pub fn check(inventory: Inventory, reader: Option<&Reader<'_>>, request: Request) -> Assessment {
    open(inventory, reader).check(request)
}

impl Opened {
    /// What the dossier says about itself, if it is an archive.
    pub fn settings(&self) -> Option<&PackedSettings> {
        self.settings.as_ref()
    }

    /// Checks it.
    pub fn check(self, request: Request) -> Assessment {
        let lexicon = Arc::new(Lexicon::new(&request.checklist));
        self.check_with(request, lexicon)
    }

    /// Checks it with what the checklist was compiled to before: many dossiers need it once.
    pub fn check_with(self, request: Request, lexicon: Arc<Lexicon>) -> Assessment {
        let Request { checklist, stages, today, settings } = request;
        let Self { inventory, mut facts, mut digests, .. } = self;
        let by_hand = ByHand::new(&settings);
        let recogniser = Recogniser::with(&checklist, lexicon).with_folders(folders(&inventory));
        let names = recognise(&recogniser, &inventory);
        let (inventory, mut recognitions) = if facts.opened {
            let contents = recogniser.contents();
            let (inventory, names) = split(&contents, &by_hand, inventory, names, &mut facts, &mut digests);
            copies::find(&digests, &mut facts);
            let heard = names.into_par_iter().enumerate().map_init(Scratch::default, |scratch, (index, name)| {
                match facts.content(index) {
                    Some(content) => contents.combine(name, content, scratch),
                    None => name,
                }
            });
            (inventory, heard.collect())
        } else {
            (inventory, names)
        };
        let (placed, unused_assignments) = by_hand.place(&checklist, &inventory, &mut recognitions);
        let due: Vec<bool> = checklist.demands.iter().map(|demand| checklist.is_due(demand.item, &stages)).collect();
        let outcomes = settle(&checklist, &inventory, &facts, &recognitions, &placed, &due);
        dates::find(&checklist, &inventory, &facts, &outcomes, &mut recognitions);
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
}

/// Masks the identity numbers in names. From here on nobody knows them, so that nobody can tell them.
fn masked(mut inventory: Inventory) -> Inventory {
    let mask = |text: &mut String| {
        if let Some(masked) = content::masked(text) {
            *text = masked;
        }
    };
    inventory.files.par_iter_mut().with_min_len(CHUNK).for_each(|file| {
        if let Some(masked) = content::masked(&file.path) {
            file.mask(masked);
        }
        if let Some(Never::LinkOutside(target) | Never::LinkInside(target)) = &mut file.never {
            mask(target);
        }
    });
    mask(&mut inventory.name);
    inventory.unreadable.iter_mut().for_each(|unreadable| mask(&mut unreadable.path));
    inventory
}

/// The folders of all files that may be evidence.
fn folders(inventory: &Inventory) -> impl Iterator<Item = &str> + Clone {
    inventory.files.iter().filter(|file| file.never.is_none()).map(File::folder)
}

/// Recognises every file of an inventory.
fn recognise(recogniser: &Recogniser<'_>, inventory: &Inventory) -> Vec<Recognition> {
    let files = inventory.files.par_iter().with_min_len(CHUNK);
    let recognised = files.map_init(
        || (Scratch::default(), None),
        |(scratch, folder): &mut (Scratch, Option<(&str, FolderReading)>), file| {
            if matches!(file.never, Some(Never::System | Never::Settings)) {
                return Recognition::default();
            }
            // Neighbours share a folder: it is read once.
            let path = file.folder();
            let reading = match folder.take() {
                Some((known, reading)) if known == path => reading,
                _ => recogniser.read_folder(path, scratch),
            };
            let recognition = recogniser.recognise(&file.path, real_name(file.name()), &reading, scratch);
            *folder = Some((path, reading));
            recognition
        },
    );
    recognised.collect()
}

/// Lists the parts of documents that hold several materials after them, as files of their own.
fn split(
    contents: &Contents<'_>,
    by_hand: &ByHand<'_>,
    inventory: Inventory,
    names: Vec<Recognition>,
    facts: &mut Facts,
    digests: &mut Vec<Option<[u8; 32]>>,
) -> (Inventory, Vec<Recognition>) {
    let wholes = by_hand.wholes(&inventory);
    let parts: Vec<Vec<(u32, u32)>> = names
        .par_iter()
        .enumerate()
        .map_init(Scratch::default, |scratch, (index, name)| match facts.content(index) {
            Some(content) => {
                let whole = name.refused.is_some() || wholes[index] || content.own_report;
                let found = if whole { Vec::new() } else { contents.parts(content, name.best(), scratch) };
                let pages = u32::try_from(content.pages.len()).unwrap_or(u32::MAX);
                by_hand.parts(&inventory.files[index].path, pages, found)
            }
            None => Vec::new(),
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
