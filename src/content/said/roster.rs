//! Tables whose rows name persons, row by row.

use super::fold::han;
use super::ids::{self, Identity};
use super::words::{LABEL, is_whole};
use crate::model::content::{PERSONS, Person, Roster};

/// A line of running text that is longer ends a table.
const PROSE: usize = 40;

/// The columns of the table that is open.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Columns {
    count: usize,
    name: usize,
    id: Option<usize>,
    certificate: Option<usize>,
}

/// What the rows say so far. Columns stay from page to page: a table that goes on has no header there.
#[derive(Debug, Clone, Default)]
pub(super) struct Roll {
    columns: Option<Columns>,
    /// The header was followed by a row with a name, so that it is no line of a form.
    confirmed: bool,
    persons: Vec<Person>,
    roster: Roster,
}

impl Roll {
    /// Takes in a line of running text.
    pub(super) fn prose(&mut self, line: &str) {
        if line.chars().count() > PROSE {
            self.columns = None;
        }
    }

    /// How many columns the open table has.
    pub(super) fn width(&self) -> usize {
        self.columns.map_or(0, |columns| columns.count)
    }

    /// Takes in a row.
    pub(super) fn row(&mut self, cells: &[String]) {
        let labels = cells.iter().filter(|cell| is_whole(cell)).count();
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        if labels >= 2 && labels * 2 > filled {
            (self.columns, self.confirmed) = (columns(cells), false);
            return;
        }
        let Some(columns) = self.columns else { return };
        let Some((at, name)) = named(cells, columns) else {
            if !self.confirmed && filled > 1 {
                self.columns = None;
            }
            return;
        };
        self.confirmed = true;
        let id = identity(cells, at, columns);
        let certificate = columns
            .certificate
            .filter(|_| cells.len() >= columns.count)
            .and_then(|at| cells.get(at))
            .filter(|cell| cell.chars().any(char::is_alphanumeric) && cell.chars().count() <= 40);
        self.count(&id);
        let person = Person { name, certificate: certificate.cloned(), ..Person::default() };
        add(&mut self.persons, id.of(person));
    }

    fn count(&mut self, id: &Identity) {
        let counted = match id {
            Identity::Right(_) => &mut self.roster.valid,
            Identity::Wrong => &mut self.roster.invalid,
            Identity::None => &mut self.roster.missing,
        };
        *counted = counted.saturating_add(1);
        self.roster.rows = self.roster.rows.saturating_add(1);
    }

    /// What was found since the last page.
    pub(super) fn finish(&mut self) -> (Vec<Person>, Option<Roster>) {
        let persons = std::mem::take(&mut self.persons);
        let distinct = u32::try_from(persons.len()).unwrap_or(u32::MAX);
        let roster = Roster { distinct, ..std::mem::take(&mut self.roster) };
        (persons, (roster.rows > 0).then_some(roster))
    }
}

impl Identity {
    /// The person with this number.
    pub(super) fn of(self, person: Person) -> Person {
        match self {
            Identity::Right(id) => Person { id: Some(id), ..person },
            Identity::Wrong => Person { bad_id: true, ..person },
            Identity::None => person,
        }
    }
}

/// Adds a person once: two of one name are the same unless both have numbers and these differ.
pub(super) fn add(persons: &mut Vec<Person>, person: Person) {
    let same = |known: &&mut Person| {
        known.name == person.name && (known.id.is_none() || person.id.is_none() || known.id == person.id)
    };
    if let Some(known) = persons.iter_mut().find(same) {
        known.bad_id |= person.bad_id;
        known.id = known.id.take().or(person.id);
        known.certificate = known.certificate.take().or(person.certificate);
    } else if persons.len() < PERSONS {
        persons.push(person);
    }
}

/// The columns a header names, if one of them holds names of persons.
fn columns(cells: &[String]) -> Option<Columns> {
    let find = |wanted: fn(&str) -> bool| cells.iter().position(|cell| wanted(cell));
    Some(Columns {
        count: cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1),
        name: find(heads_names)?,
        id: find(|cell| cell.contains("身份证") || cell.contains("证件号")),
        certificate: find(names_certificate_number).or_else(|| find(names_certificate)),
    })
}

