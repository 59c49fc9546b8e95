//! The dossier's own settings file, `dossier.yaml`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::problem::{Problem, Problems, Span};
use super::read::{self, Reader, Table, both};
use super::slips;
use super::waivers::waiver;
use super::yaml::{self, Node, Value};
use super::{declared, problem::At};
use crate::model::checklist::{Checklist, FactKind, Stage};
use crate::model::settings::{Assign, FactValue, Mode, Product, Settings, pattern};
use crate::model::text::Text;

/// The word that places a file nowhere.
const NOWHERE: &str = "none";

/// The checklist that settings name, whatever else is wrong with them.
pub fn named_checklist(text: &str) -> Option<String> {
    let node = straightened(&mut Reader::default(), &yaml::parse(text, 0).ok()?);
    let Value::Map(entries) = &node.value else { return None };
    let (_, value) = entries.iter().find(|(key, _)| key.value == "checklist")?;
    Reader::default().string(value, "checklist").map(|name| name.value)
}

/// Reads settings and checks what they name against the checklist. Fails with every problem at once.
pub fn load(name: &str, text: &str, checklist: &Checklist) -> Result<Settings, Problems> {
    read::file(name, text, |reader, node| {
        let node = straightened(reader, node);
        decode(reader, &node, checklist)
    })
}

/// The tree without the curly quotes around its texts, each of which is told: the rest is read as it is meant.
fn straightened(reader: &mut Reader, node: &Node) -> Node {
    let value = match &node.value {
        Value::Str(text) if !read::is_quoted(node) => Value::Str(straight(reader, text, node.span)),
        Value::Seq(items) => Value::Seq(items.iter().map(|item| straightened(reader, item)).collect()),
        Value::Map(entries) => {
            let mut entry = |(key, value): &(At<String>, Node)| {
                let name = straight(reader, &key.value, key.span);
                (At { span: key.span, value: name }, straightened(reader, value))
            };
            Value::Map(entries.iter().map(&mut entry).collect())
        }
        other => other.clone(),
    };
    At { span: node.span, value }
}

fn straight(reader: &mut Reader, text: &str, span: Span) -> String {
    let Some(inner) = slips::in_curly_quotes(text) else { return text.to_owned() };
    let message = both(text, "「{}」用了中文的引号", "`{}` stands in curly quotes");
    let hint = Text::new("引号要用英文半角的 \"…\"，或者不写引号", "use straight quotes `\"…\"`, or none");
    reader.push(Problem::error(span, message).with_hint(hint));
    inner.to_owned()
}

fn decode(reader: &mut Reader, node: &Node, checklist: &Checklist) -> Settings {
    let mut settings = Settings::default();
    if node.value == Value::Null {
        return settings;
    }
    let Some(mut table) = reader.table(node, &Text::new("dossier.yaml", "dossier.yaml")) else {
        return settings;
    };
    settings.checklist = table.take("checklist").and_then(|node| reader.string(node, "checklist")).map(|at| at.value);
    settings.stage = table.take("stage").map(|node| {
        let stages = reader.one_or_more(Some(node), "stage");
        if matches!(&node.value, Value::Seq(stages) if stages.is_empty()) {
            let message =
                Text::new("「stage」是空的；不写就按默认阶段", "`stage` is empty; leave it out for the default");
            reader.push(Problem::error(node.span, message));
        }
        let ids = || checklist.stages.iter().map(|stage| stage.id.as_str());
        let named = |name: &String| {
            let titled = |stage: &&Stage| stage.title.zh == *name || stage.title.en == *name;
            checklist.stages.iter().find(|stage| stage.id == *name).or_else(|| checklist.stages.iter().find(titled))
        };
        for stage in stages.iter().filter(|stage| named(&stage.value).is_none()) {
            reader.unknown(stage, "stage", ids());
        }
        stages.iter().filter_map(|stage| named(&stage.value)).map(|stage| stage.id.clone()).collect()
    });
    if let Some(node) = table.take("applicant") {
        settings.applicant = declared::applicant(reader, node);
    }
    if let Some(node) = table.take("scope") {
        settings.scope = declared::scope(reader, node);
    }
    settings.audit_date = declared::day(reader, &mut table, "audit-date").map(|at| at.value);
    if let Some(node) = table.take("certificate") {
        settings.certificate = declared::certificate(reader, node);
    }
    const MODES: [(Mode, &str); 4] =
        [(Mode::Submit, "submit"), (Mode::Draft, "draft"), (Mode::Submit, "提交"), (Mode::Draft, "草稿")];
    settings.mode = table.take("mode").and_then(|node| reader.choice(node, "mode", &MODES)).unwrap_or_default();
    if let Some(node) = table.take("facts") {
        settings.facts = facts(reader, node, checklist);
    }
    if let Some(node) = table.take("assign") {
        settings.assign = {
            let scope = &settings.scope;
            reader.list(node, "assign").iter().filter_map(|node| assign(reader, node, checklist, scope)).collect()
        };
    }
    if let Some(node) = table.take("waivers") {
        settings.waivers =
            reader.list(node, "waivers").iter().filter_map(|node| waiver(reader, node, checklist)).collect();
    }
    table.finish(reader);
    settings
}

