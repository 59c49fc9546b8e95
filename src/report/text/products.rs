//! The matrix of items and products.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Detail, Page, padded};
use crate::model::assessment::{Cover, Coverage};
use crate::report::escape::terminal;

/// The widest matrix whose columns still bear the products' names, in terminal cells.
const WIDEST: usize = 60;
/// How many files to look at are named for each item.
const NAMED: usize = 3;

impl Page<'_> {
    /// Which products the evidence covers: the items with a gap, in full every one.
    pub(super) fn products(&self, out: &mut impl Write) -> io::Result<()> {
        let gap = |coverage: &Coverage| coverage.products.iter().any(|cover| !matches!(cover, Cover::Covered(_)));
        let evident = |coverage: &Coverage| {
            let result = self.view.assessment.items.iter().find(|result| result.item == coverage.item);
            result.is_some_and(|result| !result.evidence.is_empty())
        };
        let rows: Vec<&Coverage> = self
            .view
            .assessment
            .coverage
            .iter()
            .filter(|coverage| (gap(coverage) && evident(coverage)) || self.options.detail == Detail::Full)
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        let names: Vec<String> =
            self.view.assessment.settings.scope.iter().map(|product| terminal(&product.name).into_owned()).collect();
        let wide = names.iter().map(|name| name.width() + 2).sum::<usize>() > WIDEST;
        let heads: Vec<String> = if wide { (1..=names.len()).map(|n| n.to_string()).collect() } else { names.clone() };
        self.section(self.say("产品覆盖", "Products covered"), rows.len(), out)?;
        if wide {
            let legend: Vec<String> = names.iter().zip(1..).map(|(name, n)| format!("{n} {name}")).collect();
            writeln!(out, "  {}", legend.join(self.say("、", ", ")))?;
        }
        let width = rows.iter().map(|row| self.view.item_name(row.item).width()).max().unwrap_or(0);
        let cells = |cells: Vec<(String, String)>| {
            let last = cells.len().saturating_sub(1);
            let padded = cells.iter().zip(&heads).enumerate().map(|(at, ((plain, shown), head))| {
                let gap = if at == last { 0 } else { head.width().max(plain.width()) - plain.width() + 2 };
                format!("{shown}{}", " ".repeat(gap))
            });
            padded.collect::<String>()
        };
        let head = cells(heads.iter().map(|head| (head.clone(), head.clone())).collect());
        writeln!(out, "  {}  {head}", padded("", width))?;
        for row in &rows {
            let marks = row.products.iter().map(|cover| self.mark(cover)).collect();
            writeln!(out, "  {}  {}", padded(&self.view.item_name(row.item), width), cells(marks))?;
            self.to_look_at(row, out)?;
        }
        let legend = self.say(
            "+ 有材料写明；? 看不出来，请人看过后写进文件名，或写进 dossier.yaml 的 assign（products）；- 没有，请补交",
            "+ covered; ? nobody can tell: look, then name the product in the file's name or in assign (`products`) in dossier.yaml; - none: add evidence",
        );
        writeln!(out, "    {}", self.options.style.faint(legend))
    }

    /// The sign of a cell, plain and as shown.
    fn mark(&self, cover: &Cover) -> (String, String) {
        let style = self.options.style;
        let (sign, shown) = match cover {
            Cover::Covered(_) => ("+", style.good("+")),
            Cover::Unclear(_) => ("?", style.doubtful("?")),
            Cover::Uncovered => ("-", style.bad("-")),
        };
        (sign.to_owned(), shown)
    }

    /// The files of a row that do not say what they are about.
    fn to_look_at(&self, row: &Coverage, out: &mut impl Write) -> io::Result<()> {
        let unclear = row.products.iter().filter(|cover| matches!(cover, Cover::Unclear(_)));
        let mut files: Vec<usize> = unclear.flat_map(Cover::files).copied().collect();
        files.sort_unstable();
        files.dedup();
        let shown = if self.options.detail == Detail::Full { files.len() } else { NAMED };
        for &file in files.iter().take(shown) {
            writeln!(out, "      ? {}", self.path(file))?;
        }
        if files.len() > shown {
            let more = files.len() - shown;
            let line =
                self.say(format!("……还有 {more} 个，加 -v 全部列出"), format!("… and {more} more; -v lists them all"));
            writeln!(out, "      {line}")?;
        }
        Ok(())
    }
}
