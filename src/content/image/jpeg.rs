//! JPEG. Damage is found by decoding strictly; what can be seen in spite of it is kept.

use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{Grey, admit, exif};
use crate::content::picture::colour::{Small, of_ycbcr, on_white};
use crate::content::{Limits, Options, Reader};
use crate::model::content::{Content, Trouble};

pub(super) struct Jpeg;

impl Reader for Jpeg {
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Content, Trouble> {
        let (grey, exif, trouble) = decode(bytes, &options.limits)?;
        let mut page = grey.page(trouble.is_some(), options);
        if let Some(picture) = &mut page.picture {
            picture.stream = Some(*blake3::hash(bytes).as_bytes());
        }
        Ok(Content { page_count: 1, pages: vec![page], taken: exif.taken, trouble, ..Content::default() })
    }
}

/// Larger edges cannot be written in a JPEG.
const EDGE: usize = u16::MAX as usize;

fn decoding(strict: bool) -> DecoderOptions {
    DecoderOptions::default().set_strict_mode(strict).set_max_width(EDGE).set_max_height(EDGE)
}

/// What its headers say, if it is not too large.
fn admitted(bytes: &[u8], limits: &Limits) -> Result<exif::Exif, Trouble> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), decoding(false));
    decoder.decode_headers().map_err(|error| trouble(&error, bytes))?;
    let (width, height) = decoder.dimensions().unwrap_or_default();
    admit(width as u64, height as u64, limits)?;
    Ok(exif::of_block(decoder.exif().map(Vec::as_slice)))
}

/// The picture upright, if it has not too many pixels; with it, what is wrong with the file.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<(Grey, exif::Exif, Option<Trouble>), Trouble> {
    let exif = admitted(bytes, limits)?;
    let (grey, trouble) = decode_admitted(bytes)?;
    Ok((grey.upright(exif.orientation), exif, trouble))
}

fn decode_admitted(bytes: &[u8]) -> Result<(Grey, Option<Trouble>), Trouble> {
    match pixels(bytes, true) {
        Ok(grey) => Ok((grey, (!has_end(bytes)).then_some(Trouble::Truncated))),
        Err(error) => {
            let trouble = trouble(&error, bytes);
            let grey = pixels(bytes, false).map_err(|_| trouble.clone())?;
            let harmless = is_untidy(&error) && has_end(bytes);
            Ok((grey, (!harmless).then_some(trouble)))
        }
    }
}

fn pixels(bytes: &[u8], strict: bool) -> Result<Grey, DecodeErrors> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), decoding(strict));
    decoder.decode_headers()?;
    let (width, height) = decoder.dimensions().unwrap_or_default();
    // Brightness is stored by itself, except where colours are stored as red, green and blue or as ink.
    let stored = decoder.input_colorspace();
    let wanted = match stored {
        Some(ColorSpace::Luma) => ColorSpace::Luma,
        Some(ColorSpace::YCbCr) => ColorSpace::YCbCr,
        _ => ColorSpace::RGB,
    };
    decoder.set_options(decoding(strict).jpeg_set_out_colorspace(wanted));
    let pixels = decoder.decode()?;
    let edge = |edge: usize| u32::try_from(edge).unwrap_or_default();
    let (width, height) = (edge(width), edge(height));
    let colour = |of: fn([u8; 4]) -> [u8; 3]| Small::new(width, height, &pixels, 3, of);
    let (levels, colour) = match wanted {
        ColorSpace::Luma => (pixels, None),
        ColorSpace::YCbCr => (pixels.iter().step_by(3).copied().collect(), colour(of_ycbcr)),
        _ => (pixels.chunks_exact(3).map(brightness).collect(), colour(on_white)),
    };
    Ok(Grey { width, height, pixels: levels, colour })
}

/// The brightness of a red, green and blue pixel (BT.601).
fn brightness(rgb: &[u8]) -> u8 {
    let weighted = rgb.iter().zip([299_u32, 587, 114]).map(|(level, weight)| u32::from(*level) * weight);
    u8::try_from(weighted.sum::<u32>() / 1000).unwrap_or(u8::MAX)
}

fn trouble(error: &DecodeErrors, bytes: &[u8]) -> Trouble {
    match error {
        DecodeErrors::Unsupported(_) => Trouble::Unsupported,
        _ if !has_end(bytes) => Trouble::Truncated,
        error => Trouble::Corrupt(error.to_string()),
    }
}

/// Some programs leave stray bytes between headers; nothing is lost by them.
fn is_untidy(error: &DecodeErrors) -> bool {
    matches!(error, DecodeErrors::FormatStatic(said) if said.contains("between headers"))
}

