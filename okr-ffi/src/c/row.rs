//! Rows: where objectives and key results stand in the columns of a scorecard.

use super::error::{Failure, okr_error};
use super::guard;
use super::handle;
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use super::text;
use okr_core::{Column, Row, Scorecard, quoted};
use std::ffi::c_char;
use std::ops::Range;
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

/// The row of nothing: what is given where there is no row. Beyond every last row, so that what is asked of it is absent too.
pub const OKR_NO_ROW: u32 = u32::MAX;

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
    guard::quiet(0, || card().map_or(0, |card| counted(card.engine().key_result_progress().values().len())))
}

/// The row of an id, where it is one of the kind that is looked for.
///
/// # Safety
/// As the contract of this module says.
unsafe fn find(
    card: *const okr_scorecard,
    (id, len): (*const c_char, usize),
    out: *mut u32,
    err: *mut *mut okr_error,
    of_kind: impl FnOnce(&str, Row<'_>) -> Result<usize, Failure>,
) -> okr_status {
    // SAFETY: as the caller vouches.
    unsafe {
        guard::write(out, OKR_NO_ROW, err, || {
            let card = handle::borrow("card", card)?;
            let id = text::read("id", id, len)?;
            of_kind(id, card.scored()?.try_row(id)?).map(counted)
        })
    }
}

/// The row of an objective.
///
/// - `card`: the scorecard.
/// - `id`, `id_len`: which objective: UTF-8, and its bytes.
/// - `out`: gets its row; `OKR_NO_ROW` where there is none.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
/// - Errors: `OKR_STATUS_UNKNOWN_ID`, also for a key result; `OKR_STATUS_NOT_SCORED` for an empty scorecard;
///   `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_BAD_LENGTH`; the common ones.
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
        find(card, (id, id_len), out, err, |id, row| match row {
            Row::Objective(row) => Ok(row.row()),
            Row::KeyResult(_) => Err(other_kind(id, "a key result", "an objective")),
        })
    }
}

/// The row of a key result.
///
/// - `card`: the scorecard.
/// - `id`, `id_len`: which key result: UTF-8, and its bytes.
/// - `out`: gets its row; `OKR_NO_ROW` where there is none.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
/// - Errors: `OKR_STATUS_UNKNOWN_ID`, also for an objective; `OKR_STATUS_NOT_SCORED` for an empty scorecard;
///   `OKR_STATUS_INVALID_UTF8`; `OKR_STATUS_BAD_LENGTH`; the common ones.
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
        find(card, (id, id_len), out, err, |id, row| match row {
            Row::KeyResult(row) => Ok(row.row()),
            Row::Objective(_) => Err(other_kind(id, "an objective", "a key result")),
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
        lent(&card.key_result_order().rows)
    })
}

/// The rows of the key results of an objective, in the order of the document. The first call for a scorecard goes through all
/// key results, later ones take no time.
///
/// - `card`, `row`: the scorecard, and the row of an objective.
/// - Returns rows that live until the scorecard is refreshed, filled or freed; none for an objective without key results, beyond
///   the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_key_results(card: *const okr_scorecard, row: u32) -> okr_rows {
    guard::quiet(okr_rows::NONE, || {
        // SAFETY: the contract.
        let Some(card) = (unsafe { handle::peek(card) }) else { return okr_rows::NONE };
        lent(card.key_result_order().of(row))
    })
}

fn lent(rows: &[u32]) -> okr_rows {
    if rows.is_empty() { okr_rows::NONE } else { okr_rows { values: rows.as_ptr(), len: rows.len() } }
}

/// Rows of key results in the order of the document, and where in it those of each objective stand.
pub(super) struct KeyResultOrder {
    rows: Vec<u32>,
    /// By row of the objective; rows themselves are in another order than that of the document.
    spans: Vec<Range<usize>>,
}

impl KeyResultOrder {
    pub(super) fn new(card: &Scorecard) -> KeyResultOrder {
        let mut rows = Vec::with_capacity(card.key_result_progress().values().len());
        let mut spans = vec![0..0; card.objectives().len()];
        for objective in card.objectives() {
            let first = rows.len();
            rows.extend(objective.key_results().map(|row| counted(row.row())));
            if let Some(span) = spans.get_mut(objective.row()) {
                *span = first..rows.len();
            }
        }
        KeyResultOrder { rows, spans }
    }

    fn of(&self, objective: u32) -> &[u32] {
        let span = self.spans.get(objective as usize).cloned();
        span.and_then(|span| self.rows.get(span)).unwrap_or_default()
    }
}
