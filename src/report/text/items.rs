//! The items: what is lacking, and what was counted.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Detail, Page, padded};
use crate::i18n;
use crate::model::assessment::{ItemResult, State};
use crate::report::escape::terminal;
use crate::report::view::{ToWrite, are_told};

/// How many files of one sort are named before the rest is only counted.
const NAMED: usize = 6;

impl Page<'_> {
    pub(super) fn gaps(&self, out: &mut impl Write) -> io::Result<()> {
        let gaps = self.view.gaps();
        if gaps.is_empty() {
            return Ok(());
        }
        let title = if self.view.is_draft() {
            self.say("还没有备齐的（草稿）", "Not yet (draft)")
        } else {
            self.say("缺口", "Gaps")
        };
        self.section(title, gaps.len(), out)?;
        for result in gaps {
            self.gap(result, out)?;
        }
        Ok(())
    }

    fn gap(&self, result: &ItemResult, out: &mut impl Write) -> io::Result<()> {
        let style = self.options.style;
        let label = format!("[{}]", i18n::state(result.state, self.lang()));
        let label = match result.state {
            State::Missing | State::Short => style.bad(&label),
            _ => style.doubtful(&label),
        };
        let name = style.strong(&self.view.item_name(result.item));
        let line = format!("{label} {name}  {}", self.view.count(result));
        writeln!(out, "{}{}", line.trim_end(), self.view.remark(self.view.since(result.item)))?;
        for way in self.view.ways(result) {
            writeln!(out, "    {way}")?;
        }
        self.files(self.say("已计", "counted"), &result.evidence, out)?;
        self.refused(result, out)?;
        self.unclear(result, out)?;
        let item = &self.view.assessment.checklist.items[result.item];
        if let Some(hand_in) = &item.hand_in {
            writeln!(out, "    {}{}", self.say("要交：", "hand in: "), hand_in.get(self.lang()))?;
        }
        Ok(())
    }

    /// Optional items of which something lies there, but not enough.
    pub(super) fn optional(&self, out: &mut impl Write) -> io::Result<()> {
        let open = self.view.optional();
        if open.is_empty() {
            return Ok(());
        }
        self.section(
            self.say("可选的、还没有备齐的（不影响结论）", "Optional and not complete (no bearing on the verdict)"),
            open.len(),
            out,
        )?;
        for result in open {
            if self.options.detail == Detail::Full {
                self.gap(result, out)?;
            } else {
                let state = i18n::state(result.state, self.lang());
                let line = format!("  {} [{state}] {}", self.view.item_name(result.item), self.view.count(result));
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        Ok(())
    }

    /// Items that are due only under a condition nobody has declared.
    pub(super) fn conditions(&self, out: &mut impl Write) -> io::Result<()> {
        let open = self.view.conditional();
        if open.is_empty() {
            return Ok(());
        }
        self.section(self.view.conditional_title(), open.len(), out)?;
        for (result, fact) in &open {
            writeln!(out, "  {} -- {}", self.view.item_name(result.item), self.view.condition(fact))?;
        }
        self.to_write(&self.view.declare(open.iter().map(|(_, fact)| *fact).collect()), out)
    }

    /// A request, and the lines to write; where several are asked for, they stand together at the end.
    pub(super) fn to_write(&self, write: &ToWrite, out: &mut impl Write) -> io::Result<()> {
        if !self.settings.is_empty() && are_told(&write.yaml, &self.settings) {
            let ask = write.ask.trim_end_matches(['：', ':']);
            return writeln!(out, "    {ask}{}", self.say("（写法见最后）", " (see the end)"));
        }
        writeln!(out, "    {}", write.ask)?;
        write.yaml.iter().try_for_each(|line| writeln!(out, "      {line}"))
    }

    /// A few names of one sort on one line each, the rest counted.
    fn files(&self, label: &str, files: &[usize], out: &mut impl Write) -> io::Result<()> {
        let shown = if self.options.detail == Detail::Full { files.len() } else { NAMED };
        for &file in files.iter().take(shown) {
            writeln!(out, "    {label}{}{}", self.say("：", ": "), self.path(file))?;
        }
        if files.len() > shown {
            let more = files.len() - shown;
            writeln!(out, "    {}", self.say(format!("……还有 {more} 个"), format!("… and {more} more")))?;
        }
        Ok(())
    }

    fn refused(&self, result: &ItemResult, out: &mut impl Write) -> io::Result<()> {
        let shown = if self.options.detail == Detail::Full { result.refused.len() } else { NAMED };
        for &file in result.refused.iter().take(shown) {
            let line = format!("{} -- {}", self.path(file), terminal(&self.view.refusal(file)));
            writeln!(out, "    {}{line}", self.say("不计：", "not counted: "))?;
        }
        if result.refused.len() > shown {
            let more = result.refused.len() - shown;
            writeln!(
                out,
                "    {}",
                self.say(format!("……还有 {more} 个不计"), format!("… and {more} more not counted"))
            )?;
        }
        Ok(())
    }

    /// What a person must look at, and how to say what they saw.
    fn unclear(&self, result: &ItemResult, out: &mut impl Write) -> io::Result<()> {
        let shown = if self.options.detail == Detail::Full { usize::MAX } else { NAMED };
        for &file in result.possible.iter().take(shown) {
            let reason = self.view.reason(file, result.item).map(|reason| format!(" -- {}", terminal(&reason)));
            let label = self.say("待确认：", "to look at: ");
            writeln!(out, "    {label}{}{}", self.path(file), reason.unwrap_or_default())?;
        }
        if result.possible.len() > shown {
            let more = result.possible.len() - shown;
            writeln!(
                out,
                "    {}",
                self.say(format!("……还有 {more} 个待确认"), format!("… and {more} more to look at"))
            )?;
        }
        if result.state != State::Unclear {
            return Ok(());
        }
        let writes = self.view.question(result).into_iter().chain(self.view.to_settle(result, shown));
        writes.into_iter().try_for_each(|write| self.to_write(&write, out))
    }

    /// The items that are met, each on a line, with what a person should still check.
    pub(super) fn met(&self, out: &mut impl Write) -> io::Result<()> {
        let met = self.view.met();
        if met.is_empty() {
            return Ok(());
        }
        self.section(self.say("已满足", "Satisfied"), met.len(), out)?;
        let width = met.iter().map(|r| self.view.item_name(r.item).width()).max().unwrap_or(0).min(44);
        for result in met {
            let (need, have, _) = result.counts();
            let count = format!("{have}/{need}");
            let name = padded(&self.view.item_name(result.item), width);
            let flawed = self.view.is_flawed(result.item);
            let sign = if flawed { self.options.style.bad("!") } else { self.options.style.good("+") };
            let remark =
                if flawed { self.say("（另有问题，见上）", " (with open points, see above)") } else { "" };
            writeln!(out, "  {sign} {name}  {count:<6} {}{remark}", self.summary(result))?;
            if self.options.detail == Detail::Full {
                self.files(self.say("已计", "counted"), &result.evidence, out)?;
                self.refused(result, out)?;
            }
            if let Some(ask) = self.view.by_name_alone(result) {
                let line = format!("{}{ask}", self.say("仅凭名称认出：", "by name alone: "));
                writeln!(out, "      {}", self.options.style.faint(&line))?;
            }
        }
        Ok(())
    }

    /// The first file, or what was declared.
    fn summary(&self, result: &ItemResult) -> String {
        let more = |rest: usize| {
            if rest == 0 {
                String::new()
            } else {
                self.say(format!(" 等 {} 个文件", rest + 1), format!(" and {rest} more"))
            }
        };
        match result.evidence.split_first() {
            Some((&first, rest)) => format!("{}{}", self.path(first), more(rest.len())),
            None => self.say("已在 dossier.yaml 说明", "declared in dossier.yaml").to_owned(),
        }
    }
}
