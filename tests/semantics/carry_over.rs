//! J6: carrying objectives over into the next cycle.

use crate::world::{document, key_result, objective, with};
use okr_core::model::{CheckIn, Measure, Objective, State, Target};
use okr_core::{CarryOver, Change, Date, Error, Event, Policy, Result, Scorecard, Workspace};
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
    CarryOver::new("o", "o2", "Q1")
}

/// The scorecard of the last day.
fn last_day(workspace: &Workspace) -> Scorecard {
    workspace.score(date("2026-12-31"))
}

/// What one objective comes to in the next cycle.
fn next(workspace: &Workspace, carry: &CarryOver) -> Result<Objective> {
    let next = workspace.continuations(&last_day(workspace), std::slice::from_ref(carry))?;
    Ok(next.into_iter().next().unwrap())
}

fn carry_over(workspace: &mut Workspace, carries: &[CarryOver]) -> Result<Change> {
    let card = last_day(workspace);
    workspace.carry_over(&card, carries)
}

fn code_and_path(error: &Error) -> (&str, String) {
    (error.code().as_str(), error.path().to_owned())
}

fn users() -> Value {
    key_result("users", json!({"kind": "move", "baseline": 2, "target": 10}), &[("2026-11-14", 5.0)])
}

fn measure(objective: &Objective) -> &Measure {
    &objective.key_results[0].measure
}

#[test]
fn j6_a_key_result_starts_where_the_policy_says() {
    let carried = |word: &str| {
        let workspace = world(json!([objective("o", json!([users()]))]), baseline(word));
        next(&workspace, &carry().key_result("users", "users2")).unwrap()
    };
    for (word, baseline) in [("value", Some(5.0)), ("keep", Some(2.0)), ("zero", None)] {
        let objective = carried(word);
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
        key_result(
            "users",
            json!({"kind": "move", "baseline": 10, "target": "+100%", "unit": "users"}),
            &[("2026-11-14", 15.0)],
        ),
        json!({"weight": 2, "due": "2026-12-20", "description": "Those who stay", "tags": ["growth"], "extra": {"row": 7},
               "owner": "ada", "contributors": ["ben"], "ambition": "aspirational", "check_in_every": "2w",
               "kpi": "active", "silence": ["confidence_falling"],
               "plan": [{"on": "2026-11-30", "value": 18}], "state": [{"on": "2026-12-01", "state": "active"}],
               "overrides": [{"on": "2026-11-20", "status": "at_risk"}],
               "amendments": [{"on": "2026-11-01", "target": 30, "weight": 3, "due": "2026-12-24"},
                              {"on": "2027-01-05", "target": 99}]}),
    );
    let left = with(users(), json!({"id": "left"}));
    let row = with(
        objective("o", json!([amended, left])),
        json!({"start": "2026-10-05", "initiatives": [{"id": "i", "title": "I"}], "owner": "ben", "weight": 4,
               "team": "sales", "contributors": ["ada"], "ambition": "learning", "description": "Why", "tags": ["year"],
               "silence": ["no_members"], "extra": {"row": 8}, "check_ins": [{"on": "2026-10-09", "confidence": 0.5}],
               "policy": {"rollup": {"mean": "minimum"}}, "state": [{"on": "2026-10-02", "state": "active"}],
               "overrides": [{"on": "2026-11-20", "status": "at_risk"}]}),
    );
    let mut given = with(
        document(json!([row])),
        json!({
        "teams": [{"id": "sales"}], "people": [{"id": "ada"}, {"id": "ben"}], "kpis": [{"id": "active", "unit": "users"}]}),
    );
    given["cycles"].as_array_mut().unwrap().push(json!({"id": "Q1", "start": "2027-01-01", "end": "2027-03-31"}));
    let mut workspace = Workspace::from_json(&given.to_string()).unwrap();
    let document = workspace.to_document();
    let carry = carry().key_result("users", "users2");
    let next = next(&workspace, &carry).unwrap();
    assert_eq!(workspace.to_document(), document, "asking changes nothing");
    let whole = json!({
        "id": "o2", "title": "o", "description": "Why", "cycle": "Q1", "team": "sales", "owner": "ben",
        "contributors": ["ada"], "ambition": "learning", "weight": 4.0, "policy": {"rollup": {"mean": "minimum"}},
        "tags": ["year"], "silence": ["no_members"], "continues": "o", "extra": {"row": 8},
        "key_results": [{
            "id": "users2", "title": "users", "description": "Those who stay", "owner": "ada", "contributors": ["ben"],
            "ambition": "aspirational", "weight": 3.0, "kpi": "active", "check_in_every": "2w",
            "measure": {"kind": "move", "baseline": 15.0, "target": 30.0, "unit": "users"},
            "tags": ["growth"], "silence": ["confidence_falling"], "continues": "users", "extra": {"row": 7}}]
    });
    assert_eq!(serde_json::to_value(&next).unwrap(), whole);
    let _ = carry_over(&mut workspace, &[carry]).unwrap();
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
    let carried = |word: &str| {
        let carry = carry().key_result("m", "m2").key_result("y", "y2").key_result("s", "s2");
        next(&world(rows(), baseline(word)), &carry).unwrap()
    };
    let items = |word: &str| -> Vec<(String, bool)> {
        let next = carried(word);
        assert!(
            measure(&next).items.iter().all(|item| item.due.is_none()) && next.key_results[1].measure.due.is_none()
        );
        measure(&next).items.iter().map(|item| (item.id.clone(), item.done_on.is_some())).collect()
    };
    assert_eq!(items("value"), [("b".to_owned(), false)]);
    assert_eq!(items("keep"), [("a".to_owned(), true), ("b".to_owned(), false)]);
    assert_eq!(items("zero"), [("a".to_owned(), false), ("b".to_owned(), false)]);
    let sum = |word: &str| (carried(word).key_results[2].measure.baseline, carried(word).key_results[2].measure.seed);
    assert_eq!([sum("value"), sum("keep"), sum("zero")], [(Some(15.0), None), (None, Some(10.0)), (None, None)]);
}

