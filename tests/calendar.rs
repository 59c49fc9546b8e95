//! `dossier calendar`: from the day of issue to the days of surveillance, renewal and expiry.

mod common;

use common::{Scratch, run};

/// Unfolds an iCalendar stream into content lines, holding it to the grammar of RFC 5545, 3.1.
fn lines(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "CRLF alone ends a line");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "75 octets at most");
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<String> = unfolded.split_terminator("\r\n").map(str::to_owned).collect();
    for line in &lines {
        let (name, _) = line.split_once(':').expect("a name and a value");
        let name = name.split(';').next().unwrap_or_default();
        assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '-'), "{line}");
    }
    lines
}

#[test]
fn the_days_are_told_and_those_that_passed_marked() {
    let args = ["calendar", "--issued", "2025-05-10", "--today", "2026-06-01", "--lang", "zh"];
    let (exit, out, err) = run(args);
    assert_eq!((exit, err.as_str()), (0, ""));
    let days: Vec<&str> = out.lines().filter(|line| line.starts_with("20")).collect();
    assert_eq!(
        days,
        [
            "2025-05-10  发证  已过",
            "2026-05-10  第 1 次监督审核，最迟这一天  已过",
            "2027-05-10  第 2 次监督审核，最迟这一天  还有 343 天",
            "2028-02-09  申请再认证，最迟这一天  还有 618 天",
            "2028-05-09  证书有效期的最后一天  还有 708 天",
        ]
    );
    assert!(out.contains("推算"), "{out}");
}

#[test]
fn dossier_yaml_gives_the_days_and_the_command_line_goes_before_it() {
    let settings = "applicant: 远航示例设备有限公司\ncertificate: { issued: 2025-05-10, until: 2028-05-31 }\n";
    let scratch = Scratch::new().with("dossier.yaml", settings);
    let json = |more: &[&str]| -> serde_json::Value {
        let dir = scratch.path().to_str().expect("UTF-8");
        let args = ["calendar", dir, "--today", "2026-06-01", "--format", "json"];
        let (exit, out, err) = run(args.iter().chain(more));
        assert_eq!(exit, 0, "{err}");
        serde_json::from_str(&out).expect("JSON")
    };
    let stated = json(&[]);
    assert_eq!(stated["until"], "2028-05-31");
    assert_eq!(stated["until_stated"], true);
    assert_eq!(stated["applicant"], "远航示例设备有限公司");
    assert_eq!(stated["events"][3]["day"], "2028-02-29");
    assert_eq!(stated["events"][1]["passed"], true);
    let other = json(&["--issued", "2026-01-31"]);
    assert_eq!((&other["until"], &other["until_stated"]), (&"2029-01-30".into(), &false.into()));
    assert_eq!(other["events"][1]["day"], "2027-01-31");
}

#[test]
fn the_calendar_file_keeps_to_the_format_and_to_its_bytes() {
    let scratch = Scratch::new().with("dossier.yaml", "applicant: '远航; 示例, 设备\\有限公司'\n");
    let dir = scratch.path().to_str().expect("UTF-8");
    let ics = |today: &str, issued: &str| {
        let (exit, out, err) =
            run(["calendar", dir, "--issued", issued, "--format", "ics", "--today", today, "--lang", "zh"]);
        assert_eq!(exit, 0, "{err}");
        out
    };
    let text = ics("2026-06-01", "2025-05-10");
    assert_eq!(text, ics("2027-01-01", "2025-05-10"), "today leaves no trace");
    let lines = lines(&text);
    assert_eq!(lines.first().map(String::as_str), Some("BEGIN:VCALENDAR"));
    let mut open: Vec<&str> = Vec::new();
    for line in &lines {
        if let Some(name) = line.strip_prefix("BEGIN:") {
            open.push(name);
        } else if let Some(name) = line.strip_prefix("END:") {
            assert_eq!(open.pop(), Some(name));
        }
    }
    assert!(open.is_empty());
    let with = |name: &str| lines.iter().filter(|line| line.starts_with(name)).cloned().collect::<Vec<_>>();
    let starts =
        ["20250510", "20260510", "20270510", "20280209", "20280509"].map(|day| format!("DTSTART;VALUE=DATE:{day}"));
    assert_eq!(with("DTSTART"), starts);
    assert_eq!(with("DTSTAMP"), vec!["DTSTAMP:20250510T000000Z"; 5]);
    assert_eq!(with("BEGIN:VALARM").len(), 4);
    let mut ids = with("UID:");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5, "each event has a name of its own");
    let other = ics("2026-06-01", "2025-05-11");
    assert!(ids.iter().all(|id| !other.contains(id.as_str())), "and so has each certificate");
    assert!(
        with("SUMMARY:")[0].starts_with("SUMMARY:远航\\; 示例\\, 设备\\\\有限公司: 发证"),
        "{:?}",
        with("SUMMARY:")
    );
}

#[test]
fn a_file_is_written_whole() {
    let scratch = Scratch::new();
    let path = scratch.path().join("a.ics");
    let target = path.to_str().expect("UTF-8");
    let (exit, out, _) = run(["calendar", "--issued", "2025-05-10", "--format", "ics", "--output", target]);
    assert_eq!((exit, out.as_str()), (0, ""));
    lines(&std::fs::read_to_string(path).expect("a file"));
}

#[test]
fn what_is_wrong_is_told() {
    let scratch = Scratch::new();
    let dir = scratch.path().to_str().expect("UTF-8");
    for (args, says) in [
        (vec!["calendar", dir], "--issued"),
        (vec!["calendar", dir, "--issued", "2025年5月"], "is no date"),
        (vec!["calendar", dir, "--issued", "2025-05-10", "--until", "2024-05-09"], "cannot end before"),
        (vec!["calendar", dir, "--issued", "9998-05-10"], "no calendar follows"),
    ] {
        let (exit, out, err) = run(args.iter().chain(&["--lang", "en"]));
        assert_eq!((exit, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(says), "{args:?}: {err}");
    }
    scratch.add("dossier.yaml", b"certificate: { issued: 2025-05-10, until: 2025-05-09 }\n");
    let (exit, _, err) = run(["calendar", dir, "--lang", "en"]);
    assert_eq!(exit, 2);
    assert!(err.contains("before it is issued"), "{err}");
}
