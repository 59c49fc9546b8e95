//! Numbers of persons (GB 11643), which are masked, and of organisations (GB 32100), which are not.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{keep, pattern, tail};
use crate::model::ids::{PROVINCES, is_credit_code};

/// How many of each kind a page keeps.
const MOST: usize = 64;
/// How many characters may stand between two digits of one number.
const GAP: usize = 3;
/// Before a number: it is a person's.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:身\s?份\s?证\s?件?\s?(?:号\s?码|号)?|身\s?份\s?号\s?码|证\s?件\s?号\s?码?|(?-u:\b)ID(?:\s?card)?(?:\s?(?:no|number)\.?)?)[^0-9\p{Han}]{0,16}$",
    )
});
/// Before a number: it is an organisation's, or no register's at all.
static ORGANISATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:代码|注册号|税\s?号|识别号|账号|帐号|卡号|执照|编号|单号|IMEI|SN)[^0-9\p{Han}]{0,12}$")
});
/// The page speaks of identity numbers somewhere.
static NAMED: LazyLock<Regex> = LazyLock::new(|| pattern(r"身\s?份\s?证|身\s?份\s?号\s?码|证\s?件\s?号"));
/// A code in groups, behind its label.
static GROUPED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:信用代码|识别号)[^0-9A-Za-z\n]{0,8}\n?((?:[0-9A-Za-z][ -]?){17}[0-9A-Za-z])"));

/// One digit of a number that may be spread.
#[derive(Clone, Copy)]
struct Slot {
    at: usize,
    len: usize,
    /// 10 for X.
    digit: u8,
    /// How many line ends stand before it in its run.
    line: u32,
}

impl Slot {
    fn touches(&self, next: &Slot) -> bool {
        self.at + self.len == next.at
    }
}

/// What a cell or value says that should be an identity number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identity {
    /// A number whose check digit holds, masked.
    Right(String),
    /// A number that is none.
    Wrong,
    /// No number, or one somebody has masked.
    None,
}

/// The identity number a cell holds.
pub(super) fn identity(cell: &str) -> Identity {
    let slots: Vec<Slot> = cell
        .char_indices()
        .filter_map(|(at, c)| Some(Slot { at, len: c.len_utf8(), digit: digit(c, at == 0)?, line: 0 }))
        .take(32)
        .collect();
    match digits(&slots).filter(|_| slots.len() == 18) {
        Some(id) if plausible(&id) && checked(&id) => Identity::Right(masked_form(&slots)),
        _ if slots.len() >= 10 && !cell.contains(['*', '＊', '×']) => Identity::Wrong,
        _ => Identity::None,
    }
}

/// Whether the text speaks of identity numbers.
pub(super) fn names_one(text: &str) -> bool {
    NAMED.is_match(text)
}

/// The text with identity numbers masked, if it holds any; those whose check digit holds are added to
/// `found`. `named`: the page speaks of such numbers, so that less is needed to take one for such.
pub(super) fn mask(text: &str, named: bool, found: &mut Vec<String>) -> Option<String> {
    let mut hidden = Vec::new();
    let mut run: Vec<Slot> = Vec::new();
    let (mut gap, mut line) = (0, 0);
    for (at, c) in text.char_indices() {
        if let Some(digit) = digit(c, run.is_empty()) {
            run.push(Slot { at, len: c.len_utf8(), digit, line });
            gap = 0;
        } else if separates(c) && gap < GAP && !run.is_empty() {
            gap += 1;
            line += u32::from(c == '\n');
        } else if !run.is_empty() {
            hide(text, &run, named, found, &mut hidden);
            run.clear();
            (gap, line) = (0, 0);
        }
    }
    hide(text, &run, named, found, &mut hidden);
    if hidden.is_empty() { None } else { Some(starred(text, &hidden)) }
}

fn digit(c: char, first: bool) -> Option<u8> {
    match c {
        '0'..='9' => u8::try_from(u32::from(c) - u32::from('0')).ok(),
        '０'..='９' => u8::try_from(u32::from(c) - u32::from('０')).ok(),
        'X' | 'x' | 'Ｘ' | 'ｘ' if !first => Some(10),
        _ => None,
    }
}

fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | '_' | '|' | '·' | '.' | ',' | '\u{200b}' | '\u{feff}')
}

/// Finds the numbers in one run of digits.
fn hide(text: &str, run: &[Slot], named: bool, found: &mut Vec<String>, hidden: &mut Vec<Slot>) {
    let Some(first) = run.first().filter(|_| run.len() >= 15) else { return };
    let labelled = PERSON.is_match(tail(text, first.at));
    let mut at = 0;
    while let Some(rest) = run.get(at..).filter(|rest| rest.len() >= 15) {
        let free = at == 0 || run.get(at - 1).is_some_and(|before| !before.touches(&rest[0]));
        let context = Context { labelled: labelled && at == 0, named, free };
        let Some((length, certain)) = number(text, rest, context) else {
            at += 1;
            continue;
        };
        let stars = 6..length - if length == 18 { 4 } else { 3 };
        if certain && found.len() < MOST {
            keep(found, masked_form(&rest[..length]));
        }
        hidden.extend_from_slice(&rest[stars]);
        at += length;
    }
}

/// What is known of the place a number stands at.
#[derive(Clone, Copy)]
struct Context {
    labelled: bool,
    named: bool,
    free: bool,
}

/// Whether an identity number begins here: how long it is, and whether its check digit holds.
fn number(text: &str, rest: &[Slot], context: Context) -> Option<(usize, bool)> {
    let ends_at = |length: usize| match (rest.get(length - 1), rest.get(length)) {
        (Some(last), Some(next)) => !last.touches(next),
        (last, None) => last.is_some(),
        _ => false,
    };
    let whole = |length: usize| rest.get(..length).filter(|_| context.free && ends_at(length));
    if let Some(eighteen) = rest.get(..18).and_then(digits) {
        let one_line = rest[17].line <= rest[0].line + 1;
        let plausible = plausible(&eighteen);
        let certain = plausible && checked(&eighteen) && one_line;
        let organisation = || organisation_checked(&eighteen) && is_credit_code(&written(&eighteen));
        if certain && (context.labelled || !organisation()) {
            return Some((18, true));
        }
        let together = |slots: &[Slot]| slots.windows(2).all(|pair| pair[0].touches(&pair[1]));
        let shaped = whole(18).is_some_and(|slots| context.labelled || (context.named && plausible && together(slots)));
        if shaped && !organisation() {
            return Some((18, false));
        }
    }
    let fifteen = whole(15)?;
    let together = fifteen.windows(2).all(|pair| pair[0].touches(&pair[1]));
    let old = fifteen.iter().all(|slot| slot.digit < 10) && old_plausible(fifteen);
    let other = || ORGANISATION.is_match(tail(text, rest[0].at));
    (context.labelled && fifteen.iter().all(|slot| slot.digit < 10) || together && old && !other())
        .then_some((15, false))
}

/// Eighteen digits of which only the last may be X.
fn digits(slots: &[Slot]) -> Option<[u8; 18]> {
    let all: [u8; 18] = std::array::from_fn(|at| slots.get(at).map_or(11, |slot| slot.digit));
    all[..17].iter().all(|digit| *digit < 10).then_some(all)
}

/// A province and a day of birth.
fn plausible(id: &[u8; 18]) -> bool {
    let year = id[6..10].iter().fold(0, |sum, digit| sum * 10 + i16::from(*digit));
    let foreign = id[0] == 9 && PROVINCES.contains(&(id[1] * 10 + id[2]));
    (foreign || PROVINCES.contains(&(id[0] * 10 + id[1]))) && (1850..=2060).contains(&year) && {
        Date::new(year, two(id[10], id[11]), two(id[12], id[13])).is_ok()
    }
}

