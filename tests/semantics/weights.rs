//! R3: weights.

use crate::world::{DAY, all_printed, at, child, document, key_result, objective, one, score, under, weighing, with};
use serde_json::{Value, json};

const IDS: [&str; 3] = ["a", "b", "c"];

/// Three key results with the weights given.
fn three(weights: [Option<f64>; 3]) -> Value {
    let rows: Vec<Value> =
        IDS.iter().zip(weights).map(|(id, weight)| with(at(id, 0.5), json!({"weight": weight}))).collect();
    one(rows)
}

fn rule(name: &str) -> Value {
    json!({"weights": {"rule": name, "total": 1}})
}

#[track_caller]
fn shares(policy: Value, document: &Value, expected: [f64; 3]) {
    let card = under(policy, document);
    all_printed(IDS.map(|id| &card.key_result(id)["weight"]), &expected);
}

#[test]
fn r3_each_rule_shares_out() {
    let half = three([Some(0.5), None, None]);
    shares(rule("relative"), &half, [0.2, 0.4, 0.4]);
    shares(rule("evenly"), &half, [0.5, 0.25, 0.25]);
    shares(rule("last"), &half, [0.5, 0.25, 0.25]);
    shares(rule("equal"), &half, [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
    shares(json!({"weights": {"rule": "evenly", "total": 100}}), &three([Some(50.0), None, None]), [0.5, 0.25, 0.25]);
}

#[test]
fn r3_shares_are_fixed_before_anything_is_left_out() {
    let mut document = three([Some(0.5), None, None]);
    document["objectives"][0]["key_results"][1]["state"] = json!("postponed");
    let card = under(rule("evenly"), &document);
    all_printed(["a", "c"].map(|id| &card.key_result(id)["weight"]), &[0.6667, 0.3333]);
    assert_eq!(
        (&card.key_result("b")["weight"], &card.key_result("b")["left_out"]),
        (&Value::Null, &json!("postponed"))
    );
}

#[test]
fn r3_in_ratio_keeps_amended_weights() {
    let mut document = three([Some(0.2), Some(0.3), Some(0.5)]);
    document["objectives"][0]["key_results"][0]["amendments"] = json!([{"on": "2026-11-01", "weight": 0.4}]);
    shares(rule("in_ratio"), &document, [0.4, 0.225, 0.375]);
    // Amended weights above the total leave nothing to the others.
    document["objectives"][0]["key_results"][0]["amendments"][0]["weight"] = json!(1.5);
    let card = under(rule("in_ratio"), &document);
    assert_eq!(
        (&card.key_result("a")["weight"], &card.key_result("b")["left_out"]),
        (&json!(1), &json!("zero_weight"))
    );
    assert_eq!(card.found("weights_over_total"), 1);
}

#[test]
fn r3_by_size_reads_the_way_from_baseline_to_target() {
    let sized = |id: &str, baseline: f64, target: f64| {
        key_result(id, json!({"kind": "move", "baseline": baseline, "target": target}), &[("2026-11-01", baseline)])
    };
    let mut document = one(json!([sized("a", 0.0, 100.0), sized("b", 400.0, 100.0), sized("c", -50.0, 50.0)]));
    shares(rule("by_size"), &document, [0.2, 0.6, 0.2]);
    document["objectives"][0]["key_results"][2] = at("c", 0.5);
    shares(rule("by_size"), &document, [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
    assert_eq!(under(rule("by_size"), &document).found("size_needs_move"), 1);
}

#[test]
fn r3_stated_weights_above_the_total_are_scaled_with_a_warning() {
    let over = three([Some(3.0), Some(1.0), None]);
    let card = under(rule("evenly"), &over);
    all_printed(["a", "b"].map(|id| &card.key_result(id)["weight"]), &[0.75, 0.25]);
    assert_eq!((&card.key_result("c")["left_out"], card.found("weights_over_total")), (&json!("zero_weight"), 1));
    let card = under(rule("last"), &over);
    all_printed(["a", "b"].map(|id| &card.key_result(id)["weight"]), &[0.75, 0.25]);
    assert_eq!((&card.key_result("c")["left_out"], card.found("weights_over_total")), (&json!("zero_weight"), 1));
}

#[test]
fn r3_last_takes_the_rest_even_of_what_it_states() {
    shares(rule("last"), &three([Some(0.5), Some(0.3), Some(0.9)]), [0.5, 0.3, 0.2]);
    shares(rule("last"), &three([Some(0.2), Some(0.3), Some(0.1)]), [0.2, 0.3, 0.5]);
}

#[test]
fn r3_under_last_the_unset_share_the_rest_as_under_evenly() {
    let cases = [[None, None, None], [Some(0.2), None, Some(0.3)], [None, Some(0.9), None], [Some(2.0), None, None]];
    for weights in cases {
        let document = three(weights);
        let [last, evenly] = ["last", "evenly"].map(|name| under(rule(name), &document));
        for id in IDS {
            assert_eq!(last.key_result(id)["weight"], evenly.key_result(id)["weight"], "{weights:?} {id}");
        }
        assert_eq!(last.found("weights_over_total"), evenly.found("weights_over_total"));
    }
    shares(rule("last"), &three([Some(0.2), None, Some(0.3)]), [0.2, 0.5, 0.3]);
}

#[test]
fn r3_equal_reads_no_stated_weight() {
    let document = three([Some(5.0), Some(0.0), None]);
    shares(rule("equal"), &document, [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
    assert_eq!(under(rule("equal"), &document).key_result("b")["left_out"], Value::Null);
    let mut amended = document.clone();
    amended["objectives"][0]["key_results"][0]["amendments"] = json!([{"on": "2026-11-01", "weight": 9}]);
    shares(rule("equal"), &amended, [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
    // A link of weight 0 counts too; beside a block of key results every child is one.
    let parents = json!([
        objective("o", json!([weighing("a", 0.0, 3.0), weighing("b", 0.0, 0.0)])),
        with(child("c", "o", json!([at("ck", 1.0)])), json!({"aligned_to": [{"to": "o", "weight": 0}]})),
    ]);
    let parents = crate::world::document(parents);
    let progress = |of: &str| {
        let policy = json!({"rollup": {"of": of}, "weights": {"rule": "equal"}});
        under(policy, &parents).objective("o")["progress"].clone()
    };
    all_printed(
        [&progress("pooled"), &progress("key_results_as_one"), &progress("descendants")],
        &[1.0 / 3.0, 0.5, 1.0],
    );
}

#[test]
fn r3_last_means_the_order_of_the_document() {
    // Own key results, then linked ones, then objectives: whoever stands there last.
    let rows = |more: Value| {
        let mut rows = vec![objective("o", json!([weighing("z", 0.5, 0.3), weighing("a", 0.5, 0.2)]))];
        rows.extend(more.as_array().unwrap().clone());
        document(rows)
    };
    let card = under(rule("last"), &rows(json!([])));
    all_printed(["z", "a"].map(|id| &card.key_result(id)["weight"]), &[0.3, 0.7]);
    let linked = with(at("b", 0.5), json!({"aligned_to": [{"to": "o"}]}));
    let card = under(rule("last"), &rows(json!([objective("p", json!([linked.clone()]))])));
    all_printed(["z", "a"].map(|id| &card.key_result(id)["weight"]), &[0.3, 0.2]);
    let card =
        under(rule("last"), &rows(json!([child("c", "o", json!([at("ck", 0.5)])), objective("p", json!([linked]))])));
    all_printed(["z", "a"].map(|id| &card.key_result(id)["weight"]), &[0.3, 0.2]);
    assert_eq!(card.objective("o")["progress"], 0.5);
}

#[test]
fn r3_zero_is_shown_and_not_counted() {
    let card = score(&one(json!([weighing("a", 0.2, 0.0), weighing("b", 0.6, 5.0), at("c", 0.6)])), DAY);
    let row = card.key_result("a");
    assert_eq!(
        (&row["counted"], &row["left_out"], &row["progress"]),
        (&json!(false), &json!("zero_weight"), &json!(0.2))
    );
    assert_eq!(card.objective("o")["progress"], 0.6);
}

#[test]
fn r3_weights_in_force_and_link_weights() {
    let mut document = three([Some(1.0), Some(1.0), Some(2.0)]);
    document["objectives"][0]["key_results"][2]["amendments"] =
        json!([{"on": "2026-11-10", "weight": 6}, {"on": "2026-11-16", "weight": 0}]);
    shares(json!({}), &document, [0.125, 0.125, 0.75]);
    let parents = json!([
        objective("o", json!([weighing("a", 0.0, 3.0)])),
        with(child("c", "o", json!([at("ck", 1.0)])), json!({"weight": 100, "aligned_to": [{"to": "o", "weight": 1}]})),
    ]);
    let card = score(&crate::world::document(parents), DAY);
    assert_eq!(card.objective("o")["progress"], 0.25, "the child's own weight is for its cycle's row");
}

#[test]
fn r3_key_results_as_one_shares_out_inside_the_block() {
    let mut document = three([Some(0.5), None, None]);
    let rows = document["objectives"].as_array_mut().unwrap();
    rows.push(child("d", "o", json!([at("dk", 1.0)])));
    let policy = json!({"rollup": {"of": "key_results_as_one"}, "weights": {"rule": "evenly", "total": 1}});
    let card = under(policy, &document);
    all_printed(IDS.map(|id| &card.key_result(id)["weight"]), &[0.25, 0.125, 0.125]);
    assert_eq!(card.objective("o")["progress"], 0.75);
}

#[test]
fn r3_initiatives_weigh_one_beside_what_is_shared_out() {
    let mut document = three([Some(0.5), None, None]);
    document["objectives"][0]["initiatives"] = json!([{"id": "i", "title": "I", "done_on": "2026-11-01"}]);
    let initiatives = |rule: &str| json!({"rollup": {"initiatives": "members"}, "weights": {"rule": rule, "total": 1}});
    shares(initiatives("evenly"), &document, [0.25, 0.125, 0.125]);
    shares(initiatives("relative"), &document, [0.5 / 3.5, 1.0 / 3.5, 1.0 / 3.5]);
}
