//! RTF: control words, groups and the bytes between them.

use encoding_rs::{GB18030, WINDOWS_1252};

use super::draft::{Draft, Para};
use crate::content::Limits;
use crate::model::content::{Content, Trouble};

/// Groups that hold no text of the document.
const SKIPPED: [&str; 22] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "xmlnstbl",
    "fldinst",
    "object",
    "sp",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "nonshppict",
];

/// Groups marked as optional that hold text all the same.
const READ: [&str; 2] = ["shpinst", "shptxt"];

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let mut reader = Rtf {
        rest: bytes,
        draft: Draft::new(limits),
        groups: Vec::new(),
        now: Group { unicode_skip: 1, ..Group::default() },
        para: Para::default(),
        bytes: Vec::new(),
        skip: 0,
        optional: false,
        row: false,
        header: false,
        told: false,
        high: None,
    };
    let trouble = reader.run(limits).err();
    reader.end_para();
    reader.draft.finish(trouble)
}

/// What holds for a group and those in it.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    skipped: bool,
    unicode_skip: usize,
    size: f32,
    bold: bool,
    centred: bool,
    heading: bool,
    in_table: bool,
    in_header: bool,
}

struct Rtf<'a> {
    rest: &'a [u8],
    draft: Draft<'a>,
    groups: Vec<Group>,
    now: Group,
    para: Para,
    /// Bytes whose characters are not known yet.
    bytes: Vec<u8>,
    /// Characters to pass over after a Unicode one.
    skip: usize,
    /// `\*` was read.
    optional: bool,
    row: bool,
    /// A header with text was read.
    header: bool,
    /// The open header has text.
    told: bool,
    /// The first half of a character outside of the basic plane.
    high: Option<u16>,
}

