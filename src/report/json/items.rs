//! The items of a report.

use schemars::JsonSchema;
use serde::Serialize;

use super::files::refused_by;
use crate::i18n;
use crate::model::assessment::{Assessment, DemandResult, ItemResult, alternative_state};
use crate::model::assignment::Outcome;
use crate::model::recognition::Candidate;
use crate::model::text::Text;

/// One item.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "item")]
pub(super) struct Item<'a> {
    id: &'a str,
    no: Option<&'a str>,
    title: &'a Text,
    /// Whether it must be there.
    required: bool,
    /// `satisfied`, `short`, `missing`, `unclear`, `waived`, `not-applicable` or `not-evaluated`.
    state: &'a str,
    /// How many are needed.
    need: u32,
    /// How many are certain.
    have: u32,
    /// How many there may be.
    possible: u32,
    /// What it also asks and nobody could tell: `covers`, `sealed`, `window`, `ratio`, `valid`, `party`.
    not_evaluated: Vec<&'a str>,
    /// Declared facts that count for it.
    declared: Vec<&'a str>,
    /// The ways it can be met, where there is more than one.
    alternatives: Vec<Alternative<'a>>,
    /// Files counted.
    evidence: Vec<Evidence<'a>>,
    /// Files that only may count: a person must look.
    unclear: Vec<Evidence<'a>>,
    /// Files that do not count, and the rule that says so.
    refused: Vec<Refused<'a>>,
    /// What to hand in.
    hand_in: Option<&'a Text>,
    /// What a person should check.
    ask: Option<&'a Text>,
}

/// One way an item can be met.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "alternative")]
pub(super) struct Alternative<'a> {
    /// Ids of its parts, joined by `+`.
    id: String,
    state: &'a str,
    need: u32,
    have: u32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "evidence")]
pub(super) struct Evidence<'a> {
    path: &'a str,
    /// The branch it counts for, where the item has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    alternative: Option<&'a str>,
    /// For how many it counts.
    counts: u32,
    /// For how many it may count.
    possible: u32,
    /// What it rests on: `name`, `folder`, `path`, `assigned`.
    by: Vec<&'a str>,
    /// Codes with the words that decided.
    reasons: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "refused")]
pub(super) struct Refused<'a> {
    path: &'a str,
    /// A rule id.
    rule: &'a str,
}

pub(super) fn item<'a>(assessment: &'a Assessment, result: &'a ItemResult) -> Item<'a> {
    let item = &assessment.checklist.items[result.item];
    let (need, have, possible) = result.counts();
    let path = |index: &usize| &*assessment.inventory.files[*index].path;
    let alternatives = if item.is_compound() { result.alternatives.as_slice() } else { &[] };
    let mut declared: Vec<&str> =
        result.alternatives.iter().flatten().flat_map(|d| &d.declared).map(String::as_str).collect();
    declared.dedup();
    Item {
        id: &item.id,
        no: item.no.as_deref(),
        title: &item.title,
        required: result.required,
        state: result.state.name(),
        need,
        have,
        possible,
        not_evaluated: result.not_evaluated.iter().map(|open| open.aspect.name()).collect(),
        declared,
        alternatives: alternatives.iter().map(|demands| alternative(assessment, demands)).collect(),
        evidence: result.evidence.iter().map(|&file| evidence(assessment, result.item, file)).collect(),
        unclear: result.possible.iter().map(|&file| evidence(assessment, result.item, file)).collect(),
        refused: result
            .refused
            .iter()
            .map(|file| Refused { path: path(file), rule: refused_by(assessment, *file).unwrap_or_default() })
            .collect(),
        hand_in: item.hand_in.as_ref(),
        ask: item.ask.as_ref(),
    }
}

pub(super) fn alternative<'a>(assessment: &'a Assessment, demands: &[DemandResult]) -> Alternative<'a> {
    let ids: Vec<&str> = demands.iter().map(|d| assessment.checklist.demands[d.demand].id.as_str()).collect();
    Alternative {
        id: ids.join("+"),
        state: alternative_state(demands).name(),
        need: demands.iter().map(|d| d.need).sum(),
        have: demands.iter().map(|d| d.have.min(d.need)).sum(),
    }
}

pub(super) fn evidence(assessment: &Assessment, item: usize, file: usize) -> Evidence<'_> {
    let list = &assessment.checklist;
    let (counts, possible) = match &assessment.outcomes[file] {
        Outcome::Counted { demand, certain, possible, .. } if list.demands[*demand].item == item => {
            (*certain, *possible)
        }
        _ => (0, 1),
    };
    let serves = |c: &&Candidate| list.demands[usize::from(c.demand)].item == item;
    let candidates: Vec<&Candidate> = assessment.recognitions[file].candidates.iter().filter(serves).collect();
    let mut by: Vec<&str> = candidates.iter().map(|c| c.reason.basis()).collect();
    if let Some(heard) = assessment.recognitions[file].heard.as_ref().filter(|heard| !heard.contradicts)
        && heard.demands.iter().any(|d| list.demands[usize::from(*d)].item == item)
    {
        by.push(if heard.ocr { "ocr" } else { "content" });
    }
    by.dedup();
    let alternative = match &assessment.outcomes[file] {
        Outcome::Counted { demand, .. } if list.items[item].is_compound() => Some(list.demands[*demand].id.as_str()),
        _ => None,
    };
    Evidence {
        path: &assessment.inventory.files[file].path,
        alternative,
        counts,
        possible,
        by,
        reasons: candidates.iter().map(|c| i18n::code(&c.reason)).collect(),
    }
}
