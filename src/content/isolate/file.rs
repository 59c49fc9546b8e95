//! One file, by its path: how much of it is read, and how.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use super::{Request, child};
use crate::content::archive::{self, Source};
use crate::content::{Options, read_nested, sniff, thumbnail};
use crate::model::content::{Abandoned, Content, Format, Reading, Trouble};

/// The first bytes tell the format.
const HEAD: u64 = 64 << 10;

/// Reads a file as the request has it.
pub(super) fn read(request: &Request<'_>, options: &Options) -> Reading {
    if let Some(bytes) = request.bytes {
        return read_bytes(request, bytes, options);
    }
    match read_path(request, options) {
        Ok(reading) => reading,
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => troubled(Trouble::Abandoned(Abandoned::Crash)),
        Err(error) => Reading { unreadable: Some(error.to_string()), ..Reading::default() },
    }
}

fn read_bytes(request: &Request<'_>, bytes: &[u8], options: &Options) -> Reading {
    let limit = options.limits.bytes;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
        let format = sniff::format(request.name, bytes);
        return Reading { content: content(format, Some(Trouble::TooLarge(limit))), ..Reading::default() };
    }
    if !request.names_only {
        return read_nested(request.name, bytes, options, 0);
    }
    let format = sniff::format(request.name, bytes);
    let digest = request.digest.then(|| *blake3::hash(bytes).as_bytes());
    Reading { digest, ..names(format, Source::Bytes(bytes), options) }
}

fn read_path(request: &Request<'_>, options: &Options) -> io::Result<Reading> {
    let (mut file, size) = child::open(request.path)?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    let whole = size <= HEAD;
    if whole && !request.names_only {
        return Ok(read_nested(request.name, &head, options, 0));
    }
    let format = sniff::format(request.name, &head);
    let nobody_reads = format == Format::Other && !is_container(&head);
    let mut reading = if request.names_only || nobody_reads {
        names(format, Source::File(&file), options)
    } else if size <= options.limits.bytes {
        let bytes = rest(file, head, size)?;
        return Ok(read_nested(request.name, &bytes, options, 0));
    } else if is_archive(format) {
        let (trouble, members) = archive::read_from(format, Source::File(&file), options, 0);
        Reading { content: content(format, trouble), members, ..Reading::default() }
    } else {
        troubled_as(format, Trouble::TooLarge(options.limits.bytes))
    };
    reading.content.page_count = u32::try_from(reading.members.len()).unwrap_or(u32::MAX);
    if request.digest {
        reading.digest = Some(digest(file)?);
    }
    Ok(reading)
}

/// A small picture of one of its pages, if it is of a kind that looks like something.
pub(super) fn thumbnail(path: &Path, name: &str, page: u32, options: &Options) -> Option<Vec<u8>> {
    let (file, size) = child::open(path).ok().filter(|(_, size)| *size <= options.limits.bytes)?;
    let bytes = rest(file, Vec::new(), size).ok()?;
    thumbnail::of(sniff::format(name, &bytes), &bytes, page, options)
}

/// All bytes of a file whose head is read already.
fn rest(file: File, mut head: Vec<u8>, size: u64) -> io::Result<Vec<u8>> {
    let left = size.saturating_sub(u64::try_from(head.len()).map_err(io::Error::other)?);
    let more = usize::try_from(left).map_err(io::Error::other)?;
    head.try_reserve_exact(more).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    // A file that grows meanwhile is read as it was.
    file.take(left).read_to_end(&mut head)?;
    Ok(head)
}

fn digest(mut file: File) -> io::Result<[u8; 32]> {
    file.rewind()?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(*hasher.finalize().as_bytes())
}

/// Only the format and, of an archive, what lies in it.
fn names(format: Format, source: Source<'_>, options: &Options) -> Reading {
    let (trouble, members) = match is_archive(format) {
        true => archive::list(format, source, options),
        false => (None, Vec::new()),
    };
    Reading { content: content(format, trouble), members, ..Reading::default() }
}

fn is_archive(format: Format) -> bool {
    matches!(format, Format::Zip | Format::SevenZip | Format::Rar)
}

/// Whether only more than the head tells the format: folders of such files may lie anywhere in them.
fn is_container(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

fn content(format: Format, trouble: Option<Trouble>) -> Content {
    Content { format, trouble, ..Content::default() }
}

fn troubled_as(format: Format, trouble: Trouble) -> Reading {
    Reading { content: content(format, Some(trouble)), ..Reading::default() }
}

fn troubled(trouble: Trouble) -> Reading {
    troubled_as(Format::Other, trouble)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Limits;
    use std::io::Write;

    fn read(path: &Path, name: &str, limits: Limits, digest: bool) -> Reading {
        let request = Request { path, name, bytes: None, names_only: false, digest };
        super::read(&request, &Options { limits, ..Options::default() })
    }

    fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn a_small_file_is_read_whole_and_a_missing_one_is_unreadable() {
        let reading = read(file(b"plain").path(), "a.bin", Limits::default(), false);
        assert_eq!(reading.digest, Some(*blake3::hash(b"plain").as_bytes()));
        let missing = read(Path::new("/nowhere/at all"), "a.pdf", Limits::default(), true);
        assert!(missing.unreadable.is_some() && missing.digest.is_none());
        let folder = tempfile::tempdir().unwrap();
        assert!(read(folder.path(), "a.pdf", Limits::default(), true).unreadable.is_some());
    }

    #[test]
    fn what_nobody_reads_is_read_only_for_its_digest() {
        let bytes = vec![7; 200_000];
        let file = file(&bytes);
        let reading = read(file.path(), "a.mp4", Limits::default(), false);
        assert_eq!((reading.digest, reading.content.trouble), (None, None));
        let reading = read(file.path(), "a.mp4", Limits::default(), true);
        assert_eq!(reading.digest, Some(*blake3::hash(&bytes).as_bytes()));
    }

    #[test]
    fn more_bytes_than_the_limit_are_refused() {
        let bytes = [b"PK\x03\x04".as_slice(), &[7; 200_000]].concat();
        let file = file(&bytes);
        let limits = Limits { bytes: 100_000, ..Limits::default() };
        let refused = read(file.path(), "a.docx", limits, false);
        assert!(refused.content.trouble.is_some());
        assert_eq!(refused.digest, None);
        let request = Request { path: "".as_ref(), name: "a", bytes: Some(&bytes), names_only: false, digest: false };
        let options = Options { limits, ..Options::default() };
        assert_eq!(super::read(&request, &options).content.trouble, Some(Trouble::TooLarge(100_000)));
    }
}
