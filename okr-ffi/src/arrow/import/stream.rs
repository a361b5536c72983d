//! Reading a stream: its type, then batch after batch.

use super::error::{Fault, ReadError, one_line};
use super::kind::Kind;
use super::raw::{ArrayView, SchemaView, text};
use super::values::{Growing, Room};
use crate::arrow::abi::{ArrowArray, ArrowArrayStream};
use crate::arrow::owned::{Abi, Owned, OwnedArray, OwnedSchema, OwnedStream};
use okr_core::tables::Table;
use okr_core::{ErrorCode, Limits};
use std::ffi::c_int;
use std::sync::Arc;

/// Reads all batches of a stream into one table, as a [workspace](okr_core::Workspace::from_tables) takes it.
///
/// Read are booleans, integers and floats of any width, decimals of up to 128 bits (as the nearest float), texts in all
/// three layouts, dates, timestamps, dictionaries of any of these, and columns without a type. A timestamp is its civil
/// day: by the clock it shows where it has no zone, by that of UTC or of a fixed offset where it names one. Other zones
/// are refused, because which day that is depends on tables that are not here.
///
/// `limits.check_ins` holds for the rows, `limits.bytes` for the texts of all columns together; for the tables of an
/// organisation, of which each has a limit of its own, see [`read_as`]. More than 256 columns are refused. The flag
/// of the limits is looked at before each column of a batch.
///
/// ```
/// use okr::arrow::{Column, Table, read};
/// use okr_core::Limits;
/// use okr_core::tables::Cell;
/// use std::sync::Arc;
///
/// let columns = vec![(c"name", Column::texts([Some("ana"), None])), (c"done", Column::flags([Some(true), Some(false)]))];
/// let table = read(Arc::new(Table::new(columns)).stream(), &Limits::default())?;
/// assert_eq!((table.rows(), table.columns().len()), (2, 2));
/// assert_eq!(table.column("name").unwrap().get(0), Some(Cell::Text("ana")));
/// assert_eq!(table.column("name").unwrap().get(1), None);
/// # Ok::<(), okr::arrow::ReadError>(())
/// ```
///
/// # Errors
/// [`ReadError`] names column and row: types that are not read, dates outside 1900 to 2999, text that is not UTF-8, more
/// than the limits allow, that the call was cancelled, and whatever is seen to break the specification. Errors of the
/// producer are passed on.
pub fn read(stream: OwnedStream, limits: &Limits) -> Result<Table, ReadError> {
    read_columns(stream, limits, |_| true)
}

/// Reads as [`read`] does, but only columns of names that are wanted. What is left out may be of any type.
///
/// ```
/// use okr::arrow::{Column, Table, read_columns};
/// use okr_core::Limits;
/// use std::sync::Arc;
///
/// let columns = vec![(c"name", Column::texts([Some("ana")])), (c"row", Column::flags([Some(true)]))];
/// let stream = Arc::new(Table::new(columns)).stream();
/// let table = read_columns(stream, &Limits::default(), |name| name != "row")?;
/// assert_eq!(table.columns().map(|(name, _)| name).collect::<Vec<_>>(), ["name"]);
/// # Ok::<(), okr::arrow::ReadError>(())
/// ```
///
/// # Errors
/// As [`read`].
pub fn read_columns(
    stream: OwnedStream,
    limits: &Limits,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Table, ReadError> {
    read_into(Memory::Own, stream, limits, limits.check_ins, is_wanted)
}

/// Where values may stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Memory {
    Own,
    Shared,
}

