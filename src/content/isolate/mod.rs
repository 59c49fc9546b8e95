//! Parsers of files nobody vouches for run in child processes of this same program, which have
//! little memory and little time: a file that kills its reader costs itself and nothing else.

pub(super) mod child;
mod file;
mod protocol;
mod worker;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use child::serve;

use super::Options;
use crate::model::content::{Abandoned, Reading, Trouble};
use worker::Worker;

/// The only argument of a child.
pub const ARGUMENT: &str = "read-files";

/// Whether the arguments of this process say it is a child, which is to call [`serve`] and nothing else.
pub fn asked_to_serve(args: impl IntoIterator<Item = OsString>) -> bool {
    let mut args = args.into_iter().skip(1);
    args.next().is_some_and(|first| first == ARGUMENT) && args.next().is_none()
}

/// One file to be read.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Where it lies.
    pub path: &'a Path,
    /// Its own name: where bytes do not tell the format, the extension does.
    pub name: &'a str,
    /// Its bytes, if it does not lie on disk; the path is not opened then.
    pub bytes: Option<&'a [u8]>,
    /// Only its format and, of an archive, the names and sizes of what lies in it.
    pub names_only: bool,
    /// Whether its digest is wanted even where nothing else needs all of its bytes.
    pub digest: bool,
}

/// What a child may use up.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Bytes of memory, where the system can limit it.
    pub memory: u64,
    /// Time for one file, or one member of an archive.
    pub time: Duration,
    /// Time on top, if scans are read.
    pub ocr: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { memory: 2 << 30, time: Duration::from_secs(20), ocr: Duration::from_secs(90) }
    }
}

/// The children, at most as many as jobs. To be called from as many threads as one likes.
#[derive(Debug)]
pub struct Pool {
    program: PathBuf,
    options: Options,
    bounds: Bounds,
    jobs: usize,
    state: Mutex<State>,
    returned: Condvar,
    in_process: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Worker>,
    /// Children there are, idle or not.
    alive: usize,
}

impl Pool {
    /// A pool of children of `program`, which is this program; none is started before it is needed.
    pub fn new(program: PathBuf, options: Options, jobs: usize) -> Self {
        let (bounds, state) = (Bounds::default(), Mutex::default());
        let (returned, in_process) = (Condvar::new(), AtomicBool::new(false));
        Self { program, options, bounds, jobs: jobs.max(1), state, returned, in_process }
    }

    /// The same pool with other bounds.
    #[must_use]
    pub fn bounded(self, bounds: Bounds) -> Self {
        Self { bounds, ..self }
    }

    /// Whether files are read in children. Where none could be started, they are read in this process.
    pub fn isolated(&self) -> bool {
        !self.in_process.load(Ordering::Relaxed)
    }

    /// Reads files one after another, in one child as long as it lives: one reading for each request.
    pub fn read(&self, requests: &[Request<'_>]) -> Vec<Reading> {
        let mut readings = Vec::with_capacity(requests.len());
        while let Some(rest) = requests.get(readings.len()..).filter(|rest| !rest.is_empty()) {
            if let Err(why) = self.attempt(rest, &mut readings)
                && let Some(request) = requests.get(readings.len())
            {
                readings.push(self.remains(*request, why));
            }
        }
        readings
    }

    /// Reads the first few requests. An error is about the first one that has no reading then.
    fn attempt(&self, requests: &[Request<'_>], readings: &mut Vec<Reading>) -> Result<(), Abandoned> {
        let Some(mut worker) = self.take() else {
            readings.extend(requests.iter().map(|request| child::read(request, &self.options)));
            return Ok(());
        };
        let done = worker.read(worker::window(requests), self.time(), readings);
        self.give_back(done.is_ok().then_some(worker));
        done
    }

    /// What can still be said of a file that cost its reader: its format and the names in it.
    fn remains(&self, request: Request<'_>, why: Abandoned) -> Reading {
        let again = [Request { names_only: true, digest: false, ..request }];
        let mut readings = Vec::new();
        if !request.names_only {
            // A second failure leaves nothing to be said.
            let _ = self.attempt(&again, &mut readings);
        }
        let mut reading = readings.pop().unwrap_or_default();
        reading.content.trouble = Some(Trouble::Abandoned(why));
        reading
    }

    /// A small picture of a page, counted from 1, of a PDF or a picture on disk, in PNG; `None` if there is none to
    /// be had. It is only ever made in a child.
    pub fn thumbnail(&self, path: &Path, name: &str, page: u32) -> Option<Vec<u8>> {
        let mut worker = self.take()?;
        let made = worker.thumbnail(path, name, page, self.bounds.time);
        self.give_back(made.is_ok().then_some(worker));
        made.ok().flatten()
    }

    fn time(&self) -> Duration {
        self.bounds.time + self.options.ocr.as_ref().map_or(Duration::ZERO, |_| self.bounds.ocr)
    }

    /// An idle child or a new one; waits if there are enough. `None` if there is none to be had.
    fn take(&self) -> Option<Worker> {
        let mut state = self.state();
        loop {
            if let Some(worker) = state.idle.pop() {
                return Some(worker);
            }
            if !self.isolated() {
                return None;
            }
            if state.alive < self.jobs {
                break;
            }
            state = self.returned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.alive += 1;
        drop(state);
        let started = Worker::start(&self.program, self.bounds.memory, &self.options);
        if started.is_err() {
            self.in_process.store(true, Ordering::Relaxed);
            self.give_back(None);
        }
        started.ok()
    }

    /// A child to be used again, or `None` for one that is no more.
    fn give_back(&self, worker: Option<Worker>) {
        let mut state = self.state();
        match worker {
            Some(worker) => state.idle.push(worker),
            None => state.alive = state.alive.saturating_sub(1),
        }
        drop(state);
        if self.isolated() {
            self.returned.notify_one();
        } else {
            self.returned.notify_all();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lone_argument_makes_a_child() {
        let asked = |args: &[&str]| asked_to_serve(args.iter().map(OsString::from));
        assert!(asked(&["dossier", "read-files"]));
        assert!(!asked(&["dossier", "read-files", "a"]) && !asked(&["dossier"]) && !asked(&["read-files"]));
    }

    #[test]
    fn without_children_files_are_read_here() {
        let pool = Pool::new("/nowhere/dossier".into(), Options::default(), 2);
        assert!(pool.isolated());
        let request = Request { path: "".as_ref(), name: "a", bytes: Some(b"x"), names_only: false, digest: false };
        let readings = pool.read(&[request, request]);
        assert!(!pool.isolated());
        assert_eq!(readings.len(), 2);
        assert!(readings.iter().all(|reading| reading.digest.is_some()));
        assert!(pool.read(&[]).is_empty());
    }
}
