//! A list as a document for a person: what each item asks, by which words it is recognised, what the
//! program judges and what a person must look at. Markdown.

use std::io::{self, Write};

use crate::i18n::{self, pick};
use crate::model::checklist::{Checklist, Demand, FactKind, Item};
use crate::model::text::{Lang, Text};

/// Writes the document.
pub fn write(list: &Checklist, lang: Lang, mut out: impl Write) -> io::Result<()> {
    let page = Page { list, lang };
    page.head(&mut out)?;
    page.conditions(&mut out)?;
    page.facts(&mut out)?;
    for item in &list.items {
        page.item(item, &mut out)?;
    }
    Ok(())
}

struct Page<'a> {
    list: &'a Checklist,
    lang: Lang,
}

impl Page<'_> {
    fn say<T>(&self, zh: T, en: T) -> T {
        pick(self.lang, zh, en)
    }

    fn get(&self, text: &Text) -> String {
        plain(text.get(self.lang))
    }

    /// `- label: text`; nothing, if there is no text.
    fn line(&self, zh: &str, en: &str, text: &str, out: &mut impl Write) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        writeln!(out, "- {}{text}", self.say(format!("{zh}："), format!("{en}: ")))
    }

    fn head(&self, out: &mut impl Write) -> io::Result<()> {
        let list = self.list;
        writeln!(out, "# {}\n", self.get(&list.title))?;
        self.line("清单", "list", &format!("`{}`", list.id), out)?;
        self.line("标准", "standard", &plain(list.standard.as_deref().unwrap_or_default()), out)?;
        let stages: Vec<String> = list
            .stages
            .iter()
            .map(|stage| {
                let default = if stage.default { self.say("，默认", ", default") } else { "" };
                self.say(
                    format!("{}（`{}`{default}）", self.get(&stage.title), stage.id),
                    format!("{} (`{}`{default})", self.get(&stage.title), stage.id),
                )
            })
            .collect();
        self.line("阶段", "stages", &stages.join(self.say("、", ", ")), out)?;
        self.line("材料", "items", &list.items.len().to_string(), out)?;
        match &list.note {
            Some(note) => writeln!(out, "\n{}", self.get(note)),
            None => Ok(()),
        }
    }

    fn conditions(&self, out: &mut impl Write) -> io::Result<()> {
        if self.list.conditions.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n## {}\n", self.say("申报条件", "Conditions of eligibility"))?;
        for condition in &self.list.conditions {
            let wants = i18n::wants(condition.wants, self.lang);
            let stages = self.stages(&condition.stages);
            let (title, fact) = (self.get(&condition.title), &condition.fact);
            let mut line = self.say(
                format!("- {title}：`{fact}` = {wants}；{stages}"),
                format!("- {title}: `{fact}` = {wants}; {stages}"),
            );
            if let Some(source) = &condition.source {
                line += &self.say(format!("；来源：{}", plain(source)), format!("; source: {}", plain(source)));
            }
            if let Some(note) = &condition.note {
                line += &self.say(format!("；{}", self.get(note)), format!("; {}", self.get(note)));
            }
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn facts(&self, out: &mut impl Write) -> io::Result<()> {
        if self.list.facts.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n## {}\n", self.say("在 dossier.yaml 里声明的事实", "Facts declared in dossier.yaml"))?;
        for fact in &self.list.facts {
            let kind = match fact.kind {
                FactKind::YesNo => self.say("是或否", "true or false"),
                FactKind::Text => self.say("文字", "text"),
                FactKind::Number => self.say("整数", "a whole number"),
                FactKind::Date => self.say("日期", "a date"),
            };
            let (id, title) = (&fact.id, self.get(&fact.title));
            let line = self.say(format!("- `{id}`（{kind}）：{title}"), format!("- `{id}` ({kind}): {title}"));
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn stages(&self, ids: &[String]) -> String {
        let title = |id: &String| {
            let stage = self.list.stages.iter().find(|stage| stage.id == *id);
            stage.map_or_else(|| plain(id), |stage| self.get(&stage.title))
        };
        if ids.is_empty() {
            return self.say("所有阶段", "every stage").to_owned();
        }
        ids.iter().map(title).collect::<Vec<_>>().join(self.say("、", ", "))
    }

    fn item(&self, item: &Item, out: &mut impl Write) -> io::Result<()> {
        let no = item.no.as_ref().map(|no| format!("{} ", plain(no))).unwrap_or_default();
        writeln!(out, "\n## {no}{} (`{}`)\n", self.get(&item.title), item.id)?;
        let text = |text: &Option<Text>| text.as_ref().map(|text| self.get(text)).unwrap_or_default();
        self.line("要交", "hand in", &text(&item.hand_in), out)?;
        self.line("阶段", "stages", &self.stages(&item.stages), out)?;
        let due = match (item.required, item.when.as_ref().and_then(|id| self.list.fact(id))) {
            (_, Some(fact)) => {
                let (title, id) = (self.get(&fact.title), &fact.id);
                self.say(format!("仅当「{title}」（`{id}`）"), format!("only if: {title} (`{id}`)"))
            }
            (false, None) => self.say("可选", "optional").to_owned(),
            (true, None) => String::new(),
        };
        self.line("是否要交", "due", &due, out)?;
        let several = item.alternatives.len() > 1;
        for (index, demands) in item.alternatives.iter().enumerate() {
            if several {
                let number = index + 1;
                writeln!(out, "- {}", self.say(format!("办法 {number}"), format!("alternative {number}")))?;
            }
            for demand in demands.iter().map(|&demand| &self.list.demands[demand]) {
                if item.is_compound() {
                    writeln!(out, "- **{}** (`{}`)", self.get(&demand.title), demand.id)?;
                }
                self.demand(demand, out)?;
            }
        }
        self.line("请人看", "a person looks at", &text(&item.ask), out)?;
        self.line("来源", "source", &plain(item.source.as_deref().unwrap_or_default()), out)?;
        self.line("说明", "note", &text(&item.note), out)
    }

    fn demand(&self, demand: &Demand, out: &mut impl Write) -> io::Result<()> {
        let lang = self.lang;
        let mut count = self.say(
            format!("至少 {} {}", demand.min, i18n::unit(demand.unit, demand.min, lang)),
            format!("{} {} or more", demand.min, i18n::unit(demand.unit, demand.min, lang)),
        );
        if let Some(max) = demand.max {
            count += &self.say(format!("，至多 {max}"), format!(", at most {max}"));
        }
        if let Some(recommended) = demand.recommended {
            count += &self.say(format!("，建议 {recommended}"), format!(", {recommended} recommended"));
        }
        if let Some(fact) = &demand.min_of {
            count += &self.say(format!("，不少于 `{fact}`"), format!(", no fewer than `{fact}`"));
        }
        self.line("份数", "how many", &count, out)?;
        self.line("声明即可", "or declared", &coded(&demand.facts), out)?;
        let matching = &demand.matching;
        self.line("名字里有，就算", "the name says", &coded(&matching.terms), out)?;
        self.line("整个名字是，就算", "the whole name is", &coded(&matching.titles), out)?;
        self.line("路径符合，就算", "the path fits", &coded(&matching.globs), out)?;
        self.line("印着的标题是，就算", "the printed title says", &coded(&matching.content), out)?;
        self.line("名字里有，可能是", "may be, if the name says", &coded(&matching.maybe), out)?;
        self.line("名字里有，就不是", "not, if the name says", &coded(&matching.not), out)?;
        self.line("收的文件", "files accepted", &i18n::kinds(&demand.accept, lang), out)?;
        self.line(
            "能读出就判断，否则请人核对",
            "judged where it can be read, else by a person",
            &self.judged(demand),
            out,
        )?;
        self.line("递交方式，请人核对", "handed over, checked by a person", &self.form(demand), out)
    }

    fn judged(&self, demand: &Demand) -> String {
        let mut asked: Vec<String> = Vec::new();
        let mut ask = |asks: bool, zh: &str, en: &str| {
            if asks {
                asked.push(pick(self.lang, zh, en).to_owned());
            }
        };
        ask(demand.covers_products, "覆盖申请的全部产品", "covers every product applied for");
        ask(demand.sealed, "盖章签字", "stamped and signed");
        ask(demand.valid, "在有效期内", "in force");
        ask(demand.of_applicant, "是申请单位的", "the applicant's own");
        ask(demand.every_month, "期内每个月都有", "every month of the time");
        ask(demand.by_person, "每人只算一份", "one for each person");
        asked.extend(demand.window.map(|window| i18n::window(window, self.lang)));
        if let Some(ratio) = &demand.ratio {
            let (percent, of) = (ratio.percent, &ratio.of);
            asked.push(self.say(format!("人数达到 `{of}` 的 {percent}%"), format!("{percent} % of `{of}`")));
        }
        asked.join(self.say("；", "; "))
    }

    fn form(&self, demand: &Demand) -> String {
        if demand.form.is_empty() { String::new() } else { i18n::forms(&demand.form, false, self.lang) }
    }
}

/// Words of the list, each as code.
fn coded(words: &[String]) -> String {
    words.iter().map(|word| format!("`{}`", word.replace('`', "'"))).collect::<Vec<_>>().join(" ")
}

/// Text in which nothing is markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '<' | '[' | ']' | '|' | '#' => out.extend(['\\', c]),
            '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}
