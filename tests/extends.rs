//! Lists that build on others.

mod common;

use common::{Scratch, dossier};
use serde_json::Value;

fn run_in(scratch: &Scratch, args: &[&str]) -> (i32, String, String) {
    let output = dossier().current_dir(scratch.path()).args(args).args(["--lang", "en"]).output().expect("runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

fn lint(text: &str) -> (i32, String) {
    let (exit, out, _) = run_in(&Scratch::new().with("list.yaml", text), &["lint", "list.yaml"]);
    (exit, out)
}

const CHILD: &str = "\
schema: 1
id: ours
title: { zh: 我方清单, en: Ours }
extends: gbt27922
drop: [bid-documents]
items:
  - { id: repair-records, min: 2, title: { zh: 维修单, en: Repair slips } }
  - { id: extra, title: { zh: 另加材料, en: Extra }, match: { terms: [另加材料] } }
";

#[test]
fn a_list_overrides_items_by_id_drops_some_and_adds_its_own() {
    let scratch = Scratch::new()
        .with("list.yaml", CHILD)
        .with("d/维修记录1.pdf", "1")
        .with("d/维修记录2.pdf", "2")
        .with("d/另加材料.pdf", "3");
    let args = ["check", "d", "--checklist", "list.yaml", "--format", "json"];
    let (exit, out, err) = run_in(&scratch, &args);
    assert_eq!(exit, 1, "{err}");
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(report["checklist"]["id"], "ours");
    let items = report["items"].as_array().expect("items");
    let item = |id: &str| items.iter().find(|item| item["id"] == id);
    assert!(item("bid-documents").is_none(), "dropped");
    let repair = item("repair-records").expect("inherited");
    assert_eq!((&repair["need"], &repair["have"]), (&2.into(), &2.into()));
    assert_eq!((&repair["no"], &repair["title"]["en"]), (&"16".into(), &"Repair slips".into()));
    assert_eq!(item("extra").expect("added")["state"], "satisfied");
    assert_eq!(items.last().expect("items")["id"], "extra", "new items follow");
    // Inherited: the order, the stages, the facts.
    assert_eq!(items[0]["id"], "business-licence");
}

#[test]
fn a_chain_of_files_is_followed_relative_to_each_file() {
    let scratch = Scratch::new()
        .with("list.yaml", &CHILD.replace("gbt27922", "base/middle.yaml").replace("bid-documents", "company-profile"))
        .with("base/middle.yaml", "schema: 1\nid: middle\nextends: lowest.yaml\ndrop: [bid-documents]\n")
        .with("base/lowest.yaml", "schema: 1\nid: lowest\nextends: gbt27922\n");
    let (exit, out, _) = run_in(&scratch, &["show", "list.yaml"]);
    assert_eq!(exit, 0);
    assert!(out.contains("Repair slips") && out.contains("Extra"), "{out}");
    assert!(!out.contains("Bid documents") && !out.contains("Company profile"), "dropped on the way\n{out}");
}

#[test]
fn lists_that_extend_each_other_are_told_so() {
    let scratch = Scratch::new()
        .with("a.yaml", "schema: 1\nid: a\nextends: b.yaml\n")
        .with("b.yaml", "schema: 1\nid: b\nextends: a.yaml\n")
        .with("self.yaml", "schema: 1\nid: self\nextends: self.yaml\n");
    for (name, place) in [("a.yaml", "--> b.yaml:3:10"), ("self.yaml", "--> self.yaml:3:10")] {
        let (exit, out, _) = run_in(&scratch, &["lint", name]);
        assert!(exit == 2 && out.contains("extends goes round in a circle") && out.contains(place), "{exit}\n{out}");
    }
}

#[test]
fn extending_an_unknown_list_names_the_one_that_may_be_meant() {
    let (exit, out) = lint(&CHILD.replace("gbt27922", "gbt27923"));
    assert_eq!(exit, 2);
    assert!(out.contains("no built-in list and no file is called `gbt27923`"), "{out}");
    assert!(out.contains("--> list.yaml:4:10") && out.contains("did you mean `gbt27922`?"), "{out}");
}

#[test]
fn dropping_an_unknown_item_names_the_one_that_may_be_meant() {
    let (exit, out) = lint(&CHILD.replace("drop: [bid-documents]", "drop: [bid-documents, company-profil]"));
    assert_eq!(exit, 2);
    assert!(out.contains("`company-profil`, to be dropped, is not in the list extended"), "{out}");
    assert!(out.contains("--> list.yaml:5:23") && out.contains("did you mean `company-profile`?"), "{out}");
}

#[test]
fn a_mistake_in_the_list_extended_is_shown_in_its_own_file() {
    let scratch = Scratch::new()
        .with("list.yaml", "schema: 1\nid: a\nextends: base.yaml\n")
        .with("base.yaml", "schema: 1\nid: b\ntitle: { zh: 乙, en: B }\nitems: [{ id: x, titel: 1 }]\n");
    let (exit, out, _) = run_in(&scratch, &["lint", "list.yaml"]);
    assert_eq!(exit, 2);
    assert!(out.contains("unknown key `titel`") && out.contains("--> base.yaml:4:18"), "{out}");
}
