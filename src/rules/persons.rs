//! Rules on persons: one person's certificate counts once, and rosters agree with certificates.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::{Known, Withdrawal};
use crate::model::assignment::{Outcome, Refusal};
use crate::model::content::{Content, Page, Person, Source};
use crate::model::finding::{Finding, Place, Problem, Severity};
use crate::model::recognition::Reason;

/// What tells two certificates of one title apart: behind these words stands what they are for.
const KINDS: [&str; 8] = ["作业类别", "准操项目", "操作项目", "作业项目", "工种", "职业名称", "专业", "资格名称"];
/// Characters behind them that are compared.
const KIND: usize = 6;
/// What only says which side or copy of a certificate a file is.
const SIDES: [&str; 10] = ["正反面", "正面", "反面", "背面", "复印件", "扫描件", "副本", "照片", "首页", "内页"];

/// Whose certificate a file is.
struct Holder {
    file: usize,
    person: Person,
    /// The title printed on it, if it was read, and what it is for.
    title: Option<String>,
    kind: String,
    /// It comes from a text layer.
    sure: bool,
}

/// Whether two files are one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alike {
    Certainly,
    Perhaps,
    No,
}

pub(super) fn withdraw(known: &Known) -> Vec<Withdrawal> {
    let mut found = Vec::new();
    for demand in (0..known.checklist.demands.len()).filter(|&demand| known.checklist.demands[demand].by_person) {
        let files = known.counted_on_all_threads().filter(|&(_, of)| of == demand);
        let holders: Vec<Holder> = files.filter_map(|(file, _)| holder(known, file)).collect();
        // Only holders of one name are compared, so that thousands of certificates stay cheap.
        let mut kept: HashMap<&str, Vec<&Holder>> = HashMap::new();
        for holder in &holders {
            let kept = kept.entry(holder.person.name.as_str()).or_default();
            let same = kept.iter().map(|other| (other, alike(other, holder))).filter(|(_, alike)| *alike != Alike::No);
            // What a person placed by hand counts.
            let same = same
                .min_by_key(|(_, alike)| *alike != Alike::Certainly)
                .filter(|_| known.assigned(holder.file).is_none());
            match same {
                Some((other, alike)) => {
                    let why = Refusal::SamePerson(other.file, holder.person.name.clone());
                    found.push(Withdrawal { file: holder.file, why, certain: alike == Alike::Certainly });
                }
                None => kept.push(holder),
            }
        }
    }
    found
}

pub(super) fn run(known: &Known) -> Vec<Finding> {
    let ratios = (0..known.checklist.demands.len()).filter(|&demand| known.checklist.demands[demand].ratio.is_some());
    ratios.filter_map(|demand| roster_mismatch(known, demand)).collect()
}

/// The holder of the one certificate in a file, by its text or else by its name.
fn holder(known: &Known, file: usize) -> Option<Holder> {
    let content = known.facts.content(file);
    let pages = content.map_or(&[][..], |content| &content.pages);
    let persons: Vec<(&Page, &Person)> =
        pages.iter().flat_map(|page| page.said.persons.iter().map(move |person| (page, person))).collect();
    let names: BTreeSet<&str> = persons.iter().map(|(_, person)| person.name.as_str()).collect();
    match (persons.first(), names.len()) {
        (Some((page, person)), 1) => {
            let text: String =
                pages.iter().flat_map(|page| page.text.chars()).filter(|c| c.is_alphanumeric()).collect();
            let kind = KINDS.iter().filter_map(|word| text.split_once(word));
            let kind = kind.flat_map(|(_, behind)| behind.chars().take(KIND).chain([' '])).collect();
            let title = page.titles.first().map(|title| title.chars().filter(|c| c.is_alphanumeric()).collect());
            let sure = page.source == Source::Layer;
            Some(Holder { file, person: (*person).clone(), title, kind, sure })
        }
        (Some(_), _) => None,
        (None, _) => {
            let (name, kind) = named(known, file)?;
            let person = Person { name, ..Person::default() };
            Some(Holder { file, person, title: None, kind, sure: false })
        }
    }
}

