//! The days of a certificate: as text, JSON, and iCalendar.

mod ics;

pub use ics::write as write_ics;

use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use crate::i18n;
use crate::model::calendar::{Calendar, Milestone};
use crate::model::checklist::Checklist;
use crate::model::text::{Lang, Text};

/// The version of the JSON.
const SCHEMA: &str = "dossier-calendar/1";

/// A certificate's days, and what they are written with.
pub struct Days<'a> {
    /// The list the periods stand in.
    pub checklist: &'a Checklist,
    /// The days.
    pub calendar: &'a Calendar,
    /// Whose certificate it is, if anybody said.
    pub applicant: Option<&'a str>,
}

#[derive(Serialize)]
struct Json<'a> {
    schema: &'static str,
    checklist: &'a str,
    applicant: Option<&'a str>,
    today: Date,
    issued: Date,
    until: Date,
    /// The certificate says its last day; otherwise it was counted.
    until_stated: bool,
    events: Vec<JsonEvent>,
    source: Option<&'a str>,
    note: Option<&'a Text>,
}

#[derive(Serialize)]
struct JsonEvent {
    kind: &'static str,
    /// Which of its kind, from 1.
    number: Option<u32>,
    day: Date,
    passed: bool,
    title: Text,
}

/// A stable name of what falls on a day, and which of its kind it is.
fn kind(what: Milestone) -> (&'static str, Option<u32>) {
    match what {
        Milestone::Issued => ("issued", None),
        Milestone::Surveillance(number) => ("surveillance", Some(number)),
        Milestone::Renewal => ("renewal", None),
        Milestone::Expiry => ("expiry", None),
    }
}

/// Writes one JSON object.
pub fn write_json(days: &Days<'_>, today: Date, mut out: &mut dyn Write) -> io::Result<()> {
    let Days { checklist, calendar, applicant } = *days;
    let event = |event: &crate::model::calendar::Event| {
        let (kind, number) = kind(event.what);
        let title = Text::new(i18n::milestone(event.what, Lang::Zh), i18n::milestone(event.what, Lang::En));
        JsonEvent { kind, number, day: event.day, passed: event.day < today, title }
    };
    let periods = checklist.certificate.as_ref();
    let json = Json {
        schema: SCHEMA,
        checklist: &checklist.id,
        applicant,
        today,
        issued: calendar.issued,
        until: calendar.until,
        until_stated: calendar.stated,
        events: calendar.events.iter().map(event).collect(),
        source: periods.and_then(|periods| periods.source.as_deref()),
        note: periods.and_then(|periods| periods.note.as_ref()),
    };
    serde_json::to_writer_pretty(&mut out, &json)?;
    writeln!(out)
}

/// Writes one line a day.
pub fn write_text(days: &Days<'_>, today: Date, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let Days { checklist, calendar, applicant } = *days;
    writeln!(out, "{}", super::escape::terminal(checklist.title.get(lang)))?;
    if let Some(applicant) = applicant {
        writeln!(out, "{}", super::escape::terminal(applicant))?;
    }
    if !calendar.stated {
        let counted = match lang {
            Lang::Zh => "有效期的最后一天是推算的；证书上印的为准，请在 dossier.yaml 的 certificate 里写 until",
            Lang::En => {
                "the last day is counted; what the certificate prints goes before it: write `until` under `certificate`"
            }
        };
        writeln!(out, "{counted}")?;
    }
    writeln!(out)?;
    for event in &calendar.events {
        let off = (event.day - today).get_days();
        writeln!(out, "{}  {}  {}", event.day, i18n::milestone(event.what, lang), i18n::days_off(off, lang))?;
    }
    if let Some(note) = checklist.certificate.as_ref().and_then(|periods| periods.note.as_ref()) {
        writeln!(out, "\n{}", super::escape::terminal(note.get(lang)))?;
    }
    Ok(())
}
