//! The schemas of document and policy say what the reader takes: the same fields, the same types, nothing more.

use crate::validator::Validator;
use crate::{EVERYTHING, ORGANISATION};
use okr_core::{Error, Policy, Workspace, schema};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn everything() -> Value {
    serde_json::from_str(EVERYTHING).unwrap()
}

fn read_document(document: &Value) -> Result<(), Error> {
    Workspace::from_json(&document.to_string()).map(drop)
}

fn read_policy(policy: &Value) -> Result<(), Error> {
    Policy::from_json(&policy.to_string()).map(drop)
}

#[test]
fn documents_that_read_are_valid() {
    let validator = Validator::new(schema::document());
    let google = r#"{"okr": 1, "policy": "google"}"#;
    let least = r#"{"okr": 1}"#;
    for (what, text) in
        [("the organisation", ORGANISATION), ("everything", EVERYTHING), ("the least", least), ("a preset", google)]
    {
        let document = serde_json::from_str(text).unwrap();
        read_document(&document).unwrap();
        validator.accepts(what, &document);
        let printed = Workspace::from_json(text).unwrap().to_json();
        validator.accepts(&format!("the print of {what}"), &serde_json::from_str(&printed).unwrap());
    }
}

#[test]
fn policies_that_read_are_valid() {
    let validator = Validator::new(schema::policy());
    for name in Policy::presets() {
        validator.accepts(name, &serde_json::from_str(&Policy::preset(name).unwrap().to_json()).unwrap());
    }
    let short = json!({"status": {"bands": [{"at_least": 0.5, "status": "on_track"}, {"status": "off_track"}], "final": "computed"}});
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/okr-core/presets");
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let presets: Vec<Value> = files.map(|text| serde_json::from_str(&text).unwrap()).collect();
    assert_eq!(presets.len(), Policy::presets().count());
    for policy in [everything()["policy"].clone(), json!({}), short].into_iter().chain(presets) {
        read_policy(&policy).unwrap();
        validator.accepts("a policy", &policy);
    }
}

#[test]
fn the_document_that_states_everything_does() {
    let validator = Validator::new(schema::document());
    validator.accepts("everything", &everything());
    assert_eq!(validator.unmet(), [], "state these fields in tests/documents/everything.json");
    let validator = Validator::new(schema::policy());
    validator.accepts("everything's policy", &everything()["policy"]);
    assert_eq!(validator.unmet(), [], "state these fields in the policy of tests/documents/everything.json");
}

/// Everything in a document with its pointer, the host's own data apart.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    if at.ends_with("/extra") {
        return;
    }
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| places(item, &format!("{at}/{index}"), found));
        }
        Value::Object(fields) => fields.iter().for_each(|(key, field)| places(field, &format!("{at}/{key}"), found)),
        _ => {}
    }
}

/// The fields that the reader knows where an unheard-of one is stated: it lists them.
fn fields_of_the_reader(error: &Error) -> BTreeSet<String> {
    let finding =
        error.findings().iter().find(|finding| finding.code.as_str() == "unknown_field").expect("unknown_field");
    let (_, list) = finding.help.split_once("has the fields ").unwrap_or_else(|| panic!("{finding}"));
    list.split(", ").map(str::to_owned).collect()
}

#[test]
fn no_object_takes_a_field_that_is_unheard_of() {
    let check = |whole: Value, schema: Value, read: fn(&Value) -> Result<(), Error>| {
        let validator = Validator::new(schema);
        validator.accepts("the whole", &whole);
        let mut all = Vec::new();
        places(&whole, "", &mut all);
        for place in &all {
            let mut changed = whole.clone();
            let Some(object) = changed.pointer_mut(place).and_then(Value::as_object_mut) else { continue };
            object.insert("§§§§§§§§".to_owned(), json!(1));
            assert!(read(&changed).is_err(), "the reader takes it at {place}");
            assert!(!validator.check(&changed).is_empty(), "the schema takes it at {place:?}");
        }
    };
    check(everything(), schema::document(), read_document);
    check(everything()["policy"].clone(), schema::policy(), read_policy);
}

#[test]
fn reader_and_schema_know_the_same_fields() {
    let document = everything();
    let validator = Validator::new(schema::document());
    let known = validator.fields();
    let mut all = Vec::new();
    places(&document, "", &mut all);
    let mut compared = BTreeSet::new();
    for place in all.iter().filter(|place| !is_by_status(place)) {
        let mut changed = document.clone();
        let Some(object) = changed.pointer_mut(place).and_then(Value::as_object_mut) else { continue };
        object.insert("§§§§§§§§".to_owned(), json!(1));
        let fields = fields_of_the_reader(&read_document(&changed).unwrap_err());
        let definition = definition_of(place);
        let listed: BTreeSet<String> =
            known.iter().filter(|(of, _)| of == definition).map(|(_, field)| field.clone()).collect();
        assert_eq!(fields, listed, "{definition:?} at {place:?}");
        compared.insert(definition);
    }
    let definitions: BTreeSet<&str> = known.iter().map(|(definition, _)| definition.as_str()).collect();
    assert_eq!(compared, definitions, "every object of the schema stands in the document that states everything");
}

/// Whether an object is a map by status, whose fields are no field names.
fn is_by_status(place: &str) -> bool {
    place.ends_with("/policy/status/points") || place.ends_with("/policy/status/labels")
}

