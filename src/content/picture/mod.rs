//! How a picture looks: thumbnail, perceptual hash, blankness, sharpness. All of it from grey pixels,
//! row by row, one byte each. Only for a red seal it is looked at in colour, made small.

pub(super) mod colour;
mod hash;
mod look;
pub(super) mod seal;

use crate::model::content::{Picture, Seal, THUMB};

pub(super) use look::is_blank;

/// Whether a page that is a picture bears a round red seal. `small` is the picture in colour, if it has any.
pub(super) fn seal_on_page(small: Option<&colour::Small>, looks: &Picture) -> Seal {
    let readable = looks.width.min(looks.height) >= LEAST_PAGE && !looks.blurred;
    match small.map(|small| seal::seal(small, seal::Extent::Page)) {
        Some(Seal::NotSeen) if readable => Seal::NotSeen,
        Some(Seal::Seen) => Seal::Seen,
        _ => Seal::CannotTell,
    }
}

/// A page whose shorter edge has fewer pixels is too small to tell that there is no seal.
const LEAST_PAGE: u32 = 240;

/// How a grey picture looks.
pub(super) fn of_grey(width: u32, height: u32, grey: &[u8]) -> Picture {
    let thumb = averaged(width, height, grey, THUMB, THUMB);
    let hash = hash::of_thumb(&thumb);
    Picture { width, height, hash, thumb, stream: None, blurred: look::is_blurred(width, height, grey) }
}

