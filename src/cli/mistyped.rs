//! What is said where the command line cannot be understood, or is empty. The parser itself speaks English only.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use dossier::model::text::Lang;
use dossier::report::escape::terminal;

use super::args::Args;
use super::{exit, language, wait_for_enter};

/// What somebody who has read nothing yet needs to know.
const GREETING: &str = "\
dossier 按清单核对申报材料文件夹，在递交之前指出每一处缺口。

最简单的用法：把放材料的文件夹拖到本程序的图标上（Windows），查完会打开网页报告。

在命令行里：
  dossier 申报材料                        核对这个文件夹
  dossier check 申报材料 -o 报告.xlsx     写成 Excel（.html 是网页）
  dossier check --each 客户               一次核对多个客户的文件夹
  dossier show                            列出要交的材料
  dossier explain 申报材料/IMG_1.jpg      某个文件为什么算或不算
  dossier --help                          全部命令；某个命令的写法：dossier check --help
";

/// Says what is wrong with the command line, or helps; the exit code.
pub(crate) fn tell(error: &Error, args: &[OsString]) -> ExitCode {
    let bare =
        matches!(error.kind(), ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand);
    let lang = language(asked(args).as_deref());
    let said = match lang {
        _ if !error.use_stderr() => error.print(),
        Lang::En if bare => write!(std::io::stderr(), "{}", Args::command().render_help()),
        Lang::En => error.print(),
        Lang::Zh if bare && is_whole(args) => write!(std::io::stderr(), "{GREETING}"),
        Lang::Zh => sentence(error).lines().try_for_each(|line| writeln!(std::io::stderr(), "{}", terminal(line))),
    };
    // Nothing is left to do if even this cannot be said.
    drop(said);
    if args.iter().any(|arg| arg == "--keep-window") {
        wait_for_enter(lang);
    }
    if error.use_stderr() { exit::COULD_NOT_CHECK.into() } else { exit::OK.into() }
}

/// Whether no command was named: what is asked for is all the program can do.
fn is_whole(args: &[OsString]) -> bool {
    let known = Args::command();
    !args.iter().any(|arg| known.get_subcommands().any(|command| arg == command.get_name()))
}

/// The language the command line asks for, if it does.
fn asked(args: &[OsString]) -> Option<String> {
    let text = |arg: &OsString| arg.to_string_lossy().into_owned();
    let joined = args.iter().map(text).find_map(|arg| arg.strip_prefix("--lang=").map(str::to_owned));
    let apart = args.windows(2).find(|pair| pair[0] == "--lang").map(|pair| text(&pair[1]));
    joined.or(apart).or_else(|| std::env::var("DOSSIER_LANG").ok())
}

/// The same in Chinese.
fn sentence(error: &Error) -> String {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join("、")),
        Some(ContextValue::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let of = |kind: ContextKind| text(kind).unwrap_or_default();
    let (arg, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有「{}」这个命令", of(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有「{arg}」这个选项"),
        ErrorKind::InvalidValue if value.is_empty() => format!("「{arg}」后面要写一个值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("「{arg}」不能写「{value}」"),
        ErrorKind::ArgumentConflict => format!("「{arg}」不能和「{}」一起用", of(ContextKind::PriorArg)),
        ErrorKind::MissingRequiredArgument => format!("还要写：{arg}"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("「{arg}」后面的值个数不对")
        }
        ErrorKind::TooManyValues => format!("「{arg}」后面多写了「{value}」"),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            "命令还没有写完".to_owned()
        }
        _ => return error.to_string(),
    };
    // What a value must be is known to who reads it.
    let reason = std::error::Error::source(error).map(|why| format!("；{why}")).unwrap_or_default();
    let valid = text(ContextKind::ValidValue).filter(|valid| !valid.is_empty());
    let valid = valid.map(|valid| format!("；可以写：{valid}")).unwrap_or_default();
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.into_iter().find_map(text).map(|near| format!("；是不是「{near}」？")).unwrap_or_default();
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string().replace("Usage:", "用法：").trim().to_owned(),
        _ => String::new(),
    };
    let usage = if usage.is_empty() { usage } else { format!("\n{usage}\n") };
    format!("错误：{what}{reason}{valid}{near}\n{usage}\n全部写法：加 --help\n")
}
