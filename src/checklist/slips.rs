//! Slips of the pen in YAML: what the parser's words mean to people used to office programs, and what to do.

use crate::model::text::Text;

/// A slip.
struct Slip {
    /// Part of the parser's message.
    said: &'static str,
    /// What it means, in Chinese; in English the parser's own words do.
    zh: &'static str,
    /// What to do, in Chinese and English.
    hint: (&'static str, &'static str),
}

const QUOTE: (&str, &str) = ("给整个值加上引号", "put the whole value in quotes");
const ALIGN: (&str, &str) = (
    "同一层的各行要左对齐（用空格）；值里有冒号的，给整个值加上引号",
    "lines of one level begin at the same column; put a value that holds a colon in quotes",
);
const PAIRS: (&str, &str) = ("每个 { [ 都要有对应的 } ]", "each { or [ needs its } or ]");
const QUOTES: (&str, &str) = ("引号要成对，写在同一行", "quotes come in pairs, on one line");

const SLIPS: &[Slip] = &[
    Slip {
        said: "unknown escape character",
        zh: "双引号里的反斜杠（\\）有别的意思",
        hint: ("路径里改用「/」", "write `/` in paths"),
    },
    Slip { said: "unclosed bracket", zh: "括号没有收尾", hint: PAIRS },
    Slip { said: "mismatched bracket", zh: "括号不成对", hint: PAIRS },
    Slip { said: "misplaced bracket", zh: "多了一个括号", hint: PAIRS },
    Slip { said: "unclosed quote", zh: "引号没有收尾", hint: QUOTES },
    Slip { said: "quoted scalar", zh: "引号没有收尾", hint: QUOTES },
    Slip {
        said: "mapping values are not allowed", zh: "这里多了一个冒号，或这一行没有对齐", hint: ALIGN
    },
    Slip { said: "did not find expected", zh: "这一行没有和上面对齐", hint: ALIGN },
    Slip {
        said: "illegal placement of ':'", zh: "这里不该有冒号，前面的括号可能没有收尾", hint: PAIRS
    },
    Slip { said: "unexpected character", zh: "值不能以这个字符开头", hint: QUOTE },
    Slip { said: "unknown anchor", zh: "值不能以 * 开头", hint: QUOTE },
    Slip { said: "simple key expected ':'", zh: "这一行不是 键: 值，或上一行没有写完", hint: COLON },
    Slip {
        said: "tabs disallowed", zh: "缩进用了制表符（Tab）", hint: ("缩进要用空格", "indent with spaces")
    },
    Slip {
        said: "multiple YAML documents",
        zh: "一个文件里只能有一份内容",
        hint: ("删去「---」，分开的部分合成一份", "remove `---` and make one of the parts"),
    },
];

/// What the parser says, as a message and a hint. The `cause` seen in a line is nearer to the truth.
pub(super) fn explained(said: &str, cause: Option<&'static str>) -> (Text, Option<Text>) {
    let slip = SLIPS.iter().find(|slip| said.contains(slip.said));
    let zh = cause.or(slip.map(|slip| slip.zh)).unwrap_or(said);
    let hint = slip.map(|slip| Text::new(slip.hint.0, slip.hint.1));
    (Text::new(format!("YAML 语法错误：{zh}"), format!("YAML syntax: {said}")), hint)
}

/// What is wrong with a line, in Chinese.
pub(super) fn cause(line: &str) -> Option<&'static str> {
    let Some(hint) = lead(line).or_else(|| mark(line)).or_else(|| value(line)) else {
        let line = line.trim_matches([' ', '-']);
        let behind = swallowed(line).map(|key| line[key.len()..].trim_start_matches(' '));
        let tight = behind.is_some_and(|rest| rest.len() > 1 && !rest[1..].starts_with(' '));
        return tight.then_some("冒号后面没有空格");
    };
    let causes = [
        (CURLY, "引号用了中文的 “ ”"),
        (BRACKETS, "列表的方括号后面还有内容"),
        (COLON, "冒号写成了全角的「：」"),
        (COMMA, "逗号写成了全角的「，」"),
        (DASH, "「-」后面没有空格"),
        (SPACES, "用了全角空格"),
        (TABS, "缩进用了制表符（Tab）"),
    ];
    causes.into_iter().find(|(of, _)| *of == hint).map(|(_, cause)| cause)
}

/// What to do about marks in full width and about spaces.
const COLON: (&str, &str) =
    ("冒号要用英文半角「:」，后面空一格", "a colon is `:` in half width, with a space after it");
const COMMA: (&str, &str) =
    ("逗号要用英文半角「,」，后面空一格", "a comma is `,` in half width, with a space after it");
const DASH: (&str, &str) = ("「-」后面要空一格", "a dash wants a space after it");
const SPACES: (&str, &str) =
    ("缩进和「-」后面要用普通的半角空格，不能用全角空格", "use ordinary spaces, not full-width ones");
const CURLY: (&str, &str) = ("引号要用英文半角的 \"", "quotes are `\"`, not curly ones");
const BRACKETS: (&str, &str) =
    ("列表要整个写在一对方括号里：[甲, 乙, 丙]", "a list stands in one pair of brackets: [a, b, c]");
