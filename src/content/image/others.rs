//! PNG, GIF, BMP, WebP and TIFF. Of what moves, the first picture; of a TIFF, every page.

use std::error::Error;
use std::io::{self, Cursor};

use ::image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use super::{Grey, admit, exif};
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
        let offsets = directories(bytes);
        let mut content =
            Content { page_count: u32::try_from(offsets.len()).unwrap_or(1).max(1), ..Content::default() };
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

/// Where the pages of a TIFF are described, as its header writes it. None for its 64-bit kind.
fn directories(bytes: &[u8]) -> Vec<[u8; 4]> {
    let little = bytes.starts_with(b"II*\0");
    if !little && !bytes.starts_with(b"MM\0*") {
        return Vec::new();
    }
    let four = |at: usize| bytes.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
    let number = |raw: [u8; 4]| if little { u32::from_le_bytes(raw) } else { u32::from_be_bytes(raw) };
    let mut found = Vec::new();
    let mut next = four(4);
    while let Some(raw) = next {
        let at = number(raw) as usize;
        let entries = match bytes.get(at..at.saturating_add(2)) {
            Some([a, b]) => {
                usize::from(if little { u16::from_le_bytes([*a, *b]) } else { u16::from_be_bytes([*a, *b]) })
            }
            _ => break,
        };
        if at == 0 || found.contains(&raw) || found.len() == MOST_PAGES {
            break;
        }
        found.push(raw);
        next = four(at + 2 + 12 * entries);
    }
    found
}

/// More pages are not counted.
const MOST_PAGES: usize = 5000;

fn decode(bytes: &[u8], format: ImageFormat, limits: &Limits) -> Result<(Grey, exif::Exif), Trouble> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut bounds = ::image::Limits::default();
    // Four bytes a pixel, and room for what small pictures need besides.
    let bytes = limits.pixels.saturating_mul(4).saturating_add(16 << 20);
    bounds.max_alloc = Some(bytes);
    reader.limits(bounds);
    let trouble = |error: ImageError| trouble(&error, bytes);
    let mut decoder = reader.into_decoder().map_err(trouble)?;
    let (width, height) = decoder.dimensions();
    admit(u64::from(width), u64::from(height), limits)?;
    if decoder.total_bytes() > bytes {
        return Err(Trouble::TooLarge(bytes));
    }
    let block = decoder.exif_metadata().ok().flatten();
    let exif = exif::of_block(block.as_deref());
    let turn = decoder.orientation().unwrap_or(::image::metadata::Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(trouble)?;
    let grey = Grey { width, height, pixels: on_white(picture) };
    Ok((grey.turned(turn), exif))
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

fn trouble(error: &ImageError, limit: u64) -> Trouble {
    match error {
        ImageError::Limits(_) => Trouble::TooLarge(limit),
        ImageError::Unsupported(_) => Trouble::Unsupported,
        error if ends_early(error) => Trouble::Truncated,
        error => Trouble::Corrupt(error.to_string()),
    }
}

/// Whether, at the bottom of it, the bytes ran out.
fn ends_early(error: &ImageError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof) {
            return true;
        }
        cause = error.source();
    }
    false
}
