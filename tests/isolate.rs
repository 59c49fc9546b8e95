//! Files are read in child processes: what a bad one costs.

use std::path::Path;
use std::time::Duration;

use dossier::content::Options;
use dossier::content::isolate::{Bounds, Pool, Request};
#[cfg(target_os = "linux")]
use dossier::content::ocr::Engine;
use dossier::model::content::{Abandoned, Trouble};

fn pool(bounds: Bounds) -> Pool {
    Pool::new(env!("CARGO_BIN_EXE_dossier").into(), Options::default(), 2).bounded(bounds)
}

fn at<'a>(path: &'a Path, name: &'a str) -> Request<'a> {
    Request { path, name, bytes: None, names_only: false, digest: false }
}

fn inline<'a>(bytes: &'a [u8]) -> Request<'a> {
    Request { bytes: Some(bytes), ..at(Path::new(""), "a.bin") }
}

#[test]
fn files_by_path_and_by_bytes_are_read_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("证书.bin");
    std::fs::write(&file, "certificate").expect("a file");
    let pool = pool(Bounds::default());
    let missing = folder.path().join("missing.pdf");
    let large = vec![1; 20 << 20];
    let readings = pool.read(&[at(&file, "证书.bin"), at(&missing, "missing.pdf"), inline(b"inline"), inline(&large)]);
    assert!(pool.isolated());
    assert_eq!(readings.len(), 4);
    assert_eq!(readings[0].digest, Some(*blake3::hash(b"certificate").as_bytes()));
    assert!(readings[1].unreadable.is_some());
    assert_eq!(readings[2].digest, Some(*blake3::hash(b"inline").as_bytes()));
    assert_eq!(readings[3].digest, Some(*blake3::hash(&large).as_bytes()));
}

#[test]
fn many_files_from_many_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<_> = (0..300).map(|n| folder.path().join(format!("{n}.bin"))).collect();
    for (n, path) in paths.iter().enumerate() {
        std::fs::write(path, n.to_string()).expect("a file");
    }
    let pool = pool(Bounds::default());
    std::thread::scope(|scope| {
        for part in paths.chunks(60) {
            scope.spawn(|| {
                let requests: Vec<_> = part.iter().map(|path| at(path, "a.bin")).collect();
                for (path, reading) in part.iter().zip(pool.read(&requests)) {
                    let bytes = std::fs::read(path).expect("its bytes");
                    assert_eq!(reading.digest, Some(*blake3::hash(&bytes).as_bytes()));
                }
            });
        }
    });
    assert!(pool.isolated());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_takes_all_memory_costs_only_itself() {
    let pool = pool(Bounds { memory: 300 << 20, ..Bounds::default() });
    let huge = vec![1; 400 << 20];
    let readings = pool.read(&[inline(b"before"), inline(&huge), inline(b"after")]);
    assert!(pool.isolated());
    assert_eq!(readings[0].digest, Some(*blake3::hash(b"before").as_bytes()));
    assert_eq!(readings[1].content.trouble, Some(Trouble::Abandoned(Abandoned::Crash)));
    assert_eq!(readings[2].digest, Some(*blake3::hash(b"after").as_bytes()));
}

#[cfg(unix)]
#[test]
fn a_file_that_takes_too_long_costs_only_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let endless = folder.path().join("endless.mp4");
    std::fs::File::create(&endless).and_then(|file| file.set_len(64 << 30)).expect("a file full of nothing");
    let pool = pool(Bounds { time: Duration::from_secs(2), ..Bounds::default() });
    let endless = Request { digest: true, ..at(&endless, "endless.mp4") };
    let readings = pool.read(&[inline(b"before"), endless, inline(b"after")]);
    assert!(pool.isolated());
    assert_eq!(readings[0].digest, Some(*blake3::hash(b"before").as_bytes()));
    assert_eq!(readings[1].content.trouble, Some(Trouble::Abandoned(Abandoned::Time)));
    assert_eq!(readings[2].digest, Some(*blake3::hash(b"after").as_bytes()));
}

/// Whether a process still runs; one that nobody has buried yet does not.
#[cfg(target_os = "linux")]
fn runs(id: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with(['Z', 'X']))
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_reads_scans_ends_with_the_child_that_started_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (program, told) = (folder.path().join("slow"), folder.path().join("id"));
    let script =
        format!("#!/bin/sh\necho $$ > {told}.new\nmv {told}.new {told}\nexec sleep 300\n", told = told.display());
    std::fs::write(&program, script).expect("a script");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).expect("executable");
    let ocr = Some(Engine { program, version: "0".to_owned(), languages: "eng".to_owned() });
    let bounds = Bounds { time: Duration::from_secs(8), ocr: Duration::ZERO, ..Bounds::default() };
    let pool =
        Pool::new(env!("CARGO_BIN_EXE_dossier").into(), Options { ocr, ..Options::default() }, 1).bounded(bounds);
    let page = include_bytes!("../src/content/ocr/page.png");
    let readings = pool.read(&[Request { name: "a.png", ..inline(page) }]);
    assert_eq!(readings[0].content.trouble, Some(Trouble::Abandoned(Abandoned::Time)));
    let id = std::fs::read_to_string(&told).expect("it was started");
    let gone = (0..50).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        !runs(id.trim())
    });
    assert!(gone, "process {id} still runs");
}

#[test]
fn a_program_that_is_no_child_is_noticed_at_once() {
    let pool = Pool::new(env!("CARGO_BIN_EXE_dossier").into(), Options::default(), 1);
    drop(pool);
    let missing = Pool::new("/nowhere/dossier".into(), Options::default(), 1);
    assert_eq!(missing.read(&[inline(b"x")]).len(), 1);
    assert!(!missing.isolated());
}
