//! `dossier.yaml`: a mistake in it is told like one in a checklist, and nothing is checked.

mod common;

use common::{Scratch, dossier};

fn check(settings: &str, lang: &str) -> (i32, String, String) {
    let scratch = Scratch::new().with("d/营业执照.pdf", "%PDF").with("d/dossier.yaml", settings);
    let output = dossier().current_dir(scratch.path()).args(["check", "d", "--lang", lang]).output().expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

/// A settings file, the place of its mistake, what is said in English and in Chinese.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("fact: { hotline: 400 }", "1:1", "did you mean `facts`?", "是不是「facts」？"),
    ("checklist: gbt27922\nchecklst: x", "2:1", "unknown key `checklst`", "未知的键「checklst」"),
    ("facts: { hotlin: 400 }", "1:10", "did you mean `hotline`?", "是不是「hotline」？"),
    ("facts: { software_systems: 3 }", "1:28", "`software_systems` takes true or false", "应写 true 或 false"),
    ("facts: { service_managers: few }", "1:28", "`service_managers` takes a whole number", "应写 0 或更大的整数"),
    ("facts: { hotline: true }", "1:19", "`hotline` takes text", "「hotline」应写文字"),
    (
        "facts: { system_running_since: 2026 }",
        "1:32",
        "`system_running_since` takes a date such as",
        "应写日期，如 2026-01-15",
    ),
    ("facts: { system_running_since: 2026-02-30 }", "1:32", "takes a date such as 2026-01-15", "或 2026-01"),
    ("facts: { system_running_since: 2026/01/15 }", "1:32", "takes a date such as 2026-01-15", "或 2026-01"),
    ("facts: [hotline]", "1:8", "`facts` should be a mapping of keys to values", "「facts」应为一组 键: 值"),
    (
        "assign: [{ path: a.pdf, item: repair-record }]",
        "1:31",
        "did you mean `repair-records`?",
        "是不是「repair-records」？",
    ),
    ("assign: [{ path: a.pdf, item: 77 }]", "1:31", "its number or title will do", "写它的编号或名称也行"),
    ("assign: [{ path: a.pdf, item: 维修记录表 }]", "1:31", "did you mean `维修记录单`?", "是不是「维修记录单」？"),
    ("facts: { several_sites: 也许 }", "1:25", "takes true or false", "是、否也可以"),
    ("assign: [{ path: a.pdf, item: 77 }]", "1:31", "`item` knows no `77`", "「item」没有「77」这个值"),
    ("assign: [{ path: a.pdf }]", "1:12", "`item` is missing", "缺少「item」"),
    ("assign: [{ item: \"16\" }]", "1:12", "`path` is missing", "缺少「path」"),
    ("assign: [{ path: a.pdf, item: \"16\", cuont: 4 }]", "1:37", "did you mean `count`?", "是不是「count」？"),
    ("assign: [{ path: a.pdf, item: \"16\", count: 0 }]", "1:44", "`count` cannot be 0", "「count」不能是 0"),
    ("stage: form", "1:8", "did you mean `forms`?", "是不是「forms」？"),
    ("facts: { hotline: [", "1:", "YAML syntax", "YAML 语法错误"),
    ("applicant: { nmae: 甲 }", "1:14", "did you mean `name`?", "是不是「name」？"),
    (
        "applicant: { credit-code: 91310000MA1FL0000X }",
        "1:27",
        "is no unified social credit code",
        "不是统一社会信用代码",
    ),
    ("scope: 热水器", "1:8", "`scope` should be a list", "「scope」应为列表"),
    ("scope: [热水器, { name: 净化器, aliases: [热水器] }]", "1:", "stands twice", "产品「热水器」重复"),
    ("scope: [{ aliases: [a] }]", "1:11", "`name` is missing", "缺少「name」"),
    ("audit-date: 2026-02-30", "1:13", "is no date", "不是日期"),
    ("mode: drft", "1:7", "did you mean `draft`?", "是不是「draft」？"),
    (
        "scope: [热水器]\nassign: [{ path: a.pdf, item: \"16\", products: [热水机] }]",
        "2:",
        "did you mean `热水器`?",
        "是不是「热水器」？",
    ),
    ("assign: [{ path: a.pdf, item: \"16\", date: 2026.1.5 }]", "1:", "is no date", "不是日期"),
    ("assign: [{ path: a.pdf, item: \"16\", sealed: maybe }]", "1:", "should be true or false", "应为true 或 false"),
    ("waivers: [{ item: \"21\" }]", "1:13", "`reason` is missing", "缺少「reason」"),
    ("waivers: [{ reason: 因为 }]", "1:13", "neither an `item` nor a `rule`", "没有写对哪一项"),
    ("waivers: [{ rule: too-feww, reason: 因为 }]", "1:19", "did you mean `too-few`?", "是不是「too-few」？"),
    ("waivers: [{ item: \"99\", reason: 因为 }]", "1:19", "`item` knows no `99`", "「item」没有「99」这个值"),
    ("waivers: [{ item: \"21\", reason: 因为, until: soon }]", "1:", "is no date", "不是日期"),
    ("- a", "1:1", "dossier.yaml should be a mapping", "dossier.yaml应为一组 键: 值"),
];

