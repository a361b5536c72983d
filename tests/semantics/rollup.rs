//! R1 and R2: which members an objective reads, and the mean of them.

use crate::world::{
    DAY, at, check_ins, child, document, key_result, objective, printed, refusal, score, stands, under, under_on,
    weighing, with,
};
use serde_json::{Value, json};

/// The example of R1: key results 0.2 and 0.6; children of 0.9 and 0.5, and below the second one more of 0.3.
fn family() -> Value {
    document(json!([
        objective("top", json!([at("k1", 0.2), at("k2", 0.6)])),
        child("c1", "top", json!([at("a1", 0.8), at("a2", 1.0)])),
        child("c2", "top", json!([at("b1", 0.7)])),
        child("g", "c2", json!([at("g1", 0.3)])),
    ]))
}

fn of(what: &str) -> Value {
    json!({"rollup": {"of": what}})
}

#[track_caller]
fn top(policy: Value, document: &Value, expected: f64) {
    printed(&under(policy, document).objective("top")["progress"], expected);
}

#[test]
fn r1_each_option_reads_its_members() {
    // The child c2 is 0.5 under all of them: pooled 0.7 and 0.3; so each option is the top's own, as objectives state it.
    let family = |what: &str| {
        let mut document = family();
        document["objectives"][0]["policy"] = of(what);
        document
    };
    for (what, expected) in [
        ("pooled", 0.55),
        ("key_results", 0.4),
        ("children", 0.7),
        ("key_results_as_one", 0.6),
        ("descendants", 0.6333),
    ] {
        let card = score(&family(what), DAY);
        printed(&card.objective("c2")["progress"], 0.5);
        printed(&card.objective("top")["progress"], expected);
    }
}

#[test]
fn r1_initiatives_as_members() {
    let mut document = family();
    document["objectives"][0]["initiatives"] = json!([{"id": "i1", "title": "I", "done_on": "2026-11-15"}, {"id": "i2", "title": "I", "done_on": "2026-11-16"}]);
    top(json!({"rollup": {"of": "key_results", "initiatives": "members"}}), &document, 0.45);
    top(json!({"rollup": {"of": "key_results"}}), &document, 0.4);
    top(json!({"rollup": {"initiatives": "members"}}), &document, (0.2 + 0.6 + 0.9 + 0.5 + 1.0) / 6.0);
    // In the block of key_results_as_one they are one with the key results.
    top(json!({"rollup": {"of": "key_results_as_one", "initiatives": "members"}}), &document, (0.45 + 0.9 + 0.5) / 3.0);
}

#[test]
fn r1_key_results_as_one_without_key_results_has_no_block() {
    let mut document = family();
    document["objectives"][0]["key_results"] = json!([]);
    top(of("key_results_as_one"), &document, 0.7);
    document["objectives"][0]["key_results"] = json!([with(at("k1", 0.2), json!({"state": "cancelled"}))]);
    top(of("key_results_as_one"), &document, 0.7);
}

#[test]
fn r1_descendants_count_each_objective_below_once_a_path() {
    let mut document = family();
    top(of("descendants"), &document, 0.6333);
    // A second way up from g: it counts twice.
    document["objectives"][3]["aligned_to"] = json!([{"to": "c1"}, {"to": "c2"}]);
    top(of("descendants"), &document, (0.9 + 0.7 + 0.3 + 0.3) / 4.0);
    // An objective without a number hides nothing below it, a left-out one hides all.
    document["objectives"][2]["key_results"] = json!([]);
    top(of("descendants"), &document, (0.9 + 0.3 + 0.3) / 3.0);
    document["objectives"][2]["state"] = json!("postponed");
    top(of("descendants"), &document, (0.9 + 0.3) / 2.0);
}

#[test]
fn r1_descendants_without_a_number_below_are_the_own_key_results() {
    let mut document = family();
    for child in [1, 2, 3] {
        document["objectives"][child]["key_results"] = json!([]);
    }
    top(of("descendants"), &document, 0.4);
}

