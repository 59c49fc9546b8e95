//! Small pictures of evidence in the HTML report.
#![cfg(feature = "pdf")]

mod common;

use std::path::{Path, PathBuf};

use base64::Engine as _;
use common::{Scratch, run, zip};
use dossier::content::Options;
use dossier::content::isolate::{Bounds, Pool};

fn pool(bounds: Bounds) -> Pool {
    Pool::new(env!("CARGO_BIN_EXE_dossier").into(), Options::default(), 2).bounded(bounds)
}

fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents").join(name)
}

/// The page of a dossier.
fn page(dir: &Path, more: &[&str]) -> String {
    let dir = dir.to_str().expect("a UTF-8 path");
    let fixed = ["check", dir, "--format", "html", "--ocr", "off", "--today", "2026-03-31", "--lang", "en"];
    let (exit, html, err) = run(fixed.iter().chain(more));
    assert!(exit < 2, "{err}");
    html
}

/// The pictures of a page: paths and bytes, in order.
fn pictures(html: &str) -> Vec<(String, Vec<u8>)> {
    let shown = r#"<img src="data:image/png;base64,([^"]+)" alt="" loading="lazy">\s*<span class="file"><bdi class="path">([^<]+)<"#;
    let shown = regex::Regex::new(shown).expect("a pattern");
    let all = shown.captures_iter(html).map(|found| {
        // The template writes `+` and `/` as references.
        let decoded = |text: &str| text.replace("&#x2f;", "/").replace("&#43;", "+").replace("&#x3d;", "=");
        let bytes = base64::engine::general_purpose::STANDARD.decode(decoded(&found[1])).expect("base64");
        (decoded(&found[2]), bytes)
    });
    let all: Vec<_> = all.collect();
    assert_eq!(all.len(), html.matches("data:image/").count(), "every picture stands before its file");
    all
}

fn paths(html: &str) -> Vec<String> {
    pictures(html).into_iter().map(|(path, _)| path).collect()
}

#[test]
fn pdfs_and_pictures_have_small_grey_pictures_and_nothing_else_has() {
    let pool = pool(Bounds::default());
    let made = |name: &str| pool.thumbnail(&document(name), name, 1);
    for name in
        ["chromium.pdf", "camera.pdf", "camera.jpg", "scan.png", "scan.gif", "scan.bmp", "photo.webp", "two-pages.tif"]
    {
        let png = made(name).unwrap_or_else(|| panic!("{name} has no picture"));
        let picture = image::load_from_memory(&png).expect("a PNG");
        assert!(
            picture.width() <= 120 && picture.height() <= 170,
            "{name}: {} × {}",
            picture.width(),
            picture.height()
        );
        assert!(picture.width().max(picture.height()) >= 100, "{name}");
        assert!(png.len() < 16_000, "{name}: {} bytes", png.len());
        let levels: std::collections::BTreeSet<u8> = picture.as_luma8().expect("grey").iter().copied().collect();
        assert!(levels.len() > 1, "{name} shows nothing");
        assert_eq!(made(name), Some(png), "{name} looks the same every time");
    }
    for name in [
        "user-password.pdf",
        "no-pages.pdf",
        "error-page.pdf",
        "python-docx.docx",
        "utf8.txt",
        "nested.zip",
        "absent.png",
    ] {
        assert_eq!(made(name), None, "{name}");
    }
    assert_eq!(made("reportlab.pdf"), None, "its letters need a font that is not in it: it would look empty");
    assert_eq!(pool.thumbnail(&document("chromium.pdf"), "chromium.pdf", 99), None, "no such page");
}

#[test]
fn without_a_child_there_is_no_picture() {
    let pool = Pool::new("/nowhere/dossier".into(), Options::default(), 1);
    assert_eq!(pool.thumbnail(&document("scan.png"), "scan.png", 1), None);
}

/// The head of a picture that says it has a hundred million pixels, and nothing after it.
fn endless_bitmap() -> Vec<u8> {
    let mut bytes = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bytes.extend(10_000_i32.to_le_bytes());
    bytes.extend(10_000_i32.to_le_bytes());
    bytes.extend([1, 0, 24, 0]);
    bytes.resize(54, 0);
    bytes
}

#[cfg(target_os = "linux")]
#[test]
fn a_picture_that_takes_all_memory_costs_only_itself() {
    let folder = Scratch::new();
    folder.add("endless.bmp", &endless_bitmap());
    let pool = pool(Bounds { memory: 250 << 20, ..Bounds::default() });
    assert_eq!(pool.thumbnail(&folder.path().join("endless.bmp"), "endless.bmp", 1), None);
    assert!(pool.thumbnail(&document("scan.png"), "scan.png", 1).is_some());
    assert!(pool.isolated());
}

