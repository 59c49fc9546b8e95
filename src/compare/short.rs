//! A report as an overview of many dossiers would tell of it, so that the two can be compared.

use std::collections::BTreeMap;

use crate::model::diff::{Errors, Item, Snapshot};
use crate::model::finding::RuleId;

/// A report without what an overview leaves out: its files, and findings that are no errors.
pub(super) fn in_short(report: &Snapshot) -> Snapshot {
    let mut counts: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
    let grave = |rule: &str| !RuleId::ALL.iter().any(|id| id.id() == rule && id.is_about_the_count());
    for finding in report.findings.iter().flatten() {
        if finding.severity == "error" && finding.waived.is_none() && grave(&finding.rule) {
            *counts.entry((&finding.rule, finding.item.as_deref())).or_default() += 1;
        }
    }
    let errors = |((rule, item), count): ((&str, Option<&str>), usize)| Errors {
        rule: rule.to_owned(),
        item: item.map(str::to_owned),
        count,
    };
    let item = |item: &Item| Item { evidence: Vec::new(), unclear: Vec::new(), refused: Vec::new(), ..item.clone() };
    Snapshot {
        items: report.items.iter().map(item).collect(),
        files: None,
        findings: None,
        errors: Some(counts.into_iter().map(errors).collect()),
        ..report.clone()
    }
}