#[test]
fn j6_an_objective_counted_by_its_own_measure_starts_like_a_key_result() {
    let row = with(
        objective("o", json!([])),
        json!({"measure": {"kind": "move", "target": 100}, "policy": {"rollup": {"of": "own_measure"}},
               "check_ins": [{"on": "2026-11-14", "value": 40}]}),
    );
    let next = next(&world(json!([row]), json!({})), &carry()).unwrap();
    assert_eq!(next.measure.unwrap().baseline, Some(40.0));
    assert!(next.check_ins.is_empty());
}

#[test]
fn j6_a_measure_that_an_objective_only_shows_stays_as_it_is() {
    let shown = |of: &str| {
        let row = with(
            objective("o", json!([users()])),
            json!({"measure": {"kind": "move", "baseline": 20, "target": 100, "seed": 1, "aggregate": "sum"},
                   "policy": {"rollup": {"of": of}}, "check_ins": [{"on": "2026-11-14", "value": 99}]}),
        );
        next(&world(json!([row]), json!({})), &carry())
    };
    let measure = shown("key_results").unwrap().measure.unwrap();
    assert_eq!((measure.baseline, measure.seed), (Some(20.0), Some(1.0)), "at its target, and nobody counts it");
    assert_eq!(code_and_path(&shown("own_measure").unwrap_err()), ("zero_range", "/0/measure".to_owned()));
}

#[test]
fn j6_what_has_no_way_left_is_refused_whatever_its_measure() {
    let reached = |measure: Value, value: Option<f64>, word: &str| {
        let values: Vec<(&str, f64)> = value.map(|value| ("2026-11-14", value)).into_iter().collect();
        let row = objective("o", json!([key_result("a/b", measure, &values)]));
        next(&world(json!([row]), baseline(word)), &carry().key_result("a/b", "k2"))
    };
    let movement = || json!({"kind": "move", "baseline": 2, "target": 10});
    let done = || json!({"kind": "milestones", "items": [{"id": "a", "done_on": "2026-11-14"}]});
    for found in [
        reached(movement(), Some(10.0), "value"),
        reached(movement(), Some(12.0), "value"),
        reached(done(), None, "value"),
    ] {
        assert_eq!(code_and_path(&found.unwrap_err()), ("zero_range", "/0/key_results/a~1b".to_owned()));
    }
    for word in ["keep", "zero"] {
        assert!(reached(movement(), Some(10.0), word).is_ok() && reached(done(), None, word).is_ok(), "{word}");
    }
    // What has no start begins anew, and a list that was empty has nothing done.
    for measure in [json!({"kind": "ratio", "target": 10}), json!({"kind": "at_least", "target": 10})] {
        assert!(reached(measure, Some(10.0), "value").is_ok());
    }
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
    let next = next(&workspace, &carry().key_result("users", "u2").key_result("also", "a2")).unwrap();
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
        let error = carry_over(&mut workspace, &[carry]).unwrap_err();
        assert_eq!(workspace.to_json(), before);
        (error.code().as_str(), error.path().to_owned())
    };
    assert_eq!(refused(CarryOver::new("x", "o2", "Q1")), ("unknown_id", "/0/of".to_owned()));
    assert_eq!(refused(CarryOver::new("users", "o2", "Q1")), ("unknown_id", "/0/of".to_owned()));
    assert_eq!(refused(CarryOver::new("o", "o2", "Q9")), ("dangling_reference", "/0/cycle".to_owned()));
    assert_eq!(refused(CarryOver::new("o", "o2", "Q4")), ("same_cycle", "/0/cycle".to_owned()));
    assert_eq!(refused(carry().key_result("usres", "u2")), ("unknown_id", "/0/key_results/usres".to_owned()));
    assert_eq!(refused(carry().key_result("done", "d2")), ("zero_range", "/0/key_results/done".to_owned()));
    assert_eq!(refused(carry().key_result("users", "o")).0, "duplicate_id");
    assert_eq!(refused(CarryOver::new("o", "", "Q1")).0, "bad_id");
    // Everything that is wrong is said at once, and what is right stays out with it.
    let carries = [carry().key_result("users", "u2"), CarryOver::new("x", "x2", "Q1"), carry()];
    let error = carry_over(&mut workspace, &carries).unwrap_err();
    let paths: Vec<&str> = error.findings().iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!((paths, error.findings()[1].code.as_str()), (vec!["/1/of", "/2/of"], "duplicate_id"));
    assert_eq!(workspace.to_json(), before);
    // A way back to 0 would run the other way.
    let falls = key_result("users", json!({"kind": "move", "baseline": 100, "target": 50}), &[("2026-11-14", 80.0)]);
    let mut workspace = world(json!([objective("o", json!([falls]))]), baseline("zero"));
    let error = carry_over(&mut workspace, &[carry().key_result("users", "u2")]).unwrap_err();
    assert_eq!(error.code().as_str(), "zero_range");
}

