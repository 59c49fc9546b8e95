//! `dossier doctor`: what can be read on this machine, and how to get what is missing.

use std::process::ExitCode;

use dossier::content::{cache, ocr};
use dossier::model::text::{Lang, Text};

use super::{Context, Failure, exit, sink};

pub(crate) fn run(context: &Context) -> Result<ExitCode, Failure> {
    let rows = [program(), formats(), scans(), memory(), remembered()];
    sink::stdout(context, |out, _| {
        for (label, said) in &rows {
            let colon = if context.lang == Lang::Zh { "：" } else { ": " };
            writeln!(out, "{}{colon}{}", label.get(context.lang), said.get(context.lang))?;
        }
        Ok(())
    })?;
    Ok(exit::OK.into())
}

type Row = (Text, Text);

fn program() -> Row {
    let version = env!("CARGO_PKG_VERSION");
    (Text::new("程序", "program"), Text::new(format!("dossier {version}"), format!("dossier {version}")))
}

/// Formats this build was made with and without.
fn formats() -> Row {
    let optional = [
        ("PDF", cfg!(feature = "pdf")),
        ("HEIC", cfg!(feature = "heic")),
        ("7z", cfg!(feature = "seven-zip")),
        ("RAR", cfg!(feature = "rar")),
    ];
    let names = |there: bool| -> Vec<&str> {
        optional.iter().filter(|(_, with)| *with == there).map(|(name, _)| *name).collect()
    };
    let mut zh = "Word、Excel、PPT、WPS、OFD、RTF、网页、文本、图片、ZIP".to_owned();
    let mut en = "Word, Excel, PowerPoint, WPS, OFD, RTF, HTML, text, pictures, ZIP".to_owned();
    for name in names(true) {
        zh.push_str(&format!("、{name}"));
        en.push_str(&format!(", {name}"));
    }
    if !names(false).is_empty() {
        zh.push_str(&format!("；这个版本不能读：{}", names(false).join("、")));
        en.push_str(&format!("; left out of this build: {}", names(false).join(", ")));
    }
    (Text::new("能读的文件", "formats read"), Text::new(zh, en))
}

/// Whether scans can be read, and how to make it so.
fn scans() -> Row {
    let said = match ocr::Engine::find() {
        Ok(engine) => Text::new(
            format!("能识别（tesseract {}，{}，{}）", engine.version, engine.languages, engine.program.display()),
            format!("read by tesseract {} ({}, {})", engine.version, engine.languages, engine.program.display()),
        ),
        Err(absent) => {
            let (zh, en) = match absent {
                ocr::Absent::Program => ("没有装 tesseract", "tesseract is not installed"),
                ocr::Absent::Chinese => {
                    ("装了 tesseract，但没有中文语言包 chi_sim", "tesseract lacks the Chinese language data chi_sim")
                }
            };
            Text::new(format!("{zh}；{}", HOW.0), format!("{en}; {}", HOW.1))
        }
    };
    (Text::new("扫描件和照片上的文字", "text on scans and photos"), said)
}

#[cfg(windows)]
const HOW: (&str, &str) = (
    "安装时勾选 Chinese (Simplified)：winget install UB-Mannheim.TesseractOCR",
    "install it with Chinese (Simplified) ticked: winget install UB-Mannheim.TesseractOCR",
);
#[cfg(target_os = "macos")]
const HOW: (&str, &str) = ("brew install tesseract tesseract-lang", "brew install tesseract tesseract-lang");
#[cfg(not(any(windows, target_os = "macos")))]
const HOW: (&str, &str) = (
    "apt install tesseract-ocr tesseract-ocr-chi-sim（或本系统的同名软件包）",
    "apt install tesseract-ocr tesseract-ocr-chi-sim (or your system's packages of that name)",
);

/// Whether a damaged file can take all memory.
fn memory() -> Row {
    let said = if cfg!(unix) {
        Text::new(
            "每个文件在单独的进程里读，限内存、限时间",
            "each file is read by a child process with bounded memory and time",
        )
    } else {
        Text::new(
            "每个文件在单独的进程里读，限时间；本系统不能限内存",
            "each file is read by a child process with bounded time; this system gives no bound on memory",
        )
    };
    (Text::new("坏文件的影响", "damaged files"), said)
}

fn remembered() -> Row {
    let said = match cache::folder() {
        Some(folder) => {
            Text::new(format!("{}（可以随时删掉）", folder.display()), format!("{} (safe to delete)", folder.display()))
        }
        None => Text::new("不留", "none"),
    };
    (Text::new("缓存", "cache"), said)
}
