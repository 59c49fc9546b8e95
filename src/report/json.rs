//! JSON, version 1 (`dossier-report/1`): types of its own, not a dump of internals.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use super::coverage::{Coverage, coverage};
use crate::i18n;
use crate::model::assessment::{Assessment, DemandResult, ItemResult, Totals, alternative_state};
use crate::model::assignment::Outcome;
use crate::model::finding::{Finding, Place};
use crate::model::recognition::Candidate;
use crate::model::text::{Lang, Text};

/// The version of the format.
const SCHEMA: &str = "dossier-report/1";

/// A report.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "report")]
struct Report<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    /// The items due in the stages checked, in the list's order.
    items: Each<'a, Item<'a>>,
    /// Which products of the scope the evidence covers, for the items that ask; empty where no scope is declared.
    coverage: Each<'a, Coverage<'a>>,
    /// Every file, in order of path.
    files: Each<'a, File<'a>>,
    /// The problems: by item, then by file.
    findings: Each<'a, Row<'a>>,
}

/// Everything but the lists.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "head")]
struct Head<'a> {
    /// `dossier-report/1`.
    schema: &'a str,
    /// What made the report.
    tool: Tool<'a>,
    /// The dossier as it was named.
    dossier: &'a str,
    /// The day it was judged on, YYYY-MM-DD.
    today: String,
    /// The list.
    checklist: List<'a>,
    /// `submit`, or `draft`: what is not there yet is then a note.
    mode: &'a str,
    /// `complete`, `undecided` or `incomplete`; the mode has no bearing on it.
    verdict: &'a str,
    /// How many items and files stand where.
    totals: Totals,
    /// Pages that hold a picture nobody read.
    unread_pages: usize,
    /// What nobody looked at: `contents`, `duplicates`, `sizes`.
    not_evaluated: Vec<&'a str>,
    /// The conditions of eligibility asked in the stages checked.
    conditions: Vec<Condition<'a>>,
}

/// A condition of eligibility.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "condition")]
struct Condition<'a> {
    id: &'a str,
    title: &'a Text,
    /// `met`, `not-met` or `undeclared`.
    state: &'a str,
    /// The fact it looks at.
    fact: &'a str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "tool")]
struct Tool<'a> {
    /// The program's version.
    version: &'a str,
    /// What read pages without text: `off`, or the program and its version.
    ocr: &'a str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "list")]
struct List<'a> {
    id: &'a str,
    title: &'a Text,
    standard: Option<&'a str>,
    /// The stages checked.
    stage: &'a [String],
}

/// One item.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "item")]
struct Item<'a> {
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
struct Alternative<'a> {
    /// Ids of its parts, joined by `+`.
    id: String,
    state: &'a str,
    need: u32,
    have: u32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "evidence")]
struct Evidence<'a> {
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
struct Refused<'a> {
    path: &'a str,
    /// A rule id.
    rule: &'a str,
}

/// One file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "file")]
struct File<'a> {
    path: &'a str,
    /// The path's own bytes, base64, where they are not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    /// The item it counts for.
    item: Option<&'a str>,
    no: Option<&'a str>,
    /// Whether that item is due in the stages checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<bool>,
    /// The rule that refuses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'a str>,
    /// Items it may count for or resembles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near: Vec<&'a str>,
}

/// One problem.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "finding")]
struct Row<'a> {
    /// A rule id; `dossier rule ID` explains it.
    rule: &'a str,
    /// `error`, `warning` or `note`.
    severity: &'a str,
    item: Option<&'a str>,
    path: Option<&'a str>,
    /// The condition of eligibility it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    message: Text,
    /// Set where somebody answers for it in `dossier.yaml`; it then fails no check.
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<Waived<'a>>,
}

/// Who excepts a finding, and why.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "waived")]
struct Waived<'a> {
    /// Line of `dossier.yaml`.
    line: u32,
    /// In the words of whoever answers for it.
    reason: &'a str,
    /// The last day it holds.
    until: Option<String>,
}

/// A list written row by row, never held whole.
struct Each<'a, T>(Box<dyn Fn() -> Box<dyn Iterator<Item = T> + 'a> + 'a>);

impl<T: Serialize> Serialize for Each<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

impl<T: JsonSchema> JsonSchema for Each<'_, T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Vec::<T>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}

/// Writes the whole report as one object.
pub fn write(assessment: &Assessment, mut out: impl Write) -> io::Result<()> {
    let report = Report {
        head: head(assessment),
        items: Each(Box::new(|| Box::new(assessment.items.iter().map(|result| item(assessment, result))))),
        coverage: Each(Box::new(|| Box::new(coverage(assessment)))),
        files: Each(Box::new(|| Box::new(files(assessment)))),
        findings: Each(Box::new(|| Box::new(assessment.findings.iter().map(|finding| row(assessment, finding))))),
    };
    serde_json::to_writer_pretty(&mut out, &report)?;
    writeln!(out)
}

