//! The document as plain values: what a host builds, reads and prints.
//!
//! These types say what was stated and nothing else; a [`Workspace`](crate::Workspace) checks and scores them. Fields
//! that are absent stay `None`, so that a policy can supply its default. Each type is made by a constructor that takes what
//! it cannot do without, and by setters that take it and hand it back with one field stated (`owner`), or with one more
//! entry of a list (`check_in` for `check_ins`).
//!
//! All types read and print with serde in any self-describing format (JSON, YAML, CBOR …);
//! [`Workspace::from_json`](crate::Workspace::from_json) reads JSON with limits and reports everything that is wrong at
//! once.

mod alignment;
mod check_in;
mod groups;
mod json;
mod key_result;
mod measure;
pub(crate) mod number;
mod objective;
mod setters;
mod state;
mod target;

pub use alignment::{Alignment, Initiative, LinkKind};
pub use check_in::{CheckIn, Value};
pub use groups::{Cycle, Kpi, KpiReading, Person, Team};
pub use json::Json;
pub use key_result::{Amendment, KeyResult, PlanPoint, Role};
pub use measure::{
    Aggregate, Between, Combine, Credit, Direction, LevelPoint, Measure, MeasureKind, MilestoneItem, Read,
};
pub use objective::{Ambition, Document, Objective, PolicyPatch, PolicySource};
pub use state::{Lifecycle, Outcome, State, StateChange, StatusOverride};
pub use target::{Relative, Target};

/// Whether a field holds its default and need not be printed.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
