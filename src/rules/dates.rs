//! Rules on dates: how old evidence is, whether it is in force, and what its dates contradict. A date is the
//! document's own; the time stamp of a file says nothing.

use super::{Known, Withdrawal};
use crate::model::assessment::ItemResult;
use crate::model::finding::{Aspect, Finding};

pub(super) fn withdraw(_known: &Known) -> Vec<Withdrawal> {
    Vec::new()
}

pub(super) fn unanswered(known: &Known, demand: usize, _evidence: &[usize]) -> Vec<Aspect> {
    let demand = &known.checklist.demands[demand];
    let asked = [(demand.window.is_some(), Aspect::Window), (demand.valid, Aspect::Valid)];
    asked.into_iter().filter(|(asks, _)| *asks).map(|(_, aspect)| aspect).collect()
}

pub(super) fn run(_known: &Known, _items: &[ItemResult]) -> Vec<Finding> {
    Vec::new()
}