/// The name that an object of the document has in the schema.
fn definition_of(place: &str) -> &'static str {
    if let Some((owner, within)) = place.split_once("/policy") {
        return definition_in_policy(owner, within);
    }
    let steps: Vec<&str> = place.split('/').filter(|step| step.parse::<usize>().is_err()).collect();
    match steps.last().copied().unwrap_or_default() {
        "" => "",
        "cycles" => "Cycle",
        "teams" => "Team",
        "people" => "Person",
        "kpis" => "Kpi",
        "readings" => "KpiReading",
        "objectives" => "Objective",
        "key_results" => "KeyResult",
        "measure" | "healthy" => "Measure",
        "items" => "MilestoneItem",
        "points" => "LevelPoint",
        "check_ins" => "CheckIn",
        "amendments" => "Amendment",
        "plan" => "PlanPoint",
        "state" => "StateChange",
        "overrides" => "StatusOverride",
        "aligned_to" => "Alignment",
        "initiatives" => "Initiative",
        other => panic!("what is {other}?"),
    }
}

/// The name that a block of a policy has in the schema.
fn definition_in_policy(owner: &str, place: &str) -> &'static str {
    match place.rsplit('/').next().unwrap_or_default() {
        "" if owner.is_empty() => "Policy",
        "" => "ObjectivePolicy",
        "measure" => "MeasureDefaults",
        "clamp" if place.ends_with("/score/clamp") => "Clamp",
        "clamp" => "Clamps",
        "shown" | "contributed" | "objective" => "Clamp",
        "rollup" => "Rollup",
        "weights" => "Weights",
        "expected" => "Expected",
        "check_ins" => "CheckIns",
        "status" => "StatusPolicy",
        "hold" => "AsHold",
        "stale_after" => "CheckInIntervals",
        "bands" => "Bands",
        "confidence" => "Confidence",
        "score" => "ScoreRules",
        "display" => "Display",
        "carry_over" => "CarryOverRules",
        index if index.parse::<usize>().is_ok() => "Band",
        other => panic!("what is {other}?"),
    }
}

/// What a schema can say of a document; everything else the reader alone finds.
const OF_SHAPE: [&str; 9] = [
    "wrong_type",
    "unknown_field",
    "missing_field",
    "unknown_word",
    "bad_date",
    "bad_interval",
    "bad_target",
    "unsupported_version",
    "unknown_policy",
];

#[test]
fn reader_and_schema_take_the_same_types_in_every_place() {
    let check = |whole: Value, schema: Value, read: fn(&Value) -> Result<(), Error>| {
        let validator = Validator::new(schema);
        let mut all = Vec::new();
        places(&whole, "", &mut all);
        let mut wrong = Vec::new();
        for place in &all {
            for other in [json!(null), json!(true), json!(3), json!("§"), json!([]), json!({})] {
                let mut changed = whole.clone();
                *changed.pointer_mut(place).unwrap() = other.clone();
                let refused = match read(&changed) {
                    Ok(()) => None,
                    Err(error) => {
                        let shape = |code: &str| OF_SHAPE.contains(&code);
                        let found = error
                            .findings()
                            .iter()
                            .find(|f| shape(f.code.as_str()) && f.path.starts_with(place.as_str()));
                        found.map(|finding| finding.to_string())
                    }
                };
                let short_scale = place == "/confidence_scale" && other == json!([]);
                let complaints = validator.check(&changed);
                if refused.is_some() == complaints.is_empty() && !short_scale {
                    wrong.push(format!("{other} at {place}: the reader says {refused:?}, the schema {complaints:?}"));
                }
            }
        }
        let count = wrong.len();
        wrong.truncate(15);
        assert!(wrong.is_empty(), "{count} differ, the first:\n{}", wrong.join("\n"));
    };
    check(everything(), schema::document(), read_document);
    check(everything()["policy"].clone(), schema::policy(), read_policy);
}

/// Texts at the edges of what dates, intervals and relative targets may be.
const EDGES: [(&str, &str, &[&str]); 3] = [
    (
        "/objectives/0/due",
        "bad_date",
        &[
            "1899-12-31",
            "1900-01-01",
            "2999-12-31",
            "3000-01-01",
            "2026-00-10",
            "2026-13-10",
            "2026-1-10",
            "2026-10-32",
        ],
    ),
    (
        "/cycles/0/check_in_every",
        "bad_interval",
        &["0d", "1d", "007d", "999w", "8999mo", "9000d", "9001d", "10000w", "1m", "w", "-1d", "+1d", "1 d"],
    ),
    (
        "/objectives/1/key_results/0/measure/target",
        "bad_target",
        &[
            "+20%", "-5", "5", "20%", "+", "+%", "+.5", "+5.", "+5.5e3%", "+5e+3", "-5E-3", "+5e", "+5.5.5", "+inf",
            "++5", "+5 %",
        ],
    ),
];

#[test]
fn reader_and_schema_take_the_same_texts() {
    let validator = Validator::new(schema::document());
    for (place, code, texts) in EDGES {
        for text in texts {
            let mut changed = everything();
            *changed.pointer_mut(place).unwrap() = json!(text);
            let error = read_document(&changed).err();
            let found = error.as_ref().is_some_and(|error| {
                error.findings().iter().any(|finding| finding.code.as_str() == code && finding.path == place)
            });
            assert_eq!(!validator.check(&changed).is_empty(), found, "{text} at {place}: {error:?}");
        }
    }
}
