//! The organisation that comes with the package, to try things out on.

use crate::errors::OrRaise;
use crate::workspace::Workspace;
use pyo3::prelude::*;
use std::sync::Arc;

const ORGANISATION: &str = include_str!("../../okr-core/examples/organisation.json");

/// An organisation to try things out on, as it stood on 2026-11-21: Larkfield, which makes software for technicians, with
/// the objectives of a year and of its last two quarters.
///
/// >>> card = okr.example().score("2026-11-21")
/// >>> card["engagement"].title, card["engagement"].status
/// ('Increase user engagement', 'on_track')
#[pyfunction]
pub(crate) fn example(py: Python<'_>) -> PyResult<Workspace> {
    let data = py.detach(|| okr_core::Workspace::from_json(ORGANISATION)).or_raise()?;
    Ok(Workspace::from(Arc::new(data)))
}
