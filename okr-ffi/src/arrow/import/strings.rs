//! Texts of an array, in each of the three layouts that Arrow has for them.

use super::error::Fault;
use super::kind::Kind;
use super::raw::{ArrayView, BitView};
use okr_core::ErrorCode;
use okr_core::tables::Texts;

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
        text.map(Some).map_err(|_| {
            Fault::of_code(ErrorCode::InvalidUtf8, "found text that is not UTF-8", "write the text as UTF-8").at(row)
        })
    }
}

/// Texts that lie one behind the other.
pub(super) struct Whole<'a> {
    pub(super) text: &'a str,
    /// Where the text starts in its buffer.
    pub(super) start: usize,
    ends: Ends<'a>,
}

/// Where each text ends in the buffer.
#[derive(Clone, Copy)]
enum Ends<'a> {
    Narrow(&'a [[u8; 4]]),
    Wide(&'a [[u8; 8]]),
}

impl<'a> Strings<'a> {
    /// All texts in one; nothing where they do not lie so, or are not UTF-8.
    pub(super) fn whole(&self, rows: usize) -> Option<Whole<'a>> {
        let (bytes, ends, start, end) = match &self.layout {
            Layout::Narrow { offsets, bytes } => {
                let (first, ends): (&'a _, &'a [_]) = offsets.get(..=rows)?.split_first()?;
                (*bytes, Ends::Narrow(ends), narrow(first), ends.last().map_or(narrow(first), narrow))
            }
            Layout::Wide { offsets, bytes } => {
                let (first, ends): (&'a _, &'a [_]) = offsets.get(..=rows)?.split_first()?;
                (*bytes, Ends::Wide(ends), wide(first), ends.last().map_or(wide(first), wide))
            }
            Layout::Views { .. } => return None,
        };
        let text = std::str::from_utf8(bytes.get(start..end)?).ok()?;
        Some(Whole { text, start, ends })
    }

    /// Bytes of all texts of views together, as the views state them; several may mean the same bytes.
    pub(super) fn packed_len(&self, rows: usize) -> Option<usize> {
        let Layout::Views { views, .. } = &self.layout else { return None };
        let len = |view: &[u8; 16]| view.first_chunk().map_or(0, |len| u32::from_ne_bytes(*len) as usize);
        let stated = views.get(..rows)?.iter().enumerate().filter(|(row, _)| self.is_valid(*row));
        Some(stated.fold(0, |bytes, (_, view)| len(view).saturating_add(bytes)))
    }

    /// All texts of views, which have so many bytes, put one behind the other, with the end of each; nothing where one has a
    /// fault.
    pub(super) fn packed(&self, rows: usize, bytes: usize) -> Option<(String, Vec<u32>)> {
        let Layout::Views { views, buffers } = &self.layout else { return None };
        let (mut text, mut ends) = (Vec::new(), Vec::new());
        text.try_reserve_exact(bytes).ok()?;
        ends.try_reserve_exact(rows).ok()?;
        for (row, view) in views.get(..rows)?.iter().enumerate() {
            if self.is_valid(row) {
                text.extend_from_slice(of_view(view, buffers)?);
            }
            ends.push(u32::try_from(text.len()).ok()?);
        }
        Some((String::from_utf8(text).ok()?, ends))
    }

    fn is_valid(&self, row: usize) -> bool {
        self.valid.is_none_or(|valid| valid.get(row))
    }
}

impl<'a> Whole<'a> {
    /// Appends the texts.
    pub(super) fn append_to(&self, texts: &mut Texts) -> okr_core::Result<()> {
        let from_start = |end: usize| end.wrapping_sub(self.start);
        match self.ends {
            Ends::Narrow(ends) => texts.push_all(self.text, ends.iter().map(|end| from_start(narrow(end)))),
            Ends::Wide(ends) => texts.push_all(self.text, ends.iter().map(|end| from_start(wide(end)))),
        }
    }

    /// The bytes of the ends themselves, where those are 32-bit numbers.
    pub(super) fn narrow_ends(&self) -> Option<&'a [u8]> {
        match self.ends {
            Ends::Narrow(ends) => Some(ends.as_flattened()),
            Ends::Wide(_) => None,
        }
    }

    /// The ends as 32-bit numbers; one beyond them is beyond any text as well.
    pub(super) fn copied_ends(&self) -> Vec<u32> {
        let short = |end: usize| u32::try_from(end).unwrap_or(u32::MAX);
        match self.ends {
            Ends::Narrow(ends) => ends.iter().map(|end| short(narrow(end))).collect(),
            Ends::Wide(ends) => ends.iter().map(|end| short(wide(end))).collect(),
        }
    }
}

/// An offset; one below zero is beyond any buffer.
fn narrow(offset: &[u8; 4]) -> usize {
    usize::try_from(i32::from_ne_bytes(*offset)).unwrap_or(usize::MAX)
}

fn wide(offset: &[u8; 8]) -> usize {
    usize::try_from(i64::from_ne_bytes(*offset)).unwrap_or(usize::MAX)
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
