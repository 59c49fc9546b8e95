//! The findings of two reports: new, solved, or told in other words.

use std::collections::BTreeMap;

use crate::model::diff::{Changes, Errors, Finding, Snapshot};
use crate::model::finding::RuleId;

/// What tells a finding from others: item, condition, file, rule.
type Key = (Option<String>, Option<String>, Option<String>, String);

/// The gravest finding of one sort and place.
struct Weighed {
    /// Severity, 0 if waived; then how many there are.
    weight: (usize, usize),
    finding: Finding,
}

/// What changed, by item.
#[derive(Default)]
pub(super) struct Findings(BTreeMap<Option<String>, Changes>);

impl Findings {
    /// Compares two reports. An overview that counts no errors has nothing to compare.
    pub(super) fn of(before: &Snapshot, after: &Snapshot) -> Self {
        let mut found = Self::default();
        let (Some(was), Some(is)) = (weighed(before), weighed(after)) else { return found };
        for (key, now) in is.iter().filter(|(_, now)| now.weight.0 > 0) {
            let before = was.get(key);
            let changes = found.0.entry(now.finding.item.clone()).or_default();
            if before.is_none_or(|before| before.weight < now.weight) {
                changes.new.push(now.finding.clone());
            } else if before
                .is_some_and(|before| before.weight == now.weight && before.finding.message != now.finding.message)
            {
                changes.changed.push(now.finding.clone());
            }
        }
        for (key, before) in was.iter().filter(|(_, before)| before.weight.0 > 0) {
            if is.get(key).is_none_or(|now| now.weight < before.weight) {
                found.0.entry(before.finding.item.clone()).or_default().solved.push(before.finding.clone());
            }
        }
        found
    }

    /// Those of one item.
    pub(super) fn take(&mut self, item: &str) -> Changes {
        self.0.remove(&Some(item.to_owned())).unwrap_or_default()
    }

    /// What no item took.
    pub(super) fn rest(self) -> Changes {
        self.0.into_values().fold(Changes::default(), |mut rest, changes| {
            rest.new.extend(changes.new);
            rest.changed.extend(changes.changed);
            rest.solved.extend(changes.solved);
            rest
        })
    }
}

/// The findings of a report. What only repeats the state of an item is left to the item.
fn weighed(report: &Snapshot) -> Option<BTreeMap<Key, Weighed>> {
    let repeats = |rule: &str| {
        // What nobody could judge gives way to what was judged, for better or worse.
        let aside = [RuleId::OptionalAbsent, RuleId::NotEvaluated];
        let mut rules = RuleId::ALL.iter().filter(|id| id.is_about_the_count() || aside.contains(id));
        rules.any(|id| id.id() == rule)
    };
    let mut found: BTreeMap<Key, Weighed> = BTreeMap::new();
    let mut add = |finding: Finding, severity: usize, count: usize| {
        let Finding { item, path, condition, rule, .. } = &finding;
        let key = (item.clone(), condition.clone(), path.clone(), rule.clone());
        match found.get_mut(&key) {
            None => {
                found.insert(key, Weighed { weight: (severity, count), finding });
            }
            Some(known) => {
                known.weight.1 += count;
                if severity > known.weight.0 {
                    known.weight.0 = severity;
                    known.finding = finding;
                }
            }
        }
    };
    match (&report.findings, &report.errors) {
        (Some(findings), _) => {
            for finding in findings.iter().filter(|finding| !repeats(&finding.rule)) {
                let severity = ["note", "warning", "error"].iter().position(|name| *name == finding.severity);
                let weight = if finding.waived.is_some() { 0 } else { severity.map_or(1, |at| at + 1) };
                add(finding.clone(), weight, 1);
            }
        }
        (None, Some(errors)) => {
            for Errors { rule, item, count } in errors {
                let (rule, item, severity) = (rule.clone(), item.clone(), "error".to_owned());
                add(Finding { rule, item, severity, ..Finding::default() }, 3, *count);
            }
        }
        (None, None) => return None,
    }
    Some(found)
}
