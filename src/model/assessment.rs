//! The finished judgement of one dossier.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::assignment::Outcome;
use super::checklist::Checklist;
use super::condition::ConditionState;
use super::facts::Facts;
use super::finding::{Aspect, Finding, Severity};
use super::inventory::{File, Inventory, Never};
use super::kind::Kind;
use super::recognition::Recognition;
use super::settings::Settings;

/// Where an item stands. It comes from the count of evidence alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Enough evidence is certain.
    Satisfied,
    /// Not due: optional and absent, or its condition is declared not to hold.
    NotApplicable,
    /// Nothing could be judged.
    NotEvaluated,
    /// Not satisfied, and excepted by a waiver.
    Waived,
    /// Enough, only if what may be evidence is: a person must look.
    Unclear,
    /// Some, but not enough.
    Short,
    /// Nothing.
    Missing,
}

impl State {
    /// Every state, the best first.
    const ALL: [State; 7] = [
        State::Satisfied,
        State::NotApplicable,
        State::NotEvaluated,
        State::Waived,
        State::Unclear,
        State::Short,
        State::Missing,
    ];

    /// The state of a name in JSON.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            State::Satisfied => "satisfied",
            State::NotApplicable => "not-applicable",
            State::NotEvaluated => "not-evaluated",
            State::Waived => "waived",
            State::Unclear => "unclear",
            State::Short => "short",
            State::Missing => "missing",
        }
    }
}

/// The answer for the whole dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Every required item is satisfied or not applicable.
    Complete,
    /// None is missing or short, but some could not be decided.
    Undecided,
    /// Something is missing or short.
    Incomplete,
}

impl Verdict {
    /// The verdict of a name in JSON.
    pub fn named(name: &str) -> Option<Self> {
        [Verdict::Complete, Verdict::Undecided, Verdict::Incomplete].into_iter().find(|verdict| verdict.name() == name)
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Complete => "complete",
            Verdict::Undecided => "undecided",
            Verdict::Incomplete => "incomplete",
        }
    }
}

/// What nobody looked at for the whole dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unseen {
    /// What the files say was not read.
    Contents,
    /// Files were not compared.
    Duplicates,
    /// Sizes are unknown, so empty files were not told.
    Sizes,
}

impl Unseen {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Unseen::Contents => "contents",
            Unseen::Duplicates => "duplicates",
            Unseen::Sizes => "sizes",
        }
    }
}

/// The count for one demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandResult {
    /// The demand, by index.
    pub demand: usize,
    /// Where it stands.
    pub state: State,
    /// How many are needed.
    pub need: u32,
    /// How many are certain.
    pub have: u32,
    /// How many there may be; never below `have`.
    pub possible: u32,
    /// Facts it asks for which are declared.
    pub declared: Vec<String>,
    /// Facts it asks for which are not.
    pub undeclared: Vec<String>,
}

/// Where an alternative stands. All its demands must be met: the worst decides, but something is
/// better than nothing.
pub fn alternative_state(demands: &[DemandResult]) -> State {
    let worst = demands.iter().map(|d| d.state).max().unwrap_or(State::Missing);
    let some = demands.iter().any(|d| d.have > 0);
    if worst == State::Missing && some { State::Short } else { worst }
}

/// What somebody must look at, since nobody could judge it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    /// What it is.
    pub aspect: Aspect,
    /// The files it is open for, by inventory index; none where it is a matter of all evidence together.
    pub files: Vec<usize>,
}

/// The result for one item that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemResult {
    /// The item, by index.
    pub item: usize,
    /// Where it stands.
    pub state: State,
    /// Whether it must be there: required, and its condition not declared false.
    pub required: bool,
    /// The counts of its alternatives.
    pub alternatives: Vec<Vec<DemandResult>>,
    /// The alternative nearest completion, by index; its counts are the item's.
    pub nearest: usize,
    /// What it asks that nobody could judge.
    pub not_evaluated: Vec<Unjudged>,
    /// Files counted, by inventory index.
    pub evidence: Vec<usize>,
    /// Files that only may count.
    pub possible: Vec<usize>,
    /// Files refused.
    pub refused: Vec<usize>,
}

impl ItemResult {
    /// Needed, certain and possible counts of the nearest alternative, summed over its demands;
    /// what exceeds one demand's need does not help another.
    pub fn counts(&self) -> (u32, u32, u32) {
        let demands = &self.alternatives[self.nearest];
        if let [only] = demands.as_slice() {
            return (only.need, only.have, only.possible);
        }
        demands.iter().fold((0, 0, 0), |(need, have, possible), d| {
            (need + d.need, have + d.have.min(d.need), possible + d.possible.min(d.need))
        })
    }
}

