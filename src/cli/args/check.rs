//! The arguments of `check`, and those it shares with other commands.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples / 例子:\n  dossier check 申报材料\n  dossier check 申报材料 --stage forms\n  dossier check 申报材料 --checklist my-list.yaml --format json --output report.json\n  dossier check --each 客户          many dossiers at once / 一次查许多份\n  dossier check --files-from names.txt --fail-on never"
)]
pub(crate) struct CheckArgs {
    /// The dossier: a folder, or a ZIP, 7z or RAR archive; several give an overview. Default: here / 资料夹，或压缩包；写几个就一起查
    #[arg(value_name = "DIR|ARCHIVE")]
    pub(crate) dirs: Vec<PathBuf>,

    /// Each subfolder and archive directly in a folder is a dossier; may be repeated / 文件夹里每个子文件夹、压缩包各是一份
    #[arg(long, value_name = "DIR")]
    pub(crate) each: Vec<PathBuf>,

    /// A list of paths instead of a folder; `-` is standard input / 用路径清单代替文件夹
    #[arg(long, value_name = "FILE", conflicts_with_all = ["dirs", "each"])]
    pub(crate) files_from: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) how: HowArgs,

    #[command(flatten)]
    pub(crate) reports: ReportArgs,

    /// The least severity that makes the exit code 1 / 从哪一级起退出码为 1
    #[arg(long, value_enum, default_value = "error")]
    pub(crate) fail_on: FailOn,

    /// Known findings: they stay in the report, and only new ones make the exit code 1 / 已知的问题，只有新问题才算
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write all errors and warnings there are now as a baseline / 把现有的问题写成基线
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<PathBuf>,
}

/// What reports are written, and where they go.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct ReportArgs {
    /// Format of the report; else by the name of the file it goes to, else text / 报告格式；不写则看文件名，再不然是文本
    #[arg(long = "format", value_name = "FORMAT", value_enum)]
    asked_format: Option<CheckFormat>,

    /// Write the report to a file, whole or not at all / 写到文件
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Write one more report to a file; may be repeated / 另写一份报告到文件，可写多次
    #[arg(long, value_name = "FORMAT=FILE", value_parser = report_to)]
    pub(crate) report: Vec<ReportTo>,

    /// Write what changed since an earlier JSON report, instead of the report (text or json) / 只写与之前的报告相比的变化
    #[arg(long, value_name = "OLD.json")]
    pub(crate) changed_since: Option<PathBuf>,

    /// Write a report on each dossier into a folder; may be repeated / 每份资料夹各出一张报告，写到文件夹，可写多次
    #[arg(long, value_name = "FORMAT=DIR", value_parser = reports_to)]
    pub(crate) report_each: Vec<ReportTo>,

    /// Open the web page when it is written / 写好网页后打开
    #[arg(long)]
    pub(crate) open: bool,

    /// No small pictures of files in the HTML report / HTML 报告不带文件小图
    #[arg(long)]
    pub(crate) no_thumbnails: bool,

    /// Only the gaps, what nobody declared, and the totals / 只列缺口、没有说明的和合计
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Every file and every reason / 列出每个文件和理由
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

impl ReportArgs {
    /// The format of the report.
    pub(crate) fn format(&self) -> CheckFormat {
        let named = || {
            let extension = self.output.as_ref()?.extension()?.to_str()?.to_lowercase();
            CheckFormat::value_variants().iter().copied().find(|format| format.extension() == extension)
        };
        self.asked_format.or_else(named).unwrap_or(CheckFormat::Text)
    }

    /// Whether a web page with small pictures is to be written on one dossier, alone or among `many`.
    pub(crate) fn wants_thumbnails(&self, many: bool) -> bool {
        let each = self.report_each.iter().map(|report| report.format);
        // Of many, these tell only the overview, which has none.
        let only = self.report.iter().map(|report| report.format).chain([self.format()]).filter(|_| !many);
        !self.no_thumbnails && each.chain(only).any(|format| format == CheckFormat::Html)
    }
}

