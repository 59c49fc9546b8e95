//! What lies in a dossier: a folder, a list of paths, or files in memory.

mod list;
mod many;
mod memory;
mod names;
mod open;
mod walk;

pub use list::{from_list, listed};
pub use many::{dossiers_in, is_dossier};
pub use memory::Memory;
pub use names::{bytes, real_name, shown};
pub use open::Opener;
pub use walk::{Folder, WalkError, packed, walk};

pub use crate::model::settings::SETTINGS_FILE;

/// The name of the dossier's self-assessment, in its root.
pub const SCORE_FILE: &str = "score.yaml";

/// Whether a path is that of a file the dossier keeps for this program; such files are no materials.
fn is_own(path: &str) -> bool {
    path == SETTINGS_FILE || path == SCORE_FILE
}
