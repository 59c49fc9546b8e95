//! Dates in names, with what they are. Digits that a camera, a scanner or a chat program put there are none:
//! they tell when a picture was taken or saved.

use std::sync::LazyLock;

use jiff::civil::Date;
use rayon::prelude::*;
use regex::Regex;

use super::fold::fold;
use super::vocabulary::vocabulary;
use crate::model::assignment::Outcome;
use crate::model::checklist::Checklist;
use crate::model::content::{DateRole, Dated, When};
use crate::model::facts::Facts;
use crate::model::inventory::Inventory;
use crate::model::kind::extension;
use crate::model::recognition::Recognition;

/// Whatever may be a date: year, month and day in characters, with separators, or in one run; a quarter.
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let written = [
        r"([0-9]{4}) ?年 ?(?:([0-9]{1,2}) ?月份?(?: ?([0-9]{1,2}) ?[日号])?|第?([1-4一二三四]) ?季度?|度)?",
        r"([0-9]{4}) ?[Qq]([1-4])",
        r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})",
        r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})",
        r"([0-9]{4})_([0-9]{2})_([0-9]{2})",
        r"([0-9]{4})[-.]([0-9]{2})",
        r"([0-9]{4})([0-9]{2})([0-9]{2})?",
    ];
    Regex::new(&written.join("|")).ok()
});
/// What joins the two ends of a range.
static JOINT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^ ?(?:-{1,2}|–|—{1,2}|~|～|至|到) ?$").ok());
/// The second month of a range that leaves out its year: `2026年1-3月`, `2026年1月至3月`, `202501-12所属期`.
static SHORT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^ ?(?:([0-9]{1,2}) ?)?(?:-|–|—|~|～|至|到) ?([0-9]{1,2}) ?(?:月|所属)").ok());
/// A time of day behind a date.
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[ _T-]{0,2}[0-9]{1,2}[.:：][0-9]{2}(?:[^0-9]|$)|[ _-](?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9](?:[^0-9]|$))").ok()
});

/// One date or range, and where it stands.
struct Found {
    start: usize,
    end: usize,
    from: Option<When>,
    to: When,
    /// Written with 年: no number of something.
    written_out: bool,
}

/// Reads the dates in the names of evidence they matter for: what must be of some time, and what gives dates in its
/// text as well. Most names are passed over, which is felt with many.
pub fn find(
    checklist: &Checklist,
    inventory: &Inventory,
    facts: &Facts,
    outcomes: &[Outcome],
    recognitions: &mut [Recognition],
) {
    let timed = |demand: &usize| {
        let demand = &checklist.demands[*demand];
        demand.valid || demand.every_month || demand.window.is_some()
    };
    let files = inventory.files.par_iter().zip(outcomes).enumerate();
    files.zip(recognitions).with_min_len(512).for_each(|((index, (file, outcome)), recognition)| {
        let asked = match outcome {
            Outcome::Counted { demand, .. } => timed(demand),
            Outcome::Possible(demands) => demands.iter().any(timed),
            Outcome::Refused { .. } | Outcome::SetAside | Outcome::LeftOver => return,
        };
        let says =
            || facts.content(index).is_some_and(|content| content.pages.iter().any(|p| !p.said.dates.is_empty()));
        // The name of a whole says nothing of its parts.
        if file.pages.is_none() && (asked || says()) {
            let name = file.name();
            let stem = extension(name).map_or(name, |ending| &name[..name.len() - ending.len() - 1]);
            recognition.dates = dates(stem);
        }
    });
}

