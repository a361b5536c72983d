//! What is wrong is told as of the document that says the same, by table, row and column.

use super::{found, load, small, some, table, texts};
use crate::support::random::{Choices, case, tapes};
use crate::support::tables::{row_of, tables};
use okr_core::tables::{Column, Table};
use okr_core::{ErrorCode, Limits, Workspace};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn columns_are_looked_at_first() {
    let mut tables = small();
    tables.objectives = table([
        ("id", texts(["a"])),
        ("titel", texts(["A"])),
        ("weight", Column::booleans([true])),
        ("owner", texts(["nobody"])),
        ("owner", texts(["nobody"])),
    ]);
    assert_eq!(
        found(&tables),
        [
            (ErrorCode::UnknownField, "/objectives/titel".to_owned()),
            (ErrorCode::WrongType, "/objectives/weight".to_owned()),
            (ErrorCode::DuplicateKey, "/objectives/owner".to_owned()),
            (ErrorCode::MissingField, "/objectives".to_owned()),
        ]
    );
    let error = load(&tables).unwrap_err();
    assert!(error.help().contains("did you mean `title`?"), "{error}");
}

/// Whatever it is called, a column is one step of a path.
#[test]
fn names_are_escaped_in_paths() {
    let mut tables = small();
    tables.objectives = table([("id", texts(["a"])), ("title", texts(["A"])), ("w/o ~1", texts(["b"]))]);
    assert_eq!(found(&tables), [(ErrorCode::UnknownField, "/objectives/w~1o ~01".to_owned())]);
    assert_eq!(okr_core::pointer_step("w/o ~1"), "w~1o ~01");
}

#[test]
fn a_row_that_is_part_of_nothing_is_read_all_the_same() {
    let mut tables = small();
    tables.key_results = table([
        ("objective", some(["a", "c", ""])),
        ("id", texts(["ka", "kc", "kd"])),
        ("title", texts(["A", "C", "D"])),
        ("kind", texts(["move", "mvoe", "move"])),
        ("target", Column::numbers([1.0, 2.0, 3.0])),
        ("weight", Column::numbers([1.0, -1.0, -2.0])),
    ]);
    tables.check_ins = table([
        ("key_result", some(["kc", "ke", ""])),
        ("on", texts(["2026-10-40", "2026-10-05", "2026-10-05"])),
        ("value", Column::numbers([1.0, f64::NAN, 1.0])),
    ]);
    // `kc` is defined, though of no objective: a link to it is no second fault.
    tables.alignments = table([("from", texts(["a", "x"])), ("to", texts(["kc", "a"]))]);
    let place = |code: ErrorCode, path: &str| (code, path.to_owned());
    let mut found = found(&tables);
    found.sort_by(|a, b| a.1.cmp(&b.1));
    assert_eq!(
        found,
        [
            place(ErrorCode::DanglingReference, "/alignments/1/from"),
            place(ErrorCode::BadDate, "/check_ins/0/on"),
            place(ErrorCode::DanglingReference, "/check_ins/1/key_result"),
            place(ErrorCode::NotFinite, "/check_ins/1/value"),
            place(ErrorCode::MissingField, "/check_ins/2"),
            place(ErrorCode::UnknownWord, "/key_results/1/kind"),
            place(ErrorCode::DanglingReference, "/key_results/1/objective"),
            place(ErrorCode::NegativeWeight, "/key_results/1/weight"),
            place(ErrorCode::MissingField, "/key_results/2"),
            place(ErrorCode::NegativeWeight, "/key_results/2/weight"),
        ]
    );
}

#[test]
fn messages_name_table_row_and_column() {
    let mut tables = small();
    tables.check_ins = table([
        ("key_result", texts(["ka", "ka"])),
        ("on", texts(["2026-10-05", "2026-10-06"])),
        ("value", Column::numbers([1.0, f64::INFINITY])),
    ]);
    let error = load(&tables).unwrap_err();
    assert_eq!(
        error.to_string(),
        "error[not_finite] /check_ins/1/value: found inf, expected a finite number (row 1 of `check_ins`, column \
         `value`) (leave the cell null where there is no number)"
    );
}

#[test]
fn broken_json_keeps_nothing_else_from_being_read() {
    let mut tables = small();
    tables.key_results = tables
        .key_results
        .with("tags", texts(["[", "[1]"]))
        .and_then(|table| table.with("items", some(["[}", ""])))
        .and_then(|table| table.with("weight", Column::numbers([-1.0, -1.0])))
        .unwrap();
    let paths: Vec<String> = found(&tables).into_iter().map(|(_, path)| path).collect();
    assert_eq!(
        paths,
        ["items", "tags", "weight"]
            .map(|column| format!("/key_results/0/{column}"))
            .into_iter()
            .chain(["/key_results/1/tags/0".to_owned(), "/key_results/1/weight".to_owned()])
            .collect::<Vec<_>>()
    );
}

