//! The workbook, read back cell by cell.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Range, Reader, Xlsx};
use common::Scratch;
use common::memory::Dossier;
use dossier::i18n;
use dossier::model::assessment::{Assessment, State};
use dossier::model::text::Lang;
use dossier::report::xlsx;

/// What Excel takes in a cell, counted in UTF-16.
const MOST: usize = 32_767;

fn written(assessment: &Assessment, lang: Lang) -> Vec<u8> {
    let mut bytes = Vec::new();
    xlsx::write(assessment, lang, &mut bytes).expect("written");
    bytes
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

fn text(sheet: &Range<Data>, row: u32, column: u32) -> String {
    match sheet.get_value((row, column)) {
        Some(Data::String(text)) => text.clone(),
        Some(Data::Empty) | None => String::new(),
        Some(other) => panic!("{row}, {column}: {other:?}"),
    }
}

fn number(sheet: &Range<Data>, row: u32, column: u32) -> f64 {
    match sheet.get_value((row, column)) {
        Some(Data::Float(number)) => *number,
        other => panic!("{row}, {column}: {other:?}"),
    }
}

/// A dossier with something of everything: counted, refused, to look at, left over, products.
fn mixed() -> Dossier {
    Dossier::default()
        .with("16.维修记录单/维修记录1.rtf", "维修记录单|客户：甲|日期：2026-01-10|热水器")
        .with("16.维修记录单/=维修记录2.rtf", "维修记录单|客户：乙|日期：2026-01-11|热水器")
        .with("16.维修记录单/维修管理制度.rtf", "维修管理制度")
        .with("合同.rtf", "合同")
        .with("风景.rtf", "风景")
        .declaring("scope: [热水器, 净水器]\nwaivers: [{ item: \"21\", reason: 自产, until: 2026-12-31 }]\n")
}

#[test]
fn every_item_stands_in_the_lists_order_with_its_state_counts_and_files() {
    let assessment = mixed().check();
    for lang in [Lang::Zh, Lang::En] {
        let mut book = open(written(&assessment, lang));
        let names = book.sheet_names();
        assert_eq!(names.len(), 5, "{names:?}");
        let settings = book.worksheet_range(&names[4]).expect("the lines to copy");
        assert_eq!(text(&settings, 1, 0), "facts:");
        assert!(text(&settings, 2, 0).starts_with("  ") && text(&settings, 2, 0).contains(": \"\"   # "));
        let sheet = book.worksheet_range(&names[0]).expect("the list");
        // The heads stand in the sixth row.
        assert_eq!(text(&sheet, 5, 0), if lang == Lang::Zh { "编号" } else { "No" });
        for (result, row) in assessment.items.iter().zip(6..) {
            let item = &assessment.checklist.items[result.item];
            let (need, have, possible) = result.counts();
            assert_eq!(text(&sheet, row, 0), item.no.clone().unwrap_or_default());
            assert_eq!(text(&sheet, row, 1), item.title.get(lang));
            let optional = !item.required && item.when.is_none() && result.state == State::NotApplicable;
            let free = if lang == Lang::Zh { "可不交" } else { "optional" };
            assert_eq!(text(&sheet, row, 3), if optional { free } else { i18n::state(result.state, lang) });
            let counts = [4, 5, 6].map(|column| number(&sheet, row, column));
            assert_eq!(counts, [need, have, possible].map(f64::from), "{}", item.id);
            let paths = |files: &[usize]| -> Vec<&str> {
                files.iter().map(|&file| &*assessment.inventory.files[file].path).collect()
            };
            assert_eq!(text(&sheet, row, 7), paths(&result.evidence).join("\n"), "{}", item.id);
            let others = text(&sheet, row, 8);
            for path in paths(&result.refused).into_iter().chain(paths(&result.possible)) {
                assert!(others.contains(path), "{}: {others}", item.id);
            }
            assert_eq!(others.is_empty(), result.refused.is_empty() && result.possible.is_empty(), "{}", item.id);
            assert_eq!([10, 11].map(|column| text(&sheet, row, column)), ["", ""], "to be filled in");
        }
        let end = 6 + u32::try_from(assessment.items.len()).expect("few");
        assert_eq!(sheet.end().map(|(row, _)| row), Some(end - 1), "no row more");
        let findings = book.worksheet_range(&names[2]).expect("the findings");
        assert_eq!(findings.height(), assessment.findings.len() + 1);
    }
}

#[test]
fn the_first_rows_say_the_answer_and_the_matrix_says_the_products() {
    let mut book = open(written(&mixed().check(), Lang::Zh));
    let sheet = book.worksheet_range("材料清单").expect("the list");
    assert!(text(&sheet, 2, 0).starts_with("材料不齐："), "{}", text(&sheet, 2, 0));
    let repair = (6..60).find(|&row| text(&sheet, row, 0) == "16").expect("item 16");
    assert_eq!(text(&sheet, repair, 7), "16.维修记录单/=维修记录2.rtf\n16.维修记录单/维修记录1.rtf");
    let todo = text(&sheet, repair, 9);
    assert!(todo.starts_with("交为客户维修产品的记录单 4 份。\n再补 2 份"), "{todo}");
    let products = book.worksheet_range("产品覆盖").expect("the products");
    assert_eq!([1, 2].map(|column| text(&products, 0, column)), ["热水器", "净水器"]);
    let row = (1..40).find(|&row| text(&products, row, 0) == "16 维修记录单").expect("item 16");
    assert_eq!([1, 2].map(|column| text(&products, row, column)), ["有", "没有"]);
}

#[test]
fn thousands_of_files_fit_in_a_cell() {
    // Letters beyond the first 65,536 count twice.
    let long = "𠀀长".repeat(120);
    let dossier = (0..3000).fold(Dossier::default(), |dossier, n| {
        let kind = if n % 2 == 0 { "维修记录" } else { "维修管理制度" };
        dossier.with(&format!("{kind}-{long}-{n}.rtf"), &format!("{n}"))
    });
    let assessment = dossier.names_only().check();
    assert!(assessment.items.iter().any(|result| result.evidence.len() > 1000 && result.refused.len() > 1000));
    for lang in [Lang::Zh, Lang::En] {
        let mut book = open(written(&assessment, lang));
        let mut longest = 0;
        for name in book.sheet_names() {
            for (.., value) in book.worksheet_range(&name).expect("a sheet").used_cells() {
                longest = longest.max(value.to_string().encode_utf16().count());
            }
        }
        assert!((20_000..=MOST).contains(&longest), "{longest}");
    }
}

#[test]
fn the_same_report_is_the_same_bytes_at_another_time() {
    let assessment = mixed().check();
    let first = written(&assessment, Lang::Zh);
    // Archives keep time in steps of two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == written(&assessment, Lang::Zh));
}

#[test]
fn libreoffice_opens_it_and_shows_every_item() {
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("not run: LibreOffice (soffice) is not on the PATH");
        return;
    }
    let assessment = mixed().check();
    let scratch = Scratch::new();
    scratch.add("list.xlsx", &written(&assessment, Lang::Zh));
    let convert = |format: &str| {
        let profile = format!("-env:UserInstallation=file://{}", scratch.path().join("profile").display());
        let done = Command::new("soffice")
            .args([&profile, "--headless", "--convert-to", format, "--outdir"])
            .arg(scratch.path())
            .arg(scratch.path().join("list.xlsx"))
            .output()
            .expect("runs");
        assert!(done.status.success(), "{done:?}");
    };
    let made = |name: &str| std::fs::read(Path::new(scratch.path()).join(name)).expect("made");
    // Separated by commas, in UTF-8.
    convert("csv:Text - txt - csv (StarCalc):44,34,76");
    let table = String::from_utf8(made("list.csv")).expect("UTF-8");
    for result in &assessment.items {
        let title = assessment.checklist.items[result.item].title.get(Lang::Zh);
        assert!(table.contains(title), "{title}");
    }
    assert!(table.contains("=维修记录2.rtf") && !table.contains("Err:") && !table.contains("#NAME?"), "{table}");
    convert("pdf");
    assert!(made("list.pdf").starts_with(b"%PDF"));
}
