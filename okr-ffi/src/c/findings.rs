//! Findings: lists of what is wrong or doubtful.

use super::error::okr_error;
use super::guard;
use super::handle::{self, Handle};
use super::scorecard::okr_scorecard;
use super::status::okr_status;
use super::text::okr_str;
use super::words::okr_severity;
use super::workspace::okr_workspace;
use okr_core::{Finding, Findings};

/// What is wrong or doubtful, at most 1,000 entries, counted from 0. It never changes, so that any thread may read it.
#[derive(Debug)]
pub struct okr_findings {
    listed: Vec<Entry>,
    unlisted: usize,
    is_lent: bool,
}

/// One thing that is wrong or doubtful, found by the engine or by this face.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) severity: okr_severity,
    pub(super) code: i32,
    pub(super) name: &'static str,
    pub(super) path: String,
    pub(super) message: String,
    pub(super) help: String,
}

impl From<Finding> for Entry {
    fn from(finding: Finding) -> Self {
        Entry {
            severity: finding.severity.into(),
            code: finding.code.number().into(),
            name: finding.code.as_str(),
            path: finding.path,
            message: finding.message,
            help: finding.help,
        }
    }
}

impl Handle for okr_findings {
    const NAME: &'static str = "findings";
    const TAG: u64 = 0x6f6b_725f_666e_6400;

    fn is_lent(&self) -> bool {
        self.is_lent
    }
}

impl okr_findings {
    /// A list that an error keeps.
    pub(super) fn lent(listed: Vec<Entry>, unlisted: usize) -> Self {
        okr_findings { listed, unlisted, is_lent: true }
    }

    /// The first entry, by which an error goes.
    pub(super) fn first(&self) -> Option<&Entry> {
        self.listed.first()
    }

    pub(super) fn first_mut(&mut self) -> Option<&mut Entry> {
        self.listed.first_mut()
    }
}

impl From<Findings> for okr_findings {
    fn from(findings: Findings) -> Self {
        let unlisted = findings.unlisted();
        okr_findings { listed: findings.into_iter().map(Entry::from).collect(), unlisted, is_lent: false }
    }
}

/// Something of an entry of a list.
///
/// # Safety
/// As the contract of this module says.
unsafe fn entry<T>(findings: *const okr_findings, at: u32, absent: T, of: impl FnOnce(&Entry) -> T) -> T {
    // SAFETY: as the caller vouches.
    let found = || unsafe { handle::peek(findings) }.and_then(|findings| findings.listed.get(at as usize)).map(of);
    guard::quiet(None, found).unwrap_or(absent)
}

/// Warnings and hints about the document as it is now, as far as its rows do not silence them.
///
/// - `workspace`: the workspace.
/// - `out`: gets the list, owned by the caller (`okr_findings_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: none but the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_workspace_findings(
    workspace: *const okr_workspace,
    out: *mut *mut okr_findings,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe { guard::make(out, err, || Ok(handle::borrow("workspace", workspace)?.engine().findings().clone().into())) }
}

/// Warnings and hints about an evaluation, in the order of the document.
///
/// - `card`: the scorecard, a whole one.
/// - `workspace`: the workspace that it was made of, unchanged since.
/// - `out`: gets the list, owned by the caller (`okr_findings_free`).
/// - `err`: gets the error, owned by the caller (`okr_error_free`); may be NULL.
/// - Errors: `OKR_STATUS_NOT_SCORED` for an empty scorecard, `OKR_STATUS_STALE_SCORECARD`, `OKR_STATUS_FOREIGN_SCORECARD`,
///   `OKR_STATUS_PARTIAL_SCORECARD`, and the common ones.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_scorecard_findings(
    card: *const okr_scorecard,
    workspace: *const okr_workspace,
    out: *mut *mut okr_findings,
    err: *mut *mut okr_error,
) -> okr_status {
    // SAFETY: the contract.
    unsafe {
        guard::make(out, err, || {
            let (card, workspace) = (handle::borrow("card", card)?, handle::borrow("workspace", workspace)?);
            Ok(card.scored()?.findings(workspace.engine())?.into())
        })
    }
}

/// How many entries a list has.
///
/// - `findings`: the list.
/// - Returns the number of entries, at most 1,000; 0 for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_findings_count(findings: *const okr_findings) -> u32 {
    // SAFETY: the contract. A list is short.
    guard::quiet(0, || unsafe { handle::peek(findings) }.map_or(0, |findings| findings.listed.len() as u32))
}

/// How many more there are than a list has room for.
///
/// - `findings`: the list.
/// - Returns how many are counted and not listed; 0 for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_findings_unlisted(findings: *const okr_findings) -> u64 {
    // SAFETY: the contract.
    guard::quiet(0, || unsafe { handle::peek(findings) }.map_or(0, |findings| findings.unlisted as u64))
}

/// How much a finding matters.
///
/// - `findings`, `at`: the list, and the entry, counted from 0.
/// - Returns the severity; `OKR_SEVERITY_NONE` beyond the last entry and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_findings_severity(findings: *const okr_findings, at: u32) -> okr_severity {
    // SAFETY: the contract.
    unsafe { entry(findings, at, okr_severity::None, |finding| finding.severity) }
}

/// The stable number of a finding's code, such as 711; that of an error is its status, negated.
///
/// - `findings`, `at`: the list, and the entry, counted from 0.
/// - Returns the number; 0 beyond the last entry and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_findings_code(findings: *const okr_findings, at: u32) -> i32 {
    // SAFETY: the contract.
    unsafe { entry(findings, at, 0, |finding| finding.code) }
}

/// The stable name of a finding's code, such as `no_window`.
///
/// - `findings`, `at`: the list, and the entry, counted from 0.
/// - Returns text that lives as long as the program; empty beyond the last entry and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_findings_name(findings: *const okr_findings, at: u32) -> okr_str {
    // SAFETY: the contract.
    unsafe { entry(findings, at, okr_str::NONE, |finding| okr_str::of(finding.name)) }
}

/// Where it was found: a JSON pointer into what was read: document, policy, event, list of what is carried over, or
/// tables.
///
/// - `findings`, `at`: the list, and the entry, counted from 0.
/// - Returns text that lives as long as the list; empty for the whole input, beyond the last entry and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_findings_path(findings: *const okr_findings, at: u32) -> okr_str {
    // SAFETY: the contract.
    unsafe { entry(findings, at, okr_str::NONE, |finding| okr_str::of(&finding.path)) }
}

/// What was found and what was expected, in one line of English.
///
/// - `findings`, `at`: the list, and the entry, counted from 0.
/// - Returns text that lives as long as the list; empty beyond the last entry and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_findings_message(findings: *const okr_findings, at: u32) -> okr_str {
    // SAFETY: the contract.
    unsafe { entry(findings, at, okr_str::NONE, |finding| okr_str::of(&finding.message)) }
}

/// What to do about it, in one line of English.
///
/// - `findings`, `at`: the list, and the entry, counted from 0.
/// - Returns text that lives as long as the list; empty beyond the last entry and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_findings_help(findings: *const okr_findings, at: u32) -> okr_str {
    // SAFETY: the contract.
    unsafe { entry(findings, at, okr_str::NONE, |finding| okr_str::of(&finding.help)) }
}

/// Frees a list that the caller owns, and with it its texts.
///
/// - `findings`: the list; NULL is harmless, and so is the list of an error, which stays with that.
/// - Threads: no other may use it.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_findings_free(findings: *mut okr_findings) {
    // SAFETY: the contract.
    unsafe { handle::free(findings) }
}
