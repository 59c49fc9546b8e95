//! Patterns on the command line. Windows shells leave them to the program.

use std::path::{Path, PathBuf};

use dossier::inventory;

use super::Failure;

/// Whether a name is a pattern: it has a `*` or `?`, and nothing is called so.
fn is_pattern(name: &Path) -> bool {
    name.to_string_lossy().contains(['*', '?']) && !name.exists()
}

/// The paths a pattern fits, in order; a name that is none stands for itself. As in a shell, `*` passes over
/// hidden names.
pub(crate) fn paths(name: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Failure> {
    if !is_pattern(name) {
        return Ok(vec![name.to_owned()]);
    }
    let shown = name.display();
    let wrong = |zh: String, en: String| Failure::told(format!("「{shown}」{zh}"), format!("`{shown}`: {en}"));
    // Brackets are common in names and stand for themselves.
    let escape = |c: char| match c {
        '[' | ']' => format!("[{c}]"),
        c => c.to_string(),
    };
    let pattern: String = name.to_string_lossy().chars().map(escape).collect();
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let found = glob::glob_with(&pattern, options)
        .map_err(|error| wrong(format!("写错了：{}", error.msg), error.msg.to_owned()))?;
    let mut found: Vec<PathBuf> = found.flatten().filter(|path| wanted(path)).collect();
    found.sort_unstable();
    if found.is_empty() {
        return Err(wrong("没有对上任何文件".into(), "no file fits the pattern".into()));
    }
    Ok(found)
}

/// The dossiers that were named, patterns spelt out, and those directly in each folder of `each`. One that comes
/// twice is taken once.
pub(crate) fn dossiers(named: &[PathBuf], each: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found: Vec<PathBuf> = Vec::new();
    for name in named {
        found.extend(paths(name, inventory::is_dossier)?);
    }
    for folder in each {
        let shown = folder.display();
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
    found.retain(|path| seen.insert(path.clone()));
    Ok(found)
}
