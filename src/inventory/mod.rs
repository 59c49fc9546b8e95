//! What lies in a dossier: a folder, a list of paths, or files in memory.

mod list;
mod memory;
mod names;
mod open;
mod walk;

pub use list::{from_list, listed};
pub use memory::Memory;
pub use names::real_name;
pub use open::Opener;
pub use walk::{Folder, WalkError, packed, walk};

pub use crate::model::settings::SETTINGS_FILE;
