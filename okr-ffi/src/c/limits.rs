//! Limits on documents from outside.

use super::error::{Failure, okr_error};
use super::guard;
use super::handle::{self, Handle};
use super::status::okr_status;
use super::text;
use super::workspace::okr_workspace;
use okr_core::{Limits, Workspace};
use std::ffi::c_char;

/// How much of everything a document may have, for `okr_workspace_parse_with` and for tables, and who may cancel the reading.
pub struct okr_limits {
    pub(super) limits: Limits,
}

impl Handle for okr_limits {
    const NAME: &'static str = "limits";
    const TAG: u64 = 0x6f6b_725f_6c69_6d00;
}

/// Which limit: what `okr_limits_set` and `okr_limits_get` take as `which`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum okr_limit {
    /// Bytes of the document. Default 64 MiB, at most 4 GiB - 1.
    Bytes = 0,
    /// Levels of nested arrays and objects. Default 64, at most 120.
    Depth = 1,
    /// Bytes of one text. Default 64 KiB, at most those of a document.
    Text = 2,
    /// Bytes of one id. Default 255, at most those of a document.
    Id = 3,
    /// Cycles, teams, people and KPIs, each. Default 1 million, at most 100 million.
    Records = 4,
    /// Objectives. Default 1 million, at most 100 million.
    Objectives = 5,
    /// Key results. Default 1 million, at most 100 million.
    KeyResults = 6,
    /// Links. Default 4 million, at most 100 million.
    Links = 7,
    /// Links into one objective or key result. Default 100,000, at most 100 million.
    FanIn = 8,
    /// Check-ins and KPI readings, and once more the readings that key results read of KPIs. Default 10 million, at most
    /// 100 million.
    CheckIns = 9,
    /// Different policies that objectives state for themselves. Default 10,000, at most 1 million.
    Policies = 10,
    /// Everything else that comes in lists, together. Default 4 million, at most 100 million.
    Others = 11,
}

/// The field of a limit.
fn field(limits: &mut Limits, which: i32) -> Option<&mut usize> {
    let fields = [
        (okr_limit::Bytes, &mut limits.bytes),
        (okr_limit::Depth, &mut limits.depth),
        (okr_limit::Text, &mut limits.text),
        (okr_limit::Id, &mut limits.id),
        (okr_limit::Records, &mut limits.records),
        (okr_limit::Objectives, &mut limits.objectives),
        (okr_limit::KeyResults, &mut limits.key_results),
        (okr_limit::Links, &mut limits.links),
        (okr_limit::FanIn, &mut limits.fan_in),
        (okr_limit::CheckIns, &mut limits.check_ins),
        (okr_limit::Policies, &mut limits.policies),
        (okr_limit::Others, &mut limits.others),
    ];
    fields.into_iter().find(|(limit, _)| *limit as i32 == which).map(|(_, field)| field)
}

/// The limits that a pointer means: the default ones for NULL.
///
/// # Safety
/// As the contract of this module says.
pub(super) unsafe fn limits_of(limits: *const okr_limits) -> Result<Limits, Failure> {
    if limits.is_null() {
        return Ok(Limits::default());
    }
    // SAFETY: as the caller vouches.
    Ok(unsafe { handle::borrow("limits", limits) }?.limits.clone())
}

/// The default limits, which suit documents that anybody may have written.
///
/// - `out`: gets the limits, owned by the caller (`okr_limits_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_limits_new(out: *mut *mut okr_limits, err: *mut *mut okr_error) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(okr_limits { limits: Limits::default() })) }
}

/// The highest counts there are, for documents of one's own.
///
/// - `out`: gets the limits, owned by the caller (`okr_limits_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_limits_large(out: *mut *mut okr_limits, err: *mut *mut okr_error) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(okr_limits { limits: Limits::large() })) }
}

/// Sets a limit; above its maximum it is set to the maximum.
///
/// - `limits`: the limits.
/// - `which`: an `okr_limit`.
/// - `most`: how many there may be.
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_BAD_CHOICE`, and the common ones.
/// - Threads: no other may use the limits.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_limits_set(
    limits: *mut okr_limits,
    which: i32,
    most: u64,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::answer(err, || {
            let limits = &mut handle::borrow_mut("limits", limits)?.limits;
            let field = field(limits, which).ok_or_else(|| Failure::bad_choice("which", which, "okr_limit"))?;
            *field = usize::try_from(most).unwrap_or(usize::MAX);
            *limits = limits.bounded();
            Ok(())
        })
    }
}

/// A limit as it holds: as it was set, or its maximum.
///
/// - `limits`: the limits.
/// - `which`: an `okr_limit`.
/// - Returns how many there may be; 0 for a number that is no limit, and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_limits_get(limits: *const okr_limits, which: i32) -> u64 {
    guard::quiet(0, || {
        // SAFETY: the contract.
        let mut limits = unsafe { handle::peek(limits) }.map(|limits| limits.limits.clone());
        limits.as_mut().and_then(|limits| field(limits, which)).map_or(0, |most| *most as u64)
    })
}

/// Reads a document and checks it under given limits. Its events keep to them too: to the bytes of one event, to those of texts
/// and ids, and to the numbers of check-ins and list entries.
///
/// - `text`, `len`: the document, JSON in UTF-8, and its bytes. It may hold anything, and is not kept.
/// - `limits`: the limits; NULL for the default ones.
/// - `out`: gets the workspace, owned by the caller (`okr_workspace_free`).
/// - `err`: gets the error with all that is wrong with the document, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: as `okr_workspace_parse`; among them `OKR_STATUS_TOO_LARGE`, `OKR_STATUS_TOO_DEEP`, `OKR_STATUS_TOO_MANY` and
///   `OKR_STATUS_TEXT_TOO_LONG` tell of limits; `OKR_STATUS_CANCELLED` by the flag of the limits.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_parse_with(
    text: *const c_char,
    len: usize,
    limits: *const okr_limits,
    out: *mut *mut okr_workspace,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let bytes = text::bytes("text", text, len)?;
            Ok(Workspace::from_slice(bytes, &limits_of(limits)?)?.into())
        })
    }
}

/// Frees limits.
///
/// - `limits`: the limits; NULL is harmless.
/// - Threads: no other may use them.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_limits_free(limits: *mut okr_limits) {
    // SAFETY: the contract.
    unsafe { handle::free(limits) }
}