fn old_plausible(slots: &[Slot]) -> bool {
    let digit = |at: usize| slots.get(at).map_or(0, |slot| slot.digit);
    let year = 1900 + i16::from(digit(6)) * 10 + i16::from(digit(7));
    PROVINCES.contains(&(digit(0) * 10 + digit(1)))
        && Date::new(year, two(digit(8), digit(9)), two(digit(10), digit(11))).is_ok()
}

fn two(tens: u8, ones: u8) -> i8 {
    i8::try_from(tens * 10 + ones).unwrap_or(0)
}

/// GB 11643: ISO 7064 MOD 11-2.
fn checked(id: &[u8; 18]) -> bool {
    let sum = id[..17].iter().fold(0, |sum, digit| (sum + u32::from(*digit)) * 2 % 11);
    (sum + u32::from(id[17])) % 11 == 1
}

/// GB 11714: the ninth to seventeenth character are the organisation's older code, with a check digit.
fn organisation_checked(code: &[u8; 18]) -> bool {
    let sum: u32 =
        code[8..16].iter().zip([3, 7, 9, 10, 5, 8, 4, 2]).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    (11 - sum % 11) % 11 == u32::from(code[16])
}

fn written(digits: &[u8]) -> String {
    digits.iter().map(|digit| if *digit == 10 { 'X' } else { char::from(b'0' + *digit) }).collect()
}

fn masked_form(slots: &[Slot]) -> String {
    let digits: Vec<u8> = slots.iter().map(|slot| slot.digit).collect();
    let mut text = written(&digits);
    text.replace_range(6..14, "********");
    text
}

