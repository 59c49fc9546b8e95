//! Baselines: which findings were known, and which are new. The verdict knows nothing of them.

use std::collections::HashMap;

use crate::model::assessment::Assessment;
use crate::model::baseline::{Baseline, Entry};
use crate::model::finding::{Finding, Place, Problem, RuleId, Severity, Since};

/// All that could fail a check now, as a baseline. What is waived needs none.
pub fn baseline(assessment: &Assessment) -> Baseline {
    let counts = |finding: &&Finding| finding.waived.is_none() && finding.severity > Severity::Note;
    let mut found: Vec<Entry> =
        assessment.findings.iter().filter(counts).map(|finding| entry(assessment, finding)).collect();
    found.sort_by(|a, b| a.key().cmp(&b.key()));
    let mut entries: Vec<Entry> = Vec::with_capacity(found.len());
    for entry in found {
        match entries.last_mut().filter(|last| last.key() == entry.key()) {
            Some(last) => {
                last.severity = last.severity.max(entry.severity);
                last.by = last.by.max(entry.by);
                last.what.extend(entry.what);
            }
            None => entries.push(entry),
        }
    }
    for entry in &mut entries {
        entry.what.sort_unstable();
        entry.what.dedup();
    }
    Baseline { checklist: assessment.checklist.id.clone(), entries }
}

/// Marks the findings a baseline knows. What it knows and no longer occurs is told in a note; `name` is the file's.
pub fn apply(assessment: &mut Assessment, baseline: &Baseline, name: &str) {
    let mut places: HashMap<_, Vec<usize>> = HashMap::new();
    for (index, known) in baseline.entries.iter().enumerate() {
        places.entry(known.place()).or_default().push(index);
    }
    let mut occurs = vec![false; baseline.entries.len()];
    for index in 0..assessment.findings.len() {
        if assessment.findings[index].waived.is_some() {
            continue;
        }
        let now = entry(assessment, &assessment.findings[index]);
        let mut since = Since::New;
        for &at in places.get(&now.place()).into_iter().flatten() {
            let known = &baseline.entries[at];
            // What has got worse still occurs; it is only no longer excused.
            occurs[at] |= known.is_of(&now);
            since = match since {
                _ if known.covers(&now) => Since::Known,
                // Graver, or of other products, is worse without being more.
                Since::New if known.is_of(&now) => Since::Worse(known.by.filter(|was| now.by > Some(*was))),
                since => since,
            };
        }
        // Notes fail no check, and no baseline holds them.
        let told = since == Since::Known || now.severity > Severity::Note;
        assessment.findings[index].since = told.then_some(since);
    }
    let worse = |entry: &Entry| {
        let told =
            assessment.findings.iter().filter(|finding| matches!(finding.since, Some(Since::New | Since::Worse(_))));
        let mut items = told.filter_map(Finding::item).map(|item| &assessment.checklist.items[item].id);
        items.any(|item| entry.item.as_ref() == Some(item))
    };
    let asked = |entry: &Entry| {
        let mut due = assessment.items.iter().map(|result| &assessment.checklist.items[result.item].id);
        let mut conditions = assessment.conditions.iter().map(|(index, _)| &assessment.checklist.conditions[*index].id);
        entry.item.as_ref().is_none_or(|item| due.any(|id| id == item))
            && entry.condition.as_ref().is_none_or(|condition| conditions.any(|id| id == condition))
    };
    // What this check did not ask for, and what gave way to something worse, has not been mended.
    let gone =
        baseline.entries.iter().zip(&occurs).filter(|(entry, occurs)| !**occurs && asked(entry) && !worse(entry));
    let entries: Vec<(RuleId, String)> = gone.map(|(entry, _)| (entry.rule, somewhere(entry))).collect();
    if !entries.is_empty() {
        let problem = Problem::BaselineStale { entries };
        assessment.findings.push(Finding::new(Severity::Note, Place::Path(name.to_owned()), problem));
    }
}

/// Where an entry was, in a word.
fn somewhere(entry: &Entry) -> String {
    entry.path.as_ref().or(entry.item.as_ref()).or(entry.condition.as_ref()).cloned().unwrap_or_default()
}

/// A finding, by what stays the same while other things change.
fn entry(assessment: &Assessment, finding: &Finding) -> Entry {
    let list = &assessment.checklist;
    let (mut item, mut condition, mut path) = (None, None, None);
    match &finding.place {
        Place::Item(index) => item = Some(*index),
        Place::File(file, of) => (item, path) = (*of, Some(assessment.inventory.files[*file].path.to_string())),
        Place::Path(at) => path = Some(at.clone()),
        // Its line changes with every line above it.
        Place::Settings(_) => path = Some("dossier.yaml".to_owned()),
        Place::Condition(index) => condition = Some(list.conditions[*index].id.clone()),
    }
    let (by, what) = measure(assessment, &finding.problem);
    Entry {
        item: item.map(|index| list.items[index].id.clone()),
        condition,
        path,
        rule: finding.problem.rule(),
        severity: finding.severity,
        by,
        what,
    }
}

/// How bad it is: by how much, and what it names.
fn measure(assessment: &Assessment, problem: &Problem) -> (Option<u32>, Vec<String>) {
    let products = |indices: &[usize]| {
        let names = indices.iter().filter_map(|&index| assessment.settings.scope.get(index));
        names.map(|product| product.name.clone()).collect()
    };
    let persons = |names: usize| u32::try_from(names).ok();
    match problem {
        Problem::MissingMaterial { need } => (Some(*need), Vec::new()),
        Problem::TooFew { have, need }
        | Problem::Unclear { have, need, .. }
        | Problem::ShareNotReached { have, need, .. } => (Some(need.saturating_sub(*have)), Vec::new()),
        Problem::TooMany { have, max } => (Some(have.saturating_sub(*max)), Vec::new()),
        Problem::BadIdentityNumber { count } => (Some(*count), Vec::new()),
        Problem::RosterMismatch { without_certificate, not_on_roster } => {
            (persons(without_certificate.len() + not_on_roster.len()), Vec::new())
        }
        Problem::MonthMissing { months } => {
            (None, months.iter().map(|(year, month)| format!("{year:04}-{month:02}")).collect())
        }
        Problem::ProductUncovered { products: indices } | Problem::ProductUnclear { products: indices } => {
            (None, products(indices))
        }
        Problem::ProductOutOfScope { product } => (None, vec![product.clone()]),
        Problem::UnusedAssignment { path, .. } => (None, vec![path.clone()]),
        _ => (None, Vec::new()),
    }
}
