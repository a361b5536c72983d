//! P1 to P3 and P5 to P11; hold measures are in `holds`.

use crate::world::{
    DAY, at, check_ins, child, document, key_result, objective, one, printed, refusal, score, single, stands, under,
    under_on, with,
};
use serde_json::{Value, json};

const ON: &str = "2026-11-14";

/// Raw and progress of one key result at a value.
fn fractions(measure: Value, value: f64) -> (Value, Value) {
    let card = score(&single(measure, &[(ON, value)]), DAY);
    (card.key_result("k")["raw"].clone(), card.key_result("k")["progress"].clone())
}

#[track_caller]
fn comes_to(measure: Value, value: f64, raw: f64, progress: f64) {
    let (found, shown) = fractions(measure, value);
    printed(&found, raw);
    printed(&shown, progress);
}

#[test]
fn p1_from_baseline_to_target_in_both_directions() {
    comes_to(json!({"kind": "move", "baseline": 10000, "target": "+20%"}), 10900.0, 0.45, 0.45);
    let churn = json!({"kind": "move", "baseline": 8, "target": 5});
    comes_to(churn.clone(), 6.5, 0.5, 0.5);
    comes_to(churn, 9.0, -0.3333, 0.0);
    comes_to(json!({"kind": "move", "baseline": 10000, "target": 12000}), 12600.0, 1.3, 1.0);
    comes_to(json!({"kind": "move", "target": 4}), 1.0, 0.25, 0.25);
    for (b, t) in [(0.1, 0.7), (8.3, 9.3), (1e-300, 1e300), (-3.0, 1e17)] {
        let measure = json!({"kind": "move", "baseline": b, "target": t});
        assert_eq!(fractions(measure.clone(), b).0, 0, "at the baseline, exactly");
        assert_eq!(fractions(measure, t).0, 1, "at the target, exactly");
    }
}

#[test]
fn p1_relative_targets_follow_the_baseline_in_force() {
    let target = |measure: Value| score(&single(measure, &[]), DAY).key_result("k")["target"].clone();
    assert_eq!(target(json!({"kind": "move", "baseline": 10, "target": "+20%"})), 12);
    assert_eq!(target(json!({"kind": "move", "baseline": -10, "target": "+20%"})), -8);
    assert_eq!(target(json!({"kind": "move", "baseline": 8, "target": "-5"})), 3);
    assert_eq!(target(json!({"kind": "move", "target": "+5"})), 5);
    let amended = with(
        key_result("k", json!({"kind": "move", "baseline": 100, "target": "+20%"}), &[]),
        json!({
            "amendments": [{"on": "2026-11-01", "baseline": 200}]
        }),
    );
    assert_eq!(score(&one(json!([amended])), DAY).key_result("k")["target"], 240);
    assert_eq!(refusal(&single(json!({"kind": "move", "baseline": 1, "target": "20%"}), &[])), "bad_target");
    assert_eq!(refusal(&single(json!({"kind": "move", "target": "+20%"}), &[])), "bad_target");
    let against = json!({"kind": "move", "baseline": 8, "target": 5, "direction": "increase"});
    assert_eq!(refusal(&single(against, &[])), "direction_disagrees");
}

fn zero_range(rule: &str) -> Value {
    json!({"measure": {"zero_range": rule}})
}

#[test]
fn p2_the_policy_says_what_a_move_to_where_one_is_comes_to() {
    let measure = json!({"kind": "move", "baseline": 5, "target": 5});
    let document = single(measure.clone(), &[(ON, 6.0)]);
    assert_eq!(refusal(&document), "zero_range");
    for (rule, raw) in [("reached", json!(1)), ("zero", json!(0)), ("half", json!(0.5)), ("one", json!(1))] {
        assert_eq!(under(zero_range(rule), &document).key_result("k")["raw"], raw, "{rule}");
    }
    let card = under(zero_range("none"), &document);
    assert_eq!(
        (&card.key_result("k")["progress"], &card.key_result("k")["left_out"]),
        (&Value::Null, &json!("no_progress"))
    );
    stands(card.key_result("k"), "none", "no_progress");
    let falling = single(with(measure.clone(), json!({"direction": "decrease"})), &[(ON, 6.0)]);
    assert_eq!(under(zero_range("reached"), &falling).key_result("k")["raw"], 0);
    let below = single(measure.clone(), &[(ON, 4.0)]);
    assert_eq!(under(zero_range("reached"), &below).key_result("k")["raw"], 0);
    // A row without a value follows V2 first.
    let card = under(zero_range("one"), &single(measure, &[]));
    assert_eq!(card.key_result("k")["raw"], 0);
    stands(card.key_result("k"), "not_started", "not_started");
}

