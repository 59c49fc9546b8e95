//! One dossier on the command line: what lies in it, what it is checked against, and the judgement.

use std::path::Path;
use std::sync::Arc;

use dossier::checklist;
use dossier::i18n;
use dossier::inventory::{self, Folder, SETTINGS_FILE, WalkError};
use dossier::matching::Lexicon;
use dossier::model::assessment::Assessment;
use dossier::model::assignment::Outcome;
use dossier::model::inventory::{File, Inventory, Never};
use dossier::model::kind::Kind;
use dossier::model::settings::{Mode, Settings};
use dossier::model::text::Lang;
use dossier::pipeline::{self, Opened, PackedSettings, Reader, Request};

use super::args::ModeArg;
use super::reading::{Files, Progress};
use super::shared::{List, Run};
use super::{Context, Failure, disk};

/// The list used when nobody names one.
pub(crate) const DEFAULT_CHECKLIST: &str = "gbt27922";

/// A dossier to be checked: where it lies.
pub(crate) struct Dossier<'a> {
    /// The folder or archive.
    pub(crate) dir: &'a Path,
    /// A list of paths instead.
    pub(crate) files_from: Option<&'a Path>,
    /// No progress bar.
    pub(crate) quiet: bool,
    /// One of several: if it is empty, a client has handed in nothing yet; one alone was named by mistake.
    pub(crate) among: bool,
}

/// A dossier of which is known what lies in it and what it is checked against.
pub(crate) struct Prepared {
    found: Found,
    /// The list, the stages, the day, the settings.
    pub(crate) request: Request,
    lexicon: Arc<Lexicon>,
}

enum Found {
    Listed(Inventory),
    Opened(Box<Opened>),
}

/// The text of `dossier.yaml`.
struct Said {
    /// The file's name in messages.
    name: String,
    /// The folder it lies in, within an archive.
    folder: String,
    text: String,
}

impl Dossier<'_> {
    /// Lists it and reads its settings; of a folder no other file is opened.
    pub(crate) fn prepare(&self, context: &Context, run: &Run<'_>) -> Result<Prepared, Failure> {
        let inventory = self.inventory()?;
        if !self.among && inventory.files.is_empty() && inventory.folders == 0 && inventory.unreadable.is_empty() {
            let name = &inventory.name;
            return Err(Failure::told(
                format!("「{name}」里什么也没有，没有东西可查；请指向放材料的文件夹"),
                format!("`{name}` is empty, there is nothing to check; name the folder that holds the materials"),
            ));
        }
        // Only an archive must be opened to see what it says about itself.
        let found = if inventory.packed {
            Found::Opened(Box::new(self.open(context, run, inventory)))
        } else {
            Found::Listed(inventory)
        };
        let said = match &found {
            Found::Listed(inventory) => self.said(inventory)?,
            Found::Opened(opened) => opened.settings().map(said_in_archive).transpose()?,
        };
        let named = said.as_ref().and_then(|said| checklist::named_checklist(&said.text));
        let List { checklist: list, lexicon } = match (&run.how.checklist, &named) {
            (Some(name), _) => run.lists.get(name)?,
            (None, Some(name)) if checklist::built_in(name).is_some() => run.lists.get(name)?,
            (None, Some(name)) => run.lists.get(&self.dir.join(name).to_string_lossy())?,
            (None, None) => run.lists.get(DEFAULT_CHECKLIST)?,
        };
        let settings = match said {
            None => Settings::default(),
            Some(Said { name, folder, text }) => {
                let settings = checklist::load_settings(&name, &text, &list).map_err(Failure::Problems)?;
                Settings { folder, ..settings }
            }
        };
        let mode = run.how.mode.map_or(settings.mode, |mode| match mode {
            ModeArg::Submit => Mode::Submit,
            ModeArg::Draft => Mode::Draft,
        });
        let settings = Settings { mode, ..settings };
        let stages = match (&run.how.stage, &settings.stage) {
            (Some(stages), _) => stages.clone(),
            (None, Some(stages)) => stages.clone(),
            (None, None) => list.default_stages(),
        };
        disk::check_stages(&list, &stages)?;
        if (0..list.items.len()).all(|item| !list.is_due(item, &stages)) {
            let names = stages.join(", ");
            return Err(Failure::told(
                format!("清单在阶段「{names}」没有任何材料，没有东西可查"),
                format!("the list has no items in the stage `{names}`, there is nothing to check"),
            ));
        }
        let request = Request { checklist: list, stages, today: run.today, settings };
        Ok(Prepared { found, request, lexicon })
    }

    /// Reads its files and judges it.
    pub(crate) fn judge(&self, context: &Context, run: &Run<'_>, prepared: Prepared) -> Result<Assessment, Failure> {
        let opened = match prepared.found {
            Found::Opened(opened) => *opened,
            Found::Listed(inventory) if self.files_from.is_some() || run.how.names_only => {
                pipeline::open(inventory, None)
            }
            Found::Listed(inventory) => self.open(context, run, inventory),
        };
        let assessment = opened.check_with(prepared.request, prepared.lexicon);
        if assessment.inventory.packed && assessment.inventory.files.len() < 2 {
            return Err(no_archive(&assessment));
        }
        Ok(assessment)
    }

    /// Reads what the files say.
    fn open(&self, context: &Context, run: &Run<'_>, inventory: Inventory) -> Opened {
        let folder = Folder::new(if inventory.packed { self.dir.parent().unwrap_or(Path::new("")) } else { self.dir });
        let files = Files::new(run, self.dir, &folder);
        let progress = Progress::files(context, self.quiet);
        let read = |batch: &[(&File, bool)]| files.read(batch);
        let tell = |done: usize, total: usize| progress.tell(done, total);
        let reader = Reader {
            opener: &folder,
            options: &run.options,
            names_only: run.how.names_only,
            read: Some(&read),
            progress: Some(&tell),
        };
        let opened = pipeline::open(inventory, Some(&reader));
        progress.end();
        files.keep();
        opened
    }

    fn inventory(&self) -> Result<Inventory, Failure> {
        if let Some(list) = self.files_from {
            let bytes = disk::named(list)?;
            return Ok(inventory::from_list(&list.display().to_string(), &bytes));
        }
        match inventory::walk(self.dir) {
            Ok(inventory) => Ok(inventory),
            Err(WalkError::NotAFolder(path)) => named_file(&path),
            Err(WalkError::Absent(path)) => {
                let path = inventory::shown(&path);
                Err(Failure::told(
                    format!("没有「{path}」这个文件夹；请检查路径，或把文件夹拖到程序上"),
                    format!("there is no folder `{path}`; check the path"),
                ))
            }
            Err(WalkError::Unreadable(path, error)) => {
                let path = inventory::shown(&path);
                Err(Failure::told(
                    format!("打不开文件夹「{path}」：{error}"),
                    format!("cannot open the folder `{path}`: {error}"),
                ))
            }
        }
    }

    /// The text of `dossier.yaml`, if the dossier has one.
    fn said(&self, inventory: &Inventory) -> Result<Option<Said>, Failure> {
        let is_settings = |file: &File| file.never == Some(Never::Settings) && *file.path == *SETTINGS_FILE;
        if self.files_from.is_some() || !inventory.files.iter().any(is_settings) {
            return Ok(None);
        }
        let path = self.dir.join(SETTINGS_FILE);
        let text = disk::text(&path)?;
        Ok(Some(Said { name: inventory::shown(&path), folder: String::new(), text }))
    }
}

