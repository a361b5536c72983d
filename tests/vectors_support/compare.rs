//! Whether a fact is what an example expects: exact, rounded as printed, approximate, or a bound.

use super::facts::Facts;
use super::profile::Profile;
use super::words::{DIRECTIONS, OUTPUTS, RECORDS, STATUSES, meaning, plain};
use serde_json::{Map, Value, json};

pub(crate) const NO_NUMBER: &str = "the product's answer is not a number";
const FLOATS: &str = "binary floating point decides there which side of a limit the number lies on";

/// What became of one expected key.
pub(crate) enum Verdict {
    Holds,
    Differs {
        got: Value,
        expected: Value,
    },
    /// The engine has no such fact.
    Unknown,
    /// The example expects a defect, and which one.
    Defect(&'static str),
}

/// A number to so many decimals, halves up; the last bits of a binary fraction do not decide.
pub(crate) fn round(x: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    let scaled = x * scale;
    let halves = (scaled * 2.0).round() / 2.0;
    let near = (scaled - halves).abs() <= 1e-9 * scaled.abs().max(1.0);
    ((if near { halves } else { scaled }) + 0.5).floor() / scale + 0.0
}

/// The decimals a JSON number is written with.
fn decimals(value: &Value) -> i32 {
    match value {
        Value::Array(list) => list.iter().map(decimals).max().unwrap_or(0),
        Value::Number(number) => {
            let text = number.to_string();
            let tail = text.split_once('.').map_or("", |(_, tail)| tail.trim_end_matches('0'));
            if text.contains(['e', 'E']) { 0 } else { tail.len() as i32 }
        }
        _ => 0,
    }
}

/// Compares every expected key; `from_code` allows for numbers cut to three or four decimals.
pub(crate) fn verdicts(
    expected: &Map<String, Value>,
    facts: &Facts,
    profile: &Profile,
    from_code: bool,
) -> Vec<(String, Verdict)> {
    let keys = expected.iter().filter(|(key, _)| !RECORDS.contains(&key.as_str()));
    keys.map(|(key, value)| (key.clone(), verdict(key, value, expected, facts, profile, from_code))).collect()
}

fn verdict(
    key: &str,
    value: &Value,
    all: &Map<String, Value>,
    facts: &Facts,
    profile: &Profile,
    from_code: bool,
) -> Verdict {
    if value
        .as_str()
        .is_some_and(|text| ["nan", "infinity", "-infinity", "inf", "-inf"].contains(&text.to_lowercase().as_str()))
    {
        return Verdict::Defect(NO_NUMBER);
    }
    if key == "is_nan" && value == &json!(true) {
        return Verdict::Defect(NO_NUMBER);
    }
    let (stem, suffix) = suffix(key);
    let Some((got, fact, factor)) = fact(key, facts).or_else(|| fact(stem, facts)) else {
        return Verdict::Unknown;
    };
    let tolerance = all.get("tolerance").and_then(Value::as_f64);
    let rule = match suffix {
        "displayed" => Rule::Displayed,
        "exact" => Rule::Rounded(4),
        "gt" => Rule::Bound(|got, limit| got > limit),
        "ge" | "min" => Rule::Bound(|got, limit| got >= limit - 1e-9),
        "lt" => Rule::Bound(|got, limit| got < limit),
        "le" | "max" => Rule::Bound(|got, limit| got <= limit + 1e-9),
        _ => tolerance.map_or(Rule::Exact, Rule::Within),
    };
    let rule = match rule {
        Rule::Displayed => displayed(stem, value, factor, profile),
        Rule::Exact if key != "unrounded" && profile.rounded() && ROUNDED.contains(&fact) => {
            Rule::Printed(profile.policy.display.decimals)
        }
        rule => rule,
    };
    let absent = got.is_null() && value.is_number() && ROUNDED.contains(&fact);
    let shown = if absent { nothing(profile) } else { Value::Null };
    let got = if shown.is_null() { got } else { &shown };
    let got =
        if let Rule::Printed(decimals) = rule { printed(got, factor, decimals, profile) } else { scaled(got, factor) };
    let named = ["status", "label"].contains(&fact) && same_word(&got, value, facts, profile);
    if !named && fact == "label" && beside(value, facts, profile) {
        return Verdict::Defect(FLOATS);
    }
    if named || holds(&got, value, rule, from_code, stem) {
        Verdict::Holds
    } else {
        Verdict::Differs { got, expected: value.clone() }
    }
}

/// The facts that a product may round before it hands them out.
const ROUNDED: [&str; 4] = ["progress", "score", "series", "member_progress"];

#[derive(Clone, Copy)]
enum Rule {
    Exact,
    Displayed,
    /// As the preset's display prints it, with so many decimals of a percentage.
    Printed(u8),
    Rounded(i32),
    Within(f64),
    Bound(fn(f64, f64) -> bool),
}

/// The key without what its ending says about the comparison.
fn suffix(key: &str) -> (&str, &str) {
    const SUFFIXES: [&str; 10] =
        ["_displayed", "_exact", "_approx", "_by_formula", "_gt", "_ge", "_lt", "_le", "_min", "_max"];
    if key == "unrounded" {
        return ("score", "unrounded");
    }
    let found =
        SUFFIXES.iter().find_map(|suffix| key.strip_suffix(suffix).map(|stem| (stem, suffix.trim_start_matches('_'))));
    found.unwrap_or((key, ""))
}

/// The fact a key asks for, by its own name or by the table.
fn fact<'a>(key: &'a str, facts: &'a Facts) -> Option<(&'a Value, &'a str, f64)> {
    if let Some(value) = facts.get(&format!("={key}")) {
        return Some((value, key, 1.0));
    }
    let listed = OUTPUTS.iter().find(|(_, keys, _)| keys.contains(&key));
    if let Some((fact, _, factor)) = listed {
        return facts.get(fact).map(|value| (value, *fact, *factor));
    }
    facts.get(key).map(|value| (value, key, 1.0))
}

