//! Tables in: what has Arrow's interface is read column by column, plain Python lists value by value.

use crate::dates::{day_at, is_no_date};
use crate::errors::{OrRaise, exception_at, refused};
use crate::limits::Limits;
use crate::made;
use crate::numbers::float;
use crate::producer::{not_handed_over, stream_of, unread};
use crate::read::{Many, PolicyFields, items_told, type_name};
use crate::workspace::Workspace;
use crate::write::{is_date, written, written_at};
use okr::arrow::{MOST_COLUMNS, OwnedStream, capsule, most_rows};
use okr_core::model::PolicySource;
use okr_core::tables::{Column, Table, Tables};
use okr_core::{Date, ErrorCode, pointer_step};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::type_hint_identifier;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PySequence, PyString, PyTuple};
use std::collections::HashSet;
use std::sync::Arc;

/// A table as an argument.
pub(crate) struct Given<'py>(Bound<'py, PyAny>);

impl<'a, 'py> FromPyObject<'a, 'py> for Given<'py> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("okr._types", "TableLike");

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Given(value.to_owned()))
    }
}

/// Builds a workspace from tables, one row for every objective, key result, check-in and so on; columns have the names of
/// the document's fields, and a null says that nothing is stated. Rows may come in any order: key results of an objective,
/// and check-ins of one day, are in the order of their rows.
///
/// A table is anything with Arrow's interface (a data frame of pandas or polars, a pyarrow table, a duckdb result, an
/// `okr.Table`), whose texts and dates are read where they lie; or a dict of lists, or a list of dicts, or mappings and
/// sequences of other classes. Nothing is kept of them, and nothing may change them until the call returns. Fields that
/// are lists or objects stand as JSON text, in dicts and lists also as themselves; there `None`, NaN, `NaT` and
/// `pandas.NA` all say that nothing is stated. Columns named `__index_level_0__` and so on, the index of a pandas
/// frame, are left out. `okr.TableLike` is the type of all of them.
///
/// Raises OkrError with everything that is wrong in `findings`; a path such as `/check_ins/17/value` names table, row (from
/// 0) and column. `limits` are the highest there are, where none are stated.
///
/// >>> workspace = okr.from_tables(
/// ...     objectives={"id": ["habit"], "title": ["A daily habit"], "start": ["2026-10-01"], "due": ["2026-12-31"]},
/// ...     key_results=[
/// ...         {"objective": "habit", "id": "dau", "title": "Daily users", "kind": "move", "baseline": 100, "target": "+100%"},
/// ...         {"objective": "habit", "id": "nps", "title": "NPS of 50", "kind": "ratio", "target": 50, "tags": ["survey"]},
/// ...     ],
/// ...     check_ins={"key_result": ["dau", "nps", "dau"], "on": ["2026-10-05", "2026-11-02", "2026-11-16"],
/// ...                "value": [120, 25, 150]},
/// ... )
/// >>> workspace.score("2026-11-16")["habit"].progress
/// 0.5
/// >>> try:
/// ...     okr.from_tables(objectives={"id": ["o", "p"], "title": ["One", "Two"], "weight": [1, -1]})
/// ... except okr.OkrError as error:
/// ...     print(error.code, error.path)
/// negative_weight /objectives/1/weight
#[pyfunction]
#[pyo3(signature = (
    *, objectives=None, key_results=None, check_ins=None, alignments=None, cycles=None, teams=None, people=None, kpis=None,
    readings=None, policy=None, confidence_scale=None, name="", limits=None
))]
#[expect(clippy::too_many_arguments, reason = "keywords, each a table or a field of the format")]
pub(crate) fn from_tables(
    py: Python<'_>,
    objectives: Option<Given<'_>>,
    key_results: Option<Given<'_>>,
    check_ins: Option<Given<'_>>,
    alignments: Option<Given<'_>>,
    cycles: Option<Given<'_>>,
    teams: Option<Given<'_>>,
    people: Option<Given<'_>>,
    kpis: Option<Given<'_>>,
    readings: Option<Given<'_>>,
    policy: Option<PolicyFields<'_>>,
    confidence_scale: Option<Many<'_, made::Float>>,
    name: &str,
    limits: Option<&Limits>,
) -> PyResult<Workspace> {
    let limits = limits.map_or_else(okr_core::Limits::large, |limits| limits.0.clone());
    let mut tables = Tables::default();
    name.clone_into(&mut tables.name);
    if let Some(policy) = policy {
        tables.policy = policy_of(&policy.0, &limits)?;
    }
    tables.confidence_scale = confidence_scale.map(|scale| scale_of(&scale.list)).transpose()?;
    let take =
        |place, given: Option<Given<'_>>| given.map_or(Ok(Source::None), |given| source(place, &given.0, &limits));
    let sources = [
        take("objectives", objectives)?,
        take("key_results", key_results)?,
        take("check_ins", check_ins)?,
        take("alignments", alignments)?,
        take("cycles", cycles)?,
        take("teams", teams)?,
        take("people", people)?,
        take("kpis", kpis)?,
        take("readings", readings)?,
    ];
    let data = py.detach(|| {
        let Tables { objectives, key_results, check_ins, alignments, cycles, teams, people, kpis, readings, .. } =
            &mut tables;
        let into = [objectives, key_results, check_ins, alignments, cycles, teams, people, kpis, readings];
        for (slot, source) in into.into_iter().zip(sources) {
            match source {
                Source::None => {}
                Source::Columns(table) => *slot = table,
                Source::Stream(place, stream) => {
                    let read = capsule::read_lent(place, stream, &limits, |name| !is_index(name));
                    *slot = read.map_err(|error| unread(place, &error))?;
                }
            }
        }
        okr_core::Workspace::from_tables(&tables, &limits).or_raise()
    })?;
    Ok(Workspace::from(Arc::new(data)))
}

