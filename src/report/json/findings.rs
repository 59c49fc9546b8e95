//! The findings of a report.

use schemars::JsonSchema;
use serde::Serialize;

use crate::i18n;
use crate::model::assessment::Assessment;
use crate::model::finding::{Finding, Place};
use crate::model::text::{Lang, Text};

/// One problem.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "finding")]
pub(super) struct Row<'a> {
    /// A rule id; `dossier rule ID` explains it.
    rule: &'a str,
    /// `error`, `warning` or `note`.
    severity: &'a str,
    item: Option<&'a str>,
    path: Option<&'a str>,
    /// The condition of eligibility it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    message: Text,
    /// Set where somebody answers for it in `dossier.yaml`; it then fails no check.
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<Waived<'a>>,
    /// Set where the baseline knows it; it then fails no check.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    known: bool,
}

/// Who excepts a finding, and why.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "waived")]
pub(super) struct Waived<'a> {
    /// Line of `dossier.yaml`.
    line: u32,
    /// In the words of whoever answers for it.
    reason: &'a str,
    /// The last day it holds.
    until: Option<String>,
}

pub(super) fn row<'a>(assessment: &'a Assessment, finding: &'a Finding) -> Row<'a> {
    let list = &assessment.checklist;
    let (item, path) = match &finding.place {
        Place::Item(item) => (Some(*item), None),
        Place::File(file, item) => (*item, Some(&*assessment.inventory.files[*file].path)),
        Place::Path(path) => (None, Some(path.as_str())),
        Place::Settings(_) => (None, Some("dossier.yaml")),
        Place::Condition(_) => (None, None),
    };
    let condition = match finding.place {
        Place::Condition(index) => Some(list.conditions[index].id.as_str()),
        _ => None,
    };
    Row {
        rule: finding.problem.rule().id(),
        severity: finding.severity.name(),
        item: item.map(|item| list.items[item].id.as_str()),
        path,
        condition,
        message: Text::new(i18n::message(finding, assessment, Lang::Zh), i18n::message(finding, assessment, Lang::En)),
        waived: finding.waived.map(|waiver| {
            let waiver = &assessment.settings.waivers[waiver];
            Waived { line: waiver.line, reason: &waiver.reason, until: waiver.until.map(|day| day.to_string()) }
        }),
        known: finding.is_known(),
    }
}