#[test]
fn p2_holds_for_amendments_alike() {
    let row = with(
        key_result("k", json!({"kind": "move", "baseline": 5, "target": 9}), &[(ON, 6.0)]),
        json!({
            "amendments": [{"on": "2026-11-01", "target": 5}]
        }),
    );
    let document = one(json!([row]));
    assert_eq!(refusal(&document), "zero_range");
    assert_eq!(under(zero_range("half"), &document).key_result("k")["raw"], 0.5);
    assert_eq!(
        under_on(zero_range("half"), &document, "2026-10-31").key_result("k")["raw"],
        0,
        "V2 before the check-in"
    );
}

#[test]
fn p3_ratio_and_inverse() {
    comes_to(json!({"kind": "ratio", "target": 70}), 80.0, 1.1429, 1.0);
    comes_to(json!({"kind": "inverse", "target": 2}), 5.0, 0.4, 0.4);
    comes_to(json!({"kind": "inverse", "target": 2}), 1.0, 2.0, 1.0);
    for (measure, value) in
        [(json!({"kind": "ratio", "target": 0}), 5.0), (json!({"kind": "inverse", "target": 2}), 0.0)]
    {
        let card = score(&single(measure.clone(), &[(ON, value)]), DAY);
        let row = card.key_result("k");
        assert_eq!((&row["value"], &row["raw"]), (&json!(value as i64), &json!(0)), "{measure}");
        stands(row, "not_started", "not_started");
        assert_eq!(card.found("zero_denominator"), 1);
    }
}

#[test]
fn p5_milestones_by_weight() {
    let items = json!([
        {"id": "a", "weight": 1, "done_on": "2026-10-05"}, {"id": "b", "weight": 2, "done_on": "2026-11-15"}, {"id": "c"}
    ]);
    let document = single(json!({"kind": "milestones", "items": items}), &[]);
    let card = score(&document, DAY);
    assert_eq!((&card.key_result("k")["value"], &card.key_result("k")["raw"]), (&json!(0.75), &json!(0.75)));
    assert_eq!(score(&document, "2026-11-14").key_result("k")["raw"], 0.25);
    let weightless = json!([{"id": "a", "weight": 0, "done_on": "2026-10-05"}]);
    let card = score(&single(json!({"kind": "milestones", "items": weightless}), &[]), DAY);
    stands(card.key_result("k"), "not_started", "not_started");
}

#[test]
fn p6_binary_is_false_once_it_is_due() {
    let document = single(json!({"kind": "binary", "due": "2026-11-10"}), &[]);
    stands(score(&document, "2026-11-10").key_result("k"), "not_started", "not_started");
    let card = score(&document, "2026-11-11");
    assert_eq!((&card.key_result("k")["value"], &card.key_result("k")["raw"]), (&json!(0), &json!(0)));
    assert_ne!(card.key_result("k")["status"], "not_started");
    let done = with(key_result("k", json!({"kind": "binary"}), &[]), json!({"check_ins": [{"on": ON, "value": true}]}));
    let card = score(&one(json!([done])), DAY);
    assert_eq!((&card.key_result("k")["value"], &card.key_result("k")["raw"]), (&json!(1), &json!(1)));
    stands(card.key_result("k"), "achieved", "goal");
}