#[test]
fn every_mistake_in_the_settings_is_told_with_its_place_and_nothing_is_checked() {
    for (settings, place, en, zh) in MISTAKES {
        for (lang, says) in [("en", en), ("zh", zh)] {
            let (exit, out, err) = check(settings, lang);
            assert_eq!((exit, out.as_str()), (2, ""), "{settings}\n{err}");
            let place = format!("--> d/dossier.yaml:{place}");
            assert!(err.contains(says) && err.contains(&place), "{settings}: lacking {says} or {place} in\n{err}");
        }
    }
}

const COLON: &str = "冒号要用英文半角「:」";
const COMMA: &str = "逗号要用英文半角「,」";
const CURLY: &str = "引号要用英文半角的";
const DASH: &str = "「-」后面要空一格";
const SPACES: &str = "不能用全角空格";

/// Settings written with the marks of Chinese text: the place, what is said of it and what to do.
const SLIPS: &[(&str, &str, &str, &str)] = &[
    ("applicant:\n  name：远航示例设备有限公司", "2:3", "「applicant」里的「name」没有当作键读", COLON),
    ("applicant:\n  name:甲公司\n  aliases:甲", "2:3", "「applicant」里的「name」没有当作键读", COLON),
    ("applicant： 甲", "1:1", "dossier.yaml应为一组 键: 值", COLON),
    ("scope:\n  - name：热水器\n    aliases：K", "2:5", "「scope」里的「name」没有当作键读", COLON),
    (
        "scope: [螺杆空压机，储气罐]",
        "1:9",
        "「scope」里的「螺杆空压机，储气罐」像是几个名称",
        "写成 { name: \"甲、乙\" }",
    ),
    ("scope:\n  - 空压机（螺杆、活塞）、储气罐", "2:5", "像是几个名称", "用英文半角逗号「,」，或一行写一个"),
    ("scope: [{ name: 甲, aliases: 乙、丙 }]", "1:29", "「aliases」里的「乙、丙」像是几个名称", "写成 \"甲、乙\""),
    ("applicant: { name: 甲, aliases: [乙，丙] }", "1:33", "「aliases」里的「乙，丙」像是几个名称", "写成 \"甲、乙\""),
    ("checklist: “gbt27922”", "1:12", "「“gbt27922”」用了中文的引号", CURLY),
    ("facts: { website: “” }", "1:19", "「“”」用了中文的引号", CURLY),
    ("facts:\n  hotline: ”400“", "2:12", "「”400“」用了中文的引号", CURLY),
    ("assign: [{ path: a.pdf, item: ＂16＂ }]", "1:31", "「＂16＂」用了中文的引号", CURLY),
    ("assign: [{ path: ‘a.pdf’, item: none }]", "1:18", "「‘a.pdf’」用了中文的引号", CURLY),
    ("waivers: [{ item: \"21\" ，reason: 没有供方 }]", "1:24", "YAML 语法错误：逗号写成了全角的「，」", COMMA),
    ("waivers: [{ item: 21，reason: 没有供方 }]", "1:", "YAML 语法错误：逗号写成了全角的「，」", COMMA),
    ("scope: [\"甲\"，\"乙\"]", "1:12", "YAML 语法错误：逗号写成了全角的「，」", COMMA),
    ("waivers: [{ item: \"21\", reason：没有供方 }]", "1:25", "未知的键「reason：没有供方」", COLON),
    ("facts: { hotline： 400 }", "1:10", "未知的键「hotline： 400」", COLON),
    ("facts：\n  hotline: 400", "1:1", "YAML 语法错误：冒号写成了全角的「：」", COLON),
    ("assign:\n  -item: none", "2:3", "「assign」应为列表", DASH),
    ("assign:\n  -item: none\n   path: a", "2:3", "YAML 语法错误：「-」后面没有空格", DASH),
    ("scope:\n  -储气罐", "2:3", "「scope」应为列表", DASH),
    ("scope:\n  - 甲\n  -储气罐", "3:3", "YAML 语法错误：「-」后面没有空格", DASH),
    ("facts:\n　　hotline: 400", "2:1", "未知的键「　　hotline」", SPACES),
    ("facts:\n  　hotline: 400", "2:3", "未知的键「　hotline」", SPACES),
    ("scope:\n　- 甲\n　- 乙", "2:1", "YAML 语法错误：用了全角空格", SPACES),
    ("facts:\n  hotline:400\n  website: “x”", "2:3", "YAML 语法错误：冒号后面没有空格", COLON),
    ("facts:\n  website: “http: a”", "2:", "YAML 语法错误：引号用了中文的", CURLY),
    ("scope: [甲, 乙], 丙", "1:", "YAML 语法错误：列表的方括号后面还有内容", "写在一对方括号里"),
    ("scope: [甲, 乙]、丙", "1:", "YAML 语法错误：列表的方括号后面还有内容", "写在一对方括号里"),
    ("facts:\n  website: x\n  contact:张三", "3:3", "YAML 语法错误：冒号后面没有空格", COLON),
    ("scope:\n  -　储气罐", "2:3", "「scope」应为列表", SPACES),
];

