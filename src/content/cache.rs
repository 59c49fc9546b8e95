//! What was read last time: one file per dossier in the user's cache folder. It is only ever a
//! shortcut: whatever is wrong with it, files are read anew.
//!
//! A table of the files comes first, then what each said, one after another. A reading is checked and
//! taken apart only when its file is asked for, on the thread that asks.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::model::content::Reading;

/// The first bytes of every cache file.
const MAGIC: &[u8; 8] = b"dossier\n";

/// To be raised whenever readers say something else about the same bytes, or [`Reading`] changes.
const FACTS: u32 = 9;

/// A larger file is neither written nor read.
const LARGEST: u64 = 256 << 20;

/// Magic, key, checksum of the rest up to the readings, length of the table.
const HEADER: usize = 8 + 32 + 32 + 8;

/// What changed within this time may change again without a new time.
const RACY: Duration = Duration::from_secs(2);

/// What tells that a file is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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

/// A file in the table.
#[derive(Debug, Serialize, Deserialize)]
struct Row<'a> {
    #[serde(borrow)]
    stamp: Stamp<'a>,
    /// How many bytes its reading has; readings stand in the table's order.
    length: u32,
    /// Their checksum.
    sum: [u8; 32],
}

/// One file and what it said, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    path: Box<str>,
    size: u64,
    modified: (i64, u32),
    file_id: u64,
    reading: Vec<u8>,
}

/// What one dossier's files said last time.
#[derive(Debug, Default)]
pub struct Cache {
    bytes: Vec<u8>,
    by_path: HashMap<Box<str>, Known>,
}

/// Where a file's reading stands in the bytes of the cache.
#[derive(Debug)]
struct Known {
    size: u64,
    modified: (i64, u32),
    file_id: u64,
    at: usize,
    length: usize,
    sum: [u8; 32],
    /// Whether it was asked for, and was as it was.
    used: AtomicBool,
}

impl Entry {
    /// What a file said; `None` if that cannot be stored.
    pub fn new(stamp: &Stamp<'_>, reading: &Reading) -> Option<Self> {
        let Stamp { path, size, modified, file_id } = *stamp;
        let reading = postcard::to_stdvec(reading).ok()?;
        Some(Self { path: path.into(), size, modified, file_id, reading })
    }

    fn stamp(&self) -> Stamp<'_> {
        Stamp { path: &self.path, size: self.size, modified: self.modified, file_id: self.file_id }
    }
}

impl Known {
    fn stamp<'a>(&self, path: &'a str) -> Stamp<'a> {
        Stamp { path, size: self.size, modified: self.modified, file_id: self.file_id }
    }
}

impl Cache {
    /// What is stored about a dossier. `key` tells how its files were read, OCR included; what was
    /// read otherwise, or by another version, is not taken.
    pub fn load(root: &Path, key: &str) -> Self {
        place(root).ok().and_then(|place| read(&place)).and_then(|bytes| Self::of(key, bytes)).unwrap_or_default()
    }

    fn of(key: &str, bytes: Vec<u8>) -> Option<Self> {
        let (header, body) = bytes.split_at_checked(HEADER)?;
        let (sum, length) = header.strip_prefix(MAGIC)?.strip_prefix(foreword(key).as_bytes())?.split_at_checked(32)?;
        let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
        let table = body.get(..length)?;
        if sum != blake3::hash(table).as_bytes() {
            return None;
        }
        let rows: Vec<Row<'_>> = postcard::from_bytes(table).ok()?;
        let mut by_path = HashMap::with_capacity(rows.len());
        let mut at = HEADER + length;
        for Row { stamp, length, sum } in rows {
            let Stamp { path, size, modified, file_id } = stamp;
            let length = usize::try_from(length).ok()?;
            let used = AtomicBool::new(false);
            by_path.insert(path.into(), Known { size, modified, file_id, at, length, sum, used });
            at = at.checked_add(length)?;
        }
        Some(Self { bytes, by_path })
    }

    /// What the file said, if it is as it was.
    pub fn get(&self, stamp: &Stamp<'_>) -> Option<Reading> {
        let known = self.by_path.get(stamp.path).filter(|known| known.stamp(stamp.path) == *stamp)?;
        let bytes = self.bytes_of(known)?;
        if known.sum != *blake3::hash(bytes).as_bytes() {
            return None;
        }
        let reading = postcard::from_bytes(bytes).ok()?;
        known.used.store(true, Ordering::Relaxed);
        Some(reading)
    }

    fn bytes_of(&self, known: &Known) -> Option<&[u8]> {
        self.bytes.get(known.at..known.at.checked_add(known.length)?)
    }

