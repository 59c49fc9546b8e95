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
    Slip {
        said: "tabs disallowed", zh: "缩进用了制表符（Tab）", hint: ("缩进要用空格", "indent with spaces")
    },
    Slip {
        said: "multiple YAML documents",
        zh: "一个文件里只能有一份内容",
        hint: ("删去「---」，分开的部分合成一份", "remove `---` and make one of the parts"),
    },
];

/// What the parser says, as a message and a hint.
pub(super) fn explained(said: &str) -> (Text, Option<Text>) {
    let slip = SLIPS.iter().find(|slip| said.contains(slip.said));
    let zh = slip.map_or(said, |slip| slip.zh);
    let hint = slip.map(|slip| Text::new(slip.hint.0, slip.hint.1));
    (Text::new(format!("YAML 语法错误：{zh}"), format!("YAML syntax: {said}")), hint)
}

/// What is wrong with a line as it stands, whatever the parser says, as a hint.
pub(super) fn slip(line: &str) -> Option<Text> {
    let no_space =
        line.trim_end().find(':').is_some_and(|at| !line[at + 1..].is_empty() && !line[at + 1..].starts_with(' '));
    if line.contains('：') || no_space {
        Some(Text::new("冒号要用英文半角「:」，后面空一格", "a colon is `:` in half width, with a space after it"))
    } else if line.contains('\t') {
        Some(Text::new("缩进要用空格，不能用制表符（Tab）", "indent with spaces, not with tabs"))
    } else {
        None
    }
}