fn facts(reader: &mut Reader, node: &Node, checklist: &Checklist) -> BTreeMap<String, FactValue> {
    let mut found = BTreeMap::new();
    let Value::Map(entries) = &node.value else {
        let _: Option<Table<'_>> = reader.table(node, &Text::new("「facts」", "`facts`"));
        return found;
    };
    for (name, value) in entries {
        if found.contains_key(&name.value) {
            reader.push(Problem::error(name.span, both(&name.value, "事实「{}」重复", "the fact `{}` stands twice")));
        }
        let Some(fact) = checklist.fact(&name.value) else {
            if let Some(hint) = slips::key(&name.value) {
                let message = both(&name.value, "未知的键「{}」", "unknown key `{}`");
                reader.push(Problem::error(name.span, message).with_hint(hint));
                continue;
            }
            reader.unknown(name, "facts", checklist.facts.iter().map(|fact| fact.id.as_str()));
            continue;
        };
        // An empty value declares nothing.
        let declared = match (&value.value, fact.kind) {
            (Value::Null, _) => None,
            (Value::Str(text), _) if text.trim().is_empty() => None,
            (Value::Bool(yes), FactKind::YesNo) => Some(FactValue::YesNo(*yes)),
            (Value::Str(text), FactKind::YesNo) if yes_no(text).is_some() => yes_no(text).map(FactValue::YesNo),
            (Value::Int(number), FactKind::Number) if *number >= 0 => {
                Some(FactValue::Number(u64::try_from(*number).unwrap_or_default()))
            }
            (Value::Str(text), FactKind::Text) => Some(FactValue::Text(text.trim().to_owned())),
            (Value::Int(number), FactKind::Text) => Some(FactValue::Text(number.to_string())),
            (Value::Str(text), FactKind::Date) if date(text.trim()).is_some() => date(text.trim()),
            _ => {
                let wanted = match fact.kind {
                    FactKind::YesNo => Text::new(" true 或 false（是、否也可以）", "true or false"),
                    FactKind::Number => Text::new(" 0 或更大的整数", "a whole number, 0 or more"),
                    FactKind::Text => Text::new("文字", "text"),
                    FactKind::Date => {
                        Text::new("日期，如 2026-01-15 或 2026-01", "a date such as 2026-01-15 or 2026-01")
                    }
                };
                let message = Text::new(
                    format!("「{}」应写{}", name.value, wanted.zh),
                    format!("`{}` takes {}", name.value, wanted.en),
                );
                reader.push(Problem::error(value.span, message));
                None
            }
        };
        found.extend(declared.map(|declared| (name.value.clone(), declared)));
    }
    found
}

/// Yes or no in a word.
fn yes_no(written: &str) -> Option<bool> {
    match written.trim().to_lowercase().as_str() {
        "是" | "有" | "yes" | "true" => Some(true),
        "否" | "无" | "no" | "false" => Some(false),
        _ => None,
    }
}

/// A day, YYYY-MM-DD, or a month, YYYY-MM.
fn date(written: &str) -> Option<FactValue> {
    let strict =
        written.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    match written.len() {
        10 if strict => written.parse().ok().map(|day| FactValue::Date(day, day)),
        7 if strict => {
            let first: Date = format!("{written}-01").parse().ok()?;
            Some(FactValue::Date(first, first.last_of_month()))
        }
        _ => None,
    }
}

fn assign(reader: &mut Reader, node: &Node, checklist: &Checklist, scope: &[Product]) -> Option<Assign> {
    let mut table = reader.table(node, &Text::new("assign 的一行", "a line of `assign`"))?;
    let path = table.take("path").and_then(|node| reader.path(node, "path"));
    let path = reader.required(path, &table, "path");
    let item = table.take("item").and_then(|node| reader.string(node, "item"));
    let item = reader.required(item, &table, "item");
    let count = table.take("count").and_then(|node| reader.number(node, "count", 1)).map_or(1, |at| at.value);
    let named: Option<Vec<At<String>>> = table.take("products").map(|node| reader.one_or_more(Some(node), "products"));
    let products = named.map(|names| declared::products(reader, &names, scope));
    let date = declared::day(reader, &mut table, "date").map(|at| at.value);
    let sealed = table.take("sealed").and_then(|node| match &node.value {
        Value::Str(word) if yes_no(word).is_some() => yes_no(word),
        _ => reader.boolean(node, "sealed"),
    });
    let line = u32::try_from(table.span().line).unwrap_or(0);
    table.finish(reader);
    let (path, item) = (path?, item?);
    if let Err(error) = glob::Pattern::new(&pattern(&path.value))
        && path.value.contains(['*', '?'])
    {
        reader.push(Problem::error(
            path.span,
            Text::new(format!("路径模式写错了：{}", error.msg), format!("bad path pattern: {}", error.msg)),
        ));
    }
    if item.value != NOWHERE && checklist.demand_named(&item.value).is_none() {
        reader.unknown_item(&item, checklist, &[NOWHERE]);
    }
    let item = (item.value != NOWHERE).then_some(item.value);
    Some(Assign { path: path.value, item, count, products, date, sealed, line })
}
