//! Names as the system gives them: decoding, and names that never are evidence.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

use crate::model::inventory::Never;

/// A name as text, and its own bytes where they are not UTF-8. Old Chinese archives and systems
/// write GBK; a name that is neither is shown with replacement characters.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => {
            let (text, _) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
            (Cow::Owned(text.into_owned()), true)
        }
    }
}

/// A path as people read it: its parts decoded as file names are, with `/` between them.
pub fn shown(path: &Path) -> String {
    let whole = bytes(path.as_os_str());
    let parts: Vec<Cow<'_, str>> = whole.split(|&byte| byte == b'/').map(|part| decode(part).0).collect();
    parts.join("/").replace('\\', "/")
}

/// A name's own bytes.
#[cfg(unix)]
pub fn bytes(name: &OsStr) -> Cow<'_, [u8]> {
    std::os::unix::ffi::OsStrExt::as_bytes(name).into()
}

/// A name's own bytes.
#[cfg(not(unix))]
pub fn bytes(name: &OsStr) -> Cow<'_, [u8]> {
    name.to_string_lossy().into_owned().into_bytes().into()
}

/// Whether everything in a folder of this name is a system's own.
pub(super) fn is_system_folder(name: &str) -> bool {
    let known = ["__macosx", "$recycle.bin", "system volume information", "@eadir", "lost+found"];
    let hidden = name.starts_with('.') && name != "..";
    hidden || known.iter().any(|folder| name.eq_ignore_ascii_case(folder))
}

/// Whether a folder of this name holds the history of a repository: nobody's papers, and often many thousand files.
pub(super) fn is_repository(name: &str) -> bool {
    matches!(name, ".git" | ".svn" | ".hg")
}

/// Why a file of this name can never be evidence.
pub(super) fn never(name: &str) -> Option<Never> {
    if name.starts_with("~$") || (name.starts_with(".~") && name.ends_with('#')) {
        return Some(Never::LockOrTemp);
    }
    if name.starts_with('.') && name.bytes().filter(|&byte| byte == b'.').count() == 1 {
        return Some(Never::System);
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot + 1..]);
    let ends = |known: &&str| ending.eq_ignore_ascii_case(known);
    let unfinished = ["part", "partial", "crdownload", "tmp", "temp", "download", "swp", "td", "xltd", "bak"];
    if unfinished.iter().any(ends) {
        return Some(Never::LockOrTemp);
    }
    let system = ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "ntuser.dat"];
    if name.starts_with('.') || system.iter().any(|known| name.eq_ignore_ascii_case(known)) || ends(&"lnk") {
        return Some(Never::System);
    }
    None
}

/// The name a lock or half-finished file stands for.
pub fn real_name(name: &str) -> &str {
    let name = name
        .strip_prefix("~$")
        .or_else(|| name.strip_prefix(".~lock."))
        .or_else(|| name.strip_prefix(".~"))
        .unwrap_or(name);
    let name = name.strip_suffix('#').unwrap_or(name);
    let cut = [".part", ".partial", ".crdownload", ".tmp", ".temp", ".download"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix));
    cut.unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_and_lock_files_are_told_from_documents() {
        for name in ["~$修记录.docx", ".~lock.记录.docx#", "a.pdf.crdownload", "a.PART", "~WRL0001.tmp", ".a.swp"]
        {
            assert_eq!(never(name), Some(Never::LockOrTemp), "{name}");
        }
        for name in ["Thumbs.db", ".DS_Store", "desktop.ini", ".gitkeep", ".tmp", ".lnk", "资料.lnk"] {
            assert_eq!(never(name), Some(Never::System), "{name}");
        }
        for name in ["维修记录.pdf", "~维修记录.pdf", "part.pdf", "$1.pdf", "part", "thumbs.dbx", "a.tmp.pdf"] {
            assert_eq!(never(name), None, "{name}");
        }
        assert_eq!(real_name("~$记录.docx"), "记录.docx");
        assert_eq!(real_name("a.pdf.crdownload"), "a.pdf");
    }

    #[test]
    fn gbk_names_are_decoded() {
        let (bytes, _, _) = encoding_rs::GBK.encode("维修记录单.pdf");
        assert_eq!(decode(&bytes), (Cow::Owned("维修记录单.pdf".to_owned()), true));
        assert_eq!(decode("维修".as_bytes()), (Cow::Borrowed("维修"), false));
        assert!(decode(b"\xff\xff").1);
    }
}
