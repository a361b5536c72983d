//! Streams of one batch: of a table of ours, or of what another library hands over as a single batch.

use super::super::abi::{ArrowArray, ArrowArrayStream, ArrowSchema};
use super::super::owned::{OwnedArray, OwnedSchema, OwnedStream};
use super::super::table::Table;
use super::array::raw_batch;
use super::schema::{raw_schema, shared};
use crate::panics::{caught, quiet};
use std::ffi::{CStr, c_char, c_int};
use std::ptr;
use std::sync::Arc;

/// The number that callbacks answer with where a pointer is missing (`EINVAL`).
const INVALID: c_int = 22;

/// The number that callbacks answer with where the library has a bug (`EIO`).
const BROKEN: c_int = 5;

/// What an exported stream owns.
struct Owner {
    schema: Box<dyn Fn() -> ArrowSchema + Send>,
    /// The batch, until it is asked for.
    batch: Option<Box<dyn FnOnce() -> ArrowArray + Send>>,
    error: Option<&'static CStr>,
}

/// A stream that gives the table once.
pub(in crate::arrow) fn stream(table: Arc<Table>) -> OwnedStream {
    let typed = Arc::clone(&table);
    made(move || raw_schema(&typed), move || raw_batch(&table))
}

/// A stream that gives one batch, which somebody else made, with its type.
pub(in crate::arrow) fn of_batch(schema: OwnedSchema, batch: OwnedArray) -> OwnedStream {
    let schema = Arc::new(schema);
    made(move || shared(&schema), move || batch.into_raw())
}

fn made(
    schema: impl Fn() -> ArrowSchema + Send + 'static,
    batch: impl FnOnce() -> ArrowArray + Send + 'static,
) -> OwnedStream {
    let owner = Box::new(Owner { schema: Box::new(schema), batch: Some(Box::new(batch)), error: None });
    OwnedStream::new(ArrowArrayStream {
        get_schema: Some(get_schema),
        get_next: Some(get_next),
        get_last_error: Some(get_last_error),
        release: Some(release),
        private_data: Box::into_raw(owner).cast(),
    })
}

/// What a stream of ours owns; nothing once it is released.
///
/// # Safety
/// `stream` is null or points to a structure that [`made`] made, which nobody else uses while the result lives.
unsafe fn owner<'a>(stream: *mut ArrowArrayStream) -> Option<&'a mut Owner> {
    // SAFETY: the caller vouches for the pointer.
    let stream = unsafe { stream.as_ref() }?;
    // SAFETY: only this file fills `private_data`, with a box of this type, and empties it when that is freed.
    unsafe { stream.private_data.cast::<Owner>().as_mut() }
}

/// Writes what `make` gives to `out`.
fn answer<T>(owner: Option<&mut Owner>, out: *mut T, make: impl FnOnce(&mut Owner) -> T) -> c_int {
    let Some(owner) = owner else { return INVALID };
    if out.is_null() {
        owner.error = Some(c"found no place to write to, expected a pointer");
        return INVALID;
    }
    owner.error = None;
    let Ok(made) = caught(|| make(owner)) else {
        owner.error = Some(c"the library has a bug; what it says of it is on standard error");
        return BROKEN;
    };
    // SAFETY: the interface has the caller pass room for one structure, whose old contents do not matter.
    unsafe { out.write(made) };
    0
}

unsafe extern "C" fn get_schema(stream: *mut ArrowArrayStream, out: *mut ArrowSchema) -> c_int {
    // SAFETY: the interface calls this with the stream that carries it, one call at a time.
    answer(unsafe { owner(stream) }, out, |owner| (owner.schema)())
}

unsafe extern "C" fn get_next(stream: *mut ArrowArrayStream, out: *mut ArrowArray) -> c_int {
    // SAFETY: the interface calls this with the stream that carries it, one call at a time.
    answer(unsafe { owner(stream) }, out, |owner| owner.batch.take().map_or(ArrowArray::RELEASED, |batch| batch()))
}

unsafe extern "C" fn get_last_error(stream: *mut ArrowArrayStream) -> *const c_char {
    // SAFETY: the interface calls this with the stream that carries it, one call at a time.
    unsafe { owner(stream) }.and_then(|owner| owner.error).map_or(ptr::null(), CStr::as_ptr)
}

unsafe extern "C" fn release(stream: *mut ArrowArrayStream) {
    // SAFETY: the interface calls this with the structure that carries it, which nobody else uses meanwhile.
    let Some(stream) = (unsafe { stream.as_mut() }) else { return };
    if stream.release.take().is_none() || stream.private_data.is_null() {
        return;
    }
    // SAFETY: `made` put a box of this type there, and taking `release` away above makes sure this happens once.
    let owner = unsafe { Box::from_raw(stream.private_data.cast::<Owner>()) };
    stream.private_data = ptr::null_mut();
    quiet((), || drop(owner));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "bugs are what is tested")]

    use super::*;

    #[test]
    fn a_bug_of_ours_is_an_error_to_the_reader_and_leaves_the_stream_to_be_freed() {
        let mut stream = made(|| panic!("provoked"), || panic!("provoked"));
        let raw = stream.as_mut_ptr();
        let (mut schema, mut batch) = (ArrowSchema::RELEASED, ArrowArray::RELEASED);
        // SAFETY: the stream is one of ours, and both places may be written.
        let answers = unsafe { (get_schema(raw, &raw mut schema), get_next(raw, &raw mut batch)) };
        assert_eq!(answers, (BROKEN, BROKEN));
        assert!(schema.release.is_none() && batch.release.is_none());
        // SAFETY: the stream is one of ours, and what it says lives as long.
        let said = unsafe { CStr::from_ptr(get_last_error(raw)) };
        assert!(said.to_string_lossy().contains("bug"), "{said:?}");
    }
}
