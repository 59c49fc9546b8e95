//! A Code Quality report, as GitLab reads it. It knows no exceptions: what is waived or known is told as `info`.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::located::{Located, located, sentence};
use crate::model::assessment::Assessment;
use crate::model::finding::Severity;
use crate::model::text::Lang;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    /// Of two with the same GitLab shows one.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

struct Issues<'a>(&'a Assessment, Lang);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(located(self.0).map(|located| issue(self.0, located, self.1)))
    }
}

/// Writes the report: one array.
pub fn write(assessment: &Assessment, lang: Lang, mut out: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, &Issues(assessment, lang))?;
    writeln!(out)
}

fn issue(assessment: &Assessment, located: Located<'_>, lang: Lang) -> Issue {
    let finding = located.finding;
    Issue {
        description: sentence(assessment, finding, lang),
        check_name: finding.problem.rule().id(),
        fingerprint: located.fingerprint,
        severity: match finding.severity {
            _ if finding.is_excused() => "info",
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        location: Location { path: located.spot.path, lines: Lines { begin: located.spot.line } },
    }
}