impl<'a> Rtf<'a> {
    fn run(&mut self, limits: &Limits) -> Result<(), Trouble> {
        while let Some((&byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            match byte {
                b'{' => {
                    if self.groups.len() >= limits.depth {
                        return Err(Trouble::Corrupt(format!("groups are nested deeper than {}", limits.depth)));
                    }
                    self.groups.push(self.now);
                }
                b'}' => {
                    self.flush();
                    let Some(outer) = self.groups.pop() else { break };
                    if self.now.in_header && !outer.in_header {
                        self.header |= self.told;
                        self.end_para();
                    }
                    self.now = outer;
                    if self.groups.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        Err(Trouble::Truncated)
    }

    /// A byte of text.
    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.now.skipped {
            self.bytes.push(byte);
        }
    }

    /// What follows a backslash.
    fn control(&mut self) {
        let Some((&first, rest)) = self.rest.split_first() else { return };
        if first.is_ascii_alphabetic() {
            let word = self.take(u8::is_ascii_alphabetic);
            let mut number = String::new();
            if self.rest.first() == Some(&b'-') {
                number.push('-');
                self.rest = self.rest.get(1..).unwrap_or_default();
            }
            number.push_str(&self.take(u8::is_ascii_digit));
            if self.rest.first() == Some(&b' ') {
                self.rest = self.rest.get(1..).unwrap_or_default();
            }
            self.word(&word, number.parse().ok());
            return;
        }
        self.rest = rest;
        match first {
            b'\'' => {
                let hex = self.rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.rest = self.rest.get(2..).unwrap_or_default();
                    self.byte(byte);
                }
            }
            b'*' => self.optional = true,
            b'~' => self.byte(b' '),
            b'_' => self.byte(b'-'),
            b'\\' | b'{' | b'}' => self.byte(first),
            b'\r' | b'\n' => self.end_para(),
            _ => {}
        }
    }

    fn take(&mut self, wanted: impl Fn(&u8) -> bool) -> String {
        let length = self.rest.iter().take(32).take_while(|byte| wanted(byte)).count();
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        String::from_utf8_lossy(word).into_owned()
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let optional = std::mem::take(&mut self.optional);
        // Sections repeat their headers.
        if matches!(word, "header" | "headerl" | "headerr" | "headerf") {
            self.now.skipped |= self.header;
            self.now.in_header = true;
        }
        if word == "pict" {
            self.draft.picture();
        }
        if (optional && !READ.contains(&word)) || SKIPPED.contains(&word) {
            self.now.skipped = true;
        }
        let on = number != Some(0);
        match word {
            "bin" => {
                let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
                self.rest = self.rest.get(length..).unwrap_or_default();
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => self.now.unicode_skip = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16),
            _ if self.now.skipped => {}
            "par" | "nestcell" => self.end_para(),
            "line" => self.write("\n"),
            "tab" => self.write(" "),
            "emdash" => self.write("—"),
            "endash" => self.write("–"),
            "bullet" => self.write("•"),
            "page" => self.end_page(Draft::hard_break),
            "sect" => self.end_page(Draft::soft_break),
            "cell" => {
                self.end_para();
                self.draft.open_cell();
            }
            "row" => {
                self.end_para();
                if std::mem::take(&mut self.row) {
                    self.draft.close_row();
                }
            }
            "intbl" => self.now.in_table = true,
            "pagebb" => self.end_page(Draft::soft_break),
            "deleted" => self.now.skipped = on,
            "pard" => (self.now.in_table, self.now.centred, self.now.heading) = (false, false, false),
            "plain" => (self.now.size, self.now.bold) = (12.0, false),
            "qc" => self.now.centred = true,
            "ql" | "qj" | "qr" => self.now.centred = false,
            "outlinelevel" => self.now.heading = true,
            "b" => {
                self.flush();
                self.now.bold = on;
            }
            "fs" => {
                self.flush();
                self.now.size =
                    number.and_then(|half| u16::try_from(half).ok()).map_or(0.0, |half| f32::from(half) / 2.0);
            }
            _ => {}
        }
    }

    /// A character by its number; what follows shows it to older programs.
    fn unicode(&mut self, number: i32) {
        self.skip = self.now.unicode_skip;
        if self.now.skipped {
            return;
        }
        let unit = u16::try_from(number & 0xffff).unwrap_or_default();
        match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => self.high = Some(unit),
            (Some(high), 0xdc00..=0xdfff) => self.write(&String::from_utf16_lossy(&[high, unit])),
            _ => self.write(&String::from_utf16_lossy(&[unit])),
        }
    }

    fn write(&mut self, text: &str) {
        self.flush();
        self.append(text);
    }

    fn append(&mut self, text: &str) {
        if self.now.in_table && !self.row {
            self.row = true;
            self.draft.open_row();
        }
        self.para.text.push_str(text);
        if !text.trim().is_empty() {
            self.told |= self.now.in_header;
            self.para.size = self.para.size.max(self.now.size);
            self.para.strong |= self.now.bold || self.now.centred;
            self.para.heading |= self.now.heading;
        }
    }

    /// Chinese programs write GBK, whatever code page they declare.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let chinese = GB18030.decode_without_bom_handling_and_without_replacement(&bytes);
        let text = chinese.unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(&bytes).0);
        self.append(&text);
    }

    fn end_para(&mut self) {
        self.flush();
        self.draft.push(std::mem::take(&mut self.para));
    }

    fn end_page(&mut self, how: fn(&mut Draft<'a>)) {
        self.end_para();
        how(&mut self.draft);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rtf: &str) -> Vec<String> {
        let content = read(rtf.as_bytes(), &Limits::default()).unwrap();
        content.pages.into_iter().map(|page| page.text).collect()
    }

    #[test]
    fn bytes_are_gbk_and_numbers_are_unicode() {
        let rtf = r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\uc1 \'ce\'ac\'d0\'de\u35760?\'bc\'c7\par\page x}";
        assert_eq!(text(rtf), ["维修记记", "x"]);
    }

    #[test]
    fn rows_are_lines_and_optional_groups_are_skipped() {
        let rtf = r"{\rtf1{\*\x gone}\trowd\intbl a\cell b\cell\row\pard c\par}";
        assert_eq!(text(rtf), ["a b\nc"]);
    }

    #[test]
    fn headers_are_told_once() {
        let rtf = r"{\rtf1\headery9{\header }{\header h\par}a\par\sect{\header h\par}b\par}";
        assert_eq!(text(rtf), ["h\na", "b"]);
    }

    #[test]
    fn depth_and_missing_ends_are_told() {
        let deep = format!("{}{}", r"{\rtf1 ", "{".repeat(1000));
        assert!(matches!(read(deep.as_bytes(), &Limits::default()), Err(Trouble::Corrupt(_))));
        assert_eq!(read(br"{\rtf1 ", &Limits::default()), Err(Trouble::Truncated));
    }
}
