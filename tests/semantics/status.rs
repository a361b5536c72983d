//! S1 to S6.

use crate::world::{
    DAY, at, child, key_result, objective, one, printed, score, single, stands, under, under_on, weighing, with,
};
use serde_json::{Value, json};

fn status(fields: Value) -> Value {
    json!({"status": fields})
}

/// One objective with one key result at a fraction, and further fields of the key result.
fn row(fraction: f64, fields: Value) -> Value {
    one(json!([with(at("k", fraction), fields)]))
}

#[test]
fn s1_a_stated_outcome_comes_first_then_the_state_then_the_override() {
    let overrides = json!([{"status": "at_risk", "on": "2026-11-01"}]);
    let with_state = |state: Value| score(&row(0.5, json!({"state": state, "overrides": overrides})), DAY);
    let outcome = with_state(json!([{"on": "2026-11-14", "state": "closed", "outcome": "exceeded"}]));
    stands(outcome.key_result("k"), "exceeded", "closed");
    for state in ["postponed", "cancelled", "archived"] {
        stands(with_state(json!(state)).key_result("k"), state, "state");
    }
    stands(with_state(json!("draft")).key_result("k"), "not_started", "state");
    stands(with_state(json!("active")).key_result("k"), "at_risk", "override");
    let closed = with_state(json!([{"on": "2026-11-14", "state": "closed"}]));
    stands(closed.key_result("k"), "at_risk", "override");
}

#[test]
fn s1_an_override_holds_to_the_end_of_the_window_and_its_day() {
    let document =
        row(0.5, json!({"overrides": [{"status": "on_track", "on": "2026-11-01", "by": "ana", "reason": "trust me"}]}));
    stands(score(&document, "2026-10-31").key_result("k"), "not_started", "not_started");
    stands(score(&document, "2026-12-31").key_result("k"), "on_track", "override");
    stands(score(&document, "2027-01-01").key_result("k"), "missed", "final");
    let card = score(&document, DAY);
    let shown = &card.key_result("k")["override"];
    assert_eq!(
        shown,
        &json!({"status": "on_track", "by": "ana", "reason": "trust me", "until": null, "computed": "on_track"})
    );
    let until = row(0.5, json!({"overrides": [{"status": "off_track", "on": "2026-11-01", "until": "2027-01-10"}]}));
    stands(score(&until, "2027-01-10").key_result("k"), "off_track", "override");
    stands(score(&until, "2027-01-11").key_result("k"), "missed", "final");
    assert_eq!(score(&until, DAY).key_result("k")["override"]["computed"], "on_track");
}

#[test]
fn s1_of_several_overrides_the_latest_holds_of_equals_the_last() {
    let document = row(
        0.5,
        json!({"overrides": [
            {"status": "off_track", "on": "2026-11-10"}, {"status": "at_risk", "on": "2026-11-10", "until": "2026-11-14"}, {"status": "on_track", "on": "2026-11-01"}
        ]}),
    );
    stands(score(&document, "2026-11-12").key_result("k"), "at_risk", "override");
    stands(score(&document, DAY).key_result("k"), "off_track", "override");
    stands(score(&document, "2026-11-09").key_result("k"), "on_track", "override");
    let mut open = row(0.5, json!({"overrides": [{"status": "off_track", "on": "2026-11-10"}]}));
    open["objectives"][0].as_object_mut().unwrap().remove("cycle");
    stands(score(&open, "2099-01-01").key_result("k"), "off_track", "override");
}

#[test]
fn s1_null_progress_then_final_then_no_value_then_goal() {
    stands(
        score(&single(json!({"kind": "tracked"}), &[("2026-11-01", 5.0)]), "2027-01-02").key_result("k"),
        "none",
        "no_progress",
    );
    stands(score(&single(json!({"kind": "move", "target": 1}), &[]), "2027-01-02").key_result("k"), "missed", "final");
    stands(
        score(&single(json!({"kind": "move", "target": 1}), &[]), DAY).key_result("k"),
        "not_started",
        "not_started",
    );
    stands(score(&row(1.3, json!({})), DAY).key_result("k"), "achieved", "goal");
    stands(score(&row(1.0, json!({})), "2026-12-31").key_result("k"), "achieved", "goal");
    stands(score(&row(1.0, json!({})), "2027-01-02").key_result("k"), "achieved", "final");
}

