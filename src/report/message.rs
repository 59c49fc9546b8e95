//! What is still needed, as a short message for a client: to paste into a chat or a mail.

use std::io::{self, Write};

use super::view::{FileLine, PageData, Row};
use crate::i18n::{self, pick};
use crate::model::assessment::Assessment;
use crate::model::finding::RuleId;
use crate::model::text::Lang;

/// How many refused files are named for each item; a message is read on a phone.
const NAMED: usize = 3;

/// What is only a warning, and the client's to correct all the same.
const NOTICED: [RuleId; 6] = [
    RuleId::OtherParty,
    RuleId::PartyMismatch,
    RuleId::ExpiresBeforeAudit,
    RuleId::DateMismatch,
    RuleId::RosterMismatch,
    RuleId::BadIdentityNumber,
];

/// Writes the message.
pub fn write(assessment: &Assessment, lang: Lang, mut out: impl Write) -> io::Result<()> {
    Message { data: PageData::new(assessment, lang), lang }.write(&mut out)
}

struct Message {
    data: PageData,
    lang: Lang,
}

impl Message {
    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.lang, zh, en)
    }

    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let data = &self.data;
        let (list, today) = (&data.list, &data.today);
        let stages = if data.stages.is_empty() {
            String::new()
        } else {
            self.say(format!("（{}阶段）", data.stages), format!(" ({})", data.stages))
        };
        let whose = data.applicant.as_ref().map_or("贵司的".to_owned(), |name| format!("{name}的"));
        let of = data.applicant.as_ref().map(|name| format!(" of {name}")).unwrap_or_default();
        let head = self.say(
            format!("您好！{whose}「{list}」{stages}我们已经核对过（{today}）。"),
            format!("Hello, we have checked your materials{of} for {list}{stages} ({today})."),
        );
        writeln!(out, "{head}")?;
        let required = || data.items.iter().filter(|row| row.required && row.state != "waived");
        let lacking: Vec<&Row> = required().filter(|row| is_lacking(row) || misses(row)).collect();
        let open: Vec<&Row> = required().filter(|row| matches!(row.state, "unclear" | "not-evaluated")).collect();
        let (wrong, questions) = (self.wrong(), self.questions(&lacking));
        if lacking.is_empty() && open.is_empty() && wrong.is_empty() && questions.is_empty() {
            self.put_off(out)?;
            return writeln!(out, "{}", self.nothing());
        }
        let progress = self.say(
            format!("应交 {} 项，已齐 {} 项{}。", data.required, data.done, self.excepted()),
            format!("{} of {} complete{}.", data.done, i18n::counted(data.required, "item"), self.excepted()),
        );
        writeln!(out, "{progress}")?;
        if data.blindness.is_some() {
            let line = self.say(
                "这是按文件名看的，内容我们再核对。",
                "This is by the names of the files; we are going to look at the contents.",
            );
            writeln!(out, "{line}")?;
        }
        let mut number = 0;
        self.section(self.say("还需要补充：", "Still needed:"), &lacking, &mut number, out)?;
        self.section(self.say("需要您确认：", "Please tell us about:"), &open, &mut number, out)?;
        for (title, lines) in [
            (self.say("还请告诉我们：", "Please also tell us:"), &questions),
            (self.say("另外请更正：", "Please also correct:"), &wrong),
        ] {
            if !lines.is_empty() {
                writeln!(out, "\n{title}")?;
                lines.iter().try_for_each(|line| writeln!(out, "- {line}"))?;
            }
        }
        self.put_off(out)?;
        let end = if lacking.is_empty() && wrong.is_empty() {
            self.say("请您看一下，回复我们就行。谢谢！", "A short answer is enough. Thank you!")
        } else {
            self.say(
                "请补齐后发给我们，文件名里写上材料名称就行。谢谢！",
                "Please send us these when you have them; the material's name in the file's name is enough. Thank you!",
            )
        };
        writeln!(out, "\n{end}")
    }

    /// How many of those that are done were put off.
    fn excepted(&self) -> String {
        match self.data.waived_items {
            0 => String::new(),
            count => self.say(format!("（含商定先不交的 {count} 项）"), format!(" ({count} left out as agreed)")),
        }
    }

    /// What need not be handed in now, and until when: it is easily forgotten.
    fn put_off(&self, out: &mut impl Write) -> io::Result<()> {
        let waived = self.data.items.iter().filter(|row| row.required && row.state == "waived");
        let line = |row: &Row| match &row.until {
            Some(day) => {
                self.say(format!("{}（最迟 {day}）", self.named(row)), format!("{} (by {day})", self.named(row)))
            }
            None => self.named(row),
        };
        let lines: Vec<String> = waived.map(line).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let lines = lines.join(self.say("；", "; "));
        writeln!(
            out,
            "{}",
            self.say(format!("已商定先不交的：{lines}。"), format!("Agreed to be left out for now: {lines}."))
        )
    }

    /// What an item is called, with its number in the list: folders are often numbered so.
    fn named(&self, row: &Row) -> String {
        let title = &row.title;
        match row.no.is_empty() {
            true => title.clone(),
            false => self.say(format!("{title}（第 {} 项）", row.no), format!("{title} (item {})", row.no)),
        }
    }

    /// What to say where nothing is asked for.
    fn nothing(&self) -> &'static str {
        if self.data.blindness.is_some() {
            self.say(
                "从文件名看份数齐了，内容我们再核对一遍。谢谢配合！",
                "By their names they are complete; we are going to look at the contents. Thank you!",
            )
        } else if self.data.state == "complete" {
            self.say(
                "份数已经齐了，暂时不用再补，内容我们再核对一遍。谢谢配合！",
                "They are complete in number, and nothing more is needed for now; we are going to look at them once more. Thank you!",
            )
        } else {
            self.say(
                "暂时没有要补的，有几处我们再核对一遍。谢谢配合！",
                "Nothing more is needed for now; we are going to look at some of it again. Thank you!",
            )
        }
    }

    /// What is wrong beyond the counts.
    fn wrong(&self) -> Vec<String> {
        let unmet = self.data.conditions.iter().filter(|condition| condition.kind == "not-met").map(|condition| {
            let text = &condition.text;
            self.say(
                format!("申报条件「{text}」目前不满足，请说明情况"),
                format!("the condition `{text}` is not met; please tell us more"),
            )
        });
        let noticed =
            self.data.reminders.iter().filter(|reminder| NOTICED.iter().any(|rule| rule.id() == reminder.rule));
        self.data.faults.iter().chain(noticed).map(|fault| fault.text.clone()).chain(unmet).collect()
    }

    /// What only the client knows: whether conditions of eligibility hold, and what papers are about.
    fn questions(&self, lacking: &[&Row]) -> Vec<String> {
        let joint = self.say("、", ", ");
        let unclear = |row: &&Row| {
            let products = products(row, &self.data.products, "unclear");
            let asked =
                !products.is_empty() && !row.evidence.is_empty() && lacking.iter().all(|lack| lack.id != row.id);
            asked.then(|| {
                self.say(
                    format!("{}（{}）", row.title, products.join(joint)),
                    format!("{} ({})", row.title, products.join(joint)),
                )
            })
        };
        let unclear: Vec<String> =
            self.data.items.iter().filter(|row| row.required).filter_map(|row| unclear(&row)).collect();
        let about = (!unclear.is_empty()).then(|| {
            let items = unclear.join(self.say("；", "; "));
            self.say(format!("下列材料各是哪种产品的：{items}"), format!("which products these are about: {items}"))
        });
        let undeclared: Vec<&str> = self
            .data
            .conditions
            .iter()
            .filter(|condition| condition.kind == "undeclared")
            .map(|condition| condition.text.as_str())
            .collect();
        let eligible = (!undeclared.is_empty()).then(|| {
            let conditions = undeclared.join(self.say("；", "; "));
            self.say(
                format!("这些申报条件是否满足：{conditions}"),
                format!("whether these conditions hold: {conditions}"),
            )
        });
        about.into_iter().chain(eligible).collect()
    }

    fn section(&self, title: &str, rows: &[&Row], number: &mut usize, out: &mut impl Write) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{title}")?;
        for row in rows {
            *number += 1;
            writeln!(out, "{number}. {}", self.asked(row))?;
            // What may count is asked of in the line above, unless that asks for more.
            let lacks = is_lacking(row) || misses(row);
            for file in row.unclear.iter().filter(|file| file.doubtful || lacks).take(NAMED) {
                let (name, why) = (own(&file.path), &file.note);
                let line = match file.doubtful {
                    true => self.say(format!("「{name}」{why}"), format!("`{name}` {why}")),
                    false => {
                        self.say(format!("「{name}」是不是这项材料，请确认"), format!("`{name}`: is it this material?"))
                    }
                };
                writeln!(out, "   - {line}")?;
            }
            let refused: Vec<&FileLine> = row.refused.iter().filter(|file| file.sent).collect();
            for file in refused.iter().take(NAMED) {
                let (name, why) = (own(&file.path), &file.note);
                writeln!(out, "   - {}", self.say(format!("「{name}」{why}"), format!("`{name}` {why}")))?;
            }
            if refused.len() > NAMED {
                let more = refused.len() - NAMED;
                let files = if more == 1 { "file" } else { "files" };
                let line = self.say(format!("还有 {more} 个文件不能用"), format!("{more} more {files} cannot be used"));
                writeln!(out, "   - {line}")?;
            }
            // Where nothing is there, what to hand in says it; where enough is, the line above does.
            if row.state == "short" && misses(row) {
                let products = products(row, &self.data.products, "uncovered").join(self.say("、", ", "));
                let line = self.say(format!("还没有这些产品的：{products}"), format!("none yet for: {products}"));
                writeln!(out, "   - {line}")?;
            }
        }
        Ok(())
    }

    /// What is asked for one item.
    fn asked(&self, row: &Row) -> String {
        let title = &self.named(row);
        if is_lacking(row) || misses(row) {
            return self.lack(row);
        }
        if let Some(number) = row.only_if.as_ref().filter(|_| row.asks_number) {
            return self.say(
                format!("{title}：要交几份，看「{number}」，请告诉我们是多少（没有就是 0）"),
                format!("{title}: how many are due depends on this, please tell us (0 if none): {number}"),
            );
        }
        if let Some(condition) = &row.only_if {
            return self.say(
                format!("{title}：如果「{condition}」，请提供；不是这样，也请告诉我们"),
                format!("{title}: only if this holds: {condition}. If it does not, please tell us"),
            );
        }
        if !row.unsaid.is_empty() && row.unclear.is_empty() {
            let facts = row.unsaid.join(self.say("、", ", "));
            return self.say(format!("{title}：请告诉我们{facts}"), format!("{title}: please tell us: {facts}"));
        }
        let open = row.evidence.iter().filter(|file| file.open);
        let files: Vec<&str> = row.unclear.iter().chain(open).take(NAMED).map(|file| own(&file.path)).collect();
        if files.is_empty() {
            return title.clone();
        }
        let files = files.join(self.say("」「", "`, `"));
        self.say(
            format!("{title}：请确认「{files}」是不是这项材料、有几份"),
            format!("{title}: is `{files}` this material, and how many are there?"),
        )
    }

    /// How many of an item are lacking, and what is wanted.
    fn lack(&self, row: &Row) -> String {
        let (need, have, lack) = (row.need, row.have, row.need.saturating_sub(row.have));
        // Of what can be met in several ways, the sentence says how.
        let count = match (row.compound, have > 0) {
            (true, _) => String::new(),
            // Enough are there, but not of every product.
            _ if lack == 0 => {
                let products = products(row, &self.data.products, "uncovered").join(self.say("、", ", "));
                return self.say(
                    format!("{}：已有 {have} 份，还缺这些产品的：{products}", self.named(row)),
                    format!("{}: {have} there, but none for: {products}", self.named(row)),
                );
            }
            (false, true) => {
                self.say(format!("：已有 {have} 份，还差 {lack} 份"), format!(": {have} there, {lack} more needed"))
            }
            (false, false) if need > 1 => self.say(format!("：{need} 份"), format!(": {need}")),
            (false, false) => String::new(),
        };
        let cover = products(row, &self.data.products, "uncovered");
        let cover = match cover.is_empty() || have > 0 {
            true => String::new(),
            false => self.say(
                format!("（合起来要覆盖：{}）", cover.join("、")),
                format!(" (covering {} between them)", cover.join(", ")),
            ),
        };
        let what = row.hand_in.as_ref().map(|what| self.say(format!("。{what}"), format!(". {what}")));
        format!("{}{count}{cover}{}", self.named(row), what.unwrap_or_default())
    }
}

fn is_lacking(row: &Row) -> bool {
    matches!(row.state, "missing" | "short")
}

/// Whether a product of the scope lacks this item's evidence.
fn misses(row: &Row) -> bool {
    row.covers.iter().any(|cell| cell.state == "uncovered")
}

/// The products for which the item's evidence stands so.
fn products<'a>(row: &Row, products: &'a [String], state: &str) -> Vec<&'a str> {
    let found = products.iter().zip(&row.covers).filter(|(_, cell)| cell.state == state);
    found.map(|(product, _)| product.as_str()).collect()
}

/// A file's own name; its folder says little to who sent it.
fn own(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
