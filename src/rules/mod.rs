//! The rules: what is worth saying about a counted dossier. Each family is a file; each rule reads
//! facts and returns findings, and none looks at a file. Some families also say which files do not stand
//! as evidence (`withdraw`, before counting), and what nobody could tell (`unanswered`).

mod contents;
mod counting;
mod dates;
mod eligibility;
mod evidence;
mod handover;
mod naming;
mod parties;
mod persons;
mod placement;
mod products;
mod seals;
mod shares;

pub use eligibility::judge as eligibility;

use std::sync::Arc;

use rayon::prelude::*;

use crate::model::assessment::{Coverage, ItemResult, Unjudged};
use crate::model::assignment::{Outcome, Refusal};
use crate::model::checklist::Checklist;
use crate::model::condition::ConditionState;
use crate::model::facts::Facts;
use crate::model::finding::{Aspect, Finding, Place};
use crate::model::inventory::Inventory;
use crate::model::recognition::{Reason, Recognition};
use crate::model::settings::{Assign, Settings};

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
    /// Files that are only possible evidence, because something speaks against them that is not certain.
    pub doubts: Vec<(usize, Refusal)>,
}

impl Known {
    /// Files that count, with the demand each counts for.
    fn counted(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.outcomes.iter().enumerate().filter_map(|(file, outcome)| match outcome {
            Outcome::Counted { demand, .. } => Some((file, *demand)),
            _ => None,
        })
    }

    /// The same, on all threads: for what takes a while for each file.
    fn counted_on_all_threads(&self) -> impl ParallelIterator<Item = (usize, usize)> + '_ {
        self.outcomes.par_iter().enumerate().with_min_len(512).filter_map(|(file, outcome)| match outcome {
            Outcome::Counted { demand, .. } => Some((file, *demand)),
            _ => None,
        })
    }

    /// What a person said of a file in `dossier.yaml`.
    fn assigned(&self, file: usize) -> Option<&Assign> {
        // Asked often for each file; most dossiers have no such line.
        if self.settings.assign.is_empty() {
            return None;
        }
        let candidate = self.recognitions[file].candidates.first()?;
        match candidate.reason {
            Reason::Assigned(line) => self.settings.assign.iter().find(|assign| assign.line == line),
            _ => None,
        }
    }
}

/// A file that does not stand as evidence, for what it says.
struct Withdrawal {
    /// The file, by index.
    file: usize,
    /// Why.
    why: Refusal,
    /// Whether that is certain; if not, a person must look.
    certain: bool,
}

/// Takes out of the count what its own date, owner or person rules out. What is not certain becomes possible only.
/// What is left counts for as many months as it is about, where every month is wanted.
pub fn withdraw(known: &mut Known) {
    let families: [fn(&Known) -> Vec<Withdrawal>; 5] =
        [contents::withdraw, seals::withdraw, dates::withdraw, parties::withdraw, persons::withdraw];
    for family in families {
        for Withdrawal { file, why, certain } in family(known) {
            let Outcome::Counted { demand, .. } = known.outcomes[file] else { continue };
            if certain {
                known.outcomes[file] = Outcome::Refused { demand: Some(demand), why };
            } else {
                known.outcomes[file] = Outcome::Possible(vec![demand]);
                known.doubts.push((file, why));
            }
        }
    }
    dates::count_months(known);
}

/// Which products the evidence covers.
pub fn coverage(known: &Known, items: &[ItemResult]) -> Vec<Coverage> {
    products::coverage(known, items)
}

/// What a demand asks of its evidence, beyond the count, and nobody can tell.
pub fn unanswered(known: &Known, demand: usize, evidence: &[usize]) -> Vec<Unjudged> {
    let mut open: Vec<Unjudged> = products::unanswered(known, demand).into_iter().collect();
    open.extend(unjudged(Aspect::Sealed, seals::unanswered(known, demand, evidence)));
    open.extend(dates::unanswered(known, demand, evidence));
    open.extend(shares::unanswered(known, demand, evidence));
    open.extend(unjudged(Aspect::Party, parties::unanswered(known, demand, evidence)));
    open
}

/// What is open for files, if there are any.
fn unjudged(aspect: Aspect, files: Vec<usize>) -> Option<Unjudged> {
    (!files.is_empty()).then_some(Unjudged { aspect, files })
}

/// What is open for all evidence together.
fn unjudged_as_a_whole(aspect: Aspect) -> Unjudged {
    Unjudged { aspect, files: Vec::new() }
}

/// Runs every rule. Findings come by condition and by item in the list's order, then by file, then the rest.
pub fn run(
    known: &Known,
    items: &[ItemResult],
    conditions: &[(usize, ConditionState)],
    coverage: &[Coverage],
) -> Vec<Finding> {
    let mut findings = eligibility::run(known, conditions);
    findings.extend(counting::run(known, items));
    findings.extend(evidence::run(known, items));
    findings.extend(dates::run(known, items));
    findings.extend(products::run(known, items, coverage));
    findings.extend(parties::run(known));
    findings.extend(persons::run(known));
    findings.extend(seals::run(known));
    findings.extend(shares::run(known, items));
    findings.extend(handover::run(known, items));
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
