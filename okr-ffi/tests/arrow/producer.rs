//! A producer of anything: arrays from raw bytes, streams from arrays, with a count of what is still alive.

use okr::arrow::{Abi, ArrowArray, ArrowArrayStream, ArrowSchema, Owned, OwnedArray, OwnedSchema, OwnedStream};
use std::collections::VecDeque;
use std::ffi::{CString, c_char, c_int, c_void};
use std::ptr;
use std::sync::Arc;

/// An array to be, or what breaks the rules about one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    pub(crate) format: &'static str,
    pub(crate) length: i64,
    pub(crate) nulls: i64,
    pub(crate) offset: i64,
    pub(crate) buffers: Vec<Option<Vec<u8>>>,
    pub(crate) children: Vec<(&'static str, Piece)>,
    pub(crate) words: Option<Box<Piece>>,
}

/// Bits, lowest first.
pub(crate) fn bits(values: impl IntoIterator<Item = bool>) -> Vec<u8> {
    let values: Vec<bool> = values.into_iter().collect();
    values
        .chunks(8)
        .map(|eight| eight.iter().enumerate().fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at))
        .collect()
}

impl Piece {
    /// Values of one width; those before `offset` are there to be skipped.
    pub(crate) fn plain<const N: usize>(format: &'static str, values: &[Option<[u8; N]>], offset: usize) -> Piece {
        let bytes = values.iter().flat_map(|value| value.unwrap_or([0xa5; N])).collect();
        Piece::with(format, values.iter().map(Option::is_some), values.len() - offset, offset, vec![bytes])
    }

    pub(crate) fn with(
        format: &'static str,
        valid: impl Iterator<Item = bool> + Clone,
        length: usize,
        offset: usize,
        buffers: Vec<Vec<u8>>,
    ) -> Piece {
        let nulls = valid.clone().skip(offset).filter(|valid| !valid).count() as i64;
        // Where all is valid half of the producers leave the bitmap out.
        let valid = if valid.clone().all(|valid| valid) && length.is_multiple_of(2) { None } else { Some(bits(valid)) };
        Piece {
            format,
            length: length as i64,
            nulls,
            offset: offset as i64,
            buffers: std::iter::once(valid).chain(buffers.into_iter().map(Some)).collect(),
            ..Piece::default()
        }
    }

    pub(crate) fn flags(values: &[Option<bool>], offset: usize) -> Piece {
        let valid = values.iter().map(Option::is_some);
        let flags = bits(values.iter().map(|value| value.unwrap_or(true)));
        Piece::with("b", valid, values.len() - offset, offset, vec![flags])
    }

    pub(crate) fn texts(format: &'static str, values: &[Option<&str>], offset: usize) -> Piece {
        let (mut ends, mut bytes) = (vec![0usize], Vec::new());
        for text in values {
            bytes.extend_from_slice(text.unwrap_or_default().as_bytes());
            ends.push(bytes.len());
        }
        let offsets = match format {
            "u" => ends.iter().flat_map(|end| (*end as i32).to_ne_bytes()).collect(),
            _ => ends.iter().flat_map(|end| (*end as i64).to_ne_bytes()).collect(),
        };
        Piece::with(format, values.iter().map(Option::is_some), values.len() - offset, offset, vec![offsets, bytes])
    }

    /// Texts by view, the long ones alternating between two buffers.
    pub(crate) fn views(values: &[Option<&str>], offset: usize) -> Piece {
        let mut buffers = [Vec::new(), Vec::new()];
        let mut views = Vec::new();
        for (at, text) in values.iter().enumerate() {
            let bytes = text.unwrap_or_default().as_bytes();
            let mut view = [0u8; 16];
            view[..4].copy_from_slice(&(bytes.len() as i32).to_ne_bytes());
            if bytes.len() <= 12 {
                view[4..4 + bytes.len()].copy_from_slice(bytes);
            } else {
                let buffer = &mut buffers[at % 2];
                view[4..8].copy_from_slice(&bytes[..4]);
                view[8..12].copy_from_slice(&(at as i32 % 2).to_ne_bytes());
                view[12..].copy_from_slice(&(buffer.len() as i32).to_ne_bytes());
                buffer.extend_from_slice(bytes);
            }
            views.extend(view);
        }
        let sizes = buffers.iter().flat_map(|buffer| (buffer.len() as i64).to_ne_bytes()).collect();
        let [first, second] = buffers;
        let valid = values.iter().map(Option::is_some);
        Piece::with("vu", valid, values.len() - offset, offset, vec![views, first, second, sizes])
    }

