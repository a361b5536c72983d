//! From an example's metric to a key result: its measure and its check-ins.

use super::clock::{Clock, after};
use super::engine::{Stop, unsupported};
use super::input::{Input, date};
use super::profile::Profile;
use super::words::*;
use serde_json::{Value, json};

/// The key result of an example or of one member, as of the clock's date.
pub(crate) fn key_result(id: &str, input: Input<'_>, profile: &Profile, clock: Clock) -> Result<Value, Stop> {
    let template = template(input, profile);
    let mut check_ins = check_ins(input, profile, &template, clock)?;
    let mut measure = match template.as_str() {
        "stated_percent" => moving(0.0, 100.0),
        "stated_fraction" => moving(0.0, 1.0),
        "percent" => moving(0.0, 100.0),
        "move" => straight(input, profile)?,
        "ratio" => json!({"kind": if downward(input) { "inverse" } else { "ratio" }, "target": needed(input, TARGET)?}),
        "inverse" => json!({"kind": "inverse", "target": needed(input, TARGET)?}),
        "ratio_or_zero" => match needed(input, TARGET)? {
            0.0 => json!({"kind": "at_most", "target": 0}),
            target => json!({"kind": "ratio", "target": target}),
        },
        "over_range" => json!({"kind": "ratio", "target": needed(input, TARGET)? - input.number(START).unwrap_or(0.0)}),
        "distance_covered" => {
            let (start, target) = (input.number(START).unwrap_or(0.0), needed(input, TARGET)?);
            each_value(&mut check_ins, |value| (value - start).abs());
            moving(0.0, (target - start).abs())
        }
        "at_least" | "at_most" => {
            json!({"kind": template, "target": bound(input, profile.how_text("targets") == Some("sum"))?})
        }
        "held" => json!({"kind": "at_least", "target": 1}),
        "between" => between(input)?,
        "band" => {
            let (target, width) = (needed(input, TARGET)?, width(input, profile)?);
            json!({"kind": "between", "low": target, "high": target, "credit": "linear", "zero_at": width})
        }
        "binary" => json!({"kind": "binary"}),
        "levels" => levels(input)?,
        "milestones" => milestones(input, clock)?,
        "tasks" => tasks(input, clock)?,
        "tracked" => json!({"kind": "tracked"}),
        other => return unsupported(&format!("no measure for the metric type {other}")),
    };
    if template == "milestones" || template == "tasks" {
        check_ins.clear();
    }
    fields(&mut measure, input, profile);
    let mut row = json!({"id": id, "title": id, "measure": measure, "check_ins": check_ins});
    if let Some(weight) = input.number(WEIGHT) {
        row["weight"] = json!(weight);
    }
    if let Some(ambition) = input.text(COMMITMENT).and_then(|word| meaning(AMBITIONS, word)) {
        row["ambition"] = json!(ambition);
    }
    if let Some(state) = state(input) {
        row["state"] = json!(state);
    }
    if guardrail(input) {
        row["role"] = json!("guardrail");
    }
    Ok(row)
}

/// A key result whose progress is given.
pub(crate) fn at_percent(id: &str, percent: Option<f64>, clock: Clock) -> Value {
    let check_ins: Vec<Value> =
        percent.map(|value| json!({"on": clock.today.to_string(), "value": value})).into_iter().collect();
    json!({"id": id, "title": id, "measure": moving(0.0, 100.0), "check_ins": check_ins})
}

fn moving(baseline: f64, target: f64) -> Value {
    json!({"kind": "move", "baseline": baseline, "target": target})
}

fn needed(input: Input<'_>, keys: Keys) -> Result<f64, Stop> {
    input
        .number(keys)
        .ok_or_else(|| Stop::Unsupported(format!("the example states no {}", keys.first().unwrap_or(&"number"))))
}

