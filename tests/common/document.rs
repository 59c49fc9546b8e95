//! Small real documents: what a file of this name would hold.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// The bytes of a document of the kind the name says, different for each text. An empty text gives an
/// empty file; other kinds of file hold the text itself.
pub fn document(path: &str, text: &str) -> Vec<u8> {
    if text.is_empty() {
        return Vec::new();
    }
    // The text itself may be of any language; what stands in the document only tells it from others.
    let word = blake3::hash(text.as_bytes()).to_hex();
    let word = format!("sample {}", &word[..24]);
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "pdf" => pdf(&word),
        "jpg" | "jpeg" | "png" | "bmp" | "tif" | "tiff" => picture(text),
        "docx" | "docm" => packed(&[
            ("[Content_Types].xml", TYPES.to_owned()),
            (
                "word/document.xml",
                format!(
                    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>{word}</w:t></w:r></w:p></w:body></w:document>"
                ),
            ),
        ]),
        "xlsx" => packed(&[
            ("[Content_Types].xml", "<Types/>".to_owned()),
            ("_rels/.rels", r#"<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned()),
            ("xl/workbook.xml", r#"<workbook xmlns:r="r"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>"#.to_owned()),
            ("xl/_rels/workbook.xml.rels", r#"<Relationships><Relationship Id="r1" Type="x/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#.to_owned()),
            ("xl/worksheets/sheet1.xml", format!(r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{word}</t></is></c></row></sheetData></worksheet>"#)),
        ]),
        "doc" | "wps" | "rtf" => format!("{{\\rtf1\\ansi {word}}}").into_bytes(),
        "xls" | "csv" | "et" => format!("{word},1,2\n").into_bytes(),
        "ofd" => packed(&[("OFD.xml", format!("<OFD>{word}</OFD>"))]),
        _ => text.as_bytes().to_vec(),
    }
}

/// A page with one line of text.
fn pdf(line: &str) -> Vec<u8> {
    let stream = format!("BT /F1 12 Tf 72 700 Td ({line}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{stream}\nendstream", stream.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let xref = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    offsets.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").bytes()));
    out.extend(format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

/// Coarse noise, different for each text.
fn picture(text: &str) -> Vec<u8> {
    let mut noise = blake3::Hasher::new().update(text.as_bytes()).finalize_xof();
    let mut cells = [0u8; 256];
    noise.fill(&mut cells);
    let image = image::GrayImage::from_fn(128, 128, |x, y| image::Luma([cells[(y / 8 * 16 + x / 8) as usize]]));
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, image::ImageFormat::Png).expect("a picture");
    out.into_inner()
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

fn packed(members: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a member");
        zip.write_all(text.as_bytes()).expect("a member");
    }
    zip.finish().expect("an archive").into_inner()
}
