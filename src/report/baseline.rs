//! A baseline as a file: one line for each finding, in order, so that changes to it can be read.

use std::io::{self, Write};

use crate::model::baseline::{Baseline, Entry, SCHEMA};

/// Writes the file.
pub fn write(baseline: &Baseline, mut out: impl Write) -> io::Result<()> {
    writeln!(
        out,
        "# 已知的问题，不再让检查失败；只有新问题才算。Known findings: they fail no check, only new ones do."
    )?;
    writeln!(out, "# dossier check DIR --baseline FILE; renew / 重写: dossier check DIR --write-baseline FILE")?;
    writeln!(out, "schema: {SCHEMA}")?;
    writeln!(out, "checklist: {}", quoted(&baseline.checklist))?;
    if baseline.entries.is_empty() {
        return writeln!(out, "findings: []");
    }
    writeln!(out, "findings:")?;
    for entry in &baseline.entries {
        writeln!(out, "  - {{ {} }}", pairs(entry).join(", "))?;
    }
    Ok(())
}

fn pairs(entry: &Entry) -> Vec<String> {
    let text = |key: &str, value: &Option<String>| value.as_ref().map(|value| format!("{key}: {}", quoted(value)));
    let mut pairs: Vec<String> =
        [text("item", &entry.item), text("condition", &entry.condition), text("path", &entry.path)]
            .into_iter()
            .flatten()
            .collect();
    pairs.push(format!("rule: {}", entry.rule.id()));
    pairs.push(format!("severity: {}", entry.severity.name()));
    pairs.extend(entry.by.map(|by| format!("by: {by}")));
    if !entry.what.is_empty() {
        let what: Vec<String> = entry.what.iter().map(|what| quoted(what)).collect();
        pairs.push(format!("what: [{}]", what.join(", ")));
    }
    pairs
}

/// A text as YAML: an id as it is, anything else in double quotes as JSON has them.
fn quoted(text: &str) -> String {
    let is_id = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text);
    if is_id {
        return text.to_owned();
    }
    super::escape::quoted(text)
}