fn starred(text: &str, hidden: &[Slot]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for slot in hidden {
        out.push_str(text.get(done..slot.at).unwrap_or_default());
        out.push('*');
        done = slot.at + slot.len;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Unified social credit codes in folded text.
pub(super) fn credit_codes(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let together = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| run.len() == 18).map(str::to_owned);
    let grouped = GROUPED.captures_iter(text).filter_map(|groups| {
        let code = groups.get(1)?;
        let ends = !text.get(code.end()..)?.starts_with(|c: char| c.is_ascii_alphanumeric());
        ends.then(|| code.as_str().replace([' ', '-'], ""))
    });
    for code in together.chain(grouped).map(|code| code.to_ascii_uppercase()).filter(|code| is_credit_code(code)) {
        if found.len() < MOST {
            keep(&mut found, code);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Seventeen digits with their check digit.
    fn with_check(seventeen: &str) -> String {
        let sum = seventeen.bytes().fold(0, |sum, b| (sum + u32::from(b - b'0')) * 2 % 11);
        let last = (12 - sum) % 11;
        format!("{seventeen}{}", if last == 10 { "X".to_owned() } else { last.to_string() })
    }

    fn masked(text: &str) -> (String, Vec<String>) {
        let mut found = Vec::new();
        (mask(text, names_one(text), &mut found).unwrap_or_else(|| text.to_owned()), found)
    }

    #[test]
    fn a_number_whose_check_digit_holds_is_masked_wherever_it_stands() {
        for (text, expected) in [
            ("110101199003077758", "110101********7758"),
            ("张三110101199003077758李四", "张三110101********7758李四"),
            ("１１０１０１１９９００３０７７７５８", "１１０１０１********７７５８"),
            ("110101 19900307 7758", "110101 ******** 7758"),
            ("110101-19900307-7758", "110101-********-7758"),
            ("110101199003\n077758", "110101******\n**7758"),
            ("1 1 0 1 0 1 1 9 9 0 0 3 0 7 7 7 5 8", "1 1 0 1 0 1 * * * * * * * * 7 7 5 8"),
            ("1 110101199003077758 13800000000", "1 110101********7758 13800000000"),
            ("3110101199003077758", "3110101********7758"),
        ] {
            assert_eq!(masked(text), (expected.to_owned(), vec!["110101********7758".to_owned()]), "{text}");
        }
        let lower = with_check("11010119900307109").to_lowercase();
        assert_eq!(masked(&lower).1.len(), 1, "{lower}");
    }

    #[test]
    fn behind_a_label_a_wrong_check_digit_is_masked_but_no_id() {
        for (text, expected) in [
            ("身份证号：110101199003077750", "身份证号：110101********7750"),
            ("身 份 证 号 码（ID No.）： 110101199003077750", "身 份 证 号 码（ID No.）： 110101********7750"),
            ("身份证号\n999999999999999999", "身份证号\n999999********9999"),
            ("身份证：110101900307123", "身份证：110101******123"),
            ("姓名 身份证号\n张三 110101199003077750", "姓名 身份证号\n张三 110101********7750"),
        ] {
            assert_eq!(masked(text), (expected.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "110101199003077750",
            "订单 202403011234567890",
            "账号 6222020200012345678",
            "注册号：110101900307123",
            "110101199013077758",
            "13800000000 13900000000",
            "91110108MA01234567",
        ] {
            assert_eq!(masked(text), (text.to_owned(), vec![]));
        }
        assert_eq!(masked("张三 110101900307123").0, "张三 110101******123");
    }

    fn code(seventeen: &str) -> String {
        let all = "0123456789ABCDEFGHJKLMNPQRTUWXY".chars().map(|c| format!("{seventeen}{c}"));
        all.into_iter().find(|code| is_credit_code(code)).unwrap_or_default()
    }

    #[test]
    fn credit_codes_have_a_structure_and_a_check_digit() {
        let good = code("91110108MA0123456");
        assert_eq!(good.len(), 18);
        assert_eq!(credit_codes("统一社会信用代码：91350100M000100Y43。"), ["91350100M000100Y43"]);
        let text = format!("代码 {} {good} X{good}", good.to_lowercase());
        assert_eq!(credit_codes(&text), [good.as_str()]);
        let grouped = format!("统一社会信用代码 {} {} {}", &good[..4], &good[4..8], &good[8..]);
        assert_eq!(credit_codes(&grouped), [good.as_str()]);
        let wrong = if good.ends_with('0') { '1' } else { '0' };
        assert!(credit_codes(&format!("{}{wrong}", &good[..17])).is_empty());
        assert_eq!(masked(&good).0, good);
    }

    #[test]
    fn valid_as_both_a_label_decides() {
        // 52 22 …: a social organisation in Jilin, or a person from Guizhou.
        let both = (0..1000u32)
            .map(|n| with_check(&format!("52222319{:02}0307{n:03}", n % 100)))
            .find(|id| is_credit_code(id) && digits_of(id).is_some_and(|id| organisation_checked(&id)))
            .unwrap();
        assert_eq!(masked(&both).0, both);
        assert_eq!(credit_codes(&both), [both.as_str()]);
        let labelled = masked(&format!("身份证号：{both}"));
        assert_eq!(labelled.1.len(), 1);
        assert!(credit_codes(&labelled.0).is_empty());
    }

    fn digits_of(id: &str) -> Option<[u8; 18]> {
        let slots: Vec<Slot> = id
            .char_indices()
            .filter_map(|(at, c)| Some(Slot { at, len: 1, digit: digit(c, false)?, line: 0 }))
            .collect();
        digits(&slots)
    }

    proptest! {
        #[test]
        fn no_full_number_survives(
            before in "[0-9A-Za-z张 ：\\n.-]{0,12}", after in "[0-9A-Za-z张 ：\\n.-]{0,12}",
            year in 1900..2020, month in 1..=12, day in 1..=28, serial in 0..1000, place in 110_101..110_120,
        ) {
            let id = with_check(&format!("{place}{year}{month:02}{day:02}{serial:03}"));
            let (text, found) = masked(&format!("{before}{id}{after}"));
            // Digits glued to it may make another number of it, which then hides it as well.
            prop_assert!(!text.contains(&id), "{text}");
            prop_assert!(!found.is_empty());
            prop_assert!(masked(&text).1.is_empty());
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,200}", digits in "[0-9Xx \\n]{0,200}") {
            for text in [text, digits] {
                let (masked, _) = masked(&text);
                prop_assert_eq!(masked.chars().count(), text.chars().count());
                credit_codes(&text);
            }
        }
    }
}
