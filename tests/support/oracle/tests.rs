//! The oracle on cases worked by hand: the reference is worth something only while it is right itself.

use super::Oracle;
use super::time::{Interval, Window, civil, day_of, iso, parse};
use serde_json::{Value, json};

/// A quarter of 91 days with these objectives.
fn document(objectives: Value) -> Value {
    json!({"okr": 1, "name": "T", "cycles": [{"id": "q", "start": "2026-01-01", "end": "2026-04-01"}],
           "objectives": objectives})
}

fn objective(id: &str, key_results: Value) -> Value {
    json!({"id": id, "title": "O", "cycle": "q", "key_results": key_results})
}

fn card(document: &Value, policy: Value, as_of: &str) -> Value {
    Oracle::new(document, Some(&policy), as_of).scorecard()
}

/// One key result under a policy, half-way through the quarter (15 February).
fn one(key_result: Value, policy: Value) -> Value {
    let mut key_result = key_result;
    key_result["id"] = json!("k");
    let card = card(&document(json!([objective("o", json!([key_result]))])), policy, "2026-02-15");
    card["objectives"][0]["key_results"][0].clone()
}

fn moving(value: f64) -> Value {
    json!({"measure": {"kind": "move", "baseline": 10, "target": 20}, "check_ins": [{"on": "2026-02-10", "value": value}]})
}

fn near(value: &Value, expected: f64) {
    let value = value.as_f64().expect("a number");
    assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
}

#[test]
fn dates() {
    assert_eq!(parse("1900-01-01"), 0);
    assert_eq!(parse("1970-01-01"), 25567);
    assert_eq!(day_of(2000, 3, 1) - day_of(2000, 2, 28), 2);
    assert_eq!(day_of(2100, 3, 1) - day_of(2100, 2, 28), 1);
    for day in 0..300_000 {
        let (y, m, d) = civil(day);
        assert_eq!(day_of(y, m, d), day);
    }
    assert_eq!(iso(Interval::parse("1mo").after(parse("2026-01-31"), 1)), "2026-02-28");
    assert_eq!(iso(Interval::parse("1mo").after(parse("2026-01-31"), 2)), "2026-03-31");
    assert_eq!(Interval::parse("2w").after(0, 3), 42);
}

#[test]
fn elapsed_shares() {
    let window = Window { start: Some(0), end: Some(10) };
    assert_eq!([-1, 0, 5, 10, 11].map(|d| window.elapsed(d, "exclusive")), [0.0, 0.0, 0.5, 1.0, 1.0].map(Some));
    assert_eq!([-1, 0, 10].map(|d| window.elapsed(d, "inclusive")), [0.0, 1.0 / 11.0, 1.0].map(Some));
    assert_eq!(Window { start: None, end: Some(1) }.elapsed(0, "exclusive"), None);
}

#[test]
fn a_move() {
    let row = one(moving(14.0), json!({}));
    near(&row["progress"], 0.4);
    near(&row["expected"], 0.5);
    // 0.4 / 0.5 = 0.8.
    assert_eq!((row["status"].as_str(), row["status_reason"].as_str()), (Some("at_risk"), Some("ratio")));
    let row = one(moving(25.0), json!({"status": {"goal": "exceeded"}}));
    assert_eq!((row["progress"].as_f64(), row["raw"].as_f64()), (Some(1.0), Some(1.5)));
    assert_eq!(row["status"], "exceeded");
    let row = one(moving(9.0), json!({"clamp": {"shown": {"min": null, "max": null}}}));
    near(&row["progress"], -0.1);
}

#[test]
fn no_value() {
    let silent = json!({"measure": {"kind": "move", "baseline": 10, "target": 20}});
    let row = one(silent.clone(), json!({}));
    assert_eq!((row["progress"].as_f64(), row["status"].as_str()), (Some(0.0), Some("not_started")));
    let row = one(silent.clone(), json!({"measure": {"missing": "baseline"}}));
    assert_eq!((row["value"].as_f64(), row["counted"].as_bool()), (Some(10.0), Some(true)));
    let row = one(silent, json!({"measure": {"missing": "skip"}}));
    assert_eq!((row["progress"].as_f64(), row["left_out"].as_str()), (None, Some("no_value")));
}

#[test]
fn relative_targets_and_amendments() {
    let mut row = json!({"measure": {"kind": "move", "baseline": 100, "target": "+20%"},
                         "check_ins": [{"on": "2026-01-10", "value": 110}]});
    near(&one(row.clone(), json!({}))["progress"], 0.5);
    row["amendments"] = json!([{"on": "2026-02-01", "baseline": 50}, {"on": "2026-03-01", "baseline": 0}]);
    let row = one(row, json!({}));
    assert_eq!((row["baseline"].as_f64(), row["target"].as_f64()), (Some(50.0), Some(60.0)));
    near(&row["raw"], 6.0);
}

