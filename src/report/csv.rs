//! The items as a table for spreadsheet programs: a row each, in the list's order.

use std::io::{self, Write};

use super::escape::terminal;
use super::view::View;
use crate::i18n::{self, pick};
use crate::model::assessment::{Assessment, ItemResult};
use crate::model::assignment::Outcome;
use crate::model::finding::Finding;
use crate::model::text::Lang;

/// The columns. In English they are named as in the JSON.
const COLUMNS: [(&str, &str); 14] = [
    ("编号", "no"),
    ("标识", "id"),
    ("材料", "title"),
    ("状态", "state"),
    ("必交", "required"),
    ("需要", "need"),
    ("确定", "have"),
    ("最多可能", "possible"),
    ("已计的文件", "evidence"),
    ("待确认的文件", "unclear"),
    ("不计的文件和原因", "refused"),
    ("要交什么", "hand_in"),
    ("错误", "errors"),
    ("基线", "baseline"),
];

/// Writes the table, with a byte order mark: without one Excel takes Chinese for something else.
pub fn write(assessment: &Assessment, lang: Lang, mut out: impl Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record(COLUMNS.map(|(zh, en)| pick(lang, zh, en)))?;
    let view = View::new(assessment, lang);
    for result in &assessment.items {
        table.write_record(row(&view, result).map(harmless))?;
    }
    table.flush()
}

fn row(view: &View<'_>, result: &ItemResult) -> [String; COLUMNS.len()] {
    let (assessment, lang) = (view.assessment, view.lang);
    let item = &assessment.checklist.items[result.item];
    let (need, have, possible) = result.counts();
    let errors: Vec<&Finding> = view.errors_of(result.item).collect();
    let path = |file: &usize| terminal(&assessment.inventory.files[*file].path).into_owned();
    let lines = |files: &[usize]| files.iter().map(path).collect::<Vec<_>>().join("\n");
    let refused = |file: &usize| {
        let why = match &assessment.outcomes[*file] {
            Outcome::Refused { why, .. } => i18n::refusal(why, assessment, lang),
            _ => String::new(),
        };
        format!("{} -- {}", path(file), terminal(&why))
    };
    [
        item.no.clone().unwrap_or_default(),
        item.id.clone(),
        item.title.get(lang).to_owned(),
        pick(lang, i18n::standing(result, &assessment.checklist, lang), result.state.name()).to_owned(),
        if result.required { pick(lang, "是", "yes") } else { pick(lang, "否", "no") }.to_owned(),
        need.to_string(),
        have.to_string(),
        possible.to_string(),
        lines(&result.evidence),
        lines(&result.possible),
        result.refused.iter().map(refused).collect::<Vec<_>>().join("\n"),
        item.hand_in.as_ref().map_or("", |text| text.get(lang)).to_owned(),
        errors.iter().map(|finding| terminal(&view.message(finding)).into_owned()).collect::<Vec<_>>().join("\n"),
        // Of several errors the one the check fails for.
        errors.iter().filter_map(|f| f.since).min().map(|since| i18n::since(since, lang)).unwrap_or_default(),
    ]
}

/// A cell no spreadsheet program takes for a formula.
fn harmless(cell: String) -> String {
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(formula) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(harmless(cell.to_owned()), format!("'{cell}"));
        }
        for cell in ["", "维修记录=1.pdf", "'=1", "16"] {
            assert_eq!(harmless(cell.to_owned()), cell);
        }
    }
}
