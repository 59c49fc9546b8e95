//! Numbers in names: folder numbers that follow the list, and counts of copies.

use super::fold::Folded;

/// The number a name begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lead {
    /// The number.
    pub value: u32,
    /// Whether the name is nothing but the number.
    pub bare: bool,
}

/// Reads the number a folded name begins with: `16`, `16.维修`, `第十六项`, `(3)`, `item 5`.
/// Years, dates and numbers that are part of a word (`3C`, `一次`) are not such numbers.
pub(super) fn lead(folded: &Folded) -> Option<Lead> {
    let text = folded.text();
    // Most names begin with another character; they are passed over by it.
    let first = text.chars().next()?;
    if !(first.is_ascii_digit() || "第in零一二三四五六七八九十".contains(first)) {
        return None;
    }
    let (prefix, ordinal) = ["第", "item", "no"]
        .iter()
        .find(|prefix| {
            text.starts_with(**prefix) && folded.is_break(prefix.len()) || text.starts_with('第') && **prefix == "第"
        })
        .map_or((0, false), |prefix| (prefix.len(), true));
    let rest = &text[prefix..];
    let (value, used, digits) =
        digits(rest).map(|(v, n)| (v, n, true)).or_else(|| numeral(rest).map(|(v, n)| (v, n, false)))?;
    let mut end = prefix + used;
    let mut named = false;
    for suffix in ["项", "号", "条", "章", "类", "部分"] {
        if text[end..].starts_with(suffix)
            && (ordinal || end + suffix.len() == text.len() || folded.is_separated(end + suffix.len()))
        {
            end += suffix.len();
            named = true;
            break;
        }
    }
    let bare = end == text.len();
    let next = text[end..].chars().next();
    let stands_alone = bare || named || folded.is_separated(end);
    // A digit may touch a character (`3检验报告`), a numeral and a letter may not (`一次`, `3C`).
    let fits = stands_alone
        || (digits
            && next.is_some_and(|c| !c.is_ascii() && !"年月日时分秒份张页个次期级星种类家楼层天周季度".contains(c)));
    (value < 1000 && fits).then_some(Lead { value, bare })
}

/// A number in digits at the start: its value and length.
fn digits(text: &str) -> Option<(u32, usize)> {
    let used = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&used).then(|| text[..used].parse().ok().map(|value| (value, used))).flatten()
}

/// A Chinese numeral below 100 at the start: its value and length.
fn numeral(text: &str) -> Option<(u32, usize)> {
    let unit = |c: char| {
        Some(match c {
            '零' => 0,
            '一' => 1,
            '二' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            _ => return None,
        })
    };
    let mut chars = ['\0'; 3];
    text.chars().zip(&mut chars).for_each(|(c, place)| *place = c);
    let (value, used) = match chars {
        ['十', b, _] if unit(b).is_some_and(|b| b > 0) => (10 + unit(b)?, 2),
        ['十', ..] => (10, 1),
        [a, '十', c] if unit(a).is_some() && unit(c).is_some_and(|c| c > 0) => (unit(a)? * 10 + unit(c)?, 3),
        [a, '十', _] if unit(a).is_some() => (unit(a)? * 10, 2),
        [a, ..] => (unit(a)?, 1),
    };
    Some((value, used * 3))
}

/// How many copies a file's name claims to hold: `（4份）`, `共三份`. A month (`3月份`) is no count.
pub(super) fn count_mark(folded: &Folded) -> Option<u32> {
    let text = folded.text();
    text.match_indices('份').find_map(|(at, _)| {
        let before = &text[..at];
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let value = if digits > 0 {
            if digits > 3 { None } else { before[at - digits..].parse().ok() }
        } else {
            (1..=3).rev().find_map(|n| {
                let from = before.char_indices().rev().nth(n - 1)?.0;
                numeral(&before[from..]).filter(|&(_, used)| from + used == at).map(|(value, _)| value)
            })
        };
        value.filter(|value| (2..1000).contains(value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Option<(u32, bool)> {
        lead(&Folded::new(name)).map(|lead| (lead.value, lead.bare))
    }

    #[test]
    fn leading_numbers() {
        for (name, want) in [
            ("16", Some((16, true))),
            ("第十六项", Some((16, true))),
            ("第16项 维修记录", Some((16, false))),
            ("16.维修记录单", Some((16, false))),
            ("16、维修单据", Some((16, false))),
            ("十六、维修", Some((16, false))),
            ("（3）合同", Some((3, false))),
            ("3检验报告", Some((3, false))),
            ("二十", Some((20, true))),
            ("二十九 软件", Some((29, false))),
            ("2024年度", None),
            ("2024", None),
            ("4S店", None),
            ("一次RPC服务流程", None),
            ("三体系证书", None),
            ("3C证书", None),
            ("维修", None),
            ("", None),
        ] {
            assert_eq!(read(name), want, "{name}");
        }
    }

    #[test]
    fn counts_of_copies() {
        let count = |name| count_mark(&Folded::new(name));
        assert_eq!(count("维修记录（4份）"), Some(4));
        assert_eq!(count("维修记录共三份"), Some(3));
        assert_eq!(count("维修记录十二份"), Some(12));
        assert_eq!(count("维修记录3月份"), None);
        assert_eq!(count("维修记录20240301份"), None);
        assert_eq!(count("身份证"), None);
        assert_eq!(count("1份"), None);
    }
}