fn scaled(value: &Value, factor: f64) -> Value {
    each(value, &|x| x * factor)
}

/// What the preset's display prints, as a number of the same scale.
fn printed(value: &Value, factor: f64, decimals: u8, profile: &Profile) -> Value {
    let mut display = profile.policy.display.clone();
    display.decimals = decimals;
    each(value, &|x| display.percent(x).parse::<f64>().unwrap_or(f64::NAN) / 100.0 * factor)
}

/// What the preset's display shows where there is no number; null where that is no number either.
fn nothing(profile: &Profile) -> Value {
    json!(profile.policy.display.percent(f64::NAN).parse::<f64>().ok())
}

fn each(value: &Value, change: &dyn Fn(f64) -> f64) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().map(|item| each(item, change)).collect()),
        Value::Number(_) => json!(change(value.as_f64().unwrap_or(f64::NAN))),
        other => other.clone(),
    }
}

/// What the page prints: as many decimals as the number has; percentages at least the preset's, and by its display.
fn displayed(stem: &str, value: &Value, factor: f64, profile: &Profile) -> Rule {
    let digits = decimals(value);
    let percentage = factor == 100.0 || stem.ends_with("_pct") && factor != 1.0;
    let usual = profile.policy.display.decimals;
    if percentage { Rule::Printed(usual.max(digits.try_into().unwrap_or(0))) } else { Rule::Rounded(digits) }
}

/// Whether a word of an example is the preset's word, or, where the preset has no such word, means the same status.
fn same_word(got: &Value, expected: &Value, facts: &Facts, profile: &Profile) -> bool {
    let Some(word) = expected.as_str() else { return false };
    let same = got.as_str().is_some_and(|got| plain(got) == plain(word));
    let status = facts.get("engine_status").and_then(Value::as_str);
    same || profile.own_status(word).is_none() && status.is_some() && meaning(STATUSES, word) == status
}

/// Whether the number lies on a limit (N1), and the example names the band right below it.
fn beside(expected: &Value, facts: &Facts, profile: &Profile) -> bool {
    let (Some(word), Some(x)) = (expected.as_str(), facts.get("progress").and_then(Value::as_f64)) else {
        return false;
    };
    let named = |x: f64| profile.policy.status.bands.find(x)?.label.as_deref().map(plain);
    named(x - 1e-9) != named(x) && named(x - 1e-9) == Some(plain(word))
}

fn holds(got: &Value, expected: &Value, rule: Rule, from_code: bool, stem: &str) -> bool {
    match (got, expected) {
        (Value::Array(got), Value::Array(expected)) => {
            let widest = expected.iter().map(decimals).max().unwrap_or(0);
            let rule = if let Rule::Rounded(digits) = rule { Rule::Rounded(digits.max(widest)) } else { rule };
            got.len() == expected.len()
                && got.iter().zip(expected).all(|(got, expected)| holds(got, expected, rule, from_code, stem))
        }
        (Value::Object(got), Value::Object(expected)) => expected
            .iter()
            .all(|(key, expected)| got.get(key).is_some_and(|got| holds(got, expected, rule, from_code, stem))),
        (Value::Number(_), Value::Number(_)) => {
            let (got, limit) = (got.as_f64().unwrap_or(f64::NAN), expected.as_f64().unwrap_or(f64::NAN));
            match rule {
                Rule::Within(tolerance) => (got - limit).abs() <= tolerance,
                Rule::Bound(bound) => bound(got, limit),
                Rule::Rounded(digits) => close(round(got, digits), limit),
                Rule::Printed(_) => close(got, limit),
                Rule::Exact | Rule::Displayed => close(got, limit) || from_code && cut(got, expected, limit),
            }
        }
        (Value::String(got), Value::String(expected)) if stem == "direction" => {
            plain(got) == plain(expected)
                || meaning(DIRECTIONS, got).is_some() && meaning(DIRECTIONS, got) == meaning(DIRECTIONS, expected)
        }
        (Value::String(got), Value::String(expected)) => plain(got) == plain(expected),
        _ => got == expected,
    }
}

fn close(got: f64, expected: f64) -> bool {
    (got - expected).abs() <= 1e-9 * got.abs().max(expected.abs()).max(1e-9)
}

/// Repeating expansions cut to three or four decimals.
fn cut(got: f64, written: &Value, expected: f64) -> bool {
    let digits = decimals(written);
    (3..=4).contains(&digits) && close(round(got, digits), expected)
}
