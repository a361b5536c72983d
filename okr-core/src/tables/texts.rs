//! Many texts in one buffer.

use super::buffer::Buffer;
use crate::error::{Error, ErrorCode, Result};
use std::ops::Range;

/// Texts one behind the other, four bytes each besides their own. All together are below 4 GiB.
///
/// ```
/// use okr_core::tables::Texts;
///
/// let mut texts = Texts::default();
/// texts.push("ana")?;
/// texts.push("")?;
/// assert_eq!((texts.len(), texts.get(0), texts.get(1), texts.get(2)), (2, "ana", "", ""));
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    text: Buffer<str>,
    /// Where each ends.
    ends: Buffer<[u32]>,
}

/// [`Texts`] while they are read: what many are read through, so that it is asked only once where they lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    text: &'a str,
    ends: &'a [u32],
}

impl Texts {
    /// The texts of a buffer, given where each ends in it; the first begins at its start. Nothing is copied.
    ///
    /// ```
    /// use okr_core::tables::Texts;
    ///
    /// let texts = Texts::new("anaben".to_owned().into(), vec![3, 6].into())?;
    /// assert_eq!(texts.iter().collect::<Vec<_>>(), ["ana", "ben"]);
    /// assert!(Texts::new("ana".to_owned().into(), vec![2, 1].into()).is_err());
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `out_of_range` for an end before the one before it, beyond the buffer, or within a character.
    pub fn new(text: Buffer<str>, ends: Buffer<[u32]>) -> Result<Texts> {
        if are_ends(&ends, &text) { Ok(Texts { text, ends }) } else { Err(apart()) }
    }

    /// Appends a text.
    ///
    /// # Errors
    /// `too_large` beyond 4 GiB.
    #[inline]
    pub fn push(&mut self, text: &str) -> Result<()> {
        let all = self.text.to_mut();
        let end = u32::try_from(all.len() + text.len()).map_err(|_| too_large())?;
        all.push_str(text);
        self.ends.to_mut().push(end);
        Ok(())
    }

    /// Appends all texts of a buffer, given where each ends in it; the first begins at its start.
    ///
    /// # Errors
    /// `too_large` beyond 4 GiB, `out_of_range` for an end before the one before it, beyond the buffer, or within a
    /// character. Nothing is appended then.
    pub fn push_all(&mut self, buffer: &str, ends: impl Iterator<Item = usize>) -> Result<()> {
        let (text, all) = (self.text.to_mut(), self.ends.to_mut());
        let (start, rows) = (text.len(), all.len());
        if u32::try_from(start + buffer.len()).is_err() {
            return Err(too_large());
        }
        let mut last = 0;
        let mut fit = true;
        all.extend(ends.map(|end| {
            fit &= end >= last && buffer.is_char_boundary(end);
            last = end;
            start.wrapping_add(end) as u32
        }));
        if !fit {
            all.truncate(rows);
            return Err(apart());
        }
        text.push_str(buffer.get(..last).unwrap_or_default());
        Ok(())
    }

    #[inline]
    pub(crate) fn view(&self) -> View<'_> {
        View { text: &self.text, ends: &self.ends }
    }

    /// The text of a row, empty beyond the last.
    #[inline]
    pub fn get(&self, row: usize) -> &str {
        self.view().get(row)
    }

    /// All texts, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.view().iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The buffer, with all texts one behind the other.
    pub fn buffer(&self) -> &str {
        &self.text
    }

    /// Makes room for so many more texts of so many bytes together, where there is memory for them.
    ///
    /// # Errors
    /// `too_large` where there is not.
    pub fn reserve(&mut self, rows: usize, bytes: usize) -> Result<()> {
        let reserved = self.ends.to_mut().try_reserve(rows).is_ok() && self.text.to_mut().try_reserve(bytes).is_ok();
        if reserved { Ok(()) } else { Err(too_large()) }
    }
}

