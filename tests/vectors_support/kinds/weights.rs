//! Shares: how much of an objective each member is, found by completing one member at a time.

use super::Case;
use super::members::{self, Is, Member};
use crate::vectors_support::clock::{Clock, after};
use crate::vectors_support::engine::{Stop, unsupported};
use crate::vectors_support::facts::{Facts, number};
use crate::vectors_support::measure;
use crate::vectors_support::profile::set;
use crate::vectors_support::words::*;
use serde_json::{Value, json};

const ASSIGNED: Keys = &["assigned", "assigned_pct", "fixed", "fixed_pct", "weights", "weights_pct", "edited", "set"];
const PREVIOUS: Keys = &["previous", "previous_pct", "previous_weights", "before"];
const SIZES: Keys = &["targets", "target_values", "sizes", "magnitudes"];
const COUNT: Keys = &["children", "key_results", "krs", "count", "n", "items", "members"];

pub(crate) fn shares(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let sizes = case.input.numbers(SIZES);
    let previous = case.input.numbers(PREVIOUS);
    let objectives =
        case.input.number(&["child_objectives", "objectives", "aligned_objectives"]).map_or(0, |n| n as usize);
    let listed = case.input.list(COUNT).map(<[Value]>::len);
    let stated = case.input.any(ASSIGNED).map(assigned).unwrap_or_default();
    let lists = [
        sizes.as_ref().map(Vec::len),
        previous.as_ref().map(Vec::len),
        listed,
        stated.iter().map(|(at, _)| at + 1).max(),
    ];
    let krs = case.input.number(COUNT).map_or_else(|| lists.into_iter().flatten().max().unwrap_or(0), |n| n as usize);
    if krs + objectives == 0 || krs + objectives > 500 {
        return unsupported("no members to share among");
    }
    let percent = stated
        .iter()
        .map(|(_, weight)| *weight)
        .chain(previous.iter().flatten().flatten().copied())
        .any(|weight| weight > 1.0);
    let percent = percent || case.entry.expected.keys().any(|key| key.contains("pct")) && stated.is_empty();
    let mut policy = case.policy();
    set(&mut policy, &["weights", "total"], json!(if percent { 100 } else { 1 }));
    let kept = previous.is_some();
    let mut rows: Vec<Member> = Vec::new();
    for at in 0..krs + objectives {
        let mut row = measure::at_percent(&members::id(at), Some(0.0), clock);
        if let Some(size) = sizes.as_ref().and_then(|sizes| sizes.get(at).copied().flatten()) {
            row["measure"]["target"] = json!(size);
        }
        if let Some(weight) = previous.as_ref().and_then(|weights| weights.get(at).copied().flatten()) {
            row["weight"] = json!(weight);
        }
        if let Some((_, weight)) = stated.iter().find(|(index, _)| *index == at) {
            if kept {
                row["amendments"] = json!([{"on": after(clock.today, -1).to_string(), "weight": weight}]);
            } else {
                row["weight"] = json!(weight);
            }
        }
        rows.push(Member { is: if at < krs { Is::KeyResult } else { Is::Objective }, row });
    }
    let mut weights = Vec::new();
    for at in 0..rows.len() {
        weights.push(json!(alone(&policy, &mut rows, at, clock)?));
    }
    let weights = json!(weights);
    Ok(Facts::default().with("contributions", weights.clone()).with("weights", weights))
}

/// The objective's progress with one member complete and nothing else begun: that member's share.
fn alone(policy: &Value, rows: &mut [Member], at: usize, clock: Clock) -> Result<Option<f64>, Stop> {
    for (index, member) in rows.iter_mut().enumerate() {
        let target = member.row["measure"]["target"].as_f64().unwrap_or(100.0);
        member.row["check_ins"][0]["value"] = json!(if index == at { target } else { 0.0 });
    }
    let card = members::document(policy.clone(), rows, json!({}), clock).score(clock.today)?;
    Ok(number(card.objective("objective")?, "progress"))
}

/// Stated weights by place: one number, a list with gaps, or places and numbers.
fn assigned(value: &Value) -> Vec<(usize, f64)> {
    match value {
        Value::Array(list) => list.iter().enumerate().filter_map(|(at, weight)| Some((at, weight.as_f64()?))).collect(),
        Value::Object(places) => places
            .iter()
            .enumerate()
            .filter_map(|(order, (place, weight))| {
                Some((
                    place.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(order),
                    weight.as_f64()?,
                ))
            })
            .collect(),
        other => other.as_f64().map(|weight| (0, weight)).into_iter().collect(),
    }
}
