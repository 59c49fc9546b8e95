//! What the dossiers of one run share: the day, the readers, and checklists read once.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dossier::content::Options;
use dossier::content::isolate::Pool;
use dossier::matching::Lexicon;
use dossier::model::checklist::Checklist;

use super::args::HowArgs;
use super::{Failure, disk, reading};

/// No more lists are kept: each costs a megabyte or two.
const KEPT: usize = 64;

/// What the dossiers of one run share.
pub(crate) struct Run<'a> {
    /// How each is checked and read.
    pub(crate) how: &'a HowArgs,
    /// The day to judge on.
    pub(crate) today: jiff::civil::Date,
    /// The limits of reading, and what reads scans.
    pub(crate) options: Options,
    /// The children that read.
    pub(crate) pool: Pool,
    /// The checklists.
    pub(crate) lists: Lists,
}

impl<'a> Run<'a> {
    /// Prepares a run; starts threads, and no child before the first file is read.
    pub(crate) fn new(how: &'a HowArgs, reads: bool) -> Result<Self, Failure> {
        if let Some(jobs) = how.jobs {
            // Only fails if a pool exists already, and none does.
            let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
        }
        let now = || Ok(jiff::Zoned::now().date());
        let today = how.today.as_deref().map_or_else(now, |text| super::assessing::day("--today", text))?;
        let options = if reads { reading::options(how)? } else { Options::default() };
        let program = std::env::current_exe().unwrap_or_default();
        let pool = Pool::new(program, options.clone(), rayon::current_num_threads());
        Ok(Self { how, today, options, pool, lists: Lists::default() })
    }

    /// How many dossiers are open at a time.
    pub(crate) fn jobs() -> NonZeroUsize {
        NonZeroUsize::new(rayon::current_num_threads()).unwrap_or(NonZeroUsize::MIN)
    }
}

/// A checklist and what it was compiled to.
#[derive(Clone)]
pub(crate) struct List {
    pub(crate) checklist: Arc<Checklist>,
    pub(crate) lexicon: Arc<Lexicon>,
}

/// Checklists, each read once, by the name it goes by.
#[derive(Default)]
pub(crate) struct Lists(Mutex<HashMap<String, List>>);

impl Lists {
    /// A list by id or file name. Files that say the same are one list.
    pub(crate) fn get(&self, name: &str) -> Result<List, Failure> {
        // Held while a list is read, so that threads that want the same wait for it.
        let mut known = self.known();
        if let Some(list) = known.get(name) {
            return Ok(list.clone());
        }
        let checklist = disk::checklist(name)?;
        let twin = known.values().find(|list| list.checklist == checklist).cloned();
        let list = twin.unwrap_or_else(|| List { lexicon: Arc::new(Lexicon::new(&checklist)), checklist });
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(name.to_owned(), list.clone());
        Ok(list)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, List>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
