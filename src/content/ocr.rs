//! Reading scans with an installed `tesseract`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::layout::Line;

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

/// What was read off a picture.
pub(super) struct Text {
    /// The lines, in reading order.
    pub(super) lines: Vec<Line>,
    /// Mean confidence of the words, 0–100.
    pub(super) confidence: u8,
}

/// Reads a grey picture of a page.
pub(super) fn read_page(_: &Engine, _: u32, _: u32, _: &[u8]) -> Option<Text> {
    None
}
