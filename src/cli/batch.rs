//! `dossier check` of several dossiers.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dossier::batch;
use dossier::content;
use dossier::model::assessment::Assessment;
use dossier::model::text::Text;

use super::args::CheckArgs;
use super::assessing::Dossier;
use super::check::code;
use super::reading::Progress;
use super::shared::Run;
use super::{Context, Failure, diff, disk, exit, reports};

pub(crate) fn run(args: &CheckArgs, context: &Context, dossiers: &[PathBuf]) -> Result<ExitCode, Failure> {
    reports::can_write_overview(&args.reports)?;
    if args.baseline.is_some() || args.write_baseline.is_some() {
        return Err(Failure::told(
            "基线只管一份资料夹：--baseline 和 --write-baseline 请一份一份地用",
            "a baseline is about one dossier: use --baseline and --write-baseline for each of them alone",
        ));
    }
    let earlier = args.reports.changed_since.as_deref().map(diff::read).transpose()?;
    let run = Run::new(&args.how, !args.how.names_only)?;
    // What is wrong for all of them is told once, before the work.
    if let Some(name) = &args.how.checklist {
        let list = run.lists.get(name)?;
        disk::check_stages(&list.checklist, args.how.stage.as_deref().unwrap_or_default())?;
    }
    let progress = Progress::dossiers(context, args.reports.quiet);
    let rows = batch::run(
        dossiers,
        Run::jobs(),
        |path| masked(&path.to_string_lossy().replace('\\', "/")),
        |path| check(path, context, &run).map_err(|failure| row(&failure)),
        |done| progress.tell(done, dossiers.len()),
    );
    progress.end();
    reports::write_overview(&args.reports, context, &rows, earlier.as_ref())?;
    let codes = rows.iter().map(|row| match &row.result {
        Ok(summary) => code(args.fail_on, summary.worst),
        Err(_) => exit::COULD_NOT_CHECK,
    });
    Ok(codes.max().unwrap_or(exit::COULD_NOT_CHECK).into())
}

fn check(path: &Path, context: &Context, run: &Run<'_>) -> Result<Assessment, Failure> {
    let dossier = Dossier { dir: path, files_from: None, quiet: true };
    let prepared = dossier.prepare(context, run)?;
    dossier.judge(context, run, prepared)
}

/// Why a dossier could not be checked, in a sentence.
fn row(failure: &Failure) -> Text {
    let text = match failure {
        Failure::Told(text) => text.clone(),
        Failure::Write(error) => Text::new(error.to_string(), error.to_string()),
        Failure::Problems(problems) => problems.first(),
    };
    Text::new(masked(&text.zh), masked(&text.en))
}

fn masked(text: &str) -> String {
    content::masked(text).unwrap_or_else(|| text.to_owned())
}
