//! Reports written earlier, read back. Keys nobody knows are passed over, so that later versions of the format fit.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::model::diff::{File, Finding, Item, Reports, Snapshot};
use crate::model::text::Text;

/// The formats that can be read.
const REPORT: &str = "dossier-report/1";
const BATCH: &str = "dossier-batch/1";

#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
    r#type: Option<String>,
    dossiers: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Batch {
    dossiers: Vec<Snapshot>,
}

#[derive(Deserialize)]
struct Typed {
    r#type: String,
}

/// Reads a report on one dossier or on many, as JSON or JSON lines; or says why it is none.
pub fn read(text: &str) -> Result<Reports, Text> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    // A report of one object stands on many lines; of lines each is an object.
    let first = text.lines().next().unwrap_or_default();
    let by_line = serde_json::from_str::<Head>(first).ok().filter(|head| head.dossiers.is_none());
    let head = match &by_line {
        Some(_) => by_line,
        None => Some(parse::<Head>(text)?),
    };
    let Some(Head { schema: Some(schema), r#type, dossiers }) = head else {
        return Err(no_report());
    };
    match (schema.as_str(), r#type.as_deref(), dossiers.is_some()) {
        (REPORT, Some("report"), _) => lines(text),
        (REPORT, _, _) => Ok(Reports::One(Box::new(whole(parse(text)?)))),
        (BATCH, _, true) => Ok(Reports::Many(parse::<Batch>(text)?.dossiers)),
        (BATCH, _, false) => rows(text).map(parse_line).collect::<Result<_, _>>().map(Reports::Many),
        (other, _, _) => Err(match other.split_once('/') {
            Some(("dossier-report" | "dossier-batch", _)) => Text::new(
                format!("是「{other}」格式，这个程序只认得 {REPORT} 和 {BATCH}；请用同一版程序再查一次"),
                format!("has the format `{other}`; this program reads {REPORT} and {BATCH}"),
            ),
            _ => Text::new(
                format!("是「{other}」，不是 dossier check 的报告"),
                format!("is a `{other}`, no report of `dossier check`"),
            ),
        }),
    }
}

/// A report on one dossier has all lists, be they empty.
fn whole(report: Snapshot) -> Snapshot {
    let (files, findings) = (report.files.unwrap_or_default(), report.findings.unwrap_or_default());
    Snapshot { files: Some(files), findings: Some(findings), ..report }
}

/// A report on one dossier, line by line.
fn lines(text: &str) -> Result<Reports, Text> {
    let mut report = Snapshot::default();
    let (mut items, mut files, mut findings) = (Vec::<Item>::new(), Vec::<File>::new(), Vec::<Finding>::new());
    for row in rows(text) {
        match parse_line::<Typed>(row)?.r#type.as_str() {
            "report" => report = parse_line(row)?,
            "item" => items.push(parse_line(row)?),
            "file" => files.push(parse_line(row)?),
            "finding" => findings.push(parse_line(row)?),
            _ => {}
        }
    }
    Ok(Reports::One(Box::new(Snapshot { items, files: Some(files), findings: Some(findings), ..report })))
}

type Row<'a> = (usize, &'a str);

/// The lines that hold something, counted from 1.
fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim().is_empty())
}

fn parse_line<T: DeserializeOwned>((line, text): Row<'_>) -> Result<T, Text> {
    serde_json::from_str(text).map_err(|error| broken(line, &error))
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Text> {
    serde_json::from_str(text).map_err(|error| broken(error.line(), &error))
}

fn broken(line: usize, error: &serde_json::Error) -> Text {
    // What does not even begin like JSON is something else.
    if error.is_data() || line > 1 {
        let what = error.to_string();
        return Text::new(
            format!("第 {line} 行读不懂，报告可能不完整：{what}"),
            format!("line {line} cannot be read, the report may be incomplete: {what}"),
        );
    }
    no_report()
}

fn no_report() -> Text {
    Text::new(
        "不是 dossier check 的报告；请用 --format json 写出来的文件",
        "is no report of `dossier check`; use a file written with --format json",
    )
}
