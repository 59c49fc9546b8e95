//! A picture in colour, small enough to look for a seal on it.

/// Shorter edge a picture is made about as small as: the ring of a seal is still two dots thick on it.
const SHORT_EDGE: usize = 360;

/// Dots of a small picture at most; what is longer is a strip or an accident.
const DOTS: usize = 1 << 20;

/// A small picture in red, green and blue, row by row.
#[derive(Debug, Clone)]
pub(in crate::content) struct Small {
    pub width: usize,
    pub height: usize,
    pub dots: Vec<[u8; 3]>,
}

impl Small {
    /// A picture whose pixels are `channels` bytes each, the first three of which `colour` turns to red,
    /// green and blue. `None` if it has no colour, which it is looked through for, or no size.
    pub(in crate::content) fn new(
        width: u32,
        height: u32,
        pixels: &[u8],
        channels: usize,
        colour: impl Fn([u8; 4]) -> [u8; 3],
    ) -> Option<Small> {
        let (width, height, channels) = (width as usize, height as usize, channels.max(1));
        let mut step = ((width.min(height) + SHORT_EDGE / 2) / SHORT_EDGE).max(1);
        while (width / step).saturating_mul(height / step) > DOTS {
            step += 1;
        }
        let (columns, rows) = (width / step, height / step);
        if columns == 0 || rows == 0 {
            return None;
        }
        // Most scans are grey: one pixel of each block tells, before all are added up.
        let rgb = |pixel: &[u8]| {
            let at = |channel: usize| pixel.get(channel).copied().unwrap_or(u8::MAX);
            colour([at(0), at(1), at(2), if channels > 3 { at(3) } else { u8::MAX }])
        };
        let lines = || pixels.chunks_exact((width * channels).max(1)).take(rows * step);
        let sparse = lines().step_by(step.max(3)).flat_map(|line| line.chunks_exact(channels).step_by(step.max(3)));
        if sparse.filter(|pixel| spread(rgb(pixel)) > GREY).take(1).count() == 0 {
            return None;
        }
        // Of a large block every other pixel in every other row will do.
        let stride = if step >= 4 { 2 } else { 1 };
        let mut dots = Vec::with_capacity(columns * rows);
        let mut sums = vec![[0_u32; 3]; columns];
        for block in 0..rows {
            sums.fill([0; 3]);
            for y in (block * step..(block + 1) * step).step_by(stride) {
                let line = pixels.get(y * width * channels..(y + 1) * width * channels).unwrap_or_default();
                for (sum, cell) in sums.iter_mut().zip(line.chunks_exact(step * channels)) {
                    for pixel in cell.chunks_exact(channels).step_by(stride) {
                        sum.iter_mut().zip(rgb(pixel)).for_each(|(sum, level)| *sum += u32::from(level));
                    }
                }
            }
            let taken = u32::try_from(step.div_ceil(stride).pow(2)).unwrap_or(1).max(1);
            dots.extend(sums.iter().map(|sum| sum.map(|sum| u8::try_from(sum / taken).unwrap_or(u8::MAX))));
        }
        let small = Small { width: columns, height: rows, dots };
        small.is_coloured().then_some(small)
    }

    /// Whether more dots are coloured than a stray few. A grey scan saved in colour is as grey as before.
    fn is_coloured(&self) -> bool {
        let coloured = self.dots.iter().filter(|dot| spread(**dot) > GREY).take(SPECKS + 1);
        coloured.count() > SPECKS
    }
}

/// How far red, green and blue lie apart.
fn spread([r, g, b]: [u8; 3]) -> u8 {
    r.max(g).max(b) - r.min(g).min(b)
}

/// Less difference between red, green and blue is the noise of packing.
const GREY: u8 = 5;

/// So few coloured dots are specks.
const SPECKS: usize = 12;

/// Red, green and blue as they are; what is transparent shows white paper.
pub(in crate::content) fn on_white([r, g, b, opaque]: [u8; 4]) -> [u8; 3] {
    if opaque == u8::MAX {
        return [r, g, b];
    }
    let opaque = u32::from(opaque);
    [r, g, b].map(|level| u8::try_from((u32::from(level) * opaque + 255 * (255 - opaque)) / 255).unwrap_or(u8::MAX))
}

/// Brightness, blue and red difference (JPEG) as red, green and blue.
pub(in crate::content) fn of_ycbcr([y, cb, cr, _]: [u8; 4]) -> [u8; 3] {
    let (y, cb, cr) = (i32::from(y), i32::from(cb) - 128, i32::from(cr) - 128);
    let level = |level: i32| u8::try_from(level.clamp(0, 255)).unwrap_or(0);
    [level(y + 1436 * cr / 1024), level(y - (352 * cb + 731 * cr) / 1024), level(y + 1815 * cb / 1024)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grey_picture_is_told_from_a_coloured_one() {
        let grey = vec![200; 40 * 40 * 3];
        assert!(Small::new(40, 40, &grey, 3, on_white).is_none());
        let mut red = grey;
        red.chunks_exact_mut(3).take(20).for_each(|pixel| pixel[0] = 255);
        assert!(Small::new(40, 40, &red, 3, on_white).is_some());
        for (width, height) in [(0, 0), (0, 9), (1, 1), (3, u32::MAX)] {
            assert!(Small::new(width, height, &[9, 0, 0], 3, on_white).is_none());
        }
    }

    #[test]
    fn means_of_blocks() {
        let pixels: Vec<u8> =
            (0..720 * 720).flat_map(|at| if at % 2 == 0 { [255, 0, 0] } else { [55, 0, 0] }).collect();
        let small = Small::new(720, 720, &pixels, 3, on_white).unwrap();
        assert_eq!((small.width, small.height, small.dots[0]), (360, 360, [155, 0, 0]));
        assert_eq!(of_ycbcr([76, 85, 255, 255]), [254, 1, 0]);
        assert_eq!(on_white([9, 9, 9, 0]), [255; 3]);
    }
}
