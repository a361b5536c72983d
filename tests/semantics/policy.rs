//! The four layers of a policy, and what each field may say. Rules as data have no id of their own; what they steer has.

use crate::world::{
    DAY, at, child, document, key_result, objective, one, printed, refusal, score, single, under, with, workspace,
};
use okr_core::{Policy, Scorecard, Workspace};
use serde_json::{Value, json};

#[test]
fn each_layer_states_only_what_differs() {
    let base = |policy: Value| Policy::from_json(&policy.to_string()).unwrap();
    let google = Policy::preset("google").unwrap();
    let changed = base(json!({"base": "google", "status": {"grace": 0.2}}));
    assert_eq!((changed.score.clone(), changed.rollup.clone()), (google.score, google.rollup));
    assert_eq!((changed.status.grace, changed.status.bands.clone()), (0.2, Policy::default().status.bands));
    // Lists and maps are replaced whole, the two ends of a clamp one by one.
    let labels = base(json!({"status": {"labels": {"missed": "lost"}, "points": {"on_track": 7}}}));
    assert_eq!((labels.status.labels.len(), labels.status.points.len()), (1, 1));
    let clamp = base(json!({"clamp": {"shown": {"max": 1.5}}})).clamp;
    assert_eq!((clamp.shown.min, clamp.shown.max), (Some(0.0), Some(1.5)));
    assert_eq!((clamp.objective.min, clamp.objective.max), (None, None));
}

#[test]
fn p11_an_objectives_own_fields_hold_for_it_and_its_key_results_only() {
    let mut rows = json!([objective("top", json!([at("k", 1.4)])), child("c", "top", json!([at("ck", 1.4)]))]);
    rows[0]["policy"] = json!({"clamp": {"shown": {"max": 1.2}, "contributed": {"max": 1.3}}});
    let card = score(&document(rows), DAY);
    assert_eq!((&card.key_result("k")["progress"], &card.key_result("ck")["progress"]), (&json!(1.2), &json!(1)));
    assert_eq!(card.objective("c")["progress"], 1);
    printed(&card.objective("top")["progress"], (1.3_f64 + 1.0) / 2.0);
}

#[test]
fn scoring_with_another_policy_replaces_the_workspaces_and_keeps_the_objectives() {
    let mut stated = one(json!([at("a", 0.2), at("b", 0.6)]));
    stated["objectives"][0]["policy"] = json!({"rollup": {"mean": "minimum"}});
    let handed = under(json!({"weights": {"rule": "evenly"}}), &stated);
    assert_eq!(handed.objective("o")["progress"], 0.2);
    assert_eq!(score(&with(stated, json!({"policy": "google"})), DAY).objective("o")["progress"], 0.2);
}

#[test]
fn an_objective_may_state_six_blocks() {
    for block in ["measure", "clamp", "rollup", "weights", "expected", "status"] {
        let mut document = one(json!([at("k", 0.5)]));
        document["objectives"][0]["policy"] = json!({block: {}});
        score(&document, DAY);
    }
    for field in ["name", "base", "score", "confidence", "display", "carry_over", "title"] {
        let mut document = one(json!([at("k", 0.5)]));
        document["objectives"][0]["policy"] = json!({field: {}});
        assert_eq!(refusal(&document), "unknown_field", "{field}");
    }
}

#[test]
fn every_default_of_the_specification_is_the_engines() {
    // The table of the specification, as a policy that states all of it.
    let stated = json!({
        "name": "default",
        "measure": {"missing": "zero", "zero_range": "error", "aggregate": "last", "strict": false, "credit": "binary", "read": "latest", "between": "stepped", "of": "sum", "with_own": false},
        "clamp": {"shown": {"min": 0, "max": 1}, "contributed": {"min": 0, "max": 1}, "objective": {}},
        "rollup": {"of": "pooled", "manual": "sticky", "initiatives": "none", "holds": "members", "units": "any", "mean": "weighted", "credit": "full", "team_mean": "flat"},
        "weights": {"rule": "relative", "total": 1},
        "expected": {"day_count": "exclusive", "curve": "linear", "step": "1mo", "plan": "linear"},
        "status": {
            "source": "ratio", "bands": [{"at_least": 0.9, "status": "on_track"}, {"at_least": 0.7, "status": "at_risk"}, {"status": "off_track"}],
            "override": "until_end", "not_started": "no_value", "agreed": [], "groups": "own",
            "final": "attained", "goal": "achieved", "hold": {"met": "on_track", "near": "at_risk", "unmet": "off_track"}, "grace": 0.1,
            "stale_after": null, "stale": "at_risk", "guardrail": "at_risk", "rollup": "own",
            "points": {"missed": 0, "off_track": 0, "at_risk": 0.5, "not_started": 0.5, "on_track": 1, "achieved": 1, "exceeded": 1}, "ratio_cap": 1,
            "rollup_bands": [{"at_least": 0.9, "status": "on_track"}, {"at_least": 0.5, "status": "at_risk"}, {"status": "off_track"}],
            "order": ["missed", "off_track", "at_risk", "not_started", "on_track", "achieved", "exceeded"], "labels": {}
        },
        "confidence": {"bands": []}, "score": {"committed": 1, "aspirational": 0.7, "bands": []}, "display": {"decimals": 0, "rounding": "half_away"}
    });
    assert_eq!(Policy::from_json(&stated.to_string()).unwrap(), Policy::default());
    assert_eq!(Policy::from_json(&Policy::default().to_json()).unwrap(), Policy::default());
}

