//! Reading a tree into values, gathering every problem on the way.

use super::problem::{At, Problem, Problems, Source, Span, is_hidden};
use super::slips;
use super::yaml::{self, Node, Value};
use crate::model::checklist::Checklist;
use crate::model::text::Text;

/// How many known words a message lists.
const SHOWN: usize = 16;

/// Reads a file that stands by itself. Fails with every problem at once, in the order of their places.
pub(super) fn file<T>(name: &str, text: &str, read: impl FnOnce(&mut Reader, &Node) -> T) -> Result<T, Problems> {
    // A byte order mark is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::default();
    let found = match yaml::parse(text, 0) {
        Ok(node) => Some(read(&mut reader, &node)),
        Err(problem) => {
            reader.push(*problem);
            None
        }
    };
    reader.problems.sort_by_key(|problem| (problem.span.line, problem.span.column));
    match found {
        Some(found) if reader.problems.is_empty() => Ok(found),
        _ => {
            let sources = vec![Source { name: name.to_owned(), text: text.to_owned() }];
            Err(Problems { sources, problems: reader.problems })
        }
    }
}

/// Gathers problems.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) problems: Vec<Problem>,
}

/// A mapping being read: every key asked for is known, every other is a mistake.
pub(super) struct Table<'n> {
    span: Span,
    entries: &'n [(At<String>, Node)],
    asked: Vec<&'static str>,
}

impl<'n> Table<'n> {
    /// Where the mapping stands: its first key.
    pub(super) fn span(&self) -> Span {
        self.entries.first().map_or(self.span, |(key, _)| key.span)
    }

    /// The value of a key; an empty value counts as absent.
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        let found = self.entries.iter().find(|(name, _)| name.value == key)?;
        (found.1.value != Value::Null).then_some(&found.1)
    }

    /// Where a key stands.
    pub(super) fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(name, _)| name.span)
    }

    /// Reports keys nobody asked for and keys that stand twice.
    pub(super) fn finish(self, reader: &mut Reader) {
        for (index, (key, _)) in self.entries.iter().enumerate() {
            if let Some((first, _)) = self.entries[..index].iter().find(|(other, _)| other.value == key.value) {
                reader.push(
                    Problem::error(key.span, both(&key.value, "键「{}」重复", "the key `{}` stands twice"))
                        .with_other(first.span, Text::new("第一次在这里", "first here"))
                        .with_hint(Text::new("把两处的内容并到一处", "put what both hold into one")),
                );
            } else if !self.asked.contains(&key.value.as_str()) {
                let near = || nearest(&key.value, self.asked.iter().copied()).map(did_you_mean);
                let hint = slips::key(&key.value).or_else(near).unwrap_or_else(|| {
                    let list = self.asked.join(", ");
                    Text::new(format!("可用的键：{list}"), format!("known keys: {list}"))
                });
                reader.push(
                    Problem::error(key.span, both(&key.value, "未知的键「{}」", "unknown key `{}`")).with_hint(hint),
                );
            }
        }
    }
}

