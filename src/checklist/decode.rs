//! From the tree to the shape of a checklist.

use super::problem::{At, Problem, Span};
use super::read::{Reader, Table, both};
use super::shape::{
    AcceptShape, AllShape, BranchShape, ClauseShape, CountShape, CoversShape, DemandShape, DistinctShape, EveryShape,
    FactKindShape, FactShape, FormShape, ItemShape, ListShape, MatchShape, PartyShape, RatioShape, RoundingShape,
    StageShape, TextShape, UnitShape,
};
use super::yaml::{Node, Value};
use super::{certificate, conditions};
use crate::model::text::Text;

/// Reads a whole list. `None` only if something essential is missing; the problems say what.
pub(super) fn list(reader: &mut Reader, node: &Node) -> Option<ListShape> {
    let mut table = reader.table(node, &Text::new("检查清单", "a checklist"))?;
    let schema = table.take("schema").and_then(|node| reader.number(node, "schema", 1));
    let schema = reader.required(schema, &table, "schema");
    let id = text_key(reader, &mut table, "id");
    let id = reader.required(id, &table, "id");
    let title = localized(reader, &mut table, "title");
    let title = reader.required(title, &table, "title");
    let standard = text_key(reader, &mut table, "standard");
    let note = localized(reader, &mut table, "note");
    let extends = text_key(reader, &mut table, "extends");
    let drop = reader.strings(table.take("drop"), "drop");
    let stages = each(reader, &mut table, "stages", stage);
    let facts = each(reader, &mut table, "facts", fact);
    let unsupported_clauses = each(reader, &mut table, "unsupported-clauses", clause);
    let certificate = table.take("certificate").and_then(|node| certificate::read(reader, node));
    let scoring = table.take("scoring").and_then(|node| super::scoring::read(reader, node));
    let conditions = each(reader, &mut table, "conditions", conditions::decode);
    let items = each(reader, &mut table, "items", item);
    table.finish(reader);
    let span = node.span;
    let list = ListShape {
        schema: schema.unwrap_or(At { span, value: 1 }),
        id: id.unwrap_or_else(|| stand_in_id(span)),
        title: title.unwrap_or_else(|| stand_in_title(span)),
        standard,
        note,
        extends,
        drop,
        stages,
        facts,
        unsupported_clauses,
        certificate,
        scoring,
        conditions,
        items,
    };
    Some(list)
}

/// Stands in for what is missing, so that the rest is still looked at; the list is refused anyway.
pub(super) fn stand_in_id(span: Span) -> At<String> {
    At { span, value: format!("line-{}-{}", span.line, span.column) }
}

pub(super) fn stand_in_title(span: Span) -> TextShape {
    let text = At { span, value: String::new() };
    TextShape { zh: text.clone(), en: text }
}

pub(super) fn each<T>(
    reader: &mut Reader,
    table: &mut Table<'_>,
    key: &'static str,
    read: impl Fn(&mut Reader, &Node) -> Option<T>,
) -> Vec<T> {
    let Some(node) = table.take(key) else {
        return Vec::new();
    };
    reader.list(node, key).iter().filter_map(|node| read(reader, node)).collect()
}

pub(super) fn text_key(reader: &mut Reader, table: &mut Table<'_>, key: &'static str) -> Option<At<String>> {
    table.take(key).and_then(|node| reader.string(node, key))
}

pub(super) fn localized(reader: &mut Reader, table: &mut Table<'_>, key: &'static str) -> Option<TextShape> {
    localized_node(reader, table.take(key)?, key)
}

pub(super) fn localized_node(reader: &mut Reader, node: &Node, key: &'static str) -> Option<TextShape> {
    if let Value::Str(_) = &node.value {
        let message = Text::new(
            format!("「{key}」要写中英两种：{{ zh: …, en: … }}"),
            format!("`{key}` takes both languages: {{ zh: …, en: … }}"),
        );
        reader.push(Problem::error(node.span, message));
        return None;
    }
    let mut table = reader.table(node, &both(key, "「{}」", "`{}`"))?;
    let zh = text_key(reader, &mut table, "zh");
    let zh = reader.required(zh, &table, "zh");
    let en = text_key(reader, &mut table, "en");
    let en = reader.required(en, &table, "en");
    table.finish(reader);
    Some(TextShape { zh: zh?, en: en? })
}

fn stage(reader: &mut Reader, node: &Node) -> Option<StageShape> {
    let mut table = reader.table(node, &Text::new("阶段", "a stage"))?;
    let id = text_key(reader, &mut table, "id");
    let id = reader.required(id, &table, "id");
    let title = localized(reader, &mut table, "title");
    let title = reader.required(title, &table, "title");
    let default = table.take("default").and_then(|node| reader.boolean(node, "default")).unwrap_or(false);
    table.finish(reader);
    Some(StageShape { id: id?, title: title.unwrap_or_else(|| stand_in_title(node.span)), default })
}

