//! What is left: reminders about single files, and files no item asks for.

use std::io::{self, Write};

use super::more::is_told_elsewhere;
use super::{Detail, Page};
use crate::i18n;
use crate::model::assignment::{Outcome, Refusal};
use crate::model::finding::{Finding, Place, Problem, Severity};
use crate::report::escape::terminal;

/// How many lines of one section are shown before the rest is only counted.
const SHOWN: usize = 20;

impl Page<'_> {
    /// Warnings about files and settings that no gap has told.
    pub(super) fn reminders(&self, out: &mut impl Write) -> io::Result<()> {
        let tell = |finding: &&Finding| match (&finding.problem, &finding.place) {
            (Problem::Refused(_), Place::File(file, _)) => {
                finding.severity == Severity::Warning && !self.told.contains(file)
            }
            (Problem::BelowRecommended { .. } | Problem::ProductOutOfScope { .. }, _) => true,
            _ => finding.severity == Severity::Warning && !is_told_elsewhere(&finding.problem),
        };
        let tell = |finding: &&Finding| tell(finding) && finding.waived.is_none();
        let found: Vec<&Finding> = self.assessment.findings.iter().filter(tell).collect();
        self.lines(self.say("提醒", "Reminders"), &found, out, |finding| {
            terminal(&i18n::message(finding, self.assessment, self.lang())).into_owned()
        })
    }

    /// Files no item asks for, and files that can never be evidence.
    pub(super) fn left_over(&self, out: &mut impl Write) -> io::Result<()> {
        let files: Vec<usize> = (0..self.assessment.outcomes.len()).filter(|&file| self.is_left_over(file)).collect();
        self.lines(self.say("没有用上的文件", "Files not used"), &files, out, |&file| {
            self.left_over_line(file)
        })?;
        let other_stage: Vec<usize> =
            (0..self.assessment.outcomes.len()).filter(|&file| self.not_due(file).is_some()).collect();
        self.lines(
            self.say("认得出、但本阶段还不用交的文件", "Recognised, not due in this stage"),
            &other_stage,
            out,
            |&file| {
                let item = self.not_due(file).map(|item| self.item_name(item)).unwrap_or_default();
                format!("{} -- {item}", self.path(file))
            },
        )
    }

    fn is_left_over(&self, file: usize) -> bool {
        match &self.assessment.outcomes[file] {
            Outcome::LeftOver => true,
            Outcome::Refused { why, demand } => {
                let quiet =
                    matches!(why, Refusal::System | Refusal::LockOrTemp | Refusal::SameDocument(_)) || demand.is_none();
                let told = matches!(why, Refusal::LinkOutside(_) | Refusal::Unreadable(_)) || self.told.contains(&file);
                quiet && !told
            }
            // It may fit only items that are not due.
            Outcome::Possible(demands) => {
                let list = &self.assessment.checklist;
                demands.iter().all(|&d| !list.is_due(list.demands[d].item, &self.assessment.stages))
            }
            Outcome::Counted { .. } | Outcome::SetAside => false,
        }
    }

    fn left_over_line(&self, file: usize) -> String {
        let path = self.path(file);
        let lang = self.lang();
        match &self.assessment.outcomes[file] {
            Outcome::Refused { why, .. } => {
                format!("{path} -- {}", terminal(&i18n::refusal(why, self.assessment, lang)))
            }
            _ => match (&self.assessment.recognitions[file].near, &self.assessment.recognitions[file].refused) {
                (Some(near), _) => format!(
                    "{path} -- {} {}{}",
                    self.say("像是", "resembles"),
                    self.item_name(usize::from(near.item)),
                    terminal(&self.say(
                        format!("：{}", i18n::near(&near.why, lang)),
                        format!(": {}", i18n::near(&near.why, lang))
                    )),
                ),
                (None, Some(word)) => format!(
                    "{path} -- {}",
                    terminal(&i18n::refusal(&Refusal::TemplateOrPolicy(word.to_string()), self.assessment, lang))
                ),
                (None, None) => path,
            },
        }
    }

    /// The item a file counts for, if that item is not due.
    fn not_due(&self, file: usize) -> Option<usize> {
        let list = &self.assessment.checklist;
        match &self.assessment.outcomes[file] {
            Outcome::Counted { demand, .. } => {
                Some(list.demands[*demand].item).filter(|&item| !list.is_due(item, &self.assessment.stages))
            }
            _ => None,
        }
    }

    pub(super) fn lines<T>(
        &self,
        title: &str,
        rows: &[T],
        out: &mut impl Write,
        line: impl Fn(&T) -> String,
    ) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        self.section(title, rows.len(), out)?;
        let shown = if self.options.detail == Detail::Full { rows.len() } else { SHOWN };
        for row in rows.iter().take(shown) {
            writeln!(out, "  {}", line(row))?;
        }
        if rows.len() > shown {
            let more = rows.len() - shown;
            writeln!(
                out,
                "  {}",
                self.say(format!("……还有 {more} 个，加 -v 全部列出"), format!("… and {more} more; -v lists them all"))
            )?;
        }
        Ok(())
    }
}
