//! Three genuine repair records, and a fourth file that is a trap: what does not count is refused
//! with its reason, what does count is counted.

mod common;

use common::{Scratch, document, repair, run, three};
use dossier::content::Options;
use dossier::inventory::Memory;
use dossier::model::finding::RuleId;
use dossier::pipeline::Reader;
use dossier::{checklist, pipeline};

const SHORT: (&str, u64) = ("short", 3);
const SATISFIED: (&str, u64) = ("satisfied", 4);

#[test]
fn a_file_that_is_no_evidence_is_refused_with_its_rule() {
    let traps: &[(&str, &str, &str)] = &[
        ("16.维修记录单/维修记录4.pdf", "", "empty-file"),
        ("16.维修记录单/维修记录3 - 副本.pdf", "%PDF record 3", "duplicate-evidence"),
        ("别处/IMG_2034.pdf", "%PDF record 3", "duplicate-evidence"),
        ("16.维修记录单/~$修记录4.docx", "lock", "lock-or-temp-file"),
        ("16.维修记录单/维修记录4.pdf.part", "half", "lock-or-temp-file"),
        ("16.维修记录单/维修记录4.pdf.crdownload", "half", "lock-or-temp-file"),
        ("16.维修记录单/Thumbs.db", "db", "system-file"),
        ("16.维修记录单/.DS_Store", "store", "system-file"),
        ("16.维修记录单/desktop.ini", "ini", "system-file"),
        ("__MACOSX/16.维修记录单/维修记录4.pdf", "fork", "system-file"),
        ("__MACOSX/16.维修记录单/._维修记录4.pdf", "fork", "system-file"),
        ("16.维修记录单/维修记录4.txt", "text", "wrong-format"),
        ("16.维修记录单/维修记录4.zip", "PK", "wrong-format"),
        ("16.维修记录单/维修记录4", "no extension", "wrong-format"),
        ("16.维修记录单/维修记录4.docx.exe", "MZ", "wrong-format"),
        ("16.维修记录单/维修记录模板.docx", "blank", "template-or-policy"),
        ("16.维修记录单/维修管理制度.docx", "policy", "template-or-policy"),
    ];
    for (path, bytes, rule) in traps {
        let (exit, report) = three().with(path, bytes).check(&[]);
        assert_eq!((exit, repair(&report)), (1, SHORT), "{path}");
        assert_eq!(report.file(path).refused.as_deref(), Some(*rule), "{path}");
        let told = |f: &&common::Finding| f.rule == *rule && f.path.as_deref() == Some(path);
        assert_eq!(report.findings.iter().filter(told).count(), 1, "{path}: {:?}", report.findings);
    }
}

#[test]
fn a_stray_text_or_a_manual_counts_for_nothing() {
    for path in ["16.维修记录单/说明.txt", "16.维修记录单/维修手册.pdf", "备注.txt"] {
        let (_, report) = three().with(path, "text").check(&[]);
        assert_eq!(repair(&report), SHORT, "{path}");
        assert_ne!(report.file(path).item.as_deref(), Some("repair-records"), "{path}");
    }
}

#[test]
fn genuine_records_count_whatever_the_habit_of_naming() {
    for path in [
        "16.维修记录单/维修记录4.PDF",
        "16.维修记录单/扫描件/2026年/维修记录4.pdf",
        "16、维修单据/维修单.jpg",
        "维修记录4.pdf",
        "16.维修记录单/IMG_2034.jpg",
        "１６．維修記錄單/維修記錄４.JPEG",
    ] {
        let (_, report) = three().with(path, "another").check(&[]);
        assert_eq!(repair(&report), SATISFIED, "{path}");
    }
}

#[test]
fn a_document_and_its_print_count_once() {
    let scratch = three().with("16.维修记录单/维修记录3.docx", "PK document");
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), SHORT);
    assert_eq!(report.file("16.维修记录单/维修记录3.docx").refused.as_deref(), Some("duplicate-evidence"));
    assert_eq!(report.file("16.维修记录单/维修记录3.pdf").refused, None, "the fixed form stays");
}

#[test]
fn copies_are_told_with_the_file_they_copy() {
    let scratch = three().with("16.维修记录单/维修记录3 - 副本.pdf", "%PDF record 3");
    let (_, out, _) = run(["check", &scratch.path().to_string_lossy(), "--lang", "zh"]);
    assert!(out.contains("维修记录3 - 副本.pdf -- 与「16.维修记录单/维修记录3.pdf」内容完全相同"), "{out}");
}

