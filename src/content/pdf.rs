//! PDF.

use super::{Options, Reader};
use crate::model::content::{Content, Trouble};

pub(super) struct Pdf;

impl Reader for Pdf {
    fn read(&self, _: &[u8], _: &Options) -> Result<Content, Trouble> {
        Ok(Content::default())
    }
}
