//! Many dossiers in one report: who lacks what, and what is lacking most.

pub mod json;
pub mod text;
