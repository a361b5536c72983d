//! X1: every number comes apart.

use crate::world::{DAY, at, child, document, key_result, objective, one, under, weighing, with, workspace};
use okr_core::Policy;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The explanation of a row on the day of the examples, under a policy.
fn explain(policy: Value, document: &Value, id: &str) -> Value {
    let workspace = workspace(document);
    let policy = Policy::from_json(&policy.to_string()).unwrap();
    let card = workspace.score_with(&policy, DAY.parse().unwrap()).unwrap();
    serde_json::from_str(&workspace.explain(&card, id).unwrap().to_json()).unwrap()
}

/// Kind or id, amount and rule of each line.
fn lines(why: &Value) -> Vec<(String, f64, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name = |line: &Value| if line["id"].is_null() { text(&line["kind"]) } else { text(&line["id"]) };
    let lines = why["lines"].as_array().unwrap().iter();
    lines.map(|line| (name(line), line["contribution"].as_f64().unwrap(), text(&line["rule"]))).collect()
}

#[track_caller]
fn adds_up(why: &Value) {
    let sum: f64 = lines(why).iter().map(|(_, amount, _)| amount).sum();
    assert!((sum - why["progress"].as_f64().unwrap()).abs() <= 1e-12, "{sum}: {why}");
}

#[track_caller]
fn comes_apart(why: &Value, expected: &[(&str, f64, &str)]) {
    let found = lines(why);
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for ((name, amount, rule), (expected_name, expected_amount, expected_rule)) in found.iter().zip(expected) {
        assert_eq!((name.as_str(), rule.as_str()), (*expected_name, *expected_rule));
        assert!((amount - expected_amount).abs() < 5e-5, "{name}: {amount}, expected {expected_amount}");
    }
    adds_up(why);
}

/// The example: dau of raw 1.3 weighing 2, churn at 0.4 weighing 1.
fn habit() -> Value {
    one(json!([weighing("dau", 1.3, 2.0), weighing("churn", 0.4, 1.0)]))
}

#[test]
fn x1_lines_add_up_to_the_progress_with_every_clamp() {
    let why = explain(json!({"clamp": {"objective": {"max": 0.75}}}), &habit(), "o");
    comes_apart(&why, &[("churn", 0.1333, "R3"), ("dau", 0.6667, "R3"), ("objective_clamp", -0.05, "P11")]);
    assert_eq!(why["progress"], 0.75);
    let dau = &why["lines"][1];
    assert_eq!((&dau["given"], &dau["contributed"]), (&json!(1.3), &json!(1)));
    for rule in ["R1", "R2", "R3", "R4", "P11", "E4", "S1"] {
        assert!(why["rules"].as_array().unwrap().contains(&json!(rule)), "{rule} in {}", why["rules"]);
    }
}

#[test]
fn x1_the_shown_clamp_is_a_line_of_its_own() {
    let policy = json!({"clamp": {"contributed": {"max": null}, "shown": {"max": 0.9}}});
    comes_apart(
        &explain(policy.clone(), &habit(), "o"),
        &[("churn", 0.1333, "R3"), ("dau", 0.8667, "R3"), ("shown_clamp", -0.1, "P11")],
    );
    comes_apart(&explain(policy, &habit(), "dau"), &[("measure", 1.3, "P3"), ("shown_clamp", -0.4, "P11")]);
}

#[test]
fn x1_under_the_minimum_the_first_member_that_sets_it_has_it_all() {
    let minimum = json!({"rollup": {"mean": "minimum"}});
    let tied = one(json!([at("c", 0.25), at("a", 0.5), at("b", 0.25)]));
    let why = explain(minimum, &tied, "o");
    comes_apart(&why, &[("a", 0.0, "R2"), ("b", 0.25, "R2"), ("c", 0.0, "R2")]);
}

/// A move that expects 45/91, a binary that expects nothing, and a hold that expects 1.
fn three() -> Value {
    json!([
        with(at("a", 0.5), json!({"weight": 0.4})),
        with(key_result("b", json!({"kind": "binary"}), &[]), json!({"weight": 0.2})),
        with(key_result("h", json!({"kind": "at_least", "target": 1}), &[("2026-11-01", 2.0)]), json!({"weight": 0.4})),
    ])
}

