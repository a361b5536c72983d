//! Cancelling: a flag that any thread may set, and the long calls that look at it.

use super::date::{date, okr_date};
use super::error::{Failure, okr_error};
use super::event::okr_change;
use super::findings::okr_findings;
use super::guard;
use super::handle::{self, Handle};
use super::limits::okr_limits;
use super::policy::okr_policy;
use super::scorecard::{okr_scorecard, scoring};
use super::status::okr_status;
use super::text::{self, okr_buf};
use super::workspace::okr_workspace;
use okr_core::{Cancel, CarryOver};
use std::ffi::c_char;

/// Cancels calls that have begun. It is handed to long calls beforehand: with `okr_limits_cancelled_by` to those that read,
/// and as `cancel` to those whose names end in `_until`. Once cancelled it stays so: make a new one for the next call.
pub struct okr_cancel {
    cancel: Cancel,
}

impl Handle for okr_cancel {
    const NAME: &'static str = "a cancel";
    const TAG: u64 = 0x6f6b_725f_636e_6c00;
}

/// The flag of a handle; for NULL one that nobody sets. Calls hold it by themselves.
///
/// # Safety
/// As the contract says.
unsafe fn flag(cancel: *const okr_cancel) -> Result<Cancel, Failure> {
    if cancel.is_null() {
        return Ok(Cancel::new());
    }
    // SAFETY: as the caller vouches.
    Ok(unsafe { handle::borrow("cancel", cancel) }?.cancel.clone())
}

/// A flag that is not set yet.
///
/// - `out`: gets the flag, owned by the caller (`okr_cancel_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_cancel_new(out: *mut *mut okr_cancel, err: *mut *mut okr_error) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(okr_cancel { cancel: Cancel::new() })) }
}

/// Cancels the calls that have the flag, and all later ones.
///
/// They end soon with `OKR_STATUS_CANCELLED`: they look at the flag once in some thousand rows, however these are spread over
/// objectives. Done to their end are the check-ins of a few thousand key results, the means of a few hundred objectives,
/// and a pass over the text or over a table's column: a tenth of a second or two for the largest that the default limits
/// allow. A call whose work is done by then succeeds as if nobody had cancelled.
///
/// - `cancel`: the flag; NULL is harmless.
/// - Threads: several at once, also while calls run that have the flag. Not for signal handlers.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_cancel_now(cancel: *const okr_cancel) {
    guard::quiet((), || {
        // SAFETY: the contract.
        if let Some(flag) = unsafe { handle::peek(cancel) } {
            flag.cancel.cancel();
        }
    });
}

/// Whether somebody has cancelled.
///
/// - `cancel`: the flag.
/// - Returns 1 after `okr_cancel_now`, else 0; 0 for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_cancel_is_set(cancel: *const okr_cancel) -> i32 {
    // SAFETY: the contract.
    guard::quiet(0, || unsafe { handle::peek(cancel) }.map_or(0, |flag| i32::from(flag.cancel.is_cancelled())))
}

/// Lets calls that read under limits be cancelled: `okr_workspace_parse_with`, `okr_tables_add` and `okr_workspace_from_tables`.
///
/// What they read is then no workspace and no table. A workspace that they made is not touched by the flag any more.
///
/// - `limits`: the limits.
/// - `cancel`: the flag, in place of the one that they had. The limits share it from then on, so that either may be freed
///   first. NULL takes the flag away.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: no other may use the limits; several may use the flag.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_limits_cancelled_by(
    limits: *mut okr_limits,
    cancel: *const okr_cancel,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::answer(err, || {
            let limits = &mut handle::borrow_mut("limits", limits)?.limits;
            *limits = match cancel.is_null() {
                true => limits.clone().without_cancel(),
                false => limits.clone().cancelled_by(&handle::borrow("cancel", cancel)?.cancel),
            };
            Ok(())
        })
    }
}

/// As `okr_workspace_score`, until it is cancelled.
///
/// - `workspace`, `as_of`, `policy`: as there.
/// - `cancel`: the flag; NULL where nobody cancels.
/// - `out`: gets the scorecard, owned by the caller (`okr_scorecard_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_workspace_score`.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_score_until(
    workspace: *const okr_workspace,
    as_of: okr_date,
    policy: *const okr_policy,
    cancel: *const okr_cancel,
    out: *mut *mut okr_scorecard,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let (workspace, flag) = (handle::borrow("workspace", workspace)?.engine(), flag(cancel)?);
            let (workspace, as_of) = (workspace.cancelled_by(&flag), date(as_of)?);
            let card = match policy.is_null() {
                true => workspace.score(as_of)?,
                false => workspace.score_with(&handle::borrow("policy", policy)?.policy, as_of)?,
            };
            Ok(card.into())
        })
    }
}

/// As `okr_scorecard_fill`, until it is cancelled; the scorecard is empty then, and can be filled again.
///
/// - `card`, `workspace`, `as_of`, `detail`: as there.
/// - `cancel`: the flag; NULL where nobody cancels.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_scorecard_fill`.
/// - Threads: no other may use the scorecard; several may use the workspace and the flag.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_fill_until(
    card: *mut okr_scorecard,
    workspace: *const okr_workspace,
    as_of: okr_date,
    detail: i32,
    cancel: *const okr_cancel,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::answer(err, || {
            let card = handle::borrow_mut("card", card)?;
            let (workspace, flag) = (handle::borrow("workspace", workspace)?.engine(), flag(cancel)?);
            let scoring = scoring(as_of, detail)?;
            card.changing(|card| workspace.cancelled_by(&flag).score_into(&scoring, card))
        })
    }
}

