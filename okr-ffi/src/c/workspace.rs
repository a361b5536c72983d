//! Workspaces: documents checked and ready to be scored.

use super::cancel::okr_workspace_print_until;
use super::error::okr_error;
use super::event::Spare;
use super::guard;
use super::handle::{self, Handle};
use super::status::okr_status;
use super::text::{self, okr_buf, okr_str};
use okr_core::{Limits, Workspace};
use std::ffi::c_char;
use std::ptr;

/// All OKR data of one organisation, read from a document and checked: what is scored, and what events change.
pub struct okr_workspace {
    pub(super) live: Workspace,
    /// What it was before, for the case of a bug.
    pub(super) spare: Option<Spare>,
}

impl Handle for okr_workspace {
    const NAME: &'static str = "a workspace";
    const TAG: u64 = 0x6f6b_725f_7773_7000;
}

impl From<Workspace> for okr_workspace {
    fn from(live: Workspace) -> Self {
        okr_workspace { live, spare: None }
    }
}

impl okr_workspace {
    pub(super) fn engine(&self) -> &Workspace {
        &self.live
    }
}

/// Reads a document and checks it, with the default limits on documents from outside.
///
/// - `text`, `len`: the document, JSON in UTF-8, and its bytes. It may hold anything, and is not kept.
/// - `out`: gets the workspace, owned by the caller (`okr_workspace_free`).
/// - `err`: gets the error with all that is wrong with the document, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: any status from -100 to -699, that of the first finding; `OKR_STATUS_BAD_LENGTH`; the common ones.
/// - Threads: any, at any time.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_parse(
    text: *const c_char,
    len: usize,
    out: *mut *mut okr_workspace,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let bytes = text::bytes("text", text, len)?;
            Ok(Workspace::from_slice(bytes, &Limits::default())?.into())
        })
    }
}

/// Prints the document as it is now: canonical JSON on one line, which reads back to the same workspace under limits
/// that allow its length: events and what is carried over make it longer than what was read.
///
/// - `workspace`: the workspace.
/// - `out`: gets the text, owned by the caller (`okr_buf_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_print(
    workspace: *const okr_workspace,
    out: *mut *mut okr_buf,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { okr_workspace_print_until(workspace, ptr::null(), out, err) }
}

/// The name of the organisation.
///
/// - `workspace`: the workspace.
/// - Returns text that lives until the workspace is changed or freed; empty where the document has none, and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_name(workspace: *const okr_workspace) -> okr_str {
    guard::quiet(okr_str::NONE, || {
        // SAFETY: the contract.
        unsafe { handle::peek(workspace) }.map_or(okr_str::NONE, |workspace| okr_str::of(workspace.live.name()))
    })
}

/// Another workspace with the same document, to be changed apart: for trying things, or for readers that keep the old one.
///
/// What the two have in common is shared, such as ids and texts. Scorecards of one are foreign to the other.
///
/// - `workspace`: the workspace.
/// - `out`: gets the copy, owned by the caller (`okr_workspace_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_copy(
    workspace: *const okr_workspace,
    out: *mut *mut okr_workspace,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(handle::borrow("workspace", workspace)?.live.clone().into())) }
}

/// Frees a workspace. Scorecards that were made of it live on.
///
/// - `workspace`: the workspace; NULL is harmless.
/// - Threads: no other may use it.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_free(workspace: *mut okr_workspace) {
    // SAFETY: the contract.
    unsafe { handle::free(workspace) }
}
