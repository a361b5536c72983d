//! Documents in a few words, and the rows of their scorecards.
//!
//! Unless a test says otherwise everything happens in the quarter of the specification's examples, 2026-10-01 to
//! 2026-12-31, and is looked at on 2026-11-15, its day 45.

use okr_core::{Policy, Workspace};
use serde_json::{Value, json};

/// The day of the examples.
pub(crate) const DAY: &str = "2026-11-15";

/// A value with other or further fields.
pub(crate) fn with(mut base: Value, fields: Value) -> Value {
    for (key, value) in fields.as_object().expect("fields") {
        base[key] = value.clone();
    }
    base
}

/// A document of the quarter, inside its year.
pub(crate) fn document(objectives: impl Into<Value>) -> Value {
    json!({
        "okr": 1,
        "cycles": [
            {"id": "2026", "start": "2026-01-01", "end": "2026-12-31"},
            {"id": "Q4", "start": "2026-10-01", "end": "2026-12-31", "within": "2026"}
        ],
        "objectives": objectives.into()
    })
}

/// An objective of the quarter.
pub(crate) fn objective(id: &str, key_results: impl Into<Value>) -> Value {
    json!({"id": id, "title": id, "cycle": "Q4", "key_results": key_results.into()})
}

/// An objective without key results that contributes to another.
pub(crate) fn child(id: &str, of: &str, key_results: impl Into<Value>) -> Value {
    with(objective(id, key_results), json!({"aligned_to": [{"to": of}]}))
}

/// Check-ins of values on days.
pub(crate) fn check_ins(values: &[(&str, f64)]) -> Value {
    values.iter().map(|(on, value)| json!({"on": on, "value": value})).collect()
}

/// A key result.
pub(crate) fn key_result(id: &str, measure: Value, values: &[(&str, f64)]) -> Value {
    json!({"id": id, "title": id, "measure": measure, "check_ins": check_ins(values)})
}

/// A key result that has come just so far: its raw fraction is the number, to the bit.
pub(crate) fn at(id: &str, fraction: f64) -> Value {
    key_result(id, json!({"kind": "ratio", "target": 1}), &[("2026-11-14", fraction)])
}

/// A key result that has come so far, with a weight.
pub(crate) fn weighing(id: &str, fraction: f64, weight: f64) -> Value {
    with(at(id, fraction), json!({"weight": weight}))
}

/// The document with one objective `o` of these key results.
pub(crate) fn one(key_results: impl Into<Value>) -> Value {
    document(json!([objective("o", key_results)]))
}

/// The document with one key result `k`.
pub(crate) fn single(measure: Value, values: &[(&str, f64)]) -> Value {
    one(json!([key_result("k", measure, values)]))
}

pub(crate) fn workspace(document: &Value) -> Workspace {
    Workspace::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error} in {document}"))
}

/// A scorecard as its own document says it.
pub(crate) struct Card(pub(crate) Value);

pub(crate) fn card(workspace: &Workspace, as_of: &str) -> Card {
    let card = workspace.score(as_of.parse().expect("a date"));
    Card(serde_json::from_str(&card.to_json(workspace).expect("a scorecard")).expect("JSON"))
}

/// The scorecard of a document on a day.
pub(crate) fn score(document: &Value, as_of: &str) -> Card {
    card(&workspace(document), as_of)
}

/// The scorecard on the day of the examples under a policy that the document states: what it says is what other
/// policies handed to scoring say too.
pub(crate) fn under(policy: Value, document: &Value) -> Card {
    under_on(policy, document, DAY)
}

/// The same on a day.
pub(crate) fn under_on(policy: Value, document: &Value, as_of: &str) -> Card {
    let stated = score(&with(document.clone(), json!({"policy": policy})), as_of);
    if let Ok(workspace) = Workspace::from_json(&document.to_string()) {
        let policy = Policy::from_json(&policy.to_string()).expect("a policy");
        let card = workspace.score_with(&policy, as_of.parse().expect("a date")).expect("a policy that fits");
        let handed: Value = serde_json::from_str(&card.to_json(&workspace).expect("a scorecard")).expect("JSON");
        for part in ["objectives", "teams", "people", "cycles", "kpis"] {
            assert_eq!(handed[part], stated.0[part], "stated and handed policies differ for {document}");
        }
    }
    stated
}

impl Card {
    fn all(&self, list: &str) -> Vec<&Value> {
        self.0[list].as_array().expect("rows").iter().collect()
    }

    /// A row of teams, people, cycles or KPIs.
    pub(crate) fn row(&self, list: &str, id: &str) -> &Value {
        self.all(list).into_iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no {id} among the {list}"))
    }

    pub(crate) fn objective(&self, id: &str) -> &Value {
        self.row("objectives", id)
    }

    pub(crate) fn key_result(&self, id: &str) -> &Value {
        let rows = self.all("objectives").into_iter().flat_map(|row| row["key_results"].as_array().expect("rows"));
        rows.into_iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no key result {id}"))
    }

    /// Codes of findings.
    pub(crate) fn found(&self, code: &str) -> usize {
        self.all("findings").iter().filter(|finding| finding["code"] == code).count()
    }
}

/// Whether a number is the one printed in the specification, to four places.
#[track_caller]
pub(crate) fn printed(found: &Value, expected: f64) {
    let number = found.as_f64().unwrap_or_else(|| panic!("found {found}, expected {expected}"));
    assert!((number - expected).abs() <= 5.000001e-5, "found {number}, expected {expected}");
}

/// Whether numbers are those printed in the specification, to four places.
#[track_caller]
pub(crate) fn all_printed<'a>(found: impl IntoIterator<Item = &'a Value>, expected: &[f64]) {
    let found: Vec<&Value> = found.into_iter().collect();
    assert_eq!(found.len(), expected.len(), "found {found:?}, expected {expected:?}");
    found.into_iter().zip(expected).for_each(|(found, expected)| printed(found, *expected));
}

/// Status and its reason.
#[track_caller]
pub(crate) fn stands(row: &Value, status: &str, reason: &str) {
    assert_eq!((row["status"].as_str(), row["status_reason"].as_str()), (Some(status), Some(reason)), "{row}");
}

/// The code with which a document is refused.
#[track_caller]
pub(crate) fn refusal(document: &Value) -> String {
    match Workspace::from_json(&document.to_string()) {
        Ok(_) => panic!("accepted: {document}"),
        Err(error) => error.code().as_str().to_owned(),
    }
}
