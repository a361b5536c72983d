//! Scorecards: workspaces evaluated as of a date.

use super::cancel::{okr_scorecard_fill_until, okr_scorecard_refresh_until, okr_workspace_score_until};
use super::date::{date, okr_date};
use super::error::{Failure, okr_error};
use super::event::okr_change;
use super::guard;
use super::handle::{self, Handle};
use super::policy::okr_policy;
use super::row::KeyResultOrder;
use super::status::okr_status;
use super::text;
use super::words::okr_row_status;
use super::workspace::okr_workspace;
use okr_core::{Row, Scorecard, Scoring, Workspace};
use std::ffi::c_char;
use std::ptr;
use std::sync::{Arc, OnceLock};

/// A workspace evaluated as of a date. It lives apart from its workspace, whose ids and titles it shares.
pub struct okr_scorecard {
    /// Shared with the tables that are read of it.
    card: Arc<Scorecard>,
    /// Whether there is anything in it to be brought up to date.
    is_scored: bool,
    /// Rows in the order of the document, made when asked for.
    pub(super) objective_order: OnceLock<Vec<u32>>,
    key_result_order: OnceLock<KeyResultOrder>,
}

impl Handle for okr_scorecard {
    const NAME: &'static str = "a scorecard";
    const TAG: u64 = 0x6f6b_725f_6361_7200;
}

impl From<Scorecard> for okr_scorecard {
    fn from(card: Scorecard) -> Self {
        okr_scorecard {
            card: Arc::new(card),
            is_scored: true,
            objective_order: OnceLock::new(),
            key_result_order: OnceLock::new(),
        }
    }
}

impl okr_scorecard {
    pub(super) fn engine(&self) -> &Scorecard {
        &self.card
    }

    pub(super) fn shared(&self) -> &Arc<Scorecard> {
        &self.card
    }

    /// Changes it in place; tables that are being read keep what it was. Where that fails half way, by a bug or because it
    /// was cancelled, it is emptied, so that nobody reads numbers that do not fit together.
    pub(super) fn changing(
        &mut self,
        change: impl FnOnce(&mut Scorecard) -> okr_core::Result<()>,
    ) -> Result<(), Failure> {
        self.objective_order.take();
        self.key_result_order.take();
        let card = Arc::make_mut(&mut self.card);
        let changed = match guard::caught(|| change(card)) {
            Ok(changed) => changed.map_err(Failure::from),
            Err(panic) => Err(Failure::bug(panic.as_ref())),
        };
        self.is_scored = changed.is_ok();
        if !self.is_scored {
            self.card = Arc::default();
        }
        changed
    }

    /// It, where there is anything in it.
    pub(super) fn scored(&self) -> Result<&Scorecard, Failure> {
        if self.is_scored {
            return Ok(&self.card);
        }
        let message = "found an empty scorecard, expected one that was scored";
        Err(Failure::own(okr_status::NotScored, message, "score the workspace into it"))
    }

    /// Whether it can be brought up to date with a workspace.
    pub(super) fn check_refresh(&self, workspace: &Workspace) -> Result<(), Failure> {
        if self.scored()?.is_of(workspace) {
            return Ok(());
        }
        let message = "found a scorecard of another workspace, expected one that was made of this";
        Err(Failure::own(okr_status::ForeignScorecard, message, "score this workspace, or fill the scorecard with it"))
    }

    pub(super) fn key_result_order(&self) -> &KeyResultOrder {
        self.key_result_order.get_or_init(|| KeyResultOrder::new(&self.card))
    }
}

/// Evaluates everything as of a date.
///
/// - `workspace`: the workspace.
/// - `as_of`: the date; what is dated later does not exist for it.
/// - `policy`: the rules of counting; NULL for those of the workspace.
/// - `out`: gets the scorecard, owned by the caller (`okr_scorecard_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_DATE`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_score(
    workspace: *const okr_workspace,
    as_of: okr_date,
    policy: *const okr_policy,
    out: *mut *mut okr_scorecard,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { okr_workspace_score_until(workspace, as_of, policy, ptr::null(), out, err) }
}

/// A number of a row that an id means, written to `out`.
///
/// # Safety
/// As the contract says.
unsafe fn number(
    card: *const okr_scorecard,
    (id, len): (*const c_char, usize),
    out: *mut f64,
    err: *mut *mut okr_error,
    of: impl FnOnce(Row<'_>) -> Option<f64>,
) -> okr_status {
    // SAFETY: as the caller vouches.
    unsafe {
        guard::write(out, f64::NAN, err, || {
            let card = handle::borrow("card", card)?.scored()?;
            Ok(of(card.try_row(text::read("id", id, len)?)?).unwrap_or(f64::NAN))
        })
    }
}

/// The progress of an objective or key result.
///
/// - `card`: the scorecard.
/// - `id`, `id_len`: which one: UTF-8, and its bytes.
/// - `out`: gets the progress as shown, a fraction (1 = 100 %); NaN where there is none.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
/// - Errors: `OKR_STATUS_UNKNOWN_ID`, `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_INVALID_UTF8`,
///   `OKR_STATUS_BAD_LENGTH`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_progress(
    card: *const okr_scorecard,
    id: *const c_char,
    id_len: usize,
    out: *mut f64,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { number(card, (id, id_len), out, err, |row: Row<'_>| row.progress()) }
}

/// The progress that the plan of an objective or key result asks for by the date.
///
/// - `card`: the scorecard.
/// - `id`, `id_len`: which one: UTF-8, and its bytes.
/// - `out`: gets what is expected, a fraction (1 = 100 %); NaN where nothing is.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
/// - Errors: `OKR_STATUS_UNKNOWN_ID`, `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_INVALID_UTF8`,
///   `OKR_STATUS_BAD_LENGTH`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_expected(
    card: *const okr_scorecard,
    id: *const c_char,
    id_len: usize,
    out: *mut f64,
    err: *mut *mut okr_error,
) -> okr_status {
    let of = |row: Row<'_>| match row {
        Row::Objective(row) => row.expected(),
        Row::KeyResult(row) => row.expected(),
    };
    // SAFETY: the contract.
    unsafe { number(card, (id, id_len), out, err, of) }
}

