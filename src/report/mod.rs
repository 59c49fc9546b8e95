//! Reports: a finished assessment in, bytes out. No report opens a file or decides a verdict.

pub mod baseline;
pub mod batch;
pub mod calendar;
pub mod csv;
pub mod diff;
pub mod escape;
pub mod explained;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
mod located;
pub mod markdown;
pub mod materials;
pub mod message;
pub mod sarif;
mod schema;
pub mod score;
mod style;
pub mod text;
mod view;
pub mod xlsx;

pub use style::Style;
