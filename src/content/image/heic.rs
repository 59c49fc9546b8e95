//! HEIC, as telephones take it.

use heic_decoder::{DecodedImage, HeifError};

use super::{Grey, admit, exif};
use crate::content::picture::colour::{Small, of_ycbcr};
use crate::content::{Limits, Options, Reader};
use crate::model::content::{Content, Trouble};

pub(super) struct Heic;

impl Reader for Heic {
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Content, Trouble> {
        let (grey, exif) = decode(bytes, &options.limits)?;
        let page = grey.page(false, options);
        Ok(Content { page_count: 1, pages: vec![page], taken: exif.taken, ..Content::default() })
    }
}

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<(Grey, exif::Exif), Trouble> {
    let declared = heic_decoder::probe(bytes).map_err(|error| trouble(&error))?;
    admit(declared.coded_width as u64, declared.coded_height as u64, limits)?;
    let picture = heic_decoder::decode(bytes).map_err(|error| trouble(&error))?;
    // The container has turned it already; the orientation EXIF gives is of before.
    Ok((grey(&picture)?, exif::of_block(picture.metadata.exif.as_deref())))
}

fn grey(picture: &DecodedImage) -> Result<Grey, Trouble> {
    let edge = |edge: usize| u32::try_from(edge).map_err(|_| Trouble::Corrupt("no such size".to_owned()));
    let spare_bits = picture.bit_depth_luma.saturating_sub(8).min(16);
    let level = |sample: &i32| u8::try_from((*sample).max(0) >> spare_bits).unwrap_or(u8::MAX);
    let (width, height) = (edge(picture.width)?, edge(picture.height)?);
    Ok(Grey { width, height, pixels: picture.y.iter().map(level).collect(), colour: colour(picture) })
}

/// The picture in colour, as coarse as its colours are stored.
fn colour(picture: &DecodedImage) -> Option<Small> {
    let (width, height) = (u32::try_from(picture.cb_width).ok()?, u32::try_from(picture.cb_height).ok()?);
    let (across, down) =
        (picture.width.checked_div(picture.cb_width)?.max(1), picture.height.checked_div(picture.cb_height)?.max(1));
    let level =
        |sample: i32, depth: u32| u8::try_from(sample.max(0) >> depth.saturating_sub(8).min(16)).unwrap_or(u8::MAX);
    let bright = |at: usize| {
        let (x, y) = (at % picture.cb_width.max(1) * across, at / picture.cb_width.max(1) * down);
        picture.y.get(y * picture.width + x).copied().unwrap_or(0)
    };
    let dots = picture.cb.iter().zip(&picture.cr).enumerate().flat_map(|(at, (blue, red))| {
        let chroma = picture.bit_depth_chroma;
        [level(bright(at), picture.bit_depth_luma), level(*blue, chroma), level(*red, chroma)]
    });
    Small::new(width, height, &dots.collect::<Vec<u8>>(), 3, of_ycbcr)
}

fn trouble(error: &HeifError) -> Trouble {
    match error {
        HeifError::Truncated { .. } => Trouble::Truncated,
        HeifError::Unsupported(_) => Trouble::Unsupported,
        error => Trouble::Corrupt(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [&b""[..], b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", b"\0\0\0\x18ftypheic"] {
            assert!(Heic.read(bytes, &Options::default()).is_err());
        }
    }
}
