//! The reports of one run: each format to its place.

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use dossier::model::assessment::Assessment;
use dossier::model::batch::Row;
use dossier::report::html::Thumbnails;
use dossier::report::text::{Detail, Options};
use dossier::report::{Style, batch as overview};
use dossier::report::{csv, github, gitlab, html, json, junit, markdown, message, sarif, text, xlsx};

use super::args::{CheckFormat, ReportArgs};
use super::{Context, Failure, sink, terminal_width};

/// Whether every report can go where it is to go. Asked before the work, not after it.
pub(crate) fn can_write(args: &ReportArgs) -> Result<(), Failure> {
    args.output
        .iter()
        .chain(args.report.iter().map(|report| &report.path))
        .try_for_each(|path| sink::folder(path).map(drop))?;
    args.report_each.iter().try_for_each(|report| sink::make_folder(&report.path))
}

/// Whether the formats asked for can show many dossiers at once.
pub(crate) fn can_write_overview(args: &ReportArgs) -> Result<(), Failure> {
    for format in args.report.iter().map(|report| report.format).chain([args.format]) {
        if !shows_many(format) {
            let name = format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
            return Err(Failure::told(
                format!(
                    "一次查几份资料夹时，总表不能用 {name} 格式；可用 text、html、xlsx、markdown、json、jsonl。要给每份各出一张报告，用 --report-each {name}=文件夹"
                ),
                format!(
                    "{name} cannot show several dossiers in one report; use text, html, xlsx, markdown, json or jsonl. For a report on each of them: --report-each {name}=DIR"
                ),
            ));
        }
    }
    can_write(args)
}

/// Whether a format can show many dossiers in one report.
fn shows_many(format: CheckFormat) -> bool {
    use CheckFormat::{Html, Json, Jsonl, Markdown, Text, Xlsx};
    matches!(format, Text | Html | Xlsx | Markdown | Json | Jsonl)
}

/// Writes all reports on one dossier.
pub(crate) fn write(
    args: &ReportArgs,
    context: &Context,
    assessment: &Assessment,
    thumbnails: &Thumbnails,
) -> Result<(), Failure> {
    let renderer = Renderer { args, context, assessment, thumbnails };
    each(args, context, |format, colour, out| renderer.render(format, colour, out))
}

/// Writes the reports on one dossier that go into folders, under its name.
pub(crate) fn write_each(
    args: &ReportArgs,
    context: &Context,
    assessment: &Assessment,
    thumbnails: &Thumbnails,
    name: &str,
) -> Result<(), Failure> {
    let renderer = Renderer { args, context, assessment, thumbnails };
    args.report_each.iter().try_for_each(|report| {
        let path = report.path.join(format!("{name}.{}", report.format.extension()));
        sink::file(&path, |out| renderer.render(report.format, false, out))
    })
}

/// Writes all reports on many dossiers.
pub(crate) fn write_overview(args: &ReportArgs, context: &Context, rows: &[Row]) -> Result<(), Failure> {
    each(args, context, |format, colour, out| match format {
        CheckFormat::Json => overview::json::write(rows, out),
        CheckFormat::Jsonl => overview::json::write_lines(rows, out),
        CheckFormat::Html => html::write_overview(rows, context.lang, out),
        CheckFormat::Xlsx => xlsx::write_overview(rows, context.lang, out),
        CheckFormat::Markdown => markdown::write_overview(rows, context.lang, out),
        _ => {
            let options = Options { lang: context.lang, detail: detail(args), style: Style::new(colour) };
            overview::text::write(rows, options, terminal_width(), out)
        }
    })
}

/// Writes each report to its place.
fn each(
    args: &ReportArgs,
    context: &Context,
    render: impl Fn(CheckFormat, bool, &mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let file = |format: CheckFormat, path: &Path| sink::file(path, |out| render(format, false, out));
    for report in &args.report {
        file(report.format, &report.path)?;
    }
    match &args.output {
        Some(path) => file(args.format, path),
        None if args.format == CheckFormat::Text => {
            sink::stdout(context, |out, colour| render(args.format, colour, out))
        }
        None => sink::stdout_data(|out| render(args.format, false, out)),
    }
}

/// How much is told.
fn detail(args: &ReportArgs) -> Detail {
    match (args.quiet, args.verbose) {
        (true, _) => Detail::Brief,
        (_, true) => Detail::Full,
        _ => Detail::Normal,
    }
}

struct Renderer<'a> {
    args: &'a ReportArgs,
    context: &'a Context,
    assessment: &'a Assessment,
    thumbnails: &'a Thumbnails,
}

impl Renderer<'_> {
    fn render(&self, format: CheckFormat, colour: bool, out: &mut dyn Write) -> std::io::Result<()> {
        let (assessment, lang) = (self.assessment, self.context.lang);
        match format {
            CheckFormat::Text => {
                let options = Options { lang, detail: detail(self.args), style: Style::new(colour) };
                text::write(assessment, options, out)
            }
            CheckFormat::Html => html::write(assessment, lang, self.thumbnails, out),
            CheckFormat::Xlsx => xlsx::write(assessment, lang, out),
            CheckFormat::Markdown => markdown::write(assessment, lang, out),
            CheckFormat::Message => message::write(assessment, lang, out),
            CheckFormat::Json => json::write(assessment, out),
            CheckFormat::Jsonl => json::write_lines(assessment, out),
            CheckFormat::Csv => csv::write(assessment, lang, out),
            CheckFormat::Sarif => sarif::write(assessment, lang, out),
            CheckFormat::Junit => junit::write(assessment, lang, out),
            CheckFormat::Github => github::write(assessment, lang, out),
            CheckFormat::Gitlab => gitlab::write(assessment, lang, out),
        }
    }
}
