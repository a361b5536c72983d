//! From the engine's types to the package's own classes that are written in Python: definitions and results.

use crate::plain::plain;
use crate::read::Object;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::{type_hint_identifier, type_hint_union};
use serde::Serialize;
use std::convert::Infallible;
use std::marker::PhantomData;

/// A class of the package that is written in Python.
pub(crate) trait Class {
    const MODULE: &'static str;
    const NAME: &'static str;
    const HINT: PyStaticExpr;
    /// What may be given for one.
    const GIVEN: PyStaticExpr;
}

/// Numbers, where definitions are expected elsewhere.
pub(crate) struct Float;

impl Class for Float {
    const MODULE: &'static str = "builtins";
    const NAME: &'static str = "float";
    const HINT: PyStaticExpr = f64::OUTPUT_TYPE;
    const GIVEN: PyStaticExpr = f64::INPUT_TYPE;
}

macro_rules! classes {
    ($($module:literal: $($class:ident $name:literal),*;)*) => { $($(
        pub(crate) struct $class;

        impl Class for $class {
            const MODULE: &'static str = $module;
            const NAME: &'static str = $name;
            const HINT: PyStaticExpr = type_hint_identifier!($module, $name);
            const GIVEN: PyStaticExpr = type_hint_union!(Self::HINT, Object::INPUT_TYPE);
        }
    )*)* };
}

classes! {
    "okr._document": Cycle "Cycle", Document "Document", Kpi "Kpi", Person "Person", Team "Team";
    "okr._goals": Objective "Objective";
    "okr._results": DueCheckIn "DueCheckIn", Explanation "Explanation", GroupRow "GroupRow", Guardrail "Guardrail",
        KpiRow "KpiRow", Override "Override", PolicyComparison "PolicyComparison";
}

/// A value of such a class.
pub(crate) struct Made<'py, C>(pub(crate) Bound<'py, PyAny>, PhantomData<C>);

impl<'py, C: Class> IntoPyObject<'py> for Made<'py, C> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = Infallible;

    const OUTPUT_TYPE: PyStaticExpr = C::HINT;

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.0)
    }
}

/// A value of the engine as one of a class with the same fields.
pub(crate) fn made<'py, C: Class>(py: Python<'py>, value: &impl Serialize) -> PyResult<Made<'py, C>> {
    known(maker::<C>(py)?.call1((plain(py, value)?,))?)
}

/// The same of many, one after the other.
pub(crate) fn all_made<'py, C: Class>(
    py: Python<'py>,
    values: impl IntoIterator<Item = impl Serialize>,
) -> PyResult<Vec<Made<'py, C>>> {
    let make = maker::<C>(py)?;
    values.into_iter().map(|value| known(make.call1((plain(py, &value)?,))?)).collect()
}

/// What makes a value of the class of plain values, in which records may be made already.
pub(crate) fn maker<C: Class>(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import(C::MODULE)?.getattr(C::NAME)?.getattr("_from")
}

/// A value that is of the class already.
pub(crate) fn known<C: Class>(value: Bound<'_, PyAny>) -> PyResult<Made<'_, C>> {
    Ok(Made(value, PhantomData))
}
