//! Errors: values that the caller owns. There is no last error, and nothing belongs to a thread.

use super::findings::{Entry, okr_findings};
use super::guard;
use super::handle::{self, Handle, Held};
use super::status::okr_status;
use super::text::okr_str;
use super::words::okr_severity;
use std::any::Any;

/// Why a call failed. It never changes, so that any thread may read it, and is freed with `okr_error_free`.
///
/// All that is wrong is in `okr_error_findings`, at least one entry; the other texts are those of the first of them.
#[derive(Debug)]
pub struct okr_error {
    status: okr_status,
    /// At least one entry: the error itself.
    findings: Held<okr_findings>,
}

impl Handle for okr_error {
    const NAME: &'static str = "an error";
    const TAG: u64 = 0x6f6b_725f_6572_7200;
}

/// An error on its way to C: small, because every result carries room for one.
#[derive(Debug)]
pub(super) struct Failure(Box<okr_error>);

impl From<okr_core::Error> for Failure {
    fn from(error: okr_core::Error) -> Self {
        let listed = error.findings().iter().cloned().map(Entry::from).collect();
        Failure::new(okr_status::of(error.code()), listed, error.unlisted())
    }
}

impl Failure {
    fn new(status: okr_status, listed: Vec<Entry>, unlisted: usize) -> Self {
        Failure(Box::new(okr_error { status, findings: Held::new(okr_findings::lent(listed, unlisted)) }))
    }

    /// An error of this face.
    pub(super) fn own(status: okr_status, message: impl Into<String>, help: impl Into<String>) -> Self {
        let itself = Entry {
            severity: okr_severity::Error,
            code: -(status as i32),
            name: status.name(),
            path: String::new(),
            message: message.into(),
            help: help.into(),
        };
        Failure::new(status, vec![itself], 0)
    }

    /// The same with the place.
    pub(super) fn at(mut self, path: impl Into<String>) -> Self {
        if let Some(itself) = self.0.findings.value_mut().first_mut() {
            itself.path = path.into();
        }
        self
    }

    pub(super) fn null(name: &str, expected: &str) -> Self {
        Self::own(okr_status::NullPointer, format!("found NULL for `{name}`, expected {expected}"), "pass a pointer")
    }

    pub(super) fn wrong_handle(name: &str, expected: &str) -> Self {
        let message = format!("found something else for `{name}`, expected {expected}");
        Self::own(okr_status::WrongHandle, message, "pass what the library gave for this kind")
    }

    pub(super) fn bad_choice(name: &str, found: i32, choices: &str) -> Self {
        let message = format!("found {found} for `{name}`, expected one of {choices}");
        Self::own(okr_status::BadChoice, message, "use one of these constants")
    }

    /// From what a panic left behind.
    pub(super) fn bug(panic: &(dyn Any + Send)) -> Self {
        let told = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        let message = format!("the engine has a bug: {}", told.unwrap_or("it does not say which"));
        Self::own(okr_status::Panic, message, "please report it, with the document where you can")
    }

    pub(super) fn status(&self) -> okr_status {
        self.0.status
    }

    /// What C gets.
    pub(super) fn into_error(self) -> okr_error {
        *self.0
    }
}

/// A text of an error: that of its first entry.
///
/// # Safety
/// As the contract of this module says.
unsafe fn text(err: *const okr_error, of: impl FnOnce(&Entry) -> &str) -> okr_str {
    guard::quiet(okr_str::NONE, || {
        // SAFETY: as the caller vouches.
        let itself = unsafe { handle::peek(err) }.and_then(|err| err.findings.value().first());
        itself.map_or(okr_str::NONE, |itself| okr_str::of(of(itself)))
    })
}

/// What the call returned that gave this error.
///
/// - `err`: the error.
/// - Returns its status; `OKR_STATUS_OK` for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_error_status(err: *const okr_error) -> okr_status {
    guard::quiet(okr_status::Ok, || {
        // SAFETY: the contract.
        unsafe { handle::peek(err) }.map_or(okr_status::Ok, |err| err.status)
    })
}

/// The stable name of the error, such as `unknown_field`.
///
/// - `err`: the error.
/// - Returns text that lives as long as the program; empty for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_error_name(err: *const okr_error) -> okr_str {
    // SAFETY: the contract.
    unsafe { text(err, |err| err.name) }
}

/// What was found and what was expected, in one line of English.
///
/// - `err`: the error.
/// - Returns text that lives as long as the error; empty for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_error_message(err: *const okr_error) -> okr_str {
    // SAFETY: the contract.
    unsafe { text(err, |err| &err.message) }
}

/// Where it is wrong: a JSON pointer such as `/objectives/0/title` into what was read: document, policy, event, list of
/// what is carried over, or tables.
///
/// - `err`: the error.
/// - Returns text that lives as long as the error; empty where the whole input is meant, and for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_error_path(err: *const okr_error) -> okr_str {
    // SAFETY: the contract.
    unsafe { text(err, |err| &err.path) }
}

/// What to do about it, in one line of English, such as the name that may be meant.
///
/// - `err`: the error.
/// - Returns text that lives as long as the error; empty for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_error_help(err: *const okr_error) -> okr_str {
    // SAFETY: the contract.
    unsafe { text(err, |err| &err.help) }
}

/// All that is wrong: errors first, each in the order of reading. What is wrong with a call alone, such as a pointer that is
/// NULL, is a list of one, so that whoever goes through the list has told everything.
///
/// - `err`: the error.
/// - Returns a list that belongs to the error and lives as long as it; NULL for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_error_findings(err: *const okr_error) -> *const okr_findings {
    guard::quiet(std::ptr::null(), || {
        // SAFETY: the contract.
        unsafe { handle::peek(err) }.map_or(std::ptr::null(), |err| err.findings.lent())
    })
}

/// Frees an error, and with it its texts and findings.
///
/// - `err`: the error; NULL is harmless.
/// - Threads: no other may use it.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_error_free(err: *mut okr_error) {
    // SAFETY: the contract.
    unsafe { handle::free(err) }
}
