//! Rules on the scope: all evidence must cover every product applied for (seed 002, head of the list).

use super::{Known, unjudged_as_a_whole};
use crate::model::assessment::{Cover, Coverage, ItemResult, Unjudged};
use crate::model::assignment::Outcome;
use crate::model::content::{Content, Source};
use crate::model::facts::Mentions;
use crate::model::finding::{Aspect, Finding, Place, Problem, Severity};

/// What a file says of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// It is about it.
    Yes,
    /// Nobody can tell.
    Perhaps,
    /// It is about others.
    No,
}

pub(super) fn coverage(known: &Known, items: &[ItemResult]) -> Vec<Coverage> {
    if known.settings.scope.is_empty() {
        return Vec::new();
    }
    items.iter().filter(|result| must_cover(known, result.item)).map(|result| one(known, result)).collect()
}

pub(super) fn unanswered(known: &Known, demand: usize) -> Option<Unjudged> {
    let asks = known.checklist.demands[demand].covers_products && known.settings.scope.is_empty();
    asks.then(|| unjudged_as_a_whole(Aspect::Covers))
}

pub(super) fn run(known: &Known, items: &[ItemResult], coverage: &[Coverage]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for coverage in coverage {
        let Some(result) = items.iter().find(|result| result.item == coverage.item) else { continue };
        let counted = counted(known, result);
        // Where there is nothing, that is said already.
        if counted.is_empty() {
            continue;
        }
        let severity = if result.required { Severity::Error } else { Severity::Warning };
        let of = |test: fn(&Cover) -> bool| -> Vec<usize> {
            let products = coverage.products.iter().enumerate();
            products.filter(|(_, cover)| test(cover)).map(|(product, _)| product).collect()
        };
        let uncovered = of(|cover| matches!(cover, Cover::Uncovered));
        let unclear = of(|cover| matches!(cover, Cover::Unclear(_)));
        let mut say = |products: Vec<usize>, problem: fn(Vec<usize>) -> Problem| {
            if !products.is_empty() {
                findings.push(Finding::new(severity, Place::Item(result.item), problem(products)));
            }
        };
        say(uncovered, |products| Problem::ProductUncovered { products });
        say(unclear, |products| Problem::ProductUnclear { products });
        for file in counted {
            let others = known.facts.mentions.get(&file).map_or(&[][..], |mentions| &mentions.others);
            let by_hand = known.assigned(file).is_some_and(|assign| assign.products.is_some());
            if let Some(product) = others.first().filter(|_| !by_hand) {
                let problem = Problem::ProductOutOfScope { product: product.clone() };
                findings.push(Finding::new(Severity::Note, Place::File(file, Some(result.item)), problem));
            }
        }
    }
    findings
}

/// Whether the list wants the item's evidence to cover every product.
fn must_cover(known: &Known, item: usize) -> bool {
    known.checklist.items[item].demands().any(|demand| known.checklist.demands[demand].covers_products)
}

/// Files counted for what must cover every product.
fn counted(known: &Known, result: &ItemResult) -> Vec<usize> {
    let asks = |file: &usize| match known.outcomes[*file] {
        Outcome::Counted { demand, .. } => known.checklist.demands[demand].covers_products,
        _ => false,
    };
    result.evidence.iter().copied().filter(asks).collect()
}

fn one(known: &Known, result: &ItemResult) -> Coverage {
    let counted = counted(known, result);
    let cover = |product: usize| {
        let says = |file: &usize, answer: About| about(known, *file, product) == answer;
        let covering: Vec<usize> = counted.iter().copied().filter(|file| says(file, About::Yes)).collect();
        if !covering.is_empty() {
            return Cover::Covered(covering);
        }
        let open = counted.iter().chain(result.possible.iter());
        let mut open: Vec<usize> = open.copied().filter(|file| !says(file, About::No)).collect();
        open.sort_unstable();
        open.dedup();
        if open.is_empty() { Cover::Uncovered } else { Cover::Unclear(open) }
    };
    Coverage { item: result.item, products: (0..known.settings.scope.len()).map(cover).collect() }
}

/// Whether a file is about a product.
fn about(known: &Known, file: usize, product: usize) -> About {
    if let Some(products) = known.assigned(file).and_then(|assign| assign.products.as_ref()) {
        return if products.contains(&product) { About::Yes } else { About::No };
    }
    let Some(Mentions { about, perhaps, general, others }) = known.facts.mentions.get(&file) else {
        return About::Perhaps;
    };
    // A model nobody declared may be one of a product applied for; another kind of thing is not.
    let of_others = others.iter().any(|name| !name.contains(|c: char| c.is_ascii_alphanumeric()));
    let silent = about.is_empty() && !of_others;
    if about.contains(&product) {
        About::Yes
    } else if silent || *general || perhaps.contains(&product) || !known.facts.content(file).is_some_and(is_read) {
        About::Perhaps
    } else {
        About::No
    }
}

/// Whether every page was read, so that what is not found is not there.
fn is_read(content: &Content) -> bool {
    content.trouble.is_none()
        && !content.pages.is_empty()
        && content.pages.len() >= content.page_count as usize
        && content.pages.iter().all(|page| page.source != Source::Unread)
}
