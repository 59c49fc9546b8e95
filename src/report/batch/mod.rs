//! Reports on many dossiers at once, for a terminal and for programs.

pub mod json;
pub mod text;

use crate::model::batch::{Row, Summary};

/// Dossiers held against the same list and stages, which fit one table.
pub(super) type Table<'a> = Vec<(&'a Row, &'a Summary)>;

/// The dossiers that could be checked, by what they were held against.
pub(super) fn tables(rows: &[Row]) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    for row in rows {
        let Ok(summary) = &row.result else { continue };
        match tables.iter_mut().find(|table| table[0].1.compares_with(summary)) {
            Some(table) => table.push((row, summary)),
            None => tables.push(vec![(row, summary)]),
        }
    }
    tables
}

/// The folder all names begin with, with its slash.
pub(super) fn common_folder(rows: &[Row]) -> String {
    let folder = |name: &str| name.rfind('/').map_or("", |at| &name[..=at]).to_owned();
    let mut names = rows.iter().map(|row| row.name.as_str());
    let mut common = names.next().map(folder).unwrap_or_default();
    for name in names {
        while !name.starts_with(&common) {
            common = folder(common.trim_end_matches('/'));
        }
    }
    common
}
