//! N1 to N4.

use crate::world::{
    DAY, all_printed, at, document, key_result, objective, one, printed, refusal, score, single, stands, under,
    weighing, with,
};
use okr_core::{Policy, Workspace, policy::Display};
use serde_json::{Value, json};

#[test]
fn n1_a_fraction_just_below_its_limit_meets_it() {
    let move_to = json!({"kind": "move", "baseline": 8.3, "target": 9.3});
    let document = single(move_to, &[("2026-11-14", 9.0)]);
    let card = score(&document, DAY);
    assert_eq!(card.key_result("k")["progress"], 0.6999999999999993);
    let by_progress = json!({"status": {"source": "progress", "bands": [
        {"at_least": 0.7, "status": "on_track"}, {"status": "off_track"}
    ]}});
    stands(under(by_progress, &document).key_result("k"), "on_track", "progress");
}

#[test]
fn n1_the_tolerance_is_5e_10_and_strict_limits_mirror_it() {
    let bands = |limit: &str| json!({"status": {"source": "progress", "bands": [{limit: 0.5, "status": "on_track"}, {"status": "off_track"}]}});
    for (fraction, meets, above) in
        [(0.5 - 4e-10, true, false), (0.5 - 6e-10, false, false), (0.5 + 4e-10, true, false), (0.5 + 6e-10, true, true)]
    {
        let document = one(json!([at("k", fraction)]));
        let word = |holds| if holds { "on_track" } else { "off_track" };
        stands(under(bands("at_least"), &document).key_result("k"), word(meets), "progress");
        stands(under(bands("above"), &document).key_result("k"), word(above), "progress");
    }
}

#[test]
fn n1_measured_values_are_equal_within_1e_12_of_their_size() {
    let state = |measure: Value, value: f64| {
        let card = score(&single(measure, &[("2026-11-14", value)]), DAY);
        card.key_result("k")["raw"].as_f64().unwrap()
    };
    let at_least = json!({"kind": "at_least", "target": 0.3});
    assert_eq!(state(at_least.clone(), 0.1 + 0.2), 1.0);
    assert_eq!(state(at_least.clone(), 0.3 - 1e-14), 1.0);
    assert_eq!(state(at_least, 0.3 - 1e-11), 0.0);
    let strict = json!({"kind": "at_least", "target": 0.3, "strict": true});
    assert_eq!(state(strict.clone(), 0.1 + 0.2), 0.0, "equal is not above");
    assert_eq!(state(strict, 0.3 + 1e-11), 1.0);
    let huge = json!({"kind": "at_most", "target": 1e15});
    assert_eq!(state(huge.clone(), 1e15 + 100.0), 1.0);
    assert_eq!(state(huge, 1e15 + 10_000.0), 0.0);
}

#[test]
fn n2_display_rounds_what_was_never_rounded() {
    let display = |policy: Value| -> Display { Policy::from_json(&policy.to_string()).unwrap().display };
    let whole = display(json!({}));
    let cut = display(json!({"display": {"rounding": "truncate"}}));
    for (fraction, shown) in [
        (0.145, "15"),
        (0.5675, "57"),
        (0.997, "99"),
        (0.003, "1"),
        (1.004, "101"),
        (0.9999999999, "100"),
        (0.0, "0"),
        (1.0, "100"),
    ] {
        assert_eq!(whole.percent(fraction), shown, "{fraction}");
    }
    assert_eq!(cut.percent(0.5675), "56");
    assert_eq!(cut.percent(0.999), "99");
    assert_eq!(display(json!({"display": {"decimals": 2}})).percent(2.0 / 3.0), "66.67");
    assert_eq!(display(json!({"display": {"decimals": 1}})).percent(0.99999), "99.9", "not 100.0");
    assert_eq!(whole.percent(-0.145), "-15");
}

