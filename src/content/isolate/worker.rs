//! One child, as its parent sees it.

use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

#[cfg(unix)]
use super::child;
use super::protocol::{self, Answer, Hello};
use super::{ARGUMENT, Request};
use crate::content::Options;
use crate::model::content::{Abandoned, Reading};

/// A child that does not answer by then has not started.
const START: Duration = Duration::from_secs(20);

/// Files asked for at once.
const WINDOW: usize = 32;

/// Bytes handed over at once, unless one file alone has more.
const WINDOW_BYTES: usize = 8 << 20;

/// An archive may take as long as this many files.
const ARCHIVE: u32 = 30;

/// A running child.
#[derive(Debug)]
pub(super) struct Worker {
    child: Child,
    input: BufWriter<ChildStdin>,
    answers: Receiver<Answer>,
}

impl Worker {
    /// Starts a child and waits until it is ready.
    pub(super) fn start(program: &Path, memory: u64, options: &Options) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // What a child starts is ended with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (sender, answers) = sync_channel(4);
        let mut worker = Self { child, input: BufWriter::new(input), answers };
        std::thread::Builder::new().spawn(move || forward(output, &sender))?;
        let hello = Hello { version: protocol::VERSION.to_owned(), memory, options: options.clone() };
        protocol::put(&mut worker.input, &hello)?;
        worker.input.flush()?;
        match worker.answers.recv_timeout(START) {
            Ok(Answer::Ready) => Ok(worker),
            _ => Err(io::ErrorKind::TimedOut.into()),
        }
    }

    /// Reads files in order. An error is about the first one that has no reading then; the child is
    /// of no use any more.
    pub(super) fn read(
        &mut self,
        requests: &[Request<'_>],
        time: Duration,
        readings: &mut Vec<Reading>,
    ) -> Result<(), Abandoned> {
        // A child that ends while it is written to may have answered some: its answers tell which.
        let _ = self.ask(requests);
        for _ in requests {
            readings.push(self.answer(time)?);
        }
        Ok(())
    }

    fn ask(&mut self, requests: &[Request<'_>]) -> io::Result<()> {
        for request in requests {
            protocol::ask(&mut self.input, request)?;
        }
        self.input.flush()
    }

    fn answer(&self, time: Duration) -> Result<Reading, Abandoned> {
        let started = Instant::now();
        loop {
            let left = (time * ARCHIVE).saturating_sub(started.elapsed());
            match self.answers.recv_timeout(left.min(time)) {
                Ok(Answer::Read(reading)) => return Ok(*reading),
                Ok(Answer::Alive) if !left.is_zero() => {}
                Ok(Answer::Alive) | Err(RecvTimeoutError::Timeout) => return Err(Abandoned::Time),
                Ok(Answer::Ready) | Err(RecvTimeoutError::Disconnected) => return Err(Abandoned::Crash),
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // An idle child has nothing to lose, and one that hangs would not end by itself.
        #[cfg(unix)]
        child::end_group(rustix::process::Pid::from_child(&self.child));
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Passes a child's answers on until it ends, or says what cannot be understood.
fn forward(output: ChildStdout, to: &SyncSender<Answer>) {
    let mut output = BufReader::new(output);
    while let Ok(answer) = protocol::get(&mut output) {
        if to.send(answer).is_err() {
            return;
        }
    }
}

/// How many requests are asked for at once: the first, and as many more as are small.
pub(super) fn window<'a, 'b>(requests: &'a [Request<'b>]) -> &'a [Request<'b>] {
    let mut bytes = 0usize;
    let fits = |request: &&Request<'_>| {
        bytes = bytes.saturating_add(request.bytes.map_or(0, <[u8]>::len));
        bytes <= WINDOW_BYTES
    };
    let count = requests.iter().take(WINDOW).take_while(fits).count().max(1);
    requests.get(..count).unwrap_or(requests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_bounded_in_files_and_bytes_and_never_empty() {
        let large = vec![0; WINDOW_BYTES + 1];
        let small = Request { path: "a".as_ref(), name: "a", bytes: Some(b"x"), names_only: false, digest: false };
        let large = Request { bytes: Some(&large), ..small };
        assert_eq!(window(&vec![small; 100]).len(), WINDOW);
        assert_eq!(window(&[large, small]).len(), 1);
        assert_eq!(window(&[small, large]).len(), 1);
        assert!(window(&[]).is_empty());
    }
}
