//! The reports of one run: each format to its place.

use std::io::Write;
use std::path::Path;

use dossier::model::assessment::Assessment;
use dossier::report::html::Thumbnails;
use dossier::report::text::{Detail, Options};
use dossier::report::{Style, html, json, markdown, message, text, xlsx};

use super::args::{CheckFormat, ReportArgs};
use super::{Context, Failure, sink};

/// Whether every report can go where it is to go. Asked before the work, not after it.
pub(crate) fn can_write(args: &ReportArgs) -> Result<(), Failure> {
    args.output
        .iter()
        .chain(args.report.iter().map(|report| &report.path))
        .try_for_each(|path| sink::folder(path).map(drop))
}

/// Writes all reports on one dossier.
pub(crate) fn write(
    args: &ReportArgs,
    context: &Context,
    assessment: &Assessment,
    thumbnails: &Thumbnails,
) -> Result<(), Failure> {
    let renderer = Renderer { args, context, assessment, thumbnails };
    for report in &args.report {
        renderer.file(report.format, &report.path)?;
    }
    match &args.output {
        Some(path) => renderer.file(args.format, path),
        None if args.format == CheckFormat::Text => {
            sink::stdout(context, |out, colour| renderer.render(args.format, colour, out))
        }
        None => sink::stdout_data(|out| renderer.render(args.format, false, out)),
    }
}

struct Renderer<'a> {
    args: &'a ReportArgs,
    context: &'a Context,
    assessment: &'a Assessment,
    thumbnails: &'a Thumbnails,
}

impl Renderer<'_> {
    fn file(&self, format: CheckFormat, path: &Path) -> Result<(), Failure> {
        sink::file(path, |out| self.render(format, false, out))
    }

    fn render(&self, format: CheckFormat, colour: bool, out: &mut dyn Write) -> std::io::Result<()> {
        let (assessment, lang) = (self.assessment, self.context.lang);
        match format {
            CheckFormat::Text => {
                let detail = match (self.args.quiet, self.args.verbose) {
                    (true, _) => Detail::Brief,
                    (_, true) => Detail::Full,
                    _ => Detail::Normal,
                };
                text::write(assessment, Options { lang, detail, style: Style::new(colour) }, out)
            }
            CheckFormat::Html => html::write(assessment, lang, self.thumbnails, out),
            CheckFormat::Xlsx => xlsx::write(assessment, lang, out),
            CheckFormat::Markdown => markdown::write(assessment, lang, out),
            CheckFormat::Message => message::write(assessment, lang, out),
            CheckFormat::Json => json::write(assessment, out),
            CheckFormat::Jsonl => json::write_lines(assessment, out),
        }
    }
}