#[test]
fn x1_the_expected_of_an_objective_comes_apart_into_that_of_its_members() {
    let elapsed = 45.0 / 91.0;
    let asked = |rollup: Value, document: &Value| {
        let why = explain(json!({"expected": {"binary": "none"}, "rollup": rollup}), document, "o");
        let of = |line: &Value| line["expected"].as_f64();
        (why["expected"].as_f64().unwrap(), why["lines"].as_array().unwrap().iter().map(of).collect::<Vec<_>>())
    };
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}, expected {expected}");
    let (whole, lines) = asked(json!({}), &one(three()));
    assert_eq!(lines, [Some(elapsed), None, Some(1.0)]);
    near(whole, (0.4 * elapsed + 0.4) / 0.8);
    assert_eq!(asked(json!({"mean": "minimum"}), &one(three())).0, elapsed);
    // Beside a child the block weighs one, though a member of it expects nothing.
    let with_child = document(json!([objective("o", three()), child("c", "o", json!([at("k", 0.2)]))]));
    let (whole, lines) = asked(json!({"of": "key_results_as_one"}), &with_child);
    assert_eq!(lines, [Some(elapsed), None, Some(1.0), Some(elapsed)]);
    near(whole, ((elapsed + 1.0) / 2.0 + elapsed) / 2.0);
    // A child stands for itself and for what is below it, and for the mean of what these expect.
    let hold = key_result("deep", json!({"kind": "at_least", "target": 1}), &[("2026-11-01", 2.0)]);
    let below = [objective("o", json!([])), child("c", "o", json!([at("k", 0.2)])), child("d", "c", json!([hold]))];
    let (whole, lines) = asked(json!({"of": "descendants"}), &document(json!(below)));
    near(whole, (elapsed + 1.0) / 2.0);
    near(lines[0].unwrap(), whole);
    // A measure of its own expects what its own curve asks for; nothing adds up to that.
    let mut own = one(three());
    own["objectives"][0]["measure"] = json!({"kind": "move", "target": 10});
    assert_eq!(asked(json!({"of": "own_measure"}), &own), (elapsed, vec![None]));
}

#[test]
fn x1_an_explanation_says_what_the_policy_calls_the_status() {
    let bands = json!([{"at_least": 0.9, "status": "on_track", "label": "green"}, {"status": "off_track"}]);
    let policy =
        json!({"status": {"source": "progress", "bands": bands, "labels": {"off_track": "red", "achieved": "done"}}});
    let label = |document: &Value, id: &str| explain(policy.clone(), document, id)["label"].clone();
    assert_eq!(
        [label(&one(json!([at("a", 0.95)])), "o"), label(&one(json!([at("a", 0.95)])), "a")],
        [json!("green"), json!("green")]
    );
    assert_eq!([label(&habit(), "churn"), label(&habit(), "dau")], [json!("red"), json!("done")]);
    assert_eq!(explain(json!({}), &habit(), "churn")["label"], Value::Null);
}

