//! Plain text, tables as text, and web pages.

use super::{Options, Reader};
use crate::model::content::{Content, Format, Trouble};

/// The reader of a text format.
pub(super) fn reader(_: Format) -> &'static dyn Reader {
    &Text
}

struct Text;

impl Reader for Text {
    fn read(&self, _: &[u8], _: &Options) -> Result<Content, Trouble> {
        Ok(Content::default())
    }
}
