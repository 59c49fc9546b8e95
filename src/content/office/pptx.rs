//! PPTX: the slides of a presentation.

use super::draft::{Draft, Para};
use super::package::{Package, relations};
use super::xml::{Element, Token, walk};
use crate::content::Limits;
use crate::model::content::{Content, Trouble};

/// Reads the slides in the order they are shown.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let mut package = Package::open(bytes, limits)?;
    let start = relations(&mut package, "")?;
    let main = start.into_iter().find(|(_, kind, _)| kind == "officeDocument").map(|(.., part)| part);
    let main = main.filter(|part| package.has(part)).unwrap_or_else(|| "ppt/presentation.xml".to_owned());
    let parts = relations(&mut package, &main)?;
    let mut order = Vec::new();
    walk(&package.need(&main)?, limits.depth, |token| {
        if let Token::Open(element) = token
            && element.is("sldId")
        {
            order.extend(element.exactly("r:id"));
        }
    })?;
    let mut draft = Draft::new(limits);
    let mut trouble = None;
    let mut slides = 0_usize;
    for id in order {
        let Some((.., part)) = parts.iter().find(|(known, ..)| *known == id) else { continue };
        slides += 1;
        if slides > limits.pages {
            draft.hard_break();
            continue;
        }
        let read = package.need(part).and_then(|xml| Slide::new(&mut draft).read(&xml, limits));
        trouble = trouble.or(read.err());
        draft.hard_break();
    }
    if slides == 0 {
        return Err(Trouble::NoPages);
    }
    draft.finish(trouble)
}

/// Reads one slide.
struct Slide<'d, 'l> {
    draft: &'d mut Draft<'l>,
    para: Para,
    /// Letters of the run that is open; 0 if not said.
    size: f32,
    title: bool,
    in_text: bool,
    /// Open copies of a drawing for older programs.
    unseen: usize,
}

impl<'d, 'l> Slide<'d, 'l> {
    fn new(draft: &'d mut Draft<'l>) -> Self {
        Self { draft, para: Para::default(), size: 0.0, title: false, in_text: false, unseen: 0 }
    }

    fn read(mut self, xml: &str, limits: &Limits) -> Result<(), Trouble> {
        let read = walk(xml, limits.depth, |token| match token {
            Token::Open(element) if element.is("Fallback") => self.unseen += 1,
            Token::Close("Fallback") => self.unseen = self.unseen.saturating_sub(1),
            _ if self.unseen > 0 => {}
            Token::Open(element) => self.open(&element),
            Token::Text(text) if self.in_text => self.write(&text),
            Token::Text(_) => {}
            Token::Close(name) => self.close(name),
        });
        self.close("p");
        read
    }

    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "sp" => self.title = false,
            "ph" => self.title = element.attribute("type").is_some_and(|kind| kind == "title" || kind == "ctrTitle"),
            "r" => self.size = 0.0,
            "rPr" => self.run(element),
            "t" => self.in_text = true,
            "br" => self.para.text.push('\n'),
            "tr" => self.draft.open_row(),
            "tc" => self.draft.open_cell(),
            "blip" => self.draft.picture(),
            _ => {}
        }
    }

    fn run(&mut self, element: &Element<'_>) {
        self.size = element.number::<f32>("sz").map_or(0.0, |hundredths| hundredths / 100.0);
        self.para.strong |= element.attribute("b").is_some_and(|bold| bold == "1" || bold == "true");
    }

    fn write(&mut self, text: &str) {
        self.para.text.push_str(text);
        self.para.size = self.para.size.max(self.size);
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.draft.push(Para { heading: self.title, ..std::mem::take(&mut self.para) }),
            "t" => self.in_text = false,
            "tr" => self.draft.close_row(),
            _ => {}
        }
    }
}
