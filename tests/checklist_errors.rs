//! Bad checklists: each mistake is told with its place, the line itself and what to do, all at once.

mod common;

use common::{Scratch, dossier};
use unicode_width::UnicodeWidthStr;

/// Five lines; the items follow from line 6.
const HEAD: &str = "\
schema: 1
id: mine
title: { zh: 我的清单, en: Mine }
facts: [{ id: hotline, kind: text, title: { zh: 热线, en: Hotline } }]
stages: [{ id: application, title: { zh: 申请, en: Application } }]
";

/// A mistake: items with the wrong part between « and », the message in both languages, and what
/// else is said (a remedy, a label of another place).
struct Mistake {
    items: &'static str,
    says: [&'static str; 2],
    adds: [&'static str; 2],
}

const fn mistake(items: &'static str, says: [&'static str; 2], adds: [&'static str; 2]) -> Mistake {
    Mistake { items, says, adds }
}

const NOTHING: [&str; 2] = ["", ""];

const MISTAKES: &[Mistake] = &[
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, «mtch»: { terms: [x] }, fact: hotline }]",
        ["未知的键「mtch」", "unknown key `mtch`"],
        ["是不是「match」？", "did you mean `match`?"],
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, «whatsoever»: 1 }]",
        ["未知的键「whatsoever」", "unknown key `whatsoever`"],
        ["可用的键：id, no,", "known keys: id, no,"],
    ),
    mistake(
        "items:\n  - { id: a, title: { zh: 甲, en: A }, fact: hotline }\n  - { id: «a», title: { zh: 乙, en: B }, fact: hotline }",
        ["id「a」重复", "the id `a` stands twice"],
        ["第一次在这里", "first here"],
    ),
    mistake(
        "items:\n  - { id: a, no: 7, title: { zh: 甲, en: A }, fact: hotline }\n  - { title: { zh: 乙, en: B }, id: b, no: «7», fact: hotline }",
        ["编号「7」重复", "the number `7` stands twice"],
        ["第一次在这里", "first here"],
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, min: 4, max: «3» }]",
        ["max 3 小于 min 4", "max 3 is below min 4"],
        NOTHING,
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, max: 3, recommended: «5» }]",
        ["recommended 5 须在 min 与 max 之间", "recommended 5 must lie between min and max"],
        NOTHING,
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, min: 3, recommended: «2» }]",
        ["recommended 2 须在 min 与 max 之间", "recommended 2 must lie between min and max"],
        NOTHING,
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, any-of: «[»] }]",
        ["「any-of」是空的，永远无法满足", "`any-of` is empty and can never be met"],
        NOTHING,
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, any-of: [{ id: b, title: { zh: 乙, en: B }, fact: hotline }], «match»: { terms: [x] } }]",
        ["有 any-of 或 all-of 时，「match」写在各分支里", "with any-of or all-of, `match` belongs to the branches"],
        NOTHING,
    ),
    mistake(
        "items:\n  - id: a\n    title: { zh: 甲, en: A }\n    match:\n      globs: ['维修/«[»a']",
        ["glob 写错了", "bad glob"],
        NOTHING,
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, stage: «aplication» }]",
        ["「stage」没有「aplication」这个值", "`stage` knows no `aplication`"],
        ["是不是「application」？", "did you mean `application`?"],
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: [«hotlin»] }]",
        ["「fact」没有「hotlin」这个值", "`fact` knows no `hotlin`"],
        ["是不是「hotline」？", "did you mean `hotline`?"],
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, match: { terms: [x] }, when: «hotline» }]",
        ["「when」不能用事实「hotline」：类型不对", "`when` cannot use the fact `hotline`: it is of another kind"],
        ["在这里声明", "declared here"],
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, match: { terms: [合同, «维修 记录»], not: [维修记录] } }]",
        ["「维修 记录」被 not 里的「维修记录」抵消", "`维修 记录` is cancelled by `维修记录` in not"],
        ["在 not 里", "in not"],
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, match: { terms: [合同, «维修*»] } }]",
        ["「terms」里的「维修*」无法匹配", "`维修*` in `terms` cannot match"],
        ["写成 甲*乙", "write A*B"],
    ),
    mistake(
        "items: [{ id: «a», title: { zh: 甲, en: A } }]",
        ["「a」没有 match 也没有 fact", "`a` has neither match nor fact"],
        NOTHING,
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, min: «two» }]",
        ["「min」应为整数，这里是文字", "`min` should be a whole number, this is text"],
        NOTHING,
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, min: «0» }]",
        ["「min」不能是 0：须在 1 到 1000000 之间", "`min` cannot be 0: from 1 to 1000000"],
        NOTHING,
    ),
    mistake(
        "items: [{ id: a, title: «甲», fact: hotline }, { id: b, title: { zh: 乙, en: B }, fact: hotline }]",
        ["「title」要写中英两种", "`title` takes both languages"],
        NOTHING,
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, sealed: «perhaps» }]",
        ["「sealed」应为true 或 false，这里是文字", "`sealed` should be true or false, this is text"],
        NOTHING,
    ),
    mistake(
        "items:\n  - { id: a, title: { zh: 甲, en: A }, fact: hotline,\n      «id»: b }",
        ["键「id」重复", "the key `id` stands twice"],
        ["第一次在这里", "first here"],
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, accept: [pdf, «imge»] }]",
        ["「accept」没有「imge」这个值", "`accept` knows no `imge`"],
        ["是不是「image」？", "did you mean `image`?"],
    ),
    mistake(
        "items: [{ id: a, title: { zh: 甲, en: A }, fact: hotline, window: «3 weeks» }]",
        ["看不懂时间窗口「3 weeks」", "cannot read the window `3 weeks`"],
        ["例如 3 months", "such as 3 months"],
    ),
];

