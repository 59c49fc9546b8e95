//! What the files say, as far as anybody looked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::content::{Bookmark, Content, Fields, Page, Source, Trouble};
use super::kind::Kind;

/// What was learnt by opening the files of one dossier. Indices are those of the inventory.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Whether files were opened at all.
    pub opened: bool,
    /// What each file says; empty if none was opened.
    pub contents: Vec<Option<Arc<Content>>>,
    /// Groups of files that repeat each other, each of two or more in inventory order.
    pub copies: Vec<Copies>,
    /// Pairs of pictures that look alike without being certainly the same, with the number of bits
    /// (of 256) their perceptual hashes differ in.
    pub alike: Vec<(usize, usize, u32)>,
    /// Files that could not be opened, with the system's message.
    pub unreadable: BTreeMap<usize, String>,
    /// What read the scans, as JSON names it; `None` if nothing did.
    pub ocr: Option<String>,
    /// Which products of the scope files are about, for files of items that must cover them.
    pub mentions: BTreeMap<usize, Mentions>,
}

/// Which products a file is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Products of the scope, by index: those its text names; where it names none, those of its own name, or
    /// else of the nearest folder that names any.
    pub about: Vec<usize>,
    /// Products only its name or a folder says, while what stands nearer says others.
    pub perhaps: Vec<usize>,
    /// It speaks of all products without naming them.
    pub general: bool,
    /// What it says it is about, behind a label, and the scope does not know; only where it names no product of
    /// the scope.
    pub others: Vec<String>,
}

/// Shorter texts repeat by chance; in letters and digits.
pub const LEAST_WORDS: usize = 40;

/// A form has at least so many fields.
const FIELDS: u32 = 4;

/// Letters and digits of a page that only covers what follows.
const COVER: usize = 60;

/// Files that repeat each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copies {
    /// The files, by index.
    pub files: Vec<usize>,
    /// What is the same about them.
    pub same: Same,
}

/// What is the same about two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Same {
    /// Every byte.
    Bytes,
    /// The picture, bit by bit, in another wrapper.
    Stream,
    /// Every word of the text.
    Text,
    /// The picture, saved again; how many bits of 256 the perceptual hashes differ in.
    Picture(u32),
}

impl Facts {
    /// What a file says, if it was read.
    pub fn content(&self, file: usize) -> Option<&Content> {
        self.contents.get(file)?.as_deref()
    }

    /// How a file was read.
    pub fn seen(&self, file: usize) -> Seen {
        match self.content(file) {
            None => Seen::Nothing,
            Some(content) => content.seen(),
        }
    }

    /// Pages that hold a picture nobody read, and the files they are in.
    pub fn unread(&self) -> (usize, usize) {
        let pages = |content: &Content| content.pages.iter().filter(|page| page.source == Source::Unread).count();
        let counts = self.contents.iter().flatten().map(|content| pages(content)).filter(|pages| *pages > 0);
        counts.fold((0, 0), |(pages, files), count| (pages + count, files + 1))
    }
}

/// How much of a file's content was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Text of its own.
    Text,
    /// Text read off its pictures.
    Ocr,
    /// Pictures, and nobody read them.
    Pictures,
    /// Nothing.
    Nothing,
}

impl Content {
    /// How much of it was read.
    pub fn seen(&self) -> Seen {
        let any = |test: fn(&Source) -> bool| self.pages.iter().any(|page| test(&page.source));
        if any(|source| *source == Source::Layer) {
            Seen::Text
        } else if any(|source| matches!(source, Source::Ocr(_))) {
            Seen::Ocr
        } else if any(|source| *source == Source::Unread) {
            Seen::Pictures
        } else {
            Seen::Nothing
        }
    }

    /// The pages `first` to `last`, counted from 1, as a document of their own.
    pub fn part(&self, first: u32, last: u32) -> Self {
        let (from, to) = (first.saturating_sub(1), last);
        let pages = self.pages.get(from as usize..to as usize).unwrap_or_default().to_vec();
        let inside = self.outline.iter().filter(|mark| (from..to).contains(&mark.page));
        let outline = inside.map(|mark| Bookmark { page: mark.page - from, ..mark.clone() }).collect();
        let page_count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
        let trouble = self.trouble.clone();
        let part = Self { format: self.format, trouble, page_count, pages, outline, ..Self::default() };
        Self { words: part.digest_of_words(), ..part }
    }

