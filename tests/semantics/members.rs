//! R4 and R5: who is left out, and what is shown where nobody counts.

use crate::world::{DAY, at, child, document, key_result, objective, one, printed, score, stands, under, with};
use serde_json::{Value, json};

fn stated(state: &str) -> Value {
    with(at("k", 0.0), json!({"state": state}))
}

#[test]
fn r4_what_is_left_out_is_shown_with_its_reason() {
    let document = one(json!([at("a", 0.9), at("b", 0.6), stated("cancelled")]));
    let card = score(&document, DAY);
    printed(&card.objective("o")["progress"], 0.75);
    let row = card.key_result("k");
    assert_eq!((&row["counted"], &row["left_out"], &row["progress"]), (&json!(false), &json!("cancelled"), &json!(0)));
    assert_eq!((&row["weight"], &row["contribution"]), (&Value::Null, &Value::Null));
}

#[test]
fn r4_each_reason() {
    let out =
        |row: Value, policy: Value| under(policy, &one(json!([at("z", 0.9), row]))).key_result("k")["left_out"].clone();
    for state in ["draft", "postponed", "cancelled", "archived"] {
        assert_eq!(out(stated(state), json!({})), state);
    }
    let guardrail = with(
        key_result("k", json!({"kind": "at_least", "target": 1}), &[("2026-11-01", 1.0)]),
        json!({"role": "guardrail"}),
    );
    assert_eq!(out(guardrail, json!({})), "guardrail");
    assert_eq!(out(key_result("k", json!({"kind": "tracked"}), &[("2026-11-01", 1.0)]), json!({})), "tracked");
    assert_eq!(out(with(at("k", 0.5), json!({"start": "2026-11-16"})), json!({})), "not_started_yet");
    assert_eq!(out(with(at("k", 0.5), json!({"weight": 0})), json!({})), "zero_weight");
    assert_eq!(out(with(at("k", 0.5), json!({"check_ins": []})), json!({"measure": {"missing": "skip"}})), "no_value");
    let flat = key_result("k", json!({"kind": "move", "baseline": 5, "target": 5}), &[("2026-11-01", 5.0)]);
    assert_eq!(out(flat, json!({"measure": {"zero_range": "none"}})), "no_progress");
    assert_eq!(out(at("k", 0.5), json!({"rollup": {"of": "children"}})), "not_selected");
}

#[test]
fn r4_the_first_reason_that_applies_is_given() {
    let row = json!({
        "id": "k", "title": "k", "role": "guardrail", "weight": 0, "start": "2026-12-01",
        "measure": {"kind": "at_least", "target": 1}, "state": "archived"
    });
    let without = |fields: &[&str]| {
        let mut row = row.clone();
        fields.iter().for_each(|field| drop(row.as_object_mut().unwrap().remove(*field)));
        let skip = json!({"measure": {"missing": "skip"}});
        under(skip, &one(json!([at("z", 0.9), row]))).key_result("k")["left_out"].clone()
    };
    assert_eq!(without(&[]), "archived");
    assert_eq!(without(&["state"]), "guardrail");
    assert_eq!(without(&["state", "role"]), "not_started_yet");
    assert_eq!(without(&["state", "role", "start"]), "zero_weight");
    assert_eq!(without(&["state", "role", "start", "weight"]), "no_value");
}

#[test]
fn r4_only_an_own_start_excludes() {
    // The cycle starts after the day, and so does the objective: neither excludes the key results.
    let mut ahead = one(json!([at("k", 0.5)]));
    assert_eq!(score(&ahead, "2026-09-15").key_result("k")["counted"], true);
    ahead["objectives"][0]["start"] = json!("2026-12-01");
    assert_eq!(score(&ahead, DAY).key_result("k")["counted"], true);
    printed(&score(&ahead, DAY).objective("o")["progress"], 0.5);
    // An objective's own start excludes it from its parent.
    let parents = document(json!([
        objective("top", json!([at("k", 0.25)])),
        with(child("c", "top", json!([at("ck", 0.75)])), json!({"start": "2026-11-16"})),
    ]));
    printed(&score(&parents, DAY).objective("top")["progress"], 0.25);
    printed(&score(&parents, "2026-11-16").objective("top")["progress"], 0.5);
}

