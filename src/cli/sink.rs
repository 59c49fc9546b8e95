//! Where output goes: standard output, or a file that is written whole or not at all.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::{Context, Failure};

/// Writes text to standard output, coloured if it is to be; without colour no escape sequence passes.
pub(crate) fn stdout(
    context: &Context,
    write: impl FnOnce(&mut dyn Write, bool) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let is_terminal = std::io::stdout().is_terminal();
    let stream = anstream::AutoStream::new(std::io::stdout().lock(), context.stream_choice(is_terminal));
    let colour = context.colours(is_terminal);
    buffered(stream, |out| write(out, colour))
}

/// Writes data to standard output, byte for byte.
pub(crate) fn stdout_data(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    buffered(std::io::stdout().lock(), write)
}

/// A reader that stops reading ends the output, not the command.
fn buffered(stream: impl Write, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, stream);
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(Failure::Write),
    }
}

/// Writes a file beside its final place and moves it there when it is whole; `-` is standard output. What a link
/// points to is written, and what is no file (a device, a pipe) is written to as it is.
pub(crate) fn file(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    if path == Path::new("-") {
        return stdout_data(write);
    }
    let written = match std::fs::metadata(path) {
        Ok(there) if !there.is_file() && !there.is_dir() => straight(path, write),
        _ => {
            folder(path)?;
            whole(&target(path), write)
        }
    };
    written.map_err(|error| {
        let (name, error) = (path.display(), own(&error));
        Failure::told(format!("写不了「{name}」：{error}"), format!("cannot write `{name}`: {error}"))
    })
}

/// The system's own words: what makes a temporary file adds a name to them that nobody knows.
fn own(error: &std::io::Error) -> String {
    let source = error.get_ref().and_then(std::error::Error::source);
    source.map_or_else(|| error.to_string(), ToString::to_string)
}

fn straight(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::fs::OpenOptions::new().write(true).open(path)?);
    write(&mut out)?;
    out.flush()
}

fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> std::io::Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut out = BufWriter::new(tempfile::Builder::new().prefix(".dossier-").tempfile_in(folder)?);
    write(&mut out)?;
    let file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    readable_by_others(file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The file a path stands for: where links lead, whether or not there is something.
fn target(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    // As many links as systems follow.
    for _ in 0..40 {
        let Ok(next) = std::fs::read_link(&target) else { break };
        target = target.parent().unwrap_or(Path::new("")).join(next);
    }
    target
}

/// The folder a file is to be written to, which must exist.
pub(crate) fn folder(path: &Path) -> Result<&Path, Failure> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_dir() {
        return Ok(folder);
    }
    let name = folder.display();
    Err(Failure::told(format!("没有文件夹「{name}」，写不了报告"), format!("there is no folder `{name}` to write to")))
}

/// Makes the folder that reports on many dossiers go to, if it is not there.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(path).map_err(|error| {
        let name = path.display();
        Failure::told(format!("建不了文件夹「{name}」：{error}"), format!("cannot make the folder `{name}`: {error}"))
    })
}

/// Temporary files are private; a report is not.
#[cfg(unix)]
fn readable_by_others(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_others(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}
