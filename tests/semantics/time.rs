//! T1 to T6.

use crate::world::{
    DAY, card, document, key_result, objective, one, printed, refusal, score, single, stands, under_on, with, workspace,
};
use okr_core::{Date, Event, Interval, model::CheckIn};
use serde_json::{Value, json};

/// The key result of T2: 10,000 → 12,000 with two check-ins.
fn users(fields: Value) -> Value {
    let measure = json!({"kind": "move", "baseline": 10000, "target": 12000});
    one(json!([with(key_result("k", measure, &[("2026-10-12", 10300.0), ("2026-11-09", 10900.0)]), fields)]))
}

#[track_caller]
fn progress(document: &Value, as_of: &str, expected: f64) {
    printed(&score(document, as_of).key_result("k")["progress"], expected);
}

#[test]
fn t1_dates_are_days() {
    let date = |text: &str| -> Date { text.parse().unwrap() };
    assert_eq!(date("2026-11-15").days() - date("2026-10-01").days(), 45);
    for text in ["1900-01-01", "2999-12-31", "2024-02-29"] {
        assert_eq!(date(text).to_string(), text);
    }
    for text in ["1899-12-31", "3000-01-01", "2026-02-30", "2026-1-1", "20261115"] {
        assert_eq!(text.parse::<Date>().unwrap_err().code().as_str(), "bad_date", "{text}");
    }
    assert_eq!(refusal(&users(json!({"start": "2026-02-30"}))), "bad_date");
}

#[test]
fn t2_the_future_does_not_exist_yet() {
    let document = users(json!({}));
    progress(&document, "2026-10-31", 0.15);
    progress(&document, "2026-11-15", 0.45);
    progress(&document, "2026-10-11", 0.0);
    stands(score(&document, "2026-10-11").key_result("k"), "not_started", "not_started");
}

#[test]
fn t2_no_event_of_the_future_is_seen() {
    let later = users(json!({
        "amendments": [{"on": "2026-11-16", "target": 20000}],
        "state": [{"on": "2026-11-16", "state": "cancelled"}],
        "overrides": [{"status": "off_track", "on": "2026-11-16"}],
    }));
    let plain = score(&users(json!({})), DAY);
    assert_eq!(score(&later, DAY).key_result("k"), plain.key_result("k"));
    stands(score(&later, "2026-11-16").key_result("k"), "cancelled", "state");
}

#[test]
fn t3_of_one_date_the_last_entry_holds() {
    let measure = json!({"kind": "move", "target": 10});
    let row = with(
        key_result("k", measure, &[("2026-11-02", 3.0), ("2026-11-02", 7.0), ("2026-10-20", 1.0)]),
        json!({
            "state": [{"on": "2026-11-02", "state": "postponed"}, {"on": "2026-11-02", "state": "active"}],
            "overrides": [{"status": "off_track", "on": "2026-11-02"}, {"status": "at_risk", "on": "2026-11-02"}],
        }),
    );
    let card = score(&one(json!([row])), DAY);
    assert_eq!(card.key_result("k")["value"], 7);
    stands(card.key_result("k"), "at_risk", "override");
}

#[test]
fn t3_amendments_apply_field_by_field_from_their_date_on() {
    let document = users(json!({"amendments": [{"on": "2026-11-01", "target": 14000}]}));
    progress(&document, "2026-11-15", 0.225);
    progress(&document, "2026-10-31", 0.15);
    // The curve is drawn again over the whole window, and does not restart.
    printed(&score(&document, DAY).key_result("k")["expected"], 0.4945);
    let two = users(json!({"amendments": [
        {"on": "2026-11-10", "target": 16000}, {"on": "2026-11-01", "target": 14000, "baseline": 8000}, {"on": "2026-11-10", "baseline": 9000}
    ]}));
    let card = score(&two, DAY);
    assert_eq!((&card.key_result("k")["baseline"], &card.key_result("k")["target"]), (&json!(9000), &json!(16000)));
    printed(&card.key_result("k")["progress"], 1900.0 / 7000.0);
}

