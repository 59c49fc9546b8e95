//! DOCX: paragraphs, tables and text boxes of a Word document.

use std::collections::HashMap;

use super::draft::{Draft, Para};
use super::package::{Package, relations};
use super::xml::{Element, Token, walk};
use crate::content::{Limits, image};
use crate::model::content::{Content, Seal, Trouble};

/// Reads a document: its headers first, then its body.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let mut package = Package::open(bytes, limits)?;
    let start = relations(&mut package, "")?;
    let document = start.into_iter().find(|(_, kind, _)| kind == "officeDocument").map(|(.., part)| part);
    let document = document.filter(|part| package.has(part)).unwrap_or_else(|| "word/document.xml".to_owned());
    let parts = relations(&mut package, &document)?;
    let of_kind = |wanted: &str| -> Vec<String> {
        parts.iter().filter(|(_, kind, _)| kind == wanted).map(|(.., part)| part.clone()).collect()
    };
    let mut styles = Styles::default();
    for part in of_kind("styles") {
        if let Some(xml) = package.text(&part)? {
            styles.read(&xml, limits);
        }
    }
    let mut draft = Draft::new(limits);
    let mut headers = of_kind("header");
    headers.sort();
    draft.headers(true);
    let mut looked_at = 0;
    for part in headers {
        if let Some(xml) = package.text(&part)? {
            let pictures = relations(&mut package, &part)?;
            let seals = seals(&mut package, &pictures, &mut looked_at, limits);
            Body::new(&mut draft, &styles, &seals).read(&xml, limits).unwrap_or_default();
        }
    }
    draft.headers(false);
    let xml = package.need(&document)?;
    let seals = seals(&mut package, &parts, &mut looked_at, limits);
    let trouble = Body::new(&mut draft, &styles, &seals).read(&xml, limits).err();
    let mut content = draft.finish(trouble)?;
    content.pages.iter_mut().for_each(|page| page.seal = page.seal.or(Some(Seal::NotSeen)));
    content.signed = package.names().iter().any(|name| name.starts_with("_xmlsignatures/sig"));
    content.page_count = content.page_count.max(pages_said(&mut package, limits));
    Ok(content)
}

/// Pictures of a document that are looked at for a seal, and how large they may be, in pixels.
const PICTURES: usize = 8;
const PIXELS: u64 = 16_000_000;

/// Which pictures a part refers to show a seal, by the ids it calls them; those not looked at are left out.
fn seals(
    package: &mut Package<'_>,
    parts: &[(String, String, String)],
    looked_at: &mut usize,
    limits: &Limits,
) -> HashMap<String, Seal> {
    let limits = Limits { pixels: limits.pixels.min(PIXELS), ..*limits };
    let mut seals = HashMap::new();
    for (id, _, part) in parts.iter().filter(|(_, kind, _)| kind == "image") {
        if *looked_at >= PICTURES {
            break;
        }
        *looked_at += 1;
        // A picture that cannot be unpacked costs itself alone.
        let bytes = package.bytes(part).ok().flatten();
        seals.extend(bytes.and_then(|bytes| image::seal_in(&bytes, &limits)).map(|seal| (id.clone(), seal)));
    }
    seals
}

/// How many pages the program that wrote it counted.
fn pages_said(package: &mut Package<'_>, limits: &Limits) -> u32 {
    let Ok(Some(xml)) = package.text("docProps/app.xml") else { return 0 };
    let (mut within, mut pages) = (false, 0);
    let read = walk(&xml, limits.depth, |token| match token {
        Token::Open(element) => within = element.is("Pages"),
        Token::Text(text) if within => pages = text.trim().parse().unwrap_or(0),
        Token::Text(_) => {}
        Token::Close(_) => within = false,
    });
    if read.is_ok() { pages } else { 0 }
}

