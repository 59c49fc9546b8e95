//! Archives: what lies in a ZIP, 7z or RAR. How much one may unpack to is bounded, all that is
//! nested in it included.

mod names;
#[cfg(feature = "rar")]
mod rar;
#[cfg(feature = "seven-zip")]
mod seven;
mod zip;

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Options, isolate, masked, read_nested};
use crate::model::content::{Format, Member, Reading, Trouble};
use names::Name;

/// An archive that unpacks to more than so many times its own size is a bomb …
const RATIO: u64 = 1000;

/// … unless it is no more than this.
const HARMLESS: u64 = 64 << 20;

/// Where an archive's bytes are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    /// In memory.
    Bytes(&'a [u8]),
    /// On disk.
    File(&'a File),
}

/// What archives are read from.
trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

impl<'a> Source<'a> {
    fn open(self) -> io::Result<Box<dyn Seekable + 'a>> {
        Ok(match self {
            Source::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Source::File(mut file) => {
                file.rewind()?;
                Box::new(BufReader::new(file))
            }
        })
    }

    fn size(self) -> io::Result<u64> {
        match self {
            Source::Bytes(bytes) => u64::try_from(bytes.len()).map_err(io::Error::other),
            Source::File(file) => Ok(file.metadata()?.len()),
        }
    }
}

/// Reads every member of an archive held in memory; `nesting` is how many archives it lies in itself.
pub(super) fn read(format: Format, bytes: &[u8], options: &Options, nesting: usize) -> (Option<Trouble>, Vec<Member>) {
    read_from(format, Source::Bytes(bytes), options, nesting)
}

/// Reads every member of an archive.
pub(super) fn read_from(
    format: Format,
    source: Source<'_>,
    options: &Options,
    nesting: usize,
) -> (Option<Trouble>, Vec<Member>) {
    if nesting > options.limits.nesting {
        return (Some(Trouble::Bomb("nested too deep".to_owned())), Vec::new());
    }
    unpack(format, source, Unpacking { nesting, ..Unpacking::new(options, true) })
}

/// The names and sizes of an archive's members; none is read.
pub(super) fn list(format: Format, source: Source<'_>, options: &Options) -> (Option<Trouble>, Vec<Member>) {
    unpack(format, source, Unpacking::new(options, false))
}

fn unpack(format: Format, source: Source<'_>, mut unpacking: Unpacking) -> (Option<Trouble>, Vec<Member>) {
    let done = catch_unwind(AssertUnwindSafe(|| {
        let packed = source.size().map_err(|error| io_trouble(&error))?;
        let limit = unpacking.options.limits.unpacked.min(packed.saturating_mul(RATIO).max(HARMLESS));
        unpacking.options.limits.unpacked = limit;
        match format {
            Format::Zip => zip::read(source, &mut unpacking),
            #[cfg(feature = "seven-zip")]
            Format::SevenZip => seven::read(source, &mut unpacking),
            #[cfg(feature = "rar")]
            Format::Rar => rar::read(source, &mut unpacking),
            _ => Err(Trouble::Unsupported),
        }
    }));
    let done = done.unwrap_or_else(|_| Err(Trouble::Corrupt("the reader gave up".to_owned())));
    let nothing = unpacking.members.is_empty().then_some(Trouble::NoPages);
    (done.err().or(nothing), unpacking.members)
}

/// One member as the archive's own table tells.
#[derive(Debug)]
struct Entry {
    name: Name,
    size: u64,
    encrypted: bool,
}

/// An archive that is being unpacked.
struct Unpacking {
    /// Its limits are what is still left of them.
    options: Options,
    nesting: usize,
    /// Whether members are read, or only listed.
    contents: bool,
    members: Vec<Member>,
}

impl Unpacking {
    fn new(options: &Options, contents: bool) -> Self {
        Self { options: options.clone(), nesting: 0, contents, members: Vec::new() }
    }

