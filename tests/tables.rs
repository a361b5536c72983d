//! Tables: what each rule of the page about the document says of them, and what is wrong with them, told by table, row
//! and column.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

#[path = "tables/faults.rs"]
mod faults;
#[path = "tables/rules.rs"]
mod rules;
mod support;

use okr_core::tables::{Column, Table, Tables};
use okr_core::{Error, ErrorCode, Limits, Workspace};

fn table<const N: usize>(columns: [(&str, Column); N]) -> Table {
    columns.into_iter().fold(Table::new(), |table, (name, column)| table.with(name, column).unwrap())
}

fn texts<const N: usize>(rows: [&str; N]) -> Column {
    Column::texts(rows).unwrap()
}

/// Texts, of which the empty ones are not stated.
fn some<const N: usize>(rows: [&str; N]) -> Column {
    Column::texts(rows.map(|text| Some(text).filter(|text| !text.is_empty()))).unwrap()
}

/// Two objectives, `a` and `b`, and a key result of each, `ka` from 0 to 10 and `kb`, done or not.
fn small() -> Tables {
    let mut tables = Tables::default();
    tables.objectives = table([("id", texts(["a", "b"])), ("title", texts(["A", "B"]))]);
    tables.key_results = table([
        ("objective", texts(["a", "b"])),
        ("id", texts(["ka", "kb"])),
        ("title", texts(["KA", "KB"])),
        ("kind", texts(["move", "binary"])),
        ("target", Column::numbers([Some(10.0), None])),
    ]);
    tables
}

fn load(tables: &Tables) -> Result<Workspace, Error> {
    Workspace::from_tables(tables, &Limits::default())
}

/// Codes and paths of everything wrong.
fn found(tables: &Tables) -> Vec<(ErrorCode, String)> {
    let findings = load(tables).map_or_else(|error| error.findings().to_vec(), |_| Vec::new());
    findings.into_iter().map(|finding| (finding.code, finding.path)).collect()
}
