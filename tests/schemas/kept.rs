//! The schemas as files.

use crate::committed::keep;
use crate::validator::Validator;
use okr_core::schema;
use serde_json::Value;
use std::path::Path;

fn all() -> [(&'static str, Value); 4] {
    [
        ("document", schema::document()),
        ("policy", schema::policy()),
        ("scorecard", schema::scorecard()),
        ("policy_comparison", schema::policy_comparison()),
    ]
}

#[test]
fn the_files_are_what_the_types_say() {
    for (name, schema) in all() {
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        keep(&format!("okr-core/schemas/{name}.schema.json"), &text, "schemas");
    }
}

/// Every text under a key.
fn texts<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get(key).and_then(Value::as_str));
            fields.values().for_each(|value| texts(value, key, found));
        }
        Value::Array(items) => items.iter().for_each(|value| texts(value, key, found)),
        _ => {}
    }
}

#[test]
fn they_are_written_for_people_who_do_not_read_rust() {
    for (name, schema) in all() {
        let mut described = Vec::new();
        texts(&schema, "description", &mut described);
        assert!(described.len() > 30, "{name}: {}", described.len());
        for text in described {
            for mark in ["```", "::", "](", "[`", "\n"] {
                assert!(!text.contains(mark), "{name}: {text}");
            }
            assert!(text.len() <= 600, "{name}: {text}");
        }
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}

#[test]
fn every_field_is_described() {
    for (name, schema) in all() {
        let definitions = schema["$defs"].as_object().unwrap().values();
        for definition in definitions.chain([&schema]) {
            for (field, of) in definition["properties"].as_object().into_iter().flatten() {
                assert!(of["description"].is_string(), "{name}: {field} of {}", definition["description"]);
            }
        }
    }
}

#[test]
fn kept_documents_and_scorecards_are_valid() {
    let (document, scorecard) = (Validator::new(schema::document()), Validator::new(schema::scorecard()));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut checked = [0, 0];
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        let is_scorecard = name.ends_with(".scorecard.json");
        let validator = if is_scorecard { &scorecard } else { &document };
        validator.accepts(&name, &serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap());
        checked[usize::from(is_scorecard)] += 1;
    }
    assert!(checked.iter().all(|count| *count > 0), "{checked:?}");
}
