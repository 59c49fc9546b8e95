//! Pages as pictures.

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::kurbo::Rect;
use hayro_syntax::Filter;
use hayro_syntax::object::{ObjectIdentifier, Stream};
use hayro_syntax::page::Page as Sheet;

use crate::content::picture::colour::{Small, on_white};

/// A grey picture, row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Grey {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) levels: Vec<u8>,
    /// The same small and in colour, if it has any.
    pub(super) colour: Option<Small>,
}

/// Dots to the inch, and the longest edge: enough to tell pictures apart, and twice that, which OCR reads best.
const LOOK: (f32, f32) = (75.0, 1200.0);
const READ: (f32, f32) = (150.0, 2400.0);

/// The page as it looks; `None` if it is too narrow to look like anything.
pub(super) fn grey<'a>(
    sheet: &'a Sheet<'a>,
    cache: &RenderCache<'a>,
    settings: &InterpreterSettings,
    to_read: bool,
) -> Option<Grey> {
    let (width, height) = sheet.render_dimensions();
    let (dots, edge) = if to_read { READ } else { LOOK };
    let scale = (dots / 72.0).min(edge / width.max(height));
    // Not a number is too small as well.
    if (width.min(height) * scale).partial_cmp(&8.0).is_none_or(std::cmp::Ordering::is_lt) {
        return None;
    }
    let scaled = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = render(sheet, cache, settings, &RenderSettings::default(), &scaled);
    let levels = pixmap.data().iter().map(|dot| luma(dot.r, dot.g, dot.b)).collect();
    let (width, height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let colour = Small::new(width, height, pixmap.data_as_u8_slice(), 4, on_white);
    Some(Grey { width, height, levels, colour })
}

/// The mean of four levels.
fn mean<'a>(levels: impl Iterator<Item = &'a u8>) -> u8 {
    u8::try_from(levels.map(|level| u32::from(*level)).sum::<u32>() / 4).unwrap_or(u8::MAX)
}

fn luma(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    u8::try_from(sum >> 8).unwrap_or(u8::MAX)
}

impl Grey {
    /// Half as wide and high, so that a page looks the same whether it was drawn to be read or not.
    pub(super) fn half(&self) -> Grey {
        let row = usize::try_from(self.width.max(1)).unwrap_or(usize::MAX);
        let rows: Vec<&[u8]> = self.levels.chunks_exact(row).collect();
        let mut levels = Vec::with_capacity(self.levels.len() / 4);
        for pair in rows.chunks_exact(2) {
            let [upper, lower] = pair else { continue };
            let dots = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            levels.extend(dots.map(|(upper, lower)| mean(upper.iter().chain(lower))));
        }
        Grey { width: self.width / 2, height: self.height / 2, levels, colour: None }
    }

    /// The part inside a frame, each edge from 0 to 1.
    pub(super) fn crop(&self, frame: Rect) -> Grey {
        let (left, right) = (dots(frame.x0, self.width), dots(frame.x1, self.width));
        let (top, bottom) = (dots(frame.y0, self.height), dots(frame.y1, self.height));
        let row = usize::try_from(self.width.max(1)).unwrap_or(usize::MAX);
        let (width, height) = (right.saturating_sub(left), bottom.saturating_sub(top));
        let rows = self.levels.chunks_exact(row).skip(top).take(height);
        let levels: Vec<u8> = rows.flat_map(|row| row.get(left..right).unwrap_or_default()).copied().collect();
        match (u32::try_from(width), u32::try_from(height)) {
            (Ok(width), Ok(height)) if width > 7 && height > 7 => Grey { width, height, levels, colour: None },
            _ => self.clone(),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a length that is bounded")]
fn dots(part: f64, length: u32) -> usize {
    (part.clamp(0.0, 1.0) * f64::from(length)).round() as usize
}

/// The digest of an image's own bytes, if it is a JPEG as it came from a camera or scanner.
pub(super) fn jpeg_digest(sheet: &Sheet<'_>, id: ObjectIdentifier) -> Option<[u8; 32]> {
    let image = sheet.xref().get::<Stream<'_>>(id)?;
    (image.filters().as_slice() == [Filter::DctDecode]).then(|| *blake3::hash(&image.raw_data()).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey() -> Grey {
        Grey { width: 16, height: 16, levels: (0..=255).collect(), colour: None }
    }

    #[test]
    fn half_a_picture_has_the_means_of_four_dots() {
        let half = Grey { width: 3, height: 2, levels: vec![0, 4, 9, 8, 8, 9], colour: None }.half();
        assert_eq!((half.width, half.height, half.levels), (1, 1, vec![5]));
    }

    #[test]
    fn a_picture_is_cropped_unless_nothing_would_be_left() {
        let cut = grey().crop(Rect::new(0.5, 0.0, 1.5, 0.5));
        assert_eq!((cut.width, cut.height, cut.levels.len(), cut.levels[0]), (8, 8, 64, 8));
        assert_eq!(grey().crop(Rect::new(0.9, 0.9, 1.0, 1.0)).width, 16);
    }
}
