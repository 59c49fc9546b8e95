//! The lists that are shipped, and the schema they are written against.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::run;
use dossier::checklist::{self, BUILT_IN, Library};
use dossier::lint;
use dossier::matching::{Recogniser, Scratch};
use dossier::model::checklist::{Checklist, Demand, Item};
use serde_json::Value;

/// Files in memory.
struct Shelf(BTreeMap<&'static str, String>);

impl Library for Shelf {
    fn read(&self, path: &Path) -> io::Result<String> {
        let name = path.to_str().unwrap_or_default();
        self.0.get(name).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("checklists")
}

/// Stem and path of every list of the folder.
fn shipped() -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder()).expect("checklists").flatten().map(|entry| entry.path());
    let mut lists: Vec<(String, PathBuf)> = entries
        .filter(|path| path.extension().is_some_and(|ext| ext == "yaml"))
        .map(|path| (path.file_stem().expect("a stem").to_string_lossy().into_owned(), path))
        .collect();
    lists.sort();
    lists
}

fn built_in(id: &str) -> Arc<Checklist> {
    let (list, warnings) = checklist::load(&Shelf(BTreeMap::new()), id).unwrap_or_else(|p| panic!("{id}: {p:?}"));
    assert!(warnings.problems.is_empty(), "{id}: {:?}", warnings.problems);
    list
}

#[test]
fn every_list_of_the_folder_is_built_in_under_its_stem() {
    let stems: BTreeSet<String> = shipped().into_iter().map(|(stem, _)| stem).collect();
    let registered: BTreeSet<String> = BUILT_IN.iter().map(|list| list.id.to_owned()).collect();
    assert_eq!(registered.len(), BUILT_IN.len(), "an id is registered twice");
    assert_eq!(stems, registered);
    for (stem, path) in shipped() {
        let text = std::fs::read_to_string(path).expect("a list");
        let registered = checklist::built_in(&stem).expect("registered");
        assert!(registered.yaml == text, "{stem}: another file is built in");
    }
}

#[test]
fn the_id_of_every_list_is_its_stem_and_it_loads_without_a_problem() {
    for (stem, _) in shipped() {
        assert_eq!(built_in(&stem).id, stem);
    }
}

#[test]
fn no_shipped_list_takes_a_known_false_friend_for_evidence() {
    for (stem, _) in shipped() {
        let list = built_in(&stem);
        let taken: Vec<String> = lint::collisions(&list).iter().map(|c| c.message(&list).en).collect();
        assert!(taken.is_empty(), "{stem}:\n{}", taken.join("\n"));
    }
}

#[test]
fn the_shipped_schema_is_what_the_program_prints() {
    let (exit, printed, err) = run(["schema"]);
    assert_eq!(exit, 0, "{err}");
    let path = folder().join("schema.json");
    if std::env::var_os("DOSSIER_BLESS").is_some() {
        std::fs::write(&path, &printed).expect("written");
    }
    let shipped = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(shipped == printed, "checklists/schema.json is stale; run with DOSSIER_BLESS=1");
}

fn schema() -> Value {
    let (_, printed, _) = run(["schema"]);
    serde_json::from_str(&printed).expect("JSON")
}

#[test]
fn every_shipped_list_validates_against_the_schema() {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    for (stem, path) in shipped() {
        let text = std::fs::read_to_string(path).expect("a list");
        let list: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{stem}: {error}"));
        let errors: Vec<String> = validator.iter_errors(&list).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{stem}:\n{}", errors.join("\n"));
        let mut broken = list;
        broken["items"][0]["stag"] = "application".into();
        assert!(!validator.is_valid(&broken), "the schema takes any key");
    }
}

/// Each table of the language: its name in the schema, and a list in which only it has an unknown key.
const TABLES: &[(&str, &str)] = &[
    ("", "qqqqqqqqqq: 1"),
    ("text", "title: { qqqqqqqqqq: 1 }"),
    ("stage", "stages: [{ qqqqqqqqqq: 1 }]"),
    ("fact", "facts: [{ qqqqqqqqqq: 1 }]"),
    ("clause", "unsupported-clauses: [{ qqqqqqqqqq: 1 }]"),
    ("scoring", "scoring: { qqqqqqqqqq: 1 }"),
    ("score-class", "scoring: { classes: [{ qqqqqqqqqq: 1 }] }"),
    ("indicator", "scoring: { classes: [{ indicators: [{ qqqqqqqqqq: 1 }] }] }"),
    ("level", "scoring: { levels: [{ qqqqqqqqqq: 1 }] }"),
    ("level-name", "scoring: { levels: [{ names: [{ qqqqqqqqqq: 1 }] }] }"),
    ("special-deductions", "scoring: { special-deductions: { qqqqqqqqqq: 1 } }"),
    ("bonus", "scoring: { bonus: { qqqqqqqqqq: 1 } }"),
    ("condition", "conditions: [{ qqqqqqqqqq: 1 }]"),
    ("certificate", "certificate: { qqqqqqqqqq: 1 }"),
    ("item", "items: [{ qqqqqqqqqq: 1 }]"),
    ("match", "items: [{ match: { qqqqqqqqqq: 1 } }]"),
    ("ratio", "items: [{ ratio: { qqqqqqqqqq: 1 } }]"),
    ("demand", "items: [{ any-of: [{ qqqqqqqqqq: 1 }] }]"),
    ("demand", "items: [{ all-of: [{ qqqqqqqqqq: 1 }] }]"),
    ("all-of", "items: [{ any-of: [{ all-of: [], qqqqqqqqqq: 1 }] }]"),
];

