//! The fixtures are the specification: every dossier gets the verdict its `expect.yaml` states.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{Report, check, run};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    about: BTreeMap<String, String>,
    #[serde(default)]
    args: Vec<String>,
    verdict: String,
    exit: i32,
    #[serde(default)]
    items: BTreeMap<String, Item>,
    #[serde(default)]
    refused: BTreeMap<String, String>,
    #[serde(default)]
    findings: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    also: Vec<Also>,
}

/// What another command says of the dossier.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Also {
    run: Vec<String>,
    exit: i32,
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    state: String,
    have: Option<u64>,
    need: Option<u64>,
}

fn fixtures() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let entries = std::fs::read_dir(root).expect("fixtures");
    let mut found: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.join("dossier").is_dir()).collect();
    found.sort();
    found
}

#[test]
fn every_fixture_gets_its_verdict() {
    let all = fixtures();
    assert!(all.len() >= 20);
    let mut wrong = Vec::new();
    for folder in all {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(folder.join("expect.yaml")).expect("expect.yaml");
        let expect: Expect = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(expect.about.len(), 2, "{name}: about in two languages");
        let (exit, report) = check(&folder.join("dossier"), &expect.args);
        compare(&name, &expect, exit, &report, &mut wrong);
        let dossier = folder.join("dossier").display().to_string();
        for also in &expect.also {
            let more = [dossier.as_str(), "--lang", "en", "--today", "2026-03-31"];
            let (exit, out, err) = run(also.run.iter().map(String::as_str).chain(more));
            let lacking: Vec<&String> = also.says.iter().filter(|part| !out.contains(*part)).collect();
            if exit != also.exit || !lacking.is_empty() {
                wrong.push(format!("{name}: {:?}: exit {exit}, lacking {lacking:?} in\n{out}{err}", also.run));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn compare(name: &str, expect: &Expect, exit: i32, report: &Report, wrong: &mut Vec<String>) {
    let mut want = |what: String, want: String, got: String| {
        if want != got {
            wrong.push(format!("{name}: {what}: expected {want}, got {got}"));
        }
    };
    want("exit".into(), expect.exit.to_string(), exit.to_string());
    want("verdict".into(), expect.verdict.clone(), report.verdict.clone());
    for (id, item) in &expect.items {
        let Some(got) = report.items.iter().find(|i| i.id == *id || i.no.as_deref() == Some(id)) else {
            want(id.clone(), item.state.clone(), "no such item".into());
            continue;
        };
        want(id.clone(), item.state.clone(), got.state.clone());
        for (what, expected, have) in [("have", item.have, got.have), ("need", item.need, got.need)] {
            if let Some(expected) = expected {
                want(format!("{id} {what}"), expected.to_string(), have.to_string());
            }
        }
    }
    for (path, rule) in &expect.refused {
        let got = report.files.iter().find(|file| file.path == *path).and_then(|file| file.refused.clone());
        want(format!("refusal of {path}"), rule.clone(), got.unwrap_or_else(|| "none".into()));
    }
    let rules = expect.findings.iter().map(|rule| (rule, "yes")).chain(expect.absent.iter().map(|rule| (rule, "no")));
    for (rule, expected) in rules {
        let occurs = report.findings.iter().any(|finding| finding.rule == *rule);
        want(format!("finding {rule}"), expected.into(), if occurs { "yes" } else { "no" }.into());
    }
}
