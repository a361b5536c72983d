//! Measures: how a key result turns values into progress (P1–P10).

use crate::date::Date;
use crate::error::{Error, ErrorCode, Result, quoted};
use crate::words::words;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

words! {
    /// The kind of a measure.
    #[derive(Default)]
    pub enum MeasureKind {
        /// From a baseline to a target, up or down (P1).
        #[default]
        Move "move",
        /// Value over target (P3).
        Ratio "ratio",
        /// Target over value, where less is better (P3).
        Inverse "inverse",
        /// Hold at or above a bound (P4).
        AtLeast "at_least",
        /// Hold at or below a bound (P4).
        AtMost "at_most",
        /// Hold between two bounds (P4).
        Between "between",
        /// Weighted share of a list that is done (P5).
        Milestones "milestones",
        /// Done or not (P6).
        Binary "binary",
        /// Scores agreed for values (P7).
        Levels "levels",
        /// Share of its initiatives that is done (P8).
        Tasks "tasks",
        /// From what is linked to the key result (P9).
        FromChildren "from_children",
        /// Shown, never counted (P10).
        Tracked "tracked",
    }
}

impl MeasureKind {
    /// Whether it holds a bound: at_least, at_most or between.
    pub fn is_hold(self) -> bool {
        matches!(self, MeasureKind::AtLeast | MeasureKind::AtMost | MeasureKind::Between)
    }

    /// Whether check-ins carry its value; the others are computed from items, initiatives or links.
    pub(crate) fn takes_values(self) -> bool {
        !matches!(self, MeasureKind::Milestones | MeasureKind::Tasks | MeasureKind::FromChildren)
    }
}

words! {
    /// Which way a `move` should go.
    pub enum Direction {
        /// Upward.
        Increase "increase",
        /// Downward.
        Decrease "decrease",
    }
}

words! {
    /// Which of several check-ins counts (V1).
    pub enum Aggregate {
        /// The latest one.
        Last "last",
        /// Their sum, from the seed.
        Sum "sum",
        /// Their mean.
        Mean "mean",
        /// The smallest.
        Min "min",
        /// The largest.
        Max "max",
        /// How many there are.
        Count "count",
        /// The one farthest on the wrong side of the bound; for hold measures.
        Worst "worst",
    }
}

words! {
    /// What of the check-ins a hold measure reads (P4).
    pub enum Read {
        /// The aggregated value.
        Latest "latest",
        /// The share of all check-ins that held.
        ShareOfCheckIns "share_of_check_ins",
        /// The share of the periods so far that held; a period without check-in did not.
        ShareOfElapsed "share_of_elapsed",
        /// The share of all periods of the window that held.
        ShareOfWindow "share_of_window",
    }
}

words! {
    /// How much a missed bound is worth (P4).
    pub enum Credit {
        /// All or nothing.
        Binary "binary",
        /// Falling from 1 at the bound to 0 at `zero_at`.
        Linear "linear",
        /// By distance from the bound, beyond it as well.
        Distance "distance",
    }
}

words! {
    /// What lies between two agreed points.
    pub enum Between {
        /// The last one holds until the next.
        Stepped "stepped",
        /// A straight line.
        Linear "linear",
    }
}

words! {
    /// What a from_children measure makes of its sources (P9).
    pub enum Combine {
        /// The weighted sum of their values.
        Sum "sum",
        /// The weighted mean of their values.
        Mean "mean",
        /// The weighted mean of their progress, mapped into its own unit.
        Progress "progress",
    }
}

/// A target stated relative to the baseline in force: `+20%` or `-5`. The sign is required.
#[derive(Clone, Copy, Debug, PartialEq)]
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

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Stated {
            Number(f64),
            Text(String),
        }
        match Stated::deserialize(deserializer)? {
            Stated::Number(value) => Ok(Target::Value(value)),
            Stated::Text(text) => text.parse().map(Target::Relative).map_err(serde::de::Error::custom),
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

/// One item of a milestones measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MilestoneItem {
    /// Unique within the measure.
    pub id: String,
    /// What is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its share, finite and ≥ 0; 1 where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// When it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Date>,
}

impl MilestoneItem {
    /// An item that is not done yet.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        MilestoneItem { id: id.into(), title: Some(title.into()), ..MilestoneItem::default() }
    }
}

/// One agreed point of a levels measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LevelPoint {
    /// The value.
    pub at: f64,
    /// What reaching it is worth, 1 being all.
    pub score: f64,
    /// What it is called: commit, target, stretch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether this point is the one planned for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<bool>,
}

