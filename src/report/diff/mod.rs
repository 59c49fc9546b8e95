//! What changed between two reports.

pub mod json;
pub mod text;
