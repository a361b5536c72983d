//! The types of a table's columns.

use super::super::abi::{ArrowSchema, NULLABLE};
use super::super::column::{Column, Data};
use super::super::owned::OwnedSchema;
use super::super::table::Table;
use super::super::text::{Offsets, Packed};
use super::list;
use std::ffi::{CStr, c_char};
use std::ptr;
use std::slice;
use std::sync::Arc;

/// What an exported schema owns. Formats and names of our own are literals and need no owner.
struct Owner {
    /// Keeps the texts alive that are another schema's.
    _source: Option<Arc<OwnedSchema>>,
    children: Vec<*mut ArrowSchema>,
    dictionary: *mut ArrowSchema,
}

/// The type of a table: a struct of its columns.
pub(in crate::arrow) fn schema(table: &Table) -> OwnedSchema {
    OwnedSchema::new(raw_schema(table))
}

pub(super) fn raw_schema(table: &Table) -> ArrowSchema {
    let children = table.all().map(|(name, column)| of_column(name, column)).collect();
    made(Own::literal(c"+s", c"", 0), children, None, None)
}

/// The type of one column.
pub(in crate::arrow) fn column_schema(name: &'static CStr, column: &Column) -> OwnedSchema {
    OwnedSchema::new(of_column(name, column))
}

pub(super) fn of_column(name: &'static CStr, column: &Column) -> ArrowSchema {
    let (format, words) = match &column.data {
        Data::Lent(_) | Data::Numbers(_) => (c"g", None),
        Data::Integers(_) => (c"i", None),
        Data::Dates(_) => (c"tdD", None),
        Data::Flags(_) => (c"b", None),
        Data::Texts(packed) => (text_format(packed), None),
        Data::Words { words, .. } => {
            (c"i", Some(made(Own::literal(text_format(words), c"", 0), Vec::new(), None, None)))
        }
    };
    made(Own::literal(format, name, NULLABLE), Vec::new(), words, None)
}

fn text_format(packed: &Packed) -> &'static CStr {
    match packed.offsets {
        Offsets::Narrow(_) => c"u",
        Offsets::Wide(_) => c"U",
    }
}

/// The type itself, without what stands inside.
struct Own {
    format: *const c_char,
    name: *const c_char,
    metadata: *const c_char,
    flags: i64,
}

impl Own {
    fn literal(format: &'static CStr, name: &'static CStr, flags: i64) -> Own {
        Own { format: format.as_ptr(), name: name.as_ptr(), metadata: ptr::null(), flags }
    }
}

/// How deep types may be nested that are another library's; nobody asks for more than a few.
const DEEPEST: usize = 64;

/// A schema that says what another one says, which lives as long as it does: a stream is asked for its type any number of
/// times, and who asks may move parts out of the answer. What is nested too deep is there as a released schema.
pub(super) fn shared(source: &Arc<OwnedSchema>) -> ArrowSchema {
    copied(source, source, 0)
}

fn copied(schema: &ArrowSchema, source: &Arc<OwnedSchema>, depth: usize) -> ArrowSchema {
    if depth > DEEPEST || schema.release.is_none() {
        return ArrowSchema::RELEASED;
    }
    let count = usize::try_from(schema.n_children).unwrap_or(0);
    let children: &[*mut ArrowSchema] = if schema.children.is_null() || count == 0 {
        &[]
    } else {
        // SAFETY: what `Owned` holds keeps to the specification, so that this points to so many pointers.
        unsafe { slice::from_raw_parts(schema.children, count) }
    };
    let inner = |schema: *mut ArrowSchema| {
        // SAFETY: each is null or points to a schema that lives as long as the source does.
        unsafe { schema.as_ref() }.map(|schema| copied(schema, source, depth + 1))
    };
    let children = children.iter().map(|child| inner(*child).unwrap_or(ArrowSchema::RELEASED)).collect();
    let (format, name, metadata, flags) = (schema.format, schema.name, schema.metadata, schema.flags);
    made(Own { format, name, metadata, flags }, children, inner(schema.dictionary), Some(Arc::clone(source)))
}

fn made(
    own: Own,
    children: Vec<ArrowSchema>,
    dictionary: Option<ArrowSchema>,
    source: Option<Arc<OwnedSchema>>,
) -> ArrowSchema {
    let children: Vec<_> = children.into_iter().map(|child| Box::into_raw(Box::new(child))).collect();
    let dictionary = dictionary.map_or(ptr::null_mut(), |words| Box::into_raw(Box::new(words)));
    let mut owner = Box::new(Owner { _source: source, children, dictionary });
    ArrowSchema {
        format: own.format,
        name: own.name,
        metadata: own.metadata,
        flags: own.flags,
        n_children: owner.children.len() as i64,
        children: list(&mut owner.children),
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
