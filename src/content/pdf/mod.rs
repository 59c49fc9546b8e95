//! PDF: the text layer, the table of contents, form fields, and how pages look that are scans.

mod device;
mod nesting;
mod open;
mod render;
mod structure;
mod text;
mod title;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::RenderCache;
use hayro_interpret::font::FontQuery;
use hayro_interpret::{InterpreterCache, InterpreterSettings, InterpreterWarning};
use hayro_syntax::Pdf as Document;
use hayro_syntax::page::Page as Sheet;

use self::device::Drawn;
use super::said::tables::Tables;
use super::{Options, Reader, layout, ocr, picture};
use crate::model::content::{Content, Page, Seal, Source, Trouble};

pub(super) struct Pdf;

impl Reader for Pdf {
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Content, Trouble> {
        let (document, trouble) = open::open(bytes)?;
        let (mut pages, damaged) = pages(&document, options);
        if trouble == Some(Trouble::Truncated) {
            // What would be seen on an empty page may be what is missing.
            pages.iter_mut().filter(|page| page.source == Source::Blank).for_each(|page| page.source = Source::Unread);
        }
        Ok(Content {
            trouble: trouble.or(damaged),
            page_count: u32::try_from(document.pages().len()).unwrap_or(u32::MAX),
            pages,
            outline: structure::outline(&document),
            fields: structure::fields(&document),
            signed: structure::is_signed(&document),
            ..Content::default()
        })
    }
}

/// How a page looks, counted from 0, in grey pixels: width, height, rows.
pub(super) fn pixels(bytes: &[u8], page: usize, options: &Options) -> Option<(u32, u32, Vec<u8>)> {
    let (document, _) = open::open(bytes).ok()?;
    let seen = Desk::new(options).look(document.pages().get(page)?)?;
    Some((seen.width, seen.height, seen.levels))
}

/// The pages up to the limits, and what kept one of them from being read.
fn pages(document: &Document, options: &Options) -> (Vec<Page>, Option<Trouble>) {
    let mut pages = Vec::new();
    let mut damaged = None;
    let mut desk = Desk::new(options);
    let mut room = options.limits.text;
    for (at, sheet) in document.pages().iter().take(options.limits.pages).enumerate() {
        if room == 0 {
            break;
        }
        // One page the interpreter stumbles over does not cost the others.
        let page = catch_unwind(AssertUnwindSafe(|| desk.page(sheet))).unwrap_or_else(|_| {
            damaged = Some(Trouble::Corrupt(format!("page {} could not be interpreted", at + 1)));
            Page::default()
        });
        if desk.torn.swap(false, Ordering::Relaxed) {
            damaged = Some(Trouble::Corrupt(format!("an image on page {} could not be decoded", at + 1)));
        }
        room = room.saturating_sub(page.text.chars().count());
        pages.push(page);
    }
    (pages, damaged)
}

/// Images that cover more of a page than this are more than a logo and a stamp.
const PHOTO: f64 = 0.05;

/// Reads one page after the other with the fonts all of them share.
struct Desk<'a> {
    options: &'a Options,
    settings: InterpreterSettings,
    fonts: InterpreterCache<'a>,
    forms: nesting::Forms,
    drawings: RenderCache<'a>,
    rendered: usize,
    tables: Tables,
    /// Set when an image could not be decoded.
    torn: Arc<AtomicBool>,
    /// Set when Chinese letters, or others of a large font, had to be drawn and the font was not there.
    unlettered: Arc<AtomicBool>,
}

impl<'a> Desk<'a> {
    fn new(options: &'a Options) -> Self {
        let torn = Arc::new(AtomicBool::new(false));
        let notice = Arc::clone(&torn);
        let warning_sink = Arc::new(move |warning| {
            notice.fetch_or(matches!(warning, InterpreterWarning::ImageDecodeFailure), Ordering::Relaxed);
        });
        let unlettered = Arc::new(AtomicBool::new(false));
        let (notice, settings) = (Arc::clone(&unlettered), InterpreterSettings::default());
        let resolve = Arc::clone(&settings.font_resolver);
        let font_resolver = Arc::new(move |query: &FontQuery| {
            let large = matches!(query, FontQuery::Fallback(font) if font.character_collection.is_some());
            notice.fetch_or(large, Ordering::Relaxed);
            resolve(query)
        });
        Self {
            options,
            settings: InterpreterSettings { warning_sink, font_resolver, ..settings },
            fonts: InterpreterCache::new(),
            forms: nesting::Forms::default(),
            drawings: RenderCache::new(),
            rendered: 0,
            tables: Tables::default(),
            torn,
            unlettered,
        }
    }

