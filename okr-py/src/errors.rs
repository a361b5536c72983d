//! From the engine's errors to the exceptions of `okr._errors`.

use crate::finding::Finding;
use okr_core::ErrorCode;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// The classes are written in Python: those made here could neither be subclassed nor described in the stub.
mod classes {
    pyo3::import_exception!(okr._errors, OkrError);
    pyo3::import_exception!(okr._errors, UnknownIdError);
}

/// An exception that states one thing.
pub(crate) fn refused(code: ErrorCode, path: &str, message: &str, help: &str) -> PyErr {
    let parts = serde_json::json!({"code": code, "severity": "error", "path": path, "message": message, "help": help});
    match serde_json::from_value::<okr_core::Finding>(parts) {
        Ok(finding) => exception_at("", &okr_core::Error::from(finding)),
        Err(error) => PyValueError::new_err(error.to_string()),
    }
}

/// An exception that carries everything an error does, its paths below `place`.
pub(crate) fn exception_at(place: &str, error: &okr_core::Error) -> PyErr {
    let below = |path: &str| format!("{place}{path}");
    let findings: Vec<Finding> = error
        .findings()
        .iter()
        .cloned()
        .map(|mut finding| {
            finding.path = below(&finding.path);
            Finding(finding)
        })
        .collect();
    let (code, message, help) = (error.code(), error.message().to_owned(), error.help().to_owned());
    raised(code, (message, code.as_str(), below(error.path()), help, findings, error.unlisted()))
}

/// Message, code, path, help, findings, and how many more there are: the arguments of `OkrError`.
type Arguments = (String, &'static str, String, String, Vec<Finding>, usize);

fn raised(code: ErrorCode, arguments: Arguments) -> PyErr {
    match code {
        ErrorCode::UnknownId => classes::UnknownIdError::new_err(arguments),
        _ => classes::OkrError::new_err(arguments),
    }
}

/// Turns the engine's errors into exceptions.
pub(crate) trait OrRaise<T> {
    fn or_raise(self) -> PyResult<T>;
}

impl<T> OrRaise<T> for okr_core::Result<T> {
    fn or_raise(self) -> PyResult<T> {
        self.map_err(|error| exception_at("", &error))
    }
}
