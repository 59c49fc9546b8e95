//! Path patterns: the glob crate says what is a pattern, one compiled set matches them all.

use std::sync::Arc;

use regex::{RegexSet, RegexSetBuilder};

use crate::model::checklist::Checklist;

/// Compiles the patterns of a checklist; with each, its demand and the pattern as written.
pub fn compile(checklist: &Checklist) -> (RegexSet, Vec<(u16, Arc<str>)>) {
    let mut sources = Vec::new();
    let mut owners = Vec::new();
    for (index, demand) in checklist.demands.iter().enumerate() {
        for written in &demand.matching.globs {
            sources.push(to_regex(&written.to_lowercase()));
            owners.push((u16::try_from(index).unwrap_or(u16::MAX), written.as_str().into()));
        }
    }
    match RegexSetBuilder::new(&sources).build() {
        Ok(set) => (set, owners),
        // Validation has refused what cannot be compiled.
        Err(_) => (RegexSet::empty(), Vec::new()),
    }
}

/// One pattern as a compiled expression, for `assign`; `None` if it is no pattern.
pub fn single(pattern: &str) -> Option<regex::Regex> {
    check(pattern).ok()?;
    regex::Regex::new(&to_regex(pattern)).ok()
}

/// Whether a text is a pattern: the glob crate's message and the character it points at.
pub fn check(pattern: &str) -> Result<(), (usize, &'static str)> {
    glob::Pattern::new(pattern).map(drop).map_err(|error| (error.pos, error.msg))
}

/// The glob crate's language as a regular expression over a path with `/`: `?` and `[…]` stand for
/// one character (a 汉字 too), `*` stays within a folder, `**/` is any folders or none.
fn to_regex(pattern: &str) -> String {
    let chars: Vec<char> = pattern.chars().collect();
    let mut out = String::from("^");
    let mut at = 0;
    while at < chars.len() {
        match chars[at] {
            '*' if chars.get(at + 1) == Some(&'*') => {
                at += 2;
                if chars.get(at) == Some(&'/') {
                    out.push_str("(?:.*/)?");
                    at += 1;
                } else {
                    out.push_str(".*");
                }
                continue;
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '[' => {
                let close = (at + 2..chars.len()).find(|&i| chars[i] == ']').filter(|&i| i > at + 1);
                if let Some(close) = close {
                    push_class(&chars[at + 1..close], &mut out);
                    at = close;
                } else {
                    out.push_str("\\[");
                }
            }
            c => out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
        at += 1;
    }
    out.push('$');
    out
}

fn push_class(inner: &[char], out: &mut String) {
    let (negated, rest) = match inner {
        ['!', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    out.push_str(if negated { "[^/" } else { "[" });
    for (index, &c) in rest.iter().enumerate() {
        if c == '-' && index > 0 && index + 1 < rest.len() {
            out.push('-');
        } else {
            out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        }
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_glob_crate() {
        let patterns =
            ["**/repair/**", "*维修?录*", "a/[!b]*.pdf", "**/*.jpg", "第[一二]项/*", "x.y", "a/**/b", "[0-9]*", "**"];
        let paths = [
            "a/repair/1.pdf",
            "repair/x",
            "维修记录1.pdf",
            "a/c.pdf",
            "a/b.pdf",
            "第一项/x",
            "a/q/b",
            "a/b",
            "x.y",
            "xzy",
            "9.jpg",
            "q/9.jpg",
        ];
        let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() };
        for pattern in patterns {
            let ours = single(pattern).expect(pattern);
            let theirs = glob::Pattern::new(pattern).expect(pattern);
            for path in paths {
                assert_eq!(ours.is_match(path), theirs.matches_with(path, options), "{pattern} on {path}");
            }
        }
        assert!(check("a[").is_err() && check("a**b").is_err());
    }
}
