//! The formats that machines read, each held against its schema or read back by a reader of its own.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Report, Scratch, dossier};
use quick_xml::events::Event;
use serde_json::Value;

/// A dossier with gaps, one with a waiver, one whose evidence does not cover its products.
const DOSSIERS: [(&str, &[&str]); 4] =
    [("typical", &[]), ("waived", &["--stage", "rectification"]), ("scope-gap", &[]), ("contents-merged", &[])];

fn report(name: &str, format: &str, more: &[&str]) -> String {
    let folder = format!("fixtures/{name}/dossier");
    let args = ["check", &folder, "--ocr", "off", "--today", "2026-03-31", "--format", format];
    let output = dossier().args(args).args(more).output().expect("runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json(name: &str, format: &str, more: &[&str]) -> Value {
    let text = report(name, format, more);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"))
}

fn list<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    value.pointer(path).and_then(Value::as_array).unwrap_or_else(|| panic!("no list at {path}"))
}

fn text<'v>(value: &'v Value, path: &str) -> &'v str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {path} in {value}"))
}

#[test]
fn sarif_holds_against_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for (name, more) in DOSSIERS {
        for lang in ["zh", "en"] {
            let log = json(name, "sarif", &[more, &["--lang", lang]].concat());
            let wrong: Vec<String> =
                validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert!(wrong.is_empty(), "{name}: {wrong:?}");
        }
    }
    let mut broken = json("typical", "sarif", &[]);
    broken["runs"][0]["results"][0]["level"] = "grave".into();
    assert!(!validator.is_valid(&broken), "the schema refuses nothing");
}

#[test]
fn sarif_tells_every_finding_with_its_rule_place_and_fingerprint() {
    for (name, more) in DOSSIERS {
        let (log, plain) = (json(name, "sarif", more), json(name, "json", more));
        let (results, findings) = (list(&log, "/runs/0/results"), list(&plain, "/findings"));
        let rules = list(&log, "/runs/0/tool/driver/rules");
        assert_eq!(results.len(), findings.len(), "{name}");
        let mut fingerprints = BTreeSet::new();
        for (result, finding) in results.iter().zip(findings) {
            assert_eq!(result["ruleId"], finding["rule"]);
            assert_eq!(result["level"], finding["severity"]);
            let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
            assert_eq!(rules[index]["id"], finding["rule"]);
            let uri = text(result, "/locations/0/physicalLocation/artifactLocation/uri");
            assert!(uri.starts_with(if finding["path"].is_null() { "built-in/" } else { "fixtures/" }), "{uri}");
            assert!(
                fingerprints.insert(text(result, "/partialFingerprints/dossierFinding~1v1").to_owned()),
                "{result}"
            );
            assert_eq!(result["suppressions"].is_null(), finding["waived"].is_null());
        }
        for rule in rules {
            assert!(text(rule, "/help/markdown").len() > 100, "{rule}");
            assert!(results.iter().any(|result| result["ruleId"] == rule["id"]), "{rule} does not occur");
        }
    }
    let log = json("waived", "sarif", &["--stage", "rectification"]);
    let waived: Vec<&Value> = list(&log, "/runs/0/results").iter().filter(|r| !r["suppressions"].is_null()).collect();
    assert_eq!(waived.len(), 1);
    assert_eq!(text(waived[0], "/suppressions/0/kind"), "external");
    assert_eq!(text(waived[0], "/suppressions/0/justification"), "第二项整改周期较长，审核组同意延期");
}

