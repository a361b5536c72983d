//! Key results, their plans and amendments.

use super::{Alignment, Ambition, CheckIn, Json, Lifecycle, Measure, StatusOverride, Target, is_default};
use crate::date::{Date, Interval};
use crate::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// Whether a key result counts or guards.
    #[derive(Default)]
    pub enum Role {
        /// Counts towards its objective.
        #[default]
        Normal "normal",
        /// Must hold while others are pushed; never averaged, may cap the status (R6).
        Guardrail "guardrail",
    }
}

/// What the plan asks for on a day, in the measure's unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlanPoint {
    /// The day.
    pub on: Date,
    /// The planned value, finite.
    pub value: f64,
}

impl PlanPoint {
    /// A planned value on a day.
    pub fn new(on: Date, value: f64) -> Self {
        PlanPoint { on, value }
    }
}

/// A change of definition from a day on. Stated fields replace those in force; the curve never restarts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Amendment {
    /// The day from which it holds.
    pub on: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Id of the person who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// A new measure; it replaces the whole measure before the other fields apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Box<Measure>>,
    /// A new baseline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
    /// A new target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// A new weight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// A new first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// A new last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

impl Amendment {
    /// An amendment that changes nothing yet.
    pub fn new(on: Date) -> Self {
        Amendment { on, ..Amendment::default() }
    }

    /// The same amendment with a new target.
    #[must_use]
    pub fn target(mut self, target: impl Into<Target>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// The same amendment with its reason.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}

/// A measurable outcome of an objective.
///
/// ```
/// use okr_core::{Date, model::{CheckIn, KeyResult, Measure}};
///
/// let key_result = KeyResult::new("dau", "Increase daily active users", Measure::moving(10_000.0, 12_000.0).unit("users"))
///     .weight(2.0)
///     .check_in(CheckIn::new(Date::new(2026, 10, 12)?, 10_300.0));
/// assert_eq!(key_result.check_ins.len(), 1);
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct KeyResult {
    /// Unique among objectives and key results.
    pub id: String,
    /// What is to be reached.
    pub title: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Id of the one accountable person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Ids of others who take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<String>,
    /// Whether it counts or guards.
    #[serde(default, skip_serializing_if = "is_default")]
    pub role: Role,
    /// How sure the promise is; that of the objective where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ambition: Option<Ambition>,
    /// Weight among the members of its objective (R3), finite and ≥ 0; unset reads 1 under relative weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// How values become progress.
    pub measure: Measure,
    /// Id of the KPI whose readings stand in where there is no check-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kpi: Option<String>,
    /// First day, where it differs from the objective's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Last day, where it differs from the objective's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// How often it is checked in; that of the cycle where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_in_every: Option<Interval>,
    /// Planned values by date, in the measure's unit (E2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan: Vec<PlanPoint>,
    /// Links to other objectives and key results.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aligned_to: Vec<Alignment>,
    /// Its values over time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub check_ins: Vec<CheckIn>,
    /// Changes of definition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amendments: Vec<Amendment>,
    /// Its state over time.
    #[serde(default, skip_serializing_if = "is_default")]
    pub state: Lifecycle,
    /// Statuses set by hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<StatusOverride>,
    /// Free labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Codes of findings not to be reported here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silence: Vec<String>,
    /// Id of what it was carried over from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
    /// Any JSON of the host: kept and printed back, read by no rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra: Option<Json>,
}

impl KeyResult {
    /// A key result with the default of everything else.
    pub fn new(id: impl Into<String>, title: impl Into<String>, measure: Measure) -> Self {
        KeyResult { id: id.into(), title: title.into(), measure, ..KeyResult::default() }
    }

    /// The same key result with a weight.
    #[must_use]
    pub fn weight(mut self, weight: f64) -> Self {
        self.weight = Some(weight);
        self
    }

    /// The same key result with an owner.
    #[must_use]
    pub fn owner(mut self, person: impl Into<String>) -> Self {
        self.owner = Some(person.into());
        self
    }

    /// The same key result in another role.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// The same key result with one more check-in.
    #[must_use]
    pub fn check_in(mut self, check_in: CheckIn) -> Self {
        self.check_ins.push(check_in);
        self
    }

    /// The same key result with one more link.
    #[must_use]
    pub fn aligned_to(mut self, link: Alignment) -> Self {
        self.aligned_to.push(link);
        self
    }
}