#[test]
fn every_preset_reads_back_from_its_own_print() {
    for name in Policy::presets() {
        let preset = Policy::preset(name).unwrap();
        assert_eq!((preset.name.as_str(), preset.check().is_ok()), (name, true));
        assert_eq!(Policy::from_json(&preset.to_json()).unwrap(), preset, "{name}");
        let described = [!preset.sources.is_empty(), !preset.notes.is_empty(), !preset.title.is_empty()];
        assert!(name == "default" || described == [true; 3], "{name} has no sources, notes or title");
        assert!(preset.sources.iter().all(|source| !source.contains("://")), "{name} names an address, not a page");
    }
}

#[test]
fn every_preset_counts_a_workspace() {
    let mut document = one(json!([at("a", 0.2), at("b", 0.6)]));
    document["objectives"][0]["key_results"][0]["check_ins"][0]["confidence"] = json!(0.5);
    for name in Policy::presets() {
        let card = score(&with(document.clone(), json!({"policy": name})), DAY);
        printed(&card.key_result("a")["progress"], 0.2);
        let objective = &card.objective("o")["progress"];
        // Some score key results and no objectives.
        if Policy::preset(name).unwrap().rollup.of.is_empty() {
            assert_eq!((objective, card.found("no_members")), (&Value::Null, 0), "{name}");
        } else {
            printed(objective, 0.4);
        }
    }
}

/// A scorecard on the day of the examples under a policy handed to scoring.
fn handed(policy: Value, document: &Value) -> (Workspace, Scorecard) {
    let workspace = workspace(document);
    let policy = Policy::from_json(&policy.to_string()).unwrap();
    let card = workspace.score_with(&policy, DAY.parse().unwrap()).unwrap();
    (workspace, card)
}

/// Whether a row has no progress, the warning and what it says, and an explanation without parts; and whether the document
/// with that policy is refused.
#[track_caller]
fn not_scorable(id: &str, policy: Value, document: &Value, words: [&str; 2], refused: &str) {
    let (workspace, card) = handed(policy.clone(), document);
    let found = card.findings(&workspace).unwrap();
    let found: Vec<_> = found.iter().filter(|finding| finding.code.as_str() == "not_scorable").collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(words.iter().all(|words| found[0].message.contains(words)), "{}", found[0]);
    let report: Value = serde_json::from_str(&card.to_json(&workspace).unwrap()).unwrap();
    let row = report.pointer(&found[0].path).unwrap();
    assert_eq!(row["id"], id);
    assert_eq!((&row["progress"], &row["raw"], &row["status"]), (&Value::Null, &Value::Null, &json!("none")), "{row}");
    assert_eq!((&row["counted"], &row["weight"]), (&json!(false), &Value::Null), "{row}");
    let why = workspace.explain(&card, id).unwrap();
    assert_eq!((why.progress, why.lines.iter().filter_map(|line| line.contribution).count()), (None, 0), "{id}");
    assert_eq!(refusal(&with(document.clone(), json!({"policy": policy}))), refused);
}

