//! `dossier rule`, `dossier completions`, `dossier man`.

use std::process::ExitCode;

use clap::CommandFactory;
use dossier::i18n;
use dossier::model::finding::RuleId;

use super::args::{Args, RuleArgs};
use super::{Context, Failure, exit, sink};

pub(crate) fn rule(args: &RuleArgs, context: &Context) -> Result<ExitCode, Failure> {
    let Some(id) = &args.id else {
        sink::stdout(context, |out, _| {
            for rule in RuleId::ALL {
                let first = i18n::page(rule.id()).and_then(|page| page.text(context.lang).lines().next());
                writeln!(out, "{:22} {}", rule.id(), first.unwrap_or_default())?;
            }
            Ok(())
        })?;
        return Ok(exit::OK.into());
    };
    let Some(page) = i18n::page(id) else {
        let near = RuleId::ALL.iter().map(|rule| rule.id()).min_by_key(|known| strsim::damerau_levenshtein(known, id));
        let near = near.unwrap_or_default();
        return Err(Failure::told(
            format!("没有规则「{id}」；是不是「{near}」？"),
            format!("there is no rule `{id}`; did you mean `{near}`?"),
        ));
    };
    sink::stdout(context, |out, _| writeln!(out, "{}\n\n{}", page.rule.id(), page.text(context.lang)))?;
    Ok(exit::OK.into())
}

pub(crate) fn completions(shell: clap_complete::Shell, context: &Context) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "dossier", &mut script);
    sink::stdout(context, |out, _| out.write_all(&script))?;
    Ok(exit::OK.into())
}

pub(crate) fn man(context: &Context) -> Result<ExitCode, Failure> {
    let page = clap_mangen::Man::new(Args::command());
    sink::stdout(context, |mut out, _| page.render(&mut out))?;
    Ok(exit::OK.into())
}
