//! What else is to be told: faults beyond the counts, what is to be checked, what is waived, how to hand in, and
//! files no item asks for.

use std::io::{self, Write};

use super::Page;
use crate::model::finding::{Finding, Severity};
use crate::report::escape::terminal;

impl Page<'_> {
    /// What a check against a baseline fails for.
    pub(super) fn news(&self, out: &mut impl Write) -> io::Result<()> {
        self.lines(self.view.news_title(), &self.view.news(), out, |finding| self.message(finding))
    }

    /// Errors that are no matter of counts.
    pub(super) fn faults(&self, out: &mut impl Write) -> io::Result<()> {
        self.lines(self.say("还有这些问题", "Also wrong"), &self.view.faults(), out, |finding| {
            let line = self.message(finding);
            match finding.severity {
                Severity::Error => format!("{} {line}", self.options.style.bad("x")),
                _ => format!("- {line}"),
            }
        })
    }

    fn message(&self, finding: &Finding) -> String {
        terminal(&self.view.message(finding)).into_owned()
    }

    /// What nobody could judge.
    pub(super) fn to_check(&self, out: &mut impl Write) -> io::Result<()> {
        let title = self.say("程序没有判断、要请人核对的", "Not judged by the program, for a person to check");
        self.lines(title, &self.view.to_check(), out, |line| terminal(line).into_owned())
    }

    /// Warnings about files and settings that no gap has told.
    pub(super) fn reminders(&self, out: &mut impl Write) -> io::Result<()> {
        self.lines(self.say("提醒", "Reminders"), &self.view.reminders(), out, |finding| self.message(finding))
    }

    /// What somebody answers for, with the reason.
    pub(super) fn waived(&self, out: &mut impl Write) -> io::Result<()> {
        self.lines(self.say("已豁免", "Waived"), &self.view.waived(), out, |line| terminal(line).into_owned())
    }

    /// What must be printed, copied or stamped.
    pub(super) fn handing_in(&self, out: &mut impl Write) -> io::Result<()> {
        self.lines(self.say("递交时注意", "When handing in"), &self.view.handing_in(), out, |line| {
            terminal(line).into_owned()
        })
    }

    /// Files no item asks for, and files that can never be evidence.
    pub(super) fn left_over(&self, out: &mut impl Write) -> io::Result<()> {
        self.lines(self.say("没有用上的文件", "Files not used"), &self.view.left_over(), out, |&file| {
            let why = self.view.why_left_over(file).map(|why| format!(" -- {}", terminal(&why)));
            format!("{}{}", self.path(file), why.unwrap_or_default())
        })?;
        let title = self.say("认得出、但本阶段还不用交的文件", "Recognised, not due in this stage");
        self.lines(title, &self.view.other_stage(), out, |&(file, item)| {
            format!("{} -- {}", self.path(file), self.view.item_name(item))
        })
    }
}
