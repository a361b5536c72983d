//! Reports: whole answers as JSON.

use super::cancel::{okr_scorecard_report_until, okr_workspace_compare_policies_until};
use super::date::okr_date;
use super::error::okr_error;
use super::guard;
use super::handle;
use super::policy::okr_policy;
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use super::text::{self, okr_buf};
use super::workspace::okr_workspace;
use std::ffi::c_char;
use std::ptr;

/// Why an objective or key result stands where it does, as JSON: contributions that add up to its progress, what was left
/// out and why, and the rules that were used.
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `id`, `id_len`: which one: UTF-8, and its bytes.
/// - `out`: gets the text, owned by the caller (`okr_buf_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
/// - Errors: `OKR_STATUS_UNKNOWN_ID`, `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`,
///   `OKR_STATUS_FOREIGN_SCORECARD`, `OKR_STATUS_PARTIAL_SCORECARD`, `OKR_STATUS_INVALID_UTF8`, `OKR_STATUS_BAD_LENGTH`, and the
///   common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_explain(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    id: *const c_char,
    id_len: usize,
    out: *mut *mut okr_buf,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let (card, workspace) = (handle::borrow("card", card)?, handle::borrow("workspace", workspace)?);
            let id = text::read("id", id, id_len)?;
            Ok(workspace.engine().explain(card.scored()?, id)?.to_json().into())
        })
    }
}

/// A whole scorecard as JSON: every objective, key result, KPI, team, person and cycle, with reasons and findings.
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `out`: gets the text, owned by the caller (`okr_buf_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
///   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_report(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    out: *mut *mut okr_buf,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { okr_scorecard_report_until(card, workspace, ptr::null(), out, err) }
}

/// What changes when a workspace is counted by another policy, and why, as JSON: every row that differs, with the fields
/// that cause it.
///
/// - `workspace`: the workspace.
/// - `before`, `after`: the two policies.
/// - `as_of`: the date; what is dated later does not exist for it.
/// - `out`: gets the text, owned by the caller (`okr_buf_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_DATE`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_compare_policies(
    workspace: *const okr_workspace,
    before: *const okr_policy,
    after: *const okr_policy,
    as_of: okr_date,
    out: *mut *mut okr_buf,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { okr_workspace_compare_policies_until(workspace, before, after, as_of, ptr::null(), out, err) }
}
