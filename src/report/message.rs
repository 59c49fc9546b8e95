//! What is still needed, as a short message for a client: to paste into a chat or a mail.

use std::io::{self, Write};

use super::view::{PageData, Row};
use crate::i18n::pick;
use crate::model::assessment::Assessment;
use crate::model::text::Lang;

/// How many refused files are named for each item; a message is read on a phone.
const NAMED: usize = 3;

/// Writes the message.
pub fn write(assessment: &Assessment, lang: Lang, mut out: impl Write) -> io::Result<()> {
    let data = PageData::new(assessment, lang);
    let say = |zh: String, en: String| pick(lang, zh, en);
    let (list, today) = (&data.list, &data.today);
    let stages = if data.stages.is_empty() {
        String::new()
    } else {
        pick(lang, format!("（{}）", data.stages), format!(" ({})", data.stages))
    };
    let head = say(
        format!("您好！贵司{list}的材料{stages}我们已核对（{today}）。"),
        format!("Hello, we have checked your materials for {list}{stages} ({today})."),
    );
    writeln!(out, "{head}")?;
    let lacking: Vec<&Row> =
        data.items.iter().filter(|row| row.required && matches!(row.state, "missing" | "short")).collect();
    let open: Vec<&Row> =
        data.items.iter().filter(|row| row.required && matches!(row.state, "unclear" | "not-evaluated")).collect();
    let faults: Vec<&str> = data.faults.iter().map(|fault| fault.text.as_str()).collect();
    if lacking.is_empty() && open.is_empty() && faults.is_empty() {
        let line = if data.blindness.is_some() {
            pick(
                lang,
                "从文件名看已经齐全，内容我们再核对一遍。谢谢配合！",
                "By their names they are complete; we are going to look at the contents. Thank you!",
            )
        } else {
            pick(
                lang,
                "材料已经齐全，暂时不用再补。谢谢配合！",
                "They are complete; nothing more is needed for now. Thank you!",
            )
        };
        return writeln!(out, "{line}");
    }
    let progress = say(
        format!("应交 {} 项，已齐 {} 项。", data.required, data.done),
        format!("{} of {} items are complete.", data.done, data.required),
    );
    writeln!(out, "{progress}")?;
    let mut number = 0;
    let mut section = |title: &str, rows: &[&Row], out: &mut dyn Write| -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{title}")?;
        for row in rows {
            number += 1;
            writeln!(out, "{number}. {}", asked(row, lang))?;
            for file in row.refused.iter().take(NAMED) {
                writeln!(
                    out,
                    "   - {}",
                    pick(
                        lang,
                        format!("“{}”{}", own(&file.path), file.note),
                        format!("\"{}\" {}", own(&file.path), file.note)
                    )
                )?;
            }
            if row.refused.len() > NAMED {
                let more = row.refused.len() - NAMED;
                writeln!(
                    out,
                    "   - {}",
                    pick(lang, format!("还有 {more} 个文件不能用"), format!("{more} more files cannot be used"))
                )?;
            }
        }
        Ok(())
    };
    section(pick(lang, "还需要补充：", "Still needed:"), &lacking, &mut out)?;
    section(pick(lang, "需要您确认：", "Please tell us about:"), &open, &mut out)?;
    if !faults.is_empty() {
        writeln!(out, "\n{}", pick(lang, "另外请更正：", "Please also correct:"))?;
        faults.iter().try_for_each(|fault| writeln!(out, "- {fault}"))?;
    }
    let end = pick(
        lang,
        "请补齐后发给我们，文件名里写上材料名称就行。谢谢！",
        "Please send us these when you have them; the material's name in the file's name is enough. Thank you!",
    );
    writeln!(out, "\n{end}")
}

/// What is asked for one item.
fn asked(row: &Row, lang: Lang) -> String {
    let lack = row.need.saturating_sub(row.have);
    let title = &row.title;
    match row.state {
        "missing" | "short" => {
            let count = if row.have > 0 {
                pick(
                    lang,
                    format!("，已有 {} 份，还差 {lack} 份", row.have),
                    format!(": {} there, {lack} more needed", row.have),
                )
            } else if row.need > 1 {
                pick(lang, format!("，{} 份", row.need), format!(": {}", row.need))
            } else {
                String::new()
            };
            let what = row.hand_in.as_ref().map(|what| pick(lang, format!("（{what}）"), format!(" ({what})")));
            format!("{title}{count}{}", what.unwrap_or_default())
        }
        _ if row.only_if.is_some() => {
            let condition = row.only_if.as_deref().unwrap_or_default();
            pick(
                lang,
                format!("{title}：只有“{condition}”时才要交，请告诉我们是不是"),
                format!("{title}: only needed if this holds: {condition}. Does it?"),
            )
        }
        _ => {
            let files: Vec<&str> =
                row.unclear.iter().chain(&row.evidence).take(NAMED).map(|file| own(&file.path)).collect();
            let question = match (files.is_empty(), row.todo.first()) {
                (false, _) => {
                    let files = files.join(pick(lang, "、", ", "));
                    pick(
                        lang,
                        format!("：请确认“{files}”是不是这项材料、有几份"),
                        format!(": is \"{files}\" this material, and how many are there?"),
                    )
                }
                (true, Some(first)) => {
                    // What to write where is the consultant's business.
                    let first = first.split(['。', '.']).next().unwrap_or(first);
                    pick(lang, format!("：{first}"), format!(": {first}"))
                }
                (true, None) => String::new(),
            };
            format!("{title}{question}")
        }
    }
}

/// A file's own name; its folder says little to who sent it.
fn own(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
