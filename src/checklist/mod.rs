//! Checklists: reading, checking and extending them, and those that are built in.

mod baseline;
mod builtin;
pub mod cases;
mod certificate;
mod conditions;
mod declared;
mod decode;
mod extends;
mod lower;
pub mod problem;
mod read;
pub mod scoring;
mod settings;
mod settings_schema;
pub mod shape;
pub mod sheet;
mod slips;
mod waivers;
mod words;
mod yaml;

pub use baseline::{baseline_schema, load as load_baseline};
pub use builtin::{BUILT_IN, BuiltIn, built_in, compile};
pub use cases::load as load_cases;
pub use extends::{Library, load};
pub use settings::{load as load_settings, named_checklist};
pub use settings_schema::settings_schema;
