//! Policies: the rules of counting as values.

use crate::errors::{OrRaise, exception_at};
use crate::numbers::Number;
use crate::plain::{Plain, plain};
use crate::read::{Object, Text, text_of, type_name};
use pyo3::exceptions::PyTypeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// The rules of counting: a preset, or what differs from one.
///
/// >>> policy = okr.Policy.from_dict({"base": "google", "rollup": {"mean": "minimum"}})
/// >>> policy.to_dict()["rollup"]["mean"]
/// 'minimum'
/// >>> okr.Policy.preset("google").name
/// 'google'
#[pyclass(module = "okr", frozen, eq)]
#[derive(Clone, PartialEq)]
pub(crate) struct Policy(pub(crate) Arc<okr_core::Policy>);

#[pymethods]
impl Policy {
    /// A preset by name; `okr.presets()` lists them. Raises OkrError (`unknown_policy`), with the nearest name as help.
    ///
    /// >>> okr.Policy.preset("doerr").name
    /// 'doerr'
    #[staticmethod]
    #[pyo3(signature = (name, /))]
    fn preset(name: &str) -> PyResult<Policy> {
        okr_core::Policy::preset(name).or_raise().map(Policy::from)
    }

    /// Reads a policy document: the stated fields on top of its `base`, the preset `default` where none is named. Raises
    /// OkrError with everything that is wrong with it.
    ///
    /// >>> okr.Policy.from_json('{"status": {"grace": 0.2}}').to_dict()["status"]["grace"]
    /// 0.2
    #[staticmethod]
    #[pyo3(signature = (text, /))]
    fn from_json(py: Python<'_>, text: Text) -> PyResult<Policy> {
        py.detach(|| okr_core::Policy::from_json(text_of(&text.0)?).or_raise().map(Policy::from))
    }

    /// The same from a dict.
    ///
    /// >>> okr.Policy.from_dict({"name": "ours", "weights": {"rule": "evenly"}}).name
    /// 'ours'
    #[staticmethod]
    #[pyo3(signature = (fields, /))]
    fn from_dict(fields: Object) -> PyResult<Policy> {
        okr_core::Policy::from_json(&fields.0).or_raise().map(Policy::from)
    }

    /// The name it goes by.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is, in one line; empty where it does not say.
    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// What a reader should know: silences and contradictions of the sources.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    /// Where the rules are written down.
    #[getter]
    fn sources(&self) -> Vec<String> {
        self.0.sources.clone()
    }

    /// A fraction in percent, as the policy's `display` shows it; what is absent as it says.
    ///
    /// >>> okr.Policy.preset("default").percent(0.5689), okr.Policy.preset("default").percent(None)
    /// ('57%', '–')
    #[pyo3(signature = (fraction, /))]
    fn percent(&self, fraction: Option<Number>) -> String {
        let shown = self.0.display.percent(fraction.map(|fraction| fraction.0));
        if shown.ends_with(|last: char| last.is_ascii_digit()) { shown + "%" } else { shown }
    }

    /// The whole policy, every field stated.
    ///
    /// >>> okr.Policy.preset("default").to_dict()["clamp"]["shown"]
    /// {'min': 0.0, 'max': 1.0}
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Plain<'py>> {
        plain(py, &*self.0)
    }

    /// The same as JSON, on one line.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[pyo3(signature = (_memo, /))]
    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.to_json().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<okr.Policy {}>", PyString::new(py, &self.0.name).repr()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((restorer(py, "_restore_policy")?, (self.0.to_json(),)))
    }
}

impl From<okr_core::Policy> for Policy {
    fn from(policy: okr_core::Policy) -> Self {
        Policy(Arc::new(policy))
    }
}

/// The function of this module that brings back what was pickled.
pub(crate) fn restorer<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("okr._okr")?.getattr(name)
}

/// Brings back a pickled policy.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub(crate) fn _restore_policy(text: &str) -> PyResult<Policy> {
    okr_core::Policy::from_json(text).or_raise().map(Policy::from)
}

/// The names of all presets, in alphabetical order.
///
/// >>> "google" in okr.presets()
/// True
#[pyfunction]
pub(crate) fn presets() -> Vec<&'static str> {
    okr_core::Policy::presets().collect()
}

/// A policy as an argument: one that is made already, the name of a preset, or the fields of one.
pub(crate) struct Counting(pub(crate) Arc<okr_core::Policy>);

impl<'a, 'py> FromPyObject<'a, 'py> for Counting {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        <Policy as PyTypeInfo>::TYPE_HINT,
        PyString::TYPE_HINT,
        type_hint_subscript!(PyDict::TYPE_HINT, PyString::TYPE_HINT, type_hint_identifier!("typing", "Any"))
    );

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(policy) = value.cast::<Policy>() {
            return Ok(Counting(Arc::clone(&policy.get().0)));
        }
        let made = if let Ok(name) = value.cast::<PyString>() {
            okr_core::Policy::preset(&name.to_cow()?)
        } else if value.is_instance_of::<PyDict>() {
            okr_core::Policy::from_json(&value.extract::<Object>()?.0)
        } else {
            let found = type_name(&value);
            let expected = "expected an okr.Policy, the name of a preset or a dict";
            return Err(PyTypeError::new_err(format!("found {found}, {expected}")));
        };
        made.map(|policy| Counting(Arc::new(policy))).map_err(|error| exception_at("", &error))
    }
}
