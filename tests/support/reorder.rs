//! Documents that say the same in another order, and documents without their future.

use super::random::{Case, Choices};
use serde_json::{Value, json};

/// Lists whose order means nothing at all.
const SETS: [&str; 10] =
    ["cycles", "teams", "people", "kpis", "objectives", "key_results", "aligned_to", "initiatives", "items", "points"];
/// Lists by date: only entries of one date keep their order.
const HISTORIES: [&str; 5] = ["check_ins", "readings", "amendments", "state", "overrides"];

/// Shuffles every list whose order means nothing.
pub fn shuffled(value: &Value, choices: &mut Choices) -> Value {
    match value {
        Value::Object(fields) => {
            let inner = fields.iter().map(|(name, inner)| {
                let mut inner = shuffled(inner, choices);
                match inner.as_array_mut() {
                    Some(items) if SETS.contains(&name.as_str()) => choices.shuffle(items),
                    Some(items) if HISTORIES.contains(&name.as_str()) => {
                        let mut dates: Vec<String> = items.iter().map(|item| item["on"].to_string()).collect();
                        dates.sort();
                        dates.dedup();
                        choices.shuffle(&mut dates);
                        // What held since ever has no date, and stays first.
                        let place = |item: &Value| {
                            let on = item["on"].as_str().map(|_| item["on"].to_string())?;
                            dates.iter().position(|date| *date == on)
                        };
                        items.sort_by_key(place);
                    }
                    _ => {}
                }
                (name.clone(), inner)
            });
            Value::Object(inner.collect())
        }
        Value::Array(items) => items.iter().map(|item| shuffled(item, choices)).collect(),
        other => other.clone(),
    }
}

/// JSON text with the keys of every object in another order.
pub fn printed(value: &Value, choices: &mut Choices) -> String {
    match value {
        Value::Object(fields) => {
            let mut parts: Vec<String> =
                fields.iter().map(|(name, inner)| format!("{}:{}", json!(name), printed(inner, choices))).collect();
            choices.shuffle(&mut parts);
            format!("{{ {} }}", parts.join(" ,\n"))
        }
        Value::Array(items) => {
            let parts: Vec<String> = items.iter().map(|item| printed(item, choices)).collect();
            format!("[{}]", parts.join(", "))
        }
        other => other.to_string(),
    }
}

/// The document without what is dated after a day; `done_on` after it is undone.
pub fn until(value: &Value, day: &str) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, inner)| *name != "done_on" || inner.as_str() <= Some(day));
            let inner = kept.map(|(name, inner)| {
                let history = HISTORIES.contains(&name.as_str());
                let inner = match inner.as_array() {
                    Some(items) if history => {
                        items.iter().filter(|item| item["on"].as_str() <= Some(day)).cloned().collect()
                    }
                    _ => inner.clone(),
                };
                (name.clone(), until(&inner, day))
            });
            Value::Object(inner.collect())
        }
        Value::Array(items) => items.iter().map(|item| until(item, day)).collect(),
        other => other.clone(),
    }
}

/// The case under rules that never look at the order of the document: the rule `last` gives way to `evenly`.
pub fn orderless(case: &Case) -> Case {
    let turned = |value: &Value| -> Value {
        serde_json::from_str(&value.to_string().replace("\"rule\":\"last\"", "\"rule\":\"evenly\"")).expect("JSON")
    };
    Case { document: turned(&case.document), policy: case.policy.as_ref().map(turned), as_of: case.as_of.clone() }
}
