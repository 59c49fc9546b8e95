//! What is read of real files of every format: `fixtures/documents/expect.yaml` says it, document by document.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use dossier::content::{self, Options};
use dossier::model::content::{Bookmark, Content, Format, Page, Picture, Reading, Source, Trouble, When};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    format: Option<Format>,
    trouble: Option<String>,
    pages: Option<u32>,
    source: Option<Source>,
    title: Option<String>,
    sheet: Option<String>,
    table: Option<Table>,
    picture: Option<(u32, u32)>,
    text: Vec<String>,
    date: Option<String>,
    customer: Option<String>,
    taken: Option<String>,
    outline: Option<Vec<(u32, u8, String)>>,
    members: Option<BTreeMap<String, Expect>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    header: Vec<String>,
    rows: u32,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn expected() -> BTreeMap<String, Expect> {
    let text = std::fs::read_to_string(fixtures().join("documents/expect.yaml")).expect("expect.yaml");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}"))
}

/// Reads a fixture under its own name.
fn read(path: &str) -> Reading {
    let bytes = std::fs::read(fixtures().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let name = path.rsplit('/').next().unwrap_or(path);
    content::read(name, &bytes, &Options::default())
}

#[test]
fn every_document_says_what_it_says() {
    let mut wrong = Vec::new();
    for (name, expect) in expected() {
        compare(&name, &expect, &read(&format!("documents/{name}")), &mut wrong);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_document_is_in_the_table() {
    let folder = std::fs::read_dir(fixtures().join("documents")).expect("documents").flatten();
    let names =
        folder.filter(|entry| entry.path().is_file()).map(|entry| entry.file_name().to_string_lossy().into_owned());
    let present: BTreeSet<String> = names.filter(|name| !name.ends_with(".py") && name != "expect.yaml").collect();
    assert_eq!(present, expected().into_keys().collect());
}

/// A reader this build was made without.
fn left_out(format: Option<Format>) -> bool {
    match format {
        Some(Format::Pdf) => !cfg!(feature = "pdf"),
        Some(Format::Heic) => !cfg!(feature = "heic"),
        Some(Format::SevenZip) => !cfg!(feature = "seven-zip"),
        _ => false,
    }
}

fn compare(name: &str, expect: &Expect, reading: &Reading, wrong: &mut Vec<String>) {
    if left_out(expect.format) {
        return;
    }
    let content = &reading.content;
    let first = content.pages.first();
    let mut want = |what: &str, right: bool, got: String| {
        if !right {
            wrong.push(format!("{name}: {what}, got {got}"));
        }
    };
    if let Some(format) = expect.format {
        want(&format!("format {format:?}"), content.format == format, format!("{:?}", content.format));
    }
    let trouble = content.trouble.as_ref().map(word);
    want(
        &format!("trouble {:?}", expect.trouble),
        trouble == expect.trouble.as_deref(),
        format!("{:?}", content.trouble),
    );
    if let Some(pages) = expect.pages {
        want(&format!("{pages} pages"), content.page_count == pages, content.page_count.to_string());
    }
    if let Some(source) = expect.source {
        want(&format!("source {source:?}"), first.is_some_and(|page| page.source == source), format!("{first:?}"));
    }
    if let Some(title) = &expect.title {
        let titles = first.map(|page| page.titles.clone()).unwrap_or_default();
        want(&format!("title {title}"), titles.contains(title), format!("{titles:?}"));
    }
    if let Some(sheet) = &expect.sheet {
        let got = first.and_then(|page| page.name.clone());
        want(&format!("sheet {sheet}"), got.as_ref() == Some(sheet), format!("{got:?}"));
    }
    if let Some(table) = &expect.table {
        let got = first.and_then(|page| page.table.as_ref()).map(|t| Table { header: t.header.clone(), rows: t.rows });
        want(&format!("table {table:?}"), got.as_ref() == Some(table), format!("{got:?}"));
    }
    if let Some(size) = expect.picture {
        let got = first.and_then(|page| page.picture.as_ref()).map(|picture| (picture.width, picture.height));
        want(&format!("picture {size:?}"), got == Some(size), format!("{got:?}"));
    }
    for part in &expect.text {
        want(&format!("text {part}"), says(content, part), format!("{:?}", texts(content)));
    }
    if let Some(date) = &expect.date {
        let got: Vec<When> = content.pages.iter().flat_map(|page| &page.said.dates).map(|dated| dated.when).collect();
        let day = date.parse().map(When::Day).expect("a date");
        want(&format!("date {date}"), got.contains(&day), format!("{got:?}"));
    }
    if let Some(customer) = &expect.customer {
        let got: Vec<&String> = content.pages.iter().flat_map(|page| &page.said.customers).collect();
        want(&format!("customer {customer}"), got.contains(&customer), format!("{got:?}"));
    }
    if let Some(taken) = &expect.taken {
        want(&format!("taken {taken}"), content.taken == taken.parse().ok(), format!("{:?}", content.taken));
    }
    if let Some(outline) = &expect.outline {
        let entry =
            |(page, level, title): &(u32, u8, String)| Bookmark { title: title.clone(), page: *page, level: *level };
        let outline: Vec<Bookmark> = outline.iter().map(entry).collect();
        want(&format!("outline {outline:?}"), content.outline == outline, format!("{:?}", content.outline));
    }
    if let Some(members) = &expect.members {
        let got: BTreeSet<&str> = reading.members.iter().map(|member| member.path.as_str()).collect();
        let named: BTreeSet<&str> = members.keys().map(String::as_str).collect();
        want(&format!("members {named:?}"), got == named, format!("{got:?}"));
        for member in &reading.members {
            if let Some(expect) = members.get(&member.path) {
                compare(&format!("{name}/{}", member.path), expect, &member.reading, wrong);
            }
        }
    }
}

fn word(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Encrypted => "encrypted",
        Trouble::Truncated => "truncated",
        Trouble::NotFetched => "not-fetched",
        Trouble::Corrupt(_) => "corrupt",
        Trouble::NoPages => "no-pages",
        Trouble::TooLarge(_) => "too-large",
        Trouble::Abandoned(_) => "abandoned",
        Trouble::Bomb(_) => "bomb",
        Trouble::UnsafeName(_) => "unsafe-name",
        Trouble::Unsupported => "unsupported",
    }
}

fn texts(content: &Content) -> Vec<String> {
    let packed = |page: &Page| page.text.chars().filter(|c| !c.is_whitespace()).collect();
    content.pages.iter().map(packed).collect()
}

fn says(content: &Content, part: &str) -> bool {
    texts(content).iter().any(|text| text.contains(part))
}

fn picture(path: &str) -> Picture {
    let content = read(path).content;
    let page = content.pages.into_iter().next();
    page.and_then(|page| page.picture).unwrap_or_else(|| panic!("{path}: no picture"))
}

fn unlike(a: &Picture, b: &Picture) -> u32 {
    a.hash.iter().zip(&b.hash).map(|(a, b)| (a ^ b).count_ones()).sum()
}

#[test]
#[cfg(feature = "pdf")]
fn a_photograph_is_known_again_in_a_pdf_made_of_it() {
    let stream = picture("documents/camera.jpg").stream;
    assert!(stream.is_some());
    assert_eq!(picture("documents/camera.pdf").stream, stream);
}

#[test]
fn a_photograph_saved_again_looks_the_same_and_another_record_does_not() {
    let here = "contents-repairs/dossier";
    let photo = picture(&format!("{here}/维修记录-03.jpg"));
    let again = picture(&format!("{here}/维修记录-04.jpg"));
    let other = picture(&format!("{here}/维修记录-02.jpg"));
    assert!(unlike(&photo, &again) <= 10, "{}", unlike(&photo, &again));
    assert!(unlike(&photo, &other) > 40, "{}", unlike(&photo, &other));
    assert_ne!(photo.stream, again.stream);
}
