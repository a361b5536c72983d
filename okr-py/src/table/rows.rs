//! Values of tables as plain Python values, and rows as dicts.

use crate::dates::py_date;
use okr::arrow::{Cell, Table};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A value of a table; None where there is none.
pub(super) fn value<'py>(py: Python<'py>, cell: Option<Cell<'_>>) -> PyResult<Bound<'py, PyAny>> {
    Ok(match cell {
        Some(Cell::Number(number)) => PyFloat::new(py, number).into_any(),
        Some(Cell::Integer(integer)) => PyInt::new(py, integer).into_any(),
        Some(Cell::Boolean(is)) => PyBool::new(py, is).to_owned().into_any(),
        Some(Cell::Date(date)) => py_date(py, date)?.into_any(),
        Some(Cell::Text(text)) => PyString::new(py, text).into_any(),
        _ => py.None().into_bound(py),
    })
}

/// The words of a column, made once however many rows have them; none where its values are others.
pub(super) fn words(py: Python<'_>, column: &okr::arrow::Column) -> Vec<Py<PyString>> {
    column.categories().into_iter().flatten().map(|word| PyString::new(py, word).unbind()).collect()
}

/// Reads a table row by row.
pub(super) struct Reader {
    data: Arc<Table>,
    names: Vec<Py<PyString>>,
    words: Vec<Vec<Py<PyString>>>,
}

impl Reader {
    pub(super) fn new(py: Python<'_>, data: &Arc<Table>) -> Reader {
        let names = data.names().map(|name| PyString::new(py, name).unbind()).collect();
        let words = data.columns().map(|(_, column)| words(py, column)).collect();
        Reader { data: Arc::clone(data), names, words }
    }

    pub(super) fn dict<'py>(&self, py: Python<'py>, row: usize) -> PyResult<Bound<'py, PyDict>> {
        let made = PyDict::new(py);
        for ((name, words), (_, column)) in self.names.iter().zip(&self.words).zip(self.data.columns()) {
            match column.code(row).and_then(|code| words.get(code)) {
                Some(word) => made.set_item(name, word)?,
                None => made.set_item(name, value(py, column.get(row))?)?,
            }
        }
        Ok(made)
    }
}

/// The rows of a table as dicts, one after the other.
#[pyclass(module = "okr", frozen)]
pub(super) struct RowIterator {
    reader: Reader,
    next: AtomicUsize,
}

#[pymethods]
impl RowIterator {
    fn __iter__<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let row = self.next.fetch_add(1, Ordering::Relaxed);
        (row < self.reader.data.rows()).then(|| self.reader.dict(py, row)).transpose()
    }
}

/// What iterating a table gives.
pub(super) struct Rows(RowIterator);

impl Rows {
    pub(super) fn new(py: Python<'_>, data: &Arc<Table>) -> Rows {
        Rows(RowIterator { reader: Reader::new(py, data), next: AtomicUsize::new(0) })
    }
}

impl<'py> IntoPyObject<'py> for Rows {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterator"),
        type_hint_subscript!(PyDict::TYPE_HINT, PyString::TYPE_HINT, type_hint_identifier!("typing", "Any"))
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Ok(Bound::new(py, self.0)?.into_any())
    }
}
