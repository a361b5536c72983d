//! One key result: its progress, its value, and what a document with it says.

use super::Case;
use crate::vectors_support::clock::{Clock, after};
use crate::vectors_support::engine::{Card, Document, Stop, unsupported};
use crate::vectors_support::facts::{Facts, number};
use crate::vectors_support::input::{Input, date};
use crate::vectors_support::measure;
use crate::vectors_support::words::*;
use serde_json::{Value, json};

/// When the check-ins of an example happen: as dated, or one a week.
pub(crate) fn clock(input: Input<'_>) -> Clock {
    let clock = Clock::of(input);
    let Some(list) = input.list(CHECK_INS).or_else(|| input.list(PERIOD_GRADES)).filter(|list| !list.is_empty()) else {
        return clock;
    };
    let dated = |value: &Value| Input::of(value).and_then(|fields| fields.any(&["date", "on", "at"])).and_then(date);
    let dates: Vec<_> = list.iter().filter_map(dated).collect();
    match (dates.iter().min(), dates.iter().max()) {
        (Some(first), Some(last)) => {
            let today = input.date(TODAY).unwrap_or(*last);
            Clock { start: clock.start.min(*first), end: clock.end.max(*last).max(today), today, ..clock }
        }
        _ => Clock::weeks(input.number(PLANNED_CHECK_INS).map_or(list.len(), |planned| planned as usize), list.len()),
    }
}

/// A document with one objective of one key result.
pub(crate) fn document(case: &Case<'_>, row: Value, policy: Value, clock: Clock) -> Document {
    let mut document = Document::new(policy, clock.window());
    document.objective("objective", vec![row], json!({}));
    if let Some(contributed) = case.input.number(CONTRIBUTED) {
        contribute(&mut document, contributed, clock);
    }
    document
}

/// Turns the key result into one that adds what another contributes to its own value.
fn contribute(document: &mut Document, contributed: f64, clock: Clock) {
    if let Some(measure) = document.objectives.get_mut(0).map(|objective| &mut objective["key_results"][0]["measure"]) {
        measure["kind"] = json!("from_children");
        measure["of"] = json!("sum");
        measure["with_own"] = json!(true);
    }
    let mut child = measure::at_percent("child", Some(contributed), clock);
    child["aligned_to"] = json!([{"to": "kr"}]);
    document.objective("below", vec![child], json!({}));
}

fn evaluate(case: &Case<'_>, policy: Value, clock: Clock) -> Result<(Card, Facts), Stop> {
    let row = measure::key_result("kr", case.input, &case.profile, clock)?;
    let as_of = if case.asks("score") { clock.over().today } else { clock.today };
    let card = document(case, row, policy, clock).score(as_of)?;
    let facts = Facts::of_row(card.key_result("kr")?, &case.profile);
    Ok((card, facts))
}

/// Progress, value and status of one key result.
pub(crate) fn progress(case: &Case<'_>) -> Result<Facts, Stop> {
    let (_, facts) = evaluate(case, case.policy(), clock(case.input))?;
    let facts = match (number_of(&facts, "baseline"), number_of(&facts, "target")) {
        (Some(baseline), Some(target)) if baseline < target => facts.with("direction", "increase"),
        (Some(baseline), Some(target)) if baseline > target => facts.with("direction", "decrease"),
        _ => facts,
    };
    Ok(facts)
}

fn number_of(facts: &Facts, name: &str) -> Option<f64> {
    facts.get(name)?.as_f64()
}

/// The same without a window, so that only check-ins say since when it is up to date.
pub(crate) fn from_check_ins(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock { empty: true, ..clock(case.input) };
    let (card, facts) = evaluate(case, case.policy(), clock)?;
    let days = number(card.key_result("kr")?, "stale_days");
    let last = days.map(|days| after(clock.today, -(days as i32)).to_string());
    Ok(facts.with("last_checkin", last))
}

/// What is done and what remains, in the metric's unit: rising metrics count from nothing, falling ones from the start.
pub(crate) fn detail(case: &Case<'_>) -> Result<Facts, Stop> {
    let facts = progress(case)?;
    let (Some(baseline), Some(target), Some(value)) =
        (number_of(&facts, "baseline"), number_of(&facts, "target"), number_of(&facts, "value"))
    else {
        return Ok(facts);
    };
    let (total, completed) = if baseline < target { (target, value) } else { (baseline - target, baseline - value) };
    Ok(facts.with("=total", total).with("=completed", completed).with("=remaining", (total - completed).max(0.0)))
}

/// A band of the progress towards the stretch goal.
pub(crate) fn zone(case: &Case<'_>) -> Result<Facts, Stop> {
    let facts = progress(case)?;
    let raw = facts.get("raw").cloned().unwrap_or(Value::Null);
    Ok(facts.with("=ratio", raw))
}

