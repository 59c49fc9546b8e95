//! What changed, for a person at a terminal: what got worse first.

use std::io::{self, Write};

use crate::i18n::{self, pick};
use crate::model::assessment::{State, Verdict};
use crate::model::diff::{Change, Changes, Diff, Direction, Finding, Incomparable, ItemDiff, Note, Outcome, Standing};
use crate::model::finding::RuleId;
use crate::model::text::Lang;
use crate::report::escape::terminal;
use crate::report::text::{Detail, Options};

/// How many files or findings of one sort are named before the rest is only counted.
const NAMED: usize = 6;

/// Writes all changes.
pub fn write(changes: &[Change], options: Options, mut out: impl Write) -> io::Result<()> {
    let page = Page { options, many: changes.len() != 1 };
    for change in changes {
        page.dossier(change, &mut out)?;
    }
    if page.many { page.totals(changes, &mut out) } else { Ok(()) }
}

/// Why two reports cannot be compared.
pub fn incomparable(why: &Incomparable, lang: Lang) -> String {
    let all = |stages: &[String]| stages.join(", ");
    let text = match why {
        Incomparable::Checklist { before, after } => pick(
            lang,
            format!("两份报告用的清单不同（之前「{before}」，现在「{after}」），没法比"),
            format!("the reports were made against different checklists (`{before}`, now `{after}`)"),
        ),
        Incomparable::Stages { before, after } => pick(
            lang,
            format!("两份报告查的阶段不同（之前「{}」，现在「{}」），没有共同的材料，没法比", all(before), all(after)),
            format!("the reports are on different stages ({}; now {}) and share no item", all(before), all(after)),
        ),
    };
    terminal(&text).into_owned()
}

struct Page {
    options: Options,
    /// Whether the reports are on many dossiers.
    many: bool,
}

