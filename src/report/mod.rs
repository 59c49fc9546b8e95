//! Reports: a finished assessment in, bytes out. No report opens a file or decides a verdict.

pub mod baseline;
pub mod batch;
pub mod calendar;
pub mod diff;
pub mod escape;
pub mod explained;
pub mod json;
pub mod materials;
pub mod score;
mod style;
pub mod text;

pub use style::Style;
