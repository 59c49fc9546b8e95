//! Which demands a file may be evidence for, and why.

use std::sync::Arc;

use super::content::Dated;

/// What the name and the folders of one file say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recognition {
    /// Demands it may be evidence for, best first; equal scores in checklist order.
    pub candidates: Box<[Candidate]>,
    /// Its name says it is a template or a policy: the word that says so.
    pub refused: Option<Arc<str>>,
    /// Its name says that a stamp or signature is lacking: the words that say so.
    pub unsealed: Option<Arc<str>>,
    /// How many records the name claims to hold (`（4份）`).
    pub count_mark: Option<u32>,
    /// The demand its folder stands for, where the file's own name says otherwise.
    pub misfiled_in: Option<u16>,
    /// The same for two files that are one document in two formats: folder and title without what only
    /// says the format, hashed. 0 if the name says nothing of a document.
    pub document: u64,
    /// Dates its own name gives, with what they are.
    pub dates: Box<[Dated]>,
    /// An item it resembles without being evidence for it.
    pub near: Option<Box<Near>>,
    /// What its content says, where that was read and says something.
    pub heard: Option<Box<Heard>>,
    /// How many units the file holds by its content: certain, and possible.
    pub records: Option<(u32, u32)>,
}

/// What the title on a page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// The demands it names, equally well; empty if it names a document no item asks for.
    pub demands: Vec<u16>,
    /// The title as printed.
    pub title: Arc<str>,
    /// The page it stands on, from 1.
    pub page: u32,
    /// It was read off a picture.
    pub ocr: bool,
    /// It contradicts the file's own name.
    pub contradicts: bool,
    /// It is why the file is refused as a template or a policy.
    pub refuses: bool,
}

impl Recognition {
    /// The candidates that fit best and equally well; empty if none is certain or the file is refused.
    pub fn best(&self) -> &[Candidate] {
        if self.refused.is_some() {
            return &[];
        }
        let Some(first) = self.candidates.first().filter(|c| c.certain) else {
            return &[];
        };
        let ties = self.candidates.iter().take_while(|c| c.certain && c.score == first.score).count();
        &self.candidates[..ties]
    }

    /// The candidates that only may fit.
    pub fn possible(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().skip(self.best().len()).filter(|_| self.refused.is_none())
    }
}

/// One demand a file may be evidence for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The demand, by index in the checklist.
    pub demand: u16,
    /// How well it fits: comparable within one file only.
    pub score: u16,
    /// Whether it is certain enough to be counted.
    pub certain: bool,
    /// What it rests on.
    pub reason: Reason,
}

/// What a recognition rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The whole title is a known one.
    Title(Arc<str>),
    /// A term stands in the file's own name.
    Term(Arc<str>),
    /// A general word in the file's own name that only may mean it.
    Maybe(Arc<str>),
    /// The path fits a pattern.
    Glob(Arc<str>),
    /// A term stands in the name of a folder: the folder and the term, shared by its files.
    Folder(Arc<(Arc<str>, Arc<str>)>),
    /// The folder is only a number, and the file's name says nothing.
    FolderNumber(Arc<str>),
    /// The document itself says so: the title printed on a page.
    Content {
        /// The title.
        title: Arc<str>,
        /// The page, from 1.
        page: u32,
        /// It was read off a picture.
        ocr: bool,
    },
    /// Placed by hand in `dossier.yaml`, at that line.
    Assigned(u32),
}

impl Reason {
    /// What sort of thing it is, as JSON names it.
    pub fn basis(&self) -> &'static str {
        match self {
            Reason::Title(_) | Reason::Term(_) | Reason::Maybe(_) => "name",
            Reason::Folder(_) | Reason::FolderNumber(_) => "folder",
            Reason::Glob(_) => "path",
            Reason::Content { ocr: false, .. } => "content",
            Reason::Content { ocr: true, .. } => "ocr",
            Reason::Assigned(_) => "assigned",
        }
    }
}

/// Why a file resembles an item without being evidence for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The item it resembles.
    pub item: u16,
    /// What the resemblance rests on.
    pub why: NearWhy,
}

/// What a resemblance rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NearWhy {
    /// A number in the file's or folder's name, which alone proves nothing.
    Number(Arc<str>),
    /// The folder's words name the item, but the file's own name is of another sort of document.
    Folder(Arc<str>),
    /// The title differs from a known one by a slip of the pen.
    Typo(Arc<str>),
}
