//! Documents said in tables.

use super::random::Choices;
use okr_core::Date;
use okr_core::model::{PolicyPatch, PolicySource};
use okr_core::tables::{Column, Table, Tables};
use serde_json::{Map, Value, json};

type Fields = Map<String, Value>;

const NUMBERS: [&str; 10] =
    ["weight", "baseline", "target", "low", "high", "zero_at", "risk_at", "seed", "confidence", "value"];
const FLAGS: [&str; 2] = ["strict", "with_own"];
const DATES: [&str; 5] = ["on", "start", "end", "due", "measure_due"];

/// The tables that say what a document says: columns of one kind or another, rows of what has its own table in an order
/// of their own, as the choices go.
pub fn tables(document: &Value, choices: &mut Choices) -> Tables {
    let list = |field: &str| document[field].as_array().cloned().unwrap_or_default();
    let mut parts = Parts::default();
    let mut kpis: Vec<Fields> = Vec::new();
    for kpi in list("kpis") {
        let mut row = fields(kpi);
        take(&mut row, "readings", "kpi", &mut parts.readings);
        kpis.push(row);
    }
    let mut objectives = Vec::new();
    for objective in list("objectives") {
        let mut row = fields(objective);
        take(&mut row, "aligned_to", "from", &mut parts.alignments);
        take(&mut row, "check_ins", "objective", &mut parts.check_ins);
        take(&mut row, "key_results", "objective", &mut parts.key_results);
        objectives.push(row);
    }
    let mut key_results = Vec::new();
    for mut list in std::mem::take(&mut parts.key_results) {
        for row in &mut list {
            take(row, "aligned_to", "from", &mut parts.alignments);
            take(row, "check_ins", "key_result", &mut parts.check_ins);
            let measure = row.remove("measure").map(fields).unwrap_or_default();
            row.extend(measure.into_iter().map(|(name, value)| match (name.as_str(), &value) {
                ("due", _) => ("measure_due".to_owned(), value),
                ("target", Value::String(_)) => ("relative_target".to_owned(), value),
                _ => (name, value),
            }));
        }
        key_results.push(list);
    }
    let rows = |field: &str| list(field).into_iter().map(fields).collect::<Vec<_>>();
    let mut tables = Tables::default();
    tables.name = document["name"].as_str().unwrap_or_default().to_owned();
    tables.policy = match &document["policy"] {
        Value::Object(fields) => PolicySource::Inline(PolicyPatch(fields.clone())),
        Value::String(name) => PolicySource::Preset(name.clone()),
        _ => PolicySource::default(),
    };
    tables.confidence_scale = document["confidence_scale"].as_array().map(|scale| [0, 1].map(|at| number(&scale[at])));
    tables.cycles = table(rows("cycles"), choices);
    tables.teams = table(rows("teams"), choices);
    tables.people = table(rows("people"), choices);
    tables.kpis = table(kpis, choices);
    tables.objectives = table(objectives, choices);
    tables.readings = table(mixed(parts.readings, choices), choices);
    tables.key_results = table(mixed(key_results, choices), choices);
    tables.check_ins = table(mixed(parts.check_ins, choices), choices);
    tables.alignments = table(mixed(parts.alignments, choices), choices);
    tables
}

/// What has a table of its own, by what it is part of.
#[derive(Default)]
struct Parts {
    key_results: Vec<Vec<Fields>>,
    check_ins: Vec<Vec<Fields>>,
    alignments: Vec<Vec<Fields>>,
    readings: Vec<Vec<Fields>>,
}

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        other => panic!("{other} is no object"),
    }
}

fn number(value: &Value) -> f64 {
    match value {
        Value::Bool(done) => f64::from(u8::from(*done)),
        other => other.as_f64().unwrap_or_else(|| panic!("{other} is no number")),
    }
}

/// Moves a list out of a row; its entries name the row instead.
fn take(row: &mut Fields, field: &str, join: &str, lists: &mut Vec<Vec<Fields>>) {
    let id = row["id"].clone();
    let entries = match row.remove(field) {
        Some(Value::Array(entries)) => entries,
        _ => return,
    };
    let entry = |entry: Value| {
        let mut entry = fields(entry);
        entry.insert(join.to_owned(), id.clone());
        entry
    };
    lists.push(entries.into_iter().map(entry).collect());
}

/// The entries of all lists, those of one list in their order; one after the other, or in any order.
fn mixed(lists: Vec<Vec<Fields>>, choices: &mut Choices) -> Vec<Fields> {
    let mut order: Vec<usize> = lists.iter().enumerate().flat_map(|(at, list)| vec![at; list.len()]).collect();
    if choices.chance(60) {
        choices.shuffle(&mut order);
    }
    let mut lists: Vec<_> = lists.into_iter().map(Vec::into_iter).collect();
    order.into_iter().map(|at| lists[at].next().expect("an entry")).collect()
}

fn table(rows: Vec<Fields>, choices: &mut Choices) -> Table {
    let mut names: Vec<String> = rows.iter().flat_map(|row| row.keys().cloned()).collect();
    names.sort();
    names.dedup();
    choices.shuffle(&mut names);
    let mut table = Table::new();
    for name in names {
        let cells: Vec<Option<&Value>> = rows.iter().map(|row| row.get(&name).filter(|cell| !cell.is_null())).collect();
        table = table.with(name.clone(), column(&name, &cells, choices)).expect("columns of one length");
    }
    table
}

fn column(name: &str, cells: &[Option<&Value>], choices: &mut Choices) -> Column {
    let numbers = || cells.iter().map(|cell| cell.map(number));
    if cells.iter().all(Option::is_none) && choices.chance(50) {
        return Column::nulls(cells.len());
    }
    if FLAGS.contains(&name) || (name == "value" && cells.iter().flatten().all(|cell| cell.is_boolean())) {
        return Column::booleans(cells.iter().map(|cell| cell.and_then(Value::as_bool)));
    }
    if NUMBERS.contains(&name) {
        if name == "target" && choices.chance(20) && numbers().flatten().all(|x| x >= 0.0) {
            let texts: Vec<Option<String>> = numbers().map(|x| x.map(|x| x.to_string())).collect();
            return Column::texts(texts.iter().map(Option::as_deref)).expect("little text");
        }
        let whole = numbers().flatten().all(|x| x.fract() == 0.0 && x.abs() < 1e15);
        if whole && choices.chance(50) {
            return Column::integers(numbers().map(|x| x.map(|x| x as i64)));
        }
        return Column::numbers(numbers());
    }
    let texts: Vec<Option<String>> = cells.iter().map(|cell| cell.map(|cell| text(name, cell))).collect();
    if DATES.contains(&name) && choices.chance(60) {
        return Column::dates(texts.iter().map(|text| text.as_ref().map(|text| text.parse::<Date>().expect("a date"))));
    }
    if choices.chance(50) {
        return Column::texts(texts.iter().map(Option::as_deref)).expect("little text");
    }
    let mut words: Vec<&str> = texts.iter().flatten().map(String::as_str).chain(["not used"]).collect();
    words.sort_unstable();
    if choices.chance(60) {
        words.dedup();
    }
    choices.shuffle(&mut words);
    let code = |text: &String| words.iter().position(|word| word == text).expect("a word") as u32;
    Column::words(words.iter().copied(), texts.iter().map(|text| text.as_ref().map(code))).expect("little text")
}

/// Lists and objects as JSON.
fn text(name: &str, cell: &Value) -> String {
    match cell {
        Value::String(text) if name != "extra" => text.clone(),
        json => json!(json).to_string(),
    }
}
