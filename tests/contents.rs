//! What files say: recognition by printed titles, page ranges, archives, masking, and the cache.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{Report, Scratch, check, document, dossier, repair, three, zip};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// The rows of a fixture's table, without its header.
fn truth(name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(fixture(name).join("truth.tsv")).expect("a table");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn off(folder: &Path) -> Report {
    check(folder, &["--ocr".to_owned(), "off".to_owned()]).1
}

/// Where each file counts; files that may count for another item as well are left out.
fn items(report: &Report) -> BTreeMap<&str, &str> {
    report.files.iter().filter_map(|file| Some((file.path.as_str(), file.item.as_deref()?))).collect()
}

#[test]
fn files_without_a_telling_name_are_recognised_by_what_they_say() {
    let report = off(&fixture("contents-meaningless/dossier"));
    let found = items(&report);
    let truth = truth("contents-meaningless");
    let right = truth.iter().filter(|row| found.get(row[0].as_str()) == Some(&row[1].as_str())).count();
    assert_eq!(truth.len(), 40);
    assert!(right >= 38, "{right} of 40");
    let wrong: Vec<_> =
        truth.iter().filter(|row| found.get(row[0].as_str()).is_some_and(|item| *item != row[1])).collect();
    assert!(wrong.is_empty(), "counted for another item: {wrong:?}");
    let by = &report.item("business-licence").evidence[0].by;
    assert_eq!(by, &["content"]);
    let names_only = check(&fixture("contents-meaningless/dossier"), &["--names-only".to_owned()]).1;
    assert!(items(&names_only).len() < 5, "the names say nothing");
}

#[test]
fn a_merged_document_is_counted_by_page_ranges() {
    for name in ["contents-merged", "contents-merged-plain"] {
        let report = off(&fixture(name).join("dossier"));
        let mut pages: BTreeMap<u32, &str> = BTreeMap::new();
        for (path, item) in items(&report) {
            let (_, range) = path.rsplit_once('#').expect("a range");
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            (first.parse::<u32>().expect("a page")..=last.parse().expect("a page")).for_each(|page| {
                pages.insert(page, item);
            });
        }
        let mut expected = BTreeMap::new();
        let truth = truth(name);
        for row in &truth {
            (row[0].parse::<u32>().expect("a page")..=row[1].parse().expect("a page")).for_each(|page| {
                expected.insert(page, row[2].as_str());
            });
        }
        assert_eq!(pages, expected, "{name}");
    }
}

#[test]
fn a_title_that_contradicts_the_name_leaves_both_open() {
    let report = off(&fixture("contents-mismatch/dossier"));
    assert!(report.has("name-content-mismatch"));
    assert_eq!(report.item("business-licence").have, 0);
    let complaints = report.item("complaint-records");
    assert_eq!((complaints.have, complaints.possible), (0, 1), "the title alone does not place it either");
}

/// A document of paragraphs, and tables where a paragraph has tabs.
fn docx(lines: &[&str]) -> Vec<u8> {
    let para = |text: &str| format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>");
    let line = |text: &&str| match text.contains('|') {
        false => para(text),
        true => {
            let cells: String = text.split('|').map(|cell| format!("<w:tc>{}</w:tc>", para(cell))).collect();
            format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        }
    };
    let body: String = lines.iter().map(line).collect();
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!("<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>");
    zip(&[("[Content_Types].xml", b"<Types/>".to_vec()), ("word/document.xml", document.into_bytes())])
}

/// What becomes of a document that is named as a repair record.
fn as_repair_record(lines: &[&str]) -> (Option<String>, (u64, u64)) {
    let scratch = Scratch::new();
    scratch.add("16.维修单据/维修记录单-20260228.docx", &docx(lines));
    let report = off(scratch.path());
    let item = report.item("repair-records");
    let refused = report.file("16.维修单据/维修记录单-20260228.docx").refused.clone();
    (refused, (item.have, item.possible))
}

#[test]
fn a_blank_form_of_two_fields_a_line_is_no_record_and_one_filled_in_is() {
    for lines in [
        &[
            "维修记录单",
            "编号：      日期：",
            "客户：    产品：",
            "故障现象：",
            "处理措施：",
            "服务人员：   客户签字：",
        ][..],
        &[
            "维修记录单",
            "编号：____ 日期：____",
            "客户：____ 产品：____",
            "故障现象：",
            "服务人员：____ 客户签字：____",
        ],
        &["维修记录单", "编号：| |日期：| ", "客户：| |产品：| ", "故障现象：| ", "服务人员：| |客户签字：| "],
        &["维修记录单", "编号| |日期| ", "客户| |产品| ", "故障现象| ", "服务人员| |客户签字| "],
    ] {
        assert_eq!(as_repair_record(lines), (Some("blank-form".to_owned()), (0, 0)), "{lines:?}");
    }
    for lines in [
        &[
            "维修记录单",
            "编号：WX-1    日期：2026-02-28",
            "客户：某某公司    产品：空压机",
            "故障现象：漏油",
            "备注：    客户签字：",
        ][..],
        &[
            "维修记录单",
            "编号：| |日期：|2026-02-28",
            "客户：|某某公司|产品：|空压机",
            "故障现象：|漏油",
            "备注：| |客户签字：| ",
        ],
        &["维修记录单", "编号| |日期| ", "客户|某某公司|产品|空压机", "故障现象|漏油", "服务人员| |客户签字| "],
        &["维修记录单", "2 月 28 日上门，客户反映：漏油。处理如下：更换密封圈，试机正常。"],
    ] {
        assert_eq!(as_repair_record(lines), (None, (1, 1)), "{lines:?}");
    }
}

#[test]
fn a_title_alone_is_no_record_but_with_a_picture_below_it_may_be() {
    for lines in [&["维修记录单"][..], &["某某电器有限公司", "维 修 记 录 单", "", " | "]] {
        assert_eq!(as_repair_record(lines), (Some("blank-form".to_owned()), (0, 0)), "{lines:?}");
    }
    let picture = "</w:t><w:drawing><a:blip xmlns:a=\"a\"/></w:drawing><w:t>";
    for lines in
        [&["维修记录单", picture][..], &["维修记录单", "已修复"], &["维修记录单，某某公司，2026-02-28，已修复"]]
    {
        assert_eq!(as_repair_record(lines), (None, (1, 1)), "{lines:?}");
    }
}

#[test]
fn a_form_whose_labels_nobody_knows_and_one_with_a_photo_are_looked_at_by_a_person() {
    let picture = "</w:t><w:drawing><a:blip xmlns:a=\"a\"/></w:drawing><w:t>";
    for lines in [
        &["里程登记表", "车型| |油量| ", "路线| |驾驶| ", "同行| "][..],
        &["叉车点检表", "名目|早班|晚班|夜班", "1| | | ", "2| | | "],
        &["里程登记表", "车型：", "油量：", "路线：    驾驶："],
        &["维修记录单", "编号：    日期：", "客户：    产品：", "故障现象：", "服务人员：", picture],
    ] {
        assert_eq!(as_repair_record(lines), (None, (0, 1)), "{lines:?}");
    }
    for lines in [
        &["里程登记表", "车型|轿车|油量| ", "路线| |驾驶| ", "同行| "][..],
        &["里程登记表", "车型| |油量| ", "路线| |驾驶| ", "同行| ", picture],
        &["叉车点检表", "名目|早班|晚班|夜班", "1|好|好|好", "2| | | "],
        &["里程登记表", "车型：", "轿车", "油量：", "路线：    驾驶："],
        &["总经理| |客服| ", "售后部| |仓库| "],
    ] {
        assert_eq!(as_repair_record(lines), (None, (1, 1)), "{lines:?}");
    }
}

#[test]
fn a_blank_form_in_its_appendix_does_not_make_a_manual_a_form() {
    let form = ["维修记录单", "编号：    日期：", "客户：    产品：", "故障现象：", "服务人员："];
    let new_page = "</w:t><w:br w:type=\"page\"/><w:t>";
    let body = "售后服务部负责报修、投诉与回访，二十四小时内上门，费用按公布的标准收取，服务人员持证上岗，记录保存三年，每月由部门经理抽查一次。";
    let manual = |pages: &[&[&str]]| {
        let scratch = Scratch::new();
        scratch.add("4.售后服务手册/售后服务手册.docx", &docx(&pages.join(&new_page)));
        let report = off(scratch.path());
        (report.file("4.售后服务手册/售后服务手册.docx").refused.clone(), report.item("service-manual").have)
    };
    assert_eq!(manual(&[&["售后服务手册", body], &form]), (None, 1));
    // A cover alone is no text.
    assert_eq!(manual(&[&["售后服务手册", "某某电器有限公司"], &form]), (Some("blank-form".to_owned()), 0));
}

#[test]
fn a_policy_named_as_a_record_is_not_one_because_it_speaks_of_records() {
    let text = ["第一条 为规范维修工作，制定本制度。", "第二条 维修完成后填写维修记录单。"];
    for title in ["维修管理制度", "售后维修工作计划"] {
        let (refused, (have, possible)) = as_repair_record(&[title, text[0], text[1]]);
        assert_eq!((refused, have), (None, 0), "{title}");
        assert_eq!(possible, 1, "a person must look: {title}");
    }
    // The record's own title, above words of a policy, and a title that names no document.
    for title in ["维修记录单", "某某电器有限公司"] {
        assert_eq!(as_repair_record(&[title, text[0], text[1]]), (None, (1, 1)), "{title}");
    }
}

#[test]
fn an_archive_is_a_dossier_and_one_in_a_folder_is_looked_into() {
    let record = |n: u32| {
        let path = format!("16.维修记录单/维修记录{n}.pdf");
        let bytes = document(&path, &format!("record {n}"));
        (path, bytes)
    };
    let (path, bytes) = record(4);
    let packed = zip(&[(&path, bytes), ("__MACOSX/._x.pdf", b"x".to_vec())]);
    let scratch = three();
    scratch.add("微信收到.zip", &packed);
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), ("satisfied", 4));
    assert_eq!(report.file(&format!("微信收到.zip/{path}")).item.as_deref(), Some("repair-records"));

    let all: Vec<(String, Vec<u8>)> = (1..=4).map(record).collect();
    let all: Vec<(&str, Vec<u8>)> = all.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
    let outer = Scratch::new();
    outer.add("pack.zip", &zip(&all));
    for args in [vec![], vec!["--names-only".to_owned()]] {
        let (_, report) = check(&outer.path().join("pack.zip"), &args);
        assert_eq!(repair(&report), ("satisfied", 4), "{args:?}");
        assert_eq!(report.file("16.维修记录单/维修记录1.pdf").item.as_deref(), Some("repair-records"));
    }
}

