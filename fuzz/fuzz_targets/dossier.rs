//! A dossier in memory, `name NUL content NUL name NUL content …`: what its files say reaches the report.
#![no_main]

use dossier::inventory::Memory;
use dossier::pipeline::Reader;
use dossier_fuzz::{OPTIONS, parts};

fn run(data: &[u8]) {
    let memory = parts(data).into_iter().take(8).fold(Memory::default(), |memory, (name, bytes)| {
        memory.with(&String::from_utf8_lossy(name), bytes)
    });
    let reader = Reader { opener: &memory, options: &OPTIONS, names_only: false, read: None, progress: None };
    dossier_fuzz::check(memory.inventory(), Some(&reader));
}

dossier_fuzz::target!(|data| run(data));
