//! PNG, GIF, BMP, WebP and TIFF. Of what moves, the first picture; of a TIFF, every page.

use std::io::{self, Cursor};

use ::image::metadata::Orientation;
use ::image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use super::{Grey, admit, exif};
use crate::content::picture::colour::{Small, on_white as coloured};
use crate::content::{Limits, Options, Reader};
use crate::model::content::{Content, Page, Trouble};

/// A format with one picture.
pub(super) struct Still(pub(super) ImageFormat);

impl Reader for Still {
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Content, Trouble> {
        let (grey, exif) = decode(bytes, self.0, &options.limits)?;
        let page = grey.page(false, options);
        Ok(Content { page_count: 1, pages: vec![page], taken: exif.taken, ..Content::default() })
    }
}

/// A format with one picture or more.
pub(super) struct Tiff;

impl Reader for Tiff {
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Content, Trouble> {
        let (offsets, cut) = directories(bytes);
        let page_count = u32::try_from(offsets.len()).unwrap_or(u32::MAX).max(1);
        let trouble = cut.then_some(Trouble::Truncated);
        let mut content = Content { page_count, trouble, ..Content::default() };
        if offsets.len() < 2 {
            content.pages.push(tiff_page(bytes, options)?);
            return Ok(content);
        }
        let mut bytes = bytes.to_vec();
        for offset in offsets.into_iter().take(options.limits.rendered.min(options.limits.pages)) {
            // The decoder reads the page the header leads to.
            if let Some(first) = bytes.get_mut(4..8) {
                first.copy_from_slice(&offset);
            }
            match tiff_page(&bytes, options) {
                Ok(page) => content.pages.push(page),
                Err(trouble) if content.pages.is_empty() => return Err(trouble),
                Err(trouble) => {
                    content.trouble = Some(trouble);
                    break;
                }
            }
        }
        Ok(content)
    }
}

fn tiff_page(bytes: &[u8], options: &Options) -> Result<Page, Trouble> {
    let (grey, _) = decode(bytes, ImageFormat::Tiff, &options.limits)?;
    Ok(grey.page(false, options))
}

/// Where the pages of a TIFF are described, as its header writes it, and whether that leads out of the
/// file. None for its 64-bit kind.
fn directories(bytes: &[u8]) -> (Vec<[u8; 4]>, bool) {
    let little = bytes.starts_with(b"II*\0");
    if !little && !bytes.starts_with(b"MM\0*") {
        return (Vec::new(), false);
    }
    let four = |at: usize| bytes.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
    let number = |raw: [u8; 4]| if little { u32::from_le_bytes(raw) } else { u32::from_be_bytes(raw) };
    let mut found = Vec::new();
    let mut next = four(4);
    while let Some(raw) = next.filter(|raw| number(*raw) != 0) {
        let at = number(raw) as usize;
        let Some([a, b]) = bytes.get(at..at.saturating_add(2)) else { return (found, true) };
        if found.contains(&raw) || found.len() == MOST_PAGES {
            break;
        }
        found.push(raw);
        let entries = if little { u16::from_le_bytes([*a, *b]) } else { u16::from_be_bytes([*a, *b]) };
        next = four(at + 2 + 12 * usize::from(entries));
    }
    (found, next.is_none())
}

/// More pages are not counted.
const MOST_PAGES: usize = 5000;

