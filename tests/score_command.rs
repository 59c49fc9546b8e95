//! `dossier score` from outside: what it says, its exit codes, and mistakes in a score sheet.

mod common;

use common::{Scratch, dossier};
use serde_json::Value;

/// Runs `dossier score` in a folder; exit code, standard output, standard error.
fn run(scratch: &Scratch, args: &[&str]) -> (i32, String, String) {
    let output = dossier().current_dir(scratch.path()).arg("score").args(args).output().expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

/// Scores a sheet by itself.
fn alone(sheet: &str, args: &[&str]) -> (i32, String, String) {
    let scratch = Scratch::new();
    scratch.add("score.yaml", sheet.as_bytes());
    run(&scratch, &[&["score.yaml", "--no-dossier"], args].concat())
}

fn json(out: &str) -> Value {
    serde_json::from_str(out).unwrap_or_else(|error| panic!("{error}\n{out}"))
}

const FOUR_STARS: &str = "classes: { \"5.1\": 36, 5.2: 33.5, \"5.3\": 23 }\n";

#[test]
fn a_complete_sheet_has_a_score_on_both_scales_a_level_and_a_way_to_the_next() {
    let (exit, zh, _) = alone(FOUR_STARS, &["--lang", "zh"]);
    assert_eq!(exit, 0);
    for part in [
        "这是自评，不是对评审结果的预测",
        "得分：92.5 分（1000 分制为 925 分）。实得 92.5 分，涉及的指标满分 100 分",
        "结论：合格",
        "等级：四星级",
        "到五星级还差 2.5 分（1000 分制为 25 分）",
        "5.1 售后服务体系：丢 4 分",
        "5.2.1* 商品信息",
    ] {
        assert!(zh.contains(part), "lacking {part} in\n{zh}");
    }
    let (exit, en, _) = alone(FOUR_STARS, &["--lang", "en"]);
    assert_eq!(exit, 0);
    for part in ["score: 92.5 (925 of 1000); 92.5 points got, of 100 that apply", "level: Four stars", "no prediction"]
    {
        assert!(en.contains(part), "lacking {part} in\n{en}");
    }
    assert!(!en.contains("Sources do not agree"), "four and five stars have one name each\n{en}");
}

#[test]
fn the_names_of_the_lowest_level_are_all_given() {
    let (exit, zh, _) = alone("classes: { \"5.1\": 30, \"5.2\": 25, \"5.3\": 15 }", &["--lang", "zh"]);
    assert_eq!(exit, 0);
    assert!(zh.contains("等级：达标级／二星级／达标单位") && zh.contains("各处说法不一"), "{zh}");
    // Where the level is only the next one, it is said as well.
    let (exit, zh, _) = alone("classes: { \"5.1\": 30, \"5.2\": 25, \"5.3\": 14.99 }", &["--lang", "zh"]);
    assert!(exit == 1 && zh.contains("结论：不合格（不到 70 分）") && zh.contains("各处说法不一"), "{zh}");
    assert!(zh.contains("还差 0.01 分（1000 分制为 0.1 分）") && !zh.contains("等级："), "{zh}");
}

#[test]
fn just_below_a_level_is_never_printed_as_the_level() {
    let (_, out, _) = alone("classes: { \"5.1\": 36, \"5.2\": 34.96, \"5.3\": 24 }", &["--lang", "en"]);
    assert!(out.contains("score: 94.96 (949.6 of 1000)") && out.contains("level: Four stars"), "{out}");
    let (_, out, _) = alone(
        "classes: { \"5.1\": 37.4, \"5.2\": 32, \"5.3\": 22.73 }\nexcluded: [{ id: 5.2.6, of: 3, reason: none }]",
        &["--format", "json"],
    );
    // 92.13 / 97 = 94.979…
    let report = json(&out);
    assert_eq!(report["scores"][0]["low"], 94.97);
    assert_eq!(report["scores"][1]["low"], 949.79);
    assert_eq!(report["level"]["at"], 90.0);
}

#[test]
fn what_is_not_assessed_is_named_and_no_level_is_given() {
    let sheet = "classes: { \"5.1\": 36, \"5.3\": 24 }\nindicators: [{ id: 5.2.1, points: 6, of: 6 }]\n";
    let (exit, out, _) = alone(sheet, &["--lang", "en"]);
    assert_eq!(exit, 1);
    for part in
        ["verdict: undecided", "level: not certain; from fail to Five stars", "Not assessed (29 points)", "    5.2.6 "]
    {
        assert!(out.contains(part), "lacking {part} in\n{out}");
    }
    assert!(!out.contains("points more for"), "no way to a next level\n{out}");
    let report = json(&alone(sheet, &["--format", "json"]).1);
    assert_eq!((&report["level"], &report["complete"], &report["next"]), (&Value::Null, &false.into(), &Value::Null));
    assert_eq!(report["level_range"][1]["at"], 95.0);
}

#[test]
fn five_special_deductions_fail_and_each_is_to_be_corrected() {
    let lines = "special-deductions:\n".to_owned() + &"  - { what: 没有保修卡, clause: 5.1.4.2 }\n".repeat(5);
    let full = "classes: { \"5.1\": 40, \"5.2\": 35, \"5.3\": 25 }\n";
    let (exit, zh, _) = alone(&format!("{full}{lines}"), &["--lang", "zh"]);
    assert_eq!(exit, 1);
    for part in ["结论：不合格（特别扣分项 5 个，达到 5 个就不合格）", "每一项都须整改", "没有保修卡（5.1.4.2）"]
    {
        assert!(zh.contains(part), "lacking {part} in\n{zh}");
    }
    let four = lines.rsplit_once("  - ").expect("lines").0;
    assert_eq!(alone(&format!("{full}{four}"), &[]).0, 0);
}

/// A dossier with an outlet list (5.1.1, enough) and two of four complaint records (5.3.2, short).
fn evidence(sheet: &str) -> Scratch {
    let scratch = Scratch::new()
        .with("d/售后服务网点清单.xlsx", "outlets")
        .with("d/客户投诉记录1.pdf", "one")
        .with("d/客户投诉记录2.pdf", "two");
    scratch.add("d/score.yaml", sheet.as_bytes());
    scratch
}

const INDICATORS: &str = "\
classes: { \"5.1\": 36, \"5.2\": 33 }
indicators:
  - { id: 5.3.1, points: 12, of: 13 }
  - { id: 5.3.2, points: 12, of: 12 }
";

#[test]
fn each_indicator_is_shown_with_its_evidence_and_full_points_without_it_are_remarked() {
    let scratch = evidence(INDICATORS);
    let fixed = ["--today", "2026-03-31", "--ocr", "off"];
    let (exit, zh, err) = run(&scratch, &[&["d", "--lang", "zh"], &fixed[..]].concat());
    assert_eq!(exit, 0, "{err}");
    for part in [
        "[满足] 26 售后服务网点清单  1/1",
        "[不足] 23 客户投诉记录  2/4",
        "5.3.2 投诉处理 打了满分，材料却缺少或不足：23 客户投诉记录",
        "清单没有能支持「5.2.6 废弃商品回收」的材料",
        "[缺少] 27 ",
        "提醒 (1)",
    ] {
        assert!(zh.contains(part), "lacking {part} in\n{zh}");
    }
    let (exit, out, _) = run(&scratch, &[&["--dossier", "d", "--format", "json"], &fixed[..]].concat());
    assert_eq!(exit, 0);
    let report = json(&out);
    let indicator = |class: usize, at: usize| &report["classes"][class]["indicators"][at];
    assert_eq!(report["dossier"]["verdict"], "incomplete");
    assert_eq!(indicator(2, 1)["full_without_evidence"], true);
    assert_eq!(indicator(2, 0)["full_without_evidence"], false, "not full");
    assert_eq!(indicator(0, 0)["full_without_evidence"], false, "5.1 is not full");
    assert_eq!(indicator(2, 1)["items"][0]["id"], "complaint-records");
    assert_eq!(indicator(2, 1)["items"][0]["inferred"], true);
    let staff = indicator(0, 1)["items"].as_array().expect("items");
    assert!(staff.iter().any(|item| item["no"] == "27" && item["inferred"] == false), "clause 5.1.2.2 is stated");
    assert_eq!(indicator(1, 5)["unsupported"][0]["id"], "5.2.6");
    assert!(indicator(1, 5)["items"].as_array().expect("items").is_empty());
    assert_eq!(out, run(&scratch, &[&["--dossier", "d", "--format", "json"], &fixed[..]].concat()).1, "the same bytes");
}

#[test]
fn a_class_with_full_points_is_full_in_each_indicator() {
    let scratch = evidence("classes: { \"5.1\": 30, \"5.2\": 30, \"5.3\": 25 }");
    let report = json(&run(&scratch, &["d/score.yaml", "--format", "json", "--names-only"]).1);
    let full: Vec<bool> = report["classes"]
        .as_array()
        .expect("classes")
        .iter()
        .flat_map(|class| class["indicators"].as_array().expect("indicators"))
        .map(|indicator| indicator["full_without_evidence"] == true)
        .collect();
    assert_eq!(full, [vec![false; 13], vec![true, true]].concat());
}

#[test]
fn the_sheet_is_no_material_of_the_dossier() {
    let scratch = evidence(INDICATORS);
    scratch.add("d/deeper/score.yaml", b"classes:");
    let (_, report) = common::check(&scratch.path().join("d"), &["--names-only".to_owned()]);
    assert!(report.file("score.yaml").refused.is_none());
    let (_, out, _) =
        common::run(["check", &scratch.path().join("d").to_string_lossy(), "--names-only", "--lang", "en"]);
    let left = out.split("Files not used").nth(1).unwrap_or_default();
    assert!(!left.contains("\n  score.yaml") && left.contains("deeper/score.yaml"), "{out}");
}

#[test]
fn the_template_is_a_valid_sheet_in_which_nothing_is_assessed() {
    for lang in ["zh", "en"] {
        let scratch = Scratch::new();
        let (exit, form, _) = run(&scratch, &["--template", "--lang", lang]);
        assert_eq!(exit, 0);
        assert_eq!(run(&scratch, &["--template", "--lang", lang, "-o", "score.yaml"]).0, 0);
        let (exit, out, err) = run(&scratch, &["--no-dossier", "--format", "json"]);
        assert_eq!((exit, err.as_str()), (1, ""));
        assert_eq!((&json(&out)["not_assessed"], &json(&out)["verdict"]), (&100.0.into(), &"undecided".into()));
        // Filled in: the marks taken off, points put in.
        let filled = form.replace("\"5.1\":  ", "\"5.1\": 40").replace("\"5.2\":  ", "\"5.2\": 35");
        let filled = filled
            .replace("#  - { id: \"5.3.1\", points: , of: }", "  - { id: \"5.3.1\", points: 10, of: 12 }")
            .replace("#  - { id: \"5.3.2\", points: , of: }", "  - { id: \"5.3.2\", points: 13, of: 13 }")
            .replace("#  what:", "  what:")
            .replace("#  - { what:", "  - { what:");
        let report = json(&alone(&filled, &["--format", "json"]).1);
        assert_eq!((&report["got"], &report["verdict"]), (&98.0.into(), &"pass".into()), "{filled}");
        assert_eq!(report["special"]["deductions"].as_array().map(Vec::len), Some(1));
        assert_eq!(report["special"]["bonus"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn sheets_and_reports_validate_against_their_schemas() {
    let schema = |name: &str| {
        let printed = json(&common::run(["schema", name]).1);
        jsonschema::validator_for(&printed).expect("a schema")
    };
    let (sheets, reports) = (schema("score"), schema("score-report"));
    let template = common::run(["score", "--template"]).1;
    for text in [FOUR_STARS, INDICATORS, &template] {
        let sheet: Value = serde_yaml::from_str(text).expect("YAML");
        let errors: Vec<String> = sheets.iter_errors(&sheet).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{text}");
        let report = json(&run(&evidence(text), &["d", "--names-only", "--format", "json"]).1);
        let errors: Vec<String> = reports.iter_errors(&report).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    assert!(!sheets.is_valid(&serde_json::json!({ "classs": {} })), "the schema takes any key");
    assert!(!sheets.is_valid(&serde_json::json!({ "indicators": [{ "id": "5.1.1", "points": 4 }] })));
}

#[test]
fn another_list_has_another_scheme_or_none_and_extends_inherits_it() {
    let none = "schema: 1\nid: plain\ntitle: { zh: 甲, en: A }\nitems: [{ id: a, title: { zh: 甲, en: A }, match: { terms: [甲甲] } }]\n";
    let own = format!(
        "{none}scoring:\n  scales: [10]\n  classes: [{{ id: a, title: {{ zh: 甲, en: A }}, points: 4 }}]\n  levels: [{{ at: 6, names: [{{ title: {{ zh: 好, en: Good }} }}] }}]\n"
    );
    let child = "schema: 1\nid: child\nextends: gbt27922\nscoring: { special-points: apart }\n";
    let without = "schema: 1\nid: bare\nextends: gbt27922\nscoring:\n";
    let scratch = Scratch::new();
    for (name, text) in [("none.yaml", none), ("own.yaml", &own), ("child.yaml", child), ("without.yaml", without)] {
        scratch.add(name, text.as_bytes());
    }
    for list in ["none.yaml", "without.yaml"] {
        for more in ["--template", "--no-dossier"] {
            let (exit, out, err) = run(&scratch, &["--checklist", list, more, "--lang", "en"]);
            assert!((exit, out.as_str()) == (2, "") && err.contains("does not say how to score"), "{list}: {err}");
        }
    }
    scratch.add("score.yaml", b"classes: { a: 3 }");
    let (exit, out, err) = run(&scratch, &["--checklist", "own.yaml", "--no-dossier", "--lang", "en"]);
    assert!(exit == 0 && out.contains("score: 7.5; 3 points got, of 4") && out.contains("level: Good"), "{out}{err}");
    // 95 points and a deduction: with `apart` the level is certain.
    let sheet = "classes: { \"5.1\": 35, \"5.2\": 35, \"5.3\": 25 }\nspecial-deductions: [{ what: x }]\n";
    scratch.add("score.yaml", sheet.as_bytes());
    let level = |list: &str| {
        json(&run(&scratch, &["--checklist", list, "--no-dossier", "--format", "json"]).1)["level"].clone()
    };
    assert_eq!((level("gbt27922"), level("child.yaml")["at"].clone()), (Value::Null, 95.0.into()));
}

#[test]
fn what_cannot_be_scored_ends_with_2() {
    let scratch = Scratch::new();
    let (exit, out, err) = run(&scratch, &["--lang", "en"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("there is no score sheet `score.yaml`"), "{err}");
    let (exit, _, err) = run(&scratch, &["--no-dossier", "--lang", "zh"]);
    assert!(exit == 2 && err.contains("没有打分表「score.yaml」") && err.contains("--template"), "{err}");
    scratch.add("score.yaml", &[0xb7, 0xd6]);
    let (exit, _, err) = run(&scratch, &["--no-dossier", "--lang", "en"]);
    assert!(exit == 2 && err.contains("is not UTF-8"), "{err}");
    scratch.add("score.yaml", b"");
    assert_eq!(run(&scratch, &["--dossier", "nowhere"]).0, 2);
    assert_eq!(run(&scratch, &["--no-dossier", "--dossier", "."]).0, 2);
}

/// A sheet, the place of its mistake, what is said in English and in Chinese.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("clases: {}", "1:1", "did you mean `classes`?", "是不是「classes」？"),
    ("- a", "1:1", "a score sheet should be a mapping", "打分表应为一组 键: 值"),
    ("classes: [36]", "1:10", "`classes` should be a mapping", "「classes」应为一组 键: 值"),
    ("classes: { \"5.4\": 3 }", "1:12", "did you mean `5.1`?", "「classes」没有「5.4」这个值"),
    (
        "classes: { \"5.1\": 41 }",
        "1:19",
        "`5.1` got 41 points, more than the 40",
        "「5.1」得 41 分，超过涉及项的满分 40",
    ),
    ("classes: { \"5.1\": -1 }", "1:19", "from 0 to 100000", "0 到 100000"),
    ("classes: { \"5.1\": 3.125 }", "1:19", "at most two decimals", "最多两位小数"),
    ("classes: { \"5.1\": many }", "1:19", "should be a number", "应为数字"),
    ("classes: { \"5.1\": 3, \"5.1\": 4 }", "1:22", "the key `5.1` stands twice", "键「5.1」重复"),
    ("classes: { \"5.1\": 1e9 }", "1:19", "from 0 to 100000", "0 到 100000"),
    ("indicators: [{ id: 5.1.9, points: 1, of: 2 }]", "1:20", "`indicators` knows no `5.1.9`", "没有「5.1.9」这个值"),
    ("indicators: [{ id: 5.1.1, points: 3, of: 2 }]", "1:35", "`5.1.1` got 3 points, more than 2", "「5.1.1」得 3 分"),
    ("indicators: [{ id: 5.1.1, points: 0, of: 0 }]", "1:42", "`of` cannot be 0", "「of」不能是 0"),
    ("indicators: [{ id: 5.1.1, points: 0 }]", "1:16", "`of` is missing", "缺少「of」"),
    ("indicators: [{ id: 5.1.1, pionts: 0, of: 2 }]", "1:27", "did you mean `points`?", "是不是「points」？"),
    (
        "indicators: [{ id: 5.1.1, points: 1, of: 2 }, { id: 5.1.1, points: 1, of: 2 }]",
        "1:53",
        "`5.1.1` stands twice",
        "「5.1.1」写了两次",
    ),
    (
        "indicators: [{ id: 5.3.1, points: 1, of: 20 }, { id: 5.3.2, points: 1, of: 6 }]",
        "1:54",
        "add up to 26 points, the class has 25",
        "加起来是 26，超过这一类的 25",
    ),
    (
        "indicators: [{ id: 5.3.1, points: 1, of: 20 }, { id: 5.3.2, points: 1, of: 4 }]",
        "1:54",
        "add up to only 24 points, the class has 25",
        "加起来只有 24，这一类是 25",
    ),
    ("indicators: [{ id: 5.3.1, points: 1, of: 25 }]", "1:20", "none is left for `5.3.2`", "「5.3.2」没有分了"),
    (
        "classes: { \"5.1\": 36 }\nindicators: [{ id: 5.1.1, points: 1, of: 5 }]",
        "2:20",
        "`5.1` is scored as a whole",
        "「5.1」已经整个打了分",
    ),
    (
        "indicators: [{ id: 5.1.1, points: 1, of: 5 }]\nexcluded: [{ id: 5.1.1, reason: x }]",
        "2:18",
        "`5.1.1` is scored and excluded as well",
        "「5.1.1」已经打了分，不能又删减",
    ),
    ("excluded: [{ id: 5.2.6 }]", "1:14", "`reason` is missing", "缺少「reason」"),
    ("excluded: [5.2.6]", "1:12", "should be a mapping", "应为一组 键: 值"),
    (
        "classes: { \"5.2\": 30 }\nexcluded: [{ id: 5.2.6, reason: x }]",
        "2:18",
        "say with `of` how many points leave",
        "要写它的满分 of",
    ),
    (
        "classes: { \"5.2\": 33 }\nexcluded: [{ id: 5.2.6, reason: x, of: 3 }]",
        "1:19",
        "`5.2` got 33 points, more than the 32 that apply",
        "超过涉及项的满分 32",
    ),
    ("special-deductions: [{ clause: 5.1.4.2 }]", "1:24", "`what` is missing", "缺少「what」"),
    ("bonus: [{ what: a }, { what: b }]", "1:30", "there may be at most 1 bonus", "特别加分项最多 1 个"),
    ("classes：\n", "1:1", "a colon is `:` in half width", "冒号要用英文半角"),
];

#[test]
fn every_mistake_in_a_sheet_is_told_with_its_place_and_nothing_is_scored() {
    let mut wrong = Vec::new();
    for (sheet, place, en, zh) in MISTAKES {
        for (lang, says) in [("en", en), ("zh", zh)] {
            let (exit, out, err) = alone(sheet, &["--lang", lang]);
            let place = format!("--> score.yaml:{place}");
            if (exit, out.as_str()) != (2, "") || !err.contains(says) || !err.contains(&place) {
                wrong.push(format!("{sheet}: {exit}, lacking {says} or {place} in\n{err}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_their_places() {
    let sheet = "\
classes: { \"5.1\": 41 }
indicators: [{ id: 5.3.1, points: 1, of: 26 }]
special-deductions: [{ waht: x }]
bonus: [{ what: a }, { what: b }]
";
    let (exit, _, err) = alone(sheet, &["--lang", "en"]);
    assert_eq!(exit, 2);
    let told: Vec<&str> = err.lines().filter_map(|line| line.strip_prefix("error: ")).collect();
    let wanted = [
        "`5.1` got 41 points, more than the 40 that apply",
        "the indicators of `5.3` add up to 26 points, the class has 25",
        "`what` is missing",
        "unknown key `waht`",
        "there may be at most 1 bonus",
    ];
    assert_eq!(told, wanted);
    let everything = (1..=7).map(|n| format!("5.1.{n}")).chain((1..=6).map(|n| format!("5.2.{n}")));
    let lines: String = everything
        .chain(["5.3.1".to_owned(), "5.3.2".to_owned()])
        .map(|id| format!("  - {{ id: {id}, reason: x }}\n"))
        .collect();
    let (exit, _, err) = alone(&format!("excluded:\n{lines}"), &["--lang", "en"]);
    assert!(exit == 2 && err.contains("nothing is left to score"), "{err}");
}
