//! The other commands: explain, lists of paths, pages, completions, pipes.

mod common;

use std::io::Read;
use std::process::Stdio;

use common::{Report, Scratch, dossier, run};
use serde_json::Value;

/// Runs the program with text on standard input.
fn piped(args: &[&str], input: &[u8]) -> (i32, String) {
    let output = dossier().args(args).stdin(input.to_vec()).output().expect("runs");
    (output.status.code().expect("a code"), String::from_utf8(output.stdout).expect("UTF-8"))
}

/// What `explain` answers, line by line.
fn explain(input: &str) -> Vec<Value> {
    let (exit, out) = piped(&["explain", "--files-from", "-", "--format", "jsonl"], input.as_bytes());
    assert_eq!(exit, 0, "{out}");
    out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

#[test]
fn explain_answers_every_line_in_order_empty_ones_too() {
    let input = "维修记录1.pdf\n\nzzz.bin\r\n16\\IMG_1.jpg\n维修记录1.pdf";
    for input in [input.to_owned(), format!("{input}\n")] {
        let paths: Vec<Value> = explain(&input).into_iter().map(|mut answer| answer["path"].take()).collect();
        assert_eq!(paths, ["维修记录1.pdf", "", "zzz.bin", "16\\IMG_1.jpg", "维修记录1.pdf"]);
    }
    assert_eq!(explain("").len(), 0);
}

#[test]
fn explain_keeps_its_promised_form() {
    let answers =
        explain("16.维修记录单/a.txt\nzzz.bin\n维修记录模板.docx\n售后服务流程图.pdf\n~$维修记录.docx\n合同.pdf\n");
    let keys = ["alternative", "candidates", "item", "no", "path", "refused"];
    for answer in &answers {
        assert_eq!(answer.as_object().expect("an object").keys().collect::<Vec<_>>(), keys);
    }
    let gist =
        |answer: &Value| ["item", "no", "alternative", "refused"].map(|key| answer[key].as_str().map(str::to_owned));
    let text = |words: [&str; 4]| words.map(|word| (!word.is_empty()).then(|| word.to_owned()));
    let wanted = [
        ["repair-records", "16", "", ""],
        ["", "", "", ""],
        ["", "", "", "template-or-policy"],
        ["flow-chart-or-promise", "10", "service-flow-chart", ""],
        ["", "", "", ""],
        ["", "", "", ""],
    ];
    assert_eq!(answers.iter().map(gist).collect::<Vec<_>>(), wanted.map(text));
    let candidate = &answers[0]["candidates"][0];
    assert_eq!((&candidate["item"], &candidate["no"]), (&"repair-records".into(), &"16".into()));
    assert!(candidate["score"].is_u64() && candidate["reasons"][0].is_string(), "{candidate}");
    assert!(!answers[5]["candidates"].as_array().expect("a list").is_empty(), "a contract may be several things");
}

#[test]
fn explain_reads_each_line_by_itself_and_both_ways_to_separate_folders() {
    let slash = explain("16/IMG_1.jpg\n30/IMG_1.jpg\n16.维修记录单/x/1.pdf\n");
    assert_eq!(slash[0]["item"], "repair-records", "another line's number 30 changes nothing");
    let backslash = explain("16\\IMG_1.jpg\n30\\IMG_1.jpg\n16.维修记录单\\x\\1.pdf\n");
    for (a, b) in slash.iter().zip(&backslash) {
        assert_eq!((&a["item"], &a["candidates"]), (&b["item"], &b["candidates"]));
    }
}

#[test]
fn explain_sets_the_item_exactly_when_check_counts_the_name() {
    let names = include_str!("../src/matching/collisions.txt").lines().filter(|line| !line.starts_with('#'));
    let names: Vec<String> = names.flat_map(str::split_whitespace).map(|name| format!("{name}.pdf")).collect();
    let more =
        ["维修记录1.pdf", "15.安装/IMG.pdf", "营业执照副本.jpg", "合同.pdf", "售后服务承诺.pdf", "投诉记录.xlsx"];
    let names: Vec<String> = names.into_iter().chain(more.map(str::to_owned)).collect();
    let explained = explain(&names.join("\n"));
    let stages = ["application", "forms", "pre-audit", "rectification", "recertification"].join(",");
    for (name, answer) in names.iter().zip(&explained) {
        let (_, out) = piped(&["check", "--files-from", "-", "--format", "json", "--stage", &stages], name.as_bytes());
        let report: Report = serde_json::from_str(&out).expect("JSON");
        assert_eq!(report.files[0].item.as_deref(), answer["item"].as_str(), "{name}");
    }
}

#[test]
fn explain_tells_a_person_why_in_their_language() {
    let paths = ["16.维修记录单/IMG_1.jpg", "维修手册.pdf", "维修记录模板.docx", "~$a.docx", "zzzz.pdf"];
    let (exit, zh, _) = run(["explain", "--lang", "zh"].into_iter().chain(paths));
    assert_eq!(exit, 0);
    for part in ["16.维修记录单/IMG_1.jpg\n  计入 16 维修记录单：", "不计：「模板」", "临时文件", "没有哪一项要它"]
    {
        assert!(zh.contains(part), "lacking {part} in\n{zh}");
    }
    assert!(zh.ends_with("要看 dossier check，以它为准\n"), "{zh}");
    let (_, en, _) = run(["explain", "--lang", "en"].into_iter().chain(paths));
    for part in ["counts for 16 Repair records: ", "not counted: `模板`", "a lock file", "no item asks for it"] {
        assert!(en.contains(part), "lacking {part} in\n{en}");
    }
}

#[test]
fn a_list_of_paths_is_checked_by_names_alone() {
    let lines =
        "\u{feff}申报\\16.维修记录单\\维修记录1.pdf\r\n申报/16.维修记录单/维修记录2.pdf\n\n申报\\营业执照.pdf\n";
    let (exit, out) = piped(&["check", "--files-from", "-", "--format", "json"], lines.as_bytes());
    let report: Report = serde_json::from_str(&out).expect("JSON");
    assert_eq!((exit, report.files.len()), (1, 3));
    assert_eq!(report.item("repair-records").have, 2);
    assert_eq!(report.file("申报/16.维修记录单/维修记录1.pdf").item.as_deref(), Some("repair-records"));
    assert_eq!(report.not_evaluated, ["contents", "duplicates", "sizes"]);
    let scratch = Scratch::new().with("names.txt", lines);
    let from_file =
        run(["check", "--files-from", &scratch.path().join("names.txt").to_string_lossy(), "--format", "json"]);
    assert_eq!(from_file.1.lines().count(), out.lines().count());
    assert_eq!(piped(&["check", "--files-from", "-"], b"\n\n").0, 2, "a list of nothing is nothing to check");
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let names: String = (0..20_000).map(|n| format!("维修记录{n}.pdf\n")).collect();
    let scratch = Scratch::new().with("names.txt", &names);
    let list = scratch.path().join("names.txt");
    for args in [&["check", "--fail-on", "never", "--format", "json"][..], &["explain", "--format", "jsonl"]] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_dossier"))
            .args(args)
            .arg("--files-from")
            .arg(&list)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("runs");
        let mut start = [0; 10];
        child.stdout.take().expect("a pipe").read_exact(&mut start).expect("some output");
        let output = child.wait_with_output().expect("ends");
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn completions_and_the_manual_page_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (exit, out, _) = run(["completions", shell]);
        assert!(exit == 0 && out.contains("dossier") && out.contains("explain"), "{shell}: {exit}");
    }
    let (exit, man, _) = run(["man"]);
    assert!(exit == 0 && man.contains(".TH dossier") && man.contains("check") && man.contains("explain"), "{man}");
}

