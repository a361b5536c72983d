//! Organisations in tables, as any producer of the Arrow C stream interface hands them over.

use super::error::{Failure, okr_error};
use super::guard;
use super::handle::{self, Handle};
use super::limits::{limits_of, okr_limits};
use super::status::okr_status;
use super::table::okr_table;
use super::text;
use super::workspace::okr_workspace;
use crate::arrow::{ArrowArrayStream, OwnedStream, ReadError, read_as};
use okr_core::model::PolicySource;
use okr_core::tables::{Table, Tables};
use okr_core::{ErrorCode, Policy, Workspace};
use std::ffi::c_char;

/// An organisation in tables, on the way to a workspace.
pub struct okr_tables {
    tables: Tables,
}

impl Handle for okr_tables {
    const NAME: &'static str = "tables";
    const TAG: u64 = 0x6f6b_725f_7462_6c00;
}

/// The place of a table.
fn place(tables: &mut Tables, which: okr_table) -> &mut Table {
    match which {
        okr_table::Objectives => &mut tables.objectives,
        okr_table::KeyResults => &mut tables.key_results,
        okr_table::CheckIns => &mut tables.check_ins,
        okr_table::Alignments => &mut tables.alignments,
        okr_table::Cycles => &mut tables.cycles,
        okr_table::Teams => &mut tables.teams,
        okr_table::People => &mut tables.people,
        okr_table::Kpis => &mut tables.kpis,
        okr_table::Readings => &mut tables.readings,
    }
}

/// What is wrong with a table and where, in the way of `Workspace::from_tables`.
fn unread(table: &str, error: &ReadError) -> Failure {
    let status = match error.code() {
        // Of what is no value in it: its types, its producer, and how it keeps to the interface.
        ErrorCode::WrongType => okr_status::BadTable,
        code => okr_status::of(code),
    };
    Failure::own(status, error.message(), error.help()).at(error.path(table))
}

/// Reads a table in a given way, so that a test can make it fail.
///
/// # Safety
/// As the contract says.
pub(super) unsafe fn add_by(
    tables: *mut okr_tables,
    which: i32,
    stream: *mut ArrowArrayStream,
    how: impl FnOnce(&str, OwnedStream) -> Result<Table, Failure>,
) -> Result<(), Failure> {
    if stream.is_null() {
        return Err(Failure::null("stream", "a stream"));
    }
    // SAFETY: as the caller vouches.
    let stream = unsafe { OwnedStream::take(stream) };
    // SAFETY: the same.
    unsafe { handle::borrow("tables", tables.cast_const()) }?;
    let which = okr_table::from_c(which)?;
    // Borrowed for good only then: the producer is foreign code, which may know the tables.
    let table = how(which.name(), stream)?;
    // SAFETY: the same.
    *place(unsafe { &mut handle::borrow_mut("tables", tables)?.tables }, which) = table;
    Ok(())
}

/// An organisation without tables yet.
///
/// - `name`, `name_len`: the name of the organisation: UTF-8, and its bytes; may be empty.
/// - `preset`, `preset_len`: the name of the preset that counts: UTF-8, and its bytes; empty for `default`.
/// - `out`: gets the tables, owned by the caller (`okr_tables_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_UNKNOWN_POLICY`, `OKR_STATUS_INVALID_UTF8`, `OKR_STATUS_BAD_LENGTH`, and the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_tables_new(
    name: *const c_char,
    name_len: usize,
    preset: *const c_char,
    preset_len: usize,
    out: *mut *mut okr_tables,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let mut tables = Tables::default();
            tables.name = text::read("name", name, name_len)?.to_owned();
            let preset = text::read("preset", preset, preset_len)?;
            if !preset.is_empty() {
                tables.policy = PolicySource::Preset(Policy::preset(preset)?.name);
            }
            Ok(okr_tables { tables })
        })
    }
}

/// Reads a table from a stream, in place of what was there. Rows are copied out; the stream is released.
///
/// Read are booleans, integers and floats of any width, decimals of up to 128 bits (as the nearest float), texts in all three
/// layouts, dates, timestamps, dictionaries of any of these, and columns without a type. A timestamp is its civil day: by the
/// clock it shows where it has no zone, by that of UTC or of a fixed offset where it names one; other zones are refused.
///
/// - `tables`: the tables.
/// - `which`: an `okr_table`.
/// - `stream`: the stream, of any producer that keeps to the Arrow C stream interface. It is taken, whatever becomes of it:
///   its `release` is NULL afterwards. Its callbacks must return, without an exception or `longjmp` that goes past this call.
/// - `limits`: the limits; NULL for the default ones. Rows are measured by that of what they are: objectives, key results, links,
///   check-ins (readings too), or records; texts by that of bytes. The flag of the limits is looked at before each column of a batch.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its path names table, row (from 0) and column, as
///   `/check_ins/17/value`. The table is what it was before then.
/// - Errors: `OKR_STATUS_TOO_MANY` for rows, and for more than 256 columns; `OKR_STATUS_TOO_LARGE` for texts;
///   `OKR_STATUS_BAD_DATE` outside 1900 to 2999; `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_CANCELLED`; `OKR_STATUS_BAD_TABLE`
///   for types that are not read, producers that fail, and what breaks the interface; `OKR_STATUS_BAD_CHOICE`; the common ones.
/// - Threads: no other may use the tables and the stream.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_tables_add(
    tables: *mut okr_tables,
    which: i32,
    stream: *mut ArrowArrayStream,
    limits: *const okr_limits,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::answer(err, || {
            add_by(tables, which, stream, |name, stream| {
                read_as(name, stream, &limits_of(limits)?, |_| true).map_err(|error| unread(name, &error))
            })
        })
    }
}

/// Makes a workspace of tables: the same as that of the document that says the same.
///
/// - `tables`: the tables, which stay as they are.
/// - `limits`: the limits; NULL for the default ones.
/// - `out`: gets the workspace, owned by the caller (`okr_workspace_free`).
/// - `err`: gets the error with all that is wrong, owned by the caller (`okr_error_free`); may be NULL. Its paths name table, row
///   (from 0) and column.
/// - Errors: as `okr_workspace_parse`, but those of JSON text; `OKR_STATUS_CANCELLED` by the flag of the limits.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_from_tables(
    tables: *const okr_tables,
    limits: *const okr_limits,
    out: *mut *mut okr_workspace,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let tables = &handle::borrow("tables", tables)?.tables;
            Ok(Workspace::from_tables(tables, &limits_of(limits)?)?.into())
        })
    }
}

/// Frees tables. A workspace that was made of them lives on.
///
/// - `tables`: the tables; NULL is harmless.
/// - Threads: no other may use them.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_tables_free(tables: *mut okr_tables) {
    // SAFETY: the contract.
    unsafe { handle::free(tables) }
}
