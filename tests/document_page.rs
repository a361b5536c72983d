//! The page about the document says what is so: its minimal document, kinds of measures, limits and codes are those of
//! the engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

use okr_core::model::MeasureKind;
use okr_core::{ErrorCode, Event, Limits, Severity, Workspace};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const PAGE: &str = include_str!("../okr-core/docs/document.md");

/// The text between a heading of the second level and the next one.
fn section(heading: &str) -> &'static str {
    let from = PAGE.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no heading {heading}")).1;
    from.split("\n## ").next().unwrap()
}

/// Cells of the table that has a heading row, without that row.
fn table(section: &'static str, heading: &str) -> Vec<Vec<&'static str>> {
    let rows = section.lines().skip_while(|line| *line != heading).skip(2).take_while(|line| line.starts_with('|'));
    let rows: Vec<Vec<&str>> =
        rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect()).collect();
    assert!(!rows.is_empty(), "no table {heading}");
    rows
}

fn first_json(section: &'static str) -> &'static str {
    section.split_once("```json\n").unwrap().1.split_once("```").unwrap().0
}

#[test]
fn its_minimal_document_is_scored_without_a_doubt() {
    let workspace = to_start_from();
    let card = workspace.score("2026-11-15".parse().unwrap());
    let scored = card.findings(&workspace).unwrap();
    let doubts: Vec<_> =
        workspace.findings().iter().chain(&scored).filter(|finding| finding.severity != Severity::Hint).collect();
    assert!(doubts.is_empty(), "{doubts:?}");
    assert_eq!(card.objective("habit").unwrap().progress(), Some(0.15));
}

#[test]
fn its_policy_is_one() {
    okr_core::Policy::from_json(first_json(section("Policies"))).unwrap();
}

/// A value that a field of a kind takes, and what it needs beside it.
fn sensible(kind: &str, field: &str) -> Vec<(&'static str, Value)> {
    let value = match field {
        "baseline" => json!(0),
        "target" | "seed" => json!(5),
        "direction" => json!("increase"),
        "low" => json!(2),
        "high" => json!(8),
        "strict" | "with_own" => json!(true),
        "read" => json!("share_of_check_ins"),
        // Linear needs one field more.
        "credit" => return vec![("credit", json!("linear")), ("zero_at", sensible(kind, "zero_at")[0].1.clone())],
        "zero_at" | "risk_at" => json!(if kind == "at_least" { 3 } else { 7 }),
        "items" => json!([{"id": "a"}]),
        "due" => json!("2026-11-10"),
        "points" => json!([{"at": 1, "score": 0.5}, {"at": 2, "score": 1}]),
        "between" => json!("linear"),
        "of" => json!("mean"),
        "unit" => json!("%"),
        "aggregate" => json!("max"),
        _ => panic!("the page lists the field {field}"),
    };
    let name = FIELDS.iter().find(|name| **name == field).unwrap();
    vec![(name, value)]
}

const FIELDS: [&str; 19] = [
    "baseline",
    "target",
    "direction",
    "low",
    "high",
    "strict",
    "read",
    "credit",
    "zero_at",
    "risk_at",
    "items",
    "due",
    "points",
    "between",
    "of",
    "with_own",
    "unit",
    "aggregate",
    "seed",
];

/// Codes of everything wrong with a measure.
fn errors(measure: &Map<String, Value>) -> Vec<(ErrorCode, String)> {
    let document = json!({"okr": 1, "objectives": [{"id": "o", "title": "O", "key_results": [
        {"id": "k", "title": "K", "measure": measure}]}]});
    match Workspace::from_json(&document.to_string()) {
        Ok(_) => Vec::new(),
        Err(error) => {
            let field = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
            error.findings().iter().map(|finding| (finding.code, field(&finding.path))).collect()
        }
    }
}

#[test]
fn its_table_of_kinds_is_that_of_the_engine() {
    let kinds = table(section("Measures"), "| kind | required | optional | rule |");
    let listed: Vec<&str> = kinds.iter().map(|row| row[0]).collect();
    let all: Vec<&str> = MeasureKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(listed, all);
    for row in kinds {
        let kind = row[0];
        let fields = |cell: &'static str| -> Vec<&'static str> {
            cell.split(',').map(|field| field.trim().trim_matches('`')).filter(|field| !field.is_empty()).collect()
        };
        let (required, optional) = (fields(row[1]), fields(row[2]));
        let mut least = Map::from_iter([("kind".to_owned(), json!(kind))]);
        for field in &required {
            least.extend(sensible(kind, field).into_iter().map(|(name, value)| (name.to_owned(), value)));
        }
        assert_eq!(errors(&least), [], "{kind} with what it requires");
        for field in &required {
            let mut without = least.clone();
            without.remove(*field);
            let code = if *field == "points" { ErrorCode::BadLevels } else { ErrorCode::MeasureIncomplete };
            assert_eq!(errors(&without), [(code, (*field).to_owned())], "{kind} without {field}");
        }
        for field in FIELDS.iter().filter(|field| !required.contains(field)) {
            let mut with = least.clone();
            let mut stated = sensible(kind, field);
            let is_listed = optional.contains(field);
            // What a field needs beside it is no matter where the field itself is refused.
            stated.truncate(if is_listed { stated.len() } else { 1 });
            with.extend(stated.into_iter().map(|(name, value)| (name.to_owned(), value)));
            let found = errors(&with);
            if is_listed {
                assert_eq!(found, [], "{kind} with {field}");
            } else {
                let refused = (ErrorCode::FieldNotForKind, (*field).to_owned());
                assert!(found.contains(&refused), "{kind} takes {field}: {found:?}");
            }
        }
    }
}

#[test]
fn linear_credit_requires_where_it_ends() {
    let measure = json!({"kind": "at_least", "target": 5, "credit": "linear"});
    let expected = [(ErrorCode::MeasureIncomplete, "zero_at".to_owned())];
    assert_eq!(errors(measure.as_object().unwrap()), expected);
}

#[test]
fn its_table_of_fields_has_each_field_of_a_measure_once() {
    let rows = table(section("Measures"), "| field | type | what | default |");
    let listed: Vec<&str> =
        rows.iter().flat_map(|row| row[0].split(", ").map(|field| field.trim_matches('`'))).collect();
    assert_eq!(listed, FIELDS);
}

/// Every field of every object of a document has a row, but for those of small entries that a row tells in one.
#[test]
fn it_names_every_field_that_the_schema_has() {
    let schema: Value = serde_json::from_str(include_str!("../okr-core/schemas/document.schema.json")).unwrap();
    let objects = section("Objects");
    let fields =
        |object: &Value| -> BTreeSet<String> { object["properties"].as_object().unwrap().keys().cloned().collect() };
    for (heading, object) in [
        ("Document", &schema),
        ("Cycle", &schema["$defs"]["Cycle"]),
        ("Team", &schema["$defs"]["Team"]),
        ("Person", &schema["$defs"]["Person"]),
        ("KPI", &schema["$defs"]["Kpi"]),
        ("Objective", &schema["$defs"]["Objective"]),
        ("Key result", &schema["$defs"]["KeyResult"]),
        ("Check-in", &schema["$defs"]["CheckIn"]),
        ("Amendment", &schema["$defs"]["Amendment"]),
        ("State", &schema["$defs"]["StateChange"]),
        ("Override", &schema["$defs"]["StatusOverride"]),
        ("Link", &schema["$defs"]["Alignment"]),
        ("Initiative", &schema["$defs"]["Initiative"]),
        ("Plan point", &schema["$defs"]["PlanPoint"]),
    ] {
        let from = objects.split_once(&format!("\n### {heading}\n")).unwrap_or_else(|| panic!("no {heading}")).1;
        let rows = from.split("\n### ").next().unwrap().lines().filter(|line| line.starts_with("| `"));
        let listed: BTreeSet<String> = rows
            .flat_map(|row| row.split('|').nth(1).unwrap().split(',').map(|field| field.trim().trim_matches('`')))
            .map(str::to_owned)
            .collect();
        assert_eq!(listed, fields(object), "{heading}");
    }
}

/// A document in which an objective of 0.5 contributes to a target, and what is found in it.
fn linked(to: &str, measure: Value) -> (Workspace, Vec<ErrorCode>) {
    let half = json!({"id": "half", "title": "H", "measure": {"kind": "move", "target": 10},
        "check_ins": [{"on": "2026-10-12", "value": 5}]});
    let document = json!({"okr": 1,
    "cycles": [{"id": "q", "start": "2026-10-01", "end": "2026-12-31"}],
    "objectives": [
        {"id": "top", "title": "T", "cycle": "q", "key_results": [{"id": "k", "title": "K", "measure": measure}]},
        {"id": "low", "title": "L", "cycle": "q", "aligned_to": [{"to": to}], "key_results": [half]},
    ]});
    let workspace = Workspace::from_json(&document.to_string()).unwrap();
    let codes = workspace.findings().iter().map(|finding| finding.code).collect();
    (workspace, codes)
}

#[test]
fn a_link_counts_as_it_says() {
    let plain = || json!({"kind": "move", "target": 10});
    let from_children = json!({"kind": "from_children", "of": "progress", "target": 10});
    for (to, measure, progress, codes) in [
        ("top", plain(), 0.25, vec![]),
        ("k", plain(), 0.0, vec![ErrorCode::LinkNotRead]),
        ("k", from_children, 0.5, vec![]),
    ] {
        let (workspace, found) = linked(to, measure);
        assert_eq!(found, codes, "to {to}");
        let card = workspace.score("2026-11-15".parse().unwrap());
        assert_eq!(card.objective("top").unwrap().progress(), Some(progress), "to {to}");
    }
}

#[test]
fn only_by_and_continues_may_name_what_is_not_there() {
    let with = |field: &str| {
        let mut objective = json!({"id": "o", "title": "O", "check_ins": [{"on": "2026-10-01"}]});
        let place = if field == "by" { &mut objective["check_ins"][0] } else { &mut objective };
        place[field] = if field == "contributors" { json!(["nobody"]) } else { json!("nobody") };
        Workspace::from_json(&json!({"okr": 1, "objectives": [objective]}).to_string()).map(|_| ())
    };
    for field in ["by", "continues"] {
        with(field).unwrap();
    }
    for field in ["cycle", "team", "owner", "contributors"] {
        assert_eq!(with(field).unwrap_err().code(), ErrorCode::DanglingReference, "{field}");
    }
}

#[test]
fn a_policy_without_a_name_is_called_as_it_says() {
    let name = |policy: &str| okr_core::Policy::from_json(policy).unwrap().name;
    assert_eq!(name(r#"{"base": "google", "status": {"grace": 0.2}}"#), "custom");
    assert!(section("Policies").contains("`custom`"));
    assert_eq!(name(r#"{"base": "google"}"#), "google");
}

#[test]
fn its_limits_are_the_defaults() {
    let limits = table(section("Limits"), "| limit | default | of what |");
    let listed: Vec<String> = limits.iter().map(|row| format!("{}: {}", row[0], row[1].replace(',', ""))).collect();
    assert_eq!(
        format!("Limits {{ {} }}", listed.join(", ")),
        format!("{:?}", Limits::default()).replace(", cancel: None", "")
    );
}

#[test]
fn its_codes_are_all_there_are() {
    let listed = table(section("Codes"), "| number | code | severity | meaning |");
    let row = |code: &ErrorCode| {
        [code.number().to_string(), code.to_string(), code.severity().as_str().to_owned(), code.summary().to_owned()]
    };
    assert_eq!(listed, ErrorCode::ALL.iter().map(row).collect::<Vec<_>>());
}

/// The workspace to start from.
fn to_start_from() -> Workspace {
    Workspace::from_json(first_json(section("To start from"))).unwrap()
}

#[test]
fn its_events_do_what_it_says() {
    let mut workspace = to_start_from();
    let mut kinds = Vec::new();
    let mut seen = Vec::new();
    for line in first_json(section("Events")).lines() {
        let event = Event::from_json(line).unwrap();
        let _ = workspace.apply(&event).unwrap();
        let card = workspace.score("2026-11-15".parse().unwrap());
        let row = card.key_result("dau").unwrap();
        let later = workspace.score("2026-11-20".parse().unwrap());
        let status = later.objective("habit").unwrap().status().as_str();
        seen.push((row.progress().unwrap(), row.status().as_str(), status));
        let kind: Value = serde_json::from_str(line).unwrap();
        kinds.extend(kind["kind"].as_object().unwrap().keys().cloned());
    }
    let numbers: Vec<f64> = seen.iter().map(|(progress, ..)| *progress).collect();
    assert_eq!(numbers, [0.45, 0.6, 0.6, 0.6]);
    assert_eq!(seen.iter().map(|(_, status, _)| *status).collect::<Vec<_>>()[1..3], ["on_track", "at_risk"]);
    assert_eq!(seen.iter().map(|(.., status)| *status == "achieved").collect::<Vec<_>>(), [false, false, false, true]);
    // What an event states is part of the document then, but for what is the host's own.
    let printed = workspace.to_json();
    assert!(printed.contains("a strike") && printed.contains("a market less") && !printed.contains("2026-11-23"));
    let listed = table(section("Events"), "| kind | an object as | of |");
    let listed: BTreeSet<&str> = listed.iter().map(|row| row[0]).collect();
    assert_eq!(listed, kinds.iter().map(String::as_str).collect());
}

#[test]
fn its_table_of_events_has_their_fields() {
    let error = Event::from_json(r#"{"of": "dau", "kind": {}, "when": "2026-11-09"}"#).unwrap_err();
    let known = error.findings()[0].help.split_once("has the fields ").unwrap().1;
    let fields = table(section("Events"), "| field | type | what | default |");
    assert_eq!(fields.iter().map(|row| row[0]).collect::<Vec<_>>(), known.split(", ").collect::<Vec<_>>());
}

#[test]
fn events_are_refused_as_it_says() {
    let refused = |text: &str| {
        let error = Event::from_json(text).and_then(|event| to_start_from().apply(&event).map(drop)).unwrap_err();
        (error.code().as_str(), error.path().to_owned())
    };
    let told = |code, path: &str| (code, path.to_owned());
    let check_in =
        |fields: &str| format!(r#"{{"of": "dau", "kind": {{"check_in": {{"on": "2026-11-09", {fields}}}}}}}"#);
    assert_eq!(refused(&check_in(r#""value": true"#)), told("value_not_for_kind", "/kind/check_in/value"));
    assert_eq!(refused(&check_in(r#""confidence": 7"#)), told("out_of_range", "/kind/check_in/confidence"));
    let amendment = r#"{"on": "2026-11-09", "weight": 2}"#;
    for (of, kind, code, path) in [
        ("nobody", format!(r#"{{"amendment": {amendment}}}"#), "unknown_id", "/of"),
        ("habit", format!(r#"{{"amendment": {amendment}}}"#), "not_amendable", "/of"),
        ("dau", "{}".to_owned(), "missing_field", "/kind"),
        ("dau", format!(r#"{{"amendment": {amendment}, "check_in": {{"on": "2026-11-09"}}}}"#), "wrong_type", "/kind"),
    ] {
        assert_eq!(refused(&format!(r#"{{"of": "{of}", "kind": {kind}}}"#)), told(code, path));
    }
}

#[test]
fn confidence_of_an_event_is_a_fraction_on_any_scale() {
    let text =
        first_json(section("To start from")).replacen("\"okr\": 1,", "\"okr\": 1, \"confidence_scale\": [0, 10],", 1);
    let mut workspace = Workspace::from_json(&text).unwrap();
    let event = Event::from_json(first_json(section("Events")).lines().next().unwrap()).unwrap();
    let _ = workspace.apply(&event).unwrap();
    let card = workspace.score("2026-11-15".parse().unwrap());
    assert_eq!(card.key_result("dau").unwrap().confidence(), Some(0.7));
}

#[test]
fn its_links_lead_to_files_and_headings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("okr-core/docs");
    for target in PAGE.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let (path, heading) = target.split_once('#').unwrap_or((target, ""));
        let path = if path.is_empty() { "document.md" } else { path };
        let text = std::fs::read_to_string(folder.join(path)).unwrap_or_else(|_| panic!("{path} does not exist"));
        let slug = |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        let is_there = text.lines().any(|line| line.starts_with('#') && slug(line) == heading);
        assert!(heading.is_empty() || is_there, "no heading for {target}");
    }
}

#[test]
fn its_tables_have_the_columns_of_the_engine() {
    use okr_core::tables::{Column, Table, Tables};
    let listed = table(section("As tables"), "| table | a row for | columns that are needed | other columns |");
    assert_eq!(listed.len(), 9);
    for row in listed {
        let names = |cell: &'static str| -> BTreeSet<&'static str> {
            cell.split(',').map(|name| name.trim().trim_matches('`')).filter(|name| !name.is_empty()).collect()
        };
        let mut tables = Tables::default();
        let slot = match row[0] {
            "objectives" => &mut tables.objectives,
            "key_results" => &mut tables.key_results,
            "check_ins" => &mut tables.check_ins,
            "alignments" => &mut tables.alignments,
            "cycles" => &mut tables.cycles,
            "teams" => &mut tables.teams,
            "people" => &mut tables.people,
            "kpis" => &mut tables.kpis,
            "readings" => &mut tables.readings,
            other => panic!("the page lists the table {other}"),
        };
        *slot = Table::new().with("§", Column::nulls(1)).unwrap();
        let error = Workspace::from_tables(&tables, &Limits::default()).unwrap_err();
        let unknown = error.findings().iter().find(|finding| finding.code == ErrorCode::UnknownField).unwrap();
        let known = unknown.help.split_once("has the columns ").unwrap().1;
        let all: BTreeSet<&str> = known.split(", ").collect();
        let (needed, others) = (names(row[2]), names(row[3]));
        assert_eq!(needed.union(&others).copied().collect::<BTreeSet<_>>(), all, "{}", row[0]);
        let missing = error.findings().iter().filter(|finding| finding.code == ErrorCode::MissingField);
        let missing: BTreeSet<&str> = missing.map(|finding| finding.message.split('`').nth(1).unwrap()).collect();
        assert_eq!(missing, needed, "{}", row[0]);
    }
}
