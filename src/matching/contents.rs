//! What the contents of a file add to what its name says.
//!
//! The title printed on the first pages decides. Where the file's own name is silent it places the
//! file; where both speak and disagree, a person must look.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fold::fold;
use super::title::{Named, TitleReader};
use super::words::Scratch;
use crate::model::checklist::{Checklist, Unit};
use crate::model::content::{Content, Format, Page, Source, Table};
use crate::model::kind::Kind;
use crate::model::recognition::{Candidate, Heard, Reason, Recognition};

/// A printed title places a file above anything its folders say, and below its own name.
const PRINTED: u16 = 4500;
/// A line near the top that only may be a title.
const MENTIONED: u16 = 1500;
/// The title stands on one of the first pages: a cover may come before it.
const COVER_PAGES: usize = 3;
/// How many lines of the first page are looked at for words that only may be a title.
const TOP_LINES: usize = 12;

/// Reads printed titles against one checklist.
pub struct Contents<'a> {
    checklist: &'a Checklist,
    titles: TitleReader,
}

/// What one printed title says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Printed {
    title: Arc<str>,
    ocr: bool,
    says: Says,
    /// A chapter's number or 附录 stands before it.
    numbered: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Says {
    Demands(Vec<Named>),
    /// A template, of these demands if it names any.
    Template(Arc<str>, Vec<Named>),
    Policy(Arc<str>),
    Other,
}

impl<'a> Contents<'a> {
    /// With the words that names are read by.
    pub(super) fn new(checklist: &'a Checklist, names: &TitleReader) -> Self {
        Self { checklist, titles: names.for_contents() }
    }

    /// Adds what the content says to what the name says.
    pub fn combine(&self, mut name: Recognition, content: &Content, scratch: &mut Scratch) -> Recognition {
        let found = content.pages.iter().take(COVER_PAGES).enumerate();
        let found = found.filter_map(|(at, page)| Some((at, self.printed(page, scratch)?))).next();
        let found = found.or_else(|| Some((0, self.bookmark(content, scratch)?)));
        let Some((at, printed)) = found else {
            if name.best().is_empty() {
                self.mention(&mut name, content, scratch);
            }
            return self.counted(name, content, scratch);
        };
        let mut heard = Heard {
            demands: Vec::new(),
            title: Arc::clone(&printed.title),
            page: u32::try_from(at + 1).unwrap_or(u32::MAX),
            ocr: printed.ocr,
            contradicts: false,
            refuses: false,
        };
        let own = name.best().iter().any(|c| is_own(&c.reason));
        match printed.says {
            Says::Template(word, named) => {
                refuse(&mut name, &mut heard, word);
                if name.candidates.is_empty() {
                    name.candidates = printed_candidates(&named, &heard, false);
                }
            }
            // A policy's words in the title of a file whose own name says otherwise only raise a doubt.
            Says::Policy(word) if !own => refuse(&mut name, &mut heard, word),
            // A policy says which records are kept: that it speaks of one does not make it one.
            Says::Policy(_) | Says::Other => {
                let policy = matches!(printed.says, Says::Policy(_));
                heard.contradicts = !name.best().is_empty() && (policy || !self.speaks_of(&name, content));
                if heard.contradicts {
                    doubt(&mut name);
                }
            }
            Says::Demands(named) => self.place(&mut name, &mut heard, &named, content),
        }
        name.heard = Some(Box::new(heard));
        self.counted(name, content, scratch)
    }

