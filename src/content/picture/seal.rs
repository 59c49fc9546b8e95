//! A round red seal: a ring of red ink with something written along it. Centres are voted for by the
//! edges of what is red, then looked at ring by ring.

mod red;

use red::Red;

use super::colour::Small;
use crate::model::content::Seal;

/// What is looked at: how much of it a seal may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::content) enum Extent {
    /// A page: a seal is between a twenty-fifth and some two fifths of its width.
    Page,
    /// A picture on a page, which may be nothing but the seal.
    Cutting,
}

/// Whether a round red seal is there. What is only nearly one, or pale, cannot be told.
pub(in crate::content) fn seal(small: &Small, extent: Extent) -> Seal {
    let red = Red::of(small);
    match found(&red, INK, extent, &SQUEEZES) {
        Likeness::Seal => Seal::Seen,
        Likeness::Part => Seal::CannotTell,
        Likeness::None if found(&red, PALE, extent, &[1.0]) > Likeness::None => Seal::CannotTell,
        Likeness::None => Seal::NotSeen,
    }
}

fn found(red: &Red, ink: i16, extent: Extent, squeezes: &[f32]) -> Likeness {
    let field = Field::new(red, ink, extent);
    let mut found = Likeness::None;
    for squeeze in squeezes.iter().take_while(|_| field.count >= FEWEST) {
        found = found.max(field.seal(*squeeze));
        if found == Likeness::Seal {
            break;
        }
    }
    found
}

/// How much redder than paper ink is, and pale ink, in levels.
const INK: i16 = 26;
const PALE: i16 = 13;

/// Height to width of seals: round ones, round ones seen aslant, and the oval ones of invoices.
const SQUEEZES: [f32; 4] = [1.0, 0.87, 1.15, 0.75];

/// Fewer red dots are no seal.
const FEWEST: usize = 60;

/// A smaller seal, by its radius in dots, has no form left.
const SMALLEST: f32 = 12.0;

/// Directions a ring is looked at in.
const TURNS: usize = 72;

/// Centres looked at.
const CENTRES: usize = 6;

/// How much a thing looks like a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    None,
    Part,
    Seal,
}

/// What is red on a picture, by one measure of ink.
struct Field<'a> {
    red: &'a Red,
    ink: i16,
    count: usize,
    /// Radii a seal may have, in dots.
    least: f32,
    most: f32,
}

/// A place in the picture, as it is when squeezed.
#[derive(Debug, Clone, Copy)]
struct Centre {
    x: f32,
    y: f32,
}

impl<'a> Field<'a> {
    fn new(red: &'a Red, ink: i16, extent: Extent) -> Self {
        let count = red.levels.iter().filter(|level| **level >= ink).count();
        let edge = red.width.min(red.height) as f32;
        let (least, most) = match extent {
            Extent::Page => ((edge * 0.02).max(SMALLEST), edge * 0.225),
            Extent::Cutting => ((edge * 0.1).max(SMALLEST), edge * 0.52),
        };
        Self { red, ink, count, least, most }
    }