#[test]
fn s1_goal_may_exceed_or_be_nothing_special() {
    let exceeded = status(json!({"goal": "exceeded"}));
    stands(under(exceeded.clone(), &row(1.3, json!({}))).key_result("k"), "exceeded", "goal");
    stands(under(exceeded, &row(1.0, json!({}))).key_result("k"), "achieved", "goal");
    stands(under(status(json!({"goal": "none"})), &row(1.3, json!({}))).key_result("k"), "on_track", "ratio");
    // It looks at progress, whatever the ambition and the roll-up; a hold has no goal.
    stands(score(&row(0.8, json!({"ambition": "aspirational"})), DAY).key_result("k"), "on_track", "ratio");
    stands(under(status(json!({"rollup": "worst"})), &row(1.0, json!({}))).objective("o"), "achieved", "goal");
    stands(
        score(&single(json!({"kind": "at_least", "target": 1}), &[("2026-11-14", 2.0)]), DAY).key_result("k"),
        "on_track",
        "hold",
    );
}

#[test]
fn s1_final_by_bands_or_as_before_the_end() {
    let bands = status(
        json!({"final": [{"at_least": 0.7, "status": "achieved", "label": "green"}, {"status": "missed", "label": "red"}]}),
    );
    let card = under_on(bands.clone(), &row(0.7, json!({})), "2027-01-02");
    stands(card.key_result("k"), "achieved", "final");
    assert_eq!(card.key_result("k")["label"], "green");
    stands(under_on(bands, &row(0.6, json!({})), "2027-01-02").key_result("k"), "missed", "final");
    let computed = status(json!({"final": "computed"}));
    stands(under_on(computed.clone(), &row(0.8, json!({})), "2027-01-02").key_result("k"), "at_risk", "ratio");
    stands(
        under_on(computed.clone(), &single(json!({"kind": "move", "target": 1}), &[]), "2027-01-02").key_result("k"),
        "not_started",
        "not_started",
    );
    stands(under_on(computed, &row(1.0, json!({})), "2027-01-02").key_result("k"), "achieved", "goal");
}

#[test]
fn s2_each_source() {
    let read = |source: &str, fields: Value, document: &Value| {
        under(status(with(json!({"source": source}), fields)), document).key_result("k")["status"].clone()
    };
    let document = row(0.45, json!({"check_ins": [{"on": "2026-11-14", "value": 0.45, "confidence": 0.75}]}));
    assert_eq!(read("ratio", json!({}), &document), "on_track", "0.45 / 0.4945 = 0.91");
    assert_eq!(read("progress", json!({}), &document), "off_track");
    assert_eq!(read("confidence", json!({}), &document), "at_risk");
    let gap = |limit: f64| json!({"bands": [{"at_least": limit, "status": "on_track"}, {"status": "off_track"}]});
    assert_eq!(read("gap", gap(-0.045), &document), "on_track", "−0.0445");
    assert_eq!(read("gap", gap(-0.044), &document), "off_track");
}

#[test]
fn s2_bands_round_first_where_they_say_so() {
    let bands = |round_to: Value| {
        let list = json!([{"at_least": 0.7, "status": "on_track"}, {"status": "off_track"}]);
        status(json!({"source": "progress", "bands": {"round_to": round_to, "list": list}}))
    };
    stands(under(bands(json!(0.1)), &row(0.65, json!({}))).key_result("k"), "on_track", "progress");
    stands(under(bands(Value::Null), &row(0.65, json!({}))).key_result("k"), "off_track", "progress");
    stands(under(bands(json!(0.1)), &row(0.6499, json!({}))).key_result("k"), "off_track", "progress");
}

#[test]
fn s2_above_is_strict_and_the_first_match_wins() {
    let bands = status(json!({"source": "progress", "bands": [
        {"above": 0.5, "status": "on_track"}, {"at_least": 0.5, "status": "at_risk"}, {"status": "off_track"}
    ]}));
    for (fraction, expected) in [(0.51, "on_track"), (0.5, "at_risk"), (0.49, "off_track")] {
        stands(under(bands.clone(), &row(fraction, json!({}))).key_result("k"), expected, "progress");
    }
}

