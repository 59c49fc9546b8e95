//! Many dossiers as a workbook: a matrix of dossiers and items for each list, and what could not be checked.

use std::io::{self, Write};

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{BAD, Column, DOUBTFUL, GOOD, body, cell, fit, head, heads, printed};
use crate::i18n::pick;
use crate::model::batch::Row;
use crate::model::mark::GENERATOR;
use crate::model::text::Lang;
use crate::report::view::{Matrix, OverviewData};

/// Height of the row of titles, in points.
const HEAD: f64 = 150.0;
/// Widths of columns, in characters: narrow, so that all fit on a sheet of paper.
const NAME: f64 = 18.0;
const VERDICT: f64 = 9.0;
const COUNT: f64 = 4.0;
const FAULTS: f64 = 24.0;

/// Writes the workbook.
pub fn write_overview(rows: &[Row], lang: Lang, mut out: impl Write) -> io::Result<()> {
    let bytes = render(&OverviewData::new(rows, lang), lang).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn render(data: &OverviewData, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same overview is the same bytes: its date is the day judged on.
    let day = data.matrices.first().map_or("2000-01-01", |matrix| matrix.today.as_str());
    let properties = DocProperties::new().set_keywords(GENERATOR);
    book.set_properties(&properties.set_creation_datetime(&ExcelDateTime::parse_from_str(day)?));
    for (matrix, at) in data.matrices.iter().zip(1..) {
        let sheet = book.add_worksheet();
        sheet.set_name(pick(lang, format!("总表 {at}"), format!("Overview {at}")))?;
        overview(matrix, sheet, lang)?;
    }
    if !data.failures.is_empty() || data.matrices.is_empty() {
        let sheet = book.add_worksheet();
        sheet.set_name(pick(lang, "没法检查", "Not checked"))?;
        let columns: [Column; 2] = [(pick(lang, "资料夹", "Dossier"), 32.0), (pick(lang, "原因", "Reason"), 80.0)];
        heads(sheet, 0, &columns)?;
        for (failure, row) in data.failures.iter().zip(1..) {
            sheet.write_string_with_format(row, 0, cell(&failure.name), &body())?;
            sheet.write_string_with_format(row, 1, cell(&failure.why), &body())?;
        }
        printed(sheet);
    }
    book.save_to_buffer()
}

fn overview(matrix: &Matrix, sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    let stages = if matrix.stages.is_empty() { String::new() } else { format!(" | {}", matrix.stages) };
    let title = format!("{}{stages} | {}", matrix.list, matrix.today);
    sheet.write_string_with_format(0, 0, cell(&title), &rust_xlsxwriter::Format::new().set_bold())?;
    let legend = pick(
        lang,
        "✓ 满足；! 满足，另有问题，见最后一栏；3/4 要 4 份只有 3 份；? 要请人看或说明一句；空白 不用交",
        "✓ met; ! met, with errors told in the last column; 3/4 three of four; ? a person must look or say so; empty: not asked for",
    );
    sheet.write_string(1, 0, legend)?;
    let first = 2;
    let columns: [Column; 8] = [
        (pick(lang, "资料夹", "Dossier"), NAME),
        (pick(lang, "结论", "Verdict"), VERDICT),
        (pick(lang, "应交", "Required"), COUNT),
        (pick(lang, "已齐", "Done"), COUNT),
        (pick(lang, "缺或不足", "Lacking"), COUNT),
        (pick(lang, "待确认或未判断", "To look at"), COUNT),
        (pick(lang, "满足，另有问题", "Satisfied, with open points"), COUNT),
        (pick(lang, "没有读到文字的页", "Pages unread"), COUNT),
    ];
    heads(sheet, first, &columns)?;
    // Titles stand upright: there are many columns, and they are to fit on a sheet of paper.
    let narrow = head().set_rotation(90);
    for (column, (title, _)) in columns.iter().enumerate().skip(2) {
        sheet.write_string_with_format(first, u16::try_from(column).unwrap_or(u16::MAX), *title, &narrow)?;
    }
    sheet.set_row_height(first, HEAD)?;
    let items = 8;
    for (item, column) in matrix.heads.iter().zip(items..) {
        let name = format!("{} {}", item.no, item.title);
        sheet.write_string_with_format(first, column, cell(name.trim()), &narrow)?;
        sheet.set_column_width(column, COUNT)?;
    }
    let last = items + u16::try_from(matrix.heads.len()).unwrap_or(u16::MAX - items);
    sheet.write_string_with_format(first, last, pick(lang, "其他问题", "Other faults"), &head())?;
    sheet.set_column_width(last, FAULTS)?;
    for (line, at) in matrix.rows.iter().zip(first + 1..) {
        sheet.write_string_with_format(at, 0, cell(&line.name), &body())?;
        let colour = match line.state {
            "complete" => GOOD,
            "undecided" => DOUBTFUL,
            _ => BAD,
        };
        let verdict = body().set_background_color(Color::RGB(colour));
        sheet.write_string_with_format(at, 1, cell(&line.verdict), &verdict)?;
        let counts = [line.required, line.done, line.lacking, line.open, line.flawed, line.unread];
        for (count, column) in counts.into_iter().zip(2..) {
            sheet.write_number_with_format(at, column, u32::try_from(count).unwrap_or(u32::MAX), &body())?;
        }
        for (mark, column) in line.cells.iter().zip(items..) {
            let centred = body().set_align(FormatAlign::Center).set_shrink();
            let (text, format) = match mark.state {
                "flawed" => ("!", centred.set_background_color(Color::RGB(BAD))),
                "satisfied" => ("✓", centred.set_background_color(Color::RGB(GOOD))),
                "missing" | "short" => (mark.count.as_str(), centred.set_background_color(Color::RGB(BAD))),
                "unclear" | "not-evaluated" => ("?", centred.set_background_color(Color::RGB(DOUBTFUL))),
                "not-applicable" => ("", centred),
                "waived" => (pick(lang, "豁免", "waived"), centred),
                _ => (mark.count.as_str(), centred),
            };
            sheet.write_string_with_format(at, column, text, &format)?;
        }
        let faults = line.faults.join("\n");
        sheet.write_string_with_format(at, last, cell(&faults), &body())?;
        fit(sheet, at, &[(&line.name, NAME), (&line.verdict, VERDICT), (&faults, FAULTS)])?;
    }
    let end = first + u32::try_from(matrix.rows.len()).unwrap_or(u32::MAX - first);
    sheet.autofilter(first, 0, end, last)?;
    sheet.set_freeze_panes(first + 1, 1)?;
    sheet.set_repeat_rows(first, first)?;
    printed(sheet);
    Ok(())
}
