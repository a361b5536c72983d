//! Key results, their plans and amendments.

use super::setters::setters;
use super::{Alignment, Ambition, CheckIn, Json, Lifecycle, Measure, StatusOverride, Target, is_default};
use crate::date::{Date, Interval};
use crate::error::ErrorCode;
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
        Amendment {
            on,
            reason: None,
            by: None,
            measure: None,
            baseline: None,
            target: None,
            weight: None,
            start: None,
            due: None,
        }
    }
}

setters!(Amendment, |this| {
    /// The same amendment with its reason.
    reason(impl Into<String>) => this.reason = Some(reason.into()),
    /// The same amendment with the id of the person who decided.
    by(impl Into<String>) => this.by = Some(by.into()),
    /// The same amendment with a new measure.
    measure(Measure) => this.measure = Some(Box::new(measure)),
    /// The same amendment with a new baseline.
    baseline(f64) => this.baseline = Some(baseline),
    /// The same amendment with a new target.
    target(impl Into<Target>) => this.target = Some(target.into()),
    /// The same amendment with a new weight.
    weight(f64) => this.weight = Some(weight),
    /// The same amendment with a new first day.
    start(Date) => this.start = Some(start),
    /// The same amendment with a new last day.
    due(Date) => this.due = Some(due),
});

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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Codes of warnings and hints not to be reported here; errors cannot be silenced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "ErrorCode::doubts_schema"))]
    pub silence: Vec<ErrorCode>,
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
        KeyResult {
            id: id.into(),
            title: title.into(),
            description: None,
            owner: None,
            contributors: Vec::new(),
            role: Role::Normal,
            ambition: None,
            weight: None,
            measure,
            kpi: None,
            start: None,
            due: None,
            check_in_every: None,
            plan: Vec::new(),
            aligned_to: Vec::new(),
            check_ins: Vec::new(),
            amendments: Vec::new(),
            state: Lifecycle::default(),
            overrides: Vec::new(),
            tags: Vec::new(),
            silence: Vec::new(),
            continues: None,
            extra: None,
        }
    }
}

setters!(KeyResult, |this| {
    /// The same key result with more about it.
    description(impl Into<String>) => this.description = Some(description.into()),
    /// The same key result with an owner, by id.
    owner(impl Into<String>) => this.owner = Some(owner.into()),
    /// The same key result with one more person who takes part, by id.
    contributor(impl Into<String>) => this.contributors.push(contributor.into()),
    /// The same key result in another role.
    role(Role) => this.role = role,
    /// The same key result with an ambition of its own.
    ambition(Ambition) => this.ambition = Some(ambition),
    /// The same key result with a weight.
    weight(f64) => this.weight = Some(weight),
    /// The same key result, reading a KPI where it has no check-in, by id.
    kpi(impl Into<String>) => this.kpi = Some(kpi.into()),
    /// The same key result with a first day of its own.
    start(Date) => this.start = Some(start),
    /// The same key result with a last day of its own.
    due(Date) => this.due = Some(due),
    /// The same key result with how often it is checked in.
    check_in_every(Interval) => this.check_in_every = Some(check_in_every),
    /// The same key result with one more planned value.
    plan(PlanPoint) => this.plan.push(plan),
    /// The same key result with one more link.
    aligned_to(Alignment) => this.aligned_to.push(aligned_to),
    /// The same key result with one more check-in.
    check_in(CheckIn) => this.check_ins.push(check_in),
    /// The same key result with one more change of definition.
    amendment(Amendment) => this.amendments.push(amendment),
    /// The same key result in another state: one since ever, or dated changes.
    state(impl Into<Lifecycle>) => this.state = state.into(),
    /// The same key result with one more status set by hand.
    status_override(StatusOverride) => this.overrides.push(status_override),
    /// The same key result with one more label.
    tag(impl Into<String>) => this.tags.push(tag.into()),
    /// The same key result with one more warning or hint not to be reported.
    silence(ErrorCode) => this.silence.push(silence),
    /// The same key result, carried over from another, by id.
    continues(impl Into<String>) => this.continues = Some(continues.into()),
    /// The same key result with data of the host.
    extra(impl Into<Json>) => this.extra = Some(extra.into()),
});
