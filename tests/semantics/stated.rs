//! S1 to S6, R7 where a policy lets people say how a row stands, and where it reads statuses otherwise than the default.

use crate::world::{
    DAY, at, child, document, key_result, objective, one, score, single, stands, under, under_on, with, workspace,
};
use okr_core::model::CheckIn;
use okr_core::policy::{CheckInIntervals, StaleAfter};
use okr_core::{Event, Policy};
use serde_json::{Value, json};

fn status(fields: Value) -> Value {
    json!({"status": fields})
}

/// A key result at a fraction that people say stands so since 11-01.
fn said(id: &str, fraction: f64, status: &str) -> Value {
    with(at(id, fraction), json!({"overrides": [{"status": status, "on": "2026-11-01"}]}))
}

fn stated(fields: Value) -> Value {
    status(with(json!({"source": "stated"}), fields))
}

#[test]
fn s1_a_stated_status_is_that_of_the_override_and_nothing_is_computed() {
    let members =
        one(json!([said("a", 0.1, "on_track"), at("b", 1.0), key_result("c", json!({"kind": "binary"}), &[])]));
    for day in [DAY, "2026-12-31"] {
        let card = under_on(stated(json!({"stale": "none"})), &members, day);
        stands(card.key_result("a"), "on_track", "override");
        stands(card.key_result("b"), "none", "stated");
        stands(card.key_result("c"), "not_started", "not_started");
        stands(card.objective("o"), "none", "stated");
    }
    // Neither the end nor the target nor the start of the window decides.
    let after = under_on(stated(json!({"override": "sticky"})), &members, "2027-01-02");
    stands(after.key_result("a"), "on_track", "override");
    stands(after.key_result("b"), "none", "stated");
    let early = one(json!([with(said("a", 0.1, "off_track"), json!({"start": "2026-11-13"}))]));
    stands(under(stated(json!({})), &early).key_result("a"), "off_track", "override");
    // A hold measure has a state and no status.
    let hold = single(json!({"kind": "at_least", "target": 1}), &[("2026-11-14", 2.0)]);
    stands(under(stated(json!({})), &hold).key_result("k"), "none", "stated");
    stands(under(stated(json!({"not_started": "never"})), &members).key_result("c"), "none", "stated");
}

#[test]
fn s1_states_and_outcomes_come_before_what_is_stated() {
    let in_state = |state: Value| {
        under(stated(json!({})), &one(json!([with(said("a", 0.5, "at_risk"), json!({"state": state}))])))
    };
    stands(in_state(json!("postponed")).key_result("a"), "postponed", "state");
    stands(in_state(json!("postponed")).objective("o"), "postponed", "no_progress");
    let outcome = json!([{"on": "2026-11-14", "state": "closed", "outcome": "missed"}]);
    stands(in_state(outcome).key_result("a"), "missed", "closed");
    stands(in_state(json!([{"on": "2026-11-14", "state": "closed"}])).key_result("a"), "at_risk", "override");
}

#[test]
fn s4_stated_statuses_roll_up() {
    let members = one(json!([said("a", 0.1, "on_track"), said("b", 0.9, "at_risk"), at("c", 0.5)]));
    let rolled = |fields: Value| under(stated(fields), &members);
    stands(rolled(json!({"rollup": "worst"})).objective("o"), "at_risk", "worst");
    stands(rolled(json!({"rollup": "mean_points"})).objective("o"), "at_risk", "mean");
    stands(rolled(json!({"rollup": "unanimous"})).objective("o"), "none", "unanimous");
    let worst = json!({"rollup": "worst", "override": "sticky"});
    stands(under_on(stated(worst), &members, "2027-01-02").objective("o"), "at_risk", "worst");
    // A status without any value rolls up too, and an objective's own comes first.
    let unmeasured = |id: &str| with(said(id, 0.0, "off_track"), json!({"check_ins": []}));
    let mut document = one(json!([unmeasured("a")]));
    stands(under(stated(json!({"rollup": "worst"})), &document).objective("o"), "off_track", "worst");
    document["objectives"][0]["overrides"] = json!([{"status": "on_track", "on": "2026-11-02"}]);
    stands(
        under(stated(json!({"rollup": "worst", "stale": "none"})), &document).objective("o"),
        "on_track",
        "override",
    );
}

