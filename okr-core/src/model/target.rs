//! Targets: numbers in the measure's unit, or relative to the baseline.

use crate::error::{Error, ErrorCode, Result, quoted};
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// A target stated relative to the baseline in force: `+20%` or `-5`. The sign is required.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Relative {
    /// Percent of the baseline's size.
    Percent(f64),
    /// An amount in the measure's unit.
    Amount(f64),
}

impl Relative {
    /// The absolute target from a baseline; `None` where a percentage has a baseline of zero.
    pub fn from_baseline(self, baseline: f64) -> Option<f64> {
        match self {
            Relative::Percent(_) if baseline == 0.0 => None,
            Relative::Percent(percent) => Some(baseline + baseline.abs() * (percent / 100.0)),
            Relative::Amount(amount) => Some(baseline + amount),
        }
    }
}

impl FromStr for Relative {
    type Err = Error;

    fn from_str(text: &str) -> Result<Relative> {
        let number = text.strip_suffix('%').unwrap_or(text);
        let signed = number.strip_prefix(['+', '-']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        match number.parse::<f64>() {
            Ok(x) if signed && x.is_finite() && text.ends_with('%') => Ok(Relative::Percent(x)),
            Ok(x) if signed && x.is_finite() => Ok(Relative::Amount(x)),
            _ => Err(Error::new(
                ErrorCode::BadTarget,
                "",
                format!("found {}, expected a number or a relative target such as \"+20%\" or \"-5\"", quoted(text)),
                "a relative target needs its sign",
            )),
        }
    }
}

impl fmt::Display for Relative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Relative::Percent(x) => write!(f, "{x:+}%"),
            Relative::Amount(x) => write!(f, "{x:+}"),
        }
    }
}

/// The desired value: a number in the measure's unit, or relative to the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Target {
    /// In the measure's unit, finite.
    Value(f64),
    /// Relative to the baseline in force.
    Relative(Relative),
}

impl Target {
    /// The number it comes to; `None` where a percentage has a baseline of zero.
    pub fn resolve(self, baseline: f64) -> Option<f64> {
        match self {
            Target::Value(value) => Some(value),
            Target::Relative(relative) => relative.from_baseline(baseline),
        }
    }
}

impl From<f64> for Target {
    fn from(value: f64) -> Self {
        Target::Value(value)
    }
}

impl From<Relative> for Target {
    fn from(relative: Relative) -> Self {
        Target::Relative(relative)
    }
}

impl Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Target::Value(value) => serializer.serialize_f64(*value),
            Target::Relative(relative) => serializer.collect_str(relative),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Target {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Target".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A number in the measure's unit, or text relative to the baseline: \"+20%\", \"-5\".",
            "oneOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-][0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?%?$"}]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_targets_read_back_and_resolve() {
        for (text, baseline, target) in
            [("+20%", 10_000.0, 12_000.0), ("-50%", -40.0, -60.0), ("-5", 8.0, 3.0), ("+0.5", 0.0, 0.5)]
        {
            let relative: Relative = text.parse().unwrap();
            assert_eq!(relative.to_string(), text);
            assert_eq!(relative.from_baseline(baseline), Some(target), "{text}");
        }
        assert_eq!(Relative::Percent(20.0).from_baseline(0.0), None);
        for text in ["20%", "5", "+", "+%", "+inf", "+NaN%", "++5", "+5 %"] {
            assert!(text.parse::<Relative>().is_err(), "{text}");
        }
    }
}
