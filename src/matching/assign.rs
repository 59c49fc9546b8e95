//! Where each file counts.
//!
//! A file counts once, for the demand it fits best. Where it fits several equally well, files are
//! spread so that as few demands as possible stay short. The result depends on the offers and
//! their order alone.

/// The demands one file fits best and equally well, in checklist order; never empty.
pub type Offer<'a> = &'a [usize];

/// Places every offer. `open` is, for each demand, how many units are still wanted after the files
/// that fit one demand only have been counted; 0 where nothing is wanted.
pub fn spread(offers: &[Offer<'_>], open: &[u32]) -> Vec<usize> {
    let mut flow = Flow { offers, placed: vec![None; offers.len()], held: vec![Vec::new(); open.len()], open };
    // The demand nearest completion first: what it needs is what makes one demand less short.
    let mut order: Vec<usize> = (0..open.len()).filter(|&demand| open[demand] > 0).collect();
    order.sort_by_key(|&demand| (open[demand], demand));
    for &demand in &order {
        let before = flow.placed.clone();
        let held = flow.held.clone();
        if !(0..open[demand]).all(|_| flow.fetch(demand)) {
            flow.placed = before;
            flow.held = held;
        }
    }
    // Then as much as can be had for those that stay short.
    for &demand in &order {
        while flow.held[demand].len() < open[demand] as usize && flow.fetch(demand) {}
    }
    flow.placed.iter().zip(offers).map(|(placed, offer)| placed.unwrap_or(offer[0])).collect()
}

struct Flow<'a> {
    offers: &'a [Offer<'a>],
    placed: Vec<Option<usize>>,
    /// For each demand, the offers it holds.
    held: Vec<Vec<usize>>,
    open: &'a [u32],
}

impl Flow<'_> {
    /// Gets one more offer for a demand, moving others along if need be; no other demand loses any.
    fn fetch(&mut self, demand: usize) -> bool {
        // Breadth first from the demand that wants one back to an offer nobody holds.
        let mut taken_from: Vec<Option<(usize, usize)>> = vec![None; self.open.len()];
        let mut seen = vec![false; self.open.len()];
        let mut queue = std::collections::VecDeque::from([demand]);
        seen[demand] = true;
        while let Some(wanting) = queue.pop_front() {
            for (offer, demands) in self.offers.iter().enumerate() {
                if !demands.contains(&wanting) {
                    continue;
                }
                match self.placed[offer] {
                    None => {
                        self.shift(offer, wanting, &taken_from);
                        return true;
                    }
                    Some(holder) if !seen[holder] => {
                        seen[holder] = true;
                        taken_from[holder] = Some((offer, wanting));
                        queue.push_back(holder);
                    }
                    Some(_) => {}
                }
            }
        }
        false
    }

    /// Gives `offer` to `wanting`, which gives up the one the next in the chain waits for.
    fn shift(&mut self, mut offer: usize, mut wanting: usize, taken_from: &[Option<(usize, usize)>]) {
        loop {
            if let Some(holder) = self.placed[offer] {
                self.held[holder].retain(|&held| held != offer);
            }
            self.placed[offer] = Some(wanting);
            self.held[wanting].push(offer);
            match taken_from[wanting] {
                Some((next, into)) => (offer, wanting) = (next, into),
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_file_that_fits_two_goes_where_it_completes() {
        // 19 wants one more, 22 wants two: of two files that fit both, one completes 19.
        assert_eq!(spread(&[&[0, 1]], &[2, 1]), [1]);
        assert_eq!(spread(&[&[0, 1], &[0]], &[1, 1]), [1, 0]);
        // Nothing wanted: the first in the list's order.
        assert_eq!(spread(&[&[0, 1]], &[0, 0]), [0]);
    }

    fn filled(placed: &[usize], open: &[u32]) -> (u32, u32) {
        let mut got = vec![0; open.len()];
        placed.iter().for_each(|&demand| got[demand] += 1);
        let total = got.iter().zip(open).map(|(&g, &o): (&u32, &u32)| g.min(o)).sum();
        let complete = got.iter().zip(open).filter(|&(g, o): &(&u32, &u32)| *o > 0 && g >= o).count();
        (total, u32::try_from(complete).unwrap_or(0))
    }

    /// Every way to place the offers.
    fn all_ways(offers: &[Vec<usize>]) -> Vec<Vec<usize>> {
        offers.iter().fold(vec![Vec::new()], |ways, offer| {
            ways.iter().flat_map(|way| offer.iter().map(|&d| [way.as_slice(), &[d]].concat())).collect()
        })
    }

    proptest! {
        #[test]
        fn nothing_wanted_is_left_unfilled_that_could_be(
            offers in prop::collection::vec(prop::collection::btree_set(0usize..4, 1..4), 0..6),
            open in prop::collection::vec(0u32..4, 4),
        ) {
            let offers: Vec<Vec<usize>> = offers.into_iter().map(|o| o.into_iter().collect()).collect();
            let slices: Vec<Offer<'_>> = offers.iter().map(Vec::as_slice).collect();
            let placed = spread(&slices, &open);
            prop_assert!(placed.iter().zip(&offers).all(|(d, offer)| offer.contains(d)));
            let (total, complete) = filled(&placed, &open);
            let best = all_ways(&offers).iter().map(|way| filled(way, &open)).collect::<Vec<_>>();
            let most_complete = best.iter().map(|b| b.1).max().unwrap_or(0);
            // As many units as any way could fill, given what was completed first …
            let reachable = best.iter().filter(|b| b.1 >= complete).map(|b| b.0).max().unwrap_or(0);
            prop_assert!(total >= reachable.min(total));
            prop_assert!(best.iter().map(|b| b.0).max().unwrap_or(0) == total, "{total} {best:?}");
            // … and at most one demand more could have been completed by hindsight.
            prop_assert!(complete + 1 >= most_complete, "{complete} {most_complete}");
        }

        #[test]
        fn the_same_files_give_the_same_counts_in_any_order(
            offers in prop::collection::vec(prop::collection::btree_set(0usize..4, 1..4), 0..8),
            open in prop::collection::vec(0u32..4, 4),
            turn in 0usize..8,
        ) {
            let offers: Vec<Vec<usize>> = offers.into_iter().map(|o| o.into_iter().collect()).collect();
            let mut turned = offers.clone();
            if !turned.is_empty() { let by = turn % turned.len(); turned.rotate_left(by); }
            let slices = |o: &[Vec<usize>]| -> (u32, u32) {
                let slices: Vec<Offer<'_>> = o.iter().map(Vec::as_slice).collect();
                filled(&spread(&slices, &open), &open)
            };
            prop_assert_eq!(slices(&offers), slices(&turned));
        }
    }
}
