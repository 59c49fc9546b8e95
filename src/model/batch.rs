//! Many dossiers at once: of each only what an overview needs, about a kilobyte, whatever lies in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assessment::{Assessment, ItemResult, State, Totals, Unseen, Verdict};
use super::checklist::{Checklist, Item};
use super::finding::{RuleId, Severity};
use super::settings::Mode;
use super::text::Text;

/// One dossier of many.
#[derive(Debug, Clone)]
pub struct Row {
    /// How it is named in reports.
    pub name: String,
    /// What it came to, or why it could not be checked.
    pub result: Result<Summary, Text>,
}

/// The judgement of one dossier in short.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The list it was checked against; dossiers of one list share it.
    pub checklist: Arc<Checklist>,
    /// The stages checked.
    pub stages: Vec<String>,
    /// The day it was judged on.
    pub today: jiff::civil::Date,
    /// Whether gaps are already faults.
    pub mode: Mode,
    /// The answer.
    pub verdict: Verdict,
    /// The heaviest finding nobody waived.
    pub worst: Option<Severity>,
    /// Counts over items, files and findings.
    pub totals: Totals,
    /// Pages that hold a picture nobody read.
    pub unread_pages: usize,
    /// What nobody looked at.
    pub unseen: Vec<Unseen>,
    /// The items that are due, in the list's order.
    pub items: Box<[ItemSummary]>,
    /// Errors that are more than the state of an item: expired papers, months without evidence, another's papers.
    pub faults: Vec<Fault>,
}

/// Where one item stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSummary {
    /// The item, by index in the list.
    pub item: u16,
    /// Whether it must be there.
    pub required: bool,
    /// Where it stands.
    pub state: State,
    /// How many are needed.
    pub need: u32,
    /// How many are certain.
    pub have: u32,
    /// How many there may be.
    pub possible: u32,
}

/// Errors of one rule at one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule; its page says what to do.
    pub rule: RuleId,
    /// The item, by index in the list, if it is about one.
    pub item: Option<usize>,
    /// How many.
    pub count: usize,
}

impl ItemSummary {
    /// Whether it stands between the dossier and a good verdict.
    pub fn is_gap(&self) -> bool {
        self.required && matches!(self.state, State::Missing | State::Short | State::Unclear)
    }
}

impl Summary {
    /// What an overview keeps of a judgement.
    pub fn of(assessment: &Assessment) -> Self {
        Self {
            checklist: Arc::clone(&assessment.checklist),
            stages: assessment.stages.clone(),
            today: assessment.today,
            mode: assessment.settings.mode,
            verdict: assessment.verdict,
            worst: assessment.worst(),
            totals: assessment.totals(),
            unread_pages: assessment.facts.unread().0,
            unseen: assessment.unseen.clone(),
            items: assessment.items.iter().map(item).collect(),
            faults: faults(assessment),
        }
    }

    /// The item of a row in its list.
    pub fn item(&self, row: &ItemSummary) -> &Item {
        &self.checklist.items[usize::from(row.item)]
    }

    /// Whether an item has an error though its count is met.
    pub fn is_flawed(&self, item: &ItemSummary) -> bool {
        let at = |fault: &Fault| fault.item == Some(usize::from(item.item));
        item.required && item.state == State::Satisfied && self.faults.iter().any(at)
    }

    /// The required items that lack something.
    pub fn gaps(&self) -> impl Iterator<Item = &ItemSummary> {
        self.items.iter().filter(|item| item.is_gap())
    }

    /// Whether two dossiers were held against the same, so that they fit one table.
    pub fn compares_with(&self, other: &Summary) -> bool {
        let same_list = Arc::ptr_eq(&self.checklist, &other.checklist) || self.checklist == other.checklist;
        same_list && self.stages == other.stages
    }
}

fn item(result: &ItemResult) -> ItemSummary {
    let (need, have, possible) = result.counts();
    ItemSummary {
        item: u16::try_from(result.item).unwrap_or(u16::MAX),
        required: result.required,
        state: result.state,
        need,
        have,
        possible,
    }
}

fn faults(assessment: &Assessment) -> Vec<Fault> {
    let mut counts: BTreeMap<(Option<usize>, RuleId), usize> = BTreeMap::new();
    for finding in assessment.findings.iter().filter(|finding| finding.is_fault()) {
        *counts.entry((finding.item(), finding.problem.rule())).or_default() += 1;
    }
    counts.into_iter().map(|((item, rule), count)| Fault { rule, item, count }).collect()
}
