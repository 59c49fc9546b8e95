//! Rules on where files lie: misfiled, resembling an item, or asked for by none.

use super::Known;
use crate::model::assignment::Outcome;
use crate::model::finding::{Finding, Place, Problem, Severity};

pub(super) fn run(known: &Known) -> Vec<Finding> {
    let item_of = |demand: usize| known.checklist.demands[demand].item;
    let mut findings = Vec::new();
    for (index, outcome) in known.outcomes.iter().enumerate() {
        let recognition = &known.recognitions[index];
        match outcome {
            Outcome::Counted { demand, .. } => {
                if let Some(folder) = recognition.misfiled_in {
                    let (folder, name) = (item_of(usize::from(folder)), item_of(*demand));
                    let problem = Problem::Misfiled { folder, name };
                    findings.push(Finding::new(Severity::Warning, Place::File(index, Some(name)), problem));
                }
            }
            Outcome::LeftOver => {
                let problem = match &recognition.near {
                    Some(near) => Problem::NearMiss { item: usize::from(near.item), why: near.why.clone() },
                    None => Problem::UnmatchedFile,
                };
                findings.push(Finding::new(Severity::Note, Place::File(index, None), problem));
            }
            Outcome::Possible(_) | Outcome::Refused { .. } | Outcome::SetAside => {}
        }
    }
    let unused = known.unused_assignments.iter().map(|(line, path)| {
        let problem = Problem::UnusedAssignment { path: path.clone(), near: only_file_called(known, path) };
        Finding::new(Severity::Warning, Place::Settings(*line), problem)
    });
    findings.extend(unused);
    findings
}

/// The file whose own name is the last part of a path, if there is but one.
fn only_file_called(known: &Known, path: &str) -> Option<usize> {
    let name = path.rsplit(['/', '\\']).next()?;
    let mut called = known.inventory.files.iter().enumerate().filter(|(_, file)| file.name() == name);
    let (first, _) = called.next()?;
    called.next().is_none().then_some(first)
}
