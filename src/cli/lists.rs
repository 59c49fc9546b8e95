//! `dossier list`, `dossier show`, `dossier schema`.

use std::process::ExitCode;

use dossier::checklist::{BUILT_IN, settings_schema, shape};
use dossier::model::text::Lang;
use dossier::report::{Style, json, materials};

use super::args::{SchemaArgs, SchemaOf, ShowArgs};
use super::{Context, Failure, disk, exit, sink};

/// Width of tables where there is no terminal to ask.
const WIDTH: u16 = 120;

pub(crate) fn list(context: &Context) -> Result<ExitCode, Failure> {
    let lists = BUILT_IN.iter().map(|list| disk::checklist(list.id)).collect::<Result<Vec<_>, _>>()?;
    sink::stdout(context, |out, _| {
        for list in &lists {
            let standard = list.standard.as_deref().unwrap_or_default();
            let (title, items) = (list.title.get(context.lang), list.items.len());
            match context.lang {
                Lang::Zh => writeln!(out, "{}  {title}（{standard}），{items} 项", list.id)?,
                Lang::En => writeln!(out, "{}  {title} ({standard}), {items} items", list.id)?,
            }
        }
        Ok(())
    })?;
    Ok(exit::OK.into())
}

pub(crate) fn show(args: &ShowArgs, context: &Context) -> Result<ExitCode, Failure> {
    let list = disk::checklist(&args.checklist)?;
    disk::check_stages(&list, &args.stage)?;
    sink::stdout(context, |out, colour| {
        materials::write(&list, &args.stage, context.lang, Style::new(colour), width(), out)
    })?;
    Ok(exit::OK.into())
}

/// The terminal's width, as its shell says it.
fn width() -> u16 {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|width| *width >= 60).unwrap_or(WIDTH)
}

pub(crate) fn schema(args: &SchemaArgs) -> Result<ExitCode, Failure> {
    let schema = match args.format {
        SchemaOf::Checklist => shape::json_schema(),
        SchemaOf::Report => json::json_schema(),
        SchemaOf::Settings => settings_schema(),
    };
    sink::stdout_data(|mut out| {
        serde_json::to_writer_pretty(&mut out, &schema)?;
        writeln!(out)
    })?;
    Ok(exit::OK.into())
}
