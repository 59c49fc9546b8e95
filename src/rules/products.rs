//! Rules on the scope: all evidence must cover every product applied for (seed 002, head of the list).

use super::Known;
use crate::model::assessment::{Coverage, ItemResult};
use crate::model::finding::{Aspect, Finding};

pub(super) fn coverage(_known: &Known, _items: &[ItemResult]) -> Vec<Coverage> {
    Vec::new()
}

pub(super) fn unanswered(known: &Known, demand: usize, _evidence: &[usize]) -> Vec<Aspect> {
    let asks = known.checklist.demands[demand].covers_products && known.settings.scope.is_empty();
    asks.then_some(Aspect::Covers).into_iter().collect()
}

pub(super) fn run(_known: &Known, _items: &[ItemResult], _coverage: &[Coverage]) -> Vec<Finding> {
    Vec::new()
}
