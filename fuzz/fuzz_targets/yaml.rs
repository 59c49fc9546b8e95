//! `list NUL list it may extend NUL settings`: read, or refused with a reason; what is read can be used.
#![no_main]

use std::io;
use std::path::Path;

use dossier::checklist::{self, Library};
use dossier::lint;
use dossier::matching::recognise::FolderReading;
use dossier::matching::{Recogniser, Scratch};
use dossier::model::checklist::Checklist;
use dossier::model::text::Lang;
use dossier::report::{Style, materials};
use dossier_fuzz::{LIST, PART};

/// `list.yaml`, and one more under every other name.
struct Two<'a>(&'a str, &'a str);

impl Library for Two<'_> {
    fn read(&self, path: &Path) -> io::Result<String> {
        Ok(if path.ends_with("list.yaml") { self.0 } else { self.1 }.to_owned())
    }
}

fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split(char::from(PART));
    let (list, base, settings) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let loaded = checklist::load(&Two(list, base), "list.yaml");
    let usable = loaded.is_ok();
    let (list, problems) = loaded.map_or_else(|problems| (None, problems), |(list, warnings)| (Some(list), warnings));
    for (lang, colour) in [(Lang::Zh, false), (Lang::En, true)] {
        assert!(usable || !problems.render(lang, colour).is_empty(), "refused without a reason");
    }
    if let Some(list) = &list {
        work_with(list);
    }
    let _ = checklist::named_checklist(settings);
    if let Err(problems) = checklist::load_settings("dossier.yaml", settings, list.as_ref().unwrap_or(&LIST)) {
        for (lang, colour) in [(Lang::Zh, true), (Lang::En, false)] {
            assert!(!problems.render(lang, colour).is_empty(), "refused without a reason");
        }
    }
}

fn work_with(list: &Checklist) {
    let recogniser = Recogniser::new(list);
    for path in ["7.维修/维修记录 3份.pdf", "repair/a.txt"] {
        let found = recogniser.recognise(path, path, &FolderReading::default(), &mut Scratch::default());
        assert!(found.candidates.iter().all(|found| usize::from(found.demand) < list.demands.len()));
    }
    for collision in lint::collisions(list) {
        let _ = collision.message(list);
    }
    let json = checklist::compile(list).expect("compiled");
    serde_json::from_str::<Checklist>(&json).expect("read again");
    for lang in [Lang::Zh, Lang::En] {
        materials::write(list, &[], lang, Style::new(false), 100, io::sink()).expect("written");
    }
}

dossier_fuzz::target!(|data| run(data));
