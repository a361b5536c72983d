//! J6: carrying an objective over into the next cycle.

use crate::world::{document, key_result, objective, with};
use okr_core::model::{Measure, Objective, State, Target};
use okr_core::{CarryOver, Date, Workspace};
use serde_json::{Value, json};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A document with a cycle after the quarter.
fn world(rows: Value, policy: Value) -> Workspace {
    let mut document = with(document(rows), json!({"policy": policy}));
    document["cycles"].as_array_mut().unwrap().push(json!({"id": "Q1", "start": "2027-01-01", "end": "2027-03-31"}));
    Workspace::from_json(&document.to_string()).unwrap()
}

fn baseline(word: &str) -> Value {
    json!({"carry_over": {"baseline": word}})
}

fn carry() -> CarryOver {
    CarryOver::new("o", "o2", "Q1", date("2026-12-31"))
}

fn users() -> Value {
    key_result("users", json!({"kind": "move", "baseline": 2, "target": 10}), &[("2026-11-14", 5.0)])
}

fn measure(objective: &Objective) -> &Measure {
    &objective.key_results[0].measure
}

#[test]
fn j6_a_key_result_starts_where_the_policy_says() {
    let next = |word: &str| {
        let workspace = world(json!([objective("o", json!([users()]))]), baseline(word));
        workspace.carried_over(&carry().key_result("users", "users2")).unwrap()
    };
    for (word, baseline) in [("value", Some(5.0)), ("keep", Some(2.0)), ("zero", None)] {
        let objective = next(word);
        assert_eq!(measure(&objective).baseline, baseline, "{word}");
        assert_eq!(measure(&objective).target, Some(Target::Value(10.0)));
        assert_eq!((objective.id.as_str(), objective.cycle.as_deref()), ("o2", Some("Q1")));
        assert_eq!(objective.continues.as_deref(), Some("o"));
        let carried = &objective.key_results[0];
        assert_eq!((carried.id.as_str(), carried.continues.as_deref()), ("users2", Some("users")));
        assert!(carried.check_ins.is_empty());
    }
}

#[test]
fn j6_the_definition_in_force_comes_along_and_what_happened_stays_behind() {
    let amended = with(
        key_result("users", json!({"kind": "move", "baseline": 10, "target": "+100%"}), &[("2026-11-14", 15.0)]),
        json!({"weight": 2, "due": "2026-12-20", "description": "Those who stay", "tags": ["growth"], "extra": {"row": 7},
               "plan": [{"on": "2026-11-30", "value": 18}], "state": [{"on": "2026-12-01", "state": "active"}],
               "overrides": [{"on": "2026-11-20", "status": "at_risk"}],
               "amendments": [{"on": "2026-11-01", "target": 30, "weight": 3}, {"on": "2027-01-05", "target": 99}]}),
    );
    let left = with(users(), json!({"id": "left"}));
    let row = with(
        objective("o", json!([amended, left])),
        json!({"start": "2026-10-05", "initiatives": [{"id": "i", "title": "I"}],
               "policy": {"rollup": {"mean": "minimum"}}, "state": [{"on": "2026-10-02", "state": "active"}]}),
    );
    let mut workspace = world(json!([row]), json!({}));
    let document = workspace.to_document();
    let carry = carry().key_result("users", "users2");
    let next = workspace.carried_over(&carry).unwrap();
    assert_eq!(workspace.to_document(), document, "asking changes nothing");
    let carried = &next.key_results[0];
    assert_eq!(next.key_results.len(), 1, "what is not named stays behind");
    assert_eq!((carried.measure.baseline, carried.measure.target), (Some(15.0), Some(Target::Value(30.0))));
    assert_eq!(
        (carried.weight, carried.due, carried.description.as_deref()),
        (Some(3.0), None, Some("Those who stay"))
    );
    assert!(carried.amendments.is_empty() && carried.plan.is_empty() && carried.overrides.is_empty());
    assert_eq!(
        (&carried.state, &carried.extra, &carried.tags[..]),
        (&Default::default(), &None, &["growth".to_owned()][..])
    );
    assert!(next.initiatives.is_empty() && next.start.is_none() && next.policy.is_some());
    workspace.carry_over(&carry).unwrap();
    let mut expected = document;
    expected.objectives.push(next);
    assert_eq!(workspace.to_document(), expected);
    assert_eq!(Workspace::from_json(&workspace.to_json()).unwrap().to_json(), workspace.to_json());
    let card = workspace.score(date("2027-01-15"));
    assert_eq!(card.key_result("users2").unwrap().status().as_str(), "not_started");
    assert_eq!(card.key_result("users").unwrap().value(), Some(15.0));
}

