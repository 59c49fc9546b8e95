//! The report as a workbook: the list in its own order with columns to fill in, files left over, findings.

mod overview;

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use crate::i18n::pick;
use crate::model::assessment::Assessment;
use crate::model::mark::GENERATOR;
use crate::model::text::Lang;
use crate::report::view::{FileLine, PageData, Row, found};

pub use overview::write_overview;

/// Excel takes hardly more in a cell, counted in UTF-16.
const CELL: usize = 32_000;
/// How many files of one sort are named in a cell.
const NAMED: usize = 100;

/// Writes the workbook.
pub fn write(assessment: &Assessment, lang: Lang, mut out: impl Write) -> io::Result<()> {
    let data = PageData::new(assessment, lang);
    let bytes = Book { data, lang }.render(assessment).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

struct Book {
    data: PageData,
    lang: Lang,
}

/// A column: its title and its width in characters.
type Column = (&'static str, f64);

impl Book {
    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.lang, zh, en)
    }

    fn render(&self, assessment: &Assessment) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // The same report is the same bytes, whenever it is written.
        let (year, month, day) = (assessment.today.year(), assessment.today.month(), assessment.today.day());
        let date = ExcelDateTime::from_ymd(
            u16::try_from(year).unwrap_or(2000),
            u8::try_from(month).unwrap_or(1),
            u8::try_from(day).unwrap_or(1),
        )?;
        let properties = DocProperties::new().set_title(&self.data.list).set_keywords(GENERATOR);
        book.set_properties(&properties.set_creation_datetime(&date));
        self.items(book.add_worksheet())?;
        if !self.data.products.is_empty() {
            self.products(book.add_worksheet())?;
        }
        self.findings(assessment, book.add_worksheet())?;
        self.files(book.add_worksheet())?;
        if !self.data.settings.is_empty() {
            self.settings(book.add_worksheet())?;
        }
        book.save_to_buffer()
    }

    /// All that is to be written into `dossier.yaml`, a line a row, to be copied as a column.
    fn settings(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.say("抄进 dossier.yaml", "For dossier.yaml"))?;
        sheet.set_column_width(0, 100)?;
        sheet.write_string_with_format(0, 0, self.data.settings_title, &Format::new().set_bold().set_text_wrap())?;
        for (line, at) in self.data.settings.iter().zip(1..) {
            sheet.write_string(at, 0, cell(line))?;
        }
        printed(sheet);
        Ok(())
    }

    /// The list in its own order.
    fn items(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let data = &self.data;
        sheet.set_name(self.say("材料清单", "Checklist"))?;
        let title = Format::new().set_bold().set_font_size(14);
        sheet.write_string_with_format(0, 0, cell(&data.list), &title)?;
        let stages = if data.stages.is_empty() { String::new() } else { format!(" | {}", data.stages) };
        sheet.write_string(1, 0, cell(&format!("{}{stages} | {}", data.dossier, data.today)))?;
        let colon = self.say("：", ": ");
        let verdict = format!("{}{colon}{}", data.verdict, data.totals);
        sheet.write_string_with_format(2, 0, cell(&verdict), &Format::new().set_bold())?;
        let next = format!("{}{}", self.say("下一步：", "Next: "), data.next_step);
        sheet.write_string(
            3,
            0,
            cell(&match &data.blindness {
                Some(blindness) => format!("{blindness}{}{next}", self.say("。", ". ")),
                None => next,
            }),
        )?;
        let columns: [Column; 12] = [
            (self.say("编号", "No"), 6.0),
            (self.say("材料", "Item"), 22.0),
            (self.say("必交", "Required"), self.say(6.0, 9.0)),
            (self.say("状态", "State"), self.say(9.0, 14.0)),
            (self.say("应有", "Need"), 6.0),
            (self.say("已有", "Have"), 6.0),
            (self.say("最多可能", "At most"), self.say(9.0, 8.0)),
            (self.say("计入的文件", "Counted"), 30.0),
            (self.say("不计或待确认的文件", "Not counted, or to look at"), 36.0),
            (self.say("怎么办", "What to do"), 36.0),
            (self.say("负责人", "Owner"), 9.0),
            (self.say("完成期限", "Due"), 11.0),
        ];
        let first = 5;
        heads(sheet, first, &columns)?;
        let (plain, middle) = (body(), body().set_align(FormatAlign::Center));
        for (row, at) in data.items.iter().zip(first + 1..) {
            let required = if row.required { self.say("是", "yes") } else { "" };
            let (counted, others, todo) = (self.names(&row.evidence, false), self.others(row), todo(row));
            sheet.write_string_with_format(at, 0, cell(&row.no), &plain)?;
            sheet.write_string_with_format(at, 1, cell(&row.title), &plain)?;
            sheet.write_string_with_format(at, 2, required, &middle)?;
            sheet.write_string_with_format(at, 3, row.word, &painted(row))?;
            for (column, number) in [(4, row.need), (5, row.have), (6, row.possible)] {
                sheet.write_number_with_format(at, column, number, &middle)?;
            }
            for (column, text) in [(7, &*counted), (8, &*others), (9, &*todo), (10, ""), (11, "")] {
                sheet.write_string_with_format(at, column, cell(text), &plain)?;
            }
            let texts = [(1, &*row.title), (7, &*counted), (8, &*others), (9, &*todo)];
            fit(sheet, at, &texts.map(|(column, text): (usize, &str)| (text, columns[column].1)))?;
        }
        let last = first + u32::try_from(data.items.len()).unwrap_or(u32::MAX - first);
        sheet.autofilter(first, 0, last.max(first), 11)?;
        sheet.set_freeze_panes(first + 1, 2)?;
        sheet.set_repeat_rows(first, first)?;
        printed(sheet);
        Ok(())
    }

    /// What does not count or is to be looked at.
    fn others(&self, row: &Row) -> String {
        let refused = self.names(&row.refused, true);
        if row.unclear.is_empty() {
            return refused;
        }
        let unclear = format!("{}\n{}", self.say("待确认：", "to look at:"), self.names(&row.unclear, true));
        if refused.is_empty() { unclear } else { format!("{refused}\n{unclear}") }
    }

    fn names(&self, files: &[FileLine], with_notes: bool) -> String {
        let line = |file: &FileLine| match with_notes && !file.note.is_empty() {
            true => format!("{} -- {}", file.path, file.note),
            false => file.path.clone(),
        };
        let mut lines: Vec<String> = files.iter().take(NAMED).map(line).collect();
        if files.len() > NAMED {
            let more = files.len() - NAMED;
            lines.push(self.say(format!("……还有 {more} 个"), format!("… and {more} more")));
        }
        lines.join("\n")
    }

    /// The matrix of items and products.
    fn products(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.say("产品覆盖", "Products"))?;
        let head = head();
        sheet.write_string_with_format(0, 0, self.say("材料", "Item"), &head)?;
        sheet.set_column_width(0, 32)?;
        for (product, column) in self.data.products.iter().zip(1..) {
            sheet.write_string_with_format(0, column, cell(product), &head)?;
            sheet.set_column_width(column, 16)?;
        }
        for (row, at) in self.data.items.iter().filter(|row| !row.covers.is_empty()).zip(1..) {
            let name = format!("{} {}", row.no, row.title);
            sheet.write_string_with_format(at, 0, cell(&name), &body())?;
            fit(sheet, at, &[(&name, 32.0)])?;
            for (cover, column) in row.covers.iter().zip(1..) {
                let (word, colour) = match cover.state {
                    "covered" => (self.say("有", "yes"), GOOD),
                    "unclear" => (self.say("待确认", "unclear"), DOUBTFUL),
                    _ => (self.say("没有", "no"), BAD),
                };
                sheet.write_string_with_format(
                    at,
                    column,
                    word,
                    &body().set_align(FormatAlign::Center).set_background_color(Color::RGB(colour)),
                )?;
            }
        }
        sheet.set_freeze_panes(1, 1)?;
        printed(sheet);
        Ok(())
    }

    /// Every finding, waived ones too.
    fn findings(&self, assessment: &Assessment, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.say("问题", "Findings"))?;
        let columns: [Column; 6] = [
            (self.say("级别", "Severity"), 9.0),
            (self.say("规则", "Rule"), 20.0),
            (self.say("材料", "Item"), 22.0),
            (self.say("文件", "File"), 34.0),
            (self.say("说明", "Message"), 60.0),
            (self.say("豁免理由", "Waived because"), 18.0),
        ];
        heads(sheet, 0, &columns)?;
        let plain = body();
        for (finding, at) in found(assessment, self.lang).zip(1..) {
            let cells = [
                finding.severity.to_owned(),
                finding.rule.to_owned(),
                finding.item,
                finding.path,
                finding.message,
                finding.waived,
            ];
            for (text, column) in cells.iter().zip(0..) {
                sheet.write_string_with_format(at, column, cell(text), &plain)?;
            }
            let widths = columns.iter().map(|(_, width)| *width);
            fit(sheet, at, &cells.iter().map(String::as_str).zip(widths).collect::<Vec<_>>())?;
        }
        let last = u32::try_from(assessment.findings.len()).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, last, 5)?;
        sheet.set_freeze_panes(1, 0)?;
        printed(sheet);
        Ok(())
    }

    /// Files no item uses.
    fn files(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.say("没有用上的文件", "Files not used"))?;
        let widths = [50.0, 70.0];
        heads(sheet, 0, &[(self.say("文件", "File"), widths[0]), (self.say("说明", "Remarks"), widths[1])])?;
        let plain = body();
        let stage = self.say("本阶段还不用交：", "not due in this stage: ");
        let other = self.data.other_stage.iter().map(|file| (file, stage));
        for ((file, label), at) in self.data.left_over.iter().map(|file| (file, "")).chain(other).zip(1..) {
            sheet.write_string_with_format(at, 0, cell(&file.path), &plain)?;
            let note = format!("{label}{}", file.note);
            sheet.write_string_with_format(at, 1, cell(&note), &plain)?;
            fit(sheet, at, &[(&file.path, widths[0]), (&note, widths[1])])?;
        }
        sheet.set_freeze_panes(1, 0)?;
        printed(sheet);
        Ok(())
    }
}

