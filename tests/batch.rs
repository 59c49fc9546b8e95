//! Several dossiers in one run: one row each, whatever is wrong with one of them, in a fixed order.

mod common;

use common::{Scratch, dossier, run, zip};
use serde_json::Value;

const LIST: &str = "\
schema: 1
id: small
title: { zh: 小清单, en: Small }
items:
  - { id: licence, no: \"1\", title: { zh: 营业执照, en: Licence }, match: { terms: [营业执照] } }
  - { id: repairs, no: \"2\", title: { zh: 维修记录, en: Repairs }, min: 2, match: { terms: [维修记录] } }
";

/// Four clients, one after the other: complete, short, one whose settings are broken, and one who has handed in nothing; and
/// what is no client.
fn clients() -> Scratch {
    let scratch = Scratch::new()
        .with("清单.yaml", LIST)
        .with("客户/1甲/营业执照.pdf", "licence")
        .with("客户/1甲/维修记录1.pdf", "repair one")
        .with("客户/1甲/维修记录2.pdf", "repair two")
        .with("客户/2乙/维修记录1.pdf", "repair one")
        .with("客户/3丙/营业执照.pdf", "licence")
        .with("客户/3丙/dossier.yaml", "chekclist: x\n")
        .with("客户/.git/营业执照.pdf", "licence")
        .with("客户/说明.txt", "no dossier");
    std::fs::create_dir(scratch.path().join("客户/4空")).expect("a folder");
    scratch
}

/// Runs in a scratch folder with its checklist.
fn check(scratch: &Scratch, args: &[&str]) -> (i32, String, String) {
    let command = dossier().current_dir(scratch.path()).arg("check").args(args);
    let output = command.args(["--checklist", "清单.yaml", "--today", "2026-03-31"]).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8 output");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn rows(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

#[test]
fn each_subfolder_is_a_row_and_what_is_broken_is_one_too() {
    let scratch = clients();
    let (exit, out, err) = check(&scratch, &["--each", "客户", "--format", "jsonl"]);
    assert_eq!((exit, err.as_str()), (2, ""));
    let rows = rows(&out);
    let said: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row["dossier"].as_str().expect("a name"), row["verdict"].as_str().unwrap_or("-")))
        .collect();
    assert_eq!(
        said,
        [("客户/1甲", "complete"), ("客户/2乙", "incomplete"), ("客户/3丙", "-"), ("客户/4空", "incomplete")]
    );
    let items = &rows[1]["items"];
    assert_eq!((items[0]["id"].as_str(), items[0]["state"].as_str()), (Some("licence"), Some("missing")));
    assert_eq!((items[1]["have"].as_u64(), items[1]["need"].as_u64()), (Some(1), Some(2)));
    let why = |row: &Value| row["error"]["en"].as_str().unwrap_or_default().to_owned();
    let said = "dossier.yaml:1: unknown key `chekclist`; did you mean `checklist`?";
    assert!(why(&rows[2]).ends_with(said), "{}", why(&rows[2]));
    assert!(rows[3]["items"].as_array().expect("items").iter().all(|item| item["state"] == "missing"));
    assert!(rows[2].get("verdict").is_none() && rows[0].get("error").is_none());
}

#[test]
fn the_exit_code_is_the_worst_of_all() {
    let scratch = clients();
    let code = |args: &[&str]| check(&scratch, args).0;
    assert_eq!(code(&["客户/1甲", "客户/1甲/../1甲"]), 0);
    assert_eq!(code(&["客户/1甲", "客户/2乙"]), 1);
    assert_eq!(code(&["客户/1甲", "客户/2乙", "--fail-on", "never"]), 0);
    assert_eq!(code(&["客户/3丙", "客户/2乙", "客户/1甲"]), 2);
    assert_eq!(code(&["客户/1甲", "客户/没有"]), 2, "a folder that is not there is a row");
    assert_eq!(code(&["--each", "客户", "--fail-on", "never"]), 2, "what could not be checked stays so");
}

#[test]
fn the_table_names_gaps_by_number_and_tells_what_most_lack() {
    let scratch = clients();
    scratch.add("客户/5丁/维修记录1.pdf", &common::document("a.pdf", "another"));
    let (exit, out, _) = check(&scratch, &["--each", "客户", "--lang", "zh"]);
    assert_eq!(exit, 2);
    for line in [
        "客户/ | 4 份资料夹 | 2026-03-31",
        "  1甲     材料齐全      2/2     -     -       -",
        "  2乙     材料不齐      0/2     1     1       -  1(缺) 2(1/2)",
        "  4空     材料不齐      0/2     2     -       -  1(缺) 2(缺)",
        "  3 份：1 营业执照（缺少 3）",
        "  3 份：2 维修记录（缺少 1，不足 2）",
        "没法检查 (1)",
        "5 份资料夹：材料齐全 1，材料不齐 3，没法检查 1",
    ] {
        assert!(out.lines().any(|printed| printed == line), "lacking {line:?} in\n{out}");
    }
    let (_, out, _) = check(&scratch, &["--each", "客户", "--lang", "en", "--quiet"]);
    assert!(out.contains("1(none) 2(1/2)") && !out.contains("1甲"), "{out}");
}

#[test]
fn dossiers_of_other_lists_have_tables_of_their_own() {
    let scratch = clients().with("客户/3丙/dossier.yaml", "checklist: ../../清单.yaml\n");
    let root = scratch.path().join("客户").to_string_lossy().into_owned();
    let at = |name: &str| format!("{root}/{name}");
    let (exit, out, _) = run(["check", &at("3丙"), &at("1甲"), "--lang", "zh", "--today", "2026-03-31"]);
    assert_eq!(exit, 1);
    let (own, built_in) = (out.find("小清单").expect("its own"), out.find("商品售后服务").expect("the default"));
    assert!(own < built_in, "in the order of the dossiers\n{out}");
    let (_, json, _) = run(["check", &at("3丙"), &at("1甲"), "--format", "jsonl"]);
    let rows = rows(&json);
    assert_eq!((&rows[0]["checklist"]["id"], &rows[1]["checklist"]["id"]), (&"small".into(), &"gbt27922".into()));
}

#[test]
fn patterns_are_spelt_out_and_names_that_exist_are_not_patterns() {
    let scratch = clients();
    scratch.add("客户/压缩.zip", &zip(&[("营业执照.pdf", common::document("a.pdf", "licence"))]));
    scratch.add("客户/a[1]/营业执照.pdf", &common::document("a.pdf", "licence"));
    let names = |args: &[&str]| -> Vec<String> {
        let (_, out, err) = check(&scratch, &[args, &["--format", "jsonl"]].concat());
        assert!(!out.is_empty(), "{err}");
        rows(&out).iter().map(|row| row["dossier"].as_str().expect("a name").to_owned()).collect()
    };
    let all = ["客户/1甲", "客户/2乙", "客户/3丙", "客户/4空", "客户/a[1]", "客户/压缩.zip"];
    assert_eq!(names(&["客户/*"]), all, "no file that is no archive, nothing hidden");
    assert_eq!(names(&["--each", "客户"]), all);
    assert_eq!(names(&["客户/2乙", "客户/?甲", "客户/2*"]), ["客户/2乙", "客户/1甲"], "as named, each once");
    assert_eq!(names(&["客户/a[1]", "客户/1甲"])[0], "客户/a[1]");
    #[cfg(unix)]
    {
        scratch.add("客*/x/营业执照.pdf", &common::document("a.pdf", "licence"));
        assert_eq!(names(&["客*/x", "客户/1甲"])[0], "客*/x", "it exists");
    }
    let (exit, out, err) = check(&scratch, &["没有*"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("no file fits the pattern"), "{err}");
}

#[test]
fn one_dossier_alone_has_the_full_report_unless_each_is_asked_for() {
    let scratch = clients();
    assert_eq!(check(&scratch, &["客户/2乙", "--lang", "en"]), check(&scratch, &["客户/2?", "--lang", "en"]));
    std::fs::create_dir(scratch.path().join("一家")).expect("a folder");
    std::fs::rename(scratch.path().join("客户/2乙"), scratch.path().join("一家/2乙")).expect("moved");
    let (exit, out, _) = check(&scratch, &["--each", "一家", "--format", "jsonl"]);
    assert_eq!((exit, rows(&out).len()), (1, 1));
    assert_eq!(rows(&out)[0]["schema"], "dossier-batch/1");
}

#[test]
fn what_is_wrong_for_all_is_told_once_and_before_the_work() {
    let scratch = clients();
    let root = scratch.path().join("客户").to_string_lossy().into_owned();
    let cases: [(&[&str], &str); 5] = [
        (&["--each", &root, "--checklist", "gbt27923"], "did you mean `gbt27922`"),
        (&["--each", &root, "--checklist", "gbt27922", "--stage", "x"], "no stage `x`"),
        (&["--each", &root, "--today", "gestern"], "is no date"),
        (&["--each", &format!("{root}/4空")], "holds no subfolder and no archive"),
        (&["--each", &format!("{root}/没有")], "cannot open the folder"),
    ];
    for (args, says) in cases {
        let (exit, out, err) = run([&["check", "--lang", "en"], args].concat());
        assert_eq!((exit, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(says), "{args:?}: {err}");
    }
    assert_eq!(run(["check", "--each", &root, "--files-from", "-"]).0, 2, "either a list of paths or folders");
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let scratch = clients();
    for client in 0..40 {
        for file in 0..=client % 4 {
            let path = format!("客户/多{client:02}/维修记录{file}.pdf");
            scratch.add(&path, &common::document(&path, &format!("{client} {file}")));
        }
    }
    for format in ["text", "json", "jsonl"] {
        let bytes = |jobs| check(&scratch, &["--each", "客户", "--format", format, "--jobs", jobs]);
        let first = bytes("1");
        assert!(first.1.len() > 2_000, "{}", first.1);
        assert!(["2", "7"].into_iter().all(|jobs| bytes(jobs) == first), "{format}");
    }
}

#[test]
fn the_json_fits_its_schema_and_holds_the_lines() {
    let scratch = clients();
    let (_, schema, _) = run(["schema", "batch"]);
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let (_, out, _) = check(&scratch, &["--each", "客户", "--format", "json"]);
    let mut whole: Value = serde_json::from_str(&out).expect("JSON");
    let errors: Vec<String> = validator.iter_errors(&whole).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let (_, lines, _) = check(&scratch, &["--each", "客户", "--format", "jsonl"]);
    assert_eq!(*whole["dossiers"].as_array().expect("a list"), rows(&lines));
    let (_, schema, _) = run(["schema", "batch-line"]);
    let of_a_line = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    assert!(rows(&lines).iter().all(|row| of_a_line.is_valid(row)));
    assert!(!of_a_line.is_valid(&whole), "the schema takes anything");
    let totals = serde_json::json!({ "dossiers": 4, "complete": 1, "undecided": 0, "incomplete": 2, "failed": 1 });
    assert_eq!(whole["totals"], totals);
    whole["dossiers"][0]["items"][0]["have"] = "one".into();
    assert!(!validator.is_valid(&whole), "the schema takes anything");
}

#[test]
fn identity_numbers_are_masked_in_rows() {
    let scratch = Scratch::new().with("清单.yaml", LIST).with("客户/甲/营业执照.pdf", "licence");
    std::fs::create_dir(scratch.path().join("客户/张三110101199003077758")).expect("a folder");
    for format in ["text", "jsonl"] {
        let (exit, out, err) = check(&scratch, &["--each", "客户", "--format", format]);
        assert_eq!(exit, 1);
        assert!(out.contains("张三110101********7758") && !(out + &err).contains("19900307"), "{format}");
    }
}

#[test]
fn reports_go_to_files_as_well() {
    let scratch = clients();
    let (exit, out, _) =
        check(&scratch, &["--each", "客户", "--report", "jsonl=周报.jsonl", "--output", "表.txt", "--lang", "zh"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    let read = |name: &str| std::fs::read_to_string(scratch.path().join(name)).expect("a report");
    assert_eq!(rows(&read("周报.jsonl")).len(), 4);
    assert!(read("表.txt").contains("没法检查 (1)"));
}

#[test]
fn a_client_who_has_handed_in_nothing_is_asked_for_everything() {
    let scratch = clients();
    let (exit, ..) = check(&scratch, &["客户/1甲", "客户/4空", "--report-each", "message=信", "--lang", "zh"]);
    assert_eq!(exit, 1);
    let message = std::fs::read_to_string(scratch.path().join("信/4空.txt")).expect("a message");
    assert!(message.contains("1. 营业执照") && message.contains("2. 维修记录（第 2 项）：2 份"), "{message}");
    // Alone, an empty folder was named by mistake.
    assert_eq!(check(&scratch, &["客户/4空"]).0, 2);
}

#[cfg(unix)]
#[test]
fn a_pattern_passes_over_names_that_are_not_utf8_without_a_fall() {
    use std::os::unix::ffi::OsStrExt;
    let scratch = Scratch::new();
    let gbk = scratch.path().join("客户").join(std::ffi::OsStr::from_bytes(b"\xce\xac\xd0\xde"));
    std::fs::create_dir_all(&gbk).expect("a folder");
    std::fs::write(gbk.join("a.pdf"), b"a").expect("a file");
    scratch.add("客户/甲/营业执照.pdf", b"b");
    let pattern = scratch.path().join("客户/*").display().to_string();
    let (exit, out, err) = run(["check", &pattern, "--names-only", "--format", "jsonl"]);
    assert_eq!((exit, out.lines().count()), (1, 2), "{err}");
    let deep = scratch.path().join("**/甲").display().to_string();
    let (exit, out, err) = run(["check", &deep, "--names-only", "--lang", "zh"]);
    assert!(exit == 1 && out.contains("营业执照"), "{out}{err}");
    // Named as people read it, however its bytes came to be.
    assert!(out_of(&pattern).iter().any(|name| name.ends_with("客户/维修")), "{:?}", out_of(&pattern));
    // A pattern in such characters fits it, too. One dossier is no row of many.
    let one = scratch.path().join("客户/维*").display().to_string();
    let (_, out, err) = run(["check", &one, "--names-only", "--lang", "zh"]);
    assert!(out.contains("客户/维修 | 1 个文件"), "{out}{err}");
}

/// The dossiers a pattern fits, as they are named.
#[cfg(unix)]
fn out_of(pattern: &str) -> Vec<String> {
    let (_, out, _) = run(["check", pattern, "--names-only", "--format", "jsonl"]);
    rows(&out).iter().map(|row| row["dossier"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn what_is_met_by_count_and_wrong_all_the_same_is_not_done() {
    let row = |lang: &str, format: &str| {
        let dirs = ["fixtures/scope-gap/dossier", "fixtures/complete/dossier"];
        let args =
            ["check", dirs[0], dirs[1], "--today", "2026-03-31", "--ocr", "off", "--lang", lang, "--format", format];
        run(args).1
    };
    let batch: Value = serde_json::from_str(&row("zh", "json")).expect("JSON");
    let totals = &batch["dossiers"][0]["totals"];
    let number = |key: &str| totals[key].as_u64().expect("a number");
    assert_eq!(number("flawed"), 2, "{totals}");
    let done = number("satisfied") + number("waived") - 2;
    let of = format!("{done}/{}", number("required"));
    assert!(row("zh", "text").contains(&of), "{of}: {}", row("zh", "text"));
    assert!(row("zh", "markdown").contains(&of));
    let page = row("zh", "html");
    assert_eq!(page.matches("<td class=\"flawed\"").count(), 2);
    assert!(page.contains(&format!("<td>{of}</td>")), "{page}");
    let (_, text, _) =
        run(["check", "fixtures/scope-gap/dossier", "--today", "2026-03-31", "--ocr", "off", "--lang", "zh"]);
    assert!(text.contains("（其中 2 项另有问题）"), "{text}");
    assert_eq!(text.matches("（另有问题，见上）").count(), 2, "{text}");
}

#[test]
fn where_reports_go_is_no_dossier() {
    let scratch = clients();
    let target = scratch.path().join("客户/催办");
    std::fs::create_dir(&target).expect("a folder");
    let report = format!("message={}", target.display());
    let (_, out, _) = check(&scratch, &["--each", "客户", "--report-each", &report, "--format", "jsonl"]);
    assert!(!out.contains("催办") && target.join("2乙.txt").is_file(), "{out}");
}

#[test]
fn reports_of_an_earlier_run_are_told() {
    let scratch = Scratch::new();
    scratch.add("客户/甲/营业执照.pdf", b"a");
    scratch.add("客户/乙/营业执照.pdf", b"b");
    let (each, target) = (scratch.path().join("客户").display().to_string(), scratch.path().join("催办"));
    let report = format!("message={}", target.display());
    let check = || run(["check", "--each", &each, "--names-only", "--report-each", &report, "--lang", "zh"]);
    let (_, _, err) = check();
    assert!(!err.contains("不是这次写的"), "{err}");
    assert!(std::fs::read_to_string(target.join("甲.txt")).expect("written").contains("您好"));
    scratch.add("客户/乙/dossier.yaml", b"nonsense: 1\n");
    let (exit, _, err) = check();
    assert_eq!(exit, 2);
    assert!(err.contains("有 1 个文件不是这次写的，别当成这次的结果：乙.txt"), "{err}");
}

#[test]
fn of_two_reports_in_one_folder_neither_replaces_the_other() {
    let scratch = clients();
    let both = ["客户/1甲", "客户/2乙", "--report-each", "message=出", "--report-each", "text=出", "--lang", "zh"];
    let (exit, out, err) = check(&scratch, &both);
    assert!(exit == 2 && out.is_empty() && err.contains("都叫 .txt"), "{exit} {err}");
    let apart = ["客户/1甲", "客户/2乙", "--report-each", "message=出", "--report-each", "json=出"];
    assert_eq!(check(&scratch, &apart).0, 1);
}

#[test]
fn what_a_shell_spells_out_beside_dossiers_is_passed_over_and_one_dossier_by_two_paths_is_one() {
    let scratch = clients();
    let (exit, out, err) = check(
        &scratch,
        &[
            "客户/1甲",
            "客户/说明.txt",
            "./客户/1甲",
            "客户/../客户/1甲",
            "--each",
            "客户",
            "--format",
            "jsonl",
            "--lang",
            "zh",
        ],
    );
    assert_eq!(exit, 2, "the broken one");
    assert!(err.contains("没有当作资料夹查：客户/说明.txt"), "{err}");
    assert_eq!(rows(&out).len(), 4);
    // Alone it was meant.
    assert!(check(&scratch, &["客户/说明.txt", "--lang", "zh"]).2.contains("不是文件夹"));
}

#[test]
fn a_folder_of_reports_is_no_client_the_next_time() {
    let scratch = clients();
    check(&scratch, &["--each", "客户", "--report-each", "message=客户/催办"]);
    let (exit, out, _) = check(&scratch, &["--each", "客户", "--format", "jsonl", "--ocr", "off"]);
    let row = rows(&out).into_iter().find(|row| row["dossier"] == "客户/催办").expect("a row");
    assert!(exit == 2 && row["error"]["zh"].as_str().is_some_and(|why| why.contains("只有本程序写的报告")), "{row}");
}
