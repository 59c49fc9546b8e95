//! Stub.
pub(super) struct Row; pub(super) fn rows(_: &str) -> Vec<Row> { Vec::new() }
