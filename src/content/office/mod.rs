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

    #[test]
    fn scratch() {
        let Ok(dir) = std::env::var("SCRATCH") else { return };
        let mut names: Vec<_> =
            std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
        names.sort();
        for path in names {
            let bytes = std::fs::read(&path).unwrap();
            let start = std::time::Instant::now();
            let reading = crate::content::read(
                path.file_name().unwrap().to_str().unwrap(),
                &bytes,
                &crate::content::Options::default(),
            );
            let c = &reading.content;
            eprintln!(
                "=== {} {:?} pages {}/{} trouble {:?} {:?}",
                path.display(),
                c.format,
                c.pages.len(),
                c.page_count,
                c.trouble,
                start.elapsed()
            );
            for page in &c.pages {
                let text: String =
                    page.text.chars().take(if std::env::var("FULL").is_ok() { 100000 } else { 200 }).collect();
                eprintln!(
                    "  -- {:?} titles {:?} {:?} table {:?}\n{}",
                    page.name, page.titles, page.source, page.table, text
                );
            }
        }
    }
}
