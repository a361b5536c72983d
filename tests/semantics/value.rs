//! V1 and V2.

use crate::world::{
    DAY, at, key_result, one, printed, refusal, score, single, stands, under, under_on, with, workspace,
};
use serde_json::{Value, json};

const VALUES: &[(&str, f64)] = &[("2026-10-05", 3.0), ("2026-10-12", 5.0), ("2026-10-12", 4.0), ("2026-11-20", 7.0)];

/// A move from 0 to 1000 with further fields.
fn moving(fields: Value) -> Value {
    with(json!({"kind": "move", "target": 1000}), fields)
}

#[track_caller]
fn value(document: &Value, expected: Value) {
    assert_eq!(score(document, DAY).key_result("k")["value"], expected, "{document}");
}

#[test]
fn v1_each_aggregate_reads_what_it_is_called() {
    for (aggregate, expected) in [("last", 4), ("sum", 12), ("mean", 4), ("min", 3), ("max", 5), ("count", 3)] {
        value(&single(moving(json!({"aggregate": aggregate})), VALUES), json!(expected));
    }
    value(&single(moving(json!({"aggregate": "sum", "seed": 100})), VALUES), json!(112));
    value(&single(moving(json!({"aggregate": "sum", "baseline": 10})), VALUES), json!(22));
    value(&single(json!({"kind": "ratio", "target": 70, "aggregate": "sum"}), VALUES), json!(12));
}

#[test]
fn v1_worst_is_the_one_farthest_on_the_wrong_side() {
    let measure = |kind: Value| with(kind, json!({"aggregate": "worst"}));
    let between = measure(json!({"kind": "between", "low": 2, "high": 8}));
    value(&single(between.clone(), &[("2026-10-05", 1.0), ("2026-10-12", 9.5), ("2026-10-19", 0.4)]), json!(0.4));
    value(&single(between, &[("2026-10-05", 1.0), ("2026-10-12", 9.0), ("2026-10-19", 5.0)]), json!(1));
    value(&single(measure(json!({"kind": "at_least", "target": 4})), VALUES), json!(3));
    value(&single(measure(json!({"kind": "at_most", "target": 4})), VALUES), json!(5));
    assert_eq!(refusal(&single(moving(json!({"aggregate": "worst"})), VALUES)), "bad_aggregate");
}

#[test]
fn v1_last_reads_beyond_the_window_and_the_others_do_not() {
    let outside = &[("2026-09-30", 1.0), ("2026-10-01", 2.0), ("2026-12-31", 3.0), ("2027-01-01", 4.0)];
    let read = |aggregate: &str| {
        let document = single(moving(json!({"aggregate": aggregate})), outside);
        score(&document, "2027-02-01").key_result("k")["value"].clone()
    };
    assert_eq!([read("last"), read("sum"), read("count"), read("max")], [json!(4), json!(5), json!(2), json!(3)]);
    let before = single(moving(json!({"aggregate": "last"})), &[("2026-09-01", 9.0)]);
    value(&before, json!(9));
}

#[test]
fn v1_nothing_in_reach_is_no_value_also_for_sum_and_count() {
    for aggregate in ["sum", "count", "mean", "min", "max"] {
        let document = single(moving(json!({"aggregate": aggregate, "seed": 100})), &[("2026-09-30", 5.0)]);
        value(&document, Value::Null);
        stands(score(&document, DAY).key_result("k"), "not_started", "not_started");
    }
}

#[test]
fn v1_a_key_result_without_check_ins_reads_its_kpi() {
    let mut document = one(json!([with(
        key_result("k", json!({"kind": "move", "baseline": 20, "target": 40}), &[]),
        json!({"kpi": "nps"})
    )]));
    document["kpis"] =
        json!([{"id": "nps", "readings": [{"on": "2026-10-05", "value": 34}, {"on": "2026-12-05", "value": 38}]}]);
    value(&document, json!(34));
    printed(&score(&document, DAY).key_result("k")["progress"], 0.7);
    document["objectives"][0]["key_results"][0]["check_ins"] = json!([{"on": "2026-10-01", "value": 22}]);
    value(&document, json!(22));
    // A policy may ask for another aggregate, and readings follow it likewise.
    document["objectives"][0]["key_results"][0]["check_ins"] = json!([]);
    assert_eq!(
        under_on(json!({"measure": {"aggregate": "sum"}}), &document, "2026-12-31").key_result("k")["value"],
        92
    );
}

