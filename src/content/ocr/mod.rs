//! Reading scans with an installed `tesseract`.

mod run;
mod tsv;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::layout::Line;

/// An installed `tesseract` that can read Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// The program.
    pub program: PathBuf,
    /// Its version, as it gives it.
    pub version: String,
    /// The languages to read, as its `-l` takes them.
    pub languages: String,
}

/// Why scans cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// `tesseract` is not installed.
    Program,
    /// It is, but without simplified Chinese (`chi_sim`).
    Chinese,
}

/// What was read off a picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Text {
    /// Its lines, in reading order.
    pub lines: Vec<Line>,
    /// Mean confidence of the words, 0–100.
    pub confidence: u8,
}

/// One page may take this long.
const PATIENCE: Duration = Duration::from_secs(60);

/// With fewer characters, a picture is not a page that is only held the wrong way.
const HARDLY_ANYTHING: usize = 20;

impl Engine {
    /// Looks for the program where programs are, and asks it what it can read.
    pub fn find() -> Result<Engine, Absent> {
        let program = candidates().find(|path| path.is_file()).ok_or(Absent::Program)?;
        let version = ask(&program, "--version").ok_or(Absent::Program)?;
        let version = version.lines().next().unwrap_or_default();
        let version = version.trim_start_matches("tesseract").trim().trim_start_matches('v').to_owned();
        let installed = ask(&program, "--list-langs").unwrap_or_default();
        let has = |language| installed.lines().any(|line| line.trim() == language);
        match (has("chi_sim"), has("eng")) {
            (false, _) => Err(Absent::Chinese),
            (true, english) => {
                let languages = if english { "chi_sim+eng" } else { "chi_sim" }.to_owned();
                Ok(Engine { program, version, languages })
            }
        }
    }
}

/// Where the program may be: in the folders of `PATH`, and on Windows where its installer puts it.
/// Relative folders of `PATH` are passed over, so that nothing in the folder being checked is started.
fn candidates() -> impl Iterator<Item = PathBuf> {
    let name = format!("tesseract{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installer = cfg!(windows).then(|| std::env::var_os("ProgramFiles")).flatten();
    let installed = installer.map(|folder| Path::new(&folder).join("Tesseract-OCR"));
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain(installed).collect();
    folders.into_iter().filter(|folder| folder.is_absolute()).map(move |folder| folder.join(&name))
}

fn ask(program: &Path, question: &str) -> Option<String> {
    let answer = run::output(Command::new(program).arg(question), &[], Duration::from_secs(10))?;
    Some(String::from_utf8_lossy(&answer).into_owned()).filter(|answer| !answer.trim().is_empty())
}

/// Reads a grey page. `None` if the program did not answer.
///
/// Lines that run upwards or downwards are turned by the program itself, but in one direction only: a page
/// that stands on its head, or was turned the other way, comes out as mostly guesses. It is then read again
/// from the other end.
pub(super) fn read_page(engine: &Engine, width: u32, height: u32, grey: &[u8]) -> Option<Text> {
    let (text, guesses) = read_as_it_is(engine, width, height, grey)?;
    let letters = characters(&text);
    if letters + guesses < HARDLY_ANYTHING || guesses < letters {
        return Some(text);
    }
    let reversed: Vec<u8> = grey.iter().rev().copied().collect();
    let other = read_as_it_is(engine, width, height, &reversed).map(|(text, _)| text);
    Some(other.filter(|other| characters(other) > letters).unwrap_or(text))
}

fn characters(text: &Text) -> usize {
    text.lines.iter().map(|line| tsv::characters(&line.text)).sum()
}

/// The text, and how many characters were mere guesses.
fn read_as_it_is(engine: &Engine, width: u32, height: u32, grey: &[u8]) -> Option<(Text, usize)> {
    let mut picture = format!("P5\n{width} {height}\n255\n").into_bytes();
    picture.extend_from_slice(grey);
    let mut command = Command::new(&engine.program);
    command.args(["stdin", "stdout", "-l", &engine.languages, "--psm", "3", "--dpi", "150", "tsv"]);
    // Pages are read side by side; threads of its own would only slow it down.
    command.env("OMP_THREAD_LIMIT", "1");
    let answer = run::output(&mut command, &picture, PATIENCE).filter(|answer| !answer.is_empty())?;
    Some(tsv::text(&String::from_utf8_lossy(&answer), height))
}
