//! What holds for any input.

mod common;

use std::io;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use common::dossier;
use dossier::checklist::{self, Library};
use dossier::content::Options;
use dossier::inventory::{Memory, Opener, from_list};
use dossier::model::assessment::{Assessment, ItemResult};
use dossier::model::assignment::Outcome;
use dossier::model::checklist::Checklist;
use dossier::model::inventory::Inventory;
use dossier::model::text::Lang;
use dossier::pipeline;
use dossier::pipeline::Reader;
use dossier::report::{Style, json, text};
use proptest::prelude::*;
use proptest::sample::select;

/// One text under every name.
struct Only(String);

impl Library for Only {
    fn read(&self, _: &Path) -> io::Result<String> {
        Ok(self.0.clone())
    }
}

static LIST: LazyLock<Arc<Checklist>> =
    LazyLock::new(|| checklist::load(&Only(String::new()), "gbt27922").expect("built in").0);

fn assess(inventory: Inventory, opener: Option<&dyn Opener>) -> Assessment {
    let options = Options::default();
    let reader = opener.map(|opener| Reader::here(opener, &options));
    let request = pipeline::Request {
        checklist: Arc::clone(&LIST),
        stages: LIST.default_stages(),
        today: jiff::civil::date(2026, 11, 22),
        settings: Default::default(),
    };
    pipeline::check(inventory, reader.as_ref(), request)
}

/// Pieces of which names are made.
const PIECES: &[&str] = &[
    "维修记录",
    "维修",
    "记录",
    "营业执照",
    "安装调试",
    "客户满意度调查表",
    "投诉",
    "回访",
    "模板",
    "制度",
    "副本",
    "（4份）",
    "合同",
    "16",
    "3",
    "0.",
    "第十六项",
    "IMG_",
    "20240305",
    ".pdf",
    ".PDF",
    ".docx",
    ".jpg",
    ".txt",
    "~$",
    ".part",
    "/",
    "\\",
    "..",
    " ",
    "_",
    "-",
    "(",
    "）",
    "服务",
    "未盖章",
    "repair record",
    "yyzz",
    "\u{301}",
    "\u{202e}",
    "ß",
    "İ",
    "𠮷",
];

