//! Rules on names that mail, ZIP or Windows programs break on the way to the certification body.

use std::collections::HashSet;

use rayon::prelude::*;

use super::Known;
use crate::model::finding::{Finding, NameTrouble, Place, Problem, Severity};
use crate::model::inventory::{File, Never};
use crate::model::settings::SETTINGS_FILE;

/// Longer paths cannot be opened by many Windows programs (MAX_PATH).
const LONGEST_PATH: usize = 260;

/// What text editors and downloads make of the end of `dossier.yaml`.
const SETTINGS_ENDINGS: [&str; 5] = [".yaml.txt", ".yml.txt", ".yaml", ".yml", ".txt"];
/// What copying adds to its name, beside numbers and signs.
const COPIED: [&str; 3] = ["副本", "复制", "copy"];

pub(super) fn run(known: &Known) -> Vec<Finding> {
    let files = known.inventory.files.par_iter().enumerate();
    let settled = || known.inventory.files.iter().any(|file| file.never == Some(Never::Settings));
    let found: Vec<Finding> = files
        .filter(|(_, file)| file.never != Some(Never::System))
        .filter_map(|(index, file)| {
            let problem = if is_misplaced_settings(&file.path) && !settled() {
                Problem::MisplacedSettings
            } else if is_misnamed_settings(&file.path) {
                Problem::MisnamedSettings
            } else {
                Problem::NameProblem { trouble: trouble(file)? }
            };
            Some(Finding::new(Severity::Warning, Place::File(index, None), problem))
        })
        .collect();
    told_once(known, found)
}

/// Whether a file is `dossier.yaml` in a folder directly in the dossier.
fn is_misplaced_settings(path: &str) -> bool {
    path.strip_suffix(SETTINGS_FILE).and_then(|rest| rest.strip_suffix('/')).is_some_and(|folder| !folder.contains('/'))
}

/// Whether a file of the first level is meant to be `dossier.yaml`, and is not called so: `dossier (1).yaml`.
fn is_misnamed_settings(path: &str) -> bool {
    if path == SETTINGS_FILE || path.contains('/') {
        return false;
    }
    let lower = path.to_lowercase();
    let stem = SETTINGS_ENDINGS.iter().find_map(|ending| lower.strip_suffix(ending));
    let plain = |stem: &str| COPIED.iter().fold(stem.to_owned(), |stem, word| stem.replace(word, ""));
    stem.is_some_and(|stem| plain(stem).chars().filter(|c| c.is_alphabetic()).eq("dossier".chars()))
}

/// Names in an archive are in the encoding of the program that packed it: all of them, so that one word is enough.
fn told_once(known: &Known, found: Vec<Finding>) -> Vec<Finding> {
    let (mut told, mut archive) = (HashSet::new(), None);
    let once = |mut finding: Finding| {
        let Place::File(file, _) = finding.place else { return Some(finding) };
        if finding.problem != (Problem::NameProblem { trouble: NameTrouble::Encoding }) {
            return Some(finding);
        }
        // What an archive holds is listed after it, so that the next name mostly lies in the same.
        archive =
            archive.filter(|at| holds(known, *at, file)).or_else(|| (0..file).rev().find(|at| holds(known, *at, file)));
        finding.place = match archive {
            Some(archive) => Place::File(archive, None),
            None if known.inventory.packed => Place::Path(String::new()),
            None => return Some(finding),
        };
        finding.problem = Problem::NameProblem { trouble: NameTrouble::Packed };
        told.insert(archive).then_some(finding)
    };
    found.into_iter().filter_map(once).collect()
}

/// Whether a file is an archive that holds another.
fn holds(known: &Known, archive: usize, file: usize) -> bool {
    let (archive, file) = (&known.inventory.files[archive], &known.inventory.files[file]);
    let within = || file.path.strip_prefix(&*archive.path).is_some_and(|rest| rest.starts_with('/'));
    archive.never == Some(Never::Container) && within()
}

fn trouble(file: &File) -> Option<NameTrouble> {
    if file.raw().is_some() {
        Some(NameTrouble::Encoding)
    } else if file.path.len() > LONGEST_PATH && file.path.chars().count() > LONGEST_PATH {
        Some(NameTrouble::Long)
    } else if !may_be_trouble(file.real_path()) {
        None
    } else if file.path.chars().any(is_invisible) {
        Some(NameTrouble::Invisible)
    // A masked number is not what the file is called.
    } else if file.real_path().split('/').any(is_not_portable) {
        Some(NameTrouble::NotPortable)
    } else {
        None
    }
}

/// Whether anything in a path calls for a closer look; most paths are passed over in one reading.
fn may_be_trouble(path: &str) -> bool {
    let bytes = path.as_bytes();
    if !is_suspect(bytes) {
        return false;
    }
    let mut before = b'/';
    for (at, &byte) in bytes.iter().enumerate() {
        let next = || bytes.get(at + 1).copied();
        let closer = match call(byte) {
            Call::Never => false,
            Call::Always => true,
            Call::First => before == b'/',
            Call::End => before == b'.',
            Call::Followed(low, high) => next().is_some_and(|next| (low..=high).contains(&next)),
        };
        if closer {
            return true;
        }
        before = byte;
    }
    before == b'.'
}

