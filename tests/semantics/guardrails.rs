//! R6: guardrails cap a status, and nothing else.

use crate::world::{DAY, at, check_ins, one, refusal, score, stands, under, under_on, with};
use serde_json::{Value, json};

/// An objective at a fraction, with a guardrail of at least 99.5 that was last seen at a value.
fn guarded(fraction: f64, value: f64) -> Value {
    let guardrail = json!({
        "id": "crash-free", "title": "Crash-free users", "role": "guardrail", "measure": {"kind": "at_least", "target": 99.5, "risk_at": 99},
        "check_ins": check_ins(&[("2026-11-12", value)])
    });
    one(json!([at("k", fraction), guardrail]))
}

#[test]
fn r6_an_unmet_guardrail_caps_a_good_status() {
    let achieved = guarded(1.0, 99.2);
    stands(score(&achieved, DAY).objective("o"), "at_risk", "guardrail");
    stands(score(&achieved, "2026-12-31").objective("o"), "at_risk", "guardrail");
    stands(score(&achieved, "2027-01-02").objective("o"), "missed", "guardrail");
    stands(score(&guarded(0.5, 99.2), DAY).objective("o"), "at_risk", "guardrail");
    let off = json!({"status": {"guardrail": "off_track"}});
    stands(under(off.clone(), &achieved).objective("o"), "off_track", "guardrail");
    stands(under_on(off, &achieved, "2027-01-02").objective("o"), "missed", "guardrail");
    stands(under(json!({"status": {"goal": "exceeded"}}), &guarded(1.3, 99.2)).objective("o"), "at_risk", "guardrail");
}

#[test]
fn r6_it_never_lifts_a_worse_one() {
    stands(score(&guarded(0.0, 99.2), DAY).objective("o"), "off_track", "ratio");
    stands(score(&guarded(0.4, 99.2), DAY).objective("o"), "at_risk", "ratio");
    let off = json!({"status": {"guardrail": "off_track"}});
    stands(under(off, &guarded(0.4, 99.2)).objective("o"), "at_risk", "ratio");
    stands(score(&guarded(0.4, 99.2), "2027-01-02").objective("o"), "missed", "final");
}

#[test]
fn r6_a_met_guardrail_changes_nothing() {
    for value in [99.5, 100.0] {
        stands(score(&guarded(1.0, value), DAY).objective("o"), "achieved", "goal");
    }
}

#[test]
fn r6_it_is_no_member() {
    let card = score(&guarded(0.6, 99.2), DAY);
    let row = card.objective("o");
    assert_eq!((&row["progress"], &row["raw"]), (&json!(0.6), &json!(0.6)));
    let plain = score(&one(json!([at("k", 0.6)])), DAY);
    for column in ["progress", "raw", "expected", "confidence"] {
        assert_eq!(row[column], plain.objective("o")[column], "{column}");
    }
    assert_eq!(row["guardrails"], json!([{"id": "crash-free", "state": "near"}]));
}

#[test]
fn r6_the_row_lists_how_each_stands() {
    let state = |value: f64| score(&guarded(0.6, value), DAY).objective("o")["guardrails"][0]["state"].clone();
    assert_eq!([state(99.5), state(99.0), state(98.9)], ["met", "near", "unmet"]);
    let mut document = guarded(1.0, 0.0);
    document["objectives"][0]["key_results"][1]["check_ins"] = json!([]);
    let card = score(&document, DAY);
    assert_eq!(card.objective("o")["guardrails"][0]["state"], "unmeasured");
    stands(card.objective("o"), "achieved", "goal");
    assert_eq!(card.found("guardrail_without_check_in"), 1);
}

#[test]
fn r6_what_it_may_not_touch_gets_a_warning() {
    let said = |fields: Value, status: &str, reason: &str| {
        let mut document = guarded(0.5, 90.0);
        document["objectives"][0] = with(document["objectives"][0].clone(), fields);
        let card = score(&document, DAY);
        stands(card.objective("o"), status, reason);
        assert_eq!(card.found("guardrail_not_applied"), 1, "{status}");
    };
    said(json!({"state": [{"on": "2026-11-13", "state": "closed", "outcome": "achieved"}]}), "achieved", "closed");
    said(json!({"overrides": [{"status": "on_track", "on": "2026-11-01"}]}), "on_track", "override");
    let mut none = guarded(0.5, 90.0);
    none["objectives"][0]["key_results"][0]["state"] = json!("archived");
    let card = score(&none, DAY);
    stands(card.objective("o"), "none", "no_progress");
    assert_eq!(card.found("guardrail_not_applied"), 1);
    let mut not_started = guarded(0.5, 90.0);
    not_started["objectives"][0]["key_results"][0]["check_ins"] = json!([]);
    let card = score(&not_started, DAY);
    stands(card.objective("o"), "not_started", "not_started");
    assert_eq!(card.found("guardrail_not_applied"), 1);
}

#[test]
fn r6_a_guardrail_asleep_is_ignored() {
    for fields in [
        json!({"state": "draft"}),
        json!({"state": "postponed"}),
        json!({"state": "cancelled"}),
        json!({"state": "archived"}),
        json!({"start": "2026-11-16"}),
    ] {
        let mut document = guarded(1.0, 90.0);
        document["objectives"][0]["key_results"][1] = with(document["objectives"][0]["key_results"][1].clone(), fields);
        let card = score(&document, DAY);
        stands(card.objective("o"), "achieved", "goal");
        assert_eq!(card.objective("o")["guardrails"], json!([]));
        assert_eq!(card.found("guardrail_not_applied") + card.found("guardrail_without_check_in"), 0);
    }
}

#[test]
fn r6_a_guardrail_needs_a_hold_measure() {
    let moving = with(at("k", 0.5), json!({"role": "guardrail"}));
    assert_eq!(refusal(&one(json!([moving]))), "guardrail_needs_hold");
}
