//! The types of a table's columns.

use super::super::abi::{ArrowSchema, NULLABLE};
use super::super::column::{Column, Data};
use super::super::owned::OwnedSchema;
use super::super::table::Table;
use super::super::text::{Offsets, Packed};
use std::ffi::CStr;
use std::ptr;

/// What an exported schema owns. Formats and names are literals and need no owner.
struct Owner {
    children: Vec<*mut ArrowSchema>,
    dictionary: *mut ArrowSchema,
}

/// The type of a table: a struct of its columns.
pub(in crate::arrow) fn schema(table: &Table) -> OwnedSchema {
    OwnedSchema::new(raw_schema(table))
}

pub(super) fn raw_schema(table: &Table) -> ArrowSchema {
    let children = table.columns.iter().map(|(name, column)| of_column(name, column)).collect();
    made(c"+s", c"", 0, children, None)
}

fn of_column(name: &'static CStr, column: &Column) -> ArrowSchema {
    let (format, words) = match &column.data {
        Data::Lent(_) | Data::Numbers(_) => (c"g", None),
        Data::Integers(_) => (c"i", None),
        Data::Dates(_) => (c"tdD", None),
        Data::Flags(_) => (c"b", None),
        Data::Texts(packed) => (text_format(packed), None),
        Data::Words { words, .. } => (c"i", Some(made(text_format(words), c"", 0, Vec::new(), None))),
    };
    made(format, name, NULLABLE, Vec::new(), words)
}

fn text_format(packed: &Packed) -> &'static CStr {
    match packed.offsets {
        Offsets::Narrow(_) => c"u",
        Offsets::Wide(_) => c"U",
    }
}

fn made(
    format: &'static CStr,
    name: &'static CStr,
    flags: i64,
    children: Vec<ArrowSchema>,
    dictionary: Option<ArrowSchema>,
) -> ArrowSchema {
    let children: Vec<_> = children.into_iter().map(|child| Box::into_raw(Box::new(child))).collect();
    let dictionary = dictionary.map_or(ptr::null_mut(), |words| Box::into_raw(Box::new(words)));
    let mut owner = Box::new(Owner { children, dictionary });
    ArrowSchema {
        format: format.as_ptr(),
        name: name.as_ptr(),
        metadata: ptr::null(),
        flags,
        n_children: owner.children.len() as i64,
        children: owner.children.as_mut_ptr(),
        dictionary,
        release: Some(release),
        private_data: Box::into_raw(owner).cast(),
    }
}

/// Frees a schema that [`made`] made, and those inside it that nobody moved out.
unsafe extern "C" fn release(schema: *mut ArrowSchema) {
    // SAFETY: the interface calls this with the structure that carries it, which nobody else uses meanwhile.
    let Some(schema) = (unsafe { schema.as_mut() }) else { return };
    if schema.release.take().is_none() || schema.private_data.is_null() {
        return;
    }
    // SAFETY: `made` put a box of this type there, and taking `release` away above makes sure this happens once.
    let owner = unsafe { Box::from_raw(schema.private_data.cast::<Owner>()) };
    schema.private_data = ptr::null_mut();
    for inner in owner.children.iter().copied().chain(Some(owner.dictionary).filter(|inner| !inner.is_null())) {
        // SAFETY: `made` boxed each; who moves one out leaves the box with an empty `release`.
        drop(OwnedSchema::new(*unsafe { Box::from_raw(inner) }));
    }
}
