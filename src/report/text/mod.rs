//! The report for a person at a terminal: the gaps first, then what was counted, then what is left
//! over, then one line of totals and what to do next.

mod eligibility;
mod items;
mod products;
mod rest;

use std::io::{self, Write};

use super::Style;
use super::escape::terminal;
use super::style::padded;
use super::view::View;
use crate::i18n::{counted, pick};
use crate::model::assessment::{Assessment, Verdict};
use crate::model::text::Lang;

/// How many lines of one section are shown before the rest is only counted.
const SHOWN: usize = 20;

/// How many files of each item are listed to be settled.
const SETTLED: usize = 6;

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// The gaps and the totals.
    Brief,
    /// What a person needs.
    Normal,
    /// Every file and every reason.
    Full,
}

/// How the report is written.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The language.
    pub lang: Lang,
    /// How much is told.
    pub detail: Detail,
    /// Colour, or none.
    pub style: Style,
}

/// Writes the report.
pub fn write(assessment: &Assessment, options: Options, mut out: impl Write) -> io::Result<()> {
    let page = Page::new(assessment, options);
    page.head(&mut out)?;
    page.news(&mut out)?;
    page.gaps(&mut out)?;
    page.faults(&mut out)?;
    page.conditions(&mut out)?;
    page.eligibility(&mut out)?;
    page.products(&mut out)?;
    if options.detail > Detail::Brief {
        page.optional(&mut out)?;
        page.met(&mut out)?;
        page.to_check(&mut out)?;
        page.reminders(&mut out)?;
        page.waived(&mut out)?;
        page.handing_in(&mut out)?;
        page.left_over(&mut out)?;
    }
    page.settings(&mut out)?;
    page.totals(&mut out)
}

/// One report being written.
struct Page<'a> {
    view: View<'a>,
    options: Options,
    /// All that is to be written into `dossier.yaml`, if that is asked for in several places.
    settings: Vec<String>,
}

impl<'a> Page<'a> {
    fn new(assessment: &'a Assessment, options: Options) -> Self {
        let view = View::new(assessment, options.lang);
        let settings = view.settings(if options.detail == Detail::Full { usize::MAX } else { SETTLED });
        Self { view, options, settings }
    }

    fn lang(&self) -> Lang {
        self.options.lang
    }

    /// Picks one of two by the language.
    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.options.lang, zh, en)
    }

    fn path(&self, file: usize) -> String {
        terminal(self.view.path(file)).into_owned()
    }

    fn head(&self, out: &mut impl Write) -> io::Result<()> {
        let assessment = self.view.assessment;
        let (title, standard) = self.view.list_title();
        writeln!(out, "{}{standard}", self.options.style.strong(title))?;
        let name = terminal(&assessment.inventory.name);
        let (files, today) = (self.view.totals.files, assessment.today);
        let stages = self.view.stages();
        let stage = if stages.is_empty() {
            String::new()
        } else {
            self.say(format!(" | 阶段：{stages}"), format!(" | stage: {stages}"))
        };
        let line = self.say(
            format!("资料夹 {name} | {files} 个文件{stage} | {today}"),
            format!("dossier {name} | {}{stage} | {today}", counted(files, "file")),
        );
        writeln!(out, "{}", self.options.style.faint(&line))?;
        if let Some(line) = self.view.blindness() {
            writeln!(out, "{}", self.options.style.doubtful(&line))?;
        }
        Ok(())
    }

    fn section(&self, title: &str, count: usize, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\n{}", self.options.style.strong(&format!("{title} ({count})")))
    }

    /// One sort of lines under a title; of many the rest is only counted.
    fn lines<T>(&self, title: &str, rows: &[T], out: &mut impl Write, line: impl Fn(&T) -> String) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        self.section(title, rows.len(), out)?;
        let shown = if self.options.detail == Detail::Full { rows.len() } else { SHOWN };
        for row in rows.iter().take(shown) {
            writeln!(out, "  {}", line(row))?;
        }
        if rows.len() > shown {
            let more = rows.len() - shown;
            writeln!(
                out,
                "  {}",
                self.say(format!("……还有 {more} 个，加 -v 全部列出"), format!("… and {more} more; -v lists them all"))
            )?;
        }
        Ok(())
    }

    /// All that is to be written into `dossier.yaml`, to be copied in one piece.
    fn settings(&self, out: &mut impl Write) -> io::Result<()> {
        if self.settings.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", self.options.style.strong(self.view.settings_title()))?;
        // At the left margin, as they stand in the file.
        self.settings.iter().try_for_each(|line| writeln!(out, "{}", terminal(line)))
    }

    fn totals(&self, out: &mut impl Write) -> io::Result<()> {
        let style = self.options.style;
        let verdict = self.view.verdict();
        let verdict = match self.view.assessment.verdict {
            Verdict::Complete => style.good(verdict),
            Verdict::Undecided => style.doubtful(verdict),
            Verdict::Incomplete => style.bad(verdict),
        };
        let colon = self.say("：", ": ");
        writeln!(out, "\n{verdict}{colon}{}", self.view.totals_line())?;
        let next = self.say("下一步：", "Next: ");
        let step = self.view.next_step();
        let understand = match self.view.assessment.verdict {
            Verdict::Incomplete if !self.view.is_draft() => self.say(
                "。某一条看不懂时：dossier explain 文件，或 dossier rule 规则名",
                ". To understand a line: dossier explain FILE, or dossier rule RULE",
            ),
            _ => "",
        };
        writeln!(out, "{next}{step}{understand}")
    }
}
