//! The laws of whole scorecards, on random workspaces.

use crate::config;
use crate::support::engine::{self, date, score_text, workspace};
use crate::support::leaves::{Leaves, difference, key_results, leaves, objective};
use crate::support::random::{Case, Choices, cases};
use crate::support::reorder::{orderless, printed, shuffled, until};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::HashSet;

fn card(case: &Case) -> Value {
    engine::score(case).unwrap_or_else(|refusal| panic!("{refusal}\n{case:?}"))
}

fn table(case: &Case) -> Leaves {
    leaves(&card(case))
}

fn same(a: &Leaves, b: &Leaves) -> Result<(), TestCaseError> {
    let difference = difference(a, b);
    prop_assert!(difference.is_empty(), "{}", difference.join("\n"));
    Ok(())
}

/// All key results of a document, each with its objective's place and its own.
fn places(document: &Value) -> Vec<(usize, usize)> {
    let objectives = document["objectives"].as_array().unwrap().iter().enumerate();
    objectives
        .flat_map(|(o, row)| (0..row["key_results"].as_array().map_or(0, Vec::len)).map(move |k| (o, k)))
        .collect()
}

/// The ids that a change of a row can reach: whatever its links and its objective lead to.
fn reached(document: &Value, from: &str) -> HashSet<String> {
    let mut reached = HashSet::from([from.to_owned()]);
    loop {
        let before = reached.len();
        for objective in document["objectives"].as_array().unwrap() {
            let own = objective["key_results"].as_array().cloned().unwrap_or_default();
            if own.iter().any(|row| reached.contains(row["id"].as_str().unwrap())) {
                reached.insert(objective["id"].as_str().unwrap().to_owned());
            }
            for row in own
                .iter()
                .chain([objective])
                .filter(|row| reached.contains(row["id"].as_str().unwrap()))
                .cloned()
                .collect::<Vec<_>>()
            {
                let links = row["aligned_to"].as_array().cloned().unwrap_or_default();
                let rising = links.iter().filter(|link| matches!(link["kind"].as_str(), None | Some("contributes")));
                reached.extend(rising.map(|link| link["to"].as_str().unwrap().to_owned()));
            }
        }
        if reached.len() == before {
            return reached;
        }
    }
}

/// The rows of a list, if there is one.
fn rows<'a>(of: &'a mut Value, list: &str) -> impl Iterator<Item = &'a mut Value> {
    of.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten()
}

/// The case with every weight of members stated, and multiplied.
fn weighed(case: &Case, by: f64) -> Case {
    let mut case = case.clone();
    let scale = |row: &mut Value| row["weight"] = json!(row["weight"].as_f64().unwrap_or(1.0) * by);
    let scale_link = |link: &mut Value| {
        if matches!(link["kind"].as_str(), None | Some("contributes")) {
            scale(link);
        }
    };
    for objective in rows(&mut case.document, "objectives") {
        rows(objective, "aligned_to").for_each(scale_link);
        for key_result in rows(objective, "key_results") {
            scale(key_result);
            rows(key_result, "aligned_to").for_each(scale_link);
            rows(key_result, "amendments").filter(|amendment| !amendment["weight"].is_null()).for_each(scale);
        }
    }
    case
}

