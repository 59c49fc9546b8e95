//! JSON of a self-assessment, version 1 (`dossier-score/1`): types of its own, not a dump of internals.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::Scored;
use crate::model::assessment::Assessment;
use crate::model::score::{Range, Support};
use crate::model::scoring::{Entry, Level, Points};
use crate::model::text::Text;
use crate::report::schema::schema_of;

/// The version of the format.
const SCHEMA: &str = "dossier-score/1";

/// A scored self-assessment. Points are cut off, never rounded up, after two decimals.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-report")]
struct Report<'a> {
    /// `dossier-score/1`.
    schema: &'a str,
    /// The program's version.
    version: &'a str,
    /// Always `self-assessment`: the points are the applicant's own.
    kind: &'a str,
    /// The score sheet as it was named.
    sheet: &'a str,
    /// The dossier looked at for evidence.
    dossier: Option<Dossier<'a>>,
    checklist: List<'a>,
    /// `pass`, `fail` or `undecided`.
    verdict: &'a str,
    /// Whether every indicator that applies is assessed.
    complete: bool,
    /// Whether the special deductions alone fail it.
    too_many_deductions: bool,
    /// Points got.
    got: f64,
    /// Points of the indicators that apply.
    of: f64,
    /// Of these, points nobody assessed.
    not_assessed: f64,
    /// Got of applicable, on each scale.
    scores: Vec<OnScale>,
    /// The score that is graded, with every way special points may count, on each scale.
    graded: Vec<OnScale>,
    /// The level; `null` where it is not certain or the evaluation is failed.
    level: Option<LevelRow<'a>>,
    /// The lowest and the highest level there may be; `null` is below the lowest.
    level_range: [Option<LevelRow<'a>>; 2],
    /// The way to the next level.
    next: Option<Next<'a>>,
    special: Special<'a>,
    classes: Vec<Class<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-dossier")]
struct Dossier<'a> {
    /// The dossier as it was named.
    name: &'a str,
    /// The day it was judged on, YYYY-MM-DD.
    today: String,
    /// The stages checked.
    stage: &'a [String],
    /// `complete`, `undecided` or `incomplete`.
    verdict: &'a str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-list")]
struct List<'a> {
    id: &'a str,
    title: &'a Text,
    standard: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "on-scale")]
struct OnScale {
    /// Full marks.
    scale: u32,
    /// The least.
    low: f64,
    /// The most; the same where all is certain.
    high: f64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-level")]
struct LevelRow<'a> {
    /// The least score, on the first scale.
    at: f64,
    /// Its names; several where sources disagree.
    names: Vec<&'a Text>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-next")]
struct Next<'a> {
    level: LevelRow<'a>,
    /// What is lacking on each scale, rounded up.
    lacks: Vec<Lacks>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-lacks")]
struct Lacks {
    scale: u32,
    points: f64,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-special")]
struct Special<'a> {
    /// `counted`, `apart` or `unstated`.
    effect: &'a str,
    /// Each must be corrected.
    deductions: Vec<DeductionRow<'a>>,
    /// With so many the evaluation is failed.
    fail_at: Option<u32>,
    bonus: &'a [String],
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-deduction")]
struct DeductionRow<'a> {
    what: &'a str,
    clause: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-class-result")]
struct Class<'a> {
    id: &'a str,
    title: &'a Text,
    /// Points certainly got.
    got: f64,
    /// Points that apply.
    of: f64,
    /// Of these, points nobody assessed.
    not_assessed: f64,
    /// Points assessed and not got.
    lost: f64,
    /// Whether it was scored as a whole.
    whole: bool,
    indicators: Vec<Indicator<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-indicator")]
struct Indicator<'a> {
    id: &'a str,
    title: &'a Text,
    /// No source states its number.
    inferred: bool,
    /// `scored`, `excluded`, `open`, or `in-class` where its class was scored as a whole.
    state: &'a str,
    points: Option<f64>,
    of: Option<f64>,
    /// Why it is excluded.
    reason: Option<&'a str>,
    /// Items that are due and support it; `null` where no dossier was looked at.
    items: Option<Vec<Item<'a>>>,
    /// Its clauses for which the list has no material.
    unsupported: Option<Vec<Clause<'a>>>,
    /// It has full points, yet an item is missing or short.
    full_without_evidence: Option<bool>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-item")]
struct Item<'a> {
    id: &'a str,
    no: Option<&'a str>,
    title: &'a Text,
    /// As in `dossier-report/1`.
    state: &'a str,
    need: u32,
    have: u32,
    possible: u32,
    /// No source names the clause for it.
    inferred: bool,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "score-clause")]
struct Clause<'a> {
    id: &'a str,
    title: &'a Text,
}

/// Writes the report as one object.
pub fn write(scored: &Scored<'_>, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &report(scored))?;
    writeln!(out)
}

