//! A list of paths instead of a folder.

use super::names;
use crate::model::inventory::{File, Inventory};

/// An inventory from a list, one path a line; `/` and `\` both separate folders. Nothing is known
/// but the names. Empty lines are skipped.
pub fn from_list(name: &str, bytes: &[u8]) -> Inventory {
    let text = recoded(bytes);
    let bytes = text.as_deref().map_or(bytes, str::as_bytes);
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

/// A list as Windows writes it: UTF-16 with a mark, or lines that end in CR LF and are GBK throughout. It says nothing of
/// how the names themselves are encoded.
fn recoded(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let (encoding, _) = encoding_rs::Encoding::for_bom(bytes)?;
        return Some(encoding.decode_with_bom_removal(bytes).0.into_owned());
    }
    let windows = bytes.split_inclusive(|&b| b == b'\n').all(|line| !line.ends_with(b"\n") || line.ends_with(b"\r\n"));
    if !windows || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
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
