//! A perceptual hash: the signs of a thumbnail's lowest waves.

use std::f32::consts::PI;
use std::sync::LazyLock;

use crate::model::content::THUMB;

/// Waves along each axis; together the bits of the hash.
const WAVES: usize = 16;

/// 256 bits, one for each of the 16 × 16 lowest waves of the cosine transform that vary from left to
/// right: whether it is there with a positive sign. Large waves keep their sign through re-saving,
/// scaling and changes of brightness.
pub(super) fn of_thumb(thumb: &[u8]) -> [u64; 4] {
    let rows: Vec<[f32; WAVES]> =
        thumb.chunks(THUMB).map(|row| waves(&row.iter().map(|grey| f32::from(*grey)), 1)).collect();
    let mut hash = [0_u64; 4];
    for across in 0..WAVES {
        let column = rows.iter().map(|row| row.get(across).copied().unwrap_or(0.0));
        for (down, wave) in waves(&column, 0).into_iter().enumerate() {
            let bit = down * WAVES + across;
            if wave > SILENCE
                && let Some(word) = hash.get_mut(bit / 64)
            {
                *word |= 1 << (bit % 64);
            }
        }
    }
    hash
}

/// Weaker waves are rounding errors: a plain page has the hash 0.
const SILENCE: f32 = 16.0;

/// The strength of [`WAVES`] cosine waves in a row of [`THUMB`] values; the first has `first` half-turns.
fn waves(values: &(impl Iterator<Item = f32> + Clone), first: usize) -> [f32; WAVES] {
    let strength = |wave: &[f32; THUMB]| values.clone().zip(wave).map(|(value, height)| value * height).sum();
    std::array::from_fn(|wave| HEIGHTS.get(wave + first).map_or(0.0, strength))
}

/// The heights of each wave at the middles of the values, by its half-turns.
static HEIGHTS: LazyLock<[[f32; THUMB]; WAVES + 1]> = LazyLock::new(|| {
    std::array::from_fn(|wave| {
        let turns = PI * wave as f32 / (2 * THUMB) as f32;
        std::array::from_fn(|at| (turns * (2 * at + 1) as f32).cos())
    })
});