    /// What it knew of the files it was asked for, in no order.
    pub fn used(self) -> Vec<Entry> {
        let used = self.by_path.iter().filter(|(_, known)| known.used.load(Ordering::Relaxed));
        let entry = |path: &str, known: &Known| {
            let Known { size, modified, file_id, .. } = *known;
            Some(Entry { path: path.into(), size, modified, file_id, reading: self.bytes_of(known)?.to_vec() })
        };
        used.filter_map(|(path, known)| entry(path, known)).collect()
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
        let Some(bytes) = encode(key, settled)? else {
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

fn read(place: &Path) -> Option<Vec<u8>> {
    let file = std::fs::File::open(place).ok()?;
    let size = file.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
    if size > LARGEST {
        return None;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).ok()?);
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The bytes of a cache file; `None` if there would be too many.
fn encode(key: &str, mut entries: Vec<Entry>) -> io::Result<Option<Vec<u8>>> {
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let row = |entry: &'_ Entry| -> io::Result<(u32, [u8; 32])> {
        let length = u32::try_from(entry.reading.len()).map_err(io::Error::other)?;
        Ok((length, *blake3::hash(&entry.reading).as_bytes()))
    };
    let sums = entries.iter().map(row).collect::<io::Result<Vec<_>>>()?;
    let rows: Vec<Row<'_>> =
        entries.iter().zip(sums).map(|(entry, (length, sum))| Row { stamp: entry.stamp(), length, sum }).collect();
    let table = postcard::to_stdvec(&rows).map_err(io::Error::other)?;
    let size = entries.iter().fold(HEADER + table.len(), |size, entry| size.saturating_add(entry.reading.len()));
    if u64::try_from(size).map_err(io::Error::other)? > LARGEST {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(size);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(foreword(key).as_bytes());
    bytes.extend_from_slice(blake3::hash(&table).as_bytes());
    bytes.extend_from_slice(&u64::try_from(table.len()).map_err(io::Error::other)?.to_le_bytes());
    bytes.extend_from_slice(&table);
    entries.iter().for_each(|entry| bytes.extend_from_slice(&entry.reading));
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

    fn stamp(path: &str) -> Stamp<'_> {
        Stamp { path, size: 9, modified: (1_700_000_000, 5), file_id: 3 }
    }

    fn entry(path: &str, text: &str) -> Entry {
        let page = Page { text: text.to_owned(), source: Source::Ocr(90), ..Page::default() };
        let content = Content { pages: vec![page], page_count: 1, ..Content::default() };
        let digest = Some(*blake3::hash(text.as_bytes()).as_bytes());
        Entry::new(&stamp(path), &Reading { digest, content, ..Reading::default() }).unwrap()
    }

    #[test]
    fn what_was_stored_is_found_while_the_file_is_as_it_was() {
        let bytes = encode("ocr 5", vec![entry("b.jpg", "合同"), entry("a.jpg", "证书")]).unwrap().unwrap();
        let cache = Cache::of("ocr 5", bytes).unwrap();
        let stamp = stamp("b.jpg");
        for other in [
            Stamp { size: 8, ..stamp },
            Stamp { modified: (1_700_000_000, 6), ..stamp },
            Stamp { file_id: 4, ..stamp },
            Stamp { path: "c.jpg", ..stamp },
        ] {
            assert_eq!(cache.get(&other), None);
        }
        assert_eq!(cache.get(&stamp).unwrap().content.pages[0].text, "合同");
        assert_eq!(cache.used(), [entry("b.jpg", "合同")], "what nobody asked for is forgotten");
    }

    #[test]
    fn what_is_damaged_or_foreign_is_not_taken() {
        let bytes = encode("", vec![entry("a.jpg", "证书"), entry("b.jpg", "合同")]).unwrap().unwrap();
        assert!(Cache::of("", bytes.clone()).is_some());
        assert!(Cache::of("other options", bytes.clone()).is_none());
        for at in [0, 8, 40, 72, HEADER] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(Cache::of("", damaged).is_none(), "byte {at}");
        }
        for length in [0, 8, HEADER - 1, HEADER] {
            assert!(Cache::of("", bytes[..length].to_vec()).is_none(), "{length} bytes");
        }
        // A reading that is damaged or cut off costs itself alone.
        let mut damaged = bytes.clone();
        *damaged.last_mut().unwrap() ^= 1;
        for bytes in [damaged, bytes[..bytes.len() - 1].to_vec()] {
            let cache = Cache::of("", bytes).unwrap();
            assert_eq!(cache.get(&stamp("b.jpg")), None);
            assert!(cache.get(&stamp("a.jpg")).is_some());
            assert_eq!(cache.used(), [entry("a.jpg", "证书")]);
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
