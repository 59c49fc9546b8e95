//! A self-assessment for a person: the result, the way to the next level, then indicator by indicator.

mod indicators;

use std::io::{self, Write};

use super::Scored;
use crate::i18n::{self, pick};
use crate::model::score::{Exact, Range, Standing};
use crate::model::scoring::{Effect, Entry, Level, Points};
use crate::model::text::Lang;
use crate::report::Style;
use crate::report::escape::terminal;

/// How many classes and indicators are named as those that lost most.
const NAMED: usize = 5;

/// Writes the report.
pub fn write(scored: &Scored<'_>, lang: Lang, style: Style, mut out: impl Write) -> io::Result<()> {
    let page = Page { scored, lang, style };
    page.head(&mut out)?;
    page.result(&mut out)?;
    page.names(&mut out)?;
    page.special(&mut out)?;
    page.open(&mut out)?;
    page.lost(&mut out)?;
    page.indicators(&mut out)?;
    page.remarks(&mut out)
}

struct Page<'a> {
    scored: &'a Scored<'a>,
    lang: Lang,
    style: Style,
}

impl Page<'_> {
    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.lang, zh, en)
    }

    fn section(&self, title: &str, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\n{}", self.style.strong(title))
    }

    fn head(&self, out: &mut impl Write) -> io::Result<()> {
        let list = self.scored.list;
        let standard = list.standard.as_ref().map(|standard| format!(" ({standard})")).unwrap_or_default();
        let title = list.title.get(self.lang);
        let title = self.say(format!("自评：{title}"), format!("Self-assessment: {title}"));
        writeln!(out, "{}{standard}", self.style.strong(&title))?;
        let sheet = terminal(self.scored.name);
        let mut line = self.say(format!("打分表 {sheet}"), format!("score sheet {sheet}"));
        if let Some((assessment, _)) = &self.scored.support {
            let (name, today) = (terminal(&assessment.inventory.name), assessment.today);
            let verdict = i18n::verdict(assessment.verdict, self.lang);
            line += &self.say(
                format!(" | 资料夹 {name}：{verdict} | {today}"),
                format!(" | dossier {name}: {verdict} | {today}"),
            );
        }
        writeln!(out, "{}", self.style.faint(&line))?;
        writeln!(
            out,
            "{}",
            self.say(
                "分数是申报方自己打的，这里只照规则计算。这是自评，不是对评审结果的预测。",
                "The points are the applicant's own; here they are only counted by the rules. This is a self-assessment, no prediction of the audit."
            )
        )
    }

    /// A value on every scale: `92.5 分（1000 分制为 925 分）`, `92.5 (925 of 1000)`.
    fn value(&self, value: Exact) -> String {
        let scale = self.scored.scheme.scale();
        self.points(|to| value.on(scale, to))
    }

    fn points(&self, on: impl Fn(u32) -> Points) -> String {
        let scales = self.scored.scheme.scales.iter().skip(1);
        let first = on(self.scored.scheme.scale());
        let other = |&to: &u32| self.say(format!("{to} 分制为 {} 分", on(to)), format!("{} of {to}", on(to)));
        let others: Vec<String> = scales.map(other).collect();
        match (others.as_slice(), self.lang) {
            ([], Lang::Zh) => format!("{first} 分"),
            ([], Lang::En) => first.to_string(),
            (others, Lang::Zh) => format!("{first} 分（{}）", others.join("、")),
            (others, Lang::En) => format!("{first} ({})", others.join(", ")),
        }
    }

    fn range(&self, range: Range) -> String {
        let (low, high) = (self.value(range.low), self.value(range.high));
        if range.low == range.high {
            low
        } else {
            self.say(format!("{low}到 {high}之间"), format!("between {low} and {high}"))
        }
    }

    fn result(&self, out: &mut impl Write) -> io::Result<()> {
        let score = &self.scored.score;
        let (got, of, open) = (score.got, score.of, score.open);
        let open = match open {
            Points(0) => String::new(),
            open => self.say(format!("，还有 {open} 分没有评"), format!(", {open} not assessed yet")),
        };
        let line = self.say(
            format!("得分：{}。实得 {got} 分{open}，涉及的指标满分 {of} 分", self.range(score.score)),
            format!("score: {}; {got} points got{open}, of {of} that apply", self.range(score.score)),
        );
        writeln!(out, "\n{line}")?;
        self.special_points(out)?;
        let lowest = self.scored.scheme.levels.first().map_or(Points(0), |level| level.at);
        let verdict = match score.standing {
            Standing::Pass => self.style.good(self.say("合格", "pass")),
            Standing::Fail => self.style.bad(self.say("不合格", "fail")),
            Standing::Undecided => self.style.doubtful(self.say("尚不能断定", "undecided")),
        };
        let mut why: Vec<String> = Vec::new();
        if score.standing != Standing::Pass && score.levels[0].is_none() {
            why.push(match score.levels[1] {
                None => self.say(format!("不到 {lowest} 分"), format!("below {lowest}")),
                Some(_) => self.say(format!("不一定到 {lowest} 分"), format!("{lowest} is not certain")),
            });
        }
        if score.too_many_deductions {
            let (count, most) = (self.scored.sheet.deductions.len(), self.fail_at());
            why.push(self.say(
                format!("特别扣分项 {count} 个，达到 {most} 个就不合格"),
                format!("{count} special deductions; {most} fail it"),
            ));
        } else if score.standing == Standing::Undecided && !score.is_complete() {
            why.push(self.say("没有评完".to_owned(), "not all is assessed".to_owned()));
        }
        let why = match why.as_slice() {
            [] => String::new(),
            why => self.say(format!("（{}）", why.join("；")), format!(" ({})", why.join("; "))),
        };
        writeln!(out, "{}{verdict}{why}", self.say("结论：", "verdict: "))?;
        let name = |level: Option<usize>| match level {
            Some(level) => self.level_names(&self.scored.scheme.levels[level]),
            None => self.say("不合格", "fail").to_owned(),
        };
        if score.standing != Standing::Fail {
            let level = match score.level() {
                Some(level) => self.style.strong(&name(Some(level))),
                None => self.uncertain_level(score.levels.map(name)),
            };
            writeln!(out, "{}{level}", self.say("等级：", "level: "))?;
        }
        if let Some(next) = &score.next {
            let lacks = self.points(|to| {
                let at = self.scored.scheme.scales.iter().position(|&scale| scale == to);
                at.map_or(Points(0), |at| next.lacks[at])
            });
            let level = name(Some(next.level));
            let line = self.say(format!("到{level}还差 {lacks}"), format!("{lacks} points more for {level}"));
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn uncertain_level(&self, [low, high]: [String; 2]) -> String {
        let between = match low == high {
            true => self.say(format!("按已评的分推算为{low}"), format!("by what is assessed, {low}")),
            false => self.say(format!("在{low}和{high}之间"), format!("from {low} to {high}")),
        };
        self.say(format!("还不能定，{between}"), format!("not certain; {between}"))
    }

    fn fail_at(&self) -> u32 {
        self.scored.scheme.special_deductions.as_ref().map_or(0, |deductions| deductions.fail_at)
    }

    /// What deductions and bonus do to the score.
    fn special_points(&self, out: &mut impl Write) -> io::Result<()> {
        let sheet = self.scored.sheet;
        let (taken, added) = (sheet.deductions.len(), sheet.bonus.len());
        if taken + added == 0 {
            return Ok(());
        }
        let range = self.range(self.scored.score.graded);
        let what = self.say(
            format!("特别扣分 {taken} 项、特别加分 {added} 项"),
            format!("special deductions {taken}, bonus {added}"),
        );
        let effect = match self.scored.scheme.special_points {
            Effect::Counted => self.say(format!("计入后为 {range}"), format!("with them {range}")),
            Effect::Apart => self.say("不改变得分".to_owned(), "they do not change the score".to_owned()),
            Effect::Unstated => self.say(
                format!("定级时算不算进去，资料没有写明，两种算法都考虑：{range}"),
                format!("no source says whether they change the graded score; counted both ways: {range}"),
            ),
        };
        writeln!(out, "{}", self.say(format!("{what}：{effect}"), format!("{what}: {effect}")))
    }

    /// All names of a level, joined.
    fn level_names(&self, level: &Level) -> String {
        let names: Vec<&str> = level.names.iter().map(|name| name.title.get(self.lang)).collect();
        names.join(self.say("／", " / "))
    }

    /// Levels in question on whose name sources disagree.
    fn names(&self, out: &mut impl Write) -> io::Result<()> {
        let score = &self.scored.score;
        let next = score.next.iter().map(|next| next.level);
        let low = score.levels[0].unwrap_or(0);
        let shown = score.levels[1].map_or(0..0, |high| low..high + 1);
        let shown = shown.filter(|_| score.standing != Standing::Fail).chain(next);
        let mut shown: Vec<&Level> = shown.map(|level| &self.scored.scheme.levels[level]).collect();
        shown.retain(|level| level.names.len() > 1);
        shown.dedup_by_key(|level| level.at);
        for level in shown {
            let at = self.value(level.at.into());
            self.section(
                &self.say(
                    format!("{at}这一级叫什么，各处说法不一"),
                    format!("Sources do not agree what the level at {at} is called"),
                ),
                out,
            )?;
            for name in &level.names {
                let note = name.note.as_ref().map(|note| self.say("：", ": ").to_owned() + note.get(self.lang));
                writeln!(out, "  {}{}", name.title.get(self.lang), note.unwrap_or_default())?;
            }
        }
        Ok(())
    }

    fn special(&self, out: &mut impl Write) -> io::Result<()> {
        let sheet = self.scored.sheet;
        if !sheet.deductions.is_empty() {
            let (count, most) = (sheet.deductions.len(), self.fail_at());
            self.section(
                &self.say(
                    format!("特别扣分项 ({count})：每一项都须整改，达到 {most} 个不合格"),
                    format!("Special deductions ({count}): each must be corrected; {most} fail the evaluation"),
                ),
                out,
            )?;
            for deduction in &sheet.deductions {
                let clause = deduction.clause.as_ref();
                let clause = clause.map(|clause| self.say(format!("（{clause}）"), format!(" ({clause})")));
                writeln!(out, "  - {}{}", deduction.what, clause.unwrap_or_default())?;
            }
            if let (Effect::Unstated, Some(note)) = (self.scored.scheme.special_points, &self.scored.scheme.note) {
                writeln!(out, "  {}", note.get(self.lang))?;
            }
        }
        if !sheet.bonus.is_empty() {
            self.section(self.say("特别加分项", "Bonus"), out)?;
            for what in &sheet.bonus {
                writeln!(out, "  + {what}")?;
            }
        }
        Ok(())
    }

    /// What nobody assessed.
    fn open(&self, out: &mut impl Write) -> io::Result<()> {
        let score = &self.scored.score;
        if score.is_complete() {
            return Ok(());
        }
        self.section(
            &self.say(format!("还没有评的（{} 分）", score.open), format!("Not assessed ({} points)", score.open)),
            out,
        )?;
        for (class, result) in self.scored.scheme.classes.iter().zip(&score.classes) {
            if result.open == Points(0) {
                continue;
            }
            let open = result.open;
            let title = format!("{} {}", class.id, class.title.get(self.lang));
            writeln!(out, "  {}", self.say(format!("{title}：{open} 分"), format!("{title}: {open} points")))?;
            if !result.untouched {
                for &indicator in &result.missing {
                    let indicator = &class.indicators[indicator];
                    writeln!(out, "    {} {}", indicator.id, indicator.title.get(self.lang))?;
                }
            }
        }
        Ok(())
    }

    /// Where most is lost.
    fn lost(&self, out: &mut impl Write) -> io::Result<()> {
        let score = &self.scored.score;
        let classes = self.scored.scheme.classes.iter().zip(&score.classes).zip(&self.scored.sheet.classes);
        let mut lost: Vec<_> = classes.filter(|((_, result), _)| result.lost() > Points(0)).collect();
        if lost.is_empty() {
            return Ok(());
        }
        lost.sort_by_key(|((_, result), _)| std::cmp::Reverse(result.lost()));
        self.section(self.say("丢分最多的", "Where most is lost"), out)?;
        for ((class, result), sheet) in lost.into_iter().take(NAMED) {
            let line = |title: &str, points: Points| {
                self.say(format!("{title}：丢 {points} 分"), format!("{title}: {points} points lost"))
            };
            let title = format!("{} {}", class.id, class.title.get(self.lang));
            writeln!(out, "  {}", line(&title, result.lost()))?;
            let indicators =
                class.indicators.iter().zip(&sheet.indicators).filter_map(|(indicator, entry)| match entry {
                    Entry::Scored { points, of } if points < of => Some((of.less(*points), indicator)),
                    _ => None,
                });
            let mut indicators: Vec<_> = indicators.collect();
            indicators.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
            for (points, indicator) in indicators.into_iter().take(NAMED) {
                let title = format!("{} {}", indicator.id, indicator.title.get(self.lang));
                writeln!(out, "    {}", line(&title, points))?;
            }
        }
        Ok(())
    }
}
