//! What a file holds: parts of a PDF and members of an archive, placed by hand, and settings in archives.

mod common;

use std::path::{Path, PathBuf};

use common::{Report, Scratch, check, document, dossier, repair, three, zip};

/// The fixture of several materials in one PDF, with some settings.
fn merged(settings: &str) -> Report {
    let pdf = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/contents-merged/dossier/资料.pdf");
    let scratch = Scratch::new();
    scratch.add("资料.pdf", &std::fs::read(pdf).expect("the fixture"));
    scratch.add("dossier.yaml", settings.as_bytes());
    scratch.check(&["--ocr", "off"]).1
}

fn parts(report: &Report) -> usize {
    report.files.iter().filter(|file| file.path.contains('#')).count()
}

fn counted(report: &Report) -> usize {
    report.files.iter().filter(|file| file.item.is_some()).count()
}

#[test]
fn a_pdf_set_aside_takes_its_parts_with_it_and_one_that_is_placed_stays_whole() {
    let report = merged("");
    assert!(parts(&report) > 1 && counted(&report) > 1, "{:?}", report.files);
    for path in ["资料.pdf", "'*.pdf'"] {
        let report = merged(&format!("assign: [{{ path: {path}, item: none }}]\n"));
        assert!(parts(&report) > 1, "{path}: taken apart all the same");
        assert_eq!((counted(&report), report.has("unused-assignment")), (0, false), "{path}");
        let report = merged(&format!("assign: [{{ path: {path}, item: repair-records }}]\n"));
        assert_eq!((parts(&report), counted(&report)), (0, 1), "{path}");
        assert_eq!(report.file("资料.pdf").item.as_deref(), Some("repair-records"), "{path}");
    }
    // The later line wins, also for one part of what was set aside.
    let part = merged("").files.iter().find(|file| file.path.contains('#')).expect("a part").path.clone();
    let report =
        merged(&format!("assign: [{{ path: 资料.pdf, item: none }}, {{ path: \"{part}\", item: repair-records }}]\n"));
    assert_eq!((counted(&report), report.file(&part).item.as_deref()), (1, Some("repair-records")));
}

#[test]
fn a_line_may_name_pages_the_program_did_not_take_apart() {
    let report = merged("assign: [{ path: \"资料.pdf#5-6\", item: complaint-records, count: 2 }]\n");
    let part = report.file("资料.pdf#5-6");
    assert_eq!((part.item.as_deref(), report.has("unused-assignment")), (Some("complaint-records"), false));
    let rest = |path: &str| report.files.iter().any(|file| file.path == path);
    assert!(rest("资料.pdf#4") && rest("资料.pdf#7-12"), "the manual's other pages: {:?}", report.files);
    let beyond = merged("assign: [{ path: \"资料.pdf#28-31\", item: complaint-records }]\n");
    assert!(beyond.has("unused-assignment"), "it has 30 pages");
}

fn two() -> Vec<u8> {
    zip(&[("a.pdf", document("a.pdf", "one")), ("深/b.pdf", document("b.pdf", "two")), ("空.pdf", Vec::new())])
}

#[test]
fn a_line_that_names_an_archive_means_all_that_lies_in_it() {
    let with = |settings: &str| {
        let scratch = three().with("dossier.yaml", settings);
        scratch.add("收到.zip", &two());
        scratch.add("收到.zip.pdf", &document("x.pdf", "not in it"));
        scratch.check(&[]).1
    };
    let report = with("assign: [{ path: 收到.zip, item: repair-records }]\n");
    assert_eq!(repair(&report), ("satisfied", 5));
    assert_eq!(report.file("收到.zip/空.pdf").refused.as_deref(), Some("empty-file"), "placing does not make it real");
    assert_eq!(report.file("收到.zip.pdf").item, None, "a neighbour of a similar name");
    let report = with("assign: [{ path: '*.zip', item: repair-records }, { path: 收到.zip/深/*, item: none }]\n");
    assert_eq!(repair(&report), ("satisfied", 4), "the later line wins");
    assert!(!report.has("unused-assignment"));
}

/// An archive with four records under neutral names, and its settings.
fn packed(settings: &[u8], folder: &str) -> (Scratch, PathBuf) {
    let mut members = vec![(format!("{folder}dossier.yaml"), settings.to_vec())];
    members.extend((1..=4).map(|n| (format!("{folder}扫描/{n}.pdf"), document("x.pdf", &format!("record {n}")))));
    members.push((format!("{folder}扫描/dossier.yaml"), b"nonsense: of no meaning here".to_vec()));
    let members: Vec<(&str, Vec<u8>)> = members.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
    let scratch = Scratch::new();
    scratch.add("pack.zip", &zip(&members));
    let path = scratch.path().join("pack.zip");
    (scratch, path)
}

const PLACES: &[u8] = "assign: [{ path: 扫描/*.pdf, item: repair-records }]\n".as_bytes();

#[test]
fn settings_in_an_archive_hold_at_its_top_or_in_its_only_folder() {
    for folder in ["", "示例公司/"] {
        let (_scratch, path) = packed(PLACES, folder);
        for more in [vec![], vec!["--names-only".to_owned()]] {
            let (_, report) = check(&path, &more);
            assert_eq!(repair(&report), ("satisfied", 4), "{folder} {more:?}");
            assert!(!report.has("unused-assignment"));
            assert_eq!(report.file(&format!("{folder}扫描/dossier.yaml")).item, None);
        }
    }
    // In one of two folders it is a file like any other.
    let scratch = Scratch::new();
    let x = document("x.pdf", "one");
    scratch
        .add("pack.zip", &zip(&[("甲/dossier.yaml", PLACES.to_vec()), ("甲/扫描/1.pdf", x.clone()), ("乙/2.pdf", x)]));
    let (_, report) = check(&scratch.path().join("pack.zip"), &[]);
    assert_eq!(report.item("repair-records").have, 0);
    // So it is where the archive is not the dossier.
    let inner = three();
    inner.add("pack.zip", &zip(&[("dossier.yaml", b"nonsense: true".to_vec()), ("a.pdf", document("a.pdf", "a"))]));
    assert_eq!(repair(&inner.check(&[]).1), ("short", 3));
}

#[test]
fn mistakes_in_the_settings_of_an_archive_are_told_as_elsewhere() {
    let told = |settings: &[u8]| {
        let (_scratch, path) = packed(settings, "示例公司/");
        let output = dossier().arg("check").arg(path).args(["--lang", "en"]).output().expect("runs");
        assert!(output.stdout.is_empty());
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    let (exit, err) = told(b"fact: { hotline: 400 }");
    assert_eq!(exit, Some(2));
    assert!(err.contains("did you mean `facts`?") && err.contains("pack.zip/示例公司/dossier.yaml:1:1"), "{err}");
    let (exit, err) = told(b"facts: { hotline: \"\xff\xfe\" }");
    assert_eq!(exit, Some(2));
    assert!(err.contains("is not UTF-8"), "{err}");
}
