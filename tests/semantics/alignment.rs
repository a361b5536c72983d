//! A1 to A5.

use crate::world::{
    DAY, all_printed, at, child, document, key_result, objective, printed, refusal, score, under, weighing, with,
    workspace,
};
use serde_json::{Value, json};

#[test]
fn a1_a_loop_through_a_key_result_is_refused_and_named() {
    let rows = json!([
        child("a", "k", json!([])),
        child("b", "a", json!([key_result("k", json!({"kind": "from_children", "of": "progress", "target": 1}), &[])])),
    ]);
    let error = okr_core::Workspace::from_json(&document(rows).to_string()).unwrap_err();
    assert_eq!(error.code().as_str(), "alignment_cycle");
    assert!(error.message().contains("`a` → `k` → `b` → `a`"), "{error}");
}

#[test]
fn a1_depends_on_may_not_run_in_circles_and_supports_may() {
    let linked = |kind: &str| {
        let row =
            |id: &str, to: &str| with(objective(id, json!([])), json!({"aligned_to": [{"to": to, "kind": kind}]}));
        document(json!([row("a", "b"), row("b", "a")]))
    };
    assert_eq!(refusal(&linked("contributes")), "alignment_cycle");
    assert_eq!(refusal(&linked("depends_on")), "dependency_cycle");
    assert!(
        workspace(&linked("supports")).findings().iter().all(|finding| finding.severity != okr_core::Severity::Error)
    );
}

#[test]
fn a1_a_pair_is_linked_once() {
    let twice = with(objective("a", json!([])), json!({"aligned_to": [{"to": "b"}, {"to": "b", "kind": "supports"}]}));
    assert_eq!(refusal(&document(json!([twice, objective("b", json!([]))]))), "duplicate_link");
    let own = with(at("k", 0.5), json!({"aligned_to": [{"to": "a"}]}));
    assert_eq!(refusal(&document(json!([objective("a", json!([own]))]))), "duplicate_link");
}

#[test]
fn a1_supports_and_depends_on_never_roll_up() {
    for kind in ["supports", "depends_on"] {
        let rows = json!([
            objective("top", json!([at("k", 0.25)])),
            with(objective("c", json!([at("ck", 0.75)])), json!({"aligned_to": [{"to": "top", "kind": kind}]})),
        ]);
        assert_eq!(score(&document(rows), DAY).objective("top")["progress"], 0.25, "{kind}");
    }
}

/// A child at 1 with links of these weights to two parents that have a key result at 0 each.
fn parents(weights: [Option<f64>; 2]) -> Value {
    let links = json!([{"to": "p", "weight": weights[0]}, {"to": "q", "weight": weights[1]}]);
    document(json!([
        objective("p", json!([at("pk", 0.0)])),
        objective("q", json!([at("qk", 0.0)])),
        with(objective("c", json!([at("ck", 1.0)])), json!({"aligned_to": links})),
    ]))
}

#[track_caller]
fn reaches(policy: &Value, document: &Value, expected: [f64; 2]) {
    let card = under(policy.clone(), document);
    all_printed(["p", "q"].map(|id| &card.objective(id)["progress"]), &expected);
}

#[test]
fn a2_full_or_split_credit() {
    let split = json!({"rollup": {"credit": "split"}});
    let full = json!({"rollup": {"credit": "full"}});
    reaches(&full, &parents([Some(2.0), Some(1.0)]), [2.0 / 3.0, 1.0 / 2.0]);
    reaches(&split, &parents([Some(2.0), Some(1.0)]), [1.3333 / 2.3333, 0.3333 / 1.3333]);
    reaches(&full, &parents([None, None]), [0.5, 0.5]);
    reaches(&split, &parents([None, None]), [0.5 / 1.5, 0.5 / 1.5]);
    reaches(&split, &parents([Some(0.0), Some(0.0)]), [0.0, 0.0]);
    // The receiver's policy decides, for each parent alone.
    let mut document = parents([None, None]);
    document["objectives"][0]["policy"] = split;
    let card = score(&document, DAY);
    all_printed(["p", "q"].map(|id| &card.objective(id)["progress"]), &[0.5 / 1.5, 0.5]);
}

