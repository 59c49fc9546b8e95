//! Reports of this program that somebody saved among the papers. They name every material and are none.

use crate::content::text::decode;
use crate::model::content::{Content, Format, Page, Source};
use crate::model::mark::GENERATOR;

/// Bytes at either end within which a report tells what it is.
const END: usize = 4096;
/// Lines within which a report that is plain text does.
const LINES: usize = 3;

/// Whether a file is such a report. A workbook tells it in its properties, which its reader knows.
pub(super) fn is_report(bytes: &[u8], content: &Content) -> bool {
    match content.format {
        Format::Html | Format::Csv | Format::Text => is_text(bytes),
        // Printed or pasted into a document, it still bears its mark.
        _ => content.pages.iter().any(is_page),
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let head = decode(bytes.get(..END).unwrap_or(bytes));
    let tail = bytes.get(bytes.len().saturating_sub(END)..).unwrap_or(bytes);
    is_marked(&head) || is_marked(&decode(tail)) || for_machines(&head) || head.lines().take(LINES).any(says)
}

fn is_page(page: &Page) -> bool {
    page.source == Source::Layer && (is_marked(&page.text) || page.text.lines().take(LINES).any(says))
}

/// Whether a text names this program as what made it.
pub(super) fn is_marked(text: &str) -> bool {
    text.contains(GENERATOR)
}

/// Reports in formats that others have fixed.
fn for_machines(head: &str) -> bool {
    let json = ["\"schema\": \"dossier-", "\"schema\":\"dossier-", "\"name\": \"dossier\""];
    let is_json = head.starts_with(['{', '[']) && json.iter().any(|mark| head.contains(mark));
    is_json || head.contains("<testsuites name=\"dossier\"")
}

/// The line a report begins with that is told, pasted or put into a table.
fn says(line: &str) -> bool {
    let all = |parts: &[&str]| parts.iter().all(|part| line.contains(part));
    let starts = |start: &str| line.trim_start_matches('\u{feff}').starts_with(start);
    (starts("资料夹 ") && all(&[" 个文件", " | "]))
        || (starts("dossier ") && all(&[" file", " | "]))
        || all(&[" 份资料夹 | "])
        || all(&[" dossiers | "])
        || is_change(line)
        || (starts("您好！") && all(&["的「", "」", "我们已经核对过（"]))
        || starts("Hello, we have checked your materials")
        || starts("编号,标识,材料,状态,必交,需要,确定")
        || starts("no,id,title,state,required,need,have")
}

/// The days of two reports and a verdict: how what changed between them begins.
fn is_change(line: &str) -> bool {
    const VERDICTS: [&str; 6] = ["材料齐全", "材料不齐", "尚不能断定", "complete", "incomplete", "undecided"];
    let is_day = |day: &str| day.parse::<jiff::civil::Date>().is_ok();
    let days = |part: &str| {
        let between = part.split_once(" 到 ").or_else(|| part.split_once(" to "));
        between.is_some_and(|(from, until)| is_day(from) && is_day(until))
    };
    let mut parts = line.split("  ");
    parts.any(days) && parts.next().is_some_and(|part| VERDICTS.iter().any(|verdict| part.starts_with(verdict)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(format: Format, text: &str) -> bool {
        let page = Page { text: text.to_owned(), source: Source::Layer, ..Page::default() };
        is_report(text.as_bytes(), &Content { format, pages: vec![page], ..Content::default() })
    }

    #[test]
    fn papers_that_only_speak_of_reports_are_papers() {
        for text in [
            "资料夹 售后服务资料\n共 12 个文件",
            "编号,材料,状态\n1,公司简介,已交",
            "{\"name\": \"示例公司\"}",
            "维修报告\n经我们核对过，已修好。",
            "投诉处理记录\n您反映的问题我们已经核对过（2026-03-02），已换新机。",
            "质保期  2026-03-24 到 2026-03-31  整机",
        ] {
            for format in [Format::Text, Format::Pdf, Format::Docx] {
                assert!(!of(format, text), "{text}");
            }
        }
    }

    #[test]
    fn a_print_bears_the_mark_on_some_page_and_a_pasted_message_its_first_words() {
        assert!(of(Format::Pdf, "缺口 (8)\n由 dossier 0.1.0 生成。dossier-report"));
        assert!(of(Format::Docx, "您好！贵司的「清单」我们已经核对过（2026-03-31）。\n应交 3 项"));
        assert!(of(Format::Text, "客户/甲  2026-03-24 到 2026-03-31  材料不齐\n  变差 (1)"));
        assert!(!of(Format::Docx, "一\n二\n三\n您好！贵司的「清单」我们已经核对过（2026-03-31）。"));
    }
}