/// The dates a name (without its extension) gives, in order.
fn dates(stem: &str) -> Box<[Dated]> {
    // A year takes four digits; most names have none.
    if stem.chars().filter(|c| c.is_ascii_digit() || ('０'..='９').contains(c)).count() < 4 {
        return Box::default();
    }
    let plain: String = stem.chars().map(narrow).collect();
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(next) = DATE.as_ref().and_then(|date| date.captures_at(&plain, at)) {
        let Some(whole) = next.get(0) else { break };
        at = whole.end();
        let group = |at: usize| next.iter().skip(1).flatten().nth(at).map(|group| group.as_str());
        let quarter = next.get(4).or(next.get(6)).map(|group| group.as_str());
        let Some(mut one) = read(&plain, whole.start(), whole.end(), [group(0), group(1), group(2)], quarter) else {
            // Digits that are no date may hide one behind them, never inside.
            continue;
        };
        let gap = found.last().and_then(|last| plain.get(last.end..one.start));
        let joined = gap.is_some_and(|gap| JOINT.as_ref().is_some_and(|joint| joint.is_match(gap)));
        match found.last_mut() {
            Some(last) if joined && last.from.is_none() && last.to.first_day() <= one.to.first_day() => {
                last.from = Some(last.to);
                (last.to, last.end) = (one.to, one.end);
            }
            _ => {
                shorten(&plain, &mut one);
                at = at.max(one.end);
                found.push(one);
            }
        }
    }
    found.iter().filter(|one| is_meant(&plain, one)).flat_map(|one| said(&plain, one)).collect()
}

fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// A date as written; `None` if there is no such day.
fn read(text: &str, start: usize, end: usize, parts: [Option<&str>; 3], quarter: Option<&str>) -> Option<Found> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (before, behind) = (text.get(..start)?, text.get(end..)?);
    let written_out = text.get(start..end)?.contains('年');
    if digit(before.chars().next_back()) || (digit(behind.chars().next()) && !written_out) {
        return None;
    }
    let number = |at: usize| parts.get(at).copied().flatten().and_then(|part| part.parse::<i8>().ok());
    let year: i16 = parts[0]?.parse().ok().filter(|year| (1980..=2079).contains(year))?;
    if let Some(quarter) = quarter {
        let ends = ["1一", "2二", "3三", "4四"].iter().position(|names| names.contains(quarter))?;
        let last = i8::try_from(ends).ok()? * 3 + 3;
        let (from, to) = (Some(When::Month(year, last - 2)), When::Month(year, last));
        return Some(Found { start, end, from, to, written_out: true });
    }
    let to = match (number(1), number(2)) {
        (Some(month), Some(day)) => When::Day(Date::new(year, month, day).ok()?),
        (Some(month), None) if (1..=12).contains(&month) => When::Month(year, month),
        (None, None) => When::Year(year),
        _ => return None,
    };
    Some(Found { start, end, from: None, to, written_out })
}

/// Takes in a second month that leaves out its year.
fn shorten(text: &str, one: &mut Found) {
    let rest = text.get(one.end..).unwrap_or_default();
    let Some(short) = SHORT.as_ref().and_then(|short| short.captures(rest)) else { return };
    let number = |at: usize| short.get(at).and_then(|group| group.as_str().parse::<i8>().ok());
    let (year, first) = match (one.to, number(1)) {
        (When::Year(year), Some(first)) if one.written_out => (year, first),
        (When::Month(year, month), None) if one.from.is_none() => (year, month),
        _ => return,
    };
    if let Some(last) = number(2).filter(|last| (first..=12).contains(last) && first > 0) {
        (one.from, one.to) = (Some(When::Month(year, first)), When::Month(year, last));
        one.end += short.get(0).map_or(0, |whole| whole.end());
        one.written_out = true;
    }
}

/// Whether somebody wrote it as a date: no stamp of a camera, no time of day behind it, no number of a paper.
fn is_meant(text: &str, one: &Found) -> bool {
    let (before, behind) = (text.get(..one.start).unwrap_or_default(), text.get(one.end..).unwrap_or_default());
    let folded = fold(before);
    if vocabulary().stamped.iter().any(|word| folded.ends_with(word))
        || TIME.as_ref().is_some_and(|time| time.is_match(behind))
    {
        return false;
    }
    if one.written_out {
        return true;
    }
    // `HT-20260115`, `No.202601`, `编号202601`: a number that begins like a date.
    let near = before.trim_end_matches(['-', '_', '.', ' ', ':', '：', '#']);
    let letters = near.len() - near.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let code = near.get(near.len() - letters..).unwrap_or_default();
    let coded = (1..=4).contains(&letters) && (code == code.to_ascii_uppercase() || code.eq_ignore_ascii_case("no"));
    let touches = before.ends_with(|c: char| c.is_ascii_alphabetic());
    !coded && !touches && !near.ends_with(['号', '第'])
}

