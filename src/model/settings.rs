//! The dossier's own settings, from `dossier.yaml`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::finding::RuleId;

/// The name of the dossier's own settings file, in its root.
pub const SETTINGS_FILE: &str = "dossier.yaml";

/// What the applicant declared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// The folder the settings lie in; empty at the top, where they always are but in an archive.
    pub folder: String,
    /// Who applies.
    pub applicant: Applicant,
    /// The products applied for; empty if nobody said.
    pub scope: Vec<Product>,
    /// The day the audit is planned for.
    pub audit_date: Option<Date>,
    /// The certificate that was issued.
    pub certificate: Option<Issued>,
    /// Whether gaps are already faults.
    pub mode: Mode,
    /// Exceptions somebody answers for.
    pub waivers: Vec<Waiver>,
    /// The checklist to use: a built-in id or a path relative to the dossier.
    pub checklist: Option<String>,
    /// The stages to check.
    pub stage: Option<Vec<String>>,
    /// Declared facts.
    pub facts: BTreeMap<String, FactValue>,
    /// Files placed by hand.
    pub assign: Vec<Assign>,
}

/// The certificate that was issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issued {
    /// The day of issue.
    pub issued: Date,
    /// The last day of validity it prints; never before the day of issue.
    pub until: Option<Date>,
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
    /// Products of the scope it covers, as a person found; `None` leaves that to the program.
    pub products: Option<Vec<usize>>,
    /// Its own date, as a person read it.
    pub date: Option<Date>,
    /// Whether it is stamped or signed, as a person saw.
    pub sealed: Option<bool>,
    /// Line in `dossier.yaml`, from 1.
    pub line: u32,
}

/// Who applies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applicant {
    /// The full name, as on the licence.
    pub name: Option<String>,
    /// Former, short and foreign names that also mean it.
    pub aliases: Vec<String>,
    /// Unified social credit code (GB 32100), checked.
    pub credit_code: Option<String>,
}

/// A product of the scope applied for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// What it is called in the application.
    pub name: String,
    /// Other names, models and brands that mean it.
    pub aliases: Vec<String>,
}

/// Whether gaps are already faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The dossier is to be handed in: every gap is an error.
    #[default]
    Submit,
    /// It is still being put together: what is not there yet is a note, only what is wrong is an error.
    Draft,
}

impl Mode {
    /// Its name in `dossier.yaml` and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Submit => "submit",
            Mode::Draft => "draft",
        }
    }
}

/// An exception somebody answers for: an item, a rule, or a rule at an item or file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The item, by index.
    pub item: Option<usize>,
    /// The rule.
    pub rule: Option<RuleId>,
    /// The files it is about: a path relative to the dossier, or a glob pattern.
    pub path: Option<String>,
    /// Why, in the words of whoever answers for it.
    pub reason: String,
    /// The last day it holds; without one it holds until it is taken out.
    pub until: Option<Date>,
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
