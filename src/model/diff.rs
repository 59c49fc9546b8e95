//! Two reports on the same dossier, and what lies between them.

use serde::Deserialize;

use super::text::Text;

/// What a report said; of an overview of many dossiers only part of it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Snapshot {
    /// The dossier as it was named.
    pub dossier: String,
    /// What it is called now, if somebody said so.
    #[serde(skip)]
    pub renamed: Option<String>,
    /// Why it could not be checked; the rest is empty then.
    pub error: Option<Text>,
    /// The day it was judged on.
    pub today: String,
    /// Against what.
    pub checklist: ListName,
    /// The verdict's name.
    pub verdict: String,
    /// What nobody looked at.
    pub not_evaluated: Vec<String>,
    /// The items due, in the list's order.
    pub items: Vec<Item>,
    /// Every file; an overview has none.
    pub files: Option<Vec<File>>,
    /// The findings; an overview has none.
    pub findings: Option<Vec<Finding>>,
    /// Errors that are more than the state of an item, counted; only in an overview.
    pub errors: Option<Vec<Errors>>,
}

/// A checklist and the stages checked.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ListName {
    /// The list's id.
    pub id: String,
    /// The stages' ids.
    pub stage: Vec<String>,
}

/// An item of a report.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its number.
    pub no: Option<String>,
    /// What it is called; an overview does not say.
    pub title: Option<Text>,
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// Files counted.
    pub evidence: Vec<Path>,
    /// Files that only may count.
    pub unclear: Vec<Path>,
    /// Files refused.
    pub refused: Vec<Refused>,
}

/// Where an item stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// Whether it must be there.
    pub required: bool,
    /// The state's name.
    pub state: String,
    /// How many are needed.
    pub need: u32,
    /// How many are certain.
    pub have: u32,
}

/// A file by its path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Path {
    /// The path.
    pub path: String,
}

/// A file that does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Refused {
    /// The path.
    pub path: String,
    /// The rule that says so.
    pub rule: String,
}

/// A file of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct File {
    /// The path.
    pub path: String,
    /// The rule that refuses it.
    pub refused: Option<String>,
}

/// A finding of a report.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// The severity's name.
    pub severity: String,
    /// The item.
    pub item: Option<String>,
    /// The file.
    pub path: Option<String>,
    /// The condition of eligibility.
    pub condition: Option<String>,
    /// The sentence.
    pub message: Text,
    /// By whom it is excepted, if it is.
    pub waived: Option<serde::de::IgnoredAny>,
}

/// Errors of one rule at one item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Errors {
    /// The rule.
    pub rule: String,
    /// The item.
    pub item: Option<String>,
    /// How many.
    pub count: usize,
}

/// The reports a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Reports {
    /// On one dossier.
    One(Box<Snapshot>),
    /// On many.
    Many(Vec<Snapshot>),
}

/// What became of one dossier between two reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The dossier, as the later report names it.
    pub dossier: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a dossier.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Both reports tell of it.
    Compared(Box<Diff>),
    /// Only the later one does.
    New,
    /// Only the earlier one does.
    Gone,
    /// It could be checked, and now cannot.
    Fails(Text),
    /// It could not be checked, and now can.
    Recovered,
    /// It could not be checked either time.
    StillFails(Text),
    /// The reports are not about the same.
    Incomparable(Incomparable),
}

/// Why two reports cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incomparable {
    /// They were made against different checklists.
    Checklist {
        /// The earlier one's id.
        before: String,
        /// The later one's id.
        after: String,
    },
    /// No item was due in both.
    Stages {
        /// Those checked earlier.
        before: Vec<String>,
        /// Those checked later.
        after: Vec<String>,
    },
}

/// Whether things got better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Neither better nor worse.
    Other,
    /// Better.
    Better,
    /// Worse.
    Worse,
}

impl Direction {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Other => "other",
            Direction::Better => "better",
            Direction::Worse => "worse",
        }
    }
}

/// What changed between two reports on one dossier.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diff {
    /// The days they were made for.
    pub today: [String; 2],
    /// The verdicts.
    pub verdict: [String; 2],
    /// What a reader must know before trusting the comparison.
    pub notes: Vec<Note>,
    /// The items of which something changed, in the list's order.
    pub items: Vec<ItemDiff>,
    /// What changed and belongs to no item.
    pub rest: Changes,
}

/// What changed about one item.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemDiff {
    /// Its id.
    pub id: String,
    /// Its number.
    pub no: Option<String>,
    /// What it is called, if the reports say.
    pub title: Option<Text>,
    /// Where it stood; `None` if it was not asked for.
    pub before: Option<Standing>,
    /// Where it stands; `None` if it is no longer asked for.
    pub after: Option<Standing>,
    /// Whether it got better.
    pub direction: Direction,
    /// The rest.
    pub changes: Changes,
}

/// Findings and files that came and went.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// Findings that were not there, or were waived, or are graver now.
    pub new: Vec<Finding>,
    /// Findings that are still there and say something else: other months, other products.
    pub changed: Vec<Finding>,
    /// Findings that are no longer there, or are waived, or less grave.
    pub solved: Vec<Finding>,
    /// Files that were not there, or did not count here.
    pub came: Vec<String>,
    /// Files that are no longer in the dossier.
    pub went: Vec<String>,
    /// Files that are still there and no longer count here.
    pub left: Vec<String>,
    /// Files that are refused now and were not.
    pub refused: Vec<Refused>,
}

impl Changes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        let Self { new, changed, solved, came, went, left, refused } = self;
        [new, changed, solved].iter().all(|findings| findings.is_empty())
            && [came, went, left].iter().all(|paths| paths.is_empty())
            && refused.is_empty()
    }
}

/// What a reader must know before trusting a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The earlier report was made for a later day.
    Reversed,
    /// They name the dossier differently.
    OtherName {
        /// What the earlier one calls it.
        before: String,
    },
    /// Other stages were checked; items only one of them asks for say nothing.
    OtherStages {
        /// Those checked earlier.
        before: Vec<String>,
        /// Those checked later.
        after: Vec<String>,
    },
    /// Not the same was looked at: contents, duplicates or sizes.
    OtherDepth,
}

impl Outcome {
    /// Whether things got worse.
    pub fn is_worse(&self) -> bool {
        match self {
            Outcome::Compared(diff) => diff.is_worse(),
            Outcome::Fails(_) => true,
            Outcome::New | Outcome::Gone | Outcome::Recovered => false,
            Outcome::StillFails(_) | Outcome::Incomparable(_) => false,
        }
    }
}

impl Diff {
    /// Whether anything got worse: an item, a new error beside the items, or the verdict.
    pub fn is_worse(&self) -> bool {
        let rank = |verdict: &str| ["complete", "undecided", "incomplete"].iter().position(|name| *name == verdict);
        self.items.iter().any(|item| item.direction == Direction::Worse)
            || self.rest.new.iter().any(|finding| finding.severity == "error")
            || rank(&self.verdict[0]) < rank(&self.verdict[1])
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.rest.is_empty() && self.verdict[0] == self.verdict[1]
    }
}
