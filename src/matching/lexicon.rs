//! A checklist compiled for recognition: made once, used for any number of dossiers.

use std::collections::HashMap;
use std::sync::Arc;

use regex::RegexSet;

use super::globs;
use super::title::TitleReader;
use super::typo::Typos;
use crate::model::checklist::Checklist;

/// The words, patterns and numbers of one checklist, indexed.
pub struct Lexicon {
    pub(super) titles: TitleReader,
    pub(super) globs: RegexSet,
    /// For each pattern of `globs`: the demand and the pattern as written.
    pub(super) glob_owners: Vec<(u16, Arc<str>)>,
    /// The list's numbers: the item, and its demand if it has just one.
    pub(super) numbers: HashMap<u32, (usize, Option<u16>)>,
    pub(super) last_number: u32,
    pub(super) typos: Typos,
}

impl Lexicon {
    /// Compiles a checklist.
    pub fn new(checklist: &Checklist) -> Self {
        let (globs, glob_owners) = globs::compile(checklist);
        let numbers = checklist
            .items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| {
                let no = item.no.as_deref()?.parse().ok()?;
                let only = if item.is_compound() { None } else { item.demands().next() };
                Some((no, (index, only.and_then(|d| u16::try_from(d).ok()))))
            })
            .collect();
        Self {
            titles: TitleReader::new(checklist),
            globs,
            glob_owners,
            numbers,
            last_number: checklist.last_number().unwrap_or(0),
            typos: Typos::new(checklist.demands.iter().enumerate().flat_map(|(index, demand)| {
                let index = u16::try_from(index).unwrap_or(u16::MAX);
                demand.matching.terms.iter().chain(&demand.matching.titles).map(move |word| (index, word.as_str()))
            })),
        }
    }
}
