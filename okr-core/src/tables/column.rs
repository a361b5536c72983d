//! One column: plain values, and which rows have one.

use super::buffer::Buffer;
use super::texts::Texts;
use super::validity::Validity;
use crate::date::Date;
use crate::error::{Error, ErrorCode, Result};

/// Texts that few rows share: each word once, and a number a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// For each row the place of its word; 0 where it has none.
    pub codes: Vec<u32>,
    /// The words; one may occur more than once.
    pub words: Texts,
}

/// The values of a column, by row. A row without a value has any value of its type here; [`Validity`] says so.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Values {
    /// So many rows of a column that has no type and no value.
    Nulls(usize),
    /// True or false.
    Booleans(Vec<bool>),
    /// Integers with a sign.
    Integers(Vec<i64>),
    /// Integers without a sign.
    Unsigned(Vec<u64>),
    /// Floats; may be NaN or infinite, which a workspace refuses.
    Numbers(Buffer<[f64]>),
    /// Civil dates.
    Dates(Buffer<[Date]>),
    /// Texts of their own.
    Texts(Texts),
    /// Texts by code.
    Words(Words),
}

/// One value.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Cell<'a> {
    /// True or false.
    Boolean(bool),
    /// An integer with a sign.
    Integer(i64),
    /// An integer without a sign.
    Unsigned(u64),
    /// A float; may be NaN or infinite.
    Number(f64),
    /// A civil date.
    Date(Date),
    /// A text.
    Text(&'a str),
}

impl Values {
    /// Rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Nulls(rows) => *rows,
            Values::Booleans(values) => values.len(),
            Values::Integers(values) => values.len(),
            Values::Unsigned(values) => values.len(),
            Values::Numbers(values) => values.len(),
            Values::Dates(values) => values.len(),
            Values::Texts(texts) => texts.len(),
            Values::Words(words) => words.codes.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What they are called in messages.
    pub(crate) fn told(&self) -> &'static str {
        match self {
            Values::Nulls(_) => "nulls",
            Values::Booleans(_) => "booleans",
            Values::Integers(_) | Values::Unsigned(_) => "integers",
            Values::Numbers(_) => "numbers",
            Values::Dates(_) => "dates",
            Values::Texts(_) | Values::Words(_) => "texts",
        }
    }
}

/// One column of a [`Table`](super::Table).
///
/// ```
/// use okr_core::tables::{Cell, Column};
///
/// let weights = Column::numbers([Some(2.0), None]);
/// assert_eq!((weights.get(0), weights.get(1)), (Some(Cell::Number(2.0)), None));
/// assert_eq!(Column::texts(["ana", "ben"])?.get(1), Some(Cell::Text("ben")));
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    values: Values,
    valid: Validity,
}

impl Column {
    /// A column of values; `valid` says which rows have one.
    ///
    /// # Errors
    /// `out_of_range` where there are not as many bits as values, or a code has no word.
    pub fn new(mut values: Values, valid: Validity) -> Result<Column> {
        let bad = |message: String| Err(Error::new(ErrorCode::OutOfRange, "", message, "correct the column"));
        if values.len() != valid.len() {
            return bad(format!("found {} values, expected {}, one a row", values.len(), valid.len()));
        }
        match &mut values {
            // INVARIANT: what is not stated reads as NaN, so that numbers can be taken as they lie here.
            Values::Numbers(numbers) if valid.nulls() > 0 => {
                let numbers = numbers.to_mut();
                valid.each_null(|row| numbers.get_mut(row).into_iter().for_each(|number| *number = f64::NAN));
            }
            Values::Words(Words { codes, words }) => {
                valid.each_null(|row| codes.get_mut(row).into_iter().for_each(|code| *code = 0));
                // A column of nulls needs no word at all.
                let most = codes.iter().copied().max().unwrap_or(0) as usize;
                if most >= words.len() && valid.nulls() < codes.len() {
                    return bad(format!("found code {most}, expected one below {}, the number of words", words.len()));
                }
            }
            _ => {}
        }
        Ok(Column { values, valid })
    }

    /// So many rows without a value.
    pub fn nulls(rows: usize) -> Column {
        Column { values: Values::Nulls(rows), valid: Validity::none(rows) }
    }

    /// Numbers; `None` is a row without one.
    pub fn numbers<T: Into<Option<f64>>>(rows: impl IntoIterator<Item = T>) -> Column {
        let (values, valid) = split(rows, f64::NAN);
        Column { values: Values::Numbers(values.into()), valid }
    }

