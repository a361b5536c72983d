//! Which rows of a column have a value.

/// One bit a row: whether it has a value. Costs nothing while all have one.
///
/// ```
/// use okr_core::tables::Validity;
///
/// let mut valid = Validity::default();
/// valid.push_all(2);
/// valid.push(false);
/// assert!(valid.is_valid(1) && !valid.is_valid(2));
/// assert_eq!((valid.len(), valid.nulls()), (3, 1));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Validity {
    /// Empty while there is no null; bits behind the last row are clear.
    words: Vec<u64>,
    len: usize,
    nulls: usize,
}

const BITS: usize = u64::BITS as usize;

impl Validity {
    /// So many rows, each with a value.
    pub fn all(rows: usize) -> Validity {
        Validity { words: Vec::new(), len: rows, nulls: 0 }
    }

    /// So many rows without a value.
    pub fn none(rows: usize) -> Validity {
        Validity { words: vec![0; rows.div_ceil(BITS)], len: rows, nulls: rows }
    }

    /// Appends a row.
    #[inline]
    pub fn push(&mut self, valid: bool) {
        self.push_word(u64::from(valid), 1);
    }

    /// Appends so many rows, each with a value.
    pub fn push_all(&mut self, rows: usize) {
        if self.words.is_empty() {
            self.len += rows;
        } else {
            self.push_bits(std::iter::repeat(u64::MAX), rows);
        }
    }

    /// Appends so many rows by their bits, 64 of them in a word, the first of them in its lowest bit; rows beyond the last word
    /// have no value.
    ///
    /// ```
    /// use okr_core::tables::Validity;
    ///
    /// let mut valid = Validity::all(1);
    /// valid.push_bits([0b101].into_iter(), 3);
    /// assert_eq!((0..5).map(|row| valid.is_valid(row)).collect::<Vec<_>>(), [true, true, false, true, false]);
    /// ```
    pub fn push_bits(&mut self, words: impl Iterator<Item = u64>, rows: usize) {
        let words = words.chain(std::iter::repeat(0));
        for (start, word) in (0..rows).step_by(BITS).zip(words) {
            let rows = BITS.min(rows - start);
            let word = word & (u64::MAX >> (BITS - rows));
            self.push_word(word, rows);
        }
    }

    /// Appends so many rows, 64 at most, no bit behind which is set.
    #[inline]
    fn push_word(&mut self, word: u64, rows: usize) {
        let nulls = rows - word.count_ones() as usize;
        if self.words.is_empty() {
            if nulls == 0 {
                self.len += rows;
                return;
            }
            self.spell_out();
        }
        let taken = self.len % BITS;
        match self.words.last_mut() {
            Some(last) if taken > 0 => {
                *last |= word << taken;
                if taken + rows > BITS {
                    self.words.push(word >> (BITS - taken));
                }
            }
            _ => self.words.push(word),
        }
        self.len += rows;
        self.nulls += nulls;
    }

    /// Writes down that all rows so far have a value.
    fn spell_out(&mut self) {
        self.words = vec![u64::MAX; self.len / BITS];
        if !self.len.is_multiple_of(BITS) {
            self.words.push((1 << (self.len % BITS)) - 1);
        }
    }

    /// Whether a row has a value; no row beyond the last has one.
    #[inline]
    pub fn is_valid(&self, row: usize) -> bool {
        if self.nulls == 0 {
            return row < self.len;
        }
        self.words.get(row / BITS).is_some_and(|word| word >> (row % BITS) & 1 == 1)
    }

    /// Whether a row has a value, and how many rows from it on are known at a glance to be the same in that.
    #[inline]
    pub(crate) fn alike(&self, row: usize) -> (bool, usize) {
        let is_valid = self.is_valid(row);
        if self.nulls == 0 {
            return (is_valid, self.len.saturating_sub(row));
        }
        let word = self.words.get(row / BITS).map_or(0, |word| word >> (row % BITS));
        let alike = if is_valid { word.trailing_ones() } else { word.trailing_zeros() } as usize;
        (is_valid, alike.min(BITS - row % BITS).min(self.len.saturating_sub(row)))
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Rows without a value.
    pub fn nulls(&self) -> usize {
        self.nulls
    }

    /// Calls `f` with every row that has no value, ascending.
    pub(crate) fn each_null(&self, mut f: impl FnMut(usize)) {
        for (at, word) in self.words.iter().enumerate() {
            let mut left = !word;
            while left != 0 {
                let row = at * BITS + left.trailing_zeros() as usize;
                if row >= self.len {
                    return;
                }
                f(row);
                left &= left - 1;
            }
        }
    }
}

/// Rows count, not how they are written down.
impl PartialEq for Validity {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.nulls == other.nulls && (self.nulls == 0 || self.words == other.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_those_that_were_pushed() {
        for first_null in [0, 1, 63, 64, 65, 128, 200] {
            let mut valid = Validity::default();
            let is_valid = |row: usize| row < first_null || !(row - first_null).is_multiple_of(3);
            (0..200).for_each(|row| valid.push(is_valid(row)));
            assert!((0..200).all(|row| valid.is_valid(row) == is_valid(row)), "{first_null}");
            assert!(!valid.is_valid(200));
            let mut nulls = Vec::new();
            valid.each_null(|row| nulls.push(row));
            assert_eq!(nulls, (0..200).filter(|row| !is_valid(*row)).collect::<Vec<_>>());
            assert_eq!((valid.len(), valid.nulls()), (200, nulls.len()));
            let mut row = 0;
            while row < 200 {
                let (stated, alike) = valid.alike(row);
                assert!(alike > 0 && (row..row + alike).all(|row| valid.is_valid(row) == stated && row < 200));
                row += alike;
            }
        }
    }

    #[test]
    fn bits_may_be_pushed_64_at_a_time() {
        let is_valid = |row: usize| row < 90 || row.is_multiple_of(3);
        for before in [0, 1, 63, 64, 90, 100, 200] {
            for rows in [0, 1, 63, 64, 65, 130] {
                let mut valid = Validity::default();
                (0..before).for_each(|row| valid.push(is_valid(row)));
                let bit = |row: usize| u64::from(is_valid(before + row)) << (row % BITS);
                let words =
                    (0..4).map(|word| (word * BITS..(word + 1) * BITS).map(bit).fold(0, |word, bit| word | bit));
                valid.push_bits(words, rows);
                valid.push_all(1);
                let end = before + rows;
                assert!((0..end).all(|row| valid.is_valid(row) == is_valid(row)), "{rows} behind {before}");
                assert!(valid.is_valid(end) && !valid.is_valid(end + 1), "{rows} behind {before}");
                let nulls = (0..end).filter(|row| !is_valid(*row)).count();
                assert_eq!((valid.len(), valid.nulls()), (end + 1, nulls), "{rows} behind {before}");
            }
        }
        let mut short = Validity::default();
        short.push_bits([u64::MAX].into_iter(), 70);
        assert_eq!((short.len(), short.nulls(), short.is_valid(63), short.is_valid(64)), (70, 6, true, false));
    }

    #[test]
    fn no_row_at_all_may_have_a_value() {
        let mut valid = Validity::none(70);
        valid.push_all(2);
        assert_eq!((valid.len(), valid.nulls(), valid.is_valid(69), valid.is_valid(71)), (72, 70, false, true));
    }
}