#[test]
fn help_tells_exit_codes_and_works_for_every_command() {
    let (exit, help, _) = run(["--help"]);
    assert!(exit == 0 && help.contains("Exit codes / 退出码"), "{help}");
    for command in ["check", "explain", "lint", "list", "show", "schema", "rule", "completions", "man"] {
        let (exit, out, _) = run([command, "--help"]);
        assert!(exit == 0 && out.contains(&format!("Usage: dossier {command}")) && help.contains(command), "{out}");
    }
}

#[test]
fn show_prints_every_item_with_its_number_in_both_languages() {
    let (_, out) = piped(&["check", "--files-from", "-", "--format", "json", "--stage", "application"], b"x.pdf");
    let due: Value = serde_json::from_str(&out).expect("JSON");
    for lang in ["zh", "en"] {
        let (exit, all, _) = run(["show", "--lang", lang]);
        let (_, application, _) = run(["show", "--stage", "application", "--lang", lang]);
        assert_eq!(exit, 0);
        let row = |text: &str, no: &str| text.lines().any(|line| line.starts_with(&format!("| {no} ")));
        for n in 0..=29 {
            assert!(row(&all, &n.to_string()) && row(&application, &n.to_string()), "{lang}: number {n}\n{all}");
        }
        for n in 1..=11 {
            let no = format!("P{n}");
            assert!(row(&all, &no) && !row(&application, &no), "{lang}: {no}\n{all}");
        }
        for item in due["items"].as_array().expect("items") {
            assert!(row(&all, item["no"].as_str().expect("a number")), "{lang}: {item}");
        }
    }
    assert!(run(["show", "--lang", "zh"]).1.contains("维修记录单") && run(["show"]).1.contains("Repair records"));
}