#[test]
fn a_file_nobody_can_open_is_refused_and_the_rest_is_checked() {
    let (list, _) = checklist::load(&NoFiles, "gbt27922").expect("built in");
    let mut memory = Memory::default().with_locked("16.维修记录单/维修记录4.pdf");
    for n in 1..=3 {
        let path = format!("16.维修记录单/维修记录{n}.pdf");
        memory = memory.with(&path, document(&path, &format!("record {n}")));
    }
    let request = pipeline::Request {
        stages: list.default_stages(),
        checklist: list.clone(),
        today: jiff::civil::date(2026, 11, 22),
        settings: Default::default(),
    };
    let options = Options::default();
    let reader = Reader::here(&memory, &options);
    let assessment = pipeline::check(memory.inventory(), Some(&reader), request);
    let item = list.item_named("repair-records").expect("an item");
    let result = assessment.items.iter().find(|result| result.item == item).expect("due");
    assert_eq!((result.state.name(), result.counts()), ("short", (4, 3, 3)));
    let told: Vec<RuleId> = assessment.findings.iter().map(|f| f.problem.rule()).collect();
    assert_eq!(told.iter().filter(|rule| **rule == RuleId::Unreadable).count(), 1);
}

struct NoFiles;

impl checklist::Library for NoFiles {
    fn read(&self, _: &std::path::Path) -> std::io::Result<String> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

#[test]
fn a_claimed_count_is_unclear_until_the_settings_confirm_it() {
    let scratch = Scratch::new().with("16.维修记录单/维修记录（4份）.pdf", "%PDF four");
    let (exit, report) = scratch.check(&[]);
    let item = report.item("repair-records");
    assert_eq!((exit, item.state.as_str(), item.have, item.possible), (1, "unclear", 1, 4));
    let folder = scratch.path().to_string_lossy().into_owned();
    let (_, text, _) = run(["check", &folder, "--lang", "zh"]);
    let line = "- { path: \"16.维修记录单/维修记录（4份）.pdf\", item: repair-records, count: 4 }";
    assert!(text.contains("在 dossier.yaml 写") && text.contains(line), "{text}");
    // The line works as it is printed.
    scratch.add("dossier.yaml", format!("assign:\n  {line}\n").as_bytes());
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), SATISFIED);
    assert_eq!(report.item("repair-records").evidence[0].by, ["assigned"]);
}

#[test]
fn settings_place_files_by_path_pattern_number_or_nowhere() {
    let settings = "\
assign:
  - { path: 扫描/a.pdf, item: '16' }
  - { path: 扫描\\b.pdf, item: repair-records }
  - { path: '批量/*', item: repair-records }
  - { path: 16.维修记录单/维修记录3.pdf, item: none }
";
    let scratch = three().with("dossier.yaml", settings);
    for path in ["扫描/a.pdf", "扫描/b.pdf", "批量/x.pdf", "批量/y.pdf", "批量/更深/z.pdf"] {
        scratch.add(path, &document(path, path));
    }
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), ("satisfied", 6));
    assert_eq!(report.file("16.维修记录单/维修记录3.pdf").item, None);
    assert_eq!(report.file("批量/更深/z.pdf").item, None, "one asterisk stays in its folder");
    assert!(!report.has("unused-assignment"));
}

#[test]
fn placing_a_file_by_hand_does_not_make_it_real() {
    let settings = "assign:\n  - { path: 'x/*', item: repair-records }\n";
    let scratch = three().with("dossier.yaml", settings).with("x/empty.pdf", "").with("x/copy.pdf", "%PDF record 1");
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), SHORT);
    assert_eq!(report.file("x/empty.pdf").refused.as_deref(), Some("empty-file"));
    let copies = report.files.iter().filter(|file| file.refused.as_deref() == Some("duplicate-evidence"));
    assert_eq!(copies.count(), 1);
}

#[test]
fn an_assignment_that_fits_no_file_is_told() {
    let settings = "assign:\n  - { path: 没有这个.pdf, item: repair-records }\n";
    let (_, report) = three().with("dossier.yaml", settings).check(&[]);
    assert_eq!(repair(&report), SHORT);
    let told: Vec<_> = report.findings.iter().filter(|f| f.rule == "unused-assignment").collect();
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].severity.as_str(), told[0].path.as_deref()), ("warning", Some("dossier.yaml")));
}

#[test]
fn bare_folder_numbers_count_unless_the_numbering_runs_past_the_list() {
    let photos = || Scratch::new().with("16/IMG_1.jpg", "1").with("16/IMG_2.jpg", "2").with("16/20240305.jpg", "3");
    let (_, report) = photos().check(&[]);
    assert_eq!(repair(&report), SHORT);
    let (_, report) = photos().with("30/IMG_9.jpg", "9").check(&[]);
    assert_eq!(repair(&report), ("missing", 0), "another numbering");
    assert!(report.has("near-miss"), "{:?}", report.findings);
}

#[test]
fn a_single_folder_around_the_numbered_ones_is_looked_through() {
    let scratch = Scratch::new().with("申报资料/16/IMG_1.jpg", "1").with("申报资料/0/IMG_2.jpg", "2");
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), ("short", 1));
    assert_eq!(report.item("business-licence").state, "satisfied");
    // With a second folder beside it, nothing wraps the numbers any more.
    scratch.add("另一个/说明.pdf", &document("x.pdf", "3"));
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), ("missing", 0));
}

