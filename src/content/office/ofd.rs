//! OFD (GB/T 33190): pages of placed text.

use std::collections::HashMap;

use super::package::{Package, resolve};
use super::xml::{Element, Token, walk};
use crate::content::Limits;
use crate::content::layout::{self, Line};
use crate::model::content::{Content, Page, Seal, Source, Trouble};

/// Pieces of text on one page.
const PIECES: usize = 50_000;

/// Reads the pages of the first document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let mut package = Package::open(bytes, limits)?;
    let mut within = false;
    let mut root = None;
    walk(&package.need("OFD.xml")?, limits.depth, |token| match token {
        Token::Open(element) => within = element.is("DocRoot"),
        Token::Text(text) if within && root.is_none() => root = Some(text.trim().to_owned()),
        Token::Text(_) => {}
        Token::Close(_) => within = false,
    })?;
    let root = resolve("", &root.ok_or(Trouble::NoPages)?);
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let document = Document::read(&package.need(&root)?, &folder, limits)?;
    if document.pages.is_empty() {
        return Err(Trouble::NoPages);
    }
    let mut content =
        Content { page_count: u32::try_from(document.pages.len()).unwrap_or(u32::MAX), ..Content::default() };
    let mut room = limits.text;
    for part in document.pages.iter().take(limits.pages) {
        let mut placed = Placed { height: document.height, ..Placed::default() };
        if let Err(trouble) = placed.page(&mut package, part, &document.templates, limits) {
            content.trouble.get_or_insert(trouble);
        }
        let source = if placed.pieces.is_empty() && placed.picture { Source::Unread } else { Source::Layer };
        let limits = Limits { page_text: limits.page_text.min(room), ..*limits };
        let seal = if placed.picture { Seal::CannotTell } else { Seal::NotSeen };
        let page =
            Page { seal: Some(seal), pictured: placed.picture, ..layout::page(&placed.lines(), source, &limits) };
        room = room.saturating_sub(page.text.chars().count());
        content.pages.push(page);
    }
    sealed(&mut package, &document, &mut content, limits);
    match content.trouble.take_if(|_| content.pages.iter().all(|page| page.text.is_empty())) {
        Some(trouble) => Err(trouble),
        None => Ok(content),
    }
}

/// Signatures of a document that are looked at.
const SIGNATURES: usize = 32;

/// Adds the electronic seals: each signature says which pages show its seal.
fn sealed(package: &mut Package<'_>, document: &Document, content: &mut Content, limits: &Limits) {
    let names = package.names();
    let is_signature =
        |name: &&String| name.rsplit('/').next().is_some_and(|file| file.eq_ignore_ascii_case("Signature.xml"));
    for name in names.iter().filter(is_signature).take(SIGNATURES) {
        content.signed = true;
        // What is broken in a signature is left out.
        let Ok(Some(xml)) = package.text(name) else { continue };
        let _ = walk(&xml, limits.depth, |token| {
            if let Token::Open(element) = token
                && element.is("StampAnnot")
                && let Some(id) = element.attribute("PageRef")
                && let Some(page) =
                    document.ids.iter().position(|known| *known == id).and_then(|at| content.pages.get_mut(at))
            {
                page.seal = Some(Seal::Seen);
            }
        });
    }
}

/// What the document's root says.
#[derive(Default)]
struct Document {
    pages: Vec<String>,
    /// The pages' ids, in the same order.
    ids: Vec<String>,
    templates: HashMap<String, String>,
    /// Height of the pages, unless they have their own.
    height: f32,
}

