//! RAR.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use rars::{
    Archive, ArchiveFamily, ArchiveMember, ArchiveReadOptions, ArchiveReader, Error, ErrorKind, ExtractionDecision,
    ExtractionErrorAction,
};

use super::{Entry, Source, Unpacking, io_trouble, names};
use crate::model::content::{Abandoned, Trouble};

/// The largest dictionary that is made room for.
const DICTIONARY: u64 = 256 << 20;

/// Memory for unpacking.
const WORKSPACE: u64 = 768 << 20;

/// Reads or lists a RAR's members.
pub(super) fn read(source: Source<'_>, unpacking: &mut Unpacking) -> Result<(), Trouble> {
    let archive = open(source)?;
    let entries = entries(&archive);
    let settings = entries.iter().flatten().any(|entry| unpacking.is_settings(&entry.name));
    let mut entries = entries.into_iter();
    if !unpacking.contents && !settings {
        return entries.flatten().try_for_each(|entry| unpacking.wants(entry).map(|_| ()));
    }
    let state = RefCell::new(State { unpacking, waiting: None, given_up: None });
    let solid = archive.is_solid();
    let options = ArchiveReadOptions::new()
        .with_rar50_dictionary_size_limit(DICTIONARY)
        .with_max_reader_workspace_bytes(WORKSPACE);
    let done = archive.extract_with_control_and_errors(
        options,
        |_| Ok(state.borrow_mut().decide(entries.next().flatten(), solid)),
        |_, error| {
            state.borrow_mut().fail(error);
            Ok(ExtractionErrorAction::Continue)
        },
    );
    let mut state = state.into_inner();
    if let Err(error) = &done {
        state.fail(error);
    }
    state.finish();
    match (state.given_up, done) {
        (Some(trouble), _) => Err(trouble),
        (None, Ok(_)) => Ok(()),
        (None, Err(error)) => {
            let trouble = trouble(&error);
            for entry in entries.flatten() {
                if let Some(entry) = state.unpacking.wants(entry)? {
                    state.unpacking.note(entry, Some(trouble.clone()));
                }
            }
            Err(trouble)
        }
    }
}

fn open(source: Source<'_>) -> Result<Archive, Trouble> {
    match source {
        Source::Bytes(bytes) => ArchiveReader::read(bytes),
        Source::File(file) => ArchiveReader::read_reader(file.try_clone().map_err(|error| io_trouble(&error))?),
    }
    .map_err(|error| trouble(&error))
}

/// The archive's members in order; `None` for folders and links.
fn entries(archive: &Archive) -> Vec<Option<Entry>> {
    let members: Vec<ArchiveMember> = archive.members().collect();
    let names = names::decode(members.iter().map(|member| member.meta.name.clone()).collect());
    let entry = |(name, member): (_, &ArchiveMember)| {
        let meta = &member.meta;
        is_file(member).then_some(Entry { name, size: meta.unpacked_size, encrypted: meta.is_encrypted })
    };
    names.into_iter().zip(&members).map(entry).collect()
}

fn is_file(member: &ArchiveMember) -> bool {
    let meta = &member.meta;
    let unix = meta.family == ArchiveFamily::Rar15To40 && meta.host_os == Some(3);
    let is_link = meta.is_redirection || (unix && meta.file_attr & 0o170_000 == 0o120_000);
    !meta.is_directory && !is_link
}

/// A member is read when the next one begins: only then is it known to be whole.
struct State<'a> {
    unpacking: &'a mut Unpacking,
    waiting: Option<(Entry, Buffer)>,
    given_up: Option<Trouble>,
}

impl State<'_> {
    fn decide(&mut self, entry: Option<Entry>, solid: bool) -> ExtractionDecision {
        self.finish();
        if self.given_up.is_some() {
            return ExtractionDecision::Stop;
        }
        let Some(entry) = entry else {
            return ExtractionDecision::Skip;
        };
        let size = entry.size;
        match self.unpacking.wants(entry) {
            Ok(Some(entry)) => {
                let limits = &self.unpacking.options.limits;
                let buffer = Buffer { bytes: Rc::default(), most: limits.bytes.min(limits.unpacked) };
                self.waiting = Some((entry, buffer.clone()));
                ExtractionDecision::Extract(Box::new(buffer))
            }
            // What follows in a solid archive needs what is passed over.
            Ok(None) if solid => {
                let most = self.unpacking.options.limits.unpacked;
                self.unpacking.spend(size);
                ExtractionDecision::Extract(Box::new(Passed { left: most }))
            }
            Ok(None) => ExtractionDecision::Skip,
            Err(trouble) => {
                self.given_up = Some(trouble);
                ExtractionDecision::Stop
            }
        }
    }

    /// Reads what was unpacked last.
    fn finish(&mut self) {
        if let Some((entry, buffer)) = self.waiting.take() {
            let bytes = buffer.bytes.take();
            let read = self.unpacking.read(entry, &mut bytes.as_slice());
            self.given_up = self.given_up.take().or(read.err());
        }
    }

    /// What was unpacked last is not whole: too large, or damaged.
    fn fail(&mut self, error: &Error) {
        if self.waiting.as_ref().is_some_and(|(_, buffer)| buffer.is_full()) {
            self.finish();
        } else if let Some((entry, _)) = self.waiting.take() {
            self.unpacking.note(entry, Some(trouble(error)));
        }
    }
}

