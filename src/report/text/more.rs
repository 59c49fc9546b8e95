//! What else is to be told of a dossier: faults beyond the counts, what is waived, and how to hand in.

use std::io::{self, Write};

use super::Page;
use crate::i18n;
use crate::model::finding::{Finding, Place, Problem, Severity};
use crate::model::settings::Mode;
use crate::report::escape::terminal;

/// Whether a gap, a condition or another section tells it already.
pub(super) fn is_told_elsewhere(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::MissingMaterial { .. }
            | Problem::TooFew { .. }
            | Problem::Unclear { .. }
            | Problem::ConditionUndeclared { .. }
            | Problem::NotEvaluated { .. }
            | Problem::OptionalAbsent
            | Problem::ProductUncovered { .. }
            | Problem::ProductUnclear { .. }
            | Problem::HandInForm { .. }
            | Problem::NotEligible { .. }
            | Problem::EligibilityUndeclared { .. }
    )
}

impl Page<'_> {
    /// Errors that are no matter of counts, and in a draft what of that kind is still to come.
    pub(super) fn faults(&self, out: &mut impl Write) -> io::Result<()> {
        let draft = self.assessment.settings.mode == Mode::Draft;
        let to_come =
            |finding: &Finding| draft && matches!(finding.place, Place::Item(_)) && finding.severity == Severity::Note;
        let wrong = |finding: &&Finding| {
            let grave = finding.severity == Severity::Error || to_come(finding);
            let told = matches!(finding.place, Place::File(file, _) if self.told.contains(&file))
                && matches!(finding.problem, Problem::Refused(_));
            grave && finding.waived.is_none() && !is_told_elsewhere(&finding.problem) && !told
        };
        let rows: Vec<&Finding> = self.assessment.findings.iter().filter(wrong).collect();
        self.lines(self.say("还有这些问题", "Also wrong"), &rows, out, |finding| {
            let line = terminal(&i18n::message(finding, self.assessment, self.lang())).into_owned();
            match finding.severity {
                Severity::Error => {
                    format!("{} {line}{}", self.options.style.bad("x"), self.known(finding.known))
                }
                _ => format!("- {line}"),
            }
        })
    }

    /// What somebody answers for, with the reason.
    pub(super) fn waived(&self, out: &mut impl Write) -> io::Result<()> {
        let rows: Vec<(&Finding, usize)> =
            self.assessment.findings.iter().filter_map(|finding| Some((finding, finding.waived?))).collect();
        self.lines(self.say("已豁免", "Waived"), &rows, out, |(finding, waiver)| {
            let waiver = &self.assessment.settings.waivers[*waiver];
            let until = waiver.until.map(|until| self.say(format!("，到 {until} 为止"), format!(", until {until}")));
            let message = i18n::message(finding, self.assessment, self.lang());
            let why = self.say("理由", "reason");
            terminal(&format!("{message} -- {why}: {}{}", waiver.reason, until.unwrap_or_default())).into_owned()
        })
    }

    /// What must be printed, copied or stamped: items by the way they are handed over.
    pub(super) fn handing_in(&self, out: &mut impl Write) -> io::Result<()> {
        let mut ways: Vec<(String, Vec<&str>)> = Vec::new();
        for finding in &self.assessment.findings {
            let (Problem::HandInForm { form, sealed }, Place::Item(item)) = (&finding.problem, &finding.place) else {
                continue;
            };
            let way = i18n::forms(form, *sealed, self.lang());
            let label = self.assessment.checklist.items[*item].label();
            match ways.iter_mut().find(|(known, _)| *known == way) {
                Some((_, items)) => items.push(label),
                None => ways.push((way, vec![label])),
            }
        }
        self.lines(self.say("递交时注意", "When handing in"), &ways, out, |(way, items)| {
            let items = terminal(&items.join(self.say("、", ", "))).into_owned();
            self.say(format!("{way}：第 {items} 项"), format!("{way}: items {items}"))
        })
    }
}