#[test]
fn n2_products_round_show_edges_and_show_nothing_their_own_way() {
    let display =
        |fields: Value| -> Display { Policy::from_json(&json!({"display": fields}).to_string()).unwrap().display };
    let by = |rounding: &str| display(json!({"rounding": rounding, "edges": "rounded"}));
    for (rounding, shown) in [
        ("half_away", ["13", "-13", "-13"]),
        ("half_up", ["13", "-12", "-13"]),
        ("floor", ["12", "-13", "-13"]),
        ("truncate", ["12", "-12", "-12"]),
    ] {
        assert_eq!([0.125, -0.125, -0.126].map(|x| by(rounding).percent(x)), shown, "{rounding}");
    }
    assert_eq!([0.997, 0.003, 1.004].map(|x| by("half_away").percent(x)), ["100", "0", "100"]);
    assert_eq!([0.997, -0.003].map(|x| by("floor").percent(x)), ["99", "-1"]);
    // Kept honest, an edge is never what rounding made.
    assert_eq!(display(json!({"rounding": "floor"})).percent(0.003), "1");
    assert_eq!(display(json!({"rounding": "half_up", "decimals": 2})).percent(0.99999), "99.99");
    assert_eq!(display(json!({})).percent(None), "–");
    assert_eq!(display(json!({"absent": "zero", "decimals": 1})).percent(None), "0.0");
}

#[test]
fn n3_what_is_no_number_never_enters() {
    let text = single(json!({"kind": "move", "target": 10}), &[("2026-11-14", 5.0)]).to_string();
    let error = Workspace::from_json(&text.replace("5.0", "1e400")).unwrap_err();
    assert_eq!((error.code().as_str(), error.path()), ("not_finite", "/objectives/0/key_results/0/check_ins/0/value"));
    let negative_zero = single(json!({"kind": "move", "baseline": -0.0, "target": 10}), &[("2026-11-14", -0.0)]);
    let printed = score(&negative_zero, DAY).0.to_string();
    assert!(!printed.contains("-0"), "{}", printed.replace("2026-", ""));
}

#[test]
fn n3_raw_saturates_with_a_warning() {
    let card = score(&single(json!({"kind": "move", "target": 1e-300}), &[("2026-11-14", 1e300)]), DAY);
    assert_eq!(card.key_result("k")["raw"], f64::MAX);
    assert_eq!(card.key_result("k")["progress"], 1);
    assert_eq!(card.found("saturated"), 1, "the key result, and not its objective again");
    let card = score(&single(json!({"kind": "move", "target": 1e-300}), &[("2026-11-14", -1e300)]), DAY);
    assert_eq!(card.key_result("k")["raw"], -f64::MAX);
    assert_eq!(card.key_result("k")["progress"], 0);
}

#[test]
fn n4_one_order_of_summation_whatever_the_document_says() {
    let fractions = [0.1, 0.2, 0.3];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for order in orders {
        let rows: Vec<Value> = order.iter().map(|at| self::at(&format!("k{at}"), fractions[*at])).collect();
        let card = score(&one(rows), DAY);
        assert_eq!(card.objective("o")["progress"], 0.6000000000000001 / 3.0, "{order:?}");
    }
    // Other ids make another order, and with it another last bit.
    let renamed = one(json!([at("z", 0.1), at("y", 0.2), at("x", 0.3)]));
    assert_eq!(score(&renamed, DAY).objective("o")["progress"], 0.6 / 3.0);
}

#[test]
fn n4_a_mean_stays_within_its_members() {
    let card = score(&one(json!([at("a", 0.1), at("b", 0.1), at("c", 0.1)])), DAY);
    assert_eq!(card.objective("o")["progress"], 0.1);
}

#[test]
fn n4_weights_are_scaled_so_that_nothing_overflows() {
    let weighing = |id: &str, fraction: f64, weight: f64| with(at(id, fraction), json!({"weight": weight}));
    let card = score(&one(json!([weighing("a", 0.2, 1e308), weighing("b", 0.6, 1e308), weighing("c", 0.7, 1.0)])), DAY);
    printed(&card.objective("o")["progress"], 0.4);
    let card = score(&one(json!([weighing("a", 0.2, 5e-324), weighing("b", 0.6, 5e-324)])), DAY);
    printed(&card.objective("o")["progress"], 0.4);
    let one_of = |weights: [f64; 2]| {
        let card = score(&one(json!([weighing("a", 0.1, weights[0]), weighing("b", 0.7, weights[1])])), DAY);
        card.objective("o")["progress"].as_f64().unwrap().to_bits()
    };
    assert_eq!(one_of([3.0, 7.0]), one_of([3.0 * 1024.0, 7.0 * 1024.0]), "a power of two changes no bit");
}

#[test]
fn n4_objectives_follow_key_results() {
    let rows = json!([
        objective("top", json!([at("k", 0.5)])),
        with(objective("a", json!([at("ka", 0.25)])), json!({"aligned_to": [{"to": "top"}]}))
    ]);
    let workspace = crate::world::workspace(&document(rows));
    let card = workspace.score(DAY.parse().unwrap());
    let lines = workspace.explain(&card, "top").unwrap().lines;
    assert_eq!(lines.iter().filter_map(|line| line.id).collect::<Vec<_>>(), ["k", "a"]);
    let amounts: Vec<Value> = lines.iter().map(|line| json!(line.contribution)).collect();
    all_printed(&amounts, &[0.25, 0.125]);
}