#[test]
fn hostile_archives_write_nothing_and_are_told() {
    let scratch = three();
    let bomb = zip(&[("维修记录4.txt", vec![b'0'; 300 << 20])]);
    assert!(bomb.len() < 1 << 20);
    scratch.add("bomb.zip", &bomb);
    scratch.add("up.zip", &zip(&[("../../维修记录5.pdf", document("x.pdf", "five"))]));
    scratch.add("cut.zip", &bomb[..bomb.len() / 2]);
    let before = std::fs::read_dir(scratch.path()).expect("a folder").count();
    let (_, report) = scratch.check(&[]);
    assert_eq!(repair(&report), ("short", 3));
    assert!(report.has("unsafe-archive"), "{:?}", report.findings);
    assert_eq!(std::fs::read_dir(scratch.path()).expect("a folder").count(), before);
    assert!(!scratch.path().parent().expect("a parent").join("维修记录5.pdf").exists());
}

#[test]
fn identity_numbers_are_never_printed_in_full() {
    // A made-up number with a right check digit.
    let number = "110101199003077758";
    let scratch = Scratch::new();
    scratch.add("花名册.csv", format!("姓名,身份证号,日期\n张示例,{number},2026-01-01\n").as_bytes());
    scratch.add("IMG_1.rtf", format!("{{\\rtf1\\ansi ID {number} repair record}}").as_bytes());
    for format in ["text", "json", "jsonl"] {
        let (_, out, _) =
            common::run(["check", scratch.path().to_str().expect("UTF-8"), "-v", "--format", format, "--ocr", "off"]);
        assert!(!out.contains(number), "{format}");
    }
    let cache = Scratch::new();
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let output = dossier()
        .env("DOSSIER_CACHE", cache.path())
        .args(["check", scratch.path().to_str().expect("UTF-8"), "--ocr", "off"])
        .output()
        .expect("runs");
    assert!(output.status.code().is_some());
    let kept: Vec<_> = std::fs::read_dir(cache.path()).expect("a folder").flatten().collect();
    assert_eq!(kept.len(), 1);
    let bytes = std::fs::read(kept[0].path()).expect("a cache");
    assert!(!bytes.windows(number.len()).any(|window| window == number.as_bytes()), "nor kept");
}

