//! What notes tell people to write: each piece of JSON must load where it is to stand.

use okr_core::{Policy, Workspace};
use serde_json::{Map, Value, json};

/// The blocks that an objective may state of a policy.
const OF_AN_OBJECTIVE: [&str; 6] = ["measure", "clamp", "rollup", "weights", "expected", "status"];

/// The pieces of JSON in a note: what stands between backticks and begins with a brace.
fn fragments(note: &str) -> Vec<&str> {
    note.split('`').skip(1).step_by(2).filter(|piece| piece.starts_with('{')).collect()
}

fn object(fragment: &str) -> Map<String, Value> {
    let read = serde_json::from_str(fragment);
    assert!(read.is_ok(), "{fragment}: {read:?}");
    read.unwrap_or_default()
}

/// Whether the document loads, or why not.
fn load(document: &Value) -> Result<(), String> {
    Workspace::from_json(&document.to_string()).map(|_| ()).map_err(|error| error.to_string())
}

/// A document under the policy, with the fields on top of it, of its objective and of that one's key result.
fn document(
    policy: Value,
    top: &Map<String, Value>,
    objective: &Map<String, Value>,
    key_result: &Map<String, Value>,
) -> Value {
    let over = |mut object: Value, fields: &Map<String, Value>| {
        object.as_object_mut().expect("an object").extend(fields.clone());
        object
    };
    let key_result = over(json!({"id": "k", "title": "K", "measure": {"kind": "move", "target": 10}}), key_result);
    let measure = json!({"kind": "move", "baseline": 0, "target": 100});
    let objective = over(json!({"id": "o", "title": "O", "measure": measure, "key_results": [key_result]}), objective);
    over(json!({"okr": 1, "policy": policy, "objectives": [objective]}), top)
}

/// Loads a fragment wherever its fields say that it belongs.
fn check(preset: &str, fragment: &str) {
    let fields = object(fragment);
    let none = Map::new();
    let told = |result: Result<(), String>| assert_eq!(result, Ok(()), "{preset}: {fragment}");
    let kind = fields.get("measure").is_some_and(|measure| measure.get("kind").is_some());
    let mut policy = fields.clone();
    policy.entry("base").or_insert_with(|| preset.into());
    let is_policy = !kind && Policy::from_json(&Value::Object(policy.clone()).to_string()).is_ok();
    if is_policy {
        assert!(changes(preset, &policy), "{preset}: {fragment} changes nothing");
        told(load(&document(Value::Object(policy), &none, &none, &none)));
        if fields.keys().all(|block| OF_AN_OBJECTIVE.contains(&block.as_str())) {
            let stated = json!({"policy": fields});
            let stated = stated.as_object().expect("an object");
            told(load(&document(preset.into(), &none, stated, &none)));
        }
    } else if fields.contains_key("confidence_scale") {
        told(load(&document(preset.into(), &fields, &none, &none)));
    } else {
        told(load(&document(preset.into(), &none, &none, &fields)));
        if !kind {
            told(load(&document(preset.into(), &none, &fields, &none)));
        }
    }
}

/// Whether the policy says anything else than the preset.
fn changes(preset: &str, policy: &Map<String, Value>) -> bool {
    let plain = |policy: &Policy| {
        let mut fields = serde_json::to_value(policy).expect("JSON");
        let fields = fields.as_object_mut().expect("an object");
        fields.retain(|name, _| !["name", "title", "notes", "sources"].contains(&name.as_str()));
        fields.clone()
    };
    let stated = Policy::from_json(&Value::Object(policy.clone()).to_string()).expect("a policy");
    plain(&stated) != plain(&Policy::preset(preset).expect("a preset"))
}

#[test]
fn what_notes_say_to_write_loads() {
    let mut count = 0;
    for preset in Policy::presets() {
        for note in &Policy::preset(preset).expect("a preset").notes {
            for fragment in fragments(note) {
                check(preset, fragment);
                count += 1;
            }
        }
    }
    assert!(count > 50, "{count} fragments");
}

/// A note that names a field by "field: word", or a value as a policy, cannot be copied.
#[test]
fn notes_have_no_shorthand() {
    let schema = serde_json::to_value(Policy::default()).expect("JSON");
    let mut fields: Vec<&str> = vec!["kind"];
    for (name, block) in schema.as_object().expect("an object") {
        fields.push(name);
        fields.extend(block.as_object().into_iter().flatten().map(|(name, _)| name.as_str()));
    }
    for preset in Policy::presets() {
        for note in &Policy::preset(preset).expect("a preset").notes {
            assert_eq!(note.matches('`').count() % 2, 0, "{preset}: {note}");
            let prose: String = note.split('`').step_by(2).collect();
            assert!(!prose.contains(['{', '}']), "{preset}: JSON stands between backticks: {note}");
            for field in &fields {
                assert!(!prose.contains(&format!("({field}: ")), "{preset}: {note}");
            }
            for word in ["pooled", "key_results", "children", "own_measure", "descendants", "units", "sum_of_values"] {
                assert!(!prose.contains(&format!("policy {word}")), "{preset}: {note}");
            }
        }
    }
}

/// People write the engine's word, so the note that asks for an override shows one.
#[test]
fn notes_on_stated_statuses_show_an_override() {
    for preset in Policy::presets() {
        let policy = Policy::preset(preset).expect("a preset");
        if policy.status.source == okr_core::policy::StatusSource::Stated {
            let shown = policy.notes.iter().any(|note| note.contains("{\"overrides\": [{\"status\": \""));
            assert!(shown, "{preset}");
        }
    }
}