/// Writes one object a line, each with its `type`: the head, then items, coverage, files, findings.
pub fn write_lines(assessment: &Assessment, mut out: impl Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Typed<T> {
        r#type: &'static str,
        #[serde(flatten)]
        value: T,
    }
    fn line(out: &mut impl Write, r#type: &'static str, value: impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &Typed { r#type, value })?;
        writeln!(out)
    }
    line(&mut out, "report", head(assessment))?;
    for result in &assessment.items {
        line(&mut out, "item", item(assessment, result))?;
    }
    for row in coverage(assessment) {
        line(&mut out, "coverage", row)?;
    }
    for file in files(assessment) {
        line(&mut out, "file", file)?;
    }
    for finding in &assessment.findings {
        line(&mut out, "finding", row(assessment, finding))?;
    }
    Ok(())
}

/// The JSON Schema (2020-12) of the report.
pub fn json_schema() -> serde_json::Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Report<'static>>().to_value()
}

fn head(assessment: &Assessment) -> Head<'_> {
    let list = &assessment.checklist;
    Head {
        schema: SCHEMA,
        tool: Tool { version: env!("CARGO_PKG_VERSION"), ocr: assessment.facts.ocr.as_deref().unwrap_or("off") },
        dossier: &assessment.inventory.name,
        today: assessment.today.to_string(),
        checklist: List {
            id: &list.id,
            title: &list.title,
            standard: list.standard.as_deref(),
            stage: &assessment.stages,
        },
        mode: assessment.settings.mode.name(),
        verdict: assessment.verdict.name(),
        totals: assessment.totals(),
        unread_pages: assessment.facts.unread().0,
        not_evaluated: assessment.unseen.iter().map(|unseen| unseen.name()).collect(),
        conditions: assessment
            .conditions
            .iter()
            .map(|&(index, state)| {
                let condition = &list.conditions[index];
                Condition { id: &condition.id, title: &condition.title, state: state.name(), fact: &condition.fact }
            })
            .collect(),
    }
}

fn item<'a>(assessment: &'a Assessment, result: &'a ItemResult) -> Item<'a> {
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
        not_evaluated: result.not_evaluated.iter().map(|aspect| aspect.name()).collect(),
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

fn alternative<'a>(assessment: &'a Assessment, demands: &[DemandResult]) -> Alternative<'a> {
    let ids: Vec<&str> = demands.iter().map(|d| assessment.checklist.demands[d.demand].id.as_str()).collect();
    Alternative {
        id: ids.join("+"),
        state: alternative_state(demands).name(),
        need: demands.iter().map(|d| d.need).sum(),
        have: demands.iter().map(|d| d.have.min(d.need)).sum(),
    }
}

fn evidence(assessment: &Assessment, item: usize, file: usize) -> Evidence<'_> {
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

fn files(assessment: &Assessment) -> impl Iterator<Item = File<'_>> {
    let list = &assessment.checklist;
    assessment.inventory.files.iter().enumerate().map(|(index, file)| {
        let item_of = |demand: usize| &list.items[list.demands[demand].item];
        let (mut item, mut near) = (None, Vec::new());
        match &assessment.outcomes[index] {
            Outcome::Counted { demand, also, .. } => {
                item = Some(list.demands[*demand].item);
                near.extend(also.iter().map(|&d| item_of(d).id.as_str()));
            }
            Outcome::Possible(demands) => near.extend(demands.iter().map(|&d| item_of(d).id.as_str())),
            Outcome::LeftOver => {
                near.extend(
                    assessment.recognitions[index].near.iter().map(|n| list.items[usize::from(n.item)].id.as_str()),
                );
            }
            Outcome::Refused { demand, .. } => near.extend(demand.iter().map(|&d| item_of(d).id.as_str())),
            Outcome::SetAside => {}
        }
        near.dedup();
        File {
            path: &file.path,
            path_bytes: file.path_bytes().map(|raw| STANDARD.encode(raw)),
            item: item.map(|item| list.items[item].id.as_str()),
            no: item.and_then(|item| list.items[item].no.as_deref()),
            due: item.map(|item| list.is_due(item, &assessment.stages)),
            refused: refused_by(assessment, index),
            near,
        }
    })
}

/// The rule that refuses a file.
fn refused_by(assessment: &Assessment, file: usize) -> Option<&'static str> {
    match &assessment.outcomes[file] {
        Outcome::Refused { why, .. } => Some(why.rule().id()),
        _ => None,
    }
}

fn row<'a>(assessment: &'a Assessment, finding: &'a Finding) -> Row<'a> {
    let list = &assessment.checklist;
    let (item, path) = match &finding.place {
        Place::Item(item) => (Some(*item), None),
        Place::File(file, item) => (*item, Some(&*assessment.inventory.files[*file].path)),
        Place::Path(path) => (None, Some(path.as_str())),
        Place::Settings(_) => (None, Some("dossier.yaml")),
        Place::Condition(_) => (None, None),
    };
    let condition = match finding.place {
        Place::Condition(index) => Some(list.conditions[index].id.as_str()),
        _ => None,
    };
    Row {
        rule: finding.problem.rule().id(),
        severity: finding.severity.name(),
        item: item.map(|item| list.items[item].id.as_str()),
        path,
        condition,
        message: Text::new(i18n::message(finding, assessment, Lang::Zh), i18n::message(finding, assessment, Lang::En)),
        waived: finding.waived.map(|waiver| {
            let waiver = &assessment.settings.waivers[waiver];
            Waived { line: waiver.line, reason: &waiver.reason, until: waiver.until.map(|day| day.to_string()) }
        }),
    }
}
