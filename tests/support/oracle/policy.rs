//! The policy as plain JSON: the defaults, and how one policy is laid over another.

use serde_json::{Value, json};

pub fn default_policy() -> Value {
    json!({
        "measure": {"missing": "zero", "zero_range": "error", "aggregate": "last", "strict": false, "read": "latest",
                    "credit": "binary", "between": "stepped", "of": "sum", "with_own": false},
        "clamp": {"shown": {"min": 0, "max": 1}, "contributed": {"min": 0, "max": 1}, "objective": {}},
        "rollup": {"of": "pooled", "mean": "weighted", "initiatives": "none", "holds": "members",
                   "units": "any", "credit": "full", "manual": "sticky",
                   "team_mean": "flat"},
        "weights": {"rule": "relative", "total": 1},
        "expected": {"day_count": "exclusive", "curve": "linear", "step": "1mo", "plan": "linear", "binary": "due",
                     "holds": "met"},
        "status": {"source": "ratio", "override": "until_end", "not_started": "no_value",
                   "bands": [{"at_least": 0.9, "status": "on_track"}, {"at_least": 0.7, "status": "at_risk"},
                             {"status": "off_track"}],
                   "final": "attained", "goal": "achieved",
                   "hold": {"met": "on_track", "near": "at_risk", "unmet": "off_track"},
                   "grace": 0.1, "stale_after": null, "stale": "at_risk", "guardrail": "at_risk", "rollup": "own",
                   "agreed": [], "groups": "own",
                   "points": {"missed": 0, "off_track": 0, "at_risk": 0.5, "not_started": 0.5, "on_track": 1,
                              "achieved": 1, "exceeded": 1},
                   "ratio_cap": 1,
                   "rollup_bands": [{"at_least": 0.9, "status": "on_track"}, {"at_least": 0.5, "status": "at_risk"},
                                    {"status": "off_track"}],
                   "order": ["missed", "off_track", "at_risk", "not_started", "on_track", "achieved", "exceeded"],
                   "labels": {}},
        "confidence": {"bands": []},
        "score": {"committed": 1, "aspirational": 0.7, "clamp": {"min": 0, "max": 1}, "bands": []}
    })
}

/// The stated fields of `patch` over `base`; lists and maps are taken whole.
pub fn laid_over(base: &Value, patch: &Value) -> Value {
    let mut result = base.clone();
    let Some(sections) = patch.as_object() else { return result };
    for (section, fields) in sections {
        let Some(fields) = fields.as_object() else {
            result[section] = fields.clone();
            continue;
        };
        for (field, value) in fields {
            // The ends of a clamp and the statuses of holds are fields too.
            match value.as_object() {
                Some(inner) if section == "clamp" || matches!(field.as_str(), "clamp" | "hold") => {
                    // A word gives way to the statuses of states, which stand on the defaults again.
                    if result[section][field].is_string() {
                        result[section][field] = default_policy()[section][field].clone();
                    }
                    inner.iter().for_each(|(name, value)| result[section][field][name] = value.clone());
                }
                _ => result[section][field] = value.clone(),
            }
        }
    }
    result
}

/// The policy of a document or of a call: a preset's name (only `default` is known here) or an object with `base`.
pub fn resolve(stated: &Value) -> Value {
    if let Some(name) = stated.as_str().or(stated["base"].as_str()) {
        assert_eq!(name, "default", "the oracle knows one preset");
    }
    laid_over(&default_policy(), stated)
}

/// A word of the policy, such as `rollup.of`.
pub fn word<'p>(policy: &'p Value, section: &str, field: &str) -> &'p str {
    policy[section][field].as_str().unwrap_or_else(|| panic!("the policy states {section}.{field}"))
}

/// A word or a list of words of the policy.
pub fn words<'p>(policy: &'p Value, section: &str, field: &str) -> Vec<&'p str> {
    match policy[section][field].as_array() {
        Some(list) => list.iter().filter_map(Value::as_str).collect(),
        None => vec![word(policy, section, field)],
    }
}
