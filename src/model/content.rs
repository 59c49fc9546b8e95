//! What one file says, once its bytes have been read: plain values, bounded in size.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::kind::Kind;

pub use super::said::{DateRole, Dated, PERSONS, Party, PartyRole, Person, Roster, Said, Slots, When};

/// The format a file's bytes are in, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the formats' own")]
pub enum Format {
    Pdf,
    Jpeg,
    Png,
    Gif,
    Bmp,
    Tiff,
    Webp,
    Heic,
    Docx,
    Xlsx,
    Pptx,
    /// Word 97–2003 and WPS text.
    Doc,
    /// Excel 97–2003 and WPS tables.
    Xls,
    /// PowerPoint 97–2003 and WPS slides.
    Ppt,
    Odt,
    Ods,
    Odp,
    Ofd,
    Rtf,
    Html,
    Csv,
    Text,
    Zip,
    SevenZip,
    Rar,
    /// An office document whose inner format an encryption hides.
    EncryptedOffice,
    /// Known to be none of the above, or not known at all.
    #[default]
    Other,
}

impl Format {
    /// The sort of document it is.
    pub fn kind(self) -> Kind {
        match self {
            Format::Pdf => Kind::Pdf,
            Format::Jpeg | Format::Png | Format::Gif | Format::Bmp | Format::Tiff | Format::Webp | Format::Heic => {
                Kind::Image
            }
            Format::Docx | Format::Doc | Format::Odt | Format::Rtf => Kind::Word,
            Format::Xlsx | Format::Xls | Format::Ods | Format::Csv => Kind::Excel,
            Format::Pptx | Format::Ppt | Format::Odp => Kind::Slides,
            Format::Ofd => Kind::Ofd,
            Format::Html => Kind::Html,
            Format::Text => Kind::Text,
            Format::Zip | Format::SevenZip | Format::Rar => Kind::Archive,
            Format::EncryptedOffice | Format::Other => Kind::Other,
        }
    }

    /// The usual name, for sentences and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pdf => "PDF",
            Format::Jpeg => "JPEG",
            Format::Png => "PNG",
            Format::Gif => "GIF",
            Format::Bmp => "BMP",
            Format::Tiff => "TIFF",
            Format::Webp => "WebP",
            Format::Heic => "HEIC",
            Format::Docx => "DOCX",
            Format::Xlsx => "XLSX",
            Format::Pptx => "PPTX",
            Format::Doc => "DOC",
            Format::Xls => "XLS",
            Format::Ppt => "PPT",
            Format::Odt => "ODT",
            Format::Ods => "ODS",
            Format::Odp => "ODP",
            Format::Ofd => "OFD",
            Format::Rtf => "RTF",
            Format::Html => "HTML",
            Format::Csv => "CSV",
            Format::Text => "TXT",
            Format::Zip => "ZIP",
            Format::SevenZip => "7z",
            Format::Rar => "RAR",
            Format::EncryptedOffice => "Office",
            Format::Other => "?",
        }
    }
}

/// What reading one file or archive member gave.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// BLAKE3 of all bytes, if they were all read.
    pub digest: Option<[u8; 32]>,
    /// What it says; nothing if it could not be opened.
    pub content: Content,
    /// Why it could not be opened: the system's message.
    pub unreadable: Option<String>,
    /// What lies in it, if it is an archive; in the archive's order.
    pub members: Vec<Member>,
    /// Its text, if it may be the settings file of a dossier that is an archive, and is UTF-8.
    pub settings: Option<String>,
}

/// One file in an archive.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Its path in the archive, decoded, with `/`; never absolute, never with `..`.
    pub path: String,
    /// The path's own bytes, where they are not UTF-8.
    pub raw: Option<Vec<u8>>,
    /// Unpacked size in bytes.
    pub size: u64,
    /// What it says.
    pub reading: Reading,
}

/// What the bytes of one file say.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The format of the bytes.
    pub format: Format,
    /// What kept it from being read, wholly or in part. Pages read before that stand.
    pub trouble: Option<Trouble>,
    /// How many pages, slides or sheets the document has; `pages` may hold fewer.
    pub page_count: u32,
    /// The pages, slides or sheets read, in order; a picture is one page, running text one or more.
    pub pages: Vec<Page>,
    /// The document's own table of contents.
    pub outline: Vec<Bookmark>,
    /// Fillable fields of a PDF form.
    pub fields: Option<Fields>,
    /// The day a camera says it took the picture.
    pub taken: Option<Date>,
    /// Digest of its words, if they are its own and enough to tell it from another document.
    pub words: Option<[u8; 32]>,
    /// It holds an electronic signature: a signed field of a PDF, the signatures of an OFD. Whether the
    /// signature is valid, and whose it is, is not checked.
    pub signed: bool,
    /// It is a report this program wrote.
    pub own_report: bool,
    /// A title is all it holds: no other text, no picture.
    pub bare_title: bool,
}

