//! What plugs the program into CI: the action's steps and the hook, run for real where their tools are.
#![allow(clippy::expect_used, clippy::indexing_slicing)]

mod common;

use std::path::Path;

use common::Scratch;
use serde_json::Value;
use snapbox::cmd::{Command, cargo_bin};

fn yaml(path: &str) -> Value {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the file");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether a program can be run at all; if not, says which test is left out.
fn present(program: &str, test: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("{test}: not run, there is no {program} here");
    }
    found
}

/// The hook's command, as words.
fn entry() -> Vec<String> {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = &hooks[0];
    assert_eq!((&hook["id"], &hook["language"]), (&"dossier-check".into(), &"rust".into()));
    assert_eq!((&hook["pass_filenames"], &hook["always_run"]), (&false.into(), &true.into()));
    hook["entry"].as_str().expect("an entry").split(' ').map(str::to_owned).collect()
}

#[test]
fn the_hook_says_what_the_program_takes() {
    let entry = entry();
    assert_eq!(entry[0], "dossier");
    for (dossier, code) in [("fixtures/typical/dossier", 1), ("fixtures/complete/dossier", 0)] {
        let (exit, _, err) = common::run(entry[1..].iter().map(String::as_str).chain([dossier]));
        assert_eq!(exit, code, "{err}");
    }
}

#[test]
#[cfg(unix)]
fn the_hook_refuses_a_commit_that_leaves_a_gap() {
    let test = "the_hook_refuses_a_commit_that_leaves_a_gap";
    if !present("git", test) || !present("pre-commit", test) {
        return;
    }
    let list = "schema: 1\nid: mine\ntitle: { zh: 甲, en: A }\nitems:\n  - { id: licence, title: { zh: 执照, en: licence }, match: { terms: [营业执照] } }\n";
    let program = cargo_bin!("dossier").display().to_string();
    let entry: Vec<String> = std::iter::once(program).chain(entry().into_iter().skip(1)).collect();
    let hook = serde_json::json!({
        "repos": [{ "repo": "local", "hooks": [{
            "id": "dossier-check", "name": "dossier check", "entry": entry.join(" "), "language": "system",
            "pass_filenames": false, "always_run": true, "args": ["材料", "--checklist", "list.yaml", "--lang", "en"],
        }] }]
    });
    let scratch = Scratch::new().with("材料/营业执照.pdf", "a").with("材料/其他.pdf", "b");
    scratch.add("list.yaml", list.as_bytes());
    // JSON is YAML.
    scratch.add(".pre-commit-config.yaml", hook.to_string().as_bytes());
    let home = Scratch::new();
    let git = |args: &[&str]| {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "core.hooksPath=.git/hooks"])
            .args(args)
            .current_dir(scratch.path())
            .env("HOME", home.path())
            .env("PRE_COMMIT_HOME", home.path().join("pre-commit"))
            .env("DOSSIER_CACHE", "off")
            .env("LC_ALL", "C.UTF-8")
            .output()
            .expect("runs");
        let told = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&told).into_owned())
    };
    assert!(git(&["init", "-q"]).0);
    let installed = Command::new("pre-commit").arg("install").current_dir(scratch.path()).output().expect("runs");
    assert!(installed.status.success());
    assert!(git(&["add", "-A"]).0);
    let (done, told) = git(&["commit", "-qm", "complete"]);
    assert!(done, "{told}");
    // A commit that only takes a file away changes no file pre-commit would name.
    assert!(git(&["rm", "-q", "材料/营业执照.pdf"]).0);
    let (done, told) = git(&["commit", "-qm", "a gap"]);
    assert!(!done && told.contains("[missing] licence"), "{told}");
}

#[test]
#[cfg(unix)]
fn the_step_of_the_action_annotates_reports_and_fails() {
    if !present("bash", "the_step_of_the_action_annotates_reports_and_fails") {
        return;
    }
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_array().expect("steps");
    let step = steps.iter().find(|step| step["name"] == "Check").expect("the step");
    let inputs = action["inputs"].as_object().expect("inputs");
    let runner = Scratch::new();
    std::fs::create_dir_all(runner.path().join("dossier/bin")).expect("folders");
    std::os::unix::fs::symlink(cargo_bin!("dossier"), runner.path().join("dossier/bin/dossier")).expect("a link");
    let run = |given: &[(&str, &str)]| {
        let target = Scratch::new();
        let summary = target.path().join("summary.md");
        let mut command = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().expect("a script")])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("RUNNER_TEMP", runner.path())
            .env("GITHUB_STEP_SUMMARY", &summary)
            .env("DOSSIER_CACHE", "off");
        for (name, value) in step["env"].as_object().expect("env") {
            // `${{ inputs.fail-on }}`
            let value = value.as_str().expect("an expression");
            let input = value.trim_start_matches("${{ inputs.").trim_end_matches(" }}");
            let default = inputs[input]["default"].as_str().expect("a default");
            let value = given.iter().find(|(name, _)| *name == input).map_or(default, |(_, value)| *value);
            command = command.env(name, value.replace("TARGET", target.path().to_str().expect("UTF-8")));
        }
        let output = command.output().expect("runs");
        let read = |name: &str| std::fs::read_to_string(target.path().join(name)).unwrap_or_default();
        let told = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        (output.status.code(), told, read("summary.md"), read("a b.sarif"), read("a b.xml"))
    };
    let today = ("today", "2026-03-31");
    let typical = ("path", "fixtures/typical/dossier");
    let (code, told, summary, sarif, junit) =
        run(&[typical, today, ("sarif", "TARGET/a b.sarif"), ("junit", "TARGET/a b.xml")]);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("::error file=built-in/gbt27922.yaml,line="), "{told}");
    assert!(summary.contains("维修记录单"), "{summary}");
    assert!(serde_json::from_str::<Value>(&sarif).is_ok() && junit.contains("<testsuite "), "{told}");
    assert_eq!(run(&[typical, today, ("fail-on", "never"), ("lang", "en")]).0, Some(0));
    assert_eq!(run(&[today, ("path", "fixtures/complete/dossier"), ("checklist", "gbt27922")]).0, Some(0));
    // What is given is a value, never an option or a command.
    for path in ["--help", "none; touch x", "$(touch x)"] {
        let (code, told, ..) = run(&[("path", path)]);
        assert_eq!(code, Some(2), "{path}: {told}");
    }
    assert!(!Path::new(env!("CARGO_MANIFEST_DIR")).join("x").exists());
}

#[test]
fn workflows_pin_what_they_use() {
    let mut uses = Vec::new();
    for file in ["action.yml", ".github/workflows/ci.yml", ".github/workflows/release.yml"] {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("the file");
        let named = text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "));
        uses.extend(named.map(str::to_owned));
    }
    assert!(uses.len() >= 5, "{uses:?}");
    for used in uses.iter().filter(|used| !used.starts_with("./")) {
        let (_, commit) = used.split_once('@').expect("a version");
        let commit = commit.split(' ').next().unwrap_or_default();
        assert!(commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()), "{used}");
        assert!(used.contains(" # v"), "{used}: which version is that?");
    }
}
