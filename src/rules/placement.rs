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
                    findings.push(Finding {
                        severity: Severity::Warning,
                        place: Place::File(index, Some(name)),
                        problem: Problem::Misfiled { folder, name },
                    });
                }
            }
            Outcome::LeftOver => {
                let problem = match &recognition.near {
                    Some(near) => Problem::NearMiss { item: usize::from(near.item), why: near.why.clone() },
                    None => Problem::UnmatchedFile,
                };
                findings.push(Finding { severity: Severity::Note, place: Place::File(index, None), problem });
            }
            Outcome::Possible(_) | Outcome::Refused { .. } | Outcome::SetAside => {}
        }
    }
    let unused = known.unused_assignments.iter().map(|(line, path)| Finding {
        severity: Severity::Warning,
        place: Place::Settings(*line),
        problem: Problem::UnusedAssignment { path: path.clone() },
    });
    findings.extend(unused);
    findings
}