/// How an objective or key result stands.
///
/// - `card`: the scorecard.
/// - `id`, `id_len`: which one: UTF-8, and its bytes.
/// - `out`: gets the status; `OKR_ROW_STATUS_NONE` where nothing can be said.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest id.
/// - Errors: `OKR_STATUS_UNKNOWN_ID`, `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_INVALID_UTF8`,
///   `OKR_STATUS_BAD_LENGTH`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_status(
    card: *const okr_scorecard,
    id: *const c_char,
    id_len: usize,
    out: *mut okr_row_status,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::write(out, okr_row_status::None, err, || {
            let card = handle::borrow("card", card)?.scored()?;
            Ok(match card.try_row(text::read("id", id, id_len)?)? {
                Row::Objective(row) => row.status().into(),
                Row::KeyResult(row) => row.status().into(),
            })
        })
    }
}

/// The date that a scorecard holds for.
///
/// - `card`: the scorecard.
/// - Returns the date; 0, which is also 1970-01-01, for an empty scorecard and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_as_of(card: *const okr_scorecard) -> okr_date {
    guard::quiet(0, || {
        // SAFETY: the contract.
        let card = unsafe { handle::peek(card) };
        card.filter(|card| card.is_scored).map_or(0, |card| card.card.as_of().days())
    })
}

/// Whether a scorecard shows a workspace as that is now: it was made of it, and brought up to date with every change since.
///
/// - `card`: the scorecard.
/// - `workspace`: the workspace.
/// - Returns 1 or 0; 0 for an empty scorecard, for one of another workspace, and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_is_current(card: *const okr_scorecard, workspace: *const okr_workspace) -> i32 {
    guard::quiet(0, || {
        // SAFETY: the contract.
        let (card, workspace) = unsafe { (handle::peek(card), handle::peek(workspace)) };
        card.zip(workspace).map_or(0, |(card, workspace)| i32::from(card.card.is_current(workspace.engine())))
    })
}

/// Brings a scorecard up to date after a change of its workspace: only what the change reaches is computed, to the same
/// bits as by scoring again.
///
/// Columns and texts that were borrowed from the scorecard are not to be used any more.
///
/// - `card`: the scorecard, one of this workspace. It is computed over again where it missed a change, and where it has a
///   policy of its own.
/// - `workspace`: the workspace, as it is after the change.
/// - `change`: what the event gave.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard; `OKR_STATUS_FOREIGN_SCORECARD` for one of another workspace, such as a
///   copy, or of this one before it met a bug: it stays as it was, and can be filled; the common ones.
/// - Threads: no other may use the scorecard; several may use the workspace and the change.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_refresh(
    card: *mut okr_scorecard,
    workspace: *const okr_workspace,
    change: *const okr_change,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { okr_scorecard_refresh_until(card, workspace, change, ptr::null(), err) }
}

/// How much of a scorecard to compute: what `okr_scorecard_fill` takes as `detail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_detail {
    /// Everything.
    Whole = 0,
    /// Progress alone, which takes less time, with raw progress and what is left out of key results. The rest reads as absent:
    /// raw progress of objectives, expected, confidence, status and staleness, and the value, baseline and target of measures.
    /// Refused are columns of these, tables, reports, explanations and findings.
    Progress = 1,
}

/// What to compute: a date, and an `okr_detail`.
pub(super) fn scoring(as_of: okr_date, detail: i32) -> Result<Scoring, Failure> {
    const WHOLE: i32 = okr_detail::Whole as i32;
    const PROGRESS: i32 = okr_detail::Progress as i32;
    let whole = Scoring::as_of(date(as_of)?);
    match detail {
        WHOLE => Ok(whole),
        PROGRESS => Ok(whole.progress_only()),
        _ => Err(Failure::bad_choice("detail", detail, "okr_detail")),
    }
}

/// An empty scorecard, to be filled.
///
/// - `out`: gets the scorecard, owned by the caller (`okr_scorecard_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_new(out: *mut *mut okr_scorecard, err: *mut *mut okr_error) -> okr_status {
    let empty = || okr_scorecard { is_scored: false, ..Scorecard::default().into() };
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(empty())) }
}

/// Evaluates a workspace, under its own policy, into a scorecard that exists already, and whose memory is used again.
///
/// Columns and texts that were borrowed from the scorecard are not to be used any more.
///
/// - `card`: the scorecard, whatever it held.
/// - `workspace`: the workspace.
/// - `as_of`: the date; what is dated later does not exist for it.
/// - `detail`: an `okr_detail`.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_DATE`, `OKR_STATUS_BAD_CHOICE`, and the common ones.
/// - Threads: no other may use the scorecard; several may use the workspace.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_fill(
    card: *mut okr_scorecard,
    workspace: *const okr_workspace,
    as_of: okr_date,
    detail: i32,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { okr_scorecard_fill_until(card, workspace, as_of, detail, ptr::null(), err) }
}

/// Frees a scorecard. Tables that were made of it live on.
///
/// - `card`: the scorecard; NULL is harmless.
/// - Threads: no other may use it.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_free(card: *mut okr_scorecard) {
    // SAFETY: the contract.
    unsafe { handle::free(card) }
}
