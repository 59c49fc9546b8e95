//! What is red ink, whatever the light and the paper.

use crate::content::picture::colour::Small;

/// How much redder each dot is than its paper, in levels; 0 for other colours.
pub(super) struct Red {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) levels: Vec<i16>,
}

impl Red {
    pub(super) fn of(small: &Small) -> Self {
        let paper = paper(small);
        let levels = small.dots.iter().map(|dot| redness(*dot, paper)).collect();
        Self { width: small.width, height: small.height, levels }
    }
}

/// The colour of the paper, so that warm light and yellowed paper are not taken for ink.
fn paper(small: &Small) -> [i32; 3] {
    let mut counts = [[0_usize; 256]; 3];
    for dot in &small.dots {
        for (count, level) in counts.iter_mut().zip(dot) {
            if let Some(count) = count.get_mut(usize::from(*level)) {
                *count += 1;
            }
        }
    }
    let wanted = small.dots.len() / 6;
    counts.map(|count| {
        let mut seen = 0;
        let bright = (0..256_i32).rev().zip(count.iter().rev()).find(|(_, count)| {
            seen += **count;
            seen > wanted
        });
        bright.map_or(255, |(level, _)| level.max(96))
    })
}

fn redness(dot: [u8; 3], paper: [i32; 3]) -> i16 {
    let [r, g, b] = [0, 1, 2].map(|at: usize| {
        let (level, paper) = (dot.get(at).copied().unwrap_or(0), paper.get(at).copied().unwrap_or(255));
        i32::from(level) * 255 / paper.max(1)
    });
    let red = r - g.max(b);
    // Orange, wood and skin are yellower, pink and violet bluer.
    let hue = (g - b).abs() * 100 <= red * 55 + 600;
    if red > 0 && hue { i16::try_from(red.min(120)).unwrap_or(0) } else { 0 }
}
