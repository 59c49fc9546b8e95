//! The dossier's own settings, from `dossier.yaml`.

use std::collections::BTreeMap;

/// The name of the dossier's own settings file, in its root.
pub const SETTINGS_FILE: &str = "dossier.yaml";

/// What the applicant declared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// The folder the settings lie in; empty at the top, where they always are but in an archive.
    pub folder: String,
    /// The checklist to use: a built-in id or a path relative to the dossier.
    pub checklist: Option<String>,
    /// The stages to check.
    pub stage: Option<Vec<String>>,
    /// Declared facts.
    pub facts: BTreeMap<String, FactValue>,
    /// Files placed by hand.
    pub assign: Vec<Assign>,
}

/// The value of a declared fact.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(u64),
    /// Text, never empty.
    Text(String),
}

/// One file, or the files of a pattern, placed by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assign {
    /// A path relative to the dossier, or a glob pattern.
    pub path: String,
    /// Where it counts: an item's or branch's id, or an item's number; `None` places it nowhere.
    pub item: Option<String>,
    /// How many it counts for.
    pub count: u32,
    /// Line in `dossier.yaml`, from 1.
    pub line: u32,
}

/// A path of `assign` as a pattern: the stars of a masked number stand for one character each.
pub fn pattern(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find("***") {
        let (before, stars) = rest.split_at(at);
        rest = stars.trim_start_matches('*');
        pattern.push_str(before);
        pattern.extend(std::iter::repeat_n('?', stars.len() - rest.len()));
    }
    pattern + rest
}
