//! Which demands one path may be evidence for.
//!
//! The file's own title speaks first. Only where it is silent do its folders speak, the nearest
//! first; a folder's number speaks last, and only where it can be nothing but the list's number.

use std::sync::Arc;

use super::contents::Contents;
use super::lexicon::Lexicon;
use super::title::{Named, Reading, Silence};
use super::twins;
use super::vocabulary::vocabulary;
use super::words::Scratch;
use crate::model::checklist::Checklist;
use crate::model::kind::{Kind, extension};
use crate::model::recognition::{Candidate, Near, NearWhy, Reason, Recognition};

/// Scores order the sorts of evidence; the length of the word decides within one sort.
mod score {
    pub(super) const GLOB: u16 = 9000;
    pub(super) const EXACT: u16 = 8000;
    pub(super) const TERM: u16 = 5000;
    pub(super) const FOLDER: u16 = 4000;
    pub(super) const NUMBER: u16 = 3000;
    pub(super) const EARLIER: u16 = 2000;
    pub(super) const MAYBE: u16 = 1000;
}

/// What the folders above a file say.
#[derive(Debug, Clone, Default)]
pub struct FolderReading {
    /// The nearest folder whose words name demands: its name, the demands.
    named: Option<(Arc<str>, Vec<FolderTerm>)>,
    /// The folders without what only says a format, hashed.
    document: u64,
    /// A template word in any folder.
    template: Option<Arc<str>>,
    /// The number of the top-level folder, its name, and whether it is nothing but the number.
    number: Option<(u32, Arc<str>, bool)>,
}

/// A demand a folder's words name.
#[derive(Debug, Clone)]
struct FolderTerm {
    demand: u16,
    chars: u16,
    /// The folder and the word, shared by all its files.
    words: Arc<(Arc<str>, Arc<str>)>,
}

/// How the folder numbers of a dossier are to be read.
#[derive(Debug, Clone, Copy)]
pub struct Numbering {
    /// How many folders deep the numbered folders lie (0: directly in the dossier).
    pub depth: usize,
    /// Whether bare folder numbers may be read as the list's numbers.
    pub trusted: bool,
}

impl Default for Numbering {
    fn default() -> Self {
        Self { depth: 0, trusted: true }
    }
}

/// Recognises paths against one checklist.
pub struct Recogniser<'a> {
    checklist: &'a Checklist,
    lexicon: Arc<Lexicon>,
    numbering: Numbering,
}

impl<'a> Recogniser<'a> {
    /// Compiles a checklist.
    pub fn new(checklist: &'a Checklist) -> Self {
        Self::with(checklist, Arc::new(Lexicon::new(checklist)))
    }

    /// With what the checklist was compiled to before.
    pub fn with(checklist: &'a Checklist, lexicon: Arc<Lexicon>) -> Self {
        Self { checklist, lexicon, numbering: Numbering::default() }
    }