#[test]
fn x1_what_was_left_out_and_why() {
    let rows = json!([
        at("a", 0.5),
        with(at("gone", 0.9), json!({"state": "cancelled"})),
        with(at("none", 0.9), json!({"weight": 0})),
        key_result("seen", json!({"kind": "tracked"}), &[("2026-11-01", 4.0)]),
        json!({"id": "guard", "title": "G", "role": "guardrail", "measure": {"kind": "at_least", "target": 1}}),
    ]);
    let why = explain(json!({}), &one(rows), "o");
    let mut out: Vec<(String, String)> = why["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["id"].as_str().unwrap().to_owned(), row["reason"].as_str().unwrap().to_owned()))
        .collect();
    out.sort();
    let expected = [("gone", "cancelled"), ("guard", "guardrail"), ("none", "zero_weight"), ("seen", "tracked")];
    assert_eq!(out, expected.map(|(id, reason)| (id.to_owned(), reason.to_owned())));
    comes_apart(&why, &[("a", 0.5, "R3")]);
}

#[test]
fn x1_every_way_of_rolling_up_adds_up() {
    let mut document = document(json!([
        objective(
            "top",
            json!([
                key_result("k1", json!({"kind": "move", "target": 10, "unit": "%"}), &[("2026-11-14", 2.0)]),
                with(at("k2", 0.6), json!({"measure": {"kind": "ratio", "target": 1, "unit": "%"}}))
            ])
        ),
        child(
            "c1",
            "top",
            json!([with(at("a1", 0.8), json!({"measure": {"kind": "ratio", "target": 1, "unit": "%"}}))])
        ),
    ]));
    for row in document["objectives"].as_array_mut().unwrap() {
        row["measure"] = json!({"kind": "move", "baseline": 1, "target": 10, "unit": "%"});
        row["check_ins"] = json!([{"on": "2026-11-13", "value": 4}]);
        row["initiatives"] = json!([{"id": "i", "title": "I", "done_on": "2026-11-01"}]);
    }
    let mut without = Vec::new();
    for of in [
        "pooled",
        "key_results",
        "children",
        "key_results_as_one",
        "descendants",
        "own_measure",
        "sum_of_values",
        "manual",
    ] {
        for mean in ["weighted", "minimum"] {
            for initiatives in ["none", "members"] {
                for objective in [json!({}), json!({"max": 0.3})] {
                    let policy = json!({"rollup": {"of": of, "mean": mean, "initiatives": initiatives}, "clamp": {"objective": objective}});
                    let why = explain(policy.clone(), &document, "top");
                    if why["progress"].is_null() {
                        without.push(of);
                    } else {
                        adds_up(&why);
                    }
                    let shown = under(policy, &document);
                    assert_eq!(why["progress"], shown.objective("top")["progress"], "{of} {mean}");
                    assert_eq!(why["status"], shown.objective("top")["status"], "{of} {mean}");
                }
            }
        }
    }
    // The child has none below it: it gives nothing where only children are read, unless initiatives count.
    assert_eq!(without, ["children"; 4], "ways of rolling up that gave no progress");
}

#[test]
fn x1_every_rule_it_names_is_one_of_the_specification() {
    let specification = include_str!("../../okr-core/docs/semantics.md");
    let everything: Value = serde_json::from_str(include_str!("../documents/everything.json")).unwrap();
    let workspace = workspace(&everything);
    let card = workspace.score(DAY.parse().unwrap());
    let ids = card.objectives().map(|row| row.id()).chain(card.key_results().map(|row| row.id()));
    for id in ids {
        let why = workspace.explain(&card, id).unwrap();
        for rule in why.rules.iter().copied().chain(why.lines.iter().map(|line| line.rule)) {
            assert!(specification.contains(&format!("\n### {rule} ")), "{rule} of {id}");
        }
        let mut once = why.rules.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), why.rules.len(), "{id} names a rule twice: {:?}", why.rules);
    }
}

#[test]
fn x1_the_members_of_its_json_are_those_that_are_listed() {
    let specification = include_str!("../../okr-core/docs/semantics.md");
    let section = specification.split_once("\n### Explanation JSON\n").unwrap().1;
    let (listed, rest) = section.trim_start_matches("\n`{").split_once('}').unwrap();
    let names = |listed: &str| -> BTreeSet<String> {
        listed.split(',').map(|name| name.trim().trim_matches(['"', '`']).to_owned()).collect()
    };
    let keys = |value: &Value| -> BTreeSet<String> { value.as_object().unwrap().keys().cloned().collect() };
    let why = explain(json!({}), &habit(), "o");
    assert_eq!(names(listed), keys(&why));
    let rows = rest.split("\n##").next().unwrap().lines().filter_map(|line| line.strip_prefix("| `"));
    let cells: Vec<&str> = rows.map(|row| row.split(" | ").next().unwrap()).collect();
    assert_eq!(names(&cells.join(",")), keys(&why["lines"][0]));
}