fn fact(reader: &mut Reader, node: &Node) -> Option<FactShape> {
    const KINDS: [(FactKindShape, &str); 4] = [
        (FactKindShape::YesNo, "yes-no"),
        (FactKindShape::Text, "text"),
        (FactKindShape::Number, "number"),
        (FactKindShape::Date, "date"),
    ];
    let mut table = reader.table(node, &Text::new("事实", "a fact"))?;
    let id = text_key(reader, &mut table, "id");
    let id = reader.required(id, &table, "id");
    let kind = table.take("kind").and_then(|node| reader.choice(node, "kind", &KINDS));
    let kind = reader.required(kind, &table, "kind");
    let title = localized(reader, &mut table, "title");
    let title = reader.required(title, &table, "title");
    table.finish(reader);
    let title = title.unwrap_or_else(|| stand_in_title(node.span));
    Some(FactShape { id: id?, kind: kind.unwrap_or(FactKindShape::Text), title })
}

fn clause(reader: &mut Reader, node: &Node) -> Option<ClauseShape> {
    let mut table = reader.table(node, &Text::new("条款", "a clause"))?;
    let id = text_key(reader, &mut table, "id");
    let id = reader.required(id, &table, "id");
    let title = localized(reader, &mut table, "title");
    let title = reader.required(title, &table, "title");
    table.finish(reader);
    Some(ClauseShape { id: id?, title: title? })
}

fn item(reader: &mut Reader, node: &Node) -> Option<ItemShape> {
    let mut table = reader.table(node, &Text::new("材料", "an item"))?;
    let id = text_key(reader, &mut table, "id");
    let id = reader.required(id, &table, "id");
    let no = text_key(reader, &mut table, "no");
    let title = localized(reader, &mut table, "title");
    let title = reader.required(title, &table, "title");
    let hand_in = localized(reader, &mut table, "hand-in");
    let ask = localized(reader, &mut table, "ask");
    let stage = reader.one_or_more(table.take("stage"), "stage");
    let required = table.take("required").and_then(|node| reader.boolean(node, "required"));
    let when = text_key(reader, &mut table, "when");
    let clauses = reader.strings(table.take("clauses"), "clauses");
    let clauses_inferred = reader.strings(table.take("clauses-inferred"), "clauses-inferred");
    let source = text_key(reader, &mut table, "source");
    let note = localized(reader, &mut table, "note");
    let any_of = branches(reader, &mut table, "any-of", branch);
    let all_of = branches(reader, &mut table, "all-of", demand);
    let before = reader.problems.len();
    let count = count(reader, &mut table);
    if any_of.is_some() || all_of.is_some() {
        reader.problems.truncate(before);
        for key in COUNT_KEYS {
            if let Some(span) = table.key_span(key) {
                let message = both(
                    key,
                    "有 any-of 或 all-of 时，「{}」写在各分支里",
                    "with any-of or all-of, `{}` belongs to the branches",
                );
                reader.push(Problem::error(span, message));
            }
        }
        if let (Some(_), Some(span)) = (&any_of, table.key_span("all-of")) {
            let message = Text::new(
                "any-of 与 all-of 不能并列；all-of 可写在 any-of 的分支里",
                "any-of and all-of cannot stand side by side; a branch of any-of may be all-of",
            );
            reader.push(Problem::error(span, message));
        }
    }
    let span = table.span();
    table.finish(reader);
    Some(ItemShape {
        span,
        id: id.unwrap_or_else(|| stand_in_id(span)),
        no,
        title: title.unwrap_or_else(|| stand_in_title(span)),
        hand_in,
        ask,
        stage,
        required,
        when,
        clauses,
        clauses_inferred,
        source,
        note,
        any_of,
        all_of,
        count,
    })
}

const COUNT_KEYS: [&str; 17] = [
    "min",
    "max",
    "recommended",
    "unit",
    "match",
    "accept",
    "sealed",
    "form",
    "covers",
    "window",
    "fact",
    "ratio",
    "valid",
    "party",
    "every",
    "distinct",
    "min-of",
];

fn branches<T>(
    reader: &mut Reader,
    table: &mut Table<'_>,
    key: &'static str,
    read: impl Fn(&mut Reader, &Node) -> Option<T>,
) -> Option<Vec<T>> {
    let node = table.take(key)?;
    let nodes = reader.list(node, key);
    if matches!(&node.value, Value::Seq(nodes) if nodes.is_empty()) {
        reader.push(Problem::error(
            node.span,
            both(key, "「{}」是空的，永远无法满足", "`{}` is empty and can never be met"),
        ));
    }
    Some(nodes.iter().filter_map(|node| read(reader, node)).collect())
}

fn branch(reader: &mut Reader, node: &Node) -> Option<BranchShape> {
    let is_all = matches!(&node.value, Value::Map(entries) if entries.iter().any(|(key, _)| key.value == "all-of"));
    if !is_all {
        return demand(reader, node).map(|demand| BranchShape::One(Box::new(demand)));
    }
    let mut table = reader.table(node, &Text::new("分支", "a branch"))?;
    let all_of = branches(reader, &mut table, "all-of", demand);
    table.finish(reader);
    Some(BranchShape::All(AllShape { all_of: all_of? }))
}