#[test]
fn what_is_no_number_is_refused_in_every_column_of_numbers() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for (name, kind) in [
            ("weight", "move"),
            ("baseline", "move"),
            ("target", "move"),
            ("low", "between"),
            ("high", "between"),
            ("zero_at", "at_least"),
            ("risk_at", "at_most"),
            ("seed", "move"),
        ] {
            let mut columns = vec![
                ("objective", texts(["a"])),
                ("id", texts(["k"])),
                ("title", texts(["K"])),
                ("kind", texts([kind])),
            ];
            let others: &[&str] = if kind == "between" { &["low", "high"] } else { &["target"] };
            columns.extend(others.iter().filter(|other| **other != name).map(|other| (*other, Column::numbers([1.0]))));
            columns.push((name, Column::numbers([number])));
            let mut tables = small();
            tables.key_results =
                columns.into_iter().fold(Table::new(), |table, (name, column)| table.with(name, column).unwrap());
            let found = found(&tables);
            assert_eq!(found, [(ErrorCode::NotFinite, format!("/key_results/0/{name}"))], "{number}");
        }
        let mut tables = small();
        tables.kpis = table([("id", texts(["n"]))]);
        tables.readings =
            table([("kpi", texts(["n"])), ("on", texts(["2026-10-05"])), ("value", Column::numbers([number]))]);
        tables.alignments =
            table([("from", texts(["a"])), ("to", texts(["b"])), ("weight", Column::numbers([number]))]);
        tables.check_ins = table([
            ("objective", texts(["a"])),
            ("on", texts(["2026-10-05"])),
            ("value", Column::numbers([number])),
            ("confidence", Column::numbers([number])),
        ]);
        let places: Vec<String> = found(&tables).into_iter().map(|(_, path)| path).collect();
        assert_eq!(
            places,
            ["/readings/0/value", "/check_ins/0/value", "/check_ins/0/confidence", "/alignments/0/weight"]
        );
    }
}

/// Puts something wrong into a document.
fn damaged(document: &mut Value, choices: &mut Choices) {
    let mut places: Vec<String> = Vec::new();
    collect(document, "", &mut places);
    let nobody = json!("nobody at all");
    for _ in 0..1 + choices.below(3) {
        let place = &places[choices.below(places.len())];
        let field = place.rsplit('/').next().unwrap();
        let wrong = match field {
            "weight" => json!(-1.0),
            "cycle" | "team" | "owner" | "kpi" | "parent" | "within" | "to" => nobody.clone(),
            "kind" | "role" | "ambition" | "direction" | "credit" => json!("wierd"),
            "start" | "due" | "end" => json!(["2990-01-01", "1901-01-01", "2026-02-30"][choices.below(3)]),
            "on" => json!("2026-02-30"),
            "check_in_every" => json!("often"),
            "confidence" => json!(1e9),
            "id" if !place.contains("items") && !place.contains("initiatives") => json!("b"),
            _ => continue,
        };
        if let Some(value) = document.pointer_mut(place) {
            *value = wrong;
        }
    }
}

fn collect(value: &Value, place: &str, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) if !place.ends_with("/policy") && !place.ends_with("/extra") => {
            fields.iter().for_each(|(name, value)| collect(value, &format!("{place}/{name}"), places));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| collect(value, &format!("{place}/{at}"), places));
        }
        _ => places.push(place.to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is wrong with a document is wrong with its tables, in the row that says it; nothing else is.
    #[test]
    fn faults_of_a_document_are_faults_of_its_tables(tape in tapes(), seed in any::<u64>()) {
        let mut choices = Choices::Seed(seed);
        let mut document = case(&mut Choices::Tape(tape.into_iter())).document;
        damaged(&mut document, &mut choices);
        let (tables, places) = tables(&document, &mut choices);
        let told = |result: Result<Workspace, okr_core::Error>| {
            let error = result.err();
            let findings = error.iter().flat_map(|error| error.findings().to_vec());
            findings.map(|finding| (finding.code, finding.path)).collect::<Vec<_>>()
        };
        let written = told(Workspace::from_json(&document.to_string()));
        let mut expected: Vec<_> =
            written.into_iter().map(|(code, path)| (code, row_of(&path, &places, &tables))).collect();
        let mut found = told(Workspace::from_tables(&tables, &Limits::default()));
        // Two ids that are one: which rows belong to which is then another question for tables than for a document.
        prop_assume!(!found.iter().any(|(code, _)| *code == ErrorCode::DuplicateId));
        expected.sort();
        found.sort();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn an_id_that_stands_twice_is_told_before_what_dangles_because_of_it() {
    // The second objective was meant to be `b`, which key results, check-ins and links name.
    let mut tables = small();
    tables.objectives = table([("id", texts(["a", "a"])), ("title", texts(["A", "B"]))]);
    tables.check_ins = table([("objective", texts(["b"])), ("on", texts(["2026-10-05"])), ("note", texts(["so"]))]);
    tables.alignments = table([("from", texts(["a"])), ("to", texts(["b"]))]);
    let error = load(&tables).unwrap_err();
    let told: Vec<(ErrorCode, &str)> =
        error.findings().iter().map(|finding| (finding.code, finding.path.as_str())).collect();
    assert_eq!(
        told,
        [
            (ErrorCode::DuplicateId, "/objectives/1/id"),
            (ErrorCode::DanglingReference, "/key_results/1/objective"),
            (ErrorCode::DanglingReference, "/check_ins/0/objective"),
            (ErrorCode::DanglingReference, "/alignments/0/to"),
        ]
    );
}
