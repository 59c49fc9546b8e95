//! Pictures: photos and scans.

use super::{Options, Reader};
use crate::model::content::{Content, Format, Trouble};

/// The reader of a picture format.
pub(super) fn reader(_: Format) -> &'static dyn Reader {
    &Image
}

struct Image;

impl Reader for Image {
    fn read(&self, _: &[u8], _: &Options) -> Result<Content, Trouble> {
        Ok(Content::default())
    }
}
