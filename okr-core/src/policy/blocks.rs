//! The blocks of a policy: each a plain value with its default.

use super::Bands;
use crate::date::Interval;
use crate::model::{Aggregate, Between, Combine, Credit, Read};
use crate::words::words;
use serde::{Serialize, Serializer};

words! {
    /// What a measure without a value comes to (V2).
    pub enum Missing {
        /// Progress 0, no value.
        Zero "zero",
        /// The baseline stands in.
        Baseline "baseline",
        /// Left out.
        Skip "skip",
    }
}

words! {
    /// What a move from a value to the same value comes to (P2).
    pub enum ZeroRange {
        /// The document is refused.
        Error "error",
        /// 1 where the value is at or beyond the target, else 0.
        Reached "reached",
        /// 0.
        Zero "zero",
        /// 0.5.
        Half "half",
        /// 1.
        One "one",
        /// No progress at all.
        None "none",
    }
}

/// What measures do where they say nothing themselves.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct MeasureDefaults {
    /// A measure without a value (V2).
    pub missing: Missing,
    /// Baseline equal to target (P2).
    pub zero_range: ZeroRange,
    /// Which check-in counts (V1).
    pub aggregate: Aggregate,
    /// Whether a value exactly on a bound misses it (P4).
    pub strict: bool,
    /// What of the check-ins a hold measure reads (P4).
    pub read: Read,
    /// How much a missed bound is worth (P4).
    pub credit: Credit,
    /// What lies between two levels (P7).
    pub between: Between,
    /// What a from_children measure makes of its sources (P9).
    pub of: Combine,
    /// Whether its own check-ins count as one more source (P9).
    pub with_own: bool,
}

impl Default for MeasureDefaults {
    fn default() -> Self {
        MeasureDefaults {
            missing: Missing::Zero,
            zero_range: ZeroRange::Error,
            aggregate: Aggregate::Last,
            strict: false,
            read: Read::Latest,
            credit: Credit::Binary,
            between: Between::Stepped,
            of: Combine::Sum,
            with_own: false,
        }
    }
}

/// A range that fractions are cut to; a missing end does not cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct Clamp {
    /// Lower end.
    pub min: Option<f64>,
    /// Upper end.
    pub max: Option<f64>,
}

impl Clamp {
    /// Zero to one.
    pub const UNIT: Clamp = Clamp { min: Some(0.0), max: Some(1.0) };
    /// No limit.
    pub const NONE: Clamp = Clamp { min: None, max: None };

    /// The number cut to the range.
    pub fn apply(self, x: f64) -> f64 {
        let (low, high) = self.ends();
        cut(x, low, high)
    }

    /// Both ends as numbers, infinite where there is none.
    pub(crate) fn ends(self) -> (f64, f64) {
        (self.min.unwrap_or(f64::NEG_INFINITY), self.max.unwrap_or(f64::INFINITY))
    }
}

/// Cuts a number to a range; what is not a number stays that.
#[inline(always)]
pub(crate) fn cut(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// Where fractions are cut off (P11).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct Clamps {
    /// What the row itself shows, and its status and score read.
    pub shown: Clamp,
    /// What an objective or key result takes from each member.
    pub contributed: Clamp,
    /// What an objective comes to before it is shown or handed on.
    pub objective: Clamp,
}

impl Default for Clamps {
    fn default() -> Self {
        Clamps { shown: Clamp::UNIT, contributed: Clamp::UNIT, objective: Clamp::NONE }
    }
}

words! {
    /// Which members count towards an objective (R1).
    pub enum RollupOf {
        /// Key results and contributing objectives together.
        Pooled "pooled",
        /// Key results only.
        KeyResults "key_results",
        /// Contributing objectives only.
        Children "children",
        /// All key results as one member beside each contributing objective.
        KeyResultsAsOne "key_results_as_one",
        /// The plain mean over every objective below.
        Descendants "descendants",
        /// Its own measure.
        OwnMeasure "own_measure",
        /// The members' values added up in its own measure.
        SumOfValues "sum_of_values",
        /// What its owner says.
        Manual "manual",
    }
}

