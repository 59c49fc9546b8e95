//! Files as a line, and those that no item uses.

use super::{FileLine, View};
use crate::i18n;
use crate::model::assignment::{Outcome, Refusal};
use crate::report::escape::terminal;

impl View<'_> {
    /// A file with what is to be said of it.
    pub(super) fn line(&self, file: usize, note: Option<&str>) -> FileLine {
        let (rule, open) = match &self.assessment.outcomes[file] {
            Outcome::Refused { why, .. } => (Some(why.rule().id()), false),
            Outcome::Counted { certain, possible, .. } => (None, possible > certain),
            _ => (None, false),
        };
        let sent = !matches!(&self.assessment.outcomes[file], Outcome::Refused { why, .. } if why.is_left_behind());
        let note = note.map(|note| terminal(note).into_owned()).unwrap_or_default();
        FileLine {
            file,
            path: terminal(self.path(file)).into_owned(),
            note,
            rule,
            open,
            doubtful: self.doubt(file).is_some(),
            sent,
        }
    }

    /// Files no item asks for, and files that can never be evidence.
    pub(in crate::report) fn left_over(&self) -> Vec<usize> {
        (0..self.assessment.outcomes.len()).filter(|&file| self.is_left_over(file)).collect()
    }

    fn is_left_over(&self, file: usize) -> bool {
        match &self.assessment.outcomes[file] {
            Outcome::LeftOver => true,
            Outcome::Refused { why, demand } => {
                let list = &self.assessment.checklist;
                let due = demand.is_some_and(|d| list.is_due(list.demands[d].item, &self.assessment.stages));
                let quiet = matches!(why, Refusal::System | Refusal::LockOrTemp | Refusal::SameDocument(_)) || !due;
                let told = matches!(why, Refusal::LinkOutside(_) | Refusal::Unreadable(_)) || self.told.contains(&file);
                quiet && !told
            }
            // No gap tells of it: it may fit only items that are not due, or need no more.
            Outcome::Possible(_) => !self.told.contains(&file),
            Outcome::Counted { .. } | Outcome::SetAside => false,
        }
    }

    /// Why a file is left over, where something can be said.
    pub(in crate::report) fn why_left_over(&self, file: usize) -> Option<String> {
        let lang = self.lang;
        if matches!(self.assessment.outcomes[file], Outcome::Refused { .. }) {
            return Some(self.refusal(file));
        }
        if let Outcome::Possible(demands) = &self.assessment.outcomes[file] {
            let item = self.assessment.checklist.demands[*demands.first()?].item;
            let (name, why) = (self.item_name(item), self.reason(file, item).unwrap_or_default());
            return Some(self.say(format!("可能是 {name}：{why}"), format!("may be {name}: {why}")));
        }
        let recognition = &self.assessment.recognitions[file];
        match (&recognition.near, &recognition.refused) {
            (Some(near), _) => {
                let (item, why) = (self.item_name(usize::from(near.item)), i18n::near(&near.why, lang));
                Some(self.say(format!("像是 {item}：{why}"), format!("resembles {item}: {why}")))
            }
            (None, Some(word)) => {
                Some(i18n::refusal(&Refusal::TemplateOrPolicy(word.to_string()), self.assessment, lang))
            }
            (None, None) => None,
        }
    }

    /// Files recognised for items that are not due, with the item.
    pub(in crate::report) fn other_stage(&self) -> Vec<(usize, usize)> {
        (0..self.assessment.outcomes.len()).filter_map(|file| Some((file, self.not_due(file)?))).collect()
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
}
