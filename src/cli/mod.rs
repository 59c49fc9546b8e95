//! The command line: arguments in, exit code out. The library cannot import it.

pub(crate) mod args;
mod assessing;
mod baseline;
mod batch;
mod calendar;
mod cases;
mod check;
mod diff;
mod disk;
mod doctor;
mod exit;
mod expand;
mod explain;
mod lint;
mod lists;
pub(crate) mod mistyped;
mod opening;
mod pages;
mod reading;
mod reports;
mod score;
mod shared;
mod sink;
mod thumbnails;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use dossier::checklist::problem::Problems;
use dossier::model::text::{Lang, Text};

use args::{Args, ColourChoice, Command, LangChoice};

/// Why a command could not do its work. The exit code is 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A message in both languages.
    #[error("{}", .0.en)]
    Told(Text),
    /// Problems in a checklist or settings file.
    #[error("the file has problems")]
    Problems(Problems),
    /// Writing failed.
    #[error("cannot write: {0}")]
    Write(#[from] std::io::Error),
}

impl Failure {
    fn told(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Failure::Told(Text::new(zh, en))
    }
}

/// The language that is asked for, else that of the system.
fn language(asked: Option<&str>) -> Lang {
    match asked {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ if sys_locale::get_locales().next().is_some_and(|locale| locale.to_ascii_lowercase().starts_with("zh")) => {
            Lang::Zh
        }
        _ => Lang::En,
    }
}

/// Keeps a window that would close with the program, until whoever looks at it is done.
fn wait_for_enter(lang: Lang) {
    let text = Text::new("按回车键关闭窗口", "press Enter to close this window");
    // Nothing is left to do if even this cannot be said.
    let _ = writeln!(std::io::stderr(), "{}", text.get(lang));
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// What every command needs to know about its surroundings.
pub(crate) struct Context {
    lang: Lang,
    colour: ColourChoice,
    keep_window: bool,
}

impl Context {
    /// Reads the language and the wish for colour.
    pub(crate) fn new(args: &Args) -> Self {
        let asked = args.lang.and_then(|lang| match lang {
            LangChoice::Zh => Some("zh"),
            LangChoice::En => Some("en"),
            LangChoice::Unsaid => None,
        });
        let lang = language(asked);
        Self { lang, colour: args.color, keep_window: args.keep_window }
    }

    /// Whether to colour what goes to a stream.
    fn colours(&self, is_terminal: bool) -> bool {
        let asked_not = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        match self.colour {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => is_terminal && !asked_not,
        }
    }

    /// Says on standard error why a command failed.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        let mut err = anstream::AutoStream::new(std::io::stderr(), self.stream_choice(std::io::stderr().is_terminal()));
        let text = match failure {
            Failure::Write(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                return exit::OK.into();
            }
            Failure::Told(text) => {
                let word = match self.lang {
                    Lang::Zh => "错误：",
                    Lang::En => "error: ",
                };
                format!("{word}{}\n", dossier::report::escape::terminal(text.get(self.lang)))
            }
            Failure::Problems(problems) => problems.render(self.lang, self.colours(std::io::stderr().is_terminal())),
            Failure::Write(error) => format!("error: cannot write: {error}\n"),
        };
        // Nothing is left to do if even this cannot be said.
        let _ = err.write_all(text.as_bytes());
        exit::COULD_NOT_CHECK.into()
    }

    /// Says something on standard error.
    fn tell(&self, zh: &str, en: &str) {
        let text = match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        let _ = writeln!(std::io::stderr(), "{}", dossier::report::escape::terminal(text));
    }

    /// Keeps a window that would close with the program, until whoever looks at it is done.
    pub(crate) fn end(&self) {
        if self.keep_window {
            wait_for_enter(self.lang);
        }
    }

    fn stream_choice(&self, is_terminal: bool) -> anstream::ColorChoice {
        if self.colours(is_terminal) { anstream::ColorChoice::Always } else { anstream::ColorChoice::Never }
    }
}

/// Width of tables where there is no terminal to ask.
const WIDTH: u16 = 120;

/// The terminal's width, as its shell says it.
fn terminal_width() -> u16 {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|width| *width >= 60).unwrap_or(WIDTH)
}

/// Runs one command.
pub(crate) fn run(args: Args, context: &Context) -> Result<ExitCode, Failure> {
    match args.command {
        Command::Check(args) => check::run(&args, context),
        Command::Diff(args) => diff::run(&args, context),
        Command::Calendar(args) => calendar::run(&args, context),
        Command::Explain(args) => explain::run(&args, context),
        Command::Score(args) => score::run(&args, context),
        Command::Lint(args) => lint::run(&args, context),
        Command::Test(args) => cases::run(&args, context),
        Command::List => lists::list(context),
        Command::Show(args) => lists::show(&args, context),
        Command::Schema(args) => lists::schema(&args),
        Command::Rule(args) => pages::rule(&args, context),
        Command::Doctor => doctor::run(context),
        Command::Completions { shell } => pages::completions(shell, context),
        Command::Man => pages::man(context),
    }
}
