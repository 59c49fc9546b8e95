//! `dossier lint`.

use std::path::Path;
use std::process::ExitCode;

use dossier::checklist;
use dossier::lint::collisions;
use dossier::model::text::Lang;
use dossier::report::escape::terminal;
use dossier::report::explained;

use super::args::LintArgs;
use super::{Context, Failure, disk, exit, expand, sink};

pub(crate) fn run(args: &LintArgs, context: &Context) -> Result<ExitCode, Failure> {
    let mut names = Vec::new();
    for name in &args.files {
        let found = expand::paths(Path::new(name), |_| true)?;
        names.extend(found.into_iter().map(|path| path.to_string_lossy().into_owned()));
    }
    let mut bad = false;
    let mut doubtful = false;
    sink::stdout(context, |out, colour| {
        for name in &names {
            match checklist::load(&disk::Disk, name) {
                Err(problems) => {
                    bad = true;
                    write!(out, "{}", problems.render(context.lang, colour))?;
                }
                Ok((list, warnings)) => {
                    if args.explain {
                        explained::write(&list, context.lang, &mut *out)?;
                        continue;
                    }
                    write!(out, "{}", warnings.render(context.lang, colour))?;
                    let collisions = collisions(&list);
                    doubtful |= !collisions.is_empty() || !warnings.problems.is_empty();
                    let shown = terminal(name);
                    for collision in &collisions {
                        let line = list.items[collision.item].written.line;
                        let message = collision.message(&list);
                        writeln!(out, "{shown}:{line}: {}", message.get(context.lang))?;
                    }
                    let (items, demands) = (list.items.len(), list.demands.len());
                    match context.lang {
                        Lang::Zh => writeln!(out, "{shown}：{items} 项材料，{demands} 个计数点，可以使用")?,
                        Lang::En => writeln!(out, "{shown}: {items} items, {demands} things to count, usable")?,
                    }
                }
            }
        }
        Ok(())
    })?;
    Ok(match (bad, doubtful) {
        (true, _) => exit::COULD_NOT_CHECK,
        (false, true) => exit::GAPS,
        (false, false) => exit::OK,
    }
    .into())
}
