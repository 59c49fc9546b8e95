//! Rules on stamps: whether a round red seal is seen where one must be.

use super::Known;
use crate::model::finding::{Aspect, Finding};

pub(super) fn unanswered(known: &Known, demand: usize, _evidence: &[usize]) -> Vec<Aspect> {
    known.checklist.demands[demand].sealed.then_some(Aspect::Sealed).into_iter().collect()
}

pub(super) fn run(_known: &Known) -> Vec<Finding> {
    Vec::new()
}
