//! A checklist: what must be handed in.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::kind::Kind;
use super::scoring::Scoring;
use super::text::Text;

/// One checklist, parsed and validated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checklist {
    /// Stable id; the file stem of a built-in list.
    pub id: String,
    /// What the list is called.
    pub title: Text,
    /// The standard it belongs to, such as `GB/T 27922-2011`.
    pub standard: Option<String>,
    /// What a reader of the list must know.
    pub note: Option<Text>,
    /// The stages of the certification, in order.
    pub stages: Vec<Stage>,
    /// The facts an applicant may declare.
    pub facts: Vec<Fact>,
    /// Clauses of the standard which no material of this list supports.
    pub unsupported_clauses: Vec<Clause>,
    /// The periods of the certificate, if the list states them.
    pub certificate: Option<CertificatePeriods>,
    /// How the standard scores.
    pub scoring: Option<Scoring>,
    /// What the applicant must be, whatever it hands in.
    pub conditions: Vec<Condition>,
    /// The items, in the list's order.
    pub items: Vec<Item>,
    /// The demands of all items, in order; items refer to them by index.
    pub demands: Vec<Demand>,
    /// What it was read from: its own file, then those it extends.
    pub files: Vec<ListFile>,
}

/// A file a list is read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListFile {
    /// A built-in list, by its id.
    BuiltIn(String),
    /// A file, as it was named.
    Path(String),
}

/// Where in its files something of a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The file, by index.
    pub file: usize,
    /// The line, from 1.
    pub line: u32,
}

/// How long a certificate lasts, and what falls due while it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertificatePeriods {
    /// How long it is valid from the day of issue.
    pub valid: Window,
    /// The longest time between two surveillance audits.
    pub surveillance: Window,
    /// How long before its end recertification is to be applied for.
    pub renew_before: Window,
    /// Where the periods come from.
    pub source: Option<String>,
    /// What sources disagree on.
    pub note: Option<Text>,
}

/// A stage of the certification; items name the stages they are due in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Stable id, such as `application`.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Checked when nobody names a stage.
    pub default: bool,
}

/// How a declared fact is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactKind {
    /// `true` or `false`.
    YesNo,
    /// Any text.
    Text,
    /// A whole number, 0 or more.
    Number,
    /// A day or a month.
    Date,
}

/// Something an applicant may declare in `dossier.yaml` instead of handing in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Stable id, such as `hotline`.
    pub id: String,
    /// How it is written.
    pub kind: FactKind,
    /// What it is called.
    pub title: Text,
}

/// A clause of the standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// Its number, such as `5.2.6`.
    pub id: String,
    /// What it is called.
    pub title: Text,
}

/// One line of a checklist: one material.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Stable id given by the list's author.
    pub id: String,
    /// The number the list itself prints.
    pub no: Option<String>,
    /// What the material is called.
    pub title: Text,
    /// One sentence: what to hand in.
    pub hand_in: Option<Text>,
    /// What a person should check when the item is satisfied by name alone.
    pub ask: Option<Text>,
    /// Ids of the stages it is due in.
    pub stages: Vec<String>,
    /// An absent item that is not required is not applicable.
    pub required: bool,
    /// Due only where this declared fact is true.
    pub when: Option<String>,
    /// Any one of these suffices; each is a set of demands that must all be met.
    pub alternatives: Vec<Vec<usize>>,
    /// Clauses a source names for it.
    pub clauses: Vec<String>,
    /// Clauses inferred from the standard's text by the list's author.
    pub clauses_inferred: Vec<String>,
    /// Where the demand comes from.
    pub source: Option<String>,
    /// What sources disagree on.
    pub note: Option<Text>,
    /// Where it is written; what it inherits, where that is.
    pub written: Written,
}

impl Item {
    /// Whether the item offers more than one way to be met, or asks for several things at once.
    pub fn is_compound(&self) -> bool {
        self.alternatives.len() != 1 || self.alternatives[0].len() != 1
    }

    /// The indices of all its demands.
    pub fn demands(&self) -> impl Iterator<Item = usize> + '_ {
        self.alternatives.iter().flatten().copied()
    }

    /// How people name it: the number, or the id where there is none.
    pub fn label(&self) -> &str {
        self.no.as_deref().unwrap_or(&self.id)
    }
}

/// What evidence is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Whole files.
    File,
    /// Pages.
    Page,
    /// Records; one file may hold several.
    Record,
}

/// The form in which a material is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// Printed on paper.
    Printed,
    /// A copy of an original.
    Copy,
    /// An electronic file.
    Electronic,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// How many, at least 1.
    pub count: u32,
    /// Of what.
    pub unit: WindowUnit,
}

impl Window {
    /// The day so long before another; a day its month lacks is the month's last. `None` before the year -9999.
    pub fn before(self, day: Date) -> Option<Date> {
        day.checked_sub(self.span()?).ok()
    }

    /// The day so long after another; a day its month lacks is the month's last. `None` after the year 9999.
    pub fn after(self, day: Date) -> Option<Date> {
        day.checked_add(self.span()?).ok()
    }

