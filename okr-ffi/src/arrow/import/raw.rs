//! From pointers to slices: where the memory of another library is first touched.

use super::error::Fault;
use crate::arrow::abi::{ArrowArray, ArrowSchema};
use std::borrow::Cow;
use std::ffi::{CStr, c_char};
use std::slice;

/// The text at a pointer; nothing where that is null.
///
/// # Safety
/// `text` is null or points to a NUL-terminated text that lives as long as the result.
pub(super) unsafe fn text<'a>(text: *const c_char) -> Option<Cow<'a, str>> {
    // SAFETY: the caller vouches for the pointer.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy())
}

/// The type of an array, while its owner holds it.
#[derive(Clone, Copy)]
pub(super) struct SchemaView<'a>(&'a ArrowSchema);

impl<'a> SchemaView<'a> {
    /// # Safety
    /// The schema and all it points to keep to the specification for as long as it is borrowed.
    pub(super) unsafe fn new(schema: &'a ArrowSchema) -> Self {
        SchemaView(schema)
    }

    pub(super) fn format(self) -> Result<Cow<'a, str>, Fault> {
        // SAFETY: a valid schema has a NUL-terminated format; null is looked for.
        unsafe { text(self.0.format) }.ok_or_else(|| Fault::broken("found no type, expected a format"))
    }

    pub(super) fn name(self) -> String {
        // SAFETY: a valid schema has a NUL-terminated name or none.
        unsafe { text(self.0.name) }.unwrap_or_default().into_owned()
    }

    pub(super) fn children(self) -> Result<Vec<SchemaView<'a>>, Fault> {
        // SAFETY: a valid schema has that many pointers to valid schemas there; nulls are looked for.
        let children = unsafe { inner(self.0.children, self.0.n_children) }?;
        Ok(children.into_iter().map(SchemaView).collect())
    }

    pub(super) fn dictionary(self) -> Option<SchemaView<'a>> {
        // SAFETY: a valid schema has a pointer to a valid schema there, or null.
        unsafe { self.0.dictionary.as_ref() }.map(SchemaView)
    }
}

/// The structures that an array of pointers means.
///
/// # Safety
/// `pointers` is null or points to `count` pointers, each null or pointing to a structure that lives as long as the result.
unsafe fn inner<'a, T>(pointers: *mut *mut T, count: i64) -> Result<Vec<&'a T>, Fault> {
    let count = usize::try_from(count).map_err(|_| Fault::broken(format!("found {count} columns")))?;
    if count == 0 {
        return Ok(Vec::new());
    }
    if pointers.is_null() || count > isize::MAX as usize / size_of::<*mut T>() {
        return Err(Fault::broken("found columns that nothing points to"));
    }
    // SAFETY: the caller vouches for that many pointers, whose bytes fit an address space as checked above.
    let pointers = unsafe { slice::from_raw_parts(pointers, count) };
    // SAFETY: the caller vouches for each that is not null.
    let structures = pointers.iter().map(|pointer| unsafe { pointer.as_ref() });
    structures.collect::<Option<Vec<_>>>().ok_or_else(|| Fault::broken("found a column that nothing points to"))
}

/// Some rows of an array, while its owner holds it.
#[derive(Clone, Copy)]
pub(super) struct ArrayView<'a> {
    array: &'a ArrowArray,
    /// First row, counted in the buffers.
    offset: usize,
    len: usize,
}

impl<'a> ArrayView<'a> {
    /// All rows of an array.
    ///
    /// # Safety
    /// The array and all it points to keep to the specification for as long as it is borrowed.
    pub(super) unsafe fn new(array: &'a ArrowArray) -> Result<Self, Fault> {
        Self::of(array, 0, None)
    }

    /// `len` rows of an array from row `first` on, all where that is not said.
    fn of(array: &'a ArrowArray, first: usize, len: Option<usize>) -> Result<Self, Fault> {
        let numbers = (usize::try_from(array.length), usize::try_from(array.offset));
        let (Ok(length), Ok(offset)) = numbers else {
            let (length, offset) = (array.length, array.offset);
            return Err(Fault::broken(format!("found {length} rows from row {offset} on")));
        };
        let len = len.unwrap_or(length);
        if first.checked_add(len).is_none_or(|end| end > length) {
            let message =
                format!("found {length} rows in a column, expected {} as the table has", first.saturating_add(len));
            return Err(Fault::broken(message));
        }
        let offset = offset.checked_add(first).filter(|offset| offset.checked_add(len).is_some());
        let offset = offset.ok_or_else(|| Fault::broken("found rows beyond the address space"))?;
        Ok(ArrayView { array, offset, len })
    }

    pub(super) fn len(self) -> usize {
        self.len
    }

