//! RAR.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use rars::{
    Archive, ArchiveFamily, ArchiveMember, ArchiveReadOptions, ArchiveReader, Error, ErrorKind, ExtractionDecision,
    ExtractionErrorAction,
};

use super::{Entry, Source, Unpacking, io_trouble, names, unpacks_to_too_much};
use crate::model::content::Trouble;

/// The largest dictionary that is made room for.
const DICTIONARY: u64 = 256 << 20;

/// Memory for unpacking.
const WORKSPACE: u64 = 768 << 20;

/// Reads or lists a RAR's members.
pub(super) fn read(source: Source<'_>, unpacking: &mut Unpacking) -> Result<(), Trouble> {
    let archive = open(source)?;
    let mut entries = entries(&archive).into_iter();
    if !unpacking.contents {
        return entries.flatten().try_for_each(|entry| unpacking.wants(entry).map(|_| ()));
    }
    let state = RefCell::new(State { unpacking, waiting: None, given_up: None });
    let solid = archive.is_solid();
    let options = ArchiveReadOptions::new()
        .with_rar50_dictionary_size_limit(DICTIONARY)
        .with_max_reader_workspace_bytes(WORKSPACE)
        .with_max_total_output_bytes(state.borrow().unpacking.options.limits.unpacked);
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
        let wanted = entry.map_or(Ok(None), |entry| self.unpacking.wants(entry));
        match wanted {
            _ if self.given_up.is_some() => ExtractionDecision::Stop,
            Err(trouble) => {
                self.given_up = Some(trouble);
                ExtractionDecision::Stop
            }
            Ok(Some(entry)) => {
                let buffer = Buffer { bytes: Rc::default(), most: self.unpacking.options.limits.bytes };
                self.waiting = Some((entry, buffer.clone()));
                ExtractionDecision::Extract(Box::new(buffer))
            }
            // What follows in a solid archive needs what is passed over.
            Ok(None) if solid => ExtractionDecision::Extract(Box::new(io::sink())),
            Ok(None) => ExtractionDecision::Skip,
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

    /// What was unpacked last is not whole.
    fn fail(&mut self, error: &Error) {
        if let Some((entry, _)) = self.waiting.take() {
            let trouble = if error.kind() == ErrorKind::ResourceLimit { None } else { Some(trouble(error)) };
            self.unpacking.note(entry, trouble);
        }
    }
}

/// Holds a member's bytes, and one more than allowed.
#[derive(Clone)]
struct Buffer {
    bytes: Rc<RefCell<Vec<u8>>>,
    most: u64,
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut held = self.bytes.borrow_mut();
        let most = usize::try_from(self.most.saturating_add(1)).unwrap_or(usize::MAX);
        let room = most.saturating_sub(held.len()).min(bytes.len());
        held.extend_from_slice(bytes.get(..room).unwrap_or_default());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn trouble(error: &Error) -> Trouble {
    match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword => Trouble::Encrypted,
        ErrorKind::UnsupportedFormat | ErrorKind::UnsupportedFeature => Trouble::Unsupported,
        ErrorKind::ResourceLimit => unpacks_to_too_much(),
        _ => Trouble::Corrupt(error.to_string()),
    }
}