impl LevelPoint {
    /// A value and what reaching it is worth.
    pub fn new(at: f64, score: f64) -> Self {
        LevelPoint { at, score, label: None, target: None }
    }
}

/// How a key result turns values into progress.
///
/// Which fields belong to which [kind](MeasureKind): `move` baseline, target, direction · `ratio`, `inverse`,
/// `at_least`, `at_most` target · `between` low, high · all three holds strict, read, credit, zero_at, risk_at ·
/// `milestones` items · `binary` due · `levels` points, between · `from_children` of, with_own, baseline, target. All
/// but milestones and tasks take unit, aggregate and seed. A field of another kind is a finding; a field left out takes
/// the policy's `measure` block.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Measure {
    /// Its kind.
    pub kind: MeasureKind,
    /// Start value; 0 where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
    /// Desired value, or the bound to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// Which way it should go; the sign of target − baseline where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Lower bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Whether a value exactly on the bound misses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strict: Option<bool>,
    /// What of the check-ins is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<Read>,
    /// How much a missed bound is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    /// Where linear credit ends; for between a distance beyond the nearer bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero_at: Option<f64>,
    /// How far off still counts as near; for between a distance beyond the nearer bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_at: Option<f64>,
    /// What is to be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<MilestoneItem>,
    /// When it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Agreed values and scores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<LevelPoint>,
    /// What lies between two points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<Between>,
    /// What is made of the sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Combine>,
    /// Whether its own check-ins count as one more source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_own: Option<bool>,
    /// The unit of its values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Which of several check-ins counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregate: Option<Aggregate>,
    /// Where a sum starts; the baseline where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<f64>,
}

impl Measure {
    /// A measure of a kind, with nothing else stated.
    pub fn of_kind(kind: MeasureKind) -> Self {
        Measure { kind, ..Measure::default() }
    }

    /// From a baseline to a target: a number, or a [`Relative`] one.
    pub fn moving(baseline: f64, target: impl Into<Target>) -> Self {
        Measure { baseline: Some(baseline), target: Some(target.into()), ..Measure::of_kind(MeasureKind::Move) }
    }

    /// Value over target.
    pub fn ratio(target: f64) -> Self {
        Measure { target: Some(target.into()), ..Measure::of_kind(MeasureKind::Ratio) }
    }

    /// Target over value, where less is better.
    pub fn inverse(target: f64) -> Self {
        Measure { target: Some(target.into()), ..Measure::of_kind(MeasureKind::Inverse) }
    }

    /// Hold at or above a bound.
    pub fn at_least(bound: f64) -> Self {
        Measure { target: Some(bound.into()), ..Measure::of_kind(MeasureKind::AtLeast) }
    }

    /// Hold at or below a bound.
    pub fn at_most(bound: f64) -> Self {
        Measure { target: Some(bound.into()), ..Measure::of_kind(MeasureKind::AtMost) }
    }

    /// Hold between two bounds.
    pub fn between(low: f64, high: f64) -> Self {
        Measure { low: Some(low), high: Some(high), ..Measure::of_kind(MeasureKind::Between) }
    }

    /// A list to be done.
    pub fn milestones(items: impl IntoIterator<Item = MilestoneItem>) -> Self {
        Measure { items: items.into_iter().collect(), ..Measure::of_kind(MeasureKind::Milestones) }
    }

    /// Done or not.
    pub fn binary() -> Self {
        Measure::of_kind(MeasureKind::Binary)
    }

    /// Scores agreed for values.
    pub fn levels(points: impl IntoIterator<Item = LevelPoint>) -> Self {
        Measure { points: points.into_iter().collect(), ..Measure::of_kind(MeasureKind::Levels) }
    }

    /// From what is linked to the key result.
    pub fn from_children(of: Combine, baseline: f64, target: impl Into<Target>) -> Self {
        Measure { kind: MeasureKind::FromChildren, of: Some(of), ..Measure::moving(baseline, target) }
    }

    /// The same measure in a unit.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// The same measure with another choice among check-ins.
    #[must_use]
    pub fn aggregate(mut self, aggregate: Aggregate) -> Self {
        self.aggregate = Some(aggregate);
        self
    }

    /// The same hold measure, missed by a value exactly on the bound.
    #[must_use]
    pub fn strictly(mut self) -> Self {
        self.strict = Some(true);
        self
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
