//! How materials must be handed over: on paper, as copies, stamped (seed 002: P2 to P6 are signed, stamped and
//! couriered). Nothing a file could show; said so that nobody forgets.

use super::Known;
use crate::model::assessment::{ItemResult, State};
use crate::model::checklist::Form;
use crate::model::finding::{Finding, Place, Problem, Severity};

pub(super) fn run(known: &Known, items: &[ItemResult]) -> Vec<Finding> {
    let due = items.iter().filter(|item| item.state != State::NotApplicable);
    due.filter_map(|result| {
        let item = &known.checklist.items[result.item];
        let demands = || item.demands().map(|demand| &known.checklist.demands[demand]);
        let form: Vec<Form> = demands().next().map(|demand| demand.form.clone()).unwrap_or_default();
        let sealed = demands().any(|demand| demand.sealed);
        let on_paper = form.iter().any(|form| matches!(form, Form::Printed | Form::Copy));
        (sealed || on_paper).then(|| {
            let problem = Problem::HandInForm { form, sealed };
            Finding::new(Severity::Note, Place::Item(result.item), problem)
        })
    })
    .collect()
}
