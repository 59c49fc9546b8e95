//! The self-assessment of an applicant, `score.yaml`: read and held against the scheme.

mod check;

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::decode::{each, text_key};
use super::problem::{At, Problems};
use super::read::{self, Reader, Table};
use super::yaml::{Node, Value};
use crate::model::scoring::{Scoring, Sheet};
use crate::model::text::Text;
use check::Check;

/// A self-assessment for `dossier score`.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "score-sheet")]
pub struct SheetShape {
    /// Points of whole classes, by their number.
    #[schemars(with = "Option<BTreeMap<String, Option<f64>>>")]
    pub classes: Vec<(At<String>, At<f64>)>,
    /// Points of single indicators, instead of whole classes.
    #[schemars(with = "Option<Vec<ScoredShape>>")]
    pub indicators: Vec<ScoredShape>,
    /// Indicators that do not apply.
    #[schemars(with = "Option<Vec<ExcludedShape>>")]
    pub excluded: Vec<ExcludedShape>,
    /// Special deductions.
    #[schemars(with = "Option<Vec<DeductionShape>>")]
    pub special_deductions: Vec<DeductionShape>,
    /// What earned a bonus.
    #[schemars(with = "Option<BonusOrMany>")]
    pub bonus: Vec<BonusGivenShape>,
    /// Something about points could not be read, so sums say nothing.
    #[schemars(skip)]
    pub unsure: bool,
}

/// The points of one indicator.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "scored")]
pub struct ScoredShape {
    /// Its number, such as "5.1.1".
    pub id: At<String>,
    /// What it got.
    #[schemars(range(min = 0))]
    pub points: At<f64>,
    /// The most it can get, from the table of the certification body.
    pub of: At<f64>,
}

/// An indicator that does not apply.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "excluded")]
pub struct ExcludedShape {
    /// Its number.
    pub id: At<String>,
    /// Why it does not apply.
    pub reason: At<String>,
    /// The most it could get; needed where its class is scored as a whole.
    pub of: Option<At<f64>>,
}

/// A special deduction.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "deduction")]
pub struct DeductionShape {
    /// What is wrong.
    pub what: At<String>,
    /// The clause it belongs to.
    pub clause: Option<At<String>>,
}

/// What earned a bonus.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "bonus")]
pub struct BonusGivenShape {
    /// What it is.
    pub what: At<String>,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[allow(dead_code)]
enum BonusOrMany {
    One(BonusGivenShape),
    Many(Vec<BonusGivenShape>),
}

/// The JSON Schema (2020-12) of self-assessments.
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(SheetShape).to_value()
}

/// Reads a self-assessment and checks it against the scheme. Fails with every problem at once.
pub fn load(name: &str, text: &str, scheme: &Scoring) -> Result<Sheet, Problems> {
    read::file(name, text, |reader, node| {
        let shape = decode(reader, node).unwrap_or_default();
        Check::new(reader, scheme).sheet(&shape)
    })
}

fn decode(reader: &mut Reader, node: &Node) -> Option<SheetShape> {
    if node.value == Value::Null {
        return None;
    }
    let mut table = reader.table(node, &Text::new("打分表", "a score sheet"))?;
    let before = reader.problems.len();
    let classes = table.take("classes").map_or_else(Vec::new, |node| classes(reader, node));
    let indicators = each(reader, &mut table, "indicators", scored);
    let excluded = each(reader, &mut table, "excluded", excluded);
    let shape = SheetShape {
        unsure: reader.problems.len() > before,
        classes,
        indicators,
        excluded,
        special_deductions: each(reader, &mut table, "special-deductions", deduction),
        bonus: match table.take("bonus") {
            Some(node) if matches!(node.value, Value::Map(_)) => bonus(reader, node).into_iter().collect(),
            Some(node) => reader.list(node, "bonus").iter().filter_map(|node| bonus(reader, node)).collect(),
            None => Vec::new(),
        },
    };
    table.finish(reader);
    Some(shape)
}

/// The keys are the list's, so each is looked at; an empty value scores nothing.
fn classes(reader: &mut Reader, node: &Node) -> Vec<(At<String>, At<f64>)> {
    let Value::Map(entries) = &node.value else {
        let _: Option<Table<'_>> = reader.table(node, &Text::new("「classes」", "`classes`"));
        return Vec::new();
    };
    let given = entries.iter().filter(|(_, value)| value.value != Value::Null);
    given.filter_map(|(id, value)| Some((id.clone(), reader.float(value, "classes")?))).collect()
}

fn scored(reader: &mut Reader, node: &Node) -> Option<ScoredShape> {
    let mut table = reader.table(node, &Text::new("indicators 的一行", "a line of `indicators`"))?;
    let id = text_key(reader, &mut table, "id");
    let id = reader.required(id, &table, "id");
    let points = table.take("points").and_then(|node| reader.float(node, "points"));
    let points = reader.required(points, &table, "points");
    let of = table.take("of").and_then(|node| reader.float(node, "of"));
    let of = reader.required(of, &table, "of");
    table.finish(reader);
    Some(ScoredShape { id: id?, points: points?, of: of? })
}

fn excluded(reader: &mut Reader, node: &Node) -> Option<ExcludedShape> {
    let mut table = reader.table(node, &Text::new("excluded 的一行", "a line of `excluded`"))?;
    let id = text_key(reader, &mut table, "id");
    let id = reader.required(id, &table, "id");
    let reason = text_key(reader, &mut table, "reason");
    let reason = reader.required(reason, &table, "reason");
    let of = table.take("of").and_then(|node| reader.float(node, "of"));
    table.finish(reader);
    Some(ExcludedShape { id: id?, reason: reason?, of })
}

fn deduction(reader: &mut Reader, node: &Node) -> Option<DeductionShape> {
    let mut table = reader.table(node, &Text::new("special-deductions 的一行", "a line of `special-deductions`"))?;
    let what = text_key(reader, &mut table, "what");
    let what = reader.required(what, &table, "what");
    let clause = text_key(reader, &mut table, "clause");
    table.finish(reader);
    Some(DeductionShape { what: what?, clause })
}

fn bonus(reader: &mut Reader, node: &Node) -> Option<BonusGivenShape> {
    let mut table = reader.table(node, &Text::new("「bonus」", "`bonus`"))?;
    let what = text_key(reader, &mut table, "what");
    let what = reader.required(what, &table, "what");
    table.finish(reader);
    what.map(|what| BonusGivenShape { what })
}
