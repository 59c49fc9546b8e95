//! Plain text, tables as text, and web pages.

mod csv;
mod html;
mod mhtml;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::office::draft::{Draft, Para};
use super::{Limits, Options, Reader};
use crate::model::content::{Content, Format, Trouble};

/// The reader of a text format.
pub(super) fn reader(format: Format) -> &'static dyn Reader {
    match format {
        Format::Html => &Text(html::read),
        Format::Csv => &Text(csv::read),
        _ => &Text(plain),
    }
}

struct Text(fn(&[u8], &Limits) -> Result<Content, Trouble>);

impl Reader for Text {
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Content, Trouble> {
        let limits = &options.limits;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.bytes {
            return Err(Trouble::TooLarge(limits.bytes));
        }
        (self.0)(bytes, limits)
    }
}

/// Bytes of a long text from which its encoding is guessed.
const SAMPLE: usize = 64 << 10;

/// Bytes of a text → its characters, whatever encoding they are in; a byte-order mark is left out.
pub(super) fn decode(bytes: &[u8]) -> String {
    decode_as(bytes, None)
}

/// The same, where a label says which encoding it is if nothing else does.
fn decode_as(bytes: &[u8], label: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0.into_owned();
    }
    if let Some(encoding) = wide(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => return text.to_owned(),
        // Only the last character is cut.
        Err(error) if error.error_len().is_none() => return String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => {}
    }
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or_else(|| guess(bytes));
    let text = encoding.decode_without_bom_handling(bytes).0;
    // Big5 read as GBK shows characters that nobody uses.
    if text.chars().any(|c| matches!(c, '\u{e000}'..='\u{f8ff}'))
        && let Some(text) = BIG5.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return text.into_owned();
    }
    text.into_owned()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    // Short texts are taken for Western ones; these papers are Chinese.
    if guess.is_single_byte() { GB18030 } else { guess }
}

/// UTF-16 without a mark: every other byte of its ASCII characters is zero.
pub(super) fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 20;
    match () {
        () if odd > most && even == 0 => Some(UTF_16LE),
        () if even > most && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}

/// Cuts a text after so many characters.
pub(super) fn cut(text: &mut String, chars: usize) {
    if text.len() > chars
        && let Some((end, _)) = text.char_indices().nth(chars)
    {
        text.truncate(end);
    }
}

/// Reads plain text; a form feed ends a page.
fn plain(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let text = decode(bytes);
    let mut draft = Draft::new(limits);
    for (at, page) in text.split('\u{c}').enumerate() {
        if at > 0 {
            draft.hard_break();
        }
        for line in page.split(['\n', '\r']) {
            draft.push(Para { text: line.to_owned(), ..Para::default() });
        }
    }
    draft.finish(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_encoding_is_decoded() {
        let text = "售后服务维修记录，客户满意。";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe", utf16.as_slice()].concat(),
            GB18030.encode(text).0.into_owned(),
        ] {
            assert_eq!(decode(&bytes), text);
        }
        let traditional = "售後服務維修記錄，客戶滿意度調查表";
        assert_eq!(decode(&BIG5.encode(traditional).0), traditional);
        let wide: Vec<u8> = "name,年\n1,2\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide), "name,年\n1,2\n");
        assert_eq!(decode(&GB18030.encode("报告").0), "报告");
    }

    #[test]
    fn form_feeds_are_pages() {
        let content = plain("一\n二\u{c}三".as_bytes(), &Limits::default()).unwrap();
        assert_eq!((content.page_count, content.pages[0].text.as_str()), (2, "一\n二"));
    }

    #[test]
    fn more_bytes_than_allowed_are_refused() {
        let limits = Limits { bytes: 3, ..Limits::default() };
        let read = reader(Format::Text).read(b"abcd", &Options { limits, ocr: None });
        assert_eq!(read, Err(Trouble::TooLarge(3)));
    }
}
