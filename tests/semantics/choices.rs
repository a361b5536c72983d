//! R1: lists of roll-ups, what is not counted of what they read, and the objective's own scale.

use crate::world::{
    DAY, at, check_ins, child, document, key_result, objective, printed, refusal, score, under, under_on, with,
    workspace,
};
use okr_core::model::Amendment;
use okr_core::{Event, Policy};
use serde_json::{Value, json};

fn child_of_top(id: &str, rows: Value) -> Value {
    child(id, "o", rows)
}

fn of(list: Value) -> Value {
    json!({"rollup": {"of": list}})
}

/// The example of R1 with the top's own roll-up, and what else the top states.
fn family(list: Value, more: Value) -> Value {
    let top = with(objective("top", json!([at("k1", 0.2), at("k2", 0.6)])), more);
    document(json!([
        with(top, json!({"policy": of(list)})),
        child("c1", "top", json!([at("a1", 0.8), at("a2", 1.0)])),
        child("c2", "top", json!([at("b1", 0.7)])),
        child("g", "c2", json!([at("g1", 0.3)])),
    ]))
}

#[track_caller]
fn top(document: &Value, expected: f64) {
    printed(&score(document, DAY).objective("top")["progress"], expected);
}

#[test]
fn r1_the_first_of_a_list_that_applies_decides() {
    let first = json!(["key_results", "children"]);
    top(&family(first.clone(), json!({})), 0.4);
    top(&family(first.clone(), json!({"key_results": []})), 0.7);
    // Key results that do not count are there all the same; guardrails are no members.
    let states = |state: &str| json!({"key_results": [with(at("k1", 0.2), json!({"state": state})), with(at("k2", 0.6), json!({"state": state}))]});
    let card = score(&family(first.clone(), states("postponed")), DAY);
    let row = card.objective("top");
    assert_eq!((&row["progress"], &row["status"]), (&Value::Null, &json!("postponed")));
    let guard = key_result("g0", json!({"kind": "at_least", "target": 1}), &[("2026-11-01", 2.0)]);
    top(&family(first, json!({"key_results": [with(guard, json!({"role": "guardrail"}))]})), 0.7);
    // A key result of another objective makes key results apply too.
    let mut linked = family(json!(["key_results", "children"]), json!({"key_results": []}));
    linked["objectives"][3]["key_results"][0]["aligned_to"] = json!([{"to": "top"}]);
    top(&linked, 0.3);
}

#[test]
fn r1_none_of_a_list_applies_and_the_last_decides() {
    let leaf = |list: Value| document(json!([with(objective("o", json!([])), json!({"policy": of(list)}))]));
    let card = score(&leaf(json!(["key_results", "children"])), DAY);
    assert_eq!((&card.objective("o")["progress"], card.found("no_members")), (&Value::Null, 1));
    assert_eq!(refusal(&leaf(json!(["pooled", "own_measure"]))), "own_measure_missing");
    score(&leaf(json!(["own_measure", "pooled"])), DAY);
}

#[test]
fn r1_own_measure_in_a_list_is_for_objectives_that_have_one() {
    let list = json!(["own_measure", "pooled"]);
    top(&family(list.clone(), json!({})), 0.55);
    let measured =
        json!({"measure": {"kind": "move", "target": 1800}, "check_ins": check_ins(&[("2026-11-01", 300.0)])});
    let card = score(&family(list.clone(), measured), DAY);
    printed(&card.objective("top")["progress"], 0.1667);
    assert_eq!(card.key_result("k1")["left_out"], "not_selected");
    // What is wrong with a measure that does not decide is nobody's fault.
    let flat = json!({"measure": {"kind": "move", "baseline": 5, "target": 5}});
    assert_eq!(refusal(&family(list, flat.clone())), "zero_range");
    top(&family(json!(["key_results", "own_measure"]), flat), 0.4);
}

