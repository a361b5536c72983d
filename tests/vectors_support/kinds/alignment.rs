//! Links: what a child moves in its parents, and which links are accepted.

use super::Case;
use crate::vectors_support::clock::Clock;
use crate::vectors_support::engine::{Document, Stop, unsupported};
use crate::vectors_support::facts::{Facts, number};
use crate::vectors_support::measure;
use crate::vectors_support::words::*;
use serde_json::{Value, json};

/// What one child moves in each of its parents.
pub(crate) fn effect(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let names: Vec<String> = match case.input.list(&["parents"]) {
        Some(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => vec!["parent".to_owned()],
    };
    let supports = ["goal", "aligned_goal", "support", "supports", "aligned", "independent", "shown"];
    let word = case.input.words(&["alignment", "link", "relation", "kind", "alignment_type"]);
    let kind = if word.iter().any(|word| supports.contains(&word.as_str())) { "supports" } else { "contributes" };
    let counts = case.input.numbers(&["parent_children_count", "parents_children_count"]).unwrap_or_default();
    let others = case.input.numbers(&["parents_progress_pct", "parent_progress_pct"]).unwrap_or_default();
    let other = case.input.number(&["parent_progress_pct", "parent_own_progress_pct"]);
    let mut document = Document::new(case.policy(), clock.window());
    for (at, name) in names.iter().enumerate() {
        let own = others.get(at).copied().flatten().or(other);
        let siblings = counts.get(at).copied().flatten().unwrap_or(1.0) as usize;
        let fixed = |at: usize| measure::at_percent(&format!("{name}-{at}"), own.or(Some(0.0)), clock);
        let rows = if own.is_some() { vec![fixed(0)] } else { (1..siblings).map(fixed).collect() };
        document.objective(name, rows, json!({}));
    }
    let mut child = measure::at_percent("child", case.input.number(&["child_progress_pct", "progress_pct"]), clock);
    let weights = case.input.numbers(WEIGHTS).unwrap_or_default();
    let link = |(at, name): (usize, &String)| json!({"to": name, "kind": kind, "weight": weights.get(at).copied().flatten().unwrap_or(1.0)});
    child["aligned_to"] = json!(names.iter().enumerate().map(link).collect::<Vec<_>>());
    document.objective("below", vec![child], json!({}));
    let card = document.score(clock.today)?;
    let mut facts = Facts::default();
    for name in &names {
        let progress = number(card.objective(name)?, "progress").map(|progress| progress * 100.0);
        facts = facts.with(&format!("={name}_progress_pct"), progress);
    }
    Ok(facts)
}

/// Whether a document with such links is accepted: several parents, or a link back to where it came from.
pub(crate) fn rule(case: &Case<'_>) -> Result<Facts, Stop> {
    let clock = Clock::any();
    let listed = || case.input.list(&["parents"]).map(|list| list.len() as i32);
    let parents = case.input.whole(&["parents", "parent_count"]).or_else(listed);
    let back = ["cycle", "creates_cycle", "descendant", "parent_is_descendant"];
    let back = back.iter().any(|key| case.input.flag(&[key]) == Some(true));
    let Some(parents) = parents.or_else(|| back.then_some(1)).filter(|parents| (1..100).contains(parents)) else {
        return unsupported("which links a product allows");
    };
    let mut document = Document::new(case.policy(), clock.window());
    for at in 0..parents {
        let up = if back { json!([{"to": "child"}]) } else { json!([]) };
        document.objective(&format!("parent{at}"), Vec::new(), json!({"aligned_to": up}));
    }
    let links: Vec<Value> = (0..parents).map(|at| json!({"to": format!("parent{at}")})).collect();
    document.objective("child", Vec::new(), json!({"aligned_to": links}));
    document.score(clock.today)?;
    if case.entry.expected.get("allowed") == Some(&json!(false)) {
        return unsupported("a product refuses links that the engine takes");
    }
    Ok(Facts::default().with("=allowed", true).with("=valid", true))
}
