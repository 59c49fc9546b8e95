//! The reports of one run: each format to its place.

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use dossier::i18n::counted;
use dossier::inventory;
use dossier::model::assessment::Assessment;
use dossier::model::batch::Row;
use dossier::model::diff::{Change, Reports};
use dossier::report::html::Thumbnails;
use dossier::report::text::{Detail, Options};
use dossier::report::{Style, batch as overview, diff as difference};
use dossier::report::{csv, github, gitlab, html, json, junit, markdown, message, sarif, text, xlsx};

use super::args::{CheckFormat, ReportArgs, ReportTo};
use super::{Context, Failure, diff, sink, terminal_width};

/// How many old reports are named.
const OLD: usize = 5;

/// Whether every report can go where it is to go. Asked before the work, not after it.
pub(crate) fn can_write(args: &ReportArgs) -> Result<(), Failure> {
    if args.changed_since.is_some() && !matches!(args.format(), CheckFormat::Text | CheckFormat::Json) {
        return Err(Failure::told(
            "--changed-since 只能写成 text 或 json；整份报告用 --report 格式=文件 另写",
            "--changed-since writes text or json; write the whole report with --report FORMAT=FILE",
        ));
    }
    let mut paths: Vec<&Path> = args.report.iter().map(|report| &*report.path).chain(args.output.as_deref()).collect();
    paths.iter().filter(|path| !path.exists()).try_for_each(|path| sink::folder(path).map(drop))?;
    paths.sort_unstable();
    if let Some(twice) = paths.windows(2).find(|pair| pair[0] == pair[1]) {
        let name = twice[0].display();
        return Err(Failure::told(
            format!("两份报告都要写到「{name}」，后写的会盖掉先写的；请各用一个文件名"),
            format!("two reports go to `{name}`, and the second would replace the first; give each its own file"),
        ));
    }
    let each = || args.report_each.iter().enumerate();
    let clash = each().find(|(at, report)| {
        let same =
            |other: &ReportTo| other.path == report.path && other.format.extension() == report.format.extension();
        args.report_each[..*at].iter().any(same)
    });
    if let Some((_, report)) = clash {
        let (folder, extension) = (report.path.display(), report.format.extension());
        return Err(Failure::told(
            format!("「{folder}」里会有两份报告都叫 .{extension}，后写的会盖掉先写的；请各用一个文件夹"),
            format!(
                "two reports in `{folder}` would both end in .{extension}, and the second would replace the first; give each its own folder"
            ),
        ));
    }
    args.report_each.iter().try_for_each(|report| sink::make_folder(&report.path))
}

/// Whether the formats asked for can show many dossiers at once.
pub(crate) fn can_write_overview(args: &ReportArgs) -> Result<(), Failure> {
    for format in args.report.iter().map(|report| report.format).chain([args.format()]) {
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
    earlier: Option<&Reports>,
) -> Result<(), Failure> {
    let renderer = Renderer { args, context, assessment, thumbnails };
    let changes = earlier.map(|earlier| diff::since(earlier, |out| json::write(assessment, out))).transpose()?;
    each(args, context, changes.as_deref(), |format, colour, out| renderer.render(format, colour, out))
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

/// Warns of reports that lie in the dossier itself, where they would be handed in with it.
pub(crate) fn warn_within(args: &ReportArgs, context: &Context, dossier: &Path) {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let Some(dossier) = real(dossier).filter(|dossier| dossier.is_dir()) else { return };
    let paths = args.output.iter().chain(args.report.iter().map(|report| &report.path));
    let within = paths.filter_map(|path| real(path)).find(|path| path.starts_with(&dossier));
    if let Some(path) = within {
        let shown = path.display();
        context.tell(
            &format!("注意：报告写在资料夹里面（{shown}）；它不算材料，递交前请挪到外面"),
            &format!(
                "mind: the report lies in the dossier ({shown}); it is no material, move it out before handing in"
            ),
        );
    }
}

/// Warns of reports in those folders that this run did not write: a dossier that could not be checked this time, or
/// goes by another name now, would be told of as it was. `written` holds the names of this run's reports.
pub(crate) fn warn_of_old(args: &ReportArgs, context: &Context, written: &[&str]) {
    for report in &args.report_each {
        let extension = report.format.extension();
        let own = |name: &str| {
            name.strip_suffix(extension)
                .and_then(|stem| stem.strip_suffix('.'))
                .is_some_and(|stem| !written.contains(&stem))
        };
        let entries = std::fs::read_dir(&report.path).into_iter().flatten().flatten();
        let mut old: Vec<String> = entries.map(|entry| inventory::shown(Path::new(&entry.file_name()))).collect();
        old.retain(|name| own(name));
        old.sort_unstable();
        if old.is_empty() {
            continue;
        }
        let (folder, count) = (report.path.display(), old.len());
        old.truncate(OLD);
        context.tell(
            &format!("注意：「{folder}」里有 {count} 个文件不是这次写的，别当成这次的结果：{}", old.join("、")),
            &format!("mind: {} in `{folder}` not of this run: {}", counted(count, "file"), old.join(", ")),
        );
    }
}

/// Writes all reports on many dossiers.
pub(crate) fn write_overview(
    args: &ReportArgs,
    context: &Context,
    rows: &[Row],
    earlier: Option<&Reports>,
) -> Result<(), Failure> {
    let changes =
        earlier.map(|earlier| diff::since(earlier, |out| overview::json::write_lines(rows, out))).transpose()?;
    each(args, context, changes.as_deref(), |format, colour, out| match format {
        CheckFormat::Json => overview::json::write(rows, out),
        CheckFormat::Jsonl => overview::json::write_lines(rows, out),
        CheckFormat::Html => html::write_overview(rows, context.lang, out),
        CheckFormat::Xlsx => xlsx::write_overview(rows, context.lang, out),
        CheckFormat::Markdown => markdown::write_overview(rows, context.lang, out),
        _ => overview::text::write(rows, options(args, context, colour), terminal_width(), out),
    })
}

/// Writes each report to its place; what changed, if that is wanted, takes the place of the first.
fn each(
    args: &ReportArgs,
    context: &Context,
    changes: Option<&[Change]>,
    render: impl Fn(CheckFormat, bool, &mut dyn Write) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let file = |format: CheckFormat, path: &Path| sink::file(path, |out| render(format, false, out));
    for report in &args.report {
        file(report.format, &report.path)?;
    }
    let main = |colour: bool, out: &mut dyn Write| match (changes, args.format()) {
        (Some(changes), CheckFormat::Json) => difference::json::write(changes, out),
        (Some(changes), _) => difference::text::write(changes, options(args, context, colour), out),
        (None, format) => render(format, colour, out),
    };
    match &args.output {
        Some(path) => sink::file(path, |out| main(false, out)),
        None if args.format() == CheckFormat::Text => sink::stdout(context, |out, colour| main(colour, out)),
        None => sink::stdout_data(|out| main(false, out)),
    }
}

/// How a report for a person is written.
fn options(args: &ReportArgs, context: &Context, colour: bool) -> Options {
    let detail = match (args.quiet, args.verbose) {
        (true, _) => Detail::Brief,
        (_, true) => Detail::Full,
        _ => Detail::Normal,
    };
    Options { lang: context.lang, detail, style: Style::new(colour) }
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
            CheckFormat::Text => text::write(assessment, options(self.args, self.context, colour), out),
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