/// Whether a label or the header of a column asks for the name of a person of the company's own.
pub(super) fn heads_names(label: &str) -> bool {
    let others = ["客户", "用户", "顾客", "联系", "单位", "公司", "产品", "报修", "收件", "投诉", "使用", "甲方"];
    let bare = label.trim_end_matches([':', '：', '*', ' ']);
    let bare = bare.split(['(', '（']).next().unwrap_or_default();
    let known = ["姓名", "人员", "持证人", "证书持有人", "持有人", "人员名单", "name", "full name"];
    let named = known.contains(&bare.to_lowercase().as_str()) || bare.ends_with("姓名");
    named && bare.chars().count() <= 12 && !others.iter().any(|word| bare.contains(word))
}

/// Whether it asks for the number of a certificate.
pub(super) fn names_certificate_number(label: &str) -> bool {
    let number = ["证书编号", "证书号", "资格证号", "资格证编号", "管理师证号", "证书管理号"];
    !label.contains("身份")
        && (number.iter().any(|word| label.contains(word)) || label == "证号" || label == "证件编号")
}

fn names_certificate(label: &str) -> bool {
    let kind = ["证书名称", "资格证书", "证书类别", "证书等级", "职业资格", "资质证书", "持证情况"];
    kind.iter().any(|word| label.contains(word))
}

/// The cell that holds the name, and the name.
fn named(cells: &[String], columns: Columns) -> Option<(usize, String)> {
    let name = |at: usize| Some((at, person(cells.get(at)?)?));
    if cells.len() >= columns.count {
        return name(columns.name);
    }
    // Readers that drop empty cells move the name to the left, if at all.
    let mut found = (0..=columns.name).filter_map(name);
    let first = found.next()?;
    let last = found.next_back();
    if last.is_some() { name(columns.name) } else { Some(first) }
}

/// The number in a row: in its column, else the only cell behind the name that holds one.
fn identity(cells: &[String], name: usize, columns: Columns) -> Identity {
    if let Some(cell) = columns.id.filter(|_| cells.len() >= columns.count).and_then(|at| cells.get(at)) {
        return ids::identity(cell);
    }
    let behind = || cells.iter().skip(name + 1).map(|cell| ids::identity(cell));
    let right = behind().find(|id| matches!(id, Identity::Right(_)));
    let wrong = || columns.id.and_then(|_| behind().find(|id| *id == Identity::Wrong));
    right.or_else(wrong).unwrap_or(Identity::None)
}

/// A name of a person, as far as its form tells: 张三, 张 三, 张*, 阿依古丽·买买提, Zhang San.
pub(super) fn person(text: &str) -> Option<String> {
    let text = text.trim_start_matches([':', '：', '_', ' ']);
    let end = ['(', '（', ',', '，', '、', '/', '；', ';', '。', '|', '_', '\n'];
    let name = text.split(end).next().unwrap_or_default().trim();
    let name = if name.starts_with(han) { name.split(' ').next().unwrap_or_default() } else { name };
    let length = name.chars().count();
    let chinese = name.starts_with(han)
        && name.chars().all(|c| han(c) || matches!(c, '·' | '•' | '*' | '＊' | '×'))
        && (2..=if name.contains(['·', '•']) { 24 } else { 4 }).contains(&length);
    let latin = (3..=40).contains(&length)
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(' ')
        && name.chars().all(|c| c.is_ascii_alphabetic() || " .'-".contains(c));
    ((chinese && !is_no_name(name)) || latin).then(|| name.to_owned())
}

/// Words that stand where names do.
fn is_no_name(text: &str) -> bool {
    let words = [
        "合计",
        "小计",
        "总计",
        "共计",
        "以下空白",
        "制表",
        "审核",
        "批准",
        "备注",
        "说明",
        "同上",
        "暂无",
        "无",
        "略",
        "某某",
        "男",
        "女",
        "以上",
        "平均",
        "人数",
        "总人数",
        "签字",
        "盖章",
    ];
    let ends = ["中心", "公司", "车间", "小组", "人员", "经理", "主管", "工程师", "管理师", "主任", "签名"];
    words.contains(&text)
        || ends.iter().any(|end| text.ends_with(end))
        || (text.chars().count() > 2 && text.ends_with(['部', '室', '组', '处']))
        || text.chars().all(|c| matches!(c, '某' | '*' | '×' | '·'))
        || LABEL.find(text).is_some_and(|place| place.len() == text.len())
}

#[cfg(test)]
mod tests {
    use super::super::tables::Tables;
    use super::*;
    use crate::model::content::Said;

    const RIGHT: &str = "110101199003077758";
    const MASKED: &str = "110101********7758";

    fn roll(rows: &[&str]) -> Said {
        let mut roll = Tables::default();
        rows.iter().for_each(|row| roll.line(row));
        roll.finish()
    }

