//! How a standard scores (a scheme, from the checklist) and what an applicant scored (a sheet).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::Text;

/// Points in hundredths: no threshold is met or missed by rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
pub struct Points(pub u64);

impl Points {
    /// What is left when others are taken away; never below nothing.
    pub fn less(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Points {
        Points(points.fold(0, |sum, points| sum.saturating_add(points.0)))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match (part, part % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", part / 10),
            _ => write!(f, "{whole}.{part:02}"),
        }
    }
}

/// The scheme by which a standard scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scoring {
    /// The full marks scores are stated in: first that of the levels, then others in use.
    pub scales: Vec<u32>,
    /// The classes of indicators; at least one.
    pub classes: Vec<ScoreClass>,
    /// The levels, from the lowest; below it the evaluation is failed. At least one.
    pub levels: Vec<Level>,
    /// Deductions beside the score.
    pub special_deductions: Option<Deductions>,
    /// A bonus beside the score.
    pub bonus: Option<Bonus>,
    /// What deductions and bonus do to the score that is graded.
    pub special_points: Effect,
    /// What sources disagree on or leave open.
    pub note: Option<Text>,
    /// Where the rule of scoring comes from.
    pub source: Option<String>,
}

impl Scoring {
    /// The scale the levels are stated on.
    pub fn scale(&self) -> u32 {
        self.scales.first().copied().unwrap_or(100)
    }
}

/// A class of indicators, the points of which the standard fixes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreClass {
    /// Its number, such as `5.1`.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// The most it can score.
    pub points: Points,
    /// Its indicators, in order.
    pub indicators: Vec<Indicator>,
    /// Where its points come from.
    pub source: Option<String>,
}

/// An indicator. Its points are not the scheme's: they stand in the sheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its number, such as `5.1.1`.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// No source states the number; it follows from the order.
    pub inferred: bool,
}

/// A level, reached at some points of the first scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// The least score.
    pub at: Points,
    /// What it is called; more than one where sources disagree. At least one.
    pub names: Vec<LevelName>,
}

/// A name of a level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelName {
    /// The name.
    pub title: Text,
    /// What it means besides.
    pub note: Option<Text>,
    /// Who calls it so.
    pub source: Option<String>,
}

/// Deductions beside the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deductions {
    /// What each takes away.
    pub points: Points,
    /// With so many the evaluation is failed.
    pub fail_at: u32,
    /// What brings one about.
    pub triggers: Vec<Text>,
    /// Where the rule comes from.
    pub source: Option<String>,
}

/// A bonus beside the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bonus {
    /// What each adds.
    pub points: Points,
    /// How many there may be.
    pub most: u32,
    /// What earns one.
    pub trigger: Option<Text>,
    /// Where the rule comes from.
    pub source: Option<String>,
}

/// What deductions and bonus do to the score that is graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// They change it.
    Counted,
    /// They stand beside it.
    Apart,
    /// No source says which.
    Unstated,
}

impl Effect {
    /// Its name in JSON and in checklists.
    pub fn name(self) -> &'static str {
        match self {
            Effect::Counted => "counted",
            Effect::Apart => "apart",
            Effect::Unstated => "unstated",
        }
    }
}

/// What an applicant scored, checked against the scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// One for each class of the scheme, in its order.
    pub classes: Vec<ClassSheet>,
    /// Special deductions.
    pub deductions: Vec<Deduction>,
    /// What earned each bonus.
    pub bonus: Vec<String>,
}

/// What was scored in one class.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassSheet {
    /// The points of the class as a whole; then no indicator has its own.
    pub whole: Option<Points>,
    /// One for each indicator, in the scheme's order.
    pub indicators: Vec<Entry>,
}

/// What the sheet says of one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Entry {
    /// Nothing.
    #[default]
    Open,
    /// It was scored.
    Scored {
        /// What it got.
        points: Points,
        /// The most it can get.
        of: Points,
    },
    /// It does not apply and leaves the total.
    Excluded {
        /// The most it could get; `None` where what is left of the class tells.
        of: Option<Points>,
        /// Why.
        reason: String,
    },
}

/// A special deduction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deduction {
    /// What is wrong.
    pub what: String,
    /// The clause it belongs to.
    pub clause: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn points_are_printed_exactly() {
        for (hundredths, printed) in [(0, "0"), (9496, "94.96"), (9450, "94.5"), (9500, "95"), (5, "0.05"), (70, "0.7")]
        {
            assert_eq!(Points(hundredths).to_string(), printed);
        }
    }
}
