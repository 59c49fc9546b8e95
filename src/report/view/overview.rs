//! Many dossiers as rows of plain text: a matrix of dossiers and items for each list.

use serde::Serialize;

use crate::i18n::{self, pick};
use crate::model::assessment::State;
use crate::model::batch::{Fault, ItemSummary, Row, Summary};
use crate::model::settings::Mode;
use crate::model::text::Lang;
use crate::report::batch::{common_folder, tables};
use crate::report::escape::terminal;

/// An overview, in one language.
#[derive(Serialize)]
pub(in crate::report) struct OverviewData {
    /// The folder all names begin with.
    pub(in crate::report) folder: String,
    /// How many dossiers there are, in words.
    pub(in crate::report) title: String,
    /// How many came to which verdict, with its name in JSON; those that could not be checked last.
    pub(in crate::report) verdicts: Vec<(&'static str, &'static str, usize)>,
    pub(in crate::report) matrices: Vec<Matrix>,
    pub(in crate::report) failures: Vec<Failed>,
}

/// The dossiers held against one list.
#[derive(Serialize)]
pub(in crate::report) struct Matrix {
    pub(in crate::report) list: String,
    pub(in crate::report) stages: String,
    pub(in crate::report) today: String,
    /// The items somebody has to hand in, with how many dossiers lack each.
    pub(in crate::report) heads: Vec<Head>,
    pub(in crate::report) rows: Vec<Line>,
}

/// One item.
#[derive(Serialize)]
pub(in crate::report) struct Head {
    pub(in crate::report) no: String,
    pub(in crate::report) title: String,
    pub(in crate::report) lacking: usize,
}

/// One dossier.
#[derive(Serialize)]
pub(in crate::report) struct Line {
    pub(in crate::report) name: String,
    /// The verdict's name in JSON.
    pub(in crate::report) state: &'static str,
    pub(in crate::report) verdict: String,
    pub(in crate::report) required: usize,
    pub(in crate::report) done: usize,
    /// Missing or short.
    pub(in crate::report) lacking: usize,
    /// Unclear, or not evaluated.
    pub(in crate::report) open: usize,
    /// Satisfied by count, and with errors.
    pub(in crate::report) flawed: usize,
    /// Pages nobody could read, whose files count by name.
    pub(in crate::report) unread: usize,
    /// Errors beyond the counts, in words.
    pub(in crate::report) faults: Vec<String>,
    /// One for each head.
    pub(in crate::report) cells: Vec<Mark>,
}

/// Where an item stands in one dossier.
#[derive(Serialize)]
pub(in crate::report) struct Mark {
    /// The state's name in JSON; optional items that lack something are `optional`, those whose count is met and which
    /// have an error are `flawed`.
    pub(in crate::report) state: &'static str,
    pub(in crate::report) word: &'static str,
    /// `3/4`.
    pub(in crate::report) count: String,
}

/// A dossier that could not be checked.
#[derive(Serialize)]
pub(in crate::report) struct Failed {
    pub(in crate::report) name: String,
    pub(in crate::report) why: String,
}

impl OverviewData {
    pub(in crate::report) fn new(rows: &[Row], lang: Lang) -> Self {
        let common = common_folder(rows);
        let name = |row: &Row| terminal(row.name.strip_prefix(&common).unwrap_or(&row.name)).into_owned();
        let failed = rows.iter().filter_map(|row| Some((row, row.result.as_ref().err()?)));
        let failures: Vec<Failed> =
            failed.map(|(row, why)| Failed { name: name(row), why: terminal(why.get(lang)).into_owned() }).collect();
        let mut verdicts: Vec<(&str, &str, usize)> = Vec::new();
        for summary in rows.iter().flat_map(|row| &row.result) {
            let (id, word) = (summary.verdict.name(), i18n::verdict(summary.verdict, lang));
            match verdicts.iter_mut().find(|(known, ..)| *known == id) {
                Some((.., count)) => *count += 1,
                None => verdicts.push((id, word, 1)),
            }
        }
        verdicts.sort_unstable();
        if !failures.is_empty() {
            verdicts.push(("failed", pick(lang, "没法检查", "could not be checked"), failures.len()));
        }
        Self {
            matrices: tables(rows).iter().map(|table| matrix(table, lang, &name)).collect(),
            folder: terminal(&common).into_owned(),
            title: pick(lang, format!("{} 份资料夹", rows.len()), i18n::counted(rows.len(), "dossier")),
            verdicts,
            failures,
        }
    }
}

