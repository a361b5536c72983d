//! An objective from its members.

use super::Case;
use super::members::{self, Is, Member};
use crate::vectors_support::clock::{Clock, after};
use crate::vectors_support::compare::round;
use crate::vectors_support::engine::{Card, Document, Stop, unsupported};
use crate::vectors_support::facts::{Facts, number};
use crate::vectors_support::input::Input;
use crate::vectors_support::measure;
use crate::vectors_support::profile::set;
use crate::vectors_support::words::*;
use okr_core::policy::RollupOf;
use serde_json::{Value, json};

/// Progress, status and contributions of an objective.
pub(crate) fn rollup(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = super::key_results::clock(case.input);
    let clock = if case.asks("score") { clock.over() } else { clock };
    let members = members::of(case, Clock { today: clock.today.min(clock.end), ..clock })?;
    if let Some(percents) = case.input.numbers(DESCENDANTS_PCT) {
        return descendants(case, percents, clock);
    }
    let policy = case.policy();
    let mut fields = json!({});
    let own = case.input.object(PARENT);
    let summed = case.profile.how("sum").is_some();
    if let Some(own) = own.filter(|own| own.has(TARGET)) {
        let mut row = measure::key_result("own", own, &case.profile, clock)?;
        fields["measure"] = row["measure"].take();
        if !summed {
            fields["check_ins"] = row["check_ins"].take();
        }
    }
    if let Some(unit) = members::own_unit(case) {
        if fields["measure"].is_null() {
            fields["measure"] = json!({"kind": "move", "target": 100});
        }
        fields["measure"]["unit"] = json!(unit);
    }
    if summed {
        return sum(case, policy, members, fields, clock);
    }
    let document = members::document(policy, &members, fields, clock);
    let card = document.score(clock.today)?;
    facts(case, &card, &members)
}

fn facts(case: &Case<'_>, card: &Card, members: &[Member]) -> Result<Facts, Stop> {
    let row = card.objective("objective")?;
    let mut contributions = Vec::new();
    for member in members.iter().filter(|member| member.is == Is::KeyResult) {
        contributions.push(card.key_result(member.row["id"].as_str().unwrap_or_default())?["contribution"].clone());
    }
    let guardrails: Vec<&Value> = row["guardrails"].as_array().into_iter().flatten().collect();
    let held = guardrails.iter().all(|guardrail| guardrail["state"] == "met");
    let left_out =
        row["key_results"].as_array().into_iter().flatten().filter(|row| row["left_out"] == "no_value").count();
    let facts = Facts::of_row(row, &case.profile).with("contributions", contributions);
    let facts = facts
        .with("guardrails", (!guardrails.is_empty()).then_some(if held { "pass" } else { "fail" }))
        .with("deferred", left_out);
    Ok(facts)
}

/// The parent's value as the sum of its members' values; its progress where it has a target.
fn sum(case: &Case<'_>, mut policy: Value, members: Vec<Member>, fields: Value, clock: Clock) -> Result<Facts, Stop> {
    let metric = fields.get("measure").cloned();
    let target = metric.as_ref().map_or(json!(1), |measure| measure["target"].clone());
    let baseline = metric.as_ref().map_or(json!(0), |measure| measure["baseline"].clone());
    if metric.is_some() {
        set(&mut policy, &["rollup", "of"], json!("sum_of_values"));
    }
    let linked = members.into_iter().map(|mut member| {
        let weight = member.row.get("weight").cloned().unwrap_or_else(|| json!(1));
        member.row["aligned_to"] = json!([{"to": "total", "weight": weight}]);
        Member { is: Is::KeyResult, row: member.row }
    });
    let linked: Vec<Member> = linked.collect();
    let mut document = members::document(policy, &linked, fields, clock);
    let total = json!({"kind": "from_children", "of": "sum", "baseline": baseline, "target": target});
    let aside = json!({"policy": {"rollup": {"of": "pooled"}}});
    document.objective("aside", vec![json!({"id": "total", "title": "total", "measure": total})], aside);
    let card = document.score(clock.today)?;
    let value = card.key_result("total")?["value"].clone();
    let facts = facts(case, &card, &linked)?.with("value", value);
    Ok(if metric.is_some() { facts } else { facts.with("progress", Value::Null) })
}

/// A chain of objectives below, each counted once, whatever the depth.
fn descendants(case: &Case<'_>, percents: Vec<Option<f64>>, clock: Clock) -> Result<Facts, Stop> {
    let mut policy = case.policy();
    set(&mut policy, &["rollup", "of"], json!("descendants"));
    let mut document = Document::new(policy, clock.window());
    document.objective("objective", Vec::new(), json!({}));
    let mut parent = "objective".to_owned();
    for (at, percent) in percents.into_iter().enumerate() {
        members::child(&mut document, measure::at_percent(&members::id(at), percent, clock), &[&parent]);
        parent = members::id(at);
    }
    let card = document.score(clock.today)?;
    Ok(Facts::of_row(card.objective("objective")?, &case.profile))
}