#[test]
fn t3_a_new_measure_replaces_the_old_one_before_the_other_fields_apply() {
    let document = users(json!({"amendments": [
        {"on": "2026-11-01", "baseline": 9000, "measure": {"kind": "move", "baseline": 1, "target": 11000}}
    ]}));
    let card = score(&document, DAY);
    assert_eq!((&card.key_result("k")["baseline"], &card.key_result("k")["target"]), (&json!(9000), &json!(11000)));
    progress(&document, DAY, 0.95);
}

#[test]
fn t3_check_ins_before_a_change_of_kind_or_unit_are_history() {
    let amended = |measure: Value| {
        let row = json!({
            "id": "k", "title": "k", "measure": {"kind": "move", "target": 100, "unit": "€"},
            "amendments": [{"on": "2026-11-01", "measure": measure}],
            "check_ins": [{"on": "2026-10-20", "value": 50, "confidence": 0.8}]
        });
        score(&one(json!([row])), DAY)
    };
    let same = amended(json!({"kind": "move", "target": 200, "unit": "€"}));
    assert_eq!(same.key_result("k")["progress"], 0.25);
    for other in
        [json!({"kind": "move", "target": 200, "unit": "$"}), json!({"kind": "ratio", "target": 200, "unit": "€"})]
    {
        let card = amended(other);
        let row = card.key_result("k");
        assert_eq!((&row["value"], &row["progress"]), (&Value::Null, &json!(0)), "{row}");
        stands(row, "not_started", "not_started");
        assert_eq!(row["confidence"], 0.8, "a confidence stated before still stands");
        assert_eq!(row["stale_days"], 45, "a check-in that is history is no freshness");
    }
}

#[test]
fn t3_months_end_where_the_month_ends() {
    let date = |text: &str| -> Date { text.parse().unwrap() };
    let monthly: Interval = "1mo".parse().unwrap();
    assert_eq!(date("2026-01-31").plus(monthly, 1), date("2026-02-28"));
    assert_eq!(date("2026-01-31").plus(monthly, 2), date("2026-03-31"));
    // The same through a curve of monthly steps: two boundaries by 03-31.
    let mut document = users(json!({}));
    document["objectives"][0] =
        with(document["objectives"][0].clone(), json!({"start": "2026-01-31", "due": "2026-05-30"}));
    let steps = json!({"expected": {"curve": "steps", "step": "1mo"}});
    let expected = |on: &str| under_on(steps.clone(), &document, on).key_result("k")["expected"].clone();
    printed(&expected("2026-02-27"), 0.0);
    printed(&expected("2026-02-28"), 0.25);
    printed(&expected("2026-03-30"), 0.25);
    printed(&expected("2026-03-31"), 0.5);
    printed(&expected("2026-05-30"), 1.0);
}

#[test]
fn t3_the_check_in_interval_is_the_nearest_that_is_stated() {
    // Stale after two intervals: the last check-in is of 11-09.
    let stale = |document: &Value, on: &str| score(document, on).key_result("k")["status_reason"] == "stale";
    let turns = |document: &Value, last: &str, first: &str| {
        assert!(!stale(document, last), "fresh on {last}");
        assert!(stale(document, first), "stale on {first}");
    };
    // At 70 % all the while, so that staleness alone decides.
    let row = |fields: Value| {
        let measure = json!({"kind": "move", "target": 10});
        one(json!([with(key_result("k", measure, &[("2026-11-09", 9.0)]), fields)]))
    };
    turns(&row(json!({})), "2026-11-23", "2026-11-24");
    turns(&row(json!({"check_in_every": "3d"})), "2026-11-15", "2026-11-16");
    let mut nested = row(json!({}));
    nested["cycles"][0]["check_in_every"] = json!("2w");
    turns(&nested, "2026-12-07", "2026-12-08");
    nested["cycles"][1]["check_in_every"] = json!("5d");
    turns(&nested, "2026-11-19", "2026-11-20");
}

