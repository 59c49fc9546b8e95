//! What changed, as JSON, version 1 (`dossier-diff/1`).

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::diff::{Change, Changes, Diff, Finding, Incomparable, ItemDiff, Note, Outcome, Refused, Standing};
use crate::model::text::Text;
use crate::report::schema::schema_of;

/// The version of the format.
const SCHEMA: &str = "dossier-diff/1";

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "diff")]
struct Page<'a> {
    /// `dossier-diff/1`.
    schema: &'a str,
    /// Whether anything got worse.
    worse: bool,
    /// The dossiers, in the order of the later report; then those only the earlier one tells of.
    dossiers: Vec<Dossier<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "dossier")]
struct Dossier<'a> {
    /// The dossier as the later report names it.
    dossier: &'a str,
    /// `compared`, `new`, `gone`, `fails`, `recovered`, `still-fails` or `incomparable`.
    outcome: &'a str,
    /// Why it cannot be checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Text>,
    /// Why it cannot be compared: `checklist` or `stages`.
    #[serde(skip_serializing_if = "Option::is_none")]
    incomparable: Option<&'a str>,
    #[serde(flatten)]
    compared: Option<Compared<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "compared")]
struct Compared<'a> {
    /// Whether anything got worse.
    worse: bool,
    /// The days the reports were made for: the earlier, the later.
    today: &'a [String; 2],
    /// The verdicts: the earlier, the later.
    verdict: &'a [String; 2],
    /// What to know before trusting it: `reversed`, `other-name`, `other-stages`, `other-depth`.
    notes: Vec<&'a str>,
    /// The items of which something changed, in the list's order.
    items: Vec<Item<'a>>,
    /// What changed and belongs to no item.
    rest: More<'a>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "item")]
struct Item<'a> {
    id: &'a str,
    no: Option<&'a str>,
    /// `better`, `worse` or `other`.
    direction: &'a str,
    /// Where it stood; `null` if it was not asked for.
    before: Option<Stand<'a>>,
    /// Where it stands; `null` if it is no longer asked for.
    after: Option<Stand<'a>>,
    #[serde(flatten)]
    more: More<'a>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "standing")]
struct Stand<'a> {
    required: bool,
    state: &'a str,
    need: u32,
    have: u32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "changes")]
struct More<'a> {
    /// Findings that were not there, or are graver now.
    new: Vec<Row<'a>>,
    /// Findings that are still there and say something else: other months, other products.
    changed: Vec<Row<'a>>,
    /// Findings that are no longer there, are waived, or are less grave.
    solved: Vec<Row<'a>>,
    /// Files that were not there, or did not count here.
    came: &'a [String],
    /// Files that are no longer in the dossier.
    went: &'a [String],
    /// Files still there that no longer count here.
    left: &'a [String],
    /// Files refused now that were not.
    refused: Vec<File<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "finding")]
struct Row<'a> {
    rule: &'a str,
    severity: &'a str,
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    /// Empty where the reports only count errors.
    message: &'a Text,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "refused")]
struct File<'a> {
    path: &'a str,
    rule: &'a str,
}

/// Writes all changes as one object.
pub fn write(changes: &[Change], mut out: impl Write) -> io::Result<()> {
    let worse = changes.iter().any(|change| change.outcome.is_worse());
    let page = Page { schema: SCHEMA, worse, dossiers: changes.iter().map(dossier).collect() };
    serde_json::to_writer_pretty(&mut out, &page)?;
    writeln!(out)
}

/// The JSON Schema (2020-12).
pub fn json_schema() -> serde_json::Value {
    schema_of::<Page<'static>>()
}

fn dossier(change: &Change) -> Dossier<'_> {
    let mut row =
        Dossier { dossier: &change.dossier, outcome: "compared", error: None, incomparable: None, compared: None };
    match &change.outcome {
        Outcome::Compared(diff) => row.compared = Some(compared(diff)),
        Outcome::New => row.outcome = "new",
        Outcome::Gone => row.outcome = "gone",
        Outcome::Fails(why) => (row.outcome, row.error) = ("fails", Some(why)),
        Outcome::Recovered => row.outcome = "recovered",
        Outcome::StillFails(why) => (row.outcome, row.error) = ("still-fails", Some(why)),
        Outcome::Incomparable(why) => {
            row.outcome = "incomparable";
            row.incomparable = Some(match why {
                Incomparable::Checklist { .. } => "checklist",
                Incomparable::Stages { .. } => "stages",
            });
        }
    }
    row
}

fn compared(diff: &Diff) -> Compared<'_> {
    let note = |note: &Note| match note {
        Note::Reversed => "reversed",
        Note::OtherName { .. } => "other-name",
        Note::OtherStages { .. } => "other-stages",
        Note::OtherDepth => "other-depth",
    };
    Compared {
        worse: diff.is_worse(),
        today: &diff.today,
        verdict: &diff.verdict,
        notes: diff.notes.iter().map(note).collect(),
        items: diff.items.iter().map(item).collect(),
        rest: more(&diff.rest),
    }
}

fn item(item: &ItemDiff) -> Item<'_> {
    Item {
        id: &item.id,
        no: item.no.as_deref(),
        direction: item.direction.name(),
        before: item.before.as_ref().map(standing),
        after: item.after.as_ref().map(standing),
        more: more(&item.changes),
    }
}

fn standing(standing: &Standing) -> Stand<'_> {
    Stand { required: standing.required, state: &standing.state, need: standing.need, have: standing.have }
}

fn more(changes: &Changes) -> More<'_> {
    More {
        new: changes.new.iter().map(finding).collect(),
        changed: changes.changed.iter().map(finding).collect(),
        solved: changes.solved.iter().map(finding).collect(),
        came: &changes.came,
        went: &changes.went,
        left: &changes.left,
        refused: changes.refused.iter().map(|Refused { path, rule }| File { path, rule }).collect(),
    }
}

fn finding(finding: &Finding) -> Row<'_> {
    Row {
        rule: &finding.rule,
        severity: &finding.severity,
        path: finding.path.as_deref(),
        condition: finding.condition.as_deref(),
        message: &finding.message,
    }
}
