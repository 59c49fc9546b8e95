//! Folders dropped on the program's icon, as Windows Explorer hands them over.

use std::ffi::OsString;
use std::path::Path;

/// What shells set for the programs they start, and Explorer does not.
const SHELLS: [&str; 5] = ["PROMPT", "WT_SESSION", "MSYSTEM", "TERM", "TERM_PROGRAM"];

/// Whether the program was started by dropping folders or archives on it: nothing but whole paths, and no shell around.
pub(super) fn is_dropped(args: &[OsString], variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let paths = args.get(1..).unwrap_or_default();
    let whole = |path: &OsString| Path::new(path).is_absolute() && Path::new(path).exists();
    !paths.is_empty() && paths.iter().all(whole) && !is_in_shell(variable)
}

/// Whether it was started by a click on its icon: its window would close before anybody has read it.
pub(super) fn is_clicked(args: &[OsString], variable: impl Fn(&str) -> Option<OsString>) -> bool {
    args.len() == 1 && !is_in_shell(variable)
}

fn is_in_shell(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    // A PowerShell adds the user's own modules to those of the system.
    let modules = variable("PSModulePath").map(|path| path.to_string_lossy().to_lowercase());
    let power_shell = modules.is_some_and(|modules| modules.contains("documents"));
    power_shell || SHELLS.iter().any(|name| variable(name).is_some())
}

/// A folder written `"C:\\资料\\"` arrives with its closing quote, since the backslash before it took away its meaning.
pub(super) fn mend_quotes(args: &mut [OsString]) {
    for arg in args.iter_mut().skip(1) {
        if let Some(path) = arg.to_str().and_then(|text| text.strip_suffix('"')) {
            *arg = path.into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_is_told_from_what_is_typed() {
        let none = |_: &str| None;
        let folder = std::env::temp_dir().into_os_string();
        let args = |paths: &[&OsString]| -> Vec<OsString> {
            std::iter::once("dossier".into()).chain(paths.iter().map(|path| (*path).clone())).collect()
        };
        assert!(is_dropped(&args(&[&folder]), none));
        assert!(is_dropped(&args(&[&folder, &folder]), none));
        assert!(!is_dropped(&args(&[]), none));
        assert!(!is_dropped(&args(&[&"check".into(), &folder]), none));
        assert!(!is_dropped(&args(&[&folder, &"--open".into()]), none));
        assert!(!is_dropped(&args(&[&folder]), |name| (name == "PROMPT").then(|| "$P$G".into())));
        let modules = |name: &str| (name == "PSModulePath").then(|| r"C:\Users\a\Documents\PowerShell\Modules".into());
        assert!(!is_dropped(&args(&[&folder]), modules));
        assert!(is_clicked(&args(&[]), none));
        assert!(!is_clicked(&args(&[&folder]), none));
        assert!(!is_clicked(&args(&[]), |name| (name == "PROMPT").then(|| "$P$G".into())));
    }

    #[test]
    fn a_quote_left_behind_by_a_backslash_is_taken_away() {
        let mut args: Vec<OsString> = ["dossier", "check", "C:\\资料\"", "a"].map(OsString::from).into();
        mend_quotes(&mut args);
        assert_eq!(args, ["dossier", "check", "C:\\资料", "a"].map(OsString::from));
    }
}
