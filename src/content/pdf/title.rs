//! The text strings of a PDF outside of its pages.

use encoding_rs::{GBK, UTF_16BE, UTF_16LE};

/// No title is longer, in characters.
const LONGEST: usize = 500;

/// What `PDFDocEncoding` has from 0x80 on where Latin-1 has control characters.
const SPECIAL: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";

/// Decodes a text string: Unicode by its mark, else the encoding of PDF's own, unless it can only be GBK.
pub(super) fn decode(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ if is_gbk(bytes) => GBK.decode_without_bom_handling(bytes).0.into_owned(),
        _ => bytes.iter().map(|byte| latin(*byte)).collect(),
    };
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>().trim().to_owned()
}

/// Chinese programs store titles as their system encodes them: each two high bytes are one character.
fn is_gbk(bytes: &[u8]) -> bool {
    let mut high = bytes.split(u8::is_ascii).filter(|run| !run.is_empty()).peekable();
    high.peek().is_some() && high.all(|run| run.len() % 2 == 0 && run.iter().all(|byte| *byte >= 0xa1 && *byte < 0xff))
}

fn latin(byte: u8) -> char {
    let special = usize::from(byte).checked_sub(0x80).and_then(|at| SPECIAL.chars().nth(at));
    special.unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_come_in_four_encodings() {
        assert_eq!(decode(b"\xfe\xff\x7e\xf4\x4f\xee"), "维修");
        assert_eq!(decode("\u{feff}维修".as_bytes()), "维修");
        assert_eq!(decode(b"\xce\xac\xd0\xde A"), "维修 A");
        assert_eq!(decode(b"Caf\xe9 \x80\xa0\x84"), "Café •€—");
    }

    #[test]
    fn damaged_titles_are_still_text() {
        assert_eq!(decode(b"\xfe\xff\x7e\xf4\x4f"), "维\u{fffd}");
        assert_eq!(decode(b""), "");
    }
}