/// Random bytes, or pieces of real names, on one line.
fn name() -> impl Strategy<Value = Vec<u8>> {
    let noise = prop::collection::vec(any::<u8>(), 0..40);
    let pieces = prop::collection::vec(select(PIECES), 0..8).prop_map(|pieces| pieces.concat().into_bytes());
    let gbk = prop::collection::vec(select(PIECES), 1..5)
        .prop_map(|pieces| encoding_rs::GBK.encode(&pieces.concat()).0.into_owned());
    prop_oneof![noise, pieces, gbk].prop_map(|bytes| bytes.into_iter().filter(|b| !b"\r\n".contains(b)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_thousand_random_names_get_one_answer_each(names in prop::collection::vec(name(), 1000)) {
        let lines = [names.join(&b'\n'), b"\n".to_vec()].concat();
        let args = ["explain", "--files-from", "-", "--format", "jsonl"];
        let output = dossier().args(args).stdin(lines.clone()).output().expect("runs");
        prop_assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let out = String::from_utf8(output.stdout).expect("UTF-8");
        let answers: Vec<serde_json::Value> =
            out.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
        prop_assert_eq!(answers.len(), names.len());
        for (name, answer) in names.iter().zip(&answers) {
                // For now U+007F does not survive standard output.
            if let Some(text) = std::str::from_utf8(name).ok().filter(|text| !text.contains('\u{7f}')) {
                prop_assert_eq!(answer["path"].as_str(), Some(text));
            }
        }

        let inventory = from_list("names", &lines);
        let count = inventory.files.len();
        let assessment = assess(inventory, None);
        prop_assert_eq!(assessment.outcomes.len(), count);
        prop_assert_eq!(assessment.recognitions.len(), count);
        let mut bytes = Vec::new();
        json::write(&assessment, &mut bytes).expect("written");
        let report: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        prop_assert_eq!(report["files"].as_array().map(Vec::len), Some(count));
        let options = text::Options { lang: Lang::Zh, detail: text::Detail::Full, style: Style::new(false) };
        let mut page = Vec::new();
        text::write(&assessment, options, &mut page).expect("written");
        let page = String::from_utf8(page).expect("UTF-8");
        prop_assert!(!page.contains(|c: char| c.is_control() && c != '\n'));
    }
}

/// Paths of a dossier, some in a wrapping folder.
fn paths() -> impl Strategy<Value = Vec<String>> {
    let folders =
        vec!["", "16.维修记录单/", "16/", "15.安装调试记录/", "10.售后服务承诺/", "19.满意度/", "0/", "别的/", "30/"];
    let stems = vec![
        "维修记录",
        "安装调试记录",
        "IMG_",
        "营业执照",
        "满意度调查表",
        "服务承诺",
        "服务流程图",
        "服务热线",
        "维修安装记录",
        "无关",
    ];
    let ends = vec![".pdf", ".docx", ".jpg", "（4份）.pdf", "模板.docx", ".txt"];
    let path = (select(folders), select(stems), 0..9, select(ends))
        .prop_map(|(folder, stem, n, end)| format!("{folder}{stem}{n}{end}"));
    (prop::collection::btree_set(path, 1..60), select(vec!["", "申报资料/"]))
        .prop_map(|(paths, wrap)| paths.into_iter().map(|path| format!("{wrap}{path}")).collect())
}

/// The dossier of these paths; every third file shares its bytes with others.
fn memory(paths: &[String]) -> Memory {
    paths.iter().fold(Memory::default(), |memory, path| {
        let digits: usize = path.bytes().map(usize::from).sum();
        let bytes = if digits.is_multiple_of(3) { format!("shared {}", digits % 4) } else { path.clone() };
        memory.with(path, common::document(path, &bytes))
    })
}

fn check(paths: &[String]) -> Assessment {
    let memory = memory(paths);
    assess(memory.inventory(), Some(&memory))
}

/// The certain count of each item that asks for one thing.
fn counts(assessment: &Assessment) -> Vec<(usize, u32)> {
    let simple = |result: &&ItemResult| !LIST.items[result.item].is_compound();
    assessment.items.iter().filter(simple).map(|result| (result.item, result.counts().1)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_a_list_of_paths_changes_no_byte_of_the_report(
        paths in paths().prop_flat_map(|paths| (Just(paths.clone()), Just(paths).prop_shuffle()))
    ) {
        let report = |paths: &[String]| {
            let mut bytes = Vec::new();
            json::write(&assess(from_list("names", paths.join("\n").as_bytes()), None), &mut bytes).expect("written");
            bytes
        };
        prop_assert!(report(&paths.0) == report(&paths.1));
    }

    #[test]
    fn an_irrelevant_file_lowers_no_count(paths in paths(), beside in any::<prop::sample::Index>(), top in any::<bool>()) {
        // Beside a wrapping folder it does, for now: the folder is then no longer looked through.
        let root = if paths[0].starts_with("申报资料/") { "申报资料" } else { "" };
        let folder = if top { root } else { paths[beside.index(paths.len())].rsplit_once('/').map_or("", |(f, _)| f) };
        let added = format!("{folder}{}qzxv.pdf", if folder.is_empty() { "" } else { "/" });
        let more: Vec<String> = paths.iter().cloned().chain([added.clone()]).collect();
        let (before, after) = (check(&paths), check(&more));
        let at = after.inventory.files.iter().position(|file| *file.path == *added).expect("added");
        // In the folder of an item a name that says nothing is evidence.
        let irrelevant = matches!(after.outcomes[at], Outcome::LeftOver | Outcome::Refused { demand: None, .. });
        prop_assume!(irrelevant);
        for ((item, before), (_, after)) in counts(&before).into_iter().zip(counts(&after)) {
            prop_assert!(after >= before, "{added} takes {} from {before} to {after}", LIST.items[item].id);
        }
    }

    #[test]
    fn taking_a_counted_file_away_raises_no_count_of_its_item(paths in paths(), which in any::<prop::sample::Index>()) {
        let before = check(&paths);
        let counted: Vec<(usize, usize)> = before.outcomes.iter().enumerate().filter_map(|(file, outcome)| match outcome {
            Outcome::Counted { demand, .. } => Some((file, LIST.demands[*demand].item)),
            _ => None,
        }).collect();
        prop_assume!(!counted.is_empty());
        let (file, item) = counted[which.index(counted.len())];
        let gone = before.inventory.files[file].path.clone();
        let after = check(&paths.iter().filter(|path| ***path != *gone).cloned().collect::<Vec<_>>());
        let have = |assessment: &Assessment| counts(assessment).into_iter().find(|(i, _)| *i == item).map(|(_, have)| have);
        prop_assert!(have(&after) <= have(&before), "without {gone}: {:?} to {:?}", have(&before), have(&after));
    }
}
