//! Files in memory, for tests and for callers that have no folder.

use std::collections::BTreeMap;
use std::io::Read;

use super::list;
use super::open::Opener;
use crate::model::inventory::{File, Inventory, Never};

/// A dossier in memory: paths and bytes.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, Option<Vec<u8>>>,
}

impl Memory {
    /// Adds a file.
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), Some(bytes.into()));
        self
    }

    /// Adds a file that cannot be opened.
    pub fn with_locked(mut self, path: &str) -> Self {
        self.files.insert(path.to_owned(), None);
        self
    }

    /// What lies in it.
    pub fn inventory(&self) -> Inventory {
        let mut files: Vec<File> = self
            .files
            .iter()
            .map(|(path, bytes)| {
                let mut file = list::listed(path.as_bytes());
                file.size = Some(bytes.as_ref().map_or(1, |bytes| bytes.len() as u64));
                file
            })
            .collect();
        files.sort_unstable_by(|a, b| a.path.split('/').cmp(b.path.split('/')));
        for file in files.iter_mut().filter(|file| super::is_own(&file.path)) {
            file.never = Some(Never::Settings);
        }
        Inventory {
            name: "memory".to_owned(),
            files,
            folders: 0,
            unreadable: Vec::new(),
            sizes_known: true,
            packed: false,
        }
    }
}

impl Opener for Memory {
    fn open(&self, file: &File) -> std::io::Result<Box<dyn Read>> {
        match self.files.get(file.real_path()) {
            Some(Some(bytes)) => Ok(Box::new(std::io::Cursor::new(bytes.clone()))),
            Some(None) => Err(std::io::ErrorKind::PermissionDenied.into()),
            None => Err(std::io::ErrorKind::NotFound.into()),
        }
    }
}