#[test]
fn t4_a_back_dated_check_in_counts_from_its_date() {
    let mut workspace = workspace(&users(json!({})));
    let _ = workspace.apply(&Event::check_in("k", CheckIn::new("2026-10-20".parse().unwrap(), 10_500.0))).unwrap();
    printed(&card(&workspace, "2026-10-31").key_result("k")["progress"], 0.25);
    printed(&card(&workspace, "2026-11-15").key_result("k")["progress"], 0.45);
    printed(&card(&workspace, "2026-10-19").key_result("k")["progress"], 0.15);
}

#[test]
fn t5_each_end_of_a_window_is_the_nearest_that_is_stated() {
    let expected = |objective_fields: Value, fields: Value| {
        let mut document = users(fields);
        document["objectives"][0] = with(document["objectives"][0].clone(), objective_fields);
        score(&document, DAY).key_result("k")["expected"].clone()
    };
    printed(&expected(json!({}), json!({"start": "2026-10-15"})), 0.4026);
    printed(&expected(json!({"due": "2026-11-30"}), json!({"start": "2026-10-15"})), 31.0 / 46.0);
    printed(&expected(json!({"start": "2026-10-08", "due": "2026-11-30"}), json!({"due": "2026-11-15"})), 1.0);
    // A bound that nothing states is open, and without both there is nothing to expect.
    let open = json!([{"id": "o", "title": "o", "key_results": [key_result("k", json!({"kind": "move", "target": 10}), &[("2026-11-14", 5.0)])], "start": "2026-10-01"}]);
    let card = score(&document(open), "2099-01-01");
    assert_eq!(card.key_result("k")["expected"], Value::Null);
    assert_eq!(card.key_result("k")["score"], Value::Null, "an open window never ends");
}

#[test]
fn t5_a_window_that_ends_before_it_starts_is_refused() {
    assert_eq!(refusal(&users(json!({"start": "2026-12-01", "due": "2026-11-30"}))), "window_reversed");
    assert_eq!(refusal(&users(json!({"start": "2027-01-01"}))), "window_reversed");
    let amended = users(json!({"due": "2026-11-30", "amendments": [{"on": "2026-11-01", "start": "2026-12-01"}]}));
    assert_eq!(refusal(&amended), "window_reversed");
}

/// The example of T6: an objective closed on 11-20, with three key results.
fn closed(objective_state: Value) -> Value {
    let measure = json!({"kind": "move", "target": 10});
    let row = |id: &str, fields: Value| {
        with(key_result(id, measure.clone(), &[("2026-11-09", 4.0), ("2026-11-30", 8.0)]), fields)
    };
    document(json!([with(
        objective(
            "o",
            json!([
                row("open", json!({})),
                row("early", json!({"state": [{"on": "2026-11-10", "state": "closed"}]})),
                row("late", json!({"state": [{"on": "2026-12-05", "state": "closed"}]})),
            ])
        ),
        json!({"state": objective_state})
    )]))
}

#[test]
fn t6_closing_freezes_a_row_and_its_key_results() {
    let card = score(&closed(json!([{"on": "2026-11-20", "state": "closed"}])), "2027-01-15");
    assert_eq!(card.objective("o")["progress"], 0.4, "the check-in of 11-30 is not seen");
    printed(&card.key_result("open")["expected"], 0.5495);
    printed(&card.key_result("early")["expected"], 0.4396);
    printed(&card.key_result("late")["expected"], 0.5495);
    assert!(["open", "early", "late"].iter().all(|id| card.key_result(id)["score"] == 0.4));
}

#[test]
fn t6_reopening_sets_the_cutoff_back() {
    let states = json!([{"on": "2026-11-20", "state": "closed"}, {"on": "2026-12-10", "state": "active"}]);
    let frozen = score(&closed(states.clone()), "2026-12-09");
    assert_eq!(frozen.key_result("open")["progress"], 0.4);
    let reopened = score(&closed(states), "2026-12-15");
    assert_eq!(reopened.key_result("open")["progress"], 0.8);
    assert_eq!(reopened.key_result("late")["progress"], 0.8, "closed on 12-05, after the check-in of 11-30");
    assert_eq!(reopened.key_result("early")["progress"], 0.4);
}