#[test]
fn s5_what_people_state_goes_stale() {
    let document = one(json!([with(
        key_result("k", json!({"kind": "move", "target": 10}), &[("2026-11-01", 1.0)]),
        json!({"overrides": [{"status": "on_track", "on": "2026-11-01"}]})
    )]));
    stands(under_on(stated(json!({})), &document, "2026-11-16").key_result("k"), "at_risk", "stale");
    stands(under_on(stated(json!({"stale": "flag"})), &document, "2026-11-16").key_result("k"), "on_track", "stale");
    stands(under_on(stated(json!({"stale": "none"})), &document, "2026-11-16").key_result("k"), "on_track", "override");
    // An override of a computed status stands whatever its age.
    stands(score(&document, "2026-11-16").key_result("k"), "on_track", "override");
}

#[test]
fn r6_a_guardrail_touches_no_stated_status() {
    let guardrail = with(
        key_result("g", json!({"kind": "at_least", "target": 99.5}), &[("2026-11-14", 99.2)]),
        json!({"role": "guardrail"}),
    );
    let mut document = one(json!([said("a", 0.5, "on_track"), guardrail]));
    stands(under(stated(json!({"rollup": "worst"})), &document).objective("o"), "at_risk", "guardrail");
    document["objectives"][0]["overrides"] = json!([{"status": "on_track", "on": "2026-10-02"}]);
    document["objectives"][0]["key_results"][0]["check_ins"][0]["on"] = json!("2026-10-02");
    let card = under(stated(json!({"stale": "flag"})), &document);
    stands(card.objective("o"), "on_track", "stale");
    assert_eq!(card.found("guardrail_not_applied"), 1);
}

#[test]
fn s1_overrides_last_to_the_end_until_a_check_in_or_for_good() {
    let document = one(json!([with(
        key_result("k", json!({"kind": "move", "target": 10}), &[("2026-11-01", 9.0), ("2026-11-10", 9.0)]),
        json!({"overrides": [{"status": "off_track", "on": "2026-11-01"}]})
    )]));
    let on = |lifetime: &str, day: &str| under_on(status(json!({"override": lifetime})), &document, day);
    stands(on("until_check_in", "2026-11-09").key_result("k"), "off_track", "override");
    stands(on("until_check_in", "2026-11-10").key_result("k"), "on_track", "ratio");
    assert_eq!(on("until_check_in", "2026-11-10").key_result("k")["override"], Value::Null);
    stands(on("until_end", "2026-12-31").key_result("k"), "off_track", "override");
    stands(on("until_end", "2027-01-01").key_result("k"), "missed", "final");
    stands(on("sticky", "2027-06-01").key_result("k"), "off_track", "override");
    // A stated `until` always wins.
    let mut dated = document.clone();
    dated["objectives"][0]["key_results"][0]["overrides"][0]["until"] = json!("2026-11-12");
    for lifetime in ["until_end", "until_check_in", "sticky"] {
        let on = |day: &str| under_on(status(json!({"override": lifetime})), &dated, day);
        stands(on("2026-11-12").key_result("k"), "off_track", "override");
        stands(on("2026-11-13").key_result("k"), "on_track", "ratio");
    }
}

