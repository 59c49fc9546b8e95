//! The container of Word, Excel and PowerPoint 97–2003 and of WPS, and the text of a DOC in it.

use std::io::{Cursor, Read};

use encoding_rs::{GB18030, UTF_16LE, WINDOWS_1252};

use super::draft::{Draft, Para};
use crate::content::Limits;
use crate::model::content::{Content, Trouble};

/// An opened container.
pub(super) type Container<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

/// Opens a container.
pub(super) fn open(bytes: &[u8]) -> Result<Container<'_>, Trouble> {
    cfb::CompoundFile::open(Cursor::new(bytes))
        .map_err(|error| if ends_early(bytes) { Trouble::Truncated } else { Trouble::Corrupt(error.to_string()) })
}

/// Whether the header refers to sectors behind the end of the file.
fn ends_early(bytes: &[u8]) -> bool {
    let Some(shift) = u16_at(bytes, 30).filter(|shift| *shift == 9 || *shift == 12) else { return bytes.len() < 512 };
    let sectors = (0..109).map(|index| 76 + index * 4).chain([48]).filter_map(|at| u32_at(bytes, at));
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    sectors.filter(|sector| *sector < 0xffff_fff0).any(|sector| (u64::from(sector) + 2) << shift > length)
}

/// Reads a stream of a container; [`Trouble::NoPages`] if there is none of that name.
pub(super) fn stream(file: &mut Container<'_>, name: &str, limits: &Limits) -> Result<Vec<u8>, Trouble> {
    if !file.is_stream(name) {
        return Err(Trouble::NoPages);
    }
    let corrupt = |error: std::io::Error| Trouble::Corrupt(error.to_string());
    let stream = file.open_stream(name).map_err(corrupt)?;
    if stream.len() > limits.bytes {
        return Err(Trouble::TooLarge(limits.bytes));
    }
    let mut bytes = Vec::new();
    stream.take(limits.bytes).read_to_end(&mut bytes).map_err(corrupt)?;
    Ok(bytes)
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|b| u16::from_le_bytes(*b))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
}

/// A 32-bit offset or length.
pub(super) fn offset_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// Reads a DOC or WPS text.
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
        write(&GB18030.decode_without_bom_handling(text).0, &mut draft);
        return draft.finish(None);
    }
    let table = if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" };
    let table = match stream(&mut file, table, limits) {
        Err(Trouble::NoPages) => return Err(Trouble::Corrupt("the table stream is missing".to_owned())),
        other => other?,
    };
    let pieces = pieces(&document, &table).ok_or_else(|| Trouble::Corrupt("the piece table is damaged".to_owned()))?;
    let text = Text { document: &document, pieces };
    // The parts follow each other: body, footnotes, headers, macros, comments, endnotes, text boxes.
    let mut ends = [0_u32; 7];
    let mut end = 0_u32;
    for (part, slot) in ends.iter_mut().enumerate() {
        end = end.saturating_add(u32_at(&document, 76 + part * 4).unwrap_or(0).min(1 << 30));
        *slot = end;
    }
    let [body, notes, headers, _, comments, endnotes, boxes] = ends;
    write(&text.between(notes, headers, limits), &mut draft);
    write(&text.between(0, body, limits), &mut draft);
    write(&text.between(endnotes.max(comments), boxes, limits), &mut draft);
    draft.finish(None)
}

/// A stretch of the text: its characters, where their bytes are, and whether they are single bytes.
struct Piece {
    from: u32,
    to: u32,
    at: usize,
    single: bool,
}

struct Text<'a> {
    document: &'a [u8],
    pieces: Vec<Piece>,
}

impl Text<'_> {
    /// The text between two positions, as far as it may be needed.
    fn between(&self, from: u32, to: u32, limits: &Limits) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            let (start, end) = (piece.from.max(from), piece.to.min(to));
            if start >= end || out.len() > limits.text.saturating_mul(16) {
                continue;
            }
            let width = if piece.single { 1 } else { 2 };
            let bytes = |position: u32| usize::try_from(position - piece.from).ok().map(|n| piece.at + n * width);
            let (Some(first), Some(last)) = (bytes(start), bytes(end)) else { continue };
            let last = last.min(self.document.len());
            let Some(bytes) = self.document.get(first..last) else { continue };
            let encoding = if piece.single { WINDOWS_1252 } else { UTF_16LE };
            out.push_str(&encoding.decode_without_bom_handling(bytes).0);
        }
        out
    }
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
    let table = rest.get(5..5 + length)?;
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

/// Control characters → paragraphs, rows and pages.
fn write(text: &str, draft: &mut Draft<'_>) {
    let mut line = String::new();
    let mut fields = Vec::new();
    let mut before = '\r';
    let mut in_row = false;
    for c in text.chars() {
        match c {
            // A field: its instruction, then what is shown.
            '\u{13}' => fields.push(true),
            '\u{14}' => fields.iter_mut().rev().take(1).for_each(|hidden| *hidden = false),
            '\u{15}' => drop(fields.pop()),
            _ if fields.contains(&true) => {}
            // A mark of its own ends the row.
            '\u{7}' if before == '\u{7}' => {
                draft.close_row();
                in_row = false;
            }
            '\u{7}' => {
                if !std::mem::replace(&mut in_row, true) {
                    draft.open_row();
                }
                draft.open_cell();
                draft.push(para(&mut line));
            }
            '\r' => draft.push(para(&mut line)),
            '\u{b}' => line.push('\n'),
            '\u{c}' => {
                draft.push(para(&mut line));
                draft.hard_break();
            }
            '\u{1}' | '\u{8}' => draft.picture(),
            '\u{1e}' => line.push('-'),
            '\t' | '\u{a0}' => line.push(' '),
            c if c.is_control() => {}
            c => line.push(c),
        }
        if !fields.contains(&true) {
            before = c;
        }
    }
    draft.push(para(&mut line));
    if in_row {
        draft.close_row();
    }
}

fn para(line: &mut String) -> Para {
    Para { text: std::mem::take(line), ..Para::default() }
}
