//! Sentences: every finding, reason and state in Chinese and English. The matches are exhaustive: a
//! new finding does not compile without both.

mod eligibility;
mod finding;
mod labels;
mod reason;

pub use eligibility::{condition_state, value, wants};
pub use finding::{message, refusal};
pub use labels::{aspect, kinds, length, severity, state, unit, unseen, verdict, window};
pub use reason::{code, near, reason};

use crate::model::text::Lang;

/// Picks one of two.
pub(crate) fn pick<T>(lang: Lang, zh: T, en: T) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
