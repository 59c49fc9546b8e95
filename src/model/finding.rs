//! Problems, as typed values. Sentences for them live in `i18n`.

use super::assignment::Refusal;
use super::content::{Format, Trouble};
use super::settings::FactValue;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// A person should look before handing in.
    Warning,
    /// The dossier would come back.
    Error,
}

impl Severity {
    /// Its name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

macro_rules! rules {
    ($($variant:ident = $id:literal),+ $(,)?) => {
        /// A stable name for each sort of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleId {
            $(#[doc = concat!("`", $id, "`")] $variant,)+
        }

        impl RuleId {
            /// Every rule, in the order of the documentation.
            pub const ALL: &'static [RuleId] = &[$(RuleId::$variant),+];

            /// The id used in reports, settings and on the command line.
            pub fn id(self) -> &'static str {
                match self { $(RuleId::$variant => $id,)+ }
            }
        }
    };
}

rules! {
    MissingMaterial = "missing-material",
    TooFew = "too-few",
    Unclear = "unclear",
    TooMany = "too-many",
    BelowRecommended = "below-recommended",
    ConditionUndeclared = "condition-undeclared",
    NotEligible = "not-eligible",
    EligibilityUndeclared = "eligibility-undeclared",
    NotEvaluated = "not-evaluated",
    OptionalAbsent = "optional-absent",
    EmptyFile = "empty-file",
    DuplicateEvidence = "duplicate-evidence",
    LockOrTempFile = "lock-or-temp-file",
    SystemFile = "system-file",
    TemplateOrPolicy = "template-or-policy",
    NotSealed = "not-sealed",
    WrongFormat = "wrong-format",
    Unreadable = "unreadable",
    LinkOutside = "link-outside",
    ExtensionMismatch = "extension-mismatch",
    PasswordProtected = "password-protected",
    Truncated = "truncated",
    Corrupt = "corrupt",
    NoPages = "no-pages",
    BlankPage = "blank-page",
    BlankForm = "blank-form",
    UnsafeArchive = "unsafe-archive",
    NotRead = "not-read",
    NameContentMismatch = "name-content-mismatch",
    LooksAlike = "looks-alike",
    Blurred = "blurred",
    Misfiled = "misfiled",
    NearMiss = "near-miss",
    UnmatchedFile = "unmatched-file",
    NameProblem = "name-problem",
    UnusedAssignment = "unused-assignment",
    MisnamedSettings = "misnamed-settings",
}

/// One problem found in a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What it is.
    pub problem: Problem,
}

/// Where a finding is. There is no finding without a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An item of the checklist, by index.
    Item(usize),
    /// A file, by inventory index, and the item it would serve, if known.
    File(usize, Option<usize>),
    /// A folder or file that is not in the inventory.
    Path(String),
    /// A line of `dossier.yaml`.
    Settings(u32),
    /// A condition of eligibility, by index.
    Condition(usize),
}

/// What a person should have said or looked at for an item, and nobody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Whether the evidence covers every product of the scope.
    Covers,
    /// Whether it is stamped or signed.
    Sealed,
    /// Whether it is recent enough.
    Window,
    /// Whether the share of a declared number is reached.
    Ratio,
    /// Whether it is handed over on paper, as a copy or as a file, as asked.
    Form,
}

impl Aspect {
    /// Its name in JSON: the checklist's key for it.
    pub fn name(self) -> &'static str {
        match self {
            Aspect::Covers => "covers",
            Aspect::Sealed => "sealed",
            Aspect::Window => "window",
            Aspect::Ratio => "ratio",
            Aspect::Form => "form",
        }
    }
}

/// What is wrong with a file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameTrouble {
    /// Its bytes are not UTF-8; it was decoded.
    Encoding,
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
    /// A line of `assign` that fits no file.
    UnusedAssignment {
        /// Its path.
        path: String,
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
            Problem::MisnamedSettings => RuleId::MisnamedSettings,
            Problem::UnusedAssignment { .. } => RuleId::UnusedAssignment,
        }
    }
}
