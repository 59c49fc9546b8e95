//! ZIP.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Entry, Seekable, Source, Unpacking, io_trouble, names};
use crate::model::content::Trouble;

/// The record at the end: its signature, and how far from the end it may begin.
const END: &[u8] = b"PK\x05\x06";
const END_WITHIN: u64 = 22 + 65_535;

/// Reads or lists a ZIP's members.
pub(super) fn read(source: Source<'_>, unpacking: &mut Unpacking) -> Result<(), Trouble> {
    let mut input = source.open().map_err(|error| io_trouble(&error))?;
    let mut archive = match ZipArchive::new(&mut input) {
        Ok(archive) => archive,
        Err(error) => return Err(if has_end(&mut *input) { trouble(&error) } else { Trouble::Truncated }),
    };
    let overlapping = unpacking.contents && archive.has_overlapping_files().map_err(|error| trouble(&error))?;
    // Such an archive makes much of little; its names may still be of use.
    unpacking.contents &= !overlapping;
    for (index, entry) in entries(&archive)? {
        let Some(entry) = unpacking.wants(entry)? else {
            continue;
        };
        match archive.by_index(index) {
            Ok(mut file) => unpacking.read(entry, &mut file)?,
            Err(error) => unpacking.note(entry, Some(trouble(&error))),
        }
    }
    if overlapping { Err(Trouble::Bomb("members overlap".to_owned())) } else { Ok(()) }
}

/// The files in the archive's table, with their places there.
fn entries<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<Vec<(usize, Entry)>, Trouble> {
    let (mut raw, mut rest) = (Vec::new(), Vec::new());
    for index in 0..archive.len() {
        let file = archive.by_index_data(index).map_err(|error| trouble(&error))?;
        let name = file.name_raw();
        let folder = file.is_dir() || name.ends_with(b"/") || (name.ends_with(b"\\") && file.size() == 0);
        if folder || file.is_symlink() {
            continue;
        }
        raw.push(name.to_vec());
        rest.push((index, file.size(), file.encrypted()));
    }
    let entry = |(name, (index, size, encrypted))| (index, Entry { name, size, encrypted });
    Ok(names::decode(raw).into_iter().zip(rest).map(entry).collect())
}

/// Whether the record at the end is there.
fn has_end(input: &mut dyn Seekable) -> bool {
    let mut tail = Vec::new();
    let read = input.seek(SeekFrom::End(0)).and_then(|size| {
        input.seek(SeekFrom::Start(size.saturating_sub(END_WITHIN)))?;
        input.take(END_WITHIN).read_to_end(&mut tail)
    });
    read.is_ok() && tail.windows(END.len()).any(|window| window == END)
}

