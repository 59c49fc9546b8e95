//! `dossier check`.

use std::io::Write;
use std::process::ExitCode;

use dossier::model::assessment::Assessment;
use dossier::model::finding::Severity;
use dossier::report::text::{Detail, Options};
use dossier::report::{Style, json, text};

use super::args::{CheckArgs, CheckFormat, FailOn};
use super::assessing::Dossier;
use super::{Context, Failure, exit, sink};

pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<ExitCode, Failure> {
    let files_from = args.files_from.as_deref();
    let dossier = Dossier { dir: &args.dir, files_from, how: &args.how, quiet: args.quiet };
    let prepared = dossier.prepare(context)?;
    let assessment = dossier.judge(context, prepared)?;
    report(args, context, &assessment)?;
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
