//! E1 to E4.

use crate::world::{
    DAY, at, child, document, key_result, objective, one, printed, refusal, score, single, under, under_on, weighing,
    with,
};
use serde_json::{Value, json};

fn curve(fields: Value) -> Value {
    json!({"expected": fields})
}

/// What is expected on a day under a block `expected`.
fn expected(fields: Value, measure: Value, on: &str) -> Value {
    under_on(curve(fields), &single(measure, &[]), on).key_result("k")["expected"].clone()
}

fn moving() -> Value {
    json!({"kind": "move", "target": 1000})
}

#[test]
fn e1_exclusive_and_inclusive() {
    let both = |on: &str| {
        [("exclusive", on), ("inclusive", on)].map(|(count, on)| expected(json!({"day_count": count}), moving(), on))
    };
    let [exclusive, inclusive] = both(DAY);
    printed(&exclusive, 0.4945);
    printed(&inclusive, 0.5);
    assert_eq!(both("2026-10-01"), [json!(0), json!(1.0 / 92.0)]);
    assert_eq!(both("2026-12-31"), [json!(1), json!(1)]);
    assert_eq!(both("2026-09-30"), [json!(0), json!(0)]);
    assert_eq!(both("2027-01-01"), [json!(1), json!(1)]);
}

#[test]
fn e1_a_window_of_one_day_and_windows_with_an_open_end() {
    let with_window = |fields: Value, on: &str| {
        let row = with(key_result("k", moving(), &[]), fields);
        score(&one(json!([row])), on).key_result("k")["expected"].clone()
    };
    let day = json!({"start": "2026-11-15", "due": "2026-11-15"});
    assert_eq!(with_window(day.clone(), "2026-11-14"), 0);
    assert_eq!(with_window(day, "2026-11-15"), 1);
    for bounds in [json!({}), json!({"start": "2026-10-01"}), json!({"due": "2026-12-31"})] {
        let rows: Vec<Value> = [
            moving(),
            json!({"kind": "ratio", "target": 1}),
            json!({"kind": "at_least", "target": 1}),
            json!({"kind": "binary"}),
            json!({"kind": "tasks"}),
            json!({"kind": "milestones", "items": [{"id": "m", "due": "2026-11-01"}]}),
            json!({"kind": "levels", "points": [{"at": 1, "score": 0.5}, {"at": 2, "score": 1}]}),
        ]
        .into_iter()
        .enumerate()
        .map(|(n, measure)| json!({"id": format!("k{n}"), "title": "K", "measure": measure}))
        .collect();
        let mut document = one(rows);
        document["objectives"][0].as_object_mut().unwrap().remove("cycle");
        document["objectives"][0] = with(document["objectives"][0].clone(), bounds.clone());
        let card = score(&document, DAY);
        for row in card.objective("o")["key_results"].as_array().unwrap() {
            assert_eq!(row["expected"], Value::Null, "{bounds}: {row}");
        }
        assert_eq!(card.objective("o")["expected"], Value::Null);
    }
}

#[test]
fn e2_each_curve() {
    // A window of a hundred days, so that day 25 and day 50 are a quarter and a half.
    let row = with(key_result("k", moving(), &[]), json!({"start": "2026-01-01", "due": "2026-04-11"}));
    let document = one(json!([row]));
    for (name, quarter, half) in
        [("linear", 0.25, 0.5), ("front_loaded", 0.4375, 0.75), ("back_loaded", 0.0625, 0.25), ("s_curve", 0.1563, 0.5)]
    {
        let on =
            |day: &str| under_on(curve(json!({"curve": name})), &document, day).key_result("k")["expected"].clone();
        printed(&on("2026-01-26"), quarter);
        printed(&on("2026-02-20"), half);
        assert_eq!((on("2026-01-01"), on("2026-04-11")), (json!(0), json!(1)));
    }
}

