//! The format of bytes. Only heads and directories are looked at, so that size does not matter.

use std::io::{Cursor, Read};

use encoding_rs::{CoderResult, GB18030};
use file_format::FileFormat;
use zip::ZipArchive;

use crate::model::content::Format;

/// Bytes of the head that tell whether something is text.
const HEAD: usize = 64 << 10;

/// The format of a file's bytes. Where bytes do not tell (plain text), the name's extension does.
pub(super) fn format(name: &str, bytes: &[u8]) -> Format {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes, &extension);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return compound(bytes, &extension);
    }
    if contains(head.get(..1024).unwrap_or(head), b"%PDF-") {
        return Format::Pdf;
    }
    if head.starts_with(br"{\rtf") {
        return Format::Rtf;
    }
    if let Some(format) = known(head) {
        return format;
    }
    let Some(text) = text(head) else { return Format::Other };
    if is_web_page(&text, &extension) {
        Format::Html
    } else if extension == "csv" {
        Format::Csv
    } else {
        Format::Text
    }
}

/// Whether it is what Git LFS or git-annex leave in the place of a file that was not fetched.
pub(super) fn is_pointer(bytes: &[u8]) -> bool {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    bytes.len() <= 1024 && (starts(b"version https://git-lfs.github.com/spec/") || starts(b"/annex/objects/"))
}

/// Formats that begin with a mark of their own.
fn known(head: &[u8]) -> Option<Format> {
    Some(match FileFormat::from_bytes(head) {
        FileFormat::JointPhotographicExpertsGroup => Format::Jpeg,
        FileFormat::PortableNetworkGraphics | FileFormat::AnimatedPortableNetworkGraphics => Format::Png,
        FileFormat::GraphicsInterchangeFormat => Format::Gif,
        FileFormat::WindowsBitmap => Format::Bmp,
        FileFormat::TagImageFileFormat => Format::Tiff,
        FileFormat::Webp => Format::Webp,
        FileFormat::HighEfficiencyImageCoding
        | FileFormat::HighEfficiencyImageCodingSequence
        | FileFormat::HighEfficiencyImageFileFormat
        | FileFormat::HighEfficiencyImageFileFormatSequence => Format::Heic,
        FileFormat::SevenZip => Format::SevenZip,
        FileFormat::RoshalArchive => Format::Rar,
        FileFormat::Zip => Format::Zip,
        _ => return None,
    })
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|at| at == wanted)
}

/// What a ZIP is, by the parts it holds.
fn zipped(bytes: &[u8], extension: &str) -> Format {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return broken_zip(bytes, extension) };
    let has = |name: &[u8]| zip.file_names_raw().any(|raw| raw.eq_ignore_ascii_case(name));
    if has(b"OFD.xml") {
        return Format::Ofd;
    }
    if has(b"[Content_Types].xml") {
        let starts = |start: &[u8]| zip.file_names_raw().any(|raw| raw.starts_with(start));
        return match () {
            () if starts(b"word/document") => Format::Docx,
            () if starts(b"xl/workbook.xml") => Format::Xlsx,
            () if starts(b"ppt/presentation") => Format::Pptx,
            () => Format::Zip,
        };
    }
    let mut kind = String::new();
    if let Ok(part) = zip.by_name("mimetype") {
        // What cannot be read here is not what is looked for.
        part.take(128).read_to_string(&mut kind).unwrap_or_default();
    }
    let kind = kind.trim().strip_prefix("application/vnd.oasis.opendocument.").unwrap_or_default();
    match kind.trim_end_matches("-template") {
        "text" => Format::Odt,
        "spreadsheet" => Format::Ods,
        "presentation" => Format::Odp,
        _ => Format::Zip,
    }
}

/// A ZIP that lost its directory still begins with the parts an office document begins with.
fn broken_zip(bytes: &[u8], extension: &str) -> Format {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let office = contains(head, b"[Content_Types].xml") || contains(head, b"_rels/") || contains(head, b"docProps/");
    match extension {
        "docx" | "docm" if office || contains(head, b"word/") => Format::Docx,
        "xlsx" | "xlsm" if office || contains(head, b"xl/") => Format::Xlsx,
        "pptx" | "pptm" if office || contains(head, b"ppt/") => Format::Pptx,
        "ofd" => Format::Ofd,
        _ if contains(head, b"opendocument.text") => Format::Odt,
        _ if contains(head, b"opendocument.spreadsheet") => Format::Ods,
        _ if contains(head, b"opendocument.presentation") => Format::Odp,
        _ if contains(head, b"OFD.xml") => Format::Ofd,
        _ if contains(head, b"word/document.xml") => Format::Docx,
        _ if contains(head, b"xl/workbook.xml") => Format::Xlsx,
        _ if contains(head, b"ppt/presentation.xml") => Format::Pptx,
        _ => Format::Zip,
    }
}

