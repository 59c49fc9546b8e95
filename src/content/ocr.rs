//! Reading scans with an installed `tesseract`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// An installed `tesseract` that can read Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// The program.
    pub program: PathBuf,
    /// Its version, as it gives it.
    pub version: String,
    /// The languages to read, as its `-l` takes them.
    pub languages: String,
}