#[test]
fn a2_other_kinds_of_links_take_no_share() {
    let mut document = parents([None, None]);
    document["objectives"][2]["aligned_to"][1]["kind"] = json!("supports");
    let card = under(json!({"rollup": {"credit": "split"}}), &document);
    all_printed(["p", "q"].map(|id| &card.objective(id)["progress"]), &[0.5, 0.0]);
}

#[test]
fn a3_what_counts_twice_is_listed_with_its_total_weight() {
    let shared = with(at("k", 0.5), json!({"aligned_to": [{"to": "a"}, {"to": "b"}]}));
    let rows = json!([
        objective("top", json!([])),
        child("a", "top", json!([at("ak", 0.1)])),
        child("b", "top", json!([at("bk", 0.2)])),
        objective("own", json!([shared])),
    ]);
    let workspace = workspace(&document(rows));
    let card = workspace.score(DAY.parse().unwrap());
    let repeats = workspace.explain(&card, "top").unwrap().repeats;
    assert_eq!(repeats.len(), 1);
    assert_eq!((repeats[0].id, repeats[0].paths), ("k", 2.0));
    assert!((repeats[0].weight - 0.5).abs() < 1e-12);
    assert!(workspace.explain(&card, "a").unwrap().repeats.is_empty());
}

#[test]
fn a4_links_into_a_disjoint_cycle_warn_and_count() {
    let rows = json!([
        objective("top", json!([at("k", 0.25)])),
        with(child("c", "top", json!([at("ck", 0.75)])), json!({"cycle": "Q1"})),
    ]);
    let mut document = document(rows);
    document["cycles"].as_array_mut().unwrap().push(json!({"id": "Q1", "start": "2026-01-01", "end": "2026-09-30"}));
    let card = score(&document, DAY);
    assert_eq!((card.found("no_overlap"), &card.objective("top")["progress"]), (1, &json!(0.5)));
    document["cycles"][2]["end"] = json!("2026-10-01");
    assert_eq!(score(&document, DAY).found("no_overlap"), 0, "one common day is enough");
}

#[test]
fn a5_links_to_a_key_result_are_read_by_from_children_only() {
    let revenue = |id: &str, value: f64, unit: &str| {
        let row = key_result(id, json!({"kind": "move", "target": 1000, "unit": unit}), &[("2026-11-14", value)]);
        with(row, json!({"aligned_to": [{"to": "revenue"}]}))
    };
    let company = |measure: Value, regions: Value| {
        document(json!([
            objective("company", json!([key_result("revenue", measure, &[])])),
            objective("regions", regions)
        ]))
    };
    let sum = json!({"kind": "from_children", "of": "sum", "target": 1000, "unit": "€"});
    let regions = json!([revenue("north", 300.0, "€"), revenue("south", 250.0, "€")]);
    let card = score(&company(sum.clone(), regions.clone()), DAY);
    assert_eq!(card.key_result("revenue")["value"], 550);
    let card = score(&company(json!({"kind": "move", "target": 1000, "unit": "€"}), regions), DAY);
    assert_eq!((&card.key_result("revenue")["value"], card.found("link_not_read")), (&Value::Null, 2));
    assert_eq!(refusal(&company(sum.clone(), json!([revenue("north", 300.0, "$")]))), "unit_mismatch");
    let mut objectives = company(sum, json!([]));
    objectives["objectives"][1]["aligned_to"] = json!([{"to": "revenue"}]);
    assert_eq!(refusal(&objectives), "source_not_allowed");
}

#[test]
fn a5_progress_takes_key_results_and_objectives() {
    let rows = json!([
        objective(
            "company",
            json!([key_result("top", json!({"kind": "from_children", "of": "progress", "target": 100}), &[])])
        ),
        with(objective("c", json!([at("ck", 0.75)])), json!({"aligned_to": [{"to": "top", "weight": 3}]})),
        objective("d", json!([with(weighing("dk", 0.35, 9.0), json!({"aligned_to": [{"to": "top"}]}))])),
    ]);
    let card = score(&document(rows), DAY);
    printed(&card.key_result("top")["progress"], (3.0 * 0.75 + 0.35) / 4.0);
    printed(&card.key_result("top")["value"], 65.0);
}