/// Whether the mark that ends the picture is there. A thumbnail inside has one too, and other data may
/// follow, so segments are walked from the start.
fn has_end(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        let marker = rest.windows(2).enumerate().find_map(|(at, pair)| match pair {
            // Within the pixels, 0 stands for a plain 0xff, and D0–D7 only separate parts.
            [0xff, 0x00 | 0x01 | 0xd0..=0xd8 | 0xff] => None,
            [0xff, marker] => Some((at, *marker)),
            _ => None,
        });
        let Some((at, marker)) = marker else { return false };
        if marker == 0xd9 {
            return true;
        }
        let length = match rest.get(at + 2..at + 4) {
            Some([high, low]) => usize::from(u16::from_be_bytes([*high, *low])),
            _ => return false,
        };
        rest = rest.get(at + 2 + length.max(2)..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::super::exif;
    use super::*;
    use crate::model::content::{Page, Source};

    /// A JPEG of 48 × 32 pixels: a dark square left at the top on white.
    const SQUARE: &[u8] = include_bytes!("square.jpg");

    /// The same with an EXIF block.
    fn with_exif(orientation: u8) -> Vec<u8> {
        let block = [b"Exif\0\0".to_vec(), exif::tests::block(orientation, "2025:03:14 09:26:53")].concat();
        let length = u16::try_from(block.len() + 2).expect("short").to_be_bytes();
        [&SQUARE[..2], &[0xff, 0xe1], &length, &block, &SQUARE[2..]].concat()
    }

    fn read(bytes: &[u8]) -> Result<Content, Trouble> {
        Jpeg.read(bytes, &Options::default())
    }

    fn only_page(content: &Content) -> &Page {
        assert_eq!((content.page_count, content.pages.len()), (1, 1));
        &content.pages[0]
    }

    #[test]
    fn a_picture_is_one_page_that_nobody_read() {
        let content = read(SQUARE).expect("whole");
        let page = only_page(&content);
        assert_eq!((content.trouble.as_ref(), content.taken, page.source), (None, None, Source::Unread));
        let picture = page.picture.as_ref().expect("seen");
        assert_eq!((picture.width, picture.height, picture.blurred), (48, 32, false));
        assert_eq!(picture.stream, Some(*blake3::hash(SQUARE).as_bytes()));
        assert!(picture.thumb[0] < 80 && picture.thumb[63] > 200, "dark on the left");
    }

    #[test]
    fn what_the_camera_says_is_followed() {
        let content = read(&with_exif(6)).expect("whole");
        assert_eq!(content.taken, Some(jiff::civil::date(2025, 3, 14)));
        let picture = only_page(&content).picture.as_ref().expect("seen");
        assert_eq!((picture.width, picture.height), (32, 48));
        assert!(picture.thumb[0] > 200 && picture.thumb[63] < 80, "turned: dark on the right");
    }

    #[test]
    fn data_after_the_end_is_not_looked_at() {
        let content = read(&[SQUARE, b"a film, perhaps"].concat()).expect("whole");
        assert_eq!(content.trouble, None);
    }

    #[test]
    fn a_cut_picture_is_told_and_shown() {
        for end in [SQUARE.len() - 2, SQUARE.len() - 40] {
            let content = read(&SQUARE[..end]).expect("readable");
            assert_eq!(content.trouble, Some(Trouble::Truncated), "{end}");
            assert!(only_page(&content).picture.is_some());
        }
        assert_eq!(read(&SQUARE[..100]), Err(Trouble::Truncated));
        for end in 0..SQUARE.len() - 2 {
            let trouble = read(&SQUARE[..end]).map_or_else(Some, |content| content.trouble);
            assert_eq!(trouble, Some(Trouble::Truncated), "{end}");
        }
    }

    #[test]
    fn a_damaged_picture_does_no_harm() {
        let found = (2..SQUARE.len()).filter(|at| {
            let mut bytes = SQUARE.to_vec();
            bytes[*at] ^= 0x55;
            read(&bytes).map_or(true, |content| content.trouble.is_some())
        });
        assert!(found.count() > SQUARE.len() / 8);
    }

    #[test]
    fn a_picture_too_large_or_without_size_is_refused() {
        let start = SQUARE.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame");
        let mut huge = SQUARE.to_vec();
        huge[start + 5..start + 9].copy_from_slice(&[0xff; 4]);
        let limits = Limits::default();
        assert_eq!(read(&huge), Err(Trouble::TooLarge(limits.pixels)));
        huge[start + 5..start + 9].copy_from_slice(&[0; 4]);
        assert!(matches!(read(&huge), Err(Trouble::Corrupt(_))));
    }
}
