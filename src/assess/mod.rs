//! Counts the evidence for every item, runs the rules, and gives the verdict.

mod baseline;
mod waivers;

pub use baseline::{apply as apply_baseline, baseline};

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::{
    Assessment, DemandResult, ItemResult, State, Unjudged, Unseen, Verdict, alternative_state,
};
use crate::model::assignment::Outcome;
use crate::model::checklist::{Demand, Item};
use crate::model::finding::{Aspect, Finding, RuleId, Severity};
use crate::model::settings::{FactValue, Mode};
use crate::rules::{self, Known};

/// Judges one dossier.
pub fn assess(mut known: Known) -> Assessment {
    rules::withdraw(&mut known);
    let mut items = count(&known);
    let coverage = rules::coverage(&known, &items);
    let conditions = rules::eligibility(&known);
    let mut findings = rules::run(&known, &items, &conditions, &coverage);
    waivers::apply(&known, &mut items, &mut findings);
    let mut unseen = Vec::new();
    if !known.facts.opened {
        unseen.extend([Unseen::Contents, Unseen::Duplicates]);
    }
    if !known.inventory.sizes_known {
        unseen.push(Unseen::Sizes);
    }
    let blind = !known.facts.opened || !known.inventory.sizes_known;
    // A stage for which the list demands nothing cannot be complete.
    let demands = items.iter().any(|result| known.checklist.items[result.item].required);
    let verdict = verdict(&items, &findings, blind || !demands);
    if known.settings.mode == Mode::Draft {
        not_yet(&mut findings);
    }
    Assessment {
        checklist: known.checklist,
        stages: known.stages,
        today: known.today,
        inventory: known.inventory,
        facts: known.facts,
        recognitions: known.recognitions,
        outcomes: known.outcomes,
        settings: known.settings,
        items,
        conditions,
        coverage,
        findings,
        unseen,
        verdict,
    }
}

fn verdict(items: &[ItemResult], findings: &[Finding], blind: bool) -> Verdict {
    let required = || items.iter().filter(|item| item.required).map(|item| item.state);
    let errors = || findings.iter().filter(|finding| finding.severity == Severity::Error && finding.waived.is_none());
    let looks = |finding: &&Finding| matches!(finding.problem.rule(), RuleId::Unclear | RuleId::ProductUnclear);
    if required().any(|state| matches!(state, State::Missing | State::Short)) || !errors().all(|f| looks(&f)) {
        Verdict::Incomplete
    } else if blind
        || errors().next().is_some()
        || required().any(|state| matches!(state, State::Unclear | State::NotEvaluated))
    {
        Verdict::Undecided
    } else {
        Verdict::Complete
    }
}

/// In a draft, what is not there yet is worth a note; what is wrong stays wrong.
fn not_yet(findings: &mut [Finding]) {
    const ABSENCES: [RuleId; 7] = [
        RuleId::MissingMaterial,
        RuleId::TooFew,
        RuleId::Unclear,
        RuleId::MonthMissing,
        RuleId::ProductUncovered,
        RuleId::ProductUnclear,
        RuleId::ShareNotReached,
    ];
    for finding in findings.iter_mut().filter(|finding| ABSENCES.contains(&finding.problem.rule())) {
        finding.severity = Severity::Note;
    }
}

/// The files of each demand.
#[derive(Default, Clone)]
struct Tally {
    have: u32,
    possible: u32,
    evidence: Vec<usize>,
    maybe: Vec<usize>,
    refused: Vec<usize>,
}

fn count(known: &Known) -> Vec<ItemResult> {
    let checklist = &known.checklist;
    let mut tallies = vec![Tally::default(); checklist.demands.len()];
    for (index, outcome) in known.outcomes.iter().enumerate() {
        match outcome {
            Outcome::Counted { demand, certain, possible, also } => {
                let tally = &mut tallies[*demand];
                tally.have += certain;
                tally.possible += possible;
                tally.evidence.push(index);
                let item = checklist.demands[*demand].item;
                for &other in also.iter().filter(|&&other| checklist.demands[other].item != item) {
                    tallies[other].possible += 1;
                    tallies[other].maybe.push(index);
                }
            }
            Outcome::Possible(demands) => {
                for &demand in demands {
                    tallies[demand].possible += 1;
                    tallies[demand].maybe.push(index);
                }
            }
            Outcome::Refused { demand: Some(demand), .. } => tallies[*demand].refused.push(index),
            Outcome::Refused { demand: None, .. } | Outcome::SetAside | Outcome::LeftOver => {}
        }
    }
    (0..checklist.items.len())
        .filter(|&item| checklist.is_due(item, &known.stages))
        .map(|item| item_result(known, item, &tallies))
        .collect()
}