#[test]
fn a_second_run_with_the_cache_says_the_same_and_notices_changes() {
    let scratch = three();
    let cache = Scratch::new();
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let run = |more: &[&str]| {
        let folder = scratch.path().to_str().expect("UTF-8");
        let args = ["check", folder, "--format", "json", "--ocr", "off"];
        let output = dossier().env("DOSSIER_CACHE", cache.path()).args(args).args(more).output().expect("runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let first = run(&[]);
    assert_eq!(std::fs::read_dir(cache.path()).expect("a folder").count(), 1);
    assert_eq!(run(&[]), first);
    assert_eq!(run(&["--verify"]), first);
    assert_eq!(run(&["--no-cache"]), first);
    // A cache that is damaged is only slower.
    let kept = std::fs::read_dir(cache.path()).expect("a folder").flatten().next().expect("a file").path();
    std::fs::write(&kept, b"nonsense").expect("written");
    assert_eq!(run(&[]), first);
    scratch.add("16.维修记录单/维修记录3.pdf", b"<html>error</html>");
    assert!(run(&[]).contains("extension-mismatch"));
}

#[test]
fn a_file_too_large_to_be_read_is_found_to_be_copied_though_it_was_remembered_without_a_digest() {
    let scratch = three();
    let cache = Scratch::new();
    let large = |n: u32| {
        let path = format!("16.维修记录单/维修记录{n}.pdf");
        scratch.add(&path, b"%PDF-1.4\n");
        let file = std::fs::File::options().write(true).open(scratch.path().join(path));
        file.and_then(|file| file.set_len((256 << 20) + 1)).expect("a file full of nothing");
    };
    let run = || {
        let args = ["check", scratch.path().to_str().expect("UTF-8"), "--format", "json", "--ocr", "off"];
        let out = dossier().env("DOSSIER_CACHE", cache.path()).args(args).output().expect("runs").stdout;
        serde_json::from_slice::<Report>(&out).expect("a report")
    };
    large(4);
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(repair(&run()), ("satisfied", 4));
    large(5);
    let again = run();
    assert_eq!((repair(&again), again.has("duplicate-evidence")), (("satisfied", 4), true), "{:?}", again.files);
}

#[test]
fn identity_numbers_in_names_are_masked_everywhere_and_the_files_found_all_the_same() {
    let number = "110101199003077758";
    let masked = "110101********7758";
    let scratch = three();
    let path = format!("张示例{number}/维修记录{number}.pdf");
    scratch.add(&path, &document(&path, "four"));
    scratch.add("打包.zip", &zip(&[(&format!("{number}.pdf"), document("x.pdf", "five"))]));
    let folder = scratch.path().to_str().expect("UTF-8");
    let mut outputs: Vec<String> = Vec::new();
    for format in ["text", "json", "jsonl"] {
        for more in [&["-v"][..], &["-v", "--names-only"]] {
            outputs.push(common::run(["check", folder, "--format", format, "--ocr", "off"].iter().chain(more)).1);
        }
    }
    outputs.push(common::run(["explain", &path]).1);
    outputs.push(common::run(["explain", &path, "--format", "jsonl"]).1);
    for out in &outputs {
        assert!(!out.contains(number) && out.contains(masked), "{out}");
    }
    let (_, report) = scratch.check(&["--ocr", "off"]);
    let shown = format!("张示例{masked}/维修记录{masked}.pdf");
    assert_eq!((repair(&report), report.file(&shown).item.as_deref()), (("satisfied", 4), Some("repair-records")));
    // A person may write the name as it is, or as it is shown.
    for written in [&path, &shown] {
        scratch.add("dossier.yaml", format!("assign: [{{ path: \"{written}\", item: none }}]").as_bytes());
        let (_, report) = scratch.check(&["--ocr", "off"]);
        assert_eq!((repair(&report), report.has("unused-assignment")), (("short", 3), false), "{written}");
    }
    // Neither a wrong check digit nor another long number is one.
    for other in ["110101199003077750", "20260311123456789012"] {
        assert!(common::run(["explain", &format!("{other}.pdf")]).1.contains(other));
    }
}

#[test]
fn ocr_on_without_the_program_is_an_error_and_doctor_says_how_to_get_it() {
    let scratch = three();
    let (exit, _, err) = common::run(["check", scratch.path().to_str().expect("UTF-8"), "--ocr", "on"]);
    assert_eq!(exit, 2);
    assert!(err.contains("tesseract") && err.contains("dossier doctor"), "{err}");
    let (exit, out, _) = common::run(["doctor"]);
    assert_eq!(exit, 0);
    assert!(out.contains("tesseract is not installed") && out.contains("PDF"), "{out}");
}

#[test]
fn whoever_places_one_of_two_like_pictures_has_looked_at_both() {
    let scratch = Scratch::new();
    for name in ["维修记录-01.pdf", "维修记录-02.jpg", "维修记录-03.jpg", "维修记录-04.jpg"] {
        let path = format!("fixtures/contents-repairs/dossier/{name}");
        scratch.add(name, &std::fs::read(path).expect("a fixture"));
    }
    let counted = || {
        let (_, report) = scratch.check(&["--ocr", "off"]);
        let names = ["维修记录-03.jpg", "维修记录-04.jpg"];
        names.map(|name| report.file(name).item.as_deref() == Some("repair-records"))
    };
    assert_eq!(counted().iter().filter(|counts| **counts).count(), 1, "one is the other saved again");
    for name in ["维修记录-03.jpg", "维修记录-04.jpg"] {
        scratch.add("dossier.yaml", format!("assign: [{{ path: {name}, item: repair-records }}]").as_bytes());
        assert_eq!(counted(), [true, true], "{name}");
    }
}

#[test]
fn an_unknown_label_among_known_ones_is_no_value_and_one_value_is_seen() {
    let form = [
        "维修记录单",
        "客户名称| |联系人| ",
        "机型| |机号| ",
        "故障现象| ",
        "维修过程| ",
        "更换配件| ",
        "签字| |日期| ",
    ];
    assert_eq!(as_repair_record(&form), (Some("blank-form".to_owned()), (0, 0)));
    for (at, filled) in [(1, "客户名称|某某公司|联系人| "), (4, "维修过程|换了密封圈"), (5, "更换配件|密封圈 2 个")]
    {
        let mut form = form;
        form[at] = filled;
        assert_eq!(as_repair_record(&form), (None, (1, 1)), "{filled}");
    }
    // Filled in with a text box.
    let boxed =
        "</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>某某公司，漏油</w:t></w:r></w:p></w:txbxContent></w:pict><w:t>";
    let form = ["维修记录单", "客户名称| |联系人| ", "机型| |机号| ", "故障现象| ", "签字| |日期| ", boxed];
    assert_eq!(as_repair_record(&form), (None, (1, 1)));
}

#[test]
fn records_of_one_form_with_photos_of_different_papers_are_two() {
    let lines = |photo: &str| {
        let picture =
            format!("</w:t><w:drawing><a:blip xmlns:a=\"a\" r:embed=\"{photo}\" xmlns:r=\"r\"/></w:drawing><w:t>");
        let text = "维修记录单，详见照片。本单由维修人员现场填写，客户签字后拍照存档，原件交客户，一式两份，保存三年。";
        docx(&["维修记录单", text, &picture])
    };
    let scratch = Scratch::new();
    scratch.add("16.维修单据/维修记录单-甲.docx", &lines("one"));
    scratch.add("16.维修单据/维修记录单-乙.docx", &lines("two"));
    let report = off(scratch.path());
    assert_eq!(report.item("repair-records").have, 2, "{:?}", report.file("16.维修单据/维修记录单-乙.docx").refused);
}

#[test]
fn a_whole_title_that_is_known_goes_before_the_words_in_it() {
    let scratch = Scratch::new();
    scratch.add("认证申请书.docx", &docx(&["认证申请书", "申请范围：空压机的销售和维修"]));
    let (_, report) = scratch.check(&["--stage", "forms", "--ocr", "off"]);
    assert_eq!((report.item("application-form").have, report.has("name-content-mismatch")), (1, false));
}

#[test]
fn a_row_of_a_table_is_no_title() {
    let scratch = Scratch::new();
    scratch.add("附件/资料一.docx", &docx(&["5.2.3|一份维修单未签字", "售后部|整改"]));
    let report = off(scratch.path());
    assert_eq!(report.item("repair-records").possible, 0);
}

#[test]
fn what_speaks_against_a_file_is_told_where_somebody_decides() {
    let scratch = Scratch::new();
    let form = docx(&["里程登记表", "车型| |油量| ", "路线| |驾驶| ", "同行| "]);
    scratch.add("16.维修单据/维修记录单-甲.docx", &form);
    scratch.add(
        "16.维修单据/维修记录单-乙.docx",
        &docx(&["维修记录单", "客户：某某公司", "故障现象：漏油", "日期：2026-02-28"]),
    );
    let folder = scratch.path().to_string_lossy().into_owned();
    let told = |format: &str| common::run(["check", &folder, "--ocr", "off", "--lang", "zh", "--format", format]).1;
    let text = told("text");
    for line in [
        "待确认：16.维修单据/维修记录单-甲.docx -- 看来是空白表格，没有认出填写的内容",
        "已计：16.维修单据/维修记录单-乙.docx",
    ] {
        assert!(text.contains(line), "lacking {line} in\n{text}");
    }
    // Where the item is open, beside the line that would settle it, and in what a client is sent.
    (1..=2).for_each(|n| scratch.add(&format!("16.维修单据/维修记录{n}.pdf"), &document("a.pdf", &n.to_string())));
    let text = told("text");
    assert!(text.contains("维修记录单-甲.docx\", item: repair-records, count: 1 }   # 看来是空白表格"), "{text}");
    let message = told("message");
    assert!(message.contains("请确认「维修记录单-甲.docx」是不是这项材料"), "{message}");
    assert!(
        message.contains("「维修记录单-甲.docx」看来是空白表格") && !message.contains("维修记录单-乙"),
        "{message}"
    );
}
