//! The records of an XLS workbook, made harmless before they are read: cells far outside of what a
//! sheet may hold would otherwise make the reader allocate everything between.

use std::collections::HashSet;
use std::io::{Cursor, Write};

use super::legacy::stream;
use crate::content::Limits;
use crate::model::content::Trouble;

/// Cells of all sheets together that the reader may allocate.
const CELLS: u64 = 8_000_000;

/// Rows further down are not read.
const ROWS: u64 = 30_000;

/// The type of a record that no reader knows.
const UNKNOWN: [u8; 2] = [0xff, 0x7f];

/// A container that holds nothing but the workbook, without what is dangerous in it.
pub(super) fn harmless(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Trouble> {
    let mut file = super::legacy::open(bytes)?;
    let mut workbook = match stream(&mut file, "/Workbook", limits) {
        Err(Trouble::NoPages) => stream(&mut file, "/Book", limits)?,
        other => other?,
    };
    defuse(&mut workbook)?;
    let corrupt = |error: std::io::Error| Trouble::Corrupt(error.to_string());
    let mut safe = cfb::CompoundFile::create(Cursor::new(Vec::new())).map_err(corrupt)?;
    safe.create_stream("/Workbook").and_then(|mut stream| stream.write_all(&workbook)).map_err(corrupt)?;
    safe.flush().map_err(corrupt)?;
    Ok(safe.into_inner().into_inner())
}

/// How far down and right the cells of one sheet reach.
#[derive(Default, Clone, Copy)]
struct Extent {
    rows: u64,
    columns: u64,
}

impl Extent {
    fn with(self, row: u64, column: u64) -> Self {
        Self { rows: self.rows.max(row + 1), columns: self.columns.max(column + 1) }
    }

    fn area(self) -> u64 {
        self.rows * self.columns
    }
}

/// Goes through all records once and disables those that ask for too much.
fn defuse(book: &mut [u8]) -> Result<(), Trouble> {
    let (mut at, mut used) = (0_usize, 0_u64);
    let mut open: Vec<Extent> = Vec::new();
    let mut begins: HashSet<u32> = HashSet::new();
    let mut sheets: Vec<usize> = Vec::new();
    while let Some((kind, data)) = record(book, at) {
        let (start, end) = (at + 4, at + 4 + data.len());
        let word =
            |offset: usize| data.get(offset..offset + 2).map_or(0, |b| u64::from(u16::from_le_bytes([b[0], b[1]])));
        let mut disable = false;
        match kind {
            0x0809 => {
                begins.insert(u32::try_from(at).unwrap_or(u32::MAX));
                open.push(Extent::default());
            }
            0x000a => drop(open.pop()),
            0x002f if word(0) != 0 => return Err(Trouble::Encrypted),
            0x0085 => sheets.push(at),
            // What names and formulas are made of is not needed. The size is only a claim.
            0x0017 | 0x0018 | 0x0200 => disable = true,
            0x0006 | 0x00bd | 0x00d6 | 0x00fd | 0x0203 | 0x0204 | 0x0205 | 0x027e => {
                let last = if kind == 0x00bd { word(data.len().saturating_sub(2)) } else { word(2) };
                let extent = open.last().copied().unwrap_or_default();
                let wider = extent.with(word(0), word(2).max(last));
                let more = wider.area() - extent.area();
                let short = data.len() < if kind == 0x0006 { 22 } else { 6 };
                disable = short || word(0) >= ROWS || used + more > CELLS;
                if !disable {
                    used += more;
                    if let Some(extent) = open.last_mut() {
                        *extent = wider;
                    }
                }
            }
            _ => {}
        }
        if disable {
            patch(book, at, UNKNOWN);
        } else if kind == 0x0006 {
            patch(book, (start + 20).min(end), [0, 0]);
        }
        at = end;
    }
    keep_sheets(book, &sheets, &begins);
    Ok(())
}

/// A sheet must begin where one begins, and no two at the same place.
fn keep_sheets(book: &mut [u8], sheets: &[usize], begins: &HashSet<u32>) {
    let mut known = HashSet::new();
    for at in sheets {
        let place =
            record(book, *at).and_then(|(_, data)| data.first_chunk::<4>()).map(|place| u32::from_le_bytes(*place));
        if !place.is_some_and(|place| begins.contains(&place) && known.insert(place)) {
            patch(book, *at, UNKNOWN);
        }
    }
}

fn patch(book: &mut [u8], at: usize, with: [u8; 2]) {
    if let Some(bytes) = book.get_mut(at..at + 2) {
        bytes.copy_from_slice(&with);
    }
}

/// The record at an offset: its type and its data.
fn record(book: &[u8], at: usize) -> Option<(u16, &[u8])> {
    let head = book.get(at..)?.first_chunk::<4>()?;
    let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
    Some((u16::from_le_bytes([head[0], head[1]]), book.get(at + 4..at + 4 + length)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rec(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        let data = [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat();
        rec(0x0203, &data)
    }

    #[test]
    fn a_far_cell_is_disabled_a_near_one_is_kept() {
        let parts = [rec(0x0809, &[0; 8]), cell(0, 0), cell(65_535, 255), cell(9, 9), rec(0x000a, &[])];
        let mut book = parts.concat();
        defuse(&mut book).unwrap();
        let kinds: Vec<u16> = [12, 30, 48].iter().map(|at| record(&book, *at).unwrap().0).collect();
        assert_eq!(kinds, [0x0203, 0x7fff, 0x0203]);
    }

    #[test]
    fn a_sheet_that_begins_nowhere_is_disabled_and_a_password_is_told() {
        let mut book = [rec(0x0085, &[9, 0, 0, 0]), rec(0x0809, &[0; 8])].concat();
        defuse(&mut book).unwrap();
        assert_eq!(record(&book, 0).unwrap().0, 0x7fff);
        assert_eq!(defuse(&mut rec(0x002f, &[1, 0])), Err(Trouble::Encrypted));
    }
}
