//! The document as plain values: what a host builds, reads and prints.
//!
//! These types say what was stated and nothing else; a [`Workspace`](crate::Workspace) checks and scores them. Fields
//! that are absent stay `None`, so that a policy can supply its default. All types read and print with serde in any
//! format; [`Workspace::from_json`](crate::Workspace::from_json) reads JSON with limits and reports everything that is
//! wrong at once.

mod alignment;
mod check_in;
mod groups;
mod json;
mod key_result;
mod measure;
mod objective;
mod state;

pub use alignment::{Alignment, Initiative, LinkKind};
pub use check_in::{CheckIn, Value};
pub use groups::{Cycle, Kpi, KpiReading, Person, Team};
pub use json::Json;
pub use key_result::{Amendment, KeyResult, PlanPoint, Role};
pub use measure::{
    Aggregate, Between, Combine, Credit, Direction, LevelPoint, Measure, MeasureKind, MilestoneItem, Read, Relative,
    Target,
};
pub use objective::{Ambition, Document, Objective, PolicyPatch, PolicySource};
pub use state::{Lifecycle, Outcome, State, StateChange, StatusOverride};

/// Whether a field holds its default and need not be printed.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