#[test]
fn what_loading_would_refuse_is_not_scored_under_a_policy_handed_to_scoring() {
    // P4: credit that has nothing to go by.
    let held = |measure: Value| single(measure, &[("2026-11-14", 3.0)]);
    let credit = |credit: &str| json!({"measure": {"credit": credit}});
    let linear = ["without `zero_at`", "credit is linear"];
    not_scorable("k", credit("linear"), &held(json!({"kind": "at_least", "target": 0})), linear, "measure_incomplete");
    not_scorable(
        "k",
        credit("linear"),
        &single(json!({"kind": "at_most", "target": 5}), &[]),
        linear,
        "measure_incomplete",
    );
    let distance = ["for a bound of 0", "other than 0"];
    not_scorable("k", credit("distance"), &held(json!({"kind": "at_least", "target": 0})), distance, "zero_target");
    not_scorable(
        "k",
        credit("distance"),
        &held(json!({"kind": "between", "low": 0, "high": 2})),
        distance,
        "zero_target",
    );
    // A share of verdicts needs no credit, and neither does what states its own.
    for stated in [json!({"read": "share_of_check_ins"}), json!({"credit": "binary"})] {
        let scored = held(with(json!({"kind": "at_least", "target": 0}), stated));
        assert_eq!(under(credit("distance"), &scored).key_result("k")["progress"], 1);
    }
    // P2, with a value and without.
    let zero = ["baseline and target 5", "two different numbers"];
    for values in [&[("2026-11-14", 5.0)][..], &[]] {
        let document = with(
            single(json!({"kind": "move", "baseline": 5, "target": 5}), values),
            json!({"policy": {"measure": {"zero_range": "half"}}}),
        );
        not_scorable("k", json!({}), &document, zero, "zero_range");
    }
    // P9, A5: sources that cannot be added up, and values of its own that do not count.
    let children = |source: Value, measure: Value| {
        let row = with(
            objective(
                "o",
                json!([key_result("r", with(json!({"kind": "from_children", "target": 10}), measure), &[])]),
            ),
            json!({}),
        );
        with(document(json!([row, source])), json!({"policy": {"measure": {"of": "progress"}}}))
    };
    let link = json!({"aligned_to": [{"to": "r"}]});
    let dollars = with(
        key_result("s", json!({"kind": "move", "target": 10, "unit": "USD"}), &[("2026-11-14", 4.0)]),
        link.clone(),
    );
    let unit = ["values of `s` in another unit", "one unit"];
    not_scorable(
        "r",
        json!({}),
        &children(objective("b", json!([dollars])), json!({"unit": "EUR"})),
        unit,
        "unit_mismatch",
    );
    let source = ["the objective `b`", "key results"];
    let whole = with(objective("b", json!([at("k", 0.5)])), link);
    not_scorable("r", json!({"measure": {"of": "mean"}}), &children(whole, json!({})), source, "source_not_allowed");
    let own = |on: &str| {
        with(
            single(json!({"kind": "from_children", "target": 10}), &[(on, 4.0)]),
            json!({"policy": {"measure": {"with_own": true}}}),
        )
    };
    not_scorable(
        "k",
        json!({}),
        &own("2026-11-14"),
        ["a value of its own", "only its children count"],
        "value_not_for_kind",
    );
    // T2: a value that lies ahead is not there yet.
    let (workspace, card) = handed(json!({}), &own("2026-11-16"));
    assert!(card.findings(&workspace).unwrap().iter().all(|finding| finding.code.as_str() != "not_scorable"));
}

#[test]
fn r1_an_objective_that_loading_would_refuse_is_not_scored_either() {
    let measured = |measure: Value, key_results: Value| {
        let checked = json!({"measure": measure, "check_ins": [{"on": "2026-11-14", "value": 3}]});
        document(json!([with(objective("o", key_results), checked)]))
    };
    let of = |of: &str| json!({"rollup": {"of": of}});
    let dollars =
        json!([key_result("k", json!({"kind": "move", "target": 10, "unit": "USD"}), &[("2026-11-14", 4.0)])]);
    let euros = measured(json!({"kind": "move", "target": 10, "unit": "EUR"}), dollars);
    not_scorable("o", of("sum_of_values"), &euros, ["in another unit", "one unit"], "unit_mismatch");
    let zero = ["baseline and target 0", "two different numbers"];
    let flat = measured(json!({"kind": "move", "target": 0}), json!([]));
    for of in [of("own_measure"), of("sum_of_values"), of("manual")] {
        not_scorable("o", of, &flat, zero, "zero_range");
    }
    let bound = measured(json!({"kind": "at_most", "target": 0}), json!([]));
    let distance = json!({"rollup": {"of": "own_measure"}, "measure": {"credit": "distance"}});
    not_scorable("o", distance, &bound, ["a bound of 0", "other than 0"], "zero_target");
    let without = document(json!([objective("o", json!([at("k", 0.5)]))]));
    not_scorable("o", of("own_measure"), &without, ["no measure", "count the objective by"], "own_measure_missing");
    // What is tracked is added up nowhere, whatever its unit and state.
    let tracked = with(key_result("k", json!({"kind": "tracked", "unit": "USD"}), &[]), json!({"state": "draft"}));
    let card =
        under(of("sum_of_values"), &measured(json!({"kind": "move", "target": 10, "unit": "EUR"}), json!([tracked])));
    assert_eq!(card.found("not_scorable"), 0);
}

