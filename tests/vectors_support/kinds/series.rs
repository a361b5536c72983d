//! Numbers over time: the same document, as of one date after another.

use super::Case;
use super::key_results::{clock, document};
use crate::vectors_support::clock::{Clock, after};
use crate::vectors_support::engine::{Card, Document, Stop};
use crate::vectors_support::facts::Facts;
use crate::vectors_support::input::{Input, date, numbers};
use crate::vectors_support::measure;
use crate::vectors_support::words::*;
use okr_core::Date;
use serde_json::{Map, Value, json};

/// Progress after each check-in, or of all periods together.
pub(crate) fn check_ins(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = clock(case.input);
    let list = case.expected_is_list();
    if let Some(grades) = case.input.numbers(PERIOD_GRADES) {
        let fields = json!({"type": "number", "target": 100, "values": grades});
        let row = measure::key_result("kr", Input::of(&fields).unwrap_or(case.input), &case.profile, clock)?;
        return over_time(case, row, clock, list);
    }
    let row = measure::key_result("kr", case.input, &case.profile, clock)?;
    over_time(case, row, clock, list)
}

fn over_time(case: &Case<'_>, row: Value, clock: Clock, list: bool) -> Result<Facts, Stop> {
    let document = document(case, row, case.policy(), clock);
    if !list {
        return Ok(Facts::of_row(document.score(clock.today)?.key_result("kr")?, &case.profile));
    }
    let stated = case.input.list(CHECK_INS).or_else(|| case.input.list(PERIOD_GRADES)).unwrap_or_default();
    let dated = |(at, value): (usize, &Value)| {
        Input::of(value)
            .and_then(|fields| fields.any(&["date", "on"]))
            .and_then(date)
            .unwrap_or_else(|| after(clock.start, 7 * at as i32))
    };
    let (mut progress, mut values) = (Vec::new(), Vec::new());
    for on in stated.iter().enumerate().map(dated) {
        let card = document.score(on)?;
        let row = card.key_result("kr")?;
        progress.push(row["progress"].clone());
        values.push(row["value"].clone());
    }
    Ok(Facts::default().with("progress", progress).with("value", values))
}

