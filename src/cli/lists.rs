//! `dossier list`, `dossier show`, `dossier schema`.

use std::process::ExitCode;

use dossier::checklist::{BUILT_IN, baseline_schema, cases, settings_schema, shape, sheet};
use dossier::model::checklist::Stage;
use dossier::model::text::Lang;
use dossier::report::{Style, batch, diff, json, materials, score};

use super::args::{SchemaArgs, SchemaOf, ShowArgs};
use super::{Context, Failure, disk, exit, sink, terminal_width};

pub(crate) fn list(context: &Context) -> Result<ExitCode, Failure> {
    let lists = BUILT_IN.iter().map(|list| disk::checklist(list.id)).collect::<Result<Vec<_>, _>>()?;
    sink::stdout(context, |out, _| {
        for list in &lists {
            let (id, title, items) = (&list.id, list.title.get(context.lang), list.items.len());
            let standard = list.standard.as_deref();
            let stage = |stage: &Stage| {
                let mark = if stage.default { "*" } else { "" };
                format!("{}{mark} {}", stage.id, stage.title.get(context.lang))
            };
            let stages: Vec<String> = list.stages.iter().map(stage).collect();
            match context.lang {
                Lang::Zh => {
                    let standard = standard.map(|standard| format!("（{standard}）")).unwrap_or_default();
                    writeln!(out, "{id}  {title}{standard}，{items} 项\n    阶段：{}", stages.join("、"))?;
                }
                Lang::En => {
                    let standard = standard.map(|standard| format!(" ({standard})")).unwrap_or_default();
                    writeln!(out, "{id}  {title}{standard}, {items} items\n    stages: {}", stages.join(", "))?;
                }
            }
        }
        match context.lang {
            Lang::Zh => writeln!(out, "* 不指明阶段时核对这些；dossier show 清单 列出材料"),
            Lang::En => writeln!(out, "* checked when no stage is named; dossier show LIST prints the materials"),
        }
    })?;
    Ok(exit::OK.into())
}

pub(crate) fn show(args: &ShowArgs, context: &Context) -> Result<ExitCode, Failure> {
    let list = disk::checklist(&args.checklist)?;
    disk::check_stages(&list, &args.stage)?;
    sink::stdout(context, |out, colour| {
        materials::write(&list, &args.stage, context.lang, Style::new(colour), terminal_width(), out)
    })?;
    Ok(exit::OK.into())
}

pub(crate) fn schema(args: &SchemaArgs) -> Result<ExitCode, Failure> {
    let schema = match args.format {
        SchemaOf::Checklist => shape::json_schema(),
        SchemaOf::Report => json::json_schema(),
        SchemaOf::ReportLine => json::line_schema(),
        SchemaOf::Batch => batch::json::json_schema(),
        SchemaOf::BatchLine => batch::json::line_schema(),
        SchemaOf::Baseline => baseline_schema(),
        SchemaOf::Diff => diff::json::json_schema(),
        SchemaOf::Settings => settings_schema(),
        SchemaOf::Score => sheet::json_schema(),
        SchemaOf::ScoreReport => score::json::json_schema(),
        SchemaOf::Cases => cases::json_schema(),
    };
    sink::stdout_data(|mut out| {
        serde_json::to_writer_pretty(&mut out, &schema)?;
        writeln!(out)
    })?;
    Ok(exit::OK.into())
}
