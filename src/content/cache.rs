//! What was read last time: one file per dossier in the user's cache folder. It is only ever a
//! shortcut: whatever is wrong with it, files are read anew.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::model::content::Reading;

/// The first bytes of every cache file.
const MAGIC: &[u8; 8] = b"dossier\n";

/// To be raised whenever readers say something else about the same bytes, or [`Reading`] changes.
const FACTS: u32 = 3;

/// A larger file is neither written nor read.
const LARGEST: u64 = 256 << 20;

/// Magic, key, checksum.
const HEADER: usize = 8 + 32 + 32;

/// What changed within this time may change again without a new time.
const RACY: Duration = Duration::from_secs(2);

/// What tells that a file is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp<'a> {
    /// Its path in the dossier.
    pub path: &'a str,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written: seconds since 1970, and nanoseconds.
    pub modified: (i64, u32),
    /// The system's number for it; 0 where there is none.
    pub file_id: u64,
}

/// One file and what it said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path in the dossier.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written: seconds since 1970, and nanoseconds.
    pub modified: (i64, u32),
    /// The system's number for it; 0 where there is none.
    pub file_id: u64,
    /// What it said.
    pub reading: Reading,
}

/// What one dossier's files said last time.
#[derive(Debug, Default)]
pub struct Cache {
    entries: Vec<Entry>,
    by_path: HashMap<Box<str>, usize>,
}

impl Entry {
    /// What tells that the file is as it was.
    pub fn stamp(&self) -> Stamp<'_> {
        Stamp { path: &self.path, size: self.size, modified: self.modified, file_id: self.file_id }
    }
}

impl Cache {
    /// What is stored about a dossier. `key` tells how its files were read, OCR included; what was
    /// read otherwise, or by another version, is not taken.
    pub fn load(root: &Path, key: &str) -> Self {
        place(root).ok().and_then(|place| read(&place, key)).map(Self::of).unwrap_or_default()
    }

    fn of(entries: Vec<Entry>) -> Self {
        let by_path = entries.iter().enumerate().map(|(at, entry)| (entry.path.as_str().into(), at)).collect();
        Self { entries, by_path }
    }

    /// What the file said, if it is as it was.
    pub fn get(&self, stamp: &Stamp<'_>) -> Option<&Reading> {
        let entry = self.entries.get(*self.by_path.get(stamp.path)?)?;
        (entry.stamp() == *stamp).then_some(&entry.reading)
    }

    /// What it knew of these files.
    pub fn keep(self, wanted: impl Fn(&str) -> bool) -> Vec<Entry> {
        self.entries.into_iter().filter(|entry| wanted(&entry.path)).collect()
    }

    /// Stores what a dossier's files said; what was written a moment ago is left out. Nothing is
    /// stored where the cache folder lies in the dossier, which is never written to.
    pub fn store(root: &Path, key: &str, entries: Vec<Entry>) -> io::Result<()> {
        let place = place(root)?;
        let folder = place.parent().ok_or(io::ErrorKind::NotFound)?;
        let root = root.canonicalize()?;
        // Also before the folder exists, so that it is not made in the dossier.
        if within(folder, &root) {
            return Ok(());
        }
        let settled = settled(entries, SystemTime::now());
        let Some(bytes) = encode(key, &settled)? else {
            return Ok(());
        };
        make_private(folder)?;
        let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
        file.write_all(&bytes)?;
        file.persist(&place)?;
        Ok(())
    }
}

/// Whether a folder, which need not exist yet, lies in the dossier.
fn within(folder: &Path, root: &Path) -> bool {
    let known = folder.ancestors().find_map(|there| Some((there.canonicalize().ok()?, there)));
    known.is_none_or(|(real, there)| {
        let rest = folder.strip_prefix(there).unwrap_or(Path::new(""));
        real.join(rest).starts_with(root)
    })
}

/// The folder all caches lie in: `$DOSSIER_CACHE`, or the user's cache folder; `None` if there is none,
/// or `DOSSIER_CACHE` is `off`.
pub fn folder() -> Option<PathBuf> {
    match std::env::var_os("DOSSIER_CACHE").filter(|folder| !folder.is_empty()) {
        Some(off) if off == "off" => None,
        Some(folder) => std::path::absolute(folder).ok(),
        None => Some(dirs::cache_dir()?.join("dossier")),
    }
}

/// Where a dossier's cache file lies.
fn place(root: &Path) -> io::Result<PathBuf> {
    let folder = folder().ok_or(io::ErrorKind::NotFound)?;
    let root = root.canonicalize()?;
    let name = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
    Ok(folder.join(name.as_str()))
}

