//! Reading: the bytes of one file → what it says. Each format has a reader of its own; all are
//! bounded in bytes, pages, depth and time, and none trusts its input.

mod archive;
pub mod cache;
mod image;
pub mod isolate;
mod layout;
pub mod ocr;
mod office;
mod own;
#[cfg(feature = "pdf")]
mod pdf;
mod picture;
mod said;
mod sniff;
mod text;
mod thumbnail;

use serde::{Deserialize, Serialize};

use crate::model::content::{Content, Format, Reading, Trouble};

/// How much of a file is read at most.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of one file, packed or unpacked.
    pub bytes: u64,
    /// Pages, slides or sheets.
    pub pages: usize,
    /// Characters of text a page keeps.
    pub page_text: usize,
    /// Characters of text a document keeps.
    pub text: usize,
    /// Pixels of one picture.
    pub pixels: u64,
    /// Pages of one document that are rendered to be looked at or read by OCR.
    pub rendered: usize,
    /// Nested elements, objects or folders.
    pub depth: usize,
    /// Members of one archive.
    pub members: usize,
    /// Bytes an archive unpacks to, all members together.
    pub unpacked: u64,
    /// How deep archives are nested.
    pub nesting: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            pages: 500,
            page_text: 20_000,
            text: 200_000,
            pixels: 120_000_000,
            rendered: 20,
            depth: 64,
            members: 20_000,
            unpacked: 2 << 30,
            nesting: 1,
        }
    }
}

/// How files are to be read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Options {
    /// The limits.
    pub limits: Limits,
    /// The program that reads scans, if there is one to be used.
    pub ocr: Option<ocr::Engine>,
}

/// One reader: the bytes of one format → what they say. It may leave `said`, `form` and the masking
/// of numbers to [`read`], and must not panic; if it does, the file is reported as damaged.
trait Reader {
    /// Reads the bytes of a file. `Err` if nothing could be read at all; trouble that leaves something
    /// readable goes into [`Content::trouble`].
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Content, Trouble>;
}

/// A name or path with the identity numbers in it masked; `None` if it holds none.
pub fn masked(name: &str) -> Option<String> {
    may_hold_identity_number(name).then(|| said::masked(name)).flatten()
}

/// Whether fifteen digits stand near enough to one another; few names hold as many, and the rest are passed over in one
/// reading.
fn may_hold_identity_number(name: &str) -> bool {
    const DIGITS: u32 = 15;
    // As many characters may stand between two digits of one number.
    const GAP: u32 = 3;
    // Most names are settled by their number of digits, which is quickly counted: many bytes at a time.
    let count = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte.is_ascii_digit() | (byte == 0xef))).sum::<u8>();
    if name.as_bytes().chunks(255).map(|bytes| u32::from(count(bytes))).sum::<u32>() < DIGITS {
        return false;
    }
    let (mut digits, mut gap) = (0, 0);
    for byte in name.bytes() {
        match byte {
            // A full-width digit begins with that byte.
            b'0'..=b'9' | 0xef => (digits, gap) = (digits + 1, 0),
            b'/' => digits = 0,
            // The rest of a character.
            0x80..=0xbf => {}
            _ => {
                gap += 1;
                if gap > GAP {
                    digits = 0;
                }
            }
        }
        if digits >= DIGITS {
            return true;
        }
    }
    false
}

/// Reads one file that is held in memory. `name` is its own name: where bytes do not tell (plain text,
/// tables as text), the extension does.
pub fn read(name: &str, bytes: &[u8], options: &Options) -> Reading {
    read_nested(name, bytes, options, 0)
}

/// `nesting` is how many archives the file lies in.
fn read_nested(name: &str, bytes: &[u8], options: &Options, nesting: usize) -> Reading {
    let digest = Some(*blake3::hash(bytes).as_bytes());
    let format = sniff::format(name, bytes);
    if sniff::is_pointer(bytes) {
        let content = Content { format, trouble: Some(Trouble::NotFetched), ..Content::default() };
        return Reading { digest, content, ..Reading::default() };
    }
    if matches!(format, Format::Zip | Format::SevenZip | Format::Rar) {
        let (trouble, members) = archive::read(format, bytes, options, nesting);
        let page_count = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let content = Content { format, trouble, page_count, ..Content::default() };
        return Reading { digest, content, members, ..Reading::default() };
    }
    let mut content = match reader(format) {
        None => Content { format, ..Content::default() },
        Some(reader) => {
            let read = || reader.read(bytes, options).map(complete);
            let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
            let read = read.unwrap_or_else(|_| Err(Trouble::Corrupt("the reader gave up".to_owned())));
            read.unwrap_or_else(|trouble| Content { trouble: Some(trouble), ..Content::default() })
        }
    };
    content.format = format;
    content.own_report |= own::is_report(bytes, &content);
    Reading { digest, content, ..Reading::default() }
}

/// Adds what the text says, and masks identity numbers wherever the content holds text.
fn complete(mut content: Content) -> Content {
    content.pages.iter_mut().for_each(said::complete);
    for mark in &mut content.outline {
        if let Some(masked) = said::masked(&mark.title) {
            mark.title = masked;
        }
    }
    content.words = content.digest_of_words();
    content
}

/// The reader of a format; `None` where there is nothing to read.
fn reader(format: Format) -> Option<&'static dyn Reader> {
    match format {
        #[cfg(feature = "pdf")]
        Format::Pdf => Some(&pdf::Pdf),
        #[cfg(not(feature = "pdf"))]
        Format::Pdf => Some(&Unsupported),
        Format::Jpeg | Format::Png | Format::Gif | Format::Bmp | Format::Tiff | Format::Webp | Format::Heic => {
            Some(image::reader(format))
        }
        Format::Docx
        | Format::Xlsx
        | Format::Pptx
        | Format::Doc
        | Format::Xls
        | Format::Ppt
        | Format::Odt
        | Format::Ods
        | Format::Odp
        | Format::Ofd
        | Format::Rtf
        | Format::EncryptedOffice => Some(office::reader(format)),
        Format::Html | Format::Csv | Format::Text => Some(text::reader(format)),
        Format::Zip | Format::SevenZip | Format::Rar | Format::Other => None,
    }
}

/// Stands for a reader this build was made without.
#[cfg(not(feature = "pdf"))]
struct Unsupported;

#[cfg(not(feature = "pdf"))]
impl Reader for Unsupported {
    fn read(&self, _: &[u8], _: &Options) -> Result<Content, Trouble> {
        Err(Trouble::Unsupported)
    }
}
