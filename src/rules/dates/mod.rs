//! Rules on dates: how old evidence is, whether it is in force, and what its dates contradict. A date is the
//! document's own; the time stamp of a file says nothing.

mod months;
mod own;
mod validity;
mod window;

use rayon::prelude::*;

use self::own::own;
use super::{Known, Withdrawal, unjudged, unjudged_as_a_whole};
use crate::model::assessment::{ItemResult, Unjudged};
use crate::model::assignment::{Outcome, Refusal};
use crate::model::content::{DateRole, Dated, When};
use crate::model::finding::{Aspect, Finding, Place, Problem, Severity};

/// Evidence that is expired, of a day that has not come, or older than the window.
pub(super) fn withdraw(known: &Known) -> Vec<Withdrawal> {
    let judged = known.counted_on_all_threads().filter_map(|(file, demand)| {
        let asked = &known.checklist.demands[demand];
        let expired = || asked.valid.then(|| validity::expired(known, file)).flatten();
        let (why, certain) =
            expired().or_else(|| future(known, file)).or_else(|| window::outside(known, file, asked))?;
        Some(Withdrawal { file, why, certain })
    });
    // Who placed a file by hand has looked at what is only doubtful.
    judged.filter(|found| found.certain || known.assigned(found.file).is_none()).collect()
}

/// A document for several months of a window that wants every month is evidence for each of them, as far as the
/// list counts months.
pub(super) fn count_months(known: &mut Known) {
    let served: Vec<(usize, u32, bool)> = known
        .counted()
        .filter(|(_, demand)| known.checklist.demands[*demand].every_month)
        .filter_map(|(file, demand)| {
            let asked = &known.checklist.demands[demand];
            let months = months::wanted(asked, known.today);
            let covered = months::covered(known, file);
            let served = months.into_iter().filter(|month| covered.covers(*month)).count();
            // One paper for all months is enough for a list that asks for one paper, and is no six of them.
            Some((file, u32::try_from(served).ok()?.min(asked.min), covered.certain))
        })
        .collect();
    for (file, served, sure) in served {
        if let Outcome::Counted { certain, possible, .. } = &mut known.outcomes[file] {
            *possible = served.max(*possible);
            *certain = if sure { served.max(*certain) } else { *certain };
        }
    }
}

/// What nobody can tell of the evidence's dates.
pub(super) fn unanswered(known: &Known, demand: usize, evidence: &[usize]) -> Vec<Unjudged> {
    let asked = &known.checklist.demands[demand];
    let files = |sure: &dyn Fn(usize) -> bool| evidence.iter().copied().filter(|&file| !sure(file)).collect();
    let window = match asked.window {
        None => None,
        Some(_) if asked.every_month => {
            months::missing(known, demand, evidence).is_none().then(|| unjudged_as_a_whole(Aspect::Window))
        }
        Some(_) => unjudged(Aspect::Window, files(&|file| window::latest(known, file, asked).is_some())),
    };
    let valid = asked.valid.then(|| unjudged(Aspect::Valid, files(&|file| validity::is_said(known, file)))).flatten();
    window.into_iter().chain(valid).collect()
}

pub(super) fn run(known: &Known, items: &[ItemResult]) -> Vec<Finding> {
    let mut findings = months::run(known, items);
    // What else there is to say is said of texts, or of an audit.
    if !known.facts.opened && known.settings.audit_date.is_none() {
        return findings;
    }
    let told = known.counted_on_all_threads().flat_map_iter(|(file, demand)| {
        let asked = &known.checklist.demands[demand];
        let ends = asked.valid.then(|| validity::ends_before_audit(known, file)).flatten();
        let place = Place::File(file, Some(asked.item));
        let problems = ends.into_iter().chain(mismatch(known, file));
        problems.map(move |problem| Finding::new(Severity::Warning, place.clone(), problem))
    });
    findings.par_extend(told);
    findings
}

/// A paper that was signed or issued on a day that has not come. Another date of the paper that has come, of which
/// nobody knows what it is, leaves a doubt.
fn future(known: &Known, file: usize) -> Option<(Refusal, bool)> {
    let ahead = |dated: &Dated| dated.when.first_day().is_some_and(|day| day > known.today);
    let signed = own(known, file, &[DateRole::Signed, DateRole::Issued])?;
    let first = signed.dates.iter().map(|dated| dated.when).min_by_key(|when| when.first_day())?;
    if signed.by_name || !signed.dates.iter().all(ahead) {
        return None;
    }
    let others = own(known, file, &[DateRole::Unsaid, DateRole::PeriodTo]);
    let doubt = others.is_some_and(|others| !others.by_name && !others.dates.iter().all(ahead));
    Some((Refusal::FutureDate(first), signed.certain && !doubt))
}

/// The date in a file's name is none of those its text gives.
fn mismatch(known: &Known, file: usize) -> Option<Problem> {
    if known.assigned(file).is_some_and(|assign| assign.date.is_some()) {
        return None;
    }
    let text = own::of_text(known, file, &own::ALL).filter(|text| text.certain)?;
    let find = |roles: &[DateRole]| text.dates.iter().find(|dated| roles.contains(&dated.role)).map(|dated| dated.when);
    let own = find(&[DateRole::Signed, DateRole::Issued])
        .or_else(|| find(&[DateRole::PeriodTo]))
        .or_else(|| find(&[DateRole::Unsaid]));
    let names = known.recognitions[file].dates.iter().filter(|dated| match (dated.role, dated.when) {
        // A year says what a paper is about, and a month in bare digits may be a number of the paper.
        (_, When::Year(_) | When::Forever) | (DateRole::Unsaid, When::Month(..)) => false,
        (role, _) => role != DateRole::PeriodFrom,
    });
    let mut differs = None;
    for name in names {
        let until = name.role == DateRole::ValidUntil;
        let Some(content) = (if until { find(&[DateRole::ValidUntil]) } else { own }) else { continue };
        if agrees(name.when, &text.dates, until) {
            return None;
        }
        differs.get_or_insert(Problem::DateMismatch { name: name.when, content });
    }
    differs
}

/// Whether any of the dates, or a period among them, can be the one in the name. What is about a month may be
/// written down in the next.
fn agrees(name: When, dates: &[Dated], until: bool) -> bool {
    let (Some(first), Some(mut last)) = (name.first_day(), name.last_day()) else { return true };
    let meets = |from: When, to: When| {
        from.first_day().is_none_or(|from| from <= last) && to.last_day().is_some_and(|to| to >= first)
    };
    if until {
        return dates.iter().any(|dated| dated.role == DateRole::ValidUntil && meets(dated.when, dated.when));
    }
    if let When::Month(..) = name {
        last = last.tomorrow().map_or(last, jiff::civil::Date::last_of_month);
    }
    let meets = |from: When, to: When| {
        from.first_day().is_some_and(|from| from <= last) && to.last_day().is_some_and(|to| to >= first)
    };
    dates.iter().any(|dated| meets(dated.when, dated.when))
        || own::periods(dates).into_iter().any(|(from, to)| meets(from, to))
}
