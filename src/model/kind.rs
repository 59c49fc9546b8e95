//! What sort of document a file is, as far as its name tells.

/// A sort of document. `accept` in a checklist names these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// A picture: photo or scan.
    Image,
    /// A text document of an office program (Word, WPS, RTF, ODT).
    Word,
    /// A table (Excel, ET, ODS, CSV).
    Excel,
    /// Slides (PowerPoint, DPS, ODP).
    Slides,
    /// OFD, the Chinese fixed-layout format.
    Ofd,
    /// Plain text.
    Text,
    /// A saved web page.
    Html,
    /// A packed archive.
    Archive,
    /// Anything else.
    Other,
}

/// Every kind a checklist may name, with its name there.
pub const NAMED_KINDS: [(Kind, &str); 9] = [
    (Kind::Pdf, "pdf"),
    (Kind::Image, "image"),
    (Kind::Word, "word"),
    (Kind::Excel, "excel"),
    (Kind::Slides, "slides"),
    (Kind::Ofd, "ofd"),
    (Kind::Text, "text"),
    (Kind::Html, "html"),
    (Kind::Archive, "archive"),
];

/// What an item accepts when its checklist does not say: documents that a certification body can
/// open and print. Plain text and web pages are drafts, archives must be unpacked first.
pub const DEFAULT_ACCEPT: [Kind; 6] = [Kind::Pdf, Kind::Image, Kind::Word, Kind::Excel, Kind::Slides, Kind::Ofd];

impl Kind {
    /// The kind an extension (without the dot, any case) stands for.
    pub fn of_extension(extension: &str) -> Kind {
        let mut lower = [0u8; 8];
        let bytes = extension.as_bytes();
        if bytes.len() > lower.len() {
            return Kind::Other;
        }
        lower[..bytes.len()].copy_from_slice(bytes);
        lower[..bytes.len()].make_ascii_lowercase();
        match &lower[..bytes.len()] {
            b"pdf" => Kind::Pdf,
            b"jpg" | b"jpeg" | b"jpe" | b"jfif" | b"png" | b"bmp" | b"gif" | b"tif" | b"tiff" | b"webp" | b"heic"
            | b"heif" => Kind::Image,
            b"doc" | b"docx" | b"docm" | b"wps" | b"rtf" | b"odt" => Kind::Word,
            b"xls" | b"xlsx" | b"xlsm" | b"et" | b"ods" | b"csv" => Kind::Excel,
            b"ppt" | b"pptx" | b"pptm" | b"dps" | b"odp" => Kind::Slides,
            b"ofd" => Kind::Ofd,
            b"txt" | b"md" | b"log" => Kind::Text,
            b"htm" | b"html" | b"mht" | b"mhtml" => Kind::Html,
            b"zip" | b"rar" | b"7z" | b"tar" | b"gz" | b"tgz" => Kind::Archive,
            _ => Kind::Other,
        }
    }

    /// The name a checklist uses for this kind; `None` for [`Kind::Other`].
    pub fn name(self) -> Option<&'static str> {
        NAMED_KINDS.iter().find(|(kind, _)| *kind == self).map(|(_, name)| *name)
    }
}

/// The extension of a file name: what follows the last dot, unless the dot leads the name or what
/// follows cannot be an extension (empty, longer than eight characters, not ASCII letters and digits).
pub fn extension(name: &str) -> Option<&str> {
    // A check of names asks this several times for each of 100,000 files: from the end, by bytes.
    let name = name.trim_end();
    let ending = name.bytes().rev().take(9).take_while(u8::is_ascii_alphanumeric).count();
    let dot = name.len().checked_sub(ending + 1)?;
    let ext = &name[dot + 1..];
    let fits = dot > 0 && name.as_bytes()[dot] == b'.' && (1..=8).contains(&ending);
    // `1.5` or `2024.3.1` end in a number, not in an extension; `7z` and `mp4` hold a letter.
    (fits && ext.bytes().any(|b| b.is_ascii_alphabetic())).then_some(ext)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_told_from_dates_and_dots() {
        assert_eq!(extension("a.PDF"), Some("PDF"));
        assert_eq!(extension("设备保养记录表 .DOC"), Some("DOC"));
        assert_eq!(extension("记录2024.3.1"), None);
        assert_eq!(extension(".gitkeep"), None);
        assert_eq!(extension("a.微信"), None);
        assert_eq!(extension("微信"), None);
        assert_eq!(extension("pdf"), None);
        assert_eq!(extension("a. "), None);
        assert_eq!(extension("a.pdf. "), None);
        assert_eq!(extension("a.x y"), None);
        assert_eq!(extension("a.abcdefgh"), Some("abcdefgh"));
        assert_eq!(extension("a.abcdefghi"), None);
        assert_eq!(extension("维修记录.7z"), Some("7z"));
        assert_eq!(Kind::of_extension("JPeG"), Kind::Image);
        assert_eq!(Kind::of_extension("exe"), Kind::Other);
    }
}
