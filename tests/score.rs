//! Scoring a self-assessment: the rules of the seeds, exactly, and three answers.

use std::io;
use std::path::Path;
use std::sync::LazyLock;

use dossier::checklist::{self, Library, sheet};
use dossier::model::score::{Score, Standing};
use dossier::model::scoring::{Points, Scoring, Sheet};
use dossier::model::text::Lang;
use dossier::score::evaluate;
use proptest::prelude::*;

struct Nothing;

impl Library for Nothing {
    fn read(&self, _: &Path) -> io::Result<String> {
        Err(io::ErrorKind::NotFound.into())
    }
}

static SCHEME: LazyLock<Scoring> = LazyLock::new(|| {
    let (list, _) = checklist::load(&Nothing, "gbt27922").expect("built in");
    list.scoring.clone().expect("a scheme")
});

fn sheet(text: &str) -> Sheet {
    sheet::load("score.yaml", text, &SCHEME).unwrap_or_else(|p| panic!("{text}\n{}", p.render(Lang::En, false)))
}

fn score(text: &str) -> Score {
    evaluate(&SCHEME, &sheet(text))
}

/// The level of a complete sheet, by its least score; 0 is failed, `None` not certain.
fn level(score: &Score) -> Option<u64> {
    match score.standing {
        Standing::Fail => Some(0),
        _ => score.level().map(|level| SCHEME.levels[level].at.0 / 100),
    }
}

/// 100 points, of which so many were lost in the first class.
fn losing(lost: &str) -> String {
    let lost: f64 = lost.parse().expect("a number");
    format!("classes: {{ \"5.1\": {:.2}, \"5.2\": 35, \"5.3\": 25 }}\n", 40.0 - lost)
}

fn deductions(count: usize) -> String {
    let lines: String = (1..=count).map(|n| format!("  - {{ what: case {n}, clause: \"5.1.4.2\" }}\n")).collect();
    format!("special-deductions:\n{lines}")
}

/// Domain 1.1: 40, 35 and 25 make 100. Domain 1.2: fifteen indicators; only the numbers of 5.1.x are stated.
#[test]
fn the_scheme_has_three_classes_of_100_points_and_15_indicators() {
    let points: Vec<(&str, u64)> = SCHEME.classes.iter().map(|c| (c.id.as_str(), c.points.0 / 100)).collect();
    assert_eq!(points, [("5.1", 40), ("5.2", 35), ("5.3", 25)]);
    assert_eq!(SCHEME.classes.iter().map(|c| c.points).sum::<Points>(), Points(10000));
    let indicators: Vec<_> = SCHEME.classes.iter().flat_map(|class| &class.indicators).collect();
    assert_eq!(indicators.len(), 15);
    for (class, count) in SCHEME.classes.iter().zip([7, 6, 2]) {
        let ids: Vec<String> = (1..=count).map(|n| format!("{}.{n}", class.id)).collect();
        assert_eq!(class.indicators.iter().map(|i| i.id.clone()).collect::<Vec<_>>(), ids);
    }
    assert!(indicators.iter().all(|indicator| indicator.inferred == !indicator.id.starts_with("5.1.")));
}

/// Seed 001, 4.2 and 4.3; seed 002: 700, 800, 900, 950 of 1000. Each from both sides.
#[test]
fn every_threshold_holds_on_both_sides() {
    let cases = [
        ("30.1", 699, 0),
        ("30", 700, 70),
        ("20.1", 799, 70),
        ("20", 800, 80),
        ("10.1", 899, 80),
        ("10", 900, 90),
        ("5.1", 949, 90),
        ("5.01", 949, 90),
        ("5", 950, 95),
        ("0", 1000, 95),
    ];
    for (lost, thousand, least) in cases {
        let score = score(&losing(lost));
        assert_eq!(score.score.low.on(100, 1000).0 / 100, thousand, "{lost} lost");
        assert_eq!(level(&score), Some(least), "{lost} lost");
        assert_eq!(score.standing == Standing::Fail, least == 0, "{lost} lost");
    }
}

