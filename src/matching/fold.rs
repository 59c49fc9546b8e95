//! Folding of names: one spelling for everything that means the same.
//!
//! Width, case, traditional characters, radicals, accents, spaces and separators are folded away,
//! so that a term is compared once, with plain bytes.

use std::sync::LazyLock;

/// First and last character of the table of simplified forms.
const FIRST: u32 = 0x2e80;
const LAST: u32 = 0x9fff;

/// For each character from [`FIRST`] to [`LAST`], its simplified form.
static SIMPLIFIED: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table: Vec<u16> = (FIRST..=LAST).map(|c| u16::try_from(c).unwrap_or(0)).collect();
    for line in include_str!("simplified.txt").lines().filter(|line| !line.starts_with('#')) {
        for pair in line.split_whitespace() {
            let mut chars = pair.chars();
            if let (Some(from), Some(to)) = (chars.next(), chars.next()) {
                table[(from as u32 - FIRST) as usize] = u16::try_from(to as u32).unwrap_or(0);
            }
        }
    }
    table
});

/// A token may begin or end here: a separator stood here, or letters, digits and characters meet.
const BREAK: u8 = 1;
/// Inside brackets.
const BRACKET: u8 = 2;
/// A separator or bracket stood just before.
const SEPARATED: u8 = 4;

/// A folded name: letters, digits and characters only, with marks for what stood between them.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    marks: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Start,
    Lower,
    Upper,
    Digit,
    Other,
}

impl Folded {
    /// Folds a name.
    pub fn new(name: &str) -> Self {
        let mut folded = Folded::default();
        folded.refill(name);
        folded
    }

