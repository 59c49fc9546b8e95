//! Dossiers in memory, for tests that change one thing and look at what is said of it.

use std::collections::{BTreeMap, BTreeSet};

use dossier::model::assessment::Assessment;
use dossier::model::finding::Place;
use dossier::{checklist, content, inventory::Memory, pipeline};

/// A dossier: text documents by path, and its settings.
#[derive(Clone, Default)]
pub struct Dossier {
    files: BTreeMap<String, Vec<u8>>,
    settings: String,
    stages: Vec<String>,
    names_only: bool,
}

/// A finding: rule, item and path.
pub type Said = (String, String, String);

impl Dossier {
    /// Adds a text document; `|` ends a line.
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), rtf(text));
        self
    }

    /// Adds a file with its own bytes.
    pub fn with_bytes(mut self, path: &str, bytes: Vec<u8>) -> Self {
        self.files.insert(path.to_owned(), bytes);
        self
    }

    pub fn without(mut self, path: &str) -> Self {
        assert!(self.files.remove(path).is_some(), "no {path}");
        self
    }

    /// `dossier.yaml`.
    pub fn declaring(mut self, settings: &str) -> Self {
        self.settings = settings.to_owned();
        self
    }

    pub fn stage(mut self, stage: &str) -> Self {
        self.stages.push(stage.to_owned());
        self
    }

    pub fn names_only(mut self) -> Self {
        self.names_only = true;
        self
    }

    pub fn check(&self) -> Assessment {
        let (list, _) = checklist::load(&Nothing, "gbt27922").expect("built in");
        let settings = if self.settings.is_empty() {
            Default::default()
        } else {
            checklist::load_settings("dossier.yaml", &self.settings, &list)
                .unwrap_or_else(|problems| panic!("{problems:?}"))
        };
        let files = self.files.iter().fold(Memory::default(), |files, (path, bytes)| files.with(path, bytes.clone()));
        let options = content::Options::default();
        let reader = pipeline::Reader { names_only: self.names_only, ..pipeline::Reader::here(&files, &options) };
        let stages = if self.stages.is_empty() { list.default_stages() } else { self.stages.clone() };
        let today = jiff::civil::date(2026, 3, 31);
        pipeline::check(
            files.inventory(),
            Some(&reader),
            pipeline::Request { checklist: list, stages, today, settings },
        )
    }

    /// What is said of it.
    pub fn said(&self) -> BTreeSet<Said> {
        let assessment = self.check();
        let item = |item: Option<usize>| item.map_or(String::new(), |item| assessment.checklist.items[item].id.clone());
        let findings = assessment.findings.iter().map(|finding| {
            let (item, path) = match &finding.place {
                Place::Item(number) => (item(Some(*number)), String::new()),
                Place::File(file, number) => (item(*number), assessment.inventory.files[*file].path.to_string()),
                Place::Condition(number) => (assessment.checklist.conditions[*number].id.clone(), String::new()),
                Place::Path(path) => (String::new(), path.clone()),
                Place::Settings(line) => (String::new(), format!("dossier.yaml:{line}")),
            };
            (finding.problem.rule().id().to_owned(), item, path)
        });
        findings.collect()
    }

    /// What is said of it and was not said of another.
    pub fn new_since(&self, before: &Dossier) -> Vec<Said> {
        self.said().difference(&before.said()).cloned().collect()
    }
}

struct Nothing;

impl checklist::Library for Nothing {
    fn read(&self, _: &std::path::Path) -> std::io::Result<String> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

/// A rich text document; `|` ends a line.
fn rtf(text: &str) -> Vec<u8> {
    let mut out = String::from(r"{\rtf1\ansi ");
    for c in text.chars() {
        match c {
            '|' => out.push_str("\\par\n"),
            '\\' | '{' | '}' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{}?", *unit as i16));
                }
            }
        }
    }
    out.push('}');
    out.into_bytes()
}