#[test]
fn a_file_in_the_folder_of_another_item_counts_by_its_name_and_is_told() {
    let (_, report) = three().with("15.安装调试记录/维修记录4.pdf", "4").check(&[]);
    assert_eq!(repair(&report), SATISFIED);
    assert_eq!(report.item("installation-records").have, 0);
    let told = |f: &common::Finding| f.rule == "misfiled" && f.path.as_deref() == Some("15.安装调试记录/维修记录4.pdf");
    assert!(report.findings.iter().any(told), "{:?}", report.findings);
}

#[test]
fn one_paper_under_the_names_of_two_items_is_certain_for_neither() {
    let scratch = Scratch::new().with("17.巡检/巡检记录.pdf", "one").with("18.报修/客户报修记录.pdf", "one");
    let (_, report) = scratch.check(&[]);
    for item in ["inspection-visits", "repair-requests"] {
        let item = report.item(item);
        assert_eq!((item.have, item.possible), (0, 1), "{}", item.id);
    }
    // Under two names of one item it is one, and a person's word goes before the names.
    let (_, report) = Scratch::new().with("17.巡检/巡检记录.pdf", "one").with("17.巡检/巡检.pdf", "one").check(&[]);
    assert_eq!(report.item("inspection-visits").have, 1);
    let settings = "assign: [{ path: 17.巡检/巡检记录.pdf, item: \"17\" }]\n";
    scratch.add("dossier.yaml", settings.as_bytes());
    let (_, report) = scratch.check(&[]);
    assert_eq!((report.item("inspection-visits").have, report.item("repair-requests").possible), (1, 0));
}

#[test]
fn what_only_stands_for_a_file_and_text_under_the_name_of_a_package_count_for_nothing() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n";
    for (text, rule) in [(pointer, "truncated"), ("维修记录单，2026-02-28，已修复", "extension-mismatch")] {
        for name in ["维修记录单-1.docx", "维修记录单-1.xlsx"] {
            let scratch = Scratch::new();
            scratch.add(&format!("16.维修记录单/{name}"), text.as_bytes());
            let (_, report) = scratch.check(&[]);
            assert_eq!(repair(&report), ("missing", 0), "{name}");
            assert_eq!(report.file(&format!("16.维修记录单/{name}")).refused.as_deref(), Some(rule), "{name}");
        }
    }
    // Word opens text under its older extension.
    let scratch = Scratch::new();
    scratch.add("16.维修记录单/维修记录单-1.doc", "维修记录单，2026-02-28，已修复".as_bytes());
    assert_eq!(repair(&scratch.check(&[]).1), ("short", 1));
}

#[test]
fn the_history_of_a_repository_is_no_part_of_a_dossier() {
    let scratch =
        three().with(".git/HEAD", "ref").with("附/.svn/x.pdf", "x").with(".gitignore", "x").with(".github/a.pdf", "x");
    let (_, report) = scratch.check(&[]);
    let hidden: Vec<&str> = report
        .files
        .iter()
        .map(|file| file.path.as_str())
        .filter(|path| path.contains("/.") || path.starts_with('.'))
        .collect();
    assert_eq!(hidden, [".github/a.pdf", ".gitignore"], "no file of the histories");
}

#[test]
fn settings_one_folder_too_deep_are_told_and_those_at_the_top_are_enough() {
    let scratch = three().with("申报材料/dossier.yaml", "mode: draft\n");
    assert!(scratch.check(&[]).1.has("misnamed-settings"));
    let scratch = scratch.with("dossier.yaml", "mode: draft\n");
    assert!(!scratch.check(&[]).1.has("misnamed-settings"));
}

#[test]
fn a_masked_number_is_not_what_a_file_is_called() {
    let (_, report) = Scratch::new().with("客户培训记录110101199003077758.docx", "one").check(&[]);
    assert!(!report.has("name-problem"));
    let (_, report) = Scratch::new().with("客户培训记录*.docx", "one").check(&[]);
    assert!(report.has("name-problem"));
}

#[test]
fn a_paper_that_fits_two_items_goes_where_it_is_wanted() {
    let (_, report) =
        Scratch::new().with("售后服务承诺.pdf", "one").with("公司网址及售后服务热线.pdf", "two").check(&[]);
    assert_eq!(report.item("flow-chart-or-promise").have, 1, "the promise alone");
    assert_eq!(report.file("公司网址及售后服务热线.pdf").item.as_deref(), Some("hotline-and-site"));
}

#[test]
fn a_client_is_asked_which_of_two_names_is_right_and_of_no_pointer() {
    let scratch = Scratch::new().with("17.巡检/巡检记录.pdf", "one").with("18.报修/客户报修记录.pdf", "one");
    scratch.add(
        "0.营业执照/营业执照.docx",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n",
    );
    let folder = scratch.path().to_string_lossy().into_owned();
    let message = run(["check", &folder, "--ocr", "off", "--lang", "zh", "--format", "message"]).1;
    assert!(message.contains("名字却不是同一项") && message.contains("是不是这项材料，请确认"), "{message}");
    assert!(!message.contains("只算一份") && !message.contains("LFS"), "{message}");
}
