//! Where findings are, for formats that point at a file and a line, and what tells each from the others.

use std::collections::HashMap;

use super::escape::terminal;
use crate::i18n::{self, pick};
use crate::model::assessment::Assessment;
use crate::model::checklist::{ListFile, Written};
use crate::model::finding::{Finding, Place, Problem};
use crate::model::settings::SETTINGS_FILE;
use crate::model::text::Lang;

/// A line of a file, as seen from where the program was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// With `/`; never empty.
    pub(super) path: String,
    /// From 1; 1 where a file has no lines.
    pub(super) line: u32,
    /// It is a list built into the program, and no file.
    pub(super) built_in: bool,
}

/// A finding with its place.
pub(super) struct Located<'a> {
    pub(super) finding: &'a Finding,
    /// The item it is about, by index.
    pub(super) item: Option<usize>,
    pub(super) spot: Spot,
    /// The same in every run that finds the same, whatever the language and the counts; no two findings
    /// of one dossier share it.
    pub(super) fingerprint: String,
}

/// All findings, in their order.
pub(super) fn located(assessment: &Assessment) -> impl Iterator<Item = Located<'_>> {
    let list = &assessment.checklist;
    let dossier = in_dossier(assessment, "");
    let mut seen: HashMap<String, u32> = HashMap::new();
    assessment.findings.iter().map(move |finding| {
        let item = finding.item();
        let about = match &finding.place {
            Place::Item(_) => "",
            Place::File(file, _) => &assessment.inventory.files[*file].path,
            Place::Path(path) => path,
            // Lines move; which of its kind it is does not.
            Place::Settings(_) => SETTINGS_FILE,
            Place::Condition(index) => &list.conditions[*index].id,
        };
        let id = item.map_or("", |item| &list.items[item].id);
        let key = [&dossier, &list.id, finding.problem.rule().id(), id, about].join("\0");
        let before = seen.entry(key.clone()).or_default();
        let hash = blake3::hash(format!("{key}\0{before}").as_bytes());
        *before += 1;
        let fingerprint = hash.to_hex()[..32].to_owned();
        Located { finding, item, spot: spot(assessment, finding), fingerprint }
    })
}

/// Its sentence, made harmless, with who waived it, or what the baseline says of it.
pub(super) fn sentence(assessment: &Assessment, finding: &Finding, lang: Lang) -> String {
    let message = i18n::message(finding, assessment, lang);
    let waived = finding.waived.map(|waiver| {
        let reason = &assessment.settings.waivers[waiver].reason;
        pick(lang, format!("已豁免：{reason}"), format!("waived: {reason}"))
    });
    let remark = waived.or_else(|| Some(i18n::since(finding.since?, lang)));
    let remark = remark.map(|remark| i18n::bracketed(&remark, lang)).unwrap_or_default();
    terminal(&(message + &remark)).into_owned()
}

fn spot(assessment: &Assessment, finding: &Finding) -> Spot {
    let list = &assessment.checklist;
    let (path, line) = match &finding.place {
        Place::Item(item) => return of_list(assessment, list.items[*item].written),
        Place::Condition(index) => return of_list(assessment, list.conditions[*index].written),
        Place::File(file, _) => {
            let file = &assessment.inventory.files[*file];
            let whole = file.pages.and_then(|_| file.path.rsplit_once('#')).map_or(&*file.path, |(whole, _)| whole);
            (in_dossier(assessment, whole), 1)
        }
        // A baseline lies where the program was told, which may be anywhere.
        Place::Path(path) if matches!(finding.problem, Problem::BaselineStale { .. }) => {
            (joined(&slashes(path), ""), 1)
        }
        Place::Path(path) => (in_dossier(assessment, path), 1),
        Place::Settings(line) => {
            let folder = &assessment.settings.folder;
            let slash = if folder.is_empty() { "" } else { "/" };
            (in_dossier(assessment, &format!("{folder}{slash}{SETTINGS_FILE}")), (*line).max(1))
        }
    };
    Spot { path, line, built_in: false }
}

fn of_list(assessment: &Assessment, written: Written) -> Spot {
    let (path, built_in) = match assessment.checklist.files.get(written.file) {
        // A path and no scheme of its own: code scanning refuses a whole report for one URI it does not know.
        Some(ListFile::BuiltIn(id)) => (format!("built-in/{id}.yaml"), true),
        Some(ListFile::Path(path)) => (joined(&slashes(path), ""), false),
        None => (in_dossier(assessment, ""), false),
    };
    Spot { path, line: written.line.max(1), built_in }
}

/// A path of the dossier, from where the program was called.
fn in_dossier(assessment: &Assessment, path: &str) -> String {
    let inventory = &assessment.inventory;
    let base = match inventory.name.rsplit_once('/') {
        // A list of paths says itself where they are.
        _ if !inventory.sizes_known => "",
        // An archive is the first of its own files, and the rest lie in it.
        _ if !inventory.packed || inventory.files.first().is_none_or(|own| *own.path != *path) => &inventory.name,
        Some((folder, _)) => folder,
        None => "",
    };
    joined(base, path)
}

/// A path below a folder, without the detours in the folder's name.
fn joined(base: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.extend((!path.is_empty()).then_some(path));
    let root = if base.starts_with('/') { "/" } else { "" };
    match format!("{root}{}", parts.join("/")) {
        here if here.is_empty() => ".".to_owned(),
        path => path,
    }
}

fn slashes(path: &str) -> String {
    if std::path::MAIN_SEPARATOR == '\\' { path.replace('\\', "/") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_where_the_program_was_called() {
        for (base, path, whole) in [
            (".", "a/b.pdf", "a/b.pdf"),
            ("", "a.pdf", "a.pdf"),
            ("./x/", "a.pdf", "x/a.pdf"),
            ("x/../y", "a.pdf", "y/a.pdf"),
            ("../x", "a.pdf", "../x/a.pdf"),
            ("/tmp//x", "a.pdf", "/tmp/x/a.pdf"),
            ("C:/x", "a.pdf", "C:/x/a.pdf"),
            (".", "", "."),
            ("/", "", "/"),
        ] {
            assert_eq!(joined(base, path), whole);
        }
    }
}
