//! DOC: the text of Word 97–2003 and of WPS.

use encoding_rs::{GB18030, UTF_16LE, WINDOWS_1252};

use super::draft::{Draft, Para};
use super::fkp::{self, Look, Runs};
use super::legacy::{offset_at, open, stream, u16_at, u32_at};
use crate::content::Limits;
use crate::model::content::{Content, Trouble};

/// Reads a document: its headers, its body, its text boxes.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let mut file = open(bytes)?;
    let document = stream(&mut file, "/WordDocument", limits)?;
    let damaged = || Trouble::Corrupt("the document header is cut short".to_owned());
    let flags = u16_at(&document, 10).ok_or_else(damaged)?;
    if flags & 0x0100 != 0 {
        return Err(Trouble::Encrypted);
    }
    let mut draft = Draft::new(limits);
    // Word 6 and 95 keep their text in one run of bytes.
    if u16_at(&document, 2).is_some_and(|version| version < 0x00c1) {
        let (from, to) = (offset_at(&document, 24).unwrap_or(0), offset_at(&document, 28).unwrap_or(0));
        let text = document.get(from..to).ok_or_else(damaged)?;
        let mut writer = Writer::new(&mut draft);
        GB18030
            .decode_without_bom_handling(text)
            .0
            .chars()
            .for_each(|c| writer.write(c, Look::default(), Look::default()));
        writer.finish();
        return draft.finish(None);
    }
    let table = if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" };
    let table = match stream(&mut file, table, limits) {
        Err(Trouble::NoPages) => return Err(Trouble::Corrupt("the table stream is missing".to_owned())),
        other => other?,
    };
    let pieces = pieces(&document, &table).ok_or_else(|| Trouble::Corrupt("the piece table is damaged".to_owned()))?;
    let (characters, paragraphs) = (Runs::characters(&document, &table), Runs::paragraphs(&document, &table));
    let text = Text { document: &document, pieces, characters, paragraphs };
    let [body, notes, headers, _, comments, endnotes, boxes] = parts(&document);
    draft.headers(true);
    text.write(notes, headers, &mut draft, limits);
    draft.headers(false);
    text.write(0, body, &mut draft, limits);
    text.write(endnotes.max(comments), boxes, &mut draft, limits);
    draft.finish(None)
}

/// Where the parts of the text end, which follow each other: body, footnotes, headers, macros,
/// comments, endnotes, text boxes.
fn parts(document: &[u8]) -> [u32; 7] {
    let mut ends = [0_u32; 7];
    let mut end = 0_u32;
    for (part, slot) in ends.iter_mut().enumerate() {
        end = end.saturating_add(u32_at(document, 76 + part * 4).unwrap_or(0).min(1 << 28));
        *slot = end;
    }
    ends
}

/// A stretch of the text: its characters, where their bytes are, and whether they are single bytes.
struct Piece {
    from: u32,
    to: u32,
    at: usize,
    single: bool,
}

/// The piece table: where the text lies in the document stream.
fn pieces(document: &[u8], table: &[u8]) -> Option<Vec<Piece>> {
    let (start, length) = (offset_at(document, 0x01a2)?, offset_at(document, 0x01a6)?);
    let mut rest = table.get(start..)?;
    rest = rest.get(..length.min(rest.len()))?;
    while *rest.first()? == 1 {
        let skip = usize::from(u16_at(rest, 1)?);
        rest = rest.get(3 + skip..)?;
    }
    let length = offset_at(rest, 1).filter(|_| rest.first() == Some(&2))?;
    let table = rest.get(5..length.checked_add(5)?)?;
    let count = length.checked_sub(4)? / 12;
    let piece = |index: usize| {
        let (from, to) = (u32_at(table, index * 4)?, u32_at(table, index * 4 + 4)?);
        let place = u32_at(table, (count + 1) * 4 + index * 8 + 2)?;
        let single = place & 0x4000_0000 != 0;
        let place = usize::try_from(place & 0x3fff_ffff).ok()?;
        Some(Piece { from, to, at: if single { place / 2 } else { place }, single })
    };
    (0..count).map(piece).collect()
}