fn read(place: &Path, key: &str) -> Option<Vec<Entry>> {
    let file = std::fs::File::open(place).ok()?;
    let size = file.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
    if size > LARGEST {
        return None;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).ok()?);
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    decode(key, &bytes)
}

fn decode(key: &str, bytes: &[u8]) -> Option<Vec<Entry>> {
    let (header, body) = bytes.split_at_checked(HEADER)?;
    let sum = header.strip_prefix(MAGIC)?.strip_prefix(foreword(key).as_bytes())?;
    if sum != blake3::hash(body).as_bytes() {
        return None;
    }
    postcard::from_bytes(body).ok()
}

/// The bytes of a cache file; `None` if there would be too many.
fn encode(key: &str, entries: &[Entry]) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = vec![0; HEADER];
    bytes = postcard::to_extend(entries, bytes).map_err(io::Error::other)?;
    if u64::try_from(bytes.len()).map_err(io::Error::other)? > LARGEST {
        return Ok(None);
    }
    let sum = blake3::hash(bytes.get(HEADER..).unwrap_or_default());
    let header: Vec<u8> = [MAGIC.as_slice(), foreword(key).as_bytes(), sum.as_bytes()].concat();
    bytes.splice(..HEADER, header);
    Ok(Some(bytes))
}

/// Stands for all that must be the same for a cache file to hold.
fn foreword(key: &str) -> blake3::Hash {
    blake3::hash(format!("{}\n{FACTS}\n{key}", env!("CARGO_PKG_VERSION")).as_bytes())
}

/// Without the files written a moment ago, or in the future.
fn settled(mut entries: Vec<Entry>, now: SystemTime) -> Vec<Entry> {
    let latest = now.checked_sub(RACY).and_then(|latest| latest.duration_since(UNIX_EPOCH).ok());
    let latest =
        latest.map_or((0, 0), |since| (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_nanos()));
    entries.retain(|entry| entry.modified < latest);
    entries
}

/// A folder only its owner looks into.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::content::{Content, Page, Source};

    fn entry(path: &str, text: &str) -> Entry {
        let page = Page { text: text.to_owned(), source: Source::Ocr(90), ..Page::default() };
        let content = Content { pages: vec![page], page_count: 1, ..Content::default() };
        let digest = Some(*blake3::hash(text.as_bytes()).as_bytes());
        let reading = Reading { digest, content, ..Reading::default() };
        Entry { path: path.to_owned(), size: 9, modified: (1_700_000_000, 5), file_id: 3, reading }
    }

    #[test]
    fn what_was_stored_is_found_while_the_file_is_as_it_was() {
        let bytes = encode("ocr 5", &[entry("a.jpg", "证书"), entry("b.jpg", "合同")]).unwrap().unwrap();
        let cache = Cache::of(decode("ocr 5", &bytes).unwrap());
        let stamp = Stamp { path: "b.jpg", size: 9, modified: (1_700_000_000, 5), file_id: 3 };
        assert_eq!(cache.get(&stamp).unwrap().content.pages[0].text, "合同");
        for other in [
            Stamp { size: 8, ..stamp },
            Stamp { modified: (1_700_000_000, 6), ..stamp },
            Stamp { file_id: 4, ..stamp },
            Stamp { path: "c.jpg", ..stamp },
        ] {
            assert_eq!(cache.get(&other), None);
        }
    }

    #[test]
    fn what_is_damaged_or_foreign_is_not_taken() {
        let bytes = encode("", &[entry("a.jpg", "证书")]).unwrap().unwrap();
        assert!(decode("", &bytes).is_some());
        assert!(decode("other options", &bytes).is_none());
        for at in [0, 8, 40, HEADER, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(decode("", &damaged).is_none(), "byte {at}");
        }
        for length in [0, 8, HEADER - 1, HEADER, bytes.len() - 1] {
            assert!(decode("", &bytes[..length]).is_none(), "{length} bytes");
        }
    }

    #[test]
    fn a_file_written_a_moment_ago_is_not_kept() {
        let at = |seconds| UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(settled(vec![entry("a", "")], at(1_700_000_001)).len(), 0);
        assert_eq!(settled(vec![entry("a", "")], at(1_700_000_010)).len(), 1);
        assert_eq!(settled(vec![entry("a", "")], at(1_600_000_000)).len(), 0, "from the future");
    }

    #[test]
    fn a_cache_folder_in_the_dossier_is_noticed_before_it_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        assert!(within(&root.join("cache/dossier"), &root));
        assert!(!within(&root.join("cache"), &root.join("dossier")));
    }
}
