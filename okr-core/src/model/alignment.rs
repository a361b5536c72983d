//! Links upward and sideways (A1–A5), and initiatives.

use super::is_default;
use super::setters::setters;
use crate::date::Date;
use crate::words::words;
use serde::{Deserialize, Serialize};

words! {
    /// What a link means.
    #[derive(Default)]
    pub enum LinkKind {
        /// Rolls up into the other end, weighted.
        #[default]
        Contributes "contributes",
        /// Shown, never rolled up; may run in circles.
        Supports "supports",
        /// Runs sideways: this needs that.
        DependsOn "depends_on",
    }
}

/// A link from an objective or key result to another one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Alignment {
    /// Id of the objective or key result at the other end.
    pub to: String,
    /// What the link means; `contributes` where nothing is said.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: LinkKind,
    /// Weight among the members of the other end (R3), finite and ≥ 0; unset reads 1 under relative weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
}

impl Alignment {
    /// A link of that kind.
    pub fn new(to: impl Into<String>, kind: LinkKind) -> Self {
        Alignment { to: to.into(), kind, weight: None }
    }
}

setters!(Alignment, |this| {
    /// The same link with a weight.
    weight(f64) => this.weight = Some(weight),
});

/// Work that should move a key result. It counts only where the policy or a `tasks` measure says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Initiative {
    /// Unique within the objective.
    pub id: String,
    /// What is done.
    pub title: String,
    /// The key result it should move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_result: Option<String>,
    /// The day it was finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Date>,
}

impl Initiative {
    /// An unfinished initiative.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Initiative { id: id.into(), title: title.into(), key_result: None, done_on: None }
    }
}

setters!(Initiative, |this| {
    /// The same initiative, meant to move a key result.
    key_result(impl Into<String>) => this.key_result = Some(key_result.into()),
    /// The same initiative, finished on a day.
    done_on(Date) => this.done_on = Some(done_on),
});
