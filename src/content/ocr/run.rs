//! Running a program: input, output and time are all bounded.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// More output is not read.
const OUTPUT: u64 = 16 << 20;

/// What a program writes when given `input`; `None` if it cannot be started or does not finish in time.
pub(super) fn output(command: &mut Command, input: &[u8], patience: Duration) -> Option<Vec<u8>> {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        // Both at once: a pipe holds less than a page.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        scope.spawn(move || {
            let mut read = Vec::new();
            let complete = stdout.is_some_and(|stdout| stdout.take(OUTPUT).read_to_end(&mut read).is_ok());
            // Nobody listens any more once the time is up.
            let _ = sender.send(complete.then_some(read));
        });
        let read = receiver.recv_timeout(patience).ok().flatten();
        // It has closed its output, or must end now.
        let _ = child.kill();
        let _ = child.wait();
        read
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn what_goes_in_comes_out_and_who_dawdles_is_stopped() {
        let input = vec![7; 3 << 20];
        assert_eq!(output(&mut Command::new("cat"), &input, Duration::from_secs(20)), Some(input));
        let start = Instant::now();
        assert_eq!(output(Command::new("sleep").arg("30"), &[], Duration::from_millis(50)), None);
        assert!(start.elapsed() < Duration::from_secs(10));
        assert_eq!(output(&mut Command::new("/there/is/no/such/program"), &[], Duration::from_secs(1)), None);
    }

    #[test]
    fn a_program_that_does_not_take_its_input_does_no_harm() {
        assert_eq!(output(&mut Command::new("true"), &vec![0; 1 << 20], Duration::from_secs(20)), Some(Vec::new()));
    }
}