#[test]
fn r1_sum_of_values_in_a_list_needs_a_measure_and_members() {
    let euros = json!({"kind": "move", "target": 100, "unit": "EUR"});
    let rows = json!([
        key_result("a", euros.clone(), &[("2026-11-01", 30.0)]),
        key_result("b", euros.clone(), &[("2026-11-01", 20.0)])
    ]);
    let list = of(json!(["sum_of_values", "pooled"]));
    let measured = json!({"measure": {"kind": "move", "target": 200, "unit": "EUR"}, "policy": list});
    let progress = |document: &Value| score(document, DAY).objective("o")["progress"].clone();
    printed(&progress(&document(json!([with(objective("o", rows.clone()), measured.clone())]))), 0.25);
    printed(&progress(&document(json!([with(objective("o", rows.clone()), json!({"policy": list}))]))), 0.25);
    let dollars = json!([key_result("a", json!({"kind": "move", "target": 1, "unit": "USD"}), &[])]);
    assert_eq!(refusal(&document(json!([with(objective("o", dollars), measured)]))), "unit_mismatch");
}

#[test]
fn r1_manual_in_a_list_holds_while_a_value_stands() {
    let by_hand = |list: Value, on: &str| family(list, json!({"check_ins": check_ins(&[(on, 80.0)])}));
    let sticky = by_hand(json!(["manual", "pooled"]), "2026-11-10");
    for (day, expected) in [("2026-11-09", 0.0), ("2026-11-10", 0.8), ("2026-11-20", 0.8)] {
        printed(&under_on(json!({}), &sticky, day).objective("top")["progress"], expected);
    }
    top(&family(json!(["manual", "pooled"]), json!({})), 0.55);
    // Alone it counts as a measure without a check-in.
    top(&family(json!("manual"), json!({})), 0.0);
    // What would decide otherwise says whose check-ins are later: those of the children do not touch key results.
    let until = |list: Value| {
        let mut document = by_hand(list, "2026-11-10");
        document["objectives"][0]["policy"]["rollup"]["manual"] = json!("until_check_in");
        for row in [0, 1] {
            document["objectives"][0]["key_results"][row]["check_ins"][0]["on"] = json!("2026-11-05");
        }
        document
    };
    top(&until(json!(["manual", "key_results"])), 0.8);
    top(&until(json!(["manual", "children"])), 0.7);
    top(&until(json!("manual")), 0.55);
}

#[test]
fn r1_with_an_empty_list_objectives_have_no_number() {
    let guard = key_result("guard", json!({"kind": "at_least", "target": 9}), &[("2026-11-01", 2.0)]);
    let rows =
        json!([at("a", 0.5), with(at("b", 0.2), json!({"state": "draft"})), with(guard, json!({"role": "guardrail"}))]);
    let card = under(of(json!([])), &document(json!([objective("o", rows)])));
    let row = card.objective("o");
    for column in ["progress", "raw", "expected", "confidence", "score"] {
        assert_eq!(row[column], Value::Null, "{column}");
    }
    assert_eq!((&row["status"], &row["status_reason"]), (&json!("none"), &json!("no_progress")));
    assert_eq!(
        (&card.key_result("a")["left_out"], &card.key_result("a")["progress"]),
        (&json!("not_selected"), &json!(0.5))
    );
    assert_eq!(card.key_result("b")["left_out"], "draft");
    assert_eq!((card.found("no_members"), card.found("guardrail_not_applied")), (0, 0));
}

#[test]
fn r1_a_list_is_read_printed_and_checked() {
    let read = |list: Value| Policy::from_json(&of(list).to_string());
    let printed =
        |list: Value| serde_json::from_str::<Value>(&read(list).unwrap().to_json()).unwrap()["rollup"]["of"].clone();
    for list in [json!([]), json!("children"), json!(["manual", "pooled"])] {
        assert_eq!(printed(list.clone()), list);
    }
    assert_eq!(printed(json!(["pooled"])), "pooled");
    let twice = read(json!(["pooled", "children", "pooled"])).unwrap_err();
    assert_eq!((twice.code().as_str(), twice.path()), ("bad_policy", "/rollup/of"));
    let unknown = read(json!(["pooled", "childen"])).unwrap_err();
    assert_eq!((unknown.code().as_str(), unknown.path()), ("unknown_word", "/rollup/of/1"));
    assert_eq!(read(json!(3)).unwrap_err().code().as_str(), "wrong_type");
}

