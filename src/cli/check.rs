//! `dossier check`.

use std::process::ExitCode;

use dossier::model::finding::Severity;
use dossier::report::html::Thumbnails;

use super::args::{CheckArgs, FailOn};
use super::assessing::Dossier;
use super::{Context, Failure, exit, reports, thumbnails};

pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<ExitCode, Failure> {
    let files_from = args.files_from.as_deref();
    let dossier = Dossier { dir: &args.dir, files_from, how: &args.how, quiet: args.reports.quiet };
    reports::can_write(&args.reports)?;
    let prepared = dossier.prepare(context)?;
    let assessment = dossier.judge(context, prepared)?;
    let wanted = args.reports.wants_thumbnails();
    let thumbnails = if wanted { thumbnails::of(&args.dir, &assessment) } else { Thumbnails::new() };
    reports::write(&args.reports, context, &assessment, &thumbnails)?;
    let code = code(args.fail_on, assessment.worst());
    // The process ends here: giving back the memory of 100,000 files piece by piece only takes time.
    std::mem::forget(assessment);
    Ok(code.into())
}

fn code(fail_on: FailOn, worst: Option<Severity>) -> u8 {
    let fails = match fail_on {
        FailOn::Error => worst >= Some(Severity::Error),
        FailOn::Warning => worst >= Some(Severity::Warning),
        FailOn::Never => false,
    };
    if fails { exit::GAPS } else { exit::OK }
}
