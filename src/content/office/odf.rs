//! ODT, ODP and ODS: OpenDocument texts, presentations and sheets.

use std::collections::HashMap;

use super::docx::names_heading;
use super::draft::{Draft, Para};
use super::package::Package;
use super::sheet::{Book, iso};
use super::table::Sheet;
use super::xml::{Element, Token, walk};
use crate::content::Limits;
use crate::model::content::{Content, Trouble};

/// Opens a package unless it is encrypted.
fn open<'a>(bytes: &'a [u8], limits: &'a Limits) -> Result<Package<'a>, Trouble> {
    let mut package = Package::open(bytes, limits)?;
    let manifest = package.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") || package.has("encrypted-package") {
        return Err(Trouble::Encrypted);
    }
    Ok(package)
}

/// Reads a text or a presentation.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let mut package = open(bytes, limits)?;
    let mut styles = Styles::default();
    let common = package.text("styles.xml")?.unwrap_or_default();
    styles.read(&common, limits);
    let xml = package.need("content.xml")?;
    styles.read(&xml, limits);
    let mut draft = Draft::new(limits);
    // A page's header is told by its style.
    draft.headers(true);
    Body::new(&mut draft, &styles, "header").read(&common, limits).unwrap_or_default();
    draft.headers(false);
    let trouble = Body::new(&mut draft, &styles, "body").read(&xml, limits).err();
    draft.finish(trouble)
}

/// What a style says.
#[derive(Debug, Default, Clone)]
struct Style {
    base: Option<String>,
    size: f32,
    heading: bool,
    strong: bool,
    /// A page ends before a paragraph of this style.
    breaks: bool,
    /// What has this style is not shown.
    hidden: bool,
}

#[derive(Debug, Default)]
struct Styles {
    own: HashMap<String, Style>,
    /// What paragraphs without a style look like.
    usual: f32,
}

impl Styles {
    /// What is broken in styles is left out: they only help.
    fn read(&mut self, xml: &str, limits: &Limits) {
        let mut open: Option<(String, Style)> = None;
        let _ = walk(xml, limits.depth, |token| match token {
            Token::Open(element) if element.is("style") => {
                let name = element.attribute("name").unwrap_or_default();
                let shown = element.attribute("display-name").unwrap_or_else(|| name.clone());
                let breaks = element.attribute("master-page-name").is_some_and(|page| !page.is_empty());
                let base = element.attribute("parent-style-name");
                open = Some((name, Style { base, heading: names_heading(&shown), breaks, ..Style::default() }));
            }
            Token::Open(element) if element.is("default-style") => {
                let paragraph = element.attribute("family").is_some_and(|family| family == "paragraph");
                open = paragraph.then(Default::default);
            }
            Token::Open(element) => open.iter_mut().for_each(|(_, style)| style.see(&element)),
            Token::Close("default-style") => self.usual = open.take().map_or(self.usual, |(_, style)| style.size),
            Token::Close("style") => {
                if let Some((name, style)) = open.take() {
                    self.own.insert(name, style);
                }
            }
            _ => {}
        });
    }

    /// A style with what it inherits.
    fn find(&self, name: Option<String>) -> Style {
        let (mut found, mut next) = (Style::default(), name);
        for step in 0..16 {
            let Some(style) = next.and_then(|name| self.own.get(&name)) else { break };
            found.size = if found.size > 0.0 { found.size } else { style.size };
            found.heading |= style.heading;
            found.strong |= style.strong;
            found.hidden |= style.hidden;
            found.breaks |= style.breaks && step == 0;
            next = style.base.clone();
        }
        found.size = if found.size > 0.0 { found.size } else { self.usual };
        found
    }
}

impl Style {
    fn see(&mut self, element: &Element<'_>) {
        if let Some(size) = element.exactly("fo:font-size") {
            self.size = size.strip_suffix("pt").and_then(|size| size.parse().ok()).unwrap_or(self.size);
        }
        let is = |name: &str, value: &str| element.exactly(name).is_some_and(|found| found == value);
        self.strong |= is("fo:font-weight", "bold") || is("fo:text-align", "center");
        self.breaks |= is("fo:break-before", "page");
        self.hidden |= is("table:display", "false");
    }
}

/// What is not part of the text: deleted text, notes by readers and speakers.
const UNSEEN: [&str; 4] = ["tracked-changes", "annotation", "notes", "ruby-text"];

/// Reads the body of a text or a presentation.
struct Body<'d, 'l, 's> {
    draft: &'d mut Draft<'l>,
    styles: &'s Styles,
    /// Open paragraphs: a frame in a paragraph has its own.
    paras: Vec<Para>,
    unseen: usize,
    title: bool,
    slides: u32,
    /// The element whose text is read, and whether it is open.
    part: &'static str,
    within: bool,
}

impl<'d, 'l, 's> Body<'d, 'l, 's> {
    fn new(draft: &'d mut Draft<'l>, styles: &'s Styles, part: &'static str) -> Self {
        Self { draft, styles, paras: Vec::new(), unseen: 0, title: false, slides: 0, part, within: false }
    }

