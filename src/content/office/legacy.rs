//! The container of Word, Excel and PowerPoint 97–2003 and of WPS.

use std::io::{Cursor, Read};

use crate::content::Limits;
use crate::model::content::Trouble;

/// An opened container.
pub(super) type Container<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

/// Opens a container.
pub(super) fn open(bytes: &[u8]) -> Result<Container<'_>, Trouble> {
    cfb::CompoundFile::open(Cursor::new(bytes))
        .map_err(|error| if ends_early(bytes) { Trouble::Truncated } else { Trouble::Corrupt(error.to_string()) })
}

/// Whether the header refers to sectors behind the end of the file.
fn ends_early(bytes: &[u8]) -> bool {
    let Some(shift) = u16_at(bytes, 30).filter(|shift| *shift == 9 || *shift == 12) else { return bytes.len() < 512 };
    let sectors = (0..109).map(|index| 76 + index * 4).chain([48]).filter_map(|at| u32_at(bytes, at));
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    sectors.filter(|sector| *sector < 0xffff_fff0).any(|sector| (u64::from(sector) + 2) << shift > length)
}

/// Reads a stream of a container; [`Trouble::NoPages`] if there is none of that name.
pub(super) fn stream(file: &mut Container<'_>, name: &str, limits: &Limits) -> Result<Vec<u8>, Trouble> {
    if !file.is_stream(name) {
        return Err(Trouble::NoPages);
    }
    let corrupt = |error: std::io::Error| Trouble::Corrupt(error.to_string());
    let stream = file.open_stream(name).map_err(corrupt)?;
    if stream.len() > limits.bytes {
        return Err(Trouble::TooLarge(limits.bytes));
    }
    let mut bytes = Vec::new();
    stream.take(limits.bytes).read_to_end(&mut bytes).map_err(corrupt)?;
    Ok(bytes)
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|b| u16::from_le_bytes(*b))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
}

/// A 32-bit offset or length.
pub(super) fn offset_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}