    /// Integers; `None` is a row without one.
    pub fn integers<T: Into<Option<i64>>>(rows: impl IntoIterator<Item = T>) -> Column {
        let (values, valid) = split(rows, 0);
        Column { values: Values::Integers(values), valid }
    }

    /// True or false; `None` is a row that says neither.
    pub fn booleans<T: Into<Option<bool>>>(rows: impl IntoIterator<Item = T>) -> Column {
        let (values, valid) = split(rows, false);
        Column { values: Values::Booleans(values), valid }
    }

    /// Dates; `None` is a row without one.
    pub fn dates<T: Into<Option<Date>>>(rows: impl IntoIterator<Item = T>) -> Column {
        let (values, valid) = split(rows, Date::MIN);
        Column { values: Values::Dates(values.into()), valid }
    }

    /// Texts; `None` is a row without one.
    ///
    /// # Errors
    /// `too_large` beyond 4 GiB.
    pub fn texts<'a, T: Into<Option<&'a str>>>(rows: impl IntoIterator<Item = T>) -> Result<Column> {
        let (mut texts, mut valid) = (Texts::default(), Validity::default());
        for row in rows {
            let text = row.into();
            texts.push(text.unwrap_or_default())?;
            valid.push(text.is_some());
        }
        Ok(Column { values: Values::Texts(texts), valid })
    }

    /// Texts by code: the words, and for each row the place of its word, from 0; `None` is a row without one.
    ///
    /// ```
    /// use okr_core::tables::{Cell, Column};
    ///
    /// let kinds = Column::words(["move", "ratio"], [1, 0, 1])?;
    /// assert_eq!(kinds.get(2), Some(Cell::Text("ratio")));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// `too_large` beyond 4 GiB of words, `out_of_range` for a code without a word.
    pub fn words<'a, T: Into<Option<u32>>>(
        words: impl IntoIterator<Item = &'a str>,
        codes: impl IntoIterator<Item = T>,
    ) -> Result<Column> {
        let (codes, valid) = split(codes, 0);
        let mut texts = Texts::default();
        words.into_iter().try_for_each(|word| texts.push(word))?;
        Column::new(Values::Words(Words { codes, words: texts }), valid)
    }

    /// The value of a row; `None` where it has none, and beyond the last row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<Cell<'_>> {
        if !self.valid.is_valid(row) {
            return None;
        }
        match &self.values {
            Values::Nulls(_) => None,
            Values::Booleans(values) => values.get(row).copied().map(Cell::Boolean),
            Values::Integers(values) => values.get(row).copied().map(Cell::Integer),
            Values::Unsigned(values) => values.get(row).copied().map(Cell::Unsigned),
            Values::Numbers(values) => values.get(row).copied().map(Cell::Number),
            Values::Dates(values) => values.get(row).copied().map(Cell::Date),
            Values::Texts(texts) => Some(Cell::Text(texts.get(row))),
            Values::Words(words) => words.codes.get(row).map(|code| Cell::Text(words.words.get(*code as usize))),
        }
    }

    /// The text of a row; `None` where it has no value, or one that is no text.
    #[inline]
    pub fn text(&self, row: usize) -> Option<&str> {
        match self.get(row) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The values; those of rows without one say nothing.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Which rows have a value.
    pub fn validity(&self) -> &Validity {
        &self.valid
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.valid.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.valid.is_empty()
    }
}

fn split<V, T: Into<Option<V>>>(rows: impl IntoIterator<Item = T>, absent: V) -> (Vec<V>, Validity)
where
    V: Copy,
{
    let mut valid = Validity::default();
    let value = |row: T| {
        let row = row.into();
        valid.push(row.is_some());
        row.unwrap_or(absent)
    };
    let values = rows.into_iter().map(value).collect();
    (values, valid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_without_a_word_are_refused() {
        assert!(Column::words(["a"], [0, 1]).is_err());
        assert!(Column::words([], [None::<u32>, None]).is_ok());
        assert!(Column::words([], [0]).is_err());
        let column = Column::words(["a", "b"], [Some(1), None]).unwrap();
        assert_eq!((column.text(0), column.get(1), column.get(2)), (Some("b"), None, None));
        assert!(Column::new(Values::Nulls(2), Validity::none(3)).is_err());
    }

    #[test]
    fn what_is_not_stated_is_not_a_number() {
        let mut valid = Validity::all(1);
        valid.push(false);
        let column = Column::new(Values::Numbers(vec![1.0, 2.0].into()), valid).unwrap();
        assert!(matches!(column.values(), Values::Numbers(numbers) if numbers[0] == 1.0 && numbers[1].is_nan()));
    }
}