/// Takes a member that is passed over, if it is not too large for that.
struct Passed {
    left: u64,
}

impl Write for Passed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(size).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Holds a member's bytes, and one more than allowed.
#[derive(Clone)]
struct Buffer {
    bytes: Rc<RefCell<Vec<u8>>>,
    most: u64,
}

impl Buffer {
    fn is_full(&self) -> bool {
        u64::try_from(self.bytes.borrow().len()).is_ok_and(|held| held > self.most)
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_full() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut held = self.bytes.borrow_mut();
        let most = usize::try_from(self.most).unwrap_or(usize::MAX).saturating_add(1);
        let room = most.saturating_sub(held.len()).min(bytes.len());
        held.extend_from_slice(bytes.get(..room).unwrap_or_default());
        Ok(room)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn trouble(error: &Error) -> Trouble {
    match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword => Trouble::Encrypted,
        ErrorKind::UnsupportedFormat | ErrorKind::UnsupportedFeature => Trouble::Unsupported,
        ErrorKind::ResourceLimit => Trouble::Abandoned(Abandoned::Crash),
        _ => Trouble::Corrupt(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use rars::{ArchiveVersion, Builder};

    use super::super::{Source, list, read as read_all};
    use crate::content::{Limits, Options};
    use crate::model::content::{Format, Member, Trouble};

    const VERSIONS: [ArchiveVersion; 2] = [ArchiveVersion::Rar29, ArchiveVersion::Rar50];

    fn pack(version: ArchiveVersion, files: &[(&str, &[u8])], with: impl Fn(Builder) -> Builder) -> Vec<u8> {
        let mut builder = with(Builder::new(version));
        for (name, bytes) in files {
            builder.add_bytes(name.as_bytes().to_vec(), bytes.to_vec(), None, None).unwrap();
        }
        builder.to_bytes().unwrap()
    }

    fn read(bytes: &[u8], limits: Limits) -> (Option<Trouble>, Vec<Member>) {
        read_all(Format::Rar, bytes, &Options { limits, ..Options::default() }, 0)
    }

    #[test]
    fn members_are_read_or_listed() {
        for (version, solid) in VERSIONS.into_iter().flat_map(|version| [(version, false), (version, true)]) {
            let files: [(&str, &[u8]); 3] = [("a/first.bin", b"first"), ("__MACOSX/b", b"x"), ("c.bin", &[7; 5000])];
            let bytes = pack(version, &files, |builder| builder.solid(solid));
            let (trouble, members) = read(&bytes, Limits::default());
            assert_eq!(trouble, None);
            let paths: Vec<_> = members.iter().map(|member| (member.path.as_str(), member.size)).collect();
            assert_eq!(paths, [("a/first.bin", 5), ("c.bin", 5000)]);
            assert_eq!(members[1].reading.digest, Some(*blake3::hash(&[7; 5000]).as_bytes()));
            let (trouble, members) = list(Format::Rar, Source::Bytes(&bytes), &Options::default());
            assert_eq!((trouble, members.len(), members[0].reading.digest), (None, 2, None));
        }
    }

    #[test]
    fn passwords_are_told() {
        for version in VERSIONS {
            let locked = |builder: Builder| builder.password(Some(b"secret".to_vec()));
            let (trouble, members) = read(&pack(version, &[("a", b"first")], locked), Limits::default());
            assert_eq!((trouble, &members[0].reading.content.trouble), (None, &Some(Trouble::Encrypted)));
        }
        let hidden = |builder: Builder| builder.password(Some(b"secret".to_vec())).header_encryption(true);
        let (trouble, members) = read(&pack(ArchiveVersion::Rar50, &[("a", b"first")], hidden), Limits::default());
        assert_eq!((trouble, members.len()), (Some(Trouble::Encrypted), 0));
    }

    /// Found by fuzzing: a solid member of four gigabytes, passed over, was unpacked to its end.
    #[test]
    fn what_is_passed_over_is_not_unpacked_without_end() {
        let limits = Limits { bytes: 1 << 20, unpacked: 8 << 20, ..Limits::default() };
        let (trouble, members) = read(include_bytes!("passed-over.rar"), limits);
        let told = |member: &Member| member.reading.content.trouble.is_some();
        assert!(trouble.is_some() || members.iter().any(told), "{members:?}");
    }

    #[test]
    fn bombs_and_damage_are_told() {
        for version in VERSIONS {
            let bytes = pack(version, &[("a", b"first"), ("b", &[7; 5000]), ("c", b"third")], |builder| builder);
            let large = read(&bytes, Limits { bytes: 1000, ..Limits::default() });
            assert_eq!(large.1[1].reading.content.trouble, Some(Trouble::TooLarge(1000)));
            assert!(large.1[2].reading.digest.is_some());
            let bomb = read(&bytes, Limits { unpacked: 1000, ..Limits::default() });
            assert!(matches!(bomb.0, Some(Trouble::Bomb(_))), "{:?}", bomb.0);
            assert_eq!(bomb.1.len(), 2);
            for at in 0..bytes.len() {
                let mut damaged = bytes.clone();
                damaged[at] ^= 0x41;
                read(&damaged, Limits::default());
                read(&bytes[..at], Limits::default());
            }
        }
    }
}
