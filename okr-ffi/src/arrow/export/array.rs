//! The rows of a table as one array of arrays over the buffers of its columns.

use super::super::abi::ArrowArray;
use super::super::column::{Column, Data};
use super::super::owned::OwnedArray;
use super::super::table::Table;
use super::super::text::{Offsets, Packed};
use super::list;
use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

/// What an exported array owns: each holds the table by itself, because a reader may keep one column and free the rest.
struct Owner {
    /// Keeps the buffers alive.
    _table: Arc<Table>,
    buffers: Vec<*const c_void>,
    children: Vec<*mut ArrowArray>,
    dictionary: *mut ArrowArray,
}

/// Rows and nulls of an array.
struct Shape {
    rows: usize,
    /// −1 where nobody counted.
    nulls: i64,
}

/// All rows of a table as one batch.
pub(in crate::arrow) fn batch(table: &Arc<Table>) -> OwnedArray {
    OwnedArray::new(raw_batch(table))
}

pub(super) fn raw_batch(table: &Arc<Table>) -> ArrowArray {
    let rows = table.rows();
    let children = table.all().map(|(_, column)| of_column(table, column)).collect();
    made(table, Shape { rows, nulls: 0 }, vec![ptr::null()], children, None)
}

/// One column of a table by itself.
pub(in crate::arrow) fn column(table: &Arc<Table>, column: &Column) -> OwnedArray {
    OwnedArray::new(of_column(table, column))
}

pub(super) fn of_column(table: &Arc<Table>, column: &Column) -> ArrowArray {
    let valid = column.valid.as_ref().map_or(ptr::null(), |bits| start(&bits.bytes));
    let (buffers, words) = match &column.data {
        Data::Lent(lent) => {
            let valid = if column.null_count() > 0 { start(lent.column().validity()) } else { ptr::null() };
            (vec![valid, start(lent.column().values())], None)
        }
        Data::Numbers(values) => (vec![valid, start(values)], None),
        Data::Integers(values) | Data::Dates(values) => (vec![valid, start(values)], None),
        Data::Flags(bits) => (vec![valid, start(&bits.bytes)], None),
        Data::Texts(packed) => (text_buffers(valid, packed), None),
        Data::Words { codes, words } => (vec![valid, start(codes)], Some(of_words(table, words))),
    };
    // A column that is longer than the table may have its nulls beyond the last row.
    let nulls = if column.len() == table.rows() { column.null_count() as i64 } else { -1 };
    made(table, Shape { rows: table.rows(), nulls }, buffers, Vec::new(), words)
}

fn of_words(table: &Arc<Table>, words: &Packed) -> ArrowArray {
    let shape = Shape { rows: words.len(), nulls: 0 };
    made(table, shape, text_buffers(ptr::null(), words), Vec::new(), None)
}

fn text_buffers(valid: *const c_void, packed: &Packed) -> Vec<*const c_void> {
    let offsets = match &packed.offsets {
        Offsets::Narrow(offsets) => start(offsets),
        Offsets::Wide(offsets) => start(offsets),
    };
    vec![valid, offsets, start(&packed.bytes)]
}

/// A buffer of no bytes, at an address that suits every type.
#[repr(align(64))]
struct Nothing([u8; 64]);

/// Where values begin. Without any it is an address of memory all the same: hosts such as Go stop at others.
fn start<T>(values: &[T]) -> *const c_void {
    const NOTHING: &Nothing = &Nothing([0; 64]);
    if values.is_empty() { NOTHING.0.as_ptr().cast() } else { values.as_ptr().cast() }
}

fn made(
    table: &Arc<Table>,
    shape: Shape,
    buffers: Vec<*const c_void>,
    children: Vec<ArrowArray>,
    dictionary: Option<ArrowArray>,
) -> ArrowArray {
    let children: Vec<_> = children.into_iter().map(|child| Box::into_raw(Box::new(child))).collect();
    let dictionary = dictionary.map_or(ptr::null_mut(), |words| Box::into_raw(Box::new(words)));
    let mut owner = Box::new(Owner { _table: Arc::clone(table), buffers, children, dictionary });
    ArrowArray {
        length: shape.rows as i64,
        null_count: shape.nulls,
        offset: 0,
        n_buffers: owner.buffers.len() as i64,
        n_children: owner.children.len() as i64,
        buffers: owner.buffers.as_mut_ptr(),
        children: list(&mut owner.children),
        dictionary,
        release: Some(release),
        private_data: Box::into_raw(owner).cast(),
    }
}

/// Frees an array that [`made`] made, and those inside it that nobody moved out.
unsafe extern "C" fn release(array: *mut ArrowArray) {
    // SAFETY: the interface calls this with the structure that carries it, which nobody else uses meanwhile.
    let Some(array) = (unsafe { array.as_mut() }) else { return };
    if array.release.take().is_none() || array.private_data.is_null() {
        return;
    }
    // SAFETY: `made` put a box of this type there, and taking `release` away above makes sure this happens once.
    let owner = unsafe { Box::from_raw(array.private_data.cast::<Owner>()) };
    array.private_data = ptr::null_mut();
    for inner in owner.children.iter().copied().chain(Some(owner.dictionary).filter(|inner| !inner.is_null())) {
        // SAFETY: `made` boxed each; who moves one out leaves the box with an empty `release`.
        drop(OwnedArray::new(*unsafe { Box::from_raw(inner) }));
    }
}