/// What styles say about a paragraph.
#[derive(Debug, Clone, Copy, Default)]
struct Style {
    size: Option<f32>,
    heading: bool,
    bold: bool,
    centred: bool,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
struct Styles {
    usual: Style,
    own: HashMap<String, (Style, Option<String>)>,
}

impl Styles {
    fn read(&mut self, xml: &str, limits: &Limits) {
        let (mut id, mut style, mut base, mut default) = (None, Style::default(), None, None);
        // Styles only help to find titles: what is broken in them is left out.
        let _ = walk(xml, limits.depth, |token| match token {
            Token::Open(element) => match element.name() {
                "style" => {
                    (id, style, base) = (element.attribute("styleId"), Style::default(), None);
                    let usual = element.attribute("default").is_some_and(|on| on == "1" || on == "true");
                    if usual && element.attribute("type").is_some_and(|kind| kind == "paragraph") {
                        default.clone_from(&id);
                    }
                }
                "name" if id.is_some() => style.heading |= names_heading(&element.attribute("val").unwrap_or_default()),
                "basedOn" => base = element.attribute("val"),
                _ => style.see(&element),
            },
            Token::Close("docDefaults") => self.usual = std::mem::take(&mut style),
            Token::Close("style") => {
                if let Some(id) = id.take() {
                    self.own.insert(id, (style, base.take()));
                }
            }
            _ => {}
        });
        if let Some(id) = default {
            self.usual = self.find(&id);
        }
    }

    /// A style with what it inherits.
    fn find(&self, id: &str) -> Style {
        let (mut found, mut next) = (Style::default(), Some(id));
        for _ in 0..16 {
            let Some((style, base)) = next.and_then(|id| self.own.get(id)) else { break };
            found.size = found.size.or(style.size);
            found.heading |= style.heading;
            found.bold |= style.bold;
            found.centred |= style.centred;
            next = base.as_deref();
        }
        found.size = found.size.or(self.usual.size);
        found
    }
}

impl Style {
    /// Takes in a property of a paragraph or a run.
    fn see(&mut self, element: &Element<'_>) {
        match element.name() {
            "sz" => self.size = element.number::<f32>("val").map(|half| half / 2.0).or(self.size),
            "b" => self.bold = !element.attribute("val").is_some_and(|val| matches!(val.as_str(), "0" | "false")),
            "jc" => self.centred = element.attribute("val").is_some_and(|val| val == "center"),
            "outlineLvl" => self.heading |= element.number::<u8>("val").is_some_and(|level| level < 9),
            _ => {}
        }
    }
}

/// Whether a style's name is that of a heading.
pub(super) fn names_heading(name: &str) -> bool {
    let name = name.to_lowercase();
    ["title", "heading", "标题", "標題", "subtitle"].iter().any(|start| name.starts_with(start))
}

/// What is never shown, or shown elsewhere: deleted and moved text, the older copy of a drawing,
/// pronunciation marks, former properties.
const UNSEEN: [&str; 7] = ["del", "moveFrom", "Fallback", "rt", "pPrChange", "rPrChange", "sectPrChange"];

/// Reads the body of a document, a header or a text box.
struct Body<'d, 'l, 's> {
    draft: &'d mut Draft<'l>,
    styles: &'s Styles,
    /// What was seen on the pictures, by id.
    seals: &'s HashMap<String, Seal>,
    /// Open paragraphs; more than one where a text box stands in a paragraph.
    paras: Vec<Open>,
    /// How many elements that are not shown are open.
    unseen: usize,
    in_text: bool,
    in_run: bool,
    /// The section whose properties are open begins on a new page.
    section: Option<bool>,
    /// The drawing that is open is small.
    small: bool,
}

/// Whether a drawing is no larger than a logo or a stamp: 30 cm², in English metric units of 1/360,000 cm.
fn is_small(extent: &Element<'_>) -> bool {
    let side = |name| extent.number::<f64>(name).map(|units| units / 360_000.0);
    side("cx").zip(side("cy")).is_some_and(|(width, height)| width * height <= 30.0)
}

#[derive(Default)]
struct Open {
    para: Para,
    style: Style,
    run: Style,
    /// A page ends with it.
    ends_page: bool,
}

impl<'d, 'l, 's> Body<'d, 'l, 's> {
    fn new(draft: &'d mut Draft<'l>, styles: &'s Styles, seals: &'s HashMap<String, Seal>) -> Self {
        Self {
            draft,
            styles,
            seals,
            paras: Vec::new(),
            unseen: 0,
            in_text: false,
            in_run: false,
            section: None,
            small: false,
        }
    }

