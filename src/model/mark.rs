//! The mark of a report: how a page, a workbook or a Markdown file tells that this program wrote it.

/// What such a report names as its generator.
pub const GENERATOR: &str = "dossier-report";
