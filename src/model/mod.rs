//! The nouns of the program. Pure data: no file system, no clock, no YAML, no terminal.

pub mod assessment;
pub mod assignment;
pub mod baseline;
pub mod batch;
pub mod calendar;
pub mod cases;
pub mod checklist;
pub mod condition;
pub mod content;
pub mod diff;
pub mod facts;
pub mod finding;
pub mod ids;
pub mod inventory;
pub mod kind;
pub mod mark;
pub mod problem;
pub mod recognition;
pub mod said;
pub mod score;
pub mod scoring;
pub mod settings;
pub mod text;
