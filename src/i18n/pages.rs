//! The page of each rule: `docs/rules/*.md`, compiled in. One static table of all rule ids.

use crate::model::finding::RuleId;
use crate::model::text::Lang;

/// The documentation of one rule.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// The rule.
    pub rule: RuleId,
    text: &'static str,
}

macro_rules! pages {
    ($($rule:ident $id:literal),+ $(,)?) => {
        const PAGES: &[Page] = &[
            $(Page { rule: RuleId::$rule, text: include_str!(concat!("../../docs/rules/", $id, ".md")) },)+
        ];
    };
}

pages! {
    MissingMaterial "missing-material",
    TooFew "too-few",
    Unclear "unclear",
    TooMany "too-many",
    BelowRecommended "below-recommended",
    ConditionUndeclared "condition-undeclared",
    NotEligible "not-eligible",
    EligibilityUndeclared "eligibility-undeclared",
    NotEvaluated "not-evaluated",
    OptionalAbsent "optional-absent",
    EmptyFile "empty-file",
    DuplicateEvidence "duplicate-evidence",
    LockOrTempFile "lock-or-temp-file",
    SystemFile "system-file",
    OwnReport "own-report",
    TemplateOrPolicy "template-or-policy",
    NotSealed "not-sealed",
    WrongFormat "wrong-format",
    Unreadable "unreadable",
    LinkOutside "link-outside",
    ExtensionMismatch "extension-mismatch",
    PasswordProtected "password-protected",
    Truncated "truncated",
    Corrupt "corrupt",
    NoPages "no-pages",
    BlankPage "blank-page",
    BlankForm "blank-form",
    UnsafeArchive "unsafe-archive",
    NotRead "not-read",
    NameContentMismatch "name-content-mismatch",
    LooksAlike "looks-alike",
    Blurred "blurred",
    Expired "expired",
    ExpiresBeforeAudit "expires-before-audit",
    OutsideWindow "outside-window",
    MonthMissing "month-missing",
    FutureDate "future-date",
    DateMismatch "date-mismatch",
    ProductUncovered "product-uncovered",
    ProductUnclear "product-unclear",
    ProductOutOfScope "product-out-of-scope",
    OtherParty "other-party",
    PartyMismatch "party-mismatch",
    SamePerson "same-person",
    RosterMismatch "roster-mismatch",
    BadIdentityNumber "bad-identity-number",
    SealNotSeen "seal-not-seen",
    HandInForm "hand-in-form",
    ShareNotReached "share-not-reached",
    Misfiled "misfiled",
    NearMiss "near-miss",
    UnmatchedFile "unmatched-file",
    NameProblem "name-problem",
    UnusedAssignment "unused-assignment",
    MisnamedSettings "misnamed-settings",
    WaiverExpired "waiver-expired",
    WaiverUnused "waiver-unused",
    BaselineStale "baseline-stale",
}

/// The page of the rule with this id.
pub fn page(id: &str) -> Option<Page> {
    PAGES.iter().copied().find(|page| page.rule.id() == id)
}

impl Page {
    /// The page in one language: its title, then the section of that language.
    pub fn text(&self, lang: Lang) -> &'static str {
        let (zh, en) = self.text.split_once("\n## English\n").unwrap_or((self.text, self.text));
        match lang {
            Lang::Zh => zh.split_once("\n## 中文\n").map_or(zh, |(_, section)| section).trim(),
            Lang::En => en.trim(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_page_in_both_languages() {
        assert_eq!(PAGES.iter().map(|page| page.rule).collect::<Vec<_>>(), RuleId::ALL);
        for page in PAGES {
            assert!(page.text.starts_with(&format!("# {}\n", page.rule.id())), "{}", page.rule.id());
            for lang in [Lang::Zh, Lang::En] {
                let text = page.text(lang);
                assert!(text.len() > 100 && !text.contains("## 中文"), "{} {lang:?}", page.rule.id());
            }
        }
    }
}