/// What a date or range is, by the words beside it.
fn said(text: &str, one: &Found) -> Vec<Dated> {
    let before = fold(text.get(..one.start).unwrap_or_default());
    let behind = fold(text.get(one.end..).unwrap_or_default());
    let table = vocabulary();
    let ends = table.until.iter().any(|word| before.ends_with(word) || behind.starts_with(word));
    let done = table.done.iter().any(|word| behind.starts_with(word));
    let period = one.from.is_some() || (one.written_out && !matches!(one.to, When::Day(_)));
    let (first, last) = match (ends, done) {
        (true, _) => (None, DateRole::ValidUntil),
        (_, true) => (None, DateRole::Signed),
        _ if period => (Some(DateRole::PeriodFrom), DateRole::PeriodTo),
        _ => (None, DateRole::Unsaid),
    };
    let first = first.map(|role| Dated { role, when: one.from.unwrap_or(one.to) });
    first.into_iter().chain([Dated { role: last, when: one.to }]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dates as short text: a letter for the role, then the date.
    fn read(name: &str) -> String {
        let one = |dated: &Dated| {
            let role = match dated.role {
                DateRole::ValidUntil => "until ",
                DateRole::Signed => "done ",
                DateRole::PeriodFrom => "from ",
                DateRole::PeriodTo => "to ",
                _ => "",
            };
            let when = match dated.when {
                When::Day(day) => day.to_string(),
                When::Month(year, month) => format!("{year}-{month:02}"),
                When::Year(year) => year.to_string(),
                When::Forever => "-".to_owned(),
            };
            format!("{role}{when}")
        };
        dates(name).iter().map(one).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn dates_are_read_however_they_are_written() {
        for (name, wanted) in [
            ("维修记录单-20260115", "2026-01-15"),
            ("维修记录单-20260115-扫描件", "2026-01-15"),
            ("维修记录单 2026-01-15 02", "2026-01-15"),
            ("repair_record_2026.1.5", "2026-01-05"),
            ("２０２６年１月１５日维修记录", "2026-01-15"),
            ("20260318", "2026-03-18"),
            ("纳税申报表2026年1月", "from 2026-01, to 2026-01"),
            ("纳税申报表（2026年1月申报）", "done 2026-01"),
            ("纳税申报表202601", "2026-01"),
            ("纳税申报表-2025-12", "2025-12"),
            ("纳税申报表2025年第四季度", "from 2025-10, to 2025-12"),
            ("纳税申报表2025Q4", "from 2025-10, to 2025-12"),
            ("纳税申报表2026年1-3月", "from 2026-01, to 2026-03"),
            ("3、税收完税证明202501-12所属期", "from 2025-01, to 2025-12"),
            ("巡检记录20260105-20260112", "from 2026-01-05, to 2026-01-12"),
            ("2025年度审计报告", "from 2025, to 2025"),
            ("电工证-有效期至2025-06-30", "until 2025-06-30"),
            ("电工证（2025年6月到期）", "until 2025-06"),
        ] {
            assert_eq!(read(name), wanted, "{name}");
        }
    }

    #[test]
    fn digits_that_are_no_date_are_not_read_as_one() {
        for name in [
            "IMG_20240316",
            "IMG_20240316_125218",
            "DSC20240316",
            "微信图片_20240316125218",
            "微信图片_20240316",
            "微信图片_20260319120931_921_3",
            "扫描全能王 2026-06-01 15.54",
            "扫描全能王 2022-04-21 18.40_6(1)",
            "扫描件20260115",
            "Screenshot_2026-03-16-12-52-18",
            "屏幕截图 2026-03-16 125218",
            "维修记录 20260316_125218",
            "mmexport1710565938218",
            "销售合同HT-20260115",
            "合同编号20260115",
            "维修单No.20260115",
            "维修记录-20261345",
            "电话13820260115",
            "维修记录单2026",
            "GB19001-2016",
            "三体系 2023-2026",
        ] {
            assert_eq!(read(name), "", "{name}");
        }
    }
}
