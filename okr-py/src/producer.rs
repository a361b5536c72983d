//! Tables that another library hands over, and what is told where it cannot.

use crate::errors::refused;
use crate::read::type_name;
use okr::arrow::{OwnedStream, ReadError, capsule, one_line};
use okr_core::{ErrorCode, pointer_step, quoted};
use pyo3::exceptions::{PyException, PyImportError, PyMemoryError, PyRecursionError, PyTypeError};
use pyo3::prelude::*;

/// The stream of a table.
pub(crate) fn stream_of(place: &str, table: &Bound<'_, PyAny>) -> PyResult<OwnedStream> {
    let py = table.py();
    capsule::stream_told(table, |error| not_handed_over(py, place, error)).map_err(|error| {
        // What is raised of this very class is told of a value that is no table at all.
        if !error.get_type(py).is(py.get_type::<PyTypeError>()) {
            return error;
        }
        let help = match type_name(table).as_str() {
            "LazyFrame" => "`.collect()` makes a table of it",
            _ => "a dict of lists or a list of dicts will do as well",
        };
        PyTypeError::new_err(format!("{place}: {}; {help}", error.value(py)))
    })
}

/// What is raised for a table that its own library cannot hand over, with the column where that says which: pandas gives
/// pyarrow its columns of objects, which are refused where their values are of several types. A library that is not
/// installed, memory that ends and calls without end are for Python to tell.
pub(crate) fn not_handed_over(py: Python<'_>, place: &str, error: PyErr) -> PyErr {
    let is_pythons = error.is_instance_of::<PyImportError>(py)
        || error.is_instance_of::<PyMemoryError>(py)
        || error.is_instance_of::<PyRecursionError>(py);
    let is_ours = error.is_instance_of::<PyException>(py) && !is_pythons;
    if !is_ours {
        return error;
    }
    let parts: Vec<String> = error
        .value(py)
        .getattr("args")
        .and_then(|parts| parts.try_iter()?.map(|part| Ok(part?.str()?.to_string())).collect())
        .unwrap_or_default();
    let said = one_line(parts.first().map_or("", String::as_str));
    let named = |part: &String| {
        part.strip_prefix("Conversion failed for column ")?.rsplit_once(" with type ").map(|(name, _)| name.to_owned())
    };
    let column = parts.iter().find_map(named);
    let told = match column {
        Some(column) => {
            let message =
                format!("found values without one type in common: {said} (column {} of `{place}`)", quoted(&column));
            let help =
                "give the column values of one type, or hand over a dict of lists, as `to_dict(\"list\")` makes it";
            refused(ErrorCode::WrongType, &format!("/{place}/{}", pointer_step(&column)), &message, help)
        }
        None => {
            let class = error.get_type(py).name().map_or_else(|_| "an exception".to_owned(), |name| name.to_string());
            let message = format!("the producer of the table failed: {class}: {said} (table `{place}`)");
            refused(ErrorCode::WrongType, &format!("/{place}"), &message, "the library that made the table says why")
        }
    };
    told.set_cause(py, Some(error));
    told
}

/// Why a table could not be read, at its place.
pub(crate) fn unread(place: &str, error: &ReadError) -> PyErr {
    let told = match (error.row(), error.column()) {
        (Some(row), Some(column)) => format!(" (row {row} of `{place}`, column {})", quoted(column)),
        (None, Some(column)) => format!(" (column {} of `{place}`)", quoted(column)),
        _ => format!(" (table `{place}`)"),
    };
    refused(error.code(), &error.path(place), &(error.message().to_owned() + &told), error.help())
}