    fn read(mut self, xml: &str, limits: &Limits) -> Result<(), Trouble> {
        let read = walk(xml, limits.depth, |token| match token {
            Token::Open(element) if UNSEEN.contains(&element.name()) => self.unseen += 1,
            Token::Close(name) if UNSEEN.contains(&name) => self.unseen = self.unseen.saturating_sub(1),
            _ if self.unseen > 0 => {}
            Token::Open(element) => self.open(&element),
            Token::Text(text) if self.in_text => self.write(&text),
            Token::Text(_) => {}
            Token::Close(name) => self.close(name),
        });
        while !self.paras.is_empty() {
            self.end_para();
        }
        read
    }

    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "p" => self.paras.push(Open { style: self.styles.usual, ..Open::default() }),
            "r" => self.begin_run(),
            "t" => self.in_text = true,
            // As wide as a gap that parts two fields.
            "tab" | "ptab" if self.in_run => self.write("  "),
            "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "br" if element.attribute("type").is_some_and(|kind| kind == "page") => self.end_page(Draft::hard_break),
            "br" => self.write("\n"),
            "lastRenderedPageBreak" => self.end_page(Draft::soft_break),
            "pageBreakBefore" if element.attribute("val").is_none_or(|val| val != "0" && val != "false") => {
                self.draft.soft_break();
            }
            "sectPr" => self.section = Some(true),
            "type" if self.section.is_some() => {
                self.section = Some(element.attribute("val").is_none_or(|kind| kind.ends_with("Page")));
            }
            "tr" => self.draft.open_row(),
            "tc" => self.draft.open_cell(),
            "extent" => self.small = is_small(element),
            "blip" | "imagedata" => {
                match std::mem::take(&mut self.small) {
                    true => self.draft.small_picture(),
                    false => self.draft.picture(),
                }
                let id = element.attribute("embed").or_else(|| element.attribute("id")).unwrap_or_default();
                self.draft.seal(self.seals.get(&id).copied().unwrap_or(Seal::CannotTell));
            }
            // Charts, drawings by hand and what other programs or files hold.
            "chart" | "relIds" | "contentPart" | "object" | "altChunk" => self.draft.picture(),
            "pStyle" => {
                if let (Some(open), Some(id)) = (self.paras.last_mut(), element.attribute("val")) {
                    open.style = self.styles.find(&id);
                }
            }
            _ => self.property(element),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_para(),
            "r" => self.in_run = false,
            "t" => self.in_text = false,
            "tr" => self.draft.close_row(),
            "sectPr" => {
                if let (Some(true), Some(open)) = (self.section.take(), self.paras.last_mut()) {
                    open.ends_page = true;
                }
            }
            _ => {}
        }
    }

    fn begin_run(&mut self) {
        self.in_run = true;
        if let Some(open) = self.paras.last_mut() {
            open.run = open.style;
        }
    }

    fn property(&mut self, element: &Element<'_>) {
        let in_run = self.in_run;
        let Some(open) = self.paras.last_mut() else { return };
        if in_run {
            open.run.see(element);
        } else if matches!(element.name(), "jc" | "outlineLvl") {
            // Letters are described there too, but only those of the paragraph mark.
            open.style.see(element);
        }
    }

    fn write(&mut self, text: &str) {
        let Some(open) = self.paras.last_mut() else { return };
        open.para.text.push_str(text);
        if text.trim().is_empty() {
            return;
        }
        open.para.size = open.para.size.max(open.run.size.unwrap_or(0.0));
        open.para.strong |= open.run.bold;
    }

    /// The text before a page break is a line of its own.
    fn end_page(&mut self, how: fn(&mut Draft<'l>)) {
        if let Some(open) = self.paras.last_mut() {
            let para = Para { text: std::mem::take(&mut open.para.text), ..open.para };
            let rest = finish_para(para, &open.style);
            self.draft.push(rest);
        }
        how(self.draft);
    }

    fn end_para(&mut self) {
        let Some(open) = self.paras.pop() else { return };
        self.draft.push(finish_para(open.para, &open.style));
        if open.ends_page {
            self.draft.hard_break();
        }
    }
}

fn finish_para(para: Para, style: &Style) -> Para {
    Para { heading: style.heading, strong: para.strong || style.centred, ..para }
}
