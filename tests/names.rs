//! Names and links as real disks hold them.
#![cfg(unix)]

mod common;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use base64::Engine as _;
use common::{Scratch, document, repair, run, three};

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// Adds a file whose path is given in bytes.
fn add_raw(scratch: &Scratch, path: &[u8], bytes: &[u8]) {
    let full = scratch.path().join(OsStr::from_bytes(path));
    std::fs::create_dir_all(full.parent().expect("a parent")).expect("folders");
    std::fs::write(full, bytes).expect("a file");
}

/// Every text the program writes about a folder, as a terminal gets it, less the program's own colours.
fn all_texts(folder: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for lang in ["zh", "en"] {
        for more in ["--quiet", "--verbose", "--names-only"] {
            let (_, out, err) = run(["check", folder, "--lang", lang, more, "--color", "always"]);
            assert!(out.contains("\u{1b}["), "coloured");
            texts.extend([without_colours(&out), err]);
        }
    }
    texts
}

fn without_colours(text: &str) -> String {
    regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern").replace_all(text, "").into_owned()
}

#[test]
fn a_name_in_gbk_is_decoded_counted_and_told_and_json_keeps_its_bytes() {
    let scratch = three();
    let raw = [gbk("扫描件").as_slice(), b"/", &gbk("维修记录4.pdf")].concat();
    add_raw(&scratch, &raw, &document("x.pdf", "%PDF record 4"));
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), ("satisfied", 4));
    let file = report.file("扫描件/维修记录4.pdf");
    let bytes = base64::engine::general_purpose::STANDARD.decode(file.path_bytes.as_ref().expect("bytes"));
    assert_eq!(bytes.expect("base64"), raw);
    let told = |f: &common::Finding| f.rule == "name-problem" && f.path.as_deref() == Some("扫描件/维修记录4.pdf");
    assert!(report.findings.iter().any(told), "{:?}", report.findings);
    assert!(report.files.iter().filter(|file| file.path_bytes.is_some()).count() == 1, "only that one");
}

#[test]
fn names_of_an_archive_in_gbk_are_told_of_once() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    // The crate writes UTF-8 names with their mark; these are as long, and are put in their place.
    for n in 1..=4 {
        zip.start_file(format!("0123456789{n}.pdf"), zip::write::SimpleFileOptions::default()).expect("a member");
        std::io::Write::write_all(&mut zip, format!("%PDF record {n}").as_bytes()).expect("a member");
    }
    let mut bytes = zip.finish().expect("an archive").into_inner();
    let name = gbk("维修记录单");
    for at in 0..bytes.len() - name.len() {
        if bytes[at..].starts_with(b"0123456789") {
            bytes[at..at + name.len()].copy_from_slice(&name);
        }
    }
    let scratch = three();
    scratch.add("打包.zip", &bytes);
    let (_, report) = scratch.check(&[]);
    assert_eq!(report.files.iter().filter(|file| file.path.starts_with("打包.zip/维修记录单")).count(), 4);
    let told: Vec<_> = report.findings.iter().filter(|f| f.rule == "name-problem").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].path.as_deref(), Some("打包.zip"));
    // The same where the archive is the dossier.
    let dossier = scratch.path().join("打包.zip").display().to_string();
    let (_, out, _) = run(["check", &dossier, "--format", "json"]);
    assert_eq!(out.matches("\"rule\": \"name-problem\"").count(), 1, "{out}");
}

#[test]
fn a_gbk_file_is_opened_by_its_own_bytes() {
    let scratch = three();
    add_raw(&scratch, &gbk("维修记录4.pdf"), b"%PDF record 3");
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), ("short", 3), "its bytes are those of another record");
    assert!(!report.has("unreadable"), "{:?}", report.findings);
}

#[test]
fn bytes_that_are_no_text_at_all_are_listed_and_harmless() {
    let scratch = three();
    add_raw(&scratch, b"\xff\xfe\x80.pdf", b"%PDF");
    let (exit, report) = scratch.check(&[]);
    assert_eq!((exit, repair(&report)), (1, ("short", 3)));
    assert!(report.files.iter().any(|file| file.path_bytes.as_deref() == Some("//6ALnBkZg==")), "{:?}", report.files);
}

#[test]
fn names_decomposed_by_macos_are_recognised() {
    let list = "\
schema: 1
id: nfd
title: { zh: 分解, en: Decomposed }
items:
  - { id: kana, title: { zh: 甲, en: A }, match: { terms: [バックアップ報告] } }
  - { id: latin, title: { zh: 乙, en: B }, match: { terms: [garantía] } }
";
    let scratch = Scratch::new()
        .with("list.yaml", list)
        .with("d/ハ\u{3099}ックアッフ\u{309a}報告.pdf", "1")
        .with("d/Garanti\u{301}a.pdf", "2");
    let list = scratch.path().join("list.yaml");
    let more = ["--checklist".to_owned(), list.to_string_lossy().into_owned()];
    let (_, report) = common::check(&scratch.path().join("d"), &more);
    let states: Vec<&str> = report.items.iter().map(|item| item.state.as_str()).collect();
    assert_eq!(states, ["satisfied", "satisfied"]);
}

