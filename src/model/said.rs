//! What the text of a page says: plain values, bounded in number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the text of a page says, in the order it says it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Dates with what they are.
    pub dates: Vec<Dated>,
    /// Unified social credit codes whose check digit holds (GB 32100).
    pub credit_codes: Vec<String>,
    /// Resident identity numbers whose check digit holds (GB 11643), masked.
    pub resident_ids: Vec<String>,
    /// Names of companies.
    pub companies: Vec<String>,
    /// Who the record is for: the value behind a label such as 客户名称.
    pub customers: Vec<String>,
    /// What the record is about: the value behind a label such as 产品名称.
    pub products: Vec<String>,
    /// Persons named behind a label such as 姓名 or in a column of that name, each once; at most [`PERSONS`].
    pub persons: Vec<Person>,
    /// What the rows of a table that names persons say of them; `None` if there is no such table.
    pub roster: Option<Roster>,
    /// Companies named at the head of the page, in a title or in its first lines: a letterhead.
    pub heads: Vec<String>,
    /// Companies behind a label that says what they are to the paper, in order.
    pub parties: Vec<Party>,
    /// Places left to fill in, as far as readers see cells and lines.
    pub slots: Slots,
}

/// Places left to fill in, told by where they are and not by the words beside them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slots {
    /// How many there are: empty cells beside or below words, and nothing behind a colon.
    pub open: u32,
    /// Something stands there that such places do not explain.
    pub written: bool,
    /// A line says that it is a form, record or register.
    pub titled: bool,
}

/// How many persons a page keeps.
pub const PERSONS: usize = 500;

/// A person a page names. Two are the same if their numbers are, or, where one has none, their names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The resident identity number beside it, masked, if its check digit holds (GB 11643).
    pub id: Option<String>,
    /// A number stands there, and it is none: its length, its day of birth or its check digit is wrong.
    pub bad_id: bool,
    /// The number of a certificate beside it, if a label or column says that it is one.
    pub certificate: Option<String>,
}

/// What the rows of a table say that name a person each. Its three last counts make up `rows`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// Rows with a name.
    pub rows: u32,
    /// Different persons among them, by number or name; at most [`PERSONS`] are told apart.
    pub distinct: u32,
    /// Rows whose identity number is right.
    pub valid: u32,
    /// Rows whose identity number is wrong.
    pub invalid: u32,
    /// Rows without an identity number.
    pub missing: u32,
}

/// A company and what it is to the paper that names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// What its label says it is.
    pub role: PartyRole,
    /// Its name.
    pub name: String,
}

/// What a company is to a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PartyRole {
    /// Whom it was issued to or who applies: 名称 of a licence, 单位名称, 申请单位, 获证组织.
    Holder,
    /// Who sells or delivers: 供方, 卖方, 供货单位.
    Seller,
    /// Who did the work: 服务单位, 维修单位.
    Server,
    /// Who buys or is served: 需方, 买方, 客户名称.
    Buyer,
}

/// A date and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dated {
    /// What it is.
    pub role: DateRole,
    /// When.
    pub when: When,
}

/// What a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DateRole {
    /// Day of issue.
    Issued,
    /// Valid from.
    ValidFrom,
    /// Valid until.
    ValidUntil,
    /// End of a former cycle, printed beside the present one; never the present validity.
    FormerUntil,
    /// Signed or filled in.
    Signed,
    /// First day of the period it is about.
    PeriodFrom,
    /// Last day of the period it is about.
    PeriodTo,
    /// Not said.
    Unsaid,
}

/// A point in time, as exact as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum When {
    /// A year.
    Year(i16),
    /// A month of a year, 1–12.
    Month(i16, i8),
    /// A day.
    Day(Date),
    /// 长期: without end.
    Forever,
}

impl When {
    /// The first day it can mean; `None` without end.
    pub fn first_day(self) -> Option<Date> {
        match self {
            When::Year(year) => Date::new(year, 1, 1).ok(),
            When::Month(year, month) => Date::new(year, month, 1).ok(),
            When::Day(day) => Some(day),
            When::Forever => None,
        }
    }

    /// The last day it can mean; `None` without end.
    pub fn last_day(self) -> Option<Date> {
        match self {
            When::Year(year) => Date::new(year, 12, 31).ok(),
            When::Month(..) => self.first_day().map(Date::last_of_month),
            When::Day(day) => Some(day),
            When::Forever => None,
        }
    }
}