const TABS: (&str, &str) = ("缩进要用空格，不能用制表符（Tab）", "indent with spaces, not with tabs");

fn text((zh, en): (&str, &str)) -> Text {
    Text::new(zh, en)
}

/// What is wrong with a line as it stands, whatever the parser says, as a hint.
pub(super) fn slip(line: &str) -> Option<Text> {
    let no_space =
        || line.trim_end().find(':').is_some_and(|at| !line[at + 1..].is_empty() && !line[at + 1..].starts_with(' '));
    lead(line).or_else(|| mark(line)).or_else(|| value(line)).or_else(|| no_space().then_some(COLON)).map(text)
}

/// What is wrong with a key as it was read, as a hint: the parser took a mark in full width, an invisible space or a
/// dash for a part of it.
pub(super) fn key(key: &str) -> Option<Text> {
    let mark = || match key.chars().find(|c| matches!(c, '：' | '，'))? {
        '：' => Some(COLON),
        _ => Some(COMMA),
    };
    lead(key).or_else(mark).map(text)
}

/// The key that is meant by one of which [`key`] has something to say.
pub(super) fn meant(key: &str) -> &str {
    let start = key.trim_start_matches(|c: char| c == '-' || c.is_whitespace());
    start.split(['：', '，']).next().unwrap_or_default().trim()
}

/// The key a text begins with whose colon is none to the parser: `name：甲`, `name:甲`. Keys are in small letters.
pub(super) fn swallowed(text: &str) -> Option<&str> {
    let key = text.split(|c: char| !(c.is_ascii_lowercase() || matches!(c, '-' | '_'))).next()?;
    let rest = text[key.len()..].trim_start();
    (!key.is_empty() && (rest.starts_with('：') || (rest.starts_with(':') && !rest.starts_with(":/")))).then_some(key)
}

/// What to do where a colon was swallowed.
pub(super) fn colon() -> Text {
    text(COLON)
}

/// What stands between curly quotes, which are none to the parser.
pub(super) fn in_curly_quotes(text: &str) -> Option<&str> {
    let curly = |c: char| matches!(c, '“' | '”' | '„' | '‘' | '’' | '＂' | '＇');
    let inner = text.strip_prefix(curly)?.strip_suffix(curly)?;
    (!inner.contains(curly)).then_some(inner)
}

/// Whether a text is several names with full-width marks between them. In brackets they belong to a name.
pub(super) fn several(text: &str) -> bool {
    let mut depth = 0_usize;
    text.chars().any(|c| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, '，' | '、')
    })
}

/// A value in curly quotes, or one that goes on behind the list it began with.
fn value(line: &str) -> Option<(&'static str, &'static str)> {
    let value = line.split_once(": ").map_or(line, |(_, value)| value).trim_start_matches([' ', '-']);
    if value.starts_with(['“', '”', '‘', '’', '＂']) {
        return Some(CURLY);
    }
    let behind = value.strip_prefix('[').and_then(|list| list.rsplit_once(']')).map(|(_, behind)| behind.trim_start());
    behind.is_some_and(|behind| behind.starts_with([',', '，', '、'])).then_some(BRACKETS)
}

/// What is wrong before the first word.
fn lead(line: &str) -> Option<(&'static str, &'static str)> {
    let words = line.trim_start();
    let indent = &line[..line.len() - words.len()];
    let after_dash = words.strip_prefix('-').and_then(|rest| rest.chars().next());
    if !indent.is_ascii() {
        Some(SPACES)
    } else if indent.contains('\t') {
        Some(TABS)
    } else if after_dash.is_some_and(|c| c != '-' && !c.is_ascii_digit() && !c.is_ascii_whitespace()) {
        Some(if after_dash.is_some_and(char::is_whitespace) { SPACES } else { DASH })
    } else {
        None
    }
}

/// A full-width colon where a key ends, or a full-width comma where an entry within brackets does; marks in the midst
/// of words are theirs.
fn mark(line: &str) -> Option<(&'static str, &'static str)> {
    let (mut quote, mut depth, mut value, mut before) = (None, 0_usize, false, ' ');
    for (at, c) in line.char_indices() {
        if let Some(open) = quote {
            quote = (c != open).then_some(open);
        } else {
            match c {
                '"' | '\'' if " -:,[{：，".contains(before) => quote = Some(c),
                '#' if before == ' ' && at > 0 => break,
                '[' | '{' => (depth, value) = (depth + 1, false),
                ']' | '}' => depth = depth.saturating_sub(1),
                ',' if depth > 0 => value = false,
                ':' => value = true,
                '：' if !value => return Some(COLON),
                '，' if depth > 0 => {
                    let rest = line[at + c.len_utf8()..].trim_start();
                    if "\"'”’]}".contains(before) || swallowed(rest).is_some() || rest.starts_with(['"', '{', '['])
                    {
                        return Some(COMMA);
                    }
                }
                _ => {}
            }
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    None
}