impl Document {
    fn read(xml: &str, folder: &str, limits: &Limits) -> Result<Self, Trouble> {
        let mut document = Self::default();
        let mut in_box = false;
        walk(xml, limits.depth, |token| match token {
            Token::Open(element) => {
                in_box = element.is("PhysicalBox");
                let part = element.attribute("BaseLoc").map(|part| resolve(folder, &part));
                match (element.name(), part) {
                    ("Page", Some(part)) => {
                        document.pages.push(part);
                        document.ids.push(element.attribute("ID").unwrap_or_default());
                    }
                    ("TemplatePage", Some(part)) => {
                        document.templates.insert(element.attribute("ID").unwrap_or_default(), part);
                    }
                    _ => {}
                }
            }
            Token::Text(text) if in_box => document.height = numbers(&text).get(3).copied().unwrap_or(0.0),
            Token::Text(_) => {}
            Token::Close(_) => in_box = false,
        })?;
        Ok(document)
    }
}

fn numbers(text: &str) -> Vec<f32> {
    let numbers = text.split_whitespace().filter_map(|number| number.parse().ok());
    numbers.filter(|number: &f32| number.is_finite()).take(8).collect()
}

/// A piece of text and where it stands.
struct Piece {
    x: f32,
    y: f32,
    size: f32,
    text: String,
}

/// The text of one page.
#[derive(Default)]
struct Placed {
    pieces: Vec<Piece>,
    picture: bool,
    height: f32,
}

impl Placed {
    /// Reads a page on top of its templates.
    fn page(
        &mut self,
        package: &mut Package<'_>,
        part: &str,
        templates: &HashMap<String, String>,
        limits: &Limits,
    ) -> Result<(), Trouble> {
        let used = self.read(&package.need(part)?, limits)?;
        for id in used.iter().take(8) {
            if let Some(template) = templates.get(id) {
                self.read(&package.need(template)?, limits)?;
            }
        }
        Ok(())
    }

    /// Takes in the objects of a page; the templates it names.
    fn read(&mut self, xml: &str, limits: &Limits) -> Result<Vec<String>, Trouble> {
        let mut templates = Vec::new();
        // Where the open text object stands, how large its letters are and how they are scaled.
        let (mut place, mut size, mut scale) = ((0.0, 0.0), 0.0, (1.0, 1.0));
        let (mut in_code, mut in_box) = (false, false);
        walk(xml, limits.depth, |token| match token {
            Token::Open(element) => {
                in_box = element.is("PhysicalBox");
                match element.name() {
                    "Template" => templates.extend(element.attribute("TemplateID")),
                    "ImageObject" => self.picture = true,
                    "TextObject" => {
                        (place, scale) = placed(&element);
                        size = element.number::<f32>("Size").unwrap_or(0.0) * scale.1;
                    }
                    "TextCode" if self.pieces.len() < PIECES => {
                        in_code = true;
                        let at = |name: &str| element.number::<f32>(name).filter(|n| n.is_finite()).unwrap_or(0.0);
                        let (x, y) = (place.0 + at("X") * scale.0, place.1 + at("Y") * scale.1);
                        self.pieces.push(Piece { x, y, size, text: String::new() });
                    }
                    _ => {}
                }
            }
            Token::Text(text) if in_code => self.pieces.iter_mut().rev().take(1).for_each(|p| p.text.push_str(&text)),
            Token::Text(text) if in_box => self.height = numbers(&text).get(3).copied().unwrap_or(self.height),
            Token::Text(_) => {}
            Token::Close(_) => (in_code, in_box) = (false, false),
        })?;
        Ok(templates)
    }

    /// Pieces that stand side by side are one line.
    fn lines(mut self) -> Vec<Line> {
        self.pieces.retain(|piece| !piece.text.trim().is_empty());
        self.pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut lines: Vec<Vec<Piece>> = Vec::new();
        for piece in self.pieces {
            match lines.last_mut() {
                Some(line)
                    if line.first().is_some_and(|first| piece.y - first.y <= first.size.max(piece.size) * 0.5) =>
                {
                    line.push(piece);
                }
                _ => lines.push(vec![piece]),
            }
        }
        lines.into_iter().map(|line| joined(line, self.height)).collect()
    }
}

