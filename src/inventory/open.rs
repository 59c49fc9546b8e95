//! Opening files.

use std::io::Read;
use std::path::PathBuf;

use crate::model::inventory::File;

/// Where the bytes of a file come from: disk or memory.
pub trait Opener: Sync {
    /// Opens one file of the inventory.
    fn open(&self, file: &File) -> std::io::Result<Box<dyn Read>>;

    /// Where it lies on disk, if it does.
    fn path(&self, _: &File) -> Option<PathBuf> {
        None
    }
}
