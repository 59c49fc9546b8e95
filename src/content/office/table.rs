//! A sheet while it is read: rows of cells, of which the header and the number of rows are told.

use crate::content::layout::{self, Line};
use crate::content::said::tables::Tables;
use crate::content::{Limits, text};
use crate::model::content::{Page, Source, TITLES, Table};

/// Rows counted at most.
pub(in crate::content) const ROWS: u32 = 20_000;

/// Cells of one row that are kept.
pub(in crate::content) const CELLS: usize = 256;

/// A header stands among the first rows.
const HEADER_WITHIN: usize = 40;

/// Characters of one cell that are kept.
const CELL: usize = 2_000;

/// One sheet.
#[derive(Debug, Default)]
pub(in crate::content) struct Sheet {
    name: Option<String>,
    /// The first rows that hold anything.
    head: Vec<Vec<String>>,
    /// Rows below those that count as filled in.
    below: u32,
    lines: Vec<Line>,
    chars: usize,
    rows: u32,
    width: usize,
    tables: Tables,
    /// It shows a picture.
    pub picture: bool,
}

impl Sheet {
    /// An empty sheet.
    pub(in crate::content) fn new(name: Option<String>) -> Self {
        Self { name, ..Self::default() }
    }

    /// Adds a row that is there `times` times, empty cells at their place; false once no more rows are counted.
    pub(in crate::content) fn row(&mut self, cells: &[String], times: u32, limits: &Limits) -> bool {
        self.tables.row(cells);
        let cells = cells.iter().map(|cell| layout::clean(cell)).filter(|cell| !cell.is_empty());
        let mut cells: Vec<String> = cells.take(CELLS).collect();
        if cells.is_empty() {
            return self.rows < ROWS;
        }
        let times = times.min(ROWS - self.rows.min(ROWS));
        self.rows += times;
        cells.iter_mut().for_each(|cell| text::cut(cell, CELL));
        self.width = self.width.max(cells.len());
        if self.chars < limits.page_text {
            let text = cells.join("\t");
            self.chars += text.chars().count() + 1;
            self.lines.push(Line { text, ..Line::default() });
        }
        for _ in 0..times {
            if self.head.len() < HEADER_WITHIN {
                self.head.push(cells.clone());
            } else {
                self.below += u32::from(holds_data(&cells));
            }
        }
        self.rows < ROWS
    }

    /// The sheet as a page, with at most `room` characters.
    pub(in crate::content) fn finish(mut self, limits: &Limits, room: usize) -> Page {
        let limits = Limits { page_text: limits.page_text.min(room), ..*limits };
        let source = if self.lines.is_empty() && self.picture { Source::Unread } else { Source::Layer };
        let page = layout::page(&self.lines, source, &limits);
        // Text that is only left out for want of room does not make the sheet blank.
        let source = if self.lines.is_empty() { page.source } else { Source::Layer };
        let said = self.tables.finish();
        Page {
            titles: self.titles(&limits),
            table: self.table(),
            name: self.name,
            source,
            said,
            pictured: self.picture,
            ..page
        }
    }

    /// Where the header is: the first row of several short words that are no labels of a form.
    fn header(&self) -> Option<usize> {
        let least = self.width.clamp(2, 3);
        self.head.iter().position(|row| {
            row.iter().filter(|cell| is_word(cell)).count() >= least && !row.iter().any(|cell| is_label(cell))
        })
    }

    fn table(&self) -> Option<Table> {
        let at = self.header()?;
        let header = self.head.get(at)?.clone();
        let rows = self.head.iter().skip(at + 1).filter(|row| holds_data(row) && **row != header).count();
        let rows = self.below.saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
        Some(Table { header, rows })
    }