/// Against what a dossier is checked, and how its files are read.
#[derive(Debug, ClapArgs)]
pub(crate) struct HowArgs {
    /// A built-in checklist or a file; default from dossier.yaml, else gbt27922 / 内置清单或清单文件
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) checklist: Option<String>,

    /// Stages to check, separated by commas / 要核对的阶段
    #[arg(long, value_name = "STAGE", value_delimiter = ',')]
    pub(crate) stage: Option<Vec<String>>,

    /// Hand it in, or a draft in which nothing needs to be there yet; default from dossier.yaml / 递交，或还没备齐的草稿
    #[arg(long, value_enum)]
    pub(crate) mode: Option<ModeArg>,

    /// The day to judge on, YYYY-MM-DD; default today / 按哪一天判断
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<String>,

    /// Threads; default one a core / 线程数
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) jobs: Option<u16>,

    /// Look at names and sizes only, open nothing / 只看文件名和大小，不打开文件
    #[arg(long)]
    pub(crate) names_only: bool,

    /// Read scans with an installed tesseract; `off` makes verdicts the same on every machine / 识别扫描件文字
    #[arg(long, value_enum, default_value = "auto")]
    pub(crate) ocr: Ocr,

    /// Do not remember what was read, nor use what was remembered / 不用也不留缓存
    #[arg(long, conflicts_with = "verify")]
    pub(crate) no_cache: bool,

    /// Read every file again, and remember the result / 全部重读一遍，更新缓存
    #[arg(long)]
    pub(crate) verify: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For a person / 给人看
    Text,
    /// A web page to look at, print and hand on / 网页，可打印、转发
    Html,
    /// A workbook with columns to fill in / Excel 表格
    Xlsx,
    /// Markdown / Markdown 文本
    Markdown,
    /// A short message for a client, to paste into a chat or mail / 发给客户的催办短信
    Message,
    /// One JSON object / 一个 JSON 对象
    Json,
    /// One JSON object a line / 每行一个 JSON 对象
    Jsonl,
    /// A table of the items, for Excel / 材料表，可用 Excel 打开
    Csv,
    /// SARIF 2.1.0, for code scanning / 代码扫描用
    Sarif,
    /// JUnit XML: an item is a test / 每项材料是一个测试
    Junit,
    /// Annotations of GitHub Actions / GitHub Actions 的标注
    Github,
    /// A Code Quality report of GitLab / GitLab 的代码质量报告
    Gitlab,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ocr {
    /// If tesseract is installed / 装了就用
    Auto,
    /// Fail if it is not / 没装就报错
    On,
    /// Never / 不用
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModeArg {
    /// Gaps are faults / 缺了就是错
    Submit,
    /// What is not there yet is a note / 还没有的只提示
    Draft,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Never,
}

/// One report and the file it goes to.
#[derive(Debug, Clone)]
pub(crate) struct ReportTo {
    pub(crate) format: CheckFormat,
    pub(crate) path: PathBuf,
}

impl CheckFormat {
    /// What the names of such files end in.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            CheckFormat::Text | CheckFormat::Message | CheckFormat::Github => "txt",
            CheckFormat::Html => "html",
            CheckFormat::Xlsx => "xlsx",
            CheckFormat::Markdown => "md",
            CheckFormat::Json | CheckFormat::Gitlab => "json",
            CheckFormat::Jsonl => "jsonl",
            CheckFormat::Csv => "csv",
            CheckFormat::Sarif => "sarif",
            CheckFormat::Junit => "xml",
        }
    }
}

/// `html=report.html`.
fn report_to(text: &str) -> Result<ReportTo, String> {
    format_to(text, "FORMAT=FILE", "格式=文件")
}

/// `html=reports`.
fn reports_to(text: &str) -> Result<ReportTo, String> {
    format_to(text, "FORMAT=DIR", "格式=文件夹")
}

fn format_to(text: &str, en: &str, zh: &str) -> Result<ReportTo, String> {
    let known = || {
        let names = CheckFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        names.map(|value| value.get_name().to_owned()).collect::<Vec<_>>().join(", ")
    };
    let (format, path) = text
        .split_once('=')
        .filter(|(_, path)| !path.is_empty())
        .ok_or_else(|| format!("write {en}, with a format of {} / 写成「{zh}」", known()))?;
    let format = CheckFormat::from_str(format, false)
        .map_err(|_| format!("no such format, known: {} / 没有这种格式", known()))?;
    Ok(ReportTo { format, path: path.into() })
}
