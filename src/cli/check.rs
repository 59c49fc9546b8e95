//! `dossier check`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dossier::inventory;
use dossier::model::finding::Severity;
use dossier::report::html::Thumbnails;

use super::args::{CheckArgs, FailOn};
use super::assessing::Dossier;
use super::baseline::Baselines;
use super::shared::Run;
use super::{Context, Failure, batch, diff, exit, expand, opening, reports, thumbnails};

pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<ExitCode, Failure> {
    let mut dossiers = expand::dossiers(&args.dirs, &args.each)?;
    // Where reports go is no dossier, though it may lie among them.
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let targets: Vec<_> = args.reports.report_each.iter().filter_map(|report| real(&report.path)).collect();
    dossiers.retain(|dossier| targets.is_empty() || real(dossier).is_none_or(|path| !targets.contains(&path)));
    pass_over_files(&mut dossiers, context);
    match dossiers.as_slice() {
        [] => one(args, context, Path::new(".")),
        [dir] if args.each.is_empty() => one(args, context, dir),
        dossiers => batch::run(args, context, dossiers),
    }
}

/// A shell spells `clients/*` out to all that lies there: among several, files that are no archives are passed over.
fn pass_over_files(dossiers: &mut Vec<PathBuf>, context: &Context) {
    let is_other = |path: &Path| path.is_file() && !inventory::is_dossier(path);
    let passed: Vec<String> =
        dossiers.iter().filter(|path| is_other(path)).map(|path| inventory::shown(path)).collect();
    if passed.is_empty() || passed.len() == dossiers.len() {
        return;
    }
    dossiers.retain(|path| !is_other(path));
    let names = passed.join(", ");
    context.tell(
        &format!("注意：不是文件夹或压缩包，没有当作资料夹查：{}", passed.join("、")),
        &format!("mind: neither folders nor archives, passed over: {names}"),
    );
}

fn one(args: &CheckArgs, context: &Context, dir: &Path) -> Result<ExitCode, Failure> {
    let name = inventory::shown(dir);
    let reports = &opening::with_page(&args.reports, &name)?;
    reports::can_write(reports)?;
    let baseline = Baselines::read(args)?;
    let earlier = reports.changed_since.as_deref().map(diff::read).transpose()?;
    let files_from = args.files_from.as_deref();
    let run = Run::new(&args.how, files_from.is_none() && !args.how.names_only)?;
    let dossier = Dossier { dir, files_from, quiet: reports.quiet, among: false };
    let prepared = dossier.prepare(context, &run)?;
    let mut assessment = dossier.judge(context, &run, prepared)?;
    baseline.apply(&mut assessment)?;
    let wanted = reports.wants_thumbnails(false);
    let thumbnails = if wanted { thumbnails::of(dir, &assessment, &run.pool) } else { Thumbnails::new() };
    reports::write_each(reports, context, &assessment, &thumbnails, &opening::file_name(&name))?;
    reports::write(reports, context, &assessment, &thumbnails, earlier.as_ref())?;
    reports::warn_within(reports, context, dir);
    opening::open(reports, context);
    let code = code(args.fail_on, assessment.worst());
    // The process ends here: giving back the memory of 100,000 files piece by piece only takes time.
    std::mem::forget(assessment);
    Ok(code.into())
}

/// The exit code of a check whose heaviest finding is `worst`.
pub(super) fn code(fail_on: FailOn, worst: Option<Severity>) -> u8 {
    let fails = match fail_on {
        FailOn::Error => worst >= Some(Severity::Error),
        FailOn::Warning => worst >= Some(Severity::Warning),
        FailOn::Never => false,
    };
    if fails { exit::GAPS } else { exit::OK }
}
