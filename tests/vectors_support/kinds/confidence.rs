//! Stated confidence: its words, its mean, its share of the scale.

use super::Case;
use super::members::{self, Is, Member};
use crate::vectors_support::clock::Clock;
use crate::vectors_support::engine::{Stop, unsupported};
use crate::vectors_support::facts::{Facts, number};
use crate::vectors_support::input::{Input, numbers};
use crate::vectors_support::measure;
use crate::vectors_support::profile::set;
use crate::vectors_support::words::*;
use okr_core::Policy;
use okr_core::policy::StatusSource;
use serde_json::{Value, json};

const CONFIDENCE: Keys = &["confidence", "score", "rating", "value"];
const LIST: Keys = &[
    "scores",
    "confidences",
    "confidence",
    "confidences_pct",
    "children_confidence",
    "values",
    "key_results_confidence",
];

/// The scale that confidences are stated on.
fn scale(case: &Case<'_>, largest: f64) -> (f64, f64) {
    let stated =
        case.input.any(&["scale"]).and_then(numbers).or_else(|| case.profile.how("confidence_scale").and_then(numbers));
    match stated.unwrap_or_default().as_slice() {
        [Some(low), Some(high)] => return (*low, *high),
        [] => {}
        _ => return (0.0, 1.0),
    }
    let top = case.input.number(&["scale_max", "max"]);
    let named = case.input.0.keys().find_map(|key| key.rsplit_once("_0_").and_then(|(_, top)| top.parse::<f64>().ok()));
    let guessed = if largest <= 1.0 {
        1.0
    } else if largest <= 10.0 {
        10.0
    } else {
        100.0
    };
    (0.0, top.or(named).unwrap_or(guessed))
}

fn stated(case: &Case<'_>) -> Option<f64> {
    let scaled =
        || case.input.0.iter().find(|(key, _)| key.starts_with("confidence_0_")).and_then(|(_, value)| value.as_f64());
    case.input.number(CONFIDENCE).or_else(scaled)
}

/// The word for one confidence: its band, or the status where that follows confidence.
pub(crate) fn band(case: &Case<'_>) -> Result<Facts, Stop> {
    let mut colours = case.input.words(&["color", "colour"]);
    let percent = case
        .input
        .number(&["confidence_pct"])
        .map(|percent| percent / 100.0)
        .or_else(|| case.input.number(&["confidence_ratio"]));
    let (confidence, (low, high)) = match (colours.pop(), percent, stated(case)) {
        (Some(colour), ..) => match ["red", "yellow", "green"]
            .iter()
            .position(|name| *name == colour || colour == "amber" && *name == "yellow")
        {
            Some(at) => (at as f64, (0.0, 2.0)),
            None => return unsupported("a colour without a meaning"),
        },
        (_, Some(share), _) => (share, (0.0, 1.0)),
        (_, _, Some(confidence)) => (confidence, scale(case, confidence)),
        _ => return unsupported("no confidence"),
    };
    let clock = Clock::any();
    let mut row = measure::at_percent("kr", Some(50.0), clock);
    row["check_ins"][0]["confidence"] = json!(confidence);
    let mut policy = case.policy();
    if let Some(bands) = case.input.object(&["bands"]) {
        set(&mut policy, &["confidence", "bands"], ranges(bands, low, high));
    }
    let names =
        Policy::from_json(&policy.to_string()).map_err(|error| Stop::Broken(error.to_string()))?.confidence.bands;
    let by_confidence = case.profile.policy.status.source == StatusSource::Confidence;
    if names.is_empty() && !by_confidence {
        return unsupported("no bands of confidence are published");
    }
    let mut document = members::document(policy, &[Member { is: Is::KeyResult, row }], json!({}), clock);
    document.confidence_scale = Some((low, high));
    let card = document.score(clock.today)?;
    let row = card.key_result("kr")?;
    let facts = Facts::of_row(row, &case.profile);
    let name = || names.find(number(row, "confidence")?)?.label.clone();
    Ok(if by_confidence && !case.input.has(&["bands"]) {
        facts
    } else {
        facts.with("label", name()).with("status", name())
    })
}

/// Bands of a confidence that an example states, as fractions of its scale.
fn ranges(bands: Input<'_>, low: f64, high: f64) -> Value {
    let mut list: Vec<(f64, &String)> =
        bands.0.iter().filter_map(|(name, range)| Some((range.get(0).unwrap_or(range).as_f64()?, name))).collect();
    list.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let whole = list.last().is_some_and(|(at, _)| *at <= low);
    let last = list.len().saturating_sub(1);
    let mut compiled: Vec<Value> = list
        .iter()
        .enumerate()
        .map(|(at, (from, name))| {
            let from = (from - low) / (high - low);
            if whole && at == last { json!({"label": name}) } else { json!({"label": name, "at_least": from}) }
        })
        .collect();
    if !whole {
        compiled.push(json!({"label": "below"}));
    }
    Value::Array(compiled)
}

/// The weighted mean of stated confidences, on the scale they were stated on.
pub(crate) fn rollup(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let listed = LIST.iter().find_map(|key| case.input.numbers(&[key]));
    let listed = listed.unwrap_or_else(|| stated(case).map(Some).into_iter().collect());
    let full = case.input.list(KEY_RESULTS).unwrap_or_default().iter().filter_map(Input::of);
    let full: Vec<(Option<f64>, Option<f64>)> =
        full.map(|fields| (fields.number(CONFIDENCE), fields.number(WEIGHT))).collect();
    let weights = case.input.numbers(WEIGHTS).unwrap_or_default();
    let of_list = |(at, confidence): (usize, Option<f64>)| (confidence, weights.get(at).copied().flatten());
    let members: Vec<(Option<f64>, Option<f64>)> =
        if full.is_empty() { listed.into_iter().enumerate().map(of_list).collect() } else { full };
    let largest = members.iter().filter_map(|(confidence, _)| *confidence).fold(0.0, f64::max);
    let (low, high) = scale(case, largest);
    let mut rows = Vec::new();
    for (at, (confidence, weight)) in members.into_iter().enumerate() {
        let mut row = measure::at_percent(&members::id(at), Some(50.0), clock);
        if let Some(confidence) = confidence {
            row["check_ins"][0]["confidence"] = json!(confidence);
        }
        if let Some(weight) = weight {
            row["weight"] = json!(weight);
        }
        rows.push(Member { is: Is::KeyResult, row });
    }
    let mut document = members::document(case.policy(), &rows, json!({}), clock);
    document.confidence_scale = Some((low, high));
    let card = document.score(clock.today)?;
    let row = card.objective("objective")?;
    let share = number(row, "confidence");
    let facts = Facts::of_row(row, &case.profile).with("confidence_ratio", share);
    Ok(facts.with("confidence", share.map(|share| low + (high - low) * share)))
}
