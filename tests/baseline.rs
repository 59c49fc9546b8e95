//! Baselines: what is known fails no check, what is new or worse does, and the verdict stays what it is.

mod common;

use common::{Report, Scratch, document, run};

const LIST: &str = "\
schema: 1
id: small
title: { zh: 小清单, en: Small }
items:
  - { id: licence, no: \"1\", title: { zh: 营业执照, en: Licence }, match: { terms: [营业执照] } }
  - { id: repairs, no: \"2\", title: { zh: 维修记录, en: Repairs }, min: 4, match: { terms: [维修记录] } }
  - { id: survey, no: \"3\", title: { zh: 调查表, en: Survey }, match: { terms: [调查表] } }
";

/// A licence, three of four repair records, no survey; and a file for its baseline beside it.
struct Case {
    scratch: Scratch,
    beside: Scratch,
}

impl Case {
    fn new() -> Self {
        let scratch = Scratch::new().with("营业执照.pdf", "licence").with("dossier.yaml", "checklist: small.yaml\n");
        scratch.add("small.yaml", LIST.as_bytes());
        let case = Self { scratch, beside: Scratch::new() };
        (1..=3).for_each(|n| case.repair(n));
        case
    }

    fn repair(&self, n: u32) {
        let path = format!("维修记录{n}.pdf");
        self.scratch.add(&path, &document(&path, &format!("repair {n}")));
    }

    fn remove(&self, path: &str) {
        std::fs::remove_file(self.scratch.path().join(path)).expect("was there");
    }

    fn file(&self) -> String {
        self.beside.path().join("known.yaml").to_string_lossy().into_owned()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.file()).expect("a baseline")
    }

    fn check(&self, more: &[&str]) -> (i32, Report) {
        let today: &[&str] = if more.contains(&"--today") { &[] } else { &["--today", "2026-03-31"] };
        self.scratch.check(&[today, more].concat())
    }

    /// Writes the baseline of now.
    fn adopt(self) -> Self {
        let (exit, _) = self.check(&["--write-baseline", &self.file()]);
        assert_eq!(exit, 0, "{}", self.text());
        self
    }

    /// Checks with the baseline.
    fn gate(&self) -> (i32, Report) {
        self.check(&["--baseline", &self.file()])
    }
}

fn new_errors(report: &Report) -> Vec<&str> {
    let new = |f: &&common::Finding| f.severity == "error" && !f.known;
    report.findings.iter().filter(new).map(|finding| finding.rule.as_str()).collect()
}

#[test]
fn what_is_known_passes_and_stays_in_the_report() {
    let case = Case::new();
    assert_eq!(case.check(&[]).0, 1);
    let case = case.adopt();
    let (exit, report) = case.gate();
    assert_eq!((exit, report.verdict.as_str()), (0, "incomplete"), "the verdict stays honest");
    assert_eq!(report.item("repairs").state, "short");
    let known: Vec<&str> = report.findings.iter().filter(|f| f.known).map(|f| f.rule.as_str()).collect();
    assert!(known.contains(&"too-few") && known.contains(&"missing-material"), "{known:?}");
    assert!(!report.has("baseline-stale"));
    let args = ["check", &case.scratch.path().to_string_lossy(), "--baseline", &case.file(), "--lang", "zh"];
    let (_, text, _) = run(args);
    assert!(text.contains("[不足] 2 维修记录  3/4，还差 1 份（基线已知）"), "{text}");
    assert!(text.contains("；基线已知 2 个问题，新的错误 0 个、警告 0 个"), "{text}");
    assert_eq!(run([&args[..], &["--fail-on", "warning"]].concat()).0, 0, "warnings are known as well");
}

#[test]
fn reports_for_machines_do_not_fail_what_is_known() {
    let case = Case::new().adopt();
    case.remove("营业执照.pdf");
    let dir = case.scratch.path().to_string_lossy().into_owned();
    let report = |format| {
        let args = ["check", &dir, "--baseline", &case.file(), "--format", format, "--lang", "en"];
        let (exit, out, err) = run(args);
        assert_eq!(exit, 1, "{err}");
        out
    };
    let junit = report("junit");
    assert!(
        junit.contains("failures=\"1\"") && junit.contains("message=\"short: ") && junit.contains("(known)"),
        "{junit}"
    );
    let github = report("github");
    assert_eq!(github.lines().filter(|line| line.starts_with("::error ")).count(), 1, "{github}");
    let sarif: serde_json::Value = serde_json::from_str(&report("sarif")).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let open: Vec<&serde_json::Value> =
        results.iter().filter(|result| result["level"] == "error" && result.get("suppressions").is_none()).collect();
    assert_eq!(open.len(), 1, "{open:?}");
    let gitlab: serde_json::Value = serde_json::from_str(&report("gitlab")).expect("JSON");
    let major = gitlab.as_array().expect("issues").iter().filter(|issue| issue["severity"] == "major");
    assert_eq!(major.count(), 1);
}

#[test]
fn a_new_gap_fails() {
    let case = Case::new().adopt();
    case.remove("营业执照.pdf");
    let (exit, report) = case.gate();
    assert_eq!((exit, new_errors(&report)), (1, vec!["missing-material"]));
}

#[test]
fn a_known_gap_that_gets_worse_fails_and_one_that_gets_better_does_not() {
    let case = Case::new().adopt();
    case.remove("维修记录3.pdf");
    let (exit, report) = case.gate();
    assert_eq!((exit, new_errors(&report)), (1, vec!["too-few"]));
    assert!(!report.has("baseline-stale"), "it still occurs");
    (1..=2).for_each(|n| case.remove(&format!("维修记录{n}.pdf")));
    assert_eq!(new_errors(&case.gate().1), ["missing-material"], "nothing is worse than little");
    let case = case.adopt();
    case.repair(1);
    let (exit, report) = case.gate();
    assert_eq!((exit, report.item("repairs").state.as_str()), (0, "short"), "a missing item of which one came");
    // May be records, must be looked at: certain is one of four.
    for n in 2..=4 {
        case.scratch.add(&format!("资料{n}.pdf"), &document("a.pdf", &format!("paper {n}")));
    }
    let settings = "checklist: small.yaml\nassign:\n  - { path: 维修记录1.pdf, item: repairs, count: 2 }\n";
    case.scratch.add("dossier.yaml", settings.as_bytes());
    assert_eq!(case.gate().0, 0);
}

#[test]
fn what_is_new_or_worse_comes_first_and_is_marked() {
    let case = Case::new().adopt();
    case.remove("维修记录3.pdf");
    case.scratch.add("调查表.pdf", &document("a.pdf", "survey"));
    case.remove("营业执照.pdf");
    let dir = case.scratch.path().to_string_lossy().into_owned();
    let told = |format: &str, lang: &str| {
        run(["check", &dir, "--baseline", &case.file(), "--format", format, "--lang", lang]).1
    };
    let text = told("text", "zh");
    let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what}: {text}"));
    at("[缺少] 1 营业执照  0/1，还差 1 份（新）");
    at("[不足] 2 维修记录  2/4，还差 2 份（比基线时多，原来是 1）");
    let english = told("text", "en");
    assert!(english.contains("(new)") && english.contains("(more than the baseline's 1)"), "{english}");
    // What is known stands below what is new, though the list has it first.
    let case = Case::new();
    case.remove("营业执照.pdf");
    let case = case.adopt();
    case.remove("维修记录3.pdf");
    let dir = case.scratch.path().to_string_lossy().into_owned();
    let told = |format: &str| run(["check", &dir, "--baseline", &case.file(), "--format", format, "--lang", "zh"]).1;
    for format in ["text", "markdown", "html"] {
        let text = told(format);
        let news = text.find("新的问题（基线里没有，或比基线差）").expect("what the check fails for");
        let start = text.find("缺口 ").expect("gaps");
        assert!(news < start, "{format}");
        let gaps = &text[start..];
        let [first, second] = ["维修记录", "营业执照"].map(|name| gaps.find(name).expect("a gap"));
        assert!(first < second, "{format}: {gaps}");
    }
    let table = told("csv");
    let row = |id: &str| table.lines().find(|line| line.contains(id)).expect("a row").to_owned();
    assert!(row(",licence,").ends_with(",基线已知"), "{table}");
    assert!(table.trim_end().contains("比基线时多，原来是 1"), "{table}");
}

#[test]
fn what_else_changes_makes_nothing_new() {
    let case = Case::new();
    case.scratch.add("随便.pdf", &document("a.pdf", "something"));
    let settings = "checklist: small.yaml\nassign:\n  - { path: 没有.pdf, item: licence }\n";
    case.scratch.add("dossier.yaml", settings.as_bytes());
    let case = case.adopt();
    // Lines move, files join, the day passes.
    case.scratch.add("dossier.yaml", format!("# 说明\n\n{settings}").as_bytes());
    case.scratch.add("营业执照2.pdf", &document("a.pdf", "another licence"));
    let (exit, report) = case.check(&["--baseline", &case.file(), "--today", "2026-06-30", "--fail-on", "warning"]);
    let new: Vec<_> = report.findings.iter().filter(|f| f.severity == "warning" && !f.known).collect();
    assert_eq!(exit, 0, "{new:?}");
    let other = settings.replace("没有.pdf", "也没有.pdf");
    case.scratch.add("dossier.yaml", other.as_bytes());
    assert_eq!(case.check(&["--baseline", &case.file(), "--fail-on", "warning"]).0, 1, "another line fits no file");
}

#[test]
fn what_no_longer_occurs_is_told_and_fails_nothing() {
    let case = Case::new().adopt();
    case.scratch.add("调查表.pdf", &document("a.pdf", "survey"));
    let (exit, report) = case.gate();
    assert_eq!(exit, 0);
    let stale = report.findings.iter().find(|f| f.rule == "baseline-stale").expect("told");
    assert_eq!(stale.severity, "note");
    assert!(stale.message.zh.contains("1 条已经没有了（missing-material survey）"), "{}", stale.message.zh);
    assert!(stale.message.en.contains("renew it with --write-baseline"), "{}", stale.message.en);
    let (exit, _) = case.check(&["--baseline", &case.file(), "--write-baseline", &case.file()]);
    assert_eq!(exit, 0);
    assert!(!case.gate().1.has("baseline-stale") && !case.text().contains("survey"), "{}", case.text());
}

#[test]
fn renewing_is_judged_by_the_old_baseline() {
    let case = Case::new().adopt();
    case.remove("营业执照.pdf");
    let (exit, _) = case.check(&["--baseline", &case.file(), "--write-baseline", &case.file()]);
    assert_eq!(exit, 1, "who accepts a new gap is told so once");
    assert_eq!(case.gate().0, 0);
}

#[test]
fn what_is_waived_needs_no_baseline() {
    let case = Case::new();
    let settings = "checklist: small.yaml\nwaivers: [{ item: repairs, reason: 甲 }]\n";
    case.scratch.add("dossier.yaml", settings.as_bytes());
    let case = case.adopt();
    assert!(!case.text().contains("repairs"), "{}", case.text());
    case.scratch.add("dossier.yaml", b"checklist: small.yaml\n");
    assert_eq!(case.gate().0, 1, "the waiver has gone");
}

#[test]
fn the_file_is_sorted_readable_and_the_same_every_time() {
    let case = Case::new().adopt();
    let text = case.text();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("  - ")).collect();
    assert_eq!(
        rows,
        [
            "  - { item: repairs, rule: too-few, severity: error, by: 1 }",
            "  - { item: survey, rule: missing-material, severity: error, by: 1 }",
        ],
        "{text}"
    );
    assert!(text.contains("\nschema: dossier-baseline/1\nchecklist: small\n"), "{text}");
    for jobs in ["1", "4"] {
        case.check(&["--write-baseline", &case.file(), "--jobs", jobs]);
        assert_eq!(case.text(), text);
    }
    let (_, schema, _) = run(["schema", "baseline"]);
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let entry = serde_json::json!({ "item": "repairs", "rule": "too-few", "severity": "error", "by": 1 });
    let mut file = serde_json::json!({ "schema": "dossier-baseline/1", "checklist": "small", "findings": [entry] });
    assert!(validator.is_valid(&file));
    file["findings"][0]["line"] = 3.into();
    assert!(!validator.is_valid(&file));
}

