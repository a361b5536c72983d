//! The Python module `okr._okr`: the classes of the package `okr`, whose exceptions are written in Python.

#![forbid(unsafe_code)]

mod calendar;
mod carry;
mod dates;
mod errors;
mod event;
mod example;
mod files;
mod finding;
mod from_tables;
mod groups;
mod limits;
mod made;
mod memory;
mod numbers;
mod plain;
mod policy;
mod producer;
mod read;
mod rows;
mod scorecard;
mod table;
mod words;
mod workspace;
mod write;

#[pyo3::pymodule(gil_used = false)]
mod _okr {
    /// The version of the package.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's own name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use super::calendar::{FiscalCalendar, FiscalQuarter};
    #[pymodule_export]
    use super::dates::_day;
    #[pymodule_export]
    use super::event::{_restore_event, Event};
    #[pymodule_export]
    use super::example::example;
    #[pymodule_export]
    use super::finding::Finding;
    #[pymodule_export]
    use super::from_tables::from_tables;
    #[pymodule_export]
    use super::limits::{_restore_limits, Limits};
    #[pymodule_export]
    use super::memory::_keep_unused_pages;
    #[pymodule_export]
    use super::policy::{_restore_policy, Policy, presets};
    #[pymodule_export]
    use super::read::_copied;
    #[pymodule_export]
    use super::rows::{KeyResultRow, ObjectiveRow};
    #[pymodule_export]
    use super::scorecard::{_restore_scorecard, Scorecard};
    #[pymodule_export]
    use super::table::{Column, Table};
    #[pymodule_export]
    use super::workspace::{_restore_workspace, Workspace, load, loads};
    #[pymodule_export]
    use super::write::_json;
}