#[test]
fn a_new_kind_hides_earlier_check_ins() {
    let row = json!({"measure": {"kind": "move", "target": 10},
                     "check_ins": [{"on": "2026-01-10", "value": 9, "confidence": 0.4}],
                     "amendments": [{"on": "2026-02-01", "measure": {"kind": "ratio", "target": 10}}]});
    let row = one(row, json!({}));
    assert_eq!((row["value"].as_f64(), row["confidence"].as_f64()), (None, Some(0.4)));
}

#[test]
fn aggregates() {
    let row = |rule: &str| {
        let check_ins = json!([{"on": "2026-01-20", "value": 4}, {"on": "2025-12-01", "value": 90},
                               {"on": "2026-01-10", "value": 2}, {"on": "2026-02-16", "value": 50}]);
        let measure = json!({"kind": "move", "baseline": 1, "target": 11, "aggregate": rule});
        one(json!({"measure": measure, "check_ins": check_ins}), json!({}))["value"].as_f64().expect("a value")
    };
    assert_eq!(["last", "sum", "mean", "min", "max", "count"].map(row), [4.0, 7.0, 3.0, 2.0, 4.0, 2.0]);
}

#[test]
fn holds() {
    let row = |measure: Value| {
        let check_ins = json!([{"on": "2026-01-03", "value": 5}, {"on": "2026-01-10", "value": 8},
                               {"on": "2026-01-11", "value": 10}]);
        one(json!({"measure": measure, "check_ins": check_ins}), json!({}))
    };
    assert_eq!(row(json!({"kind": "at_least", "target": 10}))["progress"], 1.0);
    assert_eq!(row(json!({"kind": "at_least", "target": 10, "strict": true}))["progress"], 0.0);
    assert_eq!(row(json!({"kind": "at_least", "target": 12, "risk_at": 10}))["status"], "at_risk");
    near(&row(json!({"kind": "at_least", "target": 20, "credit": "linear", "zero_at": 0}))["progress"], 0.5);
    near(&row(json!({"kind": "at_most", "target": 8, "credit": "distance"}))["progress"], 0.75);
    near(&row(json!({"kind": "between", "low": 1, "high": 8, "credit": "linear", "zero_at": 4}))["progress"], 0.5);
    // Weeks begun by 15 February: seven; the first holds a miss, the second a hit.
    near(&row(json!({"kind": "at_least", "target": 9, "read": "share_of_elapsed"}))["progress"], 1.0 / 7.0);
    // Weeks begun by 1 April: thirteen.
    near(&row(json!({"kind": "at_least", "target": 9, "read": "share_of_window"}))["progress"], 1.0 / 13.0);
    near(&row(json!({"kind": "at_least", "target": 8, "read": "share_of_check_ins"}))["progress"], 2.0 / 3.0);
    near(&row(json!({"kind": "between", "low": 6, "high": 8, "aggregate": "worst"}))["value"], 10.0);
}

#[test]
fn levels() {
    let points = json!([{"at": 90, "score": 0.4}, {"at": 80, "score": 0.7, "label": "good"}, {"at": 70, "score": 1}]);
    let row = |value: f64, between: &str| {
        let measure = json!({"kind": "levels", "points": points, "between": between});
        one(json!({"measure": measure, "check_ins": [{"on": "2026-02-01", "value": value}]}), json!({}))
    };
    assert_eq!((row(79.0, "stepped")["raw"].as_f64(), row(95.0, "stepped")["raw"].as_f64()), (Some(0.7), Some(0.0)));
    near(&row(85.0, "linear")["raw"], 0.55);
    assert_eq!(row(79.0, "linear")["grade"], "good");
}

#[test]
fn weights() {
    let key_result = |id: &str, weight: Value, value: f64| {
        let mut row = moving(value);
        row["id"] = json!(id);
        row["weight"] = weight;
        row
    };
    let rows = json!([
        key_result("b", json!(0.5), 20.0),
        key_result("a", json!(null), 10.0),
        key_result("c", json!(null), 10.0)
    ]);
    let progress = |rule: &str| {
        let policy = json!({"weights": {"rule": rule}});
        card(&document(json!([objective("o", rows.clone())])), policy, "2026-02-15")["objectives"][0]["progress"]
            .clone()
    };
    near(&progress("relative"), 0.2);
    near(&progress("evenly"), 0.5);
    near(&progress("in_ratio"), 0.2);
    near(&progress("last"), 0.5);
    near(&progress("by_size"), 1.0 / 3.0);
}