#[test]
fn an_item_stands_on_its_line_of_the_list_that_writes_it() {
    let own = "schema: 1\nid: mine\ntitle: { zh: 甲, en: A }\nextends: gbt27922\nitems:\n  - id: extra\n    title: { zh: 乙, en: B }\n    stage: [application]\n    match: { terms: [没有这个] }\n";
    let scratch = Scratch::new().with("files/维修记录.pdf", "a");
    scratch.add("my list.yaml", own.as_bytes());
    let run = |format: &str| {
        let args = ["check", "files", "--checklist", "./my list.yaml", "--ocr", "off", "--format", format];
        let output = dossier().current_dir(scratch.path()).args(args).output().expect("runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let log: Value = serde_json::from_str(&run("sarif")).expect("JSON");
    let mut places = BTreeMap::new();
    for result in list(&log, "/runs/0/results").iter().filter(|result| result["ruleId"] == "missing-material") {
        let item = text(result, "/locations/0/logicalLocations/0/fullyQualifiedName");
        let file = text(result, "/locations/0/physicalLocation/artifactLocation/uri");
        let line = result.pointer("/locations/0/physicalLocation/region/startLine").and_then(Value::as_u64);
        places.insert(item.to_owned(), (file.to_owned(), line.expect("a line")));
    }
    assert_eq!(places["mine/extra"], ("my%20list.yaml".to_owned(), 6));
    let (file, line) = &places["mine/company-profile"];
    assert_eq!(file, "built-in/gbt27922.yaml");
    let yaml = std::fs::read_to_string("checklists/gbt27922.yaml").expect("the list");
    let at = yaml.lines().nth(usize::try_from(*line).expect("small") - 1).expect("a line");
    assert_eq!(at.trim(), "- id: company-profile");
    assert!(run("github").contains("::error file=my list.yaml,line=6,title=missing-material::"));
}

#[test]
fn fingerprints_outlive_counts_languages_and_moved_lines() {
    let prints = |settings: &str, records: u32, lang: &str| -> BTreeMap<String, String> {
        let scratch = Scratch::new();
        scratch.add("d/dossier.yaml", settings.as_bytes());
        for n in 0..records {
            let name = format!("d/维修记录{n}.pdf");
            scratch.add(&name, &common::document(&name, &name));
        }
        let args = ["check", "d", "--ocr", "off", "--format", "gitlab", "--lang", lang];
        let output = dossier().current_dir(scratch.path()).args(args).output().expect("runs");
        let issues: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
        let wanted = |issue: &&Value| issue["check_name"] == "too-few" || issue["check_name"] == "unused-assignment";
        let print = |issue: &Value| (text(issue, "/fingerprint").to_owned(), text(issue, "/check_name").to_owned());
        issues.iter().filter(wanted).map(print).collect()
    };
    let unused = "assign:\n  - { path: a.pdf, item: none }\n  - { path: b.pdf, item: none }\n";
    let first = prints(unused, 1, "zh");
    assert_eq!(first.len(), 3, "{first:?}");
    assert_eq!(first, prints(&format!("# moved\n\n{unused}"), 2, "en"));
    assert_ne!(first, prints("", 1, "zh"));
}

#[test]
fn gitlab_gets_its_documented_fields_and_no_fingerprint_twice() {
    for (name, more) in DOSSIERS {
        let (issues, plain) = (json(name, "gitlab", more), json(name, "json", more));
        let (issues, findings) = (list(&issues, ""), list(&plain, "/findings"));
        assert_eq!(issues.len(), findings.len());
        let mut fingerprints = BTreeSet::new();
        for (issue, finding) in issues.iter().zip(findings) {
            let keys: Vec<&str> = issue.as_object().expect("an object").keys().map(String::as_str).collect();
            assert_eq!(keys, ["check_name", "description", "fingerprint", "location", "severity"]);
            assert_eq!(issue["check_name"], finding["rule"]);
            let severity = match text(finding, "/severity") {
                _ if !finding["waived"].is_null() => "info",
                "error" => "major",
                "warning" => "minor",
                _ => "info",
            };
            assert_eq!(issue["severity"], severity);
            assert!(!text(issue, "/location/path").is_empty());
            assert!(issue.pointer("/location/lines/begin").and_then(Value::as_u64).is_some_and(|line| line >= 1));
            assert!(fingerprints.insert(text(issue, "/fingerprint").to_owned()), "{issue}");
        }
    }
}

/// What a test of a JUnit report says: its result (`success` if nothing), type and message.
type Case = (String, String, String);

/// Reads a JUnit report back: counts of the suite, and the tests by class.
fn junit(text: &str) -> (BTreeMap<String, u64>, BTreeMap<String, Case>) {
    let known = ["testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"];
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut counts, mut cases, mut class) = (BTreeMap::new(), BTreeMap::new(), String::new());
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}\n{text}"));
        let (Event::Start(tag) | Event::Empty(tag)) = event else {
            match event {
                Event::Eof => return (counts, cases),
                _ => continue,
            }
        };
        let name = tag.name().as_ref().to_owned();
        assert!(known.contains(&name.as_str()), "an element {name}");
        let attributes: BTreeMap<String, String> = tag
            .attributes()
            .map(|attribute| {
                let attribute = attribute.expect("an attribute");
                let value = quick_xml::escape::unescape(&attribute.value);
                let key = attribute.key.as_ref().to_owned();
                (key, value.expect("escaped").into_owned())
            })
            .collect();
        let get = |key: &str| attributes.get(key).cloned().unwrap_or_default();
        match name.as_str() {
            // What Jenkins' schema (junit-10.xsd) lets stand there.
            "testsuites" => {
                let allowed = ["name", "time", "tests", "failures", "disabled", "errors"];
                assert!(attributes.keys().all(|key| allowed.contains(&key.as_str())), "{attributes:?}");
                assert!(attributes.contains_key("tests") && attributes.contains_key("errors"), "{attributes:?}");
            }
            "testsuite" => {
                for key in ["tests", "failures", "errors", "skipped"] {
                    counts.insert(key.to_owned(), get(key).parse().expect("a number"));
                }
                assert!(!attributes.contains_key("timestamp"));
            }
            "testcase" => {
                class = get("classname");
                let twice = cases.insert(class.clone(), ("success".to_owned(), String::new(), String::new()));
                assert!(twice.is_none(), "{class} stands twice");
            }
            "failure" | "error" | "skipped" => {
                cases.insert(class.clone(), (name, get("type"), get("message")));
            }
            _ => {}
        }
    }
}