#[test]
fn list_names_every_built_in_list_and_rule_every_rule() {
    let (exit, lists, _) = run(["list", "--lang", "zh"]);
    // A line and its stages for each, and what the asterisk means.
    assert_eq!((exit, lists.lines().count()), (0, 2 * dossier::checklist::BUILT_IN.len() + 1));
    for part in ["gbt27922", "商品售后服务认证申报资料", "GB/T 27922-2011", "67"] {
        assert!(lists.contains(part), "{lists}");
    }
    let (exit, rules, _) = run(["rule"]);
    assert!(exit == 0 && rules.lines().count() >= 20, "{rules}");
    for rule in rules.lines().filter_map(|line| line.split_whitespace().next()) {
        let [zh, en] = ["zh", "en"].map(|lang| run(["rule", rule, "--lang", lang]));
        assert_eq!((zh.0, en.0), (0, 0), "{rule}");
        assert!(zh.1.starts_with(rule) && en.1.starts_with(rule) && zh.1 != en.1, "{rule}");
    }
}

#[cfg(unix)]
#[test]
fn reports_go_where_links_lead_and_into_what_is_no_file() {
    use std::os::unix::fs::FileTypeExt;
    let scratch = Scratch::new();
    scratch.add("d/营业执照.pdf", b"%PDF-");
    let path = |name: &str| scratch.path().join(name).display().to_string();
    std::os::unix::fs::symlink("real.json", path("link.json")).expect("a link");
    let check = |output: &str| run(["check", &path("d"), "--format", "json", "--output", output]).0;
    assert_eq!(check(&path("link.json")), 1);
    let is_link = |name: &str| std::fs::symlink_metadata(path(name)).expect("there").file_type().is_symlink();
    assert!(is_link("link.json") && !is_link("real.json"));
    let made = std::process::Command::new("mkfifo").arg(path("pipe")).status();
    if made.is_ok_and(|made| made.success()) {
        let pipe = path("pipe");
        let reader = std::thread::spawn(move || std::fs::read_to_string(pipe).expect("read"));
        assert_eq!(check(&path("pipe")), 1);
        assert!(reader.join().expect("read").contains("dossier-report/1"));
        assert!(std::fs::metadata(path("pipe")).expect("there").file_type().is_fifo());
    }
    let (exit, out, _) = run(["check", &path("d"), "--format", "json", "-o", "-"]);
    assert!(exit == 1 && out.contains("dossier-report/1"));
}

