//! The report for a person at a terminal: the gaps first, then what was counted, then what is left
//! over, then one line of totals and what to do next.

mod eligibility;
mod items;
mod more;
mod products;
mod rest;

use std::collections::HashSet;
use std::io::{self, Write};

use super::Style;
use super::escape::terminal;
use super::style::padded;
use crate::i18n::{self, pick};
use crate::model::assessment::{Assessment, ItemResult, State, Totals, Unseen, Verdict};
use crate::model::finding::Place;
use crate::model::settings::Mode;
use crate::model::text::Lang;

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
    page.totals(&mut out)
}

/// Whether an item stands between the dossier and a good verdict.
fn is_gap(result: &ItemResult) -> bool {
    matches!(result.state, State::Missing | State::Short | State::Unclear)
}

/// One report being written.
struct Page<'a> {
    assessment: &'a Assessment,
    options: Options,
    totals: Totals,
    /// Files whose refusal is told with a gap.
    told: HashSet<usize>,
    /// Items whose gap the baseline knows.
    known: HashSet<usize>,
}

impl<'a> Page<'a> {
    fn new(assessment: &'a Assessment, options: Options) -> Self {
        let gaps = assessment.items.iter().filter(|result| is_gap(result));
        let told = gaps.flat_map(|result| result.refused.iter().copied()).collect();
        let known = assessment.findings.iter().filter(|f| f.known && f.problem.rule().is_about_the_count());
        let known = known.filter_map(|finding| match finding.place {
            Place::Item(item) => Some(item),
            _ => None,
        });
        Self { assessment, options, totals: assessment.totals(), told, known: known.collect() }
    }

    /// The mark of what the baseline knows.
    fn known(&self, known: bool) -> String {
        let mark = self.say("（基线已知）", " (known)");
        if known { self.options.style.faint(mark) } else { String::new() }
    }

    fn lang(&self) -> Lang {
        self.options.lang
    }

