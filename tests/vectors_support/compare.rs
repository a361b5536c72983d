//! Whether a fact is what an example expects: exact, rounded as printed, approximate, or a bound.

use super::facts::Facts;
use super::profile::Profile;
use super::words::{DIRECTIONS, OUTPUTS, RECORDS, meaning};
use serde_json::{Map, Value, json};

/// What became of one expected key.
pub(crate) enum Verdict {
    Holds,
    Differs {
        got: Value,
        expected: Value,
    },
    /// The engine has no such fact.
    Unknown,
    /// The example expects a defect: a number that is none.
    Defect,
}

/// How digits are dropped.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Mode {
    HalfUp,
    HalfAway,
    HalfDown,
    Truncate,
    Floor,
    Ceil,
}

impl Mode {
    pub(crate) fn named(name: &str) -> Mode {
        match name {
            "half_away" => Mode::HalfAway,
            "half_down" => Mode::HalfDown,
            "truncate" => Mode::Truncate,
            "floor" => Mode::Floor,
            "ceil" => Mode::Ceil,
            _ => Mode::HalfUp,
        }
    }
}

/// A number to so many decimals; the last bits of a binary fraction do not decide.
pub(crate) fn round(x: f64, decimals: i32, mode: Mode) -> f64 {
    let scale = 10f64.powi(decimals);
    let scaled = x * scale;
    let halves = (scaled * 2.0).round() / 2.0;
    let near = (scaled - halves).abs() <= 1e-9 * scaled.abs().max(1.0);
    let y = if near { halves } else { scaled };
    let whole = match mode {
        Mode::HalfUp => (y + 0.5).floor(),
        Mode::HalfAway => y.round(),
        Mode::HalfDown => (y - 0.5).ceil(),
        Mode::Truncate => y.trunc(),
        Mode::Floor => y.floor(),
        Mode::Ceil => y.ceil(),
    };
    whole / scale + 0.0
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
        return Verdict::Defect;
    }
    if key == "is_nan" && value == &json!(true) {
        return Verdict::Defect;
    }
    let (stem, suffix) = suffix(key);
    let Some((got, fact, factor)) = fact(key, facts).or_else(|| fact(stem, facts)) else {
        return Verdict::Unknown;
    };
    let tolerance = all.get("tolerance").and_then(Value::as_f64);
    let rule = match suffix {
        "displayed" => Rule::Displayed,
        "exact" => Rule::Rounded(4, Mode::HalfUp),
        "gt" => Rule::Bound(|got, limit| got > limit),
        "ge" | "min" => Rule::Bound(|got, limit| got >= limit - 1e-9),
        "lt" => Rule::Bound(|got, limit| got < limit),
        "le" | "max" => Rule::Bound(|got, limit| got <= limit + 1e-9),
        _ => tolerance.map_or(Rule::Exact, Rule::Within),
    };
    let rounded = if key == "unrounded" || matches!(rule, Rule::Displayed | Rule::Bound(_)) {
        None
    } else {
        own_rounding(fact, profile)
    };
    let got = scaled(got, factor, rounded);
    let rule = match rule {
        Rule::Displayed => displayed(stem, value, profile),
        rule => rule,
    };
    if holds(&got, value, rule, from_code, stem) {
        Verdict::Holds
    } else {
        Verdict::Differs { got, expected: value.clone() }
    }
}

#[derive(Clone, Copy)]
enum Rule {
    Exact,
    Displayed,
    Rounded(i32, Mode),
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

/// How the product rounds what it computes: to decimals of percent, or of the fraction.
fn own_rounding(fact: &str, profile: &Profile) -> Option<(bool, i32, Mode)> {
    let round = profile.how("round").filter(|_| ["progress", "score", "series", "member_progress"].contains(&fact))?;
    let mode = round.get("mode").and_then(Value::as_str).map_or(Mode::HalfUp, Mode::named);
    let percent = round.get("percent").and_then(Value::as_i64).map(|digits| (true, digits as i32, mode));
    percent.or_else(|| round.get("fraction").and_then(Value::as_i64).map(|digits| (false, digits as i32, mode)))
}

fn scaled(value: &Value, factor: f64, rounding: Option<(bool, i32, Mode)>) -> Value {
    match value {
        Value::Array(list) => Value::Array(list.iter().map(|item| scaled(item, factor, rounding)).collect()),
        Value::Number(_) => {
            let x = value.as_f64().unwrap_or(f64::NAN);
            json!(match rounding {
                Some((true, digits, mode)) => round(x * 100.0, digits, mode) / 100.0 * factor,
                Some((false, digits, mode)) => round(x, digits, mode) * factor,
                None => x * factor,
            })
        }
        other => other.clone(),
    }
}

/// What the page prints: as many decimals as the number has, at least the product's usual ones.
fn displayed(stem: &str, value: &Value, profile: &Profile) -> Rule {
    let own = profile.how("display_of").and_then(|display| display.get(stem)).or_else(|| profile.how("display"));
    let mode = own.and_then(|own| own.get("mode")).and_then(Value::as_str).map_or(Mode::HalfUp, Mode::named);
    let usual = own.and_then(|own| own.get("decimals")).and_then(Value::as_i64).unwrap_or(0);
    Rule::Rounded(decimals(value).max(usual as i32), mode)
}

fn holds(got: &Value, expected: &Value, rule: Rule, from_code: bool, stem: &str) -> bool {
    match (got, expected) {
        (Value::Array(got), Value::Array(expected)) => {
            let widest = expected.iter().map(decimals).max().unwrap_or(0);
            let rule =
                if let Rule::Rounded(digits, mode) = rule { Rule::Rounded(digits.max(widest), mode) } else { rule };
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
                Rule::Rounded(digits, mode) => close(round(got, digits, mode), limit),
                Rule::Exact | Rule::Displayed => close(got, limit) || from_code && cut(got, expected, limit),
            }
        }
        (Value::String(got), Value::String(expected)) if stem == "direction" => {
            got == expected
                || meaning(DIRECTIONS, got).is_some() && meaning(DIRECTIONS, got) == meaning(DIRECTIONS, expected)
        }
        _ => got == expected,
    }
}

fn close(got: f64, expected: f64) -> bool {
    (got - expected).abs() <= 1e-9 * got.abs().max(expected.abs()).max(1e-9)
}

/// Repeating expansions cut to three or four decimals.
fn cut(got: f64, written: &Value, expected: f64) -> bool {
    let digits = decimals(written);
    (3..=4).contains(&digits) && close(round(got, digits, Mode::HalfUp), expected)
}
