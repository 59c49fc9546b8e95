//! HEIC, as telephones take it.

use heic_decoder::{DecodedImage, HeifError};

use super::{Grey, admit, exif};
use crate::content::{Options, Reader};
use crate::model::content::{Content, Trouble};

pub(super) struct Heic;

impl Reader for Heic {
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Content, Trouble> {
        let declared = heic_decoder::probe(bytes).map_err(trouble)?;
        admit(declared.coded_width as u64, declared.coded_height as u64, &options.limits)?;
        let picture = heic_decoder::decode(bytes).map_err(trouble)?;
        // The container has turned it already; the orientation EXIF gives is of before.
        let taken = exif::of_block(picture.metadata.exif.as_deref()).taken;
        let page = grey(&picture)?.page(false, options);
        Ok(Content { page_count: 1, pages: vec![page], taken, ..Content::default() })
    }
}

fn grey(picture: &DecodedImage) -> Result<Grey, Trouble> {
    let edge = |edge: usize| u32::try_from(edge).map_err(|_| Trouble::Corrupt("no such size".to_owned()));
    let spare_bits = picture.bit_depth_luma.saturating_sub(8).min(16);
    let level = |sample: &i32| u8::try_from((*sample).max(0) >> spare_bits).unwrap_or(u8::MAX);
    let (width, height) = (edge(picture.width)?, edge(picture.height)?);
    Ok(Grey { width, height, pixels: picture.y.iter().map(level).collect() })
}

fn trouble(error: HeifError) -> Trouble {
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