const GOOD: u32 = 0x00D5_F0DC;
const DOUBTFUL: u32 = 0x00FF_EFC2;
const BAD: u32 = 0x00FB_D5D5;

/// What to do about an item, and while it is not there, what to hand in.
fn todo(row: &Row) -> String {
    let what = row.hand_in.iter().filter(|_| row.gap);
    let lines: Vec<&str> =
        what.into_iter().chain(&row.ways).chain(&row.todo).chain(&row.yaml).map(String::as_str).collect();
    lines.join("\n")
}

/// A state's cell, coloured; the word says the same.
fn painted(row: &Row) -> Format {
    match row.state {
        _ if row.flawed => body().set_background_color(Color::RGB(BAD)).set_bold(),
        "satisfied" => body().set_background_color(Color::RGB(GOOD)),
        "missing" | "short" if row.required => body().set_background_color(Color::RGB(BAD)).set_bold(),
        "not-applicable" | "waived" => body(),
        _ => body().set_background_color(Color::RGB(DOUBTFUL)),
    }
}

fn body() -> Format {
    Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00D0_D0D0))
}

fn head() -> Format {
    body().set_bold().set_background_color(Color::RGB(0x00E8_ECF2))
}

fn heads(sheet: &mut Worksheet, row: u32, columns: &[Column]) -> Result<(), XlsxError> {
    for ((title, width), column) in columns.iter().zip(0..) {
        sheet.write_string_with_format(row, column, *title, &head())?;
        sheet.set_column_width(column, *width)?;
    }
    Ok(())
}

