//! What lies in a dossier.

use super::kind::{Kind, extension};

/// Everything found in one dossier, in a fixed order.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// How the dossier is named in reports.
    pub name: String,
    /// Every file, links included, ordered by path, folder by folder.
    pub files: Vec<File>,
    /// How many folders there are below the root.
    pub folders: usize,
    /// What could not be looked into.
    pub unreadable: Vec<Unreadable>,
    /// Whether sizes are known; a bare list of names has none.
    pub sizes_known: bool,
    /// It is one archive, and what lies in it is the dossier.
    pub packed: bool,
}

impl Inventory {
    /// The same without its files.
    pub fn clone_head(&self) -> Self {
        Self {
            name: self.name.clone(),
            files: Vec::new(),
            folders: self.folders,
            unreadable: self.unreadable.clone(),
            sizes_known: self.sizes_known,
            packed: self.packed,
        }
    }
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path relative to the dossier, with `/`, always valid text; identity numbers are masked.
    pub path: Box<str>,
    /// Size in bytes, if known.
    pub size: Option<u64>,
    /// Why it can never be evidence, whatever it is called.
    pub never: Option<Never>,
    /// The kind of document it is: by its name, until its bytes say otherwise.
    pub kind: Kind,
    /// What tells that its bytes have not changed since they were last read.
    pub stamp: Option<Stamp>,
    /// It is these pages of the file before it, counted from 1; its path ends in `#first-last`.
    pub pages: Option<(u32, u32)>,
    /// Its path as it is, where `path` is not. It opens the file and is never shown.
    own: Option<Box<OwnPath>>,
    /// Where the file's own name begins in the path.
    name_at: u32,
}

/// What a path is where it is shown otherwise. Few files have one, so that it costs the others little.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct OwnPath {
    /// Its bytes, where they are not UTF-8.
    raw: Option<Box<[u8]>>,
    /// Its text, where an identity number in it is masked.
    unmasked: Option<Box<str>>,
}

impl File {
    /// A file of which only the path is known.
    pub fn new(path: impl Into<Box<str>>) -> Self {
        let path = path.into();
        let name_at = path.rfind('/').map_or(0, |slash| slash + 1);
        let kind = extension(&path[name_at..]).map_or(Kind::Other, Kind::of_extension);
        let name_at = u32::try_from(name_at).unwrap_or(0);
        Self { path, size: None, never: None, kind, stamp: None, pages: None, own: None, name_at }
    }

    /// Some pages of this file, as evidence of its own.
    pub fn part(&self, first: u32, last: u32) -> Self {
        let path =
            if first == last { format!("{}#{first}", self.path) } else { format!("{}#{first}-{last}", self.path) };
        Self { path: path.into(), pages: Some((first, last)), never: None, ..self.clone() }
    }

    /// Shows the file under another path, of as many parts.
    pub fn mask(&mut self, masked: impl Into<Box<str>>) {
        let Self { path, name_at, .. } = Self::new(masked);
        self.own.get_or_insert_default().unmasked = Some(std::mem::replace(&mut self.path, path));
        self.name_at = name_at;
    }

    /// Keeps the path's own bytes, which are not UTF-8.
    pub fn set_raw(&mut self, raw: impl Into<Box<[u8]>>) {
        self.own.get_or_insert_default().raw = Some(raw.into());
    }

    /// The path's own bytes where they are not UTF-8.
    pub fn raw(&self) -> Option<&[u8]> {
        self.own.as_ref()?.raw.as_deref()
    }

    /// Its path as it is, to open it by.
    pub fn real_path(&self) -> &str {
        self.own.as_ref().and_then(|own| own.unmasked.as_deref()).unwrap_or(&self.path)
    }

    /// The path's own bytes, where they are not UTF-8 and hold nothing that is masked.
    pub fn path_bytes(&self) -> Option<&[u8]> {
        self.own.as_ref().filter(|own| own.unmasked.is_none())?.raw.as_deref()
    }

    /// The file's own name: the last part of its path.
    pub fn name(&self) -> &str {
        &self.path[self.name_at as usize..]
    }

    /// The kind of document its extension promises.
    pub fn named_kind(&self) -> Kind {
        let name = self.pages.and_then(|_| self.name().rsplit_once('#')).map_or(self.name(), |(name, _)| name);
        extension(name).map_or(Kind::Other, Kind::of_extension)
    }

    /// The folder's path, empty at the top.
    pub fn folder(&self) -> &str {
        &self.path[..(self.name_at as usize).saturating_sub(1)]
    }
}

/// Time of the last change and number of a file, as the file system gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Seconds since 1970.
    pub seconds: i64,
    /// Nanoseconds beyond them.
    pub nanoseconds: u32,
    /// Its number in the file system; 0 where there is none.
    pub id: u64,
}

/// Why a file is never evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Never {
    /// An office program's lock file or a half-finished download.
    LockOrTemp,
    /// A file some system writes for itself, or a hidden one.
    System,
    /// It holds others, which are listed after it: an archive, or a document of several materials.
    Container,
    /// The dossier's own settings, or its self-assessment.
    Settings,
    /// A link that leads out of the dossier, or nowhere; the target as the link gives it.
    LinkOutside(String),
    /// A link to something inside the dossier, which counts there.
    LinkInside(String),
}

/// A folder or file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Path relative to the dossier; empty for the dossier itself.
    pub path: String,
    /// The system's message.
    pub error: String,
}
