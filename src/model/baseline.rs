//! Findings a dossier is known to have: a gate adopted today fails only for what is new.

use super::finding::{RuleId, Severity};

/// The version of the format of baseline files.
pub const SCHEMA: &str = "dossier-baseline/1";

/// The findings known of one dossier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    /// The id of the checklist it was made against.
    pub checklist: String,
    /// What is known, in order.
    pub entries: Vec<Entry>,
}

/// One known finding. It tells itself by what stays the same while other things change: never by a line or a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The item's id.
    pub item: Option<String>,
    /// The condition of eligibility.
    pub condition: Option<String>,
    /// The file or folder.
    pub path: Option<String>,
    /// The rule.
    pub rule: RuleId,
    /// How much it weighed; graver, it is new.
    pub severity: Severity,
    /// By how much it is short, or too many; by more, it is new.
    pub by: Option<u32>,
    /// What it names: months, products; more of them are new.
    pub what: Vec<String>,
}

impl Entry {
    /// Where it is: item, condition, file.
    pub fn place(&self) -> [Option<&str>; 3] {
        [&self.item, &self.condition, &self.path].map(|part| part.as_deref())
    }

    /// What entries are ordered by, and told apart.
    pub fn key(&self) -> ([Option<&str>; 3], &'static str) {
        (self.place(), self.rule.id())
    }

    /// Whether a finding is this one, or what became of it: a missing item of which one came is the same gap, though
    /// another rule tells of it.
    pub fn is_of(&self, now: &Entry) -> bool {
        let same = self.rule == now.rule || (count(self.rule).is_some() && count(now.rule).is_some());
        self.place() == now.place() && same
    }

    /// Whether it is, and is nothing worse.
    pub fn covers(&self, now: &Entry) -> bool {
        // Where nothing was there, no product was covered either.
        let uncovered = matches!(now.rule, RuleId::ProductUncovered | RuleId::ProductUnclear);
        if uncovered && self.rule == RuleId::MissingMaterial && self.place() == now.place() {
            return now.severity <= self.severity;
        }
        self.is_of(now)
            && count(now.rule) <= count(self.rule)
            && now.severity <= self.severity
            && now.by <= self.by
            && now.what.iter().all(|what| self.what.contains(what))
    }
}

/// The rules that tell how an item's count stands, the gravest highest.
fn count(rule: RuleId) -> Option<u8> {
    match rule {
        RuleId::Unclear => Some(0),
        RuleId::TooFew => Some(1),
        RuleId::MissingMaterial => Some(2),
        _ => None,
    }
}