    /// The title names demands: the file is placed, confirmed, or doubted.
    fn place(&self, name: &mut Recognition, heard: &mut Heard, named: &[Named], content: &Content) {
        let item = |demand: u16| self.checklist.demands[usize::from(demand)].item;
        heard.demands = named.iter().map(|n| n.demand).collect();
        let same = |c: &Candidate| heard.demands.iter().any(|d| item(*d) == item(c.demand));
        let own = name.best().iter().any(|c| is_own(&c.reason));
        if name.best().iter().any(same) {
            // The content decides among what the name leaves open.
            if name.best().len() > 1 {
                let kept = std::mem::take(&mut name.candidates).into_vec();
                name.candidates = kept
                    .into_iter()
                    .map(|mut c| {
                        c.certain &= same(&c);
                        c
                    })
                    .collect();
                sort(&mut name.candidates);
            }
            return;
        }
        if own && self.speaks_of(name, content) {
            return;
        }
        heard.contradicts = own;
        if !own && let Some(folder) = name.best().first() {
            name.misfiled_in = Some(folder.demand);
        }
        doubt(name);
        let mut candidates = printed_candidates(named, heard, !own).into_vec();
        candidates.extend(name.candidates.iter().filter(|c| !heard.demands.contains(&c.demand)).cloned());
        name.candidates = candidates.into();
        name.near = None;
        // A name that refuses by itself (a template) still does.
        sort(&mut name.candidates);
    }

    /// A word near the top of the first page that only may be its title.
    fn mention(&self, name: &mut Recognition, content: &Content, scratch: &mut Scratch) {
        let Some(page) = content.pages.first() else { return };
        let ocr = matches!(page.source, Source::Ocr(_));
        for line in page.text.lines().take(TOP_LINES).filter(|line| !is_label(line) && !is_row(line)) {
            let reading = self.titles.read(line, scratch);
            for n in reading.head.iter().chain(&reading.maybe) {
                if name.candidates.iter().all(|c| c.demand != n.demand) {
                    let reason = Reason::Content { title: line.into(), page: 1, ocr };
                    let found = Candidate { demand: n.demand, score: MENTIONED + n.chars, certain: false, reason };
                    name.candidates = name.candidates.iter().cloned().chain([found]).collect();
                }
            }
            if !reading.head.is_empty() {
                break;
            }
        }
        sort(&mut name.candidates);
    }

    /// Whether the first pages hold a word the name was recognised by.
    fn speaks_of(&self, name: &Recognition, content: &Content) -> bool {
        let text: String = content.pages.iter().take(COVER_PAGES).map(|page| fold(&page.text)).collect();
        name.best().iter().any(|c| {
            let words = &self.checklist.demands[usize::from(c.demand)].matching;
            words.terms.iter().chain(&words.titles).chain(&words.content).any(|word| {
                let word = fold(word);
                // Initials stand in no text, and two letters in every one.
                word.chars().count() > 2 && text.contains(&word)
            })
        })
    }

    /// How many records the file holds of what it is best evidence for.
    fn counted(&self, mut name: Recognition, content: &Content, scratch: &mut Scratch) -> Recognition {
        let best = name.candidates.first().map(|c| c.demand);
        let Some(demand) = best.filter(|d| self.checklist.demands[usize::from(*d)].unit != Unit::File) else {
            return name;
        };
        name.records = Some(match self.checklist.demands[usize::from(demand)].unit {
            Unit::Page => (content.page_count.max(1), content.page_count.max(1)),
            _ => self.records(demand, content, scratch),
        });
        name
    }

    /// Records in a file: repeated titles or sheets that each have a date or customer of their own are
    /// certain; other repetitions, rows of a register and pages nobody read only may be records.
    fn records(&self, demand: u16, content: &Content, scratch: &mut Scratch) -> (u32, u32) {
        let mut own: BTreeSet<String> = BTreeSet::new();
        let mut titled = 0u32;
        for page in &content.pages {
            let names = self.printed(page, scratch).is_some_and(|printed| printed.names(demand));
            if names {
                titled += 1;
                own.extend(signature(page));
            }
        }
        let tables = content.pages.iter().filter_map(|page| page.table.as_ref());
        let rows: u32 = tables.filter(|table| is_register(table)).map(|table| table.rows).sum();
        let sheets = match content.format.kind() {
            Kind::Excel => content.pages.iter().filter(|page| !page.text.is_empty()).count(),
            _ => content.pages.iter().filter(|page| page.source == Source::Unread).count(),
        };
        let certain = u32::try_from(own.len()).unwrap_or(u32::MAX).max(1);
        (certain, certain.max(titled).max(rows).max(u32::try_from(sheets).unwrap_or(u32::MAX)))
    }

