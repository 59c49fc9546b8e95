//! `dossier check` of several dossiers.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dossier::batch;
use dossier::content;
use dossier::inventory;
use dossier::model::assessment::Assessment;
use dossier::model::assignment::{Outcome, Refusal};
use dossier::model::text::Text;
use dossier::report::html::Thumbnails;

use super::args::CheckArgs;
use super::assessing::Dossier;
use super::check::code;
use super::reading::Progress;
use super::shared::Run;
use super::{Context, Failure, diff, disk, exit, opening, reports, thumbnails};

pub(crate) fn run(args: &CheckArgs, context: &Context, dossiers: &[PathBuf]) -> Result<ExitCode, Failure> {
    let reports = &opening::with_page(&args.reports, "总表")?;
    reports::can_write_overview(reports)?;
    if args.baseline.is_some() || args.write_baseline.is_some() {
        return Err(Failure::told(
            "基线只管一份资料夹：--baseline 和 --write-baseline 请一份一份地用",
            "a baseline is about one dossier: use --baseline and --write-baseline for each of them alone",
        ));
    }
    let earlier = reports.changed_since.as_deref().map(diff::read).transpose()?;
    let run = Run::new(&args.how, !args.how.names_only)?;
    // What is wrong for all of them is told once, before the work.
    if let Some(name) = &args.how.checklist {
        let list = run.lists.get(name)?;
        disk::check_stages(&list.checklist, args.how.stage.as_deref().unwrap_or_default())?;
    }
    let pictured = reports.wants_thumbnails(true);
    let progress = Progress::dossiers(context, reports.quiet);
    let named = named(dossiers);
    let rows = batch::run(
        &named,
        Run::jobs(),
        |(path, _)| masked(&inventory::shown(path)),
        |(path, name)| {
            let checked = check(path, context, &run).and_then(|assessment| {
                let thumbnails =
                    if pictured { thumbnails::of(path, &assessment, &run.pool) } else { Thumbnails::new() };
                reports::write_each(reports, context, &assessment, &thumbnails, name)?;
                Ok(assessment)
            });
            checked.map_err(|failure| row(&failure))
        },
        |done| progress.tell(done, dossiers.len()),
    );
    progress.end();
    reports::write_overview(reports, context, &rows, earlier.as_ref())?;
    let written = named.iter().zip(&rows).filter(|(_, row)| row.result.is_ok()).map(|((_, name), _)| name.as_str());
    reports::warn_of_old(reports, context, &written.collect::<Vec<_>>());
    opening::open(reports, context);
    let codes = rows.iter().map(|row| match &row.result {
        Ok(summary) => code(args.fail_on, summary.worst),
        Err(_) => exit::COULD_NOT_CHECK,
    });
    Ok(codes.max().unwrap_or(exit::COULD_NOT_CHECK).into())
}

/// The dossiers, with what the reports on each are called: its own name, or its whole path where two share that.
fn named(dossiers: &[PathBuf]) -> Vec<(&PathBuf, String)> {
    fn own(path: &Path) -> String {
        inventory::shown(Path::new(path.file_name().unwrap_or(path.as_os_str())))
    }
    let mut times: HashMap<String, usize> = HashMap::new();
    for path in dossiers {
        *times.entry(opening::file_name(&own(path)).to_lowercase()).or_default() += 1;
    }
    let mut taken = HashSet::new();
    let mut name = |path: &Path| {
        let short = opening::file_name(&own(path));
        let shared = times.get(&short.to_lowercase()).is_some_and(|times| *times > 1);
        let name = if shared { opening::file_name(&inventory::shown(path)) } else { short };
        // Names that differ in nothing a file's name may hold are numbered.
        let free = (1..).map(|n| if n == 1 { name.clone() } else { format!("{name} ({n})") });
        free.into_iter().find(|name| taken.insert(name.to_lowercase())).unwrap_or(name)
    };
    dossiers.iter().map(|path| (path, name(path))).collect()
}

fn check(path: &Path, context: &Context, run: &Run<'_>) -> Result<Assessment, Failure> {
    let dossier = Dossier { dir: path, files_from: None, quiet: true, among: true };
    let prepared = dossier.prepare(context, run)?;
    let assessment = dossier.judge(context, run, prepared)?;
    // Where reports were written the last time.
    let own = |outcome: &Outcome| matches!(outcome, Outcome::Refused { why: Refusal::OwnReport, .. });
    if !assessment.outcomes.is_empty() && assessment.outcomes.iter().all(own) {
        return Err(Failure::told(
            "里面只有本程序写的报告，不是资料夹；请挪到别处",
            "holds reports of this program and nothing else, and is no dossier; move it elsewhere",
        ));
    }
    Ok(assessment)
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