#[test]
fn s2_a_hold_measure_shows_its_state() {
    let hold = |value: f64| single(json!({"kind": "at_most", "target": 10, "risk_at": 12}), &[("2026-11-14", value)]);
    for (value, expected) in [(10.0, "on_track"), (12.0, "at_risk"), (13.0, "off_track")] {
        stands(score(&hold(value), DAY).key_result("k"), expected, "hold");
    }
    let other = status(json!({"hold": {"unmet": "at_risk"}}));
    stands(under(other, &hold(13.0)).key_result("k"), "at_risk", "hold");
}

#[test]
fn s2_labels_of_the_band_else_of_the_status() {
    let policy = status(json!({
        "bands": [{"at_least": 0.9, "status": "on_track", "label": "green"}, {"at_least": 0.7, "status": "at_risk"}, {"status": "off_track"}],
        "labels": {"at_risk": "shaky", "on_track": "never read", "achieved": "done"}
    }));
    let label = |fraction: f64| under(policy.clone(), &row(fraction, json!({}))).key_result("k")["label"].clone();
    assert_eq!(
        [label(0.5), label(0.4), label(0.1), label(1.0)],
        [json!("green"), json!("shaky"), Value::Null, json!("done")]
    );
}

#[test]
fn s3_nothing_expected_yet_asks_for_nothing() {
    let early = |value: f64| single(json!({"kind": "move", "target": 1}), &[("2026-09-20", value)]);
    let no_grace = status(json!({"grace": 0, "stale_after": "9mo"}));
    stands(under_on(no_grace.clone(), &early(0.0), "2026-10-01").key_result("k"), "on_track", "ratio");
    let shown_below = json!({"status": {"grace": 0, "stale_after": "9mo"}, "clamp": {"shown": {"min": null}}});
    stands(under_on(shown_below, &early(-0.1), "2026-10-01").key_result("k"), "off_track", "ratio");
    // No window: nothing expected of any kind, and no status by ratio.
    let mut open = row(0.5, json!({}));
    open["objectives"][0].as_object_mut().unwrap().remove("cycle");
    stands(score(&open, DAY).key_result("k"), "none", "ratio");
}

#[test]
fn s3_grace_lifts_a_slow_start() {
    let document = single(json!({"kind": "move", "target": 1000}), &[("2026-10-05", 0.0)]);
    stands(score(&document, "2026-10-10").key_result("k"), "on_track", "grace");
    stands(score(&document, "2026-10-11").key_result("k"), "off_track", "ratio");
    let fallen = single(json!({"kind": "move", "target": 1000}), &[("2026-10-05", -1.0)]);
    stands(score(&fallen, "2026-10-10").key_result("k"), "off_track", "ratio");
    stands(under_on(status(json!({"grace": 0})), &document, "2026-10-10").key_result("k"), "off_track", "ratio");
    // The row's own window counts.
    let later = one(json!([with(
        key_result("k", json!({"kind": "move", "target": 1000}), &[("2026-11-14", 0.0)]),
        json!({"start": "2026-11-12"})
    )]));
    stands(score(&later, DAY).key_result("k"), "on_track", "grace");
}

/// An objective whose members show on_track (w 2), at_risk and off_track.
fn mixed() -> Value {
    one(json!([weighing("a", 0.5, 2.0), at("b", 0.4), at("c", 0.1)]))
}

#[test]
fn s4_from_the_statuses_of_members() {
    let rolled = |rollup: &str| under(status(json!({"rollup": rollup})), &mixed());
    let card = rolled("own");
    assert_eq!(["a", "b", "c"].map(|id| card.key_result(id)["status"].clone()), ["on_track", "at_risk", "off_track"]);
    stands(card.objective("o"), "at_risk", "ratio");
    stands(rolled("worst").objective("o"), "off_track", "worst");
    stands(rolled("unanimous").objective("o"), "none", "unanimous");
    stands(rolled("mean_points").objective("o"), "at_risk", "mean");
    let narrow = status(
        json!({"rollup": "mean_points", "rollup_bands": [{"at_least": 0.626, "status": "on_track"}, {"at_least": 0.625, "status": "at_risk"}, {"status": "off_track"}]}),
    );
    stands(under(narrow, &mixed()).objective("o"), "at_risk", "mean");
}