    /// The page ranges (from 1, both ends included) of a document that holds several materials; empty if
    /// it is one. `named` are the materials its name names.
    pub fn parts(&self, content: &Content, named: &[Candidate], scratch: &mut Scratch) -> Vec<(u32, u32)> {
        let last = u32::try_from(content.pages.len()).unwrap_or(u32::MAX);
        if content.format != Format::Pdf || last < 2 || content.page_count != last {
            return Vec::new();
        }
        let mut starts =
            if self.is_one(content, named, scratch) { Vec::new() } else { self.outlined(content, scratch) };
        if starts.is_empty() && named.is_empty() {
            starts = self.titled(content, scratch);
        }
        starts.retain(|start| *start < last);
        if starts.is_empty() {
            return Vec::new();
        }
        starts.push(0);
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).copied().chain([last]);
        starts.iter().zip(ends).map(|(start, end)| (start + 1, end)).collect()
    }

    /// Whether the title on the first page is what the document is called: its bookmarks are chapters then, whatever
    /// they speak of.
    fn is_one(&self, content: &Content, named: &[Candidate], scratch: &mut Scratch) -> bool {
        let first = content.pages.first().and_then(|page| self.printed(page, scratch));
        first.is_some_and(|printed| named.iter().any(|c| printed.names(c.demand)))
    }

    /// Where the outermost bookmarks that tell at least two materials apart lead, from 0.
    fn outlined(&self, content: &Content, scratch: &mut Scratch) -> Vec<u32> {
        let level = |level: u8| content.outline.iter().filter(move |mark| mark.level == level);
        // One bookmark above all others is the document's own title.
        let depth = u8::from(level(0).count() == 1);
        let mut items = BTreeSet::new();
        let mut starts = Vec::new();
        for mark in level(depth) {
            let says = self.title(&mark.title, false, scratch).map(|printed| printed.says);
            if let Some(Says::Demands(named)) = says {
                items.extend(named.first().map(|n| self.checklist.demands[usize::from(n.demand)].item));
            }
            starts.push(mark.page);
        }
        if items.len() < 2 { Vec::new() } else { starts }
    }

    /// Pages where another material begins by its printed title, from 0.
    fn titled(&self, content: &Content, scratch: &mut Scratch) -> Vec<u32> {
        let mut items = BTreeSet::new();
        let mut starts = Vec::new();
        let mut before: Option<Option<BTreeSet<u16>>> = None;
        for (at, page) in (0u32..).zip(&content.pages) {
            let Some(printed) = self.printed(page, scratch).filter(|printed| !printed.numbered) else { continue };
            if let Says::Demands(named) = &printed.says {
                items.extend(named.first().map(|n| self.checklist.demands[usize::from(n.demand)].item));
            }
            // A page that names the material it goes on with (公司简介（续）) begins no other.
            let goes_on = before.as_ref().is_some_and(|before| {
                let named = page.titles.iter().filter_map(|title| self.title(title, false, scratch));
                before.is_some() && named.into_iter().any(|printed| printed.demands() == *before)
            });
            if goes_on {
                continue;
            }
            let demands = printed.demands();
            if before.as_ref() != Some(&demands) {
                starts.push(at);
            }
            before = Some(demands);
        }
        if items.len() < 2 { Vec::new() } else { starts }
    }

    /// The first of a page's prominent lines that says something.
    fn printed(&self, page: &Page, scratch: &mut Scratch) -> Option<Printed> {
        let ocr = matches!(page.source, Source::Ocr(_));
        page.titles.iter().chain(&page.name).find_map(|title| self.title(title, ocr, scratch))
    }

    fn title(&self, title: &str, ocr: bool, scratch: &mut Scratch) -> Option<Printed> {
        if is_label(title) || is_finding(title) {
            return None;
        }
        let reading = self.titles.read(title, scratch);
        let numbered = reading.lead.is_some() || title.starts_with(['附', '第']);
        let says = if let Some(word) = reading.template {
            Says::Template(word, if reading.exact.is_empty() { reading.head } else { reading.exact })
        } else if !reading.exact.is_empty() {
            // As with names: a whole title that is known goes before the words in it.
            Says::Demands(reading.exact)
        } else if let Some(word) = reading.policy {
            Says::Policy(word)
        } else if !reading.head.is_empty() {
            Says::Demands(reading.head)
        } else if reading.other {
            Says::Other
        } else {
            return None;
        };
        Some(Printed { title: title.into(), ocr, says, numbered })
    }

    /// What the bookmark of the first page says.
    fn bookmark(&self, content: &Content, scratch: &mut Scratch) -> Option<Printed> {
        let mark = content.outline.iter().find(|mark| mark.page == 0)?;
        self.title(&mark.title, false, scratch)
    }
}

