//! Arguments. Help is in both languages: who runs it may read only one.

mod check;
mod dropped;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(crate) use check::{CheckArgs, CheckFormat, FailOn, HowArgs, ModeArg, Ocr, ReportArgs, ReportTo};

/// Checks an evidence dossier against a checklist and reports every gap before submission.
///
/// 按检查清单核对申报材料文件夹，在递交之前指出每一处缺口。
#[derive(Debug, Parser)]
#[command(
    name = "dossier",
    version,
    arg_required_else_help = true,
    after_help = "Examples / 例子:\n  dossier check 申报材料            check a folder / 核对一个文件夹\n  dossier 申报材料                  the same / 同上（可把文件夹拖到程序上）\n  dossier show                      what must be handed in / 列出要交的材料\n  dossier explain 16/IMG_1.jpg      why a file was or was not taken / 某个文件为什么算或不算\n  dossier check . --format json     for programs / 给程序用\n\nExit codes / 退出码: 0 nothing to report 通过, 1 gaps found 有缺口, 2 could not check 没法检查"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Language of messages; default from the system / 语言
    #[arg(long, global = true, value_enum, env = "DOSSIER_LANG")]
    pub(crate) lang: Option<LangChoice>,

    /// Colour / 颜色
    #[arg(long, global = true, value_enum, default_value = "auto")]
    pub(crate) color: ColourChoice,

    /// Wait for Enter at the end: the window would close
    #[arg(long, global = true, hide = true)]
    pub(crate) keep_window: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LangChoice {
    /// 中文
    Zh,
    /// English
    En,
    /// A variable that is there and says nothing.
    #[value(name = "", hide = true)]
    Unsaid,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ColourChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check a folder and report every gap / 核对文件夹，报告缺口
    Check(CheckArgs),
    /// Tell what changed between two JSON reports / 两份 JSON 报告之间有什么变化
    Diff(DiffArgs),
    /// Tell why file names were or were not taken for a material / 说明文件名为什么被认作某项材料
    Explain(ExplainArgs),
    /// Score a self-assessment, beside the evidence for it / 自评打分，并列出支持材料
    Score(ScoreArgs),
    /// Check checklist files / 检查清单文件本身
    Lint(LintArgs),
    /// Check whether a list takes names for what it should / 用一批文件名检验清单
    Test(TestArgs),
    /// List the built-in checklists / 列出内置清单
    List,
    /// Print the materials of a checklist: a to-do list to hand on / 打印要交的材料
    Show(ShowArgs),
    /// Print the JSON Schema of a file format / 打印文件格式的 JSON Schema
    Schema(SchemaArgs),
    /// Explain a rule / 解释一条规则
    Rule(RuleArgs),
    /// When surveillance, recertification and expiry of the certificate fall due / 监督、再认证、到期的日历
    Calendar(CalendarArgs),
    /// Say what is installed and what can be read here / 说明这台电脑上能读哪些文件
    Doctor,
    /// Print a shell completion script / 打印命令补全脚本
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page / 打印手册页
    Man,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples / 例子:\n  dossier explain 16.维修记录单/IMG_2034.jpg yyzz.jpg\n  find . -type f | dossier explain --files-from - --format jsonl"
)]
pub(crate) struct ExplainArgs {
    /// Paths; they need not exist / 路径，不必存在
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(crate) paths: Vec<OsString>,

    /// Read paths from a file, one a line; `-` is standard input / 从文件读路径，每行一个
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    pub(crate) files_from: Option<PathBuf>,

    /// A built-in checklist or a file; default that of the file's dossier, else gbt27922 / 内置清单或清单文件
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) checklist: Option<String>,

    /// Format / 格式
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ExplainFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    Text,
    Jsonl,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples / 例子:\n  dossier calendar --issued 2025-05-10\n  dossier calendar 申报材料 --format ics --output 认证日历.ics"
)]
pub(crate) struct CalendarArgs {
    /// The dossier, whose dossier.yaml may name the day of issue / 资料夹，其中 dossier.yaml 可写发证日期
    #[arg(default_value = ".", value_name = "DIR")]
    pub(crate) dir: PathBuf,

    /// The day the certificate was issued, YYYY-MM-DD / 发证日期
    #[arg(long, value_name = "DATE")]
    pub(crate) issued: Option<String>,

    /// The last day of validity it prints; else counted / 证书上的有效期最后一天；不写则推算
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<String>,

    /// A built-in checklist or a file; default from dossier.yaml, else gbt27922 / 内置清单或清单文件
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) checklist: Option<String>,

    /// Format; `ics` is for calendar programs / 格式；ics 可导入日历软件
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: CalendarFormat,

    /// Write to a file, whole or not at all / 写到文件
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// The day to mark passed days by, YYYY-MM-DD; default today / 按哪一天算已过
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CalendarFormat {
    /// For a person / 给人看
    Text,
    /// One JSON object / 一个 JSON 对象
    Json,
    /// iCalendar / 日历文件
    Ics,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples / 例子:\n  dossier score --template -o 申报材料/score.yaml   a form to fill in / 先生成打分表\n  dossier score 申报材料                           score it, beside the evidence / 打分，并看支持材料\n  dossier score score.yaml --no-dossier            the points alone / 只算分\n\nExit codes / 退出码: 0 passed, all assessed 合格且全部评了, 1 failed or not all assessed 不合格或没有评完, 2 could not score 没法算"
)]
pub(crate) struct ScoreArgs {
    /// The self-assessment, or the dossier that holds `score.yaml` / 打分表，或放着 score.yaml 的资料夹
    #[arg(value_name = "SCORE.yaml|DIR")]
    pub(crate) sheet: Option<PathBuf>,