#[test]
fn j6_the_cycle_is_the_one_with_that_id_whatever_order_cycles_name_each_other_in() {
    let given = json!({"okr": 1, "objectives": [objective("o", json!([]))], "cycles": [
        {"id": "Q4", "start": "2026-10-01", "end": "2026-12-31", "within": "2026"},
        {"id": "Q1", "start": "2027-01-01", "end": "2027-03-31"},
        {"id": "2026", "start": "2026-01-01", "end": "2026-12-31"}]});
    let mut given = given;
    let year = json!({"id": "later", "title": "Later", "cycle": "Q1"});
    given["objectives"].as_array_mut().unwrap().push(year);
    given["objectives"][0]["aligned_to"] = json!([{"to": "later"}]);
    let workspace = Workspace::from_json(&given.to_string()).unwrap();
    assert_eq!(next(&workspace, &carry()).unwrap().aligned_to.len(), 1);
}

#[test]
fn j6_links_lead_from_one_to_the_other_where_both_come_along() {
    let top = objective("top", json!([users()]));
    let below = with(
        objective("o", json!([])),
        json!({"aligned_to": [{"to": "top", "weight": 3}, {"to": "users", "kind": "supports"}, {"to": "left"}]}),
    );
    let workspace = world(json!([below, top, objective("left", json!([]))]), json!({}));
    let above = |cycle: &str| CarryOver::new("top", "top2", cycle).key_result("users", "users2");
    let links = |carries: &[CarryOver]| -> Vec<(String, Option<f64>)> {
        let next = workspace.continuations(&last_day(&workspace), carries).unwrap();
        next[0].aligned_to.iter().map(|link| (link.to.clone(), link.weight)).collect()
    };
    let both = [("top2".to_owned(), Some(3.0)), ("users2".to_owned(), None)];
    assert_eq!(links(&[carry(), above("Q1")]), both, "whichever comes first");
    assert_eq!(links(&[carry()]), []);
    assert_eq!(links(&[carry(), above("2026")]), [], "into a cycle that does not overlap");
}

#[test]
fn j6_however_many_are_carried_over_it_is_one_change_of_the_same_workspace() {
    let ids = || (0..2000).map(|at| format!("o{at}"));
    let rows: Value =
        ids().map(|id| objective(&id, json!([with(users(), json!({"id": format!("k-{id}")}))]))).collect();
    let mut workspace = world(rows, json!({}));
    let carries: Vec<CarryOver> = ids()
        .map(|id| CarryOver::new(&id, format!("{id}-next"), "Q1").key_result(format!("k-{id}"), format!("k-{id}-next")))
        .collect();
    let mut stays = last_day(&workspace);
    let mut google = workspace.score_with(&Policy::preset("google").unwrap(), date("2027-01-15")).unwrap();
    let mut missed = last_day(&workspace);
    let before = workspace.apply(&Event::check_in("k-o0", CheckIn::new(date("2026-12-30"), 6.0))).unwrap();
    workspace.refresh(&mut stays, &before);
    let change = workspace.carry_over(&stays, &carries).unwrap();
    let stale = |card: &Scorecard, workspace: &Workspace| {
        card.policy(workspace).unwrap_err().code().as_str() == "stale_scorecard"
    };
    assert!(stale(&stays, &workspace) && stale(&google, &workspace) && stale(&missed, &workspace));
    let after = workspace.apply(&Event::check_in("k-o0-next", CheckIn::new(date("2026-12-31"), 7.0))).unwrap();
    let whole = before.and_then(change).and_then(after);
    for card in [&mut stays, &mut missed] {
        workspace.refresh(card, &whole);
        assert_eq!(card.to_json(&workspace).unwrap(), last_day(&workspace).to_json(&workspace).unwrap());
    }
    workspace.refresh(&mut google, &whole);
    let fresh = workspace.score_with(&Policy::preset("google").unwrap(), date("2027-01-15")).unwrap();
    assert_eq!(google.to_json(&workspace).unwrap(), fresh.to_json(&workspace).unwrap());
    assert_eq!(workspace.to_document().objectives.len(), 4000);
    assert_eq!(workspace.score(date("2027-01-15")).key_result("k-o0-next").unwrap().baseline(), Some(6.0));
}