/// A4 across, as wide as the page.
fn printed(sheet: &mut Worksheet) {
    // At the foot of the paper: what made it, so that a print of it is known again, and the page.
    let footer = format!("&L{GENERATOR} {}&R&P / &N", env!("CARGO_PKG_VERSION"));
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_footer(footer);
}

/// As much of a text as a cell holds. It is written as text, so that no name becomes a formula.
fn cell(text: &str) -> Cow<'_, str> {
    let mut units = 0;
    let too_long = |c: char| {
        units += c.len_utf16();
        units > CELL
    };
    match text.find(too_long) {
        None => Cow::Borrowed(text),
        Some(at) => Cow::Owned(format!("{}…", &text[..at])),
    }
}

/// Makes a row as high as its longest text needs: not every program does that by itself.
fn fit(sheet: &mut Worksheet, row: u32, texts: &[(&str, f64)]) -> Result<(), XlsxError> {
    let lines = |text: &str, width: f64| {
        let wide = |line: &str| (UnicodeWidthStr::width(line) as f64 / (width - 1.0)).ceil().max(1.0);
        text.lines().take(MOST_LINES).map(wide).sum::<f64>()
    };
    let most = texts.iter().map(|(text, width)| lines(text, *width)).fold(1.0, f64::max);
    // Programs break lines at words, so that there are sometimes more.
    let spare = if most > 2.0 { 1.0 } else { 0.0 };
    sheet.set_row_height(row, ((most + spare) * LINE).min(HIGHEST))?;
    Ok(())
}

/// Points a line takes, and the highest row Excel knows.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
const MOST_LINES: usize = 40;
