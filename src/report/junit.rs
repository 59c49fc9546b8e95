//! JUnit XML: the list is a suite, an item a test. Nothing of it hangs on the clock.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::escape::terminal;
use super::located::{Located, located, sentence};
use crate::i18n::{self, pick};
use crate::model::assessment::{Assessment, ItemResult, State};
use crate::model::finding::{Finding, Place, RuleId, Severity};
use crate::model::settings::Mode;
use crate::model::text::Lang;

/// Writes the report.
pub fn write(assessment: &Assessment, lang: Lang, mut out: impl Write) -> io::Result<()> {
    let list = &assessment.checklist;
    let mut findings: HashMap<Option<usize>, Vec<&Finding>> = HashMap::new();
    for finding in &assessment.findings {
        findings.entry(finding.item()).or_default().push(finding);
    }
    let cases = Cases { assessment, lang, findings };
    let (title, dossier) = (list.title.get(lang), terminal(&assessment.inventory.name));
    let mut suite = TestSuite::new(format!("{title}: {dossier}"));
    suite.add_test_cases(assessment.items.iter().map(|result| cases.item(result)));
    suite.add_test_cases(cases.others());
    let mut report = Report::new("dossier");
    report.add_test_suite(suite);
    let xml = report.to_string().map_err(io::Error::other)?;
    out.write_all(as_jenkins_wants(&xml).as_bytes())
}

/// Without a count that the library writes and the schema of Jenkins forbids there: of skipped tests, for all suites.
fn as_jenkins_wants(xml: &str) -> String {
    let Some((before, rest)) = xml.split_once("<testsuites ") else { return xml.to_owned() };
    let Some((attributes, rest)) = rest.split_once('>') else { return xml.to_owned() };
    let kept = match attributes.split_once(" skipped=\"") {
        Some((left, right)) => format!("{left}{}", right.split_once('"').map_or("", |(_, right)| right)),
        None => attributes.to_owned(),
    };
    format!("{before}<testsuites {kept}>{rest}")
}

struct Cases<'a> {
    assessment: &'a Assessment,
    lang: Lang,
    /// By the item they are about.
    findings: HashMap<Option<usize>, Vec<&'a Finding>>,
}

impl Cases<'_> {
    /// One item. It fails if anything about it is an error; where only a person can tell, that is an `error`.
    fn item(&self, result: &ItemResult) -> TestCase {
        let list = &self.assessment.checklist;
        let item = &list.items[result.item];
        let about = self.findings.get(&Some(result.item)).map_or(&[][..], Vec::as_slice);
        let (errors, rest): (Vec<&Finding>, Vec<&Finding>) =
            about.iter().partition(|finding| finding.severity == Severity::Error && !finding.is_excused());
        let status = if errors.is_empty() { self.without_error(result, about) } else { self.failed(&errors) };
        let name = item.no.iter().map(String::as_str).chain([item.title.get(self.lang)]).collect::<Vec<_>>().join(" ");
        let mut case = TestCase::new(name, status);
        case.set_classname(format!("{}.{}", list.id, item.id));
        if !rest.is_empty() {
            case.set_system_out(self.lines(&rest));
        }
        case
    }

    /// What no error is about, but is not there either, is skipped, and why.
    fn without_error(&self, result: &ItemResult, about: &[&Finding]) -> TestCaseStatus {
        let told = |which: &dyn Fn(&Finding) -> bool| {
            about.iter().find(|finding| which(finding)).map(|finding| self.sentence(finding))
        };
        let known = |finding: &Finding| finding.severity == Severity::Error && finding.is_known();
        let why = match result.state {
            State::Satisfied if about.iter().any(|finding| known(finding)) => told(&known),
            State::Satisfied => return TestCaseStatus::success(),
            State::Waived => told(&|finding| finding.waived.is_some()),
            State::NotEvaluated => told(&|finding| finding.problem.rule() == RuleId::ConditionUndeclared),
            State::NotApplicable => None,
            State::Missing | State::Short | State::Unclear if !result.required => {
                Some(pick(self.lang, "可以不交", "optional").to_owned())
            }
            State::Missing | State::Short | State::Unclear if self.assessment.settings.mode == Mode::Draft => {
                Some(pick(self.lang, "草稿", "draft").to_owned())
            }
            State::Missing | State::Short | State::Unclear => told(&Finding::is_known),
        };
        let state = i18n::state(result.state, self.lang);
        let why = why.map_or_else(String::new, |why| pick(self.lang, format!("：{why}"), format!(": {why}")));
        skipped(&format!("{state}{why}"), result.state.name())
    }

    fn failed(&self, errors: &[&Finding]) -> TestCaseStatus {
        let open = |finding: &&&Finding| finding.problem.rule() == RuleId::Unclear;
        let first = errors.iter().find(|finding| !open(finding)).or(errors.first());
        let kind =
            if errors.iter().all(|finding| open(&finding)) { NonSuccessKind::Error } else { NonSuccessKind::Failure };
        let mut status = TestCaseStatus::non_success(kind);
        if let Some(finding) = first {
            status.set_message(self.sentence(finding)).set_type(finding.problem.rule().id());
        }
        status.set_description(self.lines(errors));
        status
    }

    /// Errors about no item that is due, each a test of its own.
    fn others(&self) -> Vec<TestCase> {
        let list = &self.assessment.checklist;
        let due: HashSet<usize> = self.assessment.items.iter().map(|result| result.item).collect();
        let alone = |located: &Located<'_>| {
            located.finding.severity == Severity::Error && located.item.is_none_or(|item| !due.contains(&item))
        };
        let case = |located: Located<'_>| {
            let finding = located.finding;
            let rule = finding.problem.rule().id();
            let status = match (finding.waived, finding.is_known()) {
                (None, false) => self.failed(&[finding]),
                (None, true) => skipped(&self.sentence(finding), "known"),
                (Some(_), _) => skipped(&self.sentence(finding), State::Waived.name()),
            };
            let about = match finding.place {
                Place::Condition(index) => list.conditions[index].title.get(self.lang),
                _ => &located.spot.path,
            };
            let mut case = TestCase::new(format!("{rule} {}", terminal(about)), status);
            case.set_classname(format!("{}.{rule}", list.id));
            case
        };
        located(self.assessment).filter(alone).map(case).collect()
    }

    fn sentence(&self, finding: &Finding) -> String {
        sentence(self.assessment, finding, self.lang)
    }

    fn lines(&self, findings: &[&Finding]) -> String {
        let line = |finding: &&Finding| {
            format!(
                "{} {}: {}",
                i18n::severity(finding.severity, self.lang),
                finding.problem.rule().id(),
                self.sentence(finding)
            )
        };
        findings.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn skipped(why: &str, kind: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why).set_type(kind);
    status
}