proptest! {
    #![proptest_config(config(400, "cards"))]

    /// R8, N4, invariant 4: no order of objectives, key results, links, history or JSON keys changes a bit.
    #[test]
    fn order_changes_nothing(case in cases(), seed: u64) {
        let case = orderless(&case);
        let choices = &mut Choices::Seed(seed);
        let other = shuffled(&case.document, choices);
        let text = printed(&other, choices);
        let other = Case { document: serde_json::from_str(&text).unwrap(), ..case.clone() };
        same(&table(&case), &table(&other))?;
        let read = okr_core::Workspace::from_json(&text).unwrap();
        let straight = workspace(&other.document).unwrap();
        prop_assert_eq!(engine::text(&read, &read.score(date(&case.as_of))), engine::text(&straight, &straight.score(date(&case.as_of))));
    }

    /// T2: what is dated after the day changes nothing on it.
    #[test]
    fn the_future_does_not_exist_yet(case in cases()) {
        let past = Case { document: until(&case.document, &case.as_of), ..case.clone() };
        same(&table(&case), &table(&past))?;
    }

    /// R8, R4, invariant 6: a key result of weight 0 changes no number of any other row.
    #[test]
    fn zero_weight(case in cases(), at in any::<prop::sample::Index>()) {
        let mut case = Case { policy: None, ..case };
        case.document.as_object_mut().unwrap().remove("policy");
        let objectives = case.document["objectives"].as_array_mut().unwrap();
        objectives.iter_mut().for_each(|row| drop(row.as_object_mut().unwrap().remove("policy")));
        // The default policy refuses the zero ranges that the random one allowed.
        prop_assume!(workspace(&case.document).is_ok());
        let before = table(&case);
        let objectives = case.document["objectives"].as_array_mut().unwrap();
        let place = at.index(objectives.len());
        let more = json!({"id": "weightless", "title": "K", "weight": 0, "measure": {"kind": "move", "target": 1},
                          "check_ins": [{"on": "2026-01-31", "value": 0.5, "confidence": 1}]});
        objectives[place]["key_results"].as_array_mut().unwrap().push(more);
        let mut after = table(&case);
        after.retain(|path, _| !path.contains("/weightless/"));
        // Of rows that nobody counts the word may change: it asks whether all of them are postponed (R5).
        let words = |path: &String| ["/status", "/status_reason", "/label", "/override/computed"].iter().any(|word| path.ends_with(word));
        let numbers = |table: Leaves| -> Leaves { table.into_iter().filter(|(path, _)| !words(path)).collect() };
        same(&numbers(before), &numbers(after))?;
    }

    /// R3, R8, invariant 5: all weights of an objective's members times a power of two change no bit.
    #[test]
    fn weights_scale(case in cases(), exponent in -30..30_i32) {
        let said = format!("{case:?}");
        // Weights that are shared out of a total, or stand beside a fixed 1, do not scale.
        let fixed = ["\"rule\"", "key_results_as_one", "\"initiatives\":\"members\"", "from_children"];
        prop_assume!(fixed.iter().all(|word| !said.contains(word)));
        let stated = weighed(&case, 1.0);
        let scaled = weighed(&case, 2.0_f64.powi(exponent));
        same(&table(&stated), &table(&scaled))?;
    }

    /// Policy scope: scoring with another policy is scoring a document that states it.
    #[test]
    fn another_policy_replaces_the_documents(case in cases()) {
        let Some(policy) = &case.policy else { return Ok(()) };
        let mut stated = Case { policy: None, ..case.clone() };
        stated.document["policy"] = policy.clone();
        // Where loading refuses what scoring would leave null, there is nothing to compare.
        prop_assume!(workspace(&stated.document).is_ok());
        same(&table(&case), &table(&stated))?;
    }

    /// Invariant 13: the same document gives the same text, again and on another thread.
    #[test]
    fn deterministic(case in cases()) {
        let text = || score_text(&case.document, case.policy.as_ref(), &case.as_of).unwrap();
        let other = std::thread::scope(|scope| scope.spawn(text).join().unwrap());
        prop_assert_eq!(&text(), &other);
    }

    /// Invariant 15: a check-in reaches only what its key result reaches.
    #[test]
    fn irrelevance(case in cases(), at in any::<prop::sample::Index>()) {
        let places = places(&case.document);
        prop_assume!(!places.is_empty());
        let (o, k) = places[at.index(places.len())];
        let mut other = case.clone();
        let row = &mut other.document["objectives"][o]["key_results"][k];
        let id = row["id"].as_str().unwrap().to_owned();
        let binary = row["measure"]["kind"] == "binary";
        let takes = ["milestones", "tasks", "from_children"].iter().all(|kind| row["measure"]["kind"] != *kind);
        let plain = row["amendments"].is_null() && row["kpi"].is_null();
        prop_assume!(plain && row["check_ins"].is_array());
        let value = match (takes, binary) {
            (false, _) => Value::Null,
            (true, true) => json!(true),
            (true, false) => json!(7.25),
        };
        let mut check_in = json!({"on": case.as_of, "value": value, "confidence": 1});
        if value.is_null() {
            check_in.as_object_mut().unwrap().remove("value");
        }
        row["check_ins"].as_array_mut().unwrap().push(check_in);
        let reached = reached(&case.document, &id);
        let (before, after) = (card(&case), card(&other));
        for objective_row in before["objectives"].as_array().unwrap() {
            let name = objective_row["id"].as_str().unwrap();
            let beside = objective(&after, name);
            // Shares of a row count among its neighbours', so they may move beside a reached row.
            for field in ["progress", "raw", "expected", "status", "status_reason", "confidence", "score"] {
                prop_assert!(reached.contains(name) || objective_row[field] == beside[field], "{name} {field}");
            }
        }
        for (row, beside) in key_results(&before).zip(key_results(&after)) {
            let name = row["id"].as_str().unwrap();
            for field in ["value", "progress", "raw", "expected", "status", "status_reason", "confidence", "score", "stale_days"] {
                prop_assert!(reached.contains(name) || row[field] == beside[field], "{name} {field}");
            }
        }
    }

    /// P11, G1, E1: with default clamps every fraction lies in 0..1, and a score is the progress after the end.
    #[test]
    fn fractions_stay_in_range(case in cases()) {
        let text = case.document.to_string();
        let clamped = |value: &Value| value["clamp"].is_null() && value["score"]["clamp"].is_null();
        prop_assume!(clamped(case.policy.as_ref().unwrap_or(&Value::Null)) && !text.contains("\"clamp\""));
        let card = card(&case);
        let objectives = card["objectives"].as_array().unwrap();
        let unit = |x: &Value| x.is_null() || x.as_f64().is_some_and(|x| (0.0..=1.0).contains(&x));
        for row in objectives.iter().chain(key_results(&card)) {
            for field in ["progress", "expected", "score", "confidence", "weight", "contribution"] {
                prop_assert!(unit(&row[field]), "{} {field} {}", row["id"], row[field]);
            }
            prop_assert!(row["score"].is_null() || row["score"] == row["progress"], "{row}");
            // Under sum_of_values nothing has a weight.
            prop_assert!(row["counted"] == true || row["weight"].is_null(), "{row}");
        }
        for row in ["teams", "people", "cycles"].iter().flat_map(|rows| card[*rows].as_array().unwrap()) {
            prop_assert!(unit(&row["progress"]) && unit(&row["expected"]), "{row}");
        }
    }

    /// G1: there is a score exactly where a row with progress is closed or over.
    #[test]
    fn scores_come_at_the_end(case in cases()) {
        let open = Case { document: serde_json::from_str(&case.document.to_string().replace("\"closed\"", "\"active\"")).unwrap(), ..case.clone() };
        prop_assume!(workspace(&open.document).is_ok());
        // Every window of a random document ends on or after this day.
        let early = Case { as_of: "2026-02-15".into(), ..open.clone() };
        let late = Case { as_of: "2026-12-31".into(), ..open };
        let early = card(&early);
        for row in early["objectives"].as_array().unwrap().iter().chain(key_results(&early)) {
            prop_assert!(row["score"].is_null(), "{row}");
        }
        let late = card(&late);
        for row in late["objectives"].as_array().unwrap().iter().filter(|row| !row["cycle"].is_null()) {
            prop_assert_eq!(row["score"].is_null(), row["progress"].is_null(), "{}", row);
        }
    }

    /// Invariant 15, T3: of two check-ins of one date the later one in the document holds.
    #[test]
    fn the_last_of_a_day_holds(first in -5.0..5.0, second in -5.0..5.0, third in -5.0..5.0) {
        let document = |values: [f64; 3]| json!({"okr": 1, "name": "W", "objectives": [{"id": "o", "title": "O", "key_results": [
            {"id": "k", "title": "K", "measure": {"kind": "move", "target": 1},
             "check_ins": [{"on": "2026-02-01", "value": values[0]}, {"on": "2026-02-01", "value": values[1]},
                           {"on": "2026-01-01", "value": values[2]}]}]}]});
        let case = Case { document: document([first, second, third]), policy: None, as_of: "2026-02-01".into() };
        let card = card(&case);
        prop_assert_eq!(key_results(&card).next().unwrap()["value"].as_f64(), Some(second));
    }
}
