//! What is carried over into the next cycle, as an argument.

use crate::read::{items, type_name};
use pyo3::exceptions::PyTypeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{type_hint_identifier, type_hint_subscript};

/// A list of `okr.CarryOver`, whose class is written in Python.
pub(crate) struct Carries(pub(crate) Vec<okr_core::CarryOver>);

impl<'a, 'py> FromPyObject<'a, 'py> for Carries {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterable"),
        type_hint_identifier!("okr._goals", "CarryOver")
    );

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let class = value.py().import("okr._goals")?.getattr("CarryOver")?;
        let carries = items(&value)?.into_iter().map(|carry| match carry.is_instance(&class)? {
            true => carry_over(&carry),
            false => Err(PyTypeError::new_err(format!("found {}, expected okr.CarryOver", type_name(&carry)))),
        });
        carries.collect::<PyResult<Vec<_>>>().map(Carries)
    }
}

fn carry_over(carry: &Bound<'_, PyAny>) -> PyResult<okr_core::CarryOver> {
    let text = |name: &str| carry.getattr(name)?.extract::<String>();
    let mut made = okr_core::CarryOver::new(text("of")?, text("id")?, text("cycle")?);
    for (of, id) in carry.getattr("key_results")?.cast::<PyDict>()?.iter() {
        made = made.key_result(of.extract::<String>()?, id.extract::<String>()?);
    }
    Ok(made)
}
