//! Why a file was taken for something.

use super::pick;
use crate::model::recognition::{NearWhy, Reason};
use crate::model::text::Lang;

/// A term as people read it: its `*` stands for anything between two words.
fn term(term: &str) -> String {
    term.replace('*', "…")
}

/// A reason as a phrase.
pub fn reason(reason: &Reason, lang: Lang) -> String {
    match reason {
        Reason::Title(title) => pick(lang, format!("文件名就是「{title}」"), format!("the name is `{title}`")),
        Reason::Term(words) => {
            let words = term(words);
            pick(lang, format!("文件名里有「{words}」"), format!("the name says `{words}`"))
        }
        Reason::Maybe(word) => {
            let word = term(word);
            pick(lang, format!("文件名里的「{word}」可能是"), format!("the name says `{word}`, which may mean it"))
        }
        Reason::Glob(glob) => pick(lang, format!("路径符合 {glob}"), format!("the path fits {glob}")),
        Reason::Folder(words) => {
            let (folder, words) = (&words.0, term(&words.1));
            pick(
                lang,
                format!("所在文件夹「{folder}」写着「{words}」"),
                format!("its folder `{folder}` says `{words}`"),
            )
        }
        Reason::FolderNumber(folder) => {
            pick(lang, format!("所在文件夹编号是「{folder}」"), format!("its folder is numbered `{folder}`"))
        }
        Reason::Content { title, page, ocr: false } => {
            pick(lang, format!("第 {page} 页写着「{title}」"), format!("page {page} says `{title}`"))
        }
        Reason::Content { title, page, ocr: true } => pick(
            lang,
            format!("第 {page} 页识别出的文字是「{title}」"),
            format!("page {page}, read by OCR, says `{title}`"),
        ),
        Reason::Assigned(line) => {
            pick(lang, format!("dossier.yaml 第 {line} 行指定"), format!("placed by dossier.yaml, line {line}"))
        }
    }
}

/// A reason as a stable code with its word, for JSON.
pub fn code(reason: &Reason) -> String {
    match reason {
        Reason::Title(title) => format!("title:{title}"),
        Reason::Term(term) => format!("term:{term}"),
        Reason::Maybe(word) => format!("maybe:{word}"),
        Reason::Glob(glob) => format!("glob:{glob}"),
        Reason::Folder(words) => format!("folder:{}:{}", words.0, words.1),
        Reason::FolderNumber(folder) => format!("folder-number:{folder}"),
        Reason::Content { title, page, ocr } => format!("{}:{page}:{title}", if *ocr { "ocr" } else { "content" }),
        Reason::Assigned(line) => format!("assigned:{line}"),
    }
}

/// What a resemblance rests on, as a phrase.
pub fn near(why: &NearWhy, lang: Lang) -> String {
    match why {
        NearWhy::Number(name) => pick(
            lang,
            format!("只有编号「{name}」对得上，编号不能单独作数，请把材料名写进文件名或文件夹名"),
            format!(
                "only the number of `{name}` fits, and a number proves nothing; put the material's name into the file's or folder's name"
            ),
        ),
        NearWhy::Folder(name) => pick(
            lang,
            format!("在文件夹「{name}」里，但文件名说的是另一种文件"),
            format!("it lies in the folder `{name}`, but its own name is of another sort of document"),
        ),
        NearWhy::Typo(title) => pick(
            lang,
            format!("与「{title}」只差一个字，是不是写错了"),
            format!("it is one character away from `{title}`; a slip of the pen?"),
        ),
    }
}
