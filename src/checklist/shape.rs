//! The shape of a checklist file: one field a key, each value with its place. The JSON Schema is
//! generated from these types.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::problem::{At, Span};
use super::scoring::ScoringShape;

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A checklist for `dossier`.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "checklist")]
pub struct ListShape {
    /// Version of the checklist language: 1.
    #[schemars(range(min = 1, max = 1))]
    pub schema: At<u32>,
    /// Stable id: letters, digits, `-` and `_`.
    pub id: At<String>,
    /// What the list is called; may be inherited.
    #[schemars(with = "Option<TextShape>")]
    pub title: TextShape,
    /// The standard it belongs to.
    pub standard: Option<At<String>>,
    /// What a reader of the list must know.
    pub note: Option<TextShape>,
    /// A list to inherit from: a built-in id or a file relative to this one.
    pub extends: Option<At<String>>,
    /// Ids of inherited items and conditions to leave out.
    #[schemars(default)]
    pub drop: Vec<At<String>>,
    /// The stages of the certification, in order.
    #[schemars(default)]
    pub stages: Vec<StageShape>,
    /// The facts an applicant may declare.
    #[schemars(default)]
    pub facts: Vec<FactShape>,
    /// Clauses of the standard which no material of this list supports.
    #[schemars(default)]
    pub unsupported_clauses: Vec<ClauseShape>,
    /// The periods of the certificate.
    pub certificate: Option<super::certificate::CertificateShape>,
    /// How the standard scores.
    pub scoring: Option<ScoringShape>,
    /// What the applicant must be, whatever it hands in.
    #[schemars(default)]
    pub conditions: Vec<super::conditions::ConditionShape>,
    /// The materials.
    #[schemars(default)]
    pub items: Vec<ItemShape>,
}

/// A text in Chinese and English.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "text")]
pub struct TextShape {
    /// Chinese.
    pub zh: At<String>,
    /// English.
    pub en: At<String>,
}

/// A stage of the certification.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "stage")]
pub struct StageShape {
    /// Stable id.
    pub id: At<String>,
    /// What it is called; may be inherited.
    #[schemars(with = "Option<TextShape>")]
    pub title: TextShape,
    /// Checked when nobody names a stage.
    #[schemars(default)]
    pub default: bool,
}

/// A fact an applicant may declare.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "fact")]
pub struct FactShape {
    /// Stable id.
    pub id: At<String>,
    /// How it is written.
    pub kind: FactKindShape,
    /// What it is called.
    pub title: TextShape,
}

/// How a fact is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "fact-kind")]
pub enum FactKindShape {
    /// true or false.
    YesNo,
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// YYYY-MM-DD or YYYY-MM.
    Date,
}

/// A clause of the standard.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "clause")]
pub struct ClauseShape {
    /// Its number.
    pub id: At<String>,
    /// What it is called.
    pub title: TextShape,
}

/// One material.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "item")]
pub struct ItemShape {
    /// Where the item begins.
    #[schemars(skip)]
    pub span: Span,
    /// Stable id: letters, digits, `-` and `_`.
    pub id: At<String>,
    /// The number the list itself prints.
    #[schemars(with = "Option<NumberOrText>")]
    pub no: Option<At<String>>,
    /// What it is called; may be inherited.
    #[schemars(with = "Option<TextShape>")]
    pub title: TextShape,
    /// One sentence: what to hand in.
    pub hand_in: Option<TextShape>,
    /// What a person should check.
    pub ask: Option<TextShape>,
    /// The stages it is due in.
    #[schemars(default, with = "OneOrMany")]
    pub stage: Vec<At<String>>,
    /// Whether it must be there; default true.
    pub required: Option<bool>,
    /// Due only where this fact is declared true.
    pub when: Option<At<String>>,
    /// Clauses a source names for it.
    #[schemars(default)]
    pub clauses: Vec<At<String>>,
    /// Clauses inferred from the standard's text.
    #[schemars(default)]
    pub clauses_inferred: Vec<At<String>>,
    /// Where the demand comes from.
    pub source: Option<At<String>>,
    /// What sources disagree on.
    pub note: Option<TextShape>,
    /// Alternatives, each complete by itself.
    #[schemars(default)]
    pub any_of: Option<Vec<BranchShape>>,
    /// Several things, all needed.
    #[schemars(default)]
    pub all_of: Option<Vec<DemandShape>>,
    /// What is counted, where there is one thing to count.
    #[schemars(flatten)]
    pub count: CountShape,
}

/// An alternative: one thing, or several together.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(untagged, rename = "branch")]
pub enum BranchShape {
    /// Several things, all needed.
    All(AllShape),
    /// One thing.
    One(Box<DemandShape>),
}

/// Several things, all needed.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "all-of")]
pub struct AllShape {
    /// The things.
    pub all_of: Vec<DemandShape>,
}