/// A parent that closes when its children have, with the mean of their scores.
pub(crate) fn scores(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let scores =
        case.input.numbers(&["children_score", "children_scores", "key_results_score", "scores"]).unwrap_or_default();
    let statuses = case.input.words_of(&["children_status", "children_statuses"]);
    let mut rows = Vec::new();
    for (at, score) in scores.into_iter().enumerate() {
        let mut row = measure::at_percent(&members::id(at), score.map(|score| score * 100.0), clock);
        if let Some(status) = statuses.get(at).and_then(|word| case.profile.status(word)) {
            row["overrides"] = json!([{"status": status, "on": clock.today.to_string(), "until": clock.over().today.to_string(), "by": "someone", "reason": "stated"}]);
        }
        rows.push(Member { is: Is::KeyResult, row });
    }
    let document = members::document(case.policy(), &rows, json!({}), clock);
    let card = document.score(clock.over().today)?;
    facts(case, &card, &rows)
}

/// A parent's own metric, from the progress below scaled into its range.
pub(crate) fn metric_value(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let parent = case.input.object(PARENT).unwrap_or(case.input);
    let mut rows = members::of(case, clock)?;
    let stated = case
        .input
        .number(PERCENT)
        .or_else(|| case.input.number(&["scaled_progress_pct", "children_average_pct", "average_progress_pct"]));
    if rows.is_empty() || parent.0.contains_key("progress_pct") {
        rows = vec![Member { is: Is::KeyResult, row: measure::at_percent("m0000", stated, clock) }];
    }
    let link = |row: &mut Value| {
        let weight = row.get("weight").cloned().unwrap_or_else(|| json!(1));
        row["aligned_to"] = json!([{"to": "parent", "weight": weight}]);
    };
    rows.iter_mut().for_each(|member| link(&mut member.row));
    let measure = json!({"kind": "from_children", "of": "progress", "baseline": parent.number(START).unwrap_or(0.0), "target": parent.number(TARGET)});
    let mut document = Document::new(case.policy(), clock.window());
    document.objective("below", rows.into_iter().map(|member| member.row).collect(), json!({}));
    document.objective("objective", vec![json!({"id": "parent", "title": "parent", "measure": measure})], json!({}));
    let card = document.score(clock.today)?;
    Ok(Facts::of_row(card.key_result("parent")?, &case.profile))
}

/// The values agreed for 0, 30, 70 and 100 %, from two of them: progress mapped into the range between the two.
pub(crate) fn zones(case: &Case<'_>) -> Result<Facts, Stop> {
    const ZONES: [(&str, Keys, f64); 4] = [
        ("baseline", START, 0.0),
        ("commit30", &["commit30", "commit"], 0.3),
        ("target70", &["target70", "target"], 0.7),
        ("stretch", &["stretch", "stretch_goal"], 1.0),
    ];
    let stated: Vec<(f64, f64)> =
        ZONES.iter().filter_map(|(_, keys, at)| Some((*at, case.input.number(keys)?))).collect();
    let [(from, low), .., (to, high)] = stated.as_slice() else { return unsupported("fewer than two values") };
    let clock = Clock::any();
    // The line goes on beyond its two values, whatever the product cuts off.
    let mut policy = case.policy();
    let open = json!({"min": null, "max": null});
    set(&mut policy, &["clamp"], json!({"shown": open, "contributed": open, "objective": open}));
    let mut facts = Facts::default();
    for (key, _, at) in ZONES {
        let mut row = measure::at_percent("part", Some((at - from) / (to - from) * 100.0), clock);
        row["aligned_to"] = json!([{"to": "zone"}]);
        let measure = json!({"kind": "from_children", "of": "progress", "baseline": low, "target": high});
        let mut document = Document::new(policy.clone(), clock.window());
        document.objective("below", vec![row], json!({}));
        document.objective("objective", vec![json!({"id": "zone", "title": "zone", "measure": measure})], json!({}));
        let value = number(document.score(clock.today)?.key_result("zone")?, "value");
        facts = facts.with(&format!("={key}"), value.map(|value| round(value, 2)));
    }
    Ok(facts)
}

