//! One column of a table.

use super::rows::{value, words};
use super::{Table, answered, gone, made};
use crate::plain::{Answer, Plain};
use crate::read::type_name;
use crate::words::{ColumnKind, Word};
use okr::arrow::{Cell, ColumnType};
use pyo3::exceptions::{PyAttributeError, PyIndexError, PyTypeError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyIterator, PyList, PySlice, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript};
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A column of a table: values of one kind, of which any may be null. `numpy.asarray(column)`, `polars.Series(column)` and
/// `pyarrow.array(column)` read it, numbers without copying them; indexing and iterating give plain Python values.
///
/// >>> workspace = okr.loads({"okr": 1, "objectives": [{"id": "o", "title": "Grow", "key_results": [
/// ...     {"id": "a", "title": "A", "measure": {"kind": "ratio", "target": 10}, "check_ins": [{"on": "2026-10-01", "value": 5}]},
/// ...     {"id": "b", "title": "B", "measure": {"kind": "binary"}}]}]})
/// >>> value = workspace.score("2026-10-05").key_results["value"]
/// >>> value.kind, list(value), value.null_count
/// ('number', [5.0, None], 1)
/// >>> value.to_numpy()
/// array([ 5., nan])
#[pyclass(module = "okr", frozen)]
pub(crate) struct Column {
    table: Table,
    at: usize,
}

impl Column {
    pub(super) fn new(table: Table, at: usize) -> Column {
        Column { table, at }
    }

    fn data(&self) -> PyResult<&okr::arrow::Column> {
        self.table.data.column(self.at).ok_or_else(gone)
    }

    fn values<'py>(&self, py: Python<'py>, rows: impl ExactSizeIterator<Item = usize>) -> PyResult<Bound<'py, PyList>> {
        let data = self.data()?;
        let words = words(py, data);
        let made = rows.map(|row| match data.code(row).and_then(|code| words.get(code)) {
            Some(word) => Ok(word.bind(py).clone().into_any()),
            None => value(py, data.get(row)),
        });
        PyList::new(py, made.collect::<PyResult<Vec<_>>>()?)
    }

    fn kind_name(&self) -> PyResult<&'static str> {
        Ok(match self.data()?.column_type() {
            ColumnType::Number => "number",
            ColumnType::Integer => "integer",
            ColumnType::Date => "date",
            ColumnType::Flag => "flag",
            ColumnType::Text => "text",
            _ => "word",
        })
    }
}

#[pymethods]
impl Column {
    /// Its name.
    #[getter]
    fn name(&self) -> PyResult<&str> {
        self.table.data.names().nth(self.at).ok_or_else(gone)
    }

    /// What its values are: `number`, `integer`, `date`, `flag`, `text`, or `word`, one of a closed set.
    #[getter]
    fn kind(&self) -> PyResult<Word<ColumnKind>> {
        self.kind_name().map(Word::new)
    }

    /// How many rows have no value.
    #[getter]
    fn null_count(&self) -> PyResult<usize> {
        Ok(self.data()?.null_count())
    }

    /// The words there are, whether a row has them or not; None where the values are others.
    ///
    /// >>> okr.loads({"okr": 1}).score("2026-10-05").key_results["role"].categories
    /// ['normal', 'guardrail']
    #[getter]
    fn categories(&self) -> PyResult<Option<Vec<&str>>> {
        Ok(self.data()?.categories())
    }

    /// How many rows there are.
    fn __len__(&self) -> usize {
        self.table.data.rows()
    }

