//! The `dossier` command.

#![warn(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr, clippy::exit)]

mod cli;

use std::process::ExitCode;

use clap::Parser;
use dossier::content::isolate;

fn main() -> ExitCode {
    if isolate::asked_to_serve(std::env::args_os()) {
        return isolate::serve();
    }
    let words = cli::args::with_default_command(std::env::args_os());
    let args = match cli::args::Args::try_parse_from(&words) {
        Ok(args) => args,
        Err(error) => return cli::mistyped::tell(&error, &words),
    };
    let context = cli::Context::new(&args);
    let code = match cli::run(args, &context) {
        Ok(code) => code,
        Err(failure) => context.fail(&failure),
    };
    context.end();
    code
}
