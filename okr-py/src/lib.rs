//! The Python module `okr._okr`: the classes of the package `okr`, whose exceptions are written in Python.

#![forbid(unsafe_code)]

mod dates;
mod errors;
mod event;
mod example;
mod finding;
mod plain;
mod policy;
mod read;
mod rows;
mod scorecard;
mod table;
mod workspace;

#[pyo3::pymodule(gil_used = false)]
mod _okr {
    #[pymodule_export]
    use super::event::{_restore_event, Event};
    #[pymodule_export]
    use super::example::example;
    #[pymodule_export]
    use super::finding::Finding;
    #[pymodule_export]
    use super::policy::{_restore_policy, Policy, presets};
    #[pymodule_export]
    use super::rows::{KeyResultRow, ObjectiveRow};
    #[pymodule_export]
    use super::scorecard::{_restore_scorecard, Scorecard};
    #[pymodule_export]
    use super::table::{Column, Table};
    #[pymodule_export]
    use super::workspace::{_restore_workspace, Workspace, load, loads};
}
