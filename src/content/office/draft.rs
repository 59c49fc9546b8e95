//! A document while it is read: paragraphs, pages, rows of tables.

use crate::content::layout::{self, Line};
use crate::content::said::{self, tables::Tables};
use crate::content::{Limits, text};
use crate::model::content::{Content, Page, Said, Seal, Source, Trouble};

/// One paragraph.
#[derive(Debug, Clone, Default)]
pub(in crate::content) struct Para {
    /// Its text; `\n` where a line is broken by hand.
    pub text: String,
    /// Height of its letters; 0 if unknown.
    pub size: f32,
    /// Its style says that it is a heading.
    pub heading: bool,
    /// Bold or centred: a heading, if it is also larger than the rest.
    pub strong: bool,
}

/// Lines of headers that are kept.
const HEADERS: usize = 40;

/// Pages as far as they have been read.
#[derive(Debug)]
pub(in crate::content) struct Draft<'a> {
    limits: &'a Limits,
    pages: Vec<Sheet>,
    page: Sheet,
    /// Pages so far without the last one, also those that are not kept.
    count: u32,
    /// Characters of text that are still kept.
    left: usize,
    /// Table rows that are open, the innermost last.
    rows: Vec<Vec<Vec<Para>>>,
    /// What rows and lines say.
    tables: Tables,
    /// A page ended within an open row.
    ended: bool,
    /// What is read are headers.
    header: bool,
}

#[derive(Debug, Default)]
struct Sheet {
    paras: Vec<Para>,
    chars: usize,
    picture: bool,
    /// Not only in its header.
    pictured: bool,
    /// Whether its pictures show a seal, as far as they were looked at.
    seal: Option<Seal>,
    /// Persons its tables name.
    said: Said,
    /// Text was left out.
    cut: bool,
}

impl Sheet {
    fn is_empty(&self) -> bool {
        self.paras.is_empty() && !self.picture && !self.cut
    }
}

impl<'a> Draft<'a> {
    /// Nothing yet.
    pub(in crate::content) fn new(limits: &'a Limits) -> Self {
        let (page, left) = (Sheet::default(), limits.text);
        let (pages, rows, tables) = (Vec::new(), Vec::new(), Tables::default());
        Self { limits, pages, page, count: 0, left, rows, tables, ended: false, header: false }
    }

    /// Adds a paragraph where the document is now: to the page, or to the open cell.
    pub(in crate::content) fn push(&mut self, para: Para) {
        self.put(para, Tables::line);
    }

    /// The same, with what is to be learnt from its lines.
    fn put(&mut self, para: Para, learn: fn(&mut Tables, &str)) {
        if para.text.trim().is_empty() {
            return;
        }
        if let Some(row) = self.rows.last_mut() {
            match row.last_mut() {
                Some(cell) => cell.push(para),
                None => row.push(vec![para]),
            }
            return;
        }
        for line in para.text.split('\n').filter(|line| !line.trim().is_empty()) {
            if !line.contains('\t') {
                learn(&mut self.tables, line);
            }
            self.keep(Para { text: line.to_owned(), ..para });
        }
    }

    /// What follows are headers, or no longer: sections repeat theirs, which is told once.
    pub(in crate::content) fn headers(&mut self, header: bool) {
        self.header = header;
    }

    fn keep(&mut self, mut para: Para) {
        let told = &self.page.paras;
        if self.header && (told.len() >= HEADERS || told.iter().any(|known| known.text == para.text)) {
            return;
        }
        let room = self.left.min(self.limits.page_text.saturating_sub(self.page.chars));
        if room == 0 || self.pages.len() >= self.limits.pages {
            self.page.cut = true;
            return;
        }
        text::cut(&mut para.text, room);
        let chars = para.text.chars().count() + 1;
        self.page.chars += chars;
        self.left = self.left.saturating_sub(chars);
        self.page.paras.push(para);
    }

    /// The page shows a small picture: a logo or a stamp.
    pub(in crate::content) fn small_picture(&mut self) {
        self.page.picture = true;
    }

    /// The page shows a picture.
    pub(in crate::content) fn picture(&mut self) {
        self.page.picture = true;
        self.page.pictured |= !self.header;
    }

    /// A picture on the page that was looked at, or could not be.
    pub(in crate::content) fn seal(&mut self, seal: Seal) {
        let known = self.page.seal.get_or_insert(seal);
        *known = match (*known, seal) {
            (Seal::Seen, _) | (_, Seal::Seen) => Seal::Seen,
            (Seal::CannotTell, _) | (_, Seal::CannotTell) => Seal::CannotTell,
            (Seal::NotSeen, Seal::NotSeen) => Seal::NotSeen,
        };
    }

    /// A table row begins.
    pub(in crate::content) fn open_row(&mut self) {
        self.rows.push(Vec::new());
    }

