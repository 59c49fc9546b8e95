//! Stub.
pub(super) fn fields(_: &[super::rows::Row]) -> Option<crate::model::content::Fields> { None }
