//! HTML, and the XML that Word and Excel 2003 wrote: tags are taken off, blocks end lines.

use crate::content::Limits;
use crate::content::office::draft::{Draft, Para};
use crate::content::office::table::Sheet;
use crate::model::content::{Content, Trouble};

/// Reads a web page, or a document saved as one.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let inner = super::mhtml::page(bytes);
    let bytes = inner.as_deref().unwrap_or(bytes);
    let text = super::decode_as(bytes, declared(bytes).as_deref());
    let mut page = Web {
        draft: Draft::new(limits),
        sheet: Sheet::new(None),
        limits,
        para: Para::default(),
        heading: 0,
        tables: Vec::new(),
        cells: Vec::new(),
    };
    page.read(&text);
    let table = page.sheet.finish(limits, 0).table;
    let mut content = page.draft.finish(None)?;
    if let [only] = content.pages.as_mut_slice() {
        only.table = table;
    }
    Ok(content)
}

/// The encoding a page says it is in.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..2048).unwrap_or(bytes)).to_lowercase();
    let after = head.split_once("charset=").or_else(|| head.split_once("encoding="))?.1;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    Some(label.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect())
}

/// Bytes of an entity's name: no more are looked at.
const LONGEST_ENTITY: usize = 12;

struct Web<'a> {
    draft: Draft<'a>,
    /// The rows of its tables, should it be a sheet.
    sheet: Sheet,
    limits: &'a Limits,
    para: Para,
    /// Open headings.
    heading: u32,
    /// Open tables, and whether a row of each is open.
    tables: Vec<bool>,
    /// Cells of the open row of the outermost table.
    cells: Vec<String>,
}

impl Web<'_> {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            let (before, tag) = rest.split_at(at);
            self.write(before);
            rest = self.tag(tag);
        }
        self.write(rest);
        self.end_line();
        while !self.tables.is_empty() {
            self.end_row();
            self.tables.pop();
        }
    }

    /// Takes in what begins with `<`; what follows it.
    fn tag<'t>(&mut self, text: &'t str) -> &'t str {
        if text.starts_with("<!--") {
            return after(text, "-->");
        }
        if let Some(data) = text.strip_prefix("<![CDATA[") {
            let (data, rest) = data.split_once("]]>").unwrap_or((data, ""));
            self.write(data);
            return rest;
        }
        let inner = text.get(1..).unwrap_or_default();
        let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
            self.write("<");
            return text.get(1..).unwrap_or_default();
        }
        let length = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':')).unwrap_or(inner.len());
        let name = inner.get(..length).unwrap_or_default().to_ascii_lowercase();
        let name = name.rsplit(':').next().unwrap_or_default();
        let rest = past_tag(inner);
        if !closing
            && matches!(name, "script" | "style" | "del" | "noscript" | "template" | "styles" | "documentproperties")
        {
            return past_element(rest, name);
        }
        if closing {
            self.close(name);
        } else {
            self.open(name);
        }
        rest
    }

    fn open(&mut self, name: &str) {
        match name {
            "br" => self.end_line(),
            "img" | "image" => self.draft.picture(),
            "title" | "h1" | "h2" | "h3" => {
                self.end_line();
                self.heading += 1;
            }
            "table" => {
                self.end_line();
                if self.tables.len() < self.limits.depth {
                    self.tables.push(false);
                }
            }
            "tr" | "row" => {
                self.end_line();
                self.end_row();
                if let Some(open) = self.tables.last_mut() {
                    *open = true;
                    self.draft.open_row();
                }
            }
            "td" | "th" | "cell" => {
                self.end_line();
                self.draft.open_cell();
                if self.tables.len() == 1 {
                    self.cells.push(String::new());
                }
            }
            name if is_block(name) => self.end_line(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "title" | "h1" | "h2" | "h3" => {
                self.end_line();
                self.heading = self.heading.saturating_sub(1);
            }
            "tr" | "row" => self.end_row(),
            "table" => {
                self.end_row();
                self.tables.pop();
            }
            "td" | "th" | "cell" => self.end_line(),
            name if is_block(name) => self.end_line(),
            _ => {}
        }
    }

    fn end_row(&mut self) {
        self.end_line();
        let outermost = self.tables.len() == 1;
        let Some(open) = self.tables.last_mut() else { return };
        if std::mem::take(open) {
            self.draft.close_row();
        }
        if outermost {
            self.sheet.row(&std::mem::take(&mut self.cells), 1, self.limits);
        }
    }

    fn end_line(&mut self) {
        let para = std::mem::take(&mut self.para);
        self.draft.push(Para { heading: self.heading > 0, ..para });
    }

    fn write(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, entity)) = rest.split_once('&') {
            self.append(before);
            match resolved(entity) {
                Some((c, after)) => {
                    self.append(c.encode_utf8(&mut [0; 4]));
                    rest = after;
                }
                None => {
                    self.append("&");
                    rest = entity;
                }
            }
        }
        self.append(rest);
    }

    fn append(&mut self, text: &str) {
        let room = self.limits.page_text.saturating_mul(4).saturating_sub(self.para.text.len());
        if room == 0 {
            return;
        }
        let spaced = text.replace(['\r', '\n', '\u{a0}'], " ");
        self.para.text.push_str(&spaced);
        if let Some(cell) = self.cells.last_mut() {
            cell.push_str(&spaced);
        }
    }
}

fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 21] = [
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h4", "h5", "h6", "section", "article", "header", "footer",
        "hr", "pre", "body", "caption", "form", "option",
    ];
    BLOCKS.contains(&name)
}

fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

/// What follows a tag; `>` in quotes does not end it.
fn past_tag(text: &str) -> &str {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return text.get(at + 1..).unwrap_or_default(),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    ""
}

/// What follows an element whose text is not shown.
fn past_element<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = rest.get(at + 2..).unwrap_or_default();
        let tag: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':').take(64).collect();
        if tag.rsplit(':').next().is_some_and(|tag| tag.eq_ignore_ascii_case(name)) {
            return past_tag(rest);
        }
    }
    ""
}

/// The character that an entity at the start of a text stands for, and what follows it.
fn resolved(text: &str) -> Option<(char, &str)> {
    let end = text.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';')?;
    Some((resolve(text.get(..end)?)?, text.get(end + 1..)?))
}

/// The character an entity stands for.
fn resolve(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']).map(|hex| u32::from_str_radix(hex, 16));
        return char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" => ' ',
        "copy" => '©',
        "reg" => '®',
        "middot" => '·',
        "mdash" => '—',
        "ndash" => '–',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "times" => '×',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> crate::model::content::Page {
        read(html.as_bytes(), &Limits::default()).unwrap().pages.remove(0)
    }

    #[test]
    fn tags_are_taken_off_and_headings_are_titles() {
        let page = page(
            "<html><head><style>p{}</style><script>if(a<b){'</p>'}</script></head><body><p>某某公司<br>地址\n
             <h1>服务 &amp; 承诺</h1><!-- <p>x --><div title='a>b'>正文&#65;&nbsp;&bogus;</div></body>",
        );
        assert_eq!(page.text, "某某公司\n地址\n服务 & 承诺\n正文A &bogus;");
        assert_eq!(page.titles[0], "服务 & 承诺");
    }

    #[test]
    fn a_table_is_rows_and_a_header() {
        let page = page(
            "<table><tr><td>序号<td>客户<td>日期<tr><td>1<td>甲公司<td>2024-03-01</tr>
             <tr><td>2</td><td></td><td></td></tr></table>",
        );
        assert_eq!(page.text, "序号 客户 日期\n1 甲公司 2024-03-01\n2");
        assert_eq!(page.table.map(|table| table.rows), Some(1));
    }

    #[test]
    fn broken_markup_ends() {
        for html in ["<", "<a href=\"", "<script>", "<!--", "&", "&#x110000;", "</", "<table><tr><table><tr>"] {
            page(html);
        }
        page(&"<table><tr>".repeat(10_000));
    }
}