fn joined(mut pieces: Vec<Piece>, height: f32) -> Line {
    pieces.sort_by(|a, b| a.x.total_cmp(&b.x));
    let size = pieces.iter().map(|piece| piece.size).fold(0.0, f32::max);
    let y = pieces.first().map_or(0.0, |piece| piece.y);
    let top = if height > 0.0 { (y / height).clamp(0.0, 1.0) } else { 0.0 };
    let texts: Vec<String> = pieces.into_iter().map(|piece| piece.text).collect();
    Line { text: texts.join(" "), size, top, heading: false }
}

/// Where an object stands, and how much its letters are scaled along x and y.
fn placed(element: &Element<'_>) -> ((f32, f32), (f32, f32)) {
    let boundary = numbers(&element.attribute("Boundary").unwrap_or_default());
    let place = (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0));
    let matrix = numbers(&element.attribute("CTM").unwrap_or_default());
    let scale = match matrix.as_slice() {
        [a, b, c, d, ..] => (a.hypot(*b), c.hypot(*d)),
        _ => (1.0, 1.0),
    };
    (place, scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::office::zipped;

    #[test]
    fn pieces_of_a_line_are_joined_and_the_largest_is_the_title() {
        let page = r#"<ofd:Page xmlns:ofd="x"><ofd:Content><ofd:Layer>
            <ofd:TextObject Boundary="60 20 80 10" Size="8"><ofd:TextCode X="0" Y="8">安装验收单</ofd:TextCode></ofd:TextObject>
            <ofd:TextObject Boundary="20 60 20 5" Size="4"><ofd:TextCode X="0" Y="4">客户：</ofd:TextCode></ofd:TextObject>
            <ofd:TextObject Boundary="45 60 20 5" Size="4"><ofd:TextCode X="0" Y="4.2">甲公司</ofd:TextCode></ofd:TextObject>
            <ofd:TextObject Boundary="20 70 20 5" Size="4"><ofd:TextCode X="0" Y="4">备注：无</ofd:TextCode></ofd:TextObject>
            </ofd:Layer></ofd:Content></ofd:Page>"#;
        let bytes = zipped(&[
            ("OFD.xml", "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"),
            (
                "Doc_0/Document.xml",
                r#"<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData>
                <Pages><Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></Pages></Document>"#,
            ),
            ("Doc_0/Pages/Page_0/Content.xml", page),
        ]);
        let content = read(&bytes, &Limits::default()).unwrap();
        assert_eq!(content.page_count, 1);
        assert_eq!(content.pages[0].titles[0], "安装验收单");
        assert_eq!(content.pages[0].text, "安装验收单\n客户：甲公司\n备注：无");
    }

    #[test]
    fn a_seal_is_on_the_page_its_signature_says() {
        let page = "<Page><Content><Layer/></Content></Page>";
        let bytes = zipped(&[
            ("OFD.xml", "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"),
            (
                "Doc_0/Document.xml",
                r#"<Document><Pages><Page ID="1" BaseLoc="a.xml"/><Page ID="7" BaseLoc="b.xml"/></Pages></Document>"#,
            ),
            ("Doc_0/a.xml", page),
            ("Doc_0/b.xml", page),
            (
                "Doc_0/Signs/Sign_0/Signature.xml",
                r#"<ofd:Signature xmlns:ofd="x"><ofd:SignedInfo><ofd:StampAnnot ID="3" PageRef="7" Boundary="0 0 40 40"/>
                <ofd:StampAnnot ID="4" PageRef="99"/></ofd:SignedInfo></ofd:Signature>"#,
            ),
        ]);
        let content = read(&bytes, &Limits::default()).unwrap();
        let seals: Vec<_> = content.pages.iter().map(|page| page.seal).collect();
        assert_eq!((content.signed, seals), (true, vec![Some(Seal::NotSeen), Some(Seal::Seen)]));
    }

    #[test]
    fn a_document_without_pages_is_refused() {
        let bytes = zipped(&[("OFD.xml", "<OFD><DocRoot>D.xml</DocRoot></OFD>"), ("D.xml", "<Document/>")]);
        assert_eq!(read(&bytes, &Limits::default()), Err(Trouble::NoPages));
    }
}