#[test]
fn a_tree() {
    // The parent has one key result at 1; the child, of weight 3, stands at 0.5.
    let mut child = objective("child", json!([]));
    child["key_results"] = json!([moving(15.0)]);
    child["key_results"][0]["id"] = json!("k2");
    child["aligned_to"] = json!([{"to": "parent", "weight": 3}]);
    let mut parent = objective("parent", json!([moving(20.0)]));
    parent["key_results"][0]["id"] = json!("k1");
    let document = document(json!([parent, child]));
    let progress = |of: &str| {
        let mut document = document.clone();
        document["objectives"][0]["policy"] = json!({"rollup": {"of": of}});
        card(&document, json!({}), "2026-02-15")["objectives"][0]["progress"].clone()
    };
    near(&progress("pooled"), 0.625);
    near(&progress("key_results"), 1.0);
    near(&progress("children"), 0.5);
    near(&progress("key_results_as_one"), 0.625);
    near(&progress("descendants"), 0.5);
    let minimum = card(&document, json!({"rollup": {"mean": "minimum"}}), "2026-02-15");
    near(&minimum["objectives"][0]["progress"], 0.5);
    assert_eq!(minimum["objectives"][0]["key_results"][0]["contribution"], 0.0);
    let cycle = &card(&document, json!({}), "2026-02-15")["cycles"][0];
    near(&cycle["progress"], 0.5625);
    assert_eq!(cycle["objectives"], 2);
}

#[test]
fn from_children() {
    let mut sum = json!({"id": "sum", "measure": {"kind": "from_children", "baseline": 0, "target": 50}});
    let mut a = moving(14.0);
    a["id"] = json!("a");
    a["aligned_to"] = json!([{"to": "sum", "weight": 2}]);
    let value = |sum: &Value| {
        let document = document(json!([objective("o", json!([sum, a]))]));
        card(&document, json!({}), "2026-02-15")["objectives"][0]["key_results"][0]["value"].clone()
    };
    near(&value(&sum), 28.0);
    sum["measure"]["of"] = json!("mean");
    near(&value(&sum), 14.0);
    sum["measure"]["of"] = json!("progress");
    near(&value(&sum), 20.0);
}

#[test]
fn closing_and_states() {
    let mut row = moving(14.0);
    row["check_ins"] = json!([{"on": "2026-01-20", "value": 18}, {"on": "2026-02-10", "value": 20}]);
    row["state"] = json!([{"on": "2026-02-01", "state": "closed", "score": 0.9}]);
    let closed = one(row.clone(), json!({}));
    near(&closed["score"], 0.8);
    near(&closed["expected"], 31.0 / 90.0);
    assert_eq!((closed["status"].as_str(), closed["manual_score"].as_f64()), (Some("missed"), Some(0.9)));
    row["ambition"] = json!("aspirational");
    assert_eq!(one(row.clone(), json!({}))["status"], "achieved");
    row["state"] = json!("postponed");
    assert_eq!(one(row, json!({}))["left_out"], "postponed");
}

#[test]
fn guardrails_cap() {
    let guard = json!({"id": "g", "role": "guardrail", "measure": {"kind": "at_most", "target": 1},
                       "check_ins": [{"on": "2026-01-20", "value": 2}]});
    let mut row = moving(20.0);
    row["id"] = json!("k");
    let document = document(json!([objective("o", json!([row, guard]))]));
    let status = |as_of: &str| card(&document, json!({}), as_of)["objectives"][0]["status"].clone();
    assert_eq!((status("2026-02-15"), status("2026-05-01")), (json!("at_risk"), json!("missed")));
}

#[test]
fn stale_and_grace() {
    let mut row = moving(20.0);
    row["check_ins"] = json!([{"on": "2026-01-20", "value": 19}]);
    let stale = one(row.clone(), json!({}));
    assert_eq!((stale["status_reason"].as_str(), stale["stale_days"].as_i64()), (Some("stale"), Some(26)));
    row["check_ins"] = json!([{"on": "2026-02-14", "value": 10.1}]);
    assert_eq!(one(row, json!({"status": {"grace": 0.6}}))["status_reason"], "grace");
}

#[test]
fn plans_and_curves() {
    let mut row = moving(14.0);
    let expected = |row: &Value, curve: &str| {
        one(row.clone(), json!({"expected": {"curve": curve, "step": "1mo"}}))["expected"].clone()
    };
    near(&expected(&row, "back_loaded"), 0.25);
    near(&expected(&row, "s_curve"), 0.5);
    // Steps begin on the first of January, February, March and April; one is complete.
    near(&expected(&row, "steps"), 0.25);
    row["plan"] = json!([{"on": "2026-01-31", "value": 12}]);
    near(&expected(&row, "linear"), 0.2 + 0.8 * 15.0 / 60.0);
}