#[test]
fn t6_a_bare_closed_has_no_date_and_a_later_closing_moves_it() {
    let bare = score(&closed(json!("closed")), "2026-12-31");
    assert_eq!(bare.key_result("open")["progress"], 0.8);
    printed(&bare.key_result("open")["expected"], 1.0);
    assert_eq!(bare.key_result("open")["score"], 0.8, "closed all the same");
    let corrected = json!([
        {"on": "2026-11-20", "state": "closed"}, {"on": "2026-12-03", "state": "closed", "outcome": "achieved"}
    ]);
    assert_eq!(score(&closed(corrected), "2026-12-31").key_result("open")["progress"], 0.8);
    // At the head of a list it holds since ever as well, up to the first change.
    let head = closed(json!(["closed", {"on": "2026-12-05", "state": "active"}]));
    assert_eq!(score(&head, "2026-12-04").key_result("open")["progress"], 0.8);
    assert_eq!(score(&head, "2026-12-04").key_result("open")["score"], 0.8);
    assert_eq!(score(&head, "2026-12-05").key_result("open")["score"], Value::Null);
}

#[test]
fn t6_every_dated_closing_freezes_from_the_first_date_there_is() {
    for first in ["1900-01-01", "1900-01-02"] {
        let card = score(&closed(json!([{"on": first, "state": "closed"}])), "2026-12-31");
        assert_eq!(card.key_result("open")["value"], Value::Null, "{first}: no check-in is that old");
        assert_eq!(card.key_result("open")["expected"], 0, "{first}");
    }
}

#[test]
fn t6_an_outcome_is_not_that_of_the_key_results_and_contributors_stay_open() {
    let mut document =
        closed(json!([{"on": "2026-11-20", "state": "closed", "outcome": "exceeded", "reason": "done"}]));
    let rows = document["objectives"].as_array_mut().unwrap();
    rows.push(with(
        objective("child", json!([key_result("ck", json!({"kind": "move", "target": 10}), &[("2026-11-30", 9.0)])])),
        json!({"aligned_to": [{"to": "o"}]}),
    ));
    let card = score(&document, "2026-12-15");
    stands(card.objective("o"), "exceeded", "closed");
    stands(card.key_result("open"), "missed", "final");
    assert_eq!(card.objective("child")["progress"], 0.9, "read as it stands");
    printed(&card.objective("o")["progress"], (0.4 * 3.0 + 0.9) / 4.0);
    assert_eq!(card.found("closed_with_open_children"), 1);
    assert_eq!(card.objective("child")["score"], Value::Null);
}

#[test]
fn t6_state_and_overrides_are_read_as_of_today() {
    let mut document = closed(json!([{"on": "2026-11-20", "state": "closed"}]));
    document["objectives"][0]["overrides"] = json!([{"status": "at_risk", "on": "2026-12-01", "until": "2026-12-31"}]);
    stands(score(&document, "2026-12-15").objective("o"), "at_risk", "override");
    stands(score(&document, "2026-11-25").objective("o"), "missed", "final");
}

#[test]
fn t2_done_on_ahead_is_not_done_yet_but_due_is_always_known() {
    let measure = json!({"kind": "milestones", "items": [
        {"id": "a", "due": "2026-12-01", "done_on": "2026-11-20"}, {"id": "b", "due": "2026-10-15"}
    ]});
    let document = single(measure, &[]);
    let card = score(&document, DAY);
    assert_eq!((&card.key_result("k")["progress"], &card.key_result("k")["expected"]), (&json!(0), &json!(0.5)));
    assert_eq!(score(&document, "2026-11-20").key_result("k")["progress"], 0.5);
}
