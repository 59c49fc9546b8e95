//! Opening a PDF: what is wrong with it as a whole.

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf as Document};

use crate::model::content::Trouble;

/// The document, and whether its end is missing.
pub(super) fn open(bytes: &[u8]) -> Result<(Document, Option<Trouble>), Trouble> {
    let cut = is_cut(bytes);
    let missing = |otherwise| if cut { Trouble::Truncated } else { otherwise };
    let document = Document::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
            Trouble::Encrypted
        }
        LoadPdfError::Decryption(_) => missing(Trouble::Corrupt("its encryption is damaged".to_owned())),
        LoadPdfError::Invalid => missing(Trouble::Corrupt("not a readable PDF".to_owned())),
    })?;
    if document.pages().is_empty() {
        return Err(missing(Trouble::NoPages));
    }
    Ok((document, cut.then_some(Trouble::Truncated)))
}

/// How far from the end the last lines of a file are looked for.
const TAIL: usize = 2048;

/// Whether the end is missing: the mark of the end, or where the table of objects starts.
fn is_cut(bytes: &[u8]) -> bool {
    // An interrupted download may leave room for the rest, and a saved page may be padded.
    let end = bytes.iter().rposition(|byte| !matches!(byte, 0 | b'\n' | b'\r' | b' ')).map_or(0, |at| at + 1);
    let bytes = bytes.get(..end).unwrap_or_default();
    let tail = bytes.get(end.saturating_sub(TAIL)..).unwrap_or_default();
    if !tail.windows(5).any(|window| window == b"%%EOF") {
        return true;
    }
    let Some(start) = tail.windows(9).rposition(|window| window == b"startxref") else {
        return true;
    };
    let digits = tail.get(start + 9..).unwrap_or_default().trim_ascii_start();
    let digits = digits.split(|byte| !byte.is_ascii_digit()).next().unwrap_or_default();
    let offset = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<usize>().ok());
    offset.is_none_or(|offset| offset >= end)
}
