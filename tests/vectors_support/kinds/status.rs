//! A status, a band or a grade from what an example states: progress against expectation, or a number alone.

use super::Case;
use crate::vectors_support::clock::{Clock, after};
use crate::vectors_support::engine::{Document, Stop, unsupported};
use crate::vectors_support::facts::Facts;
use crate::vectors_support::input::Input;
use crate::vectors_support::measure;
use crate::vectors_support::profile::set;
use crate::vectors_support::words::*;
use okr_core::policy::StatusSource;
use serde_json::{Value, json};

/// The status of a key result.
pub(crate) fn status(case: &Case<'_>) -> Result<Facts, Stop> {
    let input = case.input;
    if input.words(&["entity"]).contains(&"kpi".to_owned()) {
        return kpi(case);
    }
    if !input.words(&["color", "colour"]).is_empty() && !input.has(PERCENT) && !input.has(FRACTION) {
        return super::confidence::band(case);
    }
    let clock = Clock::of(input);
    let fields = numbers_of(input);
    let stated = Input::of(&fields).unwrap_or(input);
    let mut row = measure::key_result("kr", stated, &case.profile, clock)?;
    if input.number(&["updates", "update_count", "check_ins_count"]) == Some(0.0) {
        row["check_ins"] = json!([]);
    }
    let plan = plan(stated, &row);
    let kind = row["measure"]["kind"].as_str().unwrap_or_default().to_owned();
    if let Some(value) = plan.filter(|_| ["move", "ratio", "inverse"].contains(&kind.as_str())) {
        row["plan"] = json!([{"on": clock.today.to_string(), "value": value}]);
    }
    if let Some(word) = input.text(&["override", "manual_status", "overridden_status"]) {
        let status =
            case.profile.status(word).ok_or_else(|| Stop::Unsupported(format!("no status for the word {word}")))?;
        row["overrides"] =
            json!([{"status": status, "on": clock.today.to_string(), "by": "someone", "reason": "stated"}]);
    }
    let over = input.flag(&["overdue", "finished", "past_due", "closed"]) == Some(true)
        || input
            .words(&["phase", "state", "lifecycle"])
            .iter()
            .any(|phase| ["after_due", "after_end", "finished", "closed", "overdue"].contains(&phase.as_str()));
    let today = if over { clock.end.max(clock.today) } else { clock.today };
    let mut policy = case.policy();
    if let Some(count) = clock.day_count {
        set(&mut policy, &["expected", "day_count"], json!(count));
    }
    if let Some(bands) = stated_bands(case) {
        set(&mut policy, &["status", "bands"], bands);
    }
    let mut document = Document::new(policy, clock.window());
    document.objective("objective", vec![row], json!({}));
    let card = document.score(if over { after(today, 1) } else { today })?;
    Ok(Facts::of_row(card.key_result("kr")?, &case.profile))
}

/// The example's numbers, where it states a ratio or a gap instead of progress and expectation: progress stays below
/// its target, which is a rule of its own.
pub(crate) fn numbers_of(input: Input<'_>) -> Value {
    let mut fields = input.0.clone();
    let ratio = input.number(RATIO_PCT).or_else(|| input.number(RATIO).map(|ratio| ratio * 100.0));
    let actual = input.number(PERCENT);
    if let Some(ratio) = ratio.filter(|_| actual.is_none() && !input.has(&["progress_ratio", "expected_ratio"])) {
        let expected = if ratio.abs() < 190.0 { 50.0 } else { 5000.0 / ratio.abs() };
        fields.insert("actual_pct".to_owned(), json!(ratio * expected / 100.0));
        fields.insert("expected_pct".to_owned(), json!(expected));
    }
    if let Some(gap) = input.number(GAP_PCT).filter(|_| !input.has(EXPECTED_PCT)) {
        let least = if gap < 0.0 { -gap } else { 0.0 };
        let actual = actual.unwrap_or(least);
        fields.insert("actual_pct".to_owned(), json!(actual));
        fields.insert("expected_pct".to_owned(), json!(actual + gap));
    }
    if let Some(expected) = input.number(EXPECTED_VALUE).filter(|_| !input.has(TARGET) && input.has(CURRENT)) {
        fields.insert("target".to_owned(), json!(expected * 2.0));
    }
    if let Some([Some(first), .., Some(last)]) = input.numbers(&["limits"]).as_deref() {
        fields.insert("baseline".to_owned(), json!(first));
        fields.insert("target".to_owned(), json!(last));
    }
    if let Some(left) = input.number(TIME_LEFT_PCT) {
        fields.insert("expected_pct".to_owned(), json!(100.0 - left));
    }
    Value::Object(fields)
}

/// The expectation today, in the key result's own unit.
fn plan(input: Input<'_>, row: &Value) -> Option<f64> {
    let number = |column: &str| row["measure"][column].as_f64();
    let share = input.number(EXPECTED_PCT).map(|percent| percent / 100.0).or_else(|| input.number(EXPECTED_FRACTION));
    let in_unit = share.map(|share| {
        number("baseline").unwrap_or(0.0)
            + (number("target").unwrap_or(1.0) - number("baseline").unwrap_or(0.0)) * share
    });
    input.number(EXPECTED_VALUE).or(in_unit)
}

