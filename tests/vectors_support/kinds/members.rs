//! The members of an objective, from lists of percentages, lists of members in full, or both.

use super::Case;
use crate::vectors_support::clock::Clock;
use crate::vectors_support::engine::{Document, Stop};
use crate::vectors_support::facts::number;
use crate::vectors_support::input::{Input, numbers};
use crate::vectors_support::measure;
use crate::vectors_support::words::*;
use okr_core::policy::Units;
use serde_json::{Value, json};

/// What a member is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Is {
    KeyResult,
    Objective,
    Initiative,
}

/// One member: a key result row (for an objective, its only key result).
pub(crate) struct Member {
    pub(crate) is: Is,
    pub(crate) row: Value,
}

/// The members an example lists, in its order.
pub(crate) fn of(case: &Case<'_>, clock: Clock) -> Result<Vec<Member>, Stop> {
    let mut members = Vec::new();
    let counted = case.profile.how_text("initiatives") == Some("key_results");
    let initiative = if counted { Is::KeyResult } else { Is::Initiative };
    for (keys, is) in
        [(KEY_RESULTS_PCT, Is::KeyResult), (CHILD_OBJECTIVES_PCT, Is::Objective), (INITIATIVES_PCT, initiative)]
    {
        for percent in keys.iter().filter_map(|key| case.input.0.get(*key)).filter_map(numbers).flatten() {
            members.push(Member { is, row: measure::at_percent(&id(members.len()), percent, clock) });
        }
    }
    for fraction in KEY_RESULTS_FRACTION.iter().filter_map(|key| case.input.0.get(*key)).filter_map(numbers).flatten() {
        let fields = json!({"progress_ratio": fraction});
        let row =
            measure::key_result(&id(members.len()), Input::of(&fields).unwrap_or(case.input), &case.profile, clock)?;
        members.push(Member { is: Is::KeyResult, row });
    }
    for (keys, is) in [(KEY_RESULTS, Is::KeyResult), (CHILD_OBJECTIVES, Is::Objective)] {
        for value in keys.iter().filter_map(|key| case.input.0.get(*key)).filter_map(Value::as_array).flatten() {
            members.push(member(case, value, is, members.len(), clock)?);
        }
    }
    for value in case.input.numbers(CHILD_VALUES).unwrap_or_default() {
        members.push(Member { is: Is::KeyResult, row: measure::at_percent(&id(members.len()), value, clock) });
    }
    if let Some(checklist) = case.input.list(&["checklist"]).filter(|list| !list.is_empty()) {
        let fields = json!({"milestones": checklist});
        let row =
            measure::key_result(&id(members.len()), Input::of(&fields).unwrap_or(case.input), &case.profile, clock)?;
        members.push(Member { is: Is::KeyResult, row });
    }
    weigh(case, &mut members);
    if case.profile.how_text("bare_members") == Some("objectives") {
        for member in members.iter_mut().filter(|member| member.is == Is::KeyResult) {
            member.is = Is::Objective;
        }
    }
    Ok(members)
}

pub(crate) fn id(at: usize) -> String {
    format!("m{at:04}")
}

fn member(case: &Case<'_>, value: &Value, is: Is, at: usize, clock: Clock) -> Result<Member, Stop> {
    let id = id(at);
    let Some(fields) = Input::of(value) else {
        let scale = if case.fractions() { 100.0 } else { 1.0 };
        return Ok(Member { is, row: measure::at_percent(&id, value.as_f64().map(|x| x * scale), clock) });
    };
    let words = fields.words(&["type", "kind", "entity", "item"]);
    let is = match () {
        () if words.iter().any(|word| word.contains("objective") || word.contains("goal")) => Is::Objective,
        () if words
            .iter()
            .any(|word| ["initiative", "project", "activity", "action", "task"].contains(&word.as_str())) =>
        {
            if case.profile.how_text("initiatives") == Some("key_results") { Is::KeyResult } else { Is::Initiative }
        }
        () => is,
    };
    let mut row = measure::key_result(&id, fields, &case.profile, clock)?;
    if fields.words(STATE).iter().any(|word| UNOBSERVED.contains(&word.as_str())) {
        row["check_ins"] = json!([]);
    }
    if let Some(confidence) = fields.number(&["confidence"]) {
        row["check_ins"][0]["confidence"] = json!(confidence);
    }
    let status = fields.words(&["status"]).iter().find_map(|word| case.profile.status(word).map(str::to_owned));
    if let Some(status) = status.filter(|_| row.get("state").is_none()) {
        row["overrides"] =
            json!([{"status": status, "on": clock.today.to_string(), "by": "someone", "reason": "stated"}]);
    }
    if let Some(unit) = fields.text(&["unit"]).filter(|_| own_unit(case).is_some()) {
        row["measure"]["unit"] = json!(unit);
    }
    let left_out =
        ["counts", "contributes", "included", "counted"].iter().any(|key| fields.flag(&[key]) == Some(false));
    let filtered = case.input.list(&["include", "counted_types", "types"]).is_some_and(|types| {
        let named = |word: &String| {
            types
                .iter()
                .filter_map(Value::as_str)
                .map(plain)
                .any(|name| name.trim_end_matches('s') == word.trim_end_matches('s'))
        };
        !words.iter().any(named)
    });
    if left_out || filtered {
        row["weight"] = json!(0);
    }
    Ok(Member { is, row })
}

