//! Rules on counts: what is missing, short, unclear, too many, or asked and not judged.

use super::Known;
use crate::model::assessment::{ItemResult, State};
use crate::model::finding::{Finding, Place, Problem, Severity};

pub(super) fn run(known: &Known, items: &[ItemResult]) -> Vec<Finding> {
    items.iter().flat_map(|item| one(known, item)).collect()
}

fn one(known: &Known, result: &ItemResult) -> Vec<Finding> {
    let item = &known.checklist.items[result.item];
    let (need, have, possible) = result.counts();
    let grave = if result.required { Severity::Error } else { Severity::Warning };
    let mut problems = Vec::new();
    match result.state {
        State::Missing => problems.push((grave, Problem::MissingMaterial { need })),
        State::Short => problems.push((grave, Problem::TooFew { have, need })),
        State::Unclear => {
            let facts = result.alternatives[result.nearest].iter().filter(|d| d.state == State::Unclear);
            let facts = facts.flat_map(|d| d.undeclared.iter().cloned()).collect();
            problems.push((grave, Problem::Unclear { have, possible, need, facts }));
        }
        State::NotEvaluated => {
            let fact = item.when.clone().unwrap_or_default();
            problems.push((Severity::Warning, Problem::ConditionUndeclared { fact }));
        }
        State::NotApplicable if !item.required && item.when.is_none() => {
            problems.push((Severity::Note, Problem::OptionalAbsent));
        }
        // Waivers are applied to findings, later.
        State::NotApplicable | State::Waived => {}
        State::Satisfied => problems.extend(surplus(known, result)),
    }
    if !result.not_evaluated.is_empty() {
        problems.push((
            Severity::Warning,
            Problem::NotEvaluated { aspects: result.not_evaluated.iter().map(|open| open.aspect).collect() },
        ));
    }
    let place = Place::Item(result.item);
    problems.into_iter().map(|(severity, problem)| Finding::new(severity, place.clone(), problem)).collect()
}

/// Enough, but more than allowed or fewer than recommended.
fn surplus(known: &Known, result: &ItemResult) -> Vec<(Severity, Problem)> {
    let mut problems = Vec::new();
    for counted in &result.alternatives[result.nearest] {
        let demand = &known.checklist.demands[counted.demand];
        let have = counted.have;
        match (demand.max, demand.recommended) {
            (Some(max), _) if have > max => problems.push((Severity::Warning, Problem::TooMany { have, max })),
            (_, Some(recommended)) if have < recommended => {
                problems.push((Severity::Note, Problem::BelowRecommended { have, recommended }));
            }
            _ => {}
        }
    }
    problems
}