impl<'a> View<'a> {
    /// The text of a row, empty beyond the last.
    #[inline]
    pub(crate) fn get(self, row: usize) -> &'a str {
        self.text.get(self.place(row)).unwrap_or_default()
    }

    /// The bytes of a text, which cost less to find than the text.
    #[inline]
    pub(crate) fn bytes(self, row: usize) -> &'a [u8] {
        self.text.as_bytes().get(self.place(row)).unwrap_or_default()
    }

    /// Where a text lies in the buffer, nowhere for a row beyond the last.
    #[inline]
    fn place(self, row: usize) -> Range<usize> {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(row).copied().unwrap_or(start);
        start as usize..end as usize
    }

    /// Where each text lies in the buffer.
    pub(crate) fn places(self) -> impl ExactSizeIterator<Item = Range<usize>> + Clone + use<'a> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let place = start..*end as usize;
            start = place.end;
            place
        })
    }

    pub(crate) fn iter(self) -> impl ExactSizeIterator<Item = &'a str> + Clone {
        self.places().map(move |place| self.text.get(place).unwrap_or_default())
    }

    /// How many rows from one on have the same text, of so many at most.
    #[inline]
    pub(crate) fn alike(self, row: usize, most: usize) -> usize {
        /// Rows whose bytes are compared in one go.
        const ROWS: usize = 16;
        let Some(start) = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied()) else { return 0 };
        let Some((end, others)) = self.ends.get(row..).and_then(<[u32]>::split_first) else { return 0 };
        let (mut start, mut end, length) = (start as usize, *end as usize, (end - start) as usize);
        let mut rows = 1;
        let others = &others[..others.len().min(most.saturating_sub(1))];
        for chunk in others.chunks(ROWS) {
            if chunk[0] as usize - end != length {
                break;
            }
            // Texts of one length are alike for as long as all bytes are those that stand one length before them.
            let bytes = self.text.as_bytes();
            let (before, behind) = (bytes.get(start..).unwrap_or_default(), bytes.get(end..).unwrap_or_default());
            let equal = common(before, behind, length.saturating_mul(chunk.len()));
            // Of empty texts the ends alone decide.
            let whole = equal.checked_div(length).unwrap_or(ROWS);
            let ends = chunk.iter().take(whole).zip(1..);
            let alike = ends.take_while(|(next, at)| **next as usize == end + at * length).count();
            rows += alike;
            if alike < chunk.len() {
                break;
            }
            (start, end) = (start + alike * length, end + alike * length);
        }
        rows
    }

    pub(crate) fn len(self) -> usize {
        self.ends.len()
    }

    pub(crate) fn buffer(self) -> &'a str {
        self.text
    }

    /// Bytes of the longest text.
    pub(crate) fn longest(self) -> usize {
        let first = self.ends.first().copied().unwrap_or(0);
        let lengths = self.ends.iter().zip(self.ends.iter().skip(1)).map(|(end, next)| next - end);
        lengths.fold(first, u32::max) as usize
    }

    /// Bytes of a text, without looking at it.
    #[inline]
    pub(crate) fn length(self, row: usize) -> usize {
        self.place(row).len()
    }
}

/// Whether two texts are one; ids of usual lengths are compared without a call.
#[inline]
pub(crate) fn are_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    /// Whether both begin and end alike; ids of one table differ at their end.
    fn ends<const N: usize>(a: &[u8], b: &[u8]) -> bool {
        a.last_chunk::<N>() == b.last_chunk::<N>() && a.first_chunk::<N>() == b.first_chunk::<N>()
    }
    match a.len() {
        8..=16 => ends::<8>(a, b),
        4..8 => ends::<4>(a, b),
        2..4 => ends::<2>(a, b),
        _ => a == b,
    }
}

/// How many bytes are equal from the start on. It stops soon behind `most`, so that the answer may be a little larger.
#[inline]
fn common(a: &[u8], b: &[u8], most: usize) -> usize {
    let of = |bytes| <[u8]>::as_chunks::<16>(bytes).0;
    let mut equal = 0;
    for (a, b) in of(a).iter().zip(of(b)).take(most.div_ceil(16)) {
        let differ = u128::from_le_bytes(*a) ^ u128::from_le_bytes(*b);
        if differ != 0 {
            return equal + differ.trailing_zeros() as usize / 8;
        }
        equal += 16;
    }
    if equal >= most {
        return equal;
    }
    // The end of the buffer.
    equal + a.iter().zip(b).skip(equal).take_while(|(a, b)| a == b).count()
}