/// Criteria that share a weight of 100: done ones count theirs, those without one share the rest.
pub(crate) fn criteria(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let list: Vec<Input<'_>> =
        case.input.list(&["criteria", "items"]).unwrap_or_default().iter().filter_map(Input::of).collect();
    let mut rows = Vec::new();
    for (at, criterion) in list.iter().enumerate() {
        let done = criterion.flag(DONE) == Some(true);
        let percent =
            if done { 100.0 } else { criterion.number(&["goal_score", "score_pct", "progress_pct"]).unwrap_or(0.0) };
        let mut row = measure::at_percent(&members::id(at), Some(percent), clock);
        if let Some(weight) = criterion.number(WEIGHT).filter(|weight| *weight > 0.0) {
            row["weight"] = json!(weight);
        }
        if let Some(state) = measure::state(*criterion) {
            row["state"] = json!(state);
        }
        rows.push(Member { is: Is::KeyResult, row });
    }
    fill(&mut rows, 100.0, clock);
    let card = members::document(case.policy(), &rows, json!({}), clock).score(clock.today)?;
    let facts = facts(case, &card, &rows)?;
    Ok(facts)
}

/// Weights that stay below their total leave a part that nobody has done.
fn fill(rows: &mut Vec<Member>, total: f64, clock: Clock) {
    let live = || rows.iter().filter(|member| member.row.get("state").is_none());
    let stated: Vec<f64> = live().filter_map(|member| number(&member.row, "weight")).collect();
    let sum: f64 = stated.iter().sum();
    if !stated.is_empty() && stated.len() == live().count() && sum < total - 1e-9 {
        let mut row = measure::at_percent(&members::id(rows.len()), Some(0.0), clock);
        row["weight"] = json!(total - sum);
        rows.push(Member { is: Is::KeyResult, row });
    }
}

/// A score in percent out of weights that should total 100, and its band.
pub(crate) fn weighted_band(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let mut rows = members::of(case, clock)?;
    fill(&mut rows, 100.0, clock);
    let card = members::document(case.policy(), &rows, json!({}), clock).score(clock.today)?;
    let facts = facts(case, &card, &rows)?;
    let percent = facts.get("progress").and_then(Value::as_f64).map(|progress| progress * 100.0);
    Ok(facts.with("=score", percent))
}

/// A tree of lists, numbers being leaves.
pub(crate) fn tree(case: &Case<'_>) -> Result<Facts, Stop> {
    let Some(tree) = case.input.any(&["tree"]) else { return rollup(case) };
    let clock = Clock::any();
    let mut document = Document::new(case.policy(), clock.window());
    document.objective("objective", Vec::new(), json!({}));
    let mut below = Vec::new();
    for (at, child) in tree.as_array().into_iter().flatten().enumerate() {
        let id = members::id(at);
        branch(&mut document, child, &id, "objective", clock);
        below.push(id);
    }
    let card = document.score(clock.today)?;
    let mut members = Vec::new();
    for id in below {
        members.push(card.objective(&id)?["progress"].clone());
    }
    Ok(Facts::of_row(card.objective("objective")?, &case.profile).with("member_progress", members))
}

/// An objective for each list and each leaf; a leaf has one key result.
fn branch(document: &mut Document, value: &Value, id: &str, parent: &str, clock: Clock) {
    match value {
        Value::Array(children) => {
            document.objective(id, Vec::new(), json!({"aligned_to": [{"to": parent}]}));
            for (at, child) in children.iter().enumerate() {
                branch(document, child, &format!("{id}-{at:04}"), id, clock);
            }
        }
        leaf => members::child(document, measure::at_percent(id, leaf.as_f64(), clock), &[parent]),
    }
}

/// Manual progress on a parent against check-ins below, one event a day.
pub(crate) fn manual(case: &Case<'_>) -> Result<Facts, Stop> {
    let start = Clock::any();
    let Some(events) = case.input.list(&["events"]) else { return unsupported("no events") };
    let (mut own, mut below) = (Vec::new(), Vec::new());
    for (at, event) in events.iter().filter_map(Value::as_str).enumerate() {
        let Some((who, value)) = event.split_once('=') else { return unsupported("an event without a value") };
        let check_in = json!({"on": after(start.today, at as i32).to_string(), "value": value.trim().trim_end_matches('%').parse::<f64>().ok()});
        if who.contains("parent") || who.contains("manual") { own.push(check_in) } else { below.push(check_in) }
    }
    let today = after(start.today, events.len() as i32);
    let mut policy = case.policy();
    if !case.profile.policy.rollup.of.contains(&RollupOf::Manual) {
        set(&mut policy, &["rollup", "of"], json!(["manual", "pooled"]));
    }
    let row = json!({"id": "kr", "title": "kr", "measure": {"kind": "move", "target": 100}, "check_ins": below});
    let mut document = Document::new(policy, start.window());
    document.objective("objective", vec![row], json!({"check_ins": own}));
    let card = document.score(today)?;
    Ok(Facts::of_row(card.objective("objective")?, &case.profile))
}
