//! Which folders and archives are dossiers of their own.

use std::path::{Path, PathBuf};

use super::names;
use crate::model::kind::{Kind, extension};

/// Whether a path may be a dossier: a folder, or an archive by its name; nothing a system keeps for itself.
pub fn is_dossier(path: &Path) -> bool {
    let name = path.file_name().map(|name| names::shown(Path::new(name))).unwrap_or_default();
    if path.is_dir() {
        return !names::is_system_folder(&name);
    }
    let is_archive = extension(&name).is_some_and(|ext| Kind::of_extension(ext) == Kind::Archive);
    is_archive && path.is_file() && names::never(&name).is_none()
}

/// The dossiers directly in a folder, in the order of their names.
pub fn dossiers_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut found = entries.collect::<std::io::Result<Vec<PathBuf>>>()?;
    found.retain(|path| is_dossier(path));
    found.sort_unstable();
    Ok(found)
}