#[test]
fn e2_steps() {
    let on = |day: &str| expected(json!({"curve": "steps", "step": "1mo"}), moving(), day);
    printed(&on("2026-10-31"), 0.0);
    printed(&on("2026-11-15"), 0.3333);
    printed(&on("2026-12-15"), 0.6667);
    printed(&on("2026-12-31"), 1.0);
    printed(&on("2027-03-01"), 1.0);
    let inclusive = expected(json!({"curve": "steps", "day_count": "inclusive"}), moving(), "2026-10-31");
    assert_eq!(inclusive, 0, "the count of days plays no part");
    // Two weeks: seven steps begin in the quarter, the last on 12-24.
    let fortnights = |day: &str| expected(json!({"curve": "steps", "step": "2w"}), moving(), day);
    printed(&fortnights("2026-10-15"), 1.0 / 7.0);
    printed(&fortnights("2026-12-30"), 6.0 / 7.0);
}

#[test]
fn e2_levels_expect_the_curve_times_the_planned_score() {
    let levels = |target: bool| json!({"kind": "levels", "points": [{"at": 10, "score": 0.3}, {"at": 15, "score": 0.7, "target": target}, {"at": 20, "score": 1}]});
    printed(&expected(json!({}), levels(true), DAY), 0.7 * 45.0 / 91.0);
    printed(&expected(json!({}), levels(false), DAY), 0.4945);
}

/// A key result with a plan of values.
fn planned(measure: Value, plan: Value) -> Value {
    one(json!([with(key_result("k", measure, &[]), json!({"plan": plan}))]))
}

#[test]
fn e2_a_plan_wins_over_the_curve() {
    let document = planned(moving(), json!([{"on": "2026-11-30", "value": 400}, {"on": "2026-10-31", "value": 100}]));
    let on = |between: &str, day: &str| {
        under_on(curve(json!({"plan": between, "curve": "s_curve"})), &document, day).key_result("k")["expected"]
            .clone()
    };
    printed(&on("linear", DAY), 0.25);
    printed(&on("stepped", DAY), 0.1);
    printed(&on("linear", "2026-10-16"), 0.05);
    printed(&on("stepped", "2026-10-30"), 0.0);
    printed(&on("linear", "2026-11-30"), 0.4);
    printed(&on("linear", "2026-12-31"), 1.0);
    printed(&on("stepped", "2026-12-30"), 0.4);
    assert_eq!(on("linear", "2026-09-30"), 0);
    printed(&on("linear", "2027-02-01"), 1.0);
}

#[test]
fn e2_a_plan_goes_through_the_measures_own_rule() {
    let plan = json!([{"on": "2026-11-15", "value": 35}]);
    printed(
        &score(&planned(json!({"kind": "ratio", "target": 70}), plan.clone()), DAY).key_result("k")["expected"],
        0.5,
    );
    let churn = planned(json!({"kind": "move", "baseline": 45, "target": 5}), plan);
    printed(&score(&churn, DAY).key_result("k")["expected"], 0.25);
    // Inverse: no implied start, so the first point holds before it; and more than all is cut to 1.
    let inverse = planned(
        json!({"kind": "inverse", "target": 2}),
        json!([{"on": "2026-11-15", "value": 8}, {"on": "2026-12-01", "value": 1}]),
    );
    printed(&score(&inverse, "2026-10-05").key_result("k")["expected"], 0.25);
    printed(&score(&inverse, "2026-12-01").key_result("k")["expected"], 1.0);
    // A point on the first or last day replaces the implied one.
    let ends = planned(moving(), json!([{"on": "2026-10-01", "value": 200}, {"on": "2026-12-31", "value": 800}]));
    printed(&score(&ends, "2026-10-01").key_result("k")["expected"], 0.2);
    printed(&score(&ends, "2026-12-31").key_result("k")["expected"], 0.8);
    printed(&score(&ends, "2027-01-31").key_result("k")["expected"], 0.8);
    let hold = planned(json!({"kind": "at_least", "target": 1}), json!([{"on": "2026-11-15", "value": 1}]));
    assert_eq!(refusal(&hold), "bad_plan");
}