#[test]
fn s1_an_objectives_override_ends_with_a_check_in_below() {
    let measure = json!({"kind": "move", "target": 10});
    let overridden = |key_results: Value| {
        let top =
            with(objective("top", key_results), json!({"overrides": [{"status": "off_track", "on": "2026-11-05"}]}));
        document(json!([top, child("x", "top", json!([key_result("xk", measure.clone(), &[("2026-11-10", 9.0)])]))]))
    };
    let on = |document: &Value, day: &str| under_on(status(json!({"override": "until_check_in"})), document, day);
    let below = overridden(json!([]));
    stands(on(&below, "2026-11-09").objective("top"), "off_track", "override");
    stands(on(&below, "2026-11-10").objective("top"), "on_track", "ratio");
    // What does not count below ends nothing; a check-in of its own does.
    let mut idle = below.clone();
    idle["objectives"][1]["state"] = json!("postponed");
    stands(on(&idle, DAY).objective("top"), "off_track", "override");
    idle["objectives"][0]["check_ins"] = json!([{"on": "2026-11-06", "note": "looked at"}]);
    assert_eq!(on(&idle, DAY).objective("top")["override"], Value::Null);
}

#[test]
fn j2_a_check_in_that_ends_overrides_is_refreshed() {
    let measure = json!({"kind": "move", "target": 10});
    let top = with(objective("top", json!([])), json!({"overrides": [{"status": "off_track", "on": "2026-11-05"}]}));
    let document = with(
        document(json!([top, child("x", "top", json!([key_result("xk", measure, &[("2026-11-01", 9.0)])]))])),
        json!({"policy": {"status": {"override": "until_check_in"}}}),
    );
    let mut workspace = workspace(&document);
    let day = DAY.parse().unwrap();
    let mut card = workspace.score(day);
    assert_eq!(card.objective("top").unwrap().status().as_str(), "off_track");
    let event = Event::check_in("xk", CheckIn::new("2026-11-12".parse().unwrap(), 9.0));
    let change = workspace.apply(&event).unwrap();
    workspace.refresh(&mut card, &change);
    assert_eq!(card.objective("top").unwrap().status().as_str(), "on_track");
    assert_eq!(card.to_json(&workspace).unwrap(), workspace.score(day).to_json(&workspace).unwrap());
}

#[test]
fn s1_what_counts_as_not_started() {
    let read = |not_started: &str, fields: Value, document: &Value| {
        under(status(with(json!({"not_started": not_started}), fields)), document)
    };
    let nothing = single(json!({"kind": "move", "target": 1}), &[]);
    for word in ["no_value", "no_progress"] {
        stands(read(word, json!({}), &nothing).key_result("k"), "not_started", "not_started");
    }
    stands(read("never", json!({}), &nothing).key_result("k"), "off_track", "ratio");
    let zero = single(json!({"kind": "move", "target": 1}), &[("2026-11-14", 0.0)]);
    stands(read("no_value", json!({}), &zero).key_result("k"), "off_track", "ratio");
    stands(read("no_progress", json!({}), &zero).key_result("k"), "not_started", "not_started");
    stands(read("no_progress", json!({}), &zero).objective("o"), "not_started", "not_started");
    // A bound that does not hold was started; without a value it is unmet where nothing is not started.
    let hold = |values: &[(&str, f64)]| single(json!({"kind": "at_most", "target": 10}), values);
    stands(read("no_progress", json!({}), &hold(&[("2026-11-14", 12.0)])).key_result("k"), "off_track", "hold");
    stands(read("never", json!({}), &hold(&[])).key_result("k"), "off_track", "hold");
    // By confidence it is confidence that may be missing.
    let unsure = one(json!([at("k", 0.5)]));
    let by_confidence = json!({"source": "confidence"});
    stands(read("no_value", by_confidence.clone(), &unsure).key_result("k"), "not_started", "not_started");
    stands(read("never", by_confidence.clone(), &unsure).key_result("k"), "none", "confidence");
    let mut sure = one(json!([with(at("k", 0.5), json!({"check_ins": [{"on": "2026-11-14", "confidence": 0.95}]}))]));
    stands(read("no_value", by_confidence.clone(), &sure).key_result("k"), "on_track", "confidence");
    stands(read("no_value", by_confidence.clone(), &sure).objective("o"), "on_track", "confidence");
    sure["objectives"][0]["key_results"][0]["measure"] = json!({"kind": "at_least", "target": 1});
    stands(read("no_value", by_confidence, &sure).key_result("k"), "not_started", "not_started");
}

