//! Many texts in one buffer.

use crate::error::{Error, ErrorCode, Result};

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
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    /// Appends a text.
    ///
    /// # Errors
    /// `too_large` beyond 4 GiB.
    #[inline]
    pub fn push(&mut self, text: &str) -> Result<()> {
        let end = u32::try_from(self.text.len() + text.len()).map_err(|_| too_large())?;
        self.text.push_str(text);
        self.ends.push(end);
        Ok(())
    }

    /// Appends all texts of a buffer, given where each ends in it; the first begins at its start.
    ///
    /// # Errors
    /// `too_large` beyond 4 GiB, `out_of_range` for an end before the one before it, beyond the buffer, or within a
    /// character. Nothing is appended then.
    pub fn push_all(&mut self, buffer: &str, ends: impl Iterator<Item = usize>) -> Result<()> {
        let (start, rows) = (self.text.len(), self.ends.len());
        if u32::try_from(start + buffer.len()).is_err() {
            return Err(too_large());
        }
        let mut last = 0;
        let mut fit = true;
        self.ends.extend(ends.map(|end| {
            fit &= end >= last && buffer.is_char_boundary(end);
            last = end;
            start.wrapping_add(end) as u32
        }));
        if !fit {
            self.ends.truncate(rows);
            let message = "found texts that do not lie one behind the other in their buffer";
            return Err(Error::new(ErrorCode::OutOfRange, "", message, "let each end where the next begins"));
        }
        self.text.push_str(buffer.get(..last).unwrap_or_default());
        Ok(())
    }

    /// The text of a row, empty beyond the last.
    #[inline]
    pub fn get(&self, row: usize) -> &str {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(row).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// All texts, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let text = self.text.get(start as usize..*end as usize).unwrap_or_default();
            start = *end;
            text
        })
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
        let reserved = self.ends.try_reserve(rows).is_ok() && self.text.try_reserve(bytes).is_ok();
        if reserved { Ok(()) } else { Err(too_large()) }
    }

    /// Bytes of a text, without looking at it.
    #[inline]
    pub(crate) fn length(&self, row: usize) -> usize {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(row).map_or(0, |end| (end - start) as usize)
    }
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
        assert_eq!((texts.get(5), texts.get(6), texts.length(5), texts.length(9)), ("re", "y", 2, 0));
    }
}
