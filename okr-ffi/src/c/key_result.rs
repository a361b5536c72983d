//! Key results by row: the most used numbers, one a call.

use super::guard;
use super::handle;
use super::row::{OKR_NO_ROW, number};
use super::scorecard::okr_scorecard;
use super::text::okr_str;
use super::words::{okr_left_out, okr_reason, okr_row_status};
use okr_core::{KeyResultRow, Scorecard};

/// Something of a row besides its columns.
///
/// # Safety
/// As the contract of this module says.
unsafe fn told<'a, T>(card: *const okr_scorecard, row: u32, absent: T, of: impl FnOnce(KeyResultRow<'a>) -> T) -> T {
    guard::quiet(None, || {
        // SAFETY: as the caller vouches.
        unsafe { handle::peek(card) }.and_then(|card| card.engine().key_result_at(row as usize)).map(of)
    })
    .unwrap_or(absent)
}

/// The id of a key result.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns text that lives until the scorecard is refreshed, filled or freed; empty beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_id(card: *const okr_scorecard, row: u32) -> okr_str {
    // SAFETY: the contract.
    unsafe { told(card, row, okr_str::NONE, |row| okr_str::of(row.id())) }
}

/// The title of a key result.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns text that lives until the scorecard is refreshed, filled or freed; empty beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_title(card: *const okr_scorecard, row: u32) -> okr_str {
    // SAFETY: the contract.
    unsafe { told(card, row, okr_str::NONE, |row| okr_str::of(row.title())) }
}

/// The objective that a key result belongs to.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns the row of the objective; `OKR_NO_ROW` beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_objective(card: *const okr_scorecard, row: u32) -> u32 {
    // SAFETY: the contract.
    unsafe { told(card, row, OKR_NO_ROW, |row| row.objective().row() as u32) }
}

/// The present value of a key result.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns the value in the unit of its measure, 1 or 0 for done or not; NaN where there is none, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_value(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, row, Scorecard::key_result_values) }
}

/// The value that a key result starts from.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns the baseline in force, in the unit of the measure; NaN where it has none, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_baseline(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { told(card, row, f64::NAN, |row| row.baseline().unwrap_or(f64::NAN)) }
}

/// The value that a key result is to reach.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns the target in force, in the unit of the measure; NaN where it has none, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_target(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { told(card, row, f64::NAN, |row| row.target().unwrap_or(f64::NAN)) }
}

/// The unit of a key result's values.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns text that lives until the scorecard is refreshed, filled or freed; empty where none is stated, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_unit(card: *const okr_scorecard, row: u32) -> okr_str {
    // SAFETY: the contract.
    unsafe { told(card, row, okr_str::NONE, |row| okr_str::of(row.unit().unwrap_or_default())) }
}

/// The progress of a key result as shown.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns a fraction (1 = 100 %); NaN where its measure makes none, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_progress(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, row, Scorecard::key_result_progress) }
}

/// The progress of a key result before any clamp.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns a fraction that may be negative or above 1; NaN where there is no progress, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_raw(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, row, Scorecard::key_result_raw) }
}

/// The progress that the plan of a key result asks for by the date.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns a fraction (1 = 100 %); NaN where nothing is expected, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_expected(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, row, Scorecard::key_result_expected) }
}

/// The stated confidence of a key result.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns a probability, 0 to 1; NaN where nobody stated any, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_confidence(card: *const okr_scorecard, row: u32) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, row, Scorecard::key_result_confidence) }
}

/// How a key result stands.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns the status; `OKR_ROW_STATUS_NONE` where nothing can be said, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_status(card: *const okr_scorecard, row: u32) -> okr_row_status {
    // SAFETY: the contract.
    unsafe { told(card, row, okr_row_status::None, |row| row.status().into()) }
}

/// Why the status of a key result is what it is.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns the step that decided; `OKR_REASON_NONE` in a scorecard of progress only, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_status_reason(card: *const okr_scorecard, row: u32) -> okr_reason {
    // SAFETY: the contract.
    unsafe { told(card, row, okr_reason::None, |row| row.status_reason().map_or(okr_reason::None, okr_reason::from)) }
}

/// Whether nobody has checked in on a key result for too long.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns 1 or 0; 0 beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_is_stale(card: *const okr_scorecard, row: u32) -> i32 {
    // SAFETY: the contract.
    unsafe { told(card, row, 0, |row| i32::from(row.is_stale())) }
}

/// Why a key result counts for nobody, whatever its objective makes of it. What the objective leaves out by its weights, its
/// selection and its policy is in tables and reports only: `OKR_LEFT_OUT_HOLD`, `OKR_LEFT_OUT_OTHER_UNIT`,
/// `OKR_LEFT_OUT_ZERO_WEIGHT` and `OKR_LEFT_OUT_NOT_SELECTED` are never returned here.
///
/// - `card`, `row`: the scorecard, and a row of it.
/// - Returns the reason; `OKR_LEFT_OUT_COUNTED` where it may count, beyond the last row and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_excluded(card: *const okr_scorecard, row: u32) -> okr_left_out {
    // SAFETY: the contract.
    unsafe {
        told(card, row, okr_left_out::Counted, |row| row.excluded().map_or(okr_left_out::Counted, okr_left_out::from))
    }
}
