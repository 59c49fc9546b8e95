//! Findings as rows of plain text.

use super::View;
use crate::i18n;
use crate::model::assessment::Assessment;
use crate::model::finding::{Finding, Place};
use crate::model::settings::SETTINGS_FILE;
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
    let view = View::new(assessment, lang);
    assessment.findings.iter().map(move |finding| {
        let waiver = finding.waived.map(|waiver| &assessment.settings.waivers[waiver]);
        let known = if finding.is_known() { view.say("基线已知", "known") } else { "" };
        FoundLine {
            severity: i18n::severity(finding.severity, lang),
            rule: finding.problem.rule().id(),
            item: finding.item().map(|item| view.item_name(item)).unwrap_or_default(),
            path: terminal(&path(assessment, finding)).into_owned(),
            message: terminal(&view.message(finding)).into_owned(),
            waived: waiver.map_or(known.to_owned(), |waiver| {
                let until = waiver.until.map(|until| view.say(format!("（到 {until}）"), format!(" (until {until})")));
                terminal(&format!("{}{}", waiver.reason, until.unwrap_or_default())).into_owned()
            }),
        }
    })
}

/// The file a finding is about, within the dossier.
fn path(assessment: &Assessment, finding: &Finding) -> String {
    match &finding.place {
        Place::File(file, _) => assessment.inventory.files[*file].path.to_string(),
        Place::Path(path) => path.clone(),
        Place::Settings(line) => format!("{SETTINGS_FILE}:{line}"),
        Place::Item(_) | Place::Condition(_) => String::new(),
    }
}
