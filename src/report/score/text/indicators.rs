//! Indicator by indicator: what it got, and what in the dossier speaks for it.

use std::io::{self, Write};

use super::Page;
use crate::i18n;
use crate::model::assessment::{Assessment, State};
use crate::model::score::Support;
use crate::model::scoring::Entry;

impl Page<'_> {
    pub(super) fn indicators(&self, out: &mut impl Write) -> io::Result<()> {
        self.section(
            if self.scored.support.is_some() {
                self.say("各指标和支持它的材料", "Indicators and the materials that support them")
            } else {
                self.say("各指标", "Indicators")
            },
            out,
        )?;
        for (at, class) in self.scored.scheme.classes.iter().enumerate() {
            let result = &self.scored.score.classes[at];
            let points = if result.untouched {
                self.say("没有评", "not assessed").to_owned()
            } else {
                format!("{}/{}", result.got, result.of)
            };
            writeln!(out, "  {} {}  {points}", class.id, self.style.strong(class.title.get(self.lang)))?;
            for (place, indicator) in class.indicators.iter().enumerate() {
                let sheet = &self.scored.sheet.classes[at];
                let entry = match &sheet.indicators[place] {
                    Entry::Scored { points, of } => format!("  {points}/{of}"),
                    Entry::Excluded { reason, .. } => {
                        self.say(format!("  已删减：{reason}"), format!("  excluded: {reason}"))
                    }
                    Entry::Open if sheet.whole.is_none() && !result.untouched => {
                        self.say("  没有评", "  not assessed").to_owned()
                    }
                    Entry::Open => String::new(),
                };
                let mark = if indicator.inferred { "*" } else { "" };
                writeln!(out, "    {}{mark} {}{entry}", indicator.id, indicator.title.get(self.lang))?;
                if let Some((assessment, support)) = self.scored.support_of(at, place) {
                    self.support(assessment, support, out)?;
                }
            }
        }
        if self.scored.scheme.classes.iter().flat_map(|class| &class.indicators).any(|indicator| indicator.inferred) {
            let line = self.say(
                "  * 编号没有资料写明，按指标的顺序推断",
                "  * no source states the number; it follows from the order of the indicators",
            );
            writeln!(out, "{}", self.style.faint(line))?;
        }
        if self.scored.support.is_some() {
            let line = self.say(
                "  材料对应哪条指标，除标明「有出处」的，都是清单作者按条文推断的",
                "  which indicator a material supports is inferred by the list's author, save where marked `stated`",
            );
            writeln!(out, "{}", self.style.faint(line))?;
        }
        Ok(())
    }

    fn support(&self, assessment: &Assessment, support: &Support, out: &mut impl Write) -> io::Result<()> {
        for item in &support.items {
            let result = &assessment.items[item.result];
            let label = format!("[{}]", i18n::standing(result, &assessment.checklist, self.lang));
            let label = match result.state {
                State::Satisfied => self.style.good(&label),
                State::Missing | State::Short => self.style.bad(&label),
                State::Unclear | State::NotEvaluated => self.style.doubtful(&label),
                State::NotApplicable | State::Waived => self.style.faint(&label),
            };
            let (need, have, _) = result.counts();
            let title = &assessment.checklist.items[result.item];
            let count = if result.state == State::NotApplicable { String::new() } else { format!("  {have}/{need}") };
            let stated = if item.inferred { "" } else { self.say("（有出处）", " (stated)") };
            writeln!(out, "      {label} {} {}{count}{stated}", title.label(), title.title.get(self.lang))?;
        }
        if support.items.is_empty() {
            let line = self.say("没有要交的材料支持它", "no material that is due supports it");
            writeln!(out, "      {}", self.style.doubtful(line))?;
        }
        for &clause in &support.unsupported {
            let clause = &assessment.checklist.unsupported_clauses[clause];
            let title = format!("{} {}", clause.id, clause.title.get(self.lang));
            writeln!(
                out,
                "      {}",
                self.say(
                    format!("清单没有能支持「{title}」的材料，要另外准备证据"),
                    format!("the list has no material for `{title}`; prepare evidence of your own")
                )
            )?;
        }
        Ok(())
    }

    /// Full points, and no evidence for them.
    pub(super) fn remarks(&self, out: &mut impl Write) -> io::Result<()> {
        let mut lines = Vec::new();
        for (at, class) in self.scored.scheme.classes.iter().enumerate() {
            for (place, indicator) in class.indicators.iter().enumerate() {
                let Some((assessment, support)) = self.scored.support_of(at, place) else { continue };
                if support.contradicted_by.is_empty() {
                    continue;
                }
                let items = support.contradicted_by.iter().map(|&at| {
                    let item = &assessment.checklist.items[assessment.items[support.items[at].result].item];
                    format!("{} {}", item.label(), item.title.get(self.lang))
                });
                let items: Vec<String> = items.collect();
                let title = format!("{} {}", indicator.id, indicator.title.get(self.lang));
                lines.push(self.say(
                    format!("{title} 打了满分，材料却缺少或不足：{}", items.join("、")),
                    format!("{title} has full points, yet evidence is missing or short: {}", items.join("; ")),
                ));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.section(&self.say(format!("提醒 ({})", lines.len()), format!("Remarks ({})", lines.len())), out)?;
        lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
    }
}
