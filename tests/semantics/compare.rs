//! X4: what changes under another policy.

use crate::world::{DAY, at, child, document, key_result, objective, one, with};
use okr_core::{Policy, PolicyComparison, RowKind, Status, Workspace};
use serde_json::{Value, json};

fn workspace(document: &Value) -> Workspace {
    Workspace::from_json(&document.to_string()).unwrap()
}

fn policy(fields: Value) -> Policy {
    Policy::from_json(&fields.to_string()).unwrap()
}

fn compared<'a>(workspace: &'a Workspace, before: Value, after: Value) -> PolicyComparison<'a> {
    workspace.compare_policies(&policy(before), &policy(after), DAY.parse().unwrap()).unwrap()
}

/// Fields with their rules, and the progress and status after each turn, of one row.
fn turns(change: &PolicyComparison<'_>, id: &str) -> Vec<(String, String, Option<f64>, Status)> {
    let row = change.rows.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("{id} is not listed"));
    let told = |cause: &okr_core::Cause| (cause.fields.join("+"), cause.rules.join("+"), cause.progress, cause.status);
    row.causes.iter().map(told).collect()
}

#[test]
fn x4_a_row_lists_the_fields_that_change_it() {
    let world = workspace(&one(json!([at("a", 0.5), at("b", 0.0)])));
    let change = compared(&world, json!({}), json!({"rollup": {"mean": "minimum"}, "display": {"decimals": 1}}));
    let fields: Vec<_> = change.fields.iter().map(|field| (field.field, field.rule, field.rows)).collect();
    assert_eq!(fields, [("rollup.mean", "R2", 2), ("display.decimals", "N2", 0)], "the objective and its cycle");
    assert_eq!((change.fields[0].before.as_str(), change.fields[0].after.as_str()), (r#""weighted""#, r#""minimum""#));
    assert_eq!(turns(&change, "o"), [("rollup.mean".into(), "R2".into(), Some(0.0), Status::OffTrack)]);
    assert!(change.rows.iter().all(|row| row.kind != RowKind::KeyResult), "key results count as before");
    assert_eq!((change.before.as_str(), change.after.as_str()), ("default", "custom"));
}

#[test]
fn x4_turns_lead_from_the_first_policy_to_the_second() {
    // 0.45 of an expected 45/91: ratio 0.91 is on track; 0.45 alone is at risk; above 0.4 it is on track again.
    let world = workspace(&one(json!([at("a", 0.45), at("b", 0.9)])));
    let bands = json!([{"at_least": 0.5, "status": "on_track"}, {"at_least": 0.4, "status": "at_risk"}, {"status": "off_track"}]);
    let after = json!({"clamp": {"contributed": {"max": 0.5}}, "status": {"source": "progress", "bands": bands}});
    let change = compared(&world, json!({}), after);
    let expected = [
        ("clamp.contributed".to_owned(), "P11".to_owned(), Some(0.475), Status::OnTrack),
        ("status.source+status.bands".to_owned(), "S2".to_owned(), Some(0.475), Status::AtRisk),
    ];
    assert_eq!(turns(&change, "o"), expected);
    let row = change.rows.iter().find(|row| row.id == "o").unwrap();
    assert_eq!((row.before.progress, row.before.status), (Some(0.675), Status::OnTrack));
    assert_eq!((row.after.progress, row.after.status), (Some(0.475), Status::AtRisk));
    assert_eq!(turns(&change, "a"), [("status.source+status.bands".into(), "S2".into(), Some(0.45), Status::AtRisk)]);
}

#[test]
fn x4_a_change_comes_up_from_where_it_begins() {
    let rows = json!([objective("top", json!([at("t", 0.5)])), child("below", "top", json!([at("k", 1.5)]))]);
    let world = workspace(&document(rows));
    let change = compared(&world, json!({}), json!({"clamp": {"shown": {"max": null}, "contributed": {"max": null}}}));
    let clamps = |id: &str| turns(&change, id).into_iter().map(|turn| (turn.0, turn.2)).collect::<Vec<_>>();
    assert_eq!(clamps("k"), [("clamp.shown".to_owned(), Some(1.5))]);
    assert_eq!(clamps("below"), [("clamp.contributed".to_owned(), Some(1.5))]);
    assert_eq!(clamps("top"), [("clamp.contributed".to_owned(), Some(1.0))]);
    let kinds: Vec<_> = change.rows.iter().map(|row| (row.kind.as_str(), row.id)).collect();
    assert_eq!(kinds[..3], [("objective", "top"), ("objective", "below"), ("key_result", "k")], "document order");
}

#[test]
fn x4_equal_policies_change_nothing_and_names_are_no_difference() {
    let world = workspace(&one(json!([at("a", 0.5)])));
    let change = compared(&world, json!({"name": "one"}), json!({"name": "two", "notes": ["said otherwise"]}));
    assert_eq!((change.fields.len(), change.rows.len()), (0, 0));
    assert_eq!((change.before.as_str(), change.after.as_str()), ("one", "two"));
}

#[test]
fn x4_what_an_objective_states_holds_under_both() {
    let mut stated = one(json!([at("a", 0.2), at("b", 0.6)]));
    stated["objectives"][0]["policy"] = json!({"rollup": {"mean": "minimum"}});
    let world = workspace(&stated);
    let change = compared(&world, json!({}), json!({"rollup": {"mean": "minimum"}}));
    assert_eq!((change.fields.len(), change.rows.len()), (1, 0));
}

#[test]
fn x4_a_row_that_the_second_policy_cannot_count_loses_its_progress() {
    let same = with(at("a", 0.5), json!({"measure": {"kind": "move", "baseline": 7, "target": 7}}));
    let world = workspace(&with(one(json!([same])), json!({"policy": {"measure": {"zero_range": "half"}}})));
    let change = world.compare_policies(world.policy(), &Policy::default(), DAY.parse().unwrap()).unwrap();
    let row = change.rows.iter().find(|row| row.id == "a").unwrap();
    assert_eq!((row.before.progress, row.after.progress), (Some(0.5), None));
    assert_eq!((row.causes[0].fields[0], row.causes[0].rules[0]), ("measure.zero_range", "P2"));
}

#[test]
fn x4_scores_and_grades_that_change_are_listed() {
    let world = workspace(&one(json!([at("a", 0.72)])));
    let after = policy(json!({"score": {"bands": [{"at_least": 0.7, "label": "green"}, {"label": "red"}]}}));
    let change = world.compare_policies(&Policy::default(), &after, "2027-01-02".parse().unwrap()).unwrap();
    let grades: Vec<_> =
        change.rows.iter().map(|row| (row.id, row.before.grade.as_deref(), row.after.grade.as_deref())).collect();
    assert_eq!(grades, [("o", None, Some("green")), ("a", None, Some("green"))]);
}

#[test]
fn x4_every_turn_says_what_the_policy_calls_the_status() {
    let mut document = one(json!([at("a", 0.5)]));
    document["people"] = json!([{"id": "ada"}]);
    document["objectives"][0]["owner"] = json!("ada");
    let world = workspace(&document);
    let bands = json!([{"at_least": 0.9, "status": "on_track"}, {"status": "off_track", "label": "Behind"}]);
    let change = compared(&world, json!({}), json!({"status": {"source": "progress", "bands": bands}}));
    for (kind, id) in [("objective", "o"), ("key_result", "a"), ("person", "ada")] {
        let row = change.rows.iter().find(|row| (row.kind.as_str(), row.id) == (kind, id)).unwrap();
        assert_eq!((row.before.label.as_deref(), row.after.label.as_deref()), (None, Some("Behind")), "{kind}");
        assert_eq!(row.causes.last().unwrap().label.as_deref(), Some("Behind"), "{kind}");
    }
}

#[test]
fn x4_a_policy_that_does_not_fit_is_refused() {
    let world = workspace(&one(json!([at("a", 0.5)])));
    let mut broken = Policy::default();
    broken.status.grace = 2.0;
    for (before, after) in [(&broken, &Policy::default()), (&Policy::default(), &broken)] {
        let error = world.compare_policies(before, after, DAY.parse().unwrap()).unwrap_err();
        assert_eq!((error.code().as_str(), error.path()), ("out_of_range", "/status/grace"));
    }
}

#[test]
fn x4_a_level_reached_is_a_grade_of_its_own() {
    let points = json!([{"at": 10, "score": 0.5, "label": "C"}, {"at": 20, "score": 1, "label": "B"}, {"at": 30, "score": 1, "label": "A"}]);
    let row =
        key_result("k", json!({"kind": "levels", "points": points}), &[("2026-11-01", 35.0), ("2026-11-02", 25.0)]);
    let world = workspace(&one(json!([row])));
    let change = compared(&world, json!({}), json!({"measure": {"aggregate": "max"}}));
    let row = change.rows.iter().find(|row| row.id == "k").unwrap();
    assert_eq!((row.before.grade.as_deref(), row.after.grade.as_deref()), (Some("B"), Some("A")));
    assert_eq!(row.causes[0].fields, ["measure.aggregate"]);
}
