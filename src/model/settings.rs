//! The dossier's own settings, from `dossier.yaml`.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// What the applicant declared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(u64),
    /// Text, never empty.
    Text(String),
    /// A day, or the first and last day of a month.
    Date(Date, Date),
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