/// A share that is no decimal: 66/70 is above 94.28 and below 94.29; 38/40 is 95 exactly.
#[test]
fn what_is_printed_never_reaches_a_level_that_is_not_reached() {
    // 5.1.1 to 5.1.7 of 40 points; the other classes excluded by their indicators.
    let rest: String = ["5.2.1", "5.2.2", "5.2.3", "5.2.4", "5.2.5", "5.2.6", "5.3.1", "5.3.2"]
        .map(|id| format!("  - {{ id: {id}, reason: none }}\n"))
        .concat();
    let of = [6, 6, 6, 6, 6, 6, 4];
    let with = |first: &str| {
        let got = |n: usize| if n == 0 { first.to_owned() } else { of[n].to_string() };
        let lines: String =
            (0..7).map(|n| format!("  - {{ id: 5.1.{}, points: {}, of: {} }}\n", n + 1, got(n), of[n])).collect();
        score(&format!("indicators:\n{lines}excluded:\n{rest}"))
    };
    // 38/40, 37.99/40 = 94.975, 35.99/40 = 89.975.
    assert_eq!((level(&with("4")), with("4").score.low.on(100, 100)), (Some(95), Points(9500)));
    assert_eq!((level(&with("3.99")), with("3.99").score.low.on(100, 100)), (Some(90), Points(9497)));
    let (low, at) = (with("3.99").score.low, Points(9500));
    assert_eq!((low.lacks(at, 100, 100), low.lacks(at, 100, 1000)), (Points(3), Points(25)), "rounded up");
    assert_eq!(level(&with("1.99")), Some(80));
}

/// Seed 001, 4.2: five special deductions or more fail, fewer do not.
#[test]
fn four_special_deductions_pass_and_five_fail() {
    let four = score(&(losing("0") + &deductions(4)));
    assert_eq!((four.standing, four.too_many_deductions), (Standing::Pass, false));
    for count in [5, 6] {
        let score = score(&(losing("0") + &deductions(count)));
        assert_eq!((score.standing, score.too_many_deductions, score.next), (Standing::Fail, true, None));
    }
}

/// Domain 1.4: a deduction takes 1 point outside the score. Whether the level goes by what is left, no source says.
#[test]
fn a_level_that_depends_on_how_deductions_count_is_not_given() {
    let at = |lost: &str, count: usize| score(&(losing(lost) + &deductions(count)));
    assert_eq!(level(&at("4", 1)), Some(95), "95 to 96: five stars either way");
    let open = at("4", 2);
    assert_eq!((open.standing, level(&open), open.levels), (Standing::Pass, None, [Some(2), Some(3)]));
    let edge = at("30", 1);
    assert_eq!((edge.standing, edge.levels), (Standing::Undecided, [None, Some(0)]), "70 or 69");
    assert_eq!(at("31", 1).standing, Standing::Fail, "69 or 68");
    let bonus = score(&(losing("5.5") + "bonus: { what: leading }\n"));
    assert_eq!(bonus.levels, [Some(2), Some(3)], "94.5 or 95.5");
    // Both at once cancel out.
    let both = score(&(losing("5") + &deductions(1) + "bonus: { what: leading }\n"));
    assert_eq!(level(&both), Some(95));
}

/// Domain 1.4: what does not apply leaves the total; score = got / total of what applies x 100.
#[test]
fn an_exclusion_changes_the_denominator() {
    let whole = "classes: { \"5.1\": 38, \"5.2\": 31, \"5.3\": 23 }\n";
    let without = score(whole);
    assert_eq!((without.of, without.score.low.on(100, 100), level(&without)), (Points(10000), Points(9200), Some(90)));
    let with = score(&format!("{whole}excluded: [{{ id: \"5.2.6\", of: 4, reason: 不涉及 }}]\n"));
    assert_eq!((with.of, with.score.low.on(100, 100), level(&with)), (Points(9600), Points(9583), Some(95)));
    assert_eq!(with.classes[1].of, Points(3100));
    assert_eq!(with.classes[1].lost(), Points(0));
}

/// Half an assessment has no level, only what it may become.
#[test]
fn what_is_not_assessed_leaves_a_range_and_no_level() {
    let open = score("classes: { \"5.1\": 40, \"5.2\": 35 }\n");
    assert_eq!((open.open, open.standing, open.next.clone()), (Points(2500), Standing::Undecided, None));
    assert_eq!((open.score.low.on(100, 100), open.score.high.on(100, 100)), (Points(7500), Points(10000)));
    assert_eq!((level(&open), open.levels), (None, [Some(0), Some(3)]));
    // Even where only one level is left, and above the pass line, it is not given.
    let nearly = score("classes: { \"5.1\": 40, \"5.2\": 35 }\nindicators: [{ id: 5.3.1, points: 23, of: 23 }]\n");
    assert_eq!((nearly.levels, level(&nearly), nearly.standing), ([Some(3), Some(3)], None, Standing::Undecided));
    assert_eq!(nearly.classes[2].missing, [1]);
    // What can no longer pass has failed, whatever is still open.
    assert_eq!(score("classes: { \"5.1\": 5 }\n").standing, Standing::Fail);
    let nothing = score("");
    assert_eq!((nothing.standing, nothing.open), (Standing::Undecided, Points(10000)));
}

