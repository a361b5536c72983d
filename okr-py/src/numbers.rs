//! Numbers as arguments, whatever class they are of.

use crate::errors::refused;
use crate::read::type_name;
use okr_core::ErrorCode;
use pyo3::exceptions::{PyException, PyOverflowError, PyTypeError, PyValueError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};
use pyo3::{PyTypeInfo, type_hint_identifier};

/// The digits of a whole number, asked of `int` itself and not of a class that derives from it.
pub(crate) fn digits(whole: &Bound<'_, PyInt>) -> PyResult<String> {
    match whole.extract::<i64>() {
        Ok(number) => Ok(number.to_string()),
        Err(_) => PyInt::type_object(whole.py()).call_method1("__repr__", (whole,))?.extract(),
    }
}

/// What a value's own methods raise as one of the exceptions that are announced: a value that cannot say which number it is
/// has the wrong type. `place` is where it stands, if that is known.
pub(crate) fn tamed<T>(value: &Bound<'_, PyAny>, place: &str, ask: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    let py = value.py();
    ask().map_err(|error| {
        let announced = error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyValueError>(py);
        if announced || !error.is_instance_of::<PyException>(py) {
            return error;
        }
        let told = format!("found {}, which does not say its number", type_name(value));
        let wrong = PyTypeError::new_err(placed(place, &told));
        wrong.set_cause(py, Some(error));
        wrong
    })
}

/// What is told of a value, behind its place where that is known.
pub(crate) fn placed(place: &str, told: &str) -> String {
    if place.is_empty() { told.to_owned() } else { format!("{place}: {told}") }
}

/// A whole number as an argument; a truth value is none. One beyond 64 bits is the nearest within them.
pub(crate) struct Whole(pub(crate) i64);

impl<'a, 'py> FromPyObject<'a, 'py> for Whole {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("typing", "SupportsIndex");

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let value: &Bound<'_, PyAny> = &value;
        let whole = match value.cast::<PyInt>() {
            Ok(whole) => Some(whole.clone()),
            Err(_) => tamed(value, "", || match value.hasattr("__index__")? {
                true => Ok(Some(value.call_method0("__index__")?.cast_into::<PyInt>()?)),
                false => Ok(None),
            })?,
        };
        let Some(whole) = whole.filter(|_| !value.is_instance_of::<PyBool>()) else {
            return Err(PyTypeError::new_err(format!("found {}, expected int", type_name(value))));
        };
        let nearest = || if whole_is_negative(&whole) { i64::MIN } else { i64::MAX };
        Ok(Whole(whole.extract::<i64>().unwrap_or_else(|_| nearest())))
    }
}

/// The sign of a whole number, asked of `int` itself.
fn whole_is_negative(whole: &Bound<'_, PyInt>) -> bool {
    let compared = PyInt::type_object(whole.py()).call_method1("__lt__", (whole, 0));
    compared.and_then(|answer| answer.is_truthy()).unwrap_or(false)
}

/// A number as an argument; a truth value is none.
pub(crate) struct Number(pub(crate) f64);

impl<'a, 'py> FromPyObject<'a, 'py> for Number {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = f64::INPUT_TYPE;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyBool>() {
            return Err(PyTypeError::new_err("found bool, expected a number"));
        }
        float(&value, "").map(Number)
    }
}

/// A number as Python converts it; one that is too large is refused like an infinite one.
pub(crate) fn float(value: &Bound<'_, PyAny>, place: &str) -> PyResult<f64> {
    float_or(value, place, "a number")
}

/// The same where something else could stand in its place as well.
pub(crate) fn float_or(value: &Bound<'_, PyAny>, place: &str, expected: &str) -> PyResult<f64> {
    let py = value.py();
    tamed(value, place, || {
        value.extract::<f64>().map_err(|error| {
            if error.is_instance_of::<PyOverflowError>(py) {
                let message = "found a number too large for 64 bits";
                refused(ErrorCode::NotFinite, place, message, "use a smaller unit")
            } else if ["__float__", "__index__"].iter().all(|name| !value.hasattr(*name).unwrap_or(true)) {
                // Python's own words speak of a real number, and not of what else there may be.
                PyTypeError::new_err(placed(place, &format!("found {}, expected {expected}", type_name(value))))
            } else {
                error
            }
        })
    })
}
