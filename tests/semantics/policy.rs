//! The four layers of a policy, and what each field may say. Rules as data have no id of their own; what they steer has.

use crate::world::{DAY, at, child, document, objective, one, printed, refusal, score, under, with};
use okr_core::Policy;
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
    for field in ["name", "base", "score", "confidence", "display", "title"] {
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
        "rollup": {"of": "pooled", "manual": "sticky", "initiatives": "none", "mean": "weighted", "credit": "full", "team_mean": "flat"},
        "weights": {"rule": "relative", "total": 1},
        "expected": {"day_count": "exclusive", "curve": "linear", "step": "1mo", "plan": "linear"},
        "status": {
            "source": "ratio", "bands": [{"at_least": 0.9, "status": "on_track"}, {"at_least": 0.7, "status": "at_risk"}, {"status": "off_track"}],
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
        // With no weight stated, Lark gives all of it to the last.
        printed(objective, if name == "lark" { 0.6 } else { 0.4 });
    }
}
