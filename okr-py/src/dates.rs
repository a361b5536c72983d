//! Dates in and out: `datetime.date` and whatever derives from it, `numpy.datetime64`, or ISO text.

use crate::errors::exception_at;
use crate::numbers::placed;
use crate::read::type_name;
use okr_core::Date;
use pyo3::exceptions::PyTypeError;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;
use pyo3::types::{PyDate, PyString};

/// A date as an argument: a `datetime.date`, the day of a `datetime.datetime`, pandas `Timestamp` or `numpy.datetime64` as
/// it is stated, without looking at its zone, or ISO text.
#[derive(Clone, Copy)]
pub(crate) struct Day(pub(crate) Date);

impl<'a, 'py> FromPyObject<'a, 'py> for Day {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("okr._words", "Day");

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        day_at(&value, "").map(Day)
    }
}

/// The date that a value means; `path` is where it is told to be wrong.
pub(crate) fn day_at(value: &Bound<'_, PyAny>, path: &str) -> PyResult<Date> {
    let date = match value.cast::<PyString>() {
        Ok(text) => text.to_cow()?.parse(),
        Err(_) => {
            let (year, month, day) = civil(value).ok_or_else(|| not_a_date(value, path))?;
            Date::new(year, month, day)
        }
    };
    date.map_err(|error| exception_at(path, &error))
}

/// Whether a date is the one that is none, of numpy or pandas: it differs from itself.
pub(crate) fn is_no_date(date: &Bound<'_, PyAny>) -> bool {
    civil(date).is_none() && date.ne(date).unwrap_or(false)
}

/// Year, month and day of a value that has them.
fn civil(value: &Bound<'_, PyAny>) -> Option<(i32, u32, u32)> {
    if let Ok(date) = value.cast::<PyDate>() {
        // Pandas has a date that is none, whose year is no number.
        let part = |name| date.getattr(name).ok();
        let count = |name| part(name)?.extract::<u32>().ok();
        return Some((part("year")?.extract().ok()?, count("month")?, count("day")?));
    }
    if type_name(value) != "datetime64" {
        return None;
    }
    // In days it comes as a date, in nanoseconds as an int; the one that is none as None.
    let days = value.call_method1("astype", ("datetime64[D]",)).and_then(|days| days.call_method0("item"));
    days.ok().filter(|days| days.is_instance_of::<PyDate>()).and_then(|days| civil(&days))
}

fn not_a_date(value: &Bound<'_, PyAny>, path: &str) -> PyErr {
    let kind = type_name(value);
    let expected = "expected a datetime.date, a datetime.datetime or text as YYYY-MM-DD";
    PyTypeError::new_err(placed(path, &format!("found {kind}, {expected}")))
}

/// A date as a `datetime.date`.
pub(crate) fn py_date(py: Python<'_>, date: Date) -> PyResult<Bound<'_, PyDate>> {
    let (year, month, day) = date.civil();
    // A month and a day fit a byte.
    PyDate::new(py, year, month as u8, day as u8)
}

/// The date that an argument means, for definitions; `path` is where it is told to be wrong.
#[pyfunction]
#[pyo3(signature = (value, path, /))]
pub(crate) fn _day<'py>(value: &Bound<'py, PyAny>, path: &str) -> PyResult<Bound<'py, PyDate>> {
    py_date(value.py(), day_at(value, path)?)
}
