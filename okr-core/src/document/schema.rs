//! JSON Schemas of document, policy and scorecard, made from the types (feature `schema`).

use crate::model::Document;
use crate::policy::Policy;
use crate::scorecard::Report;
use serde_json::{Value, json};

/// The schema of a document.
pub fn document() -> Value {
    schemars::schema_for!(Document).to_value()
}

/// The schema of a policy document: every field may be left out, and `base` names the policy underneath.
pub fn policy() -> Value {
    let mut schema = schemars::schema_for!(Policy).to_value();
    if let Some(fields) = schema.as_object_mut() {
        fields.remove("required");
        if let Some(properties) = fields.get_mut("properties").and_then(Value::as_object_mut) {
            properties
                .insert("base".to_owned(), json!({"type": "string", "description": "Name of the preset underneath."}));
        }
        fields.insert("additionalProperties".to_owned(), json!(false));
        for block in
            fields.get_mut("$defs").and_then(Value::as_object_mut).into_iter().flat_map(|defs| defs.values_mut())
        {
            block.as_object_mut().map(|block| block.remove("required"));
        }
    }
    schema
}

/// The schema of a scorecard.
pub fn scorecard() -> Value {
    schemars::schema_for!(Report).to_value()
}