/// The template of a metric: by stated progress, by the words of its type, by the product's own way, by its fields.
fn template(input: Input<'_>, profile: &Profile) -> String {
    let words = input.words(TYPE_KEYS);
    let named = words.iter().find_map(|word| metric_of(word, profile).filter(|metric| *metric != "move"));
    let metric = !input.has(CURRENT) && !input.has(CHECK_INS);
    if metric && input.has(PERCENT) && named != Some("milestones") {
        return "stated_percent".to_owned();
    }
    if metric && input.has(FRACTION) && !input.has(THRESHOLDS) {
        return "stated_fraction".to_owned();
    }
    let range = input.number(LOW).is_some() && input.number(HIGH).is_some();
    if input.flag(DONE).is_some()
        && (guardrail(input)
            || named.is_some_and(|named| ["between", "at_least", "at_most", "maintain"].contains(&named)))
    {
        return "held".to_owned();
    }
    let shape = || match () {
        () if input.list(&["milestones", "stages", "criteria", "checklist"]).is_some() => "milestones",
        () if input.number(TASKS_DONE).is_some() && input.number(TASKS_TOTAL).is_some() => "tasks",
        () if input.has(&["levels", "thresholds", "checkpoints", "level_scores"]) => "levels",
        () if range && !input.has(TARGET) => "between",
        () if input.flag(DONE).is_some() || input.flag(CURRENT).is_some() => "binary",
        () => profile.how_text("metric").unwrap_or("move"),
    };
    match named {
        Some("maintain") if range => "between".to_owned(),
        Some("maintain") => profile.metric("maintain_single").unwrap_or("at_least").to_owned(),
        Some(named) => named.to_owned(),
        None => shape().to_owned(),
    }
}

/// What a type of metric is: by the product's own word, by the table, by how the word begins.
fn metric_of<'a>(word: &str, profile: &'a Profile) -> Option<&'a str> {
    let maintains = word.starts_with("maintain").then_some("maintain");
    profile.metric(word).or_else(|| meaning(METRICS, word)).or(maintains)
}

fn straight(input: Input<'_>, profile: &Profile) -> Result<Value, Stop> {
    let own = profile.how_text("start") == Some("baseline_only");
    let start = input.number(if own { BASELINE } else { START });
    let missing = profile.how_text("start") == Some("required") && start.is_none();
    // What is only added up or read off a list of check-ins needs no target.
    let any = input.list(CHECK_INS).is_some() || profile.how("sum").is_some();
    let target = input.number(TARGET).or_else(|| any.then(|| start.unwrap_or(0.0) + 1.0));
    let Some(target) = target.filter(|_| !missing) else {
        return Ok(json!({"kind": "tracked"}));
    };
    let mut measure = moving(start.unwrap_or(0.0), target);
    let stated = input.text(DIRECTION_KEYS).and_then(|word| meaning(DIRECTIONS, word));
    if let Some(direction) = stated.filter(|_| start.unwrap_or(0.0) == target) {
        measure["direction"] = json!(direction);
    }
    if own && start.is_none() && input.number(START).is_some_and(|start| start > target) {
        measure["direction"] = json!("decrease");
    }
    Ok(measure)
}

fn downward(input: Input<'_>) -> bool {
    input.words(DIRECTION_KEYS).iter().any(|word| meaning(DIRECTIONS, word) == Some("decrease"))
        || input.flag(&["higher_better"]) == Some(false)
}

/// The bound to hold; several planned values stand for their mean, or for their sum.
fn bound(input: Input<'_>, summed: bool) -> Result<f64, Stop> {
    if let Some(target) = input.number(TARGET) {
        return Ok(target);
    }
    let targets: Vec<f64> = input.numbers(TARGETS).unwrap_or_default().into_iter().flatten().collect();
    let share = if summed { 1.0 } else { targets.len() as f64 };
    if targets.is_empty() { needed(input, TARGET) } else { Ok(targets.iter().sum::<f64>() / share) }
}

fn between(input: Input<'_>) -> Result<Value, Stop> {
    Ok(json!({"kind": "between", "low": needed(input, LOW)?, "high": needed(input, HIGH)?}))
}

/// How far off the target a metric may be: stated, else the product's share of the target, but at least so much.
fn width(input: Input<'_>, profile: &Profile) -> Result<f64, Stop> {
    let stated =
        |part: &str| profile.how("tolerance").and_then(|tolerance| tolerance.get(part)).and_then(Value::as_f64);
    let share = stated("share").unwrap_or(0.05) * needed(input, TARGET)?.abs();
    let least = stated("least").unwrap_or(0.0);
    Ok(input.number(TOLERANCE).unwrap_or(share.max(least)))
}