    /// Picks one of two by the language.
    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.options.lang, zh, en)
    }

    fn path(&self, file: usize) -> String {
        terminal(&self.assessment.inventory.files[file].path).into_owned()
    }

    /// How people name an item: its number and title.
    fn item_name(&self, item: usize) -> String {
        let item = &self.assessment.checklist.items[item];
        match &item.no {
            Some(no) => format!("{no} {}", item.title.get(self.lang())),
            None => item.title.get(self.lang()).to_owned(),
        }
    }

    fn head(&self, out: &mut impl Write) -> io::Result<()> {
        let assessment = self.assessment;
        let list = &assessment.checklist;
        let standard = list.standard.as_ref().map(|standard| format!(" ({standard})")).unwrap_or_default();
        writeln!(out, "{}{standard}", self.options.style.strong(list.title.get(self.lang())))?;
        let stages: Vec<&str> = assessment
            .stages
            .iter()
            .map(|id| list.stages.iter().find(|s| s.id == *id).map_or(id.as_str(), |s| s.title.get(self.lang())))
            .collect();
        let name = terminal(&assessment.inventory.name);
        let (files, today) = (self.totals.files, assessment.today);
        let stage = match stages.as_slice() {
            [] => String::new(),
            stages => self.say(format!(" | 阶段：{}", stages.join("、")), format!(" | stage: {}", stages.join(", "))),
        };
        let line = self.say(
            format!("资料夹 {name} | {files} 个文件{stage} | {today}"),
            format!("dossier {name} | {files} files{stage} | {today}"),
        );
        writeln!(out, "{}", self.options.style.faint(&line))?;
        if self.is_blind() {
            let what: Vec<&str> = assessment.unseen.iter().map(|unseen| i18n::unseen(*unseen, self.lang())).collect();
            let line = self.say(
                format!("只看了文件名，没有检查：{}", what.join("、")),
                format!("names only; not looked at: {}", what.join(", ")),
            );
            writeln!(out, "{}", self.options.style.doubtful(&line))?;
        }
        Ok(())
    }

    /// Whether only names were looked at.
    fn is_blind(&self) -> bool {
        self.assessment.unseen.iter().any(|unseen| *unseen != Unseen::Contents)
    }

    fn section(&self, title: &str, count: usize, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\n{}", self.options.style.strong(&format!("{title} ({count})")))
    }

    fn totals(&self, out: &mut impl Write) -> io::Result<()> {
        let totals = &self.totals;
        let style = self.options.style;
        let verdict = i18n::verdict(self.assessment.verdict, self.lang());
        let verdict = match self.assessment.verdict {
            Verdict::Complete => style.good(verdict),
            Verdict::Undecided => style.doubtful(verdict),
            Verdict::Incomplete => style.bad(verdict),
        };
        let parts = [
            (totals.satisfied, "满足", "satisfied"),
            (totals.missing, "缺少", "missing"),
            (totals.short, "不足", "short"),
            (totals.unclear, "待确认", "unclear"),
            (totals.not_evaluated, "未判断", "not evaluated"),
            (totals.waived, "豁免", "waived"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, zh, en)| self.say(format!("，{zh} {count}"), format!(", {count} {en}")))
            .collect();
        let line = self.say(
            format!(
                "{verdict}：应交 {} 项{}；{} 个文件中计入 {} 个，不计 {} 个",
                totals.required,
                parts.concat(),
                totals.files,
                totals.counted,
                totals.refused
            ),
            format!(
                "{verdict}: {} items required{}; of {} files, {} counted, {} refused",
                totals.required,
                parts.concat(),
                totals.files,
                totals.counted,
                totals.refused
            ),
        );
        writeln!(out, "\n{line}")?;
        if totals.known_findings > 0 {
            let (known, errors, warnings) = (totals.known_findings, totals.errors, totals.warnings);
            let line = self.say(
                format!("基线：已知 {known} 个问题；新的错误 {errors} 个，新的警告 {warnings} 个"),
                format!("baseline: {known} findings known; {errors} new errors, {warnings} new warnings"),
            );
            writeln!(out, "{line}")?;
        }
        writeln!(out, "{}", self.next_step())
    }

    fn next_step(&self) -> &'static str {
        match self.assessment.verdict {
            Verdict::Incomplete if self.assessment.settings.mode == Mode::Draft => self.say(
                "下一步：这是草稿，还没有的不算错；备齐后把 dossier.yaml 里的 mode 改成 submit，再查一次",
                "Next: this is a draft, and what is not there yet is no fault; when it is, set mode to submit in dossier.yaml and check again",
            ),
            Verdict::Incomplete => self.say(
                "下一步：照上面的缺口补齐文件，再运行一次。某一条看不懂时：dossier explain 文件，或 dossier rule 规则名",
                "Next: fill the gaps above and run again. To understand a line: dossier explain FILE, or dossier rule RULE",
            ),
            Verdict::Undecided if self.totals.required == 0 => self.say(
                "下一步：清单在这个阶段没有必交的材料，可选的列在上面，按认证机构的要求准备",
                "Next: the list demands nothing in this stage; the optional items are listed above",
            ),
            Verdict::Undecided if self.is_blind() && self.assessment.items.iter().all(|r| !is_gap(r)) => self.say(
                "下一步：名称和份数没有问题；对文件夹本身再查一次（不加 --names-only），才会检查空文件、重复文件和读不了的文件",
                "Next: names and counts are in order; check the folder itself (without --names-only) for empty, repeated and unreadable files",
            ),
            Verdict::Undecided => self.say(
                "下一步：请人看过上面待确认的各条，把结果写进 dossier.yaml（放在资料夹里的文本文件），再运行一次",
                "Next: have a person look at what is open above, put the answers into dossier.yaml (a text file in the dossier), and run again",
            ),
            Verdict::Complete => self.say(
                "下一步：份数齐全。请人照各条后面写的核对内容、日期、盖章，再递交",
                "Next: the counts are complete. Have a person check contents, dates and stamps as asked above, then hand in",
            ),
        }
    }
}