#[test]
fn r1_hold_measures_may_stay_out_of_the_number() {
    let hold = |value: f64| key_result("h", json!({"kind": "at_least", "target": 5}), &[("2026-11-01", value)]);
    let none = json!({"rollup": {"holds": "none"}});
    let rows = document(json!([objective("o", json!([at("a", 0.2), hold(6.0)]))]));
    printed(&under(json!({}), &rows).objective("o")["progress"], 0.6);
    let card = under(none.clone(), &rows);
    printed(&card.objective("o")["progress"], 0.2);
    let row = card.key_result("h");
    assert_eq!((&row["left_out"], &row["status"], &row["progress"]), (&json!("hold"), &json!("on_track"), &json!(1)));
    let alone = under(none.clone(), &document(json!([objective("o", json!([hold(2.0)]))])));
    assert_eq!(
        (&alone.objective("o")["progress"], &alone.key_result("h")["status"]),
        (&Value::Null, &json!("off_track"))
    );
    // The measure in force decides, and a row's own reasons come first.
    let amended = json!([{"on": "2026-11-10", "measure": {"kind": "move", "target": 10}}]);
    let turned = document(json!([objective("o", json!([with(hold(6.0), json!({"amendments": amended}))]))]));
    assert_eq!(under_on(none.clone(), &turned, "2026-11-09").key_result("h")["left_out"], "hold");
    assert_eq!(under_on(none.clone(), &turned, "2026-11-10").key_result("h")["left_out"], Value::Null);
    let draft = document(json!([objective("o", json!([with(hold(6.0), json!({"state": "draft"}))]))]));
    assert_eq!(under(none, &draft).key_result("h")["left_out"], "draft");
}

#[test]
fn r1_members_in_another_unit_may_be_left_out() {
    let row = |id: &str, unit: &str, value: f64| {
        key_result(id, json!({"kind": "move", "target": 10, "unit": unit}), &[("2026-11-01", value)])
    };
    let same = json!({"rollup": {"units": "same"}});
    let rows = json!([row("a", "EUR", 2.0), row("b", "pieces", 6.0), at("c", 1.0)]);
    let euros = json!({"measure": {"kind": "move", "target": 10, "unit": "EUR"}});
    let rolled = |policy: &Value, more: Value| {
        let d = row("dk", "EUR", 8.0);
        let child = with(child("d", "o", json!([d])), json!({"measure": {"kind": "move", "target": 1, "unit": "EUR"}}));
        under(
            policy.clone(),
            &document(json!([
                with(objective("o", rows.clone()), more),
                child,
                child_of_top("e", json!([at("ek", 0.0)]))
            ])),
        )
    };
    let card = rolled(&same, euros);
    // What has no unit has none to compare and counts: the key result c and the objective e.
    printed(&card.objective("o")["progress"], (0.2 + 1.0 + 0.8 + 0.0) / 4.0);
    assert_eq!(
        (&card.key_result("b")["left_out"], &card.key_result("c")["left_out"]),
        (&json!("other_unit"), &Value::Null)
    );
    // Without a measure of its own, or a unit on it, there is no unit to ask for.
    printed(&rolled(&same, json!({})).objective("o")["progress"], 2.6 / 5.0);
    let plain = json!({"measure": {"kind": "move", "target": 10}});
    printed(&rolled(&same, plain).objective("o")["progress"], 2.6 / 5.0);
}