impl Reader {
    pub(super) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// A mapping; `what` names it in messages.
    pub(super) fn table<'n>(&mut self, node: &'n Node, what: &Text) -> Option<Table<'n>> {
        match &node.value {
            Value::Map(entries) => Some(Table { span: node.span, entries, asked: Vec::new() }),
            other => {
                self.wrong(node.span, what, &Text::new("一组 键: 值", "a mapping of keys to values"), other);
                None
            }
        }
    }

    /// A list.
    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &'static str) -> &'n [Node] {
        match &node.value {
            Value::Seq(items) => items,
            other => {
                self.wrong(node.span, &key(what), &Text::new("列表，如 [甲, 乙]", "a list such as [a, b]"), other);
                &[]
            }
        }
    }

    /// A list of texts, or a single text for a list of one.
    pub(super) fn one_or_more(&mut self, node: Option<&Node>, what: &'static str) -> Vec<At<String>> {
        match node {
            Some(single) if !matches!(single.value, Value::Seq(_)) => self.string(single, what).into_iter().collect(),
            list => self.strings(list, what),
        }
    }

    /// Text that is not empty. A number is taken as written; `yes` must be quoted.
    pub(super) fn string(&mut self, node: &Node, what: &'static str) -> Option<At<String>> {
        let value = match &node.value {
            Value::Str(text) if text.chars().any(is_hidden) => {
                let message = Text::new(
                    format!("「{what}」里有看不见的控制字符"),
                    format!("`{what}` holds invisible control characters"),
                );
                self.push(Problem::error(node.span, message));
                return None;
            }
            Value::Str(text) if !text.trim().is_empty() => text.trim().to_owned(),
            Value::Int(number) => number.to_string(),
            other => {
                self.wrong(node.span, &key(what), &Text::new("文字", "text"), other);
                return None;
            }
        };
        Some(At { span: node.span, value })
    }

    /// A name: text, and no table whose colons are none.
    pub(super) fn name(&mut self, node: &Node, what: &'static str) -> Option<At<String>> {
        let name = self.string(node, what)?;
        let Some(key) = slips::swallowed(&name.value) else { return Some(name) };
        let message = Text::new(
            format!("「{what}」里的「{key}」没有当作键读"),
            format!("`{key}` in `{what}` was not read as a key"),
        );
        self.push(Problem::error(name.span, message).with_hint(slips::colon()));
        None
    }

    /// A name of a list, with what to do where it is several in one.
    pub(super) fn listed_name(&mut self, node: &Node, what: &'static str, else_write: &Text) -> Option<At<String>> {
        let name = self.name(node, what)?;
        if !slips::several(&name.value) {
            return Some(name);
        }
        let message = Text::new(
            format!("「{what}」里的「{}」像是几个名称写在了一起", name.value),
            format!("`{}` in `{what}` looks like several names", name.value),
        );
        let hint = Text::new(
            format!("几个名称之间用英文半角逗号「,」，或一行写一个；名称里本来就有这个符号的，写成 {}", else_write.zh),
            format!(
                "separate names with `,` in half width, or write a line each; a name that holds such a mark is written as {}",
                else_write.en
            ),
        );
        self.push(Problem::error(name.span, message).with_hint(hint));
        None
    }

    /// Other names of something: one, or a list. A name in quotes is one, whatever it holds.
    pub(super) fn aliases(&mut self, node: Option<&Node>) -> Vec<At<String>> {
        let Some(node) = node else { return Vec::new() };
        let nodes =
            if matches!(node.value, Value::Seq(_)) { self.list(node, "aliases") } else { std::slice::from_ref(node) };
        let quoted = Text::new("\"甲、乙\"", "`\"a、b\"`");
        let mut read = |node: &Node| {
            if is_quoted(node) { self.name(node, "aliases") } else { self.listed_name(node, "aliases", &quoted) }
        };
        nodes.iter().filter_map(&mut read).collect()
    }

    /// The path of a file, which may hold any character a file's name may.
    pub(super) fn path(&mut self, node: &Node, what: &'static str) -> Option<At<String>> {
        match &node.value {
            Value::Str(text) if !text.is_empty() => Some(At { span: node.span, value: text.clone() }),
            _ => self.string(node, what),
        }
    }

    /// A list of texts.
    pub(super) fn strings(&mut self, node: Option<&Node>, what: &'static str) -> Vec<At<String>> {
        let Some(node) = node else { return Vec::new() };
        self.list(node, what).iter().filter_map(|item| self.string(item, what)).collect()
    }

    /// A whole number from `least` to one million.
    pub(super) fn number(&mut self, node: &Node, what: &'static str, least: u32) -> Option<At<u32>> {
        match &node.value {
            Value::Int(number) => match u32::try_from(*number).ok().filter(|n| (least..=1_000_000).contains(n)) {
                Some(value) => Some(At { span: node.span, value }),
                None => {
                    let message = Text::new(
                        format!("「{what}」不能是 {number}：须在 {least} 到 1000000 之间"),
                        format!("`{what}` cannot be {number}: from {least} to 1000000"),
                    );
                    self.push(Problem::error(node.span, message));
                    None
                }
            },
            other => {
                self.wrong(node.span, &key(what), &Text::new("整数", "a whole number"), other);
                None
            }
        }
    }

    /// A number that may have a fraction.
    pub(super) fn float(&mut self, node: &Node, what: &'static str) -> Option<At<f64>> {
        let value = match &node.value {
            #[allow(clippy::cast_precision_loss)] // far below 2^52 in any sensible file
            Value::Int(number) => *number as f64,
            Value::Float(number) => *number,
            other => {
                self.wrong(node.span, &key(what), &Text::new("数字", "a number"), other);
                return None;
            }
        };
        Some(At { span: node.span, value })
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, node: &Node, what: &'static str) -> Option<bool> {
        match &node.value {
            Value::Bool(value) => Some(*value),
            other => {
                self.wrong(node.span, &key(what), &Text::new("true 或 false", "true or false"), other);
                None
            }
        }
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(
        &mut self,
        node: &Node,
        what: &'static str,
        words: &[(T, &'static str)],
    ) -> Option<T> {
        let given = self.string(node, what)?;
        let found = words.iter().find(|(_, word)| *word == given.value);
        if found.is_none() {
            let known = words.iter().map(|(_, word)| *word);
            self.unknown(&given, what, known);
        }
        found.map(|(value, _)| *value)
    }

    /// Reports a word that is none of the known ones.
    pub(super) fn unknown<'k>(&mut self, given: &At<String>, what: &str, known: impl Iterator<Item = &'k str> + Clone) {
        let message = Text::new(
            format!("「{what}」没有「{}」这个值", given.value),
            format!("`{what}` knows no `{}`", given.value),
        );
        if known.clone().next().is_none() {
            return self.push(Problem::error(given.span, message));
        }
        let hint = nearest(&given.value, known.clone()).map_or_else(
            || {
                let mut words: Vec<&str> = Vec::new();
                words.extend(known.take(SHOWN));
                words.dedup();
                let more = if words.len() >= SHOWN { ", …" } else { "" };
                let list = words.join(", ") + more;
                Text::new(format!("可用：{list}"), format!("known: {list}"))
            },
            did_you_mean,
        );
        self.push(Problem::error(given.span, message).with_hint(hint));
    }

    /// Reports an item the list does not have, though `other` words would do.
    pub(super) fn unknown_item(&mut self, given: &At<String>, list: &Checklist, other: &[&str]) {
        let ids = list.items.iter().map(|item| item.id.as_str());
        let demands = list.demands.iter().map(|demand| demand.id.as_str()).filter(|_| !other.is_empty());
        let numbers = list.items.iter().filter_map(|item| item.no.as_deref());
        let titles = list.items.iter().flat_map(|item| [item.title.zh.as_str(), item.title.en.as_str()]);
        self.unknown(given, "item", ids.chain(demands).chain(numbers).chain(other.iter().copied()).chain(titles));
        if let Some(hint) = self.problems.last_mut().and_then(|problem| problem.hint.as_mut()) {
            hint.zh.push_str("（写它的编号或名称也行）");
            hint.en.push_str(" (its number or title will do, too)");
        }
    }

    /// Reports a key that must be there.
    pub(super) fn required<T>(&mut self, value: Option<T>, table: &Table<'_>, name: &'static str) -> Option<T> {
        // A key with a wrong value, or with a slip in it, has its own problem already.
        let told = |key: &str, node: &Node| {
            if key == name { node.value != Value::Null } else { slips::meant(key) == name }
        };
        if value.is_none() && !table.entries.iter().any(|(key, node)| told(&key.value, node)) {
            self.push(Problem::error(table.span(), both(name, "缺少「{}」", "`{}` is missing")));
        }
        value
    }

    fn wrong(&mut self, span: Span, what: &Text, wanted: &Text, got: &Value) {
        let found = match got {
            Value::Null => Text::new("什么也没有", "nothing"),
            Value::Bool(value) => Text::new(format!("是/否（{value}）"), format!("yes/no ({value})")),
            Value::Int(_) | Value::Float(_) => Text::new("数字", "a number"),
            Value::Str(text) if text.trim().is_empty() => Text::new("空文字", "empty text"),
            Value::Str(_) => Text::new("文字", "text"),
            Value::Seq(_) => Text::new("列表", "a list"),
            Value::Map(_) => Text::new("一组 键: 值", "a mapping"),
        };
        let message = Text::new(
            format!("{}应为{}，这里是{}", what.zh, wanted.zh, found.zh),
            format!("{} should be {}, this is {}", what.en, wanted.en, found.en),
        );
        let mut problem = Problem::error(span, message);
        let written = match got {
            Value::Str(text) => slips::slip(text),
            Value::Map(entries) => entries.first().and_then(|(key, _)| slips::key(&key.value)),
            _ => None,
        };
        if let Some(hint) = written {
            problem = problem.with_hint(hint);
        } else if matches!(got, Value::Bool(_)) {
            problem = problem.with_hint(Text::new("如果是文字，请加引号", "put it in quotes if it is text"));
        }
        self.push(problem);
    }
}

/// Whether a text stands in quotes, which its place counts and its value does not.
pub(super) fn is_quoted(node: &Node) -> bool {
    matches!(&node.value, Value::Str(text) if node.span.len >= text.chars().count() + 2)
}

fn key(name: &str) -> Text {
    both(name, "「{}」", "`{}`")
}

/// One message in both languages around a value.
pub(super) fn both(value: &str, zh: &str, en: &str) -> Text {
    Text::new(zh.replace("{}", value), en.replace("{}", value))
}

pub(super) fn did_you_mean(near: &str) -> Text {
    both(near, "是不是「{}」？", "did you mean `{}`?")
}

/// The known word nearest to a mistaken one, if it is near enough to be meant.
pub(super) fn nearest<'k>(given: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let folded = given.to_lowercase().replace('_', "-");
    known
        .map(|word| (strsim::damerau_levenshtein(&folded, &word.to_lowercase().replace('_', "-")), word))
        .filter(|(distance, word)| *distance <= (word.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}
