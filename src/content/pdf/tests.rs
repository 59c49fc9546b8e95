use super::*;
use crate::content::Limits;
use crate::model::content::{Bookmark, Fields};

/// A PDF of the objects given, numbered from 1; the first is the catalog.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let objects: Vec<Vec<u8>> = objects.iter().map(|object| object.as_bytes().to_vec()).collect();
    assemble(&objects)
}

fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let trailer = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.extend(table.bytes().chain(trailer.bytes()));
    out
}

fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {dict} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

const CATALOG: &str = "<< /Type /Catalog /Pages 2 0 R >>";
const PAGES: &str = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/// One page of 600 × 800 points: further entries of its dictionary, its content, and objects from the fifth on.
fn one_page(entries: &str, content: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R {entries} >>");
    let mut objects: Vec<Vec<u8>> = [CATALOG, PAGES, &page].map(|object| object.as_bytes().to_vec()).into();
    objects.push(stream("", content.as_bytes()));
    objects.extend_from_slice(more);
    assemble(&objects)
}

/// One page written in a font with a predefined Chinese encoding.
fn chinese(encoding: &str, entries: &str, content: &str) -> Vec<u8> {
    let font = format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} /DescendantFonts [6 0 R] >>"
    );
    let descendant = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 \
        /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> >>";
    let entries = format!("/Resources << /Font << /F 5 0 R >> >> {entries}");
    one_page(&entries, content, &[font.into_bytes(), descendant.as_bytes().to_vec()])
}

fn read(bytes: &[u8]) -> Result<Content, Trouble> {
    Pdf.read(bytes, &Options::default())
}

fn only_page(bytes: &[u8]) -> Page {
    read(bytes).unwrap().pages.remove(0)
}

fn utf16(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
}

#[test]
fn chinese_text_in_predefined_encodings_is_read() {
    let page = only_page(&chinese("GBK-EUC-H", "", "BT /F 20 Tf 100 700 Td <CEACD0DEBCC7C2BCB5A5> Tj ET"));
    assert_eq!((page.text.as_str(), page.source), ("维修记录单", Source::Layer));
    let content = format!("BT /F 20 Tf 100 700 Td <{}> Tj ET", utf16("维修记录单"));
    assert_eq!(only_page(&chinese("UniGB-UCS2-H", "", &content)).titles, ["维修记录单"]);
}

#[test]
fn lines_are_put_together_by_place() {
    let content = format!(
        "BT /F 10 Tf 1 0 0 1 300 600 Tm <{}> Tj 1 0 0 1 100 601 Tm <{}> Tj 1 0 0 1 100 700 Tm <{}> Tj \
         /F 24 Tf 1 0 0 1 150 750 Tm <{}> Tj 1 0 0 1 250 750 Tm <{}> Tj 1 0 0 1 250.5 750 Tm <{}> Tj ET",
        utf16("张三"),
        utf16("姓名"),
        utf16("第一行\u{2ed3}"),
        utf16("合"),
        utf16("同"),
        utf16("同"),
    );
    let page = only_page(&chinese("UniGB-UCS2-H", "", &content));
    assert_eq!(page.text, "合同\n第一行长\n姓名 张三");
    assert_eq!(page.titles, ["合同", "第一行长", "姓名 张三"]);
}

#[test]
fn turned_pages_and_vertical_lines_are_read_in_their_direction() {
    let lines = format!(
        "BT /F 10 Tf 0 1 -1 0 100 100 Tm <{}> Tj 0 1 -1 0 130 100 Tm <{}> Tj ET",
        utf16("第一行"),
        utf16("第二行")
    );
    for turned in ["", "/Rotate 90"] {
        assert_eq!(only_page(&chinese("UniGB-UCS2-H", turned, &lines)).text, "第一行\n第二行");
    }
    let content =
        format!("BT /F 10 Tf 1 0 0 1 200 700 Tm <{}> Tj 1 0 0 1 230 700 Tm <{}> Tj ET", utf16("左边"), utf16("右边"));
    assert_eq!(only_page(&chinese("UniGB-UCS2-V", "", &content)).text, "右边\n左边");
}

#[test]
fn a_font_without_meaning_is_no_text_layer() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H /DescendantFonts [6 0 R] >>";
    let descendant = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unknown /DW 1000 \
        /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>";
    let content = "BT /F 12 Tf 100 700 Td <002100220023> Tj /G 12 Tf (A) Tj ET";
    let resources = "/Resources << /Font << /F 5 0 R /G 7 0 R >> >>";
    let more = [font, descendant, HELVETICA].map(|object| object.as_bytes().to_vec());
    let page = only_page(&one_page(resources, content, &more));
    assert_eq!((page.text.as_str(), page.source), ("", Source::Unread));
}

