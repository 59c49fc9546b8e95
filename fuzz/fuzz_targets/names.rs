//! A list of paths, one a line, as the product takes it: every one gets an answer.
#![no_main]

use dossier::inventory::from_list;
use dossier::matching::fold::{Folded, fold};
use dossier::matching::{Recogniser, Scratch};
use dossier_fuzz::LIST;

thread_local! {
    static RECOGNISER: Recogniser<'static> = Recogniser::new(&LIST);
}

fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut scratch = Scratch::default();
    RECOGNISER.with(|recogniser| {
        for path in text.lines() {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let folder = recogniser.read_folder(folder, &mut scratch);
            let found = recogniser.recognise(path, name, &folder, &mut scratch);
            assert!(found.candidates.iter().all(|found| usize::from(found.demand) < LIST.demands.len()));
            let folded = Folded::new(name);
            assert_eq!(folded.text(), fold(name));
            for at in 0..=folded.text().len() {
                let _ = (folded.is_break(at), folded.is_separated(at), folded.is_bracketed(at));
            }
        }
    });
    let inventory = from_list("names", data);
    let count = inventory.files.len();
    assert_eq!(dossier_fuzz::check(inventory, None).outcomes.len(), count);
}

dossier_fuzz::target!(|data| run(data));
