//! The JSON Schema of `dossier.yaml`, for editors. The reader is `settings`; a test keeps both to the same keys.
#![allow(dead_code)] // The fields are there for the schema alone.

use std::collections::BTreeMap;

use schemars::JsonSchema;

/// What a person says about a dossier. Everything is optional.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "settings", title = "dossier.yaml")]
struct Settings {
    /// A built-in checklist, or a file relative to the dossier.
    checklist: Option<String>,
    /// The stages to check.
    stage: Option<OneOrMany>,
    /// `submit`: every gap is an error. `draft`: what is not there yet is a note.
    mode: Option<Mode>,
    /// Who applies: the name alone, or more.
    applicant: Option<ApplicantOrName>,
    /// The products applied for, as the application names them.
    scope: Option<Vec<ProductOrName>>,
    /// The day the audit is planned for, YYYY-MM-DD.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    audit_date: Option<String>,
    /// The certificate that was issued.
    certificate: Option<Certificate>,
    /// Facts of the checklist, by id; an empty value declares nothing.
    facts: Option<BTreeMap<String, Fact>>,
    /// Files a person has looked at.
    assign: Option<Vec<Assign>>,
    /// Exceptions somebody answers for.
    waivers: Option<Vec<Waiver>>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "mode")]
enum Mode {
    Submit,
    Draft,
    #[schemars(rename = "提交")]
    SubmitZh,
    #[schemars(rename = "草稿")]
    DraftZh,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum ApplicantOrName {
    Name(String),
    Applicant(Applicant),
}

/// Who applies.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "applicant")]
struct Applicant {
    /// The full name, as on the licence.
    name: Option<String>,
    /// Former, short and foreign names.
    aliases: Option<OneOrMany>,
    /// Unified social credit code, 18 characters.
    credit_code: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum ProductOrName {
    Name(String),
    Product(Product),
}

/// A product applied for.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "product")]
struct Product {
    /// As the application names it.
    name: String,
    /// Other names, models and brands that mean it.
    aliases: Option<OneOrMany>,
}

/// The certificate that was issued.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "certificate")]
struct Certificate {
    /// The day of issue, YYYY-MM-DD.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    issued: String,
    /// The last day of validity it prints, YYYY-MM-DD.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    until: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum Fact {
    YesNo(bool),
    Number(u64),
    Text(String),
    Undeclared(()),
}

/// One file, or the files of a pattern, as a person found them.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "assign")]
struct Assign {
    /// The path as the report prints it, pages as `#3-5`, or a pattern.
    path: String,
    /// An item's id, number or title, the id of a branch, or `none`.
    #[schemars(with = "NumberOrText")]
    item: String,
    /// For how many it counts; default 1.
    #[schemars(range(min = 1))]
    count: Option<u32>,
    /// The products of the scope it covers.
    products: Option<OneOrMany>,
    /// Its own date, YYYY-MM-DD.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    date: Option<String>,
    /// Whether it is stamped or signed.
    sealed: Option<YesNo>,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum YesNo {
    YesNo(bool),
    Word(Word),
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
enum Word {
    #[schemars(rename = "是")]
    ZhYes,
    #[schemars(rename = "否")]
    ZhNo,
    Yes,
    No,
}

/// An exception: an item, a rule, or a rule at an item or file.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "waiver")]
struct Waiver {
    /// An item's id, number or title.
    #[schemars(with = "Option<NumberOrText>")]
    item: Option<String>,
    /// A rule id.
    rule: Option<String>,
    /// A path, or a pattern of paths.
    path: Option<String>,
    /// Why, in the words of whoever answers for it.
    reason: String,
    /// The last day it holds, YYYY-MM-DD.
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$"))]
    until: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum NumberOrText {
    Number(u32),
    Text(String),
}

/// The JSON Schema (2020-12) of `dossier.yaml`.
pub fn settings_schema() -> serde_json::Value {
    schemars::schema_for!(Settings).to_value()
}