    /// Reads titles printed in documents, by the same checklist.
    pub fn contents(&self) -> Contents<'a> {
        Contents::new(self.checklist, &self.lexicon.titles)
    }

    /// Learns from the top-level folders of a dossier how its numbers are to be read: below a single
    /// wrapping folder, and not at all where the numbering runs past the list's.
    pub fn with_folders<'f>(mut self, folders: impl Iterator<Item = &'f str> + Clone) -> Self {
        let mut scratch = Scratch::default();
        let mut lead = |name: &str| self.lexicon.titles.read(name, &mut scratch).lead.map(|lead| lead.value);
        let depth = wrapping_depth(&folders, &mut lead);
        let last = self.lexicon.last_number;
        let mut before = "";
        let trusted = folders.filter_map(|folder| folder.split('/').nth(depth)).all(|name| {
            let seen = std::mem::replace(&mut before, name) == name;
            seen || lead(name).is_none_or(|value| value <= last)
        });
        self.numbering = Numbering { depth, trusted };
        self
    }

    /// Reads the folders of a path; `folder` is relative, with `/`, empty at the top.
    pub fn read_folder(&self, folder: &str, scratch: &mut Scratch) -> FolderReading {
        let mut result = FolderReading::default();
        for (depth, name) in folder.split('/').filter(|name| !name.is_empty()).enumerate() {
            // An archive is a folder of its members.
            let packed = extension(name).filter(|ext| Kind::of_extension(ext) == Kind::Archive);
            let name = packed.map_or(name, |ext| &name[..name.len() - ext.len() - 1]);
            let reading = self.lexicon.titles.read(name, scratch);
            result.document = twins::fold_in(result.document, twins::without_format(scratch.folded.text()));
            if depth == self.numbering.depth
                && let Some(lead) = reading.lead
            {
                result.number = Some((lead.value, name.into(), lead.bare));
            }
            if result.template.is_none() {
                result.template.clone_from(&reading.template);
            }
            let named = if reading.exact.is_empty() { reading.head } else { reading.exact };
            if !named.is_empty() {
                let folder: Arc<str> = name.into();
                let term = |n: Named| FolderTerm {
                    demand: n.demand,
                    chars: n.chars,
                    words: Arc::new((Arc::clone(&folder), n.word)),
                };
                result.named = Some((Arc::clone(&folder), named.into_iter().map(term).collect()));
            }
        }
        result
    }

    /// Recognises one file: its path (for patterns), its own name, and what its folders say.
    pub fn recognise(&self, path: &str, name: &str, folder: &FolderReading, scratch: &mut Scratch) -> Recognition {
        let stem = extension(name).map_or(name, |ext| &name[..name.len() - ext.len() - 1]);
        let own = self.lexicon.titles.read(stem, scratch);
        let document = twins::fold_in(folder.document, scratch.folded.text());
        let mut found = std::mem::take(&mut scratch.found);
        let mut near = None;
        self.match_globs(path, &mut found);
        own_words(&own, &mut found);
        let certain = found.iter().any(|c| c.certain);
        let mut misfiled_in = None;
        if certain {
            misfiled_in = self.misfiled(&found, folder);
        } else if !own.other || own.policy.is_some() {
            near = self.ask_folders(&own, folder, &mut found);
        } else {
            near = folder.named.as_ref().and_then(|(name, named)| self.near_folder(name, named));
        }
        if own.unsealed.is_some() {
            found.iter_mut().for_each(|c| c.certain &= !self.checklist.demands[usize::from(c.demand)].sealed);
        }
        self.doubt_source_texts(name, &mut found);
        // Of equals the simple item comes first: a branch has alternatives.
        found.sort_by_key(|c| (std::cmp::Reverse((c.certain, c.score)), self.is_branch(c.demand), c.demand));
        keep_best_of_each(&mut found);
        if found.is_empty() && near.is_none() {
            near = self.near_by_name(&own, &scratch.core);
        }
        let refused = own.template.clone().or_else(|| folder.template.clone()).or_else(|| {
            // A pattern or an exact title of the list outranks a policy word.
            own.policy.clone().filter(|_| found.iter().all(|c| !c.certain || c.score < score::EXACT))
        });
        let candidates = found.drain(..).collect();
        scratch.found = found;
        Recognition {
            candidates,
            refused,
            unsealed: own.unsealed,
            count_mark: own.count_mark,
            misfiled_in,
            document,
            dates: Box::default(),
            near: near.map(Box::new),
            heard: None,
            records: None,
        }
    }

    fn is_branch(&self, demand: u16) -> bool {
        self.checklist.items[self.checklist.demands[usize::from(demand)].item].is_compound()
    }

    /// A program text or web page only may be evidence, unless the demand accepts its kind.
    fn doubt_source_texts(&self, name: &str, found: &mut [Candidate]) {
        let Some(ext) = extension(name) else { return };
        let kind = Kind::of_extension(ext);
        let doubtful = matches!(kind, Kind::Text | Kind::Html | Kind::Other);
        if doubtful && vocabulary().source.iter().any(|source| ext.eq_ignore_ascii_case(source)) {
            for c in found.iter_mut() {
                c.certain &= self.checklist.demands[usize::from(c.demand)].accept.contains(&kind);
            }
        }
    }

    fn match_globs(&self, path: &str, found: &mut Vec<Candidate>) {
        if self.lexicon.glob_owners.is_empty() {
            return;
        }
        let lower = path.to_lowercase();
        for index in self.lexicon.globs.matches(&lower) {
            let (demand, written) = &self.lexicon.glob_owners[index];
            found.push(candidate(*demand, score::GLOB, true, Reason::Glob(Arc::clone(written))));
        }
    }

    /// The file's own title names no demand: what its folders say.
    fn ask_folders(&self, own: &Reading, folder: &FolderReading, found: &mut Vec<Candidate>) -> Option<Near> {
        if let Some((_, named)) = &folder.named {
            for n in named {
                let agreed = own.maybe.iter().any(|m| m.demand == n.demand);
                let certain = agreed || own.silence <= Silence::Quiet;
                let rank = if certain { score::FOLDER } else { score::EARLIER };
                let reason = Reason::Folder(Arc::clone(&n.words));
                found.push(candidate(n.demand, rank + n.chars, certain, reason));
            }
            return None;
        }
        let (value, name, bare) = folder.number.as_ref()?;
        let (item, demand) = self.lexicon.numbers.get(value)?;
        if *bare && self.numbering.trusted && own.silence == Silence::Mute {
            if let Some(demand) = demand {
                found.push(candidate(*demand, score::NUMBER, true, Reason::FolderNumber(Arc::clone(name))));
                return None;
            }
            for demand in self.checklist.items[*item].demands() {
                let demand = u16::try_from(demand).unwrap_or(u16::MAX);
                found.push(candidate(demand, score::MAYBE, false, Reason::FolderNumber(Arc::clone(name))));
            }
            return None;
        }
        // A folder with words of its own means them, not its number.
        if !*bare || found.iter().any(|c| c.certain) {
            return None;
        }
        Some(Near { item: u16::try_from(*item).ok()?, why: NearWhy::Number(Arc::clone(name)) })
    }

    /// The demand of the folder, where it belongs to another item than the file's own title.
    fn misfiled(&self, found: &[Candidate], folder: &FolderReading) -> Option<u16> {
        let item = |demand: u16| self.checklist.demands[usize::from(demand)].item;
        let folder_demand = match (&folder.named, &folder.number) {
            (Some((_, named)), _) => named.first()?.demand,
            (None, Some((value, _, true))) if self.numbering.trusted => {
                let (item, _) = self.lexicon.numbers.get(value)?;
                u16::try_from(self.checklist.items[*item].demands().next()?).ok()?
            }
            _ => return None,
        };
        let folder_items: Vec<usize> = match &folder.named {
            Some((_, named)) => named.iter().map(|n| item(n.demand)).collect(),
            None => vec![item(folder_demand)],
        };
        let agrees = found.iter().any(|c| folder_items.contains(&item(c.demand)));
        (!agrees).then_some(folder_demand)
    }

    fn near_folder(&self, name: &Arc<str>, named: &[FolderTerm]) -> Option<Near> {
        let demand = &self.checklist.demands[usize::from(named.first()?.demand)];
        Some(Near { item: u16::try_from(demand.item).ok()?, why: NearWhy::Folder(Arc::clone(name)) })
    }

    /// A slip of the pen in the title, or a number the name begins with.
    fn near_by_name(&self, own: &Reading, core: &str) -> Option<Near> {
        if let Some((demand, word)) = self.lexicon.typos.find(core) {
            let item = self.checklist.demands[usize::from(demand)].item;
            return Some(Near { item: u16::try_from(item).ok()?, why: NearWhy::Typo(word) });
        }
        let lead = own.lead.filter(|_| own.silence == Silence::Mute)?;
        let (item, _) = self.lexicon.numbers.get(&lead.value)?;
        Some(Near { item: u16::try_from(*item).ok()?, why: NearWhy::Number(lead.value.to_string().into()) })
    }
}

