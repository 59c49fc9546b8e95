//! Reading the user's own files: checklists, settings, lists of paths.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use dossier::checklist::{self, Library};
use dossier::inventory;
use dossier::model::checklist::Checklist;
use std::sync::Arc;

use super::Failure;

/// No checklist, settings file or list of paths is larger.
const LARGEST: u64 = 256 << 20;

/// Checklists on disk.
pub(crate) struct Disk;

impl Library for Disk {
    fn read(&self, path: &Path) -> std::io::Result<String> {
        let bytes = read(path)?;
        String::from_utf8(bytes)
            .map_err(|_| std::io::Error::new(std::io::ErrorKind::InvalidData, "not UTF-8 text; save it as UTF-8"))
    }
}

/// A whole file, or standard input for `-`.
pub(crate) fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().lock().take(LARGEST).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Refuses an archive where only a folder will do.
pub(crate) fn needs_folder(path: &Path) -> Result<(), Failure> {
    if !(path.is_file() && inventory::is_dossier(path)) {
        return Ok(());
    }
    let name = inventory::shown(path);
    Err(Failure::told(
        format!("「{name}」是压缩包，这里要用文件夹；请先解开"),
        format!("`{name}` is an archive, and a folder is needed here; unpack it first"),
    ))
}

/// A file the user named, or why it cannot be read.
pub(crate) fn named(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path).map_err(|error| {
        let name = path.display();
        Failure::told(format!("读不了「{name}」：{error}"), format!("cannot read `{name}`: {error}"))
    })
}

/// The text of a file the user named, or why it cannot be read.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(named(path)?).map_err(|_| {
        let name = path.display();
        Failure::told(
            format!("「{name}」不是 UTF-8 编码，请另存为 UTF-8"),
            format!("`{name}` is not UTF-8; save it as UTF-8"),
        )
    })
}

/// A checklist by id or file name.
pub(crate) fn checklist(name: &str) -> Result<Arc<Checklist>, Failure> {
    if let Some(list) = checklist::built_in(name).and_then(checklist::BuiltIn::checklist) {
        return Ok(list);
    }
    checklist::load(&Disk, name).map(|(list, _)| list).map_err(Failure::Problems)
}

/// Whether these stages are the list's; otherwise which are.
pub(crate) fn check_stages(list: &Checklist, stages: &[String]) -> Result<(), Failure> {
    for stage in stages {
        if list.stages.iter().all(|known| known.id != *stage) {
            let known = list.stages.iter().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Failure::told(
                format!("清单里没有阶段「{stage}」；可用：{known}"),
                format!("the list has no stage `{stage}`; known: {known}"),
            ));
        }
    }
    Ok(())
}
