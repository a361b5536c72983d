//! Tables: what a scorecard or workspace says, in columns that other libraries read.

mod column;
mod kept;
mod rows;

use crate::errors::OrRaise;
use crate::plain::{Answer, Plain};
use crate::read::type_name;
use crate::scorecard::{Card, Scorecard};
use crate::workspace::{Workspace, same};
use okr::arrow::capsule::give;
use okr::arrow::{Abi, Owned};
use pyo3::exceptions::{PyIndexError, PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

pub(crate) use column::Column;
pub(crate) use kept::{KeptTables, Listing};

/// One row of a table as a dict.
pub(crate) fn dict_of<'py>(py: Python<'py>, table: &Arc<okr::arrow::Table>, row: usize) -> PyResult<Plain<'py>> {
    Reader::new(py, table).dict(py, row).map(Plain)
}
use rows::{Reader, Rows};

/// What a table is of.
#[derive(Clone)]
enum Subject {
    Card(Arc<Card>, Listing),
    CheckIns(Arc<okr_core::Workspace>),
}

impl Subject {
    fn name(&self) -> &'static str {
        match self {
            Subject::Card(_, listing) => listing.name(),
            Subject::CheckIns(_) => "check_ins",
        }
    }

    fn same(&self, other: &Subject) -> bool {
        match (self, other) {
            (Subject::Card(one, listing), Subject::Card(other, another)) => listing == another && one.same(other),
            (Subject::CheckIns(one), Subject::CheckIns(other)) => same(one, other),
            _ => false,
        }
    }
}

/// Rows and columns, as pandas, polars, pyarrow and duckdb read them: `polars.DataFrame(table)`, `pyarrow.table(table)`,
/// `duckdb.sql("from goals")` where a variable `goals` is the table, or `table.to_pandas()`. polars and pyarrow look at the numbers
/// where they are, as numpy does at those of a column; pandas makes copies. No other package is needed.
///
/// A scorecard has the tables `objectives`, `key_results`, `teams`, `people`, `cycles` and `kpis`, a workspace `check_ins`.
/// A table is a snapshot: later check-ins never change it, and it stays when its scorecard is gone. Two tables are equal
/// where they are the same table of equal scorecards. Iterating gives the rows as dicts.
///
/// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
/// ...     {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
/// ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
/// >>> table = workspace.score("2026-10-05").key_results
/// >>> len(table), list(table["progress"])
/// (2, [0.5, 0.0])
/// >>> [(row["id"], row["status_reason"]) for row in table if row["value"] is None]
/// [('b', 'not_started')]
#[pyclass(module = "okr", frozen)]
#[derive(Clone)]
pub(crate) struct Table {
    subject: Subject,
    data: Arc<okr::arrow::Table>,
}

impl Table {
    /// A table of a scorecard, which that keeps.
    pub(crate) fn of_card(py: Python<'_>, card: &Arc<Card>, listing: Listing) -> PyResult<Table> {
        let data = py.detach(|| card.tables.get(card, listing)).or_raise()?;
        Ok(Table { subject: Subject::Card(Arc::clone(card), listing), data })
    }

    /// The check-ins of a workspace.
    pub(crate) fn of_check_ins(workspace: &Arc<okr_core::Workspace>, data: Arc<okr::arrow::Table>) -> Table {
        Table { subject: Subject::CheckIns(Arc::clone(workspace)), data }
    }

    /// Makes all columns, while other threads go on.
    fn complete(&self, py: Python<'_>) {
        py.detach(|| self.data.complete());
    }

    fn same(&self, other: &Table) -> bool {
        Arc::ptr_eq(&self.data, &other.data) || self.subject.same(&other.subject)
    }
}

/// What a function of the package's Python part makes of a table or column.
fn made<'py>(subject: &Bound<'py, PyAny>, function: &str) -> PyResult<Bound<'py, PyAny>> {
    subject.py().import("okr._tables")?.call_method1(function, (subject,))
}

