//! `dossier test`: whether a list makes of names what its author expects.

use std::process::ExitCode;

use dossier::checklist;
use dossier::matching::{Recogniser, Scratch};
use dossier::model::cases::{Case, Expected};
use dossier::model::checklist::Checklist;
use dossier::model::recognition::Recognition;
use dossier::model::text::Lang;
use dossier::report::escape::terminal;

use super::args::TestArgs;
use super::{Context, Failure, disk, exit, explain, sink};

pub(crate) fn run(args: &TestArgs, context: &Context) -> Result<ExitCode, Failure> {
    let list = disk::checklist(&args.checklist)?;
    let name = args.cases.display().to_string();
    let text = String::from_utf8(disk::named(&args.cases)?).map_err(|_| {
        Failure::told(
            format!("「{name}」不是 UTF-8 文字；请另存为 UTF-8"),
            format!("`{name}` is not UTF-8; save it as UTF-8"),
        )
    })?;
    let cases = checklist::load_cases(&name, &text, &list).map_err(Failure::Problems)?;
    let recogniser = Recogniser::new(&list);
    let mut scratch = Scratch::default();
    let mut failed = 0;
    sink::stdout(context, |out, _| {
        for case in &cases {
            let (file, found) = explain::recognise(&recogniser, case.path.as_bytes(), &mut scratch);
            let got = taken_for(&found);
            if agrees(&case.expected, &got) {
                continue;
            }
            failed += 1;
            writeln!(out, "{}:{}: {}", terminal(&name), case.line, wanted(&list, case, &got, context.lang))?;
            explain::text(&list, &file, &found, context.lang, out)?;
        }
        let (all, right) = (cases.len(), cases.len() - failed);
        match context.lang {
            Lang::Zh => writeln!(out, "{}：{all} 个用例，{right} 个符合，{failed} 个不符", terminal(&name)),
            Lang::En => writeln!(out, "{}: {all} cases, {right} as expected, {failed} not", terminal(&name)),
        }
    })?;
    Ok(if failed == 0 { exit::OK } else { exit::GAPS }.into())
}

/// What a name is taken for. Equally good demands are all named.
fn taken_for(found: &Recognition) -> Expected {
    if found.refused.is_some() {
        Expected::Template
    } else if !found.best().is_empty() {
        Expected::Item(found.best().iter().map(|candidate| usize::from(candidate.demand)).collect())
    } else if found.candidates.is_empty() {
        Expected::Nothing
    } else {
        Expected::Unclear
    }
}

fn agrees(expected: &Expected, got: &Expected) -> bool {
    match (expected, got) {
        (Expected::Item(wanted), Expected::Item(best)) => best.iter().any(|demand| wanted.contains(demand)),
        (expected, got) => expected == got,
    }
}

fn wanted(list: &Checklist, case: &Case, got: &Expected, lang: Lang) -> String {
    let name = |what: &Expected| match (what, lang) {
        (Expected::Item(demands), _) => {
            let mut items: Vec<usize> = demands.iter().map(|&demand| list.demands[demand].item).collect();
            items.dedup();
            let items = items.iter().map(|&item| &list.items[item]);
            items.map(|item| format!("{} {}", item.label(), item.title.get(lang))).collect::<Vec<_>>().join(" / ")
        }
        (Expected::Unclear, Lang::Zh) => "待确认（unclear）".to_owned(),
        (Expected::Unclear, Lang::En) => "unclear".to_owned(),
        (Expected::Template, Lang::Zh) => "模板、制度或计划（template）".to_owned(),
        (Expected::Template, Lang::En) => "template".to_owned(),
        (Expected::Nothing, Lang::Zh) => "不是材料（none）".to_owned(),
        (Expected::Nothing, Lang::En) => "none".to_owned(),
    };
    let (expected, got) = (name(&case.expected), name(got));
    match lang {
        Lang::Zh => format!("应为 {expected}，却认作 {got}"),
        Lang::En => format!("expected {expected}, got {got}"),
    }
}