/// Tasks that count in full only once somebody has confirmed the result.
pub(crate) fn confirmed(case: &Case<'_>) -> Result<Facts, Stop> {
    let confirmed = case.input.flag(&["explicitly_complete", "confirmed"]) == Some(true)
        || case.input.number(CURRENT).is_some_and(|value| value >= 1.0);
    let clock = Clock::of(case.input);
    let all = case.input.number(TASKS_TOTAL).filter(|_| !confirmed);
    let fields = match all {
        Some(total) => json!({"tasks_done": case.input.number(TASKS_DONE), "tasks_total": total}),
        None => json!({"type": "boolean", "done": confirmed}),
    };
    let Some(input) = Input::of(&fields) else { return unsupported("no tasks") };
    let row = measure::key_result("kr", input, &case.profile, clock)?;
    let card = document(case, row, case.policy(), clock).score(clock.today)?;
    Ok(Facts::of_row(card.key_result("kr")?, &case.profile))
}

/// How far the value is from its target; positive is good in both directions.
pub(crate) fn delta(case: &Case<'_>) -> Result<Facts, Stop> {
    let (_, facts) = evaluate(case, case.policy(), clock(case.input))?;
    let down = case.input.text(DIRECTION_KEYS).and_then(|word| meaning(DIRECTIONS, word)) == Some("decrease");
    match (number_of(&facts, "value"), number_of(&facts, "target")) {
        (Some(value), Some(target)) => Ok(facts.with("=delta", if down { target - value } else { value - target })),
        _ => unsupported("no value or no target"),
    }
}

/// Which stated direction the engine accepts.
pub(crate) fn direction(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let mut refusal = None;
    for direction in ["increase", "decrease"] {
        let mut row = measure::key_result("kr", case.input, &case.profile, clock)?;
        row["measure"]["direction"] = json!(direction);
        match document(case, row, case.policy(), clock).score(clock.today) {
            Ok(_) => return Ok(Facts::default().with("direction", direction)),
            Err(stop) => refusal = Some(stop),
        }
    }
    Err(refusal.unwrap_or_else(|| Stop::Unsupported("no direction".to_owned())))
}

/// Whether the last value is better than the one before.
pub(crate) fn trend(case: &Case<'_>) -> Result<Facts, Stop> {
    let previous = case.input.number(&["previous", "previous_value", "last"]);
    let (Some(previous), Some(current)) = (previous, case.input.number(CURRENT)) else {
        return Ok(Facts::default().with("=trend", Value::Null));
    };
    let range = case.input.number(START).zip(case.input.number(TARGET)).filter(|(start, target)| start != target);
    let (start, target) = range.unwrap_or((0.0, 1.0));
    let clock = Clock::any();
    let check_ins = json!([{"on": after(clock.today, -7).to_string(), "value": previous}, {"on": clock.today.to_string(), "value": current}]);
    let row = json!({"id": "kr", "title": "kr", "measure": {"kind": "move", "baseline": start, "target": target}, "check_ins": check_ins});
    let document = document(case, row, case.policy(), clock);
    let raw = |on| document.score(on).and_then(|card| Ok(number(card.key_result("kr")?, "raw").unwrap_or(0.0)));
    let change = raw(clock.today)? - raw(after(clock.today, -1))?;
    let word = if change > 0.0 {
        "positive"
    } else if change < 0.0 {
        "negative"
    } else {
        "neutral"
    };
    Ok(Facts::default().with("=trend", word))
}

/// Progress and confidence at two dates, and what changed.
pub(crate) fn periods(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let earlier = after(clock.today, -28);
    let stated = |key: &'static str, name: &'static str| {
        case.input.object(&[key]).and_then(|period| period.number(&[name, "progress_pct", "confidence_pct"]))
    };
    let check_in = |key: &'static str, on: okr_core::Date| json!({"on": on.to_string(), "value": stated(key, "progress"), "confidence": stated(key, "confidence").map(|x| x / 100.0)});
    let check_ins = json!([check_in("previous", earlier), check_in("current", clock.today)]);
    let row = json!({"id": "kr", "title": "kr", "measure": {"kind": "move", "target": 100}, "check_ins": check_ins});
    let document = document(case, row, case.policy(), clock);
    let at = |on, column: &str| {
        document.score(on).and_then(|card| Ok(number(card.key_result("kr")?, column).unwrap_or(0.0)))
    };
    let change = |column: &str| Ok::<f64, Stop>((at(clock.today, column)? - at(earlier, column)?) * 100.0);
    let (progress, confidence) = (change("progress")?, change("confidence")?);
    let improved = progress > 0.0 && confidence >= -1e-9;
    Ok(Facts::default()
        .with("=progress_delta", progress)
        .with("=confidence_delta", confidence)
        .with("=improved", improved))
}

/// Whether the document with these numbers and texts is accepted.
pub(crate) fn validation(case: &Case<'_>) -> Result<Facts, Stop> {
    let refuses = case.entry.expected.iter().any(|(key, value)| match key.as_str() {
        "valid" | "accepted" | "allowed" => value == &json!(false),
        "errors" | "error" => value != &json!(false) && !value.is_null() && value != &json!(0),
        _ => key.ends_with("path"),
    });
    let accepted = if case.input.has(TARGET) { progress(case).map(drop) } else { stated_document(case) };
    match accepted {
        Ok(()) if refuses => unsupported("the product refuses input that the engine takes"),
        Ok(()) => Ok(["=valid", "=accepted", "=allowed"]
            .iter()
            .fold(Facts::default().with("=error", false).with("=errors", 0), |facts, name| facts.with(name, true))),
        Err(stop) => Err(stop),
    }
}