#[pymethods]
impl Table {
    /// The names of its columns, in their order.
    ///
    /// >>> okr.loads({"okr": 1}).check_ins.column_names
    /// ['objective', 'key_result', 'on', 'value', 'confidence', 'note', 'by']
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.data.names().collect()
    }

    /// Its columns, in their order.
    #[getter]
    fn columns(&self) -> Vec<Column> {
        (0..self.data.names().len()).map(|at| Column::new(self.clone(), at)).collect()
    }

    /// A column by its name. Raises KeyError where there is none.
    fn __getitem__(&self, name: &str) -> PyResult<Column> {
        let at = self.data.names().position(|each| each == name);
        let at = at.ok_or_else(|| {
            let names: Vec<&str> = self.data.names().collect();
            PyKeyError::new_err(format!("found `{name}`, expected one of {}", names.join(", ")))
        })?;
        Ok(Column::new(self.clone(), at))
    }

    /// Whether there is a column of that name.
    fn __contains__(&self, name: &str) -> bool {
        self.data.names().any(|each| each == name)
    }

    /// How many rows there are.
    fn __len__(&self) -> usize {
        self.data.rows()
    }

    /// The rows as dicts, one after the other.
    fn __iter__(&self, py: Python<'_>) -> Rows {
        self.complete(py);
        Rows::new(py, &self.data)
    }

    /// The rows as dicts of plain values: float, int, str, bool, `datetime.date`, and None where there is none.
    ///
    /// >>> okr.loads({"okr": 1, "teams": [{"id": "t", "name": "T"}]}).score("2026-10-05").teams.to_dicts()[0]["name"]
    /// 'T'
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Vec<Plain<'py>>> {
        self.complete(py);
        let reader = Reader::new(py, &self.data);
        (0..self.data.rows()).map(|row| reader.dict(py, row).map(Plain)).collect()
    }

    /// A pandas data frame; needs pandas 2.2 or later, and no pyarrow. Numbers are float64 with NaN for null, integers the
    /// nullable Int32, dates datetime64 with NaT for null, words of a closed set such as the status categorical, texts what
    /// this pandas takes for texts.
    ///
    /// >>> frame = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]}).score("2026-10-05").objectives.to_pandas()
    /// >>> frame.loc[0, "status"], str(frame["progress"].dtype)
    /// ('none', 'float64')
    #[pyo3(signature = ())]
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        made(slf.as_any(), "to_pandas")
    }

    /// A polars data frame, the same as `polars.DataFrame(table)`; needs polars. Numbers are not copied.
    ///
    /// >>> okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]}).score("2026-10-05").objectives.to_polars()["id"].item()
    /// 'o'
    #[pyo3(signature = ())]
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        made(slf.as_any(), "to_polars")
    }

    /// A pyarrow table, the same as `pyarrow.table(table)`; needs pyarrow. Nothing is copied.
    ///
    /// >>> okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow"}]}).score("2026-10-05").objectives.to_pyarrow().num_rows
    /// 1
    #[pyo3(signature = ())]
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        made(slf.as_any(), "to_pyarrow")
    }

    /// The table for an Arrow reader, as a stream of one batch in a capsule. Another type is not made on request.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.complete(py);
        answered(py, requested_schema, Some(self.data.stream()))
    }

    /// The types of the columns for an Arrow reader, in a capsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.complete(py);
        answered(py, None, Some(self.data.schema()))
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> Answer {
        let other = other.cast::<Table>().ok().map(|other| other.get());
        Answer(other.map(|other| py.detach(|| self.same(other))))
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
        (self.subject.name(), self.data.rows()).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let (name, columns) = (self.subject.name(), self.data.names().len());
        format!("<okr.Table {name}: {} rows, {columns} columns>", self.data.rows())
    }

    /// The first rows as HTML, which notebooks show.
    fn _repr_html_(slf: &Bound<'_, Self>) -> PyResult<String> {
        made(slf.as_any(), "to_html")?.extract()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        match &self.subject {
            Subject::Card(card, listing) => {
                let asked = py.import("operator")?.getattr("methodcaller")?;
                let asked = asked.call1(("table", listing.name(), listing.order()))?;
                Ok((asked, (Scorecard::of(py, card)?,).into_pyobject(py)?))
            }
            Subject::CheckIns(workspace) => {
                let arguments = (Workspace::from(Arc::clone(workspace)), "check_ins").into_pyobject(py)?;
                Ok((py.import("builtins")?.getattr("getattr")?, arguments))
            }
        }
    }
}

/// The answer to an Arrow reader, in a capsule. A schema that is asked for is looked at no further: a producer may give its
/// own.
fn answered<'py, T: Abi + 'static>(
    py: Python<'py>,
    requested: Option<Bound<'py, PyAny>>,
    structure: Option<Owned<T>>,
) -> PyResult<Bound<'py, PyAny>> {
    if let Some(schema) = requested.filter(|schema| !schema.is_instance_of::<PyCapsule>()) {
        return Err(PyTypeError::new_err(format!("found {}, expected a capsule or None", type_name(&schema))));
    }
    Ok(give(py, structure.ok_or_else(gone)?)?.into_any())
}

/// A column or row is made with its place.
pub(crate) fn gone() -> PyErr {
    PyIndexError::new_err("found nothing at its place")
}