#[test]
fn odd_names_survive_the_way_through_the_file() {
    let case = Case::new();
    for name in ["a\"b'{c}.pdf", "- #x: y.pdf", "坏\u{1b}[31m名\u{202e}字.pdf", "~维修,记录 [1].xyz", "维修记录 .pdf"]
    {
        case.scratch.add(name, b"");
    }
    let case = case.adopt();
    let (exit, report) = case.check(&["--baseline", &case.file(), "--fail-on", "warning"]);
    let new: Vec<_> = report.findings.iter().filter(|f| f.severity != "note" && !f.known).collect();
    assert_eq!(exit, 0, "{new:?}\n{}", case.text());
    assert!(!report.has("baseline-stale") && !case.text().contains('\u{1b}') && !case.text().contains('\u{202e}'));
    assert!(report.findings.iter().any(|f| f.known && f.path.is_some()), "files have findings: {}", case.text());
}

#[test]
fn a_bad_baseline_ends_with_2_and_says_where() {
    let case = Case::new().adopt();
    let good = case.text();
    let dir = case.scratch.path().to_string_lossy().into_owned();
    for (from, to, says) in [
        ("rule: too-few", "rule: to-few", "did you mean `too-few`"),
        ("severity: error", "severty: error", "unknown key `severty`"),
        ("dossier-baseline/1", "dossier-baseline/2", "unknown format of baselines `dossier-baseline/2`"),
        (
            "checklist: small",
            "checklist: gbt27922",
            "was made against the checklist `gbt27922`, this check uses `small`",
        ),
        ("by: 1", "by: -1", "`by` cannot be -1"),
        ("\nfindings:", "\nfindings: {", "known.yaml:"),
        ("schema: dossier-baseline/1", "", "`schema` is missing"),
    ] {
        assert!(good.contains(from), "{good}");
        case.beside.add("known.yaml", good.replacen(from, to, 1).as_bytes());
        let before = case.text();
        let (exit, out, err) =
            run(["check", &dir, "--baseline", &case.file(), "--write-baseline", &case.file(), "--lang", "en"]);
        assert_eq!((exit, out.as_str()), (2, ""), "{to}");
        assert!(err.contains(says), "{to}: {err}");
        assert_eq!(case.text(), before, "nothing is overwritten");
    }
    let missing = format!("{dir}/no-such.yaml");
    assert_eq!(run(["check", &dir, "--baseline", &missing]).0, 2);
    assert_eq!(run(["check", &dir, "--write-baseline", &format!("{dir}/nowhere/b.yaml")]).0, 2);
    let beside = case.beside.path().to_string_lossy().into_owned();
    let (exit, _, err) = run(["check", &dir, &beside, "--baseline", &missing, "--lang", "en"]);
    assert_eq!(exit, 2);
    assert!(err.contains("about one dossier"), "{err}");
}

