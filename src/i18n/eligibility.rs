//! Conditions of eligibility as phrases.

use super::{labels, pick};
use crate::model::condition::{Condition, ConditionState, Wants};
use crate::model::settings::FactValue;
use crate::model::text::Lang;

/// Where a condition stands, in a word.
pub fn condition_state(state: ConditionState, lang: Lang) -> &'static str {
    match state {
        ConditionState::Met => pick(lang, "满足", "met"),
        ConditionState::NotMet => pick(lang, "不满足", "not met"),
        ConditionState::Undeclared => pick(lang, "未说明", "not declared"),
    }
}

/// What a fact must be.
pub fn wants(wants: Wants, lang: Lang) -> String {
    match wants {
        Wants::Is(yes) => value(&FactValue::YesNo(yes), lang),
        Wants::Elapsed(length) => {
            let length = labels::length(length, lang);
            pick(lang, format!("至今满 {length}"), format!("{length} ago or more"))
        }
        Wants::AtLeast(least) => pick(lang, format!("不少于 {least}"), format!("at least {least}")),
    }
}

/// A declared value.
pub fn value(declared: &FactValue, lang: Lang) -> String {
    match declared {
        FactValue::YesNo(true) => pick(lang, "是", "yes").to_owned(),
        FactValue::YesNo(false) => pick(lang, "否", "no").to_owned(),
        FactValue::Number(number) => number.to_string(),
        FactValue::Text(text) => text.clone(),
        FactValue::Date(first, last) if first == last => first.to_string(),
        FactValue::Date(first, _) => first.strftime("%Y-%m").to_string(),
    }
}

/// What the condition wants and what is declared, after its name.
pub(super) fn not_eligible(condition: &Condition, declared: &FactValue, lang: Lang) -> String {
    let (wanted, declared) = (wants(condition.wants, lang), value(declared, lang));
    pick(
        lang,
        format!("不满足：申报的是{declared}，应为{wanted}；现在申报会被退回"),
        format!(" is not met: declared {declared}, wanted {wanted}; an application would be turned down now"),
    )
}

/// What to write down, after the condition's name.
pub(super) fn undeclared(condition: &Condition, month: Option<&FactValue>, lang: Lang) -> String {
    let (fact, example) = (&condition.fact, example(condition.wants));
    match month {
        Some(month) => {
            let month = value(month, lang);
            pick(
                lang,
                format!("只写了 {month}，要看是哪一天；请在 dossier.yaml 写明，如 facts: {{ {fact}: {example} }}"),
                format!(
                    " hangs on the day in {month}; write it into dossier.yaml, such as facts: {{ {fact}: {example} }}"
                ),
            )
        }
        None => pick(
            lang,
            format!("还没有说明；请在 dossier.yaml 写明，如 facts: {{ {fact}: {example} }}"),
            format!(" is not declared; say so in dossier.yaml, such as facts: {{ {fact}: {example} }}"),
        ),
    }
}

/// How a value of the sort is written.
fn example(wants: Wants) -> &'static str {
    match wants {
        Wants::Is(yes) => {
            if yes {
                "true"
            } else {
                "false"
            }
        }
        Wants::Elapsed(_) => "2025-01-15",
        Wants::AtLeast(_) => "1",
    }
}
