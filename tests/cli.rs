//! The command line: exit codes, formats, languages, streams.

mod common;

use std::path::Path;

use common::{Scratch, dossier, run};
use serde_json::Value;

fn folder(scratch: &Scratch) -> String {
    scratch.path().to_string_lossy().into_owned()
}

/// A fixture's dossier.
fn fixture(name: &str) -> String {
    format!("{}/fixtures/{name}/dossier", env!("CARGO_MANIFEST_DIR"))
}

fn one_file() -> Scratch {
    Scratch::new().with("营业执照.pdf", "%PDF")
}

#[test]
fn exit_code_0_means_nothing_to_report_and_1_means_gaps() {
    assert_eq!(run(["check", &fixture("complete")]).0, 0);
    assert_eq!(run(["check", &fixture("typical")]).0, 1);
    assert_eq!(run(["check", &fixture("scaffold")]).0, 1, "empty numbered folders are a to-do list");
}

#[test]
fn what_cannot_be_checked_exits_with_2_says_why_in_both_languages_and_reports_nothing() {
    let scratch = one_file().with("empty/folder/.keep", "").with("坏.yaml", "schema: 1\nidd: x\n").with("a.zip", "PK");
    std::fs::create_dir(scratch.path().join("nothing")).expect("a folder");
    let (root, at) = (folder(&scratch), |name: &str| format!("{}/{name}", folder(&scratch)));
    let cases: Vec<(Vec<String>, &str, &str)> = vec![
        (vec!["check".into(), at("不存在")], "没有「", "there is no folder"),
        (vec!["check".into(), at("营业执照.pdf")], "不是文件夹", "is not a folder"),
        (vec!["check".into(), at("a.zip")], "请解开后查", "unpack it"),
        (vec!["check".into(), at("nothing")], "没有东西可查", "nothing to check"),
        (
            vec!["check".into(), root.clone(), "--checklist".into(), at("坏.yaml")],
            "未知的键「idd」",
            "unknown key `idd`",
        ),
        (
            vec!["check".into(), root.clone(), "--checklist".into(), "gbt27923".into()],
            "是不是「gbt27922」",
            "did you mean `gbt27922`",
        ),
        (vec!["check".into(), root.clone(), "--today".into(), "2026-02-30".into()], "不是日期", "is no date"),
        (
            vec!["check".into(), root.clone(), "--stage".into(), "aplication".into()],
            "没有阶段「aplication」",
            "no stage `aplication`",
        ),
        (
            vec!["check".into(), root.clone(), "--stage".into(), "surveillance".into()],
            "没有任何材料",
            "has no items in the stage",
        ),
        (vec!["check".into(), "--files-from".into(), at("no-list")], "读不了", "cannot read"),
        (vec!["show".into(), "--stage".into(), "x".into()], "没有阶段「x」", "no stage `x`"),
        (
            vec!["rule".into(), "mising-material".into()],
            "是不是「missing-material」",
            "did you mean `missing-material`",
        ),
        (vec!["lint".into(), at("*.yml")], "没有对上任何文件", "no file fits the pattern"),
    ];
    for (args, zh, en) in cases {
        for (lang, says) in [("zh", zh), ("en", en)] {
            let (exit, out, err) = run(args.iter().map(String::as_str).chain(["--lang", lang]));
            assert_eq!((exit, out.as_str()), (2, ""), "{args:?}\n{err}");
            assert!(err.contains(says), "{args:?}: lacking {says} in\n{err}");
        }
    }
}

#[test]
fn arguments_nobody_knows_exit_with_2() {
    for args in
        [&["chekc"][..], &["check", "--formt", "json"], &["check", "--jobs", "0"], &["check", ".", "-q", "-v"], &[]]
    {
        let (exit, out, err) = run(args);
        assert_eq!(exit, 2, "{args:?}\n{out}{err}");
        assert!(!err.is_empty(), "{args:?}");
    }
}

#[test]
fn a_folder_alone_means_check() {
    for name in ["complete", "typical"] {
        let alone = run([&fixture(name), "--lang", "zh"]);
        assert_eq!(alone, run(["check", &fixture(name), "--lang", "zh"]));
    }
}

#[test]
fn fail_on_chooses_from_which_severity_the_exit_code_is_1() {
    let codes = |name: &str| ["error", "warning", "never"].map(|on| run(["check", &fixture(name), "--fail-on", on]).0);
    assert_eq!(codes("complete"), [0, 1, 0]);
    assert_eq!(codes("typical"), [1, 1, 0]);
    let (_, report) = common::check(Path::new(&fixture("complete")), &[]);
    let severities: Vec<&str> = report.findings.iter().map(|finding| finding.severity.as_str()).collect();
    assert!(severities.contains(&"warning") && !severities.contains(&"error"), "{severities:?}");
}