/// Agreed values and scores: two lists, a list of pairs or objects, or breakpoints between start and target.
fn levels(input: Input<'_>) -> Result<Value, Stop> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    if let (Some(at), Some(scores)) = (input.numbers(THRESHOLDS), input.numbers(LEVEL_SCORES)) {
        points.extend(at.into_iter().flatten().zip(scores.into_iter().flatten()));
    } else if let Some(checkpoints) = input.list(CHECKPOINTS) {
        points.push((input.number(START).unwrap_or(0.0), 0.0));
        points.extend(checkpoints.iter().filter_map(pair).map(|(at, percent)| (at, percent / 100.0)));
        points.push((needed(input, TARGET)?, 1.0));
    } else if let Some(list) = input.list(&["levels", "intervals", "score_levels"]) {
        points.extend(list.iter().filter_map(pair));
    } else if let Some(levels) = input.object(&["levels", "score_levels"]) {
        let named = [
            ("baseline", 0.0),
            ("start", 0.0),
            ("commit", 0.3),
            ("commit30", 0.3),
            ("target", 0.7),
            ("target70", 0.7),
            ("stretch", 1.0),
        ];
        points.extend(named.iter().filter_map(|(name, score)| Some((levels.number(&[name])?, *score))));
    }
    let scale = if points.iter().any(|(_, score)| *score > 1.5) { 100.0 } else { 1.0 };
    let at = |(at, score): &(f64, f64)| json!({"at": at, "score": score / scale});
    let mut measure = json!({"kind": "levels", "points": points.iter().map(at).collect::<Vec<_>>()});
    if let Some(linear) = input.flag(&["interpolate", "linear"]) {
        measure["between"] = json!(if linear { "linear" } else { "stepped" });
    }
    Ok(measure)
}

fn pair(value: &Value) -> Option<(f64, f64)> {
    match value {
        Value::Array(pair) => Some((pair.first()?.as_f64()?, pair.get(1)?.as_f64()?)),
        Value::Object(fields) => {
            let input = Input(fields);
            let percent = input.number(&["score_pct", "progress_pct", "pct"]).map(|percent| percent / 100.0);
            Some((
                input.number(&["at", "value", "threshold", "from", "metric"])?,
                input.number(&["score", "ratio"]).or(percent)?,
            ))
        }
        _ => None,
    }
}

fn milestones(input: Input<'_>, clock: Clock) -> Result<Value, Stop> {
    let list = input.list(&["milestones", "stages", "criteria", "checklist"]).unwrap_or_default();
    let item = |(at, value): (usize, &Value)| {
        let fields = Input::of(value);
        let done = value.as_bool().or_else(|| fields.and_then(|fields| fields.flag(DONE))).unwrap_or(false);
        let mut item = json!({"id": format!("m{at:03}"), "weight": fields.and_then(|fields| fields.number(WEIGHT)).unwrap_or(1.0)});
        if done {
            item["done_on"] = json!(clock.today.to_string());
        }
        item
    };
    Ok(json!({"kind": "milestones", "items": list.iter().enumerate().map(item).collect::<Vec<_>>()}))
}

/// So many of so many done: two milestones weigh it exactly.
fn tasks(input: Input<'_>, clock: Clock) -> Result<Value, Stop> {
    let (done, all) = (needed(input, TASKS_DONE)?, needed(input, TASKS_TOTAL)?);
    let done_on = clock.today.to_string();
    let items = json!([{"id": "done", "weight": done, "done_on": done_on}, {"id": "open", "weight": all - done}]);
    Ok(json!({"kind": "milestones", "items": items}))
}

fn each_value(check_ins: &mut [Value], change: impl Fn(f64) -> f64) {
    for check_in in check_ins {
        if let Some(value) = check_in["value"].as_f64() {
            check_in["value"] = json!(change(value));
        }
    }
}

