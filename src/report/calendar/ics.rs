//! iCalendar (RFC 5545): what calendar programs import. The same certificate gives the same bytes.

use std::io::{self, Write};

use super::{Days, kind};
use crate::i18n;
use crate::model::calendar::Milestone;
use crate::model::text::Lang;

/// A line holds at most so many octets (RFC 5545, 3.1).
const OCTETS: usize = 75;
/// How many days before a day a calendar program reminds of it.
const REMIND: u32 = 30;

/// Writes a calendar with one whole-day event for each day, which reminds a month before.
pub fn write(days: &Days<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let Days { checklist, calendar, applicant } = *days;
    let compact = |day: jiff::civil::Date| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    let mut line = |text: &str| folded(text, out);
    line("BEGIN:VCALENDAR")?;
    line("VERSION:2.0")?;
    line("PRODID:-//dossier-check//dossier//EN")?;
    line("CALSCALE:GREGORIAN")?;
    for event in &calendar.events {
        let (kind, number) = kind(event.what);
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        // The last day is no part of it: a correction of that day moves the event and makes no second one.
        let which = [&checklist.id, applicant.unwrap_or_default(), &calendar.issued.to_string(), kind, &number];
        let digest = blake3::hash(which.join("\n").as_bytes()).to_hex();
        let what = i18n::milestone(event.what, lang);
        let title = checklist.title.get(lang);
        let summary = match applicant {
            Some(applicant) => format!("{applicant}: {what} ({title})"),
            None => format!("{what} ({title})"),
        };
        line("BEGIN:VEVENT")?;
        line(&format!("UID:{}@dossier-check", digest.get(..32).unwrap_or_default()))?;
        // When it was written is not known here, and must not change the bytes.
        line(&format!("DTSTAMP:{}T000000Z", compact(calendar.issued)))?;
        line(&format!("DTSTART;VALUE=DATE:{}", compact(event.day)))?;
        line(&format!("SUMMARY:{}", escaped(&summary)))?;
        if let Some(note) = checklist.certificate.as_ref().and_then(|periods| periods.note.as_ref()) {
            line(&format!("DESCRIPTION:{}", escaped(note.get(lang))))?;
        }
        line("TRANSP:TRANSPARENT")?;
        if event.what != Milestone::Issued {
            line("BEGIN:VALARM")?;
            line("ACTION:DISPLAY")?;
            line(&format!("TRIGGER:-P{REMIND}D"))?;
            line(&format!("DESCRIPTION:{}", escaped(&summary)))?;
            line("END:VALARM")?;
        }
        line("END:VEVENT")?;
    }
    line("END:VCALENDAR")
}

/// A text value (RFC 5545, 3.3.11). Control characters may not stand in one.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A content line, folded between characters; what goes on begins with a space.
fn folded(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let (mut line, mut room) = (String::new(), OCTETS);
    for c in text.chars() {
        if c.len_utf8() > room {
            line.push_str("\r\n ");
            room = OCTETS - 1;
        }
        line.push(c);
        room -= c.len_utf8();
    }
    line.push_str("\r\n");
    out.write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_unfold_to_what_they_were() {
        for text in
            ["short".to_owned(), "x".repeat(75), "x".repeat(76), "监督审核".repeat(40), format!("x{}", "核".repeat(90))]
        {
            let mut out = Vec::new();
            folded(&text, &mut out).unwrap();
            let written = String::from_utf8(out).unwrap();
            assert!(written.split("\r\n").all(|line| line.len() <= OCTETS), "{written}");
            assert_eq!(written.replace("\r\n ", ""), format!("{text}\r\n"));
        }
    }

    #[test]
    fn marks_of_the_format_are_escaped() {
        assert_eq!(escaped("甲; 乙, 丙\\\n丁\r\u{7}：戊"), "甲\\; 乙\\, 丙\\\\\\n丁：戊");
    }
}