/// One key result's history: each entry states the value, the start and the target in force from its day on.
fn history(id: &str, value: &Value, from: Date) -> Value {
    let entries: Vec<(Date, Input<'_>)> = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Input::of)
        .filter_map(|fields| Some((fields.any(&["date", "on"]).and_then(date)?, fields)))
        .filter(|(on, _)| *on >= from)
        .collect();
    let range = |fields: Input<'_>| (fields.number(START).unwrap_or(0.0), fields.number(TARGET).unwrap_or(0.0));
    let (start, target) = entries.first().map_or((0.0, 1.0), |(_, fields)| range(*fields));
    let check_in =
        |(on, fields): &(Date, Input<'_>)| Some(json!({"on": on.to_string(), "value": fields.number(CURRENT)?}));
    let amendment = |(on, fields): &(Date, Input<'_>)| {
        let (start, target) = range(*fields);
        json!({"on": on.to_string(), "baseline": start, "target": target})
    };
    let changes = entries.windows(2).any(|pair| range(pair[0].1) != range(pair[1].1));
    let amendments: Vec<Value> = entries.iter().skip(1).filter(|_| changes).map(amendment).collect();
    let check_ins: Vec<Value> = entries.iter().filter_map(check_in).collect();
    json!({"id": id, "title": id, "measure": {"kind": "move", "baseline": start, "target": target}, "check_ins": check_ins, "amendments": amendments})
}

fn days(case: &Case<'_>) -> (Date, i32) {
    let start = case.input.date(START_DATE).unwrap_or(Clock::any().start);
    (start, case.input.whole(&["days", "length", "day_total"]).unwrap_or(0))
}

fn daily_rows(
    case: &Case<'_>,
    document: &Document,
    read: impl Fn(&Card) -> Result<Value, Stop>,
) -> Result<Facts, Stop> {
    let (start, days) = days(case);
    let mut series = Vec::new();
    for day in 0..days {
        series.push(read(&document.score(after(start, day))?)?);
    }
    Ok(Facts::default().with("series", series))
}

pub(crate) fn key_result(case: &Case<'_>) -> Result<Facts, Stop> {
    let (start, _) = days(case);
    let empty = json!([]);
    let row = history("kr", case.input.any(CHECK_INS).unwrap_or(&empty), start);
    let mut document = Document::new(case.policy(), None);
    document.objective("objective", vec![row], json!({}));
    daily_rows(case, &document, |card| Ok(card.key_result("kr")?["progress"].clone()))
}

fn histories(prefix: &str, list: &Value, start: Date) -> Vec<Value> {
    list.as_array()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(at, value)| history(&format!("{prefix}{at:03}"), value, start))
        .collect()
}

pub(crate) fn objective(case: &Case<'_>) -> Result<Facts, Stop> {
    let (start, _) = days(case);
    let empty = json!([]);
    let mut document = Document::new(case.policy(), None);
    document.objective("objective", histories("kr", case.input.any(KEY_RESULTS).unwrap_or(&empty), start), json!({}));
    daily_rows(case, &document, |card| Ok(card.objective("objective")?["progress"].clone()))
}

pub(crate) fn team(case: &Case<'_>) -> Result<Facts, Stop> {
    let (start, _) = days(case);
    let mut document = Document::new(case.policy(), None);
    document.teams.push(json!({"id": "team", "name": "team"}));
    for (at, list) in case.input.list(OBJECTIVES).unwrap_or_default().iter().enumerate() {
        document.objective(
            &format!("o{at:03}"),
            histories(&format!("kr{at:03}-"), list, start),
            json!({"team": "team"}),
        );
    }
    daily_rows(case, &document, |card| Ok(card.group("teams", "team")?["progress"].clone()))
}

/// The mean of the teams' numbers of each day; a team without one is left out.
pub(crate) fn organisation(case: &Case<'_>) -> Result<Facts, Stop> {
    let teams: Vec<Vec<Option<f64>>> =
        case.input.list(&["team_series", "teams"]).unwrap_or_default().iter().filter_map(numbers).collect();
    let (start, days) = days(case);
    let mut series = Vec::new();
    for day in 0..days.max(0) {
        let today = after(start, day);
        let clock = Clock { today, ..Clock::any() };
        let mut document = Document::new(case.policy(), None);
        document.teams.push(json!({"id": "all", "name": "all"}));
        for (at, team) in teams.iter().enumerate() {
            let id = format!("team{at:03}");
            document.teams.push(json!({"id": id, "name": id, "parent": "all"}));
            if let Some(percent) = team.get(day as usize).copied().flatten() {
                document.objective(
                    &format!("o{at:03}"),
                    vec![measure::at_percent(&format!("kr{at:03}"), Some(percent), clock)],
                    json!({"team": id}),
                );
            }
        }
        series.push(document.score(today)?.group("teams", "all")?["progress"].clone());
    }
    Ok(Facts::default().with("series", series))
}

/// The value shown on each day of a window, the last one included.
pub(crate) fn daily(case: &Case<'_>) -> Result<Facts, Stop> {
    let (document, start, end) = window(case)?;
    let mut values = Map::new();
    for day in 0..=(end.days() - start.days()) {
        let value = document.score(after(start, day))?.key_result("kr")?["value"].clone();
        values.insert(day.to_string(), value);
    }
    let length = values.len();
    Ok(Facts::default().with("=values_at", values).with("=length", length))
}

/// The value at the end of each week that begins in a window.
pub(crate) fn weekly(case: &Case<'_>) -> Result<Facts, Stop> {
    let (document, start, end) = window(case)?;
    // 1970-01-04 was a Sunday.
    let first = if case.input.words(&["week_start"]).contains(&"monday".to_owned()) { 4 } else { 3 };
    let into_week = (start.days() - first).rem_euclid(7);
    let mut values = Vec::new();
    let mut last = after(start, 6 - into_week);
    loop {
        values.push(document.score(last.min(end))?.key_result("kr")?["value"].clone());
        if last >= end {
            break;
        }
        last = after(last, 7);
    }
    let (first, length) = (values.first().cloned(), values.len());
    let facts = Facts::default()
        .with("=first_week_value", first)
        .with("=length", length)
        .with("=last_week_value", values.last().cloned());
    let by_week: Map<String, Value> =
        values.iter().enumerate().map(|(at, value)| (at.to_string(), value.clone())).collect();
    Ok(facts.with("=values_at", by_week).with("=values", values))
}

fn window(case: &Case<'_>) -> Result<(Document, Date, Date), Stop> {
    let any = Clock::any();
    let start = case.input.date(START_DATE).unwrap_or(any.start);
    let end = case.input.date(END_DATE).unwrap_or(start);
    let clock = Clock { start, end, today: end, ..any };
    let row = measure::key_result("kr", without_dates(case, &["start", "end"]).as_input(), &case.profile, clock)?;
    Ok((document(case, row, case.policy(), clock), start, end))
}

/// An example's fields without its dates, which are no metric.
struct Fields(Map<String, Value>);

impl Fields {
    fn as_input(&self) -> Input<'_> {
        Input(&self.0)
    }
}

fn without_dates(case: &Case<'_>, keys: Keys) -> Fields {
    let mut fields = case.input.0.clone();
    keys.iter().for_each(|key| {
        fields.remove(*key);
    });
    Fields(fields)
}