    fn read(mut self, xml: &str, limits: &Limits) -> Result<(), Trouble> {
        let read = walk(xml, limits.depth, |token| match token {
            Token::Open(element) if element.is(self.part) => self.within = true,
            _ if !self.within => {}
            Token::Open(element) if UNSEEN.contains(&element.name()) => self.unseen += 1,
            Token::Close(name) if UNSEEN.contains(&name) => self.unseen = self.unseen.saturating_sub(1),
            _ if self.unseen > 0 => {}
            Token::Open(element) => self.open(&element),
            Token::Text(text) => self.write(&text.replace('\n', " ")),
            Token::Close(name) => self.close(name),
        });
        while let Some(para) = self.paras.pop() {
            self.draft.push(para);
        }
        read
    }

    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "p" | "h" => {
                let style = self.styles.find(element.attribute("style-name"));
                if style.breaks && self.paras.is_empty() {
                    self.draft.soft_break();
                }
                let heading = element.is("h") || self.title || style.heading;
                self.paras.push(Para { text: String::new(), size: style.size, heading, strong: style.strong });
            }
            "span" => {
                let style = self.styles.find(element.attribute("style-name"));
                if let Some(para) = self.paras.last_mut() {
                    para.size = para.size.max(style.size);
                    para.strong |= style.strong;
                }
            }
            "s" | "tab" => self.write(" "),
            "line-break" => self.write("\n"),
            "soft-page-break" => {
                if let [only] = self.paras.as_mut_slice() {
                    let text = std::mem::take(&mut only.text);
                    self.draft.push(Para { text, ..*only });
                }
                self.draft.soft_break();
            }
            "table-row" => self.draft.open_row(),
            "table-cell" => self.draft.open_cell(),
            "image" => self.draft.picture(),
            "page" => {
                if self.slides > 0 {
                    self.draft.hard_break();
                }
                self.slides += 1;
            }
            "frame" => self.title = element.exactly("presentation:class").is_some_and(|class| class == "title"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                if let Some(para) = self.paras.pop() {
                    self.draft.push(para);
                }
            }
            "table-row" => self.draft.close_row(),
            "frame" => self.title = false,
            name if name == self.part => self.within = false,
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(para) = self.paras.last_mut() {
            para.text.push_str(text);
        }
    }
}

/// Reads the sheets of an ODS.
pub(super) fn sheets(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let mut package = open(bytes, limits)?;
    let pictures = package.names().iter().any(|name| name.starts_with("Pictures/"));
    let xml = package.need("content.xml")?;
    let mut styles = Styles::default();
    styles.read(&xml, limits);
    let mut reader =
        Cells { book: Book::new(limits), sheet: None, row: Vec::new(), rows: 1, columns: 1, cell: None, notes: 0 };
    let read = walk(&xml, limits.depth, |token| match token {
        Token::Open(element) if element.is("table") && reader.sheet.is_none() => {
            let style = styles.find(element.attribute("style-name"));
            let mut sheet = Sheet::new(element.exactly("table:name"));
            sheet.picture = pictures;
            reader.sheet = Some((sheet, style.hidden));
        }
        Token::Open(element) if reader.sheet.is_some() => reader.open(&element),
        Token::Text(text) => reader.write(&text),
        Token::Close(name) => reader.close(name, limits),
        Token::Open(_) => {}
    });
    reader.book.finish(read.err())
}

/// The cells of an ODS, as they come along.
struct Cells<'a> {
    book: Book<'a>,
    /// The open sheet, and whether it is hidden.
    sheet: Option<(Sheet, bool)>,
    row: Vec<String>,
    /// How often the open row and the open cell are repeated.
    rows: u32,
    columns: usize,
    /// What the open cell shows; a date as it is meant.
    cell: Option<(String, bool)>,
    notes: usize,
}

impl Cells<'_> {
    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "table-row" => self.rows = element.number("number-rows-repeated").unwrap_or(1),
            "table-cell" => {
                self.columns = element.number("number-columns-repeated").unwrap_or(1);
                let date = element.attribute("date-value").map(|date| iso(&date));
                self.cell = Some((date.clone().unwrap_or_default(), date.is_some()));
            }
            "annotation" => self.notes += 1,
            "p" | "s" | "line-break" => self.write(" "),
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.notes == 0
            && let Some((shown, false)) = &mut self.cell
        {
            shown.push_str(text);
        }
    }

    fn close(&mut self, name: &str, limits: &Limits) {
        match name {
            "annotation" => self.notes = self.notes.saturating_sub(1),
            "table-cell" => {
                let text = self.cell.take().map(|(text, _)| text.trim().to_owned()).unwrap_or_default();
                let room = super::table::CELLS.saturating_sub(self.row.len());
                self.row.extend(std::iter::repeat_n(text, self.columns.min(room)));
            }
            "table-row" => {
                let row = std::mem::take(&mut self.row);
                if let Some((sheet, _)) = &mut self.sheet {
                    sheet.row(&row, self.rows, limits);
                }
            }
            "table" => {
                if let Some((sheet, false)) = self.sheet.take() {
                    self.book.add(sheet);
                }
            }
            _ => {}
        }
    }
}
