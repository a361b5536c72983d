//! G1 to G3.

use crate::world::{DAY, at, key_result, one, score, stands, under_on, with};
use okr_core::Policy;
use serde_json::{Value, json};

const AFTER: &str = "2027-01-01";

fn row(fraction: f64, fields: Value) -> Value {
    one(json!([with(at("k", fraction), fields)]))
}

#[test]
fn g1_null_until_it_is_over() {
    let document = row(0.45, json!({}));
    let read = |on: &str| score(&document, on).key_result("k")["score"].clone();
    assert_eq!([read(DAY), read("2026-12-31"), read(AFTER)], [Value::Null, Value::Null, json!(0.45)]);
    assert_eq!(score(&document, AFTER).objective("o")["score"], 0.45);
    let closed = row(0.45, json!({"state": [{"on": "2026-11-14", "state": "closed"}]}));
    assert_eq!(score(&closed, DAY).key_result("k")["score"], 0.45);
    assert_eq!(score(&closed, DAY).objective("o")["score"], Value::Null);
}

#[test]
fn g1_cut_to_zero_and_one_and_null_stays_null() {
    let wide = json!({"clamp": {"shown": {"min": null, "max": 1.2}}});
    let card = under_on(wide.clone(), &row(1.2, json!({})), AFTER);
    assert_eq!((&card.key_result("k")["progress"], &card.key_result("k")["score"]), (&json!(1.2), &json!(1)));
    let card = under_on(wide, &row(-0.2, json!({})), AFTER);
    assert_eq!((&card.key_result("k")["progress"], &card.key_result("k")["score"]), (&json!(-0.2), &json!(0)));
    let tracked = one(json!([key_result("k", json!({"kind": "tracked"}), &[("2026-11-01", 1.0)])]));
    assert_eq!(score(&tracked, AFTER).key_result("k")["score"], Value::Null);
}

#[test]
fn g1_the_policy_says_where_scores_end() {
    let clamps = |score: Value| json!({"clamp": {"shown": {"min": null, "max": 1.3}}, "score": {"clamp": score}});
    let read = |clamp: Value, fraction: f64| {
        under_on(clamps(clamp), &row(fraction, json!({})), AFTER).key_result("k")["score"].clone()
    };
    assert_eq!((read(json!({}), 1.3), read(json!({"max": 1.2}), 1.3)), (json!(1), json!(1.2)));
    assert_eq!((read(json!({"max": null}), 1.3), read(json!({"min": null}), -0.2)), (json!(1.3), json!(-0.2)));
    let error = Policy::from_json(r#"{"score": {"clamp": {"min": 2}}}"#).unwrap_err();
    assert_eq!((error.code().as_str(), error.path()), ("out_of_range", "/score/clamp"));
}

#[test]
fn g2_attained_depends_on_the_ambition() {
    let ends = |fraction: f64, fields: Value| {
        let card = score(&row(fraction, fields), AFTER);
        card.key_result("k")["status"].clone()
    };
    assert_eq!((ends(1.0, json!({})), ends(0.99, json!({}))), (json!("achieved"), json!("missed")));
    let aspirational = json!({"ambition": "aspirational"});
    assert_eq!((ends(0.7, aspirational.clone()), ends(0.69, aspirational)), (json!("achieved"), json!("missed")));
    let almost = one(json!([with(
        key_result("k", json!({"kind": "move", "baseline": 8.3, "target": 9.3}), &[("2026-11-14", 9.0)]),
        json!({"ambition": "aspirational"})
    )]));
    stands(score(&almost, AFTER).key_result("k"), "achieved", "final");
    let mut committed = almost;
    committed["objectives"][0]["key_results"][0]["ambition"] = json!("committed");
    stands(score(&committed, AFTER).key_result("k"), "missed", "final");
}

#[test]
fn g2_learning_is_closed_with_a_reason() {
    let closed = |reason: Value| {
        let state = json!([{"on": "2026-11-14", "state": "closed", "reason": reason}]);
        score(&row(0.1, json!({"ambition": "learning", "state": state})), DAY).key_result("k")["status"].clone()
    };
    assert_eq!(
        (closed(json!("nobody wants it")), closed(json!("")), closed(Value::Null)),
        (json!("achieved"), json!("missed"), json!("missed"))
    );
    stands(score(&row(1.0, json!({"ambition": "learning"})), AFTER).key_result("k"), "missed", "final");
    // By the closing of its objective, whose reason is its own.
    let mut document = row(0.1, json!({}));
    document["objectives"][0] = with(
        document["objectives"][0].clone(),
        json!({
            "ambition": "learning", "state": [{"on": "2026-11-14", "state": "closed", "reason": "nobody wants it"}]
        }),
    );
    let card = score(&document, DAY);
    stands(card.objective("o"), "achieved", "final");
    stands(card.key_result("k"), "achieved", "final");
}

#[test]
fn g2_a_key_result_takes_its_objectives_ambition_unless_it_states_one() {
    let mut document = row(0.8, json!({}));
    document["objectives"][0]["ambition"] = json!("aspirational");
    let card = score(&document, AFTER);
    assert_eq!(
        (&card.key_result("k")["status"], &card.objective("o")["status"]),
        (&json!("achieved"), &json!("achieved"))
    );
    assert_eq!(card.key_result("k")["ambition"], "aspirational");
    document["objectives"][0]["key_results"][0]["ambition"] = json!("committed");
    let card = score(&document, AFTER);
    assert_eq!(
        (&card.key_result("k")["status"], &card.objective("o")["status"]),
        (&json!("missed"), &json!("achieved"))
    );
    let stricter = under_on(json!({"score": {"aspirational": 0.9}}), &document, AFTER);
    assert_eq!(stricter.objective("o")["status"], "missed");
}

#[test]
fn g2_grades_name_a_score_or_a_level() {
    let bands = json!({"score": {"bands": {"round_to": 0.1, "list": [{"at_least": 0.7, "label": "green"}, {"at_least": 0.4, "label": "yellow"}, {"label": "red"}]}}});
    let grade = |fraction: f64, on: &str| {
        under_on(bands.clone(), &row(fraction, json!({})), on).key_result("k")["grade"].clone()
    };
    assert_eq!([grade(0.65, AFTER), grade(0.64, AFTER), grade(0.1, AFTER)], ["green", "yellow", "red"]);
    assert_eq!(grade(0.65, DAY), Value::Null, "no score yet");
    let points = json!([{"at": 10, "score": 0.3, "label": "commit"}, {"at": 15, "score": 0.7, "label": "target"}]);
    let level = |value: f64| {
        let document =
            one(json!([key_result("k", json!({"kind": "levels", "points": points}), &[("2026-11-14", value)])]));
        under_on(bands.clone(), &document, DAY).key_result("k")["grade"].clone()
    };
    assert_eq!([level(17.0), level(12.0), level(5.0)], [json!("target"), json!("commit"), Value::Null]);
}

#[test]
fn g3_a_manual_score_stands_beside_the_computed_one() {
    let state = json!([{"on": "2026-12-31", "state": "closed", "score": 0.6, "reason": "launch slipped by a week"}]);
    let card = score(&row(0.45, json!({"state": state})), AFTER);
    let row = card.key_result("k");
    assert_eq!((&row["score"], &row["manual_score"], &row["progress"]), (&json!(0.45), &json!(0.6), &json!(0.45)));
    assert_eq!((&card.objective("o")["score"], &card.objective("o")["manual_score"]), (&json!(0.45), &Value::Null));
}
