//! The rules: what is worth saying about a counted dossier. Each family is a file; each rule reads
//! facts and returns findings, and none looks at a file.

mod contents;
mod counting;
mod eligibility;
mod evidence;
mod naming;
mod pages;
mod placement;

pub use eligibility::judge as eligibility;
pub use pages::{Page, page};

use std::sync::Arc;

use rayon::prelude::*;

use crate::model::assessment::ItemResult;
use crate::model::assignment::Outcome;
use crate::model::checklist::Checklist;
use crate::model::condition::ConditionState;
use crate::model::facts::Facts;
use crate::model::finding::{Finding, Place};
use crate::model::inventory::Inventory;
use crate::model::recognition::Recognition;
use crate::model::settings::Settings;

/// What is known of one dossier before it is judged.
pub struct Known {
    /// The list.
    pub checklist: Arc<Checklist>,
    /// The stages to check.
    pub stages: Vec<String>,
    /// The day to judge on.
    pub today: jiff::civil::Date,
    /// What lies there.
    pub inventory: Inventory,
    /// What the files say.
    pub facts: Facts,
    /// What they were recognised as.
    pub recognitions: Vec<Recognition>,
    /// What became of them.
    pub outcomes: Vec<Outcome>,
    /// What the applicant declared.
    pub settings: Settings,
    /// Lines of `assign` that fit no file: line and path.
    pub unused_assignments: Vec<(u32, String)>,
}

/// Runs every rule. Findings come by condition and by item in the list's order, then by file, then the rest.
pub fn run(known: &Known, items: &[ItemResult], conditions: &[(usize, ConditionState)]) -> Vec<Finding> {
    let mut findings = eligibility::run(known, conditions);
    findings.extend(counting::run(known, items));
    findings.extend(evidence::run(known, items));
    findings.extend(contents::run(known));
    findings.extend(placement::run(known));
    findings.extend(naming::run(known));
    findings.par_sort_by_key(|finding| match finding.place {
        Place::Condition(condition) => (0, condition),
        Place::Item(item) => (1, item),
        Place::File(file, _) => (2, file),
        Place::Path(_) => (3, 0),
        Place::Settings(line) => (4, line as usize),
    });
    findings
}
