//! Loading a list with the lists it extends.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::problem::{At, Problem, Problems, Source, Span};
use super::read::{Reader, both, did_you_mean, nearest};
use super::yaml::{self, Node, Value};
use super::{builtin, decode, lower};
use crate::model::checklist::{Checklist, ListFile};
use crate::model::text::Text;

/// How long a chain of lists may be.
const LONGEST: usize = 16;

/// Where files come from; a test may bring its own.
pub trait Library {
    /// The text of a file.
    fn read(&self, path: &Path) -> std::io::Result<String>;
}

/// A list with its remaining warnings.
pub(super) type Loaded = (Arc<Checklist>, Problems);

/// Loads a list from a file, or a built-in one by its id, with all it extends. Fails with every
/// problem at once; what remains on success are warnings.
pub fn load(library: &dyn Library, name: &str) -> Result<Loaded, Problems> {
    let mut loader = Loader { library, sources: Vec::new(), chain: Vec::new(), problems: Vec::new() };
    let node = loader.node(name, None);
    let mut reader = Reader { problems: std::mem::take(&mut loader.problems) };
    let checklist = node.and_then(|node| {
        let shape = decode::list(&mut reader, &node)?;
        let list = lower::lower(&mut reader, &shape);
        Some(Checklist { files: loader.sources.iter().map(file).collect(), ..list })
    });
    reader.problems.sort_by_key(|problem| (problem.span.source, problem.span.line, problem.span.column));
    let problems = Problems { sources: loader.sources, problems: reader.problems };
    match checklist {
        Some(checklist) if !problems.fatal() => Ok((Arc::new(checklist), problems)),
        _ => Err(problems),
    }
}

/// What a source is. A name that is a built-in list's is never looked for on disk.
fn file(source: &Source) -> ListFile {
    match builtin::built_in(&source.name) {
        Some(list) => ListFile::BuiltIn(list.id.to_owned()),
        None => ListFile::Path(source.name.clone()),
    }
}

struct Loader<'a> {
    library: &'a dyn Library,
    sources: Vec<Source>,
    chain: Vec<PathBuf>,
    problems: Vec<Problem>,
}