#[test]
fn j6_dates_of_the_old_cycle_and_what_is_done_stay_behind() {
    let items = json!([{"id": "a", "due": "2026-10-31", "done_on": "2026-10-30"}, {"id": "b", "due": "2026-11-30"}]);
    let rows = || {
        json!([objective(
            "o",
            json!([
                key_result("m", json!({"kind": "milestones", "items": items}), &[]),
                key_result("y", json!({"kind": "binary", "due": "2026-11-30"}), &[]),
                key_result(
                    "s",
                    json!({"kind": "move", "target": 100, "aggregate": "sum", "seed": 10}),
                    &[("2026-11-14", 5.0)]
                )
            ])
        )])
    };
    let next = |word: &str| {
        let carry = carry().key_result("m", "m2").key_result("y", "y2").key_result("s", "s2");
        world(rows(), baseline(word)).carried_over(&carry).unwrap()
    };
    let items = |word: &str| -> Vec<(String, bool)> {
        let next = next(word);
        assert!(
            measure(&next).items.iter().all(|item| item.due.is_none()) && next.key_results[1].measure.due.is_none()
        );
        measure(&next).items.iter().map(|item| (item.id.clone(), item.done_on.is_some())).collect()
    };
    assert_eq!(items("value"), [("b".to_owned(), false)]);
    assert_eq!(items("keep"), [("a".to_owned(), true), ("b".to_owned(), false)]);
    assert_eq!(items("zero"), [("a".to_owned(), false), ("b".to_owned(), false)]);
    let sum = |word: &str| (next(word).key_results[2].measure.baseline, next(word).key_results[2].measure.seed);
    assert_eq!([sum("value"), sum("keep"), sum("zero")], [(Some(15.0), None), (None, Some(10.0)), (None, None)]);
}

#[test]
fn j6_an_objective_counted_by_its_own_measure_starts_like_a_key_result() {
    let row = with(
        objective("o", json!([])),
        json!({"measure": {"kind": "move", "target": 100}, "policy": {"rollup": {"of": "own_measure"}},
               "check_ins": [{"on": "2026-11-14", "value": 40}]}),
    );
    let next = world(json!([row]), json!({})).carried_over(&carry()).unwrap();
    assert_eq!(next.measure.unwrap().baseline, Some(40.0));
    assert!(next.check_ins.is_empty());
}

#[test]
fn j6_links_follow_what_comes_along_and_lead_nowhere_else_than_into_the_next_cycle() {
    let year = json!({"id": "year", "title": "Year", "start": "2026-01-01", "due": "2027-12-31"});
    let links = json!({"aligned_to": [{"to": "year", "weight": 2}, {"to": "past", "kind": "supports"}]});
    let own = with(
        users(),
        json!({"aligned_to": [{"to": "also", "kind": "supports"}, {"to": "left", "kind": "depends_on"}]}),
    );
    let key_results = json!([own, with(users(), json!({"id": "also"})), with(users(), json!({"id": "left"}))]);
    let workspace =
        world(json!([with(objective("o", key_results), links), year, objective("past", json!([]))]), json!({}));
    let next = workspace.carried_over(&carry().key_result("users", "u2").key_result("also", "a2")).unwrap();
    let to =
        |links: &[okr_core::model::Alignment]| -> Vec<String> { links.iter().map(|link| link.to.clone()).collect() };
    assert_eq!((to(&next.aligned_to), next.aligned_to[0].weight), (vec!["year".to_owned()], Some(2.0)));
    assert_eq!(to(&next.key_results[0].aligned_to), ["a2"]);
}

