//! The child: reads one file after another until its input ends.

use std::fs::File;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use super::protocol::{self, Answer, Ask, Hello, Want};
use super::{Request, file};
use crate::content::Options;
use crate::model::content::{Abandoned, Content, Reading, Trouble};

/// Readers have as much stack on every system.
const STACK: usize = 16 << 20;

/// Whether this process is a child.
static SERVING: AtomicBool = AtomicBool::new(false);

/// A file asked for and, if they came with the request, its bytes.
type Work = (Ask<'static>, Option<Vec<u8>>);

/// The child's life. It ends with its input, even in the midst of a file: nobody waits for the answer then.
pub fn serve() -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let done = listen();
    #[cfg(unix)]
    if rustix::process::getpgrp() == rustix::process::getpid() && SERVING.load(Ordering::Relaxed) {
        // A parent that was killed ends nobody.
        end_group(rustix::process::getpid());
    }
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Ends a child and whatever it has started.
#[cfg(unix)]
pub(super) fn end_group(leader: rustix::process::Pid) {
    // It may have ended by itself.
    let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
}

fn listen() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let hello: Hello = protocol::get(&mut input)?;
    if hello.version != protocol::VERSION {
        return Err(io::ErrorKind::Unsupported.into());
    }
    restrain(hello.memory);
    SERVING.store(true, Ordering::Relaxed);
    let (queue, work) = mpsc::channel();
    let options = hello.options;
    std::thread::Builder::new().stack_size(STACK).spawn(move || answer_all(&work, &options))?;
    say(&Answer::Ready)?;
    receive(&mut input, &queue)
}

/// Takes requests from the pipe until it ends.
fn receive(input: &mut impl Read, queue: &Sender<Work>) -> io::Result<()> {
    loop {
        let ask: Ask<'static> = match protocol::get(input) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            other => other?,
        };
        let bytes = ask.inline.map(|length| protocol::bytes(input, length)).transpose()?;
        queue.send((ask, bytes)).map_err(io::Error::other)?;
    }
}

fn answer_all(work: &Receiver<Work>, options: &Options) {
    for (ask, bytes) in work {
        let (path, name) = (Path::new(&ask.path), &*ask.name);
        let answer = match ask.want {
            Want::Reading { names_only, digest } => {
                let request = Request { path, name, bytes: bytes.as_deref(), names_only, digest };
                Answer::Read(Box::new(read(&request, options)))
            }
            Want::Thumbnail(page) => {
                let made = catch_unwind(AssertUnwindSafe(|| file::thumbnail(path, name, page, options)));
                Answer::Thumbnail(made.unwrap_or_default())
            }
        };
        if say(&answer).is_err() {
            // Too long an answer, or nobody listens: to end is what the parent understands in both cases.
            #[expect(clippy::exit, reason = "the main thread is waiting for input")]
            std::process::exit(1);
        }
    }
}

/// Reads one file, in whichever process.
pub(super) fn read(request: &Request<'_>, options: &Options) -> Reading {
    catch_unwind(AssertUnwindSafe(|| file::read(request, options))).unwrap_or_else(|_| {
        let trouble = Some(Trouble::Abandoned(Abandoned::Crash));
        Reading { content: Content { trouble, ..Content::default() }, ..Reading::default() }
    })
}

/// Tells the parent that a long archive goes on: the time limit is one for each of its members.
pub(in crate::content) fn alive() {
    if SERVING.load(Ordering::Relaxed) {
        // A parent that is gone is noticed with the answer.
        let _ = say(&Answer::Alive);
    }
}

fn say(answer: &Answer) -> io::Result<()> {
    let mut out = io::stdout().lock();
    protocol::put(&mut out, answer)?;
    out.flush()
}

/// Limits this process's memory, and leaves no core files about.
#[cfg(unix)]
fn restrain(memory: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = |resource, wanted: u64| {
        let allowed = getrlimit(resource).maximum.map_or(wanted, |maximum| maximum.min(wanted));
        // Where the system has no such limit, time still is one.
        let _ = setrlimit(resource, Rlimit { current: Some(allowed), maximum: Some(allowed) });
    };
    limit(Resource::As, memory);
    limit(Resource::Core, 0);
}

#[cfg(not(unix))]
fn restrain(_: u64) {}

/// Opens a file that is a file: a pipe would wait for ever.
pub(super) fn open(path: &Path) -> io::Result<(File, u64)> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    Ok((file, size))
}
