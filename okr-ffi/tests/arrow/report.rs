//! Every column of a table that the report has a field for says what the report says, to the bit: on random workspaces
//! under random policies, and on an organisation under every preset. Whole tables and those made on demand alike.

use crate::memory;
use crate::support::engine::date;
use crate::support::random::{Case, cases};
use okr::arrow::{Cell, Order, Table, read};
use okr_core::{Limits, Policy, Scorecard, Workspace};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::Arc;

fn same(cell: Option<Cell<'_>>, said: &Value) -> bool {
    match cell {
        None => said.is_null(),
        Some(Cell::Number(number)) => said.as_f64().is_some_and(|said| said.to_bits() == number.to_bits()),
        Some(Cell::Integer(integer)) => said.as_i64() == Some(integer),
        Some(Cell::Text(text)) => said.as_str() == Some(text),
        Some(Cell::Boolean(is)) => said.as_bool() == Some(is),
        _ => false,
    }
}

/// Compares a row with that of the report; answers how many columns there were to compare.
fn compare(table: &okr_core::tables::Table, at: usize, row: &Value) -> usize {
    let mut compared = 0;
    for (name, column) in table.columns() {
        // The key results of an objective are listed in the report and counted in the table.
        let said = row.get(name).filter(|said| !said.is_array());
        let said = if name == "computed_status" { Some(&row["override"]["computed"]) } else { said };
        if let Some(said) = said {
            let cell = column.get(at);
            assert!(same(cell, said), "{name} of {} is {cell:?}, the report says {said}", row["id"]);
            compared += 1;
        }
    }
    compared
}

/// Both tables in both orders, made at once and made on demand.
fn check(workspace: &Arc<Workspace>, card: &Arc<Scorecard>) {
    let report: Value = serde_json::from_str(&card.to_json(workspace).unwrap()).unwrap();
    let back = |table: okr_core::Result<Table>| read(Arc::new(table.unwrap()).stream(), &Limits::default()).unwrap();
    for order in [Order::Document, Order::Rows] {
        let tables = [
            (Table::objectives(card, workspace, order), Table::key_results(card, workspace, order)),
            (Table::objectives_on_demand(card, workspace, order), Table::key_results_on_demand(card, workspace, order)),
        ];
        for (objectives, key_results) in tables {
            let (objectives, key_results) = (back(objectives), back(key_results));
            let mut place = 0;
            for (at, objective) in report["objectives"].as_array().unwrap().iter().enumerate() {
                let row = card.objective(objective["id"].as_str().unwrap()).unwrap();
                let at = if order == Order::Rows { row.row() } else { at };
                assert_eq!(compare(&objectives, at, objective), 25);
                for key_result in objective["key_results"].as_array().unwrap() {
                    let row = card.key_result(key_result["id"].as_str().unwrap()).unwrap();
                    let at = if order == Order::Rows { row.row() } else { place };
                    place += 1;
                    assert_eq!(compare(&key_results, at, key_result), 25);
                    for column in ["cycle", "team"] {
                        assert!(same(key_results.column(column).unwrap().get(at), &objective[column]));
                    }
                    assert!(same(key_results.column("objective").unwrap().get(at), &objective["id"]));
                }
            }
            assert_eq!(key_results.rows(), place);
        }
    }
}

fn scored(case: &Case) -> (Arc<Workspace>, Arc<Scorecard>) {
    let workspace = Workspace::from_json(&case.document.to_string()).expect("a valid document");
    let card = match &case.policy {
        None => workspace.score(date(&case.as_of)),
        Some(policy) => {
            let policy = Policy::from_json(&policy.to_string()).expect("a policy");
            workspace.score_with(&policy, date(&case.as_of)).expect("a policy for it")
        }
    };
    (Arc::new(workspace), Arc::new(card))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_say_what_the_report_says(case in cases()) {
        let (workspace, card) = scored(&case);
        check(&workspace, &card);
    }
}

#[test]
fn tables_say_what_the_report_says_under_every_preset() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../okr-core/examples/organisation.json");
    let workspace = Arc::new(Workspace::from_json(&std::fs::read_to_string(path).unwrap()).unwrap());
    // Each is many times slower under valgrind.
    let presets = Policy::presets().take(if memory::is_inside() { 4 } else { usize::MAX });
    for (name, day) in presets.zip(["2026-11-21", "2027-01-04", "2026-03-31"].into_iter().cycle()) {
        let policy = Policy::preset(name).unwrap();
        check(&workspace, &Arc::new(workspace.score_with(&policy, date(day)).unwrap()));
    }
}

#[test]
fn a_column_on_demand_is_made_once_and_by_itself() {
    let text = r#"{"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": [
        {"id": "k", "title": "K", "measure": {"kind": "binary"}}]}]}"#;
    let workspace = Arc::new(Workspace::from_json(text).unwrap());
    let card = Arc::new(workspace.score(date("2026-11-21")));
    let table = Table::key_results_on_demand(&card, &workspace, Order::Document).unwrap();
    let made = Table::key_results(&card, &workspace, Order::Document).unwrap();
    assert!(table.names().eq(made.names()) && table.rows() == 1);
    let at = table.names().position(|name| name == "weight").unwrap();
    let numbers = |at: usize| table.column(at).unwrap().as_numbers().unwrap();
    assert!(std::ptr::eq(numbers(at), numbers(at)) && numbers(at) == [1.0]);
    assert!(table.column(table.names().len()).is_none());
    let other = Workspace::from_json(text).unwrap();
    let error = Table::key_results_on_demand(&card, &Arc::new(other), Order::Rows).unwrap_err();
    assert_eq!(error.code().as_str(), "foreign_scorecard");
}
