//! One document saved in two formats is one piece of evidence.

use std::collections::HashMap;

use super::fold::fold;
use crate::model::inventory::File;
use crate::model::kind::{Kind, extension};

/// Words at the end of a folder's name that only say which format its files are in.
const FORMAT_WORDS: [&str; 9] = ["pdf版", "word版", "电子版", "扫描版", "docx", "doc", "pdf", "word", "版"];

/// For each file that repeats another in another format, the one that stands for both: the fixed
/// form (PDF, OFD) if there is one. `eligible` says which files to look at.
pub(super) fn same_documents(files: &[File], eligible: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let kind = |index: usize| extension(files[index].name()).map_or(Kind::Other, Kind::of_extension);
    let is_office = |kind: Kind| matches!(kind, Kind::Word | Kind::Excel | Kind::Slides);
    let office: Vec<usize> = (0..files.len()).filter(|&i| eligible(i) && is_office(kind(i))).collect();
    if office.is_empty() {
        return Vec::new();
    }
    let mut groups: HashMap<(String, String), Vec<usize>> = HashMap::new();
    for &index in &office {
        groups.entry(key(&files[index])).or_default().push(index);
    }
    for index in (0..files.len()).filter(|&i| eligible(i) && matches!(kind(i), Kind::Pdf | Kind::Ofd)) {
        if let Some(group) = groups.get_mut(&key(&files[index])) {
            group.push(index);
        }
    }
    let mut pairs = Vec::new();
    for group in groups.values().filter(|group| group.len() > 1) {
        // Two files of one format and name lie in different folders: only other formats repeat.
        let Some(&keep) = group.iter().min_by_key(|&&i| (is_office(kind(i)), i)) else {
            continue;
        };
        let ext = |i: usize| extension(files[i].name()).map(str::to_ascii_lowercase);
        pairs.extend(group.iter().filter(|&&i| i != keep && ext(i) != ext(keep)).map(|&i| (i, keep)));
    }
    pairs.sort_unstable();
    pairs
}

/// Where a document lies and what it is called, whatever its format.
fn key(file: &File) -> (String, String) {
    let folder = file.folder().split('/').map(|name| {
        let folded = fold(name);
        let bare = FORMAT_WORDS.iter().find_map(|word| folded.strip_suffix(word)).unwrap_or(&folded);
        bare.to_owned()
    });
    let folder = folder.filter(|name| !name.is_empty()).collect::<Vec<_>>().join("/");
    let name = file.name();
    let stem = extension(name).map_or(name, |ext| &name[..name.len() - ext.len() - 1]);
    (folder, fold(stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(paths: &[&str]) -> Vec<(usize, usize)> {
        let file = |path: &&str| File { path: (*path).into(), raw: None, size: Some(1), never: None };
        same_documents(&paths.iter().map(file).collect::<Vec<_>>(), |_| true)
    }

    #[test]
    fn a_document_and_its_print_are_one() {
        assert_eq!(pairs(&["a/手册.docx", "a/手册.pdf"]), [(0, 1)]);
        assert_eq!(pairs(&["ISO文件/手册.doc", "ISO文件_docx/手册.docx"]), [(1, 0)]);
        assert_eq!(pairs(&["word/手册.doc", "pdf/手册.pdf"]), [(0, 1)]);
    }

    #[test]
    fn others_are_not() {
        assert_eq!(pairs(&["a/手册.docx", "b/手册.pdf"]), []);
        assert_eq!(pairs(&["a/手册1.docx", "a/手册2.pdf"]), []);
        assert_eq!(pairs(&["a/记录.jpg", "a/记录.pdf"]), []);
    }
}