struct Text<'a> {
    document: &'a [u8],
    pieces: Vec<Piece>,
    characters: Runs,
    paragraphs: Runs,
}

impl Text<'_> {
    /// Writes the text between two positions, as far as it may be needed.
    fn write(&self, from: u32, to: u32, draft: &mut Draft<'_>, limits: &Limits) {
        let mut writer = Writer::new(draft);
        writer.marked = fkp::told(self.document);
        let mut left = limits.text.saturating_mul(16);
        for piece in &self.pieces {
            let (start, end) = (piece.from.max(from), piece.to.min(to));
            if start >= end {
                continue;
            }
            let width = if piece.single { 1 } else { 2 };
            let place = |position: u32| usize::try_from(position - piece.from).ok().map(|n| piece.at + n * width);
            let (Some(first), Some(last)) = (place(start), place(end)) else { continue };
            let bytes = self.document.get(first..last.min(self.document.len())).unwrap_or_default();
            let bytes = bytes.get(..left).unwrap_or(bytes);
            left -= bytes.len();
            let encoding = if piece.single { WINDOWS_1252 } else { UTF_16LE };
            let mut at = first;
            for c in encoding.decode_without_bom_handling(bytes).0.chars() {
                writer.write(c, self.characters.at(at), self.paragraphs.at(at));
                at += if piece.single { 1 } else { c.len_utf16() * 2 };
            }
        }
        writer.finish();
    }
}

/// Characters and control characters → paragraphs, rows and pages.
struct Writer<'d, 'l> {
    draft: &'d mut Draft<'l>,
    para: Para,
    /// Open fields, and whether their instruction is being read.
    fields: Vec<bool>,
    before: char,
    in_row: bool,
    /// Formatting tells which marks end rows.
    marked: bool,
}

impl<'d, 'l> Writer<'d, 'l> {
    fn new(draft: &'d mut Draft<'l>) -> Self {
        Self { draft, para: Para::default(), fields: Vec::new(), before: '\r', in_row: false, marked: false }
    }

    fn write(&mut self, c: char, letter: Look, paragraph: Look) {
        match c {
            '\u{13}' => self.fields.push(true),
            '\u{14}' => self.fields.iter_mut().rev().take(1).for_each(|hidden| *hidden = false),
            '\u{15}' => drop(self.fields.pop()),
            _ if letter.unseen && c != '\u{7}' => {}
            _ if self.fields.contains(&true) => {}
            '\u{7}' => self.mark(paragraph),
            '\r' => self.end_para(paragraph),
            '\u{b}' => self.para.text.push('\n'),
            '\u{c}' => {
                self.end_para(paragraph);
                self.draft.hard_break();
            }
            '\u{1}' | '\u{8}' => self.draft.picture(),
            '\u{1e}' => self.para.text.push('-'),
            '\t' | '\u{a0}' => self.para.text.push(' '),
            c if c.is_control() => {}
            c => {
                if paragraph.page_before && self.para.text.is_empty() {
                    self.draft.soft_break();
                }
                self.para.text.push(c);
                let size = if letter.size > 0.0 || !self.marked { letter.size } else { fkp::USUAL };
                self.para.size = self.para.size.max(size);
                self.para.strong |= letter.bold;
            }
        }
        self.before = c;
    }

    /// The end of a cell, or of a row.
    fn mark(&mut self, paragraph: Look) {
        let row_end = if self.marked { paragraph.row_end } else { self.before == '\u{7}' };
        if row_end {
            if std::mem::take(&mut self.in_row) {
                self.draft.close_row();
            }
            return;
        }
        if !std::mem::replace(&mut self.in_row, true) {
            self.draft.open_row();
        }
        self.draft.open_cell();
        self.end_para(paragraph);
    }

    fn end_para(&mut self, look: Look) {
        let mut para = std::mem::take(&mut self.para);
        para.heading |= look.heading;
        para.strong |= look.centred;
        self.draft.push(para);
    }

    fn finish(mut self) {
        self.end_para(Look::default());
        if self.in_row {
            self.draft.close_row();
        }
    }
}
