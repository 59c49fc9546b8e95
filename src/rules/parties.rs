//! Rules on whose documents they are: the applicant's, and nobody else's.
//!
//! Who applies is what `dossier.yaml` says, else what the licence in the dossier says, if it could be read. Where
//! nobody says, nothing is judged. A document that names the applicant anywhere is not another's.

use std::collections::BTreeSet;

use super::{Known, Withdrawal};
use crate::model::assignment::Refusal;
use crate::model::checklist::{Demand, Unit};
use crate::model::content::{Content, Page, PartyRole, Source};
use crate::model::finding::{Finding, Place, Problem, Severity};
use crate::model::ids::is_credit_code;

/// Titles of papers that say who a company is.
const LICENCES: [&str; 3] = ["营业执照", "法人证书", "登记证书"];
/// How a full company name ends.
const FIRMS: [&str; 2] = ["有限公司", "有限责任公司"];
/// Characters a name read off a picture may be wrong in and still be taken for the applicant's.
const MISREAD: usize = 2;

/// Who applies.
#[derive(Debug, Default, PartialEq, Eq)]
struct Applicant {
    /// The full name, as it is written where it comes from.
    name: Option<String>,
    /// Every name that means it, folded.
    names: Vec<String>,
    /// Unified social credit code.
    code: Option<String>,
    /// The file that says so, by index; `None` for `dossier.yaml`.
    source: Option<usize>,
}

pub(super) fn withdraw(known: &Known) -> Vec<Withdrawal> {
    let Some(applicant) = applicant(known) else { return Vec::new() };
    known
        .counted()
        .filter(|&(file, demand)| {
            known.checklist.demands[demand].of_applicant
                && applicant.source != Some(file)
                && known.assigned(file).is_none()
        })
        .filter_map(|(file, _)| {
            let (found, certain) = applicant.other(known.facts.content(file)?)?;
            Some(Withdrawal { file, why: Refusal::OtherParty(found), certain })
        })
        .collect()
}

pub(super) fn unanswered(known: &Known, demand: usize, evidence: &[usize]) -> Vec<usize> {
    if !known.checklist.demands[demand].of_applicant {
        return Vec::new();
    }
    let applicant = applicant(known);
    let sure = |file: usize| {
        known.assigned(file).is_some()
            || applicant.as_ref().zip(known.facts.content(file)).is_some_and(|(own, content)| own.stands_in(content))
    };
    evidence.iter().copied().filter(|&file| !sure(file)).collect()
}

pub(super) fn run(known: &Known) -> Vec<Finding> {
    let Some(applicant) = applicant(known) else { return Vec::new() };
    let mut findings = Vec::new();
    for (file, demand) in known.counted() {
        let asked = &known.checklist.demands[demand];
        let place = || Place::File(file, Some(asked.item));
        let content = known.facts.content(file);
        let mismatch = content.filter(|_| asked.of_applicant).and_then(|content| applicant.contradicted(content));
        if let Some((here, there)) = mismatch {
            let problem = Problem::PartyMismatch { here, there, other: applicant.source };
            findings.push(Finding::new(Severity::Error, place(), problem));
            continue;
        }
        if known.assigned(file).is_some() {
            continue;
        }
        let by_name = || applicant.foreign_name(&known.inventory.files[file].path).filter(|_| asked.of_applicant);
        let by_parties = || content.and_then(|content| applicant.strangers(content));
        let by_server =
            || content.filter(|_| is_own_record(asked)).and_then(|content| applicant.foreign_server(content));
        let by_head = || content.filter(|_| is_own_record(asked)).and_then(|content| applicant.foreign_head(content));
        if content.is_some_and(|content| applicant.stands_in(content)) {
            continue;
        }
        if let Some(found) = by_name().or_else(by_parties).or_else(by_server).or_else(by_head) {
            findings.push(Finding::new(Severity::Warning, place(), Problem::ForeignParty { found }));
        }
    }
    findings
}