#[test]
fn j6_all_of_it_or_nothing() {
    let reached = with(users(), json!({"check_ins": [{"on": "2026-11-14", "value": 12}]}));
    let mut workspace =
        world(json!([objective("o", json!([users(), with(reached, json!({"id": "done"}))]))]), json!({}));
    let before = workspace.to_json();
    let mut refused = |carry: CarryOver| {
        let error = workspace.carry_over(&carry).unwrap_err();
        assert_eq!(workspace.to_json(), before);
        (error.code().as_str(), error.path().to_owned())
    };
    let on = date("2026-12-31");
    assert_eq!(refused(CarryOver::new("x", "o2", "Q1", on)), ("unknown_id", "/of".to_owned()));
    assert_eq!(refused(CarryOver::new("users", "o2", "Q1", on)), ("unknown_id", "/of".to_owned()));
    assert_eq!(refused(CarryOver::new("o", "o2", "Q9", on)), ("dangling_reference", "/cycle".to_owned()));
    assert_eq!(refused(carry().key_result("usres", "u2")), ("unknown_id", "/key_results".to_owned()));
    assert_eq!(refused(carry().key_result("done", "d2")), ("zero_range", "/key_results".to_owned()));
    assert_eq!(refused(carry().key_result("users", "o")).0, "duplicate_id");
    assert_eq!(refused(CarryOver::new("o", "", "Q1", on)).0, "bad_id");
    // A way back to 0 would run the other way.
    let falls = key_result("users", json!({"kind": "move", "baseline": 100, "target": 50}), &[("2026-11-14", 80.0)]);
    let mut workspace = world(json!([objective("o", json!([falls]))]), baseline("zero"));
    let error = workspace.carry_over(&carry().key_result("users", "u2")).unwrap_err();
    assert_eq!(error.code().as_str(), "zero_range");
}

#[test]
fn j6_what_is_closed_starts_from_its_closing() {
    let closed = with(
        key_result("users", json!({"kind": "move", "target": 10}), &[("2026-11-14", 5.0), ("2026-12-14", 8.0)]),
        json!({"state": [{"on": "2026-12-01", "state": "closed"}]}),
    );
    let next = world(json!([objective("o", json!([closed]))]), json!({}));
    let next = next.carried_over(&carry().key_result("users", "u2")).unwrap();
    assert_eq!((measure(&next).baseline, next.key_results[0].state == Default::default()), (Some(5.0), true));
}

#[test]
fn j6_what_is_proposed_at_the_end() {
    let still = with(users(), json!({"id": "still", "check_ins": [{"on": "2026-11-14", "value": 2}]}));
    let dropped = with(users(), json!({"id": "dropped", "state": "cancelled"}));
    let world = |policy: Value| {
        world(json!([objective("o", json!([users(), still, dropped])), objective("empty", json!([]))]), policy)
    };
    let proposed = |policy: Value, id: &str| world(policy).proposed_state(id, date("2026-12-31")).unwrap();
    let postpone = json!({"carry_over": {"unmoved": "postpone"}});
    for (id, closing) in
        [("users", State::Closed), ("o", State::Closed), ("still", State::Postponed), ("empty", State::Postponed)]
    {
        assert_eq!(proposed(postpone.clone(), id), closing, "{id}");
        assert_eq!(proposed(json!({}), id), State::Closed, "{id}");
    }
    assert_eq!(proposed(postpone.clone(), "dropped"), State::Cancelled);
    assert_eq!(world(postpone).proposed_state("x", date("2026-12-31")).unwrap_err().code().as_str(), "unknown_id");
}
