//! The schemas of what is written as JSON.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

/// The JSON Schema (2020-12) of a type as it is written.
pub(super) fn schema_of<T: JsonSchema>() -> serde_json::Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<T>().to_value()
}
