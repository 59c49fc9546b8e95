//! Reading what the files say: which are read, by whom, and what they turn out to hold.

use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::{Opened, PackedSettings};
use crate::content::{self, Options};
use crate::inventory::{Opener, SETTINGS_FILE, listed};
use crate::model::content::{Content, Format, Member, Reading};
use crate::model::facts::Facts;
use crate::model::inventory::{File, Inventory, Never};
use crate::model::kind::{Kind, extension};

/// How the files of a dossier are read.
pub struct Reader<'a> {
    /// Where their bytes come from.
    pub opener: &'a dyn Opener,
    /// The limits, and what reads scans.
    pub options: &'a Options,
    /// Only the names in archives are wanted.
    pub names_only: bool,
    /// Reads files on disk, if that is not to be done here.
    pub read: Option<&'a ReadFiles<'a>>,
    /// Told now and then how many files have been read, of how many.
    pub progress: Option<&'a (dyn Fn(usize, usize) + Sync)>,
}

impl<'a> Reader<'a> {
    /// Reads every file in this process, one a thread.
    pub fn here(opener: &'a dyn Opener, options: &'a Options) -> Self {
        Self { opener, options, names_only: false, read: None, progress: None }
    }
}

/// Reads some files of the inventory, in order; a flag asks for a digest even where nothing else is read.
pub type ReadFiles<'a> = dyn Fn(&[(&File, bool)]) -> Vec<Reading> + Sync + 'a;

/// How many files are read in one go.
const BATCH: usize = 8;

/// Reads every file that may be evidence.
pub(super) fn open(inventory: Inventory, reader: &Reader<'_>) -> Opened {
    let is_readable = |file: &&File| file.never.is_none() && file.size != Some(0);
    let mut sizes: HashMap<u64, bool> = HashMap::new();
    for file in inventory.files.iter().filter(is_readable) {
        sizes.entry(file.size.unwrap_or(0)).and_modify(|shared| *shared = true).or_insert(false);
    }
    let shares = |file: &File| sizes.get(&file.size.unwrap_or(0)).copied().unwrap_or(false);
    let readable: Vec<(&File, bool)> = inventory.files.iter().filter(is_readable).map(|f| (f, shares(f))).collect();
    let done = AtomicUsize::new(0);
    let read: Vec<Reading> = readable
        .par_chunks(BATCH)
        .flat_map_iter(|batch| {
            let readings = match reader.read {
                Some(read) => read(batch),
                None => batch.iter().map(|(file, _)| read_here(file, reader)).collect(),
            };
            if let Some(progress) = reader.progress {
                progress(done.fetch_add(batch.len(), Ordering::Relaxed) + batch.len(), readable.len());
            }
            readings
        })
        .collect();
    let mut read = read.into_iter();
    let readings: Vec<Option<Reading>> =
        inventory.files.iter().map(|file| if is_readable(&file) { read.next() } else { None }).collect();
    let mut opened = Opened {
        inventory: Inventory { files: Vec::with_capacity(inventory.files.len()), ..inventory.clone_head() },
        facts: Facts { opened: !reader.names_only, ..Facts::default() },
        digests: Vec::with_capacity(inventory.files.len()),
        settings: None,
        packed_texts: HashMap::new(),
    };
    opened.facts.ocr = reader.options.ocr.as_ref().map(|engine| format!("tesseract {}", engine.version));
    // A dossier that is one archive is what lies in it.
    let packed = inventory.packed;
    for (file, reading) in inventory.files.into_iter().zip(readings) {
        let folder = if packed { String::new() } else { format!("{}/", file.path) };
        opened.add(file, reading, &folder);
    }
    opened.set_settings_aside();
    opened
}

