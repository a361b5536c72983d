//! Organisations in tables, as any producer of the Arrow C stream interface hands them over.

use super::error::{Failure, okr_error};
use super::guard;
use super::handle::{self, Handle};
use super::limits::{limits_of, okr_limits};
use super::status::okr_status;
use super::text;
use super::workspace::okr_workspace;
use crate::arrow::{ArrowArrayStream, OwnedStream, ReadError, read};
use okr_core::model::PolicySource;
use okr_core::tables::{Table, Tables};
use okr_core::{Policy, Workspace};
use std::ffi::c_char;

/// An organisation in tables, on the way to a workspace.
pub struct okr_tables {
    tables: Tables,
}

impl Handle for okr_tables {
    const NAME: &'static str = "tables";
    const TAG: u64 = 0x6f6b_725f_7462_6c00;
}

/// Which table comes in: what `okr_tables_add` takes as `which`. The project's okr-core/docs/document.md lists the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_input {
    /// Objectives, a row each: `id`, `title` and more.
    Objectives = 0,
    /// Key results, a row each: `objective`, `id`, `title`, `kind` and more.
    KeyResults = 1,
    /// Check-ins of key results and objectives: `key_result` or `objective`, `on`, `value` and more.
    CheckIns = 2,
    /// Links from one objective or key result to another.
    Alignments = 3,
    /// Cycles, a row each.
    Cycles = 4,
    /// Teams, a row each.
    Teams = 5,
    /// People, a row each.
    People = 6,
    /// KPIs, a row each.
    Kpis = 7,
    /// Readings of KPIs.
    Readings = 8,
}

/// The place of a table, and what it is called in paths.
fn place(tables: &mut Tables, which: i32) -> Option<(&mut Table, &'static str)> {
    let places = [
        (okr_input::Objectives, &mut tables.objectives, "objectives"),
        (okr_input::KeyResults, &mut tables.key_results, "key_results"),
        (okr_input::CheckIns, &mut tables.check_ins, "check_ins"),
        (okr_input::Alignments, &mut tables.alignments, "alignments"),
        (okr_input::Cycles, &mut tables.cycles, "cycles"),
        (okr_input::Teams, &mut tables.teams, "teams"),
        (okr_input::People, &mut tables.people, "people"),
        (okr_input::Kpis, &mut tables.kpis, "kpis"),
        (okr_input::Readings, &mut tables.readings, "readings"),
    ];
    places.into_iter().find(|(input, ..)| *input as i32 == which).map(|(_, table, name)| (table, name))
}

/// Where a table is wrong, in the way of `Workspace::from_tables`.
fn unread(table: &str, error: &ReadError) -> Failure {
    let row = error.row().map(|row| format!("/{row}")).unwrap_or_default();
    let column = error.column().map(|column| format!("/{}", okr_core::pointer_step(column)));
    let path = format!("/{table}{row}{}", column.unwrap_or_default());
    Failure::own(okr_status::BadTable, error.message(), error.help()).at(path)
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
/// - `tables`: the tables.
/// - `which`: an `okr_input`.
/// - `stream`: the stream, of any producer that keeps to the Arrow C stream interface. It is taken, whatever becomes of it:
///   its `release` is NULL afterwards.
/// - `limits`: the limits; NULL for the default ones.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its path names table, row (from 0) and column, as
///   `/check_ins/17/value`.
/// - Errors: `OKR_STATUS_BAD_TABLE` for what cannot be read, `OKR_STATUS_BAD_CHOICE`, and the common ones.
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
            if stream.is_null() {
                return Err(Failure::null("stream", "a stream"));
            }
            let stream = OwnedStream::take(stream);
            let tables = &mut handle::borrow_mut("tables", tables)?.tables;
            let choice = || Failure::bad_choice("which", which, "okr_input");
            let (table, name) = place(tables, which).ok_or_else(choice)?;
            *table = read(stream, &limits_of(limits)?).map_err(|error| unread(name, &error))?;
            Ok(())
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
/// - Errors: as `okr_workspace_parse`, but those of JSON text.
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
