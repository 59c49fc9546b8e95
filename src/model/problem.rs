//! What can be wrong, with the values that make it up.

use jiff::civil::Date;

use super::assignment::Refusal;
use super::checklist::Form;
use super::content::{Format, Trouble, When};
use super::finding::{Aspect, RuleId};
use super::settings::FactValue;

/// What is wrong with a file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameTrouble {
    /// Its bytes are not UTF-8; it was decoded.
    Encoding,
    /// The same of the names in an archive.
    Packed,
    /// The path is longer than 260 characters.
    Long,
    /// It holds a control or invisible formatting character.
    Invisible,
    /// It holds a character Windows forbids, a reserved name, or ends in a dot or space.
    NotPortable,
}

/// A problem with the values that make it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was found for an item.
    MissingMaterial {
        /// How many are needed.
        need: u32,
    },
    /// Some, but not enough.
    TooFew {
        /// Counted.
        have: u32,
        /// Needed.
        need: u32,
    },
    /// Enough, only if what may be evidence is.
    Unclear {
        /// Certain.
        have: u32,
        /// Possible.
        possible: u32,
        /// Needed.
        need: u32,
        /// Facts nobody declared.
        facts: Vec<String>,
    },
    /// More than allowed.
    TooMany {
        /// Counted.
        have: u32,
        /// Allowed.
        max: u32,
    },
    /// Enough, but fewer than the source recommends.
    BelowRecommended {
        /// Counted.
        have: u32,
        /// Recommended.
        recommended: u32,
    },
    /// Whether the item is due hangs on a fact nobody declared.
    ConditionUndeclared {
        /// The fact.
        fact: String,
    },
    /// By what is declared the applicant is not eligible.
    NotEligible {
        /// What is declared.
        declared: FactValue,
    },
    /// Nobody declared what a condition of eligibility looks at.
    EligibilityUndeclared {
        /// The month that was declared, where the day decides.
        month: Option<FactValue>,
    },
    /// The item asks for more than anybody could judge.
    NotEvaluated {
        /// What.
        aspects: Vec<Aspect>,
    },
    /// An optional item has nothing.
    OptionalAbsent,
    /// A file that cannot count.
    Refused(Refusal),
    /// A folder that could not be read.
    UnreadableFolder {
        /// The system's message.
        error: String,
    },
    /// Lies in the folder of another item than its name says.
    Misfiled {
        /// The item of the folder, by index.
        folder: usize,
        /// The item of the name, by index.
        name: usize,
    },
    /// Another sort of file than its name says; it counts all the same.
    ExtensionMismatch {
        /// What it is.
        format: Format,
    },
    /// The title printed in it contradicts its name.
    NameContentMismatch {
        /// The item of the name, by index.
        name: usize,
        /// The item of the title, by index, if any asks for such a document.
        content: Option<usize>,
        /// The title.
        title: String,
        /// The page it stands on, from 1.
        page: u32,
    },
    /// A picture that resembles another without being certainly the same.
    LooksAlike {
        /// The other file, by index.
        other: usize,
        /// How many bits of 256 their perceptual hashes differ in.
        bits: u32,
    },
    /// A picture too blurred to be read.
    Blurred,
    /// The program could not read it, though it may be good evidence; it counts by its name.
    NotRead {
        /// Why.
        why: Trouble,
    },
    /// Resembles an item without being evidence for it.
    NearMiss {
        /// The item, by index.
        item: usize,
        /// What the resemblance rests on.
        why: super::recognition::NearWhy,
    },
    /// No item asks for it.
    UnmatchedFile,
    /// A name that mail or ZIP programs may break.
    NameProblem {
        /// What is wrong.
        trouble: NameTrouble,
    },
    /// A file that is meant as the settings file, but is called otherwise.
    MisnamedSettings,
    /// The settings lie in a folder of the dossier and not at its top, so that nobody reads them.
    MisplacedSettings,
    /// A line of `assign` that fits no file.
    UnusedAssignment {
        /// Its path.
        path: String,
        /// The only file whose own name is the last part of the path, by index.
        near: Option<usize>,
    },
    /// Something that would refuse a file if it were certain, as it is not: only a name or OCR says it. The file
    /// is possible evidence until a person has looked.
    Doubtful(Refusal),
    /// In force today, but no longer on the day of the audit.
    ExpiresBeforeAudit {
        /// The last day it prints.
        until: When,
        /// The day of the audit.
        audit: Date,
    },
    /// Months of the window without evidence.
    MonthMissing {
        /// Year and month (1–12), in order.
        months: Vec<(i16, i8)>,
    },
    /// The date in a file's name is none of those its text gives.
    DateMismatch {
        /// In the name.
        name: When,
        /// In the text.
        content: When,
    },
    /// Products of the scope that no evidence of the item is about.
    ProductUncovered {
        /// Indices in the scope.
        products: Vec<usize>,
    },
    /// Products of which nobody can tell whether the item's evidence is about them.
    ProductUnclear {
        /// Indices in the scope.
        products: Vec<usize>,
    },
    /// Evidence about a product nobody applied for.
    ProductOutOfScope {
        /// What it is called there.
        product: String,
    },
    /// Two documents give different names or credit codes of the applicant.
    PartyMismatch {
        /// What this file says.
        here: String,
        /// What the other says.
        there: String,
        /// The other file, by index; `None` for `dossier.yaml`.
        other: Option<usize>,
    },
    /// Another company heads a document, or a file's name: perhaps left over from another client.
    ForeignParty {
        /// The company, or the credit code.
        found: String,
    },
    /// Persons on the roster without a certificate in the dossier, or the other way round.
    RosterMismatch {
        /// On the roster, without certificate.
        without_certificate: Vec<String>,
        /// With certificate, not on the roster.
        not_on_roster: Vec<String>,
    },
    /// Identity numbers that cannot be right (GB 11643).
    BadIdentityNumber {
        /// How many.
        count: u32,
    },
    /// No round red seal was seen on a page that should bear a stamp or signature.
    SealNotSeen,
    /// How the material must be handed over.
    HandInForm {
        /// As the list says.
        form: Vec<Form>,
        /// Must be stamped or signed.
        sealed: bool,
    },
    /// The share of a declared number is not reached.
    ShareNotReached {
        /// Counted.
        have: u32,
        /// Needed.
        need: u32,
        /// Per cent, as the list says.
        percent: String,
        /// Of how many.
        of: u64,
    },
    /// A waiver whose last day has passed.
    WaiverExpired {
        /// Its last day.
        until: Date,
    },
    /// A waiver nothing needs.
    WaiverUnused,
    /// Findings a baseline knows that no longer occur.
    BaselineStale {
        /// Their rules, and where they were.
        entries: Vec<(RuleId, String)>,
    },
}

