//! V3: check-ins that fall due.

use crate::world::{document, key_result, objective, with};
use okr_core::{Policy, Workspace};
use serde_json::{Value, json};

/// The due days of a weekly key result in October, with what became of them.
fn due(fields: Value, grace: Value, as_of: &str) -> Vec<(String, String)> {
    let row = key_result("k", json!({"kind": "move", "target": 10}), &[("2026-10-05", 1.0), ("2026-10-16", 2.0)]);
    let stated = json!({"start": "2026-10-01", "due": "2026-10-28", "check_in_every": "1w"});
    let world = document(json!([objective("o", json!([with(with(row, stated), fields)]))]));
    let workspace = Workspace::from_json(&world.to_string()).unwrap();
    let policy = Policy::from_json(&json!({"check_ins": {"grace": grace}}).to_string()).unwrap();
    let card = workspace.score_with(&policy, as_of.parse().unwrap()).unwrap();
    let due = workspace.due_check_ins(&card, "k").unwrap();
    due.iter().map(|due| (due.on.to_string(), due.state.to_string())).collect()
}

fn states(fields: Value, grace: Value, as_of: &str) -> Vec<String> {
    due(fields, grace, as_of).into_iter().map(|due| due.1).collect()
}

#[test]
fn v3_the_example() {
    let days = ["2026-10-07", "2026-10-14", "2026-10-21", "2026-10-28"];
    let told = ["on_time", "late", "on_time", "future"];
    let expected: Vec<_> = days.into_iter().zip(told).map(|(on, state)| (on.to_owned(), state.to_owned())).collect();
    assert_eq!(due(json!({}), json!(null), "2026-10-17"), expected);
    assert_eq!(states(json!({}), json!("3d"), "2026-10-17")[1], "on_time");
}

#[test]
fn v3_what_comes_later_is_not_seen() {
    assert_eq!(states(json!({}), json!(null), "2026-10-15"), ["on_time", "pending", "future", "future"]);
    assert_eq!(states(json!({}), json!(null), "2026-12-01"), ["on_time", "late", "on_time", "missed"]);
    assert_eq!(states(json!({}), json!(null), "2026-09-01"), ["future"; 4]);
}

#[test]
fn v3_what_is_closed_waits_for_no_check_in() {
    let closed =
        |on: &str, grace: Value| states(json!({"state": [{"on": on, "state": "closed"}]}), grace, "2026-12-01");
    // The second check-in lies after the closing and is not seen.
    assert_eq!(closed("2026-10-15", json!(null)), ["on_time", "missed"]);
    assert_eq!(closed("2026-10-15", json!("3d")), ["on_time"]);
    // The period of the closing is not over, unless something answered it.
    assert_eq!(closed("2026-10-14", json!(null)), ["on_time"]);
    assert_eq!(closed("2026-10-16", json!(null)), ["on_time", "late", "on_time"]);
    assert_eq!(closed("2026-09-01", json!(null)), [""; 0]);
    // Without a date it is closed as of any day.
    assert_eq!(states(json!({"state": "closed"}), json!(null), "2026-10-15"), ["on_time", "missed"]);
    assert_eq!(states(json!({"state": "closed"}), json!(null), "2026-12-01"), ["on_time", "late", "on_time", "missed"]);
}

#[test]
fn v3_the_closing_of_an_objective_closes_its_key_results() {
    let row = key_result("k", json!({"kind": "move", "target": 10}), &[("2026-10-05", 1.0)]);
    let closed =
        json!({"state": [{"on": "2026-10-15", "state": "closed"}], "start": "2026-10-01", "due": "2026-10-28"});
    let world = document(json!([with(objective("o", json!([with(row, json!({"check_in_every": "1w"}))])), closed)]));
    let workspace = Workspace::from_json(&world.to_string()).unwrap();
    let card = workspace.score("2026-12-01".parse().unwrap());
    let due = workspace.due_check_ins(&card, "k").unwrap();
    let told: Vec<_> = due.iter().map(|due| due.state.to_string()).collect();
    assert_eq!(told, ["on_time", "missed"]);
}

#[test]
fn v3_only_key_results_have_them_and_only_of_the_workspace_as_it_is() {
    let workspace = |rows: Value| Workspace::from_json(&document(rows).to_string()).unwrap();
    let world = workspace(json!([objective("o", json!([]))]));
    let card = world.score("2026-11-15".parse().unwrap());
    for id in ["o", "nothing"] {
        assert_eq!(world.due_check_ins(&card, id).unwrap_err().code().as_str(), "unknown_id", "{id}");
    }
    let other = workspace(json!([]));
    assert_eq!(other.due_check_ins(&card, "o").unwrap_err().code().as_str(), "foreign_scorecard");
}

#[test]
fn v3_readings_of_a_kpi_are_check_ins() {
    let row = json!({"id": "k", "title": "k", "kpi": "nps", "measure": {"kind": "move", "target": 50}});
    let stated = json!({"start": "2026-10-01", "due": "2026-10-14", "check_in_every": "1w"});
    let mut world = document(json!([objective("o", json!([with(row, stated)]))]));
    world["kpis"] =
        json!([{"id": "nps", "readings": [{"on": "2026-10-05", "value": 30}, {"on": "2026-10-12", "value": 35}]}]);
    let workspace = Workspace::from_json(&world.to_string()).unwrap();
    let card = workspace.score("2026-10-13".parse().unwrap());
    let due = workspace.due_check_ins(&card, "k").unwrap();
    assert_eq!(due.iter().map(|due| due.state.as_str()).collect::<Vec<_>>(), ["on_time", "on_time"]);
}

#[test]
fn v3_what_is_put_off_has_nothing_due() {
    for state in ["draft", "postponed", "cancelled", "archived"] {
        assert_eq!(due(json!({"state": state}), json!(null), "2026-10-17"), [], "{state}");
    }
}