/// Reads a file in this process.
fn read_here(file: &File, reader: &Reader<'_>) -> Reading {
    let limit = reader.options.limits.bytes;
    let bytes = reader.opener.open(file).and_then(|source| {
        let mut bytes = Vec::new();
        source.take(limit + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    match bytes {
        Ok(bytes) => content::read(file.name(), &bytes, reader.options),
        Err(error) => Reading { unreadable: Some(error.to_string()), ..Reading::default() },
    }
}

impl Opened {
    /// Adds a file, and after it what lies in it, below `folder`.
    fn add(&mut self, mut file: File, reading: Option<Reading>, folder: &str) {
        let index = self.inventory.files.len();
        let Some(Reading { digest, content, unreadable, members, .. }) = reading else {
            return self.push(file, None, None);
        };
        if let Some(error) = unreadable {
            self.facts.unreadable.insert(index, error);
            return self.push(file, None, digest);
        }
        if !self.facts.opened {
            file.never = file.never.or((!members.is_empty()).then_some(Never::Container));
            self.push(file, None, None);
            return self.unpack(members, folder);
        }
        file.kind = kind(&file, content.format);
        if !members.is_empty() {
            file.never = Some(Never::Container);
        }
        self.push(file, Some(content), digest);
        self.unpack(members, folder);
    }

    /// Adds what lies in an archive.
    fn unpack(&mut self, mut members: Vec<Member>, folder: &str) {
        members.sort_by(|a, b| a.path.split('/').cmp(b.path.split('/')).then_with(|| a.raw.cmp(&b.raw)));
        for mut member in members {
            let path = format!("{folder}{}", member.path);
            let mut inner = listed(path.as_bytes());
            if let Some(raw) = member.raw {
                inner.set_raw(raw);
            }
            inner.size = Some(member.size);
            let below = format!("{path}/");
            let readable = inner.never.is_none() && member.size > 0;
            if let Some(text) = member.reading.settings.take() {
                self.packed_texts.insert(path, text);
            }
            self.add(inner, readable.then_some(member.reading), &below);
        }
    }

    /// Of a dossier that is an archive: its settings lie at its top, or in the only folder there is at its top.
    fn set_settings_aside(&mut self) {
        let mut texts = std::mem::take(&mut self.packed_texts);
        let Inventory { files, packed: true, name, .. } = &mut self.inventory else { return };
        let mut tops = files.iter().skip(1).filter(|file| file.never.is_none()).map(|file| file.path.split_once('/'));
        let only = tops.next().flatten().map(|(top, _)| top.to_owned());
        let only = only.filter(|only| tops.all(|top| top.is_some_and(|(top, _)| top == only)));
        let folder = only.unwrap_or_default();
        let place = if folder.is_empty() { SETTINGS_FILE.to_owned() } else { format!("{folder}/{SETTINGS_FILE}") };
        let found = files.iter_mut().enumerate().skip(1).find(|(_, file)| *file.path == *place && file.never.is_none());
        let Some((index, file)) = found else { return };
        file.never = Some(Never::Settings);
        self.facts.contents[index] = None;
        self.digests[index] = None;
        let text = texts.remove(&place).or_else(|| (file.size == Some(0)).then(String::new));
        self.settings = Some(PackedSettings { path: format!("{name}/{place}"), folder, text });
    }

    fn push(&mut self, file: File, content: Option<Content>, digest: Option<[u8; 32]>) {
        self.inventory.files.push(file);
        self.facts.contents.push(content.map(Arc::new));
        self.digests.push(digest);
    }
}

/// The kind of document a file is, from its extension and its bytes.
fn kind(file: &File, format: Format) -> Kind {
    // Files of the newer formats are packed: under their extensions no program opens text.
    const PACKED: [&str; 11] = ["docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "odt", "ods", "odp"];
    let extension = extension(file.name()).unwrap_or_default().to_ascii_lowercase();
    match (file.named_kind(), format) {
        (_, Format::Text | Format::Csv | Format::Html) if PACKED.contains(&&*extension) => format.kind(),
        // An office program opens a web page or table as text under its own extension.
        (named @ (Kind::Word | Kind::Excel | Kind::Slides), Format::Html)
        | (named @ (Kind::Excel | Kind::Word), Format::Text | Format::Csv) => named,
        (named @ (Kind::Other | Kind::Html | Kind::Text), Format::Text | Format::Csv | Format::Html) => named,
        (named, Format::Other | Format::EncryptedOffice) => named,
        (_, format) => format.kind(),
    }
}
