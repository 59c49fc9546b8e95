//! JSON, version 1 (`dossier-report/1`): types of its own, not a dump of internals.

mod coverage;
mod files;
mod findings;
mod items;

use std::io::{self, Write};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use coverage::{Coverage, coverage};
use files::{File, files};
use findings::{Row, row};
use items::{Item, item};

use crate::model::assessment::{Assessment, Totals};
use crate::model::text::Text;
use crate::report::schema::schema_of;

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

/// One line of the report line by line.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
#[schemars(rename = "line")]
enum Line<'a> {
    Report(Head<'a>),
    Item(Item<'a>),
    Coverage(Coverage<'a>),
    File(File<'a>),
    Finding(Row<'a>),
}

/// Writes one object a line, each with its `type`: the head, then items, coverage, files, findings.
pub fn write_lines(assessment: &Assessment, mut out: impl Write) -> io::Result<()> {
    let lines = std::iter::once(Line::Report(head(assessment)))
        .chain(assessment.items.iter().map(|result| Line::Item(item(assessment, result))))
        .chain(coverage(assessment).map(Line::Coverage))
        .chain(files(assessment).map(Line::File))
        .chain(assessment.findings.iter().map(|finding| Line::Finding(row(assessment, finding))));
    for line in lines {
        serde_json::to_writer(&mut out, &line)?;
        writeln!(out)?;
    }
    Ok(())
}

/// The JSON Schema (2020-12) of the report.
pub fn json_schema() -> serde_json::Value {
    schema_of::<Report<'static>>()
}

/// The JSON Schema (2020-12) of one line of the report line by line.
pub fn line_schema() -> serde_json::Value {
    schema_of::<Line<'static>>()
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
