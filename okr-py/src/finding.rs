//! Findings: what is wrong or doubtful, one thing each.

use crate::errors::OrRaise;
use crate::words::{Said, Word};
use okr_core::{ErrorCode, Severity};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};

/// One thing wrong or doubtful in a document, a policy or a scorecard.
///
/// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]})
/// >>> finding = workspace.score("2026-11-21").findings[0]
/// >>> finding.code, finding.severity, finding.path
/// ('no_window', 'hint', '/objectives/0')
#[pyclass(module = "okr", frozen, eq)]
#[derive(Clone, PartialEq)]
pub(crate) struct Finding(pub(crate) okr_core::Finding);

#[pymethods]
impl Finding {
    /// A finding of these parts. Raises OkrError (`unknown_word`) where the code or the severity is none.
    #[new]
    #[pyo3(signature = (code, severity, path, message, help))]
    fn new(
        code: Said<ErrorCode>,
        severity: Said<Severity>,
        path: String,
        message: String,
        help: String,
    ) -> PyResult<Self> {
        let code: ErrorCode = code.0.parse().or_raise()?;
        let severity: Severity = severity.0.parse().or_raise()?;
        let parts = serde_json::json!({
            "code": code, "severity": severity, "path": path, "message": message, "help": help,
        });
        let read = serde_json::from_value(parts).map_err(|error| PyValueError::new_err(error.to_string()));
        read.map(Finding)
    }

    /// The stable name of what kind of thing it is, such as `unknown_field`.
    #[getter]
    fn code(&self) -> Word<ErrorCode> {
        self.0.code.into()
    }

    /// How much it matters: `error`, `warning` or `hint`.
    #[getter]
    fn severity(&self) -> Word<Severity> {
        self.0.severity.into()
    }

    /// Where: a JSON pointer into the document, empty for the document itself.
    #[getter]
    fn path(&self) -> &str {
        &self.0.path
    }

    /// What was found and what was expected, in one line.
    #[getter]
    fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do about it, in one line; empty where there is nothing to say.
    #[getter]
    fn help(&self) -> &str {
        &self.0.help
    }

    fn __getnewargs__(&self) -> (Word<ErrorCode>, Word<Severity>, &str, &str, &str) {
        (self.code(), self.severity(), self.path(), self.message(), self.help())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.0.code, &self.0.path, &self.0.message).hash(&mut hasher);
        hasher.finish()
    }

    fn __copy__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[pyo3(signature = (_memo, /))]
    fn __deepcopy__<'py>(slf: Bound<'py, Self>, _memo: Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (code, severity) = (self.0.code, self.0.severity);
        let quoted = |text: &str| Ok::<_, PyErr>(text.into_pyobject(py)?.repr()?.to_string());
        let (path, message, help) = (quoted(self.path())?, quoted(self.message())?, quoted(self.help())?);
        Ok(format!(
            "okr.Finding(code='{}', severity='{severity}', path={path}, message={message}, help={help})",
            code.as_str()
        ))
    }
}

/// Findings as a list of Python's.
pub(crate) fn listed(findings: &[okr_core::Finding]) -> Vec<Finding> {
    findings.iter().cloned().map(Finding).collect()
}