#[test]
fn junit_says_of_every_item_what_the_report_says() {
    for (name, more) in DOSSIERS {
        let (counts, cases) = junit(&report(name, "junit", more));
        let plain: Report = serde_json::from_str(&report(name, "json", more)).expect("a report");
        for item in &plain.items {
            let (result, kind, message) = &cases[&format!("gbt27922.{}", item.id)];
            let errors = plain.findings.iter().filter(|finding| {
                finding.item.as_ref() == Some(&item.id) && finding.severity == "error" && finding.waived.is_none()
            });
            let rules: BTreeSet<&str> = errors.map(|finding| finding.rule.as_str()).collect();
            let expected = match item.state.as_str() {
                _ if rules.iter().any(|rule| *rule != "unclear") => "failure",
                _ if !rules.is_empty() => "error",
                "satisfied" => "success",
                _ => "skipped",
            };
            assert_eq!(result, expected, "{name} {}: {message}", item.id);
            match expected {
                "failure" | "error" => assert!(rules.contains(kind.as_str()), "{kind}"),
                "skipped" => assert_eq!(kind, &item.state),
                _ => {}
            }
        }
        let count = |wanted: &str| cases.values().filter(|(result, ..)| result == wanted).count() as u64;
        assert_eq!(counts["tests"], cases.len() as u64);
        assert_eq!(
            (counts["failures"], counts["errors"], counts["skipped"]),
            (count("failure"), count("error"), count("skipped"))
        );
    }
    let (_, cases) = junit(&report("typical", "junit", &[]));
    assert_eq!(cases["gbt27922.repair-records"].1, "too-few");
    assert_eq!(cases.values().filter(|(result, ..)| result == "error").count(), 2);
    let (_, cases) = junit(&report("waived", "junit", &["--stage", "rectification"]));
    let (result, kind, message) = &cases["gbt27922.correction-report"];
    assert_eq!((result.as_str(), kind.as_str()), ("skipped", "waived"));
    assert!(message.contains("审核组同意延期"), "{message}");
}

#[test]
fn an_error_about_no_item_is_a_test_of_its_own() {
    let scratch = Scratch::new().with("营业执照.pdf", "a");
    let run = |yaml: &str| {
        scratch.add("dossier.yaml", yaml.as_bytes());
        let folder = scratch.path().to_str().expect("UTF-8");
        junit(&common::run(["check", folder, "--ocr", "off", "--format", "junit"]).1).1
    };
    let cases = run("facts: { recent_major_problems: true }\n");
    assert_eq!(cases["gbt27922.not-eligible"].0, "failure");
    let waived = "facts: { recent_major_problems: true }\nwaivers: [{ rule: not-eligible, reason: 已整改 }]\n";
    assert_eq!(run(waived)["gbt27922.not-eligible"].0, "skipped");
    assert!(!run("facts: { recent_major_problems: false }\n").contains_key("gbt27922.not-eligible"));
}

