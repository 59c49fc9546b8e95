//! `dossier calendar`.

use std::process::ExitCode;

use dossier::checklist;
use dossier::inventory::SETTINGS_FILE;
use dossier::model::calendar::Calendar;
use dossier::model::settings::Settings;
use dossier::report::calendar::{self, Days};

use super::args::{CalendarArgs, CalendarFormat};
use super::assessing::{DEFAULT_CHECKLIST, day};
use super::{Context, Failure, disk, exit, sink};

pub(crate) fn run(args: &CalendarArgs, context: &Context) -> Result<ExitCode, Failure> {
    let given = |name, text: &Option<String>| text.as_deref().map(|text| day(name, text)).transpose();
    let today = given("--today", &args.today)?.unwrap_or_else(|| jiff::Zoned::now().date());
    let (issued, until) = (given("--issued", &args.issued)?, given("--until", &args.until)?);
    disk::needs_folder(&args.dir)?;
    let path = args.dir.join(SETTINGS_FILE);
    // As in a check, a link of that name is not followed.
    let has_settings = path.symlink_metadata().is_ok_and(|meta| meta.is_file());
    let text = if has_settings { String::from_utf8_lossy(&disk::named(&path)?).into_owned() } else { String::new() };
    let list = match (&args.checklist, checklist::named_checklist(&text)) {
        (Some(name), _) => disk::checklist(name)?,
        (None, Some(name)) if checklist::built_in(&name).is_none() => {
            disk::checklist(&args.dir.join(name).to_string_lossy())?
        }
        (None, name) => disk::checklist(name.as_deref().unwrap_or(DEFAULT_CHECKLIST))?,
    };
    let settings = match has_settings {
        true => checklist::load_settings(&path.display().to_string(), &text, &list).map_err(Failure::Problems)?,
        false => Settings::default(),
    };
    let Some(periods) = &list.certificate else {
        let id = &list.id;
        return Err(Failure::told(
            format!("清单「{id}」没有写证书的各个期限（certificate）"),
            format!("the list `{id}` does not state the periods of its certificate (`certificate`)"),
        ));
    };
    let own = settings.certificate;
    let Some(issued) = issued.or(own.map(|own| own.issued)) else {
        return Err(Failure::told(
            "不知道发证日期；请写 --issued 2025-05-10，或在 dossier.yaml 里写 certificate: { issued: 2025-05-10 }",
            "the day of issue is not known; give --issued 2025-05-10, or write certificate: { issued: 2025-05-10 } into dossier.yaml",
        ));
    };
    // The end in dossier.yaml belongs to the day of issue there.
    let until = until.or(own.filter(|own| own.issued == issued).and_then(|own| own.until));
    let Some(calendar) = Calendar::new(periods, issued, until) else {
        return Err(Failure::told(
            format!("从发证日期 {issued} 推不出日历；请核对日期，有效期不能在发证之前结束"),
            format!("no calendar follows from {issued}; check the dates, a certificate cannot end before it is issued"),
        ));
    };
    let days = Days { checklist: &list, calendar: &calendar, applicant: settings.applicant.name.as_deref() };
    let write = |out: &mut dyn std::io::Write| match args.format {
        CalendarFormat::Text => calendar::write_text(&days, today, context.lang, out),
        CalendarFormat::Json => calendar::write_json(&days, today, out),
        CalendarFormat::Ics => calendar::write_ics(&days, context.lang, out),
    };
    match &args.output {
        Some(path) => sink::file(path, write)?,
        None if args.format == CalendarFormat::Text => sink::stdout(context, |out, _| write(out))?,
        None => sink::stdout_data(write)?,
    }
    Ok(exit::OK.into())
}