/// So many objectives of so many key results, with the titles, weights, scores and confidences that an example states.
fn stated_document(case: &Case<'_>) -> Result<(), Stop> {
    const COUNT: i32 = 1000;
    let input = case.input;
    let many = |keys: Keys| input.whole(keys).map_or(1, |count| count.clamp(0, COUNT));
    let clock = Clock::any();
    let mut document = Document::new(case.policy(), clock.window());
    let row = |at: i32, of: i32| {
        let mut row = measure::at_percent(&format!("kr{of:04}-{at:04}"), input.number(PERCENT), clock);
        if let Some(score) = input.number(&["kr_score", "score"]) {
            row["state"] = json!([{"on": clock.today.to_string(), "state": "closed", "score": score}]);
        }
        for (field, keys) in [("title", &["kr_title", "key_result_title"] as Keys), ("weight", WEIGHT)] {
            if let Some(value) = input.any(keys) {
                row[field] = value.clone();
            }
        }
        if let Some(confidence) = input.any(&["confidence", "kr_confidence"]) {
            row["check_ins"] = json!([{"on": clock.today.to_string(), "confidence": confidence}]);
        }
        row
    };
    for of in 0..many(&["objectives", "objective_count"]) {
        let rows = (0..many(&["key_results", "kr_count"])).map(|at| row(at, of)).collect();
        let title = input.any(&["objective_title", "title"]);
        document.objective(&format!("o{of:04}"), rows, title.map_or(json!({}), |title| json!({"title": title})));
    }
    document.score(clock.today).map(drop)
}

/// The parent's value from its children's.
pub(crate) fn cascade(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let children = case.input.list(&["children", "child_key_results", "key_results"]).unwrap_or_default();
    let parent = case.input.object(PARENT).unwrap_or(case.input);
    let mut rows = Vec::new();
    for (at, child) in children.iter().enumerate() {
        let mut row = match Input::of(child) {
            Some(fields) => measure::key_result(&format!("child{at:03}"), fields, &case.profile, clock)?,
            None => measure::at_percent(&format!("child{at:03}"), child.as_f64(), clock),
        };
        let weight = row.get("weight").cloned();
        row["aligned_to"] = json!([{"to": "parent", "weight": weight.unwrap_or_else(|| json!(1))}]);
        rows.push(row);
    }
    let of = case.profile.how_text("cascade").unwrap_or("sum");
    let target = parent.number(TARGET).map_or(json!(null), |target| json!(target));
    let mut measure =
        json!({"kind": "from_children", "of": of, "baseline": parent.number(START).unwrap_or(0.0), "target": target});
    if let Some(own) = parent.number(CURRENT).filter(|_| case.profile.how("with_own").is_some()) {
        measure["with_own"] = json!(true);
        measure["seed"] = json!(own);
    }
    let mut document = Document::new(case.policy(), clock.window());
    document.objective("below", rows, json!({}));
    document.objective("objective", vec![json!({"id": "parent", "title": "parent", "measure": measure})], json!({}));
    let card = document.score(clock.today)?;
    let facts = Facts::of_row(card.key_result("parent")?, &case.profile);
    let mut members = Vec::new();
    for at in 0..children.len() {
        members.push(card.key_result(&format!("child{at:03}"))?["progress"].clone());
    }
    let members = if let [only] = members.as_slice() { only.clone() } else { Value::Array(members) };
    Ok(facts.with("member_progress", members))
}

/// A percentage as text, by the preset's display.
pub(crate) fn percent_text(case: &Case<'_>) -> Result<Facts, Stop> {
    let fraction = || case.input.number(FRACTION).or_else(|| case.input.number(&["ratio"]));
    let fields = match (case.input.number(PERCENT), fraction()) {
        (Some(percent), _) => json!({"progress_pct": percent}),
        (_, Some(fraction)) => json!({"progress_ratio": fraction}),
        _ => return unsupported("text for people"),
    };
    let percentage = |(key, value): (&String, &Value)| {
        key.ends_with("_pct") || value.as_str().is_some_and(|text| text.ends_with('%'))
    };
    if !case.entry.expected.iter().all(percentage) {
        return unsupported("text for people");
    }
    let clock = Clock::any();
    let row = measure::key_result("kr", Input::of(&fields).unwrap_or(case.input), &case.profile, clock)?;
    let card = document(case, row, case.policy(), clock).score(clock.today)?;
    let display = &case.profile.policy.display;
    let shown = number(card.key_result("kr")?, "progress").map(|progress| display.percent(progress));
    let text = shown.as_ref().map(|shown| format!("{shown}%"));
    let facts = ["=text", "=display", "=displayed"].iter();
    let facts = facts.fold(Facts::default(), |facts, name| facts.with(name, text.clone()));
    Ok(facts.with("=displayed_pct", shown.and_then(|shown| shown.parse::<f64>().ok())))
}
