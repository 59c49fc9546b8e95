//! The items: how many are lacking, what to look at, and how to say what was seen.

use super::{View, is_gap};
use crate::i18n;
use crate::model::assessment::{DemandResult, ItemResult, State};
use crate::model::assignment::Outcome;
use crate::model::checklist::{Fact, FactKind};
use crate::model::condition::ConditionState;
use crate::model::finding::Since;
use crate::model::recognition::Reason;
use crate::report::escape::{quoted, terminal};

/// What a person is asked to write into `dossier.yaml`.
pub(in crate::report) struct ToWrite {
    /// The request.
    pub(in crate::report) ask: String,
    /// The lines, the first of them a key.
    pub(in crate::report) yaml: Vec<String>,
}

/// Whether the lines on files stand among those that are told in one piece: of items that are optional they do not.
pub(in crate::report) fn are_told(yaml: &[String], together: &[String]) -> bool {
    yaml.iter().find(|line| line.starts_with("  - {")).is_none_or(|line| together.contains(line))
}

impl View<'_> {
    /// Required items with a gap; what the baseline knows comes last.
    pub(in crate::report) fn gaps(&self) -> Vec<&ItemResult> {
        let gaps = self.assessment.items.iter().filter(|result| result.required && is_gap(result));
        let mut gaps: Vec<&ItemResult> = gaps.collect();
        gaps.sort_by_key(|result| self.since(result.item) == Some(Since::Known));
        gaps
    }

    /// Optional items of which something lies there, but not enough.
    pub(in crate::report) fn optional(&self) -> Vec<&ItemResult> {
        self.assessment.items.iter().filter(|result| !result.required && is_gap(result)).collect()
    }

    /// Items that are met.
    pub(in crate::report) fn met(&self) -> Vec<&ItemResult> {
        self.assessment.items.iter().filter(|result| result.state == State::Satisfied).collect()
    }

    /// Whether an item has an error though its count is met.
    pub(in crate::report) fn is_flawed(&self, item: usize) -> bool {
        self.flawed.contains(&item)
    }

    /// Items that are due only under a condition nobody has declared, and the condition's fact.
    pub(in crate::report) fn conditional(&self) -> Vec<(&ItemResult, &str)> {
        let items = self.assessment.items.iter().filter(|result| result.state == State::NotEvaluated);
        items
            .filter_map(|result| Some((result, self.assessment.checklist.items[result.item].when.as_deref()?)))
            .collect()
    }

    /// What a fact is called.
    pub(in crate::report) fn fact(&self, id: &str) -> String {
        self.assessment.checklist.fact(id).map_or(id, |fact| fact.title.get(self.lang)).to_owned()
    }

    /// The condition behind a fact.
    pub(in crate::report) fn condition(&self, fact: &str) -> String {
        let title = self.fact(fact);
        if self.is_number(fact) {
            return self
                .say(format!("要看：{title}（0 就不用交）"), format!("depends on: {title} (none is due for 0)"));
        }
        self.say(format!("仅当：{title}"), format!("only if: {title}"))
    }

    /// Whether a fact is a number.
    pub(in crate::report) fn is_number(&self, fact: &str) -> bool {
        self.assessment.checklist.fact(fact).is_some_and(|fact| fact.kind == FactKind::Number)
    }

    /// How to declare conditions.
    pub(in crate::report) fn declare(&self, mut facts: Vec<&str>) -> ToWrite {
        facts.sort_unstable();
        facts.dedup();
        let lines: Vec<String> = facts.iter().map(|fact| format!("{fact}: \"\"")).collect();
        ToWrite {
            ask: match facts.iter().any(|fact| self.is_number(fact)) {
                true => self.say(
                    "请在 dossier.yaml 写明（是写 true，否写 false；问多少的写数字）：",
                    "say so in dossier.yaml (true or false; a number where it asks for one):",
                ),
                false => self.say(
                    "请在 dossier.yaml 写明（是写 true，否写 false）：",
                    "say so in dossier.yaml (true or false):",
                ),
            }
            .to_owned(),
            yaml: vec![format!("facts: {{ {} }}", lines.join(", "))],
        }
    }

    /// `3/4, 1 more needed`, and why it is not clear.
    pub(in crate::report) fn count(&self, result: &ItemResult) -> String {
        let (need, have, possible) = result.counts();
        if let (State::Short, Some(parts)) =
            (result.state, i18n::parts_lacking(result, &self.assessment.checklist, self.lang))
        {
            return self.say(format!("还缺：{parts}"), format!("still lacking: {parts}"));
        }
        match result.state {
            State::Unclear if possible > have => self.say(
                format!("{have}/{need}，另有 {} 份待确认", possible - have),
                format!("{have}/{need}, {} more to be looked at", possible - have),
            ),
            State::Unclear => String::new(),
            _ if have < need => self.say(
                format!("{have}/{need}，还差 {} 份", need - have),
                format!("{have}/{need}, {} more needed", need - have),
            ),
            _ => format!("{have}/{need}"),
        }
    }

    /// The ways a compound item can be met, with the state of each part.
    pub(in crate::report) fn ways(&self, result: &ItemResult) -> Vec<String> {
        let list = &self.assessment.checklist;
        if !list.items[result.item].is_compound() {
            return Vec::new();
        }
        let part = |demand: &DemandResult| {
            let title = list.demands[demand.demand].title.get(self.lang);
            format!("{title} ({})", i18n::state(demand.state, self.lang))
        };
        let way = |(index, alternative): (usize, &Vec<DemandResult>)| {
            let parts: Vec<String> = alternative.iter().map(part).collect();
            let word = if index == 0 { self.say("办法：", "either: ") } else { self.say("或者：", "or: ") };
            format!("{word}{}", parts.join(" + "))
        };
        result.alternatives.iter().enumerate().map(way).collect()
    }

    /// Why a file does not count; empty if it does.
    pub(in crate::report) fn refusal(&self, file: usize) -> String {
        match &self.assessment.outcomes[file] {
            Outcome::Refused { why, .. } => i18n::refusal(why, self.assessment, self.lang),
            _ => String::new(),
        }
    }

    /// A copy of a file that bears the name of another item.
    fn copy_named_for(&self, file: usize, item: usize) -> Option<String> {
        let copy = self.assessment.outcomes.iter().position(|outcome| match outcome {
            Outcome::Refused { demand: Some(demand), why } => {
                self.assessment.checklist.demands[*demand].item == item && why.twin() == Some(file)
            }
            _ => false,
        })?;
        let copy = self.path(copy);
        Some(self.say(
            format!("内容相同的「{copy}」是按这一项起的名，两个名字只有一个对"),
            format!("`{copy}`, which is the same, is named for this item; one of the names is wrong"),
        ))
    }

    /// Why a file was taken for an item.
    pub(in crate::report) fn reason(&self, file: usize, item: usize) -> Option<String> {
        if let Some(doubt) = self.doubt(file) {
            return Some(doubt);
        }
        let list = &self.assessment.checklist;
        let recognition = &self.assessment.recognitions[file];
        let candidates = &recognition.candidates;
        let candidate = candidates.iter().find(|c| list.demands[usize::from(c.demand)].item == item);
        let Some(candidate) = candidate else { return self.copy_named_for(file, item) };
        let reason = i18n::reason(&candidate.reason, self.lang);
        Some(match recognition.heard.as_ref().filter(|heard| heard.contradicts) {
            Some(heard) if !matches!(candidate.reason, Reason::Content { .. }) => {
                let (title, page) = (&heard.title, heard.page);
                self.say(
                    format!("{reason}，但第 {page} 页印着「{title}」"),
                    format!("{reason}, but page {page} prints `{title}`"),
                )
            }
            _ => reason,
        })
    }

    /// The facts nobody declared, and how to declare them.
    pub(in crate::report) fn question(&self, result: &ItemResult) -> Option<ToWrite> {
        let facts = self.unsaid(result);
        if facts.is_empty() {
            return None;
        }
        let names: Vec<&str> = facts.iter().map(|fact| fact.title.get(self.lang)).collect();
        let lines: Vec<String> = facts.iter().map(|fact| format!("{}: \"\"", fact.id)).collect();
        let yes_no = facts.iter().any(|fact| fact.kind == FactKind::YesNo);
        let how = if yes_no { self.say("（是写 true，否写 false）", " (true or false)") } else { "" };
        let ask = self.say(
            format!("还没有说明：{}。交一份写有它的文件，或在 dossier.yaml 填写{how}：", names.join("、")),
            format!("not said yet: {}. Hand in a paper that says it, or fill in dossier.yaml{how}:", names.join("; ")),
        );
        Some(ToWrite { ask, yaml: vec![format!("facts: {{ {} }}", lines.join(", "))] })
    }

    /// The facts an unclear item asks for and nobody declared.
    pub(in crate::report) fn unsaid(&self, result: &ItemResult) -> Vec<&Fact> {
        let open = result.alternatives[result.nearest].iter().filter(|d| d.state == State::Unclear);
        open.flat_map(|d| &d.undeclared).filter_map(|id| self.assessment.checklist.fact(id)).collect()
    }

    /// All that the report asks to be written into `dossier.yaml`, as one piece to fill in; of each item at most so many
    /// files. Empty where it asks for one thing at most, which is then told where it is asked.
    pub(in crate::report) fn settings(&self, most: usize) -> Vec<String> {
        let list = &self.assessment.checklist;
        let gaps: Vec<&ItemResult> =
            self.assessment.items.iter().filter(|result| result.required && result.state == State::Unclear).collect();
        let undeclared = self.assessment.conditions.iter().filter(|(_, state)| *state == ConditionState::Undeclared);
        let mut facts: Vec<&Fact> = gaps.iter().flat_map(|result| self.unsaid(result)).collect();
        let asked = facts.len();
        facts.extend(self.conditional().iter().filter_map(|(_, fact)| list.fact(fact)));
        facts.extend(undeclared.filter_map(|(index, _)| list.fact(&list.conditions[*index].fact)));
        let conditions = facts.len() > asked;
        facts.sort_by(|a, b| a.id.cmp(&b.id));
        facts.dedup_by(|a, b| a.id == b.id);
        let files: Vec<Vec<String>> =
            gaps.iter().filter_map(|result| self.to_settle(result, most)).map(|write| write.yaml).collect();
        let requests = gaps.iter().filter(|result| !self.unsaid(result).is_empty()).count();
        if requests + usize::from(conditions) + files.len() < 2 {
            return Vec::new();
        }
        let mut lines = Vec::new();
        if !facts.is_empty() {
            lines.push("facts:".to_owned());
            let how = |fact: &Fact| match fact.kind {
                FactKind::YesNo => self.say("是写 true，否写 false", "true or false"),
                FactKind::Number => self.say("写数字", "a number"),
                FactKind::Date => self.say("写日期，如 2026-01-15", "a date, such as 2026-01-15"),
                FactKind::Text => self.say("写文字", "text"),
            };
            lines.extend(facts.iter().map(|fact| {
                let title = fact.title.get(self.lang);
                let how = self.say(format!("（{}）", how(fact)), format!(" ({})", how(fact)));
                format!("  {}: \"\"   # {title}{how}", fact.id)
            }));
        }
        if !files.is_empty() {
            lines.push("assign:".to_owned());
            lines.extend(files.into_iter().flat_map(|lines| lines.into_iter().skip(1)));
        }
        lines
    }

    /// The lines that settle an unclear item once a person has looked at its files; at most so many.
    pub(in crate::report) fn to_settle(&self, result: &ItemResult, most: usize) -> Option<ToWrite> {
        let list = &self.assessment.checklist;
        let several = result.alternatives[result.nearest].iter().flat_map(|demand| self.several(demand));
        let files: Vec<usize> = result.possible.iter().copied().chain(several).take(most).collect();
        if files.is_empty() {
            return None;
        }
        let line = |file: usize| {
            let demand = list.items[result.item].demands().find(|&demand| self.serves(file, demand))?;
            let count = match &self.assessment.outcomes[file] {
                Outcome::Counted { possible, .. } => *possible,
                _ => self.assessment.recognitions[file].count_mark.unwrap_or(1),
            };
            let path = quoted(self.path(file));
            let doubt = self.doubt(file).map(|doubt| format!("   # {}", terminal(&doubt))).unwrap_or_default();
            Some(format!("  - {{ path: {path}, item: {}, count: {count} }}{doubt}", list.demands[demand].id))
        };
        let ask = self.say(
            "看过属实后，在 dossier.yaml 写（份数照实填，不是就写 item: none）：",
            "if so, write into dossier.yaml (the true count; item: none if it is not):",
        );
        let yaml = std::iter::once("assign:".to_owned()).chain(files.into_iter().filter_map(line)).collect();
        Some(ToWrite { ask: ask.to_owned(), yaml })
    }

    /// Files of a demand whose name claims more copies than are certain.
    fn several(&self, demand: &DemandResult) -> Vec<usize> {
        let outcomes = self.assessment.outcomes.iter().enumerate();
        outcomes
            .filter(|(_, outcome)| {
                matches!(outcome, Outcome::Counted { demand: d, certain, possible, .. } if *d == demand.demand && possible > certain)
            })
            .map(|(file, _)| file)
            .collect()
    }

    fn serves(&self, file: usize, demand: usize) -> bool {
        self.assessment.recognitions[file].candidates.iter().any(|c| usize::from(c.demand) == demand)
    }

    /// What a person should check where nobody read what some of the evidence says.
    pub(in crate::report) fn by_name_alone(&self, result: &ItemResult) -> Option<&str> {
        let ask = self.assessment.checklist.items[result.item].ask.as_ref()?;
        let unread = result.evidence.iter().any(|&file| self.unread(file, result.item));
        unread.then(|| ask.get(self.lang))
    }

    /// Whether a file is counted though nobody read what it says.
    fn unread(&self, file: usize, item: usize) -> bool {
        let recognition = &self.assessment.recognitions[file];
        let said = |reason: &Reason| matches!(reason, Reason::Assigned(_) | Reason::Content { .. });
        let item_of = |demand: &u16| self.assessment.checklist.demands[usize::from(*demand)].item;
        let heard = recognition.heard.as_ref().is_some_and(|heard| heard.demands.iter().any(|d| item_of(d) == item));
        !heard && !recognition.candidates.iter().any(|c| said(&c.reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_optional_items_are_not_told_at_the_end() {
        let lines = |path: &str| vec!["assign:".to_owned(), format!("  - {{ path: {path}, item: a, count: 1 }}")];
        let together = [&["facts:".to_owned()][..], &lines("a.pdf")].concat();
        assert!(are_told(&lines("a.pdf"), &together));
        assert!(!are_told(&lines("b.pdf"), &together));
        assert!(are_told(&["facts:".to_owned(), "  hotline: \"\"".to_owned()], &together), "facts are told together");
    }
}