    fn is_red(&self, x: f32, y: f32) -> bool {
        self.level(x.round(), y.round()) >= self.ink
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against the edges")]
    fn level(&self, x: f32, y: f32) -> i16 {
        let inside = x >= 0.0 && y >= 0.0 && x < self.red.width as f32 && y < self.red.height as f32;
        let at = inside.then(|| y as usize * self.red.width + x as usize);
        at.and_then(|at| self.red.levels.get(at)).copied().unwrap_or(0)
    }

    fn seal(&self, squeeze: f32) -> Likeness {
        if self.most < self.least {
            return Likeness::None;
        }
        let centres = self.centres(squeeze);
        centres.into_iter().map(|centre| self.judge(centre, squeeze)).fold(Likeness::None, Likeness::max)
    }

    /// Where the edges of what is red point to from all around.
    fn centres(&self, squeeze: f32) -> Vec<Centre> {
        let mut votes = Votes::new(self, squeeze);
        let width = self.red.width.max(1);
        // On a page full of red only a share is asked.
        let share = self.count / MOST_EDGES + 1;
        let inked = self.red.levels.iter().enumerate().filter(|(_, level)| **level >= self.ink);
        for (at, _) in inked.step_by(share) {
            let (x, y) = ((at % width) as f32, (at / width) as f32);
            let level = |dx: f32, dy: f32| f32::from(self.level(x + dx, y + dy).min(self.ink * 3));
            let across = level(1.0, 0.0) * 2.0 + level(1.0, 1.0) + level(1.0, -1.0)
                - level(-1.0, 0.0) * 2.0
                - level(-1.0, 1.0)
                - level(-1.0, -1.0);
            let down = level(0.0, 1.0) * 2.0 + level(1.0, 1.0) + level(-1.0, 1.0)
                - level(0.0, -1.0) * 2.0
                - level(1.0, -1.0)
                - level(-1.0, -1.0);
            let (across, down) = (across, down * squeeze);
            let steep = across.hypot(down);
            if steep < f32::from(self.ink) {
                continue;
            }
            votes.line(x, y / squeeze, across / steep, down / steep, self.least, self.most);
        }
        votes.peaks()
    }

    /// What stands around a centre, once it has been put right.
    fn judge(&self, centre: Centre, squeeze: f32) -> Likeness {
        let mut around = self.around(centre, squeeze);
        let mut best = around.best(self);
        if best.clear < 0.3 {
            return Likeness::None;
        }
        let mut middle = centre;
        for reach in [3.0, 1.0] {
            let start = middle;
            for (dx, dy) in
                [(-1.0, -1.0), (0.0, -1.0), (1.0, -1.0), (-1.0, 0.0), (1.0, 0.0), (-1.0, 1.0), (0.0, 1.0), (1.0, 1.0)]
            {
                let there = Centre { x: start.x + dx * reach, y: start.y + dy * reach };
                let other = self.around(there, squeeze);
                let ring = other.best(self);
                if ring.clear > best.clear {
                    (middle, around, best) = (there, other, ring);
                }
            }
        }
        around.likeness(best)
    }

    fn around(&self, centre: Centre, squeeze: f32) -> Around {
        let reach = radius(self.most * 1.3 + 6.0);
        let mut counts = Vec::with_capacity(TURNS * (reach + 1));
        for turn in 0..TURNS {
            let (sine, cosine) = (turn as f32 / TURNS as f32 * std::f32::consts::TAU).sin_cos();
            let mut count = 0_u16;
            counts.push(count);
            for out in 0..reach {
                let out = out as f32;
                count += u16::from(self.is_red(centre.x + cosine * out, (centre.y + sine * out) * squeeze));
                counts.push(count);
            }
        }
        Around { reach, counts }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length in dots, at least 0")]
fn radius(length: f32) -> usize {
    length.max(0.0).round() as usize
}

/// Dots that vote at most.
const MOST_EDGES: usize = 6_000;

/// Votes for centres, in cells of two dots; a margin holds centres of seals that a page cuts.
struct Votes {
    width: usize,
    height: usize,
    margin: f32,
    counts: Vec<u32>,
}

impl Votes {
    fn new(field: &Field<'_>, squeeze: f32) -> Self {
        let margin = field.most;
        let cells = |edge: f32| radius((edge + 2.0 * margin) / 2.0) + 1;
        let (width, height) = (cells(field.red.width as f32), cells(field.red.height as f32 / squeeze));
        Self { width, height, margin, counts: vec![0; width.saturating_mul(height)] }
    }

    /// Votes for every place that far away, both ways.
    fn line(&mut self, x: f32, y: f32, across: f32, down: f32, least: f32, most: f32) {
        for way in [1.0, -1.0] {
            let mut out = least;
            while out <= most {
                let (x, y) = (x + way * across * out + self.margin, y + way * down * out + self.margin);
                if x >= 0.0 && y >= 0.0 {
                    let (column, row) = (radius(x / 2.0), radius(y / 2.0));
                    let at = row * self.width + column;
                    if let Some(count) = self.counts.get_mut(at).filter(|_| column < self.width) {
                        *count += 1;
                    }
                }
                out += 2.0;
            }
        }
    }

    /// The places with most votes, apart from each other.
    fn peaks(&self) -> Vec<Centre> {
        let at = |column: usize, row: usize| self.counts.get(row * self.width + column).copied().unwrap_or(0);
        let mut summed: Vec<(u32, usize, usize)> = Vec::new();
        for row in 1..self.height.saturating_sub(1) {
            for column in 1..self.width.saturating_sub(1) {
                if at(column, row) < 4 {
                    continue;
                }
                let sum = (row - 1..=row + 1).flat_map(|y| (column - 1..=column + 1).map(move |x| at(x, y))).sum();
                summed.push((sum, column, row));
            }
        }
        summed.sort_by_key(|(sum, column, row)| (std::cmp::Reverse(*sum), *row, *column));
        let mut peaks: Vec<(usize, usize)> = Vec::new();
        for (_, column, row) in summed {
            if peaks.len() >= CENTRES {
                break;
            }
            if peaks.iter().all(|(x, y)| x.abs_diff(column).max(y.abs_diff(row)) > 3) {
                peaks.push((column, row));
            }
        }
        let place = |cell: usize| cell as f32 * 2.0 - self.margin;
        peaks.into_iter().map(|(x, y)| Centre { x: place(x), y: place(y) }).collect()
    }
}

/// What is red around a centre: for each direction, how many dots are up to each distance.
struct Around {
    reach: usize,
    counts: Vec<u16>,
}

/// A ring around a centre.
#[derive(Debug, Clone, Copy, Default)]
struct Ring {
    radius: f32,
    /// The share of directions it is there in with nothing red right outside it.
    clear: f32,
}

impl Ring {
    /// Half its thickness, in dots.
    fn half(self) -> f32 {
        (self.radius * 0.04).max(1.2)
    }
}

impl Around {
    /// Red dots in a direction, between two distances, and how many dots there are.
    fn count(&self, turn: usize, from: f32, to: f32) -> (u16, usize) {
        let (from, to) = (radius(from).min(self.reach), (radius(to) + 1).min(self.reach));
        let up_to = |out: usize| self.counts.get(turn * (self.reach + 1) + out).copied().unwrap_or(0);
        (up_to(to).saturating_sub(up_to(from)), to.saturating_sub(from))
    }

    /// In how many directions something red stands between two distances, as a share.
    fn covered(&self, from: f32, to: f32) -> f32 {
        (0..TURNS).filter(|turn| self.count(*turn, from, to).0 > 0).count() as f32 / TURNS as f32
    }

    /// How much of what lies between two distances is red, each direction counting alike.
    fn filled(&self, from: f32, to: f32) -> f32 {
        let (red, all) = (0..TURNS)
            .map(|turn| self.count(turn, from, to))
            .fold((0, 0), |(red, all), (more, dots)| (red + usize::from(more), all + dots));
        red as f32 / all.max(1) as f32
    }

    fn is_clear(&self, turn: usize, ring: Ring) -> bool {
        let (low, high) = (ring.radius - ring.half(), ring.radius + ring.half());
        self.count(turn, low, high).0 > 0 && self.count(turn, high + 1.5, high + 1.5 + ring.radius * 0.18).0 == 0
    }

    fn best(&self, field: &Field<'_>) -> Ring {
        let mut best = Ring::default();
        let mut radius = field.least;
        while radius <= field.most {
            let ring = Ring { radius, clear: 0.0 };
            let clear = (0..TURNS).filter(|turn| self.is_clear(*turn, ring)).count() as f32 / TURNS as f32;
            if clear > best.clear {
                best = Ring { clear, ..ring };
            }
            radius += 1.0;
        }
        best
    }

    fn likeness(&self, ring: Ring) -> Likeness {
        let inner = ring.radius - ring.half() - 1.0;
        // Written along the ring, and not filled up to it.
        let written = self.covered(ring.radius * 0.5, inner - ring.radius * 0.06);
        let filled = self.filled(0.0, inner);
        let gap = self.gap(ring.radius * 0.8, inner);
        let arc = self.arc(ring);
        if gap > 0.4 || written < 0.35 || !(0.05..=0.58).contains(&filled) {
            Likeness::None
        } else if ring.clear >= 0.8 {
            Likeness::Seal
        } else if arc >= 0.42 {
            Likeness::Part
        } else {
            Likeness::None
        }
    }

    /// The emptiest ring between two radii: how much of it is red.
    fn gap(&self, from: f32, to: f32) -> f32 {
        let mut least: f32 = 1.0;
        let mut out = from;
        while out <= to.max(from) {
            least = least.min(self.filled(out, out));
            out += 1.0;
        }
        least
    }

    /// The longest part of a ring without a gap of more than one direction, as a share.
    fn arc(&self, ring: Ring) -> f32 {
        let clear: Vec<bool> = (0..TURNS).map(|turn| self.is_clear(turn, ring)).collect();
        let (mut longest, mut run, mut missed) = (0_usize, 0_usize, 0_usize);
        for clear in clear.iter().chain(&clear) {
            missed = if *clear { 0 } else { missed + 1 };
            run = if missed > 1 { 0 } else { run + 1 };
            longest = longest.max(run);
        }
        longest.min(TURNS) as f32 / TURNS as f32
    }
}

#[cfg(test)]
mod readers;
#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "small pictures"
)]
mod tests;
