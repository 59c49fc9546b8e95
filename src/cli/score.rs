//! `dossier score`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dossier::checklist::sheet;
use dossier::inventory::SCORE_FILE;
use dossier::model::assessment::Assessment;
use dossier::model::checklist::Checklist;
use dossier::model::score::Standing;
use dossier::model::scoring::{Scoring, Sheet};
use dossier::report::Style;
use dossier::report::score::{Scored, json, template, text};
use dossier::score::{evaluate, support};

use super::args::{ScoreArgs, ScoreFormat};
use super::assessing::{DEFAULT_CHECKLIST, Dossier};
use super::shared::Run;
use super::{Context, Failure, disk, exit, sink};

pub(crate) fn run(args: &ScoreArgs, context: &Context) -> Result<ExitCode, Failure> {
    let named = || disk::checklist(args.how.checklist.as_deref().unwrap_or(DEFAULT_CHECKLIST));
    if args.template {
        let list = named()?;
        let scheme = scheme(&list)?;
        write(args, context, |out, _| template::write(&list, scheme, context.lang, out))?;
        return Ok(exit::OK.into());
    }
    args.sheet.iter().try_for_each(|sheet| disk::needs_folder(sheet))?;
    let (path, folder) = places(args);
    if args.no_dossier {
        let list = named()?;
        let scheme = scheme(&list)?;
        let sheet = load(&path, &read(&path)?, scheme)?;
        return finish(args, context, &path, &list, &sheet, None);
    }
    let text = read(&path)?;
    let run = Run::new(&args.how, !args.how.names_only)?;
    let dossier = Dossier { dir: &folder, files_from: None, quiet: false, among: false };
    let prepared = dossier.prepare(context, &run)?;
    let list = prepared.request.checklist.clone();
    // A mistake in the sheet is told before the files are read.
    let sheet = load(&path, &text, scheme(&list)?)?;
    let assessment = dossier.judge(context, &run, prepared)?;
    finish(args, context, &path, &list, &sheet, Some(&assessment))
}

/// The self-assessment and the dossier: each is found by the other.
fn places(args: &ScoreArgs) -> (PathBuf, PathBuf) {
    let within = |folder: &Path| (folder.join(SCORE_FILE), folder.to_owned());
    match (&args.sheet, &args.dossier) {
        (Some(folder), None) if folder.is_dir() => within(folder),
        (Some(folder), Some(dossier)) if folder.is_dir() => (folder.join(SCORE_FILE), dossier.clone()),
        (Some(file), Some(dossier)) => (file.clone(), dossier.clone()),
        (Some(file), None) => {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            (file.clone(), folder.unwrap_or(Path::new(".")).to_owned())
        }
        (None, Some(dossier)) if dossier.is_dir() => within(dossier),
        (None, dossier) => (SCORE_FILE.into(), dossier.clone().unwrap_or_else(|| ".".into())),
    }
}

fn scheme(list: &Checklist) -> Result<&Scoring, Failure> {
    list.scoring.as_ref().ok_or_else(|| {
        let id = &list.id;
        Failure::told(
            format!("清单「{id}」没有写怎么打分（scoring），没法算"),
            format!("the checklist `{id}` does not say how to score (it has no `scoring`)"),
        )
    })
}

fn read(path: &Path) -> Result<String, Failure> {
    if !path.exists() && path != Path::new("-") {
        let name = path.display();
        return Err(Failure::told(
            format!("没有打分表「{name}」；先生成一份来填：dossier score --template -o \"{name}\""),
            format!("there is no score sheet `{name}`; make one to fill in: dossier score --template -o \"{name}\""),
        ));
    }
    disk::text(path)
}

fn load(path: &Path, text: &str, scheme: &Scoring) -> Result<Sheet, Failure> {
    sheet::load(&path.display().to_string(), text, scheme).map_err(Failure::Problems)
}

fn finish(
    args: &ScoreArgs,
    context: &Context,
    path: &Path,
    list: &Checklist,
    sheet: &Sheet,
    assessment: Option<&Assessment>,
) -> Result<ExitCode, Failure> {
    let scheme = scheme(list)?;
    let score = evaluate(scheme, sheet);
    let support = assessment.map(|assessment| (assessment, support(scheme, sheet, &score, assessment)));
    let name = path.display().to_string().replace('\\', "/");
    let standing = score.standing;
    let scored = Scored { name: &name, list, scheme, sheet, score, support };
    write(args, context, |out, colour| match args.format {
        ScoreFormat::Text => text::write(&scored, context.lang, Style::new(colour), out),
        ScoreFormat::Json => json::write(&scored, out),
    })?;
    Ok(if standing == Standing::Pass { exit::OK } else { exit::GAPS }.into())
}

fn write(
    args: &ScoreArgs,
    context: &Context,
    write: impl FnOnce(&mut dyn Write, bool) -> std::io::Result<()>,
) -> Result<(), Failure> {
    match &args.output {
        Some(path) => sink::file(path, |out| write(out, false)),
        None if args.format == ScoreFormat::Text => sink::stdout(context, write),
        None => sink::stdout_data(|out| write(out, false)),
    }
}
