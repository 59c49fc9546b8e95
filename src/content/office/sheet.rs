//! XLSX and XLS: the cells of a workbook.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xls, XlsError, Xlsx};

use super::package::Package;
use super::table::Sheet;
use super::workbook;
use super::xml::{Token, walk};
use crate::content::{Limits, own};
use crate::model::content::{Content, Page, Trouble};

/// Sheets while they are read.
pub(super) struct Book<'a> {
    limits: &'a Limits,
    pages: Vec<Page>,
    count: u32,
    left: usize,
}

impl<'a> Book<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, pages: Vec::new(), count: 0, left: limits.text }
    }

    pub(super) fn is_full(&self) -> bool {
        self.pages.len() >= self.limits.pages
    }

    /// Counts a sheet that is not kept.
    pub(super) fn skip(&mut self) {
        self.count = self.count.saturating_add(1);
    }

    pub(super) fn add(&mut self, sheet: Sheet) {
        self.skip();
        if self.is_full() {
            return;
        }
        let page = sheet.finish(self.limits, self.left);
        self.left = self.left.saturating_sub(page.text.chars().count());
        self.pages.push(page);
    }

    pub(super) fn finish(self, trouble: Option<Trouble>) -> Result<Content, Trouble> {
        if self.pages.is_empty() {
            return Err(trouble.unwrap_or(Trouble::NoPages));
        }
        Ok(Content { trouble, page_count: self.count, pages: self.pages, ..Content::default() })
    }
}

/// Columns whose empty cells are kept, so that rows stand under their header.
const PLACED: usize = 64;

/// The names of the sheets that are shown.
fn shown(sheets: &[calamine::Sheet]) -> Vec<String> {
    let shown = |s: &&calamine::Sheet| s.visible == SheetVisible::Visible && s.typ == SheetType::WorkSheet;
    sheets.iter().filter(shown).map(|sheet| sheet.name.clone()).collect()
}

/// Reads an XLSX workbook, cell by cell: a sheet may claim to be far larger than what it holds.
pub(super) fn xlsx(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let Parts { pictures, own_report } = check(bytes, limits)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| corrupt(&error))?;
    let mut book = Book::new(limits);
    let mut trouble = None;
    for name in shown(workbook.sheets_metadata()) {
        if book.is_full() {
            book.skip();
            continue;
        }
        let mut sheet = Sheet::new(Some(name.clone()));
        sheet.picture = pictures;
        let read = fill(&mut workbook, &name, &mut sheet, limits);
        trouble = trouble.or(read.err());
        book.add(sheet);
    }
    Ok(Content { own_report, ..book.finish(trouble)? })
}

fn fill(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, sheet: &mut Sheet, limits: &Limits) -> Result<(), Trouble> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| corrupt(&error))?;
    let (mut at, mut cells) = (0, Vec::new());
    loop {
        let cell = match reader.next_cell() {
            Ok(cell) => cell,
            Err(error) => {
                sheet.row(&cells, 1, limits);
                return Err(corrupt(&error));
            }
        };
        let Some(cell) = cell else { break };
        if cell.get_position().0 != at {
            at = cell.get_position().0;
            if !sheet.row(&std::mem::take(&mut cells), 1, limits) {
                return Ok(());
            }
        }
        if cells.len() < super::table::CELLS && !matches!(cell.get_value(), DataRef::Empty) {
            // Near cells stand at their place; far ones follow.
            let column = usize::try_from(cell.get_position().1).unwrap_or(usize::MAX);
            if (cells.len()..PLACED).contains(&column) {
                cells.resize(column, String::new());
            }
            cells.push(shown_as(&Data::from(cell.get_value().clone())));
        }
    }
    sheet.row(&cells, 1, limits);
    Ok(())
}

/// What the parts of a workbook tell beside its cells.
struct Parts {
    pictures: bool,
    /// Its properties name this program.
    own_report: bool,
}

/// Looks at a workbook's parts before another reader allocates what they claim; whether there are pictures.
fn check(bytes: &[u8], limits: &Limits) -> Result<Parts, Trouble> {
    let mut package = Package::open(bytes, limits)?;
    let names = package.names();
    for name in names.iter().filter(|name| name.to_lowercase().ends_with("sharedstrings.xml")) {
        let xml = package.need(name)?;
        let mut claimed = None;
        walk(&xml, limits.depth, |token| {
            if let Token::Open(element) = token
                && element.is("sst")
            {
                claimed = element.number::<usize>("uniqueCount").or(claimed);
            }
        })?;
        // The shortest string takes five bytes: <si/>.
        if claimed.is_some_and(|claimed| claimed > xml.len()) {
            return Err(Trouble::Corrupt("more strings are claimed than there are".to_owned()));
        }
    }
    let properties = package.text("docProps/core.xml").ok().flatten();
    Ok(Parts {
        pictures: names.iter().any(|name| name.starts_with("xl/media/")),
        own_report: properties.is_some_and(|xml| own::is_marked(&xml)),
    })
}

/// Reads an XLS workbook.
pub(super) fn xls(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let safe = workbook::harmless(bytes, limits)?;
    let mut workbook: Xls<_> = Xls::new(Cursor::new(safe)).map_err(|error| match error {
        XlsError::Password => Trouble::Encrypted,
        error => corrupt(&error),
    })?;
    let mut book = Book::new(limits);
    let mut trouble = None;
    for name in shown(workbook.sheets_metadata()) {
        let mut sheet = Sheet::new(Some(name.clone()));
        match workbook.worksheet_range(&name) {
            Ok(range) => {
                let mut rows = range.rows().map(|row| row.iter().map(shown_as).collect::<Vec<_>>());
                while rows.next().is_some_and(|row| sheet.row(&row, 1, limits)) {}
            }
            Err(error) => trouble = trouble.or(Some(corrupt(&error))),
        }
        book.add(sheet);
    }
    book.finish(trouble)
}

fn corrupt(error: &impl std::fmt::Display) -> Trouble {
    Trouble::Corrupt(error.to_string())
}

/// A cell as a reader would see it.
fn shown_as(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => self::number(*number),
        Data::String(text) => text.clone(),
        Data::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(date) => self::date(date),
        Data::DateTimeIso(text) | Data::DurationIso(text) => iso(text),
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A number without the noise of its binary form.
pub(super) fn number(number: f64) -> String {
    let text = format!("{number:.9}");
    if number.abs() >= 1e15 || !text.contains('.') {
        return number.to_string();
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A date as 2024-03-01, with the time of day if there is one.
fn date(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = date.to_ymd_hms_milli();
    if date.is_duration() {
        return number(date.as_f64());
    }
    let (day, time) = (format!("{year:04}-{month:02}-{day:02}"), format!("{hour:02}:{minute:02}"));
    match (date.as_f64() < 1.0, time == "00:00") {
        (true, _) => time,
        (false, true) => day,
        (false, false) => format!("{day} {time}"),
    }
}

/// A date in ISO 8601 without a time of day that says nothing.
pub(super) fn iso(text: &str) -> String {
    let (day, time) = text.split_once('T').unwrap_or((text, ""));
    if time.is_empty() || time.starts_with("00:00") {
        day.to_owned()
    } else {
        format!("{day} {}", time.get(..5).unwrap_or(time))
    }
}