#[test]
fn r1_own_measure_in_the_window_of_the_objective() {
    let mut document = family();
    assert_eq!(refusal(&with(document.clone(), json!({"policy": of("own_measure")}))), "own_measure_missing");
    document["objectives"][0] = with(
        document["objectives"][0].clone(),
        json!({
            "measure": {"kind": "move", "baseline": 100, "target": 200}, "check_ins": check_ins(&[("2026-11-01", 130.0)]), "policy": of("own_measure")
        }),
    );
    let card = score(&document, DAY);
    printed(&card.objective("top")["progress"], 0.3);
    printed(&card.objective("top")["expected"], 0.4945);
}

#[test]
fn r1_sum_of_values_goes_through_the_objectives_measure() {
    let euros = |id: &str, value: f64, fields: Value| {
        with(key_result(id, json!({"kind": "move", "target": 100, "unit": "€"}), &[("2026-11-01", value)]), fields)
    };
    let goal = |rows: Value| {
        let measure = json!({"kind": "move", "target": 1000, "unit": "€"});
        document(json!([with(objective("top", rows), json!({"measure": measure, "policy": of("sum_of_values")}))]))
    };
    let rows = json!([
        euros("a", 300.0, json!({})),
        euros("b", 250.0, json!({"weight": 7})),
        euros("shown", 99.0, json!({"weight": 0})),
        euros("gone", 50.0, json!({"state": "cancelled"})),
        with(euros("none", 0.0, json!({})), json!({"check_ins": []})),
    ]);
    let card = score(&goal(rows), DAY);
    printed(&card.objective("top")["progress"], 0.55);
    assert_eq!(
        refusal(&goal(json!([key_result("a", json!({"kind": "move", "target": 1, "unit": "$"}), &[])]))),
        "unit_mismatch"
    );
    // Nothing counts: null (R5). Something counts and has no value: no value (V2).
    stands(score(&goal(json!([])), DAY).objective("top"), "none", "no_progress");
    assert_eq!(score(&goal(json!([])), DAY).found("no_members"), 1);
    let empty = with(euros("none", 0.0, json!({})), json!({"check_ins": []}));
    stands(score(&goal(json!([empty])), DAY).objective("top"), "not_started", "not_started");
}

#[test]
fn r1_sum_of_values_reads_the_values_of_objectives_too() {
    let measure = json!({"kind": "move", "target": 1000, "unit": "€"});
    let own = with(
        child("c", "top", json!([])),
        json!({
            "measure": measure, "policy": of("own_measure"), "check_ins": check_ins(&[("2026-11-01", 400.0)])
        }),
    );
    let top = with(
        objective(
            "top",
            json!([key_result("a", json!({"kind": "move", "target": 1, "unit": "€"}), &[("2026-11-01", 50.0)])]),
        ),
        json!({
            "measure": measure, "policy": of("sum_of_values")
        }),
    );
    printed(&score(&document(json!([top, own])), DAY).objective("top")["progress"], 0.45);
}

#[test]
fn r1_manual_holds_until_a_later_check_in_where_the_policy_says_so() {
    let mut document = family();
    document["objectives"][0]["check_ins"] = check_ins(&[("2026-11-10", 80.0)]);
    let manual = |until: &str| json!({"rollup": {"of": "manual", "manual": until}});
    let card = |document: &Value, until: &str, on: &str| {
        let mut document = document.clone();
        document["objectives"][0]["policy"] = manual(until);
        score(&document, on).objective("top")["progress"].clone()
    };
    printed(&card(&document, "sticky", DAY), 0.8);
    printed(&card(&document, "until_check_in", "2026-11-13"), 0.8);
    printed(&card(&document, "until_check_in", DAY), 0.55);
    document["objectives"][0]["check_ins"] = json!([]);
    printed(&card(&document, "until_check_in", DAY), 0.55);
    printed(&card(&document, "sticky", DAY), 0.0);
    // A later check-in deep below counts too, one of what is left out does not.
    document["objectives"][0]["check_ins"] = check_ins(&[("2026-11-14", 80.0)]);
    printed(&card(&document, "until_check_in", DAY), 0.8);
    document["objectives"][3]["key_results"][0]["check_ins"] = check_ins(&[("2026-11-15", 0.3)]);
    printed(&card(&document, "until_check_in", DAY), 0.55);
    document["objectives"][3]["state"] = json!("postponed");
    printed(&card(&document, "until_check_in", DAY), 0.8);
}

