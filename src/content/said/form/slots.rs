//! Places left to fill in, told by where they are: beside words or below them, whatever the words say.
//! What is told this way is a likeness only: a person must look.

use super::is_value;
use crate::content::said::parties::is_company;
use crate::content::said::words::{PRINTED_LINE, TICK, TITLE, UNKNOWN, is_whole};
use crate::model::content::Slots;

/// A longer cell or line is no label.
const LABEL: usize = 12;
/// Lines that may stand above the first label and say nothing of it.
const HEAD: u8 = 3;

/// What the rows and lines of a page show so far.
#[derive(Debug, Clone, Default)]
pub(in crate::content::said) struct Seeker {
    seen: Slots,
    /// Words side by side: the header of a table if rows follow that are empty, or empty but for their first cell.
    header: Option<Header>,
    /// Lines so far above the first label.
    head: u8,
}

/// The header of a table, as it seems.
#[derive(Debug, Clone)]
struct Header {
    cells: Vec<String>,
    /// Rows so far in which only what is printed on the empty form stands: their first cells.
    printed: u32,
    /// So many cells in each of them.
    from: usize,
}

impl Header {
    /// Whether a row holds nothing but what the empty form prints: in its first cells, like the rows above it.
    fn prints(&self, row: &[String]) -> bool {
        let from = row.iter().rposition(|cell| !is_open(cell)).map_or(0, |last| last + 1);
        let alike = self.printed == 0 || self.from == from;
        let printed = |cell: &String| !is_open(cell) && !TICK.is_match(cell);
        let whole = row[..from].iter().all(printed) && from < self.cells.len();
        alike
            && whole
            && match from {
                0 => false,
                1 => self.cells.len() > 2 && may_be_label(&row[0]) && !lists(&self.cells[0]),
                _ => {
                    self.cells[from..].iter().any(|head| asks(head))
                        && !self.cells[..from].iter().any(|head| names(head))
                }
            }
    }
}

impl Seeker {
    /// Takes in a row; empty cells stand at their place, but for those at its end.
    pub(in crate::content::said) fn row(&mut self, cells: &[String]) {
        let words = cells.iter().filter(|cell| !is_open(cell)).count();
        match cells {
            [only] => return self.line(only),
            _ if words == 0 || (words == 1 && is_serial(&cells[0])) => {
                let columns = self.header.take().map_or(0, |header| header.cells.len());
                self.open(columns);
                return;
            }
            _ => {}
        }
        if let Some(header) = self.header.as_mut().filter(|header| header.prints(cells)) {
            header.printed += 1;
            header.from = cells.iter().filter(|cell| !is_open(cell)).count();
            return;
        }
        self.end_table();
        self.write(cells.iter().any(|cell| !is_open(cell) && !may_be_label(cell)));
        if words == cells.len() {
            self.header = Some(Header { cells: cells.to_vec(), printed: 0, from: 0 });
            return;
        }
        let beside = cells.windows(2).filter(|pair| !is_open(&pair[0]) && is_open(&pair[1])).count();
        let last = usize::from(cells.last().is_some_and(|cell| !is_open(cell)));
        self.write(beside + last < words);
        self.open(beside + last);
    }

    /// Takes in a line outside of tables.
    pub(in crate::content::said) fn line(&mut self, line: &str) {
        let line = line.trim();
        let titled = TITLE.is_match(chinese(line));
        self.seen.titled |= titled;
        if titled || PRINTED_LINE.is_match(line) || is_company(line) || is_open(line) {
            return;
        }
        let labels = line.matches(['：', ':']).count();
        if is_whole(line) {
            self.open(1);
        } else if labels > 0 {
            self.write(is_value(&UNKNOWN.replace_all(line, " ")));
            self.open(labels);
        } else if self.seen.open == 0 && self.head < HEAD && line.chars().count() <= 2 * LABEL {
            self.head += 1;
        } else {
            self.write(true);
        }
    }

    /// What was found since the last page.
    pub(in crate::content::said) fn finish(&mut self) -> Slots {
        self.end_table();
        std::mem::take(self).seen
    }

    /// Words side by side with nothing below them are what the table says.
    fn end_table(&mut self) {
        if let Some(header) = self.header.take() {
            let open = header.printed.saturating_mul(u32::try_from(header.cells.len() - header.from).unwrap_or(0));
            self.write(header.printed < 2);
            self.seen.open = self.seen.open.saturating_add(if header.printed < 2 { 0 } else { open });
        }
    }

    fn open(&mut self, more: usize) {
        self.seen.open = self.seen.open.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
    }

    fn write(&mut self, written: bool) {
        self.seen.written |= written;
    }
}

/// Nothing, or what only holds the place of a value.
fn is_open(cell: &str) -> bool {
    cell.trim().is_empty() || !is_value(cell) || is_nought(cell)
}

/// A sum over nothing.
fn is_nought(cell: &str) -> bool {
    let digits = cell.trim().trim_start_matches(['¥', '￥']).trim_end_matches('元');
    digits.starts_with('0') && digits.bytes().all(|b| matches!(b, b'0' | b'.'))
}

/// Whether a column of this name lists what the rows are about, so that a word there is a value.
fn lists(head: &str) -> bool {
    const ENDS: [&str; 16] = [
        "名", "名称", "姓名", "单位", "公司", "客户", "用户", "部门", "地点", "地区", "城市", "网点", "产品", "型号",
        "日期", "编号",
    ];
    ENDS.iter().any(|end| bare(head).ends_with(end))
}