#[test]
fn the_page_shows_evidence_whatever_becomes_of_it() {
    let scan = std::fs::read(document("scan.png")).expect("a scan");
    let folder = Scratch::new();
    folder.add("16、维修单据/维修记录单-1.png", &scan);
    folder.add("16、维修单据/维修记录单-2.bmp", &endless_bitmap());
    folder.add("16、维修单据/维修记录模板.png", &[&scan[..], b"another"].concat());
    folder.add("16、维修单据/维修记录单-3.docx", &common::document("a.docx", "text"));
    folder.add("随手拍.png", &[&scan[..], b"left over"].concat());
    let html = page(folder.path(), &[]);
    assert_eq!(paths(&html), ["16、维修单据/维修记录模板.png", "16、维修单据/维修记录单-1.png"]);
    for without in [["--no-thumbnails"], ["--names-only"]] {
        assert_eq!(paths(&page(folder.path(), &without)), [""; 0], "{without:?}");
    }
    let (_, listed, _) = run(["check", "--files-from", "tests/thumbnails.rs", "--format", "html"]);
    assert!(listed.contains("<html") && !listed.contains("data:image/"));
}

#[test]
fn each_of_many_dossiers_has_its_pictures_and_the_overview_none() {
    let (clients, target) = (Scratch::new(), Scratch::new());
    for client in ["甲", "乙"] {
        let scan = std::fs::read(document("scan.png")).expect("a scan");
        clients.add(&format!("{client}/维修记录单-{client}.png"), &scan);
    }
    let (all, each) = (target.path().join("all.html"), target.path().join("pages"));
    let args = ["check", "--each", clients.path().to_str().expect("UTF-8"), "--ocr", "off"].map(str::to_owned);
    let reports = [format!("--report=html={}", all.display()), format!("--report-each=html={}", each.display())];
    let (exit, _, err) = run(args.iter().chain(&reports));
    assert!(exit < 2, "{err}");
    let read = |path: PathBuf| std::fs::read_to_string(path).expect("a page");
    for client in ["甲", "乙"] {
        assert_eq!(paths(&read(each.join(format!("{client}.html")))), [format!("维修记录单-{client}.png")]);
    }
    assert!(!read(all).contains("data:image/"));
}

#[test]
fn the_same_bytes_on_one_thread_and_on_many() {
    for fixture in ["typical", "contents-repairs"] {
        let dir = Path::new("fixtures").join(fixture).join("dossier");
        let one = page(&dir, &["--jobs", "1"]);
        assert!(pictures(&one).len() > 4, "{fixture}");
        assert!(one == page(&dir, &["--jobs", "8"]), "{fixture}");
    }
}

/// A PDF of two pages: a square at the top, and one at the bottom.
fn two_squares() -> Vec<u8> {
    let stream = |y: u32| {
        let drawn = format!("0 0 0 rg 100 {y} 200 200 re f ").repeat(20);
        format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len())
    };
    let sheet = |content: u32| {
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents {content} 0 R >>")
    };
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_owned(),
        sheet(5),
        sheet(6),
        stream(600),
        stream(40),
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(pdf.len());
        pdf.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = pdf.len();
    pdf.extend(b"xref\n0 7\n0000000000 65535 f \n");
    places.iter().for_each(|place| pdf.extend(format!("{place:010} 00000 n \n").bytes()));
    pdf.extend(format!("trailer << /Size 7 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    pdf
}

#[test]
fn a_part_shows_its_own_first_page() {
    let folder = Scratch::new();
    folder.add("合并.pdf", &two_squares());
    let lines =
        "assign:\n  - { path: 合并.pdf#1, item: repair-records }\n  - { path: 合并.pdf#2, item: repair-records }\n";
    folder.add("dossier.yaml", lines.as_bytes());
    let shown = pictures(&page(folder.path(), &[]));
    let paths: Vec<&str> = shown.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["合并.pdf#1", "合并.pdf#2"]);
    let dark_above = |png: &[u8]| {
        let picture = image::load_from_memory(png).expect("a PNG").into_luma8();
        let half = picture.height() / 2;
        let dark = |rows: std::ops::Range<u32>| {
            rows.flat_map(|y| (0..picture.width()).map(move |x| (x, y)))
                .filter(|&(x, y)| picture.get_pixel(x, y).0[0] < 99)
                .count()
        };
        (dark(0..half) > 100, dark(half..picture.height()) > 100)
    };
    assert_eq!((dark_above(&shown[0].1), dark_above(&shown[1].1)), ((true, false), (false, true)));
}

#[test]
fn what_lies_in_an_archive_is_not_taken_for_what_lies_beside_it() {
    let scan = std::fs::read(document("scan.png")).expect("a scan");
    let folder = Scratch::new();
    folder.add("维修记录单.png", &scan);
    folder.add("pack.zip", &zip(&[("维修记录单.png", scan.clone())]));
    assert_eq!(paths(&page(&folder.path().join("pack.zip"), &[])), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_dossier_is_not_looked_at() {
    let folder = Scratch::new();
    folder.add("维修记录单-1.pdf", &two_squares());
    std::os::unix::fs::symlink(document("scan.png"), folder.path().join("维修记录单-2.png")).expect("a link");
    assert_eq!(paths(&page(folder.path(), &[])), ["维修记录单-1.pdf"]);
}