fn own_words(own: &Reading, found: &mut Vec<Candidate>) {
    for n in &own.exact {
        found.push(candidate(n.demand, score::EXACT + n.chars, true, Reason::Title(Arc::clone(&n.word))));
    }
    for n in &own.head {
        found.push(candidate(n.demand, score::TERM + n.chars, true, Reason::Term(Arc::clone(&n.word))));
    }
    for n in &own.earlier {
        found.push(candidate(n.demand, score::EARLIER + n.chars, false, Reason::Term(Arc::clone(&n.word))));
    }
    for n in &own.maybe {
        found.push(candidate(n.demand, score::MAYBE + n.chars, false, Reason::Maybe(Arc::clone(&n.word))));
    }
}

/// Of several candidates for one demand, the first stays.
fn keep_best_of_each(found: &mut Vec<Candidate>) {
    let mut at = 1;
    while at < found.len() {
        let demand = found[at].demand;
        if found[..at].iter().any(|c| c.demand == demand) {
            found.remove(at);
        } else {
            at += 1;
        }
    }
}

fn candidate(demand: u16, score: u16, certain: bool, reason: Reason) -> Candidate {
    Candidate { demand, score, certain, reason }
}

/// How many folders all paths share before any of them is numbered. Files that lie beside a shared
/// folder do not unwrap it.
fn wrapping_depth<'f>(
    folders: &(impl Iterator<Item = &'f str> + Clone),
    lead: &mut impl FnMut(&str) -> Option<u32>,
) -> usize {
    let mut depth = 0;
    loop {
        let mut names =
            folders.clone().filter_map(|folder| folder.split('/').nth(depth)).filter(|name| !name.is_empty());
        let Some(first) = names.next() else { return depth };
        if lead(first).is_some() || names.any(|name| name != first) {
            return depth;
        }
        depth += 1;
    }
}