#[test]
fn x1_the_measures_rule_is_named() {
    let kinds = [
        (json!({"kind": "move", "target": 1}), "P1"),
        (json!({"kind": "inverse", "target": 1}), "P3"),
        (json!({"kind": "at_least", "target": 1}), "P4"),
        (json!({"kind": "milestones", "items": [{"id": "m"}]}), "P5"),
        (json!({"kind": "binary"}), "P6"),
        (json!({"kind": "levels", "points": [{"at": 1, "score": 0}, {"at": 2, "score": 1}]}), "P7"),
        (json!({"kind": "tasks"}), "P8"),
        (json!({"kind": "from_children", "target": 1}), "P9"),
        (json!({"kind": "tracked"}), "P10"),
    ];
    for (measure, rule) in kinds {
        let why = explain(json!({}), &one(json!([key_result("k", measure, &[])])), "k");
        assert!(why["rules"].as_array().unwrap().contains(&json!(rule)), "{rule} in {}", why["rules"]);
    }
}

/// A key result that two others feed, the second with twice the weight, and one that is left out.
fn fed(of: &str, policy: Value) -> Value {
    let top = key_result("top", json!({"kind": "from_children", "baseline": 10, "target": 110, "of": of}), &[]);
    let feeding = |id: &str, value: f64, weight: f64| {
        let mut row = key_result(id, json!({"kind": "move", "target": 100}), &[("2026-11-01", value)]);
        row["aligned_to"] = json!([{"to": "top", "weight": weight}]);
        row
    };
    let sources = json!([feeding("a", 20.0, 1.0), feeding("b", 35.0, 2.0), feeding("c", 90.0, 0.0)]);
    explain(policy, &document(json!([objective("o", json!([top])), objective("p", sources)])), "top")
}

#[test]
fn x1_a_key_result_from_children_comes_apart_into_them() {
    // The sum is 20 + 2 · 35 = 90, which is 0.8 of the way from 10 to 110.
    let sum = fed("sum", json!({}));
    comes_apart(&sum, &[("a", 0.2, "P9"), ("b", 0.7, "P9"), ("baseline", -0.1, "P9")]);
    assert_eq!((&sum["lines"][1]["given"], &sum["lines"][1]["weight"]), (&json!(70), &json!(null)));
    assert_eq!(sum["left_out"], json!([{"id": "c", "title": "c", "reason": "zero_weight"}]));
    // The mean is (20 + 70)/3 = 30: 0.2 of the way, of which b's value 35 has two thirds.
    comes_apart(&fed("mean", json!({})), &[("a", 0.1 / 3.0, "P9"), ("b", 0.5 / 3.0, "P9")]);
    comes_apart(&fed("progress", json!({})), &[("a", 0.2 / 3.0, "P9"), ("b", 0.7 / 3.0, "P9")]);
}

#[test]
fn x1_the_rule_behind_the_status_is_named() {
    let rules = |policy: Value, document: &Value, id: &str| explain(policy, document, id)["rules"].to_string();
    assert!(rules(json!({}), &habit(), "churn").ends_with(r#""S1","S2"]"#));
    assert!(rules(json!({"status": {"rollup": "worst"}}), &habit(), "o").ends_with(r#""S1","S4"]"#));
    assert!(rules(json!({}), &one(json!([])), "o").ends_with(r#""S1","R5"]"#));
    assert!(rules(json!({"status": {"grace": 1}}), &habit(), "churn").ends_with(r#""S1","S3"]"#));
}

#[test]
fn x1_a_key_result_of_its_own_has_one_line_by_its_measure() {
    let kinds = [
        (json!({"kind": "move", "baseline": 3, "target": 10}), "P1"),
        (json!({"kind": "ratio", "target": 10}), "P3"),
        (json!({"kind": "inverse", "target": 2}), "P3"),
        (json!({"kind": "at_least", "target": 1}), "P4"),
        (json!({"kind": "at_most", "target": 9}), "P4"),
        (json!({"kind": "between", "low": 1, "high": 9}), "P4"),
        (json!({"kind": "levels", "points": [{"at": 1, "score": 0}, {"at": 9, "score": 1}]}), "P7"),
    ];
    for (measure, rule) in kinds {
        let why = explain(json!({}), &one(json!([key_result("k", measure, &[("2026-11-01", 5.0)])])), "k");
        let line = &why["lines"][0];
        assert_eq!((&line["kind"], &line["rule"]), (&json!("measure"), &json!(rule)), "{why}");
        assert!(why["rules"].as_array().unwrap().contains(&line["rule"]), "{why}");
    }
}
