//! The compiled form of every built-in list is what its YAML says.
#![allow(clippy::expect_used)]

use std::path::Path;

use dossier::checklist::{BUILT_IN, Library, compile, load};

struct NoFiles;

impl Library for NoFiles {
    fn read(&self, _: &Path) -> std::io::Result<String> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

#[test]
fn compiled_lists_are_fresh() {
    for list in BUILT_IN {
        let (read, _) = load(&NoFiles, list.id).expect(list.id);
        if std::env::var_os("DOSSIER_BLESS").is_some() {
            let path = format!("{}/src/checklist/compiled/{}.json", env!("CARGO_MANIFEST_DIR"), list.id);
            std::fs::write(path, compile(&read).expect("JSON")).expect("written");
        } else {
            let compiled =
                list.checklist().unwrap_or_else(|| panic!("{}: DOSSIER_BLESS=1 cargo test --test compiled", list.id));
            assert!(compiled == read, "{} is stale: DOSSIER_BLESS=1 cargo test --test compiled", list.id);
        }
    }
}