#[test]
fn s4_means_of_capped_ratios() {
    // Ratios 0.9, 1.2 and 0.4 to an expectation of 0.4945.
    let e = 45.0 / 91.0;
    let document = one(json!([at("a", 0.9 * e), at("b", 1.2 * e), at("c", 0.4 * e)]));
    let bands = |limit: f64| json!([{"at_least": limit, "status": "on_track"}, {"status": "off_track"}]);
    let rolled = |cap: Value, limit: f64| {
        let policy = status(json!({"rollup": "mean_ratio", "ratio_cap": cap, "rollup_bands": bands(limit)}));
        under(policy, &document).objective("o")["status"].clone()
    };
    assert_eq!((rolled(json!(1), 0.7666), rolled(json!(1), 0.7668)), (json!("on_track"), json!("off_track")));
    assert_eq!((rolled(Value::Null, 0.8333), rolled(Value::Null, 0.8334)), (json!("on_track"), json!("off_track")));
    stands(under(status(json!({"rollup": "mean_ratio"})), &document).objective("o"), "at_risk", "mean");
}

#[test]
fn s4_worst_ignores_what_is_not_in_the_order() {
    let order = |order: Value| {
        under(status(json!({"rollup": "worst", "order": order})), &mixed()).objective("o")["status"].clone()
    };
    assert_eq!(order(json!(["at_risk", "on_track"])), "at_risk");
    assert_eq!(order(json!(["missed"])), "none");
    // `none` takes part only where the order has it.
    let document = one(json!([at("a", 0.5), with(at("b", 0.5), json!({"start": "2026-10-01", "due": "2026-12-31"}))]));
    let mut open = document;
    open["objectives"][0].as_object_mut().unwrap().remove("cycle");
    let worst = |order: Value| under(status(json!({"rollup": "worst", "order": order})), &open);
    assert_eq!(worst(json!(["on_track"])).key_result("a")["status"], "none");
    assert_eq!(worst(json!(["on_track"])).objective("o")["status"], "on_track");
    assert_eq!(worst(json!(["none", "on_track"])).objective("o")["status"], "none");
}

#[test]
fn s4_reads_the_statuses_that_are_shown_of_those_that_count() {
    let mut document = mixed();
    document["objectives"][0]["key_results"][2]["overrides"] = json!([{"status": "at_risk", "on": "2026-11-01"}]);
    stands(under(status(json!({"rollup": "worst"})), &document).objective("o"), "at_risk", "worst");
    document["objectives"][0]["key_results"][2]["state"] = json!("cancelled");
    document["objectives"][0]["key_results"][1]["state"] = json!("cancelled");
    stands(under(status(json!({"rollup": "unanimous"})), &document).objective("o"), "on_track", "unanimous");
    let parents = crate::world::document(json!([
        objective("top", json!([])),
        child("x", "top", json!([at("xk", 0.1)])),
        child("y", "top", json!([at("yk", 0.5)]))
    ]));
    stands(under(status(json!({"rollup": "worst"})), &parents).objective("top"), "off_track", "worst");
}

#[test]
fn s4_objectives_that_are_no_mean_of_members_always_use_their_own_numbers() {
    let mut document = mixed();
    document["objectives"][0]["measure"] = json!({"kind": "move", "target": 10});
    document["objectives"][0]["check_ins"] = json!([{"on": "2026-11-14", "value": 5}]);
    for of in ["descendants", "own_measure", "manual"] {
        let policy = json!({"rollup": {"of": of}, "status": {"rollup": "worst"}});
        assert_eq!(under(policy, &document).objective("o")["status_reason"], "ratio", "{of}");
    }
}

#[test]
fn s5_stale_after_two_intervals() {
    let document = single(json!({"kind": "move", "target": 10}), &[("2026-11-01", 9.0)]);
    let card = score(&document, "2026-11-15");
    stands(card.key_result("k"), "on_track", "ratio");
    assert_eq!(card.key_result("k")["stale_days"], 14);
    let card = score(&document, "2026-11-16");
    stands(card.key_result("k"), "at_risk", "stale");
    stands(card.objective("o"), "at_risk", "stale");
    assert_eq!(card.key_result("k")["stale_days"], 15);
    // Any check-in is a sign of life; a status that is worse stays.
    let mut document = document;
    document["objectives"][0]["key_results"][0]["check_ins"]
        .as_array_mut()
        .unwrap()
        .push(json!({"on": "2026-11-10", "note": "on it"}));
    stands(score(&document, "2026-11-16").key_result("k"), "on_track", "ratio");
    let slow = single(json!({"kind": "move", "target": 10}), &[("2026-11-01", 1.0)]);
    stands(score(&slow, "2026-11-30").key_result("k"), "off_track", "ratio");
}