/// Whether texts of a buffer may end there, one behind the other.
fn are_ends(ends: &[u32], text: &str) -> bool {
    let is_boundary = |end: &u32| text.is_char_boundary(*end as usize);
    // All pairs are looked at, which is done many at a time; only characters of several bytes need more.
    let ascend = ends.iter().zip(ends.iter().skip(1)).fold(true, |ascend, (one, next)| ascend & (one <= next));
    ascend && ends.last().is_none_or(is_boundary) && (text.is_ascii() || ends.iter().all(is_boundary))
}

fn apart() -> Error {
    let message = "found texts that do not lie one behind the other in their buffer";
    Error::new(ErrorCode::OutOfRange, "", message, "let each end where the next begins")
}

fn too_large() -> Error {
    let message = "found more than 4 GiB of text in one column, expected less";
    Error::new(ErrorCode::TooLarge, "", message, "state words by code, or split the table")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_is_taken_whole_or_not_at_all() {
        let mut texts = Texts::default();
        texts.push("x").unwrap();
        texts.push_all("aéb", [1, 1, 3, 4].into_iter()).unwrap();
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["x", "a", "", "é", "b"]);
        let before = texts.clone();
        for ends in [vec![2], vec![3, 1], vec![5]] {
            assert_eq!(texts.push_all("aéb", ends.into_iter()).unwrap_err().code(), ErrorCode::OutOfRange);
            assert_eq!(texts, before);
        }
        texts.push_all("rest", [2].into_iter()).unwrap();
        texts.push("y").unwrap();
        let view = texts.view();
        assert_eq!((texts.get(5), texts.get(6), view.length(5), view.length(9)), ("re", "y", 2, 0));
    }

    #[test]
    fn rows_alike_follow_each_other() {
        let mut texts = Texts::default();
        let rows = [
            "",
            "",
            "a",
            "a",
            "b",
            "longer than sixteen",
            "longer than sixteen",
            "id-000001",
            "id-000001",
            "id-000002",
        ];
        rows.iter().for_each(|text| texts.push(text).unwrap());
        let alike: Vec<usize> = (0..=rows.len()).map(|row| texts.view().alike(row, usize::MAX)).collect();
        assert_eq!(alike, [2, 1, 2, 1, 1, 2, 1, 2, 1, 1, 0]);
        assert_eq!(texts.view().alike(0, 1), 1);
    }

    #[test]
    fn rows_alike_are_counted_whatever_their_number_and_length() {
        for (length, count) in (0..40).flat_map(|length| [1, 2, 15, 16, 17, 33, 50].map(|count| (length, count))) {
            let text = "aab".repeat(length).split_off(2 * length);
            // What follows differs in its last byte, in its length, or is not there at all.
            for behind in [text.clone().split_off(length.min(1)) + "c", text.clone() + "a", text.clone() + "aab"] {
                let mut texts = Texts::default();
                texts.push("x").unwrap();
                (0..count).for_each(|_| texts.push(&text).unwrap());
                assert_eq!(texts.view().alike(1, usize::MAX), count, "{length}");
                texts.push(&behind).unwrap();
                let alike = if behind == text { count + 1 } else { count };
                assert_eq!(texts.view().alike(1, usize::MAX), alike, "{length}: {count} of {text:?}, then {behind:?}");
                assert_eq!(texts.view().alike(1, count.min(3)), count.min(3));
            }
        }
    }

    #[test]
    fn texts_of_any_length_are_told_apart() {
        let text = [b'a'; 20];
        for length in 0..=text.len() {
            assert!(are_same(&text[..length], &text[..length]) && !are_same(&text, &text[..length.min(19)]));
            for at in 0..length {
                let mut other = text;
                other[at] = b'b';
                assert!(!are_same(&text[..length], &other[..length]), "{length} {at}");
            }
        }
    }

    #[test]
    fn a_buffer_is_taken_with_ends_that_fit_it() {
        let new = |text: &str, ends: Vec<u32>| Texts::new(text.to_owned().into(), ends.into());
        assert_eq!(new("aéb", vec![1, 1, 3]).unwrap().iter().collect::<Vec<_>>(), ["a", "", "é"]);
        assert!(new("", Vec::new()).unwrap().is_empty());
        for (text, ends) in [("aéb", vec![2, 3]), ("abc", vec![3, 1, 2]), ("abc", vec![4]), ("aéb", vec![0, 5])] {
            assert_eq!(new(text, ends).unwrap_err().code(), ErrorCode::OutOfRange);
        }
    }
}
