//! Annotations: the workflow commands of GitHub Actions. What is waived or known is a notice.

use std::io::{self, Write};

use super::escape::terminal;
use super::located::{located, sentence};
use crate::i18n::{self, pick};
use crate::model::assessment::Assessment;
use crate::model::finding::Severity;
use crate::model::text::Lang;

/// Writes a command a line: one for each finding, then one that counts them.
pub fn write(assessment: &Assessment, lang: Lang, mut out: impl Write) -> io::Result<()> {
    for located in located(assessment) {
        let finding = located.finding;
        let command = match finding.severity {
            _ if finding.is_excused() => "notice",
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let file = property(&terminal(&located.spot.path));
        let (line, rule) = (located.spot.line, finding.problem.rule().id());
        let message = data(&sentence(assessment, finding, lang));
        writeln!(out, "::{command} file={file},line={line},title={rule}::{message}")?;
    }
    let totals = assessment.totals();
    let (errors, warnings) = (totals.errors, totals.warnings);
    let notices = totals.notes + totals.waived_findings + totals.known_findings;
    let verdict = i18n::verdict(assessment.verdict, lang);
    let name = terminal(&assessment.inventory.name);
    let message = pick(
        lang,
        format!(
            "资料夹 {name}：{verdict}；错误 {errors} 条，警告 {warnings} 条，提示 {notices} 条。每一步各级只显示前 10 条，全部都在日志里"
        ),
        format!(
            "dossier {name}: {verdict}; {errors} errors, {warnings} warnings, {notices} notices. GitHub shows ten of each in a step; all are in its log"
        ),
    );
    writeln!(out, "::notice title=dossier::{}", data(&message))
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_property_or_a_line() {
        assert_eq!(property("a,line=1::error::100%\r\n"), "a%2Cline=1%3A%3Aerror%3A%3A100%25%0D%0A");
        assert_eq!(data("50%: a, b\n::error::c"), "50%25: a, b%0A::error::c");
    }
}