impl Printed {
    /// The demands it names, whatever the words.
    fn demands(&self) -> Option<BTreeSet<u16>> {
        match &self.says {
            Says::Demands(named) => Some(named.iter().map(|n| n.demand).collect()),
            _ => None,
        }
    }

    fn names(&self, demand: u16) -> bool {
        matches!(&self.says, Says::Demands(named) if named.iter().any(|n| n.demand == demand))
    }
}

/// A register has a date in every row; the lines of one delivery note have not.
fn is_register(table: &Table) -> bool {
    table.header.iter().any(|cell| ["日期", "时间", "date", "Date"].iter().any(|word| cell.contains(word)))
}

/// A line that ends in a company's name, or is a label with a value, is no title.
fn is_label(line: &str) -> bool {
    line.ends_with("公司") || line.find(['：', ':']).is_some_and(|at| at + '：'.len_utf8() < line.len())
}

/// A row of a table: between Chinese characters only cells keep a gap.
fn is_row(line: &str) -> bool {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
    let cells: Vec<&str> = line.split(' ').collect();
    cells.len() > 1 && (cells.windows(2).any(|pair| pair.iter().all(|cell| cell.contains(han))) || is_clause(cells[0]))
}

/// `5.2.3 一份维修单未签字`: what an audit says of a clause.
fn is_finding(line: &str) -> bool {
    line.split_once(' ').is_some_and(|(clause, _)| is_clause(clause) && clause.matches('.').count() > 1)
}

/// `5.2.3`, `12`: the number of a row or a clause.
fn is_clause(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Rests on the file's own name, not on its folders.
fn is_own(reason: &Reason) -> bool {
    matches!(reason, Reason::Title(_) | Reason::Term(_) | Reason::Glob(_))
}

fn refuse(name: &mut Recognition, heard: &mut Heard, word: Arc<str>) {
    if name.refused.is_none() {
        name.refused = Some(word);
        heard.refuses = true;
    }
}

/// The demands a printed title names.
fn printed_candidates(named: &[Named], heard: &Heard, certain: bool) -> Box<[Candidate]> {
    let reason = Reason::Content { title: Arc::clone(&heard.title), page: heard.page, ocr: heard.ocr };
    let one = |n: &Named| Candidate { demand: n.demand, score: PRINTED + n.chars, certain, reason: reason.clone() };
    named.iter().map(one).collect()
}

/// Nothing the name says is certain any more.
fn doubt(name: &mut Recognition) {
    name.candidates.iter_mut().for_each(|c| c.certain = false);
}

fn sort(candidates: &mut [Candidate]) {
    candidates.sort_by_key(|c| std::cmp::Reverse((c.certain, c.score)));
}

/// What makes the record on a page one of its own: its dates and whom it is for.
fn signature(page: &Page) -> Option<String> {
    if page.said.dates.is_empty() && page.said.customers.is_empty() {
        return None;
    }
    let dates: BTreeSet<_> = page.said.dates.iter().map(|dated| dated.when).collect();
    Some(format!("{dates:?} {:?}", page.said.customers))
}