/// A table before it is read without the interpreter.
enum Source {
    None,
    Columns(Table),
    Stream(&'static str, OwnedStream),
}

fn policy_of(value: &Bound<'_, PyAny>, limits: &okr_core::Limits) -> PyResult<PolicySource> {
    if !value.is_instance_of::<PyString>() && !value.is_instance_of::<PyDict>() {
        let found = type_name(value);
        return Err(PyTypeError::new_err(format!(
            "found {found}, expected an okr.Policy, the name of a preset or a dict"
        )));
    }
    let text = written(value, limits.bytes)?;
    serde_json::from_str(&text)
        .map_err(|error| refused(ErrorCode::WrongType, "/policy", &error.to_string(), "correct the policy"))
}

fn scale_of(list: &Bound<'_, PyList>) -> PyResult<[f64; 2]> {
    let ends = list.iter().map(|end| float(&end, "/confidence_scale")).collect::<PyResult<Vec<_>>>()?;
    <[f64; 2]>::try_from(ends).map_err(|ends| {
        let message = format!("found {} numbers, expected two, the first below the second", ends.len());
        refused(ErrorCode::OutOfRange, "/confidence_scale", &message, "write a scale such as [0, 10]")
    })
}

fn source(place: &'static str, value: &Bound<'_, PyAny>, limits: &okr_core::Limits) -> PyResult<Source> {
    if let Ok(columns) = value.cast::<PyDict>() {
        return of_columns(place, columns, limits).map(Source::Columns);
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return of_rows(place, &dicts(place, value)?, limits).map(Source::Columns);
    }
    if !capsule::is_table(value).map_err(|error| not_handed_over(value.py(), place, error))? {
        if let Ok(columns) = value.cast::<PyMapping>() {
            return of_columns(place, &dict(place, columns)?, limits).map(Source::Columns);
        }
        if value.is_instance_of::<PySequence>() && !value.is_instance_of::<PyString>() {
            return of_rows(place, &dicts(place, value)?, limits).map(Source::Columns);
        }
    }
    stream_of(place, value).map(|stream| Source::Stream(place, stream))
}

/// A mapping of any class as a dict.
fn dict<'py>(place: &str, mapping: &Bound<'py, PyMapping>) -> PyResult<Bound<'py, PyDict>> {
    let py = mapping.py();
    let dict = PyDict::new(py);
    dict.update(mapping).map_err(|error| not_handed_over(py, place, error))?;
    Ok(dict)
}

