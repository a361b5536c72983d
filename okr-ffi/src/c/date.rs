//! Dates: days since 1970-01-01.

use super::error::{Failure, okr_error};
use super::guard;
use super::status::okr_status;
use super::text;
use okr_core::Date;
use std::ffi::c_char;

/// A civil date from 1900-01-01 to 2999-12-31, as days since 1970-01-01; without time and zone.
pub type okr_date = i32;

/// The engine's date.
pub(super) fn date(days: okr_date) -> Result<Date, Failure> {
    Ok(Date::from_days(days)?)
}

/// A date from its year, month and day.
///
/// - `year`, `month`, `day`: 1900 to 2999, 1 to 12, 1 to 31.
/// - `out`: gets the date; 0 where there is none.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_DATE` for a day that does not exist; the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_date_make(
    year: i32,
    month: i32,
    day: i32,
    out: *mut okr_date,
    err: *mut *mut okr_error,
) -> okr_status {
    let part = |name: &str, number: i32| {
        let message = || format!("found {number} for `{name}`, expected 1 or more");
        let refused = |_| Failure::own(okr_status::BadDate, message(), "count months and days from 1");
        u32::try_from(number).map_err(refused)
    };
    // SAFETY: the contract.
    unsafe { guard::write(out, 0, err, || Ok(Date::new(year, part("month", month)?, part("day", day)?)?.days())) }
}

/// A date from text such as `2026-11-21`.
///
/// - `text`, `len`: the text, UTF-8, and its bytes.
/// - `out`: gets the date; 0 where there is none.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_DATE`, `OKR_STATUS_INVALID_UTF8`, `OKR_STATUS_BAD_LENGTH`, and the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_date_parse(
    text: *const c_char,
    len: usize,
    out: *mut okr_date,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::write(out, 0, err, || Ok(text::read("text", text, len)?.parse::<Date>()?.days())) }
}

/// Year, month and day of a date.
///
/// - `date`: the date.
/// - `year`, `month`, `day`: get its parts; each may be NULL where it is not wanted. 0 where there is no such date.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_DATE` outside 1900 to 2999; the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_date_split(
    date: okr_date,
    year: *mut i32,
    month: *mut i32,
    day: *mut i32,
    err: *mut *mut okr_error,
) -> okr_status {
    let write = |(of_year, of_month, of_day): (i32, u32, u32)| {
        for (out, part) in [(year, of_year), (month, of_month as i32), (day, of_day as i32)] {
            if !out.is_null() {
                // SAFETY: the contract.
                unsafe { out.write(part) };
            }
        }
    };
    write((0, 0, 0));
    // SAFETY: the contract.
    unsafe {
        guard::answer(err, || {
            write(self::date(date)?.civil());
            Ok(())
        })
    }
}
