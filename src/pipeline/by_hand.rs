//! The `assign` lines of `dossier.yaml`: which files they mean.

use crate::content;
use crate::matching::globs;
use crate::matching::standing::Placed;
use crate::model::checklist::Checklist;
use crate::model::inventory::{Inventory, Never};
use crate::model::recognition::{Candidate, Reason, Recognition};
use crate::model::settings::{self, Assign, Settings};

/// The lines, ready to be held against paths.
pub(super) struct ByHand<'a> {
    lines: Vec<Line<'a>>,
}

struct Line<'a> {
    assign: &'a Assign,
    /// Its path as an inventory has it: with `/`, identity numbers masked.
    path: String,
    pattern: Option<regex::Regex>,
    /// The folder paths may be relative to, besides the dossier.
    folder: &'a str,
}

impl Line<'_> {
    fn means(&self, path: &str) -> bool {
        let is =
            |path: &str| *path == *self.path || self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(path));
        is(path) || path.strip_prefix(self.folder).and_then(|path| path.strip_prefix('/')).is_some_and(is)
    }

    /// The files it means, by index. With an archive it means all that lies in it, with a PDF that was taken
    /// apart all its parts; these follow what holds them.
    fn reach<'i>(&'i self, inventory: &'i Inventory) -> impl Iterator<Item = usize> + 'i {
        let within =
            |whole: &str, path: &str| path.strip_prefix(whole).is_some_and(|rest| rest.starts_with(['/', '#']));
        let mut whole: Option<&str> = None;
        // A dossier that is an archive is not itself among its files.
        inventory.files.iter().enumerate().skip(usize::from(inventory.packed)).filter_map(move |(index, file)| {
            if !whole.is_some_and(|whole| within(whole, &file.path)) {
                if !self.means(&file.path) {
                    return None;
                }
                whole = (file.never == Some(Never::Container)).then_some(&*file.path);
            }
            Some(index)
        })
    }
}

impl<'a> ByHand<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        let line = |assign: &'a Assign| {
            let path = assign.path.replace('\\', "/");
            let path = content::masked(&path).unwrap_or(path);
            let pattern = globs::single(&settings::pattern(&path));
            Line { assign, pattern, path, folder: &settings.folder }
        };
        Self { lines: settings.assign.iter().map(line).collect() }
    }

    /// Which files are placed somewhere as they are, by the line that holds for them.
    pub(super) fn wholes(&self, inventory: &Inventory) -> Vec<bool> {
        let mut wholes = vec![false; inventory.files.len()];
        for line in &self.lines {
            line.reach(inventory).for_each(|index| wholes[index] = line.assign.item.is_some());
        }
        wholes
    }

    /// How a document of `pages` pages is taken apart: by the lines that name ranges of it (`合并.pdf#3-5`), and
    /// for the other pages as it is `found` to be. Ranges that run into one another or past the end name nothing.
    pub(super) fn parts(&self, path: &str, pages: u32, found: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
        let mut parts: Vec<(u32, u32)> = Vec::new();
        for (first, last) in self.lines.iter().filter_map(|line| range(line.path.strip_prefix(path)?)) {
            let free = parts.iter().all(|&(from, to)| last < from || to < first);
            if free && first <= last && last <= pages {
                parts.push((first, last));
            }
        }
        if parts.is_empty() {
            return found;
        }
        let named = parts.clone();
        let whole = if found.is_empty() { vec![(1, pages)] } else { found };
        for (first, last) in whole {
            let taken = |page: u32| named.iter().any(|&(from, to)| (from..=to).contains(&page));
            let mut start = None;
            for page in first..=last {
                match (taken(page), start) {
                    (false, None) => start = Some(page),
                    (true, Some(from)) => {
                        parts.push((from, page - 1));
                        start = None;
                    }
                    _ => {}
                }
            }
            parts.extend(start.map(|from| (from, last)));
        }
        parts.sort_unstable();
        parts
    }

    /// Places the files; the later line wins. Returns the files placed and the lines that fit none.
    pub(super) fn place(
        &self,
        checklist: &Checklist,
        inventory: &Inventory,
        recognitions: &mut [Recognition],
    ) -> (Vec<Placed>, Vec<(u32, String)>) {
        let mut placed = vec![None; if self.lines.is_empty() { 0 } else { inventory.files.len() }];
        let mut unused = Vec::new();
        for line in &self.lines {
            let demand = line.assign.item.as_deref().and_then(|key| checklist.demand_named(key));
            let candidate = demand.and_then(|demand| u16::try_from(demand).ok()).map(|demand| Candidate {
                demand,
                score: u16::MAX,
                certain: true,
                reason: Reason::Assigned(line.assign.line),
            });
            let mut used = false;
            for index in line.reach(inventory) {
                used = true;
                placed[index] = Some((demand, line.assign.count));
                let candidates = candidate.iter().cloned().collect();
                recognitions[index] = Recognition { candidates, ..Recognition::default() };
            }
            if !used {
                unused.push((line.assign.line, line.path.clone()));
            }
        }
        (placed, unused)
    }
}

/// The pages a path ends in: `#3` or `#3-5`, counted from 1.
fn range(rest: &str) -> Option<(u32, u32)> {
    let pages = rest.strip_prefix('#')?;
    let (first, last) = pages.split_once('-').unwrap_or((pages, pages));
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first > 0).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(ranges: &[&str], found: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let assign = |range: &&str| Assign {
            path: format!("a.pdf{range}"),
            item: None,
            count: 1,
            products: None,
            date: None,
            sealed: None,
            line: 1,
        };
        let settings = Settings { assign: ranges.iter().map(assign).collect(), ..Settings::default() };
        ByHand::new(&settings).parts("a.pdf", 9, found.to_vec())
    }

    #[test]
    fn ranges_named_by_hand_take_a_document_apart() {
        assert_eq!(parts(&[], &[(1, 4), (5, 9)]), [(1, 4), (5, 9)]);
        assert_eq!(parts(&["#3-5"], &[]), [(1, 2), (3, 5), (6, 9)]);
        assert_eq!(parts(&["#1-9"], &[(1, 4), (5, 9)]), [(1, 9)]);
        assert_eq!(parts(&["#4"], &[(1, 6), (7, 9)]), [(1, 3), (4, 4), (5, 6), (7, 9)]);
        assert_eq!(parts(&["#3-5", "#5-6"], &[]), [(1, 2), (3, 5), (6, 9)], "the second runs into the first");
    }

    #[test]
    fn ranges_that_are_none_name_nothing() {
        for range in ["#0", "#5-3", "#8-12", "#", "#a", "/3", "#-2"] {
            assert_eq!(parts(&[range], &[]), [], "{range}");
        }
    }
}
