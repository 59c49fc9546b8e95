//! Problems in a checklist or settings file, each at its place.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Level as SnippetLevel, Renderer, Snippet};

use crate::model::text::{Lang, Text};

/// A place in a source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Which source, by index.
    pub source: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Length in characters.
    pub len: usize,
}

impl Span {
    /// The start of a source.
    pub fn start(source: usize) -> Self {
        Self { source, line: 1, column: 1, len: 0 }
    }
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct At<T> {
    /// Where it stands.
    pub span: Span,
    /// The value.
    pub value: T,
}

/// One source text.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its file name, or the id of a built-in list.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Whether a problem forbids the use of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The file cannot be used.
    Error,
    /// It can, but its author should look.
    Warning,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How grave it is.
    pub level: Level,
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub message: Text,
    /// What to do about it.
    pub hint: Option<Text>,
    /// Another place that belongs to it, with a label.
    pub other: Option<(Span, Text)>,
}

impl Problem {
    /// A problem that forbids the use of the file.
    pub fn error(span: Span, message: Text) -> Self {
        Self { level: Level::Error, span, message, hint: None, other: None }
    }

    /// A problem its author should look at.
    pub fn warning(span: Span, message: Text) -> Self {
        Self { level: Level::Warning, ..Self::error(span, message) }
    }

    /// Adds what to do.
    pub fn with_hint(mut self, hint: Text) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Adds another place that belongs to it.
    pub fn with_other(mut self, span: Span, label: Text) -> Self {
        self.other = Some((span, label));
        self
    }
}

/// Why a checklist or settings file cannot be used: every problem at once.
#[derive(Debug, Clone)]
pub struct Problems {
    /// The texts the problems stand in.
    pub sources: Vec<Source>,
    /// The problems, in the order of their places.
    pub problems: Vec<Problem>,
}

impl Problems {
    /// Whether any of them forbids the use of the file.
    pub fn fatal(&self) -> bool {
        self.problems.iter().any(|problem| problem.level == Level::Error)
    }

    /// The first problem, with its place, and how many more there are.
    pub fn first(&self) -> Text {
        let Some(problem) = self.problems.first() else { return Text::default() };
        let place = self.sources.get(problem.span.source);
        let place = place.map(|source| format!("{}:{}: ", source.name, problem.span.line)).unwrap_or_default();
        let more = self.problems.len() - 1;
        let (zh, en) = match more {
            0 => (String::new(), String::new()),
            more => (format!("（还有 {more} 处）"), format!(" (and {more} more)")),
        };
        let hint = |lang| problem.hint.as_ref().map(|hint| hint.get(lang)).unwrap_or_default();
        let (zh, en) = match &problem.hint {
            Some(_) => (format!("；{}{zh}", hint(Lang::Zh)), format!("; {}{en}", hint(Lang::En))),
            None => (zh, en),
        };
        Text::new(format!("{place}{}{zh}", problem.message.zh), format!("{place}{}{en}", problem.message.en))
    }

    /// All problems as text, with file, line, column and the lines themselves.
    pub fn render(&self, lang: Lang, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut out = String::new();
        for problem in &self.problems {
            let _ = writeln!(out, "{}\n", self.render_one(&renderer, problem, lang));
        }
        out
    }

    fn render_one(&self, renderer: &Renderer, problem: &Problem, lang: Lang) -> String {
        let level = match (problem.level, lang) {
            (Level::Error, Lang::Zh) => SnippetLevel::ERROR.with_name("错误"),
            (Level::Error, Lang::En) => SnippetLevel::ERROR,
            (Level::Warning, Lang::Zh) => SnippetLevel::WARNING.with_name("警告"),
            (Level::Warning, Lang::En) => SnippetLevel::WARNING,
        };
        let Some(source) = self.sources.get(problem.span.source) else {
            return problem.message.get(lang).to_owned();
        };
        let range = |span: Span| byte_range(&source.text, span);
        let message = printable(problem.message.get(lang));
        let name = printable(&source.name);
        let mut snippet = Snippet::source(source.text.as_str())
            .path(name.as_str())
            .annotation(AnnotationKind::Primary.span(range(problem.span)));
        if let Some((span, label)) = problem.other.as_ref().filter(|(span, _)| span.source == problem.span.source) {
            snippet = snippet.annotation(AnnotationKind::Context.span(range(*span)).label(label.get(lang)));
        }
        let mut group = level.primary_title(message.as_str()).element(snippet);
        if let Some(hint) = &problem.hint {
            let help = if lang == Lang::Zh { SnippetLevel::HELP.with_name("提示") } else { SnippetLevel::HELP };
            group = group.element(help.message(hint.get(lang)));
        }
        renderer.render(&[group])
    }
}

/// What came from a file is shown without control characters.
fn printable(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect()
}

/// Characters that move the cursor, turn or hide text; line ends and tabs are none.
pub(super) fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The bytes of a span, never beyond its line.
fn byte_range(text: &str, span: Span) -> std::ops::Range<usize> {
    let mut start = 0;
    for _ in 1..span.line {
        match text[start..].find('\n') {
            Some(at) => start += at + 1,
            None => break,
        }
    }
    let line = text[start..].split('\n').next().unwrap_or_default();
    let at = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let from = at(span.column - 1);
    let to = at(span.column - 1 + span.len.max(1));
    start + from..start + to.max(from)
}
