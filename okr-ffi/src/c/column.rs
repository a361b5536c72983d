//! Columns: the numbers of all rows at once, lent and not copied.

use super::error::{Failure, okr_error};
use super::guard;
use super::handle;
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use okr_core::{Column, Scorecard};
use std::ptr;

/// Numbers of all rows, borrowed from a scorecard.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct okr_column {
    /// The numbers by row; NULL where there is no row. A row without a number holds NaN.
    pub values: *const f64,
    /// One bit a row, the lowest of a byte first, set where there is a number: Arrow's layout. NULL where there is no row.
    pub validity: *const u8,
    /// Rows.
    pub len: usize,
}

impl okr_column {
    const NONE: okr_column = okr_column { values: ptr::null(), validity: ptr::null(), len: 0 };

    fn of(column: &Column) -> okr_column {
        match column.values() {
            [] => okr_column::NONE,
            values => okr_column { values: values.as_ptr(), validity: column.validity().as_ptr(), len: values.len() },
        }
    }
}

/// Which numbers: what the functions of columns take as `which`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_numbers {
    /// Progress as shown, a fraction (1 = 100 %).
    Progress = 0,
    /// Progress before any clamp, a fraction that may be negative or above 1.
    Raw = 1,
    /// The progress that the plan asks for, a fraction.
    Expected = 2,
    /// Stated confidence, 0 to 1.
    Confidence = 3,
    /// The present value in the unit of its measure: of key results only.
    Value = 4,
}

impl okr_numbers {
    fn from_c(which: i32) -> Option<okr_numbers> {
        use okr_numbers::*;
        [Progress, Raw, Expected, Confidence, Value].into_iter().find(|numbers| *numbers as i32 == which)
    }
}

fn of_objectives(card: &Scorecard, numbers: okr_numbers) -> Option<&Column> {
    match numbers {
        okr_numbers::Progress => Some(card.objective_progress()),
        okr_numbers::Raw => Some(card.objective_raw()),
        okr_numbers::Expected => Some(card.objective_expected()),
        okr_numbers::Confidence => Some(card.objective_confidence()),
        okr_numbers::Value => None,
    }
}

fn of_key_results(card: &Scorecard, numbers: okr_numbers) -> Option<&Column> {
    match numbers {
        okr_numbers::Progress => Some(card.key_result_progress()),
        okr_numbers::Raw => Some(card.key_result_raw()),
        okr_numbers::Expected => Some(card.key_result_expected()),
        okr_numbers::Confidence => Some(card.key_result_confidence()),
        okr_numbers::Value => Some(card.key_result_values()),
    }
}

/// A column of a scorecard.
///
/// # Safety
/// As the contract of this module says.
unsafe fn column(
    card: *const okr_scorecard,
    which: i32,
    out: *mut okr_column,
    err: *mut *mut okr_error,
    of: fn(&Scorecard, okr_numbers) -> Option<&Column>,
) -> okr_status {
    // SAFETY: as the caller vouches.
    unsafe {
        guard::write(out, okr_column::NONE, err, || {
            let card = handle::borrow("card", card)?.scored()?;
            let found = okr_numbers::from_c(which).and_then(|numbers| of(card, numbers));
            let found = found.ok_or_else(|| Failure::bad_choice("which", which, "okr_numbers"))?;
            let rows = of(card, okr_numbers::Progress).map_or(0, |progress| progress.values().len());
            if found.values().len() < rows {
                let message = "found a scorecard of progress only, expected a whole one";
                return Err(Failure::own(okr_status::PartialScorecard, message, "fill it with `OKR_DETAIL_WHOLE`"));
            }
            Ok(okr_column::of(found))
        })
    }
}

/// A number of every objective.
///
/// - `card`: the scorecard.
/// - `which`: an `okr_numbers`.
/// - `out`: gets the column, of as many rows as there are objectives, which lives until the scorecard is refreshed, filled
///   or freed.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_CHOICE`, also for `OKR_NUMBERS_VALUE`; `OKR_STATUS_NOT_SCORED` for an empty scorecard;
///   `OKR_STATUS_PARTIAL_SCORECARD` for what a scorecard of progress only does not have; the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_column(
    card: *const okr_scorecard,
    which: i32,
    out: *mut okr_column,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { column(card, which, out, err, of_objectives) }
}

/// A number of every key result.
///
/// - `card`: the scorecard.
/// - `which`: an `okr_numbers`.
/// - `out`: gets the column, of as many rows as there are key results, which lives until the scorecard is refreshed, filled
///   or freed.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_CHOICE`; `OKR_STATUS_NOT_SCORED` for an empty scorecard; `OKR_STATUS_PARTIAL_SCORECARD` for what
///   a scorecard of progress only does not have; the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_column(
    card: *const okr_scorecard,
    which: i32,
    out: *mut okr_column,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { column(card, which, out, err, of_key_results) }
}
