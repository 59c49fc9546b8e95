//! Who may import whom: the table of the design, held against the source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// For each top-level module, the modules it may name besides itself.
const ALLOWED: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("checklist", &["model"]),
    ("inventory", &["model"]),
    ("matching", &["model"]),
    ("content", &["model"]),
    ("rules", &["model"]),
    ("i18n", &["model"]),
    ("score", &["model"]),
    ("assess", &["model", "rules"]),
    ("lint", &["model", "matching", "checklist"]),
    ("batch", &["model"]),
    ("compare", &["model"]),
    ("report", &["model", "i18n"]),
    ("pipeline", &["model", "checklist", "inventory", "matching", "rules", "assess", "lint", "content"]),
];

/// What a module must not touch, by the beginning of a path.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("model", &["std::fs", "std::io", "clap", "serde_yaml", "owo_colors", "anstream"]),
    ("matching", &["std::fs", "std::time", "jiff::Zoned", "std::env", "std::process"]),
    ("rules", &["std::fs", "std::time", "jiff::Zoned", "std::env", "std::process"]),
    ("score", &["std::fs", "std::time", "jiff::Zoned", "std::env", "std::process"]),
    ("assess", &["std::fs", "std::time", "jiff::Zoned", "std::env", "std::process"]),
];

/// One source file: where it stands, its top-level module, and every path it names.
struct Source {
    file: String,
    module: String,
    paths: BTreeSet<String>,
}

#[test]
fn every_module_imports_only_what_the_design_allows() {
    let sources = sources();
    let modules: BTreeSet<&str> = sources.iter().map(|source| source.module.as_str()).collect();
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| !["cli", "main", "lib"].contains(&source.module.as_str())) {
        let Some((_, allowed)) = ALLOWED.iter().find(|(module, _)| *module == source.module) else {
            wrong.push(format!("{}: the module {} is not in the table", source.file, source.module));
            continue;
        };
        for path in &source.paths {
            let Some(target) = target(source, path, &modules) else { continue };
            if target != source.module && !allowed.contains(&target.as_str()) {
                wrong.push(format!("{}: {} may not import {path}", source.file, source.module));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_command_line_uses_only_public_modules_of_the_library() {
    let lib = fs::read_to_string(root().join("lib.rs")).expect("lib.rs");
    let public: BTreeSet<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(public.contains("pipeline"), "{public:?}");
    let mut uses = 0;
    for source in sources().iter().filter(|source| source.module == "cli") {
        for path in source.paths.iter().filter_map(|path| path.strip_prefix("dossier::")) {
            uses += 1;
            let module = path.split("::").next().unwrap_or_default();
            assert!(public.contains(module), "{}: dossier::{path} is not public", source.file);
        }
    }
    assert!(uses > 20, "the command line names the library {uses} times: the reader of paths is broken");
}

#[test]
fn no_module_of_the_library_mentions_the_command_line() {
    for source in sources().iter().filter(|source| !["cli", "main"].contains(&source.module.as_str())) {
        for path in &source.paths {
            assert!(path.split("::").all(|part| part != "cli"), "{} names {path}", source.file);
        }
    }
}

#[test]
fn pure_modules_touch_no_disk_clock_or_terminal() {
    let mut wrong = Vec::new();
    for source in sources() {
        let forbidden = FORBIDDEN.iter().filter(|(module, _)| *module == source.module).flat_map(|(_, paths)| *paths);
        for start in forbidden {
            let hit = |path: &&String| path.as_str() == *start || path.starts_with(&format!("{start}::"));
            wrong.extend(source.paths.iter().filter(hit).map(|path| format!("{}: {path}", source.file)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn one_file_knows_the_yaml_crate() {
    let knows = |source: &&Source| source.paths.iter().any(|path| path.split("::").next() == Some("serde_yaml"));
    let files: Vec<String> = sources().iter().filter(knows).map(|source| source.file.clone()).collect();
    assert_eq!(files, ["checklist/yaml.rs"]);
}

#[test]
fn the_reader_of_paths_sees_through_groups_and_comments() {
    let text =
        "use crate::{model::{a, b as c}, rules::*, x};\n// crate::cli\npub use super::y; let z = std::fs::read(p);";
    let mut found = BTreeSet::new();
    paths_of(text, &mut found);
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    assert_eq!(
        found,
        ["crate::model::a", "crate::model::b", "crate::rules::*", "crate::x", "std::fs::read", "super::y"]
    );
}

/// The top-level module a path of ours leads to; `None` if it is not ours or stays inside.
fn target(source: &Source, path: &str, modules: &BTreeSet<&str>) -> Option<String> {
    let parts: Vec<&str> = path.split("::").collect();
    let name = match parts[0] {
        "crate" => parts.get(1)?,
        "super" => {
            let ups = parts.iter().take_while(|part| **part == "super").count();
            // A `mod.rs` and a file at the top stand one below the crate.
            let folders = source.file.matches('/').count();
            let depth = if source.file.ends_with("mod.rs") { folders } else { folders + 1 };
            parts.get(ups).filter(|name| ups >= depth && modules.contains(**name))?
        }
        _ => return None,
    };
    Some((*name).to_owned())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources() -> Vec<Source> {
    let mut found = BTreeMap::new();
    walk(&root(), &mut found);
    assert!(found.len() > 40, "only {} source files found", found.len());
    found
        .into_iter()
        .map(|(file, text)| {
            let mut paths = BTreeSet::new();
            paths_of(&text, &mut paths);
            let module = file.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
            Source { file, module, paths }
        })
        .collect()
}

fn walk(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let name = path.strip_prefix(root()).expect("below src").to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read_to_string(&path).expect("a source"));
        }
    }
}

/// Every path a text names, groups of `use` spelt out; comments are left out.
fn paths_of(text: &str, found: &mut BTreeSet<String>) {
    let comment = Regex::new(r"(?m)^\s*//.*$|\s//\s.*$").expect("a pattern");
    let code = comment.replace_all(text, "");
    let import = Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);|;\s*use\s+([^;]+);").expect("a pattern");
    for captures in import.captures_iter(&code) {
        let tree = captures.get(1).or_else(|| captures.get(2)).expect("a tree").as_str();
        spell_out("", tree, found);
    }
    let rest = import.replace_all(&code, "");
    let inline = Regex::new(r"\b[a-zA-Z_]\w*(?:::[a-zA-Z_]\w*)+").expect("a pattern");
    found.extend(inline.find_iter(&rest).map(|path| path.as_str().to_owned()));
}

/// A tree of `use` as single paths.
fn spell_out(prefix: &str, tree: &str, found: &mut BTreeSet<String>) {
    let (mut depth, mut start) = (0, 0);
    let mut branches = Vec::new();
    for (at, c) in tree.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                branches.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(&tree[start..]);
    for branch in branches.into_iter().map(str::trim).filter(|branch| !branch.is_empty()) {
        match branch.split_once('{') {
            Some((head, inner)) => {
                let inner = inner.strip_suffix('}').unwrap_or(inner);
                spell_out(&format!("{prefix}{}", head.trim()), inner, found);
            }
            None => {
                let name = branch.split(" as ").next().unwrap_or(branch).trim();
                found.insert(format!("{prefix}{name}"));
            }
        }
    }
}
