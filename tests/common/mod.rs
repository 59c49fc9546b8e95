//! What the tests share: running the program in a known environment and reading its report.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::expect_used, clippy::unwrap_used)]

mod document;
pub mod memory;

pub use document::document;

use std::ffi::OsStr;
use std::io::{Cursor, Write};
use std::path::Path;

use serde::Deserialize;
use snapbox::cmd::{Command, cargo_bin};

#[derive(Debug, Deserialize)]
pub struct Report {
    pub verdict: String,
    pub items: Vec<Item>,
    pub files: Vec<File>,
    pub findings: Vec<Finding>,
    pub not_evaluated: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Item {
    pub id: String,
    pub no: Option<String>,
    pub state: String,
    pub have: u64,
    pub need: u64,
    pub possible: u64,
    pub evidence: Vec<Evidence>,
    #[serde(default)]
    pub unclear: Vec<Evidence>,
    #[serde(default)]
    pub not_evaluated: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Evidence {
    pub path: String,
    #[serde(default)]
    pub by: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct File {
    pub path: String,
    pub path_bytes: Option<String>,
    pub item: Option<String>,
    pub refused: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Finding {
    pub rule: String,
    pub severity: String,
    pub item: Option<String>,
    pub path: Option<String>,
    pub waived: Option<Waived>,
    #[serde(default)]
    pub known: bool,
    pub message: Message,
}

#[derive(Debug, Deserialize)]
pub struct Message {
    pub zh: String,
    pub en: String,
}

#[derive(Debug, Deserialize)]
pub struct Waived {
    pub reason: String,
}

impl Report {
    pub fn item(&self, id: &str) -> &Item {
        self.items.iter().find(|item| item.id == id).unwrap_or_else(|| panic!("no item {id}"))
    }

    pub fn file(&self, path: &str) -> &File {
        self.files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no file {path}"))
    }

    pub fn has(&self, rule: &str) -> bool {
        self.findings.iter().any(|finding| finding.rule == rule)
    }
}

/// The program, in an environment of which nothing of this machine's remains.
pub fn dossier() -> Command {
    Command::new(cargo_bin!("dossier"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("LANG", "C")
        .env("LC_ALL", "C")
        .env("TERM", "dumb")
        .env("DOSSIER_CACHE", "off")
}

/// Exit code, standard output, standard error.
pub fn run<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> (i32, String, String) {
    let output = dossier().args(args).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8 output");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

/// Checks a folder and reads the JSON report.
pub fn check(folder: &Path, more: &[String]) -> (i32, Report) {
    let folder = folder.to_str().expect("a UTF-8 path");
    let args = ["check", folder, "--format", "json"].into_iter().chain(more.iter().map(String::as_str));
    let (exit, out, err) = run(args);
    let report = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{folder}: {error}\n{out}\n{err}"));
    (exit, report)
}

/// A folder made for one test.
pub struct Scratch(tempfile::TempDir);

impl Scratch {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// Adds a document of the kind its name says; the text tells it from others.
    pub fn with(self, path: &str, text: &str) -> Self {
        self.add(path, &document(path, text));
        self
    }

    /// Adds a file with its own bytes.
    pub fn add(&self, path: &str, bytes: &[u8]) {
        let full = self.0.path().join(path);
        std::fs::create_dir_all(full.parent().expect("a parent")).expect("folders");
        std::fs::write(full, bytes).expect("a file");
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Checks it and reads the report.
    pub fn check(&self, more: &[&str]) -> (i32, Report) {
        let more: Vec<String> = more.iter().map(|&arg| arg.to_owned()).collect();
        check(self.path(), &more)
    }
}

/// A ZIP of some members.
pub fn zip(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(bytes).expect("a member");
    }
    zip.finish().expect("an archive").into_inner()
}

/// Three repair records; item 16 wants four.
pub fn three() -> Scratch {
    let scratch = Scratch::new();
    for n in 1..=3 {
        let path = format!("16.维修记录单/维修记录{n}.pdf");
        scratch.add(&path, &document(&path, &format!("%PDF record {n}")));
    }
    scratch
}

/// State and certain count of the repair records.
pub fn repair(report: &Report) -> (&str, u64) {
    let item = report.item("repair-records");
    (item.state.as_str(), item.have)
}
