//! `dossier check`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use dossier::checklist;
use dossier::i18n;
use dossier::inventory::{self, Folder, SETTINGS_FILE, WalkError};
use dossier::model::assessment::Assessment;
use dossier::model::assignment::Outcome;
use dossier::model::finding::Severity;
use dossier::model::inventory::{File, Inventory, Never};
use dossier::model::kind::Kind;
use dossier::model::settings::Settings;
use dossier::model::text::Lang;
use dossier::pipeline::{self, Opened, PackedSettings, Reader, Request};
use dossier::report::text::{Detail, Options};
use dossier::report::{Style, json, text};

use super::args::{CheckArgs, CheckFormat, FailOn};
use super::reading::{self, Files, Progress};
use super::{Context, Failure, disk, exit, sink};

/// The list used when nobody names one.
pub(super) const DEFAULT_CHECKLIST: &str = "gbt27922";

pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<ExitCode, Failure> {
    if let Some(jobs) = args.jobs {
        // Only fails if a pool exists already, and none does.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    let today = today(args.today.as_deref())?;
    let inventory = inventory(args)?;
    if inventory.files.is_empty() && inventory.folders == 0 && inventory.unreadable.is_empty() {
        let name = &inventory.name;
        return Err(Failure::told(
            format!("「{name}」里什么也没有，没有东西可查；请指向放材料的文件夹"),
            format!("`{name}` is empty, there is nothing to check; name the folder that holds the materials"),
        ));
    }
    // Only an archive must be opened to see what it says about itself.
    let dossier =
        if inventory.packed { Dossier::Opened(open(args, context, inventory)?) } else { Dossier::Listed(inventory) };
    let said = match &dossier {
        Dossier::Listed(inventory) => said(args, inventory)?,
        Dossier::Opened(opened) => opened.settings().map(said_in_archive).transpose()?,
    };
    let named = said.as_ref().and_then(|said| checklist::named_checklist(&said.text));
    let list = match (&args.checklist, &named) {
        (Some(name), _) => disk::checklist(name)?,
        (None, Some(name)) if checklist::built_in(name).is_some() => disk::checklist(name)?,
        (None, Some(name)) => disk::checklist(&args.dir.join(name).to_string_lossy())?,
        (None, None) => disk::checklist(DEFAULT_CHECKLIST)?,
    };
    let settings = match said {
        None => Settings::default(),
        Some(Said { name, folder, text }) => {
            let settings = checklist::load_settings(&name, &text, &list).map_err(Failure::Problems)?;
            Settings { folder, ..settings }
        }
    };
    let stages = match (&args.stage, &settings.stage) {
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

    let opened = match dossier {
        Dossier::Opened(opened) => opened,
        Dossier::Listed(inventory) if args.files_from.is_some() || args.names_only => pipeline::open(inventory, None),
        Dossier::Listed(inventory) => open(args, context, inventory)?,
    };
    let assessment = opened.check(Request { checklist: list, stages, today, settings });
    if assessment.inventory.packed && assessment.inventory.files.len() < 2 {
        return Err(no_archive(&assessment));
    }
    report(args, context, &assessment)?;
    let code = code(args.fail_on, assessment.worst());
    // The process ends here: giving back the memory of 100,000 files piece by piece only takes time.
    std::mem::forget(assessment);
    Ok(code.into())
}

/// What is to be checked.
enum Dossier {
    Listed(Inventory),
    Opened(Opened),
}

/// The text of `dossier.yaml`.
struct Said {
    /// The file's name in messages.
    name: String,
    /// The folder it lies in, within an archive.
    folder: String,
    text: String,
}

/// Reads what the files say.
fn open(args: &CheckArgs, context: &Context, inventory: Inventory) -> Result<Opened, Failure> {
    let options = reading::options(args)?;
    let folder = Folder::new(if inventory.packed { args.dir.parent().unwrap_or(Path::new("")) } else { &args.dir });
    let files = Files::new(args, &folder, &options);
    let progress = Progress::new(context, args.quiet);
    let read = |batch: &[(&File, bool)]| files.read(batch);
    let tell = |done: usize, total: usize| progress.tell(done, total);
    let reader = Reader {
        opener: &folder,
        options: &options,
        names_only: args.names_only,
        read: Some(&read),
        progress: Some(&tell),
    };
    let opened = pipeline::open(inventory, Some(&reader));
    progress.end();
    files.keep();
    Ok(opened)
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

fn code(fail_on: FailOn, worst: Option<Severity>) -> u8 {
    let fails = match fail_on {
        FailOn::Error => worst >= Some(Severity::Error),
        FailOn::Warning => worst >= Some(Severity::Warning),
        FailOn::Never => false,
    };
    if fails { exit::GAPS } else { exit::OK }
}

fn today(given: Option<&str>) -> Result<jiff::civil::Date, Failure> {
    match given {
        None => Ok(jiff::Zoned::now().date()),
        Some(text) => day("--today", text),
    }
}

/// A day given on the command line.
pub(super) fn day(option: &str, text: &str) -> Result<jiff::civil::Date, Failure> {
    text.parse().map_err(|_| {
        Failure::told(
            format!("{option}「{text}」不是日期；写成 2026-11-22"),
            format!("{option} `{text}` is no date; write it as 2026-11-22"),
        )
    })
}

fn inventory(args: &CheckArgs) -> Result<Inventory, Failure> {
    if let Some(list) = &args.files_from {
        let bytes = disk::named(list)?;
        return Ok(inventory::from_list(&list.display().to_string(), &bytes));
    }
    match inventory::walk(&args.dir) {
        Ok(inventory) => Ok(inventory),
        Err(WalkError::NotAFolder(path)) => named_file(&path),
        Err(WalkError::Absent(path)) => {
            let path = path.display();
            Err(Failure::told(
                format!("没有「{path}」这个文件夹；请检查路径，或把文件夹拖到程序上"),
                format!("there is no folder `{path}`; check the path"),
            ))
        }
        Err(WalkError::Unreadable(path, error)) => {
            let path = path.display();
            Err(Failure::told(
                format!("打不开文件夹「{path}」：{error}"),
                format!("cannot open the folder `{path}`: {error}"),
            ))
        }
    }
}

/// A file that was named instead of a folder: an archive is a dossier, anything else is not.
fn named_file(path: &Path) -> Result<Inventory, Failure> {
    let is_archive = path.extension().is_some_and(|e| Kind::of_extension(&e.to_string_lossy()) == Kind::Archive);
    if let (true, Some(inventory)) = (is_archive, inventory::packed(path)) {
        return Ok(inventory);
    }
    let name = path.display();
    Err(Failure::told(format!("「{name}」不是文件夹"), format!("`{name}` is not a folder")))
}

/// The text of `dossier.yaml`, if the dossier has one.
fn said(args: &CheckArgs, inventory: &Inventory) -> Result<Option<Said>, Failure> {
    if args.files_from.is_some() || !inventory.files.iter().any(|file| file.never == Some(Never::Settings)) {
        return Ok(None);
    }
    let path = args.dir.join(SETTINGS_FILE);
    let name = path.display().to_string();
    let text = String::from_utf8(disk::named(&path)?).map_err(|_| {
        Failure::told(
            format!("「{name}」不是 UTF-8 编码，请另存为 UTF-8"),
            format!("`{name}` is not UTF-8; save it as UTF-8"),
        )
    })?;
    Ok(Some(Said { name, folder: String::new(), text }))
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

fn report(args: &CheckArgs, context: &Context, assessment: &Assessment) -> Result<(), Failure> {
    let detail = match (args.quiet, args.verbose) {
        (true, _) => Detail::Brief,
        (_, true) => Detail::Full,
        _ => Detail::Normal,
    };
    let write = |mut out: &mut dyn Write, colour: bool| match args.format {
        CheckFormat::Text => {
            text::write(assessment, Options { lang: context.lang, detail, style: Style::new(colour) }, &mut out)
        }
        CheckFormat::Json => json::write(assessment, &mut out),
        CheckFormat::Jsonl => json::write_lines(assessment, &mut out),
    };
    match &args.output {
        Some(path) => sink::file(path, |out| write(out, false)),
        None if args.format == CheckFormat::Text => sink::stdout(context, write),
        None => sink::stdout_data(|out| write(out, false)),
    }
}