#[test]
fn n3_a_document_of_numbers_at_the_end_of_the_range_is_refused_or_finite() {
    assert_eq!(refusal(&single(json!({"kind": "move", "baseline": 1e308, "target": "+200%"}), &[])), "not_finite");
    for (b, t, v) in
        [(-1.7e308, 1.7e308, 0.0), (1.7e308, -1.7e308, 1.7e308), (0.0, 5e-324, 1.0), (1e308, 1.1e308, -1e308)]
    {
        let card = score(&single(json!({"kind": "move", "baseline": b, "target": t}), &[("2026-11-14", v)]), DAY);
        let raw = card.key_result("k")["raw"].as_f64().unwrap();
        assert!(raw.is_finite(), "{b} {t} {v}: {raw}");
    }
}

/// As large as a number may be without being all there is.
const HUGE: f64 = 1e308;

fn progress_of(document: &Value, policy: Value, id: &str) -> Value {
    under(policy, document).objective(id)["progress"].clone()
}

#[test]
fn n4_enormous_weights_overflow_nowhere() {
    let items = json!([{"id": "a", "weight": HUGE, "done_on": "2026-10-10"}, {"id": "b", "weight": HUGE}]);
    let milestones = one(json!([key_result("k", json!({"kind": "milestones", "items": items}), &[])]));
    printed(&progress_of(&milestones, json!({}), "o"), 0.5);
    let two = one(json!([weighing("a", 0.1, HUGE), weighing("b", 0.9, HUGE)]));
    for rule in ["relative", "evenly", "in_ratio"] {
        printed(&progress_of(&two, json!({"weights": {"rule": rule}}), "o"), 0.5);
    }
    let far = key_result("far", json!({"kind": "move", "baseline": -HUGE, "target": HUGE}), &[("2026-11-01", 0.0)]);
    let near = key_result("near", json!({"kind": "move", "target": 100}), &[("2026-11-01", 90.0)]);
    printed(&progress_of(&one(json!([far, near])), json!({"weights": {"rule": "by_size"}}), "o"), 0.5);
}

#[test]
fn n4_enormous_weights_of_links_overflow_nowhere() {
    let mut shared = objective("c", json!([at("ck", 0.9)]));
    shared["aligned_to"] = json!([{"to": "p", "weight": HUGE}, {"to": "q", "weight": HUGE}]);
    let shared = document(json!([objective("p", json!([])), objective("q", json!([])), shared]));
    let split = json!({"rollup": {"credit": "split"}});
    assert_eq!((progress_of(&shared, split.clone(), "p"), progress_of(&shared, split, "q")), (json!(0.9), json!(0.9)));
    for (of, expected) in [("mean", 0.5), ("progress", 0.5)] {
        let top = key_result("top", json!({"kind": "from_children", "target": 100, "of": of}), &[]);
        let feeding = |id: &str, value: f64| {
            let mut row = key_result(id, json!({"kind": "move", "target": 100}), &[("2026-11-01", value)]);
            row["aligned_to"] = json!([{"to": "top", "weight": HUGE}]);
            row
        };
        let sources = json!([feeding("a", 10.0), feeding("b", 90.0)]);
        let document = document(json!([objective("o", json!([top])), objective("s", sources)]));
        printed(&progress_of(&document, json!({}), "o"), expected);
    }
}

#[test]
fn n3_wide_ranges_are_crossed_without_overflow() {
    let top =
        key_result("top", json!({"kind": "from_children", "baseline": -HUGE, "target": HUGE, "of": "progress"}), &[]);
    let mut half = at("half", 0.5);
    half["aligned_to"] = json!([{"to": "top"}]);
    let document = document(json!([objective("o", json!([top])), objective("s", json!([half]))]));
    printed(&progress_of(&document, json!({}), "o"), 0.5);
    let levels =
        json!({"kind": "levels", "between": "linear", "points": [{"at": 0, "score": -HUGE}, {"at": 1, "score": HUGE}]});
    let row = one(json!([key_result("k", levels, &[("2026-11-01", 0.5)])]));
    printed(&progress_of(&row, json!({}), "o"), 0.0);
}
