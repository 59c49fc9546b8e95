//! The periods of the certificate a list leads to: read, and taken for what they say.

use schemars::JsonSchema;

use super::decode::{localized, text_key};
use super::lower::{length, plain, text};
use super::problem::At;
use super::read::{Reader, both};
use super::shape::TextShape;
use super::yaml::Node;
use crate::model::checklist::CertificatePeriods;
use crate::model::text::Text;

/// How long a certificate lasts, and what falls due while it does. Lengths of time are written `3 years`, `12 months`, `90 days`.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, rename = "certificate")]
pub struct CertificateShape {
    /// How long it is valid from the day of issue.
    pub valid: At<String>,
    /// The longest time between two surveillance audits.
    pub surveillance: At<String>,
    /// How long before its end recertification is to be applied for.
    pub renew_before: At<String>,
    /// Where the periods come from.
    pub source: Option<At<String>>,
    /// What sources disagree on.
    pub note: Option<TextShape>,
}

/// Reads it.
pub(super) fn read(reader: &mut Reader, node: &Node) -> Option<CertificateShape> {
    let mut table = reader.table(node, &Text::new("「certificate」", "`certificate`"))?;
    let mut length = |key| {
        let written = text_key(reader, &mut table, key);
        reader.required(written, &table, key)
    };
    let (valid, surveillance, renew_before) = (length("valid"), length("surveillance"), length("renew-before"));
    let source = text_key(reader, &mut table, "source");
    let note = localized(reader, &mut table, "note");
    table.finish(reader);
    Some(CertificateShape { valid: valid?, surveillance: surveillance?, renew_before: renew_before?, source, note })
}

/// Reads its lengths of time.
pub(super) fn lower(reader: &mut Reader, shape: &CertificateShape) -> Option<CertificatePeriods> {
    let mut length = |written: &At<String>| {
        length(reader, written, both(&written.value, "看不懂期限「{}」", "cannot read the length of time `{}`"))
    };
    let (valid, surveillance) = (length(&shape.valid), length(&shape.surveillance));
    let renew_before = length(&shape.renew_before);
    Some(CertificatePeriods {
        valid: valid?,
        surveillance: surveillance?,
        renew_before: renew_before?,
        source: plain(shape.source.as_ref()),
        note: shape.note.as_ref().map(text),
    })
}
