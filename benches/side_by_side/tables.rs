//! From tables to a workspace that can be scored, beside the same organisation as JSON.

use super::document::{self, iso};
use super::heap;
use super::measure::{ROUNDS, median, timed};
use super::organisation::{Kind, LAST_DAY, Organisation};
use super::random::Random;
use super::table::line;
use okr_core::tables::{Column, Table, Tables};
use okr_core::{Date, Limits, Workspace};

/// How the ids of other rows stand in a table.
#[derive(Clone, Copy, PartialEq)]
enum Ids {
    Text,
    Code,
}

/// In which order check-ins come.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    ByKeyResult,
    Shuffled,
}

pub(crate) fn compare(organisation: &Organisation, text: &str) {
    let limits = Limits::large();
    let count = organisation.key_results.len() as f64;
    let json = || Workspace::from_slice(text.as_bytes(), &limits).expect("a document of our own making");
    let expected = json().to_json();
    // Of two check-ins on one date the later row holds: only where days differ may rows come in any order.
    let most = organisation.key_results.iter().map(|key_result| key_result.check_ins.len()).max().unwrap_or(0);
    let orders = if most > 12 { 2 } else { 4 };
    let ways = [
        ("tables, ids as text", Ids::Text, Order::ByKeyResult),
        ("tables, ids by code", Ids::Code, Order::ByKeyResult),
        ("tables, ids as text, check-ins shuffled", Ids::Text, Order::Shuffled),
        ("tables, ids by code, check-ins shuffled", Ids::Code, Order::Shuffled),
    ];
    for (name, ids, order) in ways.into_iter().take(orders) {
        let tables = tables(organisation, ids, order);
        let load = || Workspace::from_tables(&tables, &limits).expect("tables of our own making");
        assert!(load().to_json() == expected, "{name} are the same organisation");
        let (mut ours, mut theirs, mut peak) = (Vec::new(), Vec::new(), 0);
        for _ in 0..ROUNDS {
            heap::give_back();
            heap::forget_peak();
            let before = heap::live();
            ours.push(timed(load).0);
            peak = heap::peak() - before;
            heap::give_back();
            theirs.push(timed(json).0);
        }
        let each = |times: Vec<f64>| median(times) / count;
        line(&format!("T  {name}"), "ns a key result", each(ours), "from_slice", each(theirs));
        super::table::figure("T  peak heap", "bytes a key result", peak as f64 / count);
    }
}

fn tables(organisation: &Organisation, ids: Ids, order: Order) -> Tables {
    let column = |rows: &[Option<&str>]| match ids {
        Ids::Text => Column::texts(rows.iter().copied()).expect("little text"),
        Ids::Code => by_code(rows),
    };
    let texts = |rows: &[String]| Column::texts(rows.iter().map(String::as_str)).expect("little text");
    let mut tables = Tables::default();
    tables.name = organisation.name.clone();
    let (start, end) = (day(0), day(LAST_DAY));
    tables.cycles = Table::new()
        .with("id", texts(&["2025-Q1".to_owned()]))
        .and_then(|table| table.with("start", Column::dates([start])))
        .and_then(|table| table.with("end", Column::dates([end])))
        .expect("a table");
    let people: Vec<String> = (0..organisation.people()).map(|person| format!("u{person}")).collect();
    let teams: Vec<String> = (0..organisation.teams()).map(|team| format!("t{team}")).collect();
    let parents: Vec<Option<&str>> =
        (0..teams.len()).map(|team| (team > 0).then(|| teams[(team.max(1) - 1) / 5].as_str())).collect();
    let of: Vec<Option<&str>> = (0..people.len()).map(|person| Some(teams[person % teams.len()].as_str())).collect();
    tables.teams = with(Table::new(), vec![("id", texts(&teams)), ("parent", column(&parents))]);
    tables.people = with(Table::new(), vec![("id", texts(&people)), ("team", column(&of))]);
    let objective_ids: Vec<String> =
        (0..organisation.objectives.len()).map(|row| organisation.objective_id(row)).collect();
    let key_result_ids: Vec<String> =
        (0..organisation.key_results.len()).map(|row| organisation.key_result_id(row)).collect();

    let (mut titles, mut own_teams, mut owners) = (Vec::new(), Vec::new(), Vec::new());
    let (mut from, mut to, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for (row, objective) in organisation.objectives.iter().enumerate() {
        let mut random = Random::new(objective.number as u64);
        titles.push(title(&mut random));
        own_teams.push((random.below(2) == 0).then(|| teams[random.below(teams.len())].as_str()));
        owners.push(Some(people[random.below(people.len())].as_str()));
        for parent in &objective.parents {
            from.push(Some(objective_ids[row].as_str()));
            to.push(Some(objective_ids[parent.objective].as_str()));
            weights.push(stated(parent.weight));
        }
    }
    let cycles: Vec<Option<&str>> = vec![Some("2025-Q1"); titles.len()];
    tables.objectives = with(
        Table::new(),
        vec![
            ("id", texts(&objective_ids)),
            ("title", texts(&titles)),
            ("cycle", column(&cycles)),
            ("team", column(&own_teams)),
            ("owner", column(&owners)),
        ],
    );
    tables.alignments =
        with(Table::new(), vec![("from", column(&from)), ("to", column(&to)), ("weight", Column::numbers(weights))]);
    tables.key_results = key_results(organisation, &objective_ids, &key_result_ids, &people, &column);
    tables.check_ins = check_ins(organisation, &key_result_ids, order, &column);
    tables
}

fn key_results(
    organisation: &Organisation,
    objective_ids: &[String],
    ids: &[String],
    people: &[String],
    column: &dyn Fn(&[Option<&str>]) -> Column,
) -> Table {
    let (mut titles, mut owners, mut weights, mut objectives) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut kinds, mut baselines, mut targets, mut units) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for key_result in &organisation.key_results {
        let mut random = Random::new(!(key_result.number as u64));
        titles.push(title(&mut random));
        owners.push(Some(people[random.below(people.len())].as_str()));
        weights.push(stated(key_result.weight));
        objectives.push(Some(objective_ids[key_result.objective].as_str()));
        let unit = document::UNITS[key_result.number % document::UNITS.len()];
        let (kind, baseline, target, unit) = match key_result.kind {
            Kind::Move if key_result.baseline == 0.0 => ("move", None, Some(key_result.target), Some(unit)),
            Kind::Move => ("move", Some(key_result.baseline), Some(key_result.target), Some(unit)),
            Kind::AtLeast => ("at_least", None, Some(key_result.target), Some(unit)),
            Kind::Binary => ("binary", None, None, None),
        };
        kinds.push(Some(kind));
        baselines.push(baseline);
        targets.push(target);
        units.push(unit);
    }
    with(
        Table::new(),
        vec![
            ("objective", column(&objectives)),
            ("id", Column::texts(ids.iter().map(String::as_str)).expect("little text")),
            ("title", Column::texts(titles.iter().map(String::as_str)).expect("little text")),
            ("owner", column(&owners)),
            ("weight", Column::numbers(weights)),
            ("kind", column(&kinds)),
            ("baseline", Column::numbers(baselines)),
            ("target", Column::numbers(targets)),
            ("unit", column(&units)),
        ],
    )
}

