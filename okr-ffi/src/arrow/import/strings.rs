//! Texts of an array, in each of the three layouts that Arrow has for them.

use super::error::Fault;
use super::kind::Kind;
use super::raw::{ArrayView, BitView};

/// The texts of some rows.
pub(super) struct Strings<'a> {
    valid: Option<BitView<'a>>,
    layout: Layout<'a>,
}

enum Layout<'a> {
    Narrow { offsets: &'a [[u8; 4]], bytes: &'a [u8] },
    Wide { offsets: &'a [[u8; 8]], bytes: &'a [u8] },
    Views { views: &'a [[u8; 16]], buffers: Vec<&'a [u8]> },
}

/// Longest text that stands in its view, in bytes.
const INLINE: usize = 12;

impl<'a> Strings<'a> {
    /// The texts of an array of that kind; nothing where the kind has none.
    pub(super) fn of(kind: &Kind, view: ArrayView<'a>) -> Result<Option<Strings<'a>>, Fault> {
        let layout = match kind {
            Kind::Text { wide: false } => {
                let offsets = view.offsets(1, 4)?.as_chunks().0;
                let end = offsets.last().map_or(Some(0), |last| usize::try_from(i32::from_ne_bytes(*last)).ok());
                Layout::Narrow { offsets, bytes: view.buffer(2, end)? }
            }
            Kind::Text { wide: true } => {
                let offsets = view.offsets(1, 8)?.as_chunks().0;
                let end = offsets.last().map_or(Some(0), |last| usize::try_from(i64::from_ne_bytes(*last)).ok());
                Layout::Wide { offsets, bytes: view.buffer(2, end)? }
            }
            Kind::TextViews => Layout::Views { views: view.values(1, 16)?.as_chunks().0, buffers: data_buffers(view)? },
            _ => return Ok(None),
        };
        Ok(Some(Strings { valid: view.validity()?, layout }))
    }

    /// The text of a row; `None` where it is null.
    pub(super) fn get(&self, row: usize) -> Result<Option<&'a str>, Fault> {
        if self.valid.is_some_and(|valid| !valid.get(row)) {
            return Ok(None);
        }
        let bytes = match &self.layout {
            Layout::Narrow { offsets, bytes } => {
                let at = |row: usize| usize::try_from(i32::from_ne_bytes(*offsets.get(row)?)).ok();
                piece(bytes, at(row), at(row + 1))
            }
            Layout::Wide { offsets, bytes } => {
                let at = |row: usize| usize::try_from(i64::from_ne_bytes(*offsets.get(row)?)).ok();
                piece(bytes, at(row), at(row + 1))
            }
            Layout::Views { views, buffers } => views.get(row).and_then(|view| of_view(view, buffers)),
        };
        let bytes = bytes.ok_or_else(|| Fault::broken("found a text outside its buffer").at(row))?;
        let text = std::str::from_utf8(bytes);
        text.map(Some).map_err(|_| Fault::new("found text that is not UTF-8", "write the text as UTF-8").at(row))
    }
}

impl<'a> Strings<'a> {
    /// All texts in one, with the end of each in it; nothing where they do not lie so, or are not UTF-8.
    pub(super) fn whole(&self, rows: usize) -> Option<(&'a str, Box<dyn Iterator<Item = usize> + 'a>)> {
        let wrapped = |end: i64, start: usize| usize::try_from(end).unwrap_or(0).wrapping_sub(start);
        match &self.layout {
            Layout::Narrow { offsets, bytes } => {
                let (offsets, bytes): (&'a [[u8; 4]], &'a [u8]) = (offsets.get(..rows + 1)?, bytes);
                let at = |offset: &[u8; 4]| i64::from(i32::from_ne_bytes(*offset));
                let start = usize::try_from(at(offsets.first()?)).ok()?;
                let text = std::str::from_utf8(piece(bytes, Some(start), usize::try_from(at(offsets.last()?)).ok())?);
                Some((text.ok()?, Box::new(offsets[1..].iter().map(move |offset| wrapped(at(offset), start)))))
            }
            Layout::Wide { offsets, bytes } => {
                let (offsets, bytes): (&'a [[u8; 8]], &'a [u8]) = (offsets.get(..rows + 1)?, bytes);
                let at = |offset: &[u8; 8]| i64::from_ne_bytes(*offset);
                let start = usize::try_from(at(offsets.first()?)).ok()?;
                let text = std::str::from_utf8(piece(bytes, Some(start), usize::try_from(at(offsets.last()?)).ok())?);
                Some((text.ok()?, Box::new(offsets[1..].iter().map(move |offset| wrapped(at(offset), start)))))
            }
            Layout::Views { .. } => None,
        }
    }
}

fn piece(bytes: &[u8], start: Option<usize>, end: Option<usize>) -> Option<&[u8]> {
    bytes.get(start?..end?)
}

/// The text that a view means: in the view itself, or in a buffer that it names.
fn of_view<'a>(view: &'a [u8; 16], buffers: &[&'a [u8]]) -> Option<&'a [u8]> {
    let word = |at: usize| {
        let bytes = view.get(at..at + 4).and_then(|bytes| bytes.first_chunk())?;
        usize::try_from(i32::from_ne_bytes(*bytes)).ok()
    };
    let len = word(0)?;
    if len <= INLINE {
        return view.get(4..4 + len);
    }
    let start = word(12)?;
    buffers.get(word(8)?)?.get(start..start.checked_add(len)?)
}

/// The buffers that views name: behind the views, and before the one that states their sizes.
fn data_buffers(view: ArrayView<'_>) -> Result<Vec<&[u8]>, Fault> {
    let count = view
        .buffer_count()
        .checked_sub(3)
        .ok_or_else(|| Fault::broken(format!("found {} buffers, expected at least 3", view.buffer_count())))?;
    let sizes = view.buffer(2 + count, count.checked_mul(8))?.as_chunks::<8>().0;
    sizes
        .iter()
        .enumerate()
        .map(|(at, size)| view.buffer(2 + at, usize::try_from(i64::from_ne_bytes(*size)).ok()))
        .collect()
}
