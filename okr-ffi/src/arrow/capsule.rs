//! Python capsules: how Python's libraries hand each other the structures of the interface.
//!
//! [`give`] is what the methods `__arrow_c_stream__`, `__arrow_c_array__` and `__arrow_c_schema__` of a host's class answer
//! with; [`stream_of`] asks an object of any other library for its table. Nothing of Arrow's own libraries is needed.
//!
//! What a capsule of another library points to is believed to be what the capsule's name says: Python code that makes
//! capsules of its own can break any library that reads them.

use super::import::{ReadError, read_in_place};
use super::owned::{Abi, Owned, OwnedArray, OwnedSchema, OwnedStream};
use okr_core::Limits;
use okr_core::tables::Table;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use pyo3::types::{PyCapsule, PyTuple};

/// A capsule that holds a structure, named as the interface says (`arrow_schema`, `arrow_array`, `arrow_array_stream`).
/// Whoever takes the structure out releases it; else the capsule does when it goes.
///
/// # Errors
/// What Python raises where it has no memory for a capsule.
pub fn give<'py, T: Abi + 'static>(py: Python<'py>, structure: Owned<T>) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, structure, T::CAPSULE)
}

/// The table of an object with `__arrow_c_stream__`, such as a data frame of pandas, polars, pyarrow or DuckDB, or of one
/// with `__arrow_c_array__`, such as a record batch.
///
/// A single column has these methods too: that it is no table is for the reader of the stream to say.
///
/// # Errors
/// TypeError, which names its type, where the object has neither method or they answer with something else; ValueError
/// where what they answer with has been read before; and whatever the methods raise.
pub fn stream_of(object: &Bound<'_, PyAny>) -> PyResult<OwnedStream> {
    stream_told(object, |error| error)
}

/// As [`stream_of`]; what the methods of the object raise is told by the host in its own way.
///
/// # Errors
/// Those of [`stream_of`], and what `told` makes of an exception of the object's own methods.
pub fn stream_told(object: &Bound<'_, PyAny>, told: impl FnOnce(PyErr) -> PyErr) -> PyResult<OwnedStream> {
    if let Some(method) = object.getattr_opt(STREAM)? {
        return taken(&method.call0().map_err(told)?, STREAM);
    }
    let Some(method) = object.getattr_opt(ARRAY)? else {
        let found = object.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "found {found}, expected a table with `{STREAM}`, as data frames of pandas, polars, pyarrow and duckdb have it"
        )));
    };
    let answer = method.call0().map_err(told)?;
    let pair = answer.cast::<PyTuple>().ok().filter(|pair| pair.len() == 2);
    let Some(pair) = pair else {
        return Err(unexpected(&answer, "two capsules", ARRAY));
    };
    // Both are looked at before either is taken.
    let (schema, array) = (pair.get_item(0)?, pair.get_item(1)?);
    capsule_of::<super::ArrowSchema>(&schema, ARRAY)?;
    let array: OwnedArray = taken(&array, ARRAY)?;
    let schema: OwnedSchema = taken(&schema, ARRAY)?;
    // SAFETY: both came out of one call of the method that answers with an array and its type.
    Ok(unsafe { OwnedStream::of_batch(schema, array) })
}

/// Reads a table of an organisation as [`read_as`](super::read_as) does, and leaves texts and dates where they lie.
///
/// # Errors
/// As [`read`](super::read).
pub fn read_lent(
    table: &str,
    stream: OwnedStream,
    limits: &Limits,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Table, ReadError> {
    // SAFETY: texts and dates of Python's libraries lie in memory of Arrow, which none of them lets a program write to, as
    // the interface asks. What numpy lends, which programs do write to, is numbers, and those are copied.
    unsafe { read_in_place(table, stream, limits, is_wanted) }
}

/// Whether an object has one of the methods that [`stream_of`] asks.
///
/// # Errors
/// What looking for them raises.
pub fn is_table(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(object.hasattr(STREAM)? || object.hasattr(ARRAY)?)
}

const STREAM: &str = "__arrow_c_stream__";
const ARRAY: &str = "__arrow_c_array__";

/// Moves the structure out of the capsule that a method answered with.
fn taken<T: Abi>(answer: &Bound<'_, PyAny>, method: &str) -> PyResult<Owned<T>> {
    let capsule = capsule_of::<T>(answer, method)?;
    // Two threads may have got hold of one capsule.
    let structure = with_critical_section(answer, || {
        let source = capsule.pointer_checked(Some(T::CAPSULE))?.cast::<T>();
        // SAFETY: a capsule of that name points to such a structure for as long as it lives, by the interface for Python,
        // and nobody else uses it meanwhile.
        Ok::<_, PyErr>(unsafe { Owned::take(source.as_ptr()) })
    })?;
    match structure.is_released() {
        true => Err(PyValueError::new_err(format!(
            "found what was read before in the answer of `{method}`, expected a new one"
        ))),
        false => Ok(structure),
    }
}

fn capsule_of<'a, 'py, T: Abi>(answer: &'a Bound<'py, PyAny>, method: &str) -> PyResult<&'a Bound<'py, PyCapsule>> {
    let capsule = answer.cast::<PyCapsule>().ok().filter(|capsule| capsule.is_valid_checked(Some(T::CAPSULE)));
    capsule.ok_or_else(|| unexpected(answer, &format!("a capsule `{}`", T::CAPSULE.to_string_lossy()), method))
}

/// A TypeError for an answer that is not what the method promises.
fn unexpected(answer: &Bound<'_, PyAny>, expected: &str, method: &str) -> PyErr {
    // A capsule says its name when printed, other values may be long.
    let found = match answer.is_instance_of::<PyCapsule>() {
        true => answer.repr().map(|text| text.to_string()),
        false => answer.get_type().name().map(|name| name.to_string()),
    };
    let found = found.unwrap_or_else(|_| "something else".to_owned());
    PyTypeError::new_err(format!("found {found} as the answer of `{method}`, expected {expected}"))
}
