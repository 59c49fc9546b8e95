//! The words of a list by which evidence is recognised: those that can never match, and patterns that are none.

use super::problem::{At, Problem, Span};
use super::read::Reader;
use super::shape::MatchShape;
use crate::model::text::Text;

/// Words that can never match, patterns that are none.
pub(super) fn check(reader: &mut Reader, matching: &MatchShape) {
    for (term, key) in [(&matching.terms, "terms"), (&matching.maybe, "maybe"), (&matching.not, "not")]
        .into_iter()
        .flat_map(|(words, key)| words.iter().map(move |word| (word, key)))
    {
        let parts: Vec<&str> = term.value.split('*').collect();
        if parts.len() > 2 || parts.iter().any(|part| !part.chars().any(char::is_alphanumeric)) {
            let hint =
                Text::new("写成 甲*乙，星号两边都有字，只用一个", "write A*B: one asterisk, with words on both sides");
            let message = Text::new(
                format!("「{key}」里的「{}」无法匹配", term.value),
                format!("`{}` in `{key}` cannot match", term.value),
            );
            reader.push(Problem::error(term.span, message).with_hint(hint));
        }
    }
    let nots: Vec<(String, &At<String>)> = matching.not.iter().map(|not| (squeezed(&not.value), not)).collect();
    for term in matching.terms.iter().chain(&matching.maybe).filter(|_| !nots.is_empty()) {
        let word = squeezed(&term.value);
        let eaten = nots.iter().find(|(not, _)| *not == word || (!not.contains('*') && word.contains(not.as_str())));
        if let Some((_, not)) = eaten {
            let message = Text::new(
                format!("「{}」被 not 里的「{}」抵消，永远匹配不到", term.value, not.value),
                format!("`{}` is cancelled by `{}` in not and can never match", term.value, not.value),
            );
            reader.push(Problem::error(term.span, message).with_other(not.span, Text::new("在 not 里", "in not")));
        }
    }
    for pattern in &matching.globs {
        if let Err(error) = glob::Pattern::new(&pattern.value) {
            let quote = usize::from(pattern.span.len > pattern.value.chars().count());
            let span = Span { column: pattern.span.column + quote + error.pos, len: 1, ..pattern.span };
            let message = Text::new(format!("glob 写错了：{}", error.msg), format!("bad glob: {}", error.msg));
            reader.push(Problem::error(span, message));
        }
    }
}

fn squeezed(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric() || *c == '*').flat_map(char::to_lowercase).collect()
}
