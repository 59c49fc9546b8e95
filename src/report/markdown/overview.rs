//! Many dossiers as Markdown: one row each.

use std::io::{self, Write};

use super::{code, escaped, signature};
use crate::i18n::pick;
use crate::model::batch::Row;
use crate::model::text::Lang;
use crate::report::view::OverviewData;

/// Writes the overview.
pub fn write_overview(rows: &[Row], lang: Lang, mut out: impl Write) -> io::Result<()> {
    let data = OverviewData::new(rows, lang);
    let sums: Vec<String> = data.verdicts.iter().map(|(_, word, count)| format!("{word} {count}")).collect();
    writeln!(out, "# {}\n", data.title)?;
    writeln!(out, "{}", sums.join(pick(lang, "，", ", ")))?;
    for matrix in &data.matrices {
        writeln!(out, "\n## {}\n", escaped(&matrix.list))?;
        if !matrix.stages.is_empty() {
            writeln!(out, "{} · {}\n", escaped(&matrix.stages), matrix.today)?;
        }
        let heads = pick(
            lang,
            "| 资料夹 | 结论 | 已齐 | 未读页 | 缺口 | 其他问题 |",
            "| Dossier | Verdict | Done | Unread pages | Gaps | Other faults |",
        );
        writeln!(out, "{heads}\n| --- | --- | --- | --- | --- | --- |")?;
        for line in &matrix.rows {
            let gaps = line.cells.iter().zip(&matrix.heads).filter_map(|(mark, head)| {
                let name = if head.no.is_empty() { &head.title } else { &head.no };
                match mark.state {
                    "missing" | "short" => Some(format!("{} ({})", escaped(name), mark.count)),
                    "unclear" => Some(format!("{}?", escaped(name))),
                    _ => None,
                }
            });
            let gaps: Vec<String> = gaps.collect();
            let (name, faults) = (code(&line.name).replace('|', "\\|"), escaped(&line.faults.join("; ")));
            let met = format!("{}/{}", line.done, line.required);
            let unread = if line.unread > 0 { line.unread.to_string() } else { String::new() };
            let verdict = escaped(&line.verdict);
            writeln!(out, "| {name} | {verdict} | {met} | {unread} | {} | {faults} |", gaps.join(", "))?;
        }
    }
    if !data.failures.is_empty() {
        writeln!(out, "\n## {} ({})\n", pick(lang, "没法检查", "Could not be checked"), data.failures.len())?;
        for failure in &data.failures {
            writeln!(out, "- {} — {}", code(&failure.name), escaped(&failure.why))?;
        }
    }
    signature(&mut out)
}
