//! MHTML: a web page in a mail, as Office saves “single file web pages”.

use base64::Engine;

/// The web page in a mail; `None` if it is no mail.
pub(super) fn page(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = bytes.get(..4096).unwrap_or(bytes).to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    if !head.contains("mime-version:") || !head.contains("multipart/") {
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    let at = text.find("boundary=")? + "boundary=".len();
    let boundary = text.get(at..)?.lines().next()?.split(';').next()?.trim().trim_matches('"');
    let boundary = format!("--{boundary}");
    text.split(boundary.as_str()).skip(1).find_map(html)
}

/// The bytes of a part that is a web page.
fn html(part: &str) -> Option<Vec<u8>> {
    let part = part.trim_start();
    let blank = part.find("\r\n\r\n").map(|at| (at, 4)).or_else(|| part.find("\n\n").map(|at| (at, 2)));
    let (end, length) = blank?;
    let (head, body) = (part.get(..end)?.to_ascii_lowercase(), part.get(end + length..)?);
    if !head.contains("text/html") {
        return None;
    }
    if head.contains("base64") {
        let packed: String = body.split_whitespace().collect();
        return base64::engine::general_purpose::STANDARD.decode(packed).ok();
    }
    Some(if head.contains("quoted-printable") { unquoted(body.as_bytes()) } else { body.as_bytes().to_vec() })
}

/// Quoted-printable: `=` and two hexadecimal digits are a byte, `=` at the end joins lines.
fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let hex = rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            rest = rest.get(2..).unwrap_or_default();
        } else {
            let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
            // Only a line end is passed over; anything else stands as it is.
            if rest.get(..end).is_some_and(|line| line.trim_ascii().is_empty()) {
                rest = rest.get(end..).unwrap_or_default();
            } else {
                out.push(b'=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_unpacked() {
        let mail = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b1\"\n\n--b1\n\
                    Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>=E7=94=\n=B2 a=3Db</p>\n--b1--";
        assert_eq!(page(mail.as_bytes()).unwrap(), "<p>甲 a=b</p>\n".as_bytes());
        assert_eq!(page(b"<html>"), None);
    }
}
