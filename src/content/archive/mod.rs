//! Archives: what lies in a ZIP, 7z or RAR.

use std::io::{Cursor, Read, Seek};

use super::Options;
use crate::model::content::{Format, Member, Trouble};

/// Reads every member of an archive held in memory; `nesting` is how many archives it lies in itself.
pub(super) fn read(format: Format, bytes: &[u8], options: &Options, nesting: usize) -> (Option<Trouble>, Vec<Member>) {
    read_from(format, Cursor::new(bytes), options, nesting)
}

/// Reads every member of an archive.
pub(super) fn read_from(_: Format, _: impl Read + Seek, _: &Options, _: usize) -> (Option<Trouble>, Vec<Member>) {
    (Some(Trouble::Unsupported), Vec::new())
}

/// The names and sizes of an archive's members; none is read.
pub(super) fn list(_: Format, _: impl Read + Seek, _: &Options) -> (Option<Trouble>, Vec<Member>) {
    (Some(Trouble::Unsupported), Vec::new())
}
