//! What objectives hang on: cycles, teams, people; and KPIs beside them.

use super::Measure;
use super::setters::setters;
use crate::date::{Date, Interval};
use serde::{Deserialize, Serialize};

/// A dated period: a year, a quarter, a month or any other. Cycles nest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cycle {
    /// Unique among cycles.
    pub id: String,
    /// What it is called; the id where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// Id of the cycle around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// How often key results are checked in; that of the cycle around it, else weekly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_in_every: Option<Interval>,
}

impl Cycle {
    /// A cycle from its first to its last day.
    pub fn new(id: impl Into<String>, start: Date, end: Date) -> Self {
        Cycle { id: id.into(), name: None, start, end, within: None, check_in_every: None }
    }
}

setters!(Cycle, |this| {
    /// The same cycle with what it is called.
    name(impl Into<String>) => this.name = Some(name.into()),
    /// The same cycle inside another, by the id of that.
    within(impl Into<String>) => this.within = Some(within.into()),
    /// The same cycle with how often its key results are checked in.
    check_in_every(Interval) => this.check_in_every = Some(check_in_every),
});

/// A team; teams nest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Team {
    /// Unique among teams.
    pub id: String,
    /// What it is called; the id where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Id of the team it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

impl Team {
    /// A team with a name.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Team { id: id.into(), name: Some(name.into()), parent: None }
    }
}

setters!(Team, |this| {
    /// The same team as part of another, by the id of that.
    parent(impl Into<String>) => this.parent = Some(parent.into()),
});

/// A person, who may own objectives and key results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Person {
    /// Unique among people.
    pub id: String,
    /// What they are called; the id where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Id of the team they belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
}

impl Person {
    /// A person with a name.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Person { id: id.into(), name: Some(name.into()), team: None }
    }
}

setters!(Person, |this| {
    /// The same person in a team, by the id of that.
    team(impl Into<String>) => this.team = Some(team.into()),
});

/// One dated value of a KPI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct KpiReading {
    /// The day the value holds for.
    pub on: Date,
    /// The value, finite, in the KPI's unit.
    pub value: f64,
}

impl KpiReading {
    /// A value on a day.
    pub fn new(on: Date, value: f64) -> Self {
        KpiReading { on, value }
    }
}

/// A number that is watched and never counts (K1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Kpi {
    /// Unique among KPIs.
    pub id: String,
    /// What it is called; the id where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The unit of its values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// A hold measure (at_least, at_most, between) that says when it is healthy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub healthy: Option<Measure>,
    /// Its values, by date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<KpiReading>,
}

impl Kpi {
    /// A KPI with a name, without a rule and without readings.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Kpi { id: id.into(), name: Some(name.into()), unit: None, healthy: None, readings: Vec::new() }
    }
}

setters!(Kpi, |this| {
    /// The same KPI in a unit.
    unit(impl Into<String>) => this.unit = Some(unit.into()),
    /// The same KPI, healthy while a hold measure is met.
    healthy(Measure) => this.healthy = Some(healthy),
    /// The same KPI with one more reading.
    reading(KpiReading) => this.readings.push(reading),
});
