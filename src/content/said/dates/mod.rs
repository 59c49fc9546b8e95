//! Dates as they are written on Chinese papers, and ranges of them.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::fold::han;
use super::{pattern, tail};
use crate::model::content::{Dated, When};

mod labels;
mod roles;
#[cfg(test)]
mod tests;

/// How many dates a page keeps.
const MOST: usize = 64;

/// Whatever may be a date; what it is worth is decided by [`parse`].
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)[0-9]{4}年(?:度|(?:[0-9]{1,2}月份?(?:[0-9]{1,2}[日号曰])?)?)",
        r"|[0-9]{4} ?(?:\. ?[0-9]{1,2} ?\.|- ?[0-9]{1,2} ?-|/ ?[0-9]{1,2} ?/|· ?[0-9]{1,2} ?·) ?[0-9]{1,2}",
        r"|[0-9]{6}\.[0-9]{2}|[0-9]{4}\.[0-9]{4}|[0-9]{8}|[0-9]{4} ?[./-] ?[0-9]{1,2}",
        r"|[〇○零oＯ0-9一二三四五六七八九壹贰叁肆伍陆柒捌玖]{4}年(?:度|(?:[〇○零0一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾元正]{1,3}月(?:[〇○零0一二三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾]{1,4}[日号])?)?)",
        r"|[0-9]{1,2}(?:st|nd|rd|th)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?[ -][0-9]{4}",
        r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (?:[0-9]{1,2}(?:st|nd|rd|th)?,? ?)?[0-9]{4}",
        r"|长期有效|长期|永久有效|永久|无固定期限|无固定期|(?-u:\b)permanent(?-u:\b)|(?-u:\b)long[ -]term(?-u:\b)",
    ))
});
/// What joins the two days of a range.
static JOINT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*[起始]?[，,]?\s*(?:至|到|-{1,2}|–|—{1,2}|~|to|until|/(?:\s))\s*$|^\s*起[，,]?\s*$"));
/// The second day of a range that leaves out its year: `-12月`, `至3月31日`, `-12.31`.
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*[起始]?(?:至|到|-|–|—{1,2}|~)\s*(?:([0-9]{1,2})月份?(?:([0-9]{1,2})[日号])?|([0-9]{1,2})[./]([0-9]{1,2}))",
    )
});
/// `2024年1-3月`.
static MONTHS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([0-9]{1,2})(?:-|–|—|~|至|到)([0-9]{1,2})月"));
/// Before a bare number: it counts or names something.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:号|号码|电话|传真|手机|热线|(?-u:\b)(?:no|tel|fax|sn)\.?|型号|规格|金额|资本|价|￥|¥)[：:\s（）().#]*$",
    )
});

/// A date or a range in a text.
#[derive(Debug, Clone, Copy)]
struct Value {
    start: usize,
    end: usize,
    /// The first day, if it is a range.
    from: Option<When>,
    /// The only day, or the last.
    to: When,
    /// Means something only behind a label that says what.
    unsure: bool,
}

/// The dates a squeezed text names, with what they are.
pub(super) fn dates(text: &str) -> Vec<Dated> {
    let mut said = roles::said(text, &values(text));
    said.truncate(MOST);
    said
}

/// Dates and ranges, in order.
fn values(text: &str) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let mut at = 0;
    while found.len() < MOST
        && let Some(place) = DATE.find_at(text, at)
    {
        let before = found.last().map_or(0, |value| value.end);
        let Some(value) = value(text, place.start(), place.end(), before) else {
            at = place.start() + place.as_str().chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at = value.end;
        let gap = text.get(before..value.start).unwrap_or_default();
        match found.last_mut() {
            Some(last) if last.from.is_none() && gap.len() < 24 && JOINT.is_match(gap) && joins(last.to, value) => {
                last.from = Some(last.to);
                (last.to, last.end) = (value.to, value.end);
                last.unsure |= value.unsure && value.to != When::Forever;
            }
            _ => found.push(value),
        }
    }
    found
}

fn joins(from: When, until: Value) -> bool {
    until.from.is_none() && from != When::Forever && first_day(from) <= first_day(until.to)
}

