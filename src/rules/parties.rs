//! Rules on whose documents they are: the applicant's, and nobody else's.

use super::{Known, Withdrawal};
use crate::model::finding::{Aspect, Finding};

pub(super) fn withdraw(_known: &Known) -> Vec<Withdrawal> {
    Vec::new()
}

pub(super) fn unanswered(known: &Known, demand: usize, _evidence: &[usize]) -> Vec<Aspect> {
    known.checklist.demands[demand].of_applicant.then_some(Aspect::Party).into_iter().collect()
}

pub(super) fn run(_known: &Known) -> Vec<Finding> {
    Vec::new()
}
