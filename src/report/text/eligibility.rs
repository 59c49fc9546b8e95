//! The conditions of eligibility: whether the applicant may apply at all.

use std::io::{self, Write};

use super::{Detail, Page};
use crate::i18n;
use crate::model::condition::{ConditionState, Wants};
use crate::report::escape::terminal;
use crate::report::view::ToWrite;

impl Page<'_> {
    /// What is not met comes first; what is met only where more than the gaps is told.
    pub(super) fn eligibility(&self, out: &mut impl Write) -> io::Result<()> {
        let list = &self.view.assessment.checklist;
        let brief = self.options.detail == Detail::Brief;
        let mut shown: Vec<(usize, ConditionState)> = self.view.assessment.conditions.clone();
        shown.retain(|(_, state)| !brief || *state != ConditionState::Met);
        if shown.is_empty() {
            return Ok(());
        }
        shown.sort_by_key(|(_, state)| match state {
            ConditionState::NotMet => 0,
            ConditionState::Undeclared => 1,
            ConditionState::Met => 2,
        });
        self.section(self.say("申报条件", "Conditions of eligibility"), shown.len(), out)?;
        let style = self.options.style;
        for (index, state) in &shown {
            let condition = &list.conditions[*index];
            let word = format!("[{}]", i18n::condition_state(*state, self.lang()));
            let word = match state {
                ConditionState::Met => style.good(&word),
                ConditionState::NotMet => style.bad(&word),
                ConditionState::Undeclared => style.doubtful(&word),
            };
            let declared = self.view.assessment.settings.facts.get(&condition.fact);
            let declared = declared
                .map(|value| i18n::value(value, self.lang()))
                .filter(|_| *state == ConditionState::NotMet || !matches!(condition.wants, Wants::Is(_)));
            let declared = declared.map(|value| {
                self.say(format!(" -- 申报的是 {}", terminal(&value)), format!(" -- declared: {}", terminal(&value)))
            });
            writeln!(out, "  {word} {}{}", condition.title.get(self.lang()), declared.unwrap_or_default())?;
        }
        let undeclared = shown.iter().filter(|(_, state)| *state == ConditionState::Undeclared);
        let mut lines: Vec<String> =
            undeclared.map(|(index, _)| format!("{}: \"\"", list.conditions[*index].fact)).collect();
        // Two conditions may look at one fact.
        lines.sort_unstable();
        lines.dedup();
        if lines.is_empty() {
            return Ok(());
        }
        let ask = self.say(
            "请在 dossier.yaml 填写（是写 true，否写 false；日期写成 2026-01-15）：",
            "fill in, in dossier.yaml (true or false; a date as 2026-01-15):",
        );
        let yaml = vec![format!("facts: {{ {} }}", lines.join(", "))];
        self.to_write(&ToWrite { ask: ask.to_owned(), yaml }, out)
    }
}