#[test]
fn p7_levels_rising_and_falling_stepped_and_linear() {
    let levels = |points: [(f64, f64); 3], between: &str| {
        let points: Vec<Value> = points.iter().map(|(at, score)| json!({"at": at, "score": score})).collect();
        json!({"kind": "levels", "points": points, "between": between})
    };
    let rising = [(10.0, 0.3), (15.0, 0.7), (20.0, 1.0)];
    comes_to(levels(rising, "stepped"), 17.0, 0.7, 0.7);
    comes_to(levels(rising, "linear"), 17.0, 0.82, 0.82);
    comes_to(levels(rising, "stepped"), 5.0, 0.0, 0.0);
    comes_to(levels(rising, "linear"), 5.0, 0.3, 0.3);
    comes_to(levels(rising, "linear"), 99.0, 1.0, 1.0);
    let falling = [(30.0, 0.3), (20.0, 0.7), (10.0, 1.0)];
    comes_to(levels(falling, "stepped"), 18.0, 0.7, 0.7);
    comes_to(levels(falling, "linear"), 18.0, 0.76, 0.76);
    comes_to(levels(falling, "stepped"), 31.0, 0.0, 0.0);
    comes_to(levels(falling, "linear"), 5.0, 1.0, 1.0);
    // The policy decides where the measure does not.
    let mut open = levels(rising, "stepped");
    open.as_object_mut().unwrap().remove("between");
    printed(
        &under(json!({"measure": {"between": "linear"}}), &single(open, &[(ON, 17.0)])).key_result("k")["raw"],
        0.82,
    );
}

#[test]
fn p8_the_share_of_its_own_initiatives() {
    let mut document = single(json!({"kind": "tasks"}), &[]);
    let initiatives: Vec<Value> = (0..12)
        .map(|n| match n {
            0..7 => json!({"id": format!("i{n}"), "title": "I", "key_result": "k", "done_on": "2026-11-01"}),
            7 => json!({"id": "ahead", "title": "I", "key_result": "k", "done_on": "2026-11-16"}),
            8 | 9 => json!({"id": format!("i{n}"), "title": "I", "key_result": "k"}),
            _ => json!({"id": format!("i{n}"), "title": "of nobody", "done_on": "2026-11-01"}),
        })
        .collect();
    document["objectives"][0]["initiatives"] = json!(initiatives);
    let card = score(&document, DAY);
    assert_eq!((&card.key_result("k")["value"], &card.key_result("k")["raw"]), (&json!(0.7), &json!(0.7)));
}

/// A key result `top` that is made of key results with values, each with its link.
fn made_of(measure: Value, own: &[(&str, f64)], sources: &[(f64, Option<f64>)]) -> Value {
    let rows: Vec<Value> = sources
        .iter()
        .enumerate()
        .map(|(n, (value, weight))| {
            let row = key_result(&format!("s{n}"), json!({"kind": "ratio", "target": 1}), &[(ON, *value)]);
            with(row, json!({"aligned_to": [{"to": "top", "weight": weight}]}))
        })
        .collect();
    document(json!([objective("o", json!([key_result("top", measure, own)])), objective("below", rows)]))
}

#[test]
fn p9_sum_mean_and_progress_of_what_is_linked() {
    let sum = json!({"kind": "from_children", "of": "sum", "with_own": true, "target": 1000});
    let card = score(&made_of(sum, &[(ON, 50.0)], &[(300.0, None), (250.0, None)]), DAY);
    assert_eq!(card.key_result("top")["value"], 600);
    printed(&card.key_result("top")["raw"], 0.6);
    let mean = json!({"kind": "from_children", "of": "mean", "target": 5});
    let card = score(&made_of(mean, &[], &[(4.2, Some(1.0)), (4.8, Some(3.0))]), DAY);
    printed(&card.key_result("top")["value"], 4.65);
    let progress = json!({"kind": "from_children", "of": "progress", "baseline": 100, "target": 200});
    let card = score(&made_of(progress, &[], &[(0.5, Some(1.0)), (0.8, Some(2.0))]), DAY);
    printed(&card.key_result("top")["value"], 170.0);
    printed(&card.key_result("top")["raw"], 0.7);
}

#[test]
fn p9_the_own_value_enters_with_weight_one() {
    let mean = json!({"kind": "from_children", "of": "mean", "with_own": true, "target": 10});
    let card = score(&made_of(mean, &[(ON, 2.0)], &[(5.0, Some(2.0))]), DAY);
    printed(&card.key_result("top")["value"], 4.0);
    let progress = json!({"kind": "from_children", "of": "progress", "with_own": true, "target": 100});
    let card = score(&made_of(progress, &[(ON, 20.0)], &[(0.8, Some(2.0))]), DAY);
    printed(&card.key_result("top")["value"], 60.0);
}

