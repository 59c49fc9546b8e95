//! YAML text as a tree with places. The only file that knows the YAML crate.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options::DuplicateKeyPolicy;
use serde_yaml::{Location, Options, Spanned};

use super::problem::{At, Problem, Span};
use super::slips;
use crate::model::text::Text;

/// The largest file read, in bytes: far beyond any list, small enough to hold.
pub(super) const LARGEST: usize = 4 << 20;

/// A node of the tree.
pub(super) type Node = At<Value>;

/// A value of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    Seq(Vec<Node>),
    Map(Vec<(At<String>, Node)>),
}

/// Parses one document; `source` is its number for places.
pub(super) fn parse(text: &str, source: usize) -> Result<Node, Box<Problem>> {
    if text.len() > LARGEST {
        return Err(Box::new(Problem::error(
            Span::start(source),
            Text::new("文件过大（超过 4 MB），不像检查清单", "the file is too large (over 4 MB) to be a checklist"),
        )));
    }
    let mut options = Options::default();
    options.with_snippet = false;
    // Repeated keys are all seen, so that each can be reported at its own place.
    options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
    let tree: Spanned<Tree> = serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let span = error.location().map_or_else(|| Span::start(source), |location| span(location, source));
        let message = error.without_snippet().to_string();
        // The slip stands on the line the parser stumbles over, or on the one before.
        let line = |number: usize| number.checked_sub(1).and_then(|at| text.lines().nth(at)).unwrap_or_default();
        let before = span.line.saturating_sub(1);
        let span = match line(before) {
            slipped if slips::cause(slipped).is_some() => {
                let column = slipped.chars().take_while(|c| c.is_whitespace()).count() + 1;
                Span { line: before, column, len: 0, ..span }
            }
            _ => span,
        };
        let cause = slips::cause(line(span.line));
        let (message, hint) = slips::explained(message.split(" at line ").next().unwrap_or(&message), cause);
        let hint = slips::slip(line(span.line)).or(hint);
        Box::new(hint.into_iter().fold(Problem::error(span, message), Problem::with_hint))
    })?;
    Ok(node(tree, source))
}

fn span(location: Location, source: usize) -> Span {
    Span {
        source,
        line: usize::try_from(location.line()).unwrap_or(1).max(1),
        column: usize::try_from(location.column()).unwrap_or(1).max(1),
        len: usize::try_from(location.span().len()).unwrap_or(0),
    }
}

fn node(tree: Spanned<Tree>, source: usize) -> Node {
    let at = span(tree.referenced, source);
    let value = match tree.value {
        Tree::Null => Value::Null,
        Tree::Bool(value) => Value::Bool(value),
        Tree::Int(value) => Value::Int(value),
        Tree::Float(value) => Value::Float(value),
        Tree::Str(value) => Value::Str(value),
        Tree::Seq(items) => Value::Seq(items.into_iter().map(|item| node(item, source)).collect()),
        Tree::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| (At { span: span(key.referenced, source), value: key.value }, node(value, source)))
                .collect(),
        ),
    };
    At { span: at, value }
}

/// The tree as the YAML crate gives it.
enum Tree {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    Seq(Vec<Spanned<Tree>>),
    Map(Vec<(Spanned<String>, Spanned<Tree>)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(i64::try_from(value).map_or_else(|_| Tree::Str(value.to_string()), Tree::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Str(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Tree, E> {
        Ok(Tree::Str(value))
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        Tree::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Tree::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Tree::Map(entries))
    }
}
