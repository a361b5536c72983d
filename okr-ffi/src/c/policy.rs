//! Policies: the rules of counting.

use super::error::okr_error;
use super::guard;
use super::handle::{self, Handle};
use super::status::okr_status;
use super::text::{self, okr_buf, okr_str};
use super::workspace::okr_workspace;
use okr_core::Policy;
use std::ffi::c_char;

/// The rules of counting, for `okr_workspace_score`. It never changes, so that any thread may use it.
pub struct okr_policy {
    pub(super) policy: Policy,
}

impl Handle for okr_policy {
    const NAME: &'static str = "a policy";
    const TAG: u64 = 0x6f6b_725f_706f_6c00;
}

/// How many presets there are: policies with a name, such as the ways of counting of products.
///
/// - Returns the number of presets.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_preset_count() -> u32 {
    // There are about a hundred.
    guard::quiet(0, || Policy::presets().count() as u32)
}

/// The name of a preset, such as `google`.
///
/// - `at`: which one, counted from 0 in alphabetical order.
/// - Returns text that lives as long as the program; empty beyond the last one.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn okr_preset_name(at: u32) -> okr_str {
    guard::quiet(okr_str::NONE, || Policy::presets().nth(at as usize).map_or(okr_str::NONE, okr_str::of))
}

/// A preset by name.
///
/// - `name`, `len`: the name, UTF-8, and its bytes.
/// - `out`: gets the policy, owned by the caller (`okr_policy_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL. Its help is the nearest name.
/// - Errors: `OKR_STATUS_UNKNOWN_POLICY`, `OKR_STATUS_INVALID_UTF8`, `OKR_STATUS_BAD_LENGTH`, and the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_policy_preset(
    name: *const c_char,
    len: usize,
    out: *mut *mut okr_policy,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(okr_policy { policy: Policy::preset(text::read("name", name, len)?)? })) }
}

/// Reads a policy: the stated fields on top of its `base`, the preset `default` where none is named.
///
/// It may have 1 MiB, 64 levels and texts of 64 KiB: no limits change that.
///
/// - `text`, `len`: the policy, JSON in UTF-8, and its bytes: `{"base": "google", "rollup": {"mean": "minimum"}}`.
/// - `out`: gets the policy, owned by the caller (`okr_policy_free`).
/// - `err`: gets the error with all that is wrong with it, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: any status from -100 to -305 and from -600 to -602, that of the first finding; `OKR_STATUS_BAD_LENGTH`; the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_policy_parse(
    text: *const c_char,
    len: usize,
    out: *mut *mut okr_policy,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(okr_policy { policy: Policy::from_json(text::read("text", text, len)?)? })) }
}

/// The policy that a workspace is scored by where no other is named.
///
/// - `workspace`: the workspace.
/// - `out`: gets the policy, owned by the caller (`okr_policy_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_policy(
    workspace: *const okr_workspace,
    out: *mut *mut okr_policy,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            Ok(okr_policy { policy: handle::borrow("workspace", workspace)?.engine().policy().clone() })
        })
    }
}

/// The name of a policy; one that states fields and no name goes by `custom`.
///
/// - `policy`: the policy.
/// - Returns text that lives as long as the policy; empty for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_policy_name(policy: *const okr_policy) -> okr_str {
    guard::quiet(okr_str::NONE, || {
        // SAFETY: the contract.
        unsafe { handle::peek(policy) }.map_or(okr_str::NONE, |policy| okr_str::of(&policy.policy.name))
    })
}

/// Prints a policy: JSON on one line, with every field stated.
///
/// - `policy`: the policy.
/// - `out`: gets the text, owned by the caller (`okr_buf_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_policy_print(
    policy: *const okr_policy,
    out: *mut *mut okr_buf,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(handle::borrow("policy", policy)?.policy.to_json().into())) }
}

/// Frees a policy. Scorecards that were made with it live on.
///
/// - `policy`: the policy; NULL is harmless.
/// - Threads: no other may use it.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_policy_free(policy: *mut okr_policy) {
    // SAFETY: the contract.
    unsafe { handle::free(policy) }
}