/// Who applies, if anybody says.
fn applicant(known: &Known) -> Option<Applicant> {
    let declared = &known.settings.applicant;
    let licence = licence(known);
    let names = declared.name.iter().chain(&declared.aliases).map(|name| folded(name)).collect();
    let mut applicant =
        Applicant { name: declared.name.clone(), names, code: declared.credit_code.clone(), source: None };
    let Some((file, name, code)) = licence else { return applicant.is_known().then_some(applicant) };
    if !applicant.is_known() {
        return Some(Applicant { names: vec![folded(&name)], name: Some(name), code, source: Some(file) });
    }
    // What one does not say the other may, where they agree on the rest.
    if applicant.code.is_none() && applicant.names.contains(&folded(&name)) {
        applicant.code = code;
    } else if applicant.name.is_none() && applicant.code.is_some() && applicant.code == code {
        applicant.names.push(folded(&name));
        applicant.name = Some(name);
    }
    Some(applicant)
}

/// The licence of the dossier with the name and code it prints; `None` if there is none with a text layer, or
/// several name different companies.
fn licence(known: &Known) -> Option<(usize, String, Option<String>)> {
    if !known.facts.opened {
        return None;
    }
    let mut found: Option<(usize, String, Option<String>)> = None;
    for (file, _) in known.counted().filter(|&(_, demand)| known.checklist.demands[demand].of_applicant) {
        let Some(content) = known.facts.content(file) else { continue };
        let is_licence =
            |page: &&Page| page.titles.iter().any(|title| LICENCES.iter().any(|word| folded(title).contains(word)));
        for page in layers(content).filter(is_licence) {
            let Some(name) = holders(page).next() else { continue };
            let code = match page.said.credit_codes.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            };
            match &found {
                None => found = Some((file, name.to_owned(), code)),
                Some((_, other, _)) if folded(other) == folded(name) => {}
                Some(_) => return None,
            }
        }
    }
    found
}

impl Applicant {
    fn is_known(&self) -> bool {
        !self.names.is_empty() || self.code.is_some()
    }

    /// Whether a name is one of the applicant's.
    fn is(&self, name: &str) -> bool {
        self.names.contains(&folded(name))
    }

    /// Whether the applicant's name or code stands anywhere in a document.
    fn stands_in(&self, content: &Content) -> bool {
        content.pages.iter().any(|page| {
            let text = folded(&page.text);
            let companies: Vec<String> = page.said.companies.iter().map(|name| folded(name)).collect();
            let named = |own: &String| {
                // 明远电器有限公司 does not stand in 上海明远电器有限公司.
                let longer = companies.iter().any(|company| company != own && company.contains(own.as_str()));
                companies.contains(own) || (text.contains(own.as_str()) && !longer)
            };
            self.names.iter().any(named) || self.code.as_ref().is_some_and(|code| page.said.credit_codes.contains(code))
        })
    }

    /// Whose a document is, if not the applicant's, and whether that is certain.
    fn other(&self, content: &Content) -> Option<(String, bool)> {
        if self.stands_in(content) {
            return None;
        }
        if !self.names.is_empty()
            && let Some(holder) = layers(content).flat_map(holders).next()
        {
            return Some((holder.to_owned(), true));
        }
        let own_code = self.code.is_some();
        let codes: BTreeSet<&String> = layers(content).flat_map(|page| &page.said.credit_codes).collect();
        if own_code && let Some(code) = codes.first() {
            return Some(((*code).clone(), codes.len() == 1));
        }
        let read = || content.pages.iter().filter(|page| matches!(page.source, Source::Ocr(_)));
        let mut misread = read().flat_map(holders).filter(|_| !self.names.is_empty());
        if let Some(holder) = misread.find(|holder| !self.nearly(holder)) {
            return Some((holder.to_owned(), false));
        }
        let code = read().flat_map(|page| &page.said.credit_codes).next().filter(|_| own_code);
        // A name that is nearly the applicant's was misread.
        code.filter(|_| !read().flat_map(holders).any(|holder| self.nearly(holder))).map(|code| (code.clone(), false))
    }

    /// Whether a name read off a picture may be the applicant's.
    fn nearly(&self, read: &str) -> bool {
        let read = folded(read);
        self.names.iter().any(|name| {
            let differing = name.chars().zip(read.chars()).filter(|(one, other)| one != other).count();
            name.chars().count() == read.chars().count() && differing <= MISREAD
        })
    }

