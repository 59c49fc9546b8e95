//! Archives: what lies in a ZIP, 7z or RAR.

use super::Options;
use crate::model::content::{Format, Member, Trouble};

/// Reads every member of an archive.
pub(super) fn read(_: Format, _: &[u8], _: &Options, _: usize) -> (Option<Trouble>, Vec<Member>) {
    (Some(Trouble::Unsupported), Vec::new())
}
