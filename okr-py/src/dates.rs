//! Dates in and out: `datetime.date` and whatever derives from it, or ISO text.

use crate::errors::OrRaise;
use crate::read::type_name;
use okr_core::Date;
use pyo3::exceptions::PyTypeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyString};
use pyo3::{PyTypeInfo, type_hint_union};

/// A date as an argument: a `datetime.date`, the day of a `datetime.datetime` or pandas `Timestamp` as it is stated,
/// without looking at its zone, or ISO text.
#[derive(Clone, Copy)]
pub(crate) struct Day(pub(crate) Date);

impl<'a, 'py> FromPyObject<'a, 'py> for Day {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(PyDate::TYPE_HINT, PyString::TYPE_HINT);

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            return text.to_cow()?.parse().or_raise().map(Day);
        }
        // Pandas has a date that is none, whose year is no number.
        let part = |name| value.getattr(name).and_then(|part| part.extract::<i32>()).ok();
        let civil = value.cast::<PyDate>().ok().and_then(|_| Some((part("year")?, part("month")?, part("day")?)));
        let (year, month, day) = civil.ok_or_else(|| not_a_date(&value))?;
        Date::new(year, month.unsigned_abs(), day.unsigned_abs()).or_raise().map(Day)
    }
}

fn not_a_date(value: &Bound<'_, PyAny>) -> PyErr {
    let kind = type_name(value);
    PyTypeError::new_err(format!("found {kind}, expected a datetime.date, a datetime.datetime or text as YYYY-MM-DD"))
}

/// A date as a `datetime.date`.
pub(crate) fn py_date(py: Python<'_>, date: Date) -> PyResult<Bound<'_, PyDate>> {
    let (year, month, day) = date.civil();
    // A month and a day fit a byte.
    PyDate::new(py, year, month as u8, day as u8)
}