fn item_result(known: &Known, index: usize, tallies: &[Tally]) -> ItemResult {
    let item = &known.checklist.items[index];
    let alternatives: Vec<Vec<DemandResult>> =
        item.alternatives.iter().map(|demands| alternative(known, demands, tallies)).collect();
    let nearest = (0..alternatives.len())
        .min_by(|&a, &b| closeness(&alternatives[a]).total_cmp(&closeness(&alternatives[b])))
        .unwrap_or(0);
    let counted = alternative_state(&alternatives[nearest]);
    let nothing = item.demands().all(|d| tallies[d].possible == 0) && counted != State::Satisfied;
    let condition = item.when.as_ref().map(|fact| known.settings.facts.get(fact));
    let (state, required) = match condition {
        Some(Some(value)) if !holds(value) => (if nothing { State::NotApplicable } else { counted }, false),
        Some(None) if nothing && item.required => (State::NotEvaluated, true),
        _ if nothing && !item.required => (State::NotApplicable, false),
        _ => (counted, item.required),
    };
    let gather = |pick: fn(&Tally) -> &Vec<usize>| {
        let mut files: Vec<usize> = item.demands().flat_map(|d| pick(&tallies[d]).iter().copied()).collect();
        files.sort_unstable();
        files.dedup();
        files
    };
    ItemResult {
        item: index,
        state,
        required,
        not_evaluated: if state == State::NotApplicable { Vec::new() } else { aspects(known, item, tallies) },
        alternatives,
        nearest,
        evidence: gather(|tally| &tally.evidence),
        possible: gather(|tally| &tally.maybe),
        refused: gather(|tally| &tally.refused),
    }
}

/// Whether a declared condition holds: yes, a number above 0, any text or date.
fn holds(value: &FactValue) -> bool {
    match value {
        FactValue::YesNo(yes) => *yes,
        FactValue::Number(number) => *number > 0,
        FactValue::Text(_) | FactValue::Date(..) => true,
    }
}

/// The counts of demands that must all be met. What may be evidence for several of them is one paper, and can serve one.
fn alternative(known: &Known, demands: &[usize], tallies: &[Tally]) -> Vec<DemandResult> {
    let mut seen = BTreeSet::new();
    // Counted files of which there may be more, and files that may count.
    let mut left = 0;
    for &demand in demands {
        let tally = &tallies[demand];
        let maybe = u32::try_from(tally.maybe.len()).unwrap_or(u32::MAX);
        left += tally.possible.saturating_sub(tally.have.saturating_add(maybe));
        left += u32::try_from(tally.maybe.iter().filter(|file| seen.insert(**file)).count()).unwrap_or(u32::MAX);
    }
    let result = |&demand: &usize| {
        let tally = &tallies[demand];
        let wanted = needed(known, &known.checklist.demands[demand]).saturating_sub(tally.have);
        let more = if demands.len() == 1 { u32::MAX } else { left };
        let possible = tally.possible.min(tally.have.saturating_add(more));
        left = left.saturating_sub(wanted.min(possible.saturating_sub(tally.have)));
        demand_result(known, demand, tally, possible)
    };
    demands.iter().map(result).collect()
}

fn demand_result(known: &Known, index: usize, tally: &Tally, possible: u32) -> DemandResult {
    let demand = &known.checklist.demands[index];
    let (declared, undeclared): (Vec<String>, Vec<String>) =
        demand.facts.iter().cloned().partition(|fact| known.settings.facts.contains_key(fact));
    let said = !demand.facts.is_empty() && undeclared.is_empty();
    let need = needed(known, demand);
    let state = if said || tally.have >= need {
        State::Satisfied
    } else if !demand.facts.is_empty() || possible >= need {
        State::Unclear
    } else if tally.have > 0 {
        State::Short
    } else {
        State::Missing
    };
    let have = if said { tally.have.max(need) } else { tally.have };
    DemandResult { demand: index, state, need, have, possible: possible.max(have), declared, undeclared }
}

/// How many a demand needs: its least count, or one for each of a declared number.
fn needed(known: &Known, demand: &Demand) -> u32 {
    let declared = demand.min_of.as_ref().and_then(|fact| known.settings.facts.get(fact));
    match declared {
        Some(FactValue::Number(number)) => demand.min.max(u32::try_from(*number).unwrap_or(u32::MAX)),
        _ => demand.min,
    }
}

/// How far an alternative is from completion; smaller is nearer.
fn closeness(demands: &[DemandResult]) -> f64 {
    let state = match alternative_state(demands) {
        State::Satisfied => 0.0,
        State::NotApplicable | State::NotEvaluated | State::Waived => 1.0,
        State::Unclear => 2.0,
        State::Short => 3.0,
        State::Missing => 4.0,
    };
    let (need, have) = demands.iter().fold((0, 0), |(n, h), d| (n + d.need, h + d.have.min(d.need)));
    // Of two that are as far, the one that asks for less.
    let less = f64::from(need).min(1000.0) / 1e6;
    state - f64::from(have) / (f64::from(need) + 1.0) / 2.0 + less
}

/// What the counted evidence should also be judged by, and nobody could.
fn aspects(known: &Known, item: &Item, tallies: &[Tally]) -> Vec<Unjudged> {
    let open = item.demands().filter(|&d| !tallies[d].evidence.is_empty());
    let mut asked: BTreeMap<Aspect, Vec<usize>> = BTreeMap::new();
    for Unjudged { aspect, files } in open.flat_map(|d| rules::unanswered(known, d, &tallies[d].evidence)) {
        asked.entry(aspect).or_default().extend(files);
    }
    asked.into_iter().map(|(aspect, files)| Unjudged { aspect, files }).collect()
}