impl Loader<'_> {
    /// The tree of one list, merged with what it extends. `from` is where it is named.
    fn node(&mut self, name: &str, from: Option<(Span, PathBuf)>) -> Option<Node> {
        let (key, text) = match self.find(name, from.as_ref().map(|(_, folder)| folder.as_path())) {
            Ok(found) => found,
            Err(message) => {
                let span = from.map_or_else(|| self.source(name, String::new()), |(span, _)| span);
                let mut problem = Problem::error(span, message);
                if let Some(near) = nearest(name, builtin::BUILT_IN.iter().map(|list| list.id)) {
                    problem = problem.with_hint(did_you_mean(near));
                } else {
                    let ids = builtin::BUILT_IN.iter().map(|list| list.id).collect::<Vec<_>>().join(", ");
                    problem = problem.with_hint(both(&ids, "内置清单：{}", "built-in lists: {}"));
                }
                self.problems.push(problem);
                return None;
            }
        };
        if self.chain.contains(&key) || self.chain.len() >= LONGEST {
            let span = from.map(|(span, _)| span).unwrap_or_default();
            self.problems.push(Problem::error(span, Text::new("extends 绕成了圈", "extends goes round in a circle")));
            return None;
        }
        let folder = key.parent().map_or_else(PathBuf::new, Path::to_owned);
        let source = self.source(&key.to_string_lossy(), text).source;
        self.chain.push(key);
        let node = match yaml::parse(&self.sources[source].text, source) {
            Ok(node) => node,
            Err(problem) => {
                self.problems.push(*problem);
                return None;
            }
        };
        let base = match entry(&node, "extends") {
            Some(At { span, value: Value::Str(base) }) => {
                let (span, base) = (*span, base.clone());
                Some(self.node(&base, Some((span, folder)))?)
            }
            _ => None,
        };
        if base.is_none()
            && let Some(drop) = entry(&node, "drop")
        {
            let message = Text::new("没有 extends，drop 不起作用", "drop has no meaning without extends");
            self.problems.push(Problem::error(drop.span, message));
        }
        Some(match base {
            Some(base) => self.merge(base, node),
            None => node,
        })
    }

    fn source(&mut self, name: &str, text: String) -> Span {
        // A byte order mark is no part of the text.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        self.sources.push(Source { name: name.to_owned(), text });
        Span::start(self.sources.len() - 1)
    }

    /// A built-in list by its id, else a file, relative to the one that names it.
    fn find(&self, name: &str, folder: Option<&Path>) -> Result<(PathBuf, String), Text> {
        if let Some(list) = builtin::built_in(name) {
            return Ok((PathBuf::from(name), list.yaml.to_owned()));
        }
        let path = folder.map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
        match self.library.read(&path) {
            Ok(text) => Ok((path, text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(both(name, "没有叫「{}」的内置清单，也没有这个文件", "no built-in list and no file is called `{}`"))
            }
            Err(error) => {
                Err(Text::new(format!("读不了「{name}」：{error}"), format!("cannot read `{name}`: {error}")))
            }
        }
    }

    /// The child's keys win; items are merged by id, key by key; new items follow.
    fn merge(&mut self, base: Node, child: Node) -> Node {
        let (Value::Map(base_entries), Value::Map(child_entries)) = (base.value, &child.value) else {
            return child;
        };
        let mut merged: Vec<(At<String>, Node)> = child_entries.clone();
        for (key, value) in base_entries {
            let own = merged.iter_mut().find(|(name, _)| name.value == key.value);
            match (own, key.value.as_str()) {
                // What the base itself extended or dropped is done with.
                (_, "extends" | "drop") => {}
                (None, _) => merged.push((key, value)),
                (Some((_, own)), "items" | "facts" | "stages" | "conditions") => *own = by_id(value, own),
                (Some((_, own)), "scoring") => *own = by_key(value, own),
                (Some(_), _) => {}
            }
        }
        self.drop_items(&mut merged);
        At { span: child.span, value: Value::Map(merged) }
    }

    fn drop_items(&mut self, merged: &mut [(At<String>, Node)]) {
        let find = |merged: &[(At<String>, Node)], name: &str| merged.iter().position(|(key, _)| key.value == name);
        let Some(dropped) = find(merged, "drop") else {
            return;
        };
        let names: Vec<Node> = match &merged[dropped].1.value {
            Value::Seq(names) => names.clone(),
            _ => vec![merged[dropped].1.clone()],
        };
        for name in names {
            let Value::Str(id) = &name.value else {
                continue;
            };
            let (mut found, mut known) = (false, Vec::new());
            for (_, list) in merged.iter_mut().filter(|(key, _)| matches!(&*key.value, "items" | "conditions")) {
                let Value::Seq(entries) = &mut list.value else { continue };
                let before = entries.len();
                entries.retain(|entry| id_of(entry) != Some(id));
                found |= entries.len() < before;
                known.extend(entries.iter().filter_map(id_of).map(str::to_owned));
            }
            if !found {
                let problem = Problem::error(
                    name.span,
                    both(id, "要去掉的「{}」不在上级清单里", "`{}`, to be dropped, is not in the list extended"),
                );
                let hint = nearest(id, known.iter().map(String::as_str)).map(did_you_mean);
                self.problems.push(hint.into_iter().fold(problem, Problem::with_hint));
            }
        }
    }
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(name, _)| name.value == key).map(|(_, value)| value),
        _ => None,
    }
}

fn id_of(item: &Node) -> Option<&str> {
    match entry(item, "id") {
        Some(At { value: Value::Str(id), .. }) => Some(id),
        _ => None,
    }
}

/// Two lists merged by id: the base's order, the child's keys, then what only the child has.
fn by_id(base: Node, child: &Node) -> Node {
    let (Value::Seq(base_items), Value::Seq(child_items)) = (base.value, &child.value) else {
        return child.clone();
    };
    let mut items = base_items;
    for own in child_items {
        let inherited = id_of(own).and_then(|id| items.iter_mut().find(|item| id_of(item) == Some(id)));
        match (inherited, &own.value) {
            (Some(item), Value::Map(_)) => *item = by_key(item.clone(), own),
            _ => items.push(own.clone()),
        }
    }
    At { span: child.span, value: Value::Seq(items) }
}

/// Two mappings: the child's keys, then those only the base has. What is no mapping wins as it is.
fn by_key(base: Node, child: &Node) -> Node {
    match (base.value, &child.value) {
        (Value::Map(mut base_entries), Value::Map(entries)) => {
            base_entries.retain(|(key, _)| entries.iter().all(|(name, _)| name.value != key.value));
            At { span: base.span, value: Value::Map(entries.iter().cloned().chain(base_entries).collect()) }
        }
        _ => child.clone(),
    }
}
