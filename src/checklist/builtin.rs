//! The lists compiled into the program. Every file of `checklists/` stands here under its stem.

/// Id and text of each built-in list.
pub const BUILT_IN: &[(&str, &str)] = &[("gbt27922", include_str!("../../checklists/gbt27922.yaml"))];

/// The text of a built-in list.
pub(super) fn text(id: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(name, _)| *name == id).map(|(_, text)| *text)
}

/// Whether there is a built-in list of this id.
pub fn built_in(id: &str) -> bool {
    text(id).is_some()
}
