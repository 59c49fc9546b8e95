//! Small documents of every packed format, and what must be refused.

use std::io::{Cursor, Write};

use super::zipped;
use crate::content::{Limits, Options, read};
use crate::model::content::{Content, Format, Source, Trouble};

fn content(name: &str, bytes: &[u8]) -> Content {
    read(name, bytes, &Options::default()).content
}

fn docx(body: &str) -> Vec<u8> {
    let relation =
        |kind: &str, target: &str| format!(r#"<Relationship Id="{kind}" Type="x/{kind}" Target="{target}"/>"#);
    let relations = |inner: &str| format!("<Relationships>{inner}</Relationships>");
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    let styles = r#"<w:styles xmlns:w="w"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault>
        </w:docDefaults><w:style w:type="paragraph" w:styleId="a1"><w:name w:val="标题 1"/></w:style></w:styles>"#;
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &relations(&relation("officeDocument", "word/document.xml"))),
        (
            "word/_rels/document.xml.rels",
            &relations(&(relation("styles", "styles.xml") + &relation("header", "header1.xml"))),
        ),
        ("word/styles.xml", styles),
        ("word/header1.xml", r#"<w:hdr xmlns:w="w"><w:p><w:r><w:t>受控文件</w:t></w:r></w:p></w:hdr>"#),
        ("word/document.xml", &document),
    ])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn docx_has_headers_headings_rows_and_pages() {
    let body = [
        paragraph("某某公司"),
        r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="44"/></w:rPr><w:t>验收单</w:t></w:r></w:p>"#.to_owned(),
        r#"<w:p><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:r><w:t>新</w:t><w:br w:type="page"/></w:r></w:p>"#.to_owned(),
        r#"<w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr><w:r><w:lastRenderedPageBreak/><w:t>第二章</w:t></w:r></w:p>"#.to_owned(),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("客户"), paragraph("甲公司")),
    ];
    let content = content("a.docx", &docx(&body.concat()));
    assert_eq!((content.format, content.trouble, content.page_count), (Format::Docx, None, 2));
    assert_eq!(content.pages[0].text, "受控文件\n某某公司\n验收单\n新");
    assert_eq!(content.pages[0].titles[0], "验收单");
    assert_eq!(content.pages[1].text, "第二章\n客户 甲公司");
}

