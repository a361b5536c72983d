//! The page of tables says what is so: every column of the real tables with its type, where a null may stand, which words
//! there are, and which types are read.

use super::producer::{Piece, stream_of};
use okr::arrow::{ArrowSchema, Column, OwnedSchema, Table, read};
use okr_core::{Date, Limits, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::CStr;
use std::sync::Arc;

const PAGE: &str = include_str!("../../docs/tables.md");

/// The headings of the tables that come out.
const HEADINGS: [&str; 7] = ["Objectives", "Key results", "Teams", "People", "Cycles", "KPIs", "Check-ins"];

/// The heading row of the columns of a table that comes out.
const COLUMNS: &str = "column | type | null | what";

/// Cells of the rows of a table on the page, below a heading; of the table that has the heading row.
fn rows(heading: &str, first: &str) -> Vec<Vec<&'static str>> {
    let section = PAGE.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no heading {heading}")).1;
    let section = section.split("\n## ").next().unwrap();
    let lines = section.lines().skip_while(|line| *line != format!("| {first} |")).skip(2);
    let rows = lines.take_while(|line| line.starts_with('|'));
    let rows: Vec<Vec<&str>> = rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect();
    assert!(!rows.is_empty(), "no table of {first} in {heading}");
    rows
}

/// The words in backticks of a cell.
fn quoted(cell: &'static str) -> Vec<&'static str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// All tables of a document as of a date, under their headings.
fn tables(document: &str, as_of: Date) -> Vec<(&'static str, Table)> {
    let workspace = Workspace::from_json(document).unwrap();
    let card = Arc::new(workspace.score(as_of));
    let order = okr::arrow::Order::Document;
    let all = [
        Table::objectives(&card, &workspace, order).unwrap(),
        Table::key_results(&card, &workspace, order).unwrap(),
        Table::teams(&card, &workspace).unwrap(),
        Table::people(&card, &workspace).unwrap(),
        Table::cycles(&card, &workspace).unwrap(),
        Table::kpis(&card, &workspace).unwrap(),
        Table::check_ins(&workspace),
    ];
    HEADINGS.into_iter().zip(all).collect()
}

fn organisation() -> Vec<(&'static str, Table)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../okr-core/examples/organisation.json");
    tables(&std::fs::read_to_string(path).unwrap(), Date::new(2026, 11, 21).unwrap())
}

/// A document of which nothing is stated that need not be, and one in which people set things by hand.
fn poor() -> Vec<(&'static str, Table)> {
    tables(
        r#"{"okr": 1,
        "cycles": [{"id": "c", "start": "2026-10-01", "end": "2026-12-31"}],
        "teams": [{"id": "t"}], "people": [{"id": "p"}], "kpis": [{"id": "k"}],
        "objectives": [
            {"id": "bare", "title": "B"},
            {"id": "o", "title": "O", "check_ins": [{"on": "2026-10-05", "confidence": 0.5}], "key_results": [
                {"id": "tracked", "title": "T", "measure": {"kind": "tracked"}}]}]}"#,
        Date::new(2026, 11, 21).unwrap(),
    )
}

/// What the page calls a format of Arrow.
fn type_of(schema: &ArrowSchema) -> &'static str {
    // SAFETY: a schema of this crate has a format.
    let format = unsafe { CStr::from_ptr(schema.format) }.to_str().unwrap();
    match (format, schema.dictionary.is_null()) {
        ("g", true) => "float64",
        ("i", true) => "int32",
        ("tdD", true) => "date32",
        ("b", true) => "bool",
        ("u", true) => "utf8",
        ("i", false) => "words",
        other => panic!("the page has no name for {other:?}"),
    }
}

#[test]
fn every_column_is_listed_with_its_type() {
    for (heading, table) in organisation() {
        let schema = table.schema();
        // SAFETY: a schema of this crate has as many children as it says, with names.
        let columns = unsafe { std::slice::from_raw_parts(schema.children, schema.n_children as usize) };
        let real: Vec<(&str, &str)> = columns
            .iter()
            // SAFETY: as above.
            .map(|column| unsafe { (CStr::from_ptr((**column).name).to_str().unwrap(), type_of(&**column)) })
            .collect();
        let listed: Vec<(&str, &str)> =
            rows(heading, COLUMNS).iter().map(|row| (row[0].trim_matches('`'), row[1])).collect();
        assert_eq!(listed, real, "{heading}");
    }
}

