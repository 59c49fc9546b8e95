//! The `waivers` of `dossier.yaml`.

use super::declared::day;
use super::problem::Problem;
use super::read::Reader;
use super::yaml::Node;
use crate::model::checklist::Checklist;
use crate::model::finding::RuleId;
use crate::model::settings::Waiver;
use crate::model::text::Text;

/// One exception.
pub(super) fn waiver(reader: &mut Reader, node: &Node, checklist: &Checklist) -> Option<Waiver> {
    let mut table = reader.table(node, &Text::new("waivers 的一行", "a line of `waivers`"))?;
    let item = table.take("item").and_then(|node| reader.string(node, "item"));
    let rule = table.take("rule").and_then(|node| reader.string(node, "rule"));
    let path = table.take("path").and_then(|node| reader.path(node, "path"));
    let reason = table.take("reason").and_then(|node| reader.string(node, "reason"));
    let reason = reader.required(reason, &table, "reason");
    let until = day(reader, &mut table, "until").map(|at| at.value);
    let span = table.span();
    table.finish(reader);
    let before = reader.problems.len();
    let item = item.and_then(|item| {
        let found = checklist.item_named(&item.value);
        if found.is_none() {
            reader.unknown_item(&item, checklist, &[]);
        }
        found
    });
    let rule = rule.and_then(|rule| {
        let found = RuleId::ALL.iter().copied().find(|known| known.id() == rule.value);
        if found.is_none() {
            reader.unknown(&rule, "rule", RuleId::ALL.iter().map(|rule| rule.id()));
        }
        found
    });
    let wrong = reader.problems.len() > before;
    if item.is_none() && rule.is_none() && !wrong {
        let message = Text::new(
            "这条豁免没有写对哪一项（item）或哪条规则（rule）",
            "this waiver names neither an `item` nor a `rule`",
        );
        reader.push(Problem::error(span, message));
    }
    let line = u32::try_from(span.line).unwrap_or(0);
    Some(Waiver { item, rule, path: path.map(|at| at.value), reason: reason?.value, until, line })
}
