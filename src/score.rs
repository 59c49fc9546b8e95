//! Scores a self-assessment: exact arithmetic, three answers. Pure.

use crate::model::assessment::{Assessment, State};
use crate::model::checklist::{Checklist, Item};
use crate::model::score::{ClassScore, Exact, Next, Range, Score, Standing, Support, SupportingItem};
use crate::model::scoring::{ClassSheet, Effect, Entry, Points, ScoreClass, Scoring, Sheet};

/// Scores a sheet that was checked against the scheme.
pub fn evaluate(scheme: &Scoring, sheet: &Sheet) -> Score {
    let classes: Vec<ClassScore> =
        scheme.classes.iter().zip(&sheet.classes).map(|(class, sheet)| class_score(class, sheet)).collect();
    let sum = |of: fn(&ClassScore) -> Points| classes.iter().map(of).sum::<Points>();
    let (got, of, open) = (sum(|class| class.got), sum(|class| class.of), sum(|class| class.open));

    let scale = scheme.scale();
    let score =
        Range { low: Exact::share(got, of, scale), high: Exact::share([got, open].into_iter().sum(), of, scale) };
    let graded = graded(scheme, sheet, score);
    let level = |value: Exact| scheme.levels.iter().rposition(|level| value.reaches(level.at));
    let levels = [level(graded.low), level(graded.high)];

    let fail_at = scheme.special_deductions.as_ref().map_or(usize::MAX, |d| usize::try_from(d.fail_at).unwrap_or(1));
    let too_many_deductions = sheet.deductions.len() >= fail_at;
    let complete = open == Points(0);
    let standing = if too_many_deductions || levels[1].is_none() {
        Standing::Fail
    } else if complete && levels[0].is_some() {
        Standing::Pass
    } else {
        Standing::Undecided
    };
    let next = scheme.levels.iter().position(|level| !graded.low.reaches(level.at));
    let next = next.filter(|_| complete && !too_many_deductions).map(|level| {
        let lacks = |&to: &u32| graded.low.lacks(scheme.levels[level].at, scale, to);
        Next { level, lacks: scheme.scales.iter().map(lacks).collect() }
    });
    Score { classes, got, of, open, score, graded, levels, too_many_deductions, standing, next }
}

fn class_score(class: &ScoreClass, sheet: &ClassSheet) -> ClassScore {
    let excluded: Points = sheet.indicators.iter().filter_map(excluded_points).sum();
    let of = class.points.less(excluded);
    if let Some(got) = sheet.whole {
        return ClassScore { got, of, open: Points(0), missing: Vec::new(), untouched: false };
    }
    let scored = sheet.indicators.iter().filter_map(|entry| match entry {
        Entry::Scored { points, of } => Some((*points, *of)),
        _ => None,
    });
    let (got, scored): (Vec<Points>, Vec<Points>) = scored.unzip();
    let (got, scored): (Points, Points) = (got.into_iter().sum(), scored.into_iter().sum());
    let entries = sheet.indicators.iter().enumerate();
    let missing: Vec<usize> =
        entries.filter(|(_, entry)| **entry == Entry::Open).map(|(indicator, _)| indicator).collect();
    let untouched = missing.len() == sheet.indicators.len();
    if missing.is_empty() && !untouched {
        // What is left of the class belongs to what is excluded.
        return ClassScore { got, of: scored, open: Points(0), missing, untouched };
    }
    ClassScore { got, of, open: of.less(scored), missing, untouched }
}

fn excluded_points(entry: &Entry) -> Option<Points> {
    match entry {
        Entry::Excluded { of, .. } => *of,
        _ => None,
    }
}

/// The score with every way in which deductions and bonus may count.
fn graded(scheme: &Scoring, sheet: &Sheet, score: Range) -> Range {
    let times =
        |points: Points, count: usize| Points(points.0.saturating_mul(u64::try_from(count).unwrap_or(u64::MAX)));
    let taken = scheme.special_deductions.as_ref().map_or(Points(0), |d| times(d.points, sheet.deductions.len()));
    let added = scheme.bonus.as_ref().map_or(Points(0), |bonus| times(bonus.points, sheet.bonus.len()));
    let counted = Range { low: score.low.with(added, taken), high: score.high.with(added, taken) };
    match scheme.special_points {
        Effect::Apart => score,
        Effect::Counted => counted,
        Effect::Unstated => Range { low: score.low.min(counted.low), high: score.high.max(counted.high) },
    }
}

/// What in a dossier speaks for each indicator, class by class.
pub fn support(scheme: &Scoring, sheet: &Sheet, score: &Score, assessment: &Assessment) -> Vec<Vec<Support>> {
    let classes = scheme.classes.iter().zip(&sheet.classes).zip(&score.classes);
    classes
        .map(|((class, sheet), score)| {
            let full_class = sheet.whole.is_some_and(|whole| whole == score.of);
            let indicators = class.indicators.iter().zip(&sheet.indicators);
            indicators
                .map(|(indicator, entry)| {
                    let full = match entry {
                        Entry::Scored { points, of } => points == of,
                        Entry::Open => full_class,
                        Entry::Excluded { .. } => false,
                    };
                    support_of(&indicator.id, full, assessment)
                })
                .collect()
        })
        .collect()
}

fn support_of(id: &str, full: bool, assessment: &Assessment) -> Support {
    let list: &Checklist = &assessment.checklist;
    let supporting = assessment.items.iter().enumerate().filter_map(|(result, found)| {
        supports(&list.items[found.item], id).map(|inferred| SupportingItem { result, inferred })
    });
    let items: Vec<SupportingItem> = supporting.collect();
    let clauses = list.unsupported_clauses.iter().enumerate();
    let unsupported = clauses.filter(|(_, clause)| is_under(&clause.id, id)).map(|(clause, _)| clause).collect();
    let weak = |item: &SupportingItem| matches!(assessment.items[item.result].state, State::Missing | State::Short);
    let contradicted_by = (0..items.len()).filter(|&at| full && weak(&items[at])).collect();
    Support { items, unsupported, contradicted_by }
}

/// Whether an item supports an indicator, and if so whether that was only inferred.
fn supports(item: &Item, indicator: &str) -> Option<bool> {
    let any = |clauses: &[String]| clauses.iter().any(|clause| is_under(clause, indicator));
    if any(&item.clauses) { Some(false) } else { any(&item.clauses_inferred).then_some(true) }
}

/// Whether a clause is an indicator or stands below it: 5.1.2.2 below 5.1.2, not 5.1.21.
fn is_under(clause: &str, indicator: &str) -> bool {
    clause.strip_prefix(indicator).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