    /// The same rows of the arrays inside.
    pub(super) fn children(self) -> Result<Vec<&'a ArrowArray>, Fault> {
        // SAFETY: a valid array has that many pointers to valid arrays there; nulls are looked for.
        unsafe { inner(self.array.children, self.array.n_children) }
    }

    /// The rows of an array inside that stand in these rows.
    pub(super) fn child(self, child: &'a ArrowArray) -> Result<ArrayView<'a>, Fault> {
        Self::of(child, self.offset, Some(self.len))
    }

    /// `len` of these rows, from row `first` on.
    pub(super) fn slice(self, first: usize, len: usize) -> Result<ArrayView<'a>, Fault> {
        let fits = first.checked_add(len).is_some_and(|end| end <= self.len);
        let fits = fits.then_some(ArrayView { array: self.array, offset: self.offset + first, len });
        fits.ok_or_else(|| Fault::broken(format!("found {} rows, expected one at {first}", self.len)))
    }

    pub(super) fn dictionary(self) -> Result<ArrayView<'a>, Fault> {
        // SAFETY: a valid array has a pointer to a valid array there, or null.
        let dictionary = unsafe { self.array.dictionary.as_ref() };
        Self::of(dictionary.ok_or_else(|| Fault::broken("found no dictionary beside its indices"))?, 0, None)
    }

    /// How many buffers there are.
    pub(super) fn buffer_count(self) -> usize {
        usize::try_from(self.array.n_buffers).unwrap_or(0)
    }

    /// A buffer of so many bytes.
    pub(super) fn buffer(self, index: usize, bytes: Option<usize>) -> Result<&'a [u8], Fault> {
        let bytes = bytes.filter(|bytes| isize::try_from(*bytes).is_ok());
        let bytes = bytes.ok_or_else(|| Fault::broken("found a buffer beyond the address space"))?;
        if bytes == 0 {
            return Ok(&[]);
        }
        let start = self.start_of(index)?;
        if start.is_null() {
            return Err(Fault::broken(format!("found no buffer {index}, expected {bytes} bytes")));
        }
        // SAFETY: a valid array has buffers as long as its type, length and offset ask for, and nobody writes to them
        // before it is released; the caller asks for no more than those.
        Ok(unsafe { slice::from_raw_parts(start, bytes) })
    }

    /// The buffer of the values in these rows, each of so many bytes, from the first of them on.
    pub(super) fn values(self, index: usize, width: usize) -> Result<&'a [u8], Fault> {
        let skipped = self.offset.checked_mul(width);
        let buffer = self.buffer(index, self.end().and_then(|end| end.checked_mul(width)))?;
        Ok(skipped.and_then(|skipped| buffer.get(skipped..)).unwrap_or_default())
    }

    /// The offsets of the texts in these rows: one more than there are rows.
    pub(super) fn offsets(self, index: usize, width: usize) -> Result<&'a [u8], Fault> {
        if self.len == 0 {
            // Producers may leave the buffer out then.
            return Ok(&[]);
        }
        let entries = self.end().and_then(|end| end.checked_add(1));
        let buffer = self.buffer(index, entries.and_then(|entries| entries.checked_mul(width)))?;
        Ok(self.offset.checked_mul(width).and_then(|skipped| buffer.get(skipped..)).unwrap_or_default())
    }

    /// The bits of these rows in a buffer of bits.
    pub(super) fn bits(self, index: usize) -> Result<BitView<'a>, Fault> {
        let bytes = self.buffer(index, self.end().map(|end| end.div_ceil(8)))?;
        Ok(BitView { bytes, offset: self.offset })
    }

    /// Which of these rows have a value; nothing where all have one.
    pub(super) fn validity(self) -> Result<Option<BitView<'a>>, Fault> {
        if self.buffer_count() == 0 || self.start_of(0)?.is_null() {
            if self.array.null_count > 0 {
                return Err(Fault::broken(format!("found {} nulls but no validity bitmap", self.array.null_count)));
            }
            return Ok(None);
        }
        self.bits(0).map(Some)
    }

    fn end(self) -> Option<usize> {
        self.offset.checked_add(self.len)
    }

    fn start_of(self, index: usize) -> Result<*const u8, Fault> {
        let count = self.buffer_count();
        if index >= count || self.array.buffers.is_null() {
            return Err(Fault::broken(format!("found {count} buffers, expected at least {}", index + 1)));
        }
        // SAFETY: a valid array has that many pointers there, and `index` is below their number.
        Ok(unsafe { *self.array.buffers.add(index) }.cast())
    }
}

/// One bit a row.
#[derive(Clone, Copy)]
pub(super) struct BitView<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> BitView<'a> {
    /// The bits of these rows and some behind them, 64 in a word, the first of them in its lowest bit.
    pub(super) fn words(self) -> impl Iterator<Item = u64> + use<'a> {
        let (bytes, shift) = (self.bytes.get(self.offset / 8..).unwrap_or_default(), self.offset % 8);
        bytes.chunks(8).enumerate().map(move |(at, chunk)| {
            let mut low = [0; 8];
            low.iter_mut().zip(chunk).for_each(|(slot, byte)| *slot = *byte);
            let high = bytes.get(8 * at + 8).copied().map_or(0, u64::from);
            u64::from_le_bytes(low) >> shift | high.checked_shl(64 - shift as u32).unwrap_or(0)
        })
    }

    pub(super) fn get(self, row: usize) -> bool {
        let at = self.offset + row;
        self.bytes.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
    }
}
