//! The materials of a list as a table: a to-do list to hand to a client.

use std::io::{self, Write};

use comfy_table::{ContentArrangement, Table, presets};

use super::Style;
use crate::i18n::{self, pick};
use crate::model::checklist::{Checklist, Demand, Form, Item, Stage};
use crate::model::text::Lang;

/// Writes the materials of some stages (all, if none is named).
pub fn write(
    list: &Checklist,
    stages: &[String],
    lang: Lang,
    style: Style,
    width: u16,
    mut out: impl Write,
) -> io::Result<()> {
    let standard = list.standard.as_ref().map(|standard| format!(" ({standard})")).unwrap_or_default();
    writeln!(out, "{}{standard}", style.strong(list.title.get(lang)))?;
    if let Some(note) = &list.note {
        writeln!(out, "{}", note.get(lang))?;
    }
    let shown =
        |item: &&Item| stages.is_empty() || item.stages.is_empty() || item.stages.iter().any(|s| stages.contains(s));
    let mut rest: Vec<&Item> = list.items.iter().filter(shown).collect();
    let selected = |stage: &&Stage| stages.is_empty() || stages.contains(&stage.id);
    for stage in list.stages.iter().filter(selected) {
        // An item due in several stages is listed in the first.
        let (own, others): (Vec<&Item>, Vec<&Item>) =
            rest.into_iter().partition(|item| item.stages.contains(&stage.id));
        rest = others;
        if !own.is_empty() {
            writeln!(out, "\n{}", style.strong(stage.title.get(lang)))?;
            table(list, &own, lang, width, &mut out)?;
        }
    }
    if !rest.is_empty() {
        writeln!(out)?;
        table(list, &rest, lang, width, &mut out)?;
    }
    Ok(())
}

fn table(list: &Checklist, items: &[&Item], lang: Lang, width: u16, out: &mut impl Write) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    let heads = match lang {
        Lang::Zh => ["编号", "材料", "份数", "要交什么", "说明"],
        Lang::En => ["No", "Material", "How many", "What to hand in", "Remarks"],
    };
    table.set_header(heads);
    for item in items {
        let hand_in = item.hand_in.as_ref().map_or("", |text| text.get(lang));
        table.add_row([
            item.label(),
            item.title.get(lang),
            &amount(list, item, lang),
            hand_in,
            &remarks(list, item, lang),
        ]);
    }
    writeln!(out, "{table}")
}

fn amount(list: &Checklist, item: &Item, lang: Lang) -> String {
    let one = |demand: &Demand| match demand.recommended.or(demand.max) {
        Some(more) => format!("{}-{more} {}", demand.min, i18n::unit(demand.unit, more, lang)),
        None => format!("{} {}", demand.min, i18n::unit(demand.unit, demand.min, lang)),
    };
    let all = |demands: &Vec<usize>| demands.iter().map(|&d| one(&list.demands[d])).collect::<Vec<_>>().join(" + ");
    item.alternatives.iter().map(all).collect::<Vec<_>>().join(pick(lang, " 或 ", " or "))
}

fn remarks(list: &Checklist, item: &Item, lang: Lang) -> String {
    let mut notes: Vec<String> = Vec::new();
    if item.is_compound() {
        let title = |&d: &usize| list.demands[d].title.get(lang);
        let all = |demands: &Vec<usize>| demands.iter().map(title).collect::<Vec<_>>().join(" + ");
        notes.push(item.alternatives.iter().map(all).collect::<Vec<_>>().join(pick(lang, " 或 ", " or ")));
    }
    if !item.required {
        notes.push(pick(lang, "可选", "optional").to_owned());
    }
    if let Some(fact) = item.when.as_ref().and_then(|id| list.fact(id)) {
        notes.push(format!("{}{}", pick(lang, "仅当：", "only if: "), fact.title.get(lang)));
    }
    for demand in item.demands().map(|d| &list.demands[d]) {
        if demand.covers_products {
            notes.push(pick(lang, "覆盖全部产品", "for every product").to_owned());
        }
        if demand.sealed {
            notes.push(pick(lang, "盖章签字", "stamped and signed").to_owned());
        }
        if let Some(window) = demand.window {
            notes.push(i18n::window(window, lang));
        }
        for form in &demand.form {
            notes.push(
                match form {
                    Form::Printed => pick(lang, "纸质", "on paper"),
                    Form::Copy => pick(lang, "复印件", "copy"),
                    Form::Electronic => pick(lang, "电子版", "electronic"),
                }
                .to_owned(),
            );
        }
    }
    notes.dedup();
    notes.join(pick(lang, "；", "; "))
}
