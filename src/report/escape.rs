//! Names made harmless for a terminal.

use std::borrow::Cow;

/// A name without anything that moves the cursor, turns or hides text, and without what the log of a CI job would take
/// for a command: such characters are shown as `\u{…}`.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) && !commands(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let first = rest.starts_with("::") && out.trim().is_empty();
        if is_unsafe(c) || first || MARKS.iter().any(|mark| rest.starts_with(mark)) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// What GitHub's and Azure's runners take for a command wherever it stands in a line.
const MARKS: [&str; 2] = ["##[", "##vso["];

/// Whether a runner would act on a line that begins with the text, or holds it.
fn commands(text: &str) -> bool {
    text.contains("##") && MARKS.iter().any(|mark| text.contains(mark)) || text.trim_start().starts_with("::")
}

/// Whether a terminal would act on a character instead of showing it.
pub(super) fn is_unsafe(c: char) -> bool {
    // The last two of each plane are no characters, and XML and YAML take the first two not at all.
    c.is_control()
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A text in double quotes, as JSON and YAML both read it, without a character that a terminal would act on.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in serde_json::to_string(text).unwrap_or_default().chars() {
        match u32::from(c) {
            _ if !is_unsafe(c) => out.push(c),
            code @ ..=0xffff => out.push_str(&format!("\\u{code:04x}")),
            code => out.push_str(&format!("\\U{code:08x}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_shown_not_sent() {
        assert_eq!(terminal("维修记录 1.pdf"), "维修记录 1.pdf");
        assert_eq!(terminal("\u{1b}[31m.pdf"), "\\u{1b}[31m.pdf");
        assert_eq!(terminal("a\u{202e}b\nc"), "a\\u{202e}b\\u{a}c");
        assert_eq!(terminal("\u{9b}31m"), "\\u{9b}31m");
        assert_eq!(terminal("::error::x"), "\\u{3a}:error::x");
        assert_eq!(terminal(" ::a"), " \\u{3a}:a");
        assert_eq!(terminal("a::b ##[error]c ##vso[d]"), "a::b \\u{23}#[error]c \\u{23}#vso[d]");
        assert_eq!(terminal("a\u{ffff}\u{fdd0}"), "a\\u{ffff}\\u{fdd0}");
        assert_eq!(quoted("a\"\u{202e}\u{ffff}\u{1ffff}"), "\"a\\\"\\u202e\\uffff\\U0001ffff\"");
    }
}
