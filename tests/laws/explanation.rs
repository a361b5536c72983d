//! The laws of explanations (X1), on random workspaces.

use crate::config;
use crate::support::engine::{date, text, workspace};
use crate::support::leaves::objective;
use crate::support::random::documents;
use okr_core::ErrorCode;
use proptest::prelude::*;
use serde_json::Value;

fn explained(workspace: &okr_core::Workspace, as_of: &str, id: &str) -> Value {
    let card = workspace.score(date(as_of));
    let explanation = workspace.explain(&card, id).expect("a known id");
    serde_json::from_str(&explanation.to_json()).expect("JSON")
}

fn sum(lines: &Value, field: &str) -> f64 {
    lines.as_array().expect("lines").iter().filter_map(|line| line[field].as_f64()).sum()
}

proptest! {
    #![proptest_config(config(400, "explanation"))]

    /// X1, invariant 16: the lines of every row add up to its progress within 1e-12 of the largest number among them.
    #[test]
    fn lines_add_up(case in documents()) {
        let workspace = workspace(&case.document).expect("a valid document");
        let card: Value = serde_json::from_str(&text(&workspace, &workspace.score(date(&case.as_of)))).unwrap();
        for row in card["objectives"].as_array().unwrap() {
            for row in row["key_results"].as_array().unwrap().iter().chain([row]) {
                let why = explained(&workspace, &case.as_of, row["id"].as_str().unwrap());
                prop_assert_eq!(&why["progress"], &row["progress"]);
                let Some(progress) = row["progress"].as_f64() else { continue };
                let lines = why["lines"].as_array().unwrap();
                let largest = lines.iter().filter_map(|line| line["contribution"].as_f64()).fold(1.0, |a: f64, b| a.max(b.abs()));
                let added = sum(&why["lines"], "contribution");
                prop_assert!((added - progress).abs() <= 1e-12 * largest, "{} adds up to {added}: {why}", row["id"]);
            }
        }
    }

    /// X1, E4: an objective's expected comes apart into that of the members that have one, by their renormalised weights;
    /// under the minimum it is the smallest.
    #[test]
    fn expected_adds_up(case in documents(), of in prop::sample::select(vec!["pooled", "key_results", "children"]), smallest: bool) {
        let workspace = workspace(&case.document).expect("a valid document");
        let mean = if smallest { "minimum" } else { "weighted" };
        let policy = serde_json::json!({"rollup": {"of": of, "mean": mean}});
        let policy = okr_core::Policy::from_json(&policy.to_string()).expect("a policy");
        let card = workspace.score_with(&policy, date(&case.as_of)).expect("a scorecard");
        let rows = case.document["objectives"].as_array().unwrap().iter().filter(|row| row["policy"].is_null());
        for row in rows {
            let why: Value = serde_json::from_str(&workspace.explain(&card, row["id"].as_str().unwrap()).unwrap().to_json()).unwrap();
            let members = why["lines"].as_array().unwrap().iter().filter(|line| !line["weight"].is_null());
            let asked: Vec<_> = members.clone().filter_map(|line| Some((line["weight"].as_f64()?, line["expected"].as_f64()?))).collect();
            if members.count() == 0 {
                continue;
            }
            let weight: f64 = asked.iter().map(|(weight, _)| weight).sum();
            let smallest_of = asked.iter().map(|(_, expected)| *expected).reduce(f64::min);
            let mean = (weight > 0.0).then(|| asked.iter().map(|(share, expected)| share * expected).sum::<f64>() / weight);
            let made = if smallest { smallest_of } else { mean };
            match (made, why["expected"].as_f64()) {
                (Some(made), Some(expected)) => prop_assert!((made - expected).abs() <= 1e-12, "{made} for {expected}: {why}"),
                (made, expected) => prop_assert_eq!(made, expected, "{}", why),
            }
        }
    }

    /// X1, R3: an explanation shows the weights and contributions of the scorecard; the weights add up to 1.
    #[test]
    fn lines_are_the_columns(case in documents()) {
        let workspace = workspace(&case.document).expect("a valid document");
        let card: Value = serde_json::from_str(&text(&workspace, &workspace.score(date(&case.as_of)))).unwrap();
        for row in card["objectives"].as_array().unwrap() {
            let id = row["id"].as_str().unwrap();
            let why = explained(&workspace, &case.as_of, id);
            let weights = sum(&why["lines"], "weight");
            prop_assert!(weights == 0.0 || (weights - 1.0).abs() < 1e-12, "{id} weighs {weights}: {why}");
            for key_result in objective(&card, id)["key_results"].as_array().unwrap() {
                let named = |line: &&Value| line["id"] == key_result["id"];
                let line = why["lines"].as_array().unwrap().iter().find(named);
                prop_assert_eq!(line.is_some(), key_result["counted"] == true, "{} {}", key_result, &why);
                if let Some(line) = line {
                    prop_assert_eq!((&line["weight"], &line["contribution"]), (&key_result["weight"], &key_result["contribution"]));
                }
                if let Some(left) = why["left_out"].as_array().unwrap().iter().find(|left| left["id"] == key_result["id"]) {
                    prop_assert!(left["reason"] == key_result["left_out"] || key_result["role"] == "guardrail", "{left} {key_result}");
                }
            }
        }
    }
}

/// X1: an unknown id is a typed error that knows the nearest one.
#[test]
fn unknown_ids_are_refused() {
    let document = serde_json::json!({"okr": 1, "name": "W", "objectives": [{"id": "growth", "title": "O"}]});
    let workspace = workspace(&document).expect("a valid document");
    let card = workspace.score(date("2026-01-01"));
    let error = workspace.explain(&card, "growht").expect_err("no such id");
    assert_eq!(error.code(), ErrorCode::UnknownId);
    assert!(error.help().contains("growth"), "{error}");
}
