//! A finished self-assessment: points, level, and what in the dossier speaks for it.

use super::scoring::Points;

/// An exact score: a fraction of hundredths of a point.
#[derive(Debug, Clone, Copy)]
pub struct Exact {
    num: i128,
    den: i128,
}

impl Exact {
    /// `got` of `of`, on a scale of so many points. `of` is not 0.
    pub fn share(got: Points, of: Points, scale: u32) -> Self {
        Self { num: i128::from(got.0) * i128::from(scale) * 100, den: i128::from(of.0.max(1)) }
    }

    /// With points added and others taken away; never below nothing.
    pub fn with(self, added: Points, taken: Points) -> Self {
        let change = i128::from(added.0) - i128::from(taken.0);
        Self { num: (self.num + change * self.den).max(0), ..self }
    }

    /// Whether it is at least so much.
    pub fn reaches(self, at: Points) -> bool {
        self.num >= i128::from(at.0) * self.den
    }

    /// The smaller of two.
    pub fn min(self, other: Self) -> Self {
        if self.num * other.den <= other.num * self.den { self } else { other }
    }

    /// The larger of two.
    pub fn max(self, other: Self) -> Self {
        if self.num * other.den <= other.num * self.den { other } else { self }
    }

    /// On another scale, in hundredths, cut off: what is printed never reaches what is not reached.
    pub fn on(self, from: u32, to: u32) -> Points {
        let value = self.num * i128::from(to) / (self.den * i128::from(from.max(1)));
        Points(u64::try_from(value).unwrap_or(u64::MAX))
    }

    /// What it lacks to a threshold, on another scale, in hundredths, rounded up: who gains so much is there.
    pub fn lacks(self, at: Points, from: u32, to: u32) -> Points {
        let (num, den) =
            ((i128::from(at.0) * self.den - self.num) * i128::from(to), self.den * i128::from(from.max(1)));
        Points(u64::try_from((num + den - 1) / den).unwrap_or(0))
    }
}

impl From<Points> for Exact {
    fn from(points: Points) -> Self {
        Self { num: i128::from(points.0), den: 1 }
    }
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.num * other.den == other.num * self.den
    }
}

/// The least and the most something can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least.
    pub low: Exact,
    /// The most.
    pub high: Exact,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Assessed throughout, and the lowest level is reached whichever way the special points count.
    Pass,
    /// Failed, whatever is still open.
    Fail,
    /// Neither is certain.
    Undecided,
}

impl Standing {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Pass => "pass",
            Standing::Fail => "fail",
            Standing::Undecided => "undecided",
        }
    }
}

/// The points of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassScore {
    /// What it certainly got.
    pub got: Points,
    /// The most it can get: its points without what is excluded.
    pub of: Points,
    /// Of that, what nobody assessed.
    pub open: Points,
    /// Indicators nobody assessed, by index; empty where the class was scored as a whole.
    pub missing: Vec<usize>,
    /// Whether the whole class is open.
    pub untouched: bool,
}

impl ClassScore {
    /// What was assessed and not got.
    pub fn lost(&self) -> Points {
        self.of.less(self.open).less(self.got)
    }
}

/// The way to the next level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The level, by index.
    pub level: usize,
    /// What is lacking, on each scale.
    pub lacks: Vec<Points>,
}

/// A self-assessment, scored.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The classes, in the scheme's order.
    pub classes: Vec<ClassScore>,
    /// What was certainly got.
    pub got: Points,
    /// The most that can be got.
    pub of: Points,
    /// Of that, what nobody assessed.
    pub open: Points,
    /// The score: got of applicable, on the first scale.
    pub score: Range,
    /// The score that is graded: with every way the special points may count.
    pub graded: Range,
    /// The levels of the least and the most, by index; `None` is below the lowest.
    pub levels: [Option<usize>; 2],
    /// Whether the special deductions alone fail it.
    pub too_many_deductions: bool,
    /// The answer.
    pub standing: Standing,
    /// The way to the next level; only where everything is assessed and a level is left.
    pub next: Option<Next>,
}

impl Score {
    /// Whether every indicator that applies was assessed.
    pub fn is_complete(&self) -> bool {
        self.open == Points(0)
    }

    /// The level, where it is certain: the index of a level of the scheme.
    pub fn level(&self) -> Option<usize> {
        let [low, high] = self.levels;
        low.filter(|_| self.standing == Standing::Pass && low == high)
    }
}

/// An item that supports an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SupportingItem {
    /// The result, by index into [`super::assessment::Assessment::items`].
    pub result: usize,
    /// No source names the clause for it; the list's author inferred it.
    pub inferred: bool,
}

/// What in a dossier speaks for one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Support {
    /// The items that are due and belong to it, in the list's order.
    pub items: Vec<SupportingItem>,
    /// Its clauses which no item of the list supports, by index into the list's unsupported clauses.
    pub unsupported: Vec<usize>,
    /// It was given full points, yet these of `items` (by place) are missing or short.
    pub contradicted_by: Vec<usize>,
}