#[test]
fn e3_what_does_not_move_along_a_curve() {
    let hold = |on: &str| {
        score(&single(json!({"kind": "at_least", "target": 1}), &[("2026-11-01", 0.5)]), on).key_result("k")["expected"]
            .clone()
    };
    assert_eq!((hold("2026-10-31"), hold("2026-11-01")), (json!(0), json!(1)));
    let binary = |measure: Value, on: &str| score(&single(measure, &[]), on).key_result("k")["expected"].clone();
    let due = json!({"kind": "binary", "due": "2026-11-10"});
    assert_eq!((binary(due.clone(), "2026-11-09"), binary(due, "2026-11-10")), (json!(0), json!(1)));
    let undated = json!({"kind": "binary"});
    assert_eq!((binary(undated.clone(), "2026-12-30"), binary(undated, "2026-12-31")), (json!(0), json!(1)));
    printed(&expected(json!({}), json!({"kind": "tasks"}), DAY), 0.4945);
    assert_eq!(expected(json!({}), json!({"kind": "tracked"}), DAY), Value::Null);
}

#[test]
fn e3_a_binary_expects_what_the_policy_says() {
    let undone = |measure: Value| {
        let check_ins = json!({"check_ins": [{"on": "2026-11-14", "value": false}]});
        one(json!([with(key_result("k", measure, &[]), check_ins)]))
    };
    let open = undone(json!({"kind": "binary", "due": "2026-11-20"}));
    let row = |word: &str, on: &str| {
        let card = under_on(json!({"expected": {"binary": word}}), &open, on);
        let row = card.key_result("k");
        (row["expected"].clone(), row["status"].clone())
    };
    assert_eq!(row("due", DAY), (json!(0), json!("on_track")));
    assert_eq!(row("due", "2026-11-20").0, 1);
    printed(&row("curve", DAY).0, 0.4945);
    printed(&row("curve", "2026-11-20").0, 50.0 / 91.0);
    assert_eq!(row("whole", DAY), (json!(1), json!("off_track")));
    assert_eq!((row("whole", "2026-10-01").0, row("whole", "2026-09-30").0), (json!(1), json!(0)));
    assert_eq!(row("none", DAY), (Value::Null, json!("none")));
    // The same for a row that no date of its own sets apart.
    let plain = undone(json!({"kind": "binary"}));
    let on = |word: &str| under(json!({"expected": {"binary": word}}), &plain).key_result("k")["expected"].clone();
    assert_eq!((on("due"), on("whole"), on("none")), (json!(0), json!(1), Value::Null));
    printed(&on("curve"), 0.4945);
}

#[test]
fn e3_hold_measures_may_expect_nothing() {
    let bound = |value| key_result("h", json!({"kind": "at_least", "target": 8}), &[("2026-11-14", value)]);
    let rows = one(json!([at("k", 0.45), bound(5.0)]));
    let gaps = json!([{"at_least": 0.9, "status": "on_track"}, {"at_least": 0.7, "status": "at_risk"}, {"status": "off_track"}]);
    let by_gap = |word: &str| {
        let policy = json!({"expected": {"holds": word}, "status": {"source": "gap", "bands": gaps}});
        let card = under(policy, &rows);
        assert_eq!(card.key_result("h")["status"], "off_track", "{word}");
        printed(&card.objective("o")["progress"], 0.225);
        (card.objective("o")["expected"].clone(), card.key_result("h")["expected"].clone())
    };
    let (met, none) = (by_gap("met"), by_gap("none"));
    printed(&met.0, 0.7473);
    printed(&none.0, 0.4945);
    assert_eq!((met.1, none.1), (json!(1), Value::Null));
    // Bounds alone: nothing is expected of their objective, and by pace it has no status.
    let alone = one(json!([bound(5.0)]));
    let card = under(curve(json!({"holds": "none"})), &alone);
    assert_eq!(
        (&card.key_result("h")["status"], &card.objective("o")["expected"]),
        (&json!("off_track"), &Value::Null)
    );
    assert_eq!(card.objective("o")["status"], "none");
    // Rows that dates of their own set apart, enough rows for a table of statuses, and bounds read by bands.
    let apart = one(json!([with(bound(9.0), json!({"due": "2026-12-15"}))]));
    assert_eq!(under(curve(json!({"holds": "none"})), &apart).key_result("h")["expected"], Value::Null);
    let many: Vec<Value> = (0..100).map(|at| with(bound(9.0), json!({"id": format!("h{at}")}))).collect();
    let card = under(curve(json!({"holds": "none"})), &one(json!(many)));
    assert_eq!(
        (&card.key_result("h7")["status"], &card.key_result("h7")["expected"]),
        (&json!("on_track"), &Value::Null)
    );
    let by_bands = json!({"expected": {"holds": "none"}, "status": {"hold": "bands"}});
    assert_eq!(under(by_bands, &alone).key_result("h")["status"], "none");
}

