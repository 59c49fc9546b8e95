//! The matrix of items and products, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::assessment::Assessment;

/// Which products one item covers.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "coverage")]
pub(super) struct Coverage<'a> {
    /// The item's id.
    item: &'a str,
    no: Option<&'a str>,
    /// One for each product of the scope, in its order.
    products: Vec<Cover<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "cover")]
pub(super) struct Cover<'a> {
    /// Its name in the scope.
    product: &'a str,
    /// `covered`, `unclear` or `uncovered`.
    state: &'a str,
    /// Files that cover it; where it is unclear, the files a person must look at.
    files: Vec<&'a str>,
}

/// One row for each item that must cover the scope.
pub(super) fn coverage(assessment: &Assessment) -> impl Iterator<Item = Coverage<'_>> {
    let list = &assessment.checklist;
    let path = |file: &usize| &*assessment.inventory.files[*file].path;
    assessment.coverage.iter().map(move |row| Coverage {
        item: &list.items[row.item].id,
        no: list.items[row.item].no.as_deref(),
        products: row
            .products
            .iter()
            .zip(&assessment.settings.scope)
            .map(|(cover, product)| Cover {
                product: &product.name,
                state: cover.name(),
                files: cover.files().iter().map(path).collect(),
            })
            .collect(),
    })
}
