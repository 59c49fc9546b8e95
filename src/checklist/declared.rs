//! What `dossier.yaml` says of the applicant and of what is applied for.

use jiff::civil::Date;

use super::problem::{At, Problem};
use super::read::{Reader, Table, both};
use super::yaml::{Node, Value};
use crate::model::ids::is_credit_code;
use crate::model::settings::{Applicant, Issued, Product};
use crate::model::text::Text;

/// Who applies.
pub(super) fn applicant(reader: &mut Reader, node: &Node) -> Applicant {
    // The name alone is what most will write.
    if matches!(node.value, Value::Str(_)) {
        let name = reader.name(node, "applicant").map(|at| at.value);
        return Applicant { name, ..Applicant::default() };
    }
    let Some(mut table) = reader.table(node, &Text::new("「applicant」", "`applicant`")) else {
        return Applicant::default();
    };
    let name = table.take("name").and_then(|node| reader.string(node, "name")).map(|at| at.value);
    let aliases = reader.aliases(table.take("aliases")).into_iter().map(|at| at.value).collect();
    let code = table.take("credit-code").and_then(|node| reader.string(node, "credit-code"));
    table.finish(reader);
    let credit_code = code.and_then(|code| {
        let plain: String = code.value.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let plain = plain.to_ascii_uppercase();
        if is_credit_code(&plain) {
            return Some(plain);
        }
        let hint = Text::new(
            "应为 18 位数字和大写字母，最后一位是校验码；请照营业执照核对",
            "18 digits and capitals, the last a check digit; compare it with the licence",
        );
        let message =
            both(&code.value, "「{}」不是统一社会信用代码", "`{}` is no unified social credit code (GB 32100)");
        reader.push(Problem::error(code.span, message).with_hint(hint));
        None
    });
    Applicant { name, aliases, credit_code }
}

/// The products applied for, in order.
pub(super) fn scope(reader: &mut Reader, node: &Node) -> Vec<Product> {
    let mut seen: Vec<At<String>> = Vec::new();
    let mut products = Vec::new();
    let table = Text::new("{ name: \"甲、乙\" }", "`{ name: \"a、b\" }`");
    for node in reader.list(node, "scope") {
        let (name, aliases) = if matches!(node.value, Value::Map(_)) {
            let Some(mut table) = reader.table(node, &Text::new("scope 的一行", "a line of `scope`")) else {
                continue;
            };
            let name = table.take("name").and_then(|node| reader.string(node, "name"));
            let name = reader.required(name, &table, "name");
            let aliases = reader.aliases(table.take("aliases"));
            table.finish(reader);
            (name, aliases)
        } else {
            (reader.listed_name(node, "scope", &table), Vec::new())
        };
        let Some(name) = name else { continue };
        for word in std::iter::once(&name).chain(&aliases) {
            if let Some(first) = seen.iter().find(|other| other.value.eq_ignore_ascii_case(&word.value)) {
                let problem =
                    Problem::error(word.span, both(&word.value, "产品「{}」重复", "the product `{}` stands twice"));
                reader.push(problem.with_other(first.span, Text::new("第一次在这里", "first here")));
            }
            seen.push(word.clone());
        }
        let aliases = aliases.into_iter().map(|at| at.value).collect();
        products.push(Product { name: name.value, aliases });
    }
    products
}

/// The certificate that was issued.
pub(super) fn certificate(reader: &mut Reader, node: &Node) -> Option<Issued> {
    let mut table = reader.table(node, &Text::new("「certificate」", "`certificate`"))?;
    let issued = day(reader, &mut table, "issued");
    let until = day(reader, &mut table, "until");
    let issued = reader.required(issued, &table, "issued");
    table.finish(reader);
    let issued = issued?.value;
    if let Some(until) = until.as_ref().filter(|until| until.value < issued) {
        let message = Text::new(
            "证书在发证之前就到期了；请核对日期",
            "the certificate ends before it is issued; check the dates",
        );
        reader.push(Problem::error(until.span, message));
    }
    Some(Issued { issued, until: until.map(|until| until.value) })
}

/// A day, written as 2026-03-31.
pub(super) fn day(reader: &mut Reader, table: &mut Table<'_>, key: &'static str) -> Option<At<Date>> {
    let written = reader.string(table.take(key)?, key)?;
    let day = written.value.parse::<Date>().ok();
    if day.is_none() {
        let message = Text::new(
            format!("「{key}」的「{}」不是日期", written.value),
            format!("`{}` in `{key}` is no date", written.value),
        );
        let hint = Text::new("写成 2026-03-31", "write it as 2026-03-31");
        reader.push(Problem::error(written.span, message).with_hint(hint));
    }
    day.map(|value| At { span: written.span, value })
}

/// Products of the scope by their names or aliases.
pub(super) fn products(reader: &mut Reader, names: &[At<String>], scope: &[Product]) -> Vec<usize> {
    let mut found = Vec::new();
    for name in names {
        let is =
            |product: &Product| std::iter::once(&product.name).chain(&product.aliases).any(|own| *own == name.value);
        match scope.iter().position(is) {
            Some(product) => found.push(product),
            None => reader.unknown(name, "products", scope.iter().map(|product| product.name.as_str())),
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