#[test]
fn marks_of_chinese_text_are_refused_once_with_their_place_and_what_to_write_instead() {
    let mut wrong = String::new();
    for (settings, place, says, hint) in SLIPS {
        let (exit, out, err) = check(settings, "zh");
        let place = format!("--> d/dossier.yaml:{place}");
        let told = [says, hint, place.as_str()].iter().all(|part| err.contains(part));
        if !told || (exit, out.as_str(), err.matches("错误: ").count()) != (2, "", 1) {
            wrong += &format!("{settings}\nexit {exit}, wanted {says} {place} {hint} in\n{err}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What resembles such a slip and is none.
const RIGHT: &[&str] = &[
    "applicant: 远航（上海）设备有限公司",
    "applicant: { name: 远航, aliases: [\"远航、上海\", \"Far Voyage Co., Ltd.\"] }",
    "scope: [空压机（螺杆、活塞）, { name: \"甲、乙\" }, KJ300：净化器, 储气罐]",
    "scope:\n  - 空压机\n  - {name: 储气罐，大号}",
    "facts: { hotline: 400：转 1, website: 'https://a.cn', contact: \"“张三”\" }",
    "waivers: [{ item: \"21\", reason: “第二项”延期 }, { item: \"22\", reason: “甲”和“乙” }]",
    "waivers:\n  - item: \"21\"\n    reason: 没有供方，原因：自产、自销",
    "assign: [{ path: 没有，这个：文件.pdf, item: none }]",
];

#[test]
fn what_only_resembles_a_slip_is_not_refused() {
    for settings in RIGHT {
        let (exit, out, err) = check(settings, "zh");
        assert!(exit == 1 && !out.is_empty(), "{settings}\n{err}");
    }
}

#[test]
fn words_and_titles_do_where_true_ids_and_numbers_are_wanted() {
    let zh = "stage: 申请\nmode: 草稿\nfacts: { several_sites: 否, software_systems: 有 }\n\
              assign: [{ path: 扫描件.pdf, item: 维修记录单 }]\nwaivers: [{ item: 合格供方名录, reason: 另交 }]\n";
    let ids = "stage: application\nmode: draft\nfacts: { several_sites: false, software_systems: true }\n\
               assign: [{ path: 扫描件.pdf, item: repair-records }]\nwaivers: [{ item: \"21\", reason: 另交 }]\n";
    let report = |settings: &str| {
        let scratch = Scratch::new().with("扫描件.pdf", "%PDF").with("dossier.yaml", settings);
        let (exit, report) = scratch.check(&[]);
        assert_eq!(report.file("扫描件.pdf").item.as_deref(), Some("repair-records"));
        let states: Vec<_> = report.items.iter().map(|item| (item.id.clone(), item.state.clone())).collect();
        (exit, states)
    };
    assert_eq!(report(zh), report(ids));
    let english = ids.replace("repair-records", "Repair records").replace("stage: application", "stage: Application");
    assert_eq!(report(&english), report(ids));
}

#[test]
fn a_title_that_two_items_share_names_neither() {
    let own = "schema: 1\nid: own\ntitle: { zh: 自, en: Own }\nitems:\n  \
               - { id: a, no: \"1\", title: { zh: 记录, en: A }, match: { terms: [甲] } }\n  \
               - { id: b, no: \"2\", title: { zh: 记录, en: B }, match: { terms: [乙] } }\n";
    let settings = |item: &str| format!("checklist: own.yaml\nassign: [{{ path: x.pdf, item: {item} }}]\n");
    for (item, known) in [("记录", false), ("B", true)] {
        let scratch = Scratch::new().with("own.yaml", own).with("x.pdf", "%PDF").with("dossier.yaml", &settings(item));
        let output = dossier().current_dir(scratch.path()).args(["check", ".", "--lang", "en"]).output().expect("runs");
        let said = String::from_utf8_lossy(&output.stderr).contains("knows no `记录`");
        assert_eq!((said, output.status.code() == Some(2)), (!known, !known), "{item}: {output:?}");
    }
}

#[test]
fn an_assignment_that_fits_no_file_names_the_only_one_of_that_name() {
    let settings = "assign: [{ path: 我的资料/扫描件0007.pdf, item: none }, { path: 照片.pdf, item: none }]\n";
    let scratch = Scratch::new()
        .with("新建文件夹/扫描件0007.pdf", "%PDF")
        .with("甲/照片.pdf", "%PDF 1")
        .with("乙/照片.pdf", "%PDF 2")
        .with("dossier.yaml", settings);
    let told = |lang: &str| -> String {
        let args = ["check", ".", "--lang", lang];
        let output = dossier().current_dir(scratch.path()).args(args).output().expect("runs");
        String::from_utf8_lossy(&output.stdout).split_whitespace().collect()
    };
    let (zh, en) = (told("zh"), told("en"));
    assert!(zh.contains("没有对上任何文件，是不是「新建文件夹/扫描件0007.pdf」？路径从资料夹里面的第一层写起"), "{zh}");
    assert!(en.contains("didyoumean`新建文件夹/扫描件0007.pdf`?"), "{en}");
    assert!(zh.contains("「照片.pdf」没有对上任何文件；路径") && !zh.contains("是不是「甲/照片.pdf」"), "{zh}");
}

#[test]
fn an_unknown_checklist_in_the_settings_is_told() {
    let (exit, out, err) = check("checklist: gbt27923", "en");
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("gbt27923") && err.contains("gbt27922"), "{err}");
}

#[test]
fn settings_that_are_not_utf_8_are_told_so() {
    let scratch = Scratch::new().with("d/营业执照.pdf", "%PDF");
    let (gbk, _, _) = encoding_rs::GBK.encode("facts: { contact: 张三 }");
    scratch.add("d/dossier.yaml", &gbk);
    let output = dossier().current_dir(scratch.path()).args(["check", "d"]).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is not UTF-8"), "{output:?}");
}

#[test]
fn an_empty_settings_file_changes_nothing_and_is_no_evidence() {
    let with = Scratch::new().with("营业执照.pdf", "%PDF").with("dossier.yaml", "\n# nothing yet\n");
    let without = Scratch::new().with("营业执照.pdf", "%PDF");
    let ((exit_a, a), (exit_b, b)) = (with.check(&[]), without.check(&[]));
    let states = |report: &common::Report| report.items.iter().map(|i| (i.state.clone(), i.have)).collect::<Vec<_>>();
    assert_eq!((exit_a, states(&a)), (exit_b, states(&b)));
    let file = a.file("dossier.yaml");
    assert_eq!((&file.item, &file.refused), (&None, &None));
    assert!(a.findings.iter().all(|finding| finding.path.as_deref() != Some("dossier.yaml")), "{:?}", a.findings);
}

#[test]
fn settings_choose_the_checklist_the_stage_and_declare_facts() {
    let settings = "\
checklist: list/own.yaml
stage: [application, forms]
facts:
  hotline: 400-800-1234
  website: example.cn
  contact: 张三
  software_systems: false
  holds_certificates: false
";
    let own = "schema: 1\nid: own\ntitle: { zh: 自, en: Own }\nextends: gbt27922\n";
    let scratch = Scratch::new().with("dossier.yaml", settings).with("list/own.yaml", own);
    let (exit, report) = scratch.check(&[]);
    assert_eq!(exit, 1);
    assert_eq!(report.item("hotline-and-site").state, "satisfied");
    assert_eq!(report.item("software-systems").state, "satisfied", "No is an answer");
    assert_eq!(report.item("certificates").state, "not-applicable");
    assert_eq!(report.item("application-form").state, "missing", "a form, asked for by the stage");
    let (_, only) = scratch.check(&["--stage", "pre-audit"]);
    assert!(only.items.iter().all(|item| item.no.as_deref().is_some_and(|no| no.starts_with('P'))));
}

/// Each table of the settings: its name in the schema, and settings in which only it has an unknown key.
const TABLES: &[(&str, &str)] = &[
    ("", "qqqqqqqqqq: 1"),
    ("applicant", "applicant: { qqqqqqqqqq: 1 }"),
    ("product", "scope: [{ name: 甲, qqqqqqqqqq: 1 }]"),
    ("certificate", "certificate: { issued: 2025-05-10, qqqqqqqqqq: 1 }"),
    ("assign", "assign: [{ path: a, item: none, qqqqqqqqqq: 1 }]"),
    ("waiver", "waivers: [{ item: \"0\", reason: 甲, qqqqqqqqqq: 1 }]"),
];

#[test]
fn the_schema_of_the_settings_and_their_reader_know_the_same_keys() {
    let (_, printed, _) = common::run(["schema", "settings"]);
    let schema: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    for (name, definition) in schema["$defs"].as_object().expect("definitions") {
        let looked_at = TABLES.iter().any(|(table, _)| table == name);
        assert_eq!(definition["properties"].is_object(), looked_at, "{name} is not looked at");
    }
    for (table, text) in TABLES {
        let definition = if table.is_empty() { &schema } else { &schema["$defs"][table] };
        let keys: std::collections::BTreeSet<&str> =
            definition["properties"].as_object().expect("properties").keys().map(String::as_str).collect();
        let (exit, _, err) = check(text, "en");
        assert_eq!(exit, 2, "{text}");
        let known =
            err.split("known keys: ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or_else(|| panic!("{err}"));
        assert_eq!(keys, known.split(", ").map(str::trim).collect(), "{text}");
    }
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let good = serde_json::json!({
        "applicant": { "name": "甲公司" }, "scope": ["热水器", { "name": "净化器", "aliases": "KJ300" }], "mode": "draft",
        "audit-date": "2026-06-10", "facts": { "hotline": "400", "several_sites": false },
        "assign": [{ "path": "a.pdf", "item": 16, "products": ["热水器"], "sealed": true }],
        "waivers": [{ "item": "21", "reason": "没有供方", "until": "2026-12-31" }]
    });
    assert!(validator.is_valid(&good));
    assert!(
        validator.is_valid(&serde_json::json!({ "mode": "草稿", "facts": { "several_sites": "否" }, "assign": [{ "path": "a.pdf", "item": "16", "sealed": "是" }] })),
        "words will do"
    );
    assert!(!validator.is_valid(&serde_json::json!({ "waivers": [{ "item": "21" }] })), "a waiver needs a reason");
}
