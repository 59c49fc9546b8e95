//! Rules on shares of staff (clause 5.1.2.2: service managers are 10 % of service management staff).

use super::Known;
use crate::model::assessment::ItemResult;
use crate::model::finding::{Aspect, Finding};

pub(super) fn unanswered(known: &Known, demand: usize, _evidence: &[usize]) -> Vec<Aspect> {
    known.checklist.demands[demand].ratio.is_some().then_some(Aspect::Ratio).into_iter().collect()
}

pub(super) fn run(_known: &Known, _items: &[ItemResult]) -> Vec<Finding> {
    Vec::new()
}