    /// A digest of the letters and digits of a document that has a text layer throughout; `None` if they
    /// are too few to tell it from another, or a picture beside them may be what tells it.
    pub fn digest_of_words(&self) -> Option<[u8; 32]> {
        let layers = self.pages.iter().all(|page| matches!(page.source, Source::Layer | Source::Blank));
        if !layers || self.trouble.is_some() || self.pages.iter().any(|page| page.pictured) {
            return None;
        }
        let letters = self.pages.iter().flat_map(|page| page.text.chars()).filter(|c| c.is_alphanumeric());
        let words: String = letters.flat_map(char::to_lowercase).collect();
        (words.chars().count() >= LEAST_WORDS).then(|| *blake3::hash(words.as_bytes()).as_bytes())
    }

    /// Whether there are pages and nothing is printed on any.
    pub fn is_blank(&self) -> bool {
        !self.pages.is_empty()
            && self.pages.len() == self.page_count as usize
            && self.pages.iter().all(|page| page.source == Source::Blank)
    }

    /// Whether it is a form and none of its fields is filled in, or a text that stops at its title.
    pub fn is_blank_form(&self) -> bool {
        (self.bare_title && self.format.kind() == Kind::Word) || self.blankness() == Some(true)
    }

    /// Whether it looks like a form that nobody filled in, and a person must look: what stands there is not known,
    /// a picture may show what was written, or the labels are words that are not known.
    pub fn may_be_blank_form(&self) -> bool {
        !self.is_blank_form() && self.blankness() == Some(false)
    }

    /// Whether it is certain that nothing is filled in; `None` if something is, or it is no form.
    fn blankness(&self) -> Option<bool> {
        let form = self.form().unwrap_or_default();
        let slots = || self.pages.iter().map(|page| page.said.slots);
        let written = slots().any(|slots| slots.written);
        let open = slots().fold(0u32, |open, slots| open.saturating_add(slots.open));
        let untouched = open >= FIELDS && !written && slots().any(|slots| slots.titled);
        let (labelled, unfilled, fillable) = match self.fields {
            Some(fields) if fields.total >= 3 && fields.filled > 0 => return None,
            Some(fields) if fields.total >= 3 => (true, form.filled == 0, true),
            _ => (form.total >= FIELDS, form.total >= FIELDS && form.filled == 0, false),
        };
        // A form in the appendix of a manual does not make the manual one.
        let talks = |page: &Page| {
            let words = || page.text.chars().filter(|c| c.is_alphanumeric()).count();
            page.form.is_none() && page.said.slots.open == 0 && words() > COVER
        };
        let unread = self.pages.iter().any(|page| page.source == Source::Unread);
        if unread || (!fillable && self.pages.iter().any(talks)) || !(unfilled || untouched) {
            return None;
        }
        let pictured = self.pages.iter().any(|page| page.pictured);
        match (labelled, pictured) {
            (true, false) => Some(untouched || !written || fillable),
            (false, true) => None,
            (true, true) | (false, false) => Some(false),
        }
    }

    /// The fields of all its pages.
    fn form(&self) -> Option<Fields> {
        self.pages.iter().filter_map(|page| page.form).reduce(|all, form| Fields {
            total: all.total.saturating_add(form.total),
            filled: all.filled.saturating_add(form.filled),
        })
    }

    /// What kept it from being evidence altogether, as opposed to from being read by the program.
    pub fn defect(&self) -> Option<&Trouble> {
        self.trouble
            .as_ref()
            .filter(|trouble| !matches!(trouble, Trouble::TooLarge(_) | Trouble::Abandoned(_) | Trouble::Unsupported))
    }

    /// What kept the program from reading it, though it may be good evidence.
    pub fn unread_because(&self) -> Option<&Trouble> {
        self.trouble.as_ref().filter(|_| self.defect().is_none())
    }
}
