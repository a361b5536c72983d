//! Handing tables out: the structures of the interface over them, and the callbacks that free those.

mod array;
mod schema;
mod stream;

use std::ptr;

pub(super) use array::{batch, column};
pub(super) use schema::{column_schema, schema};
pub(super) use stream::{of_batch, stream};

/// Where a list of pointers begins; NULL where it is empty.
fn list<T>(pointers: &mut [*mut T]) -> *mut *mut T {
    if pointers.is_empty() { ptr::null_mut() } else { pointers.as_mut_ptr() }
}