#[test]
fn every_json_report_fits_the_schema_the_program_prints() {
    let (exit, schema, _) = run(["schema", "report"]);
    assert_eq!(exit, 0);
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let mut seen = 0;
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")).expect("fixtures").flatten()
    {
        let dossier = entry.path().join("dossier");
        if !dossier.is_dir() {
            continue;
        }
        for more in ["--verbose", "--names-only"] {
            let (_, out, err) = run(["check", &dossier.to_string_lossy(), "--format", "json", more]);
            let report: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {err}"));
            let errors: Vec<String> =
                validator.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {}", dossier.display(), errors.join("\n"));
            let mut broken = report;
            broken["items"][0]["have"] = "four".into();
            assert!(!validator.is_valid(&broken), "the schema takes anything");
            seen += 1;
        }
    }
    assert!(seen >= 40, "{seen}");
}

#[test]
fn jsonl_holds_the_same_as_json_one_object_a_line() {
    let typical = fixture("typical");
    let args = |format| ["check", typical.as_str(), "--format", format, "--today", "2026-11-22"];
    let json: Value = serde_json::from_str(&run(args("json")).1).expect("JSON");
    let (exit, out, _) = run(args("jsonl"));
    assert_eq!(exit, 1);
    let mut lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    let schema = serde_json::from_str(&run(["schema", "report-line"]).1).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(lines.iter().all(|line| validator.is_valid(line)));
    assert!(!validator.is_valid(&json), "the schema takes anything");
    let types: Vec<String> = lines
        .iter_mut()
        .map(|line| line.as_object_mut().expect("an object").remove("type").expect("a type"))
        .map(|name| name.as_str().expect("text").to_owned())
        .collect();
    let mut at = 1;
    assert_eq!(types[0], "report");
    for (key, name) in [("items", "item"), ("files", "file"), ("findings", "finding")] {
        for row in json[key].as_array().expect("a list") {
            assert_eq!((types[at].as_str(), &lines[at]), (name, row));
            at += 1;
        }
    }
    assert_eq!(at, lines.len());
    for (key, value) in lines[0].as_object().expect("the head") {
        assert_eq!(*value, json[key], "{key}");
    }
    assert_eq!(json["today"], "2026-11-22");
}

#[test]
fn the_name_of_the_file_chooses_the_format_unless_one_is_named() {
    let scratch = Scratch::new();
    let written = |name: &str, more: &[&str]| {
        let file = scratch.path().join(name);
        let args = ["check", "fixtures/trap-policy/dossier", "--ocr", "off", "-o", file.to_str().expect("UTF-8")];
        assert_eq!(run(args.iter().chain(more)).0, 1);
        std::fs::read(file).expect("a report")
    };
    assert!(written("a.html", &[]).starts_with(b"<!DOCTYPE html>"));
    assert!(written("a.XLSX", &[]).starts_with(b"PK"));
    assert!(written("a.json", &[]).starts_with(b"{\n  \"schema\": \"dossier-report/1\""));
    assert!(written("a.jsonl", &[]).starts_with(b"{\"type\":\"report\""));
    assert!(written("a.md", &[]).starts_with(b"# "));
    for (name, more) in [("a.txt", &[][..]), ("a.log", &[]), ("b.html", &["--format", "text"])] {
        assert!(written(name, more).starts_with("After-sales".as_bytes()), "{name}");
    }
}

#[test]
fn output_is_written_whole_and_leaves_nothing_behind() {
    let scratch = Scratch::new().with("report.json", "an older, longer report ".repeat(10_000).as_str());
    let target = format!("{}/report.json", folder(&scratch));
    for format in ["json", "jsonl", "text"] {
        let args = ["check", &fixture("typical"), "--format", format, "--today", "2026-11-22"];
        let (exit, printed, _) = run(args);
        let (written_exit, out, err) = run(args.iter().copied().chain(["--output", target.as_str()]));
        assert_eq!((written_exit, out.as_str(), err.as_str()), (exit, "", ""));
        assert_eq!(std::fs::read_to_string(&target).expect("a report"), printed);
        assert_eq!(std::fs::read_dir(scratch.path()).expect("a folder").count(), 1, "a temporary file is left");
    }
}

