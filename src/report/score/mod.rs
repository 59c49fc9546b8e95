//! Reports on a self-assessment: for a person, as JSON, and the form to fill in.

pub mod json;
pub mod template;
pub mod text;

use crate::model::assessment::Assessment;
use crate::model::checklist::Checklist;
use crate::model::score::{Score, Support};
use crate::model::scoring::{Scoring, Sheet};

/// A scored self-assessment with all that belongs to it.
pub struct Scored<'a> {
    /// The sheet as it was named.
    pub name: &'a str,
    /// The list.
    pub list: &'a Checklist,
    /// How its standard scores.
    pub scheme: &'a Scoring,
    /// What the applicant scored.
    pub sheet: &'a Sheet,
    /// The result.
    pub score: Score,
    /// The dossier, and what in it speaks for each indicator, class by class; `None` if none was looked at.
    pub support: Option<(&'a Assessment, Vec<Vec<Support>>)>,
}

impl Scored<'_> {
    /// What in the dossier speaks for an indicator.
    fn support_of(&self, class: usize, indicator: usize) -> Option<(&Assessment, &Support)> {
        let (assessment, support) = self.support.as_ref()?;
        Some((assessment, &support[class][indicator]))
    }
}
