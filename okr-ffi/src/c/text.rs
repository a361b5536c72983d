//! Text in both directions: pointer and length, UTF-8.

use super::error::Failure;
use super::guard;
use super::handle::{self, Handle};
use super::status::okr_status;
use std::ffi::c_char;
use std::slice;

/// Text that is borrowed: UTF-8, not ended by a zero byte.
///
/// It lives as long as what it was asked of: until that handle is changed or freed. Print it with
/// `printf("%.*s", (int)text.len, text.data)`.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct okr_str {
    /// The first byte; never NULL, also where there is no text.
    pub data: *const c_char,
    /// Bytes.
    pub len: usize,
}

impl okr_str {
    /// No text.
    pub(super) const NONE: okr_str = okr_str { data: c"".as_ptr(), len: 0 };

    pub(super) fn of(text: &str) -> okr_str {
        if text.is_empty() {
            // The address of an empty text may be none of memory, at which hosts such as Go stop.
            return Self::NONE;
        }
        okr_str { data: text.as_ptr().cast(), len: text.len() }
    }
}

/// Text that the caller owns, such as a report: free it with `okr_buf_free`.
pub struct okr_buf {
    /// With a zero byte behind it.
    text: String,
}

impl Handle for okr_buf {
    const NAME: &'static str = "a buffer";
    const TAG: u64 = 0x6f6b_725f_6275_6600;
}

impl From<String> for okr_buf {
    fn from(mut text: String) -> Self {
        text.push('\0');
        okr_buf { text }
    }
}

/// The text of a buffer.
///
/// - `buf`: the buffer.
/// - Returns text that lives as long as the buffer, and is followed by a zero byte that `len` does not count; empty for NULL.
/// - Threads: several at once.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_buf_text(buf: *const okr_buf) -> okr_str {
    guard::quiet(okr_str::NONE, || {
        // SAFETY: the contract.
        let buf = unsafe { handle::peek(buf) };
        buf.map_or(okr_str::NONE, |buf| okr_str::of(buf.text.strip_suffix('\0').unwrap_or_default()))
    })
}

/// Frees a buffer, and with it its text.
///
/// - `buf`: the buffer; NULL is harmless.
/// - Threads: no other may use it.
/// - Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn okr_buf_free(buf: *mut okr_buf) {
    // SAFETY: the contract.
    unsafe { handle::free(buf) }
}

/// The bytes that a pointer and a length mean. NULL is an empty text where the length is 0.
///
/// # Safety
/// As the contract says; the bytes outlive the result.
pub(super) unsafe fn bytes<'a>(name: &str, text: *const c_char, len: usize) -> Result<&'a [u8], Failure> {
    if len > isize::MAX as usize {
        let message = format!("found {len} as the length of `{name}`, expected a number of bytes in memory");
        return Err(Failure::own(okr_status::BadLength, message, "a negative number may have become a length"));
    }
    match (text.is_null(), len) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(Failure::null(name, "text")),
        // SAFETY: as the caller vouches, and the length is one that memory can have.
        (false, _) => Ok(unsafe { slice::from_raw_parts(text.cast(), len) }),
    }
}

/// The same as text.
///
/// # Safety
/// As [`bytes`].
pub(super) unsafe fn read<'a>(name: &str, text: *const c_char, len: usize) -> Result<&'a str, Failure> {
    // SAFETY: as the caller vouches.
    let bytes = unsafe { bytes(name, text, len) }?;
    std::str::from_utf8(bytes).map_err(|error| {
        let message = format!("found a byte that is no UTF-8 at {} of `{name}`, expected text", error.valid_up_to());
        Failure::own(okr_status::InvalidUtf8, message, "convert the text to UTF-8")
    })
}
