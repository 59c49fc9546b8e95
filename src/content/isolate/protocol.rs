//! What goes through the pipes between the program and its readers: postcard, each message after its length.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Request;
use crate::content::Options;
use crate::model::content::Reading;

/// No message is longer.
const LONGEST: u32 = 64 << 20;

/// Both ends must be the same program.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The first message to a child; it answers [`Answer::Ready`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Hello {
    pub version: String,
    /// How much memory the child allows itself.
    pub memory: u64,
    pub options: Options,
}

/// A file and what is wanted of it. If `inline` is given, that many bytes follow, and the path is not opened.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Ask<'a> {
    pub path: Cow<'a, OsStr>,
    pub name: Cow<'a, str>,
    pub inline: Option<u64>,
    pub want: Want,
}

/// What is wanted of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Want {
    /// What it says, as a request has it.
    Reading { names_only: bool, digest: bool },
    /// A small picture of one of its pages, counted from 1.
    Thumbnail(u32),
}

/// What a child says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// It has started.
    Ready,
    /// It goes on to the next member of an archive.
    Alive,
    /// The next file asked for is read.
    Read(Box<Reading>),
    /// The picture asked for, in PNG, if one could be made.
    Thumbnail(Option<Vec<u8>>),
}

/// Asks for one file.
pub(super) fn ask(to: &mut impl Write, request: &Request<'_>) -> io::Result<()> {
    let inline = request.bytes.map(|bytes| u64::try_from(bytes.len())).transpose().map_err(io::Error::other)?;
    let ask = Ask {
        path: request.path.as_os_str().into(),
        name: request.name.into(),
        inline,
        want: Want::Reading { names_only: request.names_only, digest: request.digest },
    };
    put(to, &ask)?;
    to.write_all(request.bytes.unwrap_or_default())
}

/// Asks for a picture of a page.
pub(super) fn ask_thumbnail(to: &mut impl Write, path: &Path, name: &str, page: u32) -> io::Result<()> {
    put(to, &Ask { path: path.as_os_str().into(), name: name.into(), inline: None, want: Want::Thumbnail(page) })
}

/// Writes one message, in one piece.
pub(super) fn put(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let body = postcard::to_stdvec(message).map_err(io::Error::other)?;
    let length = u32::try_from(body.len()).ok().filter(|length| *length <= LONGEST).ok_or_else(too_long)?;
    let mut frame = Vec::with_capacity(body.len() + 4);
    frame.extend_from_slice(&length.to_le_bytes());
    frame.extend_from_slice(&body);
    to.write_all(&frame)
}

/// Reads one message; an error also at the end of the pipe.
pub(super) fn get<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(too_long());
    }
    postcard::from_bytes(&bytes(from, u64::from(length))?).map_err(io::Error::other)
}

/// Reads just as many bytes.
pub(super) fn bytes(from: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|got| got == length) {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a message too long")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_and_its_bytes_come_back_from_the_pipe() {
        let request = Request {
            path: Path::new("目录/a.txt"),
            name: "a.txt",
            bytes: Some(b"hello"),
            names_only: false,
            digest: true,
        };
        let mut pipe = Vec::new();
        ask(&mut pipe, &request).unwrap();
        let mut from = pipe.as_slice();
        let ask: Ask<'static> = get(&mut from).unwrap();
        assert_eq!((&*ask.path, &*ask.name), (OsStr::new("目录/a.txt"), "a.txt"));
        assert_eq!((ask.inline, ask.want), (Some(5), Want::Reading { names_only: false, digest: true }));
        assert_eq!(bytes(&mut from, 5).unwrap(), b"hello");
        assert!(get::<Answer>(&mut from).is_err(), "the pipe has ended");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_goes_through() {
        use std::os::unix::ffi::OsStrExt;
        let path = OsStr::from_bytes(b"\xd6\xa4.pdf");
        let request = Request { path: Path::new(path), name: "?", bytes: None, names_only: false, digest: false };
        let mut pipe = Vec::new();
        ask(&mut pipe, &request).unwrap();
        let ask: Ask<'static> = get(&mut pipe.as_slice()).unwrap();
        assert_eq!(ask.path, path);
    }

    #[test]
    fn what_is_too_long_or_cut_is_refused() {
        assert!(get::<Answer>(&mut [0xff, 0xff, 0xff, 0xff, 1].as_slice()).is_err());
        assert!(get::<Answer>(&mut [9, 0, 0, 0, 1].as_slice()).is_err());
        assert!(put(&mut Vec::new(), &vec![7u8; LONGEST as usize + 1]).is_err());
    }
}