#[test]
fn docx_that_only_shows_a_picture_is_unread() {
    let bytes = docx(r#"<w:p><w:r><w:drawing><a:blip xmlns:a="a"/></w:drawing></w:r></w:p>"#);
    let bare = zipped(&[
        ("[Content_Types].xml", ""),
        ("word/document.xml", r#"<w:document><w:p><w:r><a:blip/></w:r></w:p></w:document>"#),
    ]);
    assert_eq!(content("a.docx", &bytes).pages[0].text, "受控文件");
    assert_eq!(content("a.docx", &bare).pages[0].source, Source::Unread);
}

#[test]
fn broken_packages_are_refused_and_what_was_read_stands() {
    let whole = docx(&paragraph("甲"));
    assert_eq!(content("a.docx", &whole[..whole.len() - 40]).trouble, Some(Trouble::Truncated));
    let torn = content("a.docx", &docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:p>"));
    assert!(matches!(torn.trouble, Some(Trouble::Corrupt(_))));
    assert_eq!(torn.pages[0].text, "受控文件\n甲");
    let limits = Limits { bytes: 100, ..Limits::default() };
    let small = read("a.docx", &whole, &Options { limits, ocr: None });
    assert!(matches!(small.content.trouble, Some(Trouble::TooLarge(_))));
    let limits = Limits { unpacked: 100, ..Limits::default() };
    let small = read("a.docx", &whole, &Options { limits, ocr: None });
    assert!(matches!(small.content.trouble, Some(Trouble::Bomb(_))));
}

fn xlsx(strings: &str, sheet: &str) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="r"><sheets><sheet name="台账" sheetId="1" r:id="r1"/>
            <sheet name="藏" sheetId="2" state="hidden" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="x/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

#[test]
fn xlsx_has_visible_sheets_and_far_cells_cost_nothing() {
    let cell = |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let sheet = format!(
        r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1">{}{}{}</row>
        <row r="1048576"><c r="XFD1048576"><v>1.5</v></c><c r="A1048576"><v>2</v></c></row></sheetData></worksheet>"#,
        cell("A1", "序号"),
        cell("B1", "客户"),
        cell("C1", "日期"),
    );
    let content = content("a.xlsx", &xlsx("<sst/>", &sheet));
    assert_eq!((content.trouble, content.page_count), (None, 1));
    assert_eq!(content.pages[0].name.as_deref(), Some("台账"));
    assert_eq!(content.pages[0].text, "序号 客户 日期\n1.5 2");
    assert_eq!(content.pages[0].table.as_ref().map(|table| table.rows), Some(1));
}

#[test]
fn strings_that_are_only_claimed_are_refused() {
    let bytes = xlsx(r#"<sst uniqueCount="99999999999"></sst>"#, "<worksheet><sheetData/></worksheet>");
    assert!(matches!(content("a.xlsx", &bytes).trouble, Some(Trouble::Corrupt(_))));
}

#[test]
fn pptx_has_slides_in_their_order() {
    let slide = |title: &str| {
        format!(
            r#"<p:sld xmlns:p="p" xmlns:a="a"><p:sp><p:txBody><a:p><a:r><a:t>要点</a:t></a:r></a:p></p:txBody></p:sp>
            <p:sp><p:nvPr><p:ph type="title"/></p:nvPr><a:p><a:r><a:t>{title}</a:t></a:r></a:p></p:sp></p:sld>"#
        )
    };
    let bytes = zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("ppt/presentation.xml", r#"<p:x xmlns:r="r"><p:sldId id="1" r:id="b"/><p:sldId id="2" r:id="a"/></p:x>"#),
        (
            "ppt/_rels/presentation.xml.rels",
            r#"<Relationships><Relationship Id="a" Target="slides/slide1.xml"/>
            <Relationship Id="b" Target="/ppt/slides/slide2.xml"/></Relationships>"#,
        ),
        ("ppt/slides/slide1.xml", &slide("第二")),
        ("ppt/slides/slide2.xml", &slide("第一")),
    ]);
    let content = content("a.pptx", &bytes);
    let titles: Vec<&str> = content.pages.iter().map(|page| page.titles[0].as_str()).collect();
    assert_eq!(titles, ["第一", "第二"]);
}

fn opendocument(kind: &str, body: &str, manifest: &str) -> Vec<u8> {
    let mime = format!("application/vnd.oasis.opendocument.{kind}");
    let xml = format!(
        r#"<o:document-content xmlns:o="o" xmlns:fo="fo" xmlns:table="t"><o:style o:name="P1">
        <o:paragraph-properties fo:break-before="page"/></o:style><o:body>{body}</o:body></o:document-content>"#
    );
    zipped(&[("mimetype", &mime), ("META-INF/manifest.xml", manifest), ("content.xml", &xml)])
}

#[test]
fn opendocument_texts_sheets_and_passwords() {
    let text = opendocument("text", r#"<x:h>手册</x:h><x:p>甲<x:s/>a</x:p><x:p x:style-name="P1">乙</x:p>"#, "<m/>");
    let pages: Vec<String> = content("a.odt", &text).pages.into_iter().map(|page| page.text).collect();
    assert_eq!(pages, ["手册\n甲 a", "乙"]);
    let sheet = r#"<table:table table:name="回访"><table:table-row><table:table-cell><x:p>客户</x:p></table:table-cell>
        <table:table-cell><x:p>结果</x:p></table:table-cell></table:table-row>
        <table:table-row table:number-rows-repeated="4000000000"><table:table-cell o:date-value="2024-03-01T00:00:00">
        <x:p>3月1日</x:p></table:table-cell><table:table-cell><x:p>满意</x:p></table:table-cell></table:table-row></table:table>"#;
    let sheet = content("a.ods", &opendocument("spreadsheet", sheet, "<m/>"));
    assert_eq!(sheet.pages[0].text, "客户 结果\n2024-03-01 满意");
    assert_eq!(sheet.pages[0].table.as_ref().map(|table| table.rows), Some(19_999));
    let locked = opendocument("text", "", "<m><encryption-data/></m>");
    assert_eq!(content("a.odt", &locked).trouble, Some(Trouble::Encrypted));
}

fn container(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.into_inner().into_inner()
}

/// A DOC of one piece.
fn doc(text: &str, flags: u16) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u32::try_from(units.len() / 2).unwrap();
    let mut document = vec![0; 1024];
    document[2..4].copy_from_slice(&0xc1_u16.to_le_bytes());
    document[10..12].copy_from_slice(&flags.to_le_bytes());
    document[76..80].copy_from_slice(&length.to_le_bytes());
    document[0x1a6..0x1aa].copy_from_slice(&21_u32.to_le_bytes());
    document.extend(units);
    let place: [u32; 2] = [1024 << 16, 0];
    let mut table = vec![2, 16, 0, 0, 0, 0, 0, 0, 0];
    table.extend(length.to_le_bytes());
    table.extend(place.iter().flat_map(|word| word.to_le_bytes()));
    container(&[("/WordDocument", &document), ("/0Table", &table)])
}

#[test]
fn doc_has_paragraphs_fields_rows_and_pages() {
    let text = "手册\r甲\u{13}HYPERLINK x\u{14}链接\u{15}\r客户\u{7}甲公司\u{7}\u{7}\u{c}附录\r";
    let pages: Vec<String> = content("a.wps", &doc(text, 0)).pages.into_iter().map(|page| page.text).collect();
    assert_eq!(pages, ["手册\n甲链接\n客户 甲公司", "附录"]);
}

#[test]
fn passwords_of_the_older_formats_are_told() {
    assert_eq!(content("a.doc", &doc("", 0x0100)).trouble, Some(Trouble::Encrypted));
    let book = container(&[("/Workbook", &[0x2f, 0, 2, 0, 1, 0])]);
    assert_eq!(content("a.xls", &book).trouble, Some(Trouble::Encrypted));
    let locked = container(&[("/EncryptedPackage", b"x")]);
    assert_eq!(content("a.docx", &locked).trouble, Some(Trouble::Encrypted));
}

#[test]
fn ppt_has_the_texts_of_its_slides() {
    let record = |version: u16, kind: u16, data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap();
        [&version.to_le_bytes()[..], &kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    };
    let wide: Vec<u8> = "培训".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let texts = [record(0, 0x0f9f, &[0; 4]), record(0, 0x0fa0, &wide), record(0, 0x0fa8, b"ISO")].concat();
    let document = [record(15, 0x03f8, &texts), record(15, 0x03ee, &texts), record(15, 0x03ee, &[])].concat();
    let content = content("a.ppt", &container(&[("/PowerPoint Document", &document)]));
    assert_eq!(content.page_count, 2);
    assert_eq!(content.pages[0].text, "培训\nISO");
}
