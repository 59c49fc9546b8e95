//! What a camera writes beside its pictures: the day, and which way up it was held.

use jiff::civil::Date;
use nom_exif::{ExifTag, MediaParser, MediaSource};

/// The two things asked of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Exif {
    pub taken: Option<Date>,
    /// 1–8.
    pub orientation: Option<u8>,
}

/// Reads an EXIF block, with or without the name JPEG puts before it. What cannot be read is left out.
pub(super) fn of_block(block: Option<&[u8]>) -> Exif {
    let block = block.map(|block| block.strip_prefix(b"Exif\0\0").unwrap_or(block));
    block.and_then(read).unwrap_or_default()
}

fn read(block: &[u8]) -> Option<Exif> {
    let source = MediaSource::from_memory(block.to_vec()).ok()?;
    let entries: nom_exif::Exif = MediaParser::new().parse_exif(source).ok()?.into();
    let taken = entries.get(ExifTag::DateTimeOriginal).and_then(nom_exif::EntryValue::as_datetime);
    let orientation = entries.get(ExifTag::Orientation).and_then(nom_exif::EntryValue::try_as_integer);
    Some(Exif {
        // The day where the camera was, whatever the time zone.
        taken: taken.and_then(|time| time.into_naive().date().to_string().parse().ok()),
        orientation: orientation.and_then(|orientation| u8::try_from(orientation).ok()),
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An EXIF block in TIFF form with an orientation and a time.
    pub(in super::super) fn block(orientation: u8, time: &str) -> Vec<u8> {
        let mut block = b"II*\0\x08\0\0\0".to_vec();
        block.extend([2, 0]);
        block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        block.extend([0x69, 0x87, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
        block.extend([0, 0, 0, 0]);
        block.extend([1, 0]);
        block.extend([0x03, 0x90, 2, 0, 20, 0, 0, 0, 56, 0, 0, 0]);
        block.extend([0, 0, 0, 0]);
        block.extend(time.as_bytes());
        block.push(0);
        block
    }

    #[test]
    fn the_day_and_the_way_up() {
        let read = of_block(Some(&block(6, "2025:03:14 09:26:53")));
        assert_eq!(read, Exif { taken: Some(Date::constant(2025, 3, 14)), orientation: Some(6) });
        let named = [b"Exif\0\0".to_vec(), block(1, "2024:02:29 23:59:59")].concat();
        assert_eq!(of_block(Some(&named)).taken, Some(Date::constant(2024, 2, 29)));
    }

    #[test]
    fn a_broken_block_says_nothing() {
        assert_eq!(of_block(Some(&block(9, "0000:00:00 00:00:00"))).taken, None);
        let whole = block(6, "2025:03:14 09:26:53");
        for end in 0..whole.len() {
            of_block(whole.get(..end));
        }
        assert_eq!(of_block(Some(b"nonsense")), Exif::default());
        assert_eq!(of_block(None), Exif::default());
    }
}