/// Bands that the example brings along: ranges, limits with colours, a table, thresholds by name.
fn stated_bands(case: &Case<'_>) -> Option<Value> {
    let input = case.input;
    let scale = vec![Some(0.0), Some(100.0)];
    let mut list: Vec<(String, Option<f64>)> = Vec::new();
    // Whose bands begin above a limit, for them a stated limit belongs to the lower band too.
    let above = case.profile.policy.status.bands.list.iter().all(|band| band.at_least.is_none());
    let limit = if above { "above" } else { "at_least" };
    let thresholds =
        input.0.iter().filter_map(|(key, value)| Some((key.strip_suffix("_threshold_pct")?, value.as_f64()?)));
    list.extend(thresholds.map(|(name, at)| (name.to_owned(), Some(at))));
    if !list.is_empty() {
        list.push(("off_track".to_owned(), None));
    }
    if let Some(bands) = input.object(&["bands", "thresholds", "status_bands"]) {
        let low = |range: &Value| range.as_f64().or_else(|| range.get(0).and_then(Value::as_f64));
        list.extend(bands.0.iter().map(|(name, range)| (name.clone(), low(range))));
    }
    for row in input.list(&["table", "rating_table"]).unwrap_or_default().iter().filter_map(Value::as_array) {
        if let [low, .., label] = row.as_slice() {
            list.push((label.as_str().map_or_else(|| label.to_string(), str::to_owned), low.as_f64()));
        }
    }
    let colours = input.words_of(&["colors", "colours", "statuses"]);
    let mut own_scale = scale;
    if let Some(limits) = input.numbers(&["limits"]).filter(|limits| limits.len() == colours.len() + 1) {
        own_scale = vec![limits.first().copied().flatten(), limits.last().copied().flatten()];
        list.extend(
            colours.into_iter().zip(limits).enumerate().map(|(at, (colour, low))| (colour, low.filter(|_| at > 0))),
        );
    }
    if list.is_empty() {
        return None;
    }
    list.sort_by(|(_, a), (_, b)| b.unwrap_or(f64::NEG_INFINITY).total_cmp(&a.unwrap_or(f64::NEG_INFINITY)));
    let last = list.len() - 1;
    let band = |(at, (label, low)): (usize, &(String, Option<f64>))| match low.filter(|_| at < last) {
        Some(low) => json!({"label": label, limit: low}),
        None => json!({"label": label}),
    };
    let list: Vec<Value> = list.iter().enumerate().map(band).collect();
    Some(case.profile.compile(&json!({"scale": own_scale, "list": list})))
}

/// A KPI is healthy or not; without a target always.
fn kpi(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::of(case.input);
    let reading = case.input.number(CURRENT).map(|value| json!({"on": clock.today.to_string(), "value": value}));
    let mut kpi = json!({"id": "kpi", "name": "kpi", "readings": reading.into_iter().collect::<Vec<_>>()});
    if case.input.number(TARGET).is_some() || case.input.number(LOW).is_some() {
        let mut row = measure::key_result("kr", case.input, &case.profile, clock)?;
        if row["measure"]["kind"] == "move" {
            row["measure"] = json!({"kind": "at_least", "target": row["measure"]["target"]});
        }
        kpi["healthy"] = row["measure"].take();
    }
    let mut document = Document::new(case.policy(), clock.window());
    document.kpis.push(kpi);
    let card = document.score(clock.today)?;
    let state = card.group("kpis", "kpi")?["state"].clone();
    Ok(Facts::default().with("status", state.clone()).with("label", state))
}

/// Progress over expectation.
pub(crate) fn pace(case: &Case<'_>) -> Result<Facts, Stop> {
    let facts = status(case)?;
    let stated = |name: &str| facts.get(name).is_some_and(Value::is_number);
    if stated("expected") && stated("progress") { Ok(facts) } else { unsupported("no progress or no expectation") }
}

/// A word for a number that no day changes: a band that the example brings along, a stated confidence, the grade where
/// the preset grades scores, else its status.
pub(crate) fn absolute(case: &Case<'_>) -> Result<Facts, Stop> {
    if let Some(bands) = stated_bands(case) {
        let mut policy = case.policy();
        set(&mut policy, &["score", "bands"], bands);
        return super::scores::graded(&super::scores::evaluate(case, policy)?, case);
    }
    if case.profile.policy.status.source == StatusSource::Confidence {
        return super::confidence::band(case);
    }
    if case.profile.policy.score.bands.is_empty() { status(case) } else { super::scores::grade(case) }
}

/// Whether the status is on track, and the confidence, where one is stated, in the best band.
pub(crate) fn on_track(case: &Case<'_>) -> Result<Facts, Stop> {
    let facts = status(case)?;
    let good = facts.get("engine_status") == Some(&json!("on_track"));
    let stated = case.input.number(&["confidence", "confidence_pct"]);
    let confidence = stated.map(|confidence| if confidence > 1.0 { confidence / 100.0 } else { confidence });
    let bands = &case.profile.policy.confidence.bands;
    let best = |confidence: f64| bands.is_empty() || bands.find(confidence) == bands.list.first();
    Ok(facts.with("=on_track", good && confidence.is_none_or(best)))
}