#[test]
fn p9_sources_without_a_value_of_their_own_are_left_out() {
    let sum = json!({"kind": "from_children", "of": "sum", "target": 1000});
    let mut document = made_of(sum, &[], &[(300.0, None), (250.0, None)]);
    document["objectives"][1]["key_results"][1]["check_ins"] = json!([]);
    for missing in ["zero", "baseline", "skip"] {
        let card = under(json!({"measure": {"missing": missing}}), &document);
        assert_eq!(card.key_result("top")["value"], 300, "{missing}");
    }
    document["objectives"][1]["key_results"][0]["state"] = json!("postponed");
    let card = score(&document, DAY);
    assert_eq!(card.key_result("top")["value"], Value::Null, "no source is left");
    stands(card.key_result("top"), "not_started", "not_started");
}

#[test]
fn p10_tracked_is_shown_and_never_counted() {
    let document =
        one(json!([at("done", 0.6), key_result("k", json!({"kind": "tracked", "unit": "tickets"}), &[(ON, 412.0)])]));
    let card = score(&document, DAY);
    let row = card.key_result("k");
    assert_eq!((&row["value"], &row["raw"], &row["progress"]), (&json!(412), &Value::Null, &Value::Null));
    assert_eq!((&row["expected"], &row["left_out"]), (&Value::Null, &json!("tracked")));
    stands(row, "none", "no_progress");
    printed(&card.objective("o")["progress"], 0.6);
}

/// Three key results of raw 1.5, −0.2 and 0.4.
fn three() -> Value {
    json!([at("a", 1.5), at("b", -0.2), at("c", 0.4)])
}

#[test]
fn p11_members_are_cut_as_the_receiver_says() {
    let card = score(&one(three()), DAY);
    printed(&card.objective("o")["progress"], 0.4667);
    printed(&card.objective("o")["raw"], 0.5667);
    let open = json!({"clamp": {"contributed": {"min": null, "max": null}}});
    let card = under(open, &one(three()));
    printed(&card.objective("o")["progress"], 0.5667);
    assert_eq!(
        (&card.key_result("a")["progress"], &card.key_result("b")["progress"]),
        (&json!(1), &json!(0)),
        "shown is another clamp"
    );
}

#[test]
fn p11_the_objective_clamp_is_carried_and_the_shown_one_is_not() {
    let document = document(json!([objective("top", json!([])), child("o", "top", three())]));
    let card = under(json!({"clamp": {"objective": {"max": 0.4}}}), &document);
    assert_eq!((&card.objective("o")["progress"], &card.objective("top")["progress"]), (&json!(0.4), &json!(0.4)));
    printed(&card.objective("o")["raw"], 0.5667);
    let card = under(json!({"clamp": {"shown": {"max": 0.4}}}), &document);
    assert_eq!(card.objective("o")["progress"], 0.4);
    printed(&card.objective("top")["raw"], 0.5667);
    let carried = under(json!({"clamp": {"shown": {"max": 0.4}, "objective": {}}}), &document);
    assert_eq!(carried.objective("top")["progress"], 0.4, "0.4667, shown");
}

#[test]
fn p11_shown_may_go_beyond_one() {
    let card = under(json!({"clamp": {"shown": {"min": null, "max": 1.2}}}), &one(three()));
    assert_eq!((&card.key_result("a")["progress"], &card.key_result("b")["progress"]), (&json!(1.2), &json!(-0.2)));
}

#[test]
fn p5_p6_check_ins_of_confidence_alone_are_no_values() {
    let measure = json!({"kind": "milestones", "items": [{"id": "m"}]});
    let mut document = single(measure, &[]);
    document["objectives"][0]["key_results"][0]["check_ins"] = json!([{"on": ON, "confidence": 0.4}]);
    assert_eq!(score(&document, DAY).key_result("k")["confidence"], 0.4);
    document["objectives"][0]["key_results"][0]["check_ins"] = check_ins(&[(ON, 1.0)]);
    assert_eq!(refusal(&document), "value_not_for_kind");
}
