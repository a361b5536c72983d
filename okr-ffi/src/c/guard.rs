//! The border that no panic crosses: the only `catch_unwind` of the project.

use super::error::{Failure, okr_error};
use super::handle::{self, Handle};
use super::status::okr_status;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

/// What a panic left behind.
pub(super) type Panic = Box<dyn Any + Send>;

/// Runs something and stops a panic of it, which would end the host's process at the border to C.
///
/// That unwinding leaves nothing half done is up to the callers: calls that read change nothing, and those that change a
/// handle put it in order again (`okr_workspace::apply`, `okr_scorecard::changing`).
pub(super) fn caught<T>(body: impl FnOnce() -> T) -> Result<T, Panic> {
    catch_unwind(AssertUnwindSafe(body))
}

/// A call without a status: where it panics it gives what it gives for nothing.
pub(super) fn quiet<T>(absent: T, body: impl FnOnce() -> T) -> T {
    caught(body).unwrap_or(absent)
}

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
