//! Rules on the applicant: whether it may apply at all, by what it declares.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::Known;
use crate::model::checklist::{Window, WindowUnit};
use crate::model::condition::{ConditionState, Wants};
use crate::model::finding::{Finding, Place, Problem, Severity};
use crate::model::settings::FactValue;

/// The conditions asked in the stages checked, by index, and whether each holds.
pub fn judge(known: &Known) -> Vec<(usize, ConditionState)> {
    let asked = |stages: &[String]| stages.is_empty() || stages.iter().any(|stage| known.stages.contains(stage));
    let conditions = known.checklist.conditions.iter().enumerate();
    conditions
        .filter(|(_, condition)| asked(&condition.stages))
        .map(|(index, condition)| {
            (index, state(condition.wants, known.settings.facts.get(&condition.fact), known.today))
        })
        .collect()
}

fn state(wants: Wants, declared: Option<&FactValue>, today: Date) -> ConditionState {
    let certain = |holds: bool| if holds { ConditionState::Met } else { ConditionState::NotMet };
    match (wants, declared) {
        (Wants::Is(is), Some(FactValue::YesNo(yes))) => certain(*yes == is),
        (Wants::AtLeast(least), Some(FactValue::Number(number))) => certain(*number >= u64::from(least)),
        (Wants::Elapsed(length), Some(FactValue::Date(first, last))) => {
            // Of a month any day may be meant; only if all give one answer is it certain.
            match (has_passed(*first, length, today), has_passed(*last, length, today)) {
                (true, true) => ConditionState::Met,
                (false, false) => ConditionState::NotMet,
                _ => ConditionState::Undeclared,
            }
        }
        _ => ConditionState::Undeclared,
    }
}

/// Whether a length of time has passed since a day. What ends beyond the calendar has not.
fn has_passed(since: Date, length: Window, today: Date) -> bool {
    let count = i64::from(length.count);
    let span = match length.unit {
        WindowUnit::Days => Span::new().try_days(count),
        WindowUnit::Months => Span::new().try_months(count),
        WindowUnit::Years => Span::new().try_years(count),
    };
    let end = span.unwrap_or_else(|_| 9999.years());
    since.checked_add(end).is_ok_and(|end| end <= today)
}

pub(super) fn run(known: &Known, conditions: &[(usize, ConditionState)]) -> Vec<Finding> {
    let finding = |&(index, state): &(usize, ConditionState)| {
        let declared = known.settings.facts.get(&known.checklist.conditions[index].fact).cloned();
        let (severity, problem) = match (state, declared) {
            (ConditionState::Met, _) => return None,
            (ConditionState::NotMet, Some(declared)) => (Severity::Error, Problem::NotEligible { declared }),
            (_, month) => (Severity::Warning, Problem::EligibilityUndeclared { month }),
        };
        Some(Finding::new(severity, Place::Condition(index), problem))
    };
    conditions.iter().filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 3, 31);

    fn since(first: Date, last: Date, count: u32, unit: WindowUnit) -> ConditionState {
        state(Wants::Elapsed(Window { count, unit }), Some(&FactValue::Date(first, last)), TODAY)
    }

    #[test]
    fn a_time_has_passed_on_its_last_day_and_not_before() {
        let day = |day: Date, count, unit| since(day, day, count, unit);
        assert_eq!(day(date(2025, 12, 31), 3, WindowUnit::Months), ConditionState::Met);
        assert_eq!(day(date(2026, 1, 1), 3, WindowUnit::Months), ConditionState::NotMet);
        assert_eq!(day(date(2026, 3, 1), 30, WindowUnit::Days), ConditionState::Met);
        assert_eq!(day(date(2026, 3, 2), 30, WindowUnit::Days), ConditionState::NotMet);
        assert_eq!(day(date(2025, 3, 31), 1, WindowUnit::Years), ConditionState::Met);
        assert_eq!(day(date(2027, 1, 1), 1, WindowUnit::Days), ConditionState::NotMet, "still to come");
        assert_eq!(day(date(9000, 1, 1), 9999, WindowUnit::Years), ConditionState::NotMet, "beyond the calendar");
    }

    #[test]
    fn a_month_is_certain_only_where_each_of_its_days_says_the_same() {
        let month = |first: Date, last| since(first, last, 3, WindowUnit::Months);
        assert_eq!(month(date(2025, 12, 1), date(2025, 12, 31)), ConditionState::Met);
        assert_eq!(month(date(2026, 1, 1), date(2026, 1, 31)), ConditionState::NotMet);
        let two = since(date(2026, 2, 1), date(2026, 2, 28), 40, WindowUnit::Days);
        assert_eq!(two, ConditionState::Undeclared, "40 days have passed since the first of February only");
    }

    #[test]
    fn numbers_and_answers_are_held_against_what_is_wanted() {
        let state = |wants, declared: FactValue| state(wants, Some(&declared), TODAY);
        assert_eq!(state(Wants::AtLeast(3), FactValue::Number(3)), ConditionState::Met);
        assert_eq!(state(Wants::AtLeast(3), FactValue::Number(2)), ConditionState::NotMet);
        assert_eq!(state(Wants::Is(false), FactValue::YesNo(false)), ConditionState::Met);
        assert_eq!(state(Wants::Is(false), FactValue::YesNo(true)), ConditionState::NotMet);
        assert_eq!(super::state(Wants::Is(true), None, TODAY), ConditionState::Undeclared);
    }
}
