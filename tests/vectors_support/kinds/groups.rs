//! Several objectives together: a cycle, a portfolio, a company.

use super::Case;
use super::members;
use crate::vectors_support::clock::Clock;
use crate::vectors_support::engine::{Document, Stop};
use crate::vectors_support::facts::Facts;
use crate::vectors_support::input::Input;
use crate::vectors_support::measure;
use crate::vectors_support::words::*;
use serde_json::{Value, json};

/// One objective of the group: its key results, and fields of its own.
struct Part {
    rows: Vec<Value>,
    fields: Value,
}

/// The row of a cycle over its objectives; the worst or agreed status through an objective above them.
pub(crate) fn portfolio(case: &Case<'_>) -> Result<Facts, Stop> {
    if case.input.has(DESCENDANTS_PCT) {
        return super::objectives::rollup(case);
    }
    let clock = Clock::any();
    let parts = parts(case, clock)?;
    let mut document = Document::new(case.policy(), clock.window());
    for (at, part) in parts.iter().enumerate() {
        document.objective(&members::id(at), part.rows.clone(), part.fields.clone());
    }
    let card = document.score(clock.today)?;
    let facts = Facts::of_row(card.group("cycles", "cycle")?, &case.profile);
    if !case.asks("status") || parts.is_empty() {
        return Ok(facts);
    }
    for objective in &mut document.objectives {
        objective["aligned_to"] = json!([{"to": "objective"}]);
    }
    document.objective("objective", Vec::new(), json!({}));
    let above = document.score(clock.today)?;
    let status = Facts::of_row(above.objective("objective")?, &case.profile);
    Ok(["status", "label", "engine_status"].iter().fold(facts, |facts, name| match status.get(name) {
        Some(value) => facts.with(name, value.clone()),
        None => facts,
    }))
}

fn parts(case: &Case<'_>, clock: Clock) -> Result<Vec<Part>, Stop> {
    let mut parts: Vec<Part> = Vec::new();
    let percents = OBJECTIVES_PCT.iter().find_map(|key| case.input.numbers(&[key]));
    let expected = case.input.numbers(EXPECTED_LIST_PCT);
    let many = percents.as_ref().or(expected.as_ref()).map_or(0, Vec::len);
    for at in 0..many {
        let percent = percents.as_ref().map_or(Some(0.0), |list| list.get(at).copied().flatten());
        let mut row = measure::at_percent(&format!("kr{at:04}"), percent, clock);
        if let Some(expected) = expected.as_ref().and_then(|list| list.get(at).copied().flatten()) {
            row["plan"] = json!([{"on": clock.today.to_string(), "value": expected}]);
        }
        parts.push(Part { rows: vec![row], fields: json!({}) });
    }
    for value in OBJECTIVES.iter().find_map(|key| case.input.list(&[key])).unwrap_or_default() {
        parts.push(part(case, value, parts.len(), clock)?);
    }
    let weights = case.input.numbers(WEIGHTS).or_else(|| case.input.numbers(CHILD_WEIGHTS)).unwrap_or_default();
    for (part, weight) in parts.iter_mut().zip(weights) {
        part.fields["weight"] = json!(weight);
    }
    Ok(parts)
}

fn part(case: &Case<'_>, value: &Value, at: usize, clock: Clock) -> Result<Part, Stop> {
    let scale = if case.fractions() { 100.0 } else { 1.0 };
    let bare = |index: usize, value: &Value| {
        measure::at_percent(&format!("kr{at:04}-{index:04}"), value.as_f64().map(|x| x * scale), clock)
    };
    let Some(fields) = Input::of(value) else {
        let rows = value.as_array().map_or_else(
            || vec![bare(0, value)],
            |list| list.iter().enumerate().map(|(index, value)| bare(index, value)).collect(),
        );
        return Ok(Part { rows, fields: json!({}) });
    };
    if let Some(list) = fields.list(&["key_results", "krs"]) {
        let mut rows = Vec::new();
        for (index, value) in list.iter().enumerate() {
            rows.push(match Input::of(value) {
                Some(fields) => measure::key_result(&format!("kr{at:04}-{index:04}"), fields, &case.profile, clock)?,
                None => bare(index, value),
            });
        }
        let weight = fields.number(WEIGHT).map_or_else(|| json!({}), |weight| json!({"weight": weight}));
        return Ok(Part { rows, fields: weight });
    }
    let mut row = measure::key_result(&format!("kr{at:04}"), fields, &case.profile, clock)?;
    let mut own = json!({});
    for key in ["weight", "state"] {
        if let Some(value) = row.as_object_mut().and_then(|row| row.remove(key)) {
            own[key] = value;
        }
    }
    if let Some(status) = fields
        .words(&["status"])
        .iter()
        .find_map(|word| case.profile.status(word))
        .filter(|_| own.get("state").is_none())
    {
        own["overrides"] =
            json!([{"status": status, "on": clock.today.to_string(), "by": "someone", "reason": "stated"}]);
    }
    Ok(Part { rows: vec![row], fields: own })
}
