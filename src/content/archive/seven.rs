//! 7z.

use std::collections::HashSet;

use sevenz_rust2::{ArchiveEntry, ArchiveReader, Error, Password};

use super::names::{self, Name};
use super::{Entry, Source, Unpacking, io_trouble};
use crate::model::content::Trouble;

/// Reads or lists a 7z's members.
pub(super) fn read(source: Source<'_>, unpacking: &mut Unpacking) -> Result<(), Trouble> {
    let input = source.open().map_err(|error| io_trouble(&error))?;
    let mut archive = ArchiveReader::new(input, Password::empty()).map_err(|error| trouble(&error))?;
    archive.set_thread_count(1);
    let files: Vec<ArchiveEntry> = archive.archive().files.iter().filter(|file| is_file(file)).cloned().collect();
    if !unpacking.contents && !files.iter().any(|file| unpacking.is_settings(&entry(file).name)) {
        return files.iter().try_for_each(|file| unpacking.wants(entry(file)).map(|_| ()));
    }
    let solid = archive.archive().is_solid;
    let mut seen = HashSet::new();
    let mut given_up = None;
    let done = archive.for_each_entries(|file, bytes| {
        if !is_file(file) {
            return Ok(true);
        }
        seen.insert(file.name.clone());
        let read = unpacking.wants(entry(file)).and_then(|wanted| match wanted {
            Some(entry) => unpacking.read(entry, bytes),
            // What follows in a solid archive needs what is passed over.
            None if solid => unpacking.pass_over(file.size),
            None => Ok(()),
        });
        read.map(|()| true).map_err(|trouble| {
            given_up = Some(trouble);
            Error::Other("given up".into())
        })
    });
    match (given_up, done) {
        (Some(trouble), _) => Err(trouble),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => {
            let trouble = trouble(&error);
            for file in files.iter().filter(|file| !seen.contains(&file.name)) {
                if let Some(entry) = unpacking.wants(entry(file))? {
                    unpacking.note(entry, Some(trouble.clone()));
                }
            }
            // Where only members are locked, they say so themselves.
            if trouble == Trouble::Encrypted { Ok(()) } else { Err(trouble) }
        }
    }
}

/// Neither a folder nor a link.
fn is_file(file: &ArchiveEntry) -> bool {
    let unix_mode = (file.windows_attributes & 0x8000 != 0).then_some(file.windows_attributes >> 16);
    let is_link = unix_mode.is_some_and(|mode| mode & 0o170_000 == 0o120_000);
    !file.is_directory && !file.is_anti_item && !is_link
}

fn entry(file: &ArchiveEntry) -> Entry {
    let name: Name = names::of_text(file.name.clone());
    Entry { name, size: file.size, encrypted: false }
}

fn trouble(error: &Error) -> Trouble {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => Trouble::Encrypted,
        Error::Io(error, _) | Error::FileOpen(error, _) => io_trouble(error),
        Error::UnsupportedVersion { .. }
        | Error::ExternalUnsupported
        | Error::UnsupportedCompressionMethod(_)
        | Error::Unsupported(_) => Trouble::Unsupported,
        other => Trouble::Corrupt(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::super::{Source, list, read as read_all};
    use crate::content::{Limits, Options};
    use crate::model::content::{Format, Member, Trouble};

    /// A real archive, if the packer is installed here.
    fn pack(files: &[(&str, &[u8])], arguments: &[&str]) -> Option<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("in");
        std::fs::create_dir(&inside).unwrap();
        for (name, bytes) in files {
            std::fs::write(inside.join(name), bytes).unwrap();
        }
        let mut command = Command::new("7z");
        command.args(["a", "-bd", "../a.7z", "."]).args(arguments).current_dir(&inside);
        command.output().ok().filter(|output| output.status.success())?;
        std::fs::read(folder.path().join("a.7z")).ok()
    }

    fn read(bytes: &[u8], limits: Limits) -> (Option<Trouble>, Vec<Member>) {
        read_all(Format::SevenZip, bytes, &Options { limits, ..Options::default() }, 0)
    }

    #[test]
    fn members_are_read_or_listed() {
        let Some(bytes) = pack(&[("证书.bin", b"first"), ("b.bin", &[7; 5000]), ("empty", b"")], &[]) else { return };
        let (trouble, mut members) = read(&bytes, Limits::default());
        members.sort_by(|a, b| a.path.cmp(&b.path));
        assert_eq!(trouble, None);
        let paths: Vec<_> = members.iter().map(|member| (member.path.as_str(), member.size)).collect();
        assert_eq!(paths, [("b.bin", 5000), ("empty", 0), ("证书.bin", 5)]);
        assert_eq!(members[2].reading.digest, Some(*blake3::hash(b"first").as_bytes()));
        let (trouble, members) = list(Format::SevenZip, Source::Bytes(&bytes), &Options::default());
        assert_eq!((trouble, members.len()), (None, 3));
        assert!(members.iter().all(|member| member.reading.digest.is_none()));
    }

    #[test]
    fn passwords_are_told() {
        let Some(bytes) = pack(&[("a.bin", b"first")], &["-psecret"]) else { return };
        let (trouble, members) = read(&bytes, Limits::default());
        assert_eq!(trouble, None);
        assert_eq!(members[0].reading.content.trouble, Some(Trouble::Encrypted));
        let Some(bytes) = pack(&[("a.bin", b"first")], &["-psecret", "-mhe=on"]) else { return };
        assert_eq!(read(&bytes, Limits::default()), (Some(Trouble::Encrypted), Vec::new()));
    }

    #[test]
    fn bombs_and_damage_are_told() {
        let Some(bytes) = pack(&[("a.bin", &vec![0; 70 << 20])], &[]) else { return };
        assert!(matches!(read(&bytes, Limits::default()).0, Some(Trouble::Bomb(_))));
        let large = read(&bytes, Limits { bytes: 1000, ..Limits::default() });
        assert_eq!(large.1[0].reading.content.trouble, Some(Trouble::TooLarge(1000)));
        assert!(read(&bytes[..bytes.len() / 2], Limits::default()).0.is_some());
        let Some(bytes) = pack(&[("a.bin", b"first"), ("b.bin", &[7; 500])], &[]) else { return };
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x41;
            read(&damaged, Limits::default());
        }
    }
}
