//! A parent's status from its children's.

use super::Case;
use super::members::{self, Is, Member};
use crate::vectors_support::clock::Clock;
use crate::vectors_support::engine::{Card, Stop};
use crate::vectors_support::facts::{Facts, number, ratio};
use crate::vectors_support::input::Input;
use crate::vectors_support::measure;
use crate::vectors_support::profile::set;
use crate::vectors_support::words::*;
use okr_core::policy::StatusRollup;
use serde_json::{Value, json};

const CHILDREN: Keys =
    &["children", "children_status", "children_statuses", "key_results", "statuses", "key_results_status"];

const SEVERITY: Keys = &["severity", "severities"];
const POINTS: Keys = &["points", "confidence", "status_confidence"];

/// The severity or points of each of the product's words, as the example states them; severity falls as points rise.
fn points(case: &Case<'_>) -> Vec<(String, f64)> {
    let stated = case.input.object(SEVERITY).or_else(|| case.input.object(POINTS)).map(|fields| fields.0.clone());
    let table = stated.unwrap_or_default();
    table.iter().filter_map(|(word, points)| Some((word.clone(), points.as_f64()?))).collect()
}

pub(crate) fn status(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let mut rows = Vec::new();
    for (at, child) in case.input.list(CHILDREN).unwrap_or_default().iter().enumerate() {
        rows.push(Member { is: Is::KeyResult, row: child_row(case, child, &members::id(at), clock)? });
    }
    let mut policy = case.policy();
    let points = points(case);
    if !points.is_empty() {
        policy = by_points(case, policy, &points);
    }
    let card = members::document(policy, &rows, json!({}), clock).score(clock.today)?;
    let facts = Facts::of_row(card.objective("objective")?, &case.profile);
    means(case, facts, &card, &rows, &points)
}

/// A child: a status word, a pair of progress and expectation, or fields.
fn child_row(case: &Case<'_>, child: &Value, id: &str, clock: Clock) -> Result<Value, Stop> {
    let on = clock.today.to_string();
    if let Some(pair) = child.as_array() {
        let number = |at: usize| pair.get(at).and_then(Value::as_f64);
        let mut row = measure::at_percent(id, number(0), clock);
        row["plan"] = json!([{"on": on, "value": number(1)}]);
        return Ok(row);
    }
    let fields = Input::of(child);
    let word = child.as_str().or_else(|| fields.and_then(|fields| fields.text(&["status", "state"])));
    let mut row = match fields.filter(|fields| fields.has(PERCENT) || fields.has(FRACTION) || fields.has(CURRENT)) {
        Some(fields) => measure::key_result(id, fields, &case.profile, clock)?,
        None => measure::at_percent(id, Some(50.0), clock),
    };
    if let Some(expected) = fields.and_then(|fields| fields.number(EXPECTED_PCT)) {
        row["plan"] = json!([{"on": on, "value": expected}]);
    }
    let Some(word) = word else { return Ok(row) };
    let status =
        case.profile.status(word).ok_or_else(|| Stop::Unsupported(format!("no status for the word {word}")))?;
    match status {
        "postponed" | "cancelled" | "archived" => row["state"] = json!(status),
        // Nothing to be measured against: without a window of its own nor its cycle's there is no expectation.
        "none" => row["measure"] = json!({"kind": "tracked"}),
        _ => row["overrides"] = json!([{"status": status, "on": on, "by": "someone", "reason": "stated"}]),
    }
    Ok(row)
}

/// Points as the engine reads them, more being better, and bands at their places.
fn by_points(case: &Case<'_>, mut policy: Value, points: &[(String, f64)]) -> Value {
    let largest = points.iter().map(|(_, points)| points.abs()).fold(0.0, f64::max);
    let sign = match case.input.has(SEVERITY) {
        true => -1.0,
        false if largest > 10.0 => 0.01,
        false => 1.0,
    };
    let mut table = serde_json::Map::new();
    let mut places: Vec<(f64, String)> = Vec::new();
    for (word, number) in points {
        if let Some(status) = case.profile.status(word) {
            table.insert(status.to_owned(), json!(sign * number));
        }
        let taken = places.iter().any(|(place, _)| *place == sign * number);
        let first = ["done", "completed", "closed", "achieved"].contains(&word.as_str());
        if !taken && !first {
            places.push((sign * number, word.clone()));
        }
    }
    set(&mut policy, &["status", "points"], Value::Object(table));
    if case.profile.policy.status.rollup != StatusRollup::MeanPoints {
        set(&mut policy, &["status", "rollup"], json!("mean_points"));
        places.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let last = places.len().saturating_sub(1);
        let band = |(at, (place, word)): (usize, &(f64, String))| {
            if at < last { json!({"label": word, "at_least": place}) } else { json!({"label": word}) }
        };
        let list: Vec<Value> = places.iter().enumerate().map(band).collect();
        let compiled = case.profile.compile(&json!({"list": list}));
        set(&mut policy, &["status", "rollup_bands"], json!({"round_to": 1, "list": compiled}));
    }
    policy
}

/// A child's ratio as the preset's display prints it, in percent.
fn printed(case: &Case<'_>, ratio: f64) -> f64 {
    case.profile.policy.display.percent(ratio).parse().unwrap_or(f64::NAN)
}

/// The means that pages print beside a status, from the engine's weights.
fn means(case: &Case<'_>, facts: Facts, card: &Card, rows: &[Member], points: &[(String, f64)]) -> Result<Facts, Stop> {
    let (mut severity, mut health, mut shown) = (Some(0.0), Some(0.0), Some(0.0));
    for member in rows {
        let row = card.key_result(member.row["id"].as_str().unwrap_or_default())?;
        let Some(weight) = number(row, "weight") else { continue };
        let status = row["status"].as_str();
        let of_word = points.iter().find(|(word, _)| case.profile.status(word) == status).map(|(_, points)| points);
        severity = severity.zip(of_word).map(|(sum, points)| sum + weight * points);
        let capped = ratio(row).map(|ratio| ratio.min(1.0));
        health = health.zip(capped).map(|(sum, ratio)| sum + weight * ratio);
        shown = shown.zip(capped).map(|(sum, ratio)| sum + weight * printed(case, ratio));
    }
    let facts = if points.is_empty() {
        facts
    } else {
        facts.with("=mean", severity).with("=mean_pct", severity).with("=mean_severity", severity)
    };
    let health = health.filter(|_| !rows.is_empty());
    Ok(facts.with("=health_pct", health.map(|health| health * 100.0)).with("=health_pct_displayed", shown))
}