pub(super) fn decode(bytes: &[u8], format: ImageFormat, limits: &Limits) -> Result<(Grey, exif::Exif), Trouble> {
    // Four bytes a pixel, and room for what small pictures need besides.
    let memory = limits.pixels.saturating_mul(4).saturating_add(16 << 20);
    let trouble = |error: ImageError| match error {
        ImageError::Limits(_) => Trouble::TooLarge(memory),
        ImageError::Unsupported(_) => Trouble::Unsupported,
        error if is_cut(bytes, format, &error) => Trouble::Truncated,
        error => Trouble::Corrupt(error.to_string()),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = ::image::Limits::default();
    bounds.max_alloc = Some(memory);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(trouble)?;
    let (width, height) = decoder.dimensions();
    admit(u64::from(width), u64::from(height), limits)?;
    if decoder.total_bytes() > memory {
        return Err(Trouble::TooLarge(memory));
    }
    let block = decoder.exif_metadata().ok().flatten();
    let exif = exif::of_block(block.as_deref());
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(trouble)?;
    let colour = small(&picture);
    let grey = Grey { width, height, pixels: on_white(picture), colour };
    Ok((grey.turned(turn), exif))
}

/// The picture small and in colour, if it has any. What has more than eight bits is not looked at in colour.
fn small(picture: &DynamicImage) -> Option<Small> {
    match picture {
        DynamicImage::ImageRgb8(pixels) => Small::new(pixels.width(), pixels.height(), pixels.as_raw(), 3, coloured),
        DynamicImage::ImageRgba8(pixels) => Small::new(pixels.width(), pixels.height(), pixels.as_raw(), 4, coloured),
        _ => None,
    }
}

/// Grey pixels; what is transparent shows white paper.
fn on_white(picture: DynamicImage) -> Vec<u8> {
    if !picture.color().has_alpha() {
        return picture.into_luma8().into_raw();
    }
    let pixels = picture.into_luma_alpha8().into_raw();
    let shown = |pixel: &[u8]| match pixel {
        [grey, opaque] => {
            let (grey, opaque) = (u32::from(*grey), u32::from(*opaque));
            u8::try_from((grey * opaque + 255 * (255 - opaque)) / 255).unwrap_or(u8::MAX)
        }
        _ => u8::MAX,
    };
    pixels.chunks_exact(2).map(shown).collect()
}

/// Whether a picture that cannot be decoded lacks its end, as far as its format tells.
fn is_cut(bytes: &[u8], format: ImageFormat, error: &ImageError) -> bool {
    let length = |at: usize| match bytes.get(at..at + 4) {
        Some([a, b, c, d]) => u32::from_le_bytes([*a, *b, *c, *d]) as usize,
        _ => usize::MAX,
    };
    match format {
        ImageFormat::Png => !bytes.trim_ascii_end().ends_with(b"IEND\xaeB`\x82"),
        ImageFormat::Gif => !bytes.ends_with(b";"),
        ImageFormat::Bmp => length(2) > bytes.len(),
        ImageFormat::WebP => length(4).saturating_add(8) > bytes.len(),
        _ => matches!(error, ImageError::IoError(error) if error.kind() == io::ErrorKind::UnexpectedEof),
    }
}

#[cfg(test)]
mod tests {
    use ::image::codecs::tiff::TiffEncoder;
    use ::image::{ExtendedColorType, GrayImage, ImageEncoder, Luma, LumaA};

    use super::*;
    use crate::model::content::Source;

    fn options() -> Options {
        Options::default()
    }

    /// A picture of a black bar on white.
    fn picture(width: u32, height: u32) -> DynamicImage {
        let level = |x: u32, y: u32| if x < width / 2 && y < height / 3 { 0 } else { 255 };
        GrayImage::from_fn(width, height, |x, y| Luma([level(x, y)])).into()
    }

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("written");
        bytes.into_inner()
    }

    /// A TIFF of two pages: the second one is put behind the first, and its offsets moved.
    fn two_pages() -> Vec<u8> {
        let page = |level: u8| {
            let mut bytes = Cursor::new(Vec::new());
            let pixels = [vec![level; 50], vec![255; 50]].concat();
            TiffEncoder::new(&mut bytes).write_image(&pixels, 10, 10, ExtendedColorType::L8).expect("written");
            bytes.into_inner()
        };
        let (mut first, second) = (page(0), page(90));
        let moved = u32::try_from(first.len()).expect("short");
        let (directories, _) = directories(&first);
        let at = u32::from_le_bytes(directories[0]) as usize;
        let after = at + 2 + 12 * usize::from(first[at]);
        first[after..after + 4].copy_from_slice(&(moved + u32::from_le_bytes(directories[0])).to_le_bytes());
        let mut second = second;
        for entry in (at + 2..after).step_by(12) {
            let sizes = [0, 1, 1, 2, 4, 8];
            let bytes = sizes[usize::from(second[entry + 2])] * usize::from(second[entry + 4]);
            // The strip's place, and values too long for their entry.
            if second[entry..entry + 2] == [0x11, 0x01] || bytes > 4 {
                let offset = u32::from_le_bytes(second[entry + 8..entry + 12].try_into().expect("four"));
                second[entry + 8..entry + 12].copy_from_slice(&(offset + moved).to_le_bytes());
            }
        }
        [first, second].concat()
    }

    #[test]
    fn every_format_shows_the_same_picture() {
        let bar = picture(90, 60);
        let mut seen = Vec::new();
        for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP] {
            // Not every encoder takes grey.
            let bytes = written(&bar.to_rgba8().into(), format);
            let content = Still(format).read(&bytes, &options()).expect("whole");
            assert_eq!((content.page_count, content.pages[0].source), (1, Source::Unread), "{format:?}");
            seen.extend(content.pages[0].picture.clone());
        }
        assert!(seen.iter().all(|other| (other.width, other.height) == (90, 60) && other.distance(&seen[0]) == 0));
    }

    #[test]
    fn what_is_transparent_is_paper() {
        let clear = ::image::GrayAlphaImage::from_pixel(80, 80, LumaA([0, 0]));
        let content = Still(ImageFormat::Png).read(&written(&clear.into(), ImageFormat::Png), &options());
        assert_eq!(content.expect("whole").pages[0].source, Source::Blank);
    }

    #[test]
    fn what_is_cut_or_damaged_is_told() {
        let bar = picture(90, 60).to_rgba8().into();
        for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP, ImageFormat::Tiff] {
            let bytes = written(&bar, format);
            let half = bytes.get(..bytes.len() / 2).expect("half");
            let read = if format == ImageFormat::Tiff {
                Tiff.read(half, &options())
            } else {
                Still(format).read(half, &options())
            };
            assert_eq!(read, Err(Trouble::Truncated), "{format:?}");
        }
        let mut png = written(&bar, ImageFormat::Png);
        let middle = png.len() / 2;
        png[middle] ^= 0xff;
        assert!(matches!(Still(ImageFormat::Png).read(&png, &options()), Err(Trouble::Corrupt(_))));
        assert!(Still(ImageFormat::Png).read(b"", &options()).is_err());
    }

    #[test]
    fn a_picture_that_is_too_large_is_not_decoded() {
        let limits = Limits { pixels: 90 * 60 - 1, ..Limits::default() };
        let bytes = written(&picture(90, 60), ImageFormat::Png);
        let read = Still(ImageFormat::Png).read(&bytes, &Options { limits, ..options() });
        assert_eq!(read, Err(Trouble::TooLarge(limits.pixels)));
    }

    #[test]
    fn every_page_of_a_tiff_is_read_up_to_the_limit() {
        let content = Tiff.read(&two_pages(), &options()).expect("whole");
        assert_eq!((content.page_count, content.pages.len(), content.trouble), (2, 2, None));
        let levels: Vec<u8> =
            content.pages.iter().filter_map(|page| page.picture.as_ref()?.thumb.first().copied()).collect();
        assert_eq!(levels, [0, 90]);
        let limits = Limits { rendered: 1, ..Limits::default() };
        let content = Tiff.read(&two_pages(), &Options { limits, ..options() }).expect("whole");
        assert_eq!((content.page_count, content.pages.len()), (2, 1));
    }

    #[test]
    fn a_tiff_whose_pages_lead_in_a_circle_or_nowhere_ends() {
        let mut circle = two_pages();
        let (pages, _) = directories(&circle);
        let at = u32::from_le_bytes(pages[0]) as usize;
        let after = at + 2 + 12 * usize::from(circle[at]);
        circle[after..after + 4].copy_from_slice(&pages[0]);
        assert_eq!(directories(&circle), (vec![pages[0]], false));
        circle[after..after + 4].copy_from_slice(&[0xff; 4]);
        let content = Tiff.read(&circle, &options()).expect("the first page");
        assert_eq!((content.pages.len(), content.trouble), (1, Some(Trouble::Truncated)));
    }
}
