//! What changed between two reports: item by item, for better or worse.

mod findings;
mod names;
mod read;
mod short;

pub use names::rename;
pub use read::read;

use std::collections::{HashMap, HashSet};

use findings::Findings;

use crate::model::diff::{
    Change, Changes, Diff, Direction, File, Finding, Incomparable, Item, ItemDiff, Note, Outcome, Refused, Reports,
    Snapshot, Standing,
};
use crate::model::text::Text;

/// Compares two files of reports. Dossiers are told apart by their names; a report on one is held against its row in an
/// overview of many.
pub fn compare(before: &Reports, after: &Reports) -> Result<Vec<Change>, Text> {
    match (before, after) {
        (Reports::One(before), Reports::One(after)) => {
            Ok(vec![Change { dossier: after.dossier.clone(), outcome: outcome(before, after) }])
        }
        (Reports::Many(before), Reports::Many(after)) => many(before, after),
        (Reports::Many(rows), Reports::One(after)) => {
            let before = names::row(rows, &after.dossier).ok_or_else(|| absent(&after.dossier))?;
            Ok(vec![Change { dossier: after.dossier.clone(), outcome: outcome(before, &short::in_short(after)) }])
        }
        (Reports::One(before), Reports::Many(rows)) => {
            let after = names::row(rows, &before.dossier).ok_or_else(|| absent(&before.dossier))?;
            Ok(vec![Change { dossier: after.dossier.clone(), outcome: outcome(&short::in_short(before), after) }])
        }
    }
}

/// An overview that says nothing of a dossier.
fn absent(dossier: &str) -> Text {
    Text::new(
        format!("一份报告说的是「{dossier}」，另一份总表里没有它，没法比"),
        format!("one report is on `{dossier}`, of which the other, an overview, says nothing"),
    )
}

/// Compares dossier by dossier. Fails where not one is in both.
fn many(before: &[Snapshot], after: &[Snapshot]) -> Result<Vec<Change>, Text> {
    let earlier: Vec<Option<usize>> = names::matched(before, after);
    let found: HashSet<usize> = earlier.iter().flatten().copied().collect();
    if found.is_empty() && !before.is_empty() && !after.is_empty() {
        return Err(Text::new(
            "两份总表里没有一份同名的资料夹，没法比",
            "not one dossier is in both overviews; they cannot be compared",
        ));
    }
    let change = |row: &Snapshot, outcome| Change { dossier: row.dossier.clone(), outcome };
    let gone = before.iter().enumerate().filter(|(index, _)| !found.contains(index)).map(|(_, row)| row);
    let here = after.iter().zip(&earlier).map(|(row, earlier)| match earlier {
        // Where it lay then is no news.
        Some(index) => {
            let mut before = before[*index].clone();
            if before.renamed.is_none() {
                before.dossier.clone_from(&row.dossier);
            }
            change(row, outcome(&before, row))
        }
        None => change(row, Outcome::New),
    });
    Ok(here.chain(gone.map(|row| change(row, Outcome::Gone))).collect())
}

fn outcome(before: &Snapshot, after: &Snapshot) -> Outcome {
    match (&before.error, &after.error) {
        (Some(_), Some(why)) => return Outcome::StillFails(why.clone()),
        (None, Some(why)) => return Outcome::Fails(why.clone()),
        (Some(_), None) => return Outcome::Recovered,
        (None, None) => {}
    }
    match diff(before, after) {
        Ok(diff) => Outcome::Compared(Box::new(diff)),
        Err(why) => Outcome::Incomparable(why),
    }
}

fn diff(before: &Snapshot, after: &Snapshot) -> Result<Diff, Incomparable> {
    let (old, new) = (&before.checklist, &after.checklist);
    if old.id != new.id {
        return Err(Incomparable::Checklist { before: old.id.clone(), after: new.id.clone() });
    }
    let earlier: HashMap<&str, &Item> = before.items.iter().map(|item| (item.id.as_str(), item)).collect();
    let later: HashSet<&str> = after.items.iter().map(|item| item.id.as_str()).collect();
    if !before.items.is_empty() && !after.items.is_empty() && earlier.keys().all(|id| !later.contains(id)) {
        return Err(Incomparable::Stages { before: old.stage.clone(), after: new.stage.clone() });
    }
    let mut notes = Vec::new();
    if before.today > after.today {
        notes.push(Note::Reversed);
    }
    if before.dossier != after.dossier {
        notes.push(Note::OtherName { before: before.dossier.clone() });
    }
    if old.stage != new.stage {
        notes.push(Note::OtherStages { before: old.stage.clone(), after: new.stage.clone() });
    }
    if before.not_evaluated != after.not_evaluated {
        notes.push(Note::OtherDepth);
    }
    let mut findings = Findings::of(before, after);
    let there: HashSet<&str> = after.files.iter().flatten().map(|file| file.path.as_str()).collect();
    let mut told: HashSet<&str> = HashSet::new();
    let gone = before.items.iter().filter(|item| !later.contains(item.id.as_str()));
    let pairs = after.items.iter().map(|item| (earlier.get(item.id.as_str()).copied(), Some(item)));
    let items = pairs.chain(gone.map(|item| (Some(item), None))).filter_map(|(before, after)| {
        let item = after.or(before)?;
        let told_of = findings.take(&item.id);
        let changes = files(told_of, before, after, &there, &mut told);
        let (was, is) = (before.map(|item| &item.standing), after.map(|item| &item.standing));
        let same = was.zip(is).is_some_and(|(was, is)| was == is);
        (!same || !changes.is_empty()).then(|| ItemDiff {
            id: item.id.clone(),
            no: item.no.clone(),
            title: item.title.clone(),
            before: was.cloned(),
            after: is.cloned(),
            direction: direction(was, is, &changes),
            changes,
        })
    });
    let items = items.collect();
    let rest = other_files(findings.rest(), before, after, &told);
    let (today, verdict) = ([&before.today, &after.today], [&before.verdict, &after.verdict]);
    Ok(Diff { today: today.map(Clone::clone), verdict: verdict.map(Clone::clone), notes, items, rest })
}