/// One thing of several.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "demand")]
pub struct DemandShape {
    /// Stable id: letters, digits, `-` and `_`.
    pub id: At<String>,
    /// What it is called.
    pub title: TextShape,
    /// How it is counted.
    #[schemars(flatten)]
    pub count: CountShape,
}

/// How evidence is counted and recognised.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "count")]
pub struct CountShape {
    /// The least count; default 1.
    #[schemars(range(min = 1))]
    pub min: Option<At<u32>>,
    /// The greatest count.
    #[schemars(range(min = 1))]
    pub max: Option<At<u32>>,
    /// A better count that is not demanded.
    #[schemars(range(min = 1))]
    pub recommended: Option<At<u32>>,
    /// What is counted; default file.
    pub unit: Option<UnitShape>,
    /// How evidence is recognised.
    pub r#match: Option<MatchShape>,
    /// The kinds of document that count; default pdf, image, word, excel, slides, ofd.
    #[schemars(default)]
    pub accept: Option<Vec<AcceptShape>>,
    /// Must bear a stamp or signature.
    #[schemars(default)]
    pub sealed: bool,
    /// How it is handed over.
    #[schemars(default)]
    pub form: Vec<FormShape>,
    /// What every product of the scope needs.
    pub covers: Option<CoversShape>,
    /// How old the evidence may be: `3 months`, `90 days`, `2 years`.
    #[schemars(regex(pattern = r"^[1-9][0-9]{0,3} (day|month|year)s?$"))]
    pub window: Option<At<String>>,
    /// Facts whose declaration satisfies it.
    #[schemars(default, with = "OneOrMany")]
    pub fact: Vec<At<String>>,
    /// A share of a declared number.
    pub ratio: Option<RatioShape>,
    /// Counts only while it is in force.
    #[schemars(default)]
    pub valid: bool,
    /// Whose document it must be.
    pub party: Option<PartyShape>,
    /// Each part of the window that needs evidence of its own.
    pub every: Option<EveryShape>,
    /// What counts once, however many papers there are.
    pub distinct: Option<DistinctShape>,
    /// A declared number of which one each is needed, if it is above `min`.
    pub min_of: Option<At<String>>,
}

/// Whose document it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "party")]
pub enum PartyShape {
    /// The applicant's name or credit code must stand on it.
    Applicant,
}

/// A part of the window that needs evidence of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "every")]
pub enum EveryShape {
    /// Every calendar month.
    Month,
}

/// What counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "distinct")]
pub enum DistinctShape {
    /// A person.
    Person,
}

/// How a share is made a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "rounding")]
pub enum RoundingShape {
    /// To the next whole number.
    Up,
    /// To the whole number below.
    Down,
    /// To the nearest, a half up.
    Nearest,
}

/// What evidence is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "unit")]
pub enum UnitShape {
    /// Whole files.
    File,
    /// Pages.
    Page,
    /// Records; one file may hold several.
    Record,
}

/// A kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "accept")]
#[allow(missing_docs)]
pub enum AcceptShape {
    Pdf,
    Image,
    Word,
    Excel,
    Slides,
    Ofd,
    Text,
    Html,
    Archive,
}

/// How a material is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "form")]
#[allow(missing_docs)]
pub enum FormShape {
    Printed,
    Copy,
    Electronic,
}

/// What the evidence must cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "covers")]
pub enum CoversShape {
    /// Every product of the scope.
    Products,
}

/// How evidence is recognised.
#[derive(Debug, Clone, PartialEq, JsonSchema, Default)]
#[schemars(deny_unknown_fields, rename = "match")]
pub struct MatchShape {
    /// Part of a title: certain. `A*B` leaves up to 8 characters between.
    #[schemars(default)]
    pub terms: Vec<At<String>>,
    /// A whole title: certain.
    #[schemars(default)]
    pub titles: Vec<At<String>>,
    /// Part of a title: may fit, a person must look.
    #[schemars(default)]
    pub maybe: Vec<At<String>>,
    /// Patterns for the whole relative path.
    #[schemars(default)]
    pub globs: Vec<At<String>>,
    /// Longer names that contain a term but mean something else.
    #[schemars(default)]
    pub not: Vec<At<String>>,
    /// Titles printed in the document itself.
    #[schemars(default)]
    pub content: Vec<At<String>>,
}

/// A share of a declared number.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "ratio")]
pub struct RatioShape {
    /// Per cent, above 0 and at most 100.
    pub percent: At<f64>,
    /// The declared fact it is a share of.
    pub of: At<String>,
    /// The declared fact that says how many there are; else rosters are counted.
    pub have: Option<At<String>>,
    /// How it is made a whole number; default up.
    pub rounding: Option<RoundingShape>,
}

/// A number or a text.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[allow(dead_code)]
pub(super) enum NumberOrText {
    Number(u32),
    Text(String),
}

/// One text or several.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[allow(dead_code)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// The JSON Schema (2020-12) of checklist files.
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(ListShape).to_value()
}