    /// What stands above the table, and the sheet's own name if somebody chose it.
    fn titles(&self, limits: &Limits) -> Vec<String> {
        let above = self.header().unwrap_or(TITLES).min(TITLES);
        let mut size = 16.0;
        let mut lines = Vec::new();
        for row in self.head.iter().take(above).filter(|row| row.len() <= 2) {
            size /= 2.0;
            lines.push(Line { text: row.join(" "), size, ..Line::default() });
        }
        let name = self.name.as_ref().filter(|name| is_chosen(name));
        lines.extend(name.map(|name| Line { text: name.clone(), ..Line::default() }));
        let mut titles = layout::page(&lines, Source::Layer, limits).titles;
        titles.dedup();
        titles
    }
}

/// A row counts unless all it holds is its running number, or labels for those who sign.
fn holds_data(cells: &[String]) -> bool {
    let only_number = matches!(cells, [only] if only.trim().parse::<u32>().is_ok());
    !only_number && !cells.iter().all(|cell| is_label(cell))
}

/// Text that may head a column.
fn is_word(cell: &str) -> bool {
    let cell = cell.trim();
    cell.chars().any(char::is_alphabetic) && cell.chars().count() <= 30 && !is_date(cell)
}

fn is_date(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits >= 4 && cell.chars().all(|c| c.is_ascii_digit() || "年月日号-/.: 时分秒".contains(c))
}

/// 部门： or 填表人：张三.
fn is_label(cell: &str) -> bool {
    let before = cell.split_once(':').map(|(before, _)| before.trim_end());
    cell.contains('：') || before.is_some_and(|before| before.ends_with(|c: char| c.is_alphabetic() && !c.is_ascii()))
}

/// Not Sheet1, 工作表2 or Feuil3, as programs call them.
fn is_chosen(name: &str) -> bool {
    let stem = name.trim().trim_end_matches(|c: char| c.is_ascii_digit() || c == ')' || c == '(' || c == ' ');
    let stem = stem.to_lowercase();
    !matches!(stem.as_str(), "" | "sheet" | "工作表" | "表" | "表格" | "table" | "feuil" | "工作簿" | "book")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(name: &str, rows: &[&[&str]]) -> Page {
        let limits = Limits::default();
        let mut sheet = Sheet::new(Some(name.to_owned()));
        for row in rows {
            sheet.row(&row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>(), 1, &limits);
        }
        sheet.finish(&limits, 10_000)
    }

    #[test]
    fn the_header_is_found_below_titles_and_labels() {
        let page = sheet(
            "2024年",
            &[
                &["某某电器有限公司", ""],
                &["维修服务台账"],
                &["部门：售后部", "年度：2024", "填表人：某甲"],
                &["序号", "客户名称", "报修日期", "处理结果"],
                &["1", "甲公司", "2024-03-01", "已修复"],
                &["2"],
                &["", "", ""],
                &["3", "乙公司", "2024-04-02", "已修复"],
                &["审核人：", "日期："],
            ],
        );
        let table = page.table.unwrap();
        assert_eq!((table.header.len(), table.rows), (4, 2));
        assert_eq!(page.titles, ["某某电器有限公司", "维修服务台账", "2024年"]);
        assert!(page.text.contains("1 甲公司 2024-03-01 已修复\n"));
    }

    #[test]
    fn an_empty_form_has_no_rows_and_a_narrow_sheet_needs_two_words() {
        let page = sheet("Sheet1", &[&["序号", "名称", "日期"], &["1"], &["2"], &["3"]]);
        assert_eq!(page.table.map(|table| table.rows), Some(0));
        assert!(page.titles.is_empty());
        let page = sheet("Sheet1", &[&["名称", "数量"], &["甲", "3"]]);
        assert_eq!(page.table.map(|table| table.rows), Some(1));
    }

    #[test]
    fn rows_are_counted_up_to_a_limit() {
        let limits = Limits::default();
        let mut sheet = Sheet::new(None);
        let cells = |a: &str| vec![a.to_owned(), "乙".to_owned(), "丙".to_owned()];
        assert!(sheet.row(&cells("甲"), 1, &limits));
        assert!(!sheet.row(&cells("丁"), u32::MAX, &limits));
        assert_eq!(sheet.finish(&limits, 100).table.map(|table| table.rows), Some(ROWS - 1));
    }
}