impl Problem {
    /// The rule a problem belongs to.
    pub fn rule(&self) -> RuleId {
        match self {
            Problem::MissingMaterial { .. } => RuleId::MissingMaterial,
            Problem::TooFew { .. } => RuleId::TooFew,
            Problem::Unclear { .. } => RuleId::Unclear,
            Problem::TooMany { .. } => RuleId::TooMany,
            Problem::BelowRecommended { .. } => RuleId::BelowRecommended,
            Problem::ConditionUndeclared { .. } => RuleId::ConditionUndeclared,
            Problem::NotEligible { .. } => RuleId::NotEligible,
            Problem::EligibilityUndeclared { .. } => RuleId::EligibilityUndeclared,
            Problem::NotEvaluated { .. } => RuleId::NotEvaluated,
            Problem::OptionalAbsent => RuleId::OptionalAbsent,
            Problem::Refused(why) => why.rule(),
            Problem::UnreadableFolder { .. } => RuleId::Unreadable,
            Problem::Misfiled { .. } => RuleId::Misfiled,
            Problem::ExtensionMismatch { .. } => RuleId::ExtensionMismatch,
            Problem::NameContentMismatch { .. } => RuleId::NameContentMismatch,
            Problem::LooksAlike { .. } => RuleId::LooksAlike,
            Problem::Blurred => RuleId::Blurred,
            Problem::NotRead { .. } => RuleId::NotRead,
            Problem::NearMiss { .. } => RuleId::NearMiss,
            Problem::UnmatchedFile => RuleId::UnmatchedFile,
            Problem::NameProblem { .. } => RuleId::NameProblem,
            Problem::MisnamedSettings | Problem::MisplacedSettings => RuleId::MisnamedSettings,
            Problem::UnusedAssignment { .. } => RuleId::UnusedAssignment,
            Problem::Doubtful(why) => why.rule(),
            Problem::ExpiresBeforeAudit { .. } => RuleId::ExpiresBeforeAudit,
            Problem::MonthMissing { .. } => RuleId::MonthMissing,
            Problem::DateMismatch { .. } => RuleId::DateMismatch,
            Problem::ProductUncovered { .. } => RuleId::ProductUncovered,
            Problem::ProductUnclear { .. } => RuleId::ProductUnclear,
            Problem::ProductOutOfScope { .. } => RuleId::ProductOutOfScope,
            Problem::PartyMismatch { .. } => RuleId::PartyMismatch,
            Problem::ForeignParty { .. } => RuleId::OtherParty,
            Problem::RosterMismatch { .. } => RuleId::RosterMismatch,
            Problem::BadIdentityNumber { .. } => RuleId::BadIdentityNumber,
            Problem::SealNotSeen => RuleId::SealNotSeen,
            Problem::HandInForm { .. } => RuleId::HandInForm,
            Problem::ShareNotReached { .. } => RuleId::ShareNotReached,
            Problem::WaiverExpired { .. } => RuleId::WaiverExpired,
            Problem::WaiverUnused => RuleId::WaiverUnused,
            Problem::BaselineStale { .. } => RuleId::BaselineStale,
        }
    }
}
