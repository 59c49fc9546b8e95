//! The lists compiled into the program. Every file of `checklists/` stands here under its stem.
//!
//! Each comes twice: its YAML, which is the list, and the same already read and checked, as JSON,
//! because reading 140 KB of YAML takes longer than checking a small dossier. A test keeps them equal;
//! `DOSSIER_BLESS=1 cargo test --test compiled` writes the JSON anew.

use std::sync::Arc;

use crate::model::checklist::Checklist;

/// A built-in list.
pub struct BuiltIn {
    /// Its id, the stem of its file.
    pub id: &'static str,
    /// The list as its author wrote it.
    pub yaml: &'static str,
    compiled: &'static str,
}

macro_rules! built_in {
    ($($id:literal),+ $(,)?) => {
        /// Every built-in list.
        pub const BUILT_IN: &[BuiltIn] = &[$(BuiltIn {
            id: $id,
            yaml: include_str!(concat!("../../checklists/", $id, ".yaml")),
            compiled: include_str!(concat!("compiled/", $id, ".json")),
        }),+];
    };
}

built_in!["gbt27922", "gbt27922-surveillance", "gbt27922-recertification", "restaurant", "property", "iso9001", "bid"];

/// The built-in list of an id.
pub fn built_in(id: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|list| list.id == id)
}

impl BuiltIn {
    /// The list, ready to use. `None` only if the compiled form is stale, which a test forbids.
    pub fn checklist(&self) -> Option<Arc<Checklist>> {
        serde_json::from_str(self.compiled).ok().map(Arc::new)
    }
}

/// The compiled form of a list.
pub fn compile(list: &Checklist) -> Result<String, serde_json::Error> {
    serde_json::to_string(list).map(|text| text + "\n")
}
