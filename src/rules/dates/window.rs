//! How old evidence may be.

use jiff::civil::Date;

use super::super::Known;
use super::months;
use super::own::own;
use crate::model::assignment::Refusal;
use crate::model::checklist::Demand;
use crate::model::content::{DateRole, When};

/// The first day that counts; `None` without a window.
fn first_day(demand: &Demand, today: Date) -> Option<Date> {
    if demand.every_month {
        let (year, month) = months::wanted(demand, today).first().copied()?;
        return Date::new(year, month, 1).ok();
    }
    demand.window?.before(today)
}

/// The latest date a file may be of, and whether that is certain: the end of its period, or the day it was made.
pub(super) fn latest(known: &Known, file: usize, demand: &Demand) -> Option<(When, bool)> {
    let last = |roles: &[DateRole]| {
        let own = own(known, file, roles)?;
        let when = own.dates.iter().map(|dated| dated.when).max_by_key(|when| when.last_day())?;
        Some((when, own.certain, own.by_name))
    };
    let period = last(&[DateRole::PeriodTo]);
    let made = last(&[DateRole::Signed, DateRole::Issued, DateRole::Unsaid]);
    match (period, made) {
        // What a text says goes before what a name says.
        (Some((_, _, true)), Some((when, certain, false))) => Some((when, certain)),
        (Some((when, certain, false)), Some((made, _, false))) if !demand.every_month => {
            // It may only mention a period.
            Some((when, certain && made.last_day() <= when.last_day()))
        }
        (Some((when, certain, _)), _) | (None, Some((when, certain, _))) => Some((when, certain)),
        (None, None) => None,
    }
}

/// A file that is wholly older than the window.
pub(super) fn outside(known: &Known, file: usize, demand: &Demand) -> Option<(Refusal, bool)> {
    let first = first_day(demand, known.today)?;
    let (when, certain) = latest(known, file, demand)?;
    let older = when.last_day().is_some_and(|last| last < first);
    older.then_some((Refusal::OutsideWindow(when, first), certain))
}
