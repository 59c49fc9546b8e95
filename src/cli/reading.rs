//! How `check` and `score` read files: in child processes, with what was remembered, and a progress bar.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use dossier::content::Options;
use dossier::content::cache::{self, Cache, Entry, Stamp};
use dossier::content::isolate::{Pool, Request};
use dossier::content::ocr::{Absent, Engine};
use dossier::inventory::{Folder, Opener};
use dossier::model::content::{Reading, Trouble};
use dossier::model::inventory::File;
use dossier::model::text::Lang;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{HowArgs, Ocr};
use super::shared::Run;
use super::{Context, Failure};

/// A bar is drawn only for work that takes a while: so many files, or more than one dossier.
const LONG: usize = 200;

/// Reads the files of one folder, or one archive.
pub(crate) struct Files<'a> {
    folder: &'a Folder,
    root: PathBuf,
    pool: &'a Pool,
    key: String,
    names_only: bool,
    remembered: Option<Cache>,
    /// What was read and is to be remembered; `None` if nothing is.
    fresh: Option<Mutex<Vec<Entry>>>,
}

/// The limits, and what reads scans.
pub(crate) fn options(args: &HowArgs) -> Result<Options, Failure> {
    let ocr = match (args.ocr, args.ocr != Ocr::Off) {
        (_, false) => None,
        (wish, true) => match (Engine::find(), wish) {
            (Ok(engine), _) => Some(engine),
            (Err(absent), Ocr::On) => return Err(no_ocr(&absent)),
            (Err(_), _) => None,
        },
    };
    Ok(Options { ocr, ..Options::default() })
}

fn no_ocr(absent: &Absent) -> Failure {
    let what = match absent {
        Absent::Program => "tesseract",
        Absent::Chinese => "chi_sim",
    };
    Failure::told(
        format!("--ocr on 需要 {what}，这台电脑上没有；运行 dossier doctor 看怎么装，或用 --ocr auto"),
        format!(
            "--ocr on needs {what}, which is not installed; `dossier doctor` says how to get it, or use --ocr auto"
        ),
    )
}

impl<'a> Files<'a> {
    /// Prepares to read; no process is started before the first file is read.
    pub(crate) fn new(run: &'a Run<'_>, dir: &Path, folder: &'a Folder) -> Self {
        let (args, options) = (run.how, &run.options);
        let root = std::fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
        let key = options.ocr.as_ref().map_or("off".to_owned(), |e| format!("{} {}", e.version, e.languages));
        let remembers = !args.no_cache && !args.names_only && cache::folder().is_some();
        let remembered = (remembers && !args.verify).then(|| Cache::load(&root, &key));
        Self {
            folder,
            root,
            pool: &run.pool,
            key,
            names_only: args.names_only,
            remembered,
            fresh: remembers.then(Mutex::default),
        }
    }

    /// Reads some files: what has not changed is remembered, the rest goes to a child process.
    pub(crate) fn read(&self, files: &[(&File, bool)]) -> Vec<Reading> {
        let mut readings: Vec<Option<Reading>> =
            files.iter().map(|(file, digest)| self.recall(file, *digest)).collect();
        let open: Vec<usize> = (0..files.len()).filter(|&at| readings[at].is_none()).collect();
        if open.is_empty() {
            return readings.into_iter().flatten().collect();
        }
        let paths: Vec<PathBuf> = files.iter().map(|(file, _)| self.folder.path(file).unwrap_or_default()).collect();
        let requests: Vec<Request<'_>> = open
            .iter()
            .map(|&at| Request {
                path: &paths[at],
                name: files[at].0.name(),
                bytes: None,
                names_only: self.names_only,
                digest: files[at].1,
            })
            .collect();
        for (at, reading) in open.into_iter().zip(self.pool.read(&requests)) {
            self.remember(files[at].0, &reading);
            readings[at] = Some(reading);
        }
        readings.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// What a file said last time. One that is not read to its end has no digest until another has its size.
    fn recall(&self, file: &File, digest: bool) -> Option<Reading> {
        let reading = self.remembered.as_ref()?.get(&stamp(file)?)?;
        let gave_up = matches!(reading.content.trouble, Some(Trouble::Abandoned(_)));
        (!digest || reading.digest.is_some() || gave_up).then_some(reading)
    }

    /// Notes what was read.
    fn remember(&self, file: &File, reading: &Reading) {
        let Some(fresh) = &self.fresh else { return };
        let Some(stamp) = stamp(file).filter(|_| reading.unreadable.is_none()) else { return };
        let Some(entry) = Entry::new(&stamp, reading) else { return };
        let Ok(mut fresh) = fresh.lock() else { return };
        fresh.push(entry);
    }

    /// Writes down what was read. A cache that cannot be written costs time, not correctness.
    pub(crate) fn keep(self) {
        let Some(read) = self.fresh.and_then(|fresh| fresh.into_inner().ok()).filter(|read| !read.is_empty()) else {
            return;
        };
        let mut entries = self.remembered.map(Cache::used).unwrap_or_default();
        entries.extend(read);
        let _ = Cache::store(&self.root, &self.key, entries);
    }
}

fn stamp(file: &File) -> Option<Stamp<'_>> {
    let stamp = file.stamp?;
    let modified = (stamp.seconds, stamp.nanoseconds);
    Some(Stamp { path: &file.path, size: file.size?, modified, file_id: stamp.id })
}

/// A bar on standard error while many files are read, or dossiers checked; nothing where nobody watches.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    /// For how much it is drawn.
    least: usize,
}

impl Progress {
    /// Over the files of one dossier.
    pub(crate) fn files(context: &Context, quiet: bool) -> Self {
        let template = match context.lang {
            Lang::Zh => "正在读文件 {pos}/{len} {wide_bar} 还要 {eta}",
            Lang::En => "reading files {pos}/{len} {wide_bar} {eta} left",
        };
        Self::new(template, quiet, LONG)
    }

    /// Over dossiers.
    pub(crate) fn dossiers(context: &Context, quiet: bool) -> Self {
        let template = match context.lang {
            Lang::Zh => "正在核对资料夹 {pos}/{len} {wide_bar} 还要 {eta}",
            Lang::En => "checking dossiers {pos}/{len} {wide_bar} {eta} left",
        };
        Self::new(template, quiet, 2)
    }

    fn new(template: &str, quiet: bool, least: usize) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self { bar: None, least };
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(8));
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar: Some(bar), least }
    }

    /// Tells how many of how many are done.
    pub(crate) fn tell(&self, done: usize, total: usize) {
        if let Some(bar) = &self.bar
            && total >= self.least
        {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