    fn page(&mut self, sheet: &'a Sheet<'a>) -> Page {
        if self.forms.explode(sheet) {
            return Page::default();
        }
        let drawn = device::look(sheet, &self.fonts, &self.settings, self.options.limits.page_text);
        if drawn.is_text() {
            let (seal, pictured) = (Some(self.seal(sheet, &drawn)), drawn.has_images() && drawn.covered() > PHOTO);
            let lines = text::lines(drawn.flows, drawn.size);
            lines.iter().for_each(|line| self.tables.line(&line.text));
            let page = layout::page(&lines, Source::Layer, &self.options.limits);
            Page { seal, pictured, said: self.tables.finish(), ..page }
        } else if drawn.is_picture() {
            self.scan(sheet, drawn)
        } else {
            Page { source: Source::Blank, seal: Some(Seal::NotSeen), ..Page::default() }
        }
    }

    /// A page as it looks; `None` if it would look empty for want of its font.
    fn look(&mut self, sheet: &'a Sheet<'a>) -> Option<render::Grey> {
        if self.forms.explode(sheet) {
            return None;
        }
        let limits = &self.options.limits;
        let drawn = device::look(sheet, &self.fonts, &self.settings, limits.page_text);
        let admitted = drawn.dots() <= limits.pixels && !self.unlettered.load(Ordering::Relaxed);
        admitted.then(|| render::grey(sheet, &self.drawings, &self.settings, false)).flatten()
    }

    /// Whether a page of text bears a seal, as a picture set on it or drawn in red.
    fn seal(&mut self, sheet: &'a Sheet<'a>, drawn: &Drawn) -> Seal {
        let limits = &self.options.limits;
        if !drawn.may_bear_seal() {
            return if drawn.has_images() { Seal::CannotTell } else { Seal::NotSeen };
        }
        if self.rendered >= limits.rendered || drawn.dots() > limits.pixels {
            return Seal::CannotTell;
        }
        self.rendered += 1;
        let seen = render::grey(sheet, &self.drawings, &self.settings, false);
        let small = seen.and_then(|seen| seen.colour);
        match small.map(|small| picture::seal::seal(&small, picture::seal::Extent::Page)) {
            Some(seen) => seen,
            None => Seal::CannotTell,
        }
    }

    /// A page whose text, if any, is to be seen only.
    fn scan(&mut self, sheet: &'a Sheet<'a>, drawn: Drawn) -> Page {
        let limits = &self.options.limits;
        let engine = self.options.ocr.as_ref();
        let silent = drawn.is_silent();
        let too_large = drawn.dots() > limits.pixels;
        let (only, frame) = (drawn.only_image(), drawn.frame());
        // A caption such as a scanning program's own mark is all the text there is.
        let caption = if drawn.is_mute() { Vec::new() } else { text::lines(drawn.flows, drawn.size) };
        let page = layout::page(&caption, Source::Unread, limits);
        if self.rendered >= limits.rendered || too_large {
            return page;
        }
        self.rendered += 1;
        let Some(seen) = render::grey(sheet, &self.drawings, &self.settings, engine.is_some()) else {
            return page;
        };
        if picture::is_blank(seen.width, seen.height, &seen.levels) {
            let blank = silent && !self.torn.load(Ordering::Relaxed);
            let (source, seal) =
                if blank { (Source::Blank, Seal::NotSeen) } else { (Source::Unread, Seal::CannotTell) };
            return Page { source, seal: Some(seal), ..page };
        }
        let colour = seen.colour.clone();
        let small = if engine.is_some() { seen.half() } else { seen.clone() };
        let small = frame.map_or_else(|| small.clone(), |frame| small.crop(frame));
        let mut look = picture::of_grey(small.width, small.height, &small.levels);
        let seal = Some(picture::seal_on_page(colour.as_ref(), &look));
        look.stream = only.and_then(|id| render::jpeg_digest(sheet, id));
        let read = engine.and_then(|engine| ocr::read_page(engine, seen.width, seen.height, &seen.levels));
        let page = read.map_or(page, |read| layout::page(&read.lines, Source::Ocr(read.confidence), limits));
        Page { picture: Some(look), seal, ..page }
    }
}