#[test]
fn s1_computed_after_the_end_keeps_the_goal_and_the_members_status() {
    let members = one(json!([said("a", 0.1, "at_risk"), at("b", 0.9)]));
    let policy = status(json!({"final": "computed", "rollup": "worst", "override": "sticky"}));
    stands(under_on(policy, &members, "2027-01-02").objective("o"), "at_risk", "worst");
    let goal = |goal: &str| status(json!({"final": "computed", "goal": goal}));
    let beyond = one(json!([at("k", 1.3)]));
    stands(under_on(goal("exceeded"), &beyond, "2027-01-02").key_result("k"), "exceeded", "goal");
    stands(under_on(goal("achieved"), &beyond, "2027-01-02").key_result("k"), "achieved", "goal");
    stands(under_on(goal("none"), &beyond, "2027-01-02").key_result("k"), "on_track", "ratio");
}

#[test]
fn s2_a_hold_measure_may_be_read_from_the_bands() {
    let measure = json!({"kind": "at_most", "target": 10, "read": "share_of_check_ins"});
    let days = ["02", "06", "10", "14", "18", "22", "26", "30"].map(|day| format!("2026-10-{day}"));
    let mut values: Vec<(&str, f64)> = days.iter().map(|day| (day.as_str(), 9.0)).collect();
    values.extend([("2026-11-02", 9.0), ("2026-11-05", 9.0), ("2026-11-08", 9.0), ("2026-11-14", 12.0)]);
    let document = single(measure, &values);
    stands(score(&document, DAY).key_result("k"), "off_track", "hold");
    stands(under(status(json!({"hold": "bands"})), &document).key_result("k"), "on_track", "ratio");
    // There is no goal for it either way.
    let met = single(json!({"kind": "at_most", "target": 10}), &[("2026-11-14", 9.0)]);
    stands(under(status(json!({"hold": "bands"})), &met).key_result("k"), "on_track", "ratio");
    // The statuses of states lie on the defaults again where a policy underneath says bands.
    let own = with(met.clone(), json!({"policy": {"status": {"hold": "bands"}}}));
    let mut own = with(own, json!({}));
    own["objectives"][0]["policy"] = json!({"status": {"hold": {"met": "achieved"}}});
    stands(score(&own, DAY).key_result("k"), "achieved", "hold");
    own["objectives"][0]["policy"] = json!({"status": {"hold": "band"}});
    assert_eq!(crate::world::refusal(&own), "unknown_word");
}

#[test]
fn s4_agreed_statuses_come_before_the_mean() {
    let policy = |agreed: Value| status(json!({"rollup": "mean_points", "agreed": agreed}));
    let done = one(json!([said("a", 0.2, "achieved"), said("b", 0.4, "achieved")]));
    stands(under(policy(json!([])), &done).objective("o"), "on_track", "mean");
    stands(under(policy(json!(["missed", "achieved"])), &done).objective("o"), "achieved", "unanimous");
    stands(under(policy(json!(["missed"])), &done).objective("o"), "on_track", "mean");
    let mixed = one(json!([said("a", 0.2, "achieved"), said("b", 0.4, "at_risk")]));
    stands(under(policy(json!(["achieved"])), &mixed).objective("o"), "at_risk", "mean");
    // Where an objective states it beside a roll-up that reads no members, nothing reads it.
    let mut own = done.clone();
    own["objectives"][0]["policy"] = status(json!({"agreed": ["achieved"]}));
    stands(under(json!({}), &own).objective("o"), "off_track", "ratio");
}