/// A day to compare by; without end comes last.
fn first_day(when: When) -> (i16, i8, i8) {
    match when {
        When::Year(year) => (year, 0, 0),
        When::Month(year, month) => (year, month, 0),
        When::Day(day) => (day.year(), day.month(), day.day()),
        When::Forever => (i16::MAX, 0, 0),
    }
}

/// The date at a place, if what surrounds it lets it be one.
fn value(text: &str, start: usize, end: usize, before: usize) -> Option<Value> {
    let written = text.get(start..end)?;
    let (head, rest) = (text.get(..start)?, text.get(end..)?);
    let when = parse(written)?;
    let follows_date = before > 0 && text.get(before..start).is_some_and(|gap| JOINT.is_match(gap));
    let single = Value { start, end, from: None, to: when, unsure: matches!(when, When::Year(_)) };
    if when == When::Forever {
        let apart = !rest.starts_with(|c: char| han(c) && c != '有') && (follows_date || opens(head));
        return apart.then_some(Value { unsure: true, ..single });
    }
    let chinese = written.contains('年');
    if !stands_alone(head, rest, chinese, follows_date) {
        return None;
    }
    let bare = !chinese && written.is_ascii() && !written.contains(|c: char| c.is_ascii_alphabetic());
    if bare && NUMBER.is_match(tail(text, start)) {
        return None;
    }
    let dots = written.matches(['.', '-', '/', '·']).count();
    let compact = bare && dots < 2;
    if compact && rest.trim_start().starts_with(['元', '万', '%', '亿', '吨']) {
        return None;
    }
    let lost_dot = bare && dots == 1 && written.trim().len() >= 9;
    Some(shortened(text, Value { unsure: single.unsure || lost_dot, ..single }))
}

/// Whether the text before lets a word such as 长期 be a value.
fn opens(head: &str) -> bool {
    head.trim_end().is_empty()
        || head.ends_with(['：', ':', ' ', '\n', '至', '到', '为', '限', '期', '-', '）', ')', '|'])
}

/// Not a part of a longer number or code.
fn stands_alone(head: &str, rest: &str, chinese: bool, follows_date: bool) -> bool {
    let before = head.chars().next_back().unwrap_or(' ');
    let mut after = rest.chars();
    let (next, second) = (after.next().unwrap_or(' '), after.next().unwrap_or(' '));
    if chinese {
        return !before.is_ascii_digit() && !(before == '.' && head.len() > 1 && !follows_date);
    }
    let clear_before = follows_date || !(before.is_ascii_alphanumeric() || matches!(before, '-' | '.' | '/' | '_'));
    let time = next == 'T' && second.is_ascii_digit();
    let clear_after = time || !(next.is_ascii_alphanumeric() || next == '_');
    let goes_on = matches!(next, '-' | '.' | '/') && second.is_ascii_digit();
    clear_before && clear_after && (!goes_on || (next == '-' && second_day(rest)))
}

/// Whether a hyphen leads to the second day of a range.
fn second_day(rest: &str) -> bool {
    let behind = rest.get(1..).unwrap_or_default();
    let whole = DATE.find(upto(behind, 16));
    whole.is_some_and(|place| place.start() == 0) || SHORT.is_match(rest)
}

fn upto(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(end, _)| &text[..end])
}

/// Takes in a second day that leaves out its year.
fn shortened(text: &str, value: Value) -> Value {
    let rest = text.get(value.end..).unwrap_or_default();
    if let (When::Year(year), Some(groups)) = (value.to, MONTHS.captures(rest)) {
        let month = |at: usize| groups.get(at).and_then(|group| month(year, group.as_str()));
        if let (Some(from), Some(to), Some(whole)) = (month(1), month(2), groups.get(0)) {
            return Value { from: Some(from), to, end: value.end + whole.end(), unsure: false, ..value };
        }
    }
    let year = match value.to {
        When::Month(year, _) => year,
        When::Day(day) => day.year(),
        When::Year(_) | When::Forever => return value,
    };
    let Some(groups) = SHORT.captures(rest) else { return value };
    let number = |at: usize| groups.get(at).map(|group| group.as_str());
    let to = match (number(1).or(number(3)), number(2).or(number(4))) {
        (Some(month), Some(day)) => day_of(year, number_of(month), number_of(day)),
        (Some(month), None) => self::month(year, month),
        _ => None,
    };
    match (to, groups.get(0)) {
        (Some(to), Some(whole)) if first_day(value.to) <= first_day(to) => {
            Value { from: Some(value.to), to, end: value.end + whole.end(), ..value }
        }
        _ => value,
    }
}

