//! The rules that occur, each with its page.

use serde::Serialize;

use super::Message;
use crate::i18n;
use crate::model::assessment::Assessment;
use crate::model::finding::RuleId;
use crate::model::text::Lang;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

/// The rules of the findings, in the order of the documentation.
pub(super) fn occurring(assessment: &Assessment) -> Vec<RuleId> {
    let mut rules: Vec<RuleId> = assessment.findings.iter().map(|finding| finding.problem.rule()).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

pub(super) fn driver(rules: &[RuleId], lang: Lang) -> Driver {
    let version = env!("CARGO_PKG_VERSION");
    let rules = rules.iter().map(|&id| rule(id, lang)).collect();
    Driver { name: "dossier", version, semantic_version: version, rules }
}

fn rule(rule: RuleId, lang: Lang) -> Rule {
    let page = i18n::page(rule.id()).map_or(rule.id(), |page| page.text(lang));
    let first = page.lines().next().unwrap_or_default();
    let described = |text: &str| Message { text: text.to_owned() };
    Rule {
        id: rule.id(),
        short_description: described(first),
        full_description: described(first),
        help: Help { text: page, markdown: page },
    }
}
