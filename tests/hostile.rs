//! Names and lists made to do harm: what leaves the program is harmless, and what is data is exact.
#![allow(clippy::expect_used)]

mod common;

use common::{Scratch, dossier, run};

const ESCAPE: &str = "\u{1b}[2J";

#[test]
fn colour_lets_no_escape_sequence_of_a_file_name_through() {
    let scratch = Scratch::new().with(&format!("{ESCAPE}维修记录.pdf"), "a").with(&format!("{ESCAPE}x.pdf"), "b");
    let folder = scratch.path().to_str().expect("UTF-8");
    for more in [&["-v"][..], &[], &["-q"]] {
        let (_, out, err) = run(["check", folder, "--color", "always"].iter().chain(more));
        assert!(out.contains("\u{1b}["), "coloured");
        assert!(!out.contains(ESCAPE) && !err.contains(ESCAPE), "{out}");
    }
}

#[test]
fn a_list_with_control_characters_in_its_texts_is_refused() {
    let scratch = Scratch::new().with("维修记录.pdf", "a").with(
        "list.yaml",
        "schema: 1\nid: a\ntitle: { zh: 甲, en: \"\\e[2JA\" }\nitems: [{ id: a, title: { zh: 甲, en: A }, match: { terms: [维修] } }]\n",
    );
    let list = scratch.path().join("list.yaml");
    let folder = scratch.path().to_str().expect("UTF-8");
    let (exit, out, err) = run(["check", folder, "--checklist", list.to_str().expect("UTF-8"), "--color", "always"]);
    assert_eq!(exit, 2);
    assert!(err.contains("`en` holds invisible control characters"), "{err}");
    assert!(!out.contains(ESCAPE) && !err.contains(ESCAPE));
}

#[test]
fn json_on_standard_output_and_in_a_file_are_the_same_bytes() {
    let scratch = Scratch::new().with("维修\u{7f}记录.pdf", "a");
    let folder = scratch.path().join(".");
    let target = Scratch::new();
    let report = target.path().join("report.json");
    let common = ["--format", "json", "--today", "2026-03-31"];
    let printed = dossier().arg("check").arg(&folder).args(common).output().expect("runs").stdout;
    dossier().arg("check").arg(&folder).args(common).arg("-o").arg(&report).output().expect("runs");
    let written = std::fs::read(report).expect("a report");
    assert_eq!(printed, written);
    assert!(String::from_utf8(written).expect("UTF-8").contains('\u{7f}'));
}

#[test]
fn a_line_to_settle_a_turned_name_is_yaml() {
    let scratch = Scratch::new().with("客户\u{202e}满意度调查表（4份）.pdf", "a");
    let (_, out, _) = run(["check", scratch.path().to_str().expect("UTF-8")]);
    let line = out.lines().find(|line| line.contains("item: satisfaction-surveys")).expect("a line to settle it");
    assert!(line.contains("\\u202e"), "{line}");
    scratch.add("dossier.yaml", format!("assign:\n{line}\n").as_bytes());
    let (_, report) = scratch.check(&[]);
    assert_eq!(report.item("satisfaction-surveys").state, "satisfied");
}

#[test]
fn files_beside_a_wrapping_folder_do_not_unwrap_it() {
    let wrapped = || Scratch::new().with("申报资料/0/IMG_1.jpg", "a").with("申报资料/16/IMG_2.jpg", "b");
    for stray in [".DS_Store", "readme.pdf", "__MACOSX/x", "dossier.yaml"] {
        let (_, report) = wrapped().with(stray, "# c").check(&[]);
        assert_eq!(report.item("business-licence").have, 1, "{stray}");
        assert_eq!(report.item("repair-records").have, 1, "{stray}");
    }
}

#[test]
fn explain_counts_no_unsealed_form_and_answers_every_line() {
    let output = dossier().args(["explain", "--files-from", "-", "--format", "jsonl"]).stdin("认证合同未盖章.pdf\n\n");
    let output = String::from_utf8(output.output().expect("runs").stdout).expect("UTF-8");
    let lines: Vec<serde_json::Value> = output.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0]["item"].is_null(), "{}", lines[0]);
    assert_eq!(lines[0]["candidates"][0]["item"], "certification-contract");
}

#[test]
fn a_mute_scan_marked_unsealed_is_certain_by_no_folder() {
    let output =
        dossier().args(["explain", "服务认证合同/IMG_1未盖章.jpg", "服务认证合同/IMG_1.jpg", "--format", "jsonl"]);
    let output = String::from_utf8(output.output().expect("runs").stdout).expect("UTF-8");
    let items: Vec<serde_json::Value> = output
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["item"].clone())
        .collect();
    assert!(items[0].is_null(), "{output}");
    assert_eq!(items[1], "certification-contract", "{output}");
}

#[cfg(unix)]
#[test]
fn a_settings_file_that_is_a_link_out_of_the_dossier_is_not_read() {
    let outside = Scratch::new().with("secret.yaml", "secret-word: 1\n");
    let scratch = Scratch::new().with("营业执照.pdf", "a");
    std::os::unix::fs::symlink(outside.path().join("secret.yaml"), scratch.path().join("dossier.yaml"))
        .expect("a link");
    let (_, out, err) = run(["check", scratch.path().to_str().expect("UTF-8")]);
    assert!(!out.contains("secret-word") && !err.contains("secret-word"), "{out}{err}");
    let (_, report) = scratch.check(&[]);
    assert_eq!(report.file("dossier.yaml").refused.as_deref(), Some("link-outside"));
}

#[test]
fn all_that_is_unclear_is_told_on_request() {
    let names: Vec<String> = (1..=9).map(|n| format!("{n}号合同.pdf")).collect();
    let scratch = names.iter().fold(Scratch::new(), |scratch, name| scratch.with(name, name));
    let folder = scratch.path().to_str().expect("UTF-8");
    let lines = |more: &[&str]| {
        let (_, out, _) = run(["check", folder].iter().chain(more));
        out.lines().filter(|line| line.contains("item: sales-contracts")).count()
    };
    assert_eq!((lines(&[]), lines(&["-v"])), (6, 9));
}
