//! Many dossiers: checked side by side, told in a fixed order, and each one forgotten but for its summary.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::model::assessment::Assessment;
use crate::model::batch::{Row, Summary};
use crate::model::text::Text;

/// Checks dossiers, as many at a time as `jobs`, and keeps a row of each, in their order. A dossier that cannot be
/// checked is a row with the reason, and so is one at which the program itself fails. `done` is told how many are.
///
/// Work within a dossier is shared among all threads as well, so that a large one does not hold up the end.
pub fn run<D: Sync>(
    dossiers: &[D],
    jobs: NonZeroUsize,
    name: impl Fn(&D) -> String + Sync,
    check: impl Fn(&D) -> Result<Assessment, Text> + Sync,
    done: impl Fn(usize) + Sync,
) -> Vec<Row> {
    let row = |dossier: &D| {
        let failed = || {
            let (zh, en) = ("程序自己出了错，没有查完这一份", "the program itself failed at this dossier");
            Row { name: name(dossier), result: Err(Text::new(zh, en)) }
        };
        let checked = catch_unwind(AssertUnwindSafe(|| match check(dossier) {
            Ok(assessment) => Row { name: assessment.inventory.name.clone(), result: Ok(Summary::of(&assessment)) },
            Err(why) => Row { name: name(dossier), result: Err(why) },
        }));
        checked.unwrap_or_else(|_| failed())
    };
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let rows: Mutex<Vec<(usize, Row)>> = Mutex::default();
    // A thread of the common pool that waits for a part of its dossier would begin with another, and another in that:
    // these threads hand over one dossier each and wait for it, so that never more are open.
    std::thread::scope(|scope| {
        for _ in 0..jobs.get().min(dossiers.len()) {
            scope.spawn(|| {
                while let Some((at, dossier)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    dossiers.get(at).map(|dossier| (at, dossier))
                } {
                    let row = rayon::scope(|_| row(dossier));
                    rows.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, row));
                    done(finished.fetch_add(1, Ordering::Relaxed) + 1);
                }
            });
        }
    });
    let mut rows = rows.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    rows.sort_unstable_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_rows_in_the_order_of_the_dossiers() {
        let told = Mutex::new(Vec::new());
        let jobs = NonZeroUsize::new(4).unwrap_or(NonZeroUsize::MIN);
        let dossiers: Vec<usize> = (0..100).collect();
        let rows = run(
            &dossiers,
            jobs,
            ToString::to_string,
            |n| {
                assert_ne!(*n, 42, "one fails badly");
                Err(Text::new("坏", format!("{n} is broken")))
            },
            |done| told.lock().expect("a lock").push(done),
        );
        assert_eq!(rows.len(), 100);
        for (n, row) in rows.iter().enumerate() {
            assert_eq!(row.name, n.to_string());
            let why = row.result.as_ref().expect_err("an error");
            assert_eq!(why.en.ends_with("is broken"), n != 42, "{why:?}");
        }
        let mut told = told.into_inner().expect("a lock");
        told.sort_unstable();
        assert_eq!(told, (1..=100).collect::<Vec<_>>());
        assert!(run(&[] as &[usize], jobs, ToString::to_string, |_| Err(Text::default()), |_| ()).is_empty());
    }
}