fn trouble(error: &ZipError) -> Trouble {
    match error {
        ZipError::Io(error) => io_trouble(error),
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => Trouble::Encrypted,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => Trouble::Unsupported,
        other => Trouble::Corrupt(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::{SimpleFileOptions, ZipWriter};
    use zip::{AesMode, CompressionMethod};

    use super::super::{list, read as read_all};
    use crate::content::{Limits, Options};
    use crate::model::content::{Format, Member, Trouble};

    fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8], limits: Limits) -> (Option<Trouble>, Vec<Member>) {
        read_all(Format::Zip, bytes, &Options { limits, ..Options::default() }, 0)
    }

    fn paths(members: &[Member]) -> Vec<&str> {
        members.iter().map(|member| member.path.as_str()).collect()
    }

    /// Replaces a name by another of the same length, wherever it stands.
    fn rename(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        for at in 0..out.len() - from.len() {
            if out[at..].starts_with(from) {
                out[at..at + from.len()].copy_from_slice(to);
            }
        }
        out
    }

    #[test]
    fn members_are_read_and_rubbish_is_not() {
        let bytes = pack(&[("目录/", b""), ("目录/a.bin", b"first"), ("__MACOSX/._a", b"x"), (".DS_Store", b"x")]);
        let (trouble, members) = read(&bytes, Limits::default());
        assert_eq!((trouble, paths(&members)), (None, vec!["目录/a.bin"]));
        assert_eq!(members[0].reading.digest, Some(*blake3::hash(b"first").as_bytes()));
        assert_eq!(read(&pack(&[]), Limits::default()).0, Some(Trouble::NoPages));
    }

    #[test]
    fn a_list_has_names_and_sizes_and_nothing_else() {
        let bytes = pack(&[("a.bin", b"first"), ("b.bin", b"")]);
        let (trouble, members) = list(Format::Zip, super::Source::Bytes(&bytes), &Options::default());
        assert_eq!((trouble, paths(&members)), (None, vec!["a.bin", "b.bin"]));
        assert_eq!((members[0].size, members[0].reading.digest), (5, None));
    }

    #[test]
    fn names_in_gbk_are_read() {
        let raw = encoding_rs::GBK.encode("维修记录单.pdf").0;
        let placeholder = "x".repeat(raw.len());
        let bytes = rename(&pack(&[(&placeholder, b"1")]), placeholder.as_bytes(), &raw);
        let (trouble, members) = read(&bytes, Limits::default());
        assert_eq!((trouble, paths(&members)), (None, vec!["维修记录单.pdf"]));
        assert_eq!(members[0].raw.as_deref(), Some(&*raw));
    }

    #[test]
    fn names_that_lead_out_are_told_and_not_read() {
        let bytes = rename(&pack(&[("aa/bb.exe", b"1"), ("good", b"2")]), b"aa/bb.exe", b"../bb.exe");
        let (_, members) = read(&bytes, Limits::default());
        assert_eq!(paths(&members), ["bb.exe", "good"]);
        assert_eq!(members[0].reading.content.trouble, Some(Trouble::UnsafeName("../bb.exe".to_owned())));
        assert_eq!(members[0].reading.digest, None);
    }

    #[test]
    fn members_under_a_password_are_told() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a", SimpleFileOptions::default().with_aes_encryption(AesMode::Aes256, "secret")).unwrap();
        zip.write_all(b"hidden").unwrap();
        let (trouble, members) = read(&zip.finish().unwrap().into_inner(), Limits::default());
        assert_eq!((trouble, &members[0].reading.content.trouble), (None, &Some(Trouble::Encrypted)));
    }

    #[test]
    fn what_is_cut_or_damaged_is_told() {
        let bytes = pack(&[("a.bin", &[7; 1000]), ("b.bin", b"second")]);
        assert_eq!(read(&bytes[..bytes.len() - 30], Limits::default()), (Some(Trouble::Truncated), Vec::new()));
        let mut damaged = bytes.clone();
        damaged[40] ^= 0xff;
        let (trouble, members) = read(&damaged, Limits::default());
        assert_eq!(trouble, None);
        assert!(matches!(members[0].reading.content.trouble, Some(Trouble::Corrupt(_))));
        assert!(members[1].reading.digest.is_some(), "the other stands");
    }

    #[test]
    fn bombs_are_stopped() {
        let is_bomb = |(trouble, _): &(Option<Trouble>, Vec<Member>)| matches!(trouble, Some(Trouble::Bomb(_)));
        let zeros = pack(&[("first", b"stands"), ("a", &vec![0; 70 << 20])]);
        let bomb = read(&zeros, Limits::default());
        assert!(is_bomb(&bomb), "{:?}", bomb.0);
        assert!(bomb.1[0].reading.digest.is_some());
        let many = pack(&[("a", b"1"), ("b", b"2"), ("c", b"3")]);
        let limited = read(&many, Limits { members: 2, ..Limits::default() });
        assert!(is_bomb(&limited) && limited.1.len() == 2);
        assert!(is_bomb(&read(&many, Limits { unpacked: 2, ..Limits::default() })));
        let large = read(&many, Limits { bytes: 0, ..Limits::default() });
        assert_eq!(large.1[0].reading.content.trouble, Some(Trouble::TooLarge(0)));
        let nested = read_all(Format::Zip, &many, &Options::default(), 2);
        assert!(is_bomb(&nested) && nested.1.is_empty());
    }

    #[test]
    fn an_archive_in_an_archive_is_read_and_one_deeper_is_not() {
        let deepest = pack(&[("c.bin", b"deep")]);
        let inner = pack(&[("b.bin", b"second"), ("deepest.zip", &deepest)]);
        let (trouble, members) = read(&pack(&[("inner.zip", &inner)]), Limits::default());
        assert_eq!(trouble, None);
        let inside = &members[0].reading;
        assert_eq!((inside.content.format, paths(&inside.members)), (Format::Zip, vec!["b.bin", "deepest.zip"]));
        assert!(inside.members[0].reading.digest.is_some());
        assert!(matches!(inside.members[1].reading.content.trouble, Some(Trouble::Bomb(_))));
        // What nested archives unpack to counts for the outermost one.
        let inner = pack(&[("a", &vec![0; 40 << 20]), ("b", &vec![0; 40 << 20])]);
        let (trouble, members) = read(&pack(&[("1.zip", &inner), ("2.zip", &inner)]), Limits::default());
        assert!(matches!(members[0].reading.content.trouble, Some(Trouble::Bomb(_))), "{trouble:?}");
    }

    #[test]
    fn members_that_share_their_bytes_are_a_bomb() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file("a", stored).unwrap();
        zip.write_all(&[7; 100]).unwrap();
        zip.shallow_copy_file("a", "b").unwrap();
        let (trouble, members) = read(&zip.finish().unwrap().into_inner(), Limits::default());
        assert!(matches!(trouble, Some(Trouble::Bomb(_))));
        assert!(members.iter().all(|member| member.reading.digest.is_none()));
    }

    #[test]
    fn damaged_archives_never_panic() {
        let bytes = pack(&[("a.bin", &[7; 300]), ("b/c.bin", b"second")]);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] = damaged[at].wrapping_add(0x81);
            read(&damaged, Limits::default());
            read(&bytes[..at], Limits::default());
        }
    }
}
