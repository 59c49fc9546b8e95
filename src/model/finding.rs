//! Problems, as typed values. Sentences for them live in `i18n`.

pub use super::problem::{NameTrouble, Problem};

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
    OwnReport = "own-report",
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
    Expired = "expired",
    ExpiresBeforeAudit = "expires-before-audit",
    OutsideWindow = "outside-window",
    MonthMissing = "month-missing",
    FutureDate = "future-date",
    DateMismatch = "date-mismatch",
    ProductUncovered = "product-uncovered",
    ProductUnclear = "product-unclear",
    ProductOutOfScope = "product-out-of-scope",
    OtherParty = "other-party",
    PartyMismatch = "party-mismatch",
    SamePerson = "same-person",
    RosterMismatch = "roster-mismatch",
    BadIdentityNumber = "bad-identity-number",
    SealNotSeen = "seal-not-seen",
    HandInForm = "hand-in-form",
    ShareNotReached = "share-not-reached",
    Misfiled = "misfiled",
    NearMiss = "near-miss",
    UnmatchedFile = "unmatched-file",
    NameProblem = "name-problem",
    UnusedAssignment = "unused-assignment",
    MisnamedSettings = "misnamed-settings",
    WaiverExpired = "waiver-expired",
    WaiverUnused = "waiver-unused",
    BaselineStale = "baseline-stale",
}

impl RuleId {
    /// Whether it says no more than the state of an item does.
    pub fn is_about_the_count(self) -> bool {
        matches!(self, RuleId::MissingMaterial | RuleId::TooFew | RuleId::Unclear | RuleId::ConditionUndeclared)
    }
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
    /// The waiver that covers it, by index in the settings. It stays in every report and no longer fails a check.
    pub waived: Option<usize>,
    /// What the baseline says of it, where one was held against it. What it knows stays in every report and no longer
    /// fails a check.
    pub since: Option<Since>,
}

/// What became of a finding since a baseline was written; what a check fails for first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Since {
    /// The baseline does not have it.
    New,
    /// It has got worse: by how much it lacked, or was too many, where that is a number.
    Worse(Option<u32>),
    /// The baseline knows it.
    Known,
}

impl Finding {
    /// Whether it fails no check: somebody waived it, or the baseline knows it.
    pub fn is_excused(&self) -> bool {
        self.waived.is_some() || self.is_known()
    }

    /// Whether the baseline knows it.
    pub fn is_known(&self) -> bool {
        self.since == Some(Since::Known)
    }

    /// The item it is about, by index.
    pub fn item(&self) -> Option<usize> {
        match self.place {
            Place::Item(item) => Some(item),
            Place::File(_, item) => item,
            Place::Path(_) | Place::Settings(_) | Place::Condition(_) => None,
        }
    }

    /// Whether it is an error that is more than the state of an item, and nobody waived it.
    pub fn is_fault(&self) -> bool {
        self.severity == Severity::Error && self.waived.is_none() && !self.problem.rule().is_about_the_count()
    }

    /// A finding nobody has waived and no baseline knows.
    pub fn new(severity: Severity, place: Place, problem: Problem) -> Self {
        Self { severity, place, problem, waived: None, since: None }
    }
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
    /// Whether it is in force.
    Valid,
    /// Whether it is the applicant's.
    Party,
}

impl Aspect {
    /// Its name in JSON: the checklist's key for it.
    pub fn name(self) -> &'static str {
        match self {
            Aspect::Covers => "covers",
            Aspect::Sealed => "sealed",
            Aspect::Window => "window",
            Aspect::Ratio => "ratio",
            Aspect::Valid => "valid",
            Aspect::Party => "party",
        }
    }
}