    /// A cell of the open row begins.
    pub(in crate::content) fn open_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.push(Vec::new());
        }
    }

    /// The open row ends. Its cells become one line; a row with a single filled cell frames running
    /// text and keeps its paragraphs.
    pub(in crate::content) fn close_row(&mut self) {
        let Some(mut cells) = self.rows.pop() else { return };
        let plain = |cell: &Vec<Para>| cell.iter().map(|para| para.text.as_str()).collect::<Vec<_>>().join(" ");
        self.tables.row(&cells.iter().map(plain).collect::<Vec<_>>());
        cells.retain(|cell| !cell.is_empty());
        if let [only] = cells.as_mut_slice() {
            std::mem::take(only).into_iter().for_each(|para| self.put(para, Tables::framed));
        } else if let Some(first) = cells.first().and_then(|cell| cell.first()) {
            let size = first.size;
            let text: Vec<String> = cells.iter().flatten().map(|para| para.text.replace('\n', " ")).collect();
            self.put(Para { text: text.join("\t"), size, heading: false, strong: false }, Tables::framed);
        }
        if self.rows.is_empty() && std::mem::take(&mut self.ended) {
            self.soft_break();
        }
    }

    /// A page ends because the author wants it to.
    pub(in crate::content) fn hard_break(&mut self) {
        if !self.rows.is_empty() {
            self.ended = true;
            return;
        }
        self.count = self.count.saturating_add(1);
        let mut page = std::mem::take(&mut self.page);
        page.said = self.tables.finish();
        if self.pages.len() < self.limits.pages {
            self.pages.push(page);
        }
    }

    /// A page ended here when it was last shown; at the start of a page that says nothing new.
    pub(in crate::content) fn soft_break(&mut self) {
        if !self.rows.is_empty() {
            self.ended = true;
        } else if !self.page.is_empty() {
            self.hard_break();
        }
    }

    /// What the document says.
    pub(in crate::content) fn finish(mut self, trouble: Option<Trouble>) -> Result<Content, Trouble> {
        while !self.rows.is_empty() {
            self.close_row();
        }
        if !self.page.is_empty() || self.count == 0 {
            self.hard_break();
        }
        if let Some(trouble) = trouble.clone().filter(|_| self.pages.iter().all(Sheet::is_empty)) {
            return Err(trouble);
        }
        let bare_title = trouble.is_none() && is_bare_title(&self.pages);
        let body = usual_size(&self.pages);
        let limits = self.limits;
        let pages = self.pages.into_iter().map(|page| finished(page, body, limits)).collect();
        Ok(Content { trouble, page_count: self.count, pages, bare_title, ..Content::default() })
    }
}

/// Whether all there is names a record and perhaps whose it is.
fn is_bare_title(pages: &[Sheet]) -> bool {
    if pages.iter().any(|page| page.picture || page.cut) {
        return false;
    }
    let lines: Vec<String> =
        pages.iter().flat_map(|page| &page.paras).map(|para| layout::clean(&para.text)).take(3).collect();
    match lines.as_slice() {
        [title] => said::is_title(title),
        [company, title] => said::is_company(company) && said::is_title(title),
        _ => false,
    }
}

/// The size most letters of a document have.
fn usual_size(pages: &[Sheet]) -> f32 {
    let paras = pages.iter().flat_map(|page| &page.paras);
    let mut sizes: Vec<(f32, usize)> = paras.filter(|p| p.size > 0.0).map(|p| (p.size, p.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, length)| length).sum::<usize>() / 2;
    let mut seen = 0;
    sizes
        .iter()
        .find(|(_, length)| {
            seen += length;
            seen > half
        })
        .map_or(0.0, |(size, _)| *size)
}

fn finished(page: Sheet, body: f32, limits: &Limits) -> Page {
    let line = |para: Para| {
        let heading = para.heading || (para.strong && body > 0.0 && para.size >= body * 1.15);
        Line { text: para.text, size: para.size, top: 0.0, heading }
    };
    if page.paras.is_empty() && page.cut {
        return Page { source: Source::Layer, said: page.said, seal: page.seal, ..Page::default() };
    }
    let (said, seal, pictured) = (page.said, page.seal, page.pictured);
    let empty = page.paras.is_empty();
    let lines: Vec<Line> = page.paras.into_iter().map(line).collect();
    let source = if empty && page.picture { Source::Unread } else { Source::Layer };
    Page { said, seal, pictured, ..layout::page(&lines, source, limits) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn para(text: &str) -> Para {
        Para { text: text.to_owned(), ..Para::default() }
    }

    #[test]
    fn cells_of_a_row_are_one_line_and_a_frame_keeps_its_paragraphs() {
        let limits = Limits::default();
        let mut draft = Draft::new(&limits);
        for cells in [&["甲", "乙"][..], &["丙"][..]] {
            draft.open_row();
            for cell in cells {
                draft.open_cell();
                draft.push(para(cell));
            }
            draft.push(para("续"));
            draft.close_row();
        }
        assert_eq!(draft.finish(None).unwrap().pages[0].text, "甲 乙 续\n丙\n续");
    }

    #[test]
    fn a_soft_break_after_a_hard_one_is_the_same_break() {
        let limits = Limits::default();
        let mut draft = Draft::new(&limits);
        draft.push(para("一"));
        draft.hard_break();
        draft.soft_break();
        draft.push(para("二"));
        draft.hard_break();
        assert_eq!(draft.finish(None).unwrap().page_count, 2);
    }

    #[test]
    fn large_and_bold_is_a_heading_bold_alone_is_not() {
        let limits = Limits::default();
        let mut draft = Draft::new(&limits);
        draft.push(Para { text: "某某公司".to_owned(), size: 10.5, strong: true, heading: false });
        draft.push(Para { text: "服务承诺".to_owned(), size: 22.0, strong: true, heading: false });
        draft.push(Para { text: "正文正文正文正文。".to_owned(), size: 10.5, strong: false, heading: false });
        assert_eq!(draft.finish(None).unwrap().pages[0].titles, ["服务承诺", "某某公司"]);
    }

    #[test]
    fn text_and_pages_are_bounded_but_pages_are_counted() {
        let limits = Limits { pages: 2, text: 3, ..Limits::default() };
        let mut draft = Draft::new(&limits);
        for _ in 0..5 {
            draft.push(para("一二三四"));
            draft.hard_break();
        }
        let content = draft.finish(None).unwrap();
        assert_eq!((content.page_count, content.pages.len()), (5, 2));
        assert_eq!(content.pages[0].text, "一二三");
    }
}
