//! Exit codes. Part of the interface: see docs/exit-codes.md.

/// Checked; nothing at or above `--fail-on`.
pub(crate) const OK: u8 = 0;
/// Checked; gaps found.
pub(crate) const GAPS: u8 = 1;
/// Could not check: bad arguments, bad checklist, no such folder, nothing to check.
pub(crate) const COULD_NOT_CHECK: u8 = 2;
