//! The shapes of a call: what goes to C is written in one place, and no panic crosses.

use super::error::{Failure, okr_error};
use super::handle::{self, Handle};
use super::status::okr_status;
pub(super) use crate::panics::{caught, quiet};
use std::ptr;

/// A call that answers with a status, and with an error where one is asked for.
///
/// # Safety
/// `err` is NULL or may be written.
pub(super) unsafe fn answer(err: *mut *mut okr_error, body: impl FnOnce() -> Result<(), Failure>) -> okr_status {
    if !err.is_null() {
        // SAFETY: it may be written. It is not read: what C passes may be uninitialised.
        unsafe { err.write(ptr::null_mut()) };
    }
    let failure = match caught(body) {
        Ok(Ok(())) => return okr_status::Ok,
        Ok(Err(failure)) => failure,
        Err(panic) => Failure::bug(panic.as_ref()),
    };
    let status = failure.status();
    if !err.is_null() {
        // SAFETY: as above.
        unsafe { err.write(handle::give(failure.into_error())) };
    }
    status
}

/// A call that makes a handle for the caller to own.
///
/// # Safety
/// `out` and `err` are NULL or may be written.
pub(super) unsafe fn make<T: Handle>(
    out: *mut *mut T,
    err: *mut *mut okr_error,
    body: impl FnOnce() -> Result<T, Failure>,
) -> okr_status {
    // SAFETY: as the caller vouches.
    unsafe { write(out, ptr::null_mut(), err, || body().map(handle::give)) }
}

/// As [`make`], where the caller may not want the handle and passes NULL.
///
/// # Safety
/// `out` and `err` are NULL or may be written.
pub(super) unsafe fn make_if_wanted<T: Handle>(
    out: *mut *mut T,
    err: *mut *mut okr_error,
    body: impl FnOnce() -> Result<T, Failure>,
) -> okr_status {
    if out.is_null() {
        // SAFETY: as the caller vouches.
        unsafe { answer(err, || body().map(drop)) }
    } else {
        // SAFETY: as the caller vouches.
        unsafe { make(out, err, body) }
    }
}

/// A call that writes a plain result: `absent` on entry, what the body gives where it succeeds.
///
/// # Safety
/// `out` and `err` are NULL or may be written.
pub(super) unsafe fn write<T>(
    out: *mut T,
    absent: T,
    err: *mut *mut okr_error,
    body: impl FnOnce() -> Result<T, Failure>,
) -> okr_status {
    let is_there = !out.is_null();
    if is_there {
        // SAFETY: it may be written, and is not read.
        unsafe { out.write(absent) };
    }
    let fill = || {
        if !is_there {
            return Err(Failure::null("out", "a place for the result"));
        }
        let made = body()?;
        // SAFETY: as above.
        unsafe { out.write(made) };
        Ok(())
    };
    // SAFETY: as the caller vouches.
    unsafe { answer(err, fill) }
}