    /// The name or code a document gives the applicant, and what it should be, where only one of the two is right.
    fn contradicted(&self, content: &Content) -> Option<(String, String)> {
        let codes: BTreeSet<&String> = layers(content).flat_map(|page| &page.said.credit_codes).collect();
        let code = self.code.as_ref()?;
        layers(content).find_map(|page| {
            let mut holders = holders(page).peekable();
            let first = *holders.peek()?;
            let others = page.said.parties.iter().any(|party| !self.is(&party.name));
            if codes.len() == 1 && codes.first() != Some(&code) && !others {
                return Some((codes.first()?.to_string(), code.clone()));
            }
            let own = page.said.credit_codes.as_slice() == std::slice::from_ref(code);
            let right = self.names.is_empty() || holders.any(|name| self.is(name));
            (own && !right).then(|| Some((first.to_owned(), self.name.clone()?))).flatten()
        })
    }

    /// The seller of a paper that names seller and buyer, neither of which is the applicant.
    fn strangers(&self, content: &Content) -> Option<String> {
        let seller = party(content, PartyRole::Seller).or_else(|| party(content, PartyRole::Server));
        let (seller, _) = seller.zip(party(content, PartyRole::Buyer))?;
        (is_read(content) && !self.names.is_empty()).then(|| seller.to_owned())
    }

    /// Who did the work a record tells of, if it was not the applicant.
    fn foreign_server(&self, content: &Content) -> Option<String> {
        let server = party(content, PartyRole::Server)?;
        (is_read(content) && !self.names.is_empty()).then(|| server.to_owned())
    }

    /// The company of a record's letterhead, unless the record is about it.
    fn foreign_head(&self, content: &Content) -> Option<String> {
        let is_customer = |head: &String| {
            layers(content).any(|page| {
                let buyers = page.said.parties.iter().filter(|party| party.role == PartyRole::Buyer);
                let mut names = buyers.map(|party| &party.name).chain(&page.said.customers);
                names.any(|name| folded(name) == folded(head))
            })
        };
        let head = layers(content).next()?.said.heads.first()?;
        (!self.names.is_empty() && !is_customer(head)).then(|| head.clone())
    }

    /// Another's full name or credit code in the name of a file or its folders.
    fn foreign_name(&self, path: &str) -> Option<String> {
        let own = folded(path);
        if self.names.iter().any(|name| own.contains(name.as_str())) {
            return None;
        }
        let mut words = path.split(|c: char| !c.is_ascii_alphanumeric());
        let code = words.find(|word| is_credit_code(&word.to_ascii_uppercase()));
        if let (Some(own), Some(code)) = (&self.code, code) {
            return (!own.eq_ignore_ascii_case(code)).then(|| code.to_owned());
        }
        let company = path.split('/').find_map(company_in)?;
        (!self.names.is_empty()).then(|| company.to_owned())
    }
}

/// The full company name a file or folder bears.
fn company_in(name: &str) -> Option<&str> {
    let (at, ending) = FIRMS.iter().filter_map(|ending| Some((name.find(ending)?, *ending))).min()?;
    let part = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '（' | '）' | '(' | ')');
    let begin = name[..at].char_indices().rev().take_while(|(_, c)| part(*c)).last()?.0;
    let stem = name[begin..at].trim_start_matches(['（', '）', '(', ')']);
    let begin = at - stem.len();
    (stem.chars().count() >= 2).then(|| &name[begin..at + ending.len()])
}

/// Whether it is a record of the applicant's own work, which bears the applicant's letterhead if any. Reports of
/// laboratories, certificates, contracts and tax papers bear their issuer's.
fn is_own_record(demand: &Demand) -> bool {
    demand.covers_products && demand.unit == Unit::Record
}

/// Pages with text of their own.
fn layers(content: &Content) -> impl Iterator<Item = &Page> {
    content.pages.iter().filter(|page| page.source == Source::Layer)
}

/// Whether all of it could be read without doubt.
fn is_read(content: &Content) -> bool {
    content.pages.iter().all(|page| matches!(page.source, Source::Layer | Source::Blank))
}

/// The first company that is this to a paper.
fn party(content: &Content, role: PartyRole) -> Option<&str> {
    let parties = layers(content).flat_map(|page| &page.said.parties);
    parties.filter(|party| party.role == role).map(|party| party.name.as_str()).next()
}

/// Whom a page was issued to.
fn holders(page: &Page) -> impl Iterator<Item = &str> {
    page.said.parties.iter().filter(|party| party.role == PartyRole::Holder).map(|party| party.name.as_str())
}

/// A name in one way to write it: letters, digits and characters alone, so that brackets and spaces do not matter.
fn folded(name: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    };
    name.chars().map(plain).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