#[test]
fn a_draft_without_an_error_has_no_failing_test() {
    let (_, cases) = junit(&report("draft", "junit", &[]));
    let results: BTreeSet<&str> = cases.values().map(|(result, ..)| result.as_str()).collect();
    assert!(results.is_subset(&BTreeSet::from(["success", "skipped"])), "{results:?}");
    assert!(cases.values().any(|(_, kind, _)| kind == "missing"));
}

#[test]
fn github_gets_a_command_for_each_finding_and_a_count() {
    for (name, more) in DOSSIERS {
        let (commands, plain) = (report(name, "github", more), json(name, "json", more));
        let lines: Vec<&str> = commands.lines().collect();
        let findings = list(&plain, "/findings");
        assert_eq!(lines.len(), findings.len() + 1);
        for (line, finding) in lines.iter().zip(findings) {
            let command = match text(finding, "/severity") {
                "note" => "notice",
                _ if !finding["waived"].is_null() => "notice",
                severity => severity,
            };
            assert!(line.starts_with(&format!("::{command} file=")), "{line}");
            assert!(line.contains(&format!(",title={}::", text(finding, "/rule"))), "{line}");
        }
        let errors = plain["totals"]["errors"].as_u64().expect("a number");
        let last = lines.last().expect("a line");
        assert!(last.starts_with("::notice title=dossier::") && last.contains(&format!("{errors} errors")), "{last}");
    }
}

#[test]
fn csv_has_a_row_for_each_item_and_opens_in_excel() {
    let table = report("typical", "csv", &["--lang", "en"]);
    assert!(table.starts_with("\u{feff}no,id,title,state,"), "no byte order mark");
    assert!(table.contains("\r\n"));
    let plain: Report = serde_json::from_str(&report("typical", "json", &[])).expect("a report");
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), plain.items.len());
    for (row, item) in rows.iter().zip(&plain.items) {
        assert_eq!((&row[1], &row[3]), (item.id.as_str(), item.state.as_str()));
        let numbers: Vec<u64> = (5..8).map(|column| row[column].parse().expect("a number")).collect();
        assert_eq!(numbers, [item.need, item.have, item.possible]);
        let paths: Vec<&str> = item.evidence.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(&row[8], paths.join("\n"));
    }
    let repair = rows.iter().find(|row| &row[1] == "repair-records").expect("the row");
    assert!(repair[10].contains("维修管理制度.docx -- is by its name"), "{}", &repair[10]);
    let zh = report("typical", "csv", &["--lang", "zh"]);
    assert!(zh.contains(",满足,是,") && zh.contains(",不足,是,"), "{zh}");
}

#[test]
fn what_lies_in_an_archive_has_the_archives_place() {
    let scratch = Scratch::new();
    let members = [
        ("16.维修记录单/维修记录1.pdf", common::document("a.pdf", "one")),
        ("16.维修记录单/维修记录1 - 副本.pdf", common::document("a.pdf", "one")),
    ];
    std::fs::create_dir(scratch.path().join("户")).expect("a folder");
    scratch.add("户/pack.zip", &common::zip(&members));
    let run = |format: &str| {
        let output = dossier()
            .current_dir(scratch.path())
            .args(["check", "户/pack.zip", "--ocr", "off", "--format", format])
            .output();
        String::from_utf8(output.expect("runs").stdout).expect("UTF-8")
    };
    let copy = "户/pack.zip/16.维修记录单/维修记录1 - 副本.pdf";
    assert!(run("github").contains(&format!("file={copy}")), "{}", run("github"));
    let gitlab: Value = serde_json::from_str(&run("gitlab")).expect("JSON");
    assert!(list(&gitlab, "").iter().any(|issue| issue["location"]["path"] == copy), "{gitlab}");
}
