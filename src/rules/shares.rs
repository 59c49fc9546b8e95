//! Rules on shares of staff (clause 5.1.2.2 of GB/T 27922: service managers are 10 % of the service management staff).

use super::{Known, unjudged_as_a_whole};
use crate::model::assessment::{ItemResult, Unjudged};
use crate::model::assignment::Outcome;
use crate::model::checklist::{Ratio, Rounding};
use crate::model::content::Roster;
use crate::model::finding::{Aspect, Finding, Place, Problem, Severity};
use crate::model::settings::FactValue;

/// How many persons a share counts: for certain, and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Heads {
    certain: u32,
    possible: u32,
}

fn declared(known: &Known, fact: &str) -> Option<u64> {
    match known.settings.facts.get(fact)? {
        FactValue::Number(number) => Some(*number),
        _ => None,
    }
}

/// The persons counted for a share: declared, else on the rosters handed in. `None` if neither says.
fn heads(known: &Known, ratio: &Ratio, evidence: &[usize]) -> Option<Heads> {
    if let Some(number) = ratio.have.as_deref().and_then(|fact| declared(known, fact)) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        return Some(Heads { certain: number, possible: number });
    }
    let rosters: Vec<Roster> = evidence.iter().flat_map(|&file| rosters(known, file)).collect();
    // Several lists may name the same persons: the longest is certain, all together are possible.
    let certain = rosters.iter().map(|roster| roster.distinct.min(roster.valid)).max()?;
    let possible = rosters.iter().map(|roster| roster.distinct).sum();
    Some(Heads { certain, possible })
}

fn rosters(known: &Known, file: usize) -> impl Iterator<Item = Roster> + '_ {
    known.facts.content(file).into_iter().flat_map(|content| content.pages.iter().filter_map(|page| page.said.roster))
}

/// How many persons the share is. Per cent are taken in hundredths, so that no rounding error decides.
fn needed(ratio: &Ratio, of: u64) -> u32 {
    let hundredths = (ratio.percent * 100.0).round();
    let parts = (0..=10_000_u32).find(|n| f64::from(*n) >= hundredths).unwrap_or(10_000);
    let exact = of.saturating_mul(u64::from(parts));
    let whole = match ratio.rounding {
        Rounding::Up => exact.div_ceil(10_000),
        Rounding::Down => exact / 10_000,
        Rounding::Nearest => exact.saturating_add(5_000) / 10_000,
    };
    u32::try_from(whole.max(1)).unwrap_or(u32::MAX)
}

pub(super) fn unanswered(known: &Known, demand: usize, evidence: &[usize]) -> Option<Unjudged> {
    let Some(ratio) = &known.checklist.demands[demand].ratio else { return None };
    let told = declared(known, &ratio.of).zip(heads(known, ratio, evidence));
    let open = told.is_none_or(|(of, heads)| {
        let need = needed(ratio, of);
        heads.certain < need && heads.possible >= need
    });
    open.then(|| unjudged_as_a_whole(Aspect::Ratio))
}

pub(super) fn run(known: &Known, items: &[ItemResult]) -> Vec<Finding> {
    items.iter().flat_map(|result| one(known, result)).collect()
}

fn one(known: &Known, result: &ItemResult) -> Vec<Finding> {
    let mut findings = Vec::new();
    for demand in known.checklist.items[result.item].demands() {
        let Some(ratio) = &known.checklist.demands[demand].ratio else { continue };
        let serves =
            |file: &&usize| matches!(known.outcomes[**file], Outcome::Counted { demand: of, .. } if of == demand);
        let evidence: Vec<usize> = result.evidence.iter().filter(serves).copied().collect();
        findings.extend(evidence.iter().filter_map(|&file| bad_numbers(known, file, result.item)));
        let told = declared(known, &ratio.of).zip(heads(known, ratio, &evidence));
        let Some((of, heads)) = told else { continue };
        let need = needed(ratio, of);
        if heads.possible < need {
            let severity = if result.required { Severity::Error } else { Severity::Warning };
            let percent = ratio.percent.to_string();
            let problem = Problem::ShareNotReached { have: heads.possible, need, percent, of };
            findings.push(Finding::new(severity, Place::Item(result.item), problem));
        }
    }
    findings
}

/// Identity numbers on a roster that cannot be right.
fn bad_numbers(known: &Known, file: usize, item: usize) -> Option<Finding> {
    let count: u32 = rosters(known, file).map(|roster| roster.invalid).sum();
    let problem = Problem::BadIdentityNumber { count };
    (count > 0).then(|| Finding::new(Severity::Warning, Place::File(file, Some(item)), problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(percent: f64, rounding: Rounding, of: u64) -> u32 {
        needed(&Ratio { percent, of: String::new(), have: None, rounding }, of)
    }

    #[test]
    fn ten_per_cent_of_the_staff_is_rounded_as_the_list_says() {
        // Clause 5.1.2.2 sets 10 %; how to round is the list's own.
        let staff = [1, 9, 10, 11, 14, 15, 19, 20, 21, 25, 100];
        let shares = |rounding| staff.map(|of| share(10.0, rounding, of));
        assert_eq!(shares(Rounding::Up), [1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 10]);
        assert_eq!(shares(Rounding::Down), [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 10]);
        assert_eq!(shares(Rounding::Nearest), [1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 10]);
        assert_eq!(share(10.0, Rounding::Up, 0), 1);
        // 0.1 + 0.2 is not 0.3, and 33.3 % of 1000 is 333 all the same.
        assert_eq!(share(33.3, Rounding::Up, 1000), 333);
        assert_eq!(share(100.0, Rounding::Up, 7), 7);
    }
}
