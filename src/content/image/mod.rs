//! Pictures: photos and scans. Each becomes one page; a TIFF may hold several.

mod exif;
#[cfg(feature = "heic")]
mod heic;
mod jpeg;
mod others;

use super::picture::colour::Small;
use super::picture::seal::{Extent, seal};
use super::{Limits, Options, Reader, layout, ocr, picture, sniff};
use crate::model::content::{Content, Format, Page, Seal, Source, Trouble};

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
    /// The same small and in colour, if it has any; not turned.
    colour: Option<Small>,
}

/// Whether a picture in a document is or shows a round red seal; `None` if it cannot be decoded.
pub(super) fn seal_in(bytes: &[u8], limits: &Limits) -> Option<Seal> {
    decode(sniff::format("", bytes), bytes, limits).map(|grey| grey.cutting())
}

/// A picture as grey pixels, upright: width, height, rows. Of several pages, the first.
pub(super) fn pixels(format: Format, bytes: &[u8], limits: &Limits) -> Option<(u32, u32, Vec<u8>)> {
    decode(format, bytes, limits).map(|grey| (grey.width, grey.height, grey.pixels))
}

/// The picture upright; `None` if it cannot be decoded.
fn decode(format: Format, bytes: &[u8], limits: &Limits) -> Option<Grey> {
    let format = match format {
        Format::Jpeg => return jpeg::decode(bytes, limits).ok().map(|(grey, ..)| grey),
        #[cfg(feature = "heic")]
        Format::Heic => return heic::decode(bytes, limits).ok().map(|(grey, _)| grey),
        Format::Png => ::image::ImageFormat::Png,
        Format::Gif => ::image::ImageFormat::Gif,
        Format::Bmp => ::image::ImageFormat::Bmp,
        Format::Webp => ::image::ImageFormat::WebP,
        Format::Tiff => ::image::ImageFormat::Tiff,
        _ => return None,
    };
    others::decode(bytes, format, limits).ok().map(|(grey, _)| grey)
}

impl Grey {
    /// What is seen on it as a part of a page. Without colour it is a drawing or a grey photo.
    fn cutting(&self) -> Seal {
        self.colour.as_ref().map_or(Seal::CannotTell, |small| seal(small, Extent::Cutting))
    }

    /// The picture the way up its camera held it; `orientation` is EXIF's 1–8.
    fn upright(self, orientation: Option<u8>) -> Grey {
        let turn = orientation.and_then(::image::metadata::Orientation::from_exif);
        match turn {
            None | Some(::image::metadata::Orientation::NoTransforms) => self,
            Some(turn) => self.turned(turn),
        }
    }

    fn turned(self, turn: ::image::metadata::Orientation) -> Grey {
        let Grey { width, height, pixels, colour } = self;
        let Some(buffer) = ::image::GrayImage::from_raw(width, height, pixels) else {
            return Grey { width: 0, height: 0, pixels: Vec::new(), colour };
        };
        let mut turned = ::image::DynamicImage::ImageLuma8(buffer);
        turned.apply_orientation(turn);
        Grey { width: turned.width(), height: turned.height(), pixels: turned.into_bytes(), colour }
    }

    /// The page it is. What is damaged is not called blank: the print may be in the missing part.
    fn page(&self, damaged: bool, options: &Options) -> Page {
        let Grey { width, height, pixels, colour } = self;
        let looks = picture::of_grey(*width, *height, pixels);
        let seal = Some(picture::seal_on_page(colour.as_ref(), &looks));
        let looks = Some(looks);
        if !damaged && picture::is_blank(*width, *height, pixels) {
            return Page { picture: looks, source: Source::Blank, seal: Some(Seal::NotSeen), ..Page::default() };
        }
        let text = options.ocr.as_ref().and_then(|engine| self.read(engine));
        let page = text.map_or_else(Page::default, |text| {
            layout::page(&text.lines, Source::Ocr(text.confidence), &options.limits)
        });
        Page { picture: looks, seal, ..page }
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
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_at_the_size_that_suits_their_letters() {
        assert_eq!(reading_edge(2480, 3508), PAGE_EDGE);
        assert_eq!(reading_edge(3508, 2480), PAGE_EDGE);
        assert_eq!(reading_edge(1240, 1754), PAGE_EDGE);
        assert_eq!(reading_edge(600, 800), 1200, "not enlarged more than one and a half times");
        assert_eq!(reading_edge(1080, 5400), 4000, "a long strip stays wide enough");
        assert_eq!(reading_edge(10, u32::MAX), 4 * PAGE_EDGE);
        assert_eq!(reading_edge(0, 0), 1);
    }

    #[test]
    fn what_is_damaged_is_not_called_blank() {
        let white = || Grey { width: 100, height: 100, pixels: vec![255; 10_000], colour: None };
        assert_eq!(white().page(false, &Options::default()).source, Source::Blank);
        assert_eq!(white().page(true, &Options::default()).source, Source::Unread);
    }

    #[test]
    fn a_read_page_has_text_titles_and_a_picture() {
        let Ok(engine) = ocr::Engine::find() else { return };
        let options = Options { ocr: Some(engine), ..Options::default() };
        let content = reader(Format::Png).read(include_bytes!("../ocr/page.png"), &options).expect("whole");
        let page = content.pages.first().expect("a page");
        assert!(matches!(page.source, Source::Ocr(70..=100)), "{page:?}");
        assert_eq!(page.titles.first().map(String::as_str), Some("维修服务记录单"));
        assert!(page.text.contains("2025") && page.picture.is_some());
    }
}