fn matrix(table: &[(&Row, &Summary)], lang: Lang, name: &dyn Fn(&Row) -> String) -> Matrix {
    let (_, first) = table[0];
    let list = &first.checklist;
    let standard = list.standard.as_ref().map(|standard| format!(" ({standard})")).unwrap_or_default();
    let title = |id: &String| {
        list.stages.iter().find(|s| s.id == *id).map_or_else(|| id.clone(), |s| s.title.get(lang).to_owned())
    };
    let stages: Vec<String> = first.stages.iter().map(title).collect();
    // A column for each item somebody must hand in, or has begun to.
    let shown = |item: &ItemSummary| item.required || !matches!(item.state, State::NotApplicable);
    let mut items: Vec<u16> =
        table.iter().flat_map(|(_, summary)| summary.items.iter().filter(|item| shown(item)).map(|i| i.item)).collect();
    items.sort_unstable();
    items.dedup();
    let find = |summary: &Summary, item: u16| {
        summary.items.binary_search_by_key(&item, |row| row.item).ok().map(|at| summary.items[at].clone())
    };
    let head = |&item: &u16| {
        let of = &list.items[usize::from(item)];
        let lacks = |(_, summary): &&(&Row, &Summary)| find(summary, item).is_some_and(|row| row.is_gap());
        Head {
            no: of.no.clone().unwrap_or_default(),
            title: of.title.get(lang).to_owned(),
            lacking: table.iter().filter(lacks).count(),
        }
    };
    let rows = table.iter().map(|(row, summary)| Line {
        name: name(row),
        state: summary.verdict.name(),
        verdict: match summary.mode {
            Mode::Draft => {
                let verdict = i18n::verdict(summary.verdict, lang);
                pick(lang, format!("{verdict}（草稿）"), format!("{verdict} (draft)"))
            }
            Mode::Submit => i18n::verdict(summary.verdict, lang).to_owned(),
        },
        required: summary.totals.required,
        done: summary.totals.done(),
        lacking: summary.totals.missing + summary.totals.short,
        open: summary.totals.unclear + summary.totals.not_evaluated,
        flawed: summary.totals.flawed,
        unread: summary.unread_pages,
        faults: faults(summary, lang),
        cells: items.iter().map(|&item| mark(summary, find(summary, item), lang)).collect(),
    });
    Matrix {
        list: format!("{}{standard}", list.title.get(lang)),
        stages: stages.join(pick(lang, "、", ", ")),
        today: first.today.to_string(),
        heads: items.iter().map(head).collect(),
        rows: rows.collect(),
    }
}

fn mark(summary: &Summary, item: Option<ItemSummary>, lang: Lang) -> Mark {
    let Some(item) = item else {
        return Mark { state: "not-applicable", word: i18n::state(State::NotApplicable, lang), count: String::new() };
    };
    let lacks = matches!(item.state, State::Missing | State::Short | State::Unclear);
    let flawed = summary.is_flawed(&item);
    Mark {
        state: match () {
            () if lacks && !item.required => "optional",
            () if flawed => "flawed",
            () => item.state.name(),
        },
        word: if flawed {
            pick(lang, "满足，另有问题", "satisfied, with open points")
        } else {
            i18n::state(item.state, lang)
        },
        count: if item.state == State::NotApplicable { String::new() } else { format!("{}/{}", item.have, item.need) },
    }
}

/// Errors beyond the counts: the rule, the item it is at, and how often.
fn faults(summary: &Summary, lang: Lang) -> Vec<String> {
    let line = |fault: &Fault| {
        let rule = i18n::rule(fault.rule, lang);
        let at = fault.item.map(|item| format!("{} ", summary.checklist.items[item].label())).unwrap_or_default();
        let times = if fault.count > 1 { format!(" ×{}", fault.count) } else { String::new() };
        format!("{at}{rule}{times}")
    };
    summary.faults.iter().map(line).collect()
}