impl Page {
    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.options.lang, zh, en)
    }

    fn dossier(&self, change: &Change, out: &mut impl Write) -> io::Result<()> {
        let style = self.options.style;
        let name = style.strong(&terminal(&change.dossier));
        let short = |text: &str, out: &mut dyn Write| writeln!(out, "{name}  {text}\n");
        match &change.outcome {
            Outcome::Compared(diff) if self.many && diff.is_empty() => Ok(()),
            Outcome::Compared(diff) => {
                self.head(&name, diff, out)?;
                self.body(diff, out)
            }
            Outcome::New => short(self.say("之前没有这一份", "was not there before"), out),
            Outcome::Gone => short(self.say("现在没有这一份", "is no longer there"), out),
            Outcome::Recovered => short(
                &style.good(self.say("之前没法检查，现在可以了", "could not be checked before, and now can")),
                out,
            ),
            Outcome::Fails(why) => {
                let why = terminal(why.get(self.options.lang));
                let text = self.say(format!("现在没法检查：{why}"), format!("can no longer be checked: {why}"));
                short(&style.bad(&text), out)
            }
            Outcome::StillFails(why) => {
                let why = terminal(why.get(self.options.lang));
                short(&self.say(format!("还是没法检查：{why}"), format!("still cannot be checked: {why}")), out)
            }
            Outcome::Incomparable(why) => short(&style.doubtful(&incomparable(why, self.options.lang)), out),
        }
    }

    fn head(&self, name: &str, diff: &Diff, out: &mut impl Write) -> io::Result<()> {
        let style = self.options.style;
        let [before, after] = diff.today.each_ref().map(|day| terminal(day));
        let since = self.say(format!("{before} 到 {after}"), format!("{before} to {after}"));
        let verdict = |name: &str| match Verdict::named(name) {
            Some(verdict) => i18n::verdict(verdict, self.options.lang).to_owned(),
            None => terminal(name).into_owned(),
        };
        let [was, is] = diff.verdict.each_ref().map(|name| verdict(name));
        let verdict = if was == is { is } else { format!("{was} → {is}") };
        writeln!(out, "{name}  {since}  {verdict}")?;
        for note in &diff.notes {
            writeln!(out, "  {}", style.doubtful(&self.note(note)))?;
        }
        Ok(())
    }

    fn note(&self, note: &Note) -> String {
        let text = match note {
            Note::Reversed => self.say(
                "注意：之前那份报告的日期反而更晚，两份报告是不是写反了？".to_owned(),
                "note: the earlier report is dated later; were the two swapped?".to_owned(),
            ),
            Note::OtherName { before } => {
                self.say(format!("之前叫「{before}」"), format!("called `{before}` in the earlier report"))
            }
            Note::OtherStages { before, after } => self.say(
                format!("两次查的阶段不同（{}；现在 {}），只比两次都要的材料", before.join("、"), after.join("、")),
                format!(
                    "other stages were checked ({}; now {}): only items due in both are compared",
                    before.join(", "),
                    after.join(", ")
                ),
            ),
            Note::OtherDepth => self.say(
                "注意：两次看得不一样细（比如一次只看名字），差别可能由此而来".to_owned(),
                "note: the reports did not look at the same (names or contents), which may make the difference"
                    .to_owned(),
            ),
        };
        terminal(&text).into_owned()
    }

    fn body(&self, diff: &Diff, out: &mut impl Write) -> io::Result<()> {
        if diff.is_empty() {
            return writeln!(out, "{}", self.say("没有变化", "nothing changed"));
        }
        let style = self.options.style;
        let sections = [
            (Direction::Worse, self.say("变差", "Worse")),
            (Direction::Better, self.say("变好", "Better")),
            (Direction::Other, self.say("其他变化", "Other changes")),
        ];
        for (direction, title) in sections {
            let items: Vec<&ItemDiff> = diff.items.iter().filter(|item| item.direction == direction).collect();
            if items.is_empty() {
                continue;
            }
            let title = format!("{title} ({})", items.len());
            let title = match direction {
                Direction::Worse => style.bad(&title),
                Direction::Better => style.good(&title),
                Direction::Other => style.strong(&title),
            };
            writeln!(out, "  {title}")?;
            for item in items {
                self.item(item, out)?;
            }
        }
        if !diff.rest.is_empty() {
            writeln!(out, "  {}", style.strong(self.say("不属于哪一项的", "Not about an item")))?;
            self.changes(&diff.rest, out)?;
        }
        let count = |direction| diff.items.iter().filter(|item| item.direction == direction).count();
        let (worse, better) = (count(Direction::Worse), count(Direction::Better));
        if !self.many {
            let line =
                self.say(format!("变差 {worse} 项，变好 {better} 项"), format!("{worse} worse, {better} better"));
            return writeln!(out, "\n{line}");
        }
        writeln!(out)
    }

    fn item(&self, item: &ItemDiff, out: &mut impl Write) -> io::Result<()> {
        let title = item.title.as_ref().map_or(item.id.as_str(), |title| title.get(self.options.lang));
        let no = item.no.as_ref().map(|no| format!("{no} ")).unwrap_or_default();
        let name = terminal(&format!("{no}{title}")).into_owned();
        let stood = match (&item.before, &item.after) {
            (Some(was), Some(is)) if was == is => self.standing(is),
            (Some(was), Some(is)) => format!("{} → {}", self.standing(was), self.standing(is)),
            (None, Some(is)) => {
                self.say(format!("新要求的：{}", self.standing(is)), format!("newly asked: {}", self.standing(is)))
            }
            (Some(_), None) => self.say("不再要求", "no longer asked").to_owned(),
            (None, None) => String::new(),
        };
        writeln!(out, "    {name}  {stood}")?;
        self.changes(&item.changes, out)
    }

    fn standing(&self, standing: &Standing) -> String {
        let state = match State::named(&standing.state) {
            Some(state) => i18n::state(state, self.options.lang).to_owned(),
            None => terminal(&standing.state).into_owned(),
        };
        let optional = if standing.required { "" } else { self.say("（可不交）", " (optional)") };
        match standing.state.as_str() {
            "not-applicable" => state,
            _ => format!("{state} {}/{}{optional}", standing.have, standing.need),
        }
    }

    fn changes(&self, changes: &Changes, out: &mut impl Write) -> io::Result<()> {
        let refused: Vec<String> =
            changes.refused.iter().map(|file| format!("{} ({})", file.path, file.rule)).collect();
        let told = |finding: &&Finding| self.options.detail == Detail::Full || finding.severity != "note";
        let sentence = |finding: &Finding| {
            let message = finding.message.get(self.options.lang);
            if !message.is_empty() {
                return message.to_owned();
            }
            // An overview says no more than the rule.
            let rule = RuleId::ALL.iter().find(|rule| rule.id() == finding.rule);
            rule.map_or_else(|| finding.rule.clone(), |rule| i18n::rule(*rule, self.options.lang).to_owned())
        };
        let of = |findings: &[Finding]| findings.iter().filter(told).map(sentence).collect::<Vec<_>>();
        let rows: [(&str, &[String]); 7] = [
            (self.say("新问题：", "new: "), &of(&changes.new)),
            (self.say("问题有变：", "now: "), &of(&changes.changed)),
            (self.say("不再计入：", "no longer counts: "), &refused),
            (self.say("没有了：", "gone: "), &changes.went),
            (self.say("还在，但不计入这一项了：", "still there, no longer counted here: "), &changes.left),
            (self.say("新增：", "added: "), &changes.came),
            (self.say("已解决：", "solved: "), &of(&changes.solved)),
        ];
        for (label, texts) in rows {
            let shown = if self.options.detail == Detail::Full { texts.len() } else { NAMED };
            for text in texts.iter().take(shown) {
                writeln!(out, "        {label}{}", terminal(text))?;
            }
            if texts.len() > shown {
                let more = texts.len() - shown;
                let line = self
                    .say(format!("……还有 {more} 个，加 -v 全部列出"), format!("… and {more} more; -v lists them all"));
                writeln!(out, "        {label}{line}")?;
            }
        }
        Ok(())
    }

    fn totals(&self, changes: &[Change], out: &mut impl Write) -> io::Result<()> {
        let compared = || {
            changes.iter().filter_map(|change| match &change.outcome {
                Outcome::Compared(diff) => Some(diff),
                _ => None,
            })
        };
        let worse = changes.iter().filter(|change| change.outcome.is_worse()).count();
        let better =
            compared().filter(|d| !d.is_worse() && d.items.iter().any(|i| i.direction == Direction::Better)).count();
        let same = compared().filter(|diff| diff.is_empty()).count();
        let of = |test: fn(&Outcome) -> bool| changes.iter().filter(|change| test(&change.outcome)).count();
        let recovered = of(|outcome| matches!(outcome, Outcome::Recovered));
        let new = of(|outcome| matches!(outcome, Outcome::New));
        let gone = of(|outcome| matches!(outcome, Outcome::Gone));
        let failing = of(|outcome| matches!(outcome, Outcome::StillFails(_)));
        let known = worse + better + same + recovered + new + gone + failing;
        let parts = [
            (worse, "变差（含现在没法检查的）", "worse, or no longer to be checked"),
            (better + recovered, "变好", "better"),
            (same, "没有变化", "unchanged"),
            (changes.len().saturating_sub(known), "有别的变化", "changed otherwise"),
            (new, "新来的", "new"),
            (gone, "不见了的", "gone"),
            (failing, "还是没法检查", "still not to be checked"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, zh, en)| self.say(format!("{zh} {count}"), format!("{count} {en}")))
            .collect();
        let line = self.say(
            format!("{} 份资料夹：{}", changes.len(), parts.join("，")),
            format!("{}: {}", i18n::counted(changes.len(), "dossier"), parts.join(", ")),
        );
        writeln!(out, "{line}")
    }
}