#[test]
fn r1_what_is_left_out_is_not_added_up() {
    let row = |id: &str, measure: Value, value: f64| key_result(id, measure, &[("2026-11-01", value)]);
    let moving = |unit: &str| json!({"kind": "move", "target": 10, "unit": unit});
    let sum = |rollup: Value, rows: Value| {
        let own = json!({"measure": moving("EUR"), "policy": {"rollup": with(json!({"of": "sum_of_values"}), rollup)}});
        document(json!([with(objective("o", rows), own)]))
    };
    let pieces = json!([row("a", moving("EUR"), 2.0), row("b", moving("pieces"), 6.0)]);
    assert_eq!(refusal(&sum(json!({}), pieces.clone())), "unit_mismatch");
    let same = json!({"units": "same"});
    printed(&score(&sum(same.clone(), pieces.clone()), DAY).objective("o")["progress"], 0.2);
    // Also one that its state keeps out.
    let mut draft = pieces.clone();
    draft[1]["state"] = json!("draft");
    printed(&score(&sum(same.clone(), draft), DAY).objective("o")["progress"], 0.2);
    // What has no unit counts, and does not fit.
    let unitless = json!([row("a", moving("EUR"), 2.0), row("b", json!({"kind": "move", "target": 10}), 6.0)]);
    assert_eq!(refusal(&sum(same.clone(), unitless)), "unit_mismatch");
    let bound =
        json!([row("a", moving("EUR"), 2.0), row("b", json!({"kind": "at_least", "target": 1, "unit": "s"}), 6.0)]);
    assert_eq!(refusal(&sum(json!({}), bound.clone())), "unit_mismatch");
    printed(&score(&sum(json!({"holds": "none"}), bound), DAY).objective("o")["progress"], 0.2);
    // An objective that contributes in another unit is left out as well.
    let child = |unit: &str| {
        let own = json!({"measure": moving(unit), "policy": of(json!("own_measure")), "check_ins": check_ins(&[("2026-11-01", 3.0)])});
        with(child_of_top("c", json!([])), own)
    };
    let mut with_child = sum(json!({}), json!([row("a", moving("EUR"), 2.0)]));
    with_child["objectives"].as_array_mut().unwrap().push(child("pieces"));
    assert_eq!(refusal(&with_child), "unit_mismatch");
    with_child["objectives"][0]["policy"]["rollup"]["units"] = json!("same");
    printed(&score(&with_child, DAY).objective("o")["progress"], 0.2);
    // An amendment may take a key result out of the sum.
    let mut workspace = workspace(&sum(same, pieces));
    let date = |text: &str| text.parse::<okr_core::Date>().unwrap();
    let amended = |unit: &str| {
        let mut amendment = Amendment::new(date("2026-11-05"));
        amendment.measure = Some(Box::new(serde_json::from_value(moving(unit)).unwrap()));
        Event::amendment("a", amendment)
    };
    let _ = workspace.apply(&amended("pieces")).unwrap();
    let card = workspace.score(date(DAY));
    assert_eq!((card.objective("o").unwrap().progress(), card.key_result("a").unwrap().progress()), (None, Some(0.0)));
}

#[test]
fn r1_progress_stands_on_the_objectives_own_scale() {
    let rows = |measure: Value| {
        document(json!([with(objective("o", json!([at("a", 0.1), at("b", 0.2)])), json!({"measure": measure}))]))
    };
    let scale = |measure: Value| {
        let row = score(&rows(measure), DAY).objective("o").clone();
        ["value", "baseline", "target", "unit"].map(|column| row[column].clone())
    };
    let [value, baseline, target, unit] = scale(json!({"kind": "move", "baseline": 30, "target": 60, "unit": "EUR"}));
    printed(&value, 34.5);
    assert_eq!((baseline, target, unit), (json!(30), json!(60), json!("EUR")));
    let [value, baseline, target, _] = scale(json!({"kind": "ratio", "target": 200}));
    printed(&value, 30.0);
    assert_eq!((baseline, target), (Value::Null, json!(200)));
    assert_eq!(scale(json!({"kind": "at_least", "target": 5})), [Value::Null, Value::Null, json!(5), Value::Null]);
    let none = score(&document(json!([objective("o", json!([at("a", 0.1)]))])), DAY);
    assert_eq!(none.objective("o")["value"], Value::Null);
    let hand = with(
        objective("o", json!([])),
        json!({"policy": of(json!("manual")), "check_ins": check_ins(&[("2026-11-01", 40.0)])}),
    );
    let card = score(&document(json!([hand])), DAY);
    let row = card.objective("o");
    assert_eq!(
        [&row["value"], &row["baseline"], &row["target"], &row["unit"]],
        [&json!(40), &json!(0), &json!(100), &json!("%")]
    );
}
