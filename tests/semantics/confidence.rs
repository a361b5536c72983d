//! C1 to C3.

use crate::world::{DAY, at, child, document, objective, one, printed, refusal, score, stands, under, with};
use serde_json::{Value, json};

/// A key result with confidences stated week by week.
fn stating(id: &str, confidences: &[f64]) -> Value {
    let check_ins: Vec<Value> = confidences
        .iter()
        .enumerate()
        .map(|(n, x)| json!({"on": format!("2026-10-{:02}", 5 + n), "confidence": x}))
        .collect();
    with(at(id, 0.5), json!({"check_ins": check_ins}))
}

#[test]
fn c1_a_scale_is_converted_once() {
    let on_scale = |scale: Value, x: f64| with(one(json!([stating("k", &[x])])), json!({"confidence_scale": scale}));
    let read = |scale: Value, x: f64| score(&on_scale(scale, x), DAY).key_result("k")["confidence"].clone();
    printed(&read(json!([1, 10]), 7.0), 0.6667);
    printed(&read(json!([0, 100]), 70.0), 0.7);
    assert_eq!((read(json!([1, 10]), 1.0), read(json!([1, 10]), 10.0)), (json!(0), json!(1)));
    assert_eq!(read(json!([-1, 1]), 0.0), 0.5);
    assert_eq!(refusal(&on_scale(json!([1, 10]), 0.5)), "out_of_range");
    assert_eq!(refusal(&on_scale(json!([0, 1]), 1.01)), "out_of_range");
    assert_eq!(refusal(&on_scale(json!([5, 5]), 5.0)), "out_of_range");
}

#[test]
fn c1_a_scale_at_the_end_of_the_range_gives_finite_confidences_or_is_refused() {
    let document = with(one(json!([stating("k", &[1e308])])), json!({"confidence_scale": [-1e308, 1e308]}));
    if okr_core::Workspace::from_json(&document.to_string()).is_ok() {
        assert_eq!(score(&document, DAY).key_result("k")["confidence"], 1);
    }
}

#[test]
fn c1_bands_of_confidence_steer_no_status() {
    let policy = json!({"confidence": {"bands": [{"at_least": 0.5, "label": "sure"}, {"label": "unsure"}]}});
    let document = one(json!([with(at("k", 0.5), json!({}))]));
    assert_eq!(under(policy, &document).0["objectives"], score(&document, DAY).0["objectives"]);
}

#[test]
fn c2_a_key_results_is_the_last_one_stated() {
    let document = one(json!([stating("k", &[0.8, 0.6])]));
    assert_eq!(score(&document, DAY).key_result("k")["confidence"], 0.6);
    assert_eq!(score(&document, "2026-10-05").key_result("k")["confidence"], 0.8);
    assert_eq!(score(&document, "2026-10-04").key_result("k")["confidence"], Value::Null);
    let mut later = document;
    later["objectives"][0]["key_results"][0]["check_ins"]
        .as_array_mut()
        .unwrap()
        .push(json!({"on": "2026-11-14", "value": 0.7}));
    assert_eq!(score(&later, DAY).key_result("k")["confidence"], 0.6, "a value alone says nothing new");
}

#[test]
fn c2_an_objectives_is_its_own_or_the_mean_of_its_members() {
    let guardrail = json!({
        "id": "g", "title": "g", "role": "guardrail", "measure": {"kind": "at_least", "target": 1}, "check_ins": [{"on": "2026-11-01", "value": 2, "confidence": 0.1}]
    });
    let rows = json!([with(stating("a", &[0.8]), json!({"weight": 2})), stating("b", &[0.5]), at("c", 0.5), guardrail]);
    let card = score(&one(rows.clone()), DAY);
    printed(&card.objective("o")["confidence"], 0.7);
    printed(&under(json!({"rollup": {"mean": "minimum"}}), &one(rows.clone())).objective("o")["confidence"], 0.7);
    let mut own = one(rows);
    own["objectives"][0]["check_ins"] =
        json!([{"on": "2026-11-01", "confidence": 0.3}, {"on": "2026-11-16", "confidence": 0.9}]);
    assert_eq!(score(&own, DAY).objective("o")["confidence"], 0.3);
    assert_eq!(score(&one(json!([at("c", 0.5)])), DAY).objective("o")["confidence"], Value::Null);
    let parents = document(json!([
        objective("top", json!([stating("k", &[0.9])])),
        child("x", "top", json!([stating("xk", &[0.5])]))
    ]));
    printed(&score(&parents, DAY).objective("top")["confidence"], 0.7);
}

#[test]
fn c3_falling_confidence_is_a_hint() {
    let hints = |confidences: &[f64]| score(&one(json!([stating("k", confidences)])), DAY).found("confidence_falling");
    assert_eq!(hints(&[0.8, 0.75, 0.7]), 1, "two falls");
    assert_eq!(hints(&[0.7, 0.4]), 1, "one of 0.3");
    for steady in [&[0.8, 0.6][..], &[0.8, 0.6, 0.6], &[0.8, 0.7, 0.9], &[0.4, 0.8, 0.6], &[0.5], &[]] {
        assert_eq!(hints(steady), 0, "{steady:?}");
    }
    let card = score(&one(json!([stating("k", &[0.7, 0.4])])), "2026-10-05");
    assert_eq!(card.found("confidence_falling"), 0, "the second is not seen yet");
    let card = score(&one(json!([stating("k", &[0.7, 0.4])])), DAY);
    stands(card.key_result("k"), "not_started", "not_started");
}
