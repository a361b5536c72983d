//! Handles: what C holds by pointer and cannot look into. The only place that makes and frees them.

use super::error::Failure;
use super::guard;
use std::ptr;

/// What can be held by C, on any thread.
pub(super) trait Handle: Sized + Send + Sync + 'static {
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

/// What is freed has no tag any more: a host that uses it all the same is more often refused than not, as long as the memory
/// has not become something else.
impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        // SAFETY: it is a field of `self`. Written so that it is not left out as a store that nobody reads.
        unsafe { ptr::write_volatile(&raw mut self.tag, 0) };
    }
}

impl<T: Handle> Held<T> {
    pub(super) fn new(value: T) -> Self {
        Held { tag: T::TAG, value }
    }

    pub(super) fn value(&self) -> &T {
        &self.value
    }

    pub(super) fn value_mut(&mut self) -> &mut T {
        &mut self.value
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::ManuallyDrop;

    struct Number(u32);

    impl Handle for Number {
        const NAME: &'static str = "a number";
        const TAG: u64 = 0x6f6b_725f_7473_7400;
    }

    #[test]
    fn what_is_dropped_has_no_tag_any_more() {
        let mut held = ManuallyDrop::new(Held::new(Number(7)));
        let pointer = held.lent();
        // SAFETY: it lives, and is of this kind.
        assert_eq!(unsafe { peek(pointer) }.map(|number| number.0), Some(7));
        // SAFETY: once, and its memory stays until the end.
        unsafe { ManuallyDrop::drop(&mut held) };
        // SAFETY: the memory is there, and nothing but its tag is looked at.
        assert!(unsafe { peek((&raw const held).cast::<Number>()) }.is_none());
    }
}
