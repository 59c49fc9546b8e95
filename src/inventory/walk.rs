//! Walking a folder.

use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::names;
use super::open::Opener;
use crate::model::inventory::{File, Inventory, Never, Stamp, Unreadable};

/// Deeper folders are reported, not entered.
const DEEPEST: usize = 64;

/// Why a folder could not be walked at all.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// There is nothing of that name.
    #[error("no such folder: {0}")]
    Absent(PathBuf),
    /// It is not a folder.
    #[error("not a folder: {0}")]
    NotAFolder(PathBuf),
    /// It cannot be read.
    #[error("cannot read the folder {0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
}

/// A folder on disk.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at this path.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl Opener for Folder {
    fn open(&self, file: &File) -> std::io::Result<Box<dyn Read>> {
        let path = self.root.join(relative(file));
        Ok(Box::new(std::fs::File::open(path)?))
    }

    fn path(&self, file: &File) -> Option<PathBuf> {
        Some(self.root.join(relative(file)))
    }
}

#[cfg(unix)]
fn relative(file: &File) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    match file.raw() {
        Some(raw) => PathBuf::from(std::ffi::OsStr::from_bytes(raw)),
        None => PathBuf::from(file.real_path()),
    }
}

#[cfg(not(unix))]
fn relative(file: &File) -> PathBuf {
    PathBuf::from(file.real_path())
}

/// An entry's own name: what follows the last slash, which is found faster than the path's last component.
#[cfg(unix)]
fn own_name(entry: &walkdir::DirEntry) -> &std::ffi::OsStr {
    use std::os::unix::ffi::OsStrExt;
    let path = entry.path().as_os_str().as_bytes();
    let slash = path.iter().rposition(|&byte| byte == b'/');
    std::ffi::OsStr::from_bytes(&path[slash.map_or(0, |slash| slash + 1)..])
}

#[cfg(not(unix))]
fn own_name(entry: &walkdir::DirEntry) -> &std::ffi::OsStr {
    entry.file_name()
}

/// Lists everything below a folder. Links are never followed; what cannot be read is noted and the
/// rest listed. Folders are read in parallel; the order is by name, whatever the system's order.
pub fn walk(root: &Path) -> Result<Inventory, WalkError> {
    let metadata = std::fs::metadata(root).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => WalkError::Absent(root.to_owned()),
        _ => WalkError::Unreadable(root.to_owned(), error),
    })?;
    if !metadata.is_dir() {
        return Err(WalkError::NotAFolder(root.to_owned()));
    }
    std::fs::read_dir(root).map_err(|error| WalkError::Unreadable(root.to_owned(), error))?;
    // A root given as a link is entered, and what its links point to is compared with its target.
    let real = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let found = list(&real, &Base { root: &real, path: String::new(), raw: Vec::new(), hidden: false, depth: 0 });
    let mut files = Vec::with_capacity(found.runs.iter().map(Vec::len).sum());
    found.runs.into_iter().for_each(|run| files.extend(run));
    // A link of that name is a link like any other, and not followed.
    for file in files.iter_mut().filter(|file| super::is_own(&file.path) && file.never.is_none()) {
        file.never = Some(Never::Settings);
    }
    Ok(Inventory {
        name: names::shown(root),
        files,
        folders: found.folders,
        unreadable: found.unreadable,
        sizes_known: true,
        packed: false,
    })
}

/// An archive as a dossier: one file, until it is opened. `None` if it cannot be looked at.
pub fn packed(path: &Path) -> Option<Inventory> {
    let metadata = std::fs::metadata(path).ok()?;
    let changed = metadata.modified().ok()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let mut file = File::new(names::shown(Path::new(path.file_name()?)));
    file.size = Some(metadata.len());
    let seconds = i64::try_from(changed.as_secs()).unwrap_or(0);
    file.stamp = Some(Stamp { seconds, nanoseconds: changed.subsec_nanos(), id: 0 });
    Some(Inventory {
        name: names::shown(path),
        files: vec![file],
        sizes_known: true,
        packed: true,
        ..Inventory::default()
    })
}

#[derive(Default)]
struct Found {
    /// Runs of files, in order; put together once, at the end.
    runs: Vec<Vec<File>>,
    folders: usize,
    unreadable: Vec<Unreadable>,
}

/// Where a listing stands, relative to the root.
struct Base<'a> {
    root: &'a Path,
    path: String,
    raw: Vec<u8>,
    hidden: bool,
    depth: usize,
}

enum Entry {
    File(File),
    Folder(String, Vec<u8>, PathBuf),
}

impl Entry {
    /// What entries of one folder are ordered by.
    fn key(&self) -> (&str, &[u8]) {
        match self {
            Entry::File(file) => (file.name(), file.raw().unwrap_or_default()),
            Entry::Folder(path, raw, _) => (path.rsplit('/').next().unwrap_or(path), raw),
        }
    }
}