/// The same less exactly: without a branch for each byte, so that many are looked at together.
fn is_suspect(bytes: &[u8]) -> bool {
    let any =
        |bytes: &[u8], test: fn(u8) -> bool| bytes.iter().fold(0, |found, &byte| found | u8::from(test(byte))) != 0;
    let alone = |byte: u8| {
        (byte <= 0x20)
            | (byte == b'<')
            | (byte == b'>')
            | (byte == b':')
            | (byte == b'"')
            | (byte == b'|')
            | (byte == b'?')
            | (byte == b'*')
            | (byte == b'\\')
            | (byte == 0x7f)
            | (byte == 0xc2)
            | (byte == 0xe2)
            | (byte == 0xef)
    };
    let begins = |&byte: &u8| matches!(byte | 0x20, b'a' | b'c' | b'l' | b'n' | b'p');
    let after_slash = bytes.windows(2).fold(0, |found, pair| {
        let first = matches!(pair[1] | 0x20, b'a' | b'c' | b'l' | b'n' | b'p');
        found | (u8::from(pair[0] == b'/') & u8::from(first)) | (u8::from(pair[0] == b'.') & u8::from(pair[1] == b'/'))
    });
    any(bytes, alone) || after_slash != 0 || bytes.first().is_some_and(begins) || bytes.last() == Some(&b'.')
}

/// When a byte of a path calls for a closer look.
#[derive(Clone, Copy)]
enum Call {
    Never,
    Always,
    /// Where a name begins: CON, PRN, AUX, NUL, COM1, LPT1.
    First,
    /// Where a name ends in a dot.
    End,
    /// Before bytes of this range: control and formatting characters of two and three bytes.
    Followed(u8, u8),
}

/// When a byte does.
fn call(byte: u8) -> Call {
    match byte {
        0..=0x20 | b'<' | b'>' | b':' | b'"' | b'|' | b'?' | b'*' | b'\\' | 0x7f => Call::Always,
        b'/' => Call::End,
        b'a' | b'A' | b'c' | b'C' | b'l' | b'L' | b'n' | b'N' | b'p' | b'P' => Call::First,
        0xc2 => Call::Followed(0x80, 0x9f),
        0xe2 => Call::Followed(0x80, 0x81),
        0xef => Call::Followed(0xbb, 0xbb),
        _ => Call::Never,
    }
}

/// Control characters, and formatting characters that hide or turn what follows.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Names Windows cannot hold.
fn is_not_portable(part: &str) -> bool {
    const FORBIDDEN: &[char] = &['<', '>', ':', '"', '|', '?', '*', '\\'];
    const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    if part.contains(FORBIDDEN) || part.ends_with(['.', ' ']) {
        return true;
    }
    let stem = part.split('.').next().unwrap_or(part);
    if stem.len() > 4 || !stem.is_ascii() {
        return false;
    }
    let stem = stem.to_ascii_lowercase();
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    RESERVED.contains(&bare) && (bare == stem) == (!matches!(bare, "com" | "lpt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_break_are_told_from_names_that_do_not() {
        let trouble = |path: &str| trouble(&File::new(path));
        assert_eq!(trouble("16.维修记录单/维修 记录（1）.pdf"), None);
        assert_eq!(trouble("a/con.pdf"), Some(NameTrouble::NotPortable));
        assert_eq!(trouble("a/COM1.pdf"), Some(NameTrouble::NotPortable));
        assert_eq!(trouble("a/com.pdf"), None);
        assert_eq!(trouble("a/contract.pdf"), None);
        assert_eq!(trouble("报告 型号：1.pdf"), None);
        assert_eq!(trouble("报告:1.pdf"), Some(NameTrouble::NotPortable));
        assert_eq!(trouble("资料 /a.pdf"), Some(NameTrouble::NotPortable));
        assert_eq!(trouble("a\u{202e}fdp.exe"), Some(NameTrouble::Invisible));
        assert_eq!(trouble("\u{1b}[31m.pdf"), Some(NameTrouble::Invisible));
        for hidden in ['\u{85}', '\u{200b}', '\u{2067}', '\u{feff}'] {
            assert_eq!(trouble(&format!("记{hidden}录（1）.pdf")), Some(NameTrouble::Invisible));
        }
        assert_eq!(trouble(&"长".repeat(261)), Some(NameTrouble::Long));
        assert_eq!(trouble(&"长".repeat(260)), None);
    }

    #[test]
    fn settings_that_are_not_read_are_told_by_their_name() {
        for name in [
            "dossier.yml",
            "dossier.yaml.txt",
            "dossier.txt",
            "Dossier.yaml",
            "DOSSIER.YAML",
            "dossier (1).yaml",
            "dossier（2）.yml",
            "dossier - 副本.yaml",
            "dossier 复制.yaml",
            "dossier - Copy.yaml.txt",
        ] {
            assert!(is_misnamed_settings(name), "{name}");
        }
        for name in ["dossier.yaml", "a/dossier.yml", "dossier.pdf", "dossiers.yaml", "my dossier.txt", "清单.yaml"] {
            assert!(!is_misnamed_settings(name), "{name}");
        }
    }
}
