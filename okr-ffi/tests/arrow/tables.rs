//! The tables of a scorecard and a workspace say what its JSON says.

use okr::arrow::{Cell, Order, ReadTable, Table, read};
use okr_core::{Date, Limits, Scoring, Workspace};
use std::sync::Arc;

fn organisation() -> Workspace {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../okr-core/examples/organisation.json");
    Workspace::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn back(table: Table) -> ReadTable {
    read(Arc::new(table).stream(), &Limits::default()).unwrap()
}

fn number(table: &ReadTable, column: &str, row: usize) -> Option<f64> {
    match table.column(column).unwrap().get(row) {
        Some(Cell::Number(number)) => Some(number),
        None => None,
        other => panic!("{column} has {other:?}"),
    }
}

fn text<'a>(table: &'a ReadTable, column: &str, row: usize) -> Option<&'a str> {
    match table.column(column).unwrap().get(row) {
        Some(Cell::Text(text)) => Some(text),
        None => None,
        other => panic!("{column} has {other:?}"),
    }
}

#[test]
fn objectives_and_key_results_are_those_of_the_report_in_both_orders() {
    let workspace = organisation();
    let card = Arc::new(workspace.score(Date::new(2026, 11, 21).unwrap()));
    let report = card.report(&workspace).unwrap();
    for order in [Order::Document, Order::Rows] {
        let objectives = back(Table::objectives(&card, &workspace, order).unwrap());
        let key_results = back(Table::key_results(&card, &workspace, order).unwrap());
        assert_eq!((objectives.rows, key_results.rows), (report.objectives.len(), card.key_results().count()));
        let mut place = 0;
        for (at, row) in report.objectives.iter().enumerate() {
            let here = if order == Order::Rows { card.objective(row.id).unwrap().row() } else { at };
            for (column, expected) in [
                ("value", row.value),
                ("baseline", row.baseline),
                ("target", row.target),
                ("progress", row.progress),
                ("raw", row.raw),
                ("expected", row.expected),
                ("confidence", row.confidence),
                ("score", row.score),
                ("manual_score", row.manual_score),
                ("weight", row.weight),
                ("contribution", row.contribution),
            ] {
                assert_eq!(number(&objectives, column, here), expected, "{column} of {}", row.id);
            }
            for (column, expected) in [
                ("id", Some(row.id)),
                ("title", Some(row.title)),
                ("cycle", row.cycle),
                ("team", row.team),
                ("owner", row.owner),
                ("ambition", row.ambition.map(|word| word.as_str())),
                ("unit", row.unit),
                ("status", Some(row.status.as_str())),
                ("status_reason", Some(row.status_reason.as_str())),
                ("label", row.label),
                ("grade", row.grade),
                ("left_out", row.left_out.map(|word| word.as_str())),
            ] {
                assert_eq!(text(&objectives, column, here), expected, "{column} of {}", row.id);
            }
            assert_eq!(objectives.column("counted").unwrap().get(here), Some(Cell::Boolean(row.counted)));
            for key_result in &row.key_results {
                let row = key_result;
                let here = if order == Order::Rows { card.key_result(row.id).unwrap().row() } else { place };
                place += 1;
                for (column, expected) in [
                    ("value", row.value),
                    ("baseline", row.baseline),
                    ("target", row.target),
                    ("progress", row.progress),
                    ("raw", row.raw),
                    ("expected", row.expected),
                    ("confidence", row.confidence),
                    ("score", row.score),
                    ("manual_score", row.manual_score),
                    ("weight", row.weight),
                    ("contribution", row.contribution),
                ] {
                    assert_eq!(number(&key_results, column, here), expected, "{column} of {}", row.id);
                }
                for (column, expected) in [
                    ("objective", Some(report.objectives[at].id)),
                    ("id", Some(row.id)),
                    ("role", Some(row.role.as_str())),
                    ("status", Some(row.status.as_str())),
                    ("left_out", row.left_out.map(|word| word.as_str())),
                ] {
                    assert_eq!(text(&key_results, column, here), expected, "{column} of {}", row.id);
                }
                let days = row.stale_days.map(|days| Cell::Integer(days.into()));
                assert_eq!(key_results.column("stale_days").unwrap().get(here), days);
            }
        }
    }
}

#[test]
fn groups_kpis_and_check_ins_are_those_of_the_engine() {
    let workspace = organisation();
    let card = workspace.score(Date::new(2026, 11, 21).unwrap());
    for (table, rows) in [
        (Table::teams(&card, &workspace), card.teams(&workspace)),
        (Table::people(&card, &workspace), card.people(&workspace)),
        (Table::cycles(&card, &workspace), card.cycles(&workspace)),
    ] {
        let (table, rows) = (back(table.unwrap()), rows.unwrap());
        assert_eq!(table.rows, rows.len());
        for (at, row) in rows.iter().enumerate() {
            assert_eq!((text(&table, "id", at), text(&table, "name", at)), (Some(row.id), Some(row.name)));
            assert_eq!((number(&table, "progress", at), number(&table, "expected", at)), (row.progress, row.expected));
            assert_eq!(text(&table, "status", at), Some(row.status.as_str()));
            assert_eq!(table.column("objectives").unwrap().get(at), Some(Cell::Integer(row.objectives.into())));
        }
    }
    let kpis = back(Table::kpis(&card, &workspace).unwrap());
    let report = card.report(&workspace).unwrap();
    assert_eq!(text(&kpis, "state", 0), Some(report.kpis[0].state.as_str()));
    let table = back(Table::check_ins(&workspace));
    let stated: usize = workspace
        .to_document()
        .objectives
        .iter()
        .map(|o| o.check_ins.len() + o.key_results.iter().map(|k| k.check_ins.len()).sum::<usize>())
        .sum();
    assert_eq!(table.rows, stated);
    for (at, row) in workspace.check_ins().enumerate() {
        assert_eq!(
            (text(&table, "objective", at), text(&table, "key_result", at)),
            (Some(row.objective), row.key_result)
        );
        assert_eq!(table.column("on").unwrap().get(at), Some(Cell::Date(row.on)));
        assert_eq!((number(&table, "value", at), number(&table, "confidence", at)), (row.value, row.confidence));
        assert_eq!((text(&table, "note", at), text(&table, "by", at)), (row.note, row.by));
    }
}

#[test]
fn nothing_has_tables_too_and_half_a_scorecard_has_none() {
    let workspace = Workspace::from_json(r#"{"okr": 1}"#).unwrap();
    let date = Date::new(2026, 11, 21).unwrap();
    let card = Arc::new(workspace.score(date));
    let table = back(Table::objectives(&card, &workspace, Order::Document).unwrap());
    assert_eq!((table.rows, table.columns.len()), (0, 24));
    assert_eq!(back(Table::check_ins(&workspace)).rows, 0);
    let mut partial = okr_core::Scorecard::default();
    workspace.score_into(&Scoring::as_of(date).progress_only(), &mut partial);
    let error = Table::key_results(&Arc::new(partial), &workspace, Order::Rows).unwrap_err();
    assert_eq!(error.code().as_str(), "partial_scorecard");
}
