//! Office documents.

mod doc;
mod docx;
pub(super) mod draft;
mod fkp;
mod legacy;
mod odf;
mod ofd;
mod package;
mod pptx;
mod rtf;
mod sheet;
mod slides;
pub(super) mod table;
#[cfg(test)]
mod tests;
mod workbook;
mod xml;

use super::{Limits, Options, Reader};
use crate::model::content::{Content, Format, Trouble};

/// The reader of an office format.
pub(super) fn reader(format: Format) -> &'static dyn Reader {
    match format {
        Format::Docx => &Office(docx::read),
        Format::Pptx => &Office(pptx::read),
        Format::Xlsx => &Office(sheet::xlsx),
        Format::Xls => &Office(sheet::xls),
        Format::Doc => &Office(doc::read),
        Format::Ppt => &Office(slides::read),
        Format::Odt | Format::Odp => &Office(odf::read),
        Format::Ods => &Office(odf::sheets),
        Format::Ofd => &Office(ofd::read),
        Format::Rtf => &Office(rtf::read),
        _ => &Office(|_, _| Err(Trouble::Encrypted)),
    }
}

struct Office(fn(&[u8], &Limits) -> Result<Content, Trouble>);

impl Reader for Office {
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Content, Trouble> {
        (self.0)(bytes, &options.limits)
    }
}

/// A ZIP of texts, for tests.
#[cfg(test)]
pub(in crate::content) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