fn demand(reader: &mut Reader, node: &Node) -> Option<DemandShape> {
    let mut table = reader.table(node, &Text::new("分支", "a branch"))?;
    let id = text_key(reader, &mut table, "id");
    let id = reader.required(id, &table, "id");
    let title = localized(reader, &mut table, "title");
    let title = reader.required(title, &table, "title");
    let count = count(reader, &mut table);
    table.finish(reader);
    let span = node.span;
    Some(DemandShape {
        id: id.unwrap_or_else(|| stand_in_id(span)),
        title: title.unwrap_or_else(|| stand_in_title(span)),
        count,
    })
}

fn count(reader: &mut Reader, table: &mut Table<'_>) -> CountShape {
    use AcceptShape as A;
    const UNITS: [(UnitShape, &str); 3] =
        [(UnitShape::File, "file"), (UnitShape::Page, "page"), (UnitShape::Record, "record")];
    const ACCEPT: [(AcceptShape, &str); 9] = [
        (A::Pdf, "pdf"),
        (A::Image, "image"),
        (A::Word, "word"),
        (A::Excel, "excel"),
        (A::Slides, "slides"),
        (A::Ofd, "ofd"),
        (A::Text, "text"),
        (A::Html, "html"),
        (A::Archive, "archive"),
    ];
    const FORMS: [(FormShape, &str); 3] =
        [(FormShape::Printed, "printed"), (FormShape::Copy, "copy"), (FormShape::Electronic, "electronic")];
    let number =
        |reader: &mut Reader, table: &mut Table<'_>, key| table.take(key).and_then(|node| reader.number(node, key, 1));
    CountShape {
        min: number(reader, table, "min"),
        max: number(reader, table, "max"),
        recommended: number(reader, table, "recommended"),
        unit: table.take("unit").and_then(|node| reader.choice(node, "unit", &UNITS)),
        r#match: table.take("match").and_then(|node| matching(reader, node)),
        accept: table.take("accept").map(|node| {
            reader.list(node, "accept").iter().filter_map(|node| reader.choice(node, "accept", &ACCEPT)).collect()
        }),
        sealed: table.take("sealed").and_then(|node| reader.boolean(node, "sealed")).unwrap_or(false),
        form: table.take("form").map_or_else(Vec::new, |node| {
            reader.list(node, "form").iter().filter_map(|node| reader.choice(node, "form", &FORMS)).collect()
        }),
        covers: table
            .take("covers")
            .and_then(|node| reader.choice(node, "covers", &[(CoversShape::Products, "products")])),
        window: text_key(reader, table, "window"),
        fact: reader.one_or_more(table.take("fact"), "fact"),
        ratio: table.take("ratio").and_then(|node| ratio(reader, node)),
        valid: table.take("valid").and_then(|node| reader.boolean(node, "valid")).unwrap_or(false),
        party: table
            .take("party")
            .and_then(|node| reader.choice(node, "party", &[(PartyShape::Applicant, "applicant")])),
        every: table.take("every").and_then(|node| reader.choice(node, "every", &[(EveryShape::Month, "month")])),
        distinct: table
            .take("distinct")
            .and_then(|node| reader.choice(node, "distinct", &[(DistinctShape::Person, "person")])),
        min_of: text_key(reader, table, "min-of"),
    }
}

fn matching(reader: &mut Reader, node: &Node) -> Option<MatchShape> {
    let mut table = reader.table(node, &Text::new("「match」", "`match`"))?;
    let shape = MatchShape {
        terms: reader.strings(table.take("terms"), "terms"),
        titles: reader.strings(table.take("titles"), "titles"),
        maybe: reader.strings(table.take("maybe"), "maybe"),
        globs: reader.strings(table.take("globs"), "globs"),
        not: reader.strings(table.take("not"), "not"),
        content: reader.strings(table.take("content"), "content"),
    };
    table.finish(reader);
    Some(shape)
}

fn ratio(reader: &mut Reader, node: &Node) -> Option<RatioShape> {
    let mut table = reader.table(node, &Text::new("「ratio」", "`ratio`"))?;
    let percent = table.take("percent").and_then(|node| reader.float(node, "percent"));
    let percent = reader.required(percent, &table, "percent");
    let of = text_key(reader, &mut table, "of");
    let of = reader.required(of, &table, "of");
    let have = text_key(reader, &mut table, "have");
    const ROUNDING: [(RoundingShape, &str); 3] =
        [(RoundingShape::Up, "up"), (RoundingShape::Down, "down"), (RoundingShape::Nearest, "nearest")];
    let rounding = table.take("rounding").and_then(|node| reader.choice(node, "rounding", &ROUNDING));
    table.finish(reader);
    Some(RatioShape { percent: percent?, of: of?, have, rounding })
}