#[test]
fn r1_nothing_below_a_manual_value_counts_for_those_above() {
    let by_hand = |id: &str, on: &str, value: f64, parent: Option<&str>| {
        let links: Vec<Value> = parent.iter().map(|to| json!({"to": to})).collect();
        json!({"id": id, "title": "O", "check_ins": check_ins(&[(on, value)]), "aligned_to": links})
    };
    let mut below = by_hand("below", "2026-11-12", 30.0, Some("top"));
    below["key_results"] = json!([{"id": "k", "title": "K", "measure": {"kind": "move", "target": 1}, "check_ins": check_ins(&[("2026-11-10", 1.0)])}]);
    let mut document = document(json!([by_hand("top", "2026-11-09", 6.0, None), below]));
    document["policy"] = json!({"rollup": {"of": "manual", "manual": "until_check_in"}});
    // The key result is later than the value of the top one, but stands behind a still later one in between.
    printed(&score(&document, DAY).objective("top")["progress"], 0.06);
    printed(&score(&document, DAY).objective("below")["progress"], 0.3);
}

#[test]
fn r1_manual_through_a_measure_of_its_own() {
    let mut document = family();
    document["objectives"][0] = with(
        document["objectives"][0].clone(),
        json!({
            "measure": {"kind": "move", "baseline": 1, "target": 5}, "check_ins": check_ins(&[("2026-11-10", 2.0)]), "policy": of("manual")
        }),
    );
    printed(&score(&document, DAY).objective("top")["progress"], 0.25);
}

#[test]
fn r2_weighted_mean_or_minimum() {
    let document = document(json!([objective(
        "top",
        json!([weighing("a", 0.2, 3.0), weighing("b", 0.6, 1.0), weighing("z", 0.1, 0.0)])
    )]));
    top(json!({}), &document, 0.3);
    let minimum = json!({"rollup": {"mean": "minimum"}});
    top(minimum.clone(), &document, 0.2);
    let card = under(minimum, &document);
    assert_eq!(
        (&card.key_result("a")["contribution"], &card.key_result("b")["contribution"]),
        (&json!(0.2), &json!(0))
    );
}

#[test]
fn r2_the_minimum_of_raw_and_of_expected() {
    let early = with(at("early", 0.9), json!({"start": "2026-10-01", "due": "2026-11-15"}));
    let document = document(json!([objective("top", json!([at("a", 1.5), early]))]));
    let card = under(json!({"rollup": {"mean": "minimum"}}), &document);
    printed(&card.objective("top")["progress"], 0.9);
    printed(&card.objective("top")["raw"], 0.9);
    printed(&card.objective("top")["expected"], 0.4945);
    let card = under(json!({"rollup": {"mean": "minimum"}, "clamp": {"contributed": {"max": 0.5}}}), &document);
    printed(&card.objective("top")["progress"], 0.5);
}

#[test]
fn r2_the_outer_mean_of_descendants_stays_a_mean() {
    let policy = json!({"rollup": {"of": "descendants", "mean": "minimum"}});
    // K(c) is the minimum of a descendant's own key results: 0.8, 0.7 and 0.3.
    top(policy, &family(), (0.8 + 0.7 + 0.3) / 3.0);
}

#[test]
fn r1_a_key_result_of_another_objective_is_a_member_like_its_own() {
    let linked = with(at("x", 1.0), json!({"aligned_to": [{"to": "top", "weight": 2}]}));
    let document = document(json!([objective("top", json!([at("k1", 0.25)])), objective("other", json!([linked]))]));
    top(of("pooled"), &document, 0.75);
    top(of("key_results"), &document, 0.75);
    top(of("key_results_as_one"), &document, 0.75);
    let card = under_on(of("children"), &document, DAY);
    assert_eq!(card.objective("top")["progress"], Value::Null);
}