words! {
    /// The mean of members (R2).
    pub enum Mean {
        /// Weighted arithmetic mean.
        Weighted "weighted",
        /// The smallest.
        Minimum "minimum",
    }
}

words! {
    /// Whether initiatives count (R1).
    pub enum Initiatives {
        /// Never.
        None "none",
        /// As members worth 1 when done.
        Members "members",
    }
}

words! {
    /// Whether hold measures count (R1).
    pub enum Holds {
        /// As members like any other.
        Members "members",
        /// Never: they have a status of their own and no part in a number.
        None "none",
    }
}

words! {
    /// Which units count (R1).
    pub enum Units {
        /// Whatever they are.
        Any "any",
        /// That of the objective's own measure, where it has one; what has no unit has none to compare, and counts.
        Same "same",
    }
}

impl Units {
    /// Whether a member with one unit does not count for an objective with another.
    pub(crate) fn leaves_out(self, member: Option<&str>, objective: Option<&str>) -> bool {
        self == Units::Same && member.zip(objective).is_some_and(|(member, objective)| member != objective)
    }
}

words! {
    /// What a member with several parents gives each (A2).
    pub enum ParentCredit {
        /// All of it to each.
        Full "full",
        /// Shares by link weight.
        Split "split",
    }
}

words! {
    /// How long manual progress holds (R1).
    pub enum ManualUntil {
        /// Until the next manual check-in.
        Sticky "sticky",
        /// Until a counted key result below is checked in on a later date.
        UntilCheckIn "until_check_in",
    }
}

words! {
    /// The mean of a team's row (R7).
    pub enum TeamMean {
        /// Over all objectives of the team and its sub-teams.
        Flat "flat",
        /// Over the mean of its own objectives and each sub-team's mean.
        Means "means",
    }
}

/// What counts towards an objective, and how.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct Rollup {
    /// Which members count: the first that applies to the objective, else the last; with none, objectives have no number.
    #[serde(serialize_with = "alone_or_listed")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::choices"))]
    pub of: Vec<RollupOf>,
    /// The mean of what counts.
    pub mean: Mean,
    /// Whether initiatives count.
    pub initiatives: Initiatives,
    /// Whether hold measures count.
    pub holds: Holds,
    /// Which units count.
    pub units: Units,
    /// What a member with several parents gives each.
    pub credit: ParentCredit,
    /// How long manual progress holds.
    pub manual: ManualUntil,
    /// The mean of a team's row.
    pub team_mean: TeamMean,
}

/// A single choice is a word.
fn alone_or_listed<S: Serializer>(of: &[RollupOf], serializer: S) -> Result<S::Ok, S::Error> {
    match of {
        [alone] => alone.serialize(serializer),
        list => list.serialize(serializer),
    }
}

impl Default for Rollup {
    fn default() -> Self {
        Rollup {
            of: vec![RollupOf::Pooled],
            mean: Mean::Weighted,
            initiatives: Initiatives::None,
            holds: Holds::Members,
            units: Units::Any,
            credit: ParentCredit::Full,
            manual: ManualUntil::Sticky,
            team_mean: TeamMean::Flat,
        }
    }
}

words! {
    /// How weights are made (R3).
    pub enum WeightRule {
        /// As stated; 1 where nothing is said.
        Relative "relative",
        /// All the same; what is stated is not read.
        Equal "equal",
        /// The unset ones share what the stated ones leave of the total.
        Evenly "evenly",
        /// Amended ones stay, the others share the rest in the ratio of their stated weights.
        InRatio "in_ratio",
        /// As `evenly`, and where all state one the last takes the rest.
        Last "last",
        /// By the distance from baseline to target.
        BySize "by_size",
    }
}

/// How weights are made.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct Weights {
    /// The rule.
    pub rule: WeightRule,
    /// What residual rules share out: 1 or 100.
    pub total: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Weights { rule: WeightRule::Relative, total: 1.0 }
    }
}

words! {
    /// How days are counted (E1).
    pub enum DayCount {
        /// First day 0, last day 1.
        Exclusive "exclusive",
        /// First day counts as passed.
        Inclusive "inclusive",
    }
}

