//! Paths as URIs.

use std::fmt::Write as _;

/// A path as a URI reference: what is absolute becomes a `file` URI, the rest stays relative.
pub(super) fn uri(path: &str) -> String {
    let (mut out, rest) = match (path.strip_prefix('/'), drive(path)) {
        (Some(rest), _) => ("file:///".to_owned(), rest),
        (None, Some((drive, rest))) => (format!("file:///{drive}:"), rest),
        (None, None) => (String::new(), path),
    };
    for byte in rest.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

/// Whether a path holds from any folder.
pub(super) fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || drive(path).is_some()
}

/// `C:/x` as its letter and the rest.
fn drive(path: &str) -> Option<(char, &str)> {
    let letter = path.chars().next().filter(char::is_ascii_alphabetic)?;
    path[1..].strip_prefix(':').filter(|rest| rest.starts_with('/')).map(|rest| (letter, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_place_in_a_uri() {
        for (path, encoded) in [
            ("a b/维.pdf", "a%20b/%E7%BB%B4.pdf"),
            ("a#1?%0A:b", "a%231%3F%250A%3Ab"),
            ("http:x", "http%3Ax"),
            ("\u{1b}[1m\\", "%1B%5B1m%5C"),
            ("/tmp/x", "file:///tmp/x"),
            ("C:/x y", "file:///C:/x%20y"),
        ] {
            assert_eq!(uri(path), encoded);
        }
    }
}
