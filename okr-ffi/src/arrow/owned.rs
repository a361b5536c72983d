//! Holding the structures of the interface: each is released exactly once.

use super::abi::{ArrowArray, ArrowArrayStream, ArrowSchema};
use super::export;
use std::ffi::CStr;
use std::mem;
use std::ops::Deref;

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::ArrowSchema {}
    impl Sealed for super::ArrowArray {}
    impl Sealed for super::ArrowArrayStream {}
}

/// A structure of the interface.
pub trait Abi: sealed::Sealed + Sized {
    /// One that holds nothing.
    const RELEASED: Self;

    /// What Python calls a capsule with such a structure inside.
    const CAPSULE: &'static CStr;

    #[doc(hidden)]
    fn callback(&self) -> Option<unsafe extern "C" fn(*mut Self)>;
}

macro_rules! abi { ($($ty:ident $capsule:literal),*) => { $(
    impl Abi for $ty {
        const RELEASED: Self = $ty::RELEASED;
        const CAPSULE: &'static CStr = $capsule;

        fn callback(&self) -> Option<unsafe extern "C" fn(*mut Self)> {
            self.release
        }
    }
)* } }
abi!(ArrowSchema c"arrow_schema", ArrowArray c"arrow_array", ArrowArrayStream c"arrow_array_stream");

/// A structure of the interface that is released when dropped, unless it was handed on.
///
/// What it holds was made by this crate, or taken by [`take`](Owned::take) from a producer that keeps to the
/// specification.
// Transparent, because who finds one in a Python capsule takes it for the structure itself.
#[derive(Debug)]
#[repr(transparent)]
pub struct Owned<T: Abi>(T);

/// The type of an array, released when dropped.
pub type OwnedSchema = Owned<ArrowSchema>;
/// An array or batch of rows, released when dropped.
pub type OwnedArray = Owned<ArrowArray>;
/// A stream of batches, released when dropped.
pub type OwnedStream = Owned<ArrowArrayStream>;

// SAFETY: the interface lets a structure be used and released on another thread than the one that made it, as long as it
// is on one at a time, which exclusive ownership gives. What this crate puts into its own is `Send`.
unsafe impl<T: Abi> Send for Owned<T> {}

// SAFETY: through a shared reference the structure is read as the plain values it holds; using and releasing it takes
// exclusive access.
unsafe impl<T: Abi> Sync for Owned<T> {}

impl<T: Abi> Owned<T> {
    /// The structure is new or was moved here, and nobody else is going to release it.
    pub(super) fn new(structure: T) -> Self {
        Owned(structure)
    }

    /// Moves a structure out of memory that somebody else owns, and marks that as released, as the interface asks of a
    /// consumer. One that was released before is held as such.
    ///
    /// # Safety
    /// `source` points to a structure that may be read and written, and whose producer kept to the specification of the
    /// Arrow C data interface (lengths, buffers, callbacks).
    pub unsafe fn take(source: *mut T) -> Self {
        // SAFETY: the caller vouches for the pointer.
        Owned(unsafe { std::ptr::replace(source, T::RELEASED) })
    }

    /// The structure itself, for handing on: whoever gets it must release it.
    ///
    /// ```
    /// use okr::arrow::{Column, OwnedStream, Table};
    /// use std::sync::Arc;
    ///
    /// let table = Arc::new(Table::new(vec![(c"x", Column::numbers([Some(1.0)]))]));
    /// let mut raw = table.stream().into_raw();
    /// // SAFETY: it was just made by a producer that keeps to the specification.
    /// let held = unsafe { OwnedStream::take(&mut raw) };
    /// assert!(raw.release.is_none() && !held.is_released());
    /// ```
    pub fn into_raw(mut self) -> T {
        mem::replace(&mut self.0, T::RELEASED)
    }

    /// Whether it holds nothing any more.
    pub fn is_released(&self) -> bool {
        self.0.callback().is_none()
    }

    pub(super) fn as_mut_ptr(&mut self) -> *mut T {
        &raw mut self.0
    }
}

impl OwnedStream {
    /// A stream of one batch: what a host has that was handed an array instead of a stream.
    ///
    /// ```
    /// use okr::arrow::{Column, OwnedStream, Table, read};
    /// use okr_core::Limits;
    /// use std::sync::Arc;
    ///
    /// let table = Arc::new(Table::new(vec![(c"x", Column::numbers([Some(1.0)]))]));
    /// let stream = OwnedStream::of_batch(table.schema(), table.batch());
    /// assert_eq!(read(stream, &Limits::default())?.rows(), 1);
    /// # Ok::<(), okr::arrow::ReadError>(())
    /// ```
    pub fn of_batch(schema: OwnedSchema, batch: OwnedArray) -> OwnedStream {
        export::of_batch(schema, batch)
    }
}

impl<T: Abi> Deref for Owned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Abi> Drop for Owned<T> {
    fn drop(&mut self) {
        if let Some(release) = self.0.callback() {
            // SAFETY: it has not been released (the callback is still there) and is not used afterwards.
            unsafe { release(&raw mut self.0) };
        }
    }
}