#[test]
fn s5_a_policy_may_only_flag_it_or_wait_longer() {
    let document = single(json!({"kind": "move", "target": 10}), &[("2026-11-01", 9.0)]);
    stands(under_on(status(json!({"stale": "flag"})), &document, "2026-11-16").key_result("k"), "on_track", "stale");
    let three = status(json!({"stale_after": "3w"}));
    stands(under_on(three.clone(), &document, "2026-11-22").key_result("k"), "on_track", "ratio");
    stands(under_on(three, &document, "2026-11-23").key_result("k"), "at_risk", "stale");
}

#[test]
fn s5_only_inside_the_window_and_short_of_the_target() {
    let document = single(json!({"kind": "move", "target": 10}), &[("2026-09-01", 9.0)]);
    let card = score(&document, "2026-09-30");
    assert_eq!(
        (&card.key_result("k")["stale_days"], &card.key_result("k")["status_reason"]),
        (&Value::Null, &json!("ratio"))
    );
    assert_eq!(
        score(&document, "2026-10-15").key_result("k")["stale_days"],
        14,
        "the start of the window is the anchor"
    );
    stands(score(&document, "2026-10-16").key_result("k"), "at_risk", "stale");
    stands(
        score(&single(json!({"kind": "move", "target": 10}), &[("2026-10-01", 10.0)]), "2026-12-15").key_result("k"),
        "achieved",
        "goal",
    );
    assert_eq!(score(&document, "2027-01-05").key_result("k")["stale_days"], Value::Null);
}

#[test]
fn s5_what_is_closed_is_never_stale() {
    let document = |closed: &str, state: Value| {
        let mut document = single(json!({"kind": "move", "target": 10}), &[("2026-11-01", 9.0)]);
        let objective = &mut document["objectives"][0];
        let row = if closed == "o" { objective } else { &mut objective["key_results"][0] };
        row["state"] = state;
        document
    };
    let computed = status(json!({"final": "computed"}));
    let open = under_on(computed.clone(), &document("k", json!("active")), "2026-11-20");
    stands(open.key_result("k"), "at_risk", "stale");
    assert_eq!(open.key_result("k")["stale_days"], 19);
    for state in [json!("closed"), json!([{"on": "2026-11-20", "state": "closed"}])] {
        for closed in ["k", "o"] {
            let card = under_on(computed.clone(), &document(closed, state.clone()), "2026-11-20");
            stands(card.key_result("k"), "on_track", "ratio");
            stands(card.objective("o"), "on_track", "ratio");
            assert_eq!(card.key_result("k")["stale_days"], Value::Null);
        }
    }
    // Contributing objectives are not closed with their receiver, and are stale without it.
    let closed = json!({"state": [{"on": "2026-11-20", "state": "closed"}]});
    let late = key_result("k", json!({"kind": "move", "target": 10}), &[("2026-11-01", 9.0)]);
    let rows = json!([with(objective("o", json!([])), closed), child("c", "o", json!([late]))]);
    let card = under_on(computed, &crate::world::document(rows), "2026-11-20");
    stands(card.objective("c"), "at_risk", "stale");
    stands(card.objective("o"), "on_track", "ratio");
}

#[test]
fn s5_which_measures_can_be_stale() {
    let stale = |measure: Value| {
        let document = single(measure, &[("2026-10-02", 3.0)]);
        !score(&document, DAY).key_result("k")["stale_days"].is_null()
    };
    for measure in [
        json!({"kind": "move", "target": 10}),
        json!({"kind": "ratio", "target": 10}),
        json!({"kind": "inverse", "target": 1}),
        json!({"kind": "at_least", "target": 10}),
        json!({"kind": "at_most", "target": 1}),
        json!({"kind": "between", "low": 4, "high": 5}),
        json!({"kind": "levels", "points": [{"at": 1, "score": 0.1}, {"at": 9, "score": 1}]}),
    ] {
        assert!(stale(measure.clone()), "{measure}");
    }
    assert!(!stale(json!({"kind": "tracked"})));
    for measure in [
        json!({"kind": "milestones", "items": [{"id": "m"}]}),
        json!({"kind": "binary"}),
        json!({"kind": "tasks"}),
        json!({"kind": "from_children", "target": 1}),
    ] {
        assert_eq!(score(&single(measure.clone(), &[]), DAY).key_result("k")["stale_days"], Value::Null, "{measure}");
    }
}

