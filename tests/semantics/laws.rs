//! R8: the laws, on the example of each; `tests/laws` holds them on random workspaces.

use crate::world::{DAY, at, child, document, objective, one, printed, score, under, weighing, with};
use serde_json::{Value, json};

fn progress(rows: Value) -> Value {
    score(&one(rows), DAY).objective("o")["progress"].clone()
}

#[test]
fn r8_bounded_idempotent_and_passing_through() {
    for fraction in [0.1, 0.3, 0.7, 1.0 / 3.0, 0.1 + 0.2] {
        assert_eq!(progress(json!([at("a", fraction)])), fraction, "a single member passes through");
        let equal: Vec<Value> = (0..7).map(|n| weighing(&format!("k{n}"), fraction, 0.1 + f64::from(n))).collect();
        assert_eq!(progress(json!(equal)), fraction, "equal members give that number");
    }
}

#[test]
fn r8_deaf_to_zero_weights() {
    let without = progress(json!([weighing("a", 0.3, 0.7), weighing("b", 0.8, 0.1)]));
    let with_zero = progress(json!([weighing("a", 0.3, 0.7), weighing("aa", 0.9, 0.0), weighing("b", 0.8, 0.1)]));
    assert_eq!(without, with_zero);
}

#[test]
fn r8_equal_weights_at_every_level_are_not_flat() {
    let tree =
        document(json!([objective("o", json!([at("k", 0.2)])), child("c", "o", json!([at("a", 0.8), at("b", 1.0)]))]));
    printed(&score(&tree, DAY).objective("o")["progress"], 0.55);
    printed(&progress(json!([at("k", 0.2), at("a", 0.8), at("b", 1.0)])), 0.6667);
    printed(&progress(json!([weighing("k", 0.2, 1.0), weighing("a", 0.8, 0.5), weighing("b", 1.0, 0.5)])), 0.55);
}

#[test]
fn r8_key_results_as_one_do_not_keep_replication() {
    let as_one = json!({"rollup": {"of": "key_results_as_one"}});
    let once = document(json!([objective("o", json!([at("k", 0.0)])), child("c", "o", json!([at("a", 1.0)]))]));
    printed(&under(as_one.clone(), &once).objective("o")["progress"], 0.5);
    let twice = document(json!([
        objective("o", json!([at("k", 0.0), at("l", 0.0)])),
        child("c", "o", json!([at("a", 1.0)])),
        child("d", "o", json!([at("b", 1.0)])),
    ]));
    printed(&under(as_one, &twice).objective("o")["progress"], 2.0 / 3.0);
}

#[test]
fn r8_halving_a_member_changes_nothing_under_stated_weights() {
    let whole = progress(json!([weighing("a", 0.2, 1.0), weighing("b", 0.6, 2.0)]));
    let halved = progress(json!([weighing("a", 0.2, 1.0), weighing("b", 0.6, 1.0), weighing("c", 0.6, 1.0)]));
    printed(&halved, whole.as_f64().unwrap());
    // `last` keeps it as well, `by_size` does not.
    let sized = |id: &str, target: f64, value: f64, weight: f64| {
        with(
            json!({"id": id, "title": id, "measure": {"kind": "move", "target": target}, "check_ins": [{"on": "2026-11-14", "value": value}]}),
            json!({"weight": weight}),
        )
    };
    let by_size = |rows: Value| {
        under(json!({"weights": {"rule": "by_size"}}), &one(rows)).objective("o")["progress"].as_f64().unwrap()
    };
    let whole = by_size(json!([sized("a", 10.0, 2.0, 1.0), sized("b", 30.0, 18.0, 1.0)]));
    let halves = by_size(json!([sized("a", 10.0, 2.0, 1.0), sized("b", 15.0, 9.0, 1.0), sized("c", 15.0, 9.0, 1.0)]));
    let stated = by_size(json!([sized("a", 10.0, 2.0, 1.0), sized("b", 30.0, 18.0, 0.5), sized("c", 30.0, 18.0, 0.5)]));
    assert!((whole - halves).abs() < 1e-12 && (whole - stated).abs() > 1e-3, "{whole} {halves} {stated}");
}
