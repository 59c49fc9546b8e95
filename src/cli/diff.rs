//! `dossier diff`, and what changed since an earlier report.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use dossier::compare;
use dossier::model::diff::{Change, Incomparable, Outcome, Reports};
use dossier::model::text::{Lang, Text};
use dossier::report::Style;
use dossier::report::diff::{json, text};
use dossier::report::text::{Detail, Options};

use super::args::{DiffArgs, DiffFormat};
use super::{Context, Failure, disk, exit, sink};

pub(crate) fn run(args: &DiffArgs, context: &Context) -> Result<ExitCode, Failure> {
    let (mut before, after) = (read(&args.old)?, read(&args.new)?);
    args.renamed.iter().try_for_each(|names| rename(&mut before, names, &args.old))?;
    let changes = compared(&before, &after)?;
    let detail = if args.verbose { Detail::Full } else { Detail::Normal };
    let write = |out: &mut dyn Write, colour| match args.format {
        DiffFormat::Text => {
            text::write(&changes, Options { lang: context.lang, detail, style: Style::new(colour) }, out)
        }
        DiffFormat::Json => json::write(&changes, out),
    };
    match &args.output {
        Some(path) => sink::file(path, |out| write(out, false))?,
        None if args.format == DiffFormat::Text => sink::stdout(context, write)?,
        None => sink::stdout_data(|out| write(out, false))?,
    }
    let code = |change: &Change| match &change.outcome {
        Outcome::Incomparable(_) | Outcome::StillFails(_) => exit::COULD_NOT_CHECK,
        outcome if outcome.is_worse() => exit::GAPS,
        _ => exit::OK,
    };
    Ok(changes.iter().map(code).max().unwrap_or(exit::OK).into())
}

/// Takes in that a dossier has another name now.
fn rename(before: &mut Reports, names: &str, old: &Path) -> Result<(), Failure> {
    let (was, is) = names.split_once('=').filter(|(was, is)| !was.is_empty() && !is.is_empty()).ok_or_else(|| {
        Failure::told(
            format!("--renamed「{names}」要写成 旧名=新名"),
            format!("--renamed `{names}` must be written OLD=NEW"),
        )
    })?;
    if compare::rename(before, was, is) {
        return Ok(());
    }
    let old = old.display();
    Err(Failure::told(
        format!("--renamed：「{old}」里没有叫「{was}」的资料夹"),
        format!("--renamed: no dossier in `{old}` is called `{was}`"),
    ))
}

/// The reports a file holds.
pub(crate) fn read(path: &Path) -> Result<Reports, Failure> {
    // What is no text is no report, whatever its encoding.
    let text = String::from_utf8(disk::named(path)?).unwrap_or_default();
    compare::read(&text).map_err(|why| {
        let name = path.display();
        Failure::told(format!("「{name}」{}", why.zh), format!("`{name}` {}", why.en))
    })
}

/// What changed between an earlier report and the one that is written now, as JSON.
pub(crate) fn since(
    before: &Reports,
    write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>,
) -> Result<Vec<Change>, Failure> {
    let mut bytes = Vec::new();
    write(&mut bytes)?;
    let after = compare::read(&String::from_utf8_lossy(&bytes)).map_err(Failure::Told)?;
    compared(before, &after)
}

/// What changed. That one report cannot be compared with another is no result.
fn compared(before: &Reports, after: &Reports) -> Result<Vec<Change>, Failure> {
    let changes = compare::compare(before, after).map_err(Failure::Told)?;
    if let [Change { outcome: Outcome::Incomparable(why), .. }] = changes.as_slice() {
        return Err(Failure::Told(sentence(why)));
    }
    Ok(changes)
}

fn sentence(why: &Incomparable) -> Text {
    Text::new(text::incomparable(why, Lang::Zh), text::incomparable(why, Lang::En))
}
