//! The grade at the end: when the window is over, scores and verdicts are final.

use super::Case;
use crate::vectors_support::clock::Clock;
use crate::vectors_support::engine::{Card, Document, Stop};
use crate::vectors_support::facts::Facts;
use crate::vectors_support::input::Input;
use crate::vectors_support::measure;
use crate::vectors_support::profile::set;
use crate::vectors_support::words::*;
use serde_json::{Value, json};

const SCOPE: Keys = &["required", "scope"];
const SEEN: Keys = &["audited", "observed"];

/// A document after its end with one key result: fully seen, partly seen, or measured.
pub(crate) fn evaluate(case: &Case<'_>, policy: Value) -> Result<Card, Stop> {
    let clock = Clock::any();
    let scope = case.input.number(SCOPE).zip(case.input.number(SEEN));
    let row = match scope {
        Some((scope, seen)) => {
            let passed = case.input.number(&["passed"]).map(|passed| passed >= scope);
            let clean = case.input.number(&["critical_findings", "findings", "failed"]).map(|found| found == 0.0);
            let verdict =
                json!({"commitment": case.input.text(COMMITMENT), "type": "at_least", "done": passed.or(clean)});
            let mut row = measure::key_result("kr", Input::of(&verdict).unwrap_or(case.input), &case.profile, clock)?;
            if seen < scope {
                row["check_ins"] = json!([]);
            }
            row
        }
        None => {
            let fields = super::status::numbers_of(case.input);
            measure::key_result("kr", Input::of(&fields).unwrap_or(case.input), &case.profile, clock)?
        }
    };
    let mut document = Document::new(policy, clock.window());
    document.objective("objective", vec![row], json!({}));
    document.score(clock.over().today)
}

/// The word for what could be seen, where the example is about that.
fn state(case: &Case<'_>) -> Option<&'static str> {
    let (scope, seen) = case.input.number(SCOPE).zip(case.input.number(SEEN))?;
    Some(if seen >= scope {
        "observable"
    } else if seen > 0.0 {
        "not_yet_fully_observable"
    } else {
        "not_yet_observable"
    })
}

pub(crate) fn score(case: &Case<'_>) -> Result<Facts, Stop> {
    let card = evaluate(case, case.policy())?;
    let facts = graded(&card, case)?;
    Ok(facts.with("state", state(case)))
}

/// The facts of the key result, its word being the grade where there is one.
pub(crate) fn graded(card: &Card, case: &Case<'_>) -> Result<Facts, Stop> {
    let row = card.key_result("kr")?;
    let facts = Facts::of_row(row, &case.profile);
    if row["grade"].is_null() {
        return Ok(facts);
    }
    let grade = row["grade"].clone();
    let rating = grade.as_str().and_then(|grade| grade.parse::<f64>().ok());
    Ok(facts.with("status", grade.clone()).with("label", grade).with("rating", rating))
}

/// The grade of a score.
pub(crate) fn grade(case: &Case<'_>) -> Result<Facts, Stop> {
    graded(&evaluate(case, case.policy())?, case)
}

/// Whether a score passes by the commitment behind it. Learning is not judged by its score.
pub(crate) fn interpretation(case: &Case<'_>) -> Result<Facts, Stop> {
    let mut policy = case.policy();
    set(&mut policy, &["status", "final"], json!("attained"));
    let card = evaluate(case, policy)?;
    let facts = Facts::of_row(card.key_result("kr")?, &case.profile);
    let learning = case.input.text(COMMITMENT).and_then(|word| meaning(AMBITIONS, word)) == Some("learning");
    let passed = facts.get("engine_status") == Some(&json!("achieved"));
    let passed = if learning { Value::Null } else { json!(passed) };
    let verdict = passed.as_bool().map(|passed| if passed { "pass" } else { "fail" });
    Ok(facts.with("=passed", passed).with("=verdict", verdict).with("=result", verdict))
}

/// A score by the type of key result: committed passes or fails, guardrails hold or not and never count.
pub(crate) fn typed(case: &Case<'_>) -> Result<Facts, Stop> {
    let facts = grade(case)?;
    let mut policy = case.policy();
    set(&mut policy, &["status", "final"], json!("attained"));
    let judged = evaluate(case, policy)?;
    let passed = match judged.objective("objective")?["guardrails"].get(0) {
        Some(guardrail) => guardrail["state"] == "met",
        None => judged.key_result("kr")?["status"] == "achieved",
    };
    let counted = facts.get("counted").cloned().unwrap_or(Value::Null);
    let facts = facts.with("=result", if passed { "pass" } else { "fail" }).with("=in_objective_mean", counted);
    Ok(facts.with("state", state(case)))
}
