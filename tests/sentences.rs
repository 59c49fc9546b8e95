//! What the message for a client and the Markdown report say.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

mod common;

use common::memory::Dossier;
use common::{Scratch, run};
use dossier::model::text::Lang;
use dossier::report::message;
use snapbox::{assert_data_eq, str};

/// A report on a fixture, as the program writes it.
fn told(fixture: &str, format: &str, lang: &str) -> String {
    let dir = format!("fixtures/{fixture}/dossier");
    let (exit, out, err) =
        run(["check", &dir, "--format", format, "--lang", lang, "--ocr", "off", "--today", "2026-03-31"]);
    assert!(exit < 2, "{err}");
    out
}

fn message(dossier: &Dossier, lang: Lang) -> String {
    let mut out = Vec::new();
    message::write(&dossier.check(), lang, &mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn a_complete_dossier_gets_thanks_once_nothing_is_left_to_ask() {
    assert_data_eq!(
        told("complete", "message", "zh"),
        str![[r#"
您好！贵司的「商品售后服务认证申报资料 (GB/T 27922-2011)」（申请阶段）我们已经核对过（2026-03-31）。
应交 30 项，已齐 30 项。

还请告诉我们：
- 这些申报条件是否满足：有独立法人资格，在境内合法经营；服务体系已运行满 3 个月；近期没有重大质量或售后问题

请您看一下，回复我们就行。谢谢！

"#]]
    );
    let list = "schema: 1\nid: x\ntitle: { zh: 清单, en: List }\nitems:\n  - { id: a, title: { zh: 票据, en: Bill }, match: { terms: [票据] }, accept: [pdf] }\n";
    let target = Scratch::new();
    target.add("list.yaml", list.as_bytes());
    target.add("d/票据.rtf", b"{\\rtf1 bill}");
    let (dir, list) =
        (target.path().join("d").display().to_string(), target.path().join("list.yaml").display().to_string());
    let names =
        |lang| run(["check", &dir, "--checklist", &list, "--format", "message", "--lang", lang, "--names-only"]).1;
    assert!(names("zh").contains("1. 票据"), "{}", names("zh"));
    target.add("d/票据.pdf", b"%PDF-");
    assert!(names("zh").ends_with("从文件名看份数齐了，内容我们再核对一遍。谢谢配合！\n"), "{}", names("zh"));
    assert!(names("en").ends_with("we are going to look at the contents. Thank you!\n"), "{}", names("en"));
}

#[test]
fn an_incomplete_one_is_asked_for_what_is_lacking_and_why_files_do_not_count() {
    assert_data_eq!(
        told("typical", "message", "zh"),
        str![[r#"
您好！贵司的「商品售后服务认证申报资料 (GB/T 27922-2011)」（申请阶段）我们已经核对过（2026-03-31）。
应交 34 项，已齐 22 项。

还需要补充：
1. 员工资格证书（第 8 项）：已有 4 份，还差 1 份。交员工取得的资格证书复印件 5 份，如电工、焊工、计算机、特种作业、工程师等。
2. 维修记录单（第 16 项）：已有 3 份，还差 1 份。交为客户维修产品的记录单 4 份。
   - 「维修管理制度.docx」按名字（「制度」）是模板、制度或计划，不是填好的记录
   - 「维修记录单-20260210.pdf」是空文件（0 字节），请重新扫描或导出
   - 「维修记录模板.docx」按名字（「模板」）是模板、制度或计划，不是填好的记录
...
需要您确认：
7. 公司网址、售后服务热线及联系人（第 25 项）：请告诉我们公司网址、售后服务热线、售后联系人
...
9. 法规要求的许可证、资质证书和强制性认证证书（第 X2 项）：如果「法律法规要求行政许可或强制性认证」，请提供；不是这样，也请告诉我们
...
还请告诉我们：
- 这些申报条件是否满足：有独立法人资格，在境内合法经营；服务体系已运行满 3 个月；近期没有重大质量或售后问题

请补齐后发给我们，文件名里写上材料名称就行。谢谢！

"#]]
    );
    assert_data_eq!(
        told("typical", "message", "en"),
        str![[r#"
...
22 of 34 items complete.

Still needed:
1. Staff qualification certificates (item 8): 4 there, 1 more needed. Hand in copies of five qualification certificates of staff, such as electrician, welder, computing, special operations or engineer.
2. Repair records (item 16): 3 there, 1 more needed. Hand in four records of repairs made for customers.
...
Please tell us about:
...
Please send us these when you have them; the material's name in the file's name is enough. Thank you!

"#]]
    );
}

#[test]
fn a_product_nobody_covered_is_asked_for_though_the_count_is_right() {
    assert_data_eq!(
        told("scope-gap", "message", "zh"),
        str![[r#"
...
[..]. 维修记录单（第 16 项）：已有 4 份，还缺这些产品的：储气罐
...
"#]]
    );
    assert_data_eq!(
        told("scope-gap", "message", "en"),
        str![[r#"
...
[..]. Repair records (item 16): 4 there, but none for: 储气罐
...
"#]]
    );
    // Of what is not there at all, every product is named, in the same line.
    let message = told("scope-gap", "message", "zh");
    let line =
        message.lines().position(|line| line.contains("发货单（第 14 项）：3 份（合起来要覆盖：")).expect("the item");
    assert!(message.lines().nth(line + 1).is_some_and(|next| !next.starts_with("   -")), "{message}");
}

#[test]
fn who_must_look_is_not_told_that_all_is_there() {
    let file = Dossier::default().with("合同.rtf", "合同");
    assert!(message(&file, Lang::Zh).contains("销售合同（第 2 项）：请确认「合同.rtf」是不是这项材料、有几份\n"));
    assert!(
        message(&file, Lang::En)
            .contains("Sales contracts (item 2): is `合同.rtf` this material, and how many are there?\n")
    );
    let (_, names, _) =
        run(["check", "fixtures/complete/dossier", "--names-only", "--format", "message", "--lang", "zh"]);
    assert!(names.contains("\n这是按文件名看的，内容我们再核对。\n"), "{names}");
}

#[test]
fn a_list_that_demands_nothing_is_not_called_complete() {
    let folder = Scratch::new().with("票据.pdf", "票据");
    let list = "schema: 1\nid: x\ntitle: { zh: 清单, en: List }\nitems:\n  - { id: a, title: { zh: 票据, en: Bill }, required: false, match: { terms: [票据] } }\n";
    let target = Scratch::new();
    target.add("list.yaml", list.as_bytes());
    let (dir, list) = (folder.path().display().to_string(), target.path().join("list.yaml").display().to_string());
    let (_, told, err) =
        run(["check", &dir, "--checklist", &list, "--format", "message", "--lang", "zh", "--ocr", "off"]);
    assert!(told.ends_with("暂时没有要补的，有几处我们再核对一遍。谢谢配合！\n"), "{told}{err}");
}

#[test]
fn a_condition_that_is_not_met_is_told() {
    let young = Dossier::default().declaring("facts: { system_running_since: 2026-03-01 }\n");
    assert!(
        message(&young, Lang::Zh)
            .contains("另外请更正：\n- 申报条件「服务体系已运行满 3 个月」目前不满足，请说明情况\n")
    );
    assert!(
        message(&young, Lang::En)
            .contains("- the condition `The service system has run for 3 months` is not met; please tell us more\n")
    );
    let old = Dossier::default().declaring("facts: { system_running_since: 2025-03-01 }\n");
    assert!(!message(&old, Lang::Zh).contains("目前不满足"));
}

#[test]
fn markdown_tells_gaps_and_has_a_row_for_every_item() {
    assert_data_eq!(
        told("typical", "markdown", "zh"),
        str![[r#"
# 商品售后服务认证申报资料 (GB/T 27922-2011)

`fixtures/typical/dossier` · 申请 · 2026-03-31

**材料不齐**：应交 34 项，满足 22，缺少 2，不足 4，待确认 2，未判断 4；69 个文件中计入 57 个，不计 9 个

下一步：照缺口补齐文件，再查一次

## 缺口 (8)

- **不足** 8 员工资格证书 4/5，还差 1 份
  - 再补 1 份
...
  - 不计：`16、维修单据/维修记录单-20260210.pdf` — 是空文件（0 字节），请重新扫描或导出
...
| 编号 | 材料 | 状态 | 份数 | 文件 |
| --- | --- | --- | --- | --- |
| 0 | 营业执照副本复印件 | 满足 | 1/1 | `营业执照副本.jpg` |
...
## 没有用上的文件 (5)
...
"#]]
    );
    assert_data_eq!(
        told("complete", "markdown", "en"),
        str![[r#"
# After-sales service certification dossier (GB/T 27922-2011)

`fixtures/complete/dossier` · Application · 2026-03-31

**complete**: 30 items required, 30 satisfied; of 80 files, 80 counted, 0 refused

Next: [..]

## [..]
...
"#]]
    );
    assert!(!told("complete", "markdown", "en").contains("## Gaps"));
}

#[test]
fn a_draft_says_that_it_is_one_and_a_waiver_why() {
    let draft = told("draft", "markdown", "zh");
    assert!(draft.contains("\n## 还没有备齐的（草稿） (") && !draft.contains("## 缺口"), "{draft}");
    assert!(told("draft", "markdown", "en").contains("\n## Not yet (draft) ("));
    let (_, waived, _) =
        run(["check", "fixtures/waived/dossier", "--stage", "rectification", "--format", "markdown", "--lang", "zh"]);
    let line = waived.split("\n## 已豁免 (1)\n\n").nth(1).and_then(|rest| rest.lines().next()).expect("a section");
    assert!(line.starts_with("- ") && line.contains("理由: "), "{line}");
}

#[test]
fn what_is_to_be_written_down_stands_in_one_piece() {
    for format in ["markdown", "html", "text"] {
        let page = told("typical", format, "zh");
        assert_eq!(page.matches("facts:").count(), 1, "{format}");
        let ask = "或在 dossier.yaml 填写（写法见";
        assert!(page.contains("software_systems: ") && page.contains(ask), "{format}: {page}");
    }
}