fn check_ins(
    organisation: &Organisation,
    ids: &[String],
    order: Order,
    column: &dyn Fn(&[Option<&str>]) -> Column,
) -> Table {
    let dates: Vec<Date> = (0..=LAST_DAY).map(day).collect();
    let mut rows: Vec<(usize, usize)> = Vec::with_capacity(organisation.check_ins.len());
    for (row, key_result) in organisation.key_results.iter().enumerate() {
        rows.extend(key_result.check_ins.clone().map(|check_in| (row, check_in)));
    }
    if order == Order::Shuffled {
        let mut random = Random::new(7);
        rows = random.permutation(rows.len()).into_iter().map(|at| rows[at]).collect();
    }
    let of: Vec<Option<&str>> = rows.iter().map(|(row, _)| Some(ids[*row].as_str())).collect();
    let made = || rows.iter().map(|(_, at)| organisation.check_ins[*at]);
    with(
        Table::new(),
        vec![
            ("key_result", column(&of)),
            ("on", Column::dates(made().map(|check_in| dates[usize::from(check_in.day)]))),
            ("value", Column::numbers(made().map(|check_in| check_in.value))),
        ],
    )
}

fn with(table: Table, columns: Vec<(&str, Column)>) -> Table {
    columns.into_iter().fold(table, |table, (name, column)| table.with(name, column).expect("columns of one length"))
}

fn by_code(rows: &[Option<&str>]) -> Column {
    let mut places = std::collections::HashMap::new();
    let mut words = Vec::new();
    let codes: Vec<Option<u32>> = rows
        .iter()
        .map(|row| {
            row.map(|word| {
                *places.entry(word).or_insert_with(|| {
                    words.push(word);
                    words.len() as u32 - 1
                })
            })
        })
        .collect();
    Column::words(words, codes).expect("little text")
}

fn stated(weight: f64) -> Option<f64> {
    (weight != 1.0).then_some(weight)
}

fn day(day: u16) -> Date {
    iso(day).parse().expect("a date")
}

/// As in the document, without its escapes.
fn title(random: &mut Random) -> String {
    document::title(random).replace("\\\"", "\"").replace("\\u00fc", "ü")
}

pub(crate) fn made(o: &Organisation, mode: usize) -> Tables {
    tables(
        o,
        if mode & 1 == 0 { Ids::Text } else { Ids::Code },
        if mode & 2 == 0 { Order::ByKeyResult } else { Order::Shuffled },
    )
}
