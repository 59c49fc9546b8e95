//! CSV: a table as text.

use crate::content::Limits;
use crate::content::office::table::{CELLS, Sheet};
use crate::model::content::{Content, Trouble};

/// Reads a table whose cells are separated by commas, semicolons or tabs.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Content, Trouble> {
    let text = super::decode(bytes);
    let separator = separator(&text);
    let mut sheet = Sheet::new(None);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (row, after) = row(rest, separator);
        rest = after;
        if !sheet.row(&row, 1, limits) {
            break;
        }
    }
    let page = sheet.finish(limits, limits.text);
    Ok(Content { page_count: 1, pages: vec![page], ..Content::default() })
}

/// What separates the cells: the one most often found in the first lines.
fn separator(text: &str) -> char {
    let head = |c: char| text.lines().take(10).flat_map(str::chars).filter(|found| *found == c).count();
    [',', '\t', ';', '，'].into_iter().rev().max_by_key(|c| head(*c)).unwrap_or(',')
}

/// The first row and what follows it. A quoted cell may hold separators, line ends and doubled quotes.
fn row(text: &str, separator: char) -> (Vec<String>, &str) {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let room = cells.len() <= CELLS;
        let Some(cell) = cells.last_mut() else { break };
        match c {
            '"' if quoted && chars.next_if(|(_, next)| *next == '"').is_some() => cell.push('"'),
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            c if quoted => cell.push(if c == '\n' { ' ' } else { c }),
            '\n' | '\r' => {
                let rest = text.get(at + 1..).unwrap_or_default();
                return (cells, rest);
            }
            c if c == separator && room => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    (cells, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_separators_and_line_ends() {
        let (cells, rest) = row("a,\"b, \"\"c\"\"\n d\",e\r\nf", ',');
        assert_eq!(cells, ["a", "b, \"c\"  d", "e"]);
        assert_eq!(rest, "\nf");
    }

    #[test]
    fn a_table_has_a_header_and_rows() {
        for text in ["序号,客户,日期\n1,甲公司,2024-03-01\n2,,\n", "序号\t客户\t日期\n1\t甲公司\t2024-03-01\n"]
        {
            let content = read(text.as_bytes(), &Limits::default()).unwrap();
            let table = content.pages[0].table.clone().unwrap();
            assert_eq!((table.header.len(), table.rows), (3, 1));
        }
    }
}
