//! `dossier explain`: why a name was or was not taken. Touches no file it is asked about.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use dossier::checklist;
use dossier::content;
use dossier::i18n;
use dossier::inventory::{self, SETTINGS_FILE, bytes, listed, real_name};
use dossier::matching::{Recogniser, Scratch};
use dossier::model::checklist::Checklist;
use dossier::model::inventory::{File, Never};
use dossier::model::recognition::{Candidate, Recognition};
use dossier::model::text::Lang;
use dossier::report::escape::terminal;
use serde::Serialize;

use super::args::{ExplainArgs, ExplainFormat};
use super::assessing::DEFAULT_CHECKLIST;
use super::{Context, Failure, disk, exit, sink};

/// One line of the answer. Stable: other programs read it.
#[derive(Serialize)]
struct Answer<'a> {
    path: &'a str,
    /// Set exactly when `check` would count the name as certain.
    item: Option<&'a str>,
    no: Option<&'a str>,
    /// The branch of a compound item.
    alternative: Option<&'a str>,
    candidates: Vec<Row<'a>>,
    refused: Option<&'static str>,
}

#[derive(Serialize)]
struct Row<'a> {
    item: &'a str,
    no: Option<&'a str>,
    score: u16,
    reasons: Vec<String>,
}

pub(crate) fn run(args: &ExplainArgs, context: &Context) -> Result<ExitCode, Failure> {
    let list = disk::checklist(&named_list(args)?)?;
    let recogniser = Recogniser::new(&list);
    let mut scratch = Scratch::default();
    let mut explain = |line: &[u8], out: &mut dyn Write| {
        let (file, mut found) = recognise(&recogniser, line, &mut scratch);
        match args.format {
            ExplainFormat::Jsonl => jsonl(&list, line, &file, &found, out),
            ExplainFormat::Text => {
                let given = inventory::shown(Path::new(&*String::from_utf8_lossy(line)));
                for path in within(&given) {
                    let (_, nearer) = recognise(&recogniser, path.as_bytes(), &mut scratch);
                    if !nearer.best().is_empty() {
                        found = nearer;
                        break;
                    }
                }
                text(&list, &file, &found, context.lang, out)
            }
        }
    };
    let input = match &args.files_from {
        Some(path) => disk::named(path)?,
        None => Vec::new(),
    };
    let mut write = |out: &mut dyn Write| {
        for path in &args.paths {
            explain(&bytes(path), out)?;
        }
        for line in lines(&input) {
            explain(line, out)?;
        }
        match args.format {
            ExplainFormat::Jsonl => Ok(()),
            ExplainFormat::Text => writeln!(out, "{}", by_names_alone(&list, context.lang)),
        }
    };
    match args.format {
        ExplainFormat::Jsonl => sink::stdout_data(write)?,
        ExplainFormat::Text => sink::stdout(context, |out, _| write(out))?,
    }
    Ok(exit::OK.into())
}

/// What the answers rest on, where a person might take them for the last word.
fn by_names_alone(list: &Checklist, lang: Lang) -> String {
    let title = list.title.get(lang);
    match lang {
        Lang::Zh => format!(
            "清单：{title}。只看了名字和所在文件夹，没有打开文件；空的、重复的、内容是别的，要看 dossier check，以它为准"
        ),
        Lang::En => format!(
            "the list: {title}. Names and folders alone were looked at, no file was opened; whether a file is empty, a copy or something else, dossier check says, and has the last word"
        ),
    }
}

/// The paths a file that is there may have in its dossier, the likeliest first: below the folder with settings, else as
/// it was given, else as seen from each folder above it. Of a whole path the nearest folders come first, since what
/// lies far above says nothing of it.
fn within(path: &str) -> Vec<&str> {
    if !Path::new(path).exists() {
        return Vec::new();
    }
    let below = || path.match_indices('/').map(|(at, _)| (&path[..at], &path[at + 1..]));
    let settled = |folder: &str| Path::new(if folder.is_empty() { "/" } else { folder }).join(SETTINGS_FILE).is_file();
    if let Some((_, inner)) = below().rfind(|(folder, _)| settled(folder)) {
        return vec![inner];
    }
    let inner = below().map(|(_, inner)| inner).filter(|inner| inner.contains('/'));
    match path.starts_with('/') || path.contains(':') {
        true => inner.collect::<Vec<_>>().into_iter().rev().collect(),
        false => std::iter::once(path).chain(inner).collect(),
    }
}

