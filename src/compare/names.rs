//! Which dossiers of two reports are the same: by name, or by the name of the folder, however its path is written.

use std::collections::HashMap;

use crate::model::diff::{Reports, Snapshot};

/// The last part of a path.
fn folder(name: &str) -> &str {
    name.trim_end_matches('/').rsplit('/').next().unwrap_or(name)
}

/// Calls a dossier of the earlier reports as it is called now: by its whole name or that of its folder. False if
/// there is none so called.
pub fn rename(reports: &mut Reports, old: &str, new: &str) -> bool {
    let rows = match reports {
        Reports::One(row) => std::slice::from_mut(&mut **row),
        Reports::Many(rows) => rows.as_mut_slice(),
    };
    let mut called = rows.iter_mut().filter(|row| row.dossier == old || folder(&row.dossier) == old).peekable();
    let found = called.peek().is_some();
    called.for_each(|row| row.renamed = Some(new.to_owned()));
    found
}

/// What a dossier is called now.
fn now(row: &Snapshot) -> &str {
    row.renamed.as_deref().unwrap_or(&row.dossier)
}

/// The row of a dossier in an overview: of that name, or the only one whose folder is called so.
pub(super) fn row<'a>(rows: &'a [Snapshot], dossier: &str) -> Option<&'a Snapshot> {
    if let Some(row) = rows.iter().find(|row| now(row) == dossier) {
        return Some(row);
    }
    let mut called = rows.iter().filter(|row| folder(now(row)) == folder(dossier));
    called.next().filter(|_| called.next().is_none())
}

/// For each dossier of the later overview the index of the same in the earlier one.
pub(super) fn matched(before: &[Snapshot], after: &[Snapshot]) -> Vec<Option<usize>> {
    let by_name: HashMap<&str, usize> = before.iter().enumerate().map(|(index, row)| (now(row), index)).collect();
    let mut found: Vec<Option<usize>> = after.iter().map(|row| by_name.get(row.dossier.as_str()).copied()).collect();
    let mut taken = vec![false; before.len()];
    found.iter().flatten().for_each(|index| taken[*index] = true);
    // Of the rest, those whose folder alone is called so, on both sides.
    let mut earlier: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, row) in before.iter().enumerate().filter(|(index, _)| !taken[*index]) {
        earlier.entry(folder(now(row))).or_default().push(index);
    }
    let mut later: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, row) in after.iter().enumerate().filter(|(index, _)| found[*index].is_none()) {
        later.entry(folder(&row.dossier)).or_default().push(index);
    }
    for (name, rows) in later {
        if let ([row], Some([index])) = (rows.as_slice(), earlier.get(name).map(Vec::as_slice)) {
            found[*row] = Some(*index);
        }
    }
    found
}