    /// Whether a member is to be read. One that is not is noted, if it is anything at all.
    fn wants(&mut self, entry: Entry) -> Result<Option<Entry>, Trouble> {
        if entry.name.is_rubbish() {
            return Ok(None);
        }
        isolate::child::alive();
        let limits = &mut self.options.limits;
        if limits.members == 0 {
            return Err(Trouble::Bomb("too many members".to_owned()));
        }
        limits.members -= 1;
        let trouble = match &entry.name.leads_out {
            Some(stored) => Some(Trouble::UnsafeName(masked(stored).unwrap_or_else(|| stored.clone()))),
            None if entry.encrypted => Some(Trouble::Encrypted),
            None if entry.size > limits.bytes && self.contents => Some(Trouble::TooLarge(limits.bytes)),
            None => None,
        };
        if trouble.is_none() && (self.contents || self.is_settings(&entry.name)) {
            return Ok(Some(entry));
        }
        self.note(entry, trouble);
        Ok(None)
    }

    /// Whether a member may be the settings of the dossier this archive is. Those are read in any case.
    fn is_settings(&self, name: &Name) -> bool {
        self.nesting == 0 && name.may_be_settings()
    }

    /// Notes a member that is not read.
    fn note(&mut self, entry: Entry, trouble: Option<Trouble>) {
        let mut member = entry.name.member(entry.size);
        member.reading.content.trouble = trouble;
        self.members.push(member);
    }

    /// Unpacks and reads a member. An error is the whole archive's.
    fn read(&mut self, entry: Entry, from: &mut dyn Read) -> Result<(), Trouble> {
        let limits = self.options.limits;
        let mut bytes = Vec::new();
        let most = limits.bytes.min(limits.unpacked);
        let got = from.take(most.saturating_add(1)).read_to_end(&mut bytes);
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > limits.unpacked {
            self.note(entry, None);
            return Err(unpacks_to_too_much());
        }
        match got {
            Ok(_) if size > limits.bytes => {
                self.spend(size);
                self.note(entry, Some(Trouble::TooLarge(limits.bytes)));
            }
            Ok(_) => self.understand(entry, &bytes),
            Err(error) => {
                self.spend(size);
                self.note(entry, Some(io_trouble(&error)));
            }
        }
        Ok(())
    }

    /// Reads a member that is unpacked.
    fn understand(&mut self, entry: Entry, bytes: &[u8]) {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.spend(size);
        let own_name = entry.name.path.rsplit('/').next().unwrap_or_default();
        let mut reading = read_nested(own_name, bytes, &self.options, self.nesting + 1);
        if self.is_settings(&entry.name) {
            reading.settings =
                std::str::from_utf8(bytes).ok().map(|text| masked(text).unwrap_or_else(|| text.to_owned()));
        }
        self.spend(unpacked(&reading));
        let limits = &mut self.options.limits;
        limits.members = limits.members.saturating_sub(reading.members.len());
        self.members.push(Member { reading, ..entry.name.member(size) });
    }

    /// Passes over a member that must be unpacked all the same.
    #[cfg(feature = "seven-zip")]
    fn pass_over(&mut self, size: u64) -> Result<(), Trouble> {
        if size > self.options.limits.unpacked {
            return Err(unpacks_to_too_much());
        }
        self.spend(size);
        Ok(())
    }

    fn spend(&mut self, bytes: u64) {
        let left = &mut self.options.limits.unpacked;
        *left = left.saturating_sub(bytes);
    }
}

/// How much a nested archive unpacked to.
fn unpacked(reading: &Reading) -> u64 {
    let sizes = reading.members.iter().map(|member| member.size.saturating_add(unpacked(&member.reading)));
    sizes.fold(0, u64::saturating_add)
}

fn unpacks_to_too_much() -> Trouble {
    Trouble::Bomb("unpacks to too much".to_owned())
}

fn io_trouble(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Trouble::Truncated,
        io::ErrorKind::Unsupported => Trouble::Unsupported,
        _ => Trouble::Corrupt(error.to_string()),
    }
}
