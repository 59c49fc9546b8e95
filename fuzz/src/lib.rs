//! What the fuzz targets share.
//!
//! A panic in the product's own code ends the run as a find, though the product would catch it. One in
//! a library does so only where nothing catches it; the others are noted, once for each place, in the
//! folder `DOSSIER_FUZZ_FINDS`.

pub mod checksums;

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use dossier::checklist::BUILT_IN;
use dossier::content::{self, Limits, Options};
use dossier::model::assessment::Assessment;
use dossier::model::checklist::Checklist;
use dossier::model::content::Reading;
use dossier::model::inventory::Inventory;
use dossier::model::text::Lang;
use dossier::pipeline;
use dossier::report::{Style, json, text};

/// What separates the parts of one input.
pub const PART: u8 = 0;

/// The built-in list.
pub static LIST: LazyLock<Arc<Checklist>> =
    LazyLock::new(|| BUILT_IN[0].checklist().expect("the compiled list is fresh"));

/// Small limits: an input takes milliseconds.
pub static OPTIONS: LazyLock<Options> = LazyLock::new(|| Options {
    limits: Limits {
        bytes: 1 << 20,
        pages: 20,
        page_text: 5_000,
        text: 20_000,
        pixels: 2_000_000,
        rendered: 1,
        depth: 64,
        members: 50,
        unpacked: 8 << 20,
        nesting: 1,
    },
    ocr: None,
});

/// The input being tried, and the places of libraries that panicked already.
static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// To be called once, before the first input.
pub fn init() {
    LazyLock::force(&LIST);
    let abort = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        if !place.contains("/registry/src/") {
            abort(panic);
            std::process::abort();
        }
        let place = place.rsplit("/registry/src/").next().unwrap_or_default();
        let place = place.split_once('/').map_or(place, |(_, place)| place).replace(['/', ':'], "-");
        if SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(place.clone()) {
            eprintln!("LIBRARY PANIC {panic}");
            note(&place);
        }
    }));
}

fn note(place: &str) {
    let Some(folder) = std::env::var_os("DOSSIER_FUZZ_FINDS").map(PathBuf::from) else { return };
    let target = std::env::args().next().unwrap_or_default();
    let target = Path::new(&target).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let input = INPUT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Err(error) = std::fs::write(folder.join(format!("{target}-{place}")), &*input) {
        eprintln!("{error}");
    }
}

/// Reads one file as the product does.
pub fn read(name: &str, bytes: &[u8]) -> Reading {
    bytes.clone_into(&mut INPUT.lock().unwrap_or_else(PoisonError::into_inner));
    content::read(name, bytes, &OPTIONS)
}

/// Reads a ZIP: as it is, or the parts of one, `name NUL content NUL name NUL content …`, which are
/// packed here, with checksums that are right.
pub fn read_zip(name: &str, bytes: &[u8]) -> Reading {
    if bytes.starts_with(b"PK") { read(name, bytes) } else { read(name, &zip(&parts(bytes))) }
}

/// Names and contents.
pub fn parts(bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut pieces = bytes.split(|byte| *byte == PART);
    std::iter::from_fn(|| Some((pieces.next()?, pieces.next()?))).take(40).collect()
}

fn zip(parts: &[(&[u8], &[u8])]) -> Vec<u8> {
    let small = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    let large = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let name = &name[..name.len().min(1000)];
        let offset = file.len();
        let flags: u16 = if std::str::from_utf8(name).is_ok() { 1 << 11 } else { 0 };
        let mut head = [20, 0].to_vec();
        head.extend(flags.to_le_bytes());
        head.extend([0; 6]);
        head.extend(crc32fast::hash(content).to_le_bytes());
        head.extend([large(content.len()), large(content.len())].concat());
        head.extend([small(name.len()), small(0)].concat());
        file.extend([b"PK\x03\x04", &head[..], name, content].concat());
        directory.extend([b"PK\x01\x02\x14\0", &head[..], &[0; 10], &large(offset), name].concat());
    }
    let (start, count) = (file.len(), small(parts.len()));
    file.extend_from_slice(&directory);
    file.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &large(directory.len()), &large(start), &[0, 0]].concat());
    file
}

/// Checks a dossier and writes every report of it.
pub fn check(inventory: Inventory, reader: Option<&pipeline::Reader<'_>>) -> Assessment {
    let request = pipeline::Request {
        checklist: Arc::clone(&LIST),
        stages: LIST.default_stages(),
        today: jiff::civil::date(2026, 11, 22),
        settings: Default::default(),
    };
    let assessment = pipeline::check(inventory, reader, request);
    assert_eq!(assessment.outcomes.len(), assessment.recognitions.len());
    written(|out| json::write(&assessment, out));
    written(|out| json::write_lines(&assessment, out));
    for lang in [Lang::Zh, Lang::En] {
        let options = text::Options { lang, detail: text::Detail::Full, style: Style::new(false) };
        let page = written(|out| text::write(&assessment, options, out));
        let page = String::from_utf8(page).expect("UTF-8");
        assert!(!page.contains(|c: char| c.is_control() && c != '\n'), "a control character on the page");
    }
    assessment
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out).expect("written");
    out
}

/// Memory an input may hold at a time.
const MOST: usize = 2 << 30;

static HELD: AtomicUsize = AtomicUsize::new(0);

/// Aborts where an input takes too much memory, so that the place is seen.
pub struct Capped;

impl Capped {
    fn take(size: usize) {
        let held = HELD.fetch_add(size, Ordering::Relaxed).saturating_add(size);
        if held > MOST {
            HELD.store(0, Ordering::Relaxed);
            eprintln!("TOO MUCH MEMORY: {size} more, {held} in all\n{}", std::backtrace::Backtrace::force_capture());
            std::process::abort();
        }
    }
}

// SAFETY: everything is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Capped {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::take(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::take(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        Self::take(size);
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static CAPPED: Capped = Capped;

/// A target that runs one expression on its input.
#[macro_export]
macro_rules! target {
    (|$data:ident| $run:expr) => {
        libfuzzer_sys::fuzz_target!(init: dossier_fuzz::init(), |$data: &[u8]| {
            let _ = $run;
        });
    };
}
