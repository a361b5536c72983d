//! What the policy says of rows in words and grades of its own: it is read together with the workspace, whose policy it may be.

use super::error::okr_error;
use super::guard;
use super::handle;
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use super::text::okr_str;
use super::workspace::okr_workspace;
use okr_core::{Details, KeyResultDetails, ObjectiveDetails, Scorecard};

/// What is said of a row; `absent` where there is nothing.
///
/// # Safety
/// As the contract of this module says.
unsafe fn said<'a, T: Copy>(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    out: *mut T,
    absent: T,
    err: *mut *mut okr_error,
    of: impl FnOnce(&'a Scorecard, Details<'a>) -> Option<T>,
) -> okr_status {
    // SAFETY: as the caller vouches.
    unsafe {
        guard::write(out, absent, err, || {
            let (card, workspace) = (handle::borrow("card", card)?.scored()?, handle::borrow("workspace", workspace)?);
            Ok(of(card, card.details(workspace.engine())?).unwrap_or(absent))
        })
    }
}

/// An objective by its row; nothing beyond the last.
fn objective<'a>(card: &Scorecard, details: Details<'a>, row: u32) -> Option<ObjectiveDetails<'a>> {
    card.objective_at(row as usize).map(|_| details.objective(row))
}

/// A key result likewise.
fn key_result<'a>(card: &Scorecard, details: Details<'a>, row: u32) -> Option<KeyResultDetails<'a>> {
    card.key_result_at(row as usize).map(|_| details.key_result(row))
}

/// What the policy calls the status of an objective, such as "Behind" where it stands for `at_risk`.
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `row`: a row of objectives.
/// - `out`: gets text that lives until the scorecard or the workspace is changed or freed; empty where the policy has no word of
///   its own, and beyond the last row.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
///   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_label(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    row: u32,
    out: *mut okr_str,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        said(card, workspace, out, okr_str::NONE, err, |card, details| {
            objective(card, details, row)?.label().map(okr_str::of)
        })
    }
}

/// The score of an objective that is over: its progress as shown, cut to the range that the policy grades in (G1).
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `row`: a row of objectives.
/// - `out`: gets the score, a fraction, 0 to 1 where the policy states no other range; NaN where it is not over, has no progress, and beyond the last row.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
///   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_score(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    row: u32,
    out: *mut f64,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { said(card, workspace, out, f64::NAN, err, |card, details| objective(card, details, row)?.score()) }
}

/// What the policy calls the score of an objective that is over, such as "Good".
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `row`: a row of objectives.
/// - `out`: gets text that lives as that of the label; empty where there is no score or no word for it, and beyond the last row.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
///   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_objective_grade(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    row: u32,
    out: *mut okr_str,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        said(card, workspace, out, okr_str::NONE, err, |card, details| {
            objective(card, details, row)?.grade().map(okr_str::of)
        })
    }
}

/// What the policy calls the status of a key result, such as "Behind" where it stands for `at_risk`.
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `row`: a row of key results.
/// - `out`: gets text that lives until the scorecard or the workspace is changed or freed; empty where the policy has no word of
///   its own, and beyond the last row.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
///   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_label(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    row: u32,
    out: *mut okr_str,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        said(card, workspace, out, okr_str::NONE, err, |card, details| {
            key_result(card, details, row)?.label().map(okr_str::of)
        })
    }
}

/// The score of a key result that is over: its progress as shown, cut to the range that the policy grades in (G1).
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `row`: a row of key results.
/// - `out`: gets the score, a fraction, 0 to 1 where the policy states no other range; NaN where it is not over, has no progress, and beyond the last row.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
///   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_score(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    row: u32,
    out: *mut f64,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { said(card, workspace, out, f64::NAN, err, |card, details| key_result(card, details, row)?.score()) }
}

/// What the policy calls the score of a key result that is over, such as "Good".
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `row`: a row of key results.
/// - `out`: gets text that lives as that of the label; empty where there is no score or no word for it, and beyond the last row.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
///   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_key_result_grade(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    row: u32,
    out: *mut okr_str,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        said(card, workspace, out, okr_str::NONE, err, |card, details| {
            key_result(card, details, row)?.grade().map(okr_str::of)
        })
    }
}