/// The person and the certificate a file's own name gives: 张某电工证正面.
fn named(known: &Known, file: usize) -> Option<(String, String)> {
    let term = known.recognitions[file].candidates.iter().find_map(|candidate| match &candidate.reason {
        Reason::Term(term) | Reason::Maybe(term) => Some(term),
        _ => None,
    })?;
    let name = known.inventory.files[file].name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut rest = stem.replacen(&**term, " ", 1);
    if rest == stem {
        return None;
    }
    for side in SIDES {
        rest = rest.replace(side, " ");
    }
    let mut words = rest.split(|c: char| !matches!(c, '\u{3400}'..='\u{9fff}')).filter(|word| !word.is_empty());
    let person = words.next().filter(|word| (2..=3).contains(&word.chars().count()))?;
    words.next().is_none().then(|| (person.to_owned(), term.to_string()))
}

/// Whether two files are the same certificate of the same person.
fn alike(one: &Holder, other: &Holder) -> Alike {
    let ids = one.person.id.as_ref().zip(other.person.id.as_ref());
    if one.person.name != other.person.name || ids.is_some_and(|(one, other)| one != other) {
        return Alike::No;
    }
    let (Some(title), Some(with)) = (&one.title, &other.title) else {
        // Of one of them only the name is known, or no title was found.
        let by_name = one.title.is_none() && other.title.is_none();
        return if by_name && one.kind != other.kind { Alike::No } else { Alike::Perhaps };
    };
    if title != with || one.kind != other.kind {
        return Alike::No;
    }
    let numbers = one.person.certificate.as_ref().zip(other.person.certificate.as_ref());
    let renewed = numbers.is_some_and(|(one, other)| one != other);
    if one.sure && other.sure && !renewed { Alike::Certainly } else { Alike::Perhaps }
}

/// Persons on the rosters of a demand against the certificates beside them, where all of them were read.
fn roster_mismatch(known: &Known, demand: usize) -> Option<Finding> {
    let serves = |outcome: &Outcome| match outcome {
        Outcome::Counted { demand: of, also, .. } => *of == demand || also.contains(&demand),
        Outcome::Possible(demands) => demands.contains(&demand),
        Outcome::Refused { .. } | Outcome::SetAside | Outcome::LeftOver => false,
    };
    let files: Vec<usize> = (0..known.outcomes.len()).filter(|&file| serves(&known.outcomes[file])).collect();
    let contents: Option<Vec<(usize, &Content)>> = files
        .iter()
        .map(|&file| Some((file, known.facts.content(file).filter(|content| is_own_text(content))?)))
        .collect();
    let (rosters, others): (Vec<_>, Vec<_>) =
        contents?.into_iter().partition(|(_, content)| content.pages.iter().any(|page| page.said.roster.is_some()));
    let listed: BTreeSet<&str> = rosters.iter().flat_map(|(_, content)| names(content)).collect();
    let holders: BTreeSet<&str> =
        others.iter().filter(|(_, content)| is_certificate(content)).flat_map(|(_, content)| names(content)).collect();
    let (roster, _) = rosters.first()?;
    if holders.is_empty() || listed.is_empty() {
        return None;
    }
    // A manager's certificate may have been counted among those of the staff.
    let elsewhere: BTreeSet<&str> = known
        .counted()
        .filter(|&(_, of)| known.checklist.demands[of].by_person)
        .filter_map(|(file, _)| known.facts.content(file))
        .flat_map(names)
        .collect();
    let lacking = |from: &BTreeSet<&str>, found: &dyn Fn(&str) -> bool| -> Vec<String> {
        from.iter().filter(|name| !found(name)).map(|name| (*name).to_owned()).collect()
    };
    let without_certificate = lacking(&listed, &|name| holders.contains(name) || elsewhere.contains(name));
    let not_on_roster = lacking(&holders, &|name| listed.contains(name));
    (!without_certificate.is_empty() || !not_on_roster.is_empty()).then(|| {
        let problem = Problem::RosterMismatch { without_certificate, not_on_roster };
        Finding::new(Severity::Warning, Place::File(*roster, Some(known.checklist.demands[demand].item)), problem)
    })
}

/// Whether all of a document is text of its own.
fn is_own_text(content: &Content) -> bool {
    content.trouble.is_none()
        && !content.pages.is_empty()
        && content.pages.iter().all(|page| matches!(page.source, Source::Layer | Source::Blank))
}

fn is_certificate(content: &Content) -> bool {
    content.pages.iter().flat_map(|page| &page.titles).any(|title| title.contains('证') && !title.contains("名单"))
}

fn names(content: &Content) -> impl Iterator<Item = &str> {
    content.pages.iter().flat_map(|page| &page.said.persons).map(|person| person.name.as_str())
}