    /// Folds a name into this buffer.
    pub fn refill(&mut self, name: &str) {
        self.text.clear();
        self.marks.clear();
        self.text.reserve(name.len());
        self.marks.reserve(name.len());
        let mut state = State { last: Class::Start, separated: true, depth: 0 };
        for c in name.chars() {
            self.push(c, &mut state);
        }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a token may begin or end at this byte.
    pub fn is_break(&self, at: usize) -> bool {
        at >= self.marks.len() || self.marks[at] & BREAK != 0
    }

    /// Whether a separator stood just before this byte; the start counts as one.
    pub fn is_separated(&self, at: usize) -> bool {
        at >= self.marks.len() || self.marks[at] & SEPARATED != 0
    }

    /// Whether this byte stood inside brackets.
    pub fn is_bracketed(&self, at: usize) -> bool {
        self.marks.get(at).is_some_and(|mark| mark & BRACKET != 0)
    }

    /// Replaces other spellings of one word, of two characters and the same length in bytes.
    pub(super) fn replace_variants(&mut self, variants: &[([char; 2], [char; 2])]) {
        // Few names have the second character of any; they are passed over by one bit.
        let bit = |c: char| 1u64 << (c as u32 % 64);
        let bits = variants.iter().fold(0, |bits, (from, _)| bits | bit(from[1]));
        let mut before = '\0';
        let found = self.text.chars().any(|c| {
            let pair = [std::mem::replace(&mut before, c), c];
            bits & bit(c) != 0 && variants.iter().any(|(from, _)| *from == pair)
        });
        if found {
            for (from, to) in variants {
                self.text = self.text.replace(&String::from_iter(from), &String::from_iter(to));
            }
        }
    }

    fn push(&mut self, c: char, state: &mut State) {
        match c {
            'a'..='z' => self.put(c, Class::Lower, state),
            'A'..='Z' => self.put(c.to_ascii_lowercase(), Class::Upper, state),
            '0'..='9' => self.put(c, Class::Digit, state),
            '\0'..='\u{7f}' => state.separate(c),
            '\u{4e00}'..='\u{9fff}' | '\u{2e80}'..='\u{2eff}' => self.put(simplify(c), Class::Other, state),
            '\u{ff01}'..='\u{ff5e}' => {
                let ascii = char::from_u32(c as u32 - 0xfee0).unwrap_or(c);
                self.push(ascii, state);
            }
            _ => self.push_rare(c, state),
        }
    }

    /// Everything else: compatibility forms are taken apart, marks and symbols dropped.
    fn push_rare(&mut self, c: char, state: &mut State) {
        let mut parts = [c; 18];
        let mut count = 0;
        unicode_normalization::char::decompose_compatible(c, |part| {
            if count < parts.len() {
                parts[count] = part;
                count += 1;
            }
        });
        for &part in &parts[..count] {
            if part == c {
                if unicode_normalization::char::is_combining_mark(c) {
                } else if c.is_alphanumeric() {
                    for lower in c.to_lowercase() {
                        self.put(lower, Class::Other, state);
                    }
                } else {
                    state.separate(c);
                }
            } else {
                self.push(part, state);
            }
        }
    }

    fn put(&mut self, c: char, class: Class, state: &mut State) {
        let camel = state.last == Class::Lower && class == Class::Upper;
        let same = state.last == class || (state.last == Class::Upper && class == Class::Lower);
        let mut mark = 0;
        if state.separated || camel || !same {
            mark |= BREAK;
        }
        if state.separated {
            mark |= SEPARATED;
        }
        if state.depth > 0 {
            mark |= BRACKET;
        }
        self.text.push(c);
        let within = mark & BRACKET;
        self.marks.extend_from_slice(&[mark, within, within, within][..c.len_utf8()]);
        state.last = class;
        state.separated = false;
    }
}

struct State {
    last: Class,
    separated: bool,
    depth: u8,
}

impl State {
    fn separate(&mut self, c: char) {
        self.separated = true;
        match c {
            '(' | '[' | '{' | '【' | '「' | '『' | '〔' | '《' | '〈' | '〖' | '“' => {
                self.depth = self.depth.saturating_add(1);
            }
            ')' | ']' | '}' | '】' | '」' | '』' | '〕' | '》' | '〉' | '〗' | '”' => {
                self.depth = self.depth.saturating_sub(1);
            }
            _ => {}
        }
    }
}

/// The simplified form of a character.
fn simplify(c: char) -> char {
    let code = c as u32;
    if (FIRST..=LAST).contains(&code) {
        char::from_u32(u32::from(SIMPLIFIED[(code - FIRST) as usize])).unwrap_or(c)
    } else {
        c
    }
}

/// Folds a word to plain text, for comparing words with each other.
pub fn fold(word: &str) -> String {
    Folded::new(word).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_to_one() {
        for name in ["維修紀錄單", "维 修 纪 录 单", "维修_纪录-单", "【维修】纪录·单", "维修\u{200b}纪录单"]
        {
            assert_eq!(fold(name), "维修纪录单", "{name}");
        }
        assert_eq!(fold("ＩＳＯ９００１"), "iso9001");
        assert_eq!(fold("Re\u{301}sume\u{301}"), fold("Résumé"));
        assert_eq!(fold("⼯作⻋间"), "工作车间");
        assert_eq!(fold("ﬁle①"), "file1");
    }

    #[test]
    fn words_meet_at_breaks() {
        let folded = Folded::new("myBusinessLicense_2026营业");
        let at = |word: &str| folded.text().find(word).map(|start| folded.is_break(start));
        assert_eq!(at("business"), Some(true));
        assert_eq!(at("license"), Some(true));
        assert_eq!(at("2026"), Some(true));
        assert_eq!(at("营业"), Some(true));
        assert_eq!(at("usiness"), Some(false));
    }

    #[test]
    fn brackets_are_remembered() {
        let folded = Folded::new("设备维修记录（验收）单");
        let find = |word: &str| folded.text().find(word).unwrap_or(usize::MAX);
        assert!(folded.is_bracketed(find("验收")));
        assert!(!folded.is_bracketed(find("记录")));
        assert!(!folded.is_bracketed(folded.text().len() - 3));
    }
}
