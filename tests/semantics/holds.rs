//! P4: bounds that hold.

use crate::world::{DAY, check_ins, key_result, one, printed, refusal, score, single, stands, under, under_on, with};
use serde_json::{Value, json};

const ON: &str = "2026-11-14";

#[track_caller]
fn raw(measure: Value, value: f64, expected: f64) {
    printed(&score(&single(measure, &[(ON, value)]), DAY).key_result("k")["raw"], expected);
}

/// The state of a hold measure, by the status it shows as.
fn state(measure: Value, value: f64) -> &'static str {
    let card = score(&single(measure, &[(ON, value)]), DAY);
    match card.key_result("k")["status"].as_str() {
        Some("on_track") => "met",
        Some("at_risk") => "near",
        Some("off_track") => "unmet",
        other => panic!("{other:?}"),
    }
}

#[test]
fn p4_at_least_by_each_credit() {
    let at_least = |fields: Value| with(json!({"kind": "at_least", "target": 99.5}), fields);
    raw(at_least(json!({})), 99.2, 0.0);
    raw(at_least(json!({"credit": "linear", "zero_at": 98})), 99.2, 0.8);
    raw(at_least(json!({"credit": "distance"})), 99.2, 0.9970);
    raw(at_least(json!({"credit": "distance"})), 104.475, 1.05);
    raw(at_least(json!({"credit": "linear", "zero_at": 98})), 97.25, -0.5);
    assert_eq!(state(at_least(json!({"risk_at": 99})), 99.2), "near");
    assert_eq!(state(at_least(json!({"risk_at": 99})), 99.0), "near", "the bound included");
    assert_eq!(state(at_least(json!({"risk_at": 99})), 98.9), "unmet");
    assert_eq!(state(at_least(json!({})), 99.5), "met");
}

#[test]
fn p4_at_most_by_each_credit() {
    let at_most = |fields: Value| with(json!({"kind": "at_most", "target": 200}), fields);
    raw(at_most(json!({"credit": "distance"})), 250.0, 0.75);
    raw(at_most(json!({"credit": "linear", "zero_at": 300})), 250.0, 0.5);
    raw(at_most(json!({})), 200.0, 1.0);
    assert_eq!(state(at_most(json!({"risk_at": 240})), 240.0), "near");
    assert_eq!(state(at_most(json!({"risk_at": 240})), 241.0), "unmet");
}

#[test]
fn p4_between_by_each_credit() {
    let between = |fields: Value| with(json!({"kind": "between", "low": 18, "high": 22}), fields);
    raw(between(json!({"credit": "linear", "zero_at": 4})), 23.0, 0.75);
    raw(between(json!({"credit": "distance"})), 23.0, 0.9545);
    raw(between(json!({"credit": "distance"})), 17.0, 0.9444);
    raw(between(json!({"credit": "distance"})), 20.0, 1.0);
    for (value, expected) in
        [(18.0, "met"), (22.0, "met"), (17.0, "near"), (23.0, "near"), (16.9, "unmet"), (23.1, "unmet")]
    {
        assert_eq!(state(between(json!({"risk_at": 1})), value), expected, "{value}");
    }
}

#[test]
fn p4_a_strict_bound_that_is_hit_is_unmet_and_still_pays() {
    let strict = |fields: Value| with(json!({"kind": "at_most", "target": 200, "strict": true}), fields);
    assert_eq!(state(strict(json!({})), 200.0), "unmet");
    assert_eq!(state(strict(json!({})), 199.0), "met");
    raw(strict(json!({})), 200.0, 0.0);
    raw(strict(json!({"credit": "linear", "zero_at": 300})), 200.0, 1.0);
    raw(strict(json!({"credit": "distance"})), 200.0, 1.0);
    let policy = json!({"measure": {"strict": true}});
    let card = under(policy, &single(json!({"kind": "at_most", "target": 200}), &[(ON, 200.0)]));
    assert_eq!(card.key_result("k")["status"], "off_track");
}