#[test]
fn an_excluded_indicator_takes_what_its_class_leaves() {
    let lines = "indicators: [{ id: 5.3.1, points: 20, of: 22 }]\nexcluded: [{ id: 5.3.2, reason: none }]\n";
    let score = score(&format!("classes: {{ \"5.1\": 40, \"5.2\": 35 }}\n{lines}"));
    assert!(score.is_complete());
    assert_eq!((score.classes[2].of, score.of, score.got), (Points(2200), Points(9700), Points(9500)));
}

/// A class as it may be assessed: the shares of its indicators, what each got, what is left out.
fn class(points: u64, count: usize) -> impl Strategy<Value = Vec<(u64, u64, u8)>> {
    let weights = proptest::collection::vec(1..100_u64, count);
    (weights, proptest::collection::vec((0..=100_u64, 0..6_u8), count)).prop_map(move |(weights, got)| {
        let sum: u64 = weights.iter().sum();
        let mut left = points;
        let last = weights.len() - 1;
        weights
            .iter()
            .zip(got)
            .enumerate()
            .map(|(n, (weight, (share, fate)))| {
                let of = if n == last { left } else { (points * weight / sum).max(1) };
                left -= of;
                (of * share / 100, of, fate)
            })
            .collect()
    })
}

fn hundredths(points: u64) -> String {
    format!("{}.{:02}", points / 100, points % 100)
}

/// The lines of a sheet: scored, excluded (with `of`), or left open.
fn lines(classes: &[Vec<(u64, u64, u8)>]) -> (Vec<String>, Vec<String>) {
    let (mut scored, mut excluded) = (Vec::new(), Vec::new());
    for (class, entries) in SCHEME.classes.iter().zip(classes) {
        for (indicator, (got, of, fate)) in class.indicators.iter().zip(entries) {
            let (id, of) = (&indicator.id, hundredths(*of));
            match fate {
                0 => excluded.push(format!("  - {{ id: {id}, of: {of}, reason: none }}\n")),
                1 => {}
                _ => scored.push(format!("  - {{ id: {id}, points: {}, of: {of} }}\n", hundredths(*got))),
            }
        }
    }
    (scored, excluded)
}

fn text((scored, excluded): &(Vec<String>, Vec<String>)) -> String {
    format!("indicators:\n{}excluded:\n{}", scored.concat(), excluded.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_points_never_lower_the_score_or_the_level(
        classes in (class(4000, 7), class(3500, 6), class(2500, 2)),
        at in 0..15_usize,
        more in 1..500_u64,
        cases in 0..7_usize,
    ) {
        let mut classes = vec![classes.0, classes.1, classes.2];
        prop_assume!(classes.iter().flatten().any(|entry| entry.2 != 0));
        let extra = deductions(cases);
        let before = score(&(text(&lines(&classes)) + &extra));
        let entry = classes.iter_mut().flatten().nth(at).expect("fifteen");
        entry.0 = (entry.0 + more).min(entry.1);
        let after = score(&(text(&lines(&classes)) + &extra));
        for (low, high) in [(before.graded.low, after.graded.low), (before.graded.high, after.graded.high)] {
            prop_assert!(low.min(high) == low);
        }
        prop_assert!(before.levels <= after.levels && before.levels[0] <= before.levels[1]);
        prop_assert!(before.standing != Standing::Pass || after.standing == Standing::Pass);
        // What is printed reaches exactly the levels that are reached.
        for level in &SCHEME.levels {
            prop_assert_eq!(after.graded.low.reaches(level.at), after.graded.low.on(100, 100) >= level.at);
            prop_assert_eq!(after.graded.low.reaches(level.at), after.graded.low.on(100, 1000).0 >= level.at.0 * 10);
        }
    }

    #[test]
    fn the_order_of_entries_is_irrelevant(
        classes in (class(4000, 7), class(3500, 6), class(2500, 2)),
        by in 0..15_usize,
    ) {
        let classes = [classes.0, classes.1, classes.2];
        prop_assume!(classes.iter().flatten().any(|entry| entry.2 != 0));
        let (mut scored, mut excluded) = lines(&classes);
        let before = sheet(&text(&(scored.clone(), excluded.clone())));
        let turn = by % scored.len().max(1);
        scored.rotate_left(turn);
        excluded.reverse();
        prop_assert_eq!(before, sheet(&text(&(scored, excluded))));
    }
}