fn read_into(
    memory: Memory,
    mut stream: OwnedStream,
    limits: &Limits,
    most_rows: usize,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Table, ReadError> {
    let large = Limits::large();
    let most_rows = most_rows.min(large.check_ins);
    let most_batches = most_rows.max(FEW_BATCHES);
    let mut room = Room::new(limits.bytes.min(large.bytes));
    let schema = schema_of(&mut stream).map_err(Fault::of_table)?;
    // SAFETY: the stream's producer made it, as it vouched for when the stream was taken, and it is held until the end.
    let schema = unsafe { SchemaView::new(&schema) };
    let mut columns = columns_of(schema, is_wanted)?;
    let mut rows = 0usize;
    let cancelled =
        || Fault::of_code(ErrorCode::Cancelled, "found the call cancelled", "call again, with a flag that is not set");
    // A batch without rows is fine; a stream that gives nothing else must end all the same.
    for _ in 0..=most_batches {
        if limits.is_cancelled() {
            return Err(cancelled().of_table());
        }
        let Some(held) = next_of(&mut stream).map_err(Fault::of_table)? else {
            return table_of(columns, rows);
        };
        let held = Arc::new(held);
        // SAFETY: as with the schema; it is held until the end of the turn, and by the columns that borrow from it.
        let batch = unsafe { ArrayView::new(&held) }.map_err(Fault::of_table)?;
        if batch.len() > most_rows - rows {
            return Err(too_many("rows", most_rows).of_table());
        }
        let arrays = arrays_of(batch, columns.len()).map_err(Fault::of_table)?;
        for (wanted, array) in columns.iter_mut().zip(arrays) {
            if limits.is_cancelled() {
                return Err(cancelled().of_table());
            }
            let Some(Wanted { name, kind, column }) = wanted else { continue };
            let appended = batch.child(array).and_then(|view| {
                // SAFETY: it is a column of the batch that is held.
                let is_borrowed = memory == Memory::Shared && unsafe { column.borrow(kind, view, &held, &mut room) }?;
                if is_borrowed { Ok(()) } else { column.append(kind, view, &mut room) }
            });
            appended.map_err(|fault| fault.of(name, rows))?;
        }
        rows += batch.len();
    }
    Err(too_many("batches", most_batches).of_table())
}

/// How many rows a table of an organisation may have, by its name in [`Tables`](okr_core::tables::Tables).
///
/// ```
/// use okr::arrow::most_rows;
/// use okr_core::Limits;
///
/// let limits = Limits::default();
/// assert_eq!(most_rows("readings", &limits), limits.check_ins);
/// assert_eq!(most_rows("alignments", &limits), limits.links);
/// assert_eq!(most_rows("teams", &limits), limits.records);
/// ```
pub fn most_rows(table: &str, limits: &Limits) -> usize {
    match table {
        "objectives" => limits.objectives,
        "key_results" => limits.key_results,
        "check_ins" | "readings" => limits.check_ins,
        "alignments" => limits.links,
        _ => limits.records,
    }
}

/// Reads a table of an organisation, by its name in [`Tables`](okr_core::tables::Tables): as [`read_columns`] does, with
/// [as many rows](most_rows) as such a table may have.
///
/// ```
/// use okr::arrow::{Column, Table, read_as};
/// use okr_core::Limits;
/// use std::sync::Arc;
///
/// let mut limits = Limits::default();
/// limits.objectives = 1;
/// let stream = || Arc::new(Table::new(vec![(c"id", Column::texts([Some("a"), Some("b")]))])).stream();
/// assert_eq!(read_as("key_results", stream(), &limits, |_| true)?.rows(), 2);
/// let error = read_as("objectives", stream(), &limits, |_| true).unwrap_err();
/// assert_eq!((error.code().as_str(), error.message()), ("too_many", "found more than 1 rows"));
/// # Ok::<(), okr::arrow::ReadError>(())
/// ```
///
/// # Errors
/// As [`read`].
pub fn read_as(
    table: &str,
    stream: OwnedStream,
    limits: &Limits,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Table, ReadError> {
    read_into(Memory::Own, stream, limits, most_rows(table, limits), is_wanted)
}

/// Reads as [`read_as`] does, and leaves texts and dates where they lie, as far as the engine can read them there: those of a
/// table that comes in one batch, dates without nulls, and texts that lie one behind the other from the start of their
/// buffer. The batch is released with the last column that reads it, on whatever thread that is.
///
/// ```
/// use okr::arrow::{Column, Table, read_in_place};
/// use okr_core::Limits;
/// use std::sync::Arc;
///
/// let ours = Arc::new(Table::new(vec![(c"id", Column::texts([Some("ana"), Some("ben")]))]));
/// // SAFETY: nobody writes to a table.
/// let table = unsafe { read_in_place("people", ours.stream(), &Limits::default(), |_| true) }?;
/// assert_eq!(table.column("id").and_then(|ids| ids.text(1)), Some("ben"));
/// # Ok::<(), okr::arrow::ReadError>(())
/// ```
///
/// # Errors
/// As [`read_as`].
///
/// # Safety
/// Nobody writes to the texts and dates of the batch before the last column that reads them is dropped. The interface asks
/// that of producers, but does not keep them from it.
pub unsafe fn read_in_place(
    table: &str,
    stream: OwnedStream,
    limits: &Limits,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Table, ReadError> {
    read_into(Memory::Shared, stream, limits, most_rows(table, limits), is_wanted)
}

/// So many batches may come however few rows there may be.
const FEW_BATCHES: usize = 1000;

/// A column that is read.
struct Wanted {
    name: String,
    kind: Kind,
    column: Growing,
}

fn too_many(what: &str, most: usize) -> Fault {
    Fault::of_code(
        ErrorCode::TooMany,
        format!("found more than {most} {what}"),
        "read with higher limits, or fewer rows",
    )
}

fn table_of(columns: Vec<Option<Wanted>>, rows: usize) -> Result<Table, ReadError> {
    columns.into_iter().flatten().try_fold(Table::of_rows(rows), |table, Wanted { name, column, .. }| {
        let column = column.finish().map_err(|fault| fault.of(&name, 0))?;
        table.with(name.as_str(), column).map_err(|error| Fault::broken(error.message()).of(&name, 0))
    })
}

/// Columns that a table may have: none of ours has nearly as many, and those without a type take room for rows that took none
/// where they come from.
///
/// cbindgen:ignore
pub const MOST_COLUMNS: usize = 256;

/// The columns of a table, without rows yet; nothing for those that are left out.
fn columns_of(schema: SchemaView<'_>, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<Option<Wanted>>, ReadError> {
    let format = schema.format().map_err(Fault::of_table)?;
    if format != "+s" {
        let message = "found a single column, expected a table";
        return Err(Fault::new(message, "hand over a table or data frame").of_table());
    }
    let children = schema.children().map_err(Fault::of_table)?;
    let read = |child: SchemaView<'_>| {
        let name = child.name();
        if !is_wanted(&name) {
            return Ok(None);
        }
        let kind = Kind::of(child).map_err(|fault| fault.of(&name, 0))?;
        let column = Growing::new(&kind);
        Ok(Some(Wanted { name, kind, column }))
    };
    let columns: Vec<Option<Wanted>> = children.into_iter().map(read).collect::<Result<_, _>>()?;
    let wanted = columns.iter().flatten().count();
    if wanted > MOST_COLUMNS {
        let message = format!("found {wanted} columns, expected {MOST_COLUMNS} at most");
        return Err(Fault::of_code(ErrorCode::TooMany, message, "leave out columns that are of no use here").of_table());
    }
    Ok(columns)
}

/// The arrays of a batch, as many as the table has columns.
fn arrays_of(batch: ArrayView<'_>, columns: usize) -> Result<Vec<&ArrowArray>, Fault> {
    let arrays = batch.children()?;
    if arrays.len() != columns {
        return Err(Fault::broken(format!("found {} columns in a batch, expected {columns}", arrays.len())));
    }
    let valid = batch.validity()?;
    if valid.is_some_and(|valid| (0..batch.len()).any(|row| !valid.get(row))) {
        return Err(Fault::new("found rows that are null as a whole", "hand over a table or data frame"));
    }
    Ok(arrays)
}

fn schema_of(stream: &mut OwnedStream) -> Result<OwnedSchema, Fault> {
    let schema: OwnedSchema = ask(stream, |stream| stream.get_schema)?;
    if schema.is_released() { Err(Fault::broken("found a stream without a type")) } else { Ok(schema) }
}

fn next_of(stream: &mut OwnedStream) -> Result<Option<OwnedArray>, Fault> {
    let batch: OwnedArray = ask(stream, |stream: &ArrowArrayStream| stream.get_next)?;
    Ok(Some(batch).filter(|batch| !batch.is_released()))
}

type Callback<T> = unsafe extern "C" fn(*mut ArrowArrayStream, *mut T) -> c_int;

/// What a callback of a stream writes.
fn ask<T: Abi>(
    stream: &mut OwnedStream,
    callback: impl Fn(&ArrowArrayStream) -> Option<Callback<T>>,
) -> Result<Owned<T>, Fault> {
    if stream.is_released() {
        return Err(Fault::new("found a stream that was read or freed before", "ask for a new stream of the table"));
    }
    let callback = callback(stream).ok_or_else(|| Fault::broken("found a stream without its callbacks"))?;
    let mut out = T::RELEASED;
    // SAFETY: the stream is not released, so its callbacks may be called; `out` is room for one structure.
    let code = unsafe { callback(stream.as_mut_ptr(), &raw mut out) };
    if code == 0 {
        return Ok(Owned::new(out));
    }
    // What a failed call wrote is nobody's to release.
    Err(Fault::new(said_by(stream, code), "the library that made the table says why"))
}

/// What a stream says of its last error.
fn said_by(stream: &mut OwnedStream, code: c_int) -> String {
    let said = stream.get_last_error.map(|callback| {
        // SAFETY: the stream is not released, so its callbacks may be called.
        unsafe { callback(stream.as_mut_ptr()) }
    });
    // SAFETY: it is null, or a NUL-terminated text that lives until the next call, before which it is copied.
    let said = said.and_then(|said| unsafe { text(said) }).unwrap_or_default();
    match one_line(&said).as_str() {
        "" => format!("the producer of the table failed (error {code})"),
        said => format!("the producer of the table failed (error {code}): {said}"),
    }
}