/// What kept a file from being read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// It opens only with a password.
    Encrypted,
    /// Its end is missing.
    Truncated,
    /// It only stands for a file that was not fetched: a pointer of Git LFS or git-annex.
    NotFetched,
    /// It is damaged; what the reader says, in English.
    Corrupt(String),
    /// A document without pages, sheets or members.
    NoPages,
    /// More bytes than are read; the limit in bytes.
    TooLarge(u64),
    /// Reading took too long, too much memory, or ended the reader.
    Abandoned(Abandoned),
    /// An archive that unpacks to far more than it holds, or nests too deep; what was exceeded.
    Bomb(String),
    /// An archive member whose name leads out of the archive: the name as stored.
    UnsafeName(String),
    /// This build has no reader for the format.
    Unsupported,
}

/// Why reading a file was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Abandoned {
    /// It took too long.
    Time,
    /// The reader crashed or ran out of memory.
    Crash,
}

/// One page, slide or sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// A sheet's name.
    pub name: Option<String>,
    /// Lines that may be its title, the most prominent first; at most [`TITLES`].
    pub titles: Vec<String>,
    /// Its text, lines separated by `\n`. Identity numbers are masked.
    pub text: String,
    /// Where the text comes from.
    pub source: Source,
    /// The table on a sheet.
    pub table: Option<Table>,
    /// How the page looks, if it is a picture.
    pub picture: Option<Picture>,
    /// Label and value pairs of a form: how many, and how many have a value.
    pub form: Option<Fields>,
    /// A picture larger than a logo or a stamp stands beside its text.
    pub pictured: bool,
    /// Dates, numbers and names in its text.
    pub said: Said,
    /// Whether a round red seal is seen on it; `None` where nobody looked.
    pub seal: Option<Seal>,
}

/// Whether a page bears a round red seal. Whose seal it is cannot be told: on a licence it is the issuer's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seal {
    /// A ring of red ink, or an electronic seal.
    Seen,
    /// It was looked for in colour and is not there.
    NotSeen,
    /// The picture is grey, too small or too blurred, or only a part of a ring is there.
    CannotTell,
}

/// How many title candidates a page keeps.
pub const TITLES: usize = 4;

/// Where a page's text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Source {
    /// From the document itself.
    Layer,
    /// Read off the picture; mean confidence of the words, 0–100.
    Ocr(u8),
    /// There is a picture, and nobody read it.
    #[default]
    Unread,
    /// Nothing is printed on it.
    Blank,
}

/// A table's header and size.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The cells of the header row, empty ones left out.
    pub header: Vec<String>,
    /// Rows below the header that hold anything.
    pub rows: u32,
}

/// Fields of a form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// How many there are.
    pub total: u32,
    /// How many hold a value.
    pub filled: u32,
}

/// An entry of a table of contents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// Its title.
    pub title: String,
    /// The page it leads to, from 0.
    pub page: u32,
    /// How deep it is nested, from 0.
    pub level: u8,
}

/// How a picture looks: enough to tell the same picture re-saved, not enough to show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Perceptual hash, 256 bits: differing bits tell how unlike two pictures are.
    pub hash: [u64; 4],
    /// Grey thumbnail, [`THUMB`] × [`THUMB`] bytes, row by row.
    #[serde(with = "in_one_piece")]
    pub thumb: Vec<u8>,
    /// Digest of the picture's own encoded bytes, so that a JPEG is found again in a PDF made of it.
    pub stream: Option<[u8; 32]>,
    /// Too blurred to be read, as far as the sharpness of its edges tells.
    pub blurred: bool,
}

impl Picture {
    /// How many bits of the perceptual hashes differ: 0 for the same picture, about 128 for another one.
    pub fn distance(&self, other: &Picture) -> u32 {
        self.hash.iter().zip(other.hash).map(|(a, b)| (a ^ b).count_ones()).sum()
    }

    /// The largest difference between two thumbnails' cells, in grey levels, once the other's brightness
    /// and contrast are made the same. A re-saved picture has small ones everywhere; of two filled-in
    /// copies of one form, the cells with the writing differ.
    pub fn largest_difference(&self, other: &Picture) -> u8 {
        if self.thumb.len() != other.thumb.len() {
            return u8::MAX;
        }
        let (here, there) = (mean(&self.thumb), mean(&other.thumb));
        let pairs = || self.thumb.iter().zip(&other.thumb).map(|(a, b)| (f32::from(*a) - here, f32::from(*b) - there));
        let spread: f32 = pairs().map(|(_, b)| b * b).sum();
        let common: f32 = pairs().map(|(a, b)| a * b).sum();
        let gain = if spread > 0.0 { (common / spread).clamp(0.5, 2.0) } else { 1.0 };
        let largest = pairs().map(|(a, b)| (a - gain * b).abs()).fold(0.0, f32::max);
        (0..=u8::MAX).rev().find(|level| f32::from(*level) <= largest).unwrap_or(0)
    }
}

fn mean(thumb: &[u8]) -> f32 {
    thumb.iter().map(|grey| f32::from(*grey)).sum::<f32>() / thumb.len().max(1) as f32
}

/// Many bytes, which serde would otherwise pass on one by one.
mod in_one_piece {
    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        from.deserialize_byte_buf(Bytes)
    }

    struct Bytes;

    impl Visitor<'_> for Bytes {
        type Value = Vec<u8>;

        fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            to.write_str("bytes")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }

        fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
            Ok(bytes)
        }
    }
}

/// Edge of a thumbnail in pixels.
pub const THUMB: usize = 64;