    /// The value of a row, counted from the end where the number is negative; a list of values for a slice.
    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (py, rows) = (index.py(), self.__len__());
        if let Ok(slice) = index.cast::<PySlice>() {
            let taken = slice.indices(isize::try_from(rows).unwrap_or(isize::MAX))?;
            let place = |turn: usize| (taken.start + turn as isize * taken.step) as usize;
            return Ok(self.values(py, (0..taken.slicelength).map(place))?.into_any());
        }
        if !index.hasattr("__index__")? {
            let found = type_name(index);
            return Err(PyTypeError::new_err(format!("found {found}, expected the number of a row or a slice")));
        }
        // One that is too large for the machine is beyond the end as well.
        let stated = index.extract::<isize>().ok();
        let row = stated.and_then(|at| if at < 0 { rows.checked_sub(at.unsigned_abs()) } else { Some(at as usize) });
        let row = row.filter(|row| *row < rows);
        let row = row.ok_or_else(|| PyIndexError::new_err(format!("found no such row, expected one of {rows}")))?;
        value(py, self.data()?.get(row))
    }

    /// The values of all rows, one after the other.
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Values<'py>> {
        self.values(py, 0..self.__len__()).map(Values)
    }

    /// The values of all rows: float, int, str, bool or `datetime.date`, and None where there is none.
    ///
    /// >>> okr.loads({"okr": 1, "teams": [{"id": "t", "name": "T"}]}).score("2026-10-05").teams["progress"].to_list()
    /// [None]
    fn to_list<'py>(&self, py: Python<'py>) -> PyResult<Listed<'py>> {
        self.values(py, 0..self.__len__()).map(Listed)
    }

    /// A numpy array; needs numpy. Numbers and integers without nulls are not copied and can therefore not be written to.
    /// A null is NaN among numbers and integers, NaT among dates, else None.
    #[pyo3(signature = ())]
    fn to_numpy<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        made(slf.as_any(), "to_numpy")
    }

    /// For this package: dates as days since 1970-01-01 and words as their place among the `categories`, both as 64-bit
    /// integers of this machine, of which the lowest stands for null.
    fn _packed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let (data, rows) = (self.data()?, self.__len__());
        let number = |row: usize| match data.get(row) {
            Some(Cell::Date(date)) => i64::from(date.days()),
            _ => data.code(row).and_then(|code| i64::try_from(code).ok()).unwrap_or(i64::MIN),
        };
        let packed: Vec<u8> = py.detach(|| (0..rows).flat_map(|row| number(row).to_ne_bytes()).collect());
        Ok(PyBytes::new(py, &packed))
    }

    /// Where the numbers are, for numpy. Other values are in no place that numpy reads: AttributeError.
    #[getter]
    fn __array_interface__<'py>(slf: &Bound<'py, Self>) -> PyResult<Plain<'py>> {
        let data = slf.get().data()?;
        let order = if cfg!(target_endian = "big") { ">" } else { "<" };
        let (kind, start, rows) = match (data.as_numbers(), data.as_integers()) {
            (Some(numbers), _) => ("f8", numbers.as_ptr() as usize, numbers.len()),
            (_, Some(integers)) => ("i4", integers.as_ptr() as usize, integers.len()),
            _ => return Err(PyAttributeError::new_err("__array_interface__")),
        };
        let made = PyDict::new(slf.py());
        made.set_item("version", 3)?;
        made.set_item("shape", (rows,))?;
        made.set_item("typestr", format!("{order}{kind}"))?;
        // Read-only. Whoever reads holds the column, which holds the table.
        made.set_item("data", (start, true))?;
        Ok(Plain(made))
    }

    /// The same as `to_numpy`, as numpy asks for it.
    #[pyo3(signature = (dtype=None, copy=None))]
    fn __array__<'py>(
        slf: &Bound<'py, Self>,
        dtype: Option<Bound<'py, PyAny>>,
        copy: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("okr._tables")?.call_method1("to_array", (slf, dtype, copy))
    }

    /// The values for an Arrow reader: their type and an array, in capsules. Another type is not made on request.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let array = answered(py, requested_schema, self.table.data.column_array(self.at))?;
        Ok((self.__arrow_c_schema__(py)?, array))
    }

    /// The values for an Arrow reader, as a stream of one array in a capsule. Another type is not made on request.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        answered(py, requested_schema, self.table.data.column_stream(self.at))
    }

    /// The type of the values for an Arrow reader, in a capsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        answered(py, None, self.table.data.column_schema(self.at))
    }

    /// Whether it is the same column of an equal table; values are compared by numpy, pandas or polars.
    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> Answer {
        let other = other.cast::<Column>().ok().map(|other| other.get());
        Answer(other.map(|other| self.at == other.at && py.detach(|| self.table.same(&other.table))))
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
        (self.at, self.table.__hash__()).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let name = PyString::new(py, self.name()?).repr()?;
        let (table, rows, nulls) = (self.table.subject.name(), self.__len__(), self.null_count()?);
        Ok(format!("<okr.Column {name} of {table}: {rows} rows, {}, {nulls} null>", self.kind_name()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Table, &str))> {
        Ok((py.import("operator")?.getattr("getitem")?, (self.table.clone(), self.name()?)))
    }
}

/// Values of any kind.
struct Listed<'py>(Bound<'py, PyList>);

/// The same, one after the other.
struct Values<'py>(Bound<'py, PyList>);

impl<'py> IntoPyObject<'py> for Listed<'py> {
    type Target = PyList;
    type Output = Bound<'py, PyList>;
    type Error = Infallible;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(PyList::TYPE_HINT, type_hint_identifier!("typing", "Any"));

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.0)
    }
}

impl<'py> IntoPyObject<'py> for Values<'py> {
    type Target = PyIterator;
    type Output = Bound<'py, PyIterator>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterator"),
        type_hint_identifier!("typing", "Any")
    );

    fn into_pyobject(self, _: Python<'py>) -> PyResult<Self::Output> {
        self.0.try_iter()
    }
}
