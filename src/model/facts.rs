//! What the files say, as far as anybody looked.

use std::collections::BTreeMap;

/// What was learnt by opening the files of one dossier. Indices are those of the inventory.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Whether files were opened at all.
    pub opened: bool,
    /// Groups of files with the same bytes, each group of two or more in inventory order.
    pub same_bytes: Vec<Vec<usize>>,
    /// Files that could not be opened, with the system's message.
    pub unreadable: BTreeMap<usize, String>,
}
