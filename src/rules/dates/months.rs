//! Evidence for every month of a window.

use jiff::civil::Date;

use super::super::Known;
use super::own::{of_text, periods};
use crate::model::assessment::ItemResult;
use crate::model::assignment::Outcome;
use crate::model::checklist::{Demand, Window, WindowUnit};
use crate::model::content::{DateRole, Dated, When};
use crate::model::finding::{Finding, Place, Problem, Severity};

/// A year and a month of it, 1–12.
type Month = (i16, i8);

/// The months a document is about.
#[derive(Default)]
pub(super) struct Covered {
    spans: Vec<(Date, Date)>,
    /// A person or a text of its own says so.
    pub certain: bool,
}

impl Covered {
    /// Whether a month is among them.
    pub(super) fn covers(&self, (year, month): Month) -> bool {
        let when = When::Month(year, month);
        let (Some(first), Some(last)) = (when.first_day(), when.last_day()) else { return false };
        self.spans.iter().any(|(from, to)| *from <= last && *to >= first)
    }
}

/// The months that need evidence, in order: whole months, the last before today's.
pub(super) fn wanted(demand: &Demand, today: Date) -> Vec<Month> {
    let count = demand.window.filter(|_| demand.every_month).map_or(0, |window| window.count);
    let month = |back: u32| {
        let day = Window { count: back, unit: WindowUnit::Months }.before(today.first_of_month())?;
        Some((day.year(), day.month()))
    };
    (1..=count).rev().filter_map(month).collect()
}

/// The months a file is about: the period it states, else a month its text names alone, else the month in its name.
/// A day on which it was filled in says nothing of that.
pub(super) fn covered(known: &Known, file: usize) -> Covered {
    const PERIOD: [DateRole; 2] = [DateRole::PeriodFrom, DateRole::PeriodTo];
    let by_hand = known.assigned(file).and_then(|assign| assign.date);
    if let Some(date) = by_hand {
        return Covered { spans: vec![(date, date)], certain: true };
    }
    let text = of_text(known, file, &PERIOD).map(|own| (spans(&periods(&own.dates)), own.certain));
    let text = text.filter(|(spans, _)| !spans.is_empty()).or_else(|| {
        let unsaid = of_text(known, file, &[DateRole::Unsaid])?;
        Some((lone_month(&unsaid.dates), unsaid.certain))
    });
    let named = || {
        let dates = &known.recognitions[file].dates;
        let spans = spans(&periods(dates));
        (if spans.is_empty() { lone_month(dates) } else { spans }, false)
    };
    let (spans, certain) = text.filter(|(spans, _)| !spans.is_empty()).unwrap_or_else(named);
    Covered { spans, certain }
}

/// First and last days; a year alone does not say which months.
fn spans(periods: &[(When, When)]) -> Vec<(Date, Date)> {
    let exact = |when: &When| matches!(when, When::Month(..) | When::Day(_));
    let exact = periods.iter().filter(|(from, to)| exact(from) && exact(to));
    exact.filter_map(|(from, to)| Some((from.first_day()?, to.last_day()?))).collect()
}

fn lone_month(dates: &[Dated]) -> Vec<(Date, Date)> {
    let mut months: Vec<When> =
        dates.iter().filter(|dated| dated.role == DateRole::Unsaid).map(|dated| dated.when).collect();
    months.retain(|when| matches!(when, When::Month(..)));
    months.dedup();
    if let [month] = months.as_slice() { spans(&[(*month, *month)]) } else { Vec::new() }
}

/// The months without evidence; `None` if nobody can tell, because a file does not say its month, or because only
/// evidence that is not certain is about one.
pub(super) fn missing(known: &Known, demand: usize, evidence: &[usize]) -> Option<Vec<Month>> {
    let wanted = wanted(&known.checklist.demands[demand], known.today);
    let counted: Vec<Covered> = evidence.iter().map(|&file| covered(known, file)).collect();
    let perhaps = known.outcomes.iter().enumerate().filter(|(_, outcome)| match outcome {
        Outcome::Possible(demands) => demands.contains(&demand),
        Outcome::Counted { also, .. } => also.contains(&demand),
        _ => false,
    });
    let perhaps: Vec<Covered> = perhaps.map(|(file, _)| covered(known, file)).collect();
    let has = |files: &[Covered], month: Month| files.iter().any(|file| file.covers(month));
    let silent = |files: &[Covered]| files.iter().any(|file| file.spans.is_empty());
    let missing: Vec<Month> = wanted.into_iter().filter(|month| !has(&counted, *month)).collect();
    let open = silent(&counted) || silent(&perhaps) || missing.iter().any(|month| has(&perhaps, *month));
    (missing.is_empty() || !open).then_some(missing)
}

/// Months of the window that have no evidence. Where there is none at all, missing-material says so.
pub(super) fn run(known: &Known, items: &[ItemResult]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for result in items {
        for counted in &result.alternatives[result.nearest] {
            if !known.checklist.demands[counted.demand].every_month {
                continue;
            }
            let evidence: Vec<usize> =
                known.counted().filter(|(_, demand)| *demand == counted.demand).map(|(file, _)| file).collect();
            let months = if evidence.is_empty() { None } else { missing(known, counted.demand, &evidence) };
            if let Some(months) = months.filter(|months| !months.is_empty()) {
                let severity = if result.required { Severity::Error } else { Severity::Warning };
                findings.push(Finding::new(severity, Place::Item(result.item), Problem::MonthMissing { months }));
            }
        }
    }
    findings
}