/// The list that is asked for, else that of the first file's dossier, else the usual one.
fn named_list(args: &ExplainArgs) -> Result<String, Failure> {
    if let Some(name) = &args.checklist {
        return Ok(name.clone());
    }
    for path in &args.paths {
        let mut folders = Path::new(path).ancestors().skip(1);
        let here = |folder: &&Path| folder.join(SETTINGS_FILE).is_file();
        if let Some(folder) = folders.find(here) {
            let text = String::from_utf8_lossy(&disk::named(&folder.join(SETTINGS_FILE))?).into_owned();
            return Ok(match checklist::named_checklist(&text) {
                Some(name) if checklist::built_in(&name).is_some() => name,
                Some(name) => folder.join(name).to_string_lossy().into_owned(),
                None => DEFAULT_CHECKLIST.to_owned(),
            });
        }
    }
    Ok(DEFAULT_CHECKLIST.to_owned())
}

/// What a path is taken for, by itself.
pub(super) fn recognise(recogniser: &Recogniser<'_>, line: &[u8], scratch: &mut Scratch) -> (File, Recognition) {
    let mut file = listed(line);
    if let Some(masked) = content::masked(&file.path) {
        file.mask(masked);
    }
    let reading = recogniser.read_folder(file.folder(), scratch);
    let found = match file.never {
        Some(_) => Recognition::default(),
        None => recogniser.recognise(&file.path, real_name(file.name()), &reading, scratch),
    };
    (file, found)
}

/// The lines of a list, empty ones too: one answer a line.
fn lines(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    let none = input.is_empty();
    let input = input.strip_suffix(b"\n").unwrap_or(input);
    input.split(|&b| b == b'\n').filter(move |_| !none).map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

fn jsonl(list: &Checklist, line: &[u8], file: &File, found: &Recognition, out: &mut dyn Write) -> std::io::Result<()> {
    let item_of = |c: &Candidate| &list.items[list.demands[usize::from(c.demand)].item];
    let best = found.best().first();
    let given = std::str::from_utf8(line).unwrap_or(&file.path);
    let masked = content::masked(given);
    let answer = Answer {
        path: masked.as_deref().unwrap_or(given),
        item: best.map(|c| item_of(c).id.as_str()),
        no: best.and_then(|c| item_of(c).no.as_deref()),
        alternative: best.filter(|c| item_of(c).is_compound()).map(|c| list.demands[usize::from(c.demand)].id.as_str()),
        candidates: found
            .candidates
            .iter()
            .map(|c| Row {
                item: &item_of(c).id,
                no: item_of(c).no.as_deref(),
                score: c.score,
                reasons: vec![i18n::code(&c.reason)],
            })
            .collect(),
        refused: found.refused.as_ref().map(|_| "template-or-policy"),
    };
    serde_json::to_writer(&mut *out, &answer)?;
    writeln!(out)
}

pub(super) fn text(
    list: &Checklist,
    file: &File,
    found: &Recognition,
    lang: Lang,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let say = |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let name = |c: &Candidate| {
        let demand = &list.demands[usize::from(c.demand)];
        let item = &list.items[demand.item];
        let branch = if item.is_compound() { format!(" / {}", demand.title.get(lang)) } else { String::new() };
        format!("{} {}{branch}", item.label(), item.title.get(lang))
    };
    writeln!(out, "{}", terminal(&file.path))?;
    match &file.never {
        Some(Never::LockOrTemp) => {
            writeln!(
                out,
                "  {}",
                say("不是材料：临时文件或没有下载完".into(), "no material: a lock file or half a download".into())
            )?;
        }
        Some(_) => writeln!(
            out,
            "  {}",
            say("不是材料：系统文件或隐藏文件".into(), "no material: a system's own or hidden file".into())
        )?,
        None => {}
    }
    if let Some(word) = &found.refused {
        writeln!(
            out,
            "  {}",
            say(
                format!("不计：「{word}」说明它是模板、制度或计划"),
                format!("not counted: `{word}` makes it a template, policy or plan")
            )
        )?;
    }
    for c in found.best() {
        let why = i18n::reason(&c.reason, lang);
        writeln!(
            out,
            "  {}",
            say(format!("计入 {}：{}", name(c), terminal(&why)), format!("counts for {}: {}", name(c), terminal(&why)))
        )?;
    }
    for c in found.candidates.iter().filter(|c| !found.best().contains(c)) {
        let why = i18n::reason(&c.reason, lang);
        writeln!(
            out,
            "  {}",
            say(format!("可能是 {}：{}", name(c), terminal(&why)), format!("may be {}: {}", name(c), terminal(&why)))
        )?;
    }
    if let Some(near) = &found.near {
        let item = &list.items[usize::from(near.item)];
        let why = i18n::near(&near.why, lang);
        let title = item.title.get(lang);
        writeln!(
            out,
            "  {}",
            say(
                format!("像是 {} {title}：{}", item.label(), terminal(&why)),
                format!("resembles {} {title}: {}", item.label(), terminal(&why))
            )
        )?;
    }
    if found.candidates.is_empty() && found.near.is_none() && found.refused.is_none() && file.never.is_none() {
        writeln!(out, "  {}", say("没有哪一项要它".into(), "no item asks for it".into()))?;
    }
    Ok(())
}
