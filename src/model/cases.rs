//! Names with what a list should make of them.

/// One name and what is expected of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// A path within a dossier; it need not exist.
    pub path: String,
    /// What it should be taken for.
    pub expected: Expected,
    /// Line in the file of cases, from 1.
    pub line: u32,
}

/// What a name should be taken for, or is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Certain evidence for an item, or for this branch of it: the demands, by index.
    Item(Vec<usize>),
    /// Only possible evidence: a person must look.
    Unclear,
    /// Refused as a template, a policy or a plan.
    Template,
    /// No material.
    Nothing,
}