#[test]
fn nulls_are_where_it_says_and_nowhere_else() {
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    for (heading, table) in organisation().into_iter().chain(poor()) {
        let with_nulls = table.columns().filter(|(_, column)| column.null_count() > 0);
        seen.extend(with_nulls.map(|(name, _)| (heading, name.to_owned())));
    }
    for heading in HEADINGS {
        for row in rows(heading, COLUMNS) {
            let name = row[0].trim_matches('`');
            assert_eq!(row[2] != "never", seen.contains(&(heading, name.to_owned())), "{name} of {heading}");
        }
    }
}

#[test]
fn all_words_are_listed_in_their_order() {
    let mut listed = BTreeMap::new();
    for row in rows("Words", "column | words") {
        let (columns, which) = row[0].split_once(" of ").unwrap_or((row[0], ""));
        listed.extend(quoted(columns).into_iter().map(|name| ((name, which), quoted(row[1]))));
    }
    let mut used = BTreeSet::new();
    for (heading, table) in organisation() {
        for (name, column) in table.columns() {
            let Some(words) = Column::categories(column) else { continue };
            let which = match (name, heading) {
                ("state", "KPIs") => "KPIs",
                ("state", _) => "objectives and key results",
                _ => "",
            };
            let key = listed.keys().find(|key| **key == (name, which)).unwrap_or_else(|| panic!("no words for {name}"));
            assert_eq!(listed[key], words, "{name} of {heading}");
            used.insert(*key);
        }
    }
    assert_eq!(used.len(), listed.len(), "words of columns that are not there");
}

/// Reads a table without rows, of one column.
fn of_type(format: &'static str, words: Option<&'static str>) -> Result<(), okr::arrow::ReadError> {
    let alive = Arc::new(());
    let words = words.map(|format| Box::new(Piece { format, ..Piece::default() }));
    let column = Piece { format, words, ..Piece::default() };
    let mut raw = Piece::batch(0, 0, vec![("x", column)]).schema("", &alive);
    // SAFETY: made by the rules.
    let schema = unsafe { OwnedSchema::take(&mut raw) };
    read(stream_of(schema, vec![], None), &Limits::default()).map(|table| assert_eq!(table.columns().len(), 1))
}

#[test]
fn types_are_read_and_refused_as_it_says() {
    let [read, refused] = ["type | formats | read as", "type | formats"].map(|first| rows("What goes in", first));
    assert_eq!((read.len(), refused.len()), (10, 7));
    for format in read.iter().flat_map(|row| quoted(row[1])) {
        of_type(format, None).unwrap_or_else(|error| panic!("{format}: {error}"));
        of_type("C", Some(format)).unwrap_or_else(|error| panic!("a dictionary of {format}: {error}"));
    }
    for format in refused.iter().flat_map(|row| quoted(row[1])) {
        let error = of_type(format, None).unwrap_err();
        assert_eq!((error.column(), error.row()), (Some("x"), None), "{format}");
    }
}

#[test]
fn links_to_it_and_from_it_lead_somewhere() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let pages = ["README.md", "okr-py/README.md", "okr-py/docs/guide.md", "okr-core/docs/document.md"];
    for page in pages {
        let text = std::fs::read_to_string(format!("{root}/{page}")).unwrap();
        assert!(text.contains("okr-ffi/docs/tables.md"), "{page} has no link to the page of tables");
    }
    for target in PAGE.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let (path, heading) = target.split_once('#').unwrap_or((target, ""));
        let path = if path.is_empty() { "tables.md" } else { path };
        let text = std::fs::read_to_string(format!("{root}/okr-ffi/docs/{path}")).unwrap();
        let slug = |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        let is_there = text.lines().any(|line| line.starts_with('#') && slug(line) == heading);
        assert!(heading.is_empty() || is_there, "no heading for {target}");
    }
}
