//! Small grey pictures of files, for reports to show: large enough to know a paper again, too small for its fine
//! print, such as an identity number.

use ::image::codecs::png::{CompressionType, FilterType, PngEncoder};
use ::image::{ExtendedColorType, ImageEncoder};

use super::{Options, image, picture};
use crate::model::content::Format;

/// No picture is wider or higher, in pixels.
const WIDTH: u32 = 120;
const HEIGHT: u32 = 170;

/// The picture of a page, counted from 1, in PNG; `None` if the format has no looks or the page cannot be drawn.
pub(super) fn of(format: Format, bytes: &[u8], page: u32, options: &Options) -> Option<Vec<u8>> {
    let (width, height, grey) = match format {
        #[cfg(feature = "pdf")]
        Format::Pdf => super::pdf::pixels(bytes, usize::try_from(page.checked_sub(1)?).ok()?, options)?,
        // Of a picture of several pages only the first is decoded.
        _ if page != 1 => return None,
        _ => image::pixels(format, bytes, &options.limits)?,
    };
    png(width, height, &grey)
}

/// The pixels made small, in sixteen levels, which pack well.
fn png(width: u32, height: u32, grey: &[u8]) -> Option<Vec<u8>> {
    let (width, height, grey) = picture::scaled(width, height, grey, long_edge(width, height));
    let levels: Vec<u8> = grey.into_iter().map(|level| level.saturating_add(8) / 17 * 17).collect();
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::NoFilter);
    encoder.write_image(&levels, width, height, ExtendedColorType::L8).ok()?;
    Some(png)
}

/// The longer edge of the picture once it fits; a small one is not enlarged.
fn long_edge(width: u32, height: u32) -> u32 {
    let longer = u64::from(width.max(height));
    let fits = |edge: u32, most: u32| longer * u64::from(most) / u64::from(edge.max(1));
    let edge = longer.min(fits(width, WIDTH)).min(fits(height, HEIGHT));
    u32::try_from(edge).unwrap_or(HEIGHT).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: u32, height: u32) -> (u32, u32) {
        let grey = vec![200; width as usize * height as usize];
        let png = png(width, height, &grey).expect("a picture");
        let made = ::image::load_from_memory(&png).expect("a PNG").into_luma8();
        assert!(made.pixels().all(|pixel| pixel.0 == [204]));
        made.dimensions()
    }

    #[test]
    fn every_picture_fits_and_keeps_its_shape() {
        assert_eq!(size(1240, 1754), (119, 169));
        assert_eq!(size(1754, 1240), (120, 85));
        assert_eq!(size(1000, 5000), (34, 170));
        assert_eq!(size(3000, 2), (120, 1));
        assert_eq!(size(40, 30), (40, 30), "not enlarged");
        assert_eq!(png(0, 0, &[]), None);
    }

    #[test]
    fn what_has_no_looks_has_no_picture() {
        let options = Options::default();
        assert_eq!(of(Format::Text, b"text", 1, &options), None);
        assert_eq!(of(Format::Png, b"no picture", 1, &options), None);
        assert_eq!(of(Format::Pdf, b"%PDF-1.7 no document", 0, &options), None);
    }
}