#[test]
fn months_and_products_may_become_fewer_and_not_more() {
    use dossier::model::baseline::Entry;
    use dossier::model::finding::{RuleId, Severity};
    let entry = |what: &[&str]| Entry {
        item: Some("tax".into()),
        condition: None,
        path: None,
        rule: RuleId::MonthMissing,
        severity: Severity::Error,
        by: None,
        what: what.iter().map(|&month| month.to_owned()).collect(),
    };
    let known = entry(&["2026-01", "2026-02"]);
    assert!(known.covers(&entry(&["2026-01", "2026-02"])) && known.covers(&entry(&["2026-02"])));
    assert!(!known.covers(&entry(&["2026-02", "2026-03"])));
    let warning = Entry { severity: Severity::Warning, ..known.clone() };
    assert!(known.covers(&warning) && !warning.covers(&known), "graver than it was is new");
    let other = Entry { item: Some("wages".into()), ..known.clone() };
    assert!(!known.covers(&other) && !known.covers(&Entry { rule: RuleId::Unclear, ..known.clone() }));
}

#[test]
fn what_gave_way_to_something_worse_on_the_same_item_is_not_called_mended() {
    let copied = || {
        let case = Case::new();
        case.scratch.add("维修记录3 - 副本.pdf", &document("a.pdf", "repair 3"));
        case.adopt()
    };
    let case = copied();
    case.remove("维修记录3 - 副本.pdf");
    assert!(case.gate().1.has("baseline-stale"), "the copy was taken out");
    let case = copied();
    ["维修记录2.pdf", "维修记录3 - 副本.pdf"].iter().for_each(|path| case.remove(path));
    let (exit, report) = case.gate();
    assert_eq!((exit, report.has("baseline-stale")), (1, false), "one record fewer");
}
