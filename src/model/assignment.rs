//! What became of every file.

use jiff::civil::Date;

use super::content::{Format, When};
use super::finding::RuleId;

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Counted for a demand, for at least `certain` and at most `possible` units.
    Counted {
        /// The demand, by index.
        demand: usize,
        /// Units that are certain.
        certain: u32,
        /// Units there may be; never below `certain`.
        possible: u32,
        /// Other demands it may serve as well, by index: its name holds their words too.
        also: Vec<usize>,
    },
    /// It only may be evidence; the demands, by index, best first.
    Possible(Vec<usize>),
    /// It cannot count.
    Refused {
        /// The demand it would have counted for, if its name says.
        demand: Option<usize>,
        /// Why.
        why: Refusal,
    },
    /// Placed nowhere, by hand.
    SetAside,
    /// No item asks for it.
    LeftOver,
}

/// Why a file cannot count. Each has the rule id of its finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No bytes.
    Empty,
    /// An office program's lock file or half a download.
    LockOrTemp,
    /// A system's own or a hidden file.
    System,
    /// A report this program wrote.
    OwnReport,
    /// A link leading out of the dossier; its target.
    LinkOutside(String),
    /// The same bytes as another file, which counts; its index.
    SameBytes(usize),
    /// The same document in another format, which counts; its index.
    SameDocument(usize),
    /// A link to a file of this dossier; its target.
    LinkInside(String),
    /// The same picture as another file, in another wrapper or saved again: the other's index, and how
    /// many bits of 256 their perceptual hashes differ in; `None` if it is the same picture byte for byte.
    SamePicture(usize, Option<u32>),
    /// The same text as another file, word for word; its index.
    SameText(usize),
    /// A template or a policy by its name; the word that says so.
    TemplateOrPolicy(String),
    /// A template or a policy by the title printed in it; the title.
    TitledTemplateOrPolicy(String),
    /// Another sort of file than its name says, and one the item does not accept; what it is.
    ExtensionMismatch(Format),
    /// Opens only with a password.
    PasswordProtected,
    /// Its end is missing.
    Truncated,
    /// Only a pointer of Git LFS or git-annex; the file itself was not fetched.
    NotFetched,
    /// Damaged; what the reader says, in English.
    Corrupt(String),
    /// Has no pages.
    NoPages,
    /// An archive in which nothing lies.
    NothingPacked,
    /// Nothing is printed on its pages.
    BlankPage,
    /// A form in which nothing is filled in.
    BlankForm,
    /// An archive or a member that could do harm; what is wrong with it.
    UnsafeArchive(String),
    /// Marked as not stamped, where a stamp is needed; the mark.
    NotSealed(String),
    /// A kind of document the item does not accept; the extension, empty if none.
    WrongFormat(String),
    /// Could not be opened; the system's message.
    Unreadable(String),
    /// No longer in force: the last day it prints.
    Expired(When),
    /// Its own date lies before the window: the date, and the first day that would do.
    OutsideWindow(When, Date),
    /// A record of a day that has not come yet.
    FutureDate(When),
    /// About the same person as another file, which counts: the other's index and the person.
    SamePerson(usize, String),
    /// Another company's, where the applicant's is wanted: the name or credit code it prints.
    OtherParty(String),
}

impl Refusal {
    /// The file it repeats and that counts instead, if that is why.
    pub fn twin(&self) -> Option<usize> {
        match self {
            Refusal::SameBytes(twin)
            | Refusal::SameDocument(twin)
            | Refusal::SamePicture(twin, _)
            | Refusal::SameText(twin)
            | Refusal::SamePerson(twin, _) => Some(*twin),
            _ => None,
        }
    }

    /// Whether nobody meant to hand it in, or it is only missing on this machine.
    pub fn is_left_behind(&self) -> bool {
        matches!(self, Refusal::System | Refusal::LockOrTemp | Refusal::OwnReport | Refusal::NotFetched)
    }

    /// The rule it belongs to.
    pub fn rule(&self) -> RuleId {
        match self {
            Refusal::Empty => RuleId::EmptyFile,
            Refusal::LockOrTemp => RuleId::LockOrTempFile,
            Refusal::System => RuleId::SystemFile,
            Refusal::OwnReport => RuleId::OwnReport,
            Refusal::LinkOutside(_) => RuleId::LinkOutside,
            Refusal::SameBytes(_)
            | Refusal::SameDocument(_)
            | Refusal::SamePicture(..)
            | Refusal::SameText(_)
            | Refusal::LinkInside(_) => RuleId::DuplicateEvidence,
            Refusal::TemplateOrPolicy(_) | Refusal::TitledTemplateOrPolicy(_) => RuleId::TemplateOrPolicy,
            Refusal::ExtensionMismatch(_) => RuleId::ExtensionMismatch,
            Refusal::PasswordProtected => RuleId::PasswordProtected,
            Refusal::Truncated | Refusal::NotFetched => RuleId::Truncated,
            Refusal::Corrupt(_) => RuleId::Corrupt,
            Refusal::NoPages | Refusal::NothingPacked => RuleId::NoPages,
            Refusal::BlankPage => RuleId::BlankPage,
            Refusal::BlankForm => RuleId::BlankForm,
            Refusal::UnsafeArchive(_) => RuleId::UnsafeArchive,
            Refusal::NotSealed(_) => RuleId::NotSealed,
            Refusal::WrongFormat(_) => RuleId::WrongFormat,
            Refusal::Unreadable(_) => RuleId::Unreadable,
            Refusal::Expired(_) => RuleId::Expired,
            Refusal::OutsideWindow(..) => RuleId::OutsideWindow,
            Refusal::FutureDate(_) => RuleId::FutureDate,
            Refusal::SamePerson(..) => RuleId::SamePerson,
            Refusal::OtherParty(_) => RuleId::OtherParty,
        }
    }
}