/// Whether a column of this name is filled in when the work is done.
fn asks(head: &str) -> bool {
    const ENDS: [&str; 17] = [
        "结果",
        "情况",
        "得分",
        "评分",
        "分数",
        "打分",
        "评价",
        "结论",
        "实测",
        "实测值",
        "实际",
        "确认",
        "签字",
        "签名",
        "满意",
        "不满意",
        "一般",
    ];
    ENDS.iter().any(|end| bare(head).ends_with(end))
}

/// Whether a column of this name names persons.
fn names(head: &str) -> bool {
    bare(head).ends_with("姓名")
}

fn bare(head: &str) -> &str {
    head.trim_end_matches(['：', ':', '*', ' '])
}

fn is_serial(cell: &str) -> bool {
    !cell.is_empty() && cell.len() <= 4 && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// A bilingual text without its English end.
fn chinese(text: &str) -> &str {
    let start = text.trim_end_matches(|c: char| c.is_ascii() && !c.is_ascii_digit() || c == '：').trim_end();
    if start.is_empty() { text } else { start }
}

fn may_be_label(cell: &str) -> bool {
    if TICK.is_match(cell) {
        return false;
    }
    // What stands in brackets is a hint.
    let cell = cell.split(['（', '(']).next().unwrap_or_default();
    let cell = bare(chinese(cell));
    is_whole(cell)
        || (cell.chars().count() <= LABEL && !cell.contains(|c: char| c.is_ascii_digit() || "：:，。；、".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row has its cells between bars; anything else is a line.
    fn slots(text: &str) -> Slots {
        let mut seeker = Seeker::default();
        for line in text.lines() {
            match line.strip_prefix('|').and_then(|row| row.strip_suffix('|')) {
                Some(row) => seeker.row(&row.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()),
                None => seeker.line(line),
            }
        }
        seeker.finish()
    }

    #[test]
    fn places_left_open() {
        for (text, open) in [
            ("里程登记表\n|车型||油量||\n|路线||驾驶||\n|同行||||", 5),
            ("叉车点检表\n某某电器有限公司\n|名目|早班|晚班|\n|1|||\n|2|||", 3),
            ("叉车点检表\n|名目|早班|晚班|\n||||", 3),
            ("叉车点检表\n|名目|早班|晚班|\n|轮胎|||\n|灯光|||\n|签字：|||", 6),
            ("叉车点检表\n|名目|早班|晚班|\n|轮胎|||\n|灯光|||\n|司机||班长||", 6),
            (
                "设备巡检表\n|检查项目|标准|结果|\n|振动|无异常||\n|油位|1/2-2/3||\n|露点|2-10℃||\n|巡检人：||客户：||",
                5,
            ),
            ("安装调试记录\n|安装位置（如厨房、阳台）||水压（标准0.1-0.6MPa）||\n|客户||电话||", 4),
            ("发货单\n|品名||金额|0.00|\n|客户||合计|¥0|", 4),
            ("维修记录单 REPAIR RECORD\n|客户 Customer||电话 Phone||\n|机型 Model||故障 Fault||", 4),
            ("交接单\n|车况|□好 □坏|油表|    年  月  日|\n|胎压|（盖章）|灯光|/|", 4),
            ("里程登记表\n车型：\n油量（升）：____  路线：\n驾驶：", 4),
            ("里程登记表\n二〇二六\n车型：\n油量：\n注：请用正楷填写。\n路线：\n驾驶：", 4),
        ] {
            assert_eq!(slots(text), Slots { open, written: false, titled: true }, "{text}");
        }
    }

    #[test]
    fn what_is_written() {
        for text in [
            "里程登记表\n|车型|轿车|油量||\n|路线||驾驶||",
            "里程登记表\n|车型||油量||\n|路线||驾驶||\n|同行|3||",
            "叉车点检表\n|名目|早班|晚班|\n|1|好||\n|2|||",
            "叉车点检表\n|名目|早班|晚班|\n|叉|好|好|\n||||",
            "部门职责表\n|部门|职责|\n|售后部|上门|",
            "叉车点检表\n|名目|早班|晚班|\n|轮胎|||\n|灯光|好||",
            "叉车点检表\n|名目|早班|晚班|\n|轮胎|||",
            "管理师名单\n|姓名|部门|备注|\n|张某某|||\n|李某某|||",
            "网点清单\n|网点|地址|电话|\n|上海|||\n|北京|||",
            "点检表\n|名目|结果|\n|轮胎||\n|灯光||",
            "满意度调查表\n|项目|满意|一般|不满意|\n|产品|√|||\n|服务|√|||",
            "设备巡检表\n|检查项目|标准|结果|\n|振动|无异常|√|\n|油位|1/2-2/3||",
            "签到表\n|序号|姓名|签字|\n|1|张某某||\n|2|李某某||",
            "价目表\n|名称|型号|备注|\n|滤芯|K3||\n|皮带|K4||",
            "交接单\n|车况|☑好 □坏|油表||\n|胎压||灯光||",
            "里程登记表\n车型：轿车\n油量：\n路线：\n驾驶：",
            "里程登记表\n车型：\n轿车\n油量：\n路线：\n驾驶：",
            "里程登记表\n|车型||油量||\n|路线||驾驶||\n昨天换了机油，车况正常。",
        ] {
            assert!(slots(text).written, "{text}");
        }
        assert!(!slots("组织机构图\n|总经理||\n|售后部||客服部|").titled);
    }
}
