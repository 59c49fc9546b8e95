//! Seals as readers come upon them.

use std::io::{Cursor, Write};

use ::image::RgbImage;

use super::tests::cutting;
use crate::content::{Options, read};
use crate::model::content::{Content, Seal};

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ::image::ImageFormat::Png).expect("written");
    bytes.into_inner()
}

/// A page of white paper with a picture near its foot.
fn paper(picture: &RgbImage) -> RgbImage {
    let mut page = RgbImage::from_pixel(1000, 1400, ::image::Rgb([255; 3]));
    ::image::imageops::replace(&mut page, picture, 600, 1000);
    page
}

fn content(name: &str, bytes: &[u8]) -> Content {
    read(name, bytes, &Options::default()).content
}

fn seals(content: &Content) -> Vec<Option<Seal>> {
    content.pages.iter().map(|page| page.seal).collect()
}

#[test]
fn on_a_picture() {
    let found = |page: &RgbImage| seals(&content("a.png", &png(page)));
    assert_eq!(found(&paper(&cutting(true))), [Some(Seal::Seen)]);
    assert_eq!(found(&paper(&cutting(false))), [Some(Seal::NotSeen)]);
    let grey = ::image::DynamicImage::ImageRgb8(paper(&cutting(true))).to_luma8();
    let mut bytes = Cursor::new(Vec::new());
    grey.write_to(&mut bytes, ::image::ImageFormat::Png).expect("written");
    assert_eq!(seals(&content("a.png", &bytes.into_inner())), [Some(Seal::CannotTell)]);
}

fn docx(picture: Option<&[u8]>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let drawing = if picture.is_some() { r#"<w:drawing><a:blip r:embed="r9"/></w:drawing>"# } else { "" };
    let body = format!(
        "<w:document><w:body><w:p><w:r><w:t>Promise of service</w:t>{drawing}</w:r></w:p></w:body></w:document>"
    );
    let relations = |id: &str, kind: &str, part: &str| {
        format!(r#"<Relationships><Relationship Id="{id}" Type="x/{kind}" Target="{part}"/></Relationships>"#)
    };
    let parts = [
        ("[Content_Types].xml", "<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>".to_owned().into_bytes()),
        ("_rels/.rels", relations("r1", "officeDocument", "word/document.xml").into_bytes()),
        ("word/document.xml", body.into_bytes()),
        ("word/_rels/document.xml.rels", relations("r9", "image", "media/a.png").into_bytes()),
        ("word/media/a.png", picture.unwrap_or_default().to_vec()),
    ];
    for (name, bytes) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(&bytes).expect("a part");
    }
    zip.finish().expect("a document").into_inner()
}

#[test]
fn on_a_text_document() {
    assert_eq!(seals(&content("a.docx", &docx(Some(&png(&cutting(true)))))), [Some(Seal::Seen)]);
    assert_eq!(seals(&content("a.docx", &docx(Some(&png(&cutting(false)))))), [Some(Seal::NotSeen)]);
    assert_eq!(seals(&content("a.docx", &docx(Some(b"no picture")))), [Some(Seal::CannotTell)]);
    assert_eq!(seals(&content("a.docx", &docx(None))), [Some(Seal::NotSeen)]);
}

/// A page of text, a picture set on it, and a field for a signature.
#[cfg(feature = "pdf")]
fn pdf(picture: Option<&RgbImage>, signed: bool) -> Vec<u8> {
    let drawn = if picture.is_some() { "q 130 0 0 130 380 120 cm /I1 Do Q" } else { "" };
    let stream = format!("BT /F1 12 Tf 72 700 Td (A promise of good service to all our customers) Tj ET {drawn}");
    let (width, height) = picture.map_or((1, 1), RgbImage::dimensions);
    let dots = picture.map_or(vec![0; 3], |picture| picture.as_raw().clone());
    let value = if signed { "/V<</Type/Sig/Filter/Adobe.PPKLite/Contents<00>/ByteRange[0 1 2 3]>>" } else { "" };
    let objects: [Vec<u8>; 7] = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]/SigFlags 3>>>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</I1 6 0 R>>>>>>".to_vec(),
        format!("<</Length {}>>stream\n{stream}\nendstream", stream.len()).into_bytes(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
        [format!("<</Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8/ColorSpace/DeviceRGB/Length {}>>stream\n", dots.len()).into_bytes(), dots, b"\nendstream".to_vec()].concat(),
        format!("<</FT/Sig/T(seal){value}>>").into_bytes(),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", number + 1).bytes().chain(object.iter().copied()).chain(*b"\nendobj\n"));
    }
    let xref = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    offsets.iter().for_each(|at| out.extend(format!("{at:010} 00000 n \n").bytes()));
    out.extend(format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

#[cfg(feature = "pdf")]
#[test]
fn on_a_page_of_text_and_beside_a_signature() {
    let stamped = content("a.pdf", &pdf(Some(&cutting(true)), true));
    assert_eq!((seals(&stamped), stamped.signed), (vec![Some(Seal::Seen)], true));
    let other = content("a.pdf", &pdf(Some(&cutting(false)), false));
    assert_eq!((seals(&other), other.signed), (vec![Some(Seal::NotSeen)], false));
    assert_eq!(seals(&content("a.pdf", &pdf(None, false))), [Some(Seal::NotSeen)]);
}
