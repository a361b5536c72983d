//! What each rule says.

use super::{load, small, some, table, texts};
use okr_core::tables::{Column, Tables};
use okr_core::{Date, ErrorCode, Limits, Workspace};
use serde_json::{Value, json};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn document(tables: &Tables) -> Value {
    serde_json::from_str(&load(tables).unwrap_or_else(|error| panic!("{error}")).to_json()).unwrap()
}

fn key_result(document: &Value, objective: usize, place: usize) -> &Value {
    &document["objectives"][objective]["key_results"][place]
}

#[test]
fn a_null_and_a_column_that_is_not_there_say_nothing() {
    let mut tables = small();
    let without = document(&tables);
    let named = |name: &str| (name.to_owned(), Column::nulls(2));
    for (name, column) in ["weight", "start", "state", "tags", "strict", "role"].map(named) {
        tables.key_results = tables.key_results.with(name, column).unwrap();
    }
    tables.objectives = tables.objectives.with("weight", Column::numbers([None::<f64>, None])).unwrap();
    assert_eq!(document(&tables), without);
    assert_eq!(load(&Tables::default()).unwrap().to_json(), r#"{"okr":1}"#);
}

#[test]
fn rows_come_in_any_order() {
    let mut tables = small();
    tables.key_results = table([
        ("objective", texts(["b", "a", "b", "a"])),
        ("id", texts(["z", "y", "x", "w"])),
        ("title", texts(["Z", "Y", "X", "W"])),
        ("kind", texts(["ratio"; 4])),
        ("target", Column::integers([1, 2, 3, 4])),
    ]);
    tables.check_ins = table([
        ("key_result", texts(["y", "z", "y", "y", "z"])),
        ("on", texts(["2026-10-12", "2026-10-05", "2026-10-05", "2026-10-05", "2026-10-05"])),
        ("value", Column::numbers([3.0, 1.0, 1.0, 2.0, 4.0])),
    ]);
    let document = document(&tables);
    let ids = |row: usize| [0, 1].map(|at| key_result(&document, row, at)["id"].as_str().unwrap().to_owned());
    assert_eq!((ids(0), ids(1)), (["y", "w"].map(str::to_owned), ["z", "x"].map(str::to_owned)));
    let values = |row: usize| -> Vec<f64> {
        let check_ins = key_result(&document, row, 0)["check_ins"].as_array().unwrap();
        check_ins.iter().map(|check_in| check_in["value"].as_f64().unwrap()).collect()
    };
    assert_eq!((values(0), values(1)), (vec![1.0, 2.0, 3.0], vec![1.0, 4.0]));
}

/// Key results of one objective, and a check-in of each that is named, whose value is the number in its id.
fn naming(named: &[usize], key_results: usize, by_code: bool) -> Tables {
    let mut tables = small();
    let ids: Vec<String> = (0..key_results).map(|at| format!("k{at}")).collect();
    let ids = || ids.iter().map(String::as_str);
    tables.key_results = table([
        ("objective", Column::texts(ids().map(|_| "a")).unwrap()),
        ("id", Column::texts(ids()).unwrap()),
        ("title", Column::texts(ids()).unwrap()),
        ("kind", Column::texts(ids().map(|_| "ratio")).unwrap()),
        ("target", Column::integers(ids().map(|_| 1))),
    ]);
    let words: Vec<String> = named.iter().map(|at| format!("k{at}")).collect();
    let words = words.iter().map(String::as_str);
    let key_result = if by_code { Column::words(words, 0..named.len() as u32) } else { Column::texts(words) };
    tables.check_ins = table([
        ("key_result", key_result.unwrap()),
        ("on", Column::dates(named.iter().map(|_| day("2026-10-05")))),
        ("value", Column::numbers(named.iter().map(|at| *at as f64))),
    ]);
    tables
}

#[test]
fn check_ins_find_their_key_results_in_whatever_order_these_are_named() {
    const KEY_RESULTS: usize = 9000;
    let all = 0..KEY_RESULTS;
    let orders: [Vec<usize>; 7] = [
        all.clone().collect(),
        // Some or many in a row have no check-in.
        all.clone().filter(|at| at % 7 > 1).collect(),
        all.clone().filter(|at| at % 400 > 20).collect(),
        all.clone().filter(|at| !(50..8000).contains(at)).collect(),
        all.clone().rev().collect(),
        // Some far from where they belong.
        all.clone().map(|at| if at % 40 == 0 { KEY_RESULTS - 40 - at } else { at }).collect(),
        // In no order at all for as long as some thousands are looked at together, then in order again.
        all.clone().map(|at| if at < 6000 { at * 77 % 6000 } else { at }).collect(),
    ];
    for (named, by_code) in orders.iter().flat_map(|named| [(named, false), (named, true)]) {
        let workspace = load(&naming(named, KEY_RESULTS, by_code)).unwrap();
        let mut found = 0;
        for check_in in workspace.check_ins() {
            found += 1;
            assert_eq!(format!("k{}", check_in.value.unwrap()), check_in.key_result.unwrap());
        }
        assert_eq!(found, named.len());
    }
}

#[test]
fn check_ins_that_lie_apart_keep_what_they_state() {
    let mut tables = small();
    tables.objectives = table([
        ("id", texts(["a", "b"])),
        ("title", texts(["A", "B"])),
        ("measure", some([r#"{"kind": "ratio", "target": 10}"#, ""])),
    ]);
    tables.check_ins = table([
        ("key_result", some(["ka", "", "kb", "ka", "", "ka"])),
        ("objective", some(["", "a", "", "", "a", ""])),
        ("on", texts(["2026-10-07", "2026-10-06", "2026-10-05", "2026-10-06", "2026-10-05", "2026-10-07"])),
        ("value", Column::numbers([3.0, 8.0, 1.0, 2.0, 9.0, 4.0])),
        ("note", some(["late", "own", "", "early", "", "last"])),
    ]);
    let document = document(&tables);
    let told = |check_ins: &Value| -> Vec<String> {
        let told =
            |check_in: &Value| format!("{} {}", check_in["value"], check_in["note"].as_str().unwrap_or_default());
        check_ins.as_array().unwrap().iter().map(told).collect()
    };
    assert_eq!(told(&key_result(&document, 0, 0)["check_ins"]), ["2 early", "3 late", "4 last"]);
    assert_eq!(key_result(&document, 1, 0)["check_ins"], json!([{"on": "2026-10-05", "value": true}]));
    assert_eq!(told(&document["objectives"][0]["check_ins"]), ["9 ", "8 own"]);
}

#[test]
fn fields_of_the_measure_are_columns() {
    let mut tables = small();
    tables.key_results = tables
        .key_results
        .with("measure_due", Column::dates([None, Some(day("2026-11-01"))]))
        .and_then(|table| table.with("due", texts(["2026-11-02", "2026-11-03"])))
        .and_then(|table| table.with("unit", some(["users", ""])))
        .unwrap();
    let document = document(&tables);
    assert_eq!(key_result(&document, 0, 0)["measure"], json!({"kind": "move", "target": 10, "unit": "users"}));
    assert_eq!(key_result(&document, 1, 0)["measure"], json!({"kind": "binary", "due": "2026-11-01"}));
    assert_eq!(key_result(&document, 1, 0)["due"], json!("2026-11-03"));
}

#[test]
fn targets_are_numbers_or_texts() {
    let target = |name: &str, column: Column| {
        let mut tables = small();
        tables.key_results = table([
            ("objective", texts(["a"])),
            ("id", texts(["k"])),
            ("title", texts(["K"])),
            ("kind", texts(["move"])),
            ("baseline", Column::numbers([10.0])),
            (name, column),
        ]);
        key_result(&document(&tables), 0, 0)["measure"]["target"].clone()
    };
    assert_eq!(target("target", Column::numbers([-5.0])), json!(-5));
    assert_eq!(target("target", texts(["5"])), json!(5));
    assert_eq!(target("target", texts(["-5"])), json!("-5"));
    assert_eq!(target("target", texts(["+20%"])), json!("+20%"));
    assert_eq!(target("relative_target", texts(["+20%"])), json!("+20%"));
    let mut tables = small();
    tables.key_results = tables.key_results.with("relative_target", some(["+1", ""])).unwrap();
    let error = load(&tables).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::DuplicateKey, "/key_results/0/target"));
}

#[test]
fn one_and_zero_are_true_and_false_where_those_are_asked_for() {
    let progress = |values: Column| {
        let mut tables = small();
        tables.check_ins =
            table([("key_result", texts(["ka", "kb"])), ("on", texts(["2026-10-05"; 2])), ("value", values)]);
        let workspace = load(&tables)?;
        let card = workspace.score(day("2026-10-05"));
        Ok::<_, okr_core::Error>(["ka", "kb"].map(|id| card.key_result(id).unwrap().progress()))
    };
    assert_eq!(progress(Column::numbers([5.0, 1.0])).unwrap(), [Some(0.5), Some(1.0)]);
    assert_eq!(progress(Column::integers([5, 0])).unwrap(), [Some(0.5), Some(0.0)]);
    assert_eq!(progress(Column::booleans([None, Some(true)])).unwrap(), [Some(0.0), Some(1.0)]);
    for (values, row) in [(Column::numbers([5.0, 2.0]), 1), (Column::booleans([true, true]), 0)] {
        let error = progress(values).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::ValueNotForKind, &*format!("/check_ins/{row}/value")));
    }
}