    fn span(self) -> Option<Span> {
        let (span, count) = (Span::new(), i64::from(self.count));
        match self.unit {
            WindowUnit::Days => span.try_days(count),
            WindowUnit::Months => span.try_months(count),
            WindowUnit::Years => span.try_years(count),
        }
        .ok()
    }
}

/// The unit of a [`Window`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WindowUnit {
    /// Calendar days.
    Days,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

/// A share of a declared number (clause 5.1.2.2 of GB/T 27922: 10 % of service management staff).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    /// Per cent, above 0 and at most 100.
    pub percent: f64,
    /// The declared fact it is a share of.
    pub of: String,
    /// The declared fact that says how many there are; without it the rows of the rosters are counted.
    pub have: Option<String>,
    /// How a share that is no whole number is rounded. No source of clause 5.1.2.2 says, so a list does.
    pub rounding: Rounding,
}

/// How a share of persons is made a whole number; at least one person is always needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Rounding {
    /// To the next whole number: 10 % of 11 is 2. The default, since it meets the share however it is read.
    #[default]
    Up,
    /// To the whole number below: 10 % of 19 is 1.
    Down,
    /// To the nearest whole number, a half up.
    Nearest,
}

/// One thing to be counted: what an item, or one branch of it, asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// The item it belongs to, by index.
    pub item: usize,
    /// Stable id; the item's own where the item asks for one thing only.
    pub id: String,
    /// What is asked for.
    pub title: Text,
    /// The least count.
    pub min: u32,
    /// The greatest count.
    pub max: Option<u32>,
    /// A better count that is not demanded.
    pub recommended: Option<u32>,
    /// What is counted.
    pub unit: Unit,
    /// How evidence is recognised.
    pub matching: Match,
    /// The kinds of document that count.
    pub accept: Vec<Kind>,
    /// Must bear a stamp or signature.
    pub sealed: bool,
    /// How it is handed over.
    pub form: Vec<Form>,
    /// Every product of the scope needs evidence.
    pub covers_products: bool,
    /// How old the evidence may be by its own date.
    pub window: Option<Window>,
    /// Facts whose declaration satisfies it without a file.
    pub facts: Vec<String>,
    /// A share it must reach.
    pub ratio: Option<Ratio>,
    /// Counts only while it is in force: what it prints as the end of its validity has not passed.
    pub valid: bool,
    /// Must be about the applicant: its name or credit code stands on it.
    pub of_applicant: bool,
    /// Every calendar month of the window needs evidence.
    pub every_month: bool,
    /// Evidence for the same person counts once.
    pub by_person: bool,
    /// A declared number that raises what is needed above `min`.
    pub min_of: Option<String>,
}

/// How evidence for a demand is recognised. All words are as the author wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Match {
    /// Part of a title: certain.
    pub terms: Vec<String>,
    /// A whole title: certain.
    pub titles: Vec<String>,
    /// Part of a title: may fit, a person must look.
    pub maybe: Vec<String>,
    /// Patterns for the whole relative path: certain.
    pub globs: Vec<String>,
    /// Longer names that contain a term but mean something else.
    pub not: Vec<String>,
    /// Titles printed in the document itself.
    pub content: Vec<String>,
}

impl Checklist {
    /// The item with this id, number or title, by index.
    pub fn item_named(&self, key: &str) -> Option<usize> {
        self.items
            .iter()
            .position(|item| item.id == key)
            .or_else(|| self.items.iter().position(|item| item.no.as_deref() == Some(key)))
            .or_else(|| self.item_titled(key))
    }

    /// The only item of this title, in Chinese or English.
    fn item_titled(&self, title: &str) -> Option<usize> {
        let own = |item: &Item| item.title.zh == title || item.title.en == title;
        let mut titled = self.items.iter().enumerate().filter(|(_, item)| own(item)).map(|(index, _)| index);
        titled.next().filter(|_| titled.next().is_none())
    }

    /// The demand an id, or an item's id, number or title, stands for; for a compound item its first demand.
    pub fn demand_named(&self, key: &str) -> Option<usize> {
        self.demands
            .iter()
            .position(|demand| demand.id == key)
            .or_else(|| self.item_named(key).and_then(|item| self.items[item].demands().next()))
    }

    /// The fact with this id.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// The stages checked when nobody names one: those marked default, else the first.
    pub fn default_stages(&self) -> Vec<String> {
        let marked: Vec<String> = self.stages.iter().filter(|s| s.default).map(|s| s.id.clone()).collect();
        if marked.is_empty() { self.stages.iter().take(1).map(|s| s.id.clone()).collect() } else { marked }
    }

    /// Whether an item is due in one of these stages. An item that names no stage is always due.
    pub fn is_due(&self, item: usize, stages: &[String]) -> bool {
        let own = &self.items[item].stages;
        own.is_empty() || own.iter().any(|stage| stages.contains(stage))
    }

    /// The greatest plain number among the items, for reading folder numbers.
    pub fn last_number(&self) -> Option<u32> {
        self.items.iter().filter_map(|item| item.no.as_deref()?.parse().ok()).max()
    }
}
