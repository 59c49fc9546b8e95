//! Many dossiers for a person at a terminal: one line each, then the materials that are lacking most.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{common_folder, tables};
use crate::i18n::{self, pick};
use crate::model::assessment::{State, Totals, Verdict};
use crate::model::batch::{ItemSummary, Row, Summary};
use crate::model::settings::Mode;
use crate::model::text::Lang;
use crate::report::escape::terminal;
use crate::report::style::padded;
use crate::report::text::{Detail, Options};

/// Names wider than this stand on a line of their own.
const WIDEST: usize = 32;
/// Width of `22/34`.
const MET: usize = 7;
/// How many lines the gaps of one dossier may take.
const LINES: usize = 3;
/// How many of the materials lacking most are told.
const MOST: usize = 10;

/// Writes the overview; `width` is the terminal's.
pub fn write(rows: &[Row], options: Options, width: u16, mut out: impl Write) -> io::Result<()> {
    let page = Page { options, width: usize::from(width), common: common_folder(rows) };
    for table in &tables(rows) {
        page.table(table, &mut out)?;
        page.most_lacking(table, &mut out)?;
    }
    page.failures(rows, &mut out)?;
    page.totals(rows, &mut out)
}

/// A count of the totals, and the column it stands in.
type Count = fn(&Totals) -> usize;
type Column = (&'static str, Count);

struct Page {
    options: Options,
    width: usize,
    /// The folder all names begin with, with its slash; told once.
    common: String,
}

impl Page {
    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.options.lang, zh, en)
    }

    fn name(&self, row: &Row) -> String {
        terminal(row.name.strip_prefix(&self.common).unwrap_or(&row.name)).into_owned()
    }

    /// The dossiers held against one list.
    fn table(&self, table: &[(&Row, &Summary)], out: &mut impl Write) -> io::Result<()> {
        self.head(table, out)?;
        let shown: Vec<&(&Row, &Summary)> = table
            .iter()
            .filter(|(_, summary)| self.options.detail > Detail::Brief || summary.verdict != Verdict::Complete)
            .collect();
        let names: Vec<String> = shown.iter().map(|(row, _)| self.name(row)).collect();
        let columns = self.columns(&shown);
        let (name, verdict, met, lacks) = match self.options.lang {
            Lang::Zh => ("资料夹", "结论", "已齐", "缺口"),
            Lang::En => ("dossier", "verdict", "done", "gaps"),
        };
        let widest = names.iter().map(|name| name.width()).filter(|width| *width <= WIDEST).max().unwrap_or(0);
        let verdicts = shown.iter().map(|(_, summary)| self.verdict(summary).width()).max().unwrap_or(0);
        let wide = [widest.max(name.width()), verdicts.max(verdict.width())];
        let mut line = format!("  {}  {}", padded(name, wide[0]), padded(verdict, wide[1]));
        line += &format!("  {}{met}", " ".repeat(MET.saturating_sub(met.width())));
        for (head, _) in &columns {
            line += &format!("  {head}");
        }
        let indent = line.width() + 2;
        writeln!(out, "{}", self.options.style.faint(&format!("{line}  {lacks}")))?;
        for ((_, summary), name) in shown.iter().zip(&names) {
            if name.width() > wide[0] {
                writeln!(out, "  {name}")?;
            }
            let name = if name.width() > wide[0] { "" } else { name };
            write!(out, "  {}  {}", padded(name, wide[0]), self.painted(summary, wide[1]))?;
            let totals = &summary.totals;
            write!(out, "  {:>MET$}", format!("{}/{}", totals.done(), totals.required))?;
            for (head, of) in &columns {
                let count = match of(totals) {
                    0 => "-".to_owned(),
                    count => count.to_string(),
                };
                write!(out, "  {}{count}", " ".repeat(head.width().saturating_sub(count.len())))?;
            }
            self.gaps(summary, indent, out)?;
        }
        self.unread(table, out)
    }

    /// What the required items that are not done come to: the usual columns, and others where there is something in them.
    fn columns(&self, shown: &[&(&Row, &Summary)]) -> Vec<Column> {
        let all: [(&str, Count, bool); 5] = [
            (self.say("缺少", "missing"), |totals| totals.missing, true),
            (self.say("不足", "short"), |totals| totals.short, true),
            (self.say("待确认", "unclear"), |totals| totals.unclear, true),
            (self.say("未判断", "not evaluated"), |totals| totals.not_evaluated, false),
            (self.say("另有问题", "with errors"), |totals| totals.flawed, false),
        ];
        let any = |of: Count| shown.iter().any(|(_, summary)| of(&summary.totals) > 0);
        all.into_iter().filter(|(_, of, always)| *always || any(*of)).map(|(head, of, _)| (head, of)).collect()
    }

    /// Dossiers of which much counts by name alone: the verdict does not show it.
    fn unread(&self, table: &[(&Row, &Summary)], out: &mut impl Write) -> io::Result<()> {
        let line = |(row, summary): &(&Row, &Summary)| {
            let (name, pages) = (self.name(row), summary.unread_pages);
            let pages = self.say(format!("（{pages} 页）"), format!(" ({})", i18n::counted(pages, "page")));
            (summary.unread_pages > 0).then(|| format!("{name}{pages}"))
        };
        let lines: Vec<String> = table.iter().filter_map(line).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let lines = lines.join(self.say("、", ", "));
        let title = self.say("有的页没有读到文字，只按名字计：", "pages nobody could read count by name: ");
        writeln!(out, "\n  {}", self.options.style.doubtful(&format!("{title}{lines}")))
    }

    fn head(&self, table: &[(&Row, &Summary)], out: &mut impl Write) -> io::Result<()> {
        let (_, first) = table[0];
        let list = &first.checklist;
        let standard = list.standard.as_ref().map(|standard| format!(" ({standard})")).unwrap_or_default();
        writeln!(out, "{}{standard}", self.options.style.strong(list.title.get(self.options.lang)))?;
        let title = |id: &String| list.stages.iter().find(|s| s.id == *id).map(|s| s.title.get(self.options.lang));
        let stages: Vec<&str> = first.stages.iter().map(|id| title(id).unwrap_or(id)).collect();
        let stage = if stages.is_empty() { None } else { Some(stages.join(self.say("、", ", "))) };
        let parts = [
            (!self.common.is_empty()).then(|| terminal(&self.common).into_owned()),
            Some(self.say(format!("{} 份资料夹", table.len()), i18n::counted(table.len(), "dossier"))),
            stage.map(|stage| self.say(format!("阶段：{stage}"), format!("stage: {stage}"))),
            Some(first.today.to_string()),
        ];
        let line = parts.into_iter().flatten().collect::<Vec<_>>().join(" | ");
        writeln!(out, "{}", self.options.style.faint(&line))?;
        if !first.unseen.is_empty() {
            let what: Vec<&str> = first.unseen.iter().map(|unseen| i18n::unseen(*unseen, self.options.lang)).collect();
            let line = self.say(
                format!("只看了文件名，没有检查：{}", what.join("、")),
                format!("names only; not looked at: {}", what.join(", ")),
            );
            writeln!(out, "{}", self.options.style.doubtful(&line))?;
        }
        writeln!(out)
    }

    fn verdict(&self, summary: &Summary) -> String {
        let draft = if summary.mode == Mode::Draft { self.say("（草稿）", " (draft)") } else { "" };
        format!("{}{draft}", i18n::verdict(summary.verdict, self.options.lang))
    }

    fn painted(&self, summary: &Summary, width: usize) -> String {
        let (style, text) = (self.options.style, self.verdict(summary));
        let shown = match summary.verdict {
            Verdict::Complete => style.good(&text),
            Verdict::Undecided => style.doubtful(&text),
            Verdict::Incomplete => style.bad(&text),
        };
        format!("{shown}{}", " ".repeat(width.saturating_sub(text.width())))
    }

    /// The gaps of one dossier after its counts, in further lines where one is too short.
    fn gaps(&self, summary: &Summary, indent: usize, out: &mut impl Write) -> io::Result<()> {
        let style = self.options.style;
        let mut marks: Vec<(String, String)> = summary
            .gaps()
            .map(|row| {
                let plain = self.mark(summary, row);
                let shown = if row.state == State::Unclear { style.doubtful(&plain) } else { style.bad(&plain) };
                (plain, shown)
            })
            .collect();
        let faults: usize = summary.faults.iter().map(|fault| fault.count).sum();
        if faults > 0 {
            // Before the gaps: they are fewer, and graver.
            let plain = self.say(format!("{faults} 个错误"), i18n::counted(faults, "error"));
            marks.insert(0, (plain.clone(), style.bad(&plain)));
        }
        let (mut at, mut lines) = (indent - 1, 1);
        write!(out, "{}", if marks.is_empty() { "" } else { " " })?;
        for (told, (plain, shown)) in marks.iter().enumerate() {
            if at + 1 + plain.width() > self.width && at >= indent {
                lines += 1;
                write!(out, "\n{}", " ".repeat(indent - 1))?;
                at = indent - 1;
                let more = marks.len() - told;
                if lines > LINES && more > 1 && self.options.detail < Detail::Full {
                    write!(out, " {}", self.say(format!("……还有 {more} 项"), format!("… and {more} more")))?;
                    break;
                }
            }
            write!(out, " {shown}")?;
            at += 1 + plain.width();
        }
        writeln!(out)
    }

    /// `6缺`, `16(3/4)`, `22?`.
    fn mark(&self, summary: &Summary, row: &ItemSummary) -> String {
        let label = terminal(summary.item(row).label());
        match row.state {
            State::Unclear => format!("{label}?"),
            State::Missing => self.say(format!("{label}(缺)"), format!("{label}(none)")),
            _ => format!("{label}({}/{})", row.have, row.need),
        }
    }

    /// The items more than one dossier lacks.
    fn most_lacking(&self, table: &[(&Row, &Summary)], out: &mut impl Write) -> io::Result<()> {
        let mut counts = vec![[0usize; 3]; table[0].1.checklist.items.len()];
        for row in table.iter().flat_map(|(_, summary)| summary.gaps()) {
            let at = match row.state {
                State::Missing => 0,
                State::Short => 1,
                _ => 2,
            };
            counts[usize::from(row.item)][at] += 1;
        }
        let mut lacking: Vec<(usize, usize)> = counts
            .iter()
            .map(|counts| counts.iter().sum())
            .enumerate()
            .filter(|(_, count)| *count > 1)
            .map(|(item, count)| (count, item))
            .collect();
        lacking.sort_unstable_by_key(|(count, item)| (std::cmp::Reverse(*count), *item));
        if !lacking.is_empty() {
            writeln!(out, "\n{}", self.options.style.strong(self.say("最常缺的材料", "Lacking most often")))?;
            let shown = if self.options.detail == Detail::Full { lacking.len() } else { MOST };
            let list = &table[0].1.checklist;
            for (count, item) in lacking.iter().take(shown) {
                let [missing, short, unclear] = counts[*item];
                let of = [(missing, "缺少", "missing"), (short, "不足", "short"), (unclear, "待确认", "unclear")];
                let of: Vec<String> = of
                    .iter()
                    .filter(|(count, ..)| *count > 0)
                    .map(|(count, zh, en)| self.say(format!("{zh} {count}"), format!("{count} {en}")))
                    .collect();
                let item = &list.items[*item];
                let no = item.no.as_ref().map(|no| format!("{no} ")).unwrap_or_default();
                let (title, of) = (item.title.get(self.options.lang), of.join(self.say("，", ", ")));
                let line = self.say(format!("{count} 份：{no}{title}（{of}）"), format!("{count}: {no}{title} ({of})"));
                writeln!(out, "  {}", terminal(&line))?;
            }
            if lacking.len() > shown {
                let more = lacking.len() - shown;
                let line = self
                    .say(format!("……还有 {more} 项，加 -v 全部列出"), format!("… and {more} more; -v lists them all"));
                writeln!(out, "  {line}")?;
            }
        }
        writeln!(out)
    }

    /// The dossiers that could not be checked.
    fn failures(&self, rows: &[Row], out: &mut impl Write) -> io::Result<()> {
        let failed: Vec<(&Row, &str)> =
            rows.iter().filter_map(|row| Some((row, row.result.as_ref().err()?.get(self.options.lang)))).collect();
        if failed.is_empty() {
            return Ok(());
        }
        let title = self.say("没法检查", "Could not be checked");
        writeln!(out, "{}", self.options.style.strong(&format!("{title} ({})", failed.len())))?;
        for (row, why) in failed {
            let colon = self.say("：", ": ");
            writeln!(out, "  {}{colon}{}", self.options.style.bad(&self.name(row)), terminal(why))?;
        }
        writeln!(out)
    }

    fn totals(&self, rows: &[Row], out: &mut impl Write) -> io::Result<()> {
        let of = |verdict: Verdict| {
            rows.iter().filter(|row| row.result.as_ref().is_ok_and(|summary| summary.verdict == verdict)).count()
        };
        let verdicts = [Verdict::Complete, Verdict::Undecided, Verdict::Incomplete];
        let mut parts: Vec<String> = verdicts
            .into_iter()
            .map(|verdict| (of(verdict), i18n::verdict(verdict, self.options.lang)))
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| self.say(format!("{name} {count}"), format!("{count} {name}")))
            .collect();
        let failed = rows.iter().filter(|row| row.result.is_err()).count();
        if failed > 0 {
            parts.push(self.say(format!("没法检查 {failed}"), format!("{failed} could not be checked")));
        }
        let line = self.say(
            format!("{} 份资料夹：{}", rows.len(), parts.join("，")),
            format!("{}: {}", i18n::counted(rows.len(), "dossier"), parts.join(", ")),
        );
        writeln!(out, "{line}")?;
        if rows.iter().flat_map(|row| &row.result).any(|summary| summary.gaps().next().is_some()) {
            let legend = self.say(
                "缺口一栏：6(缺) 是第 6 项一份也没有，16(3/4) 是第 16 项要 4 份只有 3 份，22? 是第 22 项要请人看；错误是份数以外的，如过期、别家的、有产品没有材料",
                "gaps: 6(none) is item 6, nothing found; 16(3/4) is 3 of 4; 22? wants a person to look; errors are more than counts: expired, another's, a product uncovered",
            );
            writeln!(out, "{}", self.options.style.faint(legend))?;
        }
        let next = self.say(
            "下一步：看某一份缺什么、怎么补，单独查它：dossier check 资料夹",
            "Next: to see what one of them lacks and what to do, check it alone: dossier check DIR",
        );
        writeln!(out, "{next}")
    }
}