    /// A batch of columns.
    pub(crate) fn batch(length: usize, offset: usize, children: Vec<(&'static str, Piece)>) -> Piece {
        let (length, offset) = (length as i64, offset as i64);
        Piece { format: "+s", length, offset, buffers: vec![None], children, ..Piece::default() }
    }

    pub(crate) fn schema(&self, name: &str, alive: &Arc<()>) -> ArrowSchema {
        let children = self.children.iter().map(|(name, child)| boxed(child.schema(name, alive))).collect();
        let words = self.words.as_ref().map_or(ptr::null_mut(), |words| boxed(words.schema("", alive)));
        let texts = (CString::new(self.format).unwrap(), CString::new(name).unwrap());
        let mut kept = Box::new(Kept {
            _texts: Some(texts),
            inner: children,
            words,
            _alive: Arc::clone(alive),
            buffers: vec![],
            _bytes: vec![],
        });
        let (format, name) = kept._texts.as_ref().map(|(format, name)| (format.as_ptr(), name.as_ptr())).unwrap();
        ArrowSchema {
            format,
            name,
            flags: 2,
            n_children: kept.inner.len() as i64,
            children: kept.inner.as_mut_ptr(),
            dictionary: words,
            release: Some(release_schema),
            private_data: Box::into_raw(kept).cast(),
            ..ArrowSchema::RELEASED
        }
    }

    pub(crate) fn array(self, alive: &Arc<()>) -> ArrowArray {
        let children = self.children.into_iter().map(|(_, child)| boxed(child.array(alive))).collect();
        let words = self.words.map_or(ptr::null_mut(), |words| boxed(words.array(alive)));
        let bytes = self.buffers;
        let buffers =
            bytes.iter().map(|buffer| buffer.as_ref().map_or(ptr::null(), |bytes| bytes.as_ptr().cast())).collect();
        let mut kept =
            Box::new(Kept { _texts: None, inner: children, words, _alive: Arc::clone(alive), buffers, _bytes: bytes });
        ArrowArray {
            length: self.length,
            null_count: self.nulls,
            offset: self.offset,
            n_buffers: kept.buffers.len() as i64,
            n_children: kept.inner.len() as i64,
            buffers: kept.buffers.as_mut_ptr(),
            children: kept.inner.as_mut_ptr(),
            dictionary: words,
            release: Some(release_array),
            private_data: Box::into_raw(kept).cast(),
        }
    }
}

struct Kept<T> {
    _texts: Option<(CString, CString)>,
    inner: Vec<*mut T>,
    words: *mut T,
    _alive: Arc<()>,
    buffers: Vec<*const c_void>,
    _bytes: Vec<Option<Vec<u8>>>,
}

fn boxed<T>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

fn held<T: Abi>(mut value: T) -> Owned<T> {
    // SAFETY: made here, by the rules or broken in ways that must be seen.
    unsafe { Owned::take(&mut value) }
}

unsafe fn free<T: Abi>(private_data: *mut c_void) {
    // SAFETY: called once, with what `schema` or `array` put there.
    let kept = unsafe { Box::from_raw(private_data.cast::<Kept<T>>()) };
    for inner in kept.inner.iter().copied().chain(Some(kept.words).filter(|words| !words.is_null())) {
        // SAFETY: each was boxed.
        drop(held(*unsafe { Box::from_raw(inner) }));
    }
}

unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    // SAFETY: called with a schema made here.
    let schema = unsafe { &mut *schema };
    schema.release = None;
    // SAFETY: the first and only time.
    unsafe { free::<ArrowSchema>(schema.private_data) };
}

unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    // SAFETY: called with an array made here.
    let array = unsafe { &mut *array };
    array.release = None;
    // SAFETY: the first and only time.
    unsafe { free::<ArrowArray>(array.private_data) };
}

/// What a stream gives; an error once that is all.
struct Source {
    schema: Option<OwnedSchema>,
    batches: VecDeque<OwnedArray>,
    error: Option<CString>,
}

/// A stream of batches, each of the type of the first.
pub(crate) fn stream(batches: Vec<Piece>, alive: &Arc<()>) -> OwnedStream {
    let schema = held(batches[0].schema("", alive));
    stream_of(schema, batches.into_iter().map(|batch| held(batch.array(alive))).collect(), None)
}

pub(crate) fn stream_of(schema: OwnedSchema, batches: Vec<OwnedArray>, error: Option<&str>) -> OwnedStream {
    let error = error.map(|text| CString::new(text).unwrap());
    let source = Box::new(Source { schema: Some(schema), batches: batches.into(), error });
    held(ArrowArrayStream {
        get_schema: Some(get_schema),
        get_next: Some(get_next),
        get_last_error: Some(get_last_error),
        release: Some(release_stream),
        private_data: Box::into_raw(source).cast(),
    })
}

unsafe extern "C" fn get_schema(stream: *mut ArrowArrayStream, out: *mut ArrowSchema) -> c_int {
    // SAFETY: called with a stream made here and a place for a schema.
    let source = unsafe { &mut *(*stream).private_data.cast::<Source>() };
    let Some(schema) = source.schema.take() else { return 5 };
    // SAFETY: as above.
    unsafe { out.write(schema.into_raw()) };
    0
}

unsafe extern "C" fn get_next(stream: *mut ArrowArrayStream, out: *mut ArrowArray) -> c_int {
    // SAFETY: called with a stream made here and a place for an array.
    let source = unsafe { &mut *(*stream).private_data.cast::<Source>() };
    let batch = source.batches.pop_front();
    if batch.is_none() && source.error.is_some() {
        return 5;
    }
    // SAFETY: as above.
    unsafe { out.write(batch.map_or(ArrowArray::RELEASED, OwnedArray::into_raw)) };
    0
}

unsafe extern "C" fn get_last_error(stream: *mut ArrowArrayStream) -> *const c_char {
    // SAFETY: called with a stream made here.
    let source = unsafe { &*(*stream).private_data.cast::<Source>() };
    source.error.as_ref().map_or(ptr::null(), |error| error.as_ptr())
}

unsafe extern "C" fn release_stream(stream: *mut ArrowArrayStream) {
    // SAFETY: called once with a stream made here.
    let stream = unsafe { &mut *stream };
    stream.release = None;
    // SAFETY: the first and only time.
    drop(unsafe { Box::from_raw(stream.private_data.cast::<Source>()) });
}