/// As `okr_scorecard_refresh`, until it is cancelled; the scorecard is empty then, and is to be filled again.
///
/// - `card`, `workspace`, `change`: as there.
/// - `cancel`: the flag; NULL where nobody cancels.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_scorecard_refresh`.
/// - Threads: no other may use the scorecard; several may use the workspace, the change and the flag.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_refresh_until(
    card: *mut okr_scorecard,
    workspace: *const okr_workspace,
    change: *const okr_change,
    cancel: *const okr_cancel,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::answer(err, || {
            let card = handle::borrow_mut("card", card)?;
            let (workspace, flag) = (handle::borrow("workspace", workspace)?.engine(), flag(cancel)?);
            let change = &handle::borrow("change", change)?.change;
            card.check_refresh(workspace)?;
            card.changing(|card| workspace.cancelled_by(&flag).refresh(card, change))
        })
    }
}

/// As `okr_workspace_carry_over`, until it is cancelled. Nothing has changed then.
///
/// - `workspace`, `card`, `text`, `len`: as there.
/// - `cancel`: the flag; NULL where nobody cancels.
/// - `change`: gets what it changed, owned by the caller (`okr_change_free`); may be NULL.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_workspace_carry_over`.
/// - Threads: no other may use the workspace; several may use the scorecard and the flag.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_carry_over_until(
    workspace: *mut okr_workspace,
    card: *const okr_scorecard,
    text: *const c_char,
    len: usize,
    cancel: *const okr_cancel,
    change: *mut *mut okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make_if_wanted(change, err, || {
            let workspace = handle::borrow_mut("workspace", workspace)?;
            let (card, flag) = (handle::borrow("card", card)?.scored()?, flag(cancel)?);
            let carries = CarryOver::list_from_json(text::read("text", text, len)?, workspace.live.limits())?;
            workspace.carry_over_by(|live| live.carry_over_until(card, &carries, &flag))
        })
    }
}

/// As `okr_scorecard_findings`, until it is cancelled.
///
/// - `card`, `workspace`: as there.
/// - `cancel`: the flag; NULL where nobody cancels.
/// - `out`: gets the list, owned by the caller (`okr_findings_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_scorecard_findings`.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_findings_until(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    cancel: *const okr_cancel,
    out: *mut *mut okr_findings,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let (card, workspace) = (handle::borrow("card", card)?, handle::borrow("workspace", workspace)?);
            let flag = flag(cancel)?;
            Ok(workspace.engine().cancelled_by(&flag).findings(card.scored()?)?.into())
        })
    }
}

/// As `okr_scorecard_report`, until it is cancelled.
///
/// - `card`, `workspace`: as there.
/// - `cancel`: the flag; NULL where nobody cancels.
/// - `out`: gets the text, owned by the caller (`okr_buf_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_scorecard_report`.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_report_until(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    cancel: *const okr_cancel,
    out: *mut *mut okr_buf,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let (card, workspace) = (handle::borrow("card", card)?, handle::borrow("workspace", workspace)?);
            let flag = flag(cancel)?;
            Ok(workspace.engine().cancelled_by(&flag).report_json(card.scored()?)?.into())
        })
    }
}

/// As `okr_workspace_compare_policies`, until it is cancelled.
///
/// - `workspace`, `before`, `after`, `as_of`: as there.
/// - `cancel`: the flag; NULL where nobody cancels.
/// - `out`: gets the text, owned by the caller (`okr_buf_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_CANCELLED`, and those of `okr_workspace_compare_policies`.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_compare_policies_until(
    workspace: *const okr_workspace,
    before: *const okr_policy,
    after: *const okr_policy,
    as_of: okr_date,
    cancel: *const okr_cancel,
    out: *mut *mut okr_buf,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let (workspace, flag) = (handle::borrow("workspace", workspace)?.engine(), flag(cancel)?);
            let (before, after) = (handle::borrow("before", before)?, handle::borrow("after", after)?);
            let workspace = workspace.cancelled_by(&flag);
            Ok(workspace.compare_policies(&before.policy, &after.policy, date(as_of)?)?.to_json().into())
        })
    }
}

/// As `okr_workspace_print`, until it is cancelled.
///
/// - `workspace`: as there.
/// - `cancel`: the flag; NULL where nobody cancels.
/// - `out`: gets the text, owned by the caller (`okr_buf_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_CANCELLED`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_print_until(
    workspace: *const okr_workspace,
    cancel: *const okr_cancel,
    out: *mut *mut okr_buf,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let (workspace, flag) = (handle::borrow("workspace", workspace)?.engine(), flag(cancel)?);
            Ok(workspace.cancelled_by(&flag).to_json()?.into())
        })
    }
}

/// Frees a flag, after the calls that it was passed to have returned. Limits that share it go on having it.
///
/// - `cancel`: the flag; NULL is harmless.
/// - Threads: no other may use it, and no call that it was passed to may still run.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_cancel_free(cancel: *mut okr_cancel) {
    // SAFETY: the contract.
    unsafe { handle::free(cancel) }
}
