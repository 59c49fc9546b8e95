//! The conditions of eligibility of a list: read, and held against the facts they look at.

use schemars::JsonSchema;

use super::decode::{localized, stand_in_id, stand_in_title, text_key};
use super::lower::{Lowering, parse_window, plain, text, values, written};
use super::problem::{At, Problem};
use super::read::{Reader, both};
use super::shape::{FactKindShape, NumberOrText, OneOrMany, TextShape};
use super::yaml::Node;
use crate::model::condition::{Condition, Wants};
use crate::model::text::Text;

/// A condition of eligibility: a declared fact, and what it must be.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "condition")]
pub struct ConditionShape {
    /// Stable id: letters, digits, `-` and `_`.
    pub id: At<String>,
    /// What is demanded; may be inherited.
    #[schemars(with = "Option<TextShape>")]
    pub title: TextShape,
    /// The stages it is asked in; always, if none is named.
    #[schemars(default, with = "OneOrMany")]
    pub stage: Vec<At<String>>,
    /// The declared fact it looks at; may be inherited.
    #[schemars(with = "Option<String>")]
    pub fact: At<String>,
    /// What a yes-no fact must be.
    pub is: Option<At<bool>>,
    /// The least number, or how long ago a date must be: `3 months`, `1 year`.
    #[schemars(with = "Option<NumberOrText>")]
    pub at_least: Option<At<String>>,
    /// Where the demand comes from.
    pub source: Option<At<String>>,
    /// What sources disagree on.
    pub note: Option<TextShape>,
}

pub(super) fn decode(reader: &mut Reader, node: &Node) -> Option<ConditionShape> {
    let mut table = reader.table(node, &Text::new("申报条件", "a condition"))?;
    let id = text_key(reader, &mut table, "id");
    let id = reader.required(id, &table, "id");
    let title = localized(reader, &mut table, "title");
    let title = reader.required(title, &table, "title");
    let stage = reader.one_or_more(table.take("stage"), "stage");
    let fact = text_key(reader, &mut table, "fact");
    let fact = reader.required(fact, &table, "fact");
    let is = table.take("is").and_then(|node| reader.boolean(node, "is").map(|value| At { span: node.span, value }));
    let at_least = text_key(reader, &mut table, "at-least");
    let source = text_key(reader, &mut table, "source");
    let note = localized(reader, &mut table, "note");
    table.finish(reader);
    Some(ConditionShape {
        id: id.unwrap_or_else(|| stand_in_id(node.span)),
        title: title.unwrap_or_else(|| stand_in_title(node.span)),
        stage,
        fact: fact?,
        is,
        at_least,
        source,
        note,
    })
}

impl<'a> Lowering<'a> {
    /// One condition; `None` if what it wants cannot be told.
    pub(super) fn condition(&mut self, shape: &'a ConditionShape) -> Option<Condition> {
        self.claim_id(&shape.id);
        self.known_stages(&shape.stage);
        Some(Condition {
            id: shape.id.value.clone(),
            title: text(&shape.title),
            stages: values(&shape.stage),
            fact: shape.fact.value.clone(),
            wants: self.wants(shape)?,
            source: plain(shape.source.as_ref()),
            note: shape.note.as_ref().map(text),
            written: written(shape.id.span),
        })
    }

    fn wants(&mut self, shape: &ConditionShape) -> Option<Wants> {
        match (&shape.is, &shape.at_least) {
            (Some(is), None) => {
                self.fact(&shape.fact, "is", Some(FactKindShape::YesNo));
                Some(Wants::Is(is.value))
            }
            (None, Some(least)) => self.least(shape, least),
            _ => {
                let message = both(
                    &shape.id.value,
                    "条件「{}」要写 is 或 at-least，只写一个",
                    "the condition `{}` takes either `is` or `at-least`",
                );
                self.reader.push(Problem::error(shape.id.span, message));
                None
            }
        }
    }

    /// A length of time for a date, a number for a number.
    fn least(&mut self, shape: &ConditionShape, least: &At<String>) -> Option<Wants> {
        let kind = self.shape.facts.iter().find(|fact| fact.id.value == shape.fact.value).map(|fact| fact.kind);
        let (wants, hint) = match kind {
            Some(FactKindShape::Number) => (
                least.value.parse().ok().map(Wants::AtLeast),
                Text::new("事实是数字，写整数，如 3", "the fact is a number; write a whole number such as 3"),
            ),
            _ => {
                self.fact(&shape.fact, "at-least", Some(FactKindShape::Date));
                (
                    parse_window(&least.value).map(Wants::Elapsed),
                    Text::new(
                        "事实是日期，写时间长度，如 3 months、1 year",
                        "the fact is a date; write a length of time such as 3 months, 1 year",
                    ),
                )
            }
        };
        if wants.is_none() {
            let message = both(&least.value, "看不懂 at-least「{}」", "cannot read `at-least: {}`");
            self.reader.push(Problem::error(least.span, message).with_hint(hint));
        }
        wants
    }
}
