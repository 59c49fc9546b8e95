//! The report as Markdown: for a job's summary, an issue, a chat that shows it.

mod overview;

use std::io::{self, Write};

use crate::i18n::pick;
use crate::model::assessment::Assessment;
use crate::model::mark::GENERATOR;
use crate::model::text::Lang;
use crate::report::view::{FileLine, NoteLine, PageData, Row};

pub use overview::write_overview;

/// How many lines of one sort are shown before the rest is only counted.
const SHOWN: usize = 100;

/// Writes the report.
pub fn write(assessment: &Assessment, lang: Lang, mut out: impl Write) -> io::Result<()> {
    Page { data: PageData::new(assessment, lang), lang }.write(&mut out)?;
    signature(&mut out)
}

/// The last line, which no reader shows: what made the file.
fn signature(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n<!-- {GENERATOR} -->")
}

struct Page {
    data: PageData,
    lang: Lang,
}

impl Page {
    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.lang, zh, en)
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let data = &self.data;
        writeln!(out, "# {}\n", escaped(&data.list))?;
        let (dossier, colon) = (code(&data.dossier), self.say("：", ": "));
        let stages = if data.stages.is_empty() { String::new() } else { format!(" · {}", escaped(&data.stages)) };
        writeln!(out, "{dossier}{stages} · {}\n", data.today)?;
        if let Some(blindness) = &data.blindness {
            writeln!(out, "> {}\n", escaped(blindness))?;
        }
        writeln!(out, "**{}**{colon}{}\n", data.verdict, data.totals)?;
        let next = self.say("下一步：", "Next: ");
        writeln!(out, "{next}{}", escaped(data.next_step))?;
        self.notes(data.news_title, &data.news, out)?;
        let mut gaps: Vec<&Row> = data.items.iter().filter(|row| row.required && row.gap).collect();
        gaps.sort_by_key(|row| row.known);
        if !gaps.is_empty() {
            let title = if data.draft {
                self.say("还没有备齐的（草稿）", "Not yet (draft)")
            } else {
                self.say("缺口", "Gaps")
            };
            writeln!(out, "\n## {title} ({})\n", gaps.len())?;
            gaps.iter().try_for_each(|row| self.gap(row, out))?;
        }
        self.notes(self.say("还有这些问题", "Also wrong"), &data.faults, out)?;
        self.notes(self.say("申报条件", "Conditions of eligibility"), &data.conditions, out)?;
        self.notes(data.conditional_title, &data.conditional, out)?;
        if !data.settings.is_empty() {
            writeln!(
                out,
                "\n## {}\n\n{}",
                self.say("抄进 dossier.yaml", "For dossier.yaml"),
                escaped(data.settings_title)
            )?;
            yaml(&data.settings, "", out)?;
        }
        self.products(out)?;
        self.table(out)?;
        self.lines(
            self.say("程序没有判断、要请人核对的", "Not judged by the program, for a person to check"),
            &data.to_check,
            out,
        )?;
        self.notes(self.say("提醒", "Reminders"), &data.reminders, out)?;
        self.lines(self.say("已豁免", "Waived"), &data.waived, out)?;
        self.lines(self.say("递交时注意", "When handing in"), &data.handing_in, out)?;
        self.files(self.say("没有用上的文件", "Files not used"), &data.left_over, out)?;
        self.files(
            self.say("认得出、但本阶段还不用交的文件", "Recognised, not due in this stage"),
            &data.other_stage,
            out,
        )
    }

    fn gap(&self, row: &Row, out: &mut impl Write) -> io::Result<()> {
        let head = format!("- **{}** {} {}", row.word, escaped(&name(row)), escaped(&row.count));
        writeln!(out, "{}", head.trim_end())?;
        for text in row.ways.iter().chain(&row.todo) {
            writeln!(out, "  - {}", escaped(text))?;
        }
        yaml(&row.yaml, "    ", out)?;
        for (label, files) in [
            (self.say("已计", "counted"), &row.evidence),
            (self.say("不计", "not counted"), &row.refused),
            (self.say("待确认", "to look at"), &row.unclear),
        ] {
            for file in files.iter().take(SHOWN) {
                writeln!(out, "  - {label}{}{}", self.say("：", ": "), line(file))?;
            }
            self.more(files.len(), "  ", out)?;
        }
        match &row.hand_in {
            Some(hand_in) => writeln!(out, "  - {}", escaped(hand_in)),
            None => Ok(()),
        }
    }

    /// Every item on a row.
    fn table(&self, out: &mut impl Write) -> io::Result<()> {
        let rows: Vec<&Row> = self.data.items.iter().filter(|row| row.state != "not-applicable").collect();
        writeln!(out, "\n## {} ({})\n", self.say("全部材料", "All items"), rows.len())?;
        writeln!(out, "{}", self.say("| 编号 | 材料 | 状态 | 份数 | 文件 |", "| No | Item | State | Count | Files |"))?;
        writeln!(out, "| --- | --- | --- | --- | --- |")?;
        for row in rows {
            let first = row.evidence.first().map(|file| code(&file.path)).unwrap_or_default();
            let more = match row.evidence.len() {
                0 | 1 => String::new(),
                count => self.say(format!(" 等 {count} 个"), format!(" and {} more", count - 1)),
            };
            let (no, title) = (escaped(&row.no), escaped(&row.title));
            let cell = format!("{first}{more}").replace('|', "\\|");
            writeln!(out, "| {no} | {title} | {} | {}/{} | {cell} |", row.word, row.have, row.need)?;
        }
        Ok(())
    }

    /// The matrix of items and products.
    fn products(&self, out: &mut impl Write) -> io::Result<()> {
        let products = &self.data.products;
        if products.is_empty() {
            return Ok(());
        }
        let heads: Vec<String> = products.iter().map(|product| escaped(product)).collect();
        writeln!(out, "\n## {}\n", self.say("产品覆盖", "Products covered"))?;
        writeln!(out, "| {} | {} |", self.say("材料", "Item"), heads.join(" | "))?;
        writeln!(out, "| --- {}|", "| --- ".repeat(heads.len()))?;
        for row in self.data.items.iter().filter(|row| !row.covers.is_empty()) {
            let cells: Vec<&str> = row.covers.iter().map(|cell| self.cover(cell.state)).collect();
            writeln!(out, "| {} | {} |", escaped(&name(row)), cells.join(" | "))?;
        }
        Ok(())
    }

    fn cover(&self, state: &str) -> &'static str {
        match state {
            "covered" => self.say("有", "yes"),
            "unclear" => self.say("待确认", "unclear"),
            _ => self.say("没有", "no"),
        }
    }

    fn section(&self, title: &str, count: usize, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\n## {title} ({count})\n")
    }

    fn notes(&self, title: &str, notes: &[NoteLine], out: &mut impl Write) -> io::Result<()> {
        if notes.is_empty() {
            return Ok(());
        }
        self.section(title, notes.len(), out)?;
        for note in notes.iter().take(SHOWN) {
            writeln!(out, "- **{}** {}", note.word, escaped(&note.text))?;
        }
        self.more(notes.len(), "", out)
    }

    fn lines(&self, title: &str, lines: &[String], out: &mut impl Write) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        self.section(title, lines.len(), out)?;
        lines.iter().take(SHOWN).try_for_each(|text| writeln!(out, "- {}", escaped(text)))?;
        self.more(lines.len(), "", out)
    }

    fn files(&self, title: &str, files: &[FileLine], out: &mut impl Write) -> io::Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        self.section(title, files.len(), out)?;
        files.iter().take(SHOWN).try_for_each(|file| writeln!(out, "- {}", line(file)))?;
        self.more(files.len(), "", out)
    }

    fn more(&self, count: usize, indent: &str, out: &mut impl Write) -> io::Result<()> {
        if count <= SHOWN {
            return Ok(());
        }
        let rest = count - SHOWN;
        writeln!(out, "{indent}- {}", self.say(format!("……还有 {rest} 个"), format!("… and {rest} more")))
    }
}

