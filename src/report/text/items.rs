//! The items: what is lacking, and what was counted.

use std::io::{self, Write};

use super::{Detail, Page, is_gap, padded};
use crate::i18n;
use crate::model::assessment::{DemandResult, ItemResult, State};
use crate::model::assignment::Outcome;
use crate::model::checklist::{Fact, FactKind};
use crate::model::recognition::Reason;
use crate::model::settings::Mode;
use crate::report::escape::{is_unsafe, terminal};
use unicode_width::UnicodeWidthStr;

/// How many files of one sort are named before the rest is only counted.
const NAMED: usize = 6;

impl Page<'_> {
    pub(super) fn gaps(&self, out: &mut impl Write) -> io::Result<()> {
        let gaps: Vec<&ItemResult> = self.assessment.items.iter().filter(|r| r.required && is_gap(r)).collect();
        if gaps.is_empty() {
            return Ok(());
        }
        let draft = self.assessment.settings.mode == Mode::Draft;
        let title = if draft {
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
        let line = format!("{label} {}  {}", style.strong(&self.item_name(result.item)), self.count(result));
        writeln!(out, "{}{}", line.trim_end(), self.known(self.known.contains(&result.item)))?;
        self.branches(result, out)?;
        self.files(self.say("已计", "counted"), &result.evidence, out)?;
        self.refused(result, out)?;
        self.unclear(result, out)?;
        let item = &self.assessment.checklist.items[result.item];
        if let Some(hand_in) = &item.hand_in {
            writeln!(out, "    {}{}", self.say("要交：", "hand in: "), hand_in.get(self.lang()))?;
        }
        Ok(())
    }

    /// Optional items of which something lies there, but not enough.
    pub(super) fn optional(&self, out: &mut impl Write) -> io::Result<()> {
        let open: Vec<&ItemResult> = self.assessment.items.iter().filter(|r| !r.required && is_gap(r)).collect();
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
                let line = format!("  {} [{state}] {}", self.item_name(result.item), self.count(result));
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        Ok(())
    }

    /// Items that are due only under a condition nobody has declared.
    pub(super) fn conditions(&self, out: &mut impl Write) -> io::Result<()> {
        let list = &self.assessment.checklist;
        let open = self.assessment.items.iter().filter(|result| result.state == State::NotEvaluated);
        let open: Vec<(&ItemResult, &str)> =
            open.filter_map(|result| Some((result, list.items[result.item].when.as_deref()?))).collect();
        if open.is_empty() {
            return Ok(());
        }
        self.section(
            self.say("有条件才要交、还没有说明的", "Due only on a condition nobody has declared"),
            open.len(),
            out,
        )?;
        for (result, fact) in &open {
            let condition = list.fact(fact).map_or(*fact, |fact| fact.title.get(self.lang()));
            let line = self.say(format!("仅当：{condition}"), format!("only if: {condition}"));
            writeln!(out, "  {} -- {line}", self.item_name(result.item))?;
        }
        let mut facts: Vec<&str> = open.iter().map(|(_, fact)| *fact).collect();
        facts.sort_unstable();
        facts.dedup();
        let lines: Vec<String> = facts.iter().map(|fact| format!("{fact}: false")).collect();
        writeln!(
            out,
            "    {}\n      facts: {{ {} }}",
            self.say("请在 dossier.yaml 写明（是写 true，否写 false）：", "say so in dossier.yaml (true or false):"),
            lines.join(", ")
        )
    }

    /// `3/4, 1 more needed`, and why it is not clear.
    fn count(&self, result: &ItemResult) -> String {
        let (need, have, possible) = result.counts();
        match result.state {
            State::Unclear if possible > have => self.say(
                format!("{have}/{need}，另有 {} 份待确认", possible - have),
                format!("{have}/{need}, {} more to be looked at", possible - have),
            ),
            State::Unclear => String::new(),
            _ if have < need => self.say(
                format!("{have}/{need}，还差 {} 份", need - have),
                format!("{have}/{need}, {} more needed", need - have),
            ),
            _ => format!("{have}/{need}"),
        }
    }

    /// The ways a compound item can be met, where none is.
    fn branches(&self, result: &ItemResult, out: &mut impl Write) -> io::Result<()> {
        let list = &self.assessment.checklist;
        if !list.items[result.item].is_compound() {
            return Ok(());
        }
        for (index, alternative) in result.alternatives.iter().enumerate() {
            let part = |demand: &DemandResult| {
                let title = list.demands[demand.demand].title.get(self.lang());
                format!("{title} ({})", i18n::state(demand.state, self.lang()))
            };
            let parts: Vec<String> = alternative.iter().map(part).collect();
            let word = if index == 0 { self.say("办法", "either") } else { self.say("或者", "or") };
            writeln!(out, "    {word}{}{}", self.say("：", ": "), parts.join(" + "))?;
        }
        Ok(())
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
            if let Outcome::Refused { why, .. } = &self.assessment.outcomes[file] {
                let why = i18n::refusal(why, self.assessment, self.lang());
                let line = format!("{} -- {}", self.path(file), terminal(&why));
                writeln!(out, "    {}{line}", self.say("不计：", "not counted: "))?;
            }
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
        let list = &self.assessment.checklist;
        let several = result.alternatives[result.nearest].iter().flat_map(|demand| self.several(demand));
        let shown = if self.options.detail == Detail::Full { usize::MAX } else { NAMED };
        for &file in result.possible.iter().take(shown) {
            let reason = self.assessment.recognitions[file]
                .candidates
                .iter()
                .find(|c| list.demands[usize::from(c.demand)].item == result.item)
                .map(|c| format!(" -- {}", terminal(&i18n::reason(&c.reason, self.lang()))))
                .unwrap_or_default();
            writeln!(out, "    {}{}{reason}", self.say("待确认：", "to look at: "), self.path(file))?;
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
        self.question(result, out)?;
        let files: Vec<usize> = result.possible.iter().copied().chain(several).take(shown).collect();
        if files.is_empty() {
            return Ok(());
        }
        let how = self.say(
            "看过属实后，在 dossier.yaml 写（份数照实填，不是就写 item: none）：",
            "if so, write into dossier.yaml (the true count; item: none if it is not):",
        );
        writeln!(out, "    {how}\n      assign:")?;
        for file in files {
            let Some(demand) = list.items[result.item].demands().find(|&d| self.serves(file, d)) else { continue };
            let count = match &self.assessment.outcomes[file] {
                Outcome::Counted { possible, .. } => *possible,
                _ => self.assessment.recognitions[file].count_mark.unwrap_or(1),
            };
            let path = yaml_string(&self.assessment.inventory.files[file].path);
            writeln!(out, "        - {{ path: {path}, item: {}, count: {count} }}", list.demands[demand].id)?;
        }
        Ok(())
    }

    /// The facts nobody declared, and how to declare them.
    fn question(&self, result: &ItemResult, out: &mut impl Write) -> io::Result<()> {
        let open = result.alternatives[result.nearest].iter().filter(|d| d.state == State::Unclear);
        let facts: Vec<&Fact> =
            open.flat_map(|d| &d.undeclared).filter_map(|id| self.assessment.checklist.fact(id)).collect();
        if facts.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = facts.iter().map(|fact| fact.title.get(self.lang())).collect();
        let value = |fact: &Fact| match fact.kind {
            FactKind::YesNo => "true",
            FactKind::Number => "0",
            FactKind::Text | FactKind::Date => "\"\"",
        };
        let lines: Vec<String> = facts.iter().map(|fact| format!("{}: {}", fact.id, value(fact))).collect();
        let yes_no = facts.iter().any(|fact| fact.kind == FactKind::YesNo);
        let how = if yes_no { self.say("（是写 true，否写 false）", " (true or false)") } else { "" };
        let line = self.say(
            format!("还没有说明：{}。交一份写有它的文件，或在 dossier.yaml 填写{how}：", names.join("、")),
            format!("not said yet: {}. Hand in a paper that says it, or fill in dossier.yaml{how}:", names.join("; ")),
        );
        writeln!(out, "    {line}\n      facts: {{ {} }}", lines.join(", "))
    }

    /// Files of a demand whose name claims more copies than are certain.
    fn several(&self, demand: &DemandResult) -> Vec<usize> {
        let outcomes = self.assessment.outcomes.iter().enumerate();
        outcomes
            .filter(|(_, outcome)| {
                matches!(outcome, Outcome::Counted { demand: d, certain, possible, .. } if *d == demand.demand && possible > certain)
            })
            .map(|(file, _)| file)
            .collect()
    }

    fn serves(&self, file: usize, demand: usize) -> bool {
        self.assessment.recognitions[file].candidates.iter().any(|c| usize::from(c.demand) == demand)
    }

    /// The items that are met, each on a line, with what a person should still check.
    pub(super) fn met(&self, out: &mut impl Write) -> io::Result<()> {
        let met: Vec<&ItemResult> = self.assessment.items.iter().filter(|r| r.state == State::Satisfied).collect();
        if met.is_empty() {
            return Ok(());
        }
        self.section(self.say("已满足", "Satisfied"), met.len(), out)?;
        let width = met.iter().map(|r| self.item_name(r.item).width()).max().unwrap_or(0).min(44);
        for result in met {
            let (need, have, _) = result.counts();
            let count = format!("{have}/{need}");
            let name = padded(&self.item_name(result.item), width);
            writeln!(out, "  {} {name}  {count:<6} {}", self.options.style.good("+"), self.summary(result))?;
            if self.options.detail == Detail::Full {
                self.files(self.say("已计", "counted"), &result.evidence, out)?;
                self.refused(result, out)?;
            }
            if let Some(ask) = &self.assessment.checklist.items[result.item].ask
                && result.evidence.iter().any(|&file| self.by_name_alone(file, result.item))
            {
                let line = format!("{}{}", self.say("仅凭名称认出：", "by name alone: "), ask.get(self.lang()));
                writeln!(out, "      {}", self.options.style.faint(&line))?;
            }
        }
        Ok(())
    }

    /// Whether a file is counted though nobody read what it says.
    fn by_name_alone(&self, file: usize, item: usize) -> bool {
        let recognition = &self.assessment.recognitions[file];
        let said = |reason: &Reason| matches!(reason, Reason::Assigned(_) | Reason::Content { .. });
        let item_of = |demand: &u16| self.assessment.checklist.demands[usize::from(*demand)].item;
        let heard = recognition.heard.as_ref().is_some_and(|heard| heard.demands.iter().any(|d| item_of(d) == item));
        !heard && !recognition.candidates.iter().any(|c| said(&c.reason))
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

    /// What nobody could judge, by what it is.
    pub(super) fn to_check(&self, out: &mut impl Write) -> io::Result<()> {
        use crate::model::finding::Aspect;
        let asked: Vec<(Aspect, Vec<&str>)> =
            [Aspect::Covers, Aspect::Party, Aspect::Sealed, Aspect::Window, Aspect::Valid, Aspect::Ratio]
                .into_iter()
                .map(|aspect| {
                    let items = self.assessment.items.iter().filter(|r| r.not_evaluated.contains(&aspect));
                    (aspect, items.map(|r| self.assessment.checklist.items[r.item].label()).collect::<Vec<_>>())
                })
                .filter(|(_, items)| !items.is_empty())
                .collect();
        let (pages, files) = self.assessment.facts.unread();
        if asked.is_empty() && pages == 0 {
            return Ok(());
        }
        self.section(
            self.say("程序没有判断、要请人核对的", "Not judged by the program, for a person to check"),
            asked.len() + usize::from(pages > 0),
            out,
        )?;
        if pages > 0 {
            let how = match &self.assessment.facts.ocr {
                None => self.say(
                    "没有文字识别程序，只按名字计（运行 dossier doctor 看怎么装）",
                    "without OCR they count by name (`dossier doctor` says how to get it)",
                ),
                Some(_) => {
                    self.say("文字识别也读不出，只按名字计", "OCR could not read them either; they count by name")
                }
            };
            let line = self.say(
                format!("没有读到文字的扫描件、照片：{files} 个文件共 {pages} 页；{how}"),
                format!("scans and photos nobody could read: {pages} pages in {files} files; {how}"),
            );
            writeln!(out, "  {line}")?;
        }
        for (aspect, items) in asked {
            let line = self.say(
                format!("{}：第 {} 项", i18n::aspect(aspect, self.lang()), items.join("、")),
                format!("{}: items {}", i18n::aspect(aspect, self.lang()), items.join(", ")),
            );
            writeln!(out, "  {line}")?;
        }
        Ok(())
    }
}

/// A path as a YAML scalar in double quotes, without a character that a terminal would act on.
fn yaml_string(path: &str) -> String {
    let quoted = serde_json::to_string(path).unwrap_or_default();
    let mut out = String::with_capacity(quoted.len());
    for c in quoted.chars() {
        if is_unsafe(c) { out.push_str(&format!("\\u{:04x}", u32::from(c))) } else { out.push(c) }
    }
    out
}
