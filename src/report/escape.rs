//! Names made harmless for a terminal.

use std::borrow::Cow;

/// A name without anything that moves the cursor, turns or hides text: such characters are shown
/// as `\u{…}`.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    Cow::Owned(out)
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
        assert_eq!(terminal("a\u{ffff}\u{fdd0}"), "a\\u{ffff}\\u{fdd0}");
        assert_eq!(quoted("a\"\u{202e}\u{ffff}\u{1ffff}"), "\"a\\\"\\u202e\\uffff\\U0001ffff\"");
    }
}