#[test]
fn p4_what_linear_and_distance_need() {
    let refused = |measure: Value| refusal(&single(measure, &[]));
    assert_eq!(refused(json!({"kind": "at_least", "target": 5, "credit": "linear"})), "measure_incomplete");
    assert_eq!(refused(json!({"kind": "at_least", "target": 5, "credit": "linear", "zero_at": 5})), "bad_bounds");
    assert_eq!(refused(json!({"kind": "at_most", "target": 5, "credit": "linear", "zero_at": 4})), "bad_bounds");
    assert_eq!(
        refused(json!({"kind": "between", "low": 1, "high": 5, "credit": "linear", "zero_at": 0})),
        "bad_bounds"
    );
    assert_eq!(refused(json!({"kind": "at_most", "target": 0, "credit": "distance"})), "zero_target");
}

/// The weekly example: met on 10-02, 10-09, 10-20 and 11-06, missed on 10-16 and 10-30.
fn weekly(fields: Value) -> Value {
    let values = [
        ("2026-10-02", 5.0),
        ("2026-10-09", 5.0),
        ("2026-10-16", 3.0),
        ("2026-10-20", 5.0),
        ("2026-10-30", 3.0),
        ("2026-11-06", 5.0),
    ];
    single(with(json!({"kind": "at_least", "target": 4}), fields), &values)
}

#[test]
fn p4_shares_of_verdicts() {
    for (read, expected) in [("share_of_check_ins", 0.6667), ("share_of_elapsed", 0.5714), ("share_of_window", 0.2857)]
    {
        let card = score(&weekly(json!({"read": read})), DAY);
        let row = card.key_result("k");
        printed(&row["raw"], expected);
        assert_eq!(row["value"], 5, "the value shown stays the latest");
        stands(row, "on_track", "hold");
        let by_policy = under(json!({"measure": {"read": read}}), &weekly(json!({})));
        assert_eq!(by_policy.key_result("k"), row);
    }
}

#[test]
fn p4_a_share_has_the_state_of_its_latest_verdict() {
    for read in ["share_of_check_ins", "share_of_elapsed", "share_of_window"] {
        let card = under_on(json!({"measure": {"read": read}}), &weekly(json!({})), "2026-11-05");
        assert_eq!(card.key_result("k")["status"], "off_track", "10-30 was a miss");
    }
}

#[test]
fn p4_shares_without_check_ins_or_periods_are_no_value() {
    let document =
        |values: &[(&str, f64)]| single(json!({"kind": "at_least", "target": 4, "read": "share_of_elapsed"}), values);
    stands(score(&document(&[]), DAY).key_result("k"), "not_started", "not_started");
    let early = score(&document(&[("2026-09-20", 5.0)]), "2026-09-25");
    stands(early.key_result("k"), "not_started", "not_started");
    // Without a first day there are no periods, and check-ins are counted instead.
    let row = with(
        key_result("k", json!({"kind": "at_least", "target": 4, "read": "share_of_window"}), &[]),
        json!({
            "check_ins": check_ins(&[("2026-10-02", 5.0), ("2026-10-03", 3.0)])
        }),
    );
    let mut open = one(json!([row]));
    open["objectives"][0].as_object_mut().unwrap().remove("cycle");
    assert_eq!(score(&open, DAY).key_result("k")["raw"], 0.5);
}

#[test]
fn p4_one_verdict_a_period_is_its_last_check_in() {
    // The period of 10-15 has a miss on 10-16 and a hit on 10-20; exchanged, it is a miss.
    let mut document = weekly(json!({"read": "share_of_elapsed"}));
    document["objectives"][0]["key_results"][0]["check_ins"][2]["value"] = json!(5);
    document["objectives"][0]["key_results"][0]["check_ins"][3]["value"] = json!(3);
    printed(&score(&document, DAY).key_result("k")["raw"], 3.0 / 7.0);
    // Two-weekly periods: 10-01, 10-15, 10-29, 11-12; the last begun has no check-in yet.
    document["objectives"][0]["key_results"][0]["check_in_every"] = json!("2w");
    printed(&score(&document, DAY).key_result("k")["raw"], 0.5);
}
