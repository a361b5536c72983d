//! Rows: where objectives and key results stand in the columns of a scorecard.

use super::error::{Failure, okr_error};
use super::guard;
use super::handle;
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use super::text::{self, quoted};
use okr_core::{Column, Row, Scorecard};
use std::ffi::c_char;
use std::ptr;

/// Row numbers that are borrowed from a scorecard.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct okr_rows {
    /// The rows; NULL where there is none.
    pub values: *const u32,
    /// How many there are.
    pub len: usize,
}

impl okr_rows {
    const NONE: okr_rows = okr_rows { values: ptr::null(), len: 0 };
}

/// A number of a column; NaN where there is none.
///
/// # Safety
/// As the contract of this module says.
pub(super) unsafe fn number(card: *const okr_scorecard, row: u32, of: impl FnOnce(&Scorecard) -> &Column) -> f64 {
    guard::quiet(f64::NAN, || {
        // SAFETY: as the caller vouches.
        let Some(card) = (unsafe { handle::peek(card) }) else { return f64::NAN };
        of(card.engine()).values().get(row as usize).copied().unwrap_or(f64::NAN)
    })
}

/// A count, which fits 32 bits because rows are numbered by such.
fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How many objectives a scorecard has: their rows are 0 to one less.
///
/// - `card`: the scorecard.
/// - Returns the number of objectives; 0 for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_count(card: *const okr_scorecard) -> u32 {
    // SAFETY: the contract.
    guard::quiet(0, || unsafe { handle::peek(card) }.map_or(0, |card| counted(card.engine().objectives().len())))
}

/// How many key results a scorecard has: their rows are 0 to one less.
///
/// - `card`: the scorecard.
/// - Returns the number of key results; 0 for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_count(card: *const okr_scorecard) -> u32 {
    // SAFETY: the contract.
    let card = || unsafe { handle::peek(card) };
    guard::quiet(0, || card().map_or(0, |card| counted(card.engine().key_result_raw().values().len())))
}

/// The row of an objective.
///
/// - `card`: the scorecard.
/// - `id`, `id_len`: which objective: UTF-8, and its bytes.
/// - `out`: gets its row; 0 where there is none.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_UNKNOWN_ID`, also for a key result; `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_BAD_LENGTH`; the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_find(
    card: *const okr_scorecard,
    id: *const c_char,
    id_len: usize,
    out: *mut u32,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::write(out, 0, err, || {
            let card = handle::borrow("card", card)?;
            let id = text::read("id", id, id_len)?;
            match card.row_of(id)? {
                Row::Objective(row) => Ok(counted(row.row())),
                Row::KeyResult(_) => Err(other_kind(id, "a key result", "an objective")),
            }
        })
    }
}

/// The row of a key result.
///
/// - `card`: the scorecard.
/// - `id`, `id_len`: which key result: UTF-8, and its bytes.
/// - `out`: gets its row; 0 where there is none.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_UNKNOWN_ID`, also for an objective; `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_BAD_LENGTH`; the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_find(
    card: *const okr_scorecard,
    id: *const c_char,
    id_len: usize,
    out: *mut u32,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::write(out, 0, err, || {
            let card = handle::borrow("card", card)?;
            let id = text::read("id", id, id_len)?;
            match card.row_of(id)? {
                Row::KeyResult(row) => Ok(counted(row.row())),
                Row::Objective(_) => Err(other_kind(id, "an objective", "a key result")),
            }
        })
    }
}

fn other_kind(id: &str, found: &str, expected: &str) -> Failure {
    let message = format!("found {found} with the id {}, expected {expected}", quoted(id));
    Failure::own(okr_status::UnknownId, message, "objectives and key results have rows of their own")
}

/// The rows of all objectives in the order of the document; rows themselves are in another one.
///
/// - `card`: the scorecard.
/// - Returns rows that live until the scorecard is refreshed, filled or freed; none for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_order(card: *const okr_scorecard) -> okr_rows {
    guard::quiet(okr_rows::NONE, || {
        // SAFETY: the contract.
        let Some(card) = (unsafe { handle::peek(card) }) else { return okr_rows::NONE };
        let rows = || card.engine().objectives().map(|row| counted(row.row())).collect();
        lent(card.objective_order.get_or_init(rows))
    })
}

/// The rows of all key results in the order of the document, those of one objective after those of another.
///
/// - `card`: the scorecard.
/// - Returns rows that live until the scorecard is refreshed, filled or freed; none for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_order(card: *const okr_scorecard) -> okr_rows {
    guard::quiet(okr_rows::NONE, || {
        // SAFETY: the contract.
        let Some(card) = (unsafe { handle::peek(card) }) else { return okr_rows::NONE };
        let rows = || card.engine().key_results().map(|row| counted(row.row())).collect();
        lent(card.key_result_order.get_or_init(rows))
    })
}

fn lent(rows: &[u32]) -> okr_rows {
    if rows.is_empty() { okr_rows::NONE } else { okr_rows { values: rows.as_ptr(), len: rows.len() } }
}