#[test]
fn j6_refreshing_after_one_step_takes_every_carry_in() {
    let mut workspace = world(json!([objective("o", json!([users()])), objective("p", json!([]))]), json!({}));
    let mut card = last_day(&workspace);
    let carries = [carry().key_result("users", "u2"), CarryOver::new("p", "p2", "Q1")];
    let change = workspace.carry_over(&card, &carries).unwrap();
    workspace.refresh(&mut card, &change);
    assert_eq!(card.to_json(&workspace).unwrap(), last_day(&workspace).to_json(&workspace).unwrap());
    // Nothing carried over is no change.
    let change = workspace.carry_over(&card, &[]).unwrap();
    assert!(card.policy(&workspace).is_ok());
    workspace.refresh(&mut card, &change);
    assert!(card.policy(&workspace).is_ok());
}

#[test]
fn j6_the_scorecard_says_the_day_and_the_policy() {
    let workspace = world(json!([objective("o", json!([users()]))]), json!({}));
    let carries = [carry().key_result("users", "u2")];
    let start = |card: &Scorecard| workspace.continuations(card, &carries).unwrap()[0].key_results[0].measure.baseline;
    assert_eq!(start(&workspace.score(date("2026-11-01"))), Some(2.0), "no value yet");
    assert_eq!(start(&last_day(&workspace)), Some(5.0));
    let keep = Policy::from_json(&baseline("keep").to_string()).unwrap();
    assert_eq!(start(&workspace.score_with(&keep, date("2026-12-31")).unwrap()), Some(2.0));
    let foreign = last_day(&workspace.clone());
    assert_eq!(workspace.continuations(&foreign, &carries).unwrap_err().code().as_str(), "foreign_scorecard");
    assert_eq!(workspace.proposed_state(&foreign, "o").unwrap_err().code().as_str(), "foreign_scorecard");
    let partial = &mut Scorecard::default();
    workspace.score_into(&okr_core::Scoring::as_of(date("2026-12-31")).progress_only(), partial);
    assert_eq!(workspace.continuations(partial, &carries).unwrap_err().code().as_str(), "partial_scorecard");
}

#[test]
fn j6_what_is_closed_starts_from_its_closing() {
    let closed = with(
        key_result("users", json!({"kind": "move", "target": 10}), &[("2026-11-14", 5.0), ("2026-12-14", 8.0)]),
        json!({"state": [{"on": "2026-12-01", "state": "closed"}]}),
    );
    let workspace = world(json!([objective("o", json!([closed]))]), json!({}));
    let next = next(&workspace, &carry().key_result("users", "u2")).unwrap();
    assert_eq!((measure(&next).baseline, next.key_results[0].state == Default::default()), (Some(5.0), true));
}

#[test]
fn j6_what_is_proposed_at_the_end() {
    let still = with(users(), json!({"id": "still", "check_ins": [{"on": "2026-11-14", "value": 2}]}));
    let dropped = with(users(), json!({"id": "dropped", "state": "cancelled"}));
    let world = |policy: Value| {
        world(json!([objective("o", json!([users(), still, dropped])), objective("empty", json!([]))]), policy)
    };
    let proposed = |policy: Value, id: &str| {
        let workspace = world(policy);
        workspace.proposed_state(&last_day(&workspace), id)
    };
    let postpone = json!({"carry_over": {"unmoved": "postpone"}});
    for (id, closing) in
        [("users", State::Closed), ("o", State::Closed), ("still", State::Postponed), ("empty", State::Postponed)]
    {
        assert_eq!(proposed(postpone.clone(), id).unwrap(), closing, "{id}");
        assert_eq!(proposed(json!({}), id).unwrap(), State::Closed, "{id}");
    }
    assert_eq!(proposed(postpone.clone(), "dropped").unwrap(), State::Cancelled);
    assert_eq!(proposed(postpone, "x").unwrap_err().code().as_str(), "unknown_id");
}