/// Runs a command beside `list.yaml`; exit code, standard output, standard error.
fn run_beside(text: &str, args: &[&str]) -> (i32, String, String) {
    let scratch = Scratch::new().with("list.yaml", text).with("dossier/营业执照.pdf", "%PDF");
    run_in(&scratch, args)
}

fn run_in(scratch: &Scratch, args: &[&str]) -> (i32, String, String) {
    let output = dossier().current_dir(scratch.path()).args(args).output().expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

/// The block that shows a marked place: file, line and column, the line, carets under the mark.
fn block(marked: &str) -> (String, String) {
    let text = marked.replace(['«', '»'], "");
    let start = marked.find('«').expect("a mark");
    let wrong = &marked[start + '«'.len_utf8()..marked.find('»').expect("a mark")];
    let number = marked[..start].matches('\n').count() + 1;
    let before = marked[..start].rsplit('\n').next().unwrap_or_default();
    let line = text.lines().nth(number - 1).expect("a line");
    let gutter = " ".repeat(number.to_string().len());
    let carets = " ".repeat(before.width()) + &"^".repeat(wrong.width());
    let place = format!("{gutter}--> list.yaml:{number}:{}\n", before.chars().count() + 1);
    (place, format!("{number} | {line}\n{gutter} | {carets}"))
}

#[test]
fn every_mistake_is_told_with_its_place_its_line_and_a_remedy_in_both_languages() {
    let mut wrong = Vec::new();
    for mistake in MISTAKES {
        let marked = format!("{HEAD}{}\n", mistake.items);
        let text = marked.replace(['«', '»'], "");
        let (place, shown) = block(&marked);
        for (index, (lang, error)) in [("zh", "错误: "), ("en", "error: ")].into_iter().enumerate() {
            let (exit, out, _) = run_beside(&text, &["lint", "list.yaml", "--lang", lang]);
            let wanted = [mistake.says[index], mistake.adds[index], &place, &shown];
            let lacking: Vec<&str> = wanted.into_iter().filter(|part| !out.contains(part)).collect();
            if exit != 2 || !lacking.is_empty() || out.matches(error).count() != 1 {
                wrong.push(format!("{}\nexit {exit}, lacking {lacking:#?} in\n{out}", mistake.items));
            }
            let checked = run_beside(&text, &["check", "dossier", "--checklist", "list.yaml", "--lang", lang]);
            assert_eq!(checked, (2, String::new(), out), "check says something else than lint");
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn carets_stand_under_the_characters_they_mean_though_these_are_two_cells_wide() {
    let text = format!("{HEAD}items: [{{ id: a, title: {{ zh: 维修记录, en: A }}, 材料: 维修, fact: hotline }}]\n");
    let (_, out, _) = run_beside(&text, &["lint", "list.yaml", "--lang", "zh"]);
    let block = "\
错误: 未知的键「材料」
 --> list.yaml:6:46
  |
6 | items: [{ id: a, title: { zh: 维修记录, en: A }, 材料: 维修, fact: hotline }]
  |                                                  ^^^^
  |
  = 提示: 可用的键：id, no,";
    assert!(out.starts_with(block), "{out}");
}

#[test]
fn all_problems_of_a_file_are_told_at_once_in_the_order_of_their_places() {
    let items = "\
items:
  - { id: a, title: { zh: 甲, en: A }, fact: hotlin, stag: x }
  - { id: a, title: { zh: 乙, en: B }, fact: hotline, min: 3, max: 2 }
  - { id: c, title: { zh: 丙, en: C } }
drops: []
";
    let (exit, out, _) = run_beside(&format!("{HEAD}{items}"), &["lint", "list.yaml", "--lang", "en"]);
    assert_eq!(exit, 2);
    let told: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix("error: ")).collect();
    let wanted = [
        "`fact` knows no `hotlin`",
        "unknown key `stag`",
        "the id `a` stands twice",
        "max 2 is below min 3",
        "`c` has neither match nor fact and can never be met",
        "unknown key `drops`",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_list_without_items_is_never_usable() {
    for items in ["", "items: []\n", "items:\n"] {
        let (exit, out, _) = run_beside(&format!("{HEAD}{items}"), &["lint", "list.yaml", "--lang", "en"]);
        assert!(exit == 2 && out.contains("the list has no items"), "{items:?}: {exit}\n{out}");
    }
    let (exit, out, _) = run_beside("", &["lint", "list.yaml", "--lang", "zh"]);
    assert!(exit == 2 && out.contains("检查清单应为一组 键: 值，这里是什么也没有"), "{exit}\n{out}");
}

#[test]
fn broken_yaml_is_told_with_its_place() {
    let (exit, out, _) = run_beside("schema: 1\nid: [a, b\ntitle: {\n", &["lint", "list.yaml", "--lang", "zh"]);
    assert_eq!(exit, 2);
    assert!(out.starts_with("错误: YAML 语法错误：") && out.contains("--> list.yaml:3:"), "{out}");
}

#[test]
fn slips_are_explained_in_chinese_with_what_to_do() {
    for (text, message, hint) in [
        ("id: \"a\\维修\"", "双引号里的反斜杠", "路径里改用「/」"),
        ("id: { a: b", "括号没有收尾", "对应的 } ]"),
        ("id: \"a\ntitle: b\n", "引号没有收尾", "引号要成对"),
        ("id: a\n  title: b\n", "多了一个冒号，或这一行没有对齐", "左对齐"),
        ("id: @a", "值不能以这个字符开头", "加上引号"),
        ("id: *a", "值不能以 * 开头", "加上引号"),
        ("items:\n  - id: a\n   no: b\n", "没有和上面对齐", "左对齐"),
        ("id: a\n---\nid: b\n", "只能有一份内容", "---"),
    ] {
        let (exit, out, _) = run_beside(text, &["lint", "list.yaml", "--lang", "zh"]);
        assert!(exit == 2 && out.contains(message) && out.contains(hint), "{text:?}: {out}");
        let (_, out, _) = run_beside(text, &["lint", "list.yaml", "--lang", "en"]);
        assert!(out.contains("YAML syntax: ") && out.contains("= help: "), "{text:?}: {out}");
    }
}

#[test]
fn a_list_that_is_not_utf_8_is_told_so() {
    let scratch = Scratch::new();
    let (gbk, _, _) = encoding_rs::GBK.encode("title: 维修记录");
    scratch.add("list.yaml", &gbk);
    let (exit, out, _) = run_in(&scratch, &["lint", "list.yaml", "--lang", "en"]);
    assert!(exit == 2 && out.contains("not UTF-8 text"), "{exit}\n{out}");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_no_harm() {
    let text = format!("\u{feff}{HEAD}items: [{{ id: a, title: {{ zh: 甲, en: A }}, fact: hotline }}]\n");
    let (exit, out, _) = run_beside(&text.replace('\n', "\r\n"), &["lint", "list.yaml", "--lang", "en"]);
    assert_eq!((exit, out.as_str()), (0, "list.yaml: 1 items, 1 things to count, usable\n"));
}

#[test]
fn a_bomb_of_aliases_and_ten_thousand_levels_end_quickly_with_an_error() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    let deep = |open: &str, close: &str| format!("a: {}{}\n", open.repeat(10_000), close.repeat(10_000));
    for text in [bomb, deep("[", "]"), deep("{b: ", "}"), "- ".repeat(10_000) + "a\n"] {
        let started = std::time::Instant::now();
        let (exit, out, err) = run_beside(&text, &["lint", "list.yaml", "--lang", "en"]);
        assert!(exit == 2 && out.starts_with("error: YAML syntax"), "{exit}\n{out}{err}");
        assert!(out.len() < 2_000, "the snippet is cut");
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
