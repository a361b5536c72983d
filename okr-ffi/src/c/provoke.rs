//! Bugs on demand, for the tests that show what becomes of one. Only with the feature `provoke-panic`: no library that is
//! installed has these functions, and the header does not know them.

use super::error::okr_error;
use super::event::okr_change;
use super::guard;
use super::handle;
use super::row::number;
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use super::tables::{add_by, okr_tables};
use super::text;
use super::workspace::okr_workspace;
use crate::arrow::ArrowArrayStream;
use okr_core::model::CheckIn;
use okr_core::{Date, Event};
use std::ffi::c_char;

#[expect(clippy::panic, reason = "that is what it is for")]
fn bug<T>() -> T {
    panic!("provoked")
}

/// A call that reads a workspace and meets a bug.
///
/// cbindgen:ignore
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_provoke_in_reading(
    workspace: *const okr_workspace,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::answer(err, || {
            handle::borrow("workspace", workspace)?;
            bug()
        })
    }
}

/// An event that is applied already when it meets a bug: a check-in of 1 on the first day there is.
///
/// cbindgen:ignore
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_provoke_in_event(
    workspace: *mut okr_workspace,
    id: *const c_char,
    id_len: usize,
    change: *mut *mut okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make_if_wanted(change, err, || {
            let workspace = handle::borrow_mut("workspace", workspace)?;
            let event = Event::check_in(text::read("id", id, id_len)?, CheckIn::new(Date::MIN, 1.0));
            workspace.apply_by(event, |workspace, event| workspace.apply(event).map(|_| bug()))
        })
    }
}

/// A scorecard that meets a bug while it is changed.
///
/// cbindgen:ignore
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_provoke_in_refresh(card: *mut okr_scorecard, err: *mut *mut okr_error) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::answer(err, || handle::borrow_mut("card", card)?.changing(|_| bug())) }
}

/// A call that makes a scorecard and meets a bug.
///
/// cbindgen:ignore
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_provoke_in_scoring(
    workspace: *const okr_workspace,
    out: *mut *mut okr_scorecard,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            handle::borrow("workspace", workspace)?;
            bug()
        })
    }
}

/// A call without a status that meets a bug: a number of a row.
///
/// cbindgen:ignore
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_provoke_in_number(card: *const okr_scorecard) -> f64 {
    // SAFETY: the contract.
    unsafe { number(card, 0, |_| bug()) }
}

/// A carrying over that meets a bug.
///
/// cbindgen:ignore
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_provoke_in_carrying_over(
    workspace: *mut okr_workspace,
    change: *mut *mut okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make_if_wanted(change, err, || handle::borrow_mut("workspace", workspace)?.carry_over_by(|_| bug()))
    }
}

/// A table whose reading meets a bug, with its stream in hand.
///
/// cbindgen:ignore
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_provoke_in_table(
    tables: *mut okr_tables,
    which: i32,
    stream: *mut ArrowArrayStream,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::answer(err, || add_by(tables, which, stream, |_, _stream| bug())) }
}