/// The whole judgement of one dossier, ready to be reported.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The list it was checked against.
    pub checklist: Arc<Checklist>,
    /// The stages checked.
    pub stages: Vec<String>,
    /// The day it was judged on.
    pub today: jiff::civil::Date,
    /// What lies in the dossier.
    pub inventory: Inventory,
    /// What the files say.
    pub facts: Facts,
    /// What each file was recognised as, by inventory index.
    pub recognitions: Vec<Recognition>,
    /// What became of each file, by inventory index.
    pub outcomes: Vec<Outcome>,
    /// What the applicant declared.
    pub settings: Settings,
    /// The items that are due, in the list's order.
    pub items: Vec<ItemResult>,
    /// The conditions of eligibility asked in these stages, by index, and whether they hold.
    pub conditions: Vec<(usize, ConditionState)>,
    /// Which products of the scope the evidence covers, for items that ask; empty where no scope is declared.
    pub coverage: Vec<Coverage>,
    /// The problems, in a fixed order: by item, then by file.
    pub findings: Vec<Finding>,
    /// What nobody looked at.
    pub unseen: Vec<Unseen>,
    /// The answer.
    pub verdict: Verdict,
}

/// Which products the evidence of one item covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The item, by index.
    pub item: usize,
    /// By product of the scope.
    pub products: Vec<Cover>,
}

/// Whether an item's evidence covers one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// These files are about it, by inventory index.
    Covered(Vec<usize>),
    /// These files do not say what they are about, or could not be read wholly: a person must look.
    Unclear(Vec<usize>),
    /// All evidence is about other products, or there is none.
    Uncovered,
}

impl Cover {
    /// The files it rests on, by inventory index.
    pub fn files(&self) -> &[usize] {
        match self {
            Cover::Covered(files) | Cover::Unclear(files) => files,
            Cover::Uncovered => &[],
        }
    }

    /// Its name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Cover::Covered(_) => "covered",
            Cover::Unclear(_) => "unclear",
            Cover::Uncovered => "uncovered",
        }
    }
}

/// How many items stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Totals {
    /// Items that are due or optional in the stages checked.
    pub items: usize,
    /// Of them, required.
    pub required: usize,
    /// Required and satisfied: the count is met.
    pub satisfied: usize,
    /// Of them, those with an error all the same: what is counted does not cover a product, say.
    pub flawed: usize,
    /// Required and short.
    pub short: usize,
    /// Required and missing.
    pub missing: usize,
    /// Required and unclear.
    pub unclear: usize,
    /// Required and not evaluated.
    pub not_evaluated: usize,
    /// Required and waived.
    pub waived: usize,
    /// Not applicable, required or not.
    pub not_applicable: usize,
    /// Files in the dossier, its settings file not counted.
    pub files: usize,
    /// Files counted as evidence.
    pub counted: usize,
    /// Files refused.
    pub refused: usize,
    /// Errors nobody waived and no baseline knows.
    pub errors: usize,
    /// Warnings, likewise.
    pub warnings: usize,
    /// Notes, likewise.
    pub notes: usize,
    /// Findings covered by a waiver.
    pub waived_findings: usize,
    /// Findings the baseline knows.
    pub known_findings: usize,
}

impl Totals {
    /// Required items nobody need care for any more.
    pub fn done(&self) -> usize {
        (self.satisfied + self.waived).saturating_sub(self.flawed)
    }
}

impl Assessment {
    /// The required items that are satisfied by their count, and have an error all the same.
    pub fn flawed(&self) -> BTreeSet<usize> {
        let faulty: BTreeSet<usize> =
            self.findings.iter().filter(|finding| finding.is_fault()).filter_map(Finding::item).collect();
        let met = self.items.iter().filter(|result| result.required && result.state == State::Satisfied);
        met.map(|result| result.item).filter(|item| faulty.contains(item)).collect()
    }

    /// Counts over items, files and findings.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals { items: self.items.len(), ..Totals::default() };
        // What lies in an archive is counted, and not the archive too.
        let is_packed = |file: &File| file.never == Some(Never::Container) && file.kind == Kind::Archive;
        let is_file = |file: &&File| file.never != Some(Never::Settings) && !is_packed(file) && file.pages.is_none();
        totals.files = self.inventory.files.iter().filter(is_file).count();
        for item in &self.items {
            totals.required += usize::from(item.required);
            if item.state == State::NotApplicable {
                totals.not_applicable += 1;
            } else if item.required {
                match item.state {
                    State::Satisfied => totals.satisfied += 1,
                    State::Short => totals.short += 1,
                    State::Missing => totals.missing += 1,
                    State::Unclear => totals.unclear += 1,
                    State::NotEvaluated => totals.not_evaluated += 1,
                    State::Waived => totals.waived += 1,
                    State::NotApplicable => {}
                }
            }
        }
        totals.flawed = self.flawed().len();
        for outcome in &self.outcomes {
            totals.counted += usize::from(matches!(outcome, Outcome::Counted { .. }));
            totals.refused += usize::from(matches!(outcome, Outcome::Refused { .. }));
        }
        for finding in &self.findings {
            match finding.severity {
                _ if finding.waived.is_some() => totals.waived_findings += 1,
                _ if finding.is_known() => totals.known_findings += 1,
                Severity::Error => totals.errors += 1,
                Severity::Warning => totals.warnings += 1,
                Severity::Note => totals.notes += 1,
            }
        }
        totals
    }

    /// The heaviest finding nobody waived and no baseline knows, if any.
    pub fn worst(&self) -> Option<Severity> {
        let new = self.findings.iter().filter(|finding| !finding.is_excused());
        new.map(|finding| finding.severity).max()
    }
}
