//! Handles: what C holds by pointer and cannot look into. The only place that makes and frees them.

use super::error::Failure;
use super::guard;

/// What can be held by C.
pub(super) trait Handle: Sized {
    /// What the handle is called in messages.
    const NAME: &'static str;
    /// Tells handles of this kind from others.
    const TAG: u64;

    /// Whether it lives inside another handle and is freed with that.
    fn is_lent(&self) -> bool {
        false
    }
}

/// What a pointer of C points to: the value behind a tag, so that a handle of another kind is told before it is used.
#[derive(Debug)]
#[repr(C)]
pub(super) struct Held<T> {
    tag: u64,
    value: T,
}

impl<T: Handle> Held<T> {
    pub(super) fn new(value: T) -> Self {
        Held { tag: T::TAG, value }
    }

    /// The pointer that C gets to something that lives inside another handle.
    pub(super) fn lent(&self) -> *const T {
        (&raw const *self).cast()
    }
}

/// Hands a value to C, which frees it with [`free`].
pub(super) fn give<T: Handle>(value: T) -> *mut T {
    Box::into_raw(Box::new(Held::new(value))).cast()
}

/// Whether a pointer leads to a handle of a kind, as far as that can be told.
///
/// # Safety
/// As the contract says: it is NULL, or a handle that this library made and that lives, of whatever kind.
unsafe fn is_one<T: Handle>(pointer: *const T) -> bool {
    let held = pointer.cast::<Held<T>>();
    // SAFETY: every handle starts with its tag, as `Held` is laid out in C's way.
    !held.is_null() && held.is_aligned() && unsafe { (*held).tag } == T::TAG
}

/// The value behind a handle, for calls that answer without a status.
///
/// # Safety
/// As the contract says; the handle outlives the result and is not changed meanwhile.
pub(super) unsafe fn peek<'a, T: Handle>(pointer: *const T) -> Option<&'a T> {
    // SAFETY: as the caller vouches, and the tag says that the value is of this type.
    unsafe { is_one(pointer).then(|| &(*pointer.cast::<Held<T>>()).value) }
}

/// The value behind a handle.
///
/// # Safety
/// As [`peek`].
pub(super) unsafe fn borrow<'a, T: Handle>(name: &str, pointer: *const T) -> Result<&'a T, Failure> {
    // SAFETY: as the caller vouches.
    unsafe { peek(pointer) }.ok_or_else(|| refused(name, pointer))
}

/// The value behind a handle, to be changed.
///
/// # Safety
/// As [`peek`]; nobody else uses the handle while the result lives.
pub(super) unsafe fn borrow_mut<'a, T: Handle>(name: &str, pointer: *mut T) -> Result<&'a mut T, Failure> {
    // SAFETY: as the caller vouches, and the tag says that the value is of this type.
    match unsafe { is_one(pointer) } {
        // SAFETY: the same.
        true => Ok(unsafe { &mut (*pointer.cast::<Held<T>>()).value }),
        false => Err(refused(name, pointer)),
    }
}

/// Frees a handle; NULL, handles of another kind and those inside others are left alone.
///
/// # Safety
/// As the contract says; nobody uses the handle afterwards.
pub(super) unsafe fn free<T: Handle>(pointer: *mut T) {
    guard::quiet((), || {
        // SAFETY: as the caller vouches.
        if unsafe { peek(pointer) }.is_some_and(|value| !value.is_lent()) {
            // SAFETY: `give` made it of such a box, and the caller gives it back.
            drop(unsafe { Box::from_raw(pointer.cast::<Held<T>>()) });
        }
    });
}

fn refused<T: Handle>(name: &str, pointer: *const T) -> Failure {
    if pointer.is_null() { Failure::null(name, T::NAME) } else { Failure::wrong_handle(name, T::NAME) }
}