#[test]
fn an_empty_page_is_blank_and_one_with_curves_is_a_picture() {
    assert_eq!(only_page(&one_page("", "", &[])).source, Source::Blank);
    assert_eq!(only_page(&one_page("", "1 g 0 0 600 800 re f", &[])).source, Source::Blank);
    let curves: String = (0..80).map(|at| format!("100 {} 300 4 re f\n", at * 9)).collect();
    let page = only_page(&one_page("", &curves, &[]));
    assert_eq!(page.source, Source::Unread);
    assert!(page.picture.is_some());
    let none = Options { limits: Limits { rendered: 0, ..Limits::default() }, ..Options::default() };
    let page = Pdf.read(&one_page("", &curves, &[]), &none).unwrap().pages.remove(0);
    assert_eq!((page.source, page.picture), (Source::Unread, None));
}

/// A grey JPEG of 8 × 8 dots.
const JPEG: &str = "ffd8ffe000104a46494600010100000100010000ffdb0043001b12141714111b1716171e1c1b2028422b28252528513a\
    3d3042605565645f555d5b6a7899816a7190735b5d85b586909ea3abadab6780bcc9baa6c799a8aba4ffc0000b080008000801011100ffc4\
    0014000100000000000000000000000000000004ffc40017100003010000000000000000000000000000020431ffda0008010100003f0004e987ffd9";

fn jpeg() -> Vec<u8> {
    let digits = JPEG.as_bytes().chunks_exact(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn scan(jpeg: &[u8], content: &str) -> Vec<u8> {
    let dict = "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 \
        /Filter /DCTDecode";
    let resources = "/Resources << /XObject << /I 5 0 R >> /Font << /G 6 0 R >> >>";
    one_page(resources, content, &[stream(dict, jpeg), HELVETICA.as_bytes().to_vec()])
}

#[test]
fn a_scan_is_known_by_the_bytes_of_its_jpeg() {
    let page = only_page(&scan(&jpeg(), "q 400 0 0 600 100 100 cm /I Do Q"));
    let picture = page.picture.unwrap();
    assert_eq!((page.source, page.text.as_str()), (Source::Unread, ""));
    assert_eq!(picture.stream, Some(*blake3::hash(&jpeg()).as_bytes()));
    // The margins are not part of it.
    assert!((picture.width * 3).abs_diff(picture.height * 2) < 5);
}

#[test]
fn a_caption_does_not_make_a_scan_text() {
    let page = only_page(&scan(&jpeg(), "q 600 0 0 800 0 0 cm /I Do Q BT /G 8 Tf 500 9 Td (Scanned) Tj ET"));
    assert_eq!((page.source, page.text.as_str()), (Source::Unread, "Scanned"));
    assert!(page.picture.is_some());
    let page = only_page(&scan(&jpeg(), "q 60 0 0 80 0 0 cm /I Do Q BT /G 8 Tf 500 9 Td (Letter) Tj ET"));
    assert_eq!((page.source, page.picture), (Source::Layer, None));
}

#[test]
fn an_image_that_cannot_be_decoded_is_not_a_blank_page() {
    let read = read(&scan(b"no picture at all", "q 600 0 0 800 0 0 cm /I Do Q")).unwrap();
    assert_eq!(read.pages[0].source, Source::Unread);
    assert!(matches!(read.trouble, Some(Trouble::Corrupt(_))));
}

#[test]
fn outlines_lead_to_pages_by_reference_and_by_name() {
    let content = read(&pdf(&[
        "<< /Type /Catalog /Pages 2 0 R /Outlines 5 0 R /Names << /Dests << /Kids [9 0 R 9 0 R] >> >> >>",
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        "<< /Type /Page /Parent 2 0 R >>",
        "<< /Type /Page /Parent 2 0 R >>",
        "<< /First 6 0 R >>",
        "<< /Title <FEFF7B2C4E007AE0> /Dest [4 0 R /Fit] /First 7 0 R /Next 8 0 R >>",
        "<< /Title (Inner) /A << /S /GoTo /D (there) >> /Next 6 0 R >>",
        "<< /Title (Elsewhere) /A << /S /URI /URI (x) >> /Next 7 0 R >>",
        "<< /Names [(there) << /D [4 0 R /Fit] >> (again)] /Kids [9 0 R] >>",
    ]))
    .unwrap();
    let expected = [("第一章", 1, 0), ("Inner", 1, 1)].map(|(title, page, level)| Bookmark {
        title: title.to_owned(),
        page,
        level,
    });
    assert_eq!(content.outline, expected);
    assert_eq!(content.page_count, 2);
}

#[test]
fn fields_count_as_filled_by_their_value() {
    let content = read(&pdf(&[
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 5 0 R 6 0 R 9 0 R] >> >>",
        PAGES,
        "<< /Type /Page /Parent 2 0 R >>",
        "<< /FT /Tx /T (a) /V (something) /Kids [<< /Subtype /Widget >>] >>",
        "<< /FT /Btn /T (b) /V /Off >>",
        "<< /FT /Tx /T (group) /Kids [7 0 R 8 0 R 6 0 R] >>",
        "<< /T (c) /V ( ) >>",
        "<< /T (d) /FT /Ch /V [(x)] >>",
        "<< /FT /Btn /Ff 65536 /T (send) >>",
    ]))
    .unwrap();
    assert_eq!(content.fields, Some(Fields { total: 4, filled: 2 }));
    assert_eq!(read(&one_page("", "", &[])).unwrap().fields, None);
}

#[test]
fn a_file_without_its_end_is_truncated_and_still_read() {
    let whole = one_page(
        "/Resources << /Font << /F 5 0 R >> >>",
        "BT /F 9 Tf 9 9 Td (Hello) Tj ET",
        &[HELVETICA.as_bytes().to_vec()],
    );
    assert_eq!(read(&whole).unwrap().trouble, None);
    let padded = [whole.as_slice(), &[0; 5000]].concat();
    assert_eq!(read(&padded).unwrap().trouble, None);
    let behind = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &whole].concat();
    assert_eq!(read(&behind).unwrap().pages[0].text, "Hello");
    let cut = read(&whole[..whole.len() - 40]).unwrap();
    assert_eq!((cut.trouble, cut.pages[0].text.as_str()), (Some(Trouble::Truncated), "Hello"));
    assert_eq!(read(&whole[..60]), Err(Trouble::Truncated));
    let beyond = String::from_utf8(whole).unwrap().replace("startxref\n", "startxref\n9");
    assert_eq!(read(beyond.as_bytes()).unwrap().trouble, Some(Trouble::Truncated));
}