#[test]
fn a_check_in_is_of_a_key_result_or_an_objective() {
    let mut tables = small();
    tables.check_ins = table([
        ("key_result", some(["ka", "", "ka"])),
        ("objective", some(["a", "b", ""])),
        ("on", texts(["2026-10-05"; 3])),
        ("confidence", Column::numbers([0.5, 0.6, 0.7])),
    ]);
    let document = document(&tables);
    assert_eq!(key_result(&document, 0, 0)["check_ins"].as_array().unwrap().len(), 2);
    assert_eq!(document["objectives"][1]["check_ins"][0]["confidence"], json!(0.6));
    tables.check_ins =
        table([("key_result", texts(["ka"])), ("objective", texts(["b"])), ("on", texts(["2026-10-05"]))]);
    let error = load(&tables).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::DanglingReference, "/check_ins/0/objective"));
}

#[test]
fn lists_and_objects_are_json() {
    let mut tables = small();
    tables.key_results = tables
        .key_results
        .with("tags", some([r#"["x", "y"]"#, ""]))
        .and_then(|table| {
            table.with("state", some([r#"["draft", {"on": "2026-10-05", "state": "active"}]"#, "closed"]))
        })
        .and_then(|table| table.with("extra", some(["7", r#"{"b": 1, "a": null}"#])))
        .unwrap();
    let document = document(&tables);
    assert_eq!(key_result(&document, 0, 0)["tags"], json!(["x", "y"]));
    assert_eq!(key_result(&document, 0, 0)["state"][0], json!("draft"));
    assert_eq!(key_result(&document, 1, 0)["state"], json!("closed"));
    assert_eq!(key_result(&document, 1, 0)["extra"], json!({"a": null, "b": 1}));
}

#[test]
fn links_and_readings_have_tables() {
    let mut tables = small();
    tables.alignments = table([
        ("from", texts(["kb", "b", "b"])),
        ("to", texts(["a", "a", "ka"])),
        ("kind", some(["supports", "", "supports"])),
        ("weight", Column::numbers([None, Some(2.0), None])),
    ]);
    tables.kpis = table([("id", texts(["nps"])), ("healthy", texts([r#"{"kind": "at_least", "target": 30}"#]))]);
    tables.readings = table([
        ("kpi", texts(["nps", "nps"])),
        ("on", texts(["2026-10-12", "2026-10-05"])),
        ("value", Column::integers([34, 31])),
    ]);
    let document = document(&tables);
    assert_eq!(
        document["objectives"][1]["aligned_to"],
        json!([{"to": "a", "weight": 2}, {"to": "ka", "kind": "supports"}])
    );
    assert_eq!(key_result(&document, 1, 0)["aligned_to"], json!([{"to": "a", "kind": "supports"}]));
    assert_eq!(document["kpis"][0]["readings"][0], json!({"on": "2026-10-12", "value": 34}));
}

#[test]
fn what_stands_beside_the_tables() {
    let mut tables = small();
    tables.name = "Acme".to_owned();
    tables.policy = "google".into();
    tables.confidence_scale = Some([0.0, 10.0]);
    tables.check_ins =
        table([("key_result", texts(["ka"])), ("on", texts(["2026-10-05"])), ("confidence", Column::integers([5]))]);
    let document = document(&tables);
    assert_eq!((&document["name"], &document["policy"]), (&json!("Acme"), &json!("google")));
    assert_eq!(key_result(&document, 0, 0)["check_ins"][0]["confidence"], json!(0.5));
}

#[test]
fn limits_hold_before_rows_are_read() {
    let refused = |change: fn(&mut Limits), tables: &Tables| {
        let mut limits = Limits::default();
        change(&mut limits);
        let error = Workspace::from_tables(tables, &limits).unwrap_err();
        (error.code(), error.path().to_owned())
    };
    let mut tables = small();
    let count = |table: &str| (ErrorCode::TooMany, format!("/{table}"));
    assert_eq!(refused(|limits| limits.objectives = 1, &tables), count("objectives"));
    assert_eq!(refused(|limits| limits.key_results = 1, &tables), count("key_results"));
    assert_eq!(refused(|limits| limits.bytes = 10, &tables), (ErrorCode::TooLarge, String::new()));
    assert_eq!(refused(|limits| limits.text = 1, &tables), (ErrorCode::TextTooLong, "/key_results/0/id".to_owned()));
    assert_eq!(refused(|limits| limits.id = 1, &tables).0, ErrorCode::BadId);
    tables.check_ins = table([("key_result", texts(["ka"; 2])), ("on", texts(["2026-10-05"; 2]))]);
    assert_eq!(refused(|limits| limits.check_ins = 1, &tables), count("check_ins"));
    // A text that is stated by code counts in every row that keeps it.
    let long = "x".repeat(1000);
    tables.check_ins = tables.check_ins.with("note", Column::words([long.as_str()], [0, 0]).unwrap()).unwrap();
    assert_eq!(refused(|limits| limits.bytes = 1500, &tables).0, ErrorCode::TooLarge);
    tables.alignments = table([("from", texts(["a", "b"])), ("to", texts(["kb", "ka"]))]);
    assert_eq!(refused(|limits| limits.links = 1, &tables), count("alignments"));
    tables.teams = table([("id", texts(["t", "u"]))]);
    assert_eq!(refused(|limits| limits.records = 1, &tables), count("teams"));
}