/// The picture with its longer edge `long_edge` pixels long: averaged where it shrinks, interpolated
/// where it grows.
pub(super) fn scaled(width: u32, height: u32, grey: &[u8], long_edge: u32) -> (u32, u32, Vec<u8>) {
    let longer = width.max(height);
    if longer == 0 || longer == long_edge || long_edge == 0 {
        return (width, height, grey.to_vec());
    }
    let part = |edge: u32| -> u32 {
        let exact = (u64::from(edge) * u64::from(long_edge) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(exact).unwrap_or(long_edge).max(1)
    };
    let (columns, rows) = (part(width), part(height));
    if long_edge < longer {
        return (columns, rows, averaged(width, height, grey, columns as usize, rows as usize));
    }
    match ::image::GrayImage::from_raw(width, height, grey.to_vec()) {
        Some(small) => {
            let filter = ::image::imageops::FilterType::Triangle;
            (columns, rows, ::image::imageops::resize(&small, columns, rows, filter).into_raw())
        }
        None => (width, height, grey.to_vec()),
    }
}

/// A grid of cells, each the mean of the area it covers; pixels on a border count in parts, exactly.
fn averaged(width: u32, height: u32, grey: &[u8], columns: usize, rows: usize) -> Vec<u8> {
    let (width, height) = (width as usize, height as usize);
    let mut sums = vec![0_u64; columns * rows];
    if width == 0 || columns == 0 {
        return vec![u8::MAX; sums.len()];
    }
    let mut line = vec![0_u64; columns];
    let mut summed = None;
    for down in overlaps(height, rows) {
        if summed != Some(down.pixel) {
            summed = Some(down.pixel);
            line.fill(0);
            let pixels = grey.get(down.pixel * width..(down.pixel + 1) * width).unwrap_or_default();
            for across in overlaps(width, columns) {
                if let (Some(sum), Some(pixel)) = (line.get_mut(across.cell), pixels.get(across.pixel)) {
                    *sum += u64::from(*pixel) * across.length;
                }
            }
        }
        for (cell, sum) in sums.iter_mut().skip(down.cell * columns).zip(&line) {
            *cell += sum * down.length;
        }
    }
    let area = (width as u64 * height as u64).max(1);
    sums.into_iter().map(|sum| u8::try_from((sum + area / 2) / area).unwrap_or(u8::MAX)).collect()
}

/// Where a pixel and a cell lie over each other.
struct Overlap {
    pixel: usize,
    cell: usize,
    length: u64,
}

/// The overlaps of `pixels` and of `cells` along an axis, in order. The axis is `pixels × cells` units
/// long, so that every border is at a whole number.
fn overlaps(pixels: usize, cells: usize) -> impl Iterator<Item = Overlap> {
    let (mut pixel, mut cell, mut at) = (0, 0, 0);
    std::iter::from_fn(move || {
        if pixel >= pixels || cell >= cells {
            return None;
        }
        let (pixel_end, cell_end) = ((pixel + 1) * cells, (cell + 1) * pixels);
        let end = pixel_end.min(cell_end);
        let overlap = Overlap { pixel, cell, length: (end - at) as u64 };
        at = end;
        pixel += usize::from(pixel_end == end);
        cell += usize::from(cell_end == end);
        Some(overlap)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of `rows` dark lines of different lengths; `fill` writes into one field.
    fn page(width: u32, height: u32, rows: u32, fill: u32) -> Vec<u8> {
        let at = |x: u32, y: u32| {
            let (column, row) = (x * 100 / width, y * 100 / height);
            let line = row.is_multiple_of(4) && row / 4 < rows && column > 8 && column < 30 + (row * 37) % 61;
            let field = fill > 0 && (40..44).contains(&row) && (60..60 + fill).contains(&column);
            match (line && (x / 3).is_multiple_of(2), field) {
                (true, _) => 20,
                (false, true) => 150,
                (false, false) => 250,
            }
        };
        (0..height).flat_map(|y| (0..width).map(move |x| at(x, y))).collect()
    }

    #[test]
    fn a_smaller_copy_is_the_same_picture_and_another_page_is_not() {
        let (width, height) = (600, 840);
        let large = of_grey(width, height, &page(width, height, 20, 0));
        let (w, h, small) = scaled(width, height, &page(width, height, 20, 0), 500);
        assert_eq!((w, h), (357, 500));
        let small = of_grey(w, h, &small);
        assert!(large.distance(&small) <= 6, "{}", large.distance(&small));
        assert!(large.largest_difference(&small) <= 12, "{}", large.largest_difference(&small));
        let other: Vec<u8> = page(width, height, 20, 0).into_iter().rev().collect();
        assert!(large.distance(&of_grey(width, height, &other)) > 80);
        let filled = of_grey(width, height, &page(width, height, 20, 4));
        assert!(large.distance(&filled) < 60, "{}", large.distance(&filled));
        assert!(large.largest_difference(&filled) > 60, "{}", large.largest_difference(&filled));
    }

    #[test]
    fn brightness_is_evened_out() {
        let bright = page(300, 400, 15, 0);
        let dark: Vec<u8> = bright.iter().map(|grey| grey / 2 + 20).collect();
        let (bright, dark) = (of_grey(300, 400, &bright), of_grey(300, 400, &dark));
        assert!(bright.distance(&dark) <= 4 && bright.largest_difference(&dark) <= 4);
    }

    #[test]
    fn means_are_exact_and_odd_sizes_do_no_harm() {
        assert_eq!(averaged(4, 2, &[0, 10, 20, 30, 40, 50, 60, 70], 2, 1), [25, 45]);
        assert_eq!(averaged(3, 1, &[0, 30, 90], 2, 1), [10, 70]);
        assert_eq!(averaged(1, 1, &[7], 3, 2), [7; 6]);
        for (width, height) in [(0, 0), (1, 0), (1, 1), (1, 700), (3, 5), (65, 63)] {
            let grey = vec![200; (width * height) as usize];
            assert_eq!(of_grey(width, height, &grey).thumb.len(), THUMB * THUMB);
            scaled(width, height, &grey, 10);
            is_blank(width, height, &grey);
        }
        // Fewer pixels than said.
        assert_eq!(of_grey(100, 100, &[0; 50]).hash, [0; 4]);
    }

    #[test]
    fn a_blank_page_is_not_one_with_a_faint_line() {
        let (width, height) = (1240_u32, 1754_u32);
        let noise = |at: usize| u8::try_from((at * 7919 + at / 3) % 9).unwrap_or(0);
        let shaded = |at: usize| u8::try_from(at % width as usize / 60).unwrap_or(0);
        let mut paper: Vec<u8> = (0..(width * height) as usize).map(|at| 225 + noise(at) - shaded(at)).collect();
        assert!(is_blank(width, height, &paper));
        assert!(is_blank(width, height, &vec![255; paper.len()]));
        for y in 300..322_usize {
            for x in (200..480_usize).filter(|x| x % 7 < 3) {
                paper[y * width as usize + x] -= 60;
            }
        }
        assert!(!is_blank(width, height, &paper));
    }

    #[test]
    fn only_a_clearly_soft_picture_is_blurred() {
        let sharp = page(800, 1000, 22, 0);
        assert!(!of_grey(800, 1000, &sharp).blurred);
        let (w, h, tiny) = scaled(800, 1000, &sharp, 40);
        let (w, h, soft) = scaled(w, h, &tiny, 1000);
        assert!(of_grey(w, h, &soft).blurred);
        assert!(!of_grey(800, 1000, &vec![240; 800_000]).blurred, "a blank page is not blurred");
    }
}