#[test]
fn what_is_no_document_is_refused() {
    assert_eq!(read(&pdf(&[CATALOG, "<< /Type /Pages /Kids [] /Count 0 >>"])), Err(Trouble::NoPages));
    let nonsense = b"%PDF-1.4\nnothing here\nstartxref\n3\n%%EOF";
    assert!(matches!(read(nonsense), Err(Trouble::Corrupt(_))));
    assert_eq!(read(b""), Err(Trouble::Truncated));
}

#[test]
fn forms_that_draw_each_other_end() {
    let form = |dict: &str, content: &str| {
        let dict = format!("/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources << /XObject << {dict} >> >>");
        stream(&dict, content.as_bytes())
    };
    let twice = "/A Do /B Do ".repeat(20);
    let loops = [form("/A 5 0 R /B 6 0 R", &twice), form("/A 6 0 R /B 5 0 R", &twice)];
    let resources = "/Resources << /XObject << /A 5 0 R /B 6 0 R >> >>";
    assert_eq!(only_page(&one_page(resources, "/A Do\n", &loops)).source, Source::Blank);
    // Thirty levels of two each, none of which draws itself.
    let mut levels: Vec<Vec<u8>> = (0..30).map(|at| form(&format!("/A {} 0 R", at + 6), "/A Do /A Do")).collect();
    levels.push(form("", "0 0 400 400 re f"));
    assert_eq!(only_page(&one_page(resources, "/A Do\n", &levels)).source, Source::Unread);
    let mut chain: Vec<Vec<u8>> = (0..39).map(|at| form(&format!("/A {} 0 R", at + 6), "/A Do ")).collect();
    chain.push(form("", &"0 0 400 400 re f ".repeat(99)));
    assert!(only_page(&one_page(resources, "/A Do\n", &chain)).picture.is_some());
    let plain = [form("/A 6 0 R", "/A Do"), form("", &"0 0 400 400 re f ".repeat(99))];
    assert!(only_page(&one_page(resources, "/A Do\n", &plain)).picture.is_some());
}

#[test]
fn text_and_pages_are_limited() {
    let page = |kids: &str| format!("<< /Type /Pages /Kids [{kids}] /Count 3 >>");
    let one = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>";
    let text = String::from_utf8(stream("", b"BT /F 9 Tf 9 9 Td (Hello) Tj ET")).unwrap();
    let bytes = pdf(&[CATALOG, &page("3 0 R 6 0 R 7 0 R"), one, &text, HELVETICA, one, one]);
    let limited = |limits| Pdf.read(&bytes, &Options { limits, ..Options::default() }).unwrap();
    let read = limited(Limits { pages: 1, ..Limits::default() });
    assert_eq!((read.page_count, read.pages.len()), (3, 1));
    assert_eq!(limited(Limits { text: 10, ..Limits::default() }).pages.len(), 2);
    assert_eq!(limited(Limits { page_text: 2, ..Limits::default() }).pages[0].text, "He");
}
