//! Persons a form names behind a label.

use std::sync::LazyLock;

use regex::Regex;

use super::ids::Identity;
use super::pattern;
use super::roster::{add, heads_names, names_certificate_number, person};
use super::rows::{Part, Row};
use crate::model::content::Person;

/// Names behind one label at most.
const NAMES: usize = 16;

/// Labels of persons that other forms do not know: certificates', and English ones.
static HOLDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:证书持有人|持证人(?:姓名)?|持有人姓名|管理师姓名|(?-u:\b)(?:Full )?Name(?: of holder)?)[ )）]*[：:] ?([^：:\n]{2,60})",
    )
});
/// English beside a Chinese label: 姓名 Name：.
static ENGLISH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^[/（( ]*(?:full )?(?:name|id(?: card)?(?: no\.?| number)?)[)） ]*[：:]? ?"));

/// Adds the persons the lines of a form name. `right`: the identity numbers on the page whose check digit holds,
/// masked as they are in the lines.
pub(super) fn behind_labels(rows: &[Row<'_>], right: &[String], persons: &mut Vec<Person>) {
    let mut open: Vec<Person> = Vec::new();
    for row in rows {
        let mut named = false;
        for (at, part) in row.parts.iter().enumerate() {
            let Part::Label(label) = part else { continue };
            let value = match row.parts.get(at + 1) {
                Some(Part::Text(text)) => ENGLISH.replace(text, ""),
                _ => continue,
            };
            let text = label.text.as_str();
            if heads_names(text) {
                open.drain(..).for_each(|person| add(persons, person));
                open.extend(names(&value));
                named = true;
            } else if let [person] = open.as_mut_slice() {
                if text.starts_with("身份证") || text.starts_with("证件号") {
                    if person.id.is_none() && !person.bad_id {
                        let number = row.parts.get(at + 1..).unwrap_or_default().iter().find_map(numbered);
                        *person = masked(number.unwrap_or_default(), right).of(std::mem::take(person));
                    }
                } else if names_certificate_number(text) && person.certificate.is_none() {
                    let number = value.split(' ').next().unwrap_or_default();
                    person.certificate = (number.chars().any(|c| c.is_ascii_digit()) && number.chars().count() <= 40)
                        .then(|| number.to_owned());
                }
            }
        }
        if let Some(groups) = HOLDER.captures(row.line).filter(|_| !named) {
            open.extend(groups.get(1).into_iter().flat_map(|value| names(value.as_str())));
        }
    }
    open.into_iter().for_each(|person| add(persons, person));
}

/// A text with so many digits that it is the number, and not English beside the label.
fn numbered<'t>(part: &Part<'t>) -> Option<&'t str> {
    match part {
        Part::Text(text) if text.chars().filter(char::is_ascii_digit).count() >= 6 => Some(text),
        _ => None,
    }
}

fn names(value: &str) -> Vec<Person> {
    let names = value.split('、').take(NAMES).filter_map(person);
    names.map(|name| Person { name, ..Person::default() }).collect()
}

/// The identity number in a value whose numbers are masked already.
fn masked(value: &str, right: &[String]) -> Identity {
    let digits: String = value.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x' | '*')).collect();
    let digits = digits.to_ascii_uppercase();
    let found = right.iter().find(|id| digits.starts_with(id.as_str()));
    let stars = digits.chars().filter(|c| *c == '*').count();
    let number = digits.chars().count() - stars;
    match found {
        Some(id) => Identity::Right(id.clone()),
        // What the reader masked shows ten digits, or nine of an old number; a number it left alone is none.
        None if number >= 9 => Identity::Wrong,
        None => Identity::None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::{fold, gather};
    use super::super::rows::rows;
    use super::*;

    fn read(text: &str) -> String {
        let mut persons = Vec::new();
        behind_labels(&rows(&gather(&fold(text))), &["110101********7758".to_owned()], &mut persons);
        let show = |person: &Person| {
            let id = person.id.as_deref().unwrap_or(if person.bad_id { "bad" } else { "-" });
            format!("{} {id} {}", person.name, person.certificate.as_deref().unwrap_or_default()).trim_end().to_owned()
        };
        persons.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn persons_behind_labels() {
        for (text, expected) in [
            (
                "姓名：张三 性别：男\n身份证号：110101********7758\n证书编号：SHFW-001",
                "张三 110101********7758 SHFW-001",
            ),
            ("姓 名 张三\n身份证号码：110101********7750", "张三 bad"),
            ("姓名 Name：张三\n身份证号 ID No.：110101********7758", "张三 110101********7758"),
            ("姓名：张三\n证件号码：", "张三 -"),
            ("姓名：张三\n姓名：李四\n身份证号：110101********7758", "张三 -, 李四 110101********7758"),
            ("持证人：张三", "张三 -"),
            ("Name: Zhang San", "Zhang San -"),
            ("姓名：张三、李四", "张三 -, 李四 -"),
            ("姓名：______ 性别：", ""),
            ("客户姓名：张三", ""),
            ("联系人：张三", ""),
            ("姓名：上海明远电器有限公司", ""),
            ("产品 Name：冷柜", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