/// The check-ins: one of the stated value today, or a list, dated or one a week up to today.
fn check_ins(input: Input<'_>, profile: &Profile, template: &str, clock: Clock) -> Result<Vec<Value>, Stop> {
    let on = clock.today.to_string();
    if template == "stated_percent" || template == "stated_fraction" {
        let value = input.number(if template == "stated_percent" { PERCENT } else { FRACTION });
        return Ok(value.map(|value| json!({"on": on, "value": value})).into_iter().collect());
    }
    if let Some(list) = input.list(CHECK_INS) {
        let first = clock.today.days() - 7 * (list.len() as i32 - 1).max(0);
        let undated = |at: usize| after(clock.today, first - clock.today.days() + 7 * at as i32);
        let check_in = |(at, value): (usize, &Value)| {
            let fields = Input::of(value);
            let on = fields
                .and_then(|fields| fields.any(&["date", "on", "at"]))
                .and_then(date)
                .unwrap_or_else(|| undated(at));
            let value = fields.map_or(Some(value), |fields| fields.any(CURRENT)).filter(|value| !value.is_null())?;
            Some(json!({"on": on.to_string(), "value": value_for(value, template)}))
        };
        let mut list: Vec<Value> = list.iter().enumerate().filter_map(check_in).collect();
        if let Some(seed) = input.number(SEED).filter(|_| list.is_empty() && !profile.sums()) {
            list.push(json!({"on": clock.start.to_string(), "value": seed}));
        }
        return Ok(list);
    }
    if profile.how_text("start") == Some("or_nothing") && input.number(START).is_none() {
        return Ok(Vec::new());
    }
    let stated = input
        .any(CURRENT)
        .filter(|value| !value.is_null())
        .or_else(|| input.any(DONE).filter(|_| template == "binary" || template == "held"));
    let assumed = profile.how_number("missing_value").map(|value| json!(value));
    let value = stated.cloned().or(assumed).filter(|value| value.is_number() || value.is_boolean());
    Ok(value.map(|value| json!({"on": on, "value": value_for(&value, template)})).into_iter().collect())
}

/// A value in the measure's terms: done or not, a number.
fn value_for(value: &Value, template: &str) -> Value {
    match (template, value.as_f64(), value.as_bool()) {
        ("binary", Some(number), _) => json!(number >= 1.0),
        ("binary", _, Some(done)) => json!(done),
        (_, _, Some(done)) => json!(u8::from(done)),
        _ => value.clone(),
    }
}

/// Fields that the product's rules and the example's words put on a measure of the right kind.
fn fields(measure: &mut Value, input: Input<'_>, profile: &Profile) {
    let kind = measure["kind"].as_str().unwrap_or_default().to_owned();
    let hold = matches!(kind.as_str(), "at_least" | "at_most" | "between");
    let listed = input.list(CHECK_INS).is_some();
    let taken = |key: &str| match key {
        "strict" | "read" | "credit" | "zero_at" | "risk_at" => hold,
        "aggregate" => listed && kind != "milestones" && kind != "binary" && kind != "tracked",
        "seed" => listed && profile.sums(),
        "between" => kind == "levels",
        _ => false,
    };
    let mut stated = profile.measure_fields().clone();
    let strict = input
        .words(TYPE_KEYS)
        .iter()
        .find_map(|word| STRICT.iter().find(|(name, _)| name == word).map(|(_, strict)| *strict));
    if let Some(strict) = strict.filter(|_| input.has(&["comparator", "operator"])) {
        stated.insert("strict".to_owned(), json!(strict));
    }
    if let Some(risk) = input.number(RISK) {
        stated.insert("risk_at".to_owned(), json!(risk));
    }
    if let Some(seed) = input.number(SEED) {
        stated.insert("seed".to_owned(), json!(seed));
    }
    for (key, value) in stated.iter().filter(|(key, _)| taken(key)) {
        if measure.get(key).is_none() {
            measure[key] = value.clone();
        }
    }
}

fn guardrail(input: Input<'_>) -> bool {
    input.flag(&["guardrail"]) == Some(true)
        || input.words(&["indicator", "role"]).iter().any(|word| word == "guardrail")
}

/// The state of a member, where its words keep it from counting.
pub(crate) fn state(input: Input<'_>) -> Option<&'static str> {
    let off = |key: &'static str, when: bool| input.flag(&[key]) == Some(when);
    if off("active", false) || off("archived", true) || off("deleted", true) || off("excluded", true) {
        return Some("archived");
    }
    if off("draft", true) {
        return Some("draft");
    }
    input.words(STATE).iter().find_map(|word| meaning(STATES, word))
}