#[test]
fn r4_a_start_lies_ahead_of_the_day_it_is_looked_at() {
    // Closed before its own start: left out until that day has come.
    let early = with(at("k", 0.5), json!({"start": "2026-12-01", "state": [{"on": "2026-11-20", "state": "closed"}]}));
    let document = one(json!([at("z", 0.9), early]));
    assert_eq!(score(&document, "2026-11-30").key_result("k")["left_out"], "not_started_yet");
    assert_eq!(score(&document, "2026-12-01").key_result("k")["counted"], true);
}

#[test]
fn r4_objectives_and_linked_key_results_are_judged_by_their_own_state() {
    let linked = with(at("x", 0.75), json!({"aligned_to": [{"to": "top"}]}));
    let rows = |state: &str| {
        document(json!([
            objective("top", json!([at("k", 0.25)])),
            with(objective("other", json!([linked])), json!({"state": state})),
        ]))
    };
    for state in ["active", "postponed", "archived"] {
        printed(&score(&rows(state), DAY).objective("top")["progress"], 0.5);
    }
    let parents = |state: &str| {
        document(json!([
            objective("top", json!([at("k", 0.25)])),
            with(child("c", "top", json!([at("ck", 0.75)])), json!({"state": state})),
        ]))
    };
    printed(&score(&parents("active"), DAY).objective("top")["progress"], 0.5);
    printed(&score(&parents("cancelled"), DAY).objective("top")["progress"], 0.25);
    printed(&score(&parents("closed"), DAY).objective("top")["progress"], 0.5);
}

#[test]
fn r5_nobody_counts_null_and_never_zero() {
    let pair = |one_state: &str, other: &str| {
        let rows = json!([stated(one_state), with(stated(other), json!({"id": "l"}))]);
        score(&one(rows), DAY)
    };
    for (state, status) in [("postponed", "postponed"), ("cancelled", "cancelled"), ("draft", "not_started")] {
        let card = pair(state, state);
        assert_eq!(card.objective("o")["progress"], Value::Null);
        stands(card.objective("o"), status, "no_progress");
        assert_eq!(card.found("no_members"), 0);
    }
    for other in ["cancelled", "draft", "archived"] {
        let card = pair("postponed", other);
        stands(card.objective("o"), "none", "no_progress");
        assert_eq!(card.found("no_members"), 1, "{other}");
    }
}

#[test]
fn r5_an_objective_without_members() {
    let card = score(&one(json!([])), DAY);
    assert_eq!((&card.objective("o")["progress"], &card.objective("o")["raw"]), (&Value::Null, &Value::Null));
    stands(card.objective("o"), "none", "no_progress");
    assert_eq!(card.found("no_members"), 1);
}

#[test]
fn r5_guardrails_are_no_members() {
    let guardrail = json!({"id": "g", "title": "g", "role": "guardrail", "measure": {"kind": "at_least", "target": 1}, "check_ins": [{"on": "2026-11-01", "value": 2}]});
    let card = score(&one(json!([stated("postponed"), guardrail])), DAY);
    stands(card.objective("o"), "postponed", "no_progress");
}

#[test]
fn r5_only_selected_members_are_asked() {
    let rows = json!([
        objective("top", json!([stated("draft")])),
        with(child("c", "top", json!([at("ck", 0.5)])), json!({"state": "postponed"})),
    ]);
    let word =
        |of: &str| under(json!({"rollup": {"of": of}}), &document(rows.clone())).objective("top")["status"].clone();
    assert_eq!(word("key_results"), "not_started");
    assert_eq!(word("children"), "postponed");
    assert_eq!(word("pooled"), "none");
}
