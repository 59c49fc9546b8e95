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
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
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
    }
}
