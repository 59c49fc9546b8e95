//! Baseline files: findings that are known.

use schemars::JsonSchema;

use super::problem::{Problem, Problems};
use super::read::{self, Reader, both};
use super::yaml::Node;
use crate::model::baseline::{Baseline, Entry, SCHEMA};
use crate::model::finding::{RuleId, Severity};
use crate::model::text::Text;

const SEVERITIES: [(Severity, &str); 3] =
    [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];

/// Reads a baseline. Fails with every problem at once. Items it names need not be in the list any more.
pub fn load(name: &str, text: &str) -> Result<Baseline, Problems> {
    read::file(name, text, decode)
}

fn decode(reader: &mut Reader, node: &Node) -> Baseline {
    let mut baseline = Baseline::default();
    let Some(mut table) = reader.table(node, &Text::new("基线文件", "a baseline")) else { return baseline };
    let schema = table.take("schema").and_then(|node| reader.string(node, "schema"));
    if let Some(schema) = reader.required(schema, &table, "schema")
        && schema.value != SCHEMA
    {
        let message = both(&schema.value, "不认得基线格式「{}」", "unknown format of baselines `{}`");
        reader.push(Problem::error(schema.span, message).with_hint(both(SCHEMA, "应为 {}", "it should be {}")));
    }
    let checklist = table.take("checklist").and_then(|node| reader.string(node, "checklist"));
    let checklist = reader.required(checklist, &table, "checklist");
    // Without known findings the list is empty, and may be left out.
    let rows = table.take("findings").map(|node| reader.list(node, "findings")).unwrap_or_default();
    table.finish(reader);
    baseline.checklist = checklist.map(|at| at.value).unwrap_or_default();
    baseline.entries = rows.iter().filter_map(|node| entry(reader, node)).collect();
    baseline
}

fn entry(reader: &mut Reader, node: &Node) -> Option<Entry> {
    let mut table = reader.table(node, &Text::new("findings 的一行", "a line of `findings`"))?;
    let item = table.take("item").and_then(|node| reader.string(node, "item"));
    let condition = table.take("condition").and_then(|node| reader.string(node, "condition"));
    let path = table.take("path").and_then(|node| reader.path(node, "path"));
    let rule = table.take("rule").and_then(|node| reader.string(node, "rule"));
    let rule = reader.required(rule, &table, "rule");
    let severity = table.take("severity").and_then(|node| reader.choice(node, "severity", &SEVERITIES));
    let severity = reader.required(severity, &table, "severity");
    let by = table.take("by").and_then(|node| reader.number(node, "by", 0));
    let what = reader.strings(table.take("what"), "what");
    table.finish(reader);
    let rule = rule.and_then(|rule| {
        let found = RuleId::ALL.iter().copied().find(|known| known.id() == rule.value);
        if found.is_none() {
            reader.unknown(&rule, "rule", RuleId::ALL.iter().map(|rule| rule.id()));
        }
        found
    });
    Some(Entry {
        item: item.map(|at| at.value),
        condition: condition.map(|at| at.value),
        path: path.map(|at| at.value),
        rule: rule?,
        severity: severity?,
        by: by.map(|at| at.value),
        what: what.into_iter().map(|at| at.value).collect(),
    })
}

/// A baseline: findings that are known and fail no check.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "baseline")]
#[allow(dead_code)]
struct BaselineShape {
    /// `dossier-baseline/1`.
    schema: String,
    /// The id of the checklist it was made against.
    checklist: String,
    /// The findings known.
    findings: Option<Vec<EntryShape>>,
}

/// One known finding.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "entry")]
#[allow(dead_code)]
struct EntryShape {
    /// The item's id.
    item: Option<String>,
    /// The id of the condition of eligibility.
    condition: Option<String>,
    /// The file or folder, as reports show it.
    path: Option<String>,
    /// A rule id.
    rule: String,
    /// `error`, `warning` or `note`.
    severity: SeverityShape,
    /// By how much it is short, or too many.
    by: Option<u32>,
    /// Months or products it names.
    what: Option<Vec<String>>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", inline)]
#[allow(dead_code)]
enum SeverityShape {
    Error,
    Warning,
    Note,
}

/// The JSON Schema (2020-12) of baselines.
pub fn baseline_schema() -> serde_json::Value {
    schemars::schema_for!(BaselineShape).to_value()
}
