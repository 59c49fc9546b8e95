//! A list of paths instead of a folder.

use super::names;
use crate::model::inventory::{File, Inventory};

/// An inventory from a list, one path a line; `/` and `\` both separate folders. Nothing is known
/// but the names. Empty lines are skipped.
pub fn from_list(name: &str, bytes: &[u8]) -> Inventory {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut files: Vec<File> = bytes
        .split(|&b| b == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
        .filter(|line| !line.is_empty())
        .map(listed)
        .collect();
    files.sort_unstable_by(|a, b| a.path.split('/').cmp(b.path.split('/')).then_with(|| a.raw().cmp(&b.raw())));
    // One name in two encodings is two files.
    files.dedup_by(|a, b| a.path == b.path && a.raw() == b.raw());
    Inventory { name: name.to_owned(), files, folders: 0, unreadable: Vec::new(), sizes_known: false, packed: false }
}

/// One path of a list, of which nothing is known but its name.
pub fn listed(line: &[u8]) -> File {
    let (text, decoded) = names::decode(line);
    let parts: Vec<&str> = text.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let path = parts.join("/");
    let hidden = parts.iter().rev().skip(1).any(|part| names::is_system_folder(part));
    let name = parts.last().copied().unwrap_or_default();
    let never = if hidden { Some(crate::model::inventory::Never::System) } else { names::never(name) };
    let mut file = File::new(path);
    if decoded {
        file.set_raw(line);
    }
    file.never = never;
    file
}
