//! The tables of a scorecard and a workspace say what its JSON says.

use okr::arrow::{Cell, Order, Table, read};
use okr_core::model::LinkKind;
use okr_core::{Date, Limits, Scoring, Workspace};
use std::sync::Arc;

fn organisation() -> Workspace {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../okr-core/examples/organisation.json");
    Workspace::from_json(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn back(table: Table) -> okr_core::tables::Table {
    read(Arc::new(table).stream(), &Limits::default()).unwrap()
}

fn number(table: &okr_core::tables::Table, column: &str, row: usize) -> Option<f64> {
    match table.column(column).unwrap().get(row) {
        Some(Cell::Number(number)) => Some(number),
        None => None,
        other => panic!("{column} has {other:?}"),
    }
}

fn date(table: &okr_core::tables::Table, column: &str, row: usize) -> Option<Date> {
    match table.column(column).unwrap().get(row) {
        Some(Cell::Date(date)) => Some(date),
        None => None,
        other => panic!("{column} has {other:?}"),
    }
}

fn text<'a>(table: &'a okr_core::tables::Table, column: &str, row: usize) -> Option<&'a str> {
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
        assert_eq!((objectives.rows(), key_results.rows()), (report.objectives.len(), card.key_results().count()));
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
            let computed = row.forced.as_ref().map(|forced| forced.computed.as_str());
            assert_eq!(text(&objectives, "computed_status", here), computed);
            let engine = card.objective(row.id).unwrap();
            assert_eq!(objectives.column("is_stale").unwrap().get(here), Some(Cell::Boolean(engine.is_stale())));
            let facts = card.objective_facts(&workspace).unwrap()[engine.row()];
            assert_eq!(
                (text(&objectives, "parent", here), text(&objectives, "state", here)),
                (facts.parent, Some(facts.state.as_str()))
            );
            assert_eq!((date(&objectives, "start", here), date(&objectives, "due", here)), (facts.start, facts.due));
            assert_eq!(date(&objectives, "last_check_in", here), facts.last_check_in);
            assert_eq!(objectives.column("level").unwrap().get(here), Some(Cell::Integer(facts.level.into())));
            let count = Cell::Integer(row.key_results.len() as i64);
            assert_eq!(objectives.column("key_results").unwrap().get(here), Some(count));
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
                let engine = card.key_result(row.id).unwrap();
                let facts = card.key_result_facts(&workspace).unwrap()[engine.row()];
                for (column, expected) in [
                    ("cycle", report.objectives[at].cycle),
                    ("team", report.objectives[at].team),
                    ("measure", Some(facts.measure.as_str())),
                    ("state", Some(facts.state.as_str())),
                    ("computed_status", row.forced.as_ref().map(|forced| forced.computed.as_str())),
                ] {
                    assert_eq!(text(&key_results, column, here), expected, "{column} of {}", row.id);
                }
                assert_eq!(
                    (date(&key_results, "start", here), date(&key_results, "due", here)),
                    (facts.start, facts.due)
                );
                assert_eq!(date(&key_results, "last_check_in", here), facts.last_check_in);
                assert_eq!(
                    key_results.column("check_ins").unwrap().get(here),
                    Some(Cell::Integer(facts.check_ins.into()))
                );
                assert_eq!(key_results.column("is_stale").unwrap().get(here), Some(Cell::Boolean(engine.is_stale())));
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
    for (table, rows, place) in [
        (Table::teams(&card, &workspace), card.teams(&workspace), "parent"),
        (Table::people(&card, &workspace), card.people(&workspace), "team"),
        (Table::cycles(&card, &workspace), card.cycles(&workspace), "within"),
    ] {
        let (table, rows) = (back(table.unwrap()), rows.unwrap());
        assert_eq!(table.rows(), rows.len());
        for (at, row) in rows.iter().enumerate() {
            assert_eq!((text(&table, "id", at), text(&table, "name", at)), (Some(row.id), Some(row.name)));
            assert_eq!((number(&table, "progress", at), number(&table, "expected", at)), (row.progress, row.expected));
            assert_eq!((text(&table, "status", at), text(&table, "label", at)), (Some(row.status.as_str()), row.label));
            assert_eq!(text(&table, place, at), row.within);
            if place == "within" {
                assert_eq!((date(&table, "start", at), date(&table, "end", at)), (row.start, row.end));
            }
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
    assert_eq!(table.rows(), stated);
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
    assert_eq!((table.rows(), table.columns().len()), (0, 33));
    assert_eq!(back(Table::check_ins(&workspace)).rows(), 0);
    let mut partial = okr_core::Scorecard::default();
    workspace.score_into(&Scoring::as_of(date).progress_only(), &mut partial);
    let error = Table::key_results(&Arc::new(partial), &workspace, Order::Rows).unwrap_err();
    assert_eq!(error.code().as_str(), "partial_scorecard");
}

/// The facts beside the numbers, against the document itself.
#[test]
fn facts_are_those_of_the_document() {
    let workspace = organisation();
    let as_of = Date::new(2026, 11, 21).unwrap();
    let card = workspace.score(as_of);
    let document = workspace.to_document();
    let (objectives, key_results) =
        (card.objective_facts(&workspace).unwrap(), card.key_result_facts(&workspace).unwrap());
    let facts_of = |id: &str| objectives[card.objective(id).unwrap().row()];
    let mut highest = 0;
    for objective in &document.objectives {
        let facts = facts_of(&objective.id);
        let cycle = document.cycles.iter().find(|cycle| Some(&cycle.id) == objective.cycle.as_ref());
        assert_eq!(facts.start, objective.start.or(cycle.map(|cycle| cycle.start)));
        assert_eq!(facts.due, objective.due.or(cycle.map(|cycle| cycle.end)));
        let above: Vec<&str> = objective
            .aligned_to
            .iter()
            .filter(|link| link.kind == LinkKind::Contributes)
            .map(|link| link.to.as_str())
            .collect();
        assert_eq!(facts.parent, above.first().copied());
        let owner = |id: &&str| card.objective(id).unwrap_or_else(|| card.key_result(id).unwrap().objective()).id();
        assert_eq!(facts.level, above.iter().map(|id| facts_of(owner(id)).level + 1).max().unwrap_or(0));
        highest = highest.max(facts.level);
        let mut last = objective.check_ins.iter().map(|check_in| check_in.on).filter(|on| *on <= as_of).max();
        for key_result in &objective.key_results {
            let facts = key_results[card.key_result(&key_result.id).unwrap().row()];
            let seen = key_result.check_ins.iter().map(|check_in| check_in.on).filter(|on| *on <= as_of);
            if key_result.kpi.is_none() {
                assert_eq!(facts.last_check_in, seen.clone().max(), "{}", key_result.id);
                assert_eq!(facts.check_ins as usize, seen.count());
            }
            if key_result.amendments.is_empty() {
                assert_eq!(facts.measure, key_result.measure.kind);
                assert_eq!(facts.due, key_result.due.or(objective.due).or(cycle.map(|cycle| cycle.end)));
            }
            last = last.max(facts.last_check_in);
        }
        assert_eq!(facts.last_check_in, last);
    }
    assert!(highest > 0, "somebody contributes to somebody");
    let cycles = card.cycles(&workspace).unwrap();
    for (row, cycle) in cycles.iter().zip(&document.cycles) {
        assert_eq!((row.within, row.start, row.end), (cycle.within.as_deref(), Some(cycle.start), Some(cycle.end)));
    }
    for (row, team) in card.teams(&workspace).unwrap().iter().zip(&document.teams) {
        assert_eq!((row.within, row.start), (team.parent.as_deref(), None));
    }
    for (row, person) in card.people(&workspace).unwrap().iter().zip(&document.people) {
        assert_eq!(row.within, person.team.as_deref());
    }
}

#[test]
fn the_level_is_that_of_the_longest_way_up_whatever_links_say_first() {
    let workspace = Workspace::from_json(
        r#"{"okr": 1, "objectives": [
        {"id": "low", "title": "L", "aligned_to": [{"to": "top"}, {"to": "mid", "kind": "contributes"}, {"to": "side", "kind": "supports"}]},
        {"id": "top", "title": "T", "key_results": [{"id": "k", "title": "K", "measure": {"kind": "ratio", "target": 4}}]},
        {"id": "mid", "title": "M", "aligned_to": [{"to": "k"}]},
        {"id": "side", "title": "S", "aligned_to": [{"to": "low", "kind": "depends_on"}]}]}"#,
    )
    .unwrap();
    let card = workspace.score(Date::new(2026, 11, 21).unwrap());
    let facts = card.objective_facts(&workspace).unwrap();
    let told = |id: &str| {
        let facts = facts[card.objective(id).unwrap().row()];
        (facts.parent, facts.level)
    };
    assert_eq!([told("low"), told("mid")], [(Some("top"), 2), (Some("k"), 1)]);
    assert_eq!([told("top"), told("side")], [(None, 0), (None, 0)]);
}
