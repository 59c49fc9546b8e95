//! Conditions of eligibility: what an applicant must be, whatever papers it hands in.

use serde::{Deserialize, Serialize};

use super::checklist::{Window, Written};
use super::text::Text;

/// One condition; whether it holds is declared, never read from a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// Stable id given by the list's author.
    pub id: String,
    /// What is demanded, as a statement.
    pub title: Text,
    /// Ids of the stages it is asked in; always, if there are none.
    pub stages: Vec<String>,
    /// The declared fact it looks at.
    pub fact: String,
    /// What the fact must be.
    pub wants: Wants,
    /// Where the demand comes from.
    pub source: Option<String>,
    /// What sources disagree on.
    pub note: Option<Text>,
    /// Where it is written.
    pub written: Written,
}

/// What a declared fact must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wants {
    /// Yes, or no.
    Is(bool),
    /// A date at least so long ago.
    Elapsed(Window),
    /// A number not below this.
    AtLeast(u32),
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionState {
    /// By what is declared it does.
    Met,
    /// By what is declared it does not.
    NotMet,
    /// Nobody said, or not precisely enough.
    Undeclared,
}

impl ConditionState {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            ConditionState::Met => "met",
            ConditionState::NotMet => "not-met",
            ConditionState::Undeclared => "undeclared",
        }
    }
}
