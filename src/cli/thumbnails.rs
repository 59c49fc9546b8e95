//! Small pictures of the evidence, for the web page. They are made in child processes, as files are read.

use std::collections::BTreeSet;
use std::path::Path;

use dossier::content::isolate::Pool;
use dossier::inventory::{Folder, Opener};
use dossier::model::assessment::{Assessment, State};
use dossier::model::content::Trouble;
use dossier::model::kind::Kind;
use dossier::report::html::{Thumbnail, Thumbnails};
use rayon::prelude::*;

/// So many files are shown at most.
const FILES: usize = 200;
/// So many bytes their pictures have together at most.
const BYTES: usize = 3 << 20;

/// Pictures of what counts, does not count or is to be looked at, as far as files on disk were opened.
pub(crate) fn of(dir: &Path, assessment: &Assessment, pool: &Pool) -> Thumbnails {
    // What lies in an archive goes without.
    if !assessment.facts.opened || assessment.inventory.packed {
        return Thumbnails::new();
    }
    let folder = Folder::new(dir);
    let make = |file: usize| {
        let files = &assessment.inventory.files;
        let page = files[file].pages.map_or(1, |(first, _)| first);
        // A part follows the document it is of.
        let whole = files[..=file].iter().rfind(|file| file.pages.is_none())?;
        pool.thumbnail(&folder.path(whole)?, whole.name(), page).map(|png| (file, Thumbnail { png }))
    };
    let shown = shown(assessment);
    let made: Vec<Option<(usize, Thumbnail)>> = shown.par_iter().map(|&file| make(file)).collect();
    let mut room = BYTES;
    let fits = |(_, picture): &(usize, Thumbnail)| {
        room = room.saturating_sub(picture.png.len());
        room > 0
    };
    made.into_iter().flatten().take_while(fits).collect()
}

/// Files that may have a picture, those of gaps first.
fn shown(assessment: &Assessment) -> Vec<usize> {
    let (met, open): (Vec<_>, Vec<_>) =
        assessment.items.iter().partition(|result| result.state == State::Satisfied || !result.required);
    let files = open
        .into_iter()
        .chain(met)
        .flat_map(|result| result.refused.iter().chain(&result.possible).chain(&result.evidence).copied());
    let mut seen = BTreeSet::new();
    files.filter(|&file| may_be_shown(assessment, file) && seen.insert(file)).take(FILES).collect()
}

fn may_be_shown(assessment: &Assessment, file: usize) -> bool {
    let abandoned = assessment.facts.content(file).is_some_and(|c| matches!(c.trouble, Some(Trouble::Abandoned(_))));
    let file = &assessment.inventory.files[file];
    // A link is not followed, and what cost its reader once is not tried again.
    file.never.is_none() && file.size != Some(0) && matches!(file.kind, Kind::Pdf | Kind::Image) && !abandoned
}