#[test]
fn output_into_a_missing_folder_is_told_and_nothing_is_created() {
    let scratch = Scratch::new();
    let target = format!("{}/missing/report.json", folder(&scratch));
    let (exit, out, err) = run(["check", &fixture("complete"), "--output", &target, "--lang", "en"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.starts_with("error: there is no folder `") && err.contains("/missing`"), "{err}");
    assert_eq!(std::fs::read_dir(scratch.path()).expect("a folder").count(), 0);
}

#[test]
fn quiet_tells_less_and_verbose_tells_more() {
    let scratch = one_file().with("公司简介.docx", "1");
    for n in 1..=30 {
        scratch.add(&format!("随便/无关{n}.xyz"), format!("{n}").as_bytes());
    }
    let text = |more: &[&str]| run(["check", &folder(&scratch), "--lang", "zh"].iter().chain(more)).1;
    let (quiet, normal, verbose) = (text(&["--quiet"]), text(&[]), text(&["--verbose"]));
    assert!(quiet.contains("[缺少]") && quiet.contains("材料不齐"), "{quiet}");
    assert!(!quiet.contains("公司简介.docx") && normal.contains("公司简介.docx"), "{quiet}");
    assert!(!normal.contains("无关9.xyz") && normal.contains("加 -v 全部列出"), "{normal}");
    assert!((1..=30).all(|n| verbose.contains(&format!("无关{n}.xyz"))), "{verbose}");
}

#[test]
fn the_language_is_the_systems_unless_asked_for() {
    let say = |env: &str, args: &[&str]| {
        let command = dossier().env("LC_ALL", env).env("LANG", env).arg("check").arg(fixture("complete")).args(args);
        String::from_utf8(command.output().expect("runs").stdout).expect("UTF-8")
    };
    assert!(say("zh_CN.UTF-8", &[]).contains("材料齐全") && say("en_US.UTF-8", &[]).contains("complete: "));
    assert!(say("zh_CN.UTF-8", &["--lang", "en"]).contains("complete: "));
    assert!(say("C", &["--lang", "zh"]).contains("材料齐全"));
    let output = dossier().env("DOSSIER_LANG", "zh").arg("check").arg(fixture("complete")).output().expect("runs");
    assert!(String::from_utf8_lossy(&output.stdout).contains("材料齐全"));
}

#[test]
fn colour_is_for_terminals_or_on_demand_and_never_in_files() {
    let text = |args: &[&str], no_color: &str| {
        let output = dossier().env("TERM", "xterm-256color").env("NO_COLOR", no_color);
        let output = output.args(["check", &fixture("typical")]).args(args).output().expect("runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let plain = text(&[], "");
    assert!(!plain.contains('\u{1b}') && plain == text(&["--color", "never"], "") && plain == text(&[], "1"));
    let coloured = text(&["--color", "always"], "");
    assert!(coloured.contains("\u{1b}[") && coloured == text(&["--color", "always"], "1"), "{coloured}");
    let codes = regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("a pattern");
    assert_eq!(codes.replace_all(&coloured, ""), plain, "colour changes nothing else");
    let scratch = Scratch::new();
    let target = format!("{}/report.txt", folder(&scratch));
    text(&["--color", "always", "--output", &target], "");
    assert_eq!(std::fs::read_to_string(&target).expect("a report"), plain);
}

#[test]
fn names_only_is_never_complete_and_says_what_it_did_not_look_at() {
    let names_only = ["--names-only".to_owned()];
    let (exit, report) = common::check(Path::new(&fixture("complete")), &names_only);
    assert_eq!((exit, report.verdict.as_str()), (0, "undecided"));
    assert_eq!(report.not_evaluated, ["contents", "duplicates"]);
    let copies = Scratch::new().with("维修记录1.pdf", "same").with("维修记录2.pdf", "same").with("维修记录3.pdf", "");
    assert_eq!(
        copies.check(&["--names-only"]).1.item("repair-records").have,
        2,
        "copies are not told, empty files are"
    );
    assert_eq!(copies.check(&[]).1.item("repair-records").have, 1);
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let scratch = Scratch::new();
    for n in 0..600 {
        let path = format!("{}.资料/{}/维修记录{n}.pdf", n % 37, n % 5);
        scratch.add(&path, &common::document(&path, &format!("record {}", n % 300)));
    }
    for format in ["json", "jsonl", "text"] {
        let bytes = |jobs| run(["check", &folder(&scratch), "-v", "--format", format, "--jobs", jobs]);
        let first = bytes("1");
        assert!(first.1.len() > 10_000 && ["2", "8", "8"].into_iter().all(|jobs| bytes(jobs) == first), "{format}");
    }
}

#[test]
fn a_command_line_that_cannot_be_understood_is_answered_in_the_language_asked_for() {
    for (args, zh, en) in [
        (&["chekc", "x"][..], &["没有「chekc」这个命令", "check"][..], "unrecognized subcommand"),
        (
            &["check", "x", "--frmat"],
            &["没有「--frmat」这个选项", "是不是「--format」", "用法："],
            "unexpected argument",
        ),
        (&["check", "x", "--format", "doc"], &["不能写「doc」", "可以写：", "xlsx"], "invalid value"),
        (&["explain"], &["还要写：", "PATH"], "required arguments"),
        (&["check", "x", "--format"], &["后面要写一个值"], "a value is required"),
        (&["check", "x", "--output"], &["后面要写一个值"], "a value is required"),
        (&["check", "x", "--frm\u{1b}[31m"], &["没有「--frm"], "unexpected argument"),
        (&[], &["把放材料的文件夹拖到本程序的图标上", "dossier show"], "Usage:"),
    ] {
        let said = |lang: &str| {
            let (exit, out, err) = run(args.iter().copied().chain(["--lang", lang]));
            assert!(exit == 2 && out.is_empty() && !err.contains('\u{1b}'), "{args:?} {exit} {out}{err}");
            err
        };
        let chinese = said("zh");
        assert!(zh.iter().all(|word| chinese.contains(word)), "{args:?}: {chinese}");
        assert!(said("en").contains(en), "{args:?}: {}", said("en"));
    }
    let (exit, out, err) = run(["check", "--help", "--lang", "zh"]);
    assert!(exit == 0 && out.contains("--report-each") && err.is_empty(), "{err}");
}
