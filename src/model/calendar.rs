//! The days that follow from the day a certificate was issued.

use jiff::civil::Date;

use super::checklist::{CertificatePeriods, Window};

/// What falls on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Milestone {
    /// The certificate was issued.
    Issued,
    /// The latest day of a surveillance audit; the first is 1.
    Surveillance(u32),
    /// The latest day to apply for recertification.
    Renewal,
    /// The last day of validity.
    Expiry,
}

/// One day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub day: Date,
    /// What falls on it.
    pub what: Milestone,
}

/// The days of one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The day of issue.
    pub issued: Date,
    /// The last day of validity.
    pub until: Date,
    /// Whether the certificate says that last day; otherwise it was counted.
    pub stated: bool,
    /// In order of the days.
    pub events: Vec<Event>,
}

/// A list may ask for a day's period; no calendar needs more surveillance audits.
const MOST: u32 = 100;

impl Calendar {
    /// Counts the days from the day of issue. `None` if they leave the calendar (years up to 9999), or if the
    /// certificate ends before it begins.
    pub fn new(periods: &CertificatePeriods, issued: Date, until: Option<Date>) -> Option<Self> {
        // Three years that begin on the 10th of May end on the 9th.
        let counted = || periods.valid.after(issued)?.yesterday().ok();
        let last = until.or_else(counted).filter(|last| *last >= issued)?;
        let mut events = vec![Event { day: issued, what: Milestone::Issued }];
        // Always counted from the day of issue, so that a short month moves no later day.
        let audits = (1..=MOST).map_while(|number| {
            let length = Window { count: periods.surveillance.count.checked_mul(number)?, ..periods.surveillance };
            let day = length.after(issued).filter(|day| *day < last)?;
            Some(Event { day, what: Milestone::Surveillance(number) })
        });
        events.extend(audits);
        events.push(Event { day: periods.renew_before.before(last)?.max(issued), what: Milestone::Renewal });
        events.push(Event { day: last, what: Milestone::Expiry });
        events.sort_by_key(|event| event.day);
        Some(Self { issued, until: last, stated: until.is_some(), events })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::checklist::WindowUnit;

    fn periods(surveillance: u32) -> CertificatePeriods {
        let months = |count| Window { count, unit: WindowUnit::Months };
        CertificatePeriods {
            valid: Window { count: 3, unit: WindowUnit::Years },
            surveillance: months(surveillance),
            renew_before: months(3),
            source: None,
            note: None,
        }
    }

    fn days(calendar: &Calendar) -> Vec<String> {
        calendar.events.iter().map(|event| format!("{} {:?}", event.day, event.what)).collect()
    }

    #[test]
    fn the_days_follow_from_the_day_of_issue() {
        let calendar = Calendar::new(&periods(12), date(2025, 5, 10), None).unwrap();
        assert!(!calendar.stated);
        assert_eq!(
            days(&calendar),
            [
                "2025-05-10 Issued",
                "2026-05-10 Surveillance(1)",
                "2027-05-10 Surveillance(2)",
                "2028-02-09 Renewal",
                "2028-05-09 Expiry"
            ]
        );
    }

    #[test]
    fn short_months_move_no_later_day() {
        let calendar = Calendar::new(&periods(1), date(2026, 1, 31), Some(date(2026, 5, 31))).unwrap();
        assert!(calendar.stated);
        assert_eq!(
            days(&calendar),
            [
                "2026-01-31 Issued",
                "2026-02-28 Surveillance(1)",
                "2026-02-28 Renewal",
                "2026-03-31 Surveillance(2)",
                "2026-04-30 Surveillance(3)",
                "2026-05-31 Expiry"
            ]
        );
        let leap = Calendar::new(&periods(12), date(2024, 2, 29), None).unwrap();
        assert_eq!(days(&leap)[1..3], ["2025-02-28 Surveillance(1)", "2026-02-28 Surveillance(2)"]);
        assert_eq!(leap.until, date(2027, 2, 27));
    }

    #[test]
    fn what_cannot_be_counted_is_refused() {
        assert_eq!(Calendar::new(&periods(12), date(2026, 1, 1), Some(date(2025, 1, 1))), None);
        assert_eq!(Calendar::new(&periods(12), date(9998, 1, 1), None), None);
    }
}