/// A date as written; `None` if there is no such day.
fn parse(written: &str) -> Option<When> {
    if let Some((year, rest)) = written.split_once('年') {
        let year = year_of(year)?;
        let Some((month, day)) = rest.split_once('月') else { return Some(When::Year(year)) };
        let day = day.trim_start_matches('份').trim_end_matches(['日', '号', '曰']);
        return if day.is_empty() { self::month(year, month) } else { day_of(year, number_of(month), number_of(day)) };
    }
    let numbers: Vec<&str> = written.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    if let Some(month) = english_month(written) {
        return match numbers.as_slice() {
            [year] => self::month(year_of(year)?, &month.to_string()),
            [day, year] => day_of(year_of(year)?, Some(month), number_of(day)),
            _ => None,
        };
    }
    let digits = numbers.concat();
    match numbers.iter().map(|number| number.len()).collect::<Vec<_>>().as_slice() {
        [] => Some(When::Forever),
        [4, 1 | 2] => month_of_bare(written, numbers.first()?, numbers.get(1)?),
        [4, 1 | 2, 1 | 2] => day_of(year_of(numbers.first()?)?, number_of(numbers.get(1)?), number_of(numbers.get(2)?)),
        [8] | [6, 2] | [4, 4] => {
            day_of(year_of(digits.get(..4)?)?, number_of(digits.get(4..6)?), number_of(digits.get(6..)?))
        }
        _ => None,
    }
}

/// `2024.3` is a number rather than a month.
fn month_of_bare(written: &str, year: &str, month: &str) -> Option<When> {
    let decimal = written.contains('.') && month.len() < 2;
    if decimal { None } else { self::month(year_of(year)?, month) }
}

fn english_month(written: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = written.to_ascii_lowercase();
    let word = lower.split(|c: char| !c.is_ascii_alphabetic()).find(|word| word.len() >= 3)?;
    MONTHS.iter().zip(1..).find(|(name, _)| word.starts_with(*name)).map(|(_, number)| number)
}

fn month(year: i16, month: &str) -> Option<When> {
    number_of(month).filter(|month| (1..=12).contains(month)).map(|month| When::Month(year, month))
}

fn day_of(year: i16, month: Option<i8>, day: Option<i8>) -> Option<When> {
    Date::new(year, month?, day?).ok().map(When::Day)
}

/// A year that papers still in use may name.
fn year_of(written: &str) -> Option<i16> {
    let add = |sum: i16, digit: Option<i8>| sum.checked_mul(10)?.checked_add(i16::from(digit?));
    let year = written.chars().map(digit).try_fold(0, add)?;
    (1980..=2079).contains(&year).then_some(year)
}

/// A number below 100, in Arabic or Chinese digits.
fn number_of(written: &str) -> Option<i8> {
    let value =
        |part: &str| part.chars().map(digit).try_fold(0, |sum: i8, digit| sum.checked_mul(10)?.checked_add(digit?));
    let Some((tens, ones)) = written.split_once(['十', '拾']) else {
        return match written
            .strip_prefix('廿')
            .map(|ones| (20, ones))
            .or(written.strip_prefix('卅').map(|ones| (30, ones)))
        {
            Some((tens, ones)) => value(ones)?.checked_add(tens),
            None => value(written),
        };
    };
    let tens = if tens.is_empty() { 1 } else { value(tens)? };
    tens.checked_mul(10)?.checked_add(value(ones)?)
}

fn digit(c: char) -> Option<i8> {
    match c {
        '0'..='9' => i8::try_from(u32::from(c) - u32::from('0')).ok(),
        '〇' | '○' | '零' | 'O' | 'o' => Some(0),
        '一' | '壹' | '元' | '正' => Some(1),
        '二' | '贰' => Some(2),
        '三' | '叁' => Some(3),
        '四' | '肆' => Some(4),
        '五' | '伍' => Some(5),
        '六' | '陆' => Some(6),
        '七' | '柒' => Some(7),
        '八' | '捌' => Some(8),
        '九' | '玖' => Some(9),
        _ => None,
    }
}
