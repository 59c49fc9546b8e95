//! Slips of the pen: titles one character away from a known one.

use std::sync::Arc;

use super::fold::Folded;
use super::index::NumberMap;

/// Shorter titles have too many neighbours.
const SHORTEST: usize = 4;

/// The known titles, findable with one character wrong, lacking or too many. Keys are hashes: the
/// index must be built quickly, and a clash would only show one hint too many.
#[derive(Default)]
pub(super) struct Typos {
    titles: Vec<(u16, Arc<str>)>,
    /// From the hash of a whole title to its place.
    whole: NumberMap<u32>,
    /// From the hash of a title with one character taken out, and which, to its place.
    lacking: NumberMap<u32>,
}

impl Typos {
    /// Indexes the titles that are written in Chinese, each with its demand.
    pub(super) fn new<'w>(titles: impl Iterator<Item = (u16, &'w str)>) -> Self {
        let mut typos = Self::default();
        typos.whole.reserve(2_000);
        typos.lacking.reserve(10_000);
        let mut folded = Folded::default();
        let mut chars = Vec::new();
        for (demand, word) in titles.filter(|(_, word)| !word.contains('*') && !word.is_ascii()) {
            folded.refill(word);
            chars.clear();
            chars.extend(folded.text().chars());
            if chars.len() < SHORTEST {
                continue;
            }
            let place = u32::try_from(typos.titles.len()).unwrap_or(u32::MAX);
            for at in 0..chars.len() {
                typos.lacking.entry(hash(&chars, at, at)).or_insert(place);
            }
            typos.whole.entry(hash(&chars, usize::MAX, usize::MAX)).or_insert(place);
            typos.titles.push((demand, word.into()));
        }
        typos
    }

    /// The demand and title a core differs from by one character.
    pub(super) fn find(&self, core: &str) -> Option<(u16, Arc<str>)> {
        let chars: Vec<char> = core.chars().collect();
        if !(SHORTEST - 1..=16).contains(&chars.len()) || core.is_ascii() {
            return None;
        }
        let each = 0..chars.len();
        let added = each.clone().find_map(|at| self.whole.get(&hash(&chars, at, usize::MAX)));
        let swapped = || each.clone().find_map(|at| self.lacking.get(&hash(&chars, at, at)));
        let dropped = || (0..=chars.len()).find_map(|at| self.lacking.get(&hash(&chars, usize::MAX, at)));
        let found =
            added.filter(|_| chars.len() > SHORTEST).or_else(|| if chars.len() >= SHORTEST { swapped() } else { None });
        found.or_else(dropped).map(|&place| self.titles[place as usize].clone())
    }
}

/// The hash of some characters without the one at `without`, marked with a place.
fn hash(chars: &[char], without: usize, place: usize) -> u64 {
    let kept = chars.iter().enumerate().filter(|(at, _)| *at != without).map(|(_, &c)| u64::from(c as u32));
    let mix = |sum: u64, next: u64| (sum ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    kept.fold(mix(0x2792_2011, place as u64), mix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_found_and_two_are_not() {
        let typos = Typos::new([(0, "营业执照"), (1, "维修记录单"), (1, "维修*单")].into_iter());
        let near = |core: &str| typos.find(core).map(|(_, word)| word.to_string());
        assert_eq!(near("营业执昭").as_deref(), Some("营业执照"), "swapped");
        assert_eq!(near("营业执").as_deref(), Some("营业执照"), "dropped");
        assert_eq!(near("维修纪记录单").as_deref(), Some("维修记录单"), "added");
        assert_eq!(near("营业许可"), None);
        assert_eq!(near("维修计划表"), None);
        assert_eq!(near("yyzz"), None);
    }
}
