//! Measures: how a key result turns values into progress (P1–P10).

use super::Target;
use super::setters::setters;
use crate::date::Date;
use crate::words::words;
use serde::{Deserialize, Serialize};

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

/// One item of a milestones measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
        MilestoneItem { id: id.into(), title: Some(title.into()), weight: None, due: None, done_on: None }
    }
}

setters!(MilestoneItem, |this| {
    /// The same item with its share.
    weight(f64) => this.weight = Some(weight),
    /// The same item with the day it should be done.
    due(Date) => this.due = Some(due),
    /// The same item, done on a day.
    done_on(Date) => this.done_on = Some(done_on),
});

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

setters!(LevelPoint, |this| {
    /// The same point with what it is called.
    label(impl Into<String>) => this.label = Some(label.into()),
    /// The same point as the one planned for.
    as_target() => this.target = Some(true),
});

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

    /// From a baseline to a target: a number, or a [`Relative`](super::Relative) one.
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

    /// The share of the key result's initiatives that is done.
    pub fn tasks() -> Self {
        Measure::of_kind(MeasureKind::Tasks)
    }

    /// Shown, never counted.
    pub fn tracked() -> Self {
        Measure::of_kind(MeasureKind::Tracked)
    }
}

setters!(Measure, |this| {
    /// The same measure in a unit.
    unit(impl Into<String>) => this.unit = Some(unit.into()),
    /// The same measure with another choice among check-ins.
    aggregate(Aggregate) => this.aggregate = Some(aggregate),
    /// The same measure with the number that a sum starts from.
    seed(f64) => this.seed = Some(seed),
    /// The same move, refused where baseline and target run the other way.
    direction(Direction) => this.direction = Some(direction),
    /// The same hold measure, missed by a value exactly on the bound.
    strictly() => this.strict = Some(true),
    /// The same hold measure, reading something else of the check-ins.
    read(Read) => this.read = Some(read),
    /// The same hold measure with another credit for a missed bound.
    credit(Credit) => this.credit = Some(credit),
    /// The same hold measure with the value at which linear credit ends; for between a distance beyond the nearer bound.
    zero_at(f64) => this.zero_at = Some(zero_at),
    /// The same hold measure with the value up to which a miss is near; for between a distance beyond the nearer bound.
    risk_at(f64) => this.risk_at = Some(risk_at),
    /// The same binary measure with the day it should be done.
    due(Date) => this.due = Some(due),
    /// The same levels with what lies between two points.
    between_points(Between) => this.between = Some(between_points),
    /// The same from_children measure with its own check-ins as one more source.
    with_own() => this.with_own = Some(true),
});