/// What an OLE container is, by the streams it holds.
fn compound(bytes: &[u8], extension: &str) -> Format {
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return match extension {
            "doc" | "dot" | "wps" | "wpt" => Format::Doc,
            "xls" | "xlt" | "et" | "ett" => Format::Xls,
            "ppt" | "pps" | "pot" | "dps" | "dpt" => Format::Ppt,
            _ => Format::Other,
        };
    };
    let has = |name: &str| file.is_stream(name);
    match () {
        () if has("/EncryptedPackage") || has("/EncryptionInfo") => Format::EncryptedOffice,
        () if has("/WordDocument") => Format::Doc,
        () if has("/Workbook") || has("/Book") => Format::Xls,
        () if has("/PowerPoint Document") => Format::Ppt,
        () => Format::Other,
    }
}

/// The head as text; `None` if it holds what no text holds.
fn text(head: &[u8]) -> Option<String> {
    if head.is_empty() {
        return None;
    }
    let wide = encoding_rs::Encoding::for_bom(head).is_some() || super::text::wide(head).is_some();
    let text = match std::str::from_utf8(head) {
        _ if wide => super::text::decode(head),
        Ok(text) => text.to_owned(),
        Err(error) if error.error_len().is_none() => String::from_utf8_lossy(head).into_owned(),
        Err(_) => chinese(head)?,
    };
    let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{1b}');
    (!text.chars().any(odd)).then_some(text)
}

/// GB 18030 without an error, but for a character that is cut at the end.
fn chinese(head: &[u8]) -> Option<String> {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(head.len())?);
    let (result, _, errors) = decoder.decode_to_string(head, &mut text, false);
    (!errors && result == CoderResult::InputEmpty).then_some(text)
}

/// A web page, a mail that holds one, or the XML of Office 2003.
fn is_web_page(text: &str, extension: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start: String = start.chars().take(1024).collect::<String>().to_ascii_lowercase();
    let marked = ["<!doctype html", "<html", "<head", "<body", "<table"].iter().any(|tag| start.starts_with(tag));
    let commented = start.starts_with('<') && start.contains("<html");
    let office = start.starts_with("<?xml") && start.contains("mso-application");
    let mail = start.contains("mime-version:") && start.contains("multipart/related");
    let named = matches!(extension, "htm" | "html" | "mht" | "mhtml") && start.starts_with('<');
    let saved = matches!(extension, "xls" | "doc") && start.starts_with('<');
    marked || commented || office || mail || named || saved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::office::zipped as zip_of;
    use std::io::Write;

    fn compound_with(stream: &str) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream(stream).unwrap().write_all(b"x").unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn zips_are_told_by_their_parts() {
        let types = ("[Content_Types].xml", "");
        for (parts, expected) in [
            (&[types, ("word/document.xml", "")][..], Format::Docx),
            (&[types, ("xl/workbook.xml", "")], Format::Xlsx),
            (&[types, ("ppt/presentation.xml", "")], Format::Pptx),
            (&[("OFD.xml", "")], Format::Ofd),
            (&[("mimetype", "application/vnd.oasis.opendocument.text")], Format::Odt),
            (&[("word/document.xml", "")], Format::Zip),
            (&[("资料/OFD.xml", "")], Format::Zip),
        ] {
            assert_eq!(format("a.bin", &zip_of(parts)), expected);
        }
    }

    #[test]
    fn containers_are_told_by_their_streams() {
        for (stream, expected) in [
            ("/WordDocument", Format::Doc),
            ("/Workbook", Format::Xls),
            ("/Book", Format::Xls),
            ("/PowerPoint Document", Format::Ppt),
            ("/EncryptedPackage", Format::EncryptedOffice),
            ("/other", Format::Other),
        ] {
            assert_eq!(format("a.doc", &compound_with(stream)), expected);
        }
        assert_eq!(format("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Format::Doc);
    }

    #[test]
    fn the_rest_is_told_by_its_head() {
        for (name, bytes, expected) in [
            ("a.jpg", &b"junk\n%PDF-1.4"[..], Format::Pdf),
            ("a.doc", br"{\rtf1 x}", Format::Rtf),
            ("a.pdf", b"\xff\xd8\xff\xe0\0\x10JFIF\0", Format::Jpeg),
            ("a.doc", b"\xef\xbb\xbf\r\n<HTML>", Format::Html),
            ("a.xls", b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>", Format::Html),
            ("a.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", Format::Html),
            ("a.csv", "序号,名称".as_bytes(), Format::Csv),
            ("a.txt", b"\xce\xac\xd0\xde\xbc\xc7\xc2\xbc", Format::Text),
            ("a.txt", b"\xff\xfea\0b\0", Format::Text),
            ("a.txt", b"a\0b\0c\0", Format::Text),
            ("a.txt", b"ab\0\x01", Format::Other),
            ("a.txt", b"", Format::Other),
            ("a.rar", b"Rar!\x1a\x07\x01\0", Format::Rar),
            ("a.7z", b"7z\xbc\xaf\x27\x1c", Format::SevenZip),
        ] {
            assert_eq!(format(name, bytes), expected, "{name} {bytes:?}");
        }
    }
}
