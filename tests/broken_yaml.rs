//! Whatever is written into a checklist, it is read or refused with a reason, never a panic.

use std::io;
use std::path::Path;

use dossier::checklist::{self, Library};
use dossier::model::text::Lang;
use proptest::prelude::*;
use proptest::sample::select;

/// One text under every name.
struct Only(String);

impl Library for Only {
    fn read(&self, _: &Path) -> io::Result<String> {
        Ok(self.0.clone())
    }
}

/// A list that is right, to be broken.
const LIST_TEXT: &str = "\
schema: 1
id: mine
title: { zh: 我的清单, en: Mine }
stages: [{ id: application, title: { zh: 申请, en: Application }, default: true }]
facts: [{ id: hotline, kind: text, title: { zh: 热线, en: Hotline } }]
items:
  - id: repair
    no: 16
    title: { zh: 维修记录单, en: Repair records }
    stage: application
    min: 4
    match: { terms: [维修记录, 维修*单], globs: ['**/repair/*'], not: [维修手册] }
  - id: either
    title: { zh: 二者取一, en: Either }
    any-of:
      - all-of: [{ id: chart, title: { zh: 图, en: Chart }, match: { titles: [流程图] } }]
      - { id: promise, title: { zh: 承诺, en: Promise }, fact: [hotline] }
";

const YAML: &[&str] = &[
    ": ",
    "- ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    "\"",
    "&a ",
    "*a",
    "#",
    "|\n",
    "---\n",
    "!!binary ",
    "\t",
    "<<: ",
    "\u{feff}",
    "items",
    "extends: x",
    "drop",
    "维修",
    "\u{301}",
    "0x7f",
    "-1",
    "1e999",
    ".nan",
    "yes",
    "null",
    "\r\n",
    "?",
];

/// Reads a text as a checklist and tells its problems in both languages; only a panic fails.
fn read(text: String) -> bool {
    let result = checklist::load(&Only(text), "some.yaml");
    let usable = result.is_ok();
    let problems = result.map_or_else(|problems| problems, |(_, warnings)| warnings);
    for (lang, colour) in [(Lang::Zh, false), (Lang::En, true)] {
        assert!(usable || !problems.render(lang, colour).is_empty(), "refused without a reason");
    }
    usable
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_no_checklist_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(!read(String::from_utf8_lossy(&bytes).into_owned()));
    }

    #[test]
    fn random_yaml_is_no_checklist_and_no_panic(pieces in prop::collection::vec(select(YAML), 0..60)) {
        prop_assert!(!read(pieces.concat()));
    }

    #[test]
    fn a_list_broken_anywhere_is_read_or_refused_without_panic(
        at in any::<prop::sample::Index>(), cut in 0usize..30, put in prop::collection::vec(select(YAML), 0..3)
    ) {
        let chars: Vec<char> = LIST_TEXT.chars().collect();
        let at = at.index(chars.len());
        let (before, after) = (&chars[..at], &chars[(at + cut).min(chars.len())..]);
        read(before.iter().chain(put.concat().chars().collect::<Vec<_>>().iter()).chain(after).collect());
    }
}

#[test]
fn the_list_that_is_broken_above_is_right() {
    assert!(read(LIST_TEXT.to_owned()));
}