#[test]
fn s5_check_in_intervals_and_what_is_added_to_them() {
    let document = single(json!({"kind": "move", "target": 10}), &[("2026-11-01", 9.0)]);
    let on = |fields: Value, day: &str| under_on(status(fields), &document, day);
    let late = json!({"stale_after": {"intervals": 1, "plus": "3d"}});
    stands(on(late.clone(), "2026-11-11").key_result("k"), "on_track", "ratio");
    stands(on(late, "2026-11-12").key_result("k"), "at_risk", "stale");
    let one_interval = json!({"stale_after": {"intervals": 1}});
    stands(on(one_interval.clone(), "2026-11-08").key_result("k"), "on_track", "ratio");
    stands(on(one_interval, "2026-11-09").key_result("k"), "at_risk", "stale");
    let never = on(json!({"stale": "none"}), "2026-12-10");
    stands(never.key_result("k"), "on_track", "ratio");
    assert_eq!(never.key_result("k")["stale_days"], 39);
    stands(never.objective("o"), "on_track", "ratio");
}

#[test]
fn s5_check_in_intervals_are_whole_and_bounded() {
    let found = |stale_after: Value| {
        let error = Policy::from_json(&status(json!({"stale_after": stale_after})).to_string()).unwrap_err();
        (error.code().as_str().to_owned(), error.path().to_owned())
    };
    let at = |code: &str, path: &str| (code.to_owned(), format!("/status/stale_after{path}"));
    for intervals in [json!(0), json!(1001), json!(-1)] {
        assert_eq!(found(json!({"intervals": intervals})), at("out_of_range", "/intervals"));
    }
    assert_eq!(found(json!({"intervals": 1.5})), at("wrong_type", "/intervals"));
    assert_eq!(found(json!({"plus": "3d"})), at("missing_field", ""));
    assert_eq!(found(json!({"intervals": 1, "plus": "3y"})), at("bad_interval", "/plus"));
    assert_eq!(found(json!("soon")), at("bad_interval", ""));
    let mut policy = Policy::default();
    policy.status.stale_after = Some(StaleAfter::Intervals(CheckInIntervals::new(0)));
    assert_eq!(policy.check().unwrap_err().path(), "/status/stale_after/intervals");
}

#[test]
fn r7_groups_may_roll_up_the_statuses_of_objectives() {
    let people = json!([{"id": "ana", "name": "Ana", "team": "search"}]);
    let teams = json!([{"id": "product", "name": "Product"}, {"id": "search", "name": "Search", "parent": "product"}]);
    let row = |id: &str, status: &str, team: &str, weight: f64| {
        let said = json!([{"status": status, "on": "2026-11-01"}]);
        with(
            objective(id, json!([at(&format!("{id}k"), 0.5)])),
            json!({"overrides": said, "team": team, "weight": weight}),
        )
    };
    let mut objectives = json!([
        row("a", "on_track", "product", 2.0),
        row("b", "on_track", "product", 1.0),
        row("c", "off_track", "search", 1.0)
    ]);
    objectives[2]["owner"] = json!("ana");
    let document = with(document(objectives), json!({"teams": teams, "people": people}));
    let groups = |fields: Value| under(status(with(json!({"groups": "rollup"}), fields)), &document);
    let of = |card: &crate::world::Card| {
        [("teams", "product"), ("teams", "search"), ("people", "ana"), ("cycles", "Q4"), ("cycles", "2026")]
            .map(|(list, id)| card.row(list, id)["status"].as_str().unwrap().to_owned())
    };
    assert_eq!(of(&groups(json!({}))), ["on_track", "on_track", "on_track", "on_track", "none"], "rollup is own");
    let worst = of(&groups(json!({"rollup": "worst"})));
    assert_eq!(worst, ["off_track", "off_track", "off_track", "off_track", "none"]);
    // Points 1, 1 and 0 with the weights 2, 1 and 1 make 0.75.
    let points = of(&groups(json!({"rollup": "mean_points"})));
    assert_eq!(points, ["at_risk", "off_track", "off_track", "at_risk", "none"]);
    let means = json!({"rollup": {"team_mean": "means"}, "status": {"groups": "rollup", "rollup": "mean_points"}});
    assert_eq!(under(means, &document).row("teams", "product")["status"], "at_risk");
    assert_eq!(of(&under(status(json!({"rollup": "worst"})), &document))[0], "on_track", "by its own numbers");
}