/// Lines of YAML in a block that none of them ends.
fn yaml(lines: &[String], indent: &str, out: &mut impl Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let longest = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    writeln!(out, "\n{indent}{fence}yaml")?;
    lines.iter().try_for_each(|line| writeln!(out, "{indent}{line}"))?;
    writeln!(out, "{indent}{fence}\n")
}

fn name(row: &Row) -> String {
    format!("{} {}", row.no, row.title).trim_start().to_owned()
}

fn line(file: &FileLine) -> String {
    let note = if file.note.is_empty() { String::new() } else { format!(" — {}", escaped(&file.note)) };
    format!("{}{note}", code(&file.path))
}

/// A name as code, whatever it holds.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Text without what Markdown, the HTML in it, or a site's mentions would act on.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A mention would call somebody.
            '@' => out.push_str("@&#8203;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    // Sites make links of what only looks like an address.
    out.replace("://", ":&#8203;//").replace("www.", "www&#8203;.").replace("WWW.", "WWW&#8203;.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_names() {
        assert_eq!(code("a.pdf"), "`a.pdf`");
        assert_eq!(code("a`b``c.pdf"), "```a`b``c.pdf```");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(escaped("<img src=x onerror=alert(1)>"), "&lt;img src=x onerror=alert(1)&gt;");
        assert_eq!(escaped("[x](javascript:y) @all"), "\\[x\\](javascript:y) @&#8203;all");
        assert_eq!(escaped("a|b"), "a\\|b");
        assert_eq!(escaped("www.a.b https://c"), "www&#8203;.a.b https:&#8203;//c");
    }
}
