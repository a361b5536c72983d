//! The structures of the C data interface and C stream interface, as their specification lays them out.
//!
//! They are what crosses the border; [`Owned`](super::Owned) is how Rust holds them.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

/// Flag of an [`ArrowSchema`]: the column may have nulls.
pub(crate) const NULLABLE: i64 = 2;

/// The type of an array, and of those inside it.
#[derive(Debug)]
#[repr(C)]
pub struct ArrowSchema {
    /// The type, as a short NUL-terminated text such as `g` for 64-bit floats.
    pub format: *const c_char,
    /// The name of the column, NUL-terminated; may be null.
    pub name: *const c_char,
    /// Keys and values in a binary form; may be null.
    pub metadata: *const c_char,
    /// 1 = dictionary is ordered, 2 = nullable, 4 = map keys are sorted; added up.
    pub flags: i64,
    /// How many arrays stand inside.
    pub n_children: i64,
    /// Their types.
    pub children: *mut *mut ArrowSchema,
    /// The type of the values where the array holds indices into a dictionary; else null.
    pub dictionary: *mut ArrowSchema,
    /// Frees what the structure points to; absent once that is done, or once it has been moved elsewhere.
    pub release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    /// For the producer alone.
    pub private_data: *mut c_void,
}

/// The values of a column, or a batch of rows.
#[derive(Debug)]
#[repr(C)]
pub struct ArrowArray {
    /// Rows.
    pub length: i64,
    /// How many of them are null; −1 where nobody counted.
    pub null_count: i64,
    /// Rows of the buffers to skip.
    pub offset: i64,
    /// How many buffers there are, the validity bitmap included.
    pub n_buffers: i64,
    /// How many arrays stand inside.
    pub n_children: i64,
    /// The buffers: the validity bitmap (null where all is valid), then what the type says.
    pub buffers: *mut *const c_void,
    /// The arrays inside.
    pub children: *mut *mut ArrowArray,
    /// The values that indices mean; else null.
    pub dictionary: *mut ArrowArray,
    /// Frees what the structure points to; absent once that is done, or once it has been moved elsewhere.
    pub release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    /// For the producer alone.
    pub private_data: *mut c_void,
}

/// Batches of rows of one type, one after the other.
#[derive(Debug)]
#[repr(C)]
pub struct ArrowArrayStream {
    /// Writes the type of all batches; 0, or an error number.
    pub get_schema: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowSchema) -> c_int>,
    /// Writes the next batch, a released one at the end; 0, or an error number.
    pub get_next: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowArray) -> c_int>,
    /// What the last error number meant, valid until the next call; may be null.
    pub get_last_error: Option<unsafe extern "C" fn(*mut ArrowArrayStream) -> *const c_char>,
    /// Frees the stream, but not the batches it gave; absent once that is done, or once it has been moved elsewhere.
    pub release: Option<unsafe extern "C" fn(*mut ArrowArrayStream)>,
    /// For the producer alone.
    pub private_data: *mut c_void,
}

impl ArrowSchema {
    /// One that holds nothing.
    pub const RELEASED: ArrowSchema = ArrowSchema {
        format: ptr::null(),
        name: ptr::null(),
        metadata: ptr::null(),
        flags: 0,
        n_children: 0,
        children: ptr::null_mut(),
        dictionary: ptr::null_mut(),
        release: None,
        private_data: ptr::null_mut(),
    };
}

impl ArrowArray {
    /// One that holds nothing.
    pub const RELEASED: ArrowArray = ArrowArray {
        length: 0,
        null_count: 0,
        offset: 0,
        n_buffers: 0,
        n_children: 0,
        buffers: ptr::null_mut(),
        children: ptr::null_mut(),
        dictionary: ptr::null_mut(),
        release: None,
        private_data: ptr::null_mut(),
    };
}

impl ArrowArrayStream {
    /// One that holds nothing.
    pub const RELEASED: ArrowArrayStream = ArrowArrayStream {
        get_schema: None,
        get_next: None,
        get_last_error: None,
        release: None,
        private_data: ptr::null_mut(),
    };
}

// The sizes that the specification's C declarations have where pointers take 8 bytes.
#[cfg(target_pointer_width = "64")]
const _: () = assert!(
    size_of::<ArrowSchema>() == 72 && size_of::<ArrowArray>() == 80 && size_of::<ArrowArrayStream>() == 40,
    "the layout of the specification"
);
