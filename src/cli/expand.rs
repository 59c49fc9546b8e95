//! Patterns on the command line. Windows shells leave them to the program.

use std::path::{Path, PathBuf};

use dossier::inventory;
use glob::{MatchOptions, Pattern};

use super::Failure;

/// `**` goes no deeper.
const DEEPEST: usize = 64;

/// Whether a name is a pattern: it has a `*` or `?`, and nothing is called so.
fn is_pattern(name: &Path) -> bool {
    inventory::shown(name).contains(['*', '?']) && !name.exists()
}

/// The paths a pattern fits, in order; a name that is none stands for itself. As in a shell, `*` passes over
/// hidden names.
pub(crate) fn paths(name: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Failure> {
    if !is_pattern(name) {
        return Ok(vec![name.to_owned()]);
    }
    let shown = inventory::shown(name);
    let wrong = |zh: String, en: String| Failure::told(format!("「{shown}」{zh}"), format!("`{shown}`: {en}"));
    let mut found = vec![PathBuf::new()];
    for part in name.components() {
        let text = inventory::shown(Path::new(part.as_os_str()));
        found = if text == "**" {
            found.iter().flat_map(|base| folders_below(base)).collect()
        } else if text.contains(['*', '?']) {
            // Brackets are common in names and stand for themselves.
            let escape = |c: char| match c {
                '[' | ']' => format!("[{c}]"),
                c => c.to_string(),
            };
            let pattern: String = text.chars().map(escape).collect();
            let pattern = Pattern::new(&pattern)
                .map_err(|error| wrong(format!("写错了：{}", error.msg), error.msg.to_owned()))?;
            found.iter().flat_map(|base| entries(base, &pattern)).collect()
        } else {
            let mut next: Vec<PathBuf> = found.iter().map(|base| base.join(part)).collect();
            next.retain(|path| path.exists());
            next
        };
    }
    found.retain(|path| wanted(path));
    found.sort_unstable();
    found.dedup();
    if found.is_empty() {
        return Err(wrong("没有对上任何文件".into(), "no file fits the pattern".into()));
    }
    Ok(found)
}

/// What lies in a folder and has a name of that pattern. Names are matched as they are shown, whatever their bytes are.
fn entries(folder: &Path, pattern: &Pattern) -> Vec<PathBuf> {
    let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::new() };
    let read = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(read).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let fits = |name: &std::ffi::OsString| pattern.matches_with(&inventory::shown(Path::new(name)), options);
    entries.filter(fits).map(|name| folder.join(name)).collect()
}

/// A folder and all folders below it that are not hidden; links are not followed.
fn folders_below(folder: &Path) -> Vec<PathBuf> {
    let root = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let hidden = |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let found = walkdir::WalkDir::new(root).max_depth(DEEPEST).into_iter().filter_entry(|entry| !hidden(entry));
    let folders = found.flatten().filter(|entry| entry.file_type().is_dir());
    folders.map(|entry| folder.join(entry.path().strip_prefix(root).unwrap_or(entry.path()))).collect()
}

/// The dossiers that were named, patterns spelt out, and those directly in each folder of `each`. One that comes
/// twice is taken once.
pub(crate) fn dossiers(named: &[PathBuf], each: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found: Vec<PathBuf> = Vec::new();
    for name in named {
        found.extend(paths(name, inventory::is_dossier)?);
    }
    for folder in each {
        let shown = inventory::shown(folder);
        let within = inventory::dossiers_in(folder).map_err(|error| {
            Failure::told(
                format!("打不开文件夹「{shown}」：{error}"),
                format!("cannot open the folder `{shown}`: {error}"),
            )
        })?;
        if within.is_empty() {
            return Err(Failure::told(
                format!("「{shown}」里没有子文件夹，也没有压缩包；--each 后面写放着各份资料夹的那个文件夹"),
                format!("`{shown}` holds no subfolder and no archive; --each wants the folder the dossiers lie in"),
            ));
        }
        found.extend(within);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    Ok(found)
}