/// One folder and all below it.
fn list(folder: &Path, base: &Base<'_>) -> Found {
    let mut found = Found::default();
    if base.depth > DEEPEST {
        found
            .unreadable
            .push(Unreadable { path: base.path.clone(), error: format!("more than {DEEPEST} folders deep") });
        return found;
    }
    let mut entries: Vec<Entry> = Vec::new();
    let sizes = Sizes::of(folder);
    for entry in WalkDir::new(folder).min_depth(1).max_depth(1).follow_links(false) {
        match entry {
            Ok(entry) => {
                let entry = classify(entry, base, &sizes);
                let is_repository = matches!(&entry, Entry::Folder(..)) && names::is_repository(entry.key().0);
                entries.extend((!is_repository).then_some(entry));
            }
            Err(error) => found.unreadable.push(Unreadable {
                path: base.path.clone(),
                error: error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
            }),
        }
    }
    entries.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
    let folders: Vec<&Entry> = entries.iter().filter(|entry| matches!(entry, Entry::Folder(..))).collect();
    let below: Vec<Found> = folders
        .par_iter()
        .filter_map(|entry| {
            let Entry::Folder(path, raw, full) = entry else {
                return None;
            };
            let name = path.rsplit('/').next().unwrap_or(path);
            let hidden = base.hidden || names::is_system_folder(name);
            let inner = Base { root: base.root, path: path.clone(), raw: raw.clone(), hidden, depth: base.depth + 1 };
            Some(list(full, &inner))
        })
        .collect();
    let folders_count = below.len();
    let mut below = below.into_iter();
    let mut run = Vec::with_capacity(entries.len() - folders_count);
    for entry in entries {
        match entry {
            Entry::File(file) => run.push(file),
            Entry::Folder(..) => {
                let below = below.next().unwrap_or_default();
                found.folders += below.folders + 1;
                found.runs.push(std::mem::take(&mut run));
                found.runs.extend(below.runs);
                found.unreadable.extend(below.unreadable);
            }
        }
    }
    found.runs.push(run);
    found
}

fn classify(entry: walkdir::DirEntry, base: &Base<'_>, sizes: &Sizes) -> Entry {
    let raw = names::bytes(own_name(&entry));
    let raw = raw.as_ref();
    let (name, decoded) = names::decode(raw);
    let path = join(&base.path, &name);
    let is_utf8 = !decoded && base.raw.is_empty();
    let raw_path = || {
        let parent = if base.raw.is_empty() { base.path.as_bytes() } else { &base.raw };
        if parent.is_empty() { raw.to_vec() } else { [parent, b"/", raw].concat() }
    };
    let kind = entry.file_type();
    if kind.is_dir() {
        return Entry::Folder(path, if is_utf8 { Vec::new() } else { raw_path() }, entry.into_path());
    }
    let never = if kind.is_symlink() {
        Some(link(entry.path(), base.root))
    } else if base.hidden || !kind.is_file() {
        // A pipe or a device is no document either.
        Some(Never::System)
    } else {
        names::never(&name)
    };
    let mut file = File::new(path);
    if never.is_none() {
        (file.size, file.stamp) = sizes.size_and_stamp(&entry).unzip();
    }
    if !is_utf8 {
        file.set_raw(raw_path());
    }
    file.never = never;
    Entry::File(file)
}

/// Sizes of the files of one folder. Where the system allows it they are asked for relative to the
/// open folder, which spares looking up the whole path again for every file.
#[cfg(unix)]
struct Sizes(Option<std::os::fd::OwnedFd>);

#[cfg(unix)]
impl Sizes {
    fn of(folder: &Path) -> Self {
        use rustix::fs::{Mode, OFlags, open};
        Self(open(folder, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).ok())
    }

    fn size_and_stamp(&self, entry: &walkdir::DirEntry) -> Option<(u64, Stamp)> {
        use rustix::fs::{AtFlags, statat};
        let stat = statat(self.0.as_ref()?, own_name(entry), AtFlags::SYMLINK_NOFOLLOW).ok()?;
        let nanoseconds = u32::try_from(stat.st_mtime_nsec).unwrap_or(0);
        Some((u64::try_from(stat.st_size).ok()?, Stamp { seconds: stat.st_mtime, nanoseconds, id: stat.st_ino }))
    }
}

#[cfg(not(unix))]
struct Sizes;

#[cfg(not(unix))]
impl Sizes {
    fn of(_: &Path) -> Self {
        Self
    }

    fn size_and_stamp(&self, entry: &walkdir::DirEntry) -> Option<(u64, Stamp)> {
        let metadata = entry.metadata().ok()?;
        let changed = metadata.modified().ok()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let seconds = i64::try_from(changed.as_secs()).unwrap_or(0);
        Some((metadata.len(), Stamp { seconds, nanoseconds: changed.subsec_nanos(), id: 0 }))
    }
}

fn join(base: &str, name: &str) -> String {
    if base.is_empty() {
        return name.to_owned();
    }
    let mut path = String::with_capacity(base.len() + 1 + name.len());
    path.push_str(base);
    path.push('/');
    path.push_str(name);
    path
}

/// Where a link leads. It is looked at, never followed.
fn link(path: &Path, root: &Path) -> Never {
    let target = std::fs::read_link(path).map(|target| names::shown(&target)).unwrap_or_default();
    match std::fs::canonicalize(path) {
        Ok(real) if real.starts_with(root) => Never::LinkInside(target),
        _ => Never::LinkOutside(target),
    }
}
