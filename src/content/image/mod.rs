//! Pictures: photos and scans. Each becomes one page; a TIFF may hold several.

mod exif;
#[cfg(feature = "heic")]
mod heic;
mod jpeg;
mod others;

use super::{Limits, Options, Reader, layout, ocr, picture};
use crate::model::content::{Content, Format, Page, Source, Trouble};

/// The reader of a picture format.
pub(super) fn reader(format: Format) -> &'static dyn Reader {
    match format {
        Format::Jpeg => &jpeg::Jpeg,
        #[cfg(feature = "heic")]
        Format::Heic => &heic::Heic,
        Format::Png => &others::Still(::image::ImageFormat::Png),
        Format::Gif => &others::Still(::image::ImageFormat::Gif),
        Format::Bmp => &others::Still(::image::ImageFormat::Bmp),
        Format::Webp => &others::Still(::image::ImageFormat::WebP),
        Format::Tiff => &others::Tiff,
        _ => &NoReader,
    }
}

/// Stands for a reader this build was made without.
struct NoReader;

impl Reader for NoReader {
    fn read(&self, _: &[u8], _: &Options) -> Result<Content, Trouble> {
        Err(Trouble::Unsupported)
    }
}

/// A decoded picture: grey pixels, row by row.
struct Grey {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Grey {
    /// The picture the way up its camera held it; `orientation` is EXIF's 1–8.
    fn upright(self, orientation: Option<u8>) -> Grey {
        let turn = orientation.and_then(::image::metadata::Orientation::from_exif);
        match turn {
            None | Some(::image::metadata::Orientation::NoTransforms) => self,
            Some(turn) => self.turned(turn),
        }
    }

    fn turned(self, turn: ::image::metadata::Orientation) -> Grey {
        let Grey { width, height, pixels } = self;
        let Some(buffer) = ::image::GrayImage::from_raw(width, height, pixels) else {
            return Grey { width: 0, height: 0, pixels: Vec::new() };
        };
        let mut turned = ::image::DynamicImage::ImageLuma8(buffer);
        turned.apply_orientation(turn);
        Grey { width: turned.width(), height: turned.height(), pixels: turned.into_bytes() }
    }

    /// The page it is. What is damaged is not called blank: the print may be in the missing part.
    fn page(&self, damaged: bool, options: &Options) -> Page {
        let Grey { width, height, pixels } = self;
        let looks = Some(picture::of_grey(*width, *height, pixels));
        if !damaged && picture::is_blank(*width, *height, pixels) {
            return Page { picture: looks, source: Source::Blank, ..Page::default() };
        }
        let text = options.ocr.as_ref().and_then(|engine| self.read(engine));
        let page = text.map_or_else(Page::default, |text| {
            layout::page(&text.lines, Source::Ocr(text.confidence), &options.limits)
        });
        Page { picture: looks, ..page }
    }

    fn read(&self, engine: &ocr::Engine) -> Option<ocr::Text> {
        let edge = reading_edge(self.width, self.height);
        let (width, height, pixels) = picture::scaled(self.width, self.height, &self.pixels, edge);
        ocr::read_page(engine, width, height, &pixels)
    }
}

/// Longer edge of an A4 page at 150 dpi, at which text is read best and fastest.
const PAGE_EDGE: u32 = 1754;

/// Width of a long strip, such as the picture of a conversation, whose letters are large for it.
const STRIP_WIDTH: u32 = 800;

/// Longer edge at which a picture is read. It is never enlarged more than one and a half times.
fn reading_edge(width: u32, height: u32) -> u32 {
    let (longer, shorter) = (width.max(height), width.min(height).max(1));
    let strip = u64::from(longer) * u64::from(STRIP_WIDTH) / u64::from(shorter);
    let wanted = u32::try_from(strip).unwrap_or(u32::MAX).clamp(PAGE_EDGE, 4 * PAGE_EDGE);
    wanted.min(longer.saturating_add(longer / 2)).max(1)
}

/// Refuses a picture whose declared size is too large to be decoded, or which has none.
fn admit(width: u64, height: u64, limits: &Limits) -> Result<(), Trouble> {
    match width.saturating_mul(height) {
        0 => Err(Trouble::Corrupt("the picture has no pixels".to_owned())),
        pixels if pixels > limits.pixels => Err(Trouble::TooLarge(limits.pixels)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod measure;