/// The rows of a list or sequence of any class, those that are mappings of another class as dicts.
fn dicts<'py>(place: &str, rows: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    let py = rows.py();
    let rows = items_told(rows, |error| not_handed_over(py, place, error))?;
    for (at, row) in rows.iter().enumerate() {
        if !row.is_instance_of::<PyDict>()
            && let Ok(mapping) = row.cast::<PyMapping>()
        {
            rows.set_item(at, dict(place, mapping)?)?;
        }
    }
    Ok(rows)
}

/// Whether a column is what pandas hands over of an index without a name: it stems from sorting or choosing rows.
fn is_index(name: &str) -> bool {
    let level = name.strip_prefix("__index_level_").and_then(|name| name.strip_suffix("__"));
    level.is_some_and(|level| !level.is_empty() && level.bytes().all(|byte| byte.is_ascii_digit()))
}

fn name_of<'a>(place: &str, key: &'a Bound<'_, PyAny>) -> PyResult<std::borrow::Cow<'a, str>> {
    match key.cast::<PyString>() {
        Ok(name) => name.to_cow(),
        Err(_) => {
            Err(PyTypeError::new_err(format!("{place}: found a column named by {}, expected str", type_name(key))))
        }
    }
}

fn too_many_columns(place: &str) -> PyErr {
    let message = format!("found more than {MOST_COLUMNS} columns, expected {MOST_COLUMNS} at most (table `{place}`)");
    refused(ErrorCode::TooMany, &format!("/{place}"), &message, "leave out columns that are of no use here")
}

/// A dict of lists.
fn of_columns(place: &str, columns: &Bound<'_, PyDict>, limits: &okr_core::Limits) -> PyResult<Table> {
    // Of a list of its own: what is asked for its values could change the dict meanwhile.
    let columns = columns.items();
    if columns.len() > MOST_COLUMNS {
        return Err(too_many_columns(place));
    }
    let mut made = Making::new(place, limits);
    for pair in columns.iter() {
        let (key, values): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        let name = name_of(place, &key)?.into_owned();
        if is_index(&name) {
            continue;
        }
        let list = column_items(place, &name, &values)?;
        made.column(&name, list.iter().map(Ok))?;
    }
    made.finish()
}

/// The values of a column.
fn column_items<'py>(place: &str, name: &str, values: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
    let py = values.py();
    items_told(values, |error| not_handed_over(py, place, error)).map_err(|error| {
        // What is raised of this very class is told of a value that cannot be gone through.
        match error.get_type(py).is(py.get_type::<PyTypeError>()) {
            true => PyTypeError::new_err(format!("/{place}/{name}: {}", error.value(py))),
            false => error,
        }
    })
}

/// A list of dicts.
fn of_rows(place: &str, rows: &Bound<'_, PyList>, limits: &okr_core::Limits) -> PyResult<Table> {
    let mut made = Making::new(place, limits);
    made.check_rows(rows.len())?;
    let mut names = Vec::new();
    let mut seen = HashSet::new();
    for (at, row) in rows.iter().enumerate() {
        let Ok(row) = row.cast::<PyDict>() else {
            return Err(PyTypeError::new_err(format!("/{place}/{at}: found {}, expected a dict", type_name(&row))));
        };
        for key in row.keys() {
            let name = name_of(place, &key)?;
            if !seen.contains(&*name) && !is_index(&name) {
                seen.insert(name.clone().into_owned());
                names.push(name.into_owned());
            }
        }
        if names.len() > MOST_COLUMNS {
            return Err(too_many_columns(place));
        }
    }
    for name in names {
        let cells = rows.iter().map(|row| {
            let cell = row.cast_into::<PyDict>()?.get_item(&name)?;
            Ok(cell.unwrap_or_else(|| rows.py().None().into_bound(rows.py())))
        });
        made.column(&name, cells)?;
    }
    if rows.is_empty() { Ok(Table::new()) } else { made.finish() }
}

