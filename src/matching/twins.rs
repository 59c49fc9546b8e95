//! One document saved in two formats is one piece of evidence.

use rayon::prelude::*;

use crate::model::inventory::File;
use crate::model::kind::{Kind, extension};
use crate::model::recognition::Recognition;

/// Words at the end of a folder's name that only say which format its files are in.
const FORMAT_WORDS: [&str; 9] = ["pdf版", "word版", "电子版", "扫描版", "docx", "doc", "pdf", "word", "版"];

/// For each file that repeats another in another format, the one that stands for both: the fixed
/// form (PDF, OFD) if there is one. `eligible` says which files to look at.
pub(super) fn same_documents(
    files: &[File],
    recognitions: &[Recognition],
    eligible: impl Fn(usize) -> bool + Sync,
) -> Vec<(usize, usize)> {
    let is_office = |kind: Kind| matches!(kind, Kind::Word | Kind::Excel | Kind::Slides);
    let mut documents: Vec<(u64, bool, usize)> = (0..files.len())
        .into_par_iter()
        .filter(|&index| eligible(index))
        .filter_map(|index| {
            let kind = files[index].kind;
            let fixed = matches!(kind, Kind::Pdf | Kind::Ofd);
            (fixed || is_office(kind)).then(|| (recognitions[index].document, !fixed, index))
        })
        .collect();
    documents.par_sort_unstable();
    let ext = |index: usize| extension(files[index].name()).map(str::to_ascii_lowercase);
    let mut pairs = Vec::new();
    for group in documents.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        // Two files of one format and name lie in different folders: only other formats repeat.
        let keep = group[0].2;
        pairs.extend(group[1..].iter().map(|&(.., index)| (index, keep)).filter(|&(index, _)| ext(index) != ext(keep)));
    }
    pairs.sort_unstable();
    pairs
}

/// A folder's folded name without a word at its end that only says which format its files are in.
pub(super) fn without_format(folded: &str) -> &str {
    FORMAT_WORDS.iter().find_map(|word| folded.strip_suffix(word)).unwrap_or(folded)
}

/// Adds a name to the hash of a path; an empty name adds nothing.
pub(super) fn fold_in(hash: u64, name: &str) -> u64 {
    if name.is_empty() {
        return hash;
    }
    let mix = |sum: u64, next: u64| (sum ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    name.bytes().map(u64::from).fold(mix(hash, 0x100), mix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fold::fold;

    fn pairs(paths: &[&str]) -> Vec<(usize, usize)> {
        let files: Vec<File> = paths.iter().map(|path| File::new(*path)).collect();
        let document = |file: &File| {
            let folders = file.folder().split('/').filter(|folder| !folder.is_empty()).map(fold);
            let folder = folders.fold(0, |hash, name| fold_in(hash, without_format(&name)));
            let stem = file.name().rsplit_once('.').map_or("", |(stem, _)| stem);
            Recognition { document: fold_in(folder, &fold(stem)), ..Recognition::default() }
        };
        let recognitions: Vec<Recognition> = files.iter().map(document).collect();
        same_documents(&files, &recognitions, |_| true)
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