#[test]
fn v1_a_stated_field_wins_over_the_policy() {
    let document = one(json!([
        key_result("k", moving(json!({})), VALUES),
        key_result("stated", moving(json!({"aggregate": "max"})), VALUES)
    ]));
    let card = under(json!({"measure": {"aggregate": "count"}}), &document);
    assert_eq!((&card.key_result("k")["value"], &card.key_result("stated")["value"]), (&json!(3), &json!(5)));
}

fn missing(rule: &str) -> Value {
    json!({"measure": {"missing": rule}})
}

#[test]
fn v2_a_row_without_value_counts_as_zero_or_not_at_all() {
    let document = one(json!([at("done", 0.6), key_result("k", moving(json!({})), &[])]));
    let card = under(missing("zero"), &document);
    printed(&card.objective("o")["progress"], 0.3);
    let row = card.key_result("k");
    assert_eq!((&row["value"], &row["raw"], &row["progress"]), (&Value::Null, &json!(0), &json!(0)));
    stands(row, "not_started", "not_started");
    let card = under(missing("skip"), &document);
    printed(&card.objective("o")["progress"], 0.6);
    let row = card.key_result("k");
    assert_eq!((&row["raw"], &row["progress"]), (&Value::Null, &Value::Null));
    assert_eq!((&row["counted"], &row["left_out"]), (&json!(false), &json!("no_value")));
}

#[test]
fn v2_the_baseline_or_the_seed_of_a_sum_stands_in() {
    let measure = json!({"kind": "move", "baseline": 100, "target": 200});
    let card = under(missing("baseline"), &single(measure.clone(), &[]));
    assert_eq!((&card.key_result("k")["value"], &card.key_result("k")["raw"]), (&json!(100), &json!(0)));
    stands(card.key_result("k"), "not_started", "not_started");
    let sum = with(measure, json!({"aggregate": "sum", "seed": 120}));
    let card = under(missing("baseline"), &single(sum, &[]));
    assert_eq!(card.key_result("k")["value"], 120);
    printed(&card.key_result("k")["raw"], 0.2);
    let card = under(missing("baseline"), &single(json!({"kind": "at_least", "target": 5}), &[]));
    assert_eq!(
        (&card.key_result("k")["value"], &card.key_result("k")["raw"]),
        (&Value::Null, &json!(0)),
        "as under zero"
    );
}

#[test]
fn v2_every_kind_that_can_lack_a_value_follows_the_rule() {
    let measures = [
        json!({"kind": "move", "target": 1}),
        json!({"kind": "ratio", "target": 1}),
        json!({"kind": "inverse", "target": 1}),
        json!({"kind": "at_least", "target": 1}),
        json!({"kind": "at_most", "target": 1}),
        json!({"kind": "between", "low": 0, "high": 1}),
        json!({"kind": "milestones"}),
        json!({"kind": "milestones", "items": [{"id": "m", "weight": 0}]}),
        json!({"kind": "binary"}),
        json!({"kind": "levels", "points": [{"at": 1, "score": 0}, {"at": 2, "score": 1}]}),
        json!({"kind": "tasks"}),
        json!({"kind": "from_children", "target": 1}),
    ];
    for measure in measures {
        let document = single(measure.clone(), &[]);
        let card = under(missing("zero"), &document);
        assert_eq!(card.key_result("k")["progress"], 0, "{measure}");
        stands(card.key_result("k"), "not_started", "not_started");
        stands(card.objective("o"), "not_started", "not_started");
        let card = under(missing("skip"), &document);
        assert_eq!(card.key_result("k")["left_out"], "no_value", "{measure}");
        assert_eq!(card.objective("o")["progress"], Value::Null, "{measure}");
    }
}

#[test]
fn v2_milestones_and_tasks_with_something_in_them_always_have_a_value() {
    let milestones = single(json!({"kind": "milestones", "items": [{"id": "m"}]}), &[]);
    let mut tasks = single(json!({"kind": "tasks"}), &[]);
    tasks["objectives"][0]["initiatives"] = json!([{"id": "i", "title": "I", "key_result": "k"}]);
    for document in [milestones, tasks] {
        let card = under(missing("skip"), &document);
        assert_eq!((&card.key_result("k")["value"], &card.key_result("k")["counted"]), (&json!(0), &json!(true)));
        assert_ne!(card.key_result("k")["status"], "not_started");
    }
}

#[test]
fn v2_the_policy_of_an_objective_is_that_of_its_key_results() {
    let mut document = one(json!([at("done", 0.6), key_result("k", moving(json!({})), &[])]));
    document["objectives"][0]["policy"] = missing("skip");
    printed(&score(&document, DAY).objective("o")["progress"], 0.6);
    assert!(workspace(&document).findings().is_empty());
}