    fn shown(said: &Said) -> String {
        let show = |person: &Person| {
            let id = person.id.as_deref().unwrap_or(if person.bad_id { "bad" } else { "-" });
            let certificate = person.certificate.as_deref().unwrap_or_default();
            format!("{} {id} {certificate}", person.name).trim_end().to_owned()
        };
        said.persons.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn rows_of_a_roster() {
        let said = roll(&[
            "序号\t姓名\t性别\t身份证号\t证书编号\t备注",
            &format!("1\t张 三\t男\t{RIGHT}\tSHFW-001\t"),
            "2\t李四\t女\t110101199003077750\t\t",
            "3\t王小明（组长）\t男\t\tSHFW-003\t",
            &format!("4\t张三\t男\t{RIGHT}\tSHFW-001\t重复"),
            "\t合计\t\t4\t\t",
            "5\t阿依古丽·买买提\t女\t1101011990030777\t\t",
        ]);
        assert_eq!(shown(&said), format!("张三 {MASKED} SHFW-001, 李四 bad, 王小明 - SHFW-003, 阿依古丽·买买提 bad"));
        assert_eq!(said.roster, Some(Roster { rows: 5, distinct: 4, valid: 2, invalid: 2, missing: 1 }));
        assert!(!format!("{said:?}").contains(RIGHT));
    }

    #[test]
    fn two_of_one_name_are_two_if_their_numbers_say_so() {
        let said = roll(&["姓名\t身份证号", &format!("张三\t{RIGHT}"), "张三\t110101199003071999", "张三\t"]);
        assert_eq!(said.persons.len(), 1, "a wrong number tells nobody apart");
        let said = roll(&["姓名\t身份证号", &format!("张三\t{RIGHT}"), "张三\t11010519491231002X"]);
        assert_eq!(said.persons.len(), 2);
    }

    #[test]
    fn dropped_cells_move_names_to_the_left() {
        let header = "序号\t部门\t姓名\t身份证号";
        let said = roll(&[header, &format!("1\t张三\t{RIGHT}"), &format!("售后部\t李四\t{RIGHT}"), "2\t售后部\t王五"]);
        assert_eq!(shown(&said), format!("张三 {MASKED}, 李四 {MASKED}, 王五 -"));
    }

    #[test]
    fn a_table_goes_on_over_the_page() {
        let mut roll = Tables::default();
        roll.line("姓名\t部门\t职务");
        roll.line("张三\t售后部\t经理");
        let first = roll.finish();
        roll.line("第 2 页");
        roll.line("李四\t售后部\t工程师");
        let second = roll.finish();
        assert_eq!((shown(&first).as_str(), shown(&second).as_str()), ("张三 -", "李四 -"));
    }

    #[test]
    fn what_is_no_roster() {
        for rows in [
            &["姓名\t张三\t性别\t男\t民族", "部门\t售后部\t职务\t经理\t学历"][..],
            &["姓名\t职务", "车间\t一车间", "地点\t上海"],
            &["客户姓名\t联系电话\t地址", "张三\t138\t上海"],
            &["客户名称\t日期\t金额", "张三\t2024-01-01\t5"],
            &["姓名\t部门\t职务", "产品名称\t规格型号\t数量", "冷柜\tCX\t2"],
            &[
                "姓名\t部门\t职务",
                "本公司根据国家有关法律法规和标准的要求任命以下人员为售后服务管理师并予以公布，特此通知各部门。",
                "张三\t售后部\t经理",
            ],
            &["", "\t\t", "姓名"],
        ] {
            assert_eq!(shown(&roll(rows)), "", "{rows:?}");
        }
    }

    #[test]
    fn names_by_their_form() {
        for (text, expected) in [
            ("张三", Some("张三")),
            ("欧阳娜娜", Some("欧阳娜娜")),
            ("：张三（组长）", Some("张三")),
            ("张*", Some("张*")),
            ("Zhang San", Some("Zhang San")),
            ("张", None),
            ("售后服务部", None),
            ("客服中心", None),
            ("维修工程师", None),
            ("电话", None),
            ("ABC", None),
            ("2024-01-01", None),
            ("", None),
        ] {
            assert_eq!(person(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn as_many_persons_as_are_kept() {
        let mut rows = vec!["姓名\t部门".to_owned()];
        rows.extend(('一'..'龥').take(PERSONS + 9).map(|c| format!("张{c}\t售后部")));
        let said = roll(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(said.persons.len(), PERSONS);
        assert!(said.roster.is_some_and(|roster| roster.rows > 500));
    }
}