#[test]
fn s5_an_objective_is_stale_when_all_that_counts_is() {
    let measure = json!({"kind": "move", "target": 10});
    let old = |id: &str| key_result(id, measure.clone(), &[("2026-10-20", 9.0)]);
    stands(score(&one(json!([old("a"), old("b")])), DAY).objective("o"), "at_risk", "stale");
    stands(score(&one(json!([old("a"), at("b", 0.9)])), DAY).objective("o"), "on_track", "ratio");
    let milestones =
        key_result("m", json!({"kind": "milestones", "items": [{"id": "m", "done_on": "2026-10-02"}]}), &[]);
    stands(score(&one(json!([old("a"), milestones])), DAY).objective("o"), "on_track", "ratio");
    let left_out = with(at("b", 0.9), json!({"state": "postponed"}));
    stands(score(&one(json!([old("a"), left_out])), DAY).objective("o"), "at_risk", "stale");
    // Initiatives alone are no key results or objectives that could be stale.
    let mut initiatives = one(json!([]));
    initiatives["objectives"][0]["initiatives"] =
        json!([{"id": "i", "title": "I", "done_on": "2026-10-02"}, {"id": "j", "title": "J"}]);
    let card = under(
        json!({"rollup": {"initiatives": "members"}, "status": {"source": "progress", "bands": [{"at_least": 0.4, "status": "on_track"}, {"status": "off_track"}]}}),
        &initiatives,
    );
    stands(card.objective("o"), "on_track", "progress");
}

#[test]
fn s5_an_objective_by_its_own_measure_has_its_own_check_ins() {
    let mut document = one(json!([at("k", 0.9)]));
    document["objectives"][0]["measure"] = json!({"kind": "move", "target": 10});
    document["objectives"][0]["check_ins"] = json!([{"on": "2026-11-01", "value": 9}]);
    for of in ["own_measure", "manual"] {
        let policy = json!({"rollup": {"of": of}});
        stands(under_on(policy.clone(), &document, "2026-11-15").objective("o"), "on_track", "ratio");
        stands(under_on(policy, &document, "2026-11-16").objective("o"), "at_risk", "stale");
    }
}

#[test]
fn s6_the_reason_is_what_changed_the_status_last() {
    let document = single(json!({"kind": "move", "target": 1000}), &[("2026-09-01", 0.0)]);
    stands(score(&document, "2026-10-10").key_result("k"), "on_track", "grace");
    let impatient = status(json!({"stale_after": "1d"}));
    stands(under_on(impatient, &document, "2026-10-10").key_result("k"), "at_risk", "stale");
    let card = score(&document, "2026-10-10");
    printed(&card.key_result("k")["progress"], 0.0);
}

#[test]
fn s6_every_row_has_a_reason() {
    const REASONS: [&str; 18] = [
        "closed",
        "state",
        "override",
        "no_progress",
        "final",
        "not_started",
        "goal",
        "stale",
        "grace",
        "ratio",
        "gap",
        "progress",
        "confidence",
        "hold",
        "worst",
        "unanimous",
        "mean",
        "stated",
    ];
    let everything: Value = serde_json::from_str(include_str!("../documents/everything.json")).unwrap();
    for on in ["2026-01-01", "2026-10-03", DAY, "2026-12-31", "2027-03-01"] {
        let card = score(&everything, on);
        for row in card.0["objectives"].as_array().unwrap() {
            for row in row["key_results"].as_array().unwrap().iter().chain([row]) {
                let reason = row["status_reason"].as_str().unwrap();
                assert!(REASONS.contains(&reason) || reason == "guardrail", "{row}");
            }
        }
    }
    let reasons: Vec<&str> = okr_core::Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    assert!(REASONS.iter().all(|reason| reasons.contains(reason)), "{reasons:?}");
}
