//! Office documents.

use super::{Options, Reader};
use crate::model::content::{Content, Format, Trouble};

/// The reader of an office format.
pub(super) fn reader(_: Format) -> &'static dyn Reader {
    &Office
}

struct Office;

impl Reader for Office {
    fn read(&self, _: &[u8], _: &Options) -> Result<Content, Trouble> {
        Ok(Content::default())
    }
}