#[test]
fn e3_milestones_expect_what_is_due() {
    let items = json!([{"id": "a", "due": "2026-10-31"}, {"id": "b", "weight": 2, "due": "2026-11-30"}, {"id": "c"}]);
    let on = |day: &str| expected(json!({}), json!({"kind": "milestones", "items": items}), day);
    printed(&on("2026-10-30"), 0.0);
    printed(&on(DAY), 0.25);
    printed(&on("2026-11-30"), 0.75);
    printed(&on("2026-12-31"), 1.0);
    let undated = json!({"kind": "milestones", "items": [{"id": "a"}, {"id": "b"}]});
    printed(&expected(json!({}), undated, DAY), 0.4945);
}

#[test]
fn e4_the_same_roll_up_over_what_counted() {
    let hold = key_result("h", json!({"kind": "at_least", "target": 1}), &[("2026-11-14", 1.0)]);
    let card = score(&one(json!([at("k", 0.5), hold.clone()])), DAY);
    printed(&card.objective("o")["expected"], 0.7473);
    let left_out = with(hold.clone(), json!({"state": "postponed"}));
    printed(&score(&one(json!([at("k", 0.5), left_out])), DAY).objective("o")["expected"], 0.4945);
    let card = score(&one(json!([weighing("k", 0.5, 3.0), hold.clone()])), DAY);
    printed(&card.objective("o")["expected"], (3.0 * 45.0 / 91.0 + 1.0) / 4.0);
    // Through children, and as one block.
    let rows = json!([objective("top", json!([at("a", 0.1), at("b", 0.1)])), child("c", "top", json!([hold]))]);
    let as_one = json!({"rollup": {"of": "key_results_as_one"}});
    printed(&under(as_one, &document(rows)).objective("top")["expected"], 0.7473);
}

#[test]
fn e4_a_member_without_expected_drops_out_of_expected_only() {
    let mut rows = json!([objective("top", json!([at("k", 0.5)])), child("c", "top", json!([at("ck", 0.9)]))]);
    rows[1].as_object_mut().unwrap().remove("cycle");
    let card = score(&document(rows.clone()), DAY);
    printed(&card.objective("top")["progress"], 0.7);
    printed(&card.objective("top")["expected"], 0.4945);
    rows[0]["key_results"] = json!([]);
    assert_eq!(score(&document(rows), DAY).objective("top")["expected"], Value::Null, "counted, and none has one");
    printed(&score(&one(json!([])), DAY).objective("o")["expected"], 0.4945);
}

#[test]
fn e4_initiatives_expect_nothing() {
    let mut document = one(json!([at("k", 0.5)]));
    document["objectives"][0]["initiatives"] = json!([{"id": "i", "title": "I", "done_on": "2026-11-01"}]);
    let card = under(json!({"rollup": {"initiatives": "members"}}), &document);
    assert_eq!(card.objective("o")["progress"], 0.75);
    printed(&card.objective("o")["expected"], 0.4945);
}

#[test]
fn e2_planned_values_outside_the_window_move_no_end_of_it() {
    let expected = |on: &str, value: f64, as_of: &str| {
        let mut row = key_result("k", json!({"kind": "move", "target": 1000}), &[("2026-10-10", 100.0)]);
        row["plan"] = json!([{"on": on, "value": value}]);
        score(&one(json!([row])), as_of).key_result("k")["expected"].clone()
    };
    for as_of in ["2026-12-31", "2027-01-01", "2027-02-01"] {
        printed(&expected("2027-03-31", 1000.0, as_of), 1.0);
        printed(&expected("2027-01-01", 0.0, as_of), 1.0);
    }
    printed(&expected("2026-07-01", 600.0, "2026-10-01"), 0.0);
}
