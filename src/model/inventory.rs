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
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path relative to the dossier, with `/`, always valid text.
    pub path: Box<str>,
    /// The path's own bytes where they are not UTF-8.
    pub raw: Option<Box<[u8]>>,
    /// Size in bytes, if known.
    pub size: Option<u64>,
    /// Why it can never be evidence, whatever it is called.
    pub never: Option<Never>,
    /// The kind of document its name says it is.
    pub kind: Kind,
    /// Where the file's own name begins in the path.
    name_at: u32,
}

impl File {
    /// A file of which only the path is known.
    pub fn new(path: impl Into<Box<str>>) -> Self {
        let path = path.into();
        let name_at = path.rfind('/').map_or(0, |slash| slash + 1);
        let kind = extension(&path[name_at..]).map_or(Kind::Other, Kind::of_extension);
        let name_at = u32::try_from(name_at).unwrap_or(0);
        Self { path, raw: None, size: None, never: None, kind, name_at }
    }

    /// The file's own name: the last part of its path.
    pub fn name(&self) -> &str {
        &self.path[self.name_at as usize..]
    }

    /// The folder's path, empty at the top.
    pub fn folder(&self) -> &str {
        &self.path[..(self.name_at as usize).saturating_sub(1)]
    }
}

/// Why a file is never evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Never {
    /// An office program's lock file or a half-finished download.
    LockOrTemp,
    /// A file some system writes for itself, or a hidden one.
    System,
    /// The dossier's own settings.
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