/// The JSON Schema (2020-12) of the report.
pub fn json_schema() -> serde_json::Value {
    schema_of::<Report<'static>>()
}

/// The nearest number to so many hundredths; it is printed with two decimals at most.
fn number(points: Points) -> f64 {
    #[allow(clippy::cast_precision_loss)] // far below 2^53
    let hundredths = points.0 as f64;
    hundredths / 100.0
}

fn report<'a>(scored: &'a Scored<'a>) -> Report<'a> {
    let (list, scheme, score) = (scored.list, scored.scheme, &scored.score);
    let on_scales = |range: Range| {
        let on = |&scale: &u32| OnScale {
            scale,
            low: number(range.low.on(scheme.scale(), scale)),
            high: number(range.high.on(scheme.scale(), scale)),
        };
        scheme.scales.iter().map(on).collect()
    };
    let level = |level: usize| level_row(&scheme.levels[level]);
    Report {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        kind: "self-assessment",
        sheet: scored.name,
        dossier: scored.support.as_ref().map(|(assessment, _)| Dossier {
            name: &assessment.inventory.name,
            today: assessment.today.to_string(),
            stage: &assessment.stages,
            verdict: assessment.verdict.name(),
        }),
        checklist: List { id: &list.id, title: &list.title, standard: list.standard.as_deref() },
        verdict: score.standing.name(),
        complete: score.is_complete(),
        too_many_deductions: score.too_many_deductions,
        got: number(score.got),
        of: number(score.of),
        not_assessed: number(score.open),
        scores: on_scales(score.score),
        graded: on_scales(score.graded),
        level: score.level().map(level),
        level_range: score.levels.map(|at| at.map(level)),
        next: score.next.as_ref().map(|next| Next {
            level: level(next.level),
            lacks: scheme
                .scales
                .iter()
                .zip(&next.lacks)
                .map(|(&scale, &points)| Lacks { scale, points: number(points) })
                .collect(),
        }),
        special: Special {
            effect: scheme.special_points.name(),
            deductions: scored
                .sheet
                .deductions
                .iter()
                .map(|deduction| DeductionRow { what: &deduction.what, clause: deduction.clause.as_deref() })
                .collect(),
            fail_at: scheme.special_deductions.as_ref().map(|deductions| deductions.fail_at),
            bonus: &scored.sheet.bonus,
        },
        classes: (0..scheme.classes.len()).map(|at| class(scored, at)).collect(),
    }
}

fn level_row(level: &Level) -> LevelRow<'_> {
    LevelRow { at: number(level.at), names: level.names.iter().map(|name| &name.title).collect() }
}

fn class<'a>(scored: &'a Scored<'a>, at: usize) -> Class<'a> {
    let (class, result, sheet) = (&scored.scheme.classes[at], &scored.score.classes[at], &scored.sheet.classes[at]);
    let indicators = class.indicators.iter().zip(&sheet.indicators).enumerate();
    Class {
        id: &class.id,
        title: &class.title,
        got: number(result.got),
        of: number(result.of),
        not_assessed: number(result.open),
        lost: number(result.lost()),
        whole: sheet.whole.is_some(),
        indicators: indicators
            .map(|(place, (indicator, entry))| {
                let support = scored.support_of(at, place);
                let (state, points, of, reason) = match entry {
                    Entry::Scored { points, of } => ("scored", Some(*points), Some(*of), None),
                    Entry::Excluded { of, reason } => ("excluded", None, *of, Some(reason.as_str())),
                    Entry::Open => (if sheet.whole.is_some() { "in-class" } else { "open" }, None, None, None),
                };
                Indicator {
                    id: &indicator.id,
                    title: &indicator.title,
                    inferred: indicator.inferred,
                    state,
                    points: points.map(number),
                    of: of.map(number),
                    reason,
                    items: support.map(|(assessment, support)| items(assessment, support)),
                    unsupported: support.map(|(assessment, support)| unsupported(assessment, support)),
                    full_without_evidence: support.map(|(_, support)| !support.contradicted_by.is_empty()),
                }
            })
            .collect(),
    }
}

fn items<'a>(assessment: &'a Assessment, support: &Support) -> Vec<Item<'a>> {
    let row = |supporting: &crate::model::score::SupportingItem| {
        let result = &assessment.items[supporting.result];
        let item = &assessment.checklist.items[result.item];
        let (need, have, possible) = result.counts();
        let (id, no, title) = (item.id.as_str(), item.no.as_deref(), &item.title);
        Item { id, no, title, state: result.state.name(), need, have, possible, inferred: supporting.inferred }
    };
    support.items.iter().map(row).collect()
}

fn unsupported<'a>(assessment: &'a Assessment, support: &Support) -> Vec<Clause<'a>> {
    let clauses = support.unsupported.iter().map(|&clause| &assessment.checklist.unsupported_clauses[clause]);
    clauses.map(|clause| Clause { id: &clause.id, title: &clause.title }).collect()
}
