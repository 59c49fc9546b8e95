//! Findings as rows of plain text.

use crate::i18n::{self, pick};
use crate::model::assessment::Assessment;
use crate::model::finding::{Finding, Place};
use crate::model::text::Lang;
use crate::report::escape::terminal;

/// One finding.
pub(in crate::report) struct FoundLine {
    /// How much it weighs, in a word.
    pub(in crate::report) severity: &'static str,
    pub(in crate::report) rule: &'static str,
    /// The item's number and title, empty if it is about none.
    pub(in crate::report) item: String,
    /// The file, empty if it is about none.
    pub(in crate::report) path: String,
    pub(in crate::report) message: String,
    /// Why it is waived, or that the baseline knows it; empty if neither.
    pub(in crate::report) waived: String,
}

/// Every finding, in its order.
pub(in crate::report) fn found(assessment: &Assessment, lang: Lang) -> impl Iterator<Item = FoundLine> + '_ {
    assessment.findings.iter().map(move |finding| {
        let (item, path) = place(assessment, finding);
        let item = item.map(|item| &assessment.checklist.items[item]);
        let waiver = finding.waived.map(|waiver| &assessment.settings.waivers[waiver]);
        let known = if finding.known { pick(lang, "基线已知", "known") } else { "" };
        FoundLine {
            severity: i18n::severity(finding.severity, lang),
            rule: finding.problem.rule().id(),
            item: item.map_or(String::new(), |item| {
                format!("{} {}", item.no.as_deref().unwrap_or_default(), item.title.get(lang)).trim_start().to_owned()
            }),
            path: terminal(&path).into_owned(),
            message: terminal(&i18n::message(finding, assessment, lang)).into_owned(),
            waived: waiver.map_or(known.to_owned(), |waiver| {
                let until =
                    waiver.until.map(|until| pick(lang, format!("（到 {until}）"), format!(" (until {until})")));
                terminal(&format!("{}{}", waiver.reason, until.unwrap_or_default())).into_owned()
            }),
        }
    })
}

/// The item and the file a finding is about.
fn place(assessment: &Assessment, finding: &Finding) -> (Option<usize>, String) {
    match &finding.place {
        Place::Item(item) => (Some(*item), String::new()),
        Place::File(file, item) => (*item, assessment.inventory.files[*file].path.to_string()),
        Place::Path(path) => (None, path.clone()),
        Place::Settings(line) => (None, format!("dossier.yaml:{line}")),
        Place::Condition(_) => (None, String::new()),
    }
}
