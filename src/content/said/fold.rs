//! One way to write what text can write in several: full-width letters, radicals that stand for
//! characters, spread labels.

use unicode_normalization::char::decompose_compatible;

/// Full-width digits, letters and signs as ASCII, radicals as the characters they look like, every
/// space as one plain space. Chinese punctuation stays, lines stay.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\u{20}'..='\u{7e}' => out.push(c),
            '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{3000}' => out.push(' '),
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '－' | '／' | '～' | '＿' | '％' | '［' | '］' =>
            {
                decompose_compatible(c, |plain| out.push(plain));
            }
            '∶' | '﹕' | '︰' => out.push('：'),
            '\u{2f00}'..='\u{2fd5}' => decompose_compatible(c, |plain| out.push(plain)),
            '\u{2e80}'..='\u{2ef3}' => out.push(radical(c)),
            '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// The character a radical stands for in text taken from PDF files; Unicode has no mapping for these.
fn radical(c: char) -> char {
    match c {
        '⺠' => '民',
        '⻁' => '虎',
        '⻄' => '西',
        '⻅' => '见',
        '⻆' => '角',
        '⻉' => '贝',
        '⻋' => '车',
        '⻓' => '长',
        '⻔' => '门',
        '⻘' => '青',
        '⻚' => '页',
        '⻛' => '风',
        '⻜' => '飞',
        '⻝' | '⻞' => '食',
        '⻢' => '马',
        '⻣' => '骨',
        '⻥' => '鱼',
        '⻦' => '鸟',
        '⻨' => '麦',
        '⻩' => '黄',
        '⻬' => '齐',
        '⻮' => '齿',
        '⻰' => '龙',
        _ => c,
    }
}

/// Folded text without the spaces that stand beside a Chinese character, and with a range of dates
/// that a line end splits before or after its 至 put on one line.
pub(super) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let before = out.chars().next_back();
        let after = rest.peek().copied();
        let dropped = match c {
            ' ' => matches!(before, None | Some(' ' | '\n')) || before.is_some_and(wide) || after.is_some_and(wide),
            '\n' => splits_range(&out, after),
            _ => false,
        };
        if !dropped {
            out.push(c);
        }
    }
    out
}

/// Folded text whose spread words are put together: `有 效 期：` is three characters that stand alone,
/// whereas 甲公司 张三 are two cells.
pub(super) fn gather(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let mut alone = false;
        for piece in line.split(' ').filter(|piece| !piece.is_empty()) {
            let mut chars = piece.chars();
            let single = chars.next().is_some_and(han) && matches!(chars.next(), None | Some('：' | ':' | '（' | '('));
            if !(alone && single) && !out.is_empty() && !out.ends_with('\n') {
                out.push(' ');
            }
            out.push_str(piece);
            alone = piece.chars().count() == 1 && single;
        }
    }
    out
}

fn splits_range(before: &str, after: Option<char>) -> bool {
    let mut back = before.trim_end().chars().rev();
    let (last, previous) = (back.next(), back.next());
    let ends_date = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '日' | '起'));
    let joins = |c: Option<char>| matches!(c, Some('至' | '到'));
    (ends_date(last) && joins(after))
        || (ends_date(previous) && joins(last) && after.is_some_and(|c| c.is_ascii_digit()))
}

/// A Chinese character or full-width mark.
pub(super) fn wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// A Chinese character.
pub(super) fn han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '〇' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_way_to_write() {
        assert_eq!(fold("２０２４年３⽉１⽇　Ａ－１∶（甲）"), "2024年3月1日 A-1：（甲）");
        assert_eq!(squeeze("有 效 期 至 2024 年 3 月 1 日 A 1"), "有效期至2024年3月1日A 1");
    }

    #[test]
    fn spread_words_are_gathered() {
        assert_eq!(
            gather("维 修 记 录\n客 户 名 称：甲公司 张三  电 话：1"),
            "维修记录\n客户名称：甲公司 张三 电话：1"
        );
    }

    #[test]
    fn a_range_is_on_one_line_but_a_label_keeps_its_line() {
        assert_eq!(squeeze("2021年1月1日\n至 2024年1月1日"), "2021年1月1日至2024年1月1日");
        assert_eq!(squeeze("2021年1月1日至\n2024年1月1日"), "2021年1月1日至2024年1月1日");
        assert_eq!(squeeze("有效期至\n2024年1月1日"), "有效期至\n2024年1月1日");
    }
}
