//! What is to be told beyond the counts: faults, reminders, what is waived, what to check and how to hand in.

use std::borrow::Borrow;

use super::View;
use crate::i18n;
use crate::model::assessment::{ItemResult, Unjudged};
use crate::model::finding::{Aspect, Finding, Place, Problem, Severity, Since};

/// So many files are named where a person must look.
const WHICH: usize = 3;

/// Whether a gap, a condition or another section tells it already.
fn is_told_elsewhere(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::MissingMaterial { .. }
            | Problem::TooFew { .. }
            | Problem::Unclear { .. }
            | Problem::ConditionUndeclared { .. }
            | Problem::NotEvaluated { .. }
            | Problem::OptionalAbsent
            | Problem::ProductUncovered { .. }
            | Problem::ProductUnclear { .. }
            | Problem::HandInForm { .. }
            | Problem::NotEligible { .. }
            | Problem::EligibilityUndeclared { .. }
    )
}

/// What the baseline knows comes after what it does not.
fn new_first<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<&'a Finding> {
    let mut findings: Vec<&Finding> = findings.collect();
    findings.sort_by_key(|finding| finding.is_known());
    findings
}

impl View<'_> {
    /// A finding as a sentence.
    pub(in crate::report) fn message(&self, finding: &Finding) -> String {
        i18n::message(finding, self.assessment, self.lang) + &self.remark(finding.since)
    }

    /// What the baseline does not have, or had less badly: what a check against it fails for.
    pub(in crate::report) fn news(&self) -> Vec<&Finding> {
        let news = |finding: &&Finding| matches!(finding.since, Some(Since::New | Since::Worse(_)));
        self.assessment.findings.iter().filter(news).collect()
    }

    /// What stands above that.
    pub(in crate::report) fn news_title(&self) -> &'static str {
        self.say("新的问题（基线里没有，或比基线差）", "New, or worse than in the baseline")
    }

    /// The errors about one item that nobody waived.
    pub(in crate::report) fn errors_of(&self, item: usize) -> impl Iterator<Item = &Finding> {
        let open = |finding: &&Finding| finding.severity == Severity::Error && finding.waived.is_none();
        self.assessment.findings.iter().filter(open).filter(move |finding| finding.item() == Some(item))
    }

    /// Those of them that are no matter of its count.
    pub(in crate::report) fn faults_of(&self, item: usize) -> impl Iterator<Item = &Finding> {
        self.errors_of(item).filter(|finding| finding.is_fault())
    }

    /// Errors that are no matter of counts, and in a draft what of that kind is still to come.
    pub(in crate::report) fn faults(&self) -> Vec<&Finding> {
        let to_come = |finding: &Finding| {
            let enough = matches!(finding.problem, Problem::BelowRecommended { .. });
            self.is_draft() && !enough && matches!(finding.place, Place::Item(_)) && finding.severity == Severity::Note
        };
        let wrong = |finding: &&Finding| {
            let grave = finding.severity == Severity::Error || to_come(finding);
            let told = matches!(finding.place, Place::File(file, _) if self.told.contains(&file))
                && matches!(finding.problem, Problem::Refused(_));
            grave && finding.waived.is_none() && !is_told_elsewhere(&finding.problem) && !told
        };
        new_first(self.assessment.findings.iter().filter(wrong))
    }

    /// Warnings about files and settings that no gap has told.
    pub(in crate::report) fn reminders(&self) -> Vec<&Finding> {
        let tell = |finding: &&Finding| match (&finding.problem, &finding.place) {
            (Problem::Refused(_), Place::File(file, _)) => {
                finding.severity == Severity::Warning && !self.told.contains(file)
            }
            (
                Problem::BelowRecommended { .. } | Problem::ProductOutOfScope { .. } | Problem::BaselineStale { .. },
                _,
            ) => true,
            _ => finding.severity == Severity::Warning && !is_told_elsewhere(&finding.problem),
        };
        new_first(self.assessment.findings.iter().filter(|finding| tell(finding) && finding.waived.is_none()))
    }

    /// What somebody answers for, with the reason.
    pub(in crate::report) fn waived(&self) -> Vec<String> {
        let waived = self.assessment.findings.iter().filter_map(|finding| Some((finding, finding.waived?)));
        waived
            .map(|(finding, waiver)| {
                let waiver = &self.assessment.settings.waivers[waiver];
                let until =
                    waiver.until.map(|until| self.say(format!("，到 {until} 为止"), format!(", until {until}")));
                let why = self.say("理由", "reason");
                format!("{} -- {why}: {}{}", self.message(finding), waiver.reason, until.unwrap_or_default())
            })
            .collect()
    }

    /// What must be printed, copied or stamped: items by the way they are handed over.
    pub(in crate::report) fn handing_in(&self) -> Vec<String> {
        let mut ways: Vec<(String, Vec<&str>)> = Vec::new();
        for finding in &self.assessment.findings {
            let (Problem::HandInForm { form, sealed }, Place::Item(item)) = (&finding.problem, &finding.place) else {
                continue;
            };
            let way = i18n::forms(form, *sealed, self.lang);
            let label = self.assessment.checklist.items[*item].label();
            match ways.iter_mut().find(|(known, _)| *known == way) {
                Some((_, items)) => items.push(label),
                None => ways.push((way, vec![label])),
            }
        }
        ways.iter().map(|(way, items)| self.of_items(way, items)).collect()
    }

    /// What nobody could judge, by what it is, with the files where it is a matter of some.
    pub(in crate::report) fn to_check(&self) -> Vec<String> {
        let asked = |aspect: &Aspect| {
            let items = self.assessment.items.iter().filter_map(|result| {
                let open = result.not_evaluated.iter().find(|open| open.aspect == *aspect)?;
                Some((self.assessment.checklist.items[result.item].label(), self.which(result, open)))
            });
            let items: Vec<String> = items.map(|(label, which)| format!("{label}{which}")).collect();
            (!items.is_empty()).then(|| self.of_items(i18n::aspect(*aspect, self.lang), &items))
        };
        let aspects = [Aspect::Covers, Aspect::Party, Aspect::Sealed, Aspect::Window, Aspect::Valid, Aspect::Ratio];
        self.unread_pages().into_iter().chain(aspects.iter().filter_map(asked)).collect()
    }

    /// What nobody could judge of one item.
    pub(super) fn unjudged(&self, result: &ItemResult, open: &Unjudged) -> String {
        format!("{}{}", i18n::aspect(open.aspect, self.lang), self.which(result, open))
    }

    /// The files a doubt is about, in brackets; nothing where it is about the evidence as a whole.
    fn which(&self, result: &ItemResult, open: &Unjudged) -> String {
        let count = open.files.len();
        let name = |&file: &usize| self.assessment.inventory.files[file].name();
        let names: Vec<&str> = open.files.iter().take(WHICH).map(name).collect();
        match count {
            0 => String::new(),
            _ if count > WHICH && count == result.evidence.len() => {
                self.say(format!("（{count} 个文件都要看）"), format!(" (all {count} files)"))
            }
            _ => {
                let names = names.join(self.say("、", ", "));
                let rest = if count > WHICH {
                    self.say(format!(" 等 {count} 个文件"), format!(" and {} more", count - WHICH))
                } else {
                    String::new()
                };
                self.say(format!("（{names}{rest}）"), format!(" ({names}{rest})"))
            }
        }
    }

    /// Pages nobody could read, and what would help.
    fn unread_pages(&self) -> Option<String> {
        let (pages, files) = self.assessment.facts.unread();
        let how = match &self.assessment.facts.ocr {
            None => self.say(
                "没有用文字识别（没有装，或用 --ocr off 关掉了），只按名字计（dossier doctor 说明装了没有、怎么装）",
                "OCR is not installed or off, so they count by name (`dossier doctor` says which, and how to get it)",
            ),
            Some(_) => self.say("文字识别也读不出，只按名字计", "OCR could not read them either; they count by name"),
        };
        (pages > 0).then(|| {
            self.say(format!("没有读到文字的扫描件、照片：{files} 个文件共 {pages} 页；{how}"), {
                let (pages, files) = (i18n::counted(pages, "page"), i18n::counted(files, "file"));
                format!("scans and photos nobody could read: {pages} in {files}; {how}")
            })
        })
    }

    fn of_items(&self, what: &str, items: &[impl Borrow<str>]) -> String {
        self.say(format!("{what}：第 {} 项", items.join("、")), format!("{what}: items {}", items.join(", ")))
    }
}