#[test]
fn links_are_told_and_never_followed() {
    let elsewhere = Scratch::new().with("维修记录4.pdf", "%PDF four").with("folder/维修记录5.pdf", "%PDF five");
    let cases: &[(&str, std::path::PathBuf, &str)] = &[
        ("16.维修记录单/维修记录4.pdf", elsewhere.path().join("维修记录4.pdf"), "link-outside"),
        ("16.维修记录单/更多维修记录", elsewhere.path().join("folder"), "link-outside"),
        ("16.维修记录单/维修记录4.pdf", "没有这个文件.pdf".into(), "link-outside"),
        ("16.维修记录单/维修记录4.pdf", "维修记录1.pdf".into(), "duplicate-evidence"),
        ("16.维修记录单/维修记录", "..".into(), "duplicate-evidence"),
        ("16.维修记录单/维修记录", ".".into(), "duplicate-evidence"),
        ("16.维修记录单/维修记录4.pdf", "维修记录4.pdf".into(), "link-outside"),
    ];
    for (name, target, rule) in cases {
        let scratch = three();
        symlink(target, scratch.path().join(name)).expect("a link");
        let (exit, report) = scratch.check(&[]);
        assert_eq!((exit, repair(&report)), (1, ("short", 3)), "{name} -> {}", target.display());
        assert_eq!(report.file(name).refused.as_deref(), Some(*rule), "{name} -> {}", target.display());
        assert_eq!(report.files.len(), 4, "{name} -> {}", target.display());
    }
}

#[test]
fn a_dossier_named_by_a_link_is_entered() {
    let scratch = three();
    let other = Scratch::new();
    let link = other.path().join("link");
    symlink(scratch.path(), &link).expect("a link");
    symlink("维修记录1.pdf", scratch.path().join("16.维修记录单/维修记录4.pdf")).expect("a link");
    let (_, report) = common::check(&link, &[]);
    assert_eq!(repair(&report), ("short", 3));
    assert_eq!(report.file("16.维修记录单/维修记录4.pdf").refused.as_deref(), Some("duplicate-evidence"));
}

#[test]
fn a_pipe_is_not_opened() {
    let scratch = three();
    let pipe = scratch.path().join("16.维修记录单/维修记录4.pdf");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), ("short", 3));
    assert_eq!(report.file("16.维修记录单/维修记录4.pdf").refused.as_deref(), Some("system-file"));
}

#[test]
fn control_characters_in_names_never_reach_the_terminal() {
    let nasty = "\u{1b}[2J\u{7}\u{202e}\r\u{9b}2J";
    let scratch = three();
    for path in [
        format!("16.维修记录单/维修{nasty}记录4.pdf"),
        format!("{nasty}/维修记录5{nasty}（4份）.docx"),
        format!("{nasty}无关.xyz"),
        format!("17.客户巡检记录{nasty}/~$巡检{nasty}.docx"),
        format!("17.客户巡检记录{nasty}/巡检模板{nasty}.docx"),
        format!("18{nasty}/IMG_1.jpg"),
        format!("a\nb{nasty}.pdf"),
    ] {
        scratch.add(&path, &document(&path, &path));
    }
    symlink(format!("/nowhere/{nasty}"), scratch.path().join("维修记录6.pdf")).expect("a link");
    let folder = scratch.path().to_string_lossy().into_owned();
    let mut texts = all_texts(&folder);
    let (a, b) = (format!("16/维修{nasty}记录.pdf"), format!("{nasty}.pdf"));
    let (_, out, _) = run(["explain", &a, &b, "--color", "always"]);
    texts.push(without_colours(&out));
    let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    for text in &texts {
        assert!(!text.contains(bad), "{}", text.escape_debug());
    }
    assert!(texts.iter().any(|text| text.contains("维修\\u{1b}[2J")), "shown, not left out");
    assert!(texts.iter().all(|text| !text.contains("\nb")), "a line break in a name ends no line");
    let (_, report) = scratch.check(&[]);
    let problems = report.findings.iter().filter(|f| f.rule == "name-problem");
    assert!(problems.count() >= 6, "{:?}", report.findings);
}

#[test]
fn names_on_the_command_line_never_reach_the_terminal_raw() {
    let nasty = "\u{1b}[2J没有";
    for args in [
        vec!["check", nasty],
        vec!["check", ".", "--stage", nasty],
        vec!["check", ".", "--today", nasty],
        vec!["check", "--files-from", nasty],
        vec!["rule", nasty],
    ] {
        let (exit, out, err) = run(args.iter().chain(&["--color", "always"]));
        assert_eq!((exit, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains("没有") && !err.contains('\u{1b}'), "{args:?}: {}", err.escape_debug());
    }
}

#[test]
fn a_path_of_more_than_260_characters_counts_and_is_told() {
    let scratch = three();
    let deep = format!("{}/维修记录4.pdf", vec!["很长的文件夹名".repeat(8); 5].join("/"));
    scratch.add(&deep, &document(&deep, "%PDF record 4"));
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), ("satisfied", 4));
    let told = |f: &common::Finding| f.rule == "name-problem" && f.path.as_deref() == Some(&deep);
    assert!(report.findings.iter().any(told), "{:?}", report.findings);
}

#[test]
fn folders_nested_too_deep_are_told_and_not_entered() {
    let scratch = three();
    scratch.add(&format!("{}维修记录4.pdf", "x/".repeat(80)), &document("x.pdf", "%PDF record 4"));
    let (exit, report) = scratch.check(&[]);
    assert_eq!((exit, repair(&report)), (1, ("short", 3)));
    assert!(report.has("unreadable"), "{:?}", report.findings);
}
