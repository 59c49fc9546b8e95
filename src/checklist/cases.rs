//! Files of cases for `dossier test`: names, and what a list should make of each.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;

use super::problem::{At, Problem, Problems, Source, Span};
use super::read::{Reader, both};
use super::yaml::{self, Node, Value};
use crate::model::cases::{Case, Expected};
use crate::model::checklist::Checklist;
use crate::model::text::Text;

/// The words that are no items.
const WORDS: [(&str, Expected); 3] =
    [("none", Expected::Nothing), ("template", Expected::Template), ("unclear", Expected::Unclear)];

/// Reads cases and checks what they name against the checklist. Fails with every problem at once.
pub fn load(name: &str, text: &str, checklist: &Checklist) -> Result<Vec<Case>, Problems> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::default();
    let cases = match yaml::parse(text, 0) {
        Ok(node) => decode(&mut reader, &node, checklist),
        Err(problem) => {
            reader.push(*problem);
            Vec::new()
        }
    };
    reader.problems.sort_by_key(|problem| (problem.span.line, problem.span.column));
    if reader.problems.is_empty() {
        return Ok(cases);
    }
    let sources = vec![Source { name: name.to_owned(), text: text.to_owned() }];
    Err(Problems { sources, problems: reader.problems })
}

fn decode(reader: &mut Reader, node: &Node, checklist: &Checklist) -> Vec<Case> {
    let Some(mut table) = reader.table(node, &Text::new("用例文件", "a file of cases")) else {
        return Vec::new();
    };
    let node = table.take("cases");
    let node = reader.required(node, &table, "cases");
    table.finish(reader);
    let Some(node) = node else { return Vec::new() };
    let written: Vec<(At<String>, At<String>)> = match &node.value {
        Value::Map(entries) => {
            entries.iter().filter_map(|(path, node)| Some((path.clone(), reader.string(node, "item")?))).collect()
        }
        _ => reader.list(node, "cases").iter().filter_map(|node| row(reader, node)).collect(),
    };
    let empty = matches!(&node.value, Value::Map(entries) if entries.is_empty())
        || matches!(&node.value, Value::Seq(rows) if rows.is_empty());
    if empty {
        reader.push(Problem::error(node.span, Text::new("一个用例也没有", "there are no cases")));
    }
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (path, _) in &written {
        if let Some(&first) = seen.get(path.value.as_str()) {
            let problem = Problem::error(path.span, both(&path.value, "路径「{}」重复", "the path `{}` stands twice"));
            reader.push(problem.with_other(first, Text::new("第一次在这里", "first here")));
        }
        seen.entry(&path.value).or_insert(path.span);
    }
    let mut cases = Vec::new();
    for (path, item) in &written {
        let line = u32::try_from(path.span.line).unwrap_or(0);
        if let Some(expected) = expected(reader, item, checklist) {
            cases.push(Case { path: path.value.clone(), expected, line });
        }
    }
    cases
}

fn row(reader: &mut Reader, node: &Node) -> Option<(At<String>, At<String>)> {
    let mut table = reader.table(node, &Text::new("一个用例", "a case"))?;
    let path = table.take("path").and_then(|node| reader.path(node, "path"));
    let path = reader.required(path, &table, "path");
    let item = table.take("item").and_then(|node| reader.string(node, "item"));
    let item = reader.required(item, &table, "item");
    table.finish(reader);
    Some((path?, item?))
}

fn expected(reader: &mut Reader, item: &At<String>, list: &Checklist) -> Option<Expected> {
    if let Some((_, expected)) = WORDS.iter().find(|(word, _)| *word == item.value) {
        return Some(expected.clone());
    }
    if let Some(index) = list.item_named(&item.value) {
        return Some(Expected::Item(list.items[index].demands().collect()));
    }
    if let Some(demand) = list.demand_named(&item.value) {
        return Some(Expected::Item(vec![demand]));
    }
    let ids = list.items.iter().map(|item| item.id.as_str()).chain(list.demands.iter().map(|d| d.id.as_str()));
    let numbers = list.items.iter().filter_map(|item| item.no.as_deref());
    let words = WORDS.iter().map(|(word, _)| *word);
    reader.unknown(item, "item", ids.chain(words).chain(numbers));
    None
}

/// A file of cases.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "cases")]
#[allow(dead_code)]
struct CasesShape {
    /// Names, each with what it should be taken for.
    cases: Rows,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[allow(dead_code)]
enum Rows {
    Pairs(BTreeMap<String, Item>),
    Rows(Vec<CaseShape>),
}

/// One name and what it should be taken for.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "case")]
#[allow(dead_code)]
struct CaseShape {
    /// A path within a dossier; it need not exist.
    path: String,
    /// An item's or branch's id, an item's number, `none`, `template` or `unclear`.
    item: Item,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[allow(dead_code)]
enum Item {
    Number(u32),
    Text(String),
}

/// The JSON Schema (2020-12) of files of cases.
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(CasesShape).to_value()
}