#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let schema = schema();
    let tables: BTreeSet<&str> = TABLES.iter().map(|(table, _)| *table).collect();
    for (name, definition) in schema["$defs"].as_object().expect("definitions") {
        assert_eq!(definition["properties"].is_object(), tables.contains(name.as_str()), "{name} is not looked at");
    }
    for (table, text) in TABLES {
        let definition = if table.is_empty() { &schema } else { &schema["$defs"][table] };
        let in_schema: BTreeSet<&str> =
            definition["properties"].as_object().expect("properties").keys().map(String::as_str).collect();
        let problems = checklist::load(&Shelf([("x", (*text).to_owned())].into()), "x").expect_err("not a list");
        let unknown = problems.problems.iter().find(|problem| problem.message.en.contains("`qqqqqqqqqq`"));
        let hint = unknown.and_then(|problem| problem.hint.clone()).unwrap_or_else(|| panic!("{text}: {problems:?}"));
        let known = hint.en.strip_prefix("known keys: ").expect("the known keys");
        assert_eq!(in_schema, known.split(", ").collect::<BTreeSet<_>>(), "{text}");
    }
}

/// Key by key what the seed asks for: number, count.
const COUNTS: &[(u32, u32)] = &[
    (0, 1),
    (1, 1),
    (2, 1),
    (3, 1),
    (4, 1),
    (5, 2),
    (6, 1),
    (7, 1),
    (8, 5),
    (9, 1),
    (11, 1),
    (12, 1),
    (13, 4),
    (14, 3),
    (15, 4),
    (16, 4),
    (17, 4),
    (18, 4),
    (19, 4),
    (20, 5),
    (21, 1),
    (22, 4),
    (23, 4),
    (24, 4),
    (26, 1),
    (27, 1),
    (28, 1),
];

/// The only demand of a numbered item.
fn only<'a>(list: &'a Checklist, no: &str) -> &'a Demand {
    let item = &list.items[list.item_named(no).unwrap_or_else(|| panic!("no item {no}"))];
    assert_eq!(item.alternatives.len(), 1, "{no}");
    assert_eq!(item.alternatives[0].len(), 1, "{no}");
    &list.demands[item.alternatives[0][0]]
}

#[test]
fn gbt27922_holds_every_number_of_the_seed_with_its_count() {
    let list = built_in("gbt27922");
    for no in 0..=29 {
        let found: Vec<_> = list.items.iter().filter(|item| item.no == Some(no.to_string())).collect();
        assert_eq!(found.len(), 1, "number {no}");
        assert!(found[0].required, "number {no}");
        assert!(found[0].stages.contains(&"application".to_owned()), "number {no}");
    }
    assert_eq!(list.last_number(), Some(29));
    for (no, min) in COUNTS {
        assert_eq!(only(&list, &no.to_string()).min, *min, "number {no}");
    }
    let recommending = |list: &Checklist| -> Vec<(String, u32)> {
        let demands = list.demands.iter().filter(|d| list.items[d.item].stages[0] == "application");
        demands.filter_map(|d| Some((list.items[d.item].label().to_owned(), d.recommended?))).collect()
    };
    assert_eq!(recommending(&list), [("14".to_owned(), 4)]);
    assert!(list.demands.iter().all(|demand| demand.max.is_none()), "a list of least counts has no `max`");
}

#[test]
fn item_10_offers_a_flow_chart_with_hotline_or_a_promise() {
    let list = built_in("gbt27922");
    let item = &list.items[list.item_named("10").expect("item 10")];
    let ids = |demands: &Vec<usize>| demands.iter().map(|&d| list.demands[d].id.clone()).collect::<Vec<_>>();
    let alternatives: Vec<Vec<String>> = item.alternatives.iter().map(ids).collect();
    assert_eq!(alternatives, [vec!["service-flow-chart", "hotline"], vec!["service-promise"]]);
}

#[test]
fn facts_stand_where_the_seed_asks_for_information() {
    let list = built_in("gbt27922");
    assert_eq!(only(&list, "25").facts, ["website", "hotline", "contact"]);
    assert_eq!(only(&list, "29").facts, ["software_systems"]);
    let ratio = only(&list, "27").ratio.as_ref().expect("a ratio");
    assert_eq!((ratio.percent, ratio.of.as_str()), (10.0, "service_management_staff"));
}

#[test]
fn forms_and_pre_audit_papers_are_due_in_their_own_stage_only() {
    let list = built_in("gbt27922");
    for n in 1..=11 {
        let item = &list.items[list.item_named(&format!("P{n}")).unwrap_or_else(|| panic!("no item P{n}"))];
        assert_eq!(item.stages, [if n <= 6 { "forms" } else { "pre-audit" }], "P{n}");
    }
    assert_eq!(list.default_stages(), ["application"]);
}

/// Who is asked for a material and names a file so must be understood.
#[test]
fn every_item_is_known_by_its_own_title() {
    let mut lacking = Vec::new();
    for built_in in BUILT_IN {
        let (list, _) = checklist::load(&Shelf(BTreeMap::new()), built_in.id).expect("built in");
        let recogniser = Recogniser::new(&list);
        let mut scratch = Scratch::default();
        // What can be declared is known by what declares it.
        let named = |item: &Item| !item.is_compound() && item.demands().all(|d| list.demands[d].facts.is_empty());
        for (index, item) in list.items.iter().enumerate().filter(|(_, item)| named(item)) {
            let name = format!("{}.pdf", item.title.zh);
            let reading = recogniser.read_folder("", &mut scratch);
            let found = recogniser.recognise(&name, &name, &reading, &mut scratch);
            if !found.candidates.iter().any(|c| list.demands[usize::from(c.demand)].item == index) {
                lacking.push(format!("{} {}", list.id, item.title.zh));
            }
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}