/// The unit of the objective, where the policy counts members of that unit only.
pub(crate) fn own_unit<'a>(case: &Case<'a>) -> Option<&'a str> {
    let unit = |input: Input<'a>| input.text(&["unit", "objective_unit"]);
    let stated = || case.input.object(PARENT).and_then(unit).or_else(|| unit(case.input));
    if case.profile.policy.rollup.units == Units::Same { stated() } else { None }
}

/// Puts the listed weights on the members, as the product reads them.
fn weigh(case: &Case<'_>, members: &mut [Member]) {
    if let Some(weights) = case.input.numbers(WEIGHTS) {
        let children = case.input.has(CHILD_WEIGHTS);
        let pool = members.iter_mut().filter(|member| !children || member.is == Is::KeyResult);
        pool.zip(weights).for_each(|(member, weight)| set(member, weight));
    }
    if let Some(weights) = case.input.numbers(CHILD_WEIGHTS) {
        members
            .iter_mut()
            .filter(|member| member.is == Is::Objective)
            .zip(weights)
            .for_each(|(member, weight)| set(member, weight));
    }
    let nothing = !members.is_empty() && members.iter().all(|member| number(&member.row, "weight") == Some(0.0));
    if nothing && case.profile.how_text("all_zero_weights") == Some("unstated") {
        members.iter_mut().for_each(|member| set(member, None));
    }
    if let Some(instead) = case.profile.how_number("zero_weight") {
        let zero = |member: &&mut Member| number(&member.row, "weight") == Some(0.0);
        members.iter_mut().filter(zero).for_each(|member| set(member, Some(instead)));
    }
}

fn set(member: &mut Member, weight: Option<f64>) {
    if let Some(fields) = member.row.as_object_mut() {
        fields.remove("weight");
        if let Some(weight) = weight {
            fields.insert("weight".to_owned(), json!(weight));
        }
    }
}

/// Puts the members below the objective `objective`, which carries further fields.
pub(crate) fn document(policy: Value, members: &[Member], fields: Value, clock: Clock) -> Document {
    let mut document = Document::new(policy, clock.window());
    let rows = |is: Is| members.iter().filter(move |member| member.is == is).map(|member| member.row.clone());
    let mut fields = fields;
    let initiatives: Vec<Value> = rows(Is::Initiative).map(|row| initiative(&row, clock)).collect();
    if !initiatives.is_empty() {
        fields["initiatives"] = json!(initiatives);
    }
    document.objective("objective", rows(Is::KeyResult).collect(), fields);
    for row in rows(Is::Objective) {
        child(&mut document, row, &["objective"]);
    }
    document
}

/// An objective with one key result that contributes to others, by the row's weight and state.
pub(crate) fn child(document: &mut Document, mut row: Value, parents: &[&str]) {
    let id = row["id"].as_str().unwrap_or_default().to_owned();
    row["id"] = json!(format!("{id}-kr"));
    // A child is its key result, whatever its parent counts.
    let mut fields = json!({"policy": {"rollup": {"of": "key_results"}}});
    let taken = |row: &mut Value, key: &str| row.as_object_mut().and_then(|fields| fields.remove(key));
    let weight = taken(&mut row, "weight");
    for key in ["state", "overrides"] {
        if let Some(value) = taken(&mut row, key) {
            fields[key] = value;
        }
    }
    let link = |parent: &&str| match &weight {
        Some(weight) => json!({"to": parent, "weight": weight}),
        None => json!({"to": parent}),
    };
    fields["aligned_to"] = json!(parents.iter().map(link).collect::<Vec<_>>());
    document.objective(&id, vec![row], fields);
}

fn initiative(row: &Value, clock: Clock) -> Value {
    let done = row["check_ins"][0]["value"].as_f64().is_some_and(|percent| percent >= 100.0);
    let mut initiative = json!({"id": row["id"], "title": row["title"]});
    if done {
        initiative["done_on"] = json!(clock.today.to_string());
    }
    initiative
}
