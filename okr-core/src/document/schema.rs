//! JSON Schemas of what is read and printed, made from the types (feature `schema`).

use crate::compare::PolicyComparison;
use crate::model::Document;
use crate::policy::Policy;
use crate::scorecard::Report;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

/// The schema of a document, with the policies in it.
pub fn document() -> Value {
    made::<Document>(SchemaSettings::draft2020_12().for_deserialize())
}

/// The schema of a policy document: every field may be left out, and `base` names the policy underneath.
pub fn policy() -> Value {
    made::<Policy>(SchemaSettings::draft2020_12().for_deserialize())
}

/// The schema of a scorecard: what has no value is printed as null, never left out.
pub fn scorecard() -> Value {
    made::<Report>(SchemaSettings::draft2020_12().for_serialize())
}

/// The schema of what changes under another policy: what has no value is printed as null, never left out.
pub fn policy_comparison() -> Value {
    made::<PolicyComparison>(SchemaSettings::draft2020_12().for_serialize())
}

fn made<T: JsonSchema>(settings: SchemaSettings) -> Value {
    let generator = settings.with_transform(RecursiveTransform(for_everybody)).into_generator();
    generator.into_root_schema_for::<T>().to_value()
}

/// Leaves out what only concerns Rust: of a description all but its first paragraph, since examples and links to other
/// types follow there; and the widths of numbers, which are no formats of JSON Schema and which strict validators refuse.
fn for_everybody(schema: &mut Schema) {
    schema.remove("format");
    if let Some(Value::String(description)) = schema.get_mut("description") {
        let paragraph = description.split("\n\n").next().unwrap_or_default();
        *description = paragraph.replace('\n', " ");
    }
}
