//! Where something should be by a date.

use super::Case;
use crate::vectors_support::clock::{Clock, after};
use crate::vectors_support::engine::{Document, Stop, unsupported};
use crate::vectors_support::facts::{Facts, number};
use crate::vectors_support::input::{Input, date};
use crate::vectors_support::profile::set;
use crate::vectors_support::words::*;
use okr_core::Date;
use serde_json::{Value, json};

/// The plan of a key result: points in its own unit, and what lies between them.
struct Plan {
    points: Vec<(Date, f64)>,
    stepped: bool,
}

pub(crate) fn progress(case: &Case<'_>) -> Result<Facts, Stop> {
    let input = case.input;
    let start_value = input
        .number(&["start_value", "baseline", "initial_value", "from_value"])
        .or_else(|| input.number(START))
        .unwrap_or(0.0);
    let plan = plan(case);
    let last = plan.points.last().map(|(_, value)| *value);
    let target = input.number(TARGET).or(last).unwrap_or(if start_value == 0.0 { 100.0 } else { start_value + 1.0 });
    if target == start_value {
        // A held value is expected as it is, however far the period is.
        return Ok(Facts::default().with("expected_value", target));
    }
    let clock = clock(case, &plan);
    let mut policy = case.policy();
    if let Some(count) = clock.day_count {
        set(&mut policy, &["expected", "day_count"], json!(count));
    }
    if plan.stepped {
        set(&mut policy, &["expected", "plan"], json!("stepped"));
    }
    let stated = input.number(EXPECTED_PCT).map(|percent| percent / 100.0).or_else(|| input.number(EXPECTED_FRACTION));
    let points: Vec<Value> = match stated {
        Some(share) => {
            vec![json!({"on": clock.today.to_string(), "value": start_value + (target - start_value) * share})]
        }
        None => plan.points.iter().map(|(on, value)| json!({"on": on.to_string(), "value": value})).collect(),
    };
    let row = json!({"id": "kr", "title": "kr", "measure": {"kind": "move", "baseline": start_value, "target": target}, "plan": points});
    let mut document = Document::new(policy, clock.window());
    document.objective("objective", vec![row], json!({}));
    let card = document.score(clock.today)?;
    Ok(Facts::of_row(card.key_result("kr")?, &case.profile))
}

/// When: as stated; by counted periods, a month each; by the dates of the plan.
fn clock(case: &Case<'_>, plan: &Plan) -> Clock {
    let input = case.input;
    let any = Clock::of(input);
    if let (Some(done), Some(all)) = (input.whole(PERIODS_DONE), input.whole(PERIODS)) {
        let start = any.start;
        return Clock { start, end: month(start, all), today: month(start, done), stated: true, ..any };
    }
    let dates: Vec<Date> = plan.points.iter().map(|(on, _)| *on).collect();
    let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) else { return any };
    let start = input.date(START_DATE).unwrap_or(*first);
    let end = input.date(END_DATE).unwrap_or(*last).max(*last);
    Clock { start, end, today: input.date(TODAY).unwrap_or(any.today), ..any }
}

/// The first day some whole months later.
fn month(start: Date, months: i32) -> Date {
    let interval = "1mo".parse::<okr_core::Interval>();
    interval.map_or_else(|_| after(start, 30 * months), |interval| start.plus(interval, months))
}

fn plan(case: &Case<'_>) -> Plan {
    let input = case.input;
    let mut stepped = input.text(&["between", "interpolation"]).is_some_and(|word| word.starts_with("step"));
    let mut points: Vec<(Date, f64)> = Vec::new();
    for phase in PHASES.iter().find_map(|key| input.list(&[key])).unwrap_or_default().iter().filter_map(Input::of) {
        let on = phase.any(&["end", "on", "date", "due", "until", "at"]).and_then(date);
        let value = phase
            .number(&["value", "target", "planned", "cumulative", "expected_value"])
            .or_else(|| phase.number(&["pct", "progress_pct", "expected_pct"]));
        points.extend(on.zip(value));
    }
    if points.is_empty()
        && let (Some(all), Some(target)) = (input.whole(PERIODS), input.number(TARGET))
    {
        points = spread(input, all, target);
        stepped = true;
    }
    points.sort_by_key(|(on, _)| *on);
    Plan { points, stepped }
}

/// Equal steps at each period's end; targets of their own first, the rest spread anew.
fn spread(input: Input<'_>, all: i32, target: f64) -> Vec<(Date, f64)> {
    let start = Clock::of(input).start;
    let stated = match input.any(PERIOD_TARGETS) {
        Some(Value::Array(list)) => {
            list.iter().enumerate().filter_map(|(at, value)| Some((at as i32, value.as_f64()?))).collect()
        }
        Some(Value::Object(places)) => {
            places.iter().filter_map(|(place, value)| Some((place.parse::<i32>().ok()? - 1, value.as_f64()?))).collect()
        }
        _ => Vec::new(),
    };
    let base = input.number(&["start_value", "baseline"]).unwrap_or(0.0);
    let taken: f64 = stated.iter().map(|(_, value)| value).sum();
    let rest = (target - base - taken) / f64::from((all - stated.len() as i32).max(1));
    let mut sum = base;
    let step = |at: i32| stated.iter().find(|(index, _)| *index == at).map_or(rest, |(_, value)| *value);
    (0..all)
        .map(|at| {
            sum += step(at);
            (month(start, at + 1), if at + 1 == all { target } else { sum })
        })
        .collect()
}

/// A quarter before, around or after a date: its expectation, and whether its objectives are the present ones.
pub(crate) fn quarter(case: &Case<'_>) -> Result<Facts, Stop> {
    let (Some(quarter), Some(today)) = (case.input.whole(&["quarter"]), case.input.date(TODAY)) else {
        return unsupported("no quarter or no date");
    };
    let year = case.input.whole(&["year"]).unwrap_or(today.civil().0);
    let first = Date::new(year, (quarter.clamp(1, 4) as u32 - 1) * 3 + 1, 1)
        .map_err(|error| Stop::Broken(error.to_string()))?;
    let mut document = Document::new(case.policy(), Some((first, after(month(first, 3), -1))));
    document.teams.push(json!({"id": "team", "name": "team"}));
    let row = json!({"id": "kr", "title": "kr", "measure": {"kind": "move", "target": 100}});
    document.objective("objective", vec![row], json!({"team": "team"}));
    let card = document.score(today)?;
    let current = number(card.group("teams", "team")?, "objectives") == Some(1.0);
    let facts = Facts::of_row(card.key_result("kr")?, &case.profile);
    let begun = facts.get("expected").and_then(Value::as_f64).is_some_and(|share| share > 0.0);
    Ok(facts.with("=current", current).with("=future", !current && !begun).with("=past", !current && begun))
}