#[test]
fn two_reports_do_not_go_to_one_file() {
    let scratch = Scratch::new().with("营业执照.pdf", "a");
    let target = Scratch::new();
    let file = target.path().join("a.json").display().to_string();
    let (csv, json) = (format!("csv={file}"), format!("json={file}"));
    let (exit, _, err) =
        run(["check", scratch.path().to_str().expect("UTF-8"), "--report", &csv, "--report", &json, "--lang", "en"]);
    assert_eq!(exit, 2);
    assert!(err.contains("two reports go to"), "{err}");
    assert!(!target.path().join("a.json").exists());
}

#[test]
fn a_report_in_the_dossier_itself_is_warned_of() {
    let scratch = Scratch::new();
    scratch.add("d/营业执照.pdf", b"%PDF-");
    let dossier = scratch.path().join("d").display().to_string();
    let to = |name: &str| {
        let output = scratch.path().join(name).display().to_string();
        run(["check", &dossier, "--lang", "zh", "--output", &output]).2
    };
    assert!(!to("结果.txt").contains("注意"));
    assert!(to("d/结果.txt").contains("注意：报告写在资料夹里面"));
}

#[test]
fn explain_sees_a_file_that_is_there_as_its_dossier_does() {
    let scratch = Scratch::new().with("材料/16/IMG_1.jpg", "a photo");
    let answer = |path: &str| {
        let output = dossier().current_dir(scratch.path()).args(["explain", path, "--lang", "zh"]).output();
        String::from_utf8(output.expect("runs").stdout).expect("UTF-8")
    };
    assert!(answer("材料/16/IMG_1.jpg").contains("计入 16 "), "{}", answer("材料/16/IMG_1.jpg"));
    assert!(answer("16/IMG_1.jpg").contains("计入 16 "));
    let whole = scratch.path().join("材料/16/IMG_1.jpg").to_string_lossy().into_owned();
    assert!(answer(&whole).contains("计入 16 "), "{}", answer(&whole));
    // A folder with settings is the dossier, and its list is the one.
    scratch.add("物业/dossier.yaml", b"checklist: property\n");
    scratch.add("物业/物业服务合同.docx", b"x");
    let own = answer("物业/物业服务合同.docx");
    assert!(own.contains("计入 W6 ") && own.contains("清单：物业"), "{own}");
    assert!(answer("材料/16/IMG_2.jpg").contains("没有哪一项要它"), "what is not there is taken by its whole path");
}

#[test]
fn lists_of_paths_are_read_as_windows_writes_them() {
    let names = "16.维修记录单\\维修记录1.pdf\r\n16.维修记录单\\维修记录2.pdf\r\n";
    let (gbk, ..) = encoding_rs::GB18030.encode(names);
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(names.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for list in [names.as_bytes(), &gbk, &wide] {
        let (_, out) = piped(&["check", "--files-from", "-", "--format", "json"], list);
        let report: Report = serde_json::from_str(&out).expect("JSON");
        assert_eq!((report.item("repair-records").have, report.has("name-problem")), (2, false));
    }
    // As `find` writes it: the names themselves are GBK.
    let unix = names.replace("\r\n", "\n");
    let (_, out) = piped(&["check", "--files-from", "-", "--format", "json"], &encoding_rs::GB18030.encode(&unix).0);
    let report: Report = serde_json::from_str(&out).expect("JSON");
    assert_eq!((report.item("repair-records").have, report.has("name-problem")), (2, true));
}

#[test]
fn an_empty_variable_says_nothing_of_the_language() {
    let output = dossier().env("DOSSIER_LANG", "").arg("list").output().expect("runs");
    assert!(output.status.success() && !output.stdout.is_empty());
    assert_eq!(run(["list", "--lang", ""]).0, 0);
}

#[test]
fn where_a_folder_is_needed_an_archive_is_refused_in_plain_words() {
    let scratch = Scratch::new();
    scratch.add("a.zip", &common::zip(&[("dossier.yaml", b"mode: draft\n".to_vec())]));
    let path = scratch.path().join("a.zip").to_string_lossy().into_owned();
    for command in ["calendar", "score"] {
        let (exit, out, err) = run([command, &path, "--lang", "zh"]);
        assert!(exit == 2 && out.is_empty() && err.contains("是压缩包，这里要用文件夹"), "{command} {err}");
    }
}