/// How far an item is from being met: by its state, then by what it lacks. What need not be there lacks nothing.
fn distance(standing: &Standing) -> (usize, u32) {
    const ORDER: [&str; 6] = ["satisfied", "waived", "not-evaluated", "unclear", "short", "missing"];
    let met = standing.state == "not-applicable" || standing.state == "satisfied";
    if met || !standing.required && standing.state == "missing" {
        return (0, 0);
    }
    let rank = ORDER.iter().position(|name| *name == standing.state).unwrap_or(0);
    (rank, standing.need.saturating_sub(standing.have))
}

fn direction(was: Option<&Standing>, is: Option<&Standing>, changes: &Changes) -> Direction {
    // What only one of them asks for got neither better nor worse.
    let (Some(was), Some(is)) = (was, is) else { return Direction::Other };
    let grave = |findings: &[Finding]| findings.iter().any(|finding| finding.severity == "error");
    // Where nothing was there, no product was covered either.
    let is_new = |finding: &Finding| was.have > 0 || !finding.rule.starts_with("product-");
    match distance(is).cmp(&distance(was)) {
        std::cmp::Ordering::Greater => Direction::Worse,
        _ if changes.new.iter().any(|finding| finding.severity == "error" && is_new(finding)) => Direction::Worse,
        std::cmp::Ordering::Less => Direction::Better,
        std::cmp::Ordering::Equal if grave(&changes.solved) => Direction::Better,
        std::cmp::Ordering::Equal => Direction::Other,
    }
}

/// Adds the files of an item that came, went or are refused now.
fn files<'a>(
    changes: Changes,
    before: Option<&'a Item>,
    after: Option<&'a Item>,
    there: &HashSet<&str>,
    told: &mut HashSet<&'a str>,
) -> Changes {
    let (Some(before), Some(after)) = (before, after) else { return changes };
    let counted = |item: &'a Item| item.evidence.iter().chain(&item.unclear).map(|file| file.path.as_str());
    let (was, is): (HashSet<&str>, HashSet<&str>) = (counted(before).collect(), counted(after).collect());
    let refused_before: HashSet<&str> = before.refused.iter().map(|file| file.path.as_str()).collect();
    let refused: Vec<&Refused> =
        after.refused.iter().filter(|file| !refused_before.contains(file.path.as_str())).collect();
    let came = counted(after).filter(|path| !was.contains(path));
    let lost = counted(before).filter(|path| !is.contains(path) && refused.iter().all(|file| file.path != *path));
    let (left, went): (Vec<&str>, Vec<&str>) = lost.partition(|path| there.contains(path));
    let came: Vec<&str> = came.collect();
    told.extend(came.iter().chain(&went).copied().chain(refused.iter().map(|file| file.path.as_str())));
    let owned = |paths: Vec<&str>| paths.into_iter().map(str::to_owned).collect();
    Changes {
        came: owned(came),
        went: owned(went),
        left: owned(left),
        refused: refused.into_iter().cloned().collect(),
        ..changes
    }
}

/// Adds the files no item tells of.
fn other_files(changes: Changes, before: &Snapshot, after: &Snapshot, told: &HashSet<&str>) -> Changes {
    let (Some(old), Some(new)) = (&before.files, &after.files) else { return changes };
    let was: HashMap<&str, &File> = old.iter().map(|file| (file.path.as_str(), file)).collect();
    let is: HashSet<&str> = new.iter().map(|file| file.path.as_str()).collect();
    let untold = |file: &&File| !told.contains(file.path.as_str());
    let path = |file: &File| file.path.clone();
    let refused = new.iter().filter(untold).filter_map(|file| {
        let rule = file.refused.clone()?;
        let newly = was.get(file.path.as_str()).is_some_and(|before| before.refused.is_none());
        newly.then(|| Refused { path: file.path.clone(), rule })
    });
    Changes {
        came: new.iter().filter(untold).filter(|file| !was.contains_key(file.path.as_str())).map(path).collect(),
        went: old.iter().filter(untold).filter(|file| !is.contains(file.path.as_str())).map(path).collect(),
        refused: refused.collect(),
        ..changes
    }
}
