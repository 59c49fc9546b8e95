//! Reports: a finished assessment in, bytes out. No report opens a file or decides a verdict.

pub mod calendar;
pub mod csv;
pub mod escape;
pub mod explained;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
mod located;
pub mod materials;
pub mod sarif;
pub mod score;
mod style;
pub mod text;

pub use style::Style;
