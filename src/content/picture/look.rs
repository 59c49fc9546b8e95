//! Whether anything is printed on a page, and whether it is sharp enough to be read.

use super::scaled;

/// Longer edge on which a page is looked at for print: small letters still darken several pixels.
const PRINT_EDGE: u32 = 720;

/// Longer edge on which sharpness is measured: letters of a sharp page still have hard edges.
const SHARP_EDGE: u32 = 1000;

/// Edge of a tile that is compared with its own background, so that shading does not count as print.
const TILE: usize = 32;

/// Fainter marks than this, in grey levels, are paper.
const FAINT: u8 = 10;

/// A page whose background varies more, in grey levels, is a photo of something.
const SHADING: u8 = 56;

/// One part in so many may be marked on a blank page: specks of dust, a page number.
const SPECKS: usize = 5000;

/// A page on which practically nothing is printed, whatever the colour of the paper.
pub(in crate::content) fn is_blank(width: u32, height: u32, grey: &[u8]) -> bool {
    let (width, height, grey) = shrunk(width, height, grey, PRINT_EDGE);
    let rows = inner_rows(width as usize, height as usize, &grey);
    let mut marks = Levels::default();
    let mut backgrounds = Levels::default();
    for band in rows.chunks(TILE) {
        let columns = band.first().map_or(0, |row| row.len());
        for left in (0..columns).step_by(TILE) {
            let pixels = || band.iter().flat_map(|row| row.iter().skip(left).take(TILE));
            let paper = pixels().copied().collect::<Levels>().at(1, 2);
            backgrounds.add(paper);
            pixels().for_each(|pixel| marks.add(pixel.abs_diff(paper)));
        }
    }
    // Six times the usual deviation is four times the standard deviation of noise.
    let noise = marks.at(1, 2).saturating_mul(6);
    let marked = marks.above(FAINT.max(noise));
    let shading = backgrounds.at(19, 20).abs_diff(backgrounds.at(1, 20));
    marks.count > 0 && shading <= SHADING && marked <= marks.count / SPECKS
}

/// Too blurred to be read. Only what is clearly so: the hardest edges are soft for the picture's contrast.
pub(super) fn is_blurred(width: u32, height: u32, grey: &[u8]) -> bool {
    let (width, height, grey) = shrunk(width, height, grey, SHARP_EDGE);
    if width.min(height) < 64 {
        return false;
    }
    let contrast = {
        let levels: Levels = grey.iter().copied().collect();
        levels.at(999, 1000).saturating_sub(levels.at(1, 1000))
    };
    let edges: Levels = laplacian(width as usize, &grey).collect();
    // Without contrast there is nothing to read.
    contrast >= 40 && u32::from(edges.at(998, 1000)) * SOFT < u32::from(contrast)
}

/// Edges softer than this part of the contrast are blurred.
const SOFT: u32 = 10;

/// How much each pixel differs from its four neighbours' mean, twice.
fn laplacian(width: usize, grey: &[u8]) -> impl Iterator<Item = u8> {
    let rows: Vec<&[u8]> = grey.chunks_exact(width.max(1)).collect();
    let lines = rows.len().saturating_sub(2);
    (0..lines).flat_map(move |y| {
        let line = |at: usize| rows.get(at).copied().unwrap_or_default();
        let (above, here, below) = (line(y), line(y + 1), line(y + 2));
        let sides = here.windows(3).map(|three| match three {
            [left, middle, right] => (i32::from(*middle), i32::from(*left) + i32::from(*right)),
            _ => (0, 0),
        });
        let ends: Vec<i32> =
            above.iter().zip(below).skip(1).map(|(above, below)| i32::from(*above) + i32::from(*below)).collect();
        sides
            .zip(ends)
            .map(|((middle, sides), ends)| {
                u8::try_from((4 * middle - sides - ends).unsigned_abs() / 2).unwrap_or(u8::MAX)
            })
            .collect::<Vec<_>>()
    })
}

/// The picture, made smaller if it is larger.
fn shrunk(width: u32, height: u32, grey: &[u8], long_edge: u32) -> (u32, u32, Vec<u8>) {
    scaled(width, height, grey, long_edge.min(width.max(height)))
}

/// The rows without the outermost 4 %, where scanners leave shadows.
fn inner_rows(width: usize, height: usize, grey: &[u8]) -> Vec<&[u8]> {
    let (side, end) = (width / 25, height / 25);
    grey.chunks_exact(width.max(1))
        .take(height.saturating_sub(end))
        .skip(end)
        .map(|row| row.get(side..width.saturating_sub(side)).unwrap_or_default())
        .collect()
}

/// How often each level occurs.
struct Levels {
    counts: [usize; 256],
    count: usize,
}

impl Default for Levels {
    fn default() -> Self {
        Self { counts: [0; 256], count: 0 }
    }
}

impl FromIterator<u8> for Levels {
    fn from_iter<I: IntoIterator<Item = u8>>(levels: I) -> Self {
        let mut all = Self::default();
        levels.into_iter().for_each(|level| all.add(level));
        all
    }
}

impl Levels {
    fn add(&mut self, level: u8) {
        if let Some(count) = self.counts.get_mut(usize::from(level)) {
            *count += 1;
        }
        self.count += 1;
    }

    /// The level that `part` of `whole` do not exceed.
    fn at(&self, part: usize, whole: usize) -> u8 {
        let wanted = self.count * part / whole;
        let mut seen = 0;
        let found = (u8::MIN..=u8::MAX).zip(self.counts).find(|(_, count)| {
            seen += count;
            seen > wanted
        });
        found.map_or(0, |(level, _)| level)
    }

    fn above(&self, level: u8) -> usize {
        self.counts.iter().skip(usize::from(level) + 1).sum()
    }
}
