//! Objectives by row: the most used numbers, one a call.

use super::guard;
use super::handle;
use super::row::number;
use super::scorecard::okr_scorecard;
use super::text::okr_str;
use super::words::{okr_reason, okr_row_status};
use okr_core::{ObjectiveRow, Scorecard};

/// Something of a row besides its columns.
///
/// # Safety
/// As the contract of this module says.
unsafe fn told<'a, T>(card: *const okr_scorecard, row: u32, absent: T, of: impl FnOnce(ObjectiveRow<'a>) -> T) -> T {
    guard::quiet(None, || {
        // SAFETY: as the caller vouches.
        unsafe { handle::peek(card) }.and_then(|card| card.engine().objective_at(row as usize)).map(of)
    })
    .unwrap_or(absent)
}

/// The id of an objective.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns text that lives until the scorecard is refreshed, filled or freed; empty beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_id(card: *const okr_scorecard, row: u32) -> okr_str {
    // SAFETY: the contract.
    unsafe { told(card, row, okr_str::NONE, |row| okr_str::of(row.id())) }
}

/// The title of an objective.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns text that lives until the scorecard is refreshed, filled or freed; empty beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_title(card: *const okr_scorecard, row: u32) -> okr_str {
    // SAFETY: the contract.
    unsafe { told(card, row, okr_str::NONE, |row| okr_str::of(row.title())) }
}

/// The progress of an objective as shown.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns a fraction (1 = 100 %); NaN where nothing counts towards it, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_progress(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, row, Scorecard::objective_progress) }
}

/// The progress of an objective before any clamp.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns a fraction that may be negative or above 1; NaN where there is no progress, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_raw(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, row, Scorecard::objective_raw) }
}

/// The progress that the plan of an objective asks for by the date.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns a fraction (1 = 100 %); NaN where nothing is expected, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_expected(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, row, Scorecard::objective_expected) }
}

/// The stated confidence of an objective.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns a probability, 0 to 1; NaN where nobody stated any, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_confidence(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, row, Scorecard::objective_confidence) }
}

/// How an objective stands.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns the status; `OKR_ROW_STATUS_NONE` where nothing can be said, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_status(card: *const okr_scorecard, row: u32) -> okr_row_status {
    // SAFETY: the contract.
    unsafe { told(card, row, okr_row_status::None, |row| row.status().into()) }
}

/// Why the status of an objective is what it is.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns the step that decided; `OKR_REASON_NONE` in a scorecard of progress only, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_status_reason(card: *const okr_scorecard, row: u32) -> okr_reason {
    // SAFETY: the contract.
    unsafe { told(card, row, okr_reason::None, |row| row.status_reason().map_or(okr_reason::None, okr_reason::from)) }
}

/// Whether nobody has checked in for too long on anything that counts towards an objective.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns 1 or 0; 0 beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_is_stale(card: *const okr_scorecard, row: u32) -> i32 {
    // SAFETY: the contract.
    unsafe { told(card, row, 0, |row| i32::from(row.is_stale())) }
}