/// A table in the making.
struct Making<'a> {
    place: &'a str,
    limits: &'a okr_core::Limits,
    columns: Vec<(String, Column)>,
    /// Bytes of text so far.
    bytes: usize,
}

/// One value.
enum Cell {
    Null,
    Truth(bool),
    Number(f64),
    Date(Date),
    Text(String),
}

/// Whether a value of another library says that there is none: pandas has one for all types, and every type of number may
/// have a NaN.
fn is_nothing(value: &Bound<'_, PyAny>) -> bool {
    type_name(value) == "NAType" || value.extract::<f64>().is_ok_and(f64::is_nan)
}

/// Which kinds of values a column has.
#[derive(Default)]
struct Kinds {
    truths: bool,
    numbers: bool,
    dates: bool,
    texts: bool,
}

impl<'a> Making<'a> {
    fn new(place: &'a str, limits: &'a okr_core::Limits) -> Making<'a> {
        Making { place, limits, columns: Vec::new(), bytes: 0 }
    }

    fn check_rows(&self, rows: usize) -> PyResult<()> {
        let (place, most) = (self.place, most_rows(self.place, self.limits));
        if rows <= most {
            return Ok(());
        }
        let message = format!("found {rows} rows, the limit is {most} (table `{place}`)");
        Err(refused(ErrorCode::TooMany, &format!("/{place}"), &message, "raise the limit, or split the organisation"))
    }

    /// The place of a value, as a path.
    fn path(&self, row: usize, name: &str) -> String {
        format!("/{}/{row}/{}", self.place, pointer_step(name))
    }

    fn column<'py>(
        &mut self,
        name: &str,
        values: impl ExactSizeIterator<Item = PyResult<Bound<'py, PyAny>>>,
    ) -> PyResult<()> {
        self.check_rows(values.len())?;
        let mut cells = Vec::with_capacity(values.len());
        let mut kinds = Kinds::default();
        for (row, value) in values.enumerate() {
            let value = value?;
            let cell = self.cell(name, row, &value)?;
            match &cell {
                Cell::Null => {}
                Cell::Truth(_) => kinds.truths = true,
                Cell::Number(_) => kinds.numbers = true,
                Cell::Date(_) => kinds.dates = true,
                Cell::Text(text) => {
                    kinds.texts = true;
                    self.bytes = self.bytes.saturating_add(text.len());
                }
            }
            if self.bytes > self.limits.bytes {
                let message = format!("found more than {} bytes of text (table `{}`)", self.limits.bytes, self.place);
                return Err(refused(
                    ErrorCode::TooLarge,
                    &format!("/{}", self.place),
                    &message,
                    "split the organisation",
                ));
            }
            cells.push(cell);
        }
        self.add(name, &cells, &kinds)
    }

    fn cell(&self, name: &str, row: usize, value: &Bound<'_, PyAny>) -> PyResult<Cell> {
        if value.is_none() {
            return Ok(Cell::Null);
        }
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Cell::Text(text.to_cow()?.into_owned()));
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            let number = number.value();
            return Ok(if number.is_nan() { Cell::Null } else { Cell::Number(number) });
        }
        let path = || self.path(row, name);
        if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
            return float(value, &path()).map(Cell::Number);
        }
        if is_date(value) {
            return if is_no_date(value) { Ok(Cell::Null) } else { day_at(value, &path()).map(Cell::Date) };
        }
        // What is left says as JSON what it is: a truth value or number of any library, a list, a dict or a definition.
        let text = match written_at(path(), value, self.limits.bytes) {
            Ok(text) => text,
            Err(_) if is_nothing(value) => return Ok(Cell::Null),
            Err(error) => return Err(error),
        };
        Ok(match text.as_str() {
            "true" => Cell::Truth(true),
            "false" => Cell::Truth(false),
            "null" => Cell::Null,
            number if !number.starts_with(['[', '{', '"']) => {
                Cell::Number(number.parse().map_err(|_| PyValueError::new_err(format!("{}: found {number}", path())))?)
            }
            _ => Cell::Text(text),
        })
    }

    /// True and false among numbers are those that binary measures take, in the one column where such may stand.
    fn check_truths(&self, name: &str, cells: &[Cell], kinds: &Kinds) -> PyResult<()> {
        let place = self.place;
        if !(kinds.truths && kinds.numbers) || (place, name) == ("check_ins", "value") {
            return Ok(());
        }
        let found = cells.iter().enumerate().find_map(|(row, cell)| match cell {
            Cell::Truth(truth) => Some((row, *truth)),
            _ => None,
        });
        let Some((row, truth)) = found else { return Ok(()) };
        let message = format!(
            "found {truth} among numbers, expected values of one type (row {row} of `{place}`, column `{name}`)"
        );
        Err(refused(ErrorCode::WrongType, &self.path(row, name), &message, "correct the value"))
    }

    fn add(&mut self, name: &str, cells: &[Cell], kinds: &Kinds) -> PyResult<()> {
        self.check_truths(name, cells, kinds)?;
        let number = |cell: &Cell| match cell {
            Cell::Number(number) => Some(*number),
            Cell::Truth(truth) => Some(f64::from(u8::from(*truth))),
            _ => None,
        };
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => Some(text.clone()),
            Cell::Date(date) => Some(date.to_string()),
            _ => None,
        };
        let texts = || {
            let rows: Vec<Option<String>> = cells.iter().map(text).collect();
            Column::texts(rows.iter().map(Option::as_deref))
                .map_err(|error| exception_at(&format!("/{}", self.place), &error))
        };
        let column = match kinds {
            Kinds { truths: false, numbers: false, dates: false, texts: false } => Column::nulls(cells.len()),
            Kinds { truths: true, numbers: false, dates: false, texts: false } => {
                Column::booleans(cells.iter().map(|cell| number(cell).map(|number| number == 1.0)))
            }
            Kinds { dates: false, texts: false, .. } => Column::numbers(cells.iter().map(number)),
            Kinds { truths: false, numbers: false, dates: true, texts: false } => {
                Column::dates(cells.iter().map(|cell| match cell {
                    Cell::Date(date) => Some(*date),
                    _ => None,
                }))
            }
            Kinds { truths: false, numbers: false, .. } => texts()?,
            Kinds { truths: false, dates: false, .. } if name == "target" => {
                // Relative ones have a column of their own beside that of numbers.
                self.columns.push(("relative_target".to_owned(), texts()?));
                Column::numbers(cells.iter().map(number))
            }
            _ => return Err(self.mixed(name, kinds)),
        };
        self.columns.push((name.to_owned(), column));
        Ok(())
    }

    fn mixed(&self, name: &str, kinds: &Kinds) -> PyErr {
        let names = [
            (kinds.truths, "truth values"),
            (kinds.numbers, "numbers"),
            (kinds.dates, "dates"),
            (kinds.texts, "texts"),
        ];
        let found: Vec<&str> = names.into_iter().filter_map(|(found, name)| found.then_some(name)).collect();
        let place = self.place;
        PyTypeError::new_err(format!("/{place}/{name}: found {}, expected values of one type", found.join(" and ")))
    }

    fn finish(self) -> PyResult<Table> {
        let place = self.place;
        let table = self.columns.into_iter().try_fold(Table::new(), |table, (name, column)| table.with(name, column));
        table.map_err(|error| exception_at(&format!("/{place}"), &error))
    }
}
