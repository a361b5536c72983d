//! JSON Schemas of a policy as it is read: a patch on what lies underneath, with short forms the types do not have.

use super::read::ObjectivePolicy;
use super::{Policy, RollupOf};
use crate::document::reader::Object;
use crate::model::{PolicyPatch, PolicySource};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;
use std::borrow::Cow;

/// A block of a policy states what differs from the policy underneath: any of its fields, and no other.
pub(super) fn patch(schema: &mut Schema) {
    schema.remove("required");
    schema.insert("additionalProperties".to_owned(), false.into());
}

/// A policy is such a block, and names the preset underneath, which only the reader knows as a field.
pub(super) fn policy(schema: &mut Schema) {
    patch(schema);
    let mut base = preset();
    base.insert("description".to_owned(), "The preset underneath; `default` where nothing is said.".into());
    if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        fields.insert("base".to_owned(), base.to_value());
    }
}

/// A band list may also be written as its `list` alone.
pub(super) fn or_list_alone(bands: &mut Schema) {
    let description = bands.remove("description");
    let list = bands.pointer("/properties/list").cloned();
    *bands = json_schema!({"description": description, "anyOf": [list, bands.as_value()]});
}

/// A word, or a list of words.
pub(super) fn choices(generator: &mut SchemaGenerator) -> Schema {
    let word = generator.subschema_for::<RollupOf>();
    json_schema!({
        "anyOf": [word, {"type": "array", "items": word, "maxItems": RollupOf::ALL.len(), "uniqueItems": true}]
    })
}

fn preset() -> Schema {
    json_schema!({"type": "string", "enum": Policy::presets().collect::<Vec<_>>()})
}

impl JsonSchema for PolicySource {
    fn schema_name() -> Cow<'static, str> {
        "PolicySource".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The name of a preset, or the fields that differ from the preset named as `base`.",
            "anyOf": [preset(), generator.subschema_for::<Policy>()]
        })
    }
}

/// As an objective states it.
impl JsonSchema for PolicyPatch {
    fn schema_name() -> Cow<'static, str> {
        "ObjectivePolicy".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Policy::json_schema(generator);
        schema.insert("description".to_owned(), "The part of a policy that an objective may state.".into());
        if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            fields.retain(|name, _| ObjectivePolicy::FIELDS.contains(&name.as_str()));
        }
        schema
    }
}
