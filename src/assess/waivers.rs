//! Waivers: exceptions somebody answers for. What is waived stays in the report and in its totals.

use crate::model::assessment::{ItemResult, State};
use crate::model::finding::{Finding, Place, Problem, RuleId, Severity};
use crate::model::settings::Waiver;
use crate::rules::Known;

/// Marks what the waivers cover, and says which of them have ended or are needed by nothing.
pub(super) fn apply(known: &Known, items: &mut [ItemResult], findings: &mut Vec<Finding>) {
    let waivers = &known.settings.waivers;
    let mut used = vec![false; waivers.len()];
    let holds = |waiver: &Waiver| waiver.until.is_none_or(|until| until >= known.today);
    for (index, waiver) in waivers.iter().enumerate().filter(|(_, waiver)| holds(waiver)) {
        for finding in findings.iter_mut().filter(|finding| covers(known, waiver, finding)) {
            used[index] = true;
            finding.waived.get_or_insert(index);
        }
        // A waiver for an item as a whole also excepts the item; its count stays as it is.
        let whole = waiver.path.is_none() && waiver.rule.is_none_or(RuleId::is_about_the_count);
        let gap = |state| matches!(state, State::Missing | State::Short | State::Unclear | State::NotEvaluated);
        let open = items.iter_mut().filter(|item| whole && waiver.item == Some(item.item) && gap(item.state));
        for item in open.filter(|item| waiver.rule.is_none_or(|rule| rule == rule_of(item.state))) {
            used[index] = true;
            item.state = State::Waived;
        }
    }
    for (index, waiver) in waivers.iter().enumerate() {
        let problem = match waiver.until {
            Some(until) if !holds(waiver) => Problem::WaiverExpired { until },
            _ if used[index] => continue,
            // It may be needed in another stage.
            _ if waiver.item.is_some_and(|item| !known.checklist.is_due(item, &known.stages)) => continue,
            _ => Problem::WaiverUnused,
        };
        findings.push(Finding::new(Severity::Warning, Place::Settings(waiver.line), problem));
    }
}

fn rule_of(state: State) -> RuleId {
    match state {
        State::Missing => RuleId::MissingMaterial,
        State::Short => RuleId::TooFew,
        State::NotEvaluated => RuleId::ConditionUndeclared,
        _ => RuleId::Unclear,
    }
}

fn covers(known: &Known, waiver: &Waiver, finding: &Finding) -> bool {
    let (item, path) = match &finding.place {
        Place::Item(item) => (Some(*item), None),
        Place::File(file, item) => (*item, Some(&*known.inventory.files[*file].path)),
        Place::Path(path) => (None, Some(path.as_str())),
        Place::Condition(_) => (None, None),
        Place::Settings(_) => return false,
    };
    waiver.rule.is_none_or(|rule| rule == finding.problem.rule())
        && waiver.item.is_none_or(|wanted| item == Some(wanted))
        && waiver.path.as_deref().is_none_or(|wanted| path.is_some_and(|path| fits(wanted, path)))
}

/// A path as it is written, or a pattern of paths.
fn fits(wanted: &str, path: &str) -> bool {
    wanted == path || glob::Pattern::new(wanted).is_ok_and(|pattern| pattern.matches(path))
}