/// A file that was named instead of a folder: an archive is a dossier, anything else is not.
fn named_file(path: &Path) -> Result<Inventory, Failure> {
    let is_archive = path.extension().is_some_and(|e| Kind::of_extension(&e.to_string_lossy()) == Kind::Archive);
    if let (true, Some(inventory)) = (is_archive, inventory::packed(path)) {
        return Ok(inventory);
    }
    let name = inventory::shown(path);
    Err(Failure::told(format!("「{name}」不是文件夹"), format!("`{name}` is not a folder")))
}

/// The same where the dossier is an archive.
fn said_in_archive(found: &PackedSettings) -> Result<Said, Failure> {
    let name = found.path.clone();
    match &found.text {
        Some(text) => Ok(Said { name, folder: found.folder.clone(), text: text.clone() }),
        None => Err(Failure::told(
            format!("「{name}」读不了，或不是 UTF-8 编码；请另存为 UTF-8，重新打包"),
            format!("`{name}` cannot be read or is not UTF-8; save it as UTF-8 and pack it again"),
        )),
    }
}

/// An archive of which not one member could be listed: there is nothing to check.
fn no_archive(assessment: &Assessment) -> Failure {
    let name = &assessment.inventory.name;
    match assessment.outcomes.first() {
        Some(Outcome::Refused { why, .. }) => {
            let said = |lang| i18n::refusal(why, assessment, lang);
            Failure::told(format!("「{name}」{}", said(Lang::Zh)), format!("`{name}` {}", said(Lang::En)))
        }
        _ => Failure::told(
            format!("「{name}」不是能读的压缩包；请解开后查文件夹"),
            format!("`{name}` is no archive that can be read; unpack it and check the folder"),
        ),
    }
}

/// A day given on the command line.
pub(crate) fn day(option: &str, text: &str) -> Result<jiff::civil::Date, Failure> {
    text.parse().map_err(|_| {
        Failure::told(
            format!("{option}「{text}」不是日期；写成 2026-11-22"),
            format!("{option} `{text}` is no date; write it as 2026-11-22"),
        )
    })
}
