//! What changed between two reports: item by item, for better or worse.

mod read;

pub use read::read;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::diff::{
    Change, Changes, Diff, Direction, Errors, File, Finding, Incomparable, Item, ItemDiff, Note, Outcome, Refused,
    Reports, Snapshot, Standing,
};
use crate::model::finding::RuleId;
use crate::model::text::Text;

/// Compares two files of reports: both on one dossier, or both on many, which are told apart by their names.
pub fn compare(before: &Reports, after: &Reports) -> Result<Vec<Change>, Text> {
    match (before, after) {
        (Reports::One(before), Reports::One(after)) => {
            Ok(vec![Change { dossier: after.dossier.clone(), outcome: outcome(before, after) }])
        }
        (Reports::Many(before), Reports::Many(after)) => Ok(many(before, after)),
        _ => Err(Text::new(
            "一份报告只说一份资料夹，另一份说许多份，没法比；请用同一种",
            "one report is on one dossier, the other on several; they cannot be compared",
        )),
    }
}

fn many(before: &[Snapshot], after: &[Snapshot]) -> Vec<Change> {
    let earlier: HashMap<&str, &Snapshot> = before.iter().map(|row| (row.dossier.as_str(), row)).collect();
    let later: HashSet<&str> = after.iter().map(|row| row.dossier.as_str()).collect();
    let change = |row: &Snapshot, outcome| Change { dossier: row.dossier.clone(), outcome };
    let gone = before.iter().filter(|row| !later.contains(row.dossier.as_str()));
    let here = after.iter().map(|row| {
        change(row, earlier.get(row.dossier.as_str()).map_or(Outcome::New, |before| outcome(before, row)))
    });
    here.chain(gone.map(|row| change(row, Outcome::Gone))).collect()
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
        let (new, solved) = findings.take(Some(&item.id));
        let changes = Changes { new, solved, ..files(before, after, &there, &mut told) };
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
    let (new, solved) = findings.rest();
    let rest = Changes { new, solved, ..other_files(before, after, &told) };
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
    match distance(is).cmp(&distance(was)) {
        std::cmp::Ordering::Greater => Direction::Worse,
        _ if grave(&changes.new) => Direction::Worse,
        std::cmp::Ordering::Less => Direction::Better,
        std::cmp::Ordering::Equal if grave(&changes.solved) => Direction::Better,
        std::cmp::Ordering::Equal => Direction::Other,
    }
}

/// The files of an item that came, went or are refused now.
fn files<'a>(
    before: Option<&'a Item>,
    after: Option<&'a Item>,
    there: &HashSet<&str>,
    told: &mut HashSet<&'a str>,
) -> Changes {
    let (Some(before), Some(after)) = (before, after) else { return Changes::default() };
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
        ..Changes::default()
    }
}

/// The files no item tells of.
fn other_files(before: &Snapshot, after: &Snapshot, told: &HashSet<&str>) -> Changes {
    let (Some(old), Some(new)) = (&before.files, &after.files) else { return Changes::default() };
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
        ..Changes::default()
    }
}

/// What tells a finding from others.
type Key = (Option<String>, Option<String>, Option<String>, String);

/// The findings that are new or solved, by item.
struct Findings {
    new: BTreeMap<Option<String>, Vec<Finding>>,
    solved: BTreeMap<Option<String>, Vec<Finding>>,
}

impl Findings {
    fn of(before: &Snapshot, after: &Snapshot) -> Self {
        let mut found = Self { new: BTreeMap::new(), solved: BTreeMap::new() };
        let (Some(was), Some(is)) = (weighed(before), weighed(after)) else { return found };
        for (key, (weight, finding)) in &is {
            if was.get(key).is_none_or(|(before, _)| before < weight) && weight.0 > 0 {
                found.new.entry(finding.item.clone()).or_default().push(finding.clone());
            }
        }
        for (key, (weight, finding)) in &was {
            if is.get(key).is_none_or(|(after, _)| after < weight) && weight.0 > 0 {
                found.solved.entry(finding.item.clone()).or_default().push(finding.clone());
            }
        }
        found
    }

    fn take(&mut self, item: Option<&String>) -> (Vec<Finding>, Vec<Finding>) {
        let item = item.cloned();
        (self.new.remove(&item).unwrap_or_default(), self.solved.remove(&item).unwrap_or_default())
    }

    /// What no item took.
    fn rest(self) -> (Vec<Finding>, Vec<Finding>) {
        (self.new.into_values().flatten().collect(), self.solved.into_values().flatten().collect())
    }
}

/// The gravest finding of each sort and place, with its weight: severity (0 if waived) and number. What only repeats
/// the state of an item is left to the item.
fn weighed(report: &Snapshot) -> Option<BTreeMap<Key, ((usize, usize), Finding)>> {
    let repeats = |rule: &str| {
        let mut rules = RuleId::ALL.iter().filter(|id| id.is_about_the_count() || **id == RuleId::OptionalAbsent);
        rules.any(|id| id.id() == rule)
    };
    let mut found: BTreeMap<Key, ((usize, usize), Finding)> = BTreeMap::new();
    let mut add = |finding: Finding, weight: usize, count: usize| {
        let Finding { item, path, condition, rule, .. } = &finding;
        let key = (item.clone(), path.clone(), condition.clone(), rule.clone());
        let ((known, number), kept) = found.entry(key).or_insert_with(|| ((weight, 0), finding.clone()));
        if weight > *known {
            (*known, *kept) = (weight, finding);
        }
        *number += count;
    };
    match (&report.findings, &report.errors) {
        (Some(findings), _) => {
            for finding in findings.iter().filter(|finding| !repeats(&finding.rule)) {
                let severity = ["note", "warning", "error"].iter().position(|name| *name == finding.severity);
                let weight = if finding.waived.is_some() { 0 } else { severity.map_or(1, |at| at + 1) };
                add(finding.clone(), weight, 1);
            }
        }
        (None, Some(errors)) => {
            for Errors { rule, item, count } in errors {
                let (rule, item, severity) = (rule.clone(), item.clone(), "error".to_owned());
                add(Finding { rule, item, severity, ..Finding::default() }, 3, *count);
            }
        }
        (None, None) => return None,
    }
    Some(found)
}
