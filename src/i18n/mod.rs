//! Sentences: every finding, reason and state in Chinese and English, and the page of each rule. The matches are exhaustive: a
//! new finding does not compile without both.

mod calendar;
mod eligibility;
mod finding;
mod labels;
mod pages;
mod reason;
mod refusal;
mod rules;

pub use calendar::{days_off, milestone};
pub use eligibility::{condition_state, value, wants};
pub use finding::message;
pub use labels::{
    aspect, bracketed, counted, date, forms, kinds, length, parts_lacking, severity, since, standing, state, unit,
    unseen, verdict, window,
};
pub use pages::{Page, page};
pub use reason::{code, near, reason};
pub use refusal::{doubt, refusal};
pub use rules::rule;

use crate::model::text::Lang;

/// Picks one of two.
pub(crate) fn pick<T>(lang: Lang, zh: T, en: T) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