words! {
    /// The curve of what is expected over the elapsed share x (E2).
    pub enum Curve {
        /// x.
        Linear "linear",
        /// 1 − (1 − x)².
        FrontLoaded "front_loaded",
        /// x².
        BackLoaded "back_loaded",
        /// 3x² − 2x³.
        SCurve "s_curve",
        /// Equal steps.
        Steps "steps",
    }
}

words! {
    /// What a binary expects (E3).
    pub enum BinaryExpected {
        /// Nothing until its due date, all of it from that day on; the end of the window where it states none.
        Due "due",
        /// The curve.
        Curve "curve",
        /// All of it from the first day of the window on.
        Whole "whole",
        /// No number at all.
        None "none",
    }
}

words! {
    /// What a hold measure expects (E3).
    pub enum HoldExpected {
        /// That its bound is met, from its first check-in with a value on.
        Met "met",
        /// No number at all.
        None "none",
    }
}

/// What lies between the points of a key result's plan.
pub type PlanCurve = Between;

/// What the plan asks for by a date.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct Expected {
    /// How days are counted.
    pub day_count: DayCount,
    /// The curve.
    pub curve: Curve,
    /// The length of a step, for the curve `steps`.
    pub step: Interval,
    /// What lies between the points of a key result's plan.
    pub plan: PlanCurve,
    /// What a binary expects.
    pub binary: BinaryExpected,
    /// What a hold measure expects.
    pub holds: HoldExpected,
}

impl Default for Expected {
    fn default() -> Self {
        Expected {
            day_count: DayCount::Exclusive,
            curve: Curve::Linear,
            step: Interval::MONTH,
            plan: Between::Linear,
            binary: BinaryExpected::Due,
            holds: HoldExpected::Met,
        }
    }
}

/// How check-ins are expected.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct CheckIns {
    /// How long after the day it is due a check-in still comes in time (V3); null is not at all.
    pub grace: Option<Interval>,
}

/// How stated confidence reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct Confidence {
    /// What confidences from 0 to 1 are called.
    pub bands: Bands,
}

/// The grade at the end.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct ScoreRules {
    /// Progress from which a committed row is attained.
    pub committed: f64,
    /// Progress from which an aspirational row is attained.
    pub aspirational: f64,
    /// The range that scores are cut to (G1).
    pub clamp: Clamp,
    /// What scores are called: the grade.
    pub bands: Bands,
}

impl Default for ScoreRules {
    fn default() -> Self {
        ScoreRules { committed: 1.0, aspirational: 0.7, clamp: Clamp::UNIT, bands: Bands::default() }
    }
}

words! {
    /// How the digits that are not shown are dropped.
    pub enum Rounding {
        /// To the nearest, half away from zero.
        HalfAway "half_away",
        /// To the nearest, half towards +infinity.
        HalfUp "half_up",
        /// Down, towards -infinity.
        Floor "floor",
        /// Cut off: towards zero.
        Truncate "truncate",
    }
}

words! {
    /// What 0 % and 100 % stand for.
    pub enum Edges {
        /// Exactly that; what would round onto one of the two takes the neighbouring printable number.
        Exact "exact",
        /// Whatever rounds onto it.
        Rounded "rounded",
    }
}

words! {
    /// What is shown for a progress that is null.
    pub enum Absent {
        /// A dash.
        Dash "dash",
        /// 0, as if it were a number.
        Zero "zero",
    }
}

/// How percentages are shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct Display {
    /// Decimals of a percentage, 0 to 7: fractions are known to nine places (N2).
    #[cfg_attr(feature = "schema", schemars(range(max = Display::MOST_DECIMALS)))]
    pub decimals: u8,
    /// How the rest is dropped.
    pub rounding: Rounding,
    /// What 0 % and 100 % stand for.
    pub edges: Edges,
    /// What is shown for a progress that is null.
    pub absent: Absent,
}

impl Default for Display {
    fn default() -> Self {
        Display { decimals: 0, rounding: Rounding::HalfAway, edges: Edges::Exact, absent: Absent::Dash }
    }
}

impl Display {
    /// The most decimals of a percentage: those of a fraction rounded to nine places.
    pub(crate) const MOST_DECIMALS: u8 = 7;
}
