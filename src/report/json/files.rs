//! The files of a report.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::assessment::Assessment;
use crate::model::assignment::Outcome;

/// One file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "file")]
pub(super) struct File<'a> {
    path: &'a str,
    /// The path's own bytes, base64, where they are not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    /// The item it counts for.
    item: Option<&'a str>,
    no: Option<&'a str>,
    /// Whether that item is due in the stages checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<bool>,
    /// The rule that refuses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<&'a str>,
    /// Items it may count for or resembles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near: Vec<&'a str>,
}

pub(super) fn files(assessment: &Assessment) -> impl Iterator<Item = File<'_>> {
    let list = &assessment.checklist;
    assessment.inventory.files.iter().enumerate().map(|(index, file)| {
        let item_of = |demand: usize| &list.items[list.demands[demand].item];
        let (mut item, mut near) = (None, Vec::new());
        match &assessment.outcomes[index] {
            Outcome::Counted { demand, also, .. } => {
                item = Some(list.demands[*demand].item);
                near.extend(also.iter().map(|&d| item_of(d).id.as_str()));
            }
            Outcome::Possible(demands) => near.extend(demands.iter().map(|&d| item_of(d).id.as_str())),
            Outcome::LeftOver => {
                near.extend(
                    assessment.recognitions[index].near.iter().map(|n| list.items[usize::from(n.item)].id.as_str()),
                );
            }
            Outcome::Refused { demand, .. } => near.extend(demand.iter().map(|&d| item_of(d).id.as_str())),
            Outcome::SetAside => {}
        }
        near.dedup();
        File {
            path: &file.path,
            path_bytes: file.path_bytes().map(|raw| STANDARD.encode(raw)),
            item: item.map(|item| list.items[item].id.as_str()),
            no: item.and_then(|item| list.items[item].no.as_deref()),
            due: item.map(|item| list.is_due(item, &assessment.stages)),
            refused: refused_by(assessment, index),
            near,
        }
    })
}

/// The rule that refuses a file.
pub(super) fn refused_by(assessment: &Assessment, file: usize) -> Option<&'static str> {
    match &assessment.outcomes[file] {
        Outcome::Refused { why, .. } => Some(why.rule().id()),
        _ => None,
    }
}
