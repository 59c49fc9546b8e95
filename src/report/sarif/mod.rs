//! SARIF 2.1.0, for code scanning and editors. Types of its own, of what is used of the standard.

mod rules;
mod uri;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::located::{Located, located};
use crate::i18n::{self, pick};
use crate::model::assessment::Assessment;
use crate::model::finding::{Place, RuleId};
use crate::model::text::Lang;
use crate::report::escape::terminal;
use rules::{Driver, driver};

/// The folder the program was called in.
const ROOT: &str = "%SRCROOT%";
/// What is built into the program.
const PROGRAM: &str = "PROGRAM";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    language: &'static str,
    invocations: [Invocation; 1],
    automation_details: Automation,
    original_uri_base_ids: BTreeMap<&'static str, Described>,
    properties: Properties<'a>,
    results: Results<'a>,
}

/// What tells the runs on several dossiers apart.
#[derive(Serialize)]
struct Automation {
    /// A category, which ends in a slash.
    id: String,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    /// The check ran to its end; gaps are results.
    execution_successful: bool,
}

#[derive(Serialize)]
struct Described {
    description: Message,
}

#[derive(Serialize)]
pub(super) struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    dossier: &'a str,
    checklist: &'a str,
    stage: &'a [String],
    today: String,
    verdict: &'a str,
}

/// The results, written one by one and never held whole.
struct Results<'a> {
    assessment: &'a Assessment,
    lang: Lang,
    rules: &'a [RuleId],
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(located(self.assessment).map(|finding| self.result(&finding)))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fully_qualified_name: Option<String>,
    kind: &'static str,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "dossierFinding/v1")]
    own: String,
    /// The only one GitHub looks at. Left to itself it would compute one of the text of the line, and a PDF has none.
    #[serde(rename = "primaryLocationLineHash")]
    line: String,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    status: &'static str,
    justification: &'a str,
}

/// Writes the log: one run.
pub fn write(assessment: &Assessment, lang: Lang, mut out: impl Write) -> io::Result<()> {
    let rules = rules::occurring(assessment);
    let root = pick(lang, "运行程序时所在的文件夹", "the folder the program was called in");
    let program = pick(
        lang,
        "程序自带的清单，在源码的 checklists 里",
        "the lists built into the program, `checklists` in its sources",
    );
    let described = |text: &str| Described { description: message(text) };
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: driver(&rules, lang) },
            language: match lang {
                Lang::Zh => "zh-CN",
                Lang::En => "en-US",
            },
            invocations: [Invocation { execution_successful: true }],
            automation_details: Automation { id: format!("dossier/{}/", terminal(&assessment.inventory.name)) },
            original_uri_base_ids: [(ROOT, described(root)), (PROGRAM, described(program))].into(),
            properties: Properties {
                dossier: &assessment.inventory.name,
                checklist: &assessment.checklist.id,
                stage: &assessment.stages,
                today: assessment.today.to_string(),
                verdict: assessment.verdict.name(),
            },
            results: Results { assessment, lang, rules: &rules },
        }],
    };
    serde_json::to_writer_pretty(&mut out, &log)?;
    writeln!(out)
}

/// A text without what a reader would act on: control characters, and brackets that make a link.
fn message(text: &str) -> Message {
    let text = terminal(text);
    let text = if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.into_owned() };
    Message { text }
}

impl<'a> Results<'a> {
    fn result(&self, located: &Located<'a>) -> SarifResult<'a> {
        let (assessment, finding) = (self.assessment, located.finding);
        let rule = finding.problem.rule();
        let waiver = finding.waived.map(|waiver| &assessment.settings.waivers[waiver]);
        SarifResult {
            rule_id: rule.id(),
            rule_index: self.rules.binary_search(&rule).unwrap_or_default(),
            level: finding.severity.name(),
            message: message(&i18n::message(finding, assessment, self.lang)),
            locations: [self.location(located)],
            partial_fingerprints: Fingerprints {
                own: located.fingerprint.clone(),
                line: format!("{}:1", located.fingerprint),
            },
            suppressions: waiver
                .map(|waiver| waiver.reason.as_str())
                .or(finding.is_known().then(|| pick(self.lang, "基线已知", "known to the baseline")))
                .map(|justification| Suppression { kind: "external", status: "accepted", justification })
                .into_iter()
                .collect(),
        }
    }

    fn location(&self, located: &Located<'a>) -> Location<'a> {
        let list = &self.assessment.checklist;
        let spot = &located.spot;
        let base = if spot.built_in { PROGRAM } else { ROOT };
        let item = located.item.map(|item| LogicalLocation {
            name: list.items[item].title.get(self.lang),
            fully_qualified_name: Some(format!("{}/{}", list.id, list.items[item].id)),
            kind: "item",
        });
        let part = match located.finding.place {
            Place::File(file, _) if self.assessment.inventory.files[file].pages.is_some() => {
                let name = &*self.assessment.inventory.files[file].path;
                Some(LogicalLocation { name, fully_qualified_name: None, kind: "pages" })
            }
            _ => None,
        };
        Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation {
                    uri: uri::uri(&spot.path),
                    uri_base_id: (!uri::is_absolute(&spot.path)).then_some(base),
                },
                region: Region { start_line: spot.line },
            },
            logical_locations: item.into_iter().chain(part).collect(),
        }
    }
}
