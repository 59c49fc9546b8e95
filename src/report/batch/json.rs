//! Many dossiers as JSON, version 1 (`dossier-batch/1`): one object, or one a line.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::assessment::{Totals, Verdict};
use crate::model::batch::{Fault, ItemSummary, Row, Summary};
use crate::model::text::Text;
use crate::report::schema::schema_of;

/// The version of the format.
const SCHEMA: &str = "dossier-batch/1";

/// All dossiers.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "batch")]
struct Batch<'a> {
    /// `dossier-batch/1`.
    schema: &'a str,
    /// How many dossiers came to what.
    totals: Counts,
    /// The dossiers, in the order they were named.
    dossiers: Vec<Dossier<'a>>,
}

#[derive(Serialize, JsonSchema, Default)]
#[schemars(rename = "counts")]
struct Counts {
    dossiers: usize,
    complete: usize,
    undecided: usize,
    incomplete: usize,
    /// Those that could not be checked.
    failed: usize,
}

/// One dossier: what it came to, or why it could not be checked.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "dossier")]
struct Dossier<'a> {
    /// `dossier-batch/1`.
    schema: &'a str,
    /// The dossier as it was named.
    dossier: &'a str,
    /// Why it could not be checked; nothing else is there then.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Text>,
    #[serde(flatten)]
    checked: Option<Checked<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "checked")]
struct Checked<'a> {
    /// The day it was judged on, YYYY-MM-DD.
    today: String,
    checklist: List<'a>,
    /// `submit` or `draft`.
    mode: &'a str,
    /// `complete`, `undecided` or `incomplete`.
    verdict: &'a str,
    /// How many items and files stand where.
    totals: Totals,
    /// Pages that hold a picture nobody read.
    unread_pages: usize,
    /// What nobody looked at: `contents`, `duplicates`, `sizes`.
    not_evaluated: Vec<&'a str>,
    /// The items due in the stages checked, in the list's order.
    items: Vec<Item<'a>>,
    /// Errors that are more than the state of an item.
    errors: Vec<Errors<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "list")]
struct List<'a> {
    id: &'a str,
    /// The stages checked.
    stage: &'a [String],
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "item")]
struct Item<'a> {
    id: &'a str,
    no: Option<&'a str>,
    title: &'a Text,
    /// Whether it must be there.
    required: bool,
    /// As in a report on one dossier.
    state: &'a str,
    need: u32,
    have: u32,
    possible: u32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "errors")]
struct Errors<'a> {
    /// A rule id; `dossier rule ID` explains it.
    rule: &'a str,
    item: Option<&'a str>,
    /// How many.
    count: usize,
}

/// Writes all dossiers as one object.
pub fn write(rows: &[Row], mut out: impl Write) -> io::Result<()> {
    let mut totals = Counts { dossiers: rows.len(), ..Counts::default() };
    for row in rows {
        match &row.result {
            Ok(summary) => match summary.verdict {
                Verdict::Complete => totals.complete += 1,
                Verdict::Undecided => totals.undecided += 1,
                Verdict::Incomplete => totals.incomplete += 1,
            },
            Err(_) => totals.failed += 1,
        }
    }
    let batch = Batch { schema: SCHEMA, totals, dossiers: rows.iter().map(dossier).collect() };
    serde_json::to_writer_pretty(&mut out, &batch)?;
    writeln!(out)
}

/// Writes one object a line, one for each dossier.
pub fn write_lines(rows: &[Row], mut out: impl Write) -> io::Result<()> {
    for row in rows {
        serde_json::to_writer(&mut out, &dossier(row))?;
        writeln!(out)?;
    }
    Ok(())
}

/// The JSON Schema (2020-12) of the one object.
pub fn json_schema() -> serde_json::Value {
    schema_of::<Batch<'static>>()
}

/// The JSON Schema (2020-12) of a line.
pub fn line_schema() -> serde_json::Value {
    schema_of::<Dossier<'static>>()
}

fn dossier(row: &Row) -> Dossier<'_> {
    let (error, checked) = match &row.result {
        Ok(summary) => (None, Some(checked(summary))),
        Err(why) => (Some(why), None),
    };
    Dossier { schema: SCHEMA, dossier: &row.name, error, checked }
}

fn checked(summary: &Summary) -> Checked<'_> {
    let list = &summary.checklist;
    let item = |row: &ItemSummary| {
        let item = &list.items[usize::from(row.item)];
        Item {
            id: &item.id,
            no: item.no.as_deref(),
            title: &item.title,
            required: row.required,
            state: row.state.name(),
            need: row.need,
            have: row.have,
            possible: row.possible,
        }
    };
    let errors = |fault: &Fault| Errors {
        rule: fault.rule.id(),
        item: fault.item.map(|item| list.items[item].id.as_str()),
        count: fault.count,
    };
    Checked {
        today: summary.today.to_string(),
        checklist: List { id: &list.id, stage: &summary.stages },
        mode: summary.mode.name(),
        verdict: summary.verdict.name(),
        totals: summary.totals,
        unread_pages: summary.unread_pages,
        not_evaluated: summary.unseen.iter().map(|unseen| unseen.name()).collect(),
        items: summary.items.iter().map(item).collect(),
        errors: summary.faults.iter().map(errors).collect(),
    }
}