    /// The dossier with the evidence; default the folder of the file / 资料夹，不写则用打分表所在的文件夹
    #[arg(long, value_name = "DIR|ARCHIVE")]
    pub(crate) dossier: Option<PathBuf>,

    /// Score alone, look at no dossier / 只算分，不看资料夹
    #[arg(long, conflicts_with = "dossier")]
    pub(crate) no_dossier: bool,

    /// Print a form to fill in / 打印一份空的打分表
    #[arg(long, conflicts_with_all = ["sheet", "dossier", "format"])]
    pub(crate) template: bool,

    #[command(flatten)]
    pub(crate) how: HowArgs,

    /// Format of the report / 报告格式
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: ScoreFormat,

    /// Write the report to a file, whole or not at all / 写到文件
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// For a person / 给人看
    Text,
    /// One JSON object / 一个 JSON 对象
    Json,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples / 例子:\n  dossier diff 上周.json 本周.json\n  dossier diff 上周.jsonl 本周.jsonl     many dossiers / 许多份\n\nExit codes / 退出码: 0 nothing got worse 没有变差, 1 something did 有变差的, 2 could not compare 没法比"
)]
pub(crate) struct DiffArgs {
    /// The earlier report, as JSON or JSON lines / 之前的报告
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,

    /// The later report / 之后的报告
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,

    /// Format / 格式
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: DiffFormat,

    /// Write to a file, whole or not at all / 写到文件
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// A dossier that had another name in OLD; may be given several times / 改了名的资料夹，可写多次
    #[arg(long, value_name = "WAS=IS")]
    pub(crate) renamed: Vec<String>,

    /// Every file and every note / 列出每个文件和提示
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a person / 给人看
    Text,
    /// One JSON object / 一个 JSON 对象
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct LintArgs {
    /// Checklist files, patterns, or ids of built-in lists / 清单文件、通配符或内置清单
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<String>,

    /// Print what each list asks and how it recognises files, as Markdown / 把清单写成说明文档
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Example / 例子:\n  dossier test my-list.yaml cases.yaml\n\nA file of cases / 用例文件:\n  cases:\n    16/维修单.pdf: repair-records   # an item's id or number\n    维修记录模板.docx: template      # refused\n    合同.pdf: unclear               # a person must look\n    发票.pdf: none                  # no material"
)]
pub(crate) struct TestArgs {
    /// A built-in checklist or a file / 内置清单或清单文件
    #[arg(value_name = "CHECKLIST")]
    pub(crate) checklist: String,

    /// The file of cases / 用例文件
    #[arg(value_name = "CASES")]
    pub(crate) cases: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ShowArgs {
    /// A built-in checklist or a file / 内置清单或清单文件
    #[arg(value_name = "CHECKLIST", default_value = "gbt27922")]
    pub(crate) checklist: String,

    /// Only these stages, separated by commas / 只列这些阶段
    #[arg(long, value_name = "STAGE", value_delimiter = ',')]
    pub(crate) stage: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SchemaArgs {
    /// Which format / 哪种格式
    #[arg(value_enum, default_value = "checklist")]
    pub(crate) format: SchemaOf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SchemaOf {
    /// Checklist files / 清单文件
    Checklist,
    /// JSON reports / JSON 报告
    Report,
    /// A line of a report as JSON lines / JSONL 报告的一行
    ReportLine,
    /// JSON reports on several dossiers / 多份资料夹的 JSON 报告
    Batch,
    /// A line of a report on several dossiers as JSON lines / 多份资料夹 JSONL 报告的一行
    BatchLine,
    /// Baselines, for `check --baseline` / 基线文件
    Baseline,
    /// JSON of `dossier diff` / 变化的 JSON
    Diff,
    /// `dossier.yaml`
    Settings,
    /// Self-assessments, score.yaml / 自评打分表
    Score,
    /// JSON reports on a self-assessment / 自评结果的 JSON
    ScoreReport,
    /// Files of cases for `dossier test` / 用例文件
    Cases,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RuleArgs {
    /// The rule's id; without one, all ids / 规则名；不写则列出全部
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
}

/// `dossier DIR` means `dossier check DIR`: a folder dropped on the program is checked. A word that
/// resembles a command is left for the parser to correct.
pub(crate) fn with_default_command(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    if cfg!(windows) {
        dropped::mend_quotes(&mut args);
        if dropped::is_clicked(&args, |name| std::env::var_os(name)) {
            args.push("--keep-window".into());
            return args;
        }
        if dropped::is_dropped(&args, |name| std::env::var_os(name)) {
            args.splice(1..1, ["check", "--open", "--keep-window"].map(OsString::from));
            return args;
        }
    }
    let mut at = 1;
    while let Some(word) = args.get(at).map(|arg| arg.to_string_lossy().into_owned()) {
        if matches!(word.as_str(), "--lang" | "--color") {
            at += 2;
        } else if word.starts_with('-') {
            at += 1;
        } else {
            let known = <Args as clap::CommandFactory>::command();
            let near = |name: &str| strsim::damerau_levenshtein(name, &word) <= 2;
            let is_command = near("help") || known.get_subcommands().any(|command| near(command.get_name()));
            if !is_command || std::path::Path::new(&args[at]).is_dir() && known.find_subcommand(&word).is_none() {
                args.insert(at, "check".into());
            }
            break;
        }
    }
    args
}