/// A5, T6: what was frozen in one unit cannot take what has another one by now.
#[test]
fn t6_a_closed_key_result_does_not_add_up_another_unit() {
    let euros = json!({"kind": "from_children", "target": 10, "unit": "EUR"});
    let amended = |kind: &str| json!([{"on": "2026-11-10", "measure": {"kind": kind, "target": 10, "unit": "USD"}}]);
    let closed = json!({"state": [{"on": "2026-11-05", "state": "closed"}], "amendments": amended("from_children")});
    let frozen = with(key_result("r", euros, &[]), closed);
    let source = with(
        key_result(
            "s",
            json!({"kind": "move", "target": 10, "unit": "EUR"}),
            &[("2026-11-04", 5.0), ("2026-11-14", 4.0)],
        ),
        json!({"aligned_to": [{"to": "r"}], "amendments": amended("move")}),
    );
    let document = document(json!([objective("o", json!([frozen])), objective("b", json!([source]))]));
    assert_eq!(score(&document, "2026-11-09").key_result("r")["progress"], 0.5);
    let card = score(&document, DAY);
    assert_eq!((&card.key_result("r")["progress"], card.found("not_scorable")), (&Value::Null, 1));
}

#[test]
fn fields_that_say_nothing_beside_each_other_are_refused() {
    let limit = json!([{"at_least": 70, "status": "on_track"}, {"status": "off_track"}]);
    for (fields, path, code) in [
        (json!({"rollup": {"of": ["children", "children"]}}), "/rollup/of", "bad_policy"),
        (json!({"rollup": {"of": [], "initiatives": "members"}}), "/rollup/initiatives", "bad_policy"),
        (json!({"rollup": {"of": []}, "status": {"rollup": "worst"}}), "/status/rollup", "bad_policy"),
        (json!({"status": {"rollup": "own", "agreed": ["achieved"]}}), "/status/agreed", "bad_policy"),
        (json!({"status": {"source": "gap"}}), "/status/source", "bad_policy"),
        (json!({"base": "viva_goals", "status": {"source": "ratio"}}), "/status/source", "bad_policy"),
        (
            json!({"status": {"source": "gap", "bands": [{"at_least": -10, "status": "on_track"}, {"status": "off_track"}]}}),
            "/status/bands",
            "bad_bands",
        ),
        (json!({"base": "profit_co", "status": {"points": {"on_track": 80}}}), "/status/rollup_bands", "bad_bands"),
        (json!({"clamp": {"shown": {"max": 120}}}), "/clamp/shown", "out_of_range"),
        (json!({"status": {"stale": "none", "stale_after": "2w"}}), "/status/stale_after", "bad_policy"),
        (json!({"status": {"rollup": "worst", "order": []}}), "/status/order", "bad_policy"),
        (json!({"status": {"rollup": "mean_points", "points": {}}}), "/status/points", "bad_policy"),
        (json!({"status": {"bands": limit.clone()}}), "/status/bands", "bad_bands"),
        (json!({"status": {"final": limit.clone()}}), "/status/final", "bad_bands"),
        (
            json!({"score": {"bands": [{"at_least": 70, "label": "good"}, {"label": "bad"}]}}),
            "/score/bands",
            "bad_bands",
        ),
    ] {
        let error = Policy::from_json(&fields.to_string()).unwrap_err();
        assert_eq!((error.path(), error.code().as_str()), (path, code), "{fields}");
        assert!(!error.help().is_empty() && error.message().starts_with("found "), "{error}");
        let inside = with(one(json!([at("a", 0.5)])), json!({"policy": fields}));
        let error = Workspace::from_json(&inside.to_string()).unwrap_err();
        assert_eq!(error.path(), format!("/policy{path}"), "{error}");
    }
    // Points have a scale of their own.
    let points = json!({"rollup": "mean_points", "points": {"on_track": 80, "off_track": 10}, "rollup_bands": limit});
    Policy::from_json(&json!({"status": points}).to_string()).unwrap();
}

#[test]
fn what_one_layer_states_and_another_makes_void_is_no_mistake() {
    for fields in [
        json!({"base": "viva_goals", "status": {"stale": "none"}}),
        json!({"base": "boja", "status": {"rollup": "own"}}),
        json!({"base": "workfront", "rollup": {"of": []}}),
        json!({"base": "asana", "status": {"stale_after": "2w"}}),
    ] {
        Policy::from_json(&fields.to_string()).unwrap();
    }
}

#[test]
fn what_an_objective_states_does_not_become_wrong_by_the_policy_it_is_scored_by() {
    let mut stated = one(json!([at("a", 0.5)]));
    stated["objectives"][0]["policy"] = json!({"status": {"stale_after": "1w", "agreed": ["achieved"]}});
    let workspace = workspace(&stated);
    let never = Policy::from_json(&json!({"status": {"stale": "none"}}).to_string()).unwrap();
    let card = workspace.score_with(&never, DAY.parse().unwrap()).unwrap();
    assert!(card.findings(&workspace).unwrap().iter().all(|finding| finding.code.as_str() != "bad_policy"));
    assert_eq!(card.objective("o").unwrap().progress(), Some(0.5));
}
