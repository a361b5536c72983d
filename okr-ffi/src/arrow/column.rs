//! Columns to hand out: the engine's own numbers, lent, and what is put together for a table.

use super::text::Packed;
use okr_core::tables::Cell;
use okr_core::{Date, Scorecard};
use std::sync::Arc;

/// One bit a row, lowest first.
#[derive(Debug, Default)]
pub(super) struct Bits {
    pub(super) bytes: Vec<u8>,
    len: usize,
    unset: usize,
}

impl Bits {
    fn push(&mut self, bit: bool) {
        if self.len.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (self.len % 8);
        }
        self.len += 1;
        self.unset += usize::from(!bit);
    }

    fn get(&self, at: usize) -> bool {
        self.bytes.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
    }
}

/// Numbers of a scorecard, which lives as long as they do.
#[derive(Clone, Debug)]
pub(super) struct Lent {
    card: Arc<Scorecard>,
    of: fn(&Scorecard) -> &okr_core::Column,
}

impl Lent {
    pub(super) fn column(&self) -> &okr_core::Column {
        (self.of)(&self.card)
    }
}

/// The values of a column; what stands in a row without one is not to be read.
#[derive(Debug)]
pub(super) enum Data {
    Lent(Lent),
    Numbers(Vec<f64>),
    Integers(Vec<i32>),
    Dates(Vec<i32>),
    Flags(Bits),
    Texts(Packed),
    Words { codes: Vec<i32>, words: Packed },
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnType {
    /// 64-bit floats.
    Number,
    /// 32-bit integers.
    Integer,
    /// Civil dates.
    Date,
    /// True or false.
    Flag,
    /// Texts.
    Text,
    /// Words of a closed set.
    Word,
}

/// A column to hand out: values of one type, each of which may be absent.
#[derive(Debug)]
pub struct Column {
    pub(super) data: Data,
    /// Where there are values; none where that is everywhere, and where the data is lent.
    pub(super) valid: Option<Bits>,
    len: usize,
    nulls: usize,
}

impl Column {
    /// 64-bit floats. A NaN is a value like any other.
    ///
    /// ```
    /// use okr::arrow::Column;
    ///
    /// let column = Column::numbers([Some(0.5), None]);
    /// assert_eq!((column.len(), column.null_count()), (2, 1));
    /// ```
    pub fn numbers(values: impl IntoIterator<Item = Option<f64>>) -> Column {
        // NaN, so that who forgets the bitmap at least sees that nothing is there.
        let (values, valid) = filled(values, f64::NAN);
        Self::new(Data::Numbers(values), valid)
    }

    /// The engine's own numbers by row, without copying them; the scorecard is kept alive.
    ///
    /// ```
    /// use okr::arrow::Column;
    /// use okr_core::{Date, Scorecard, Workspace};
    /// use std::sync::Arc;
    ///
    /// let workspace = Workspace::from_json(r#"{"okr": 1, "objectives": [{"id": "grow", "title": "Grow"}]}"#)?;
    /// let card = Arc::new(workspace.score(Date::new(2026, 11, 21)?));
    /// let column = Column::lent(&card, Scorecard::objective_progress);
    /// assert_eq!((column.len(), column.null_count()), (1, 1));
    /// # Ok::<(), okr_core::Error>(())
    /// ```
    pub fn lent(card: &Arc<Scorecard>, of: fn(&Scorecard) -> &okr_core::Column) -> Column {
        let lent = Lent { card: Arc::clone(card), of };
        let len = lent.column().values().len();
        let set: usize = lent.column().validity().iter().map(|byte| byte.count_ones() as usize).sum();
        Column { data: Data::Lent(lent), valid: None, len, nulls: len - set.min(len) }
    }

    /// 32-bit integers.
    pub fn integers(values: impl IntoIterator<Item = Option<i32>>) -> Column {
        let (values, valid) = filled(values, 0);
        Self::new(Data::Integers(values), valid)
    }

    /// Civil dates, as days since 1970-01-01 (`date32`).
    pub fn dates(values: impl IntoIterator<Item = Option<Date>>) -> Column {
        let (values, valid) = filled(values.into_iter().map(|date| date.map(Date::days)), 0);
        Self::new(Data::Dates(values), valid)
    }

    /// True or false.
    pub fn flags(values: impl IntoIterator<Item = Option<bool>>) -> Column {
        let (mut bits, mut valid) = (Bits::default(), Bits::default());
        for value in values {
            bits.push(value.unwrap_or(false));
            valid.push(value.is_some());
        }
        Self::new(Data::Flags(bits), valid)
    }

    /// Texts (`utf8`, and `large_utf8` beyond two gigabytes).
    ///
    /// ```
    /// use okr::arrow::Column;
    ///
    /// let column = Column::texts([Some("ana"), None, Some("")]);
    /// assert_eq!((column.len(), column.null_count()), (3, 1));
    /// ```
    pub fn texts<'a>(values: impl IntoIterator<Item = Option<&'a str>>) -> Column {
        let mut valid = Bits::default();
        let packed = Packed::new(values.into_iter().map(|text| {
            valid.push(text.is_some());
            text.unwrap_or_default()
        }));
        Self::new(Data::Texts(packed), valid)
    }

    /// Words of a closed set, as indices into it (a dictionary of `utf8`; categorical in pandas and polars). An index
    /// that means no word is an absent value.
    ///
    /// ```
    /// use okr::arrow::Column;
    ///
    /// let column = Column::words(["met", "unmet"], [Some(1), None, Some(7)]);
    /// assert_eq!((column.len(), column.null_count()), (3, 2));
    /// ```
    pub fn words<'a>(
        words: impl IntoIterator<Item = &'a str>,
        values: impl IntoIterator<Item = Option<usize>>,
    ) -> Column {
        let words = Packed::new(words.into_iter());
        let known = words.len();
        let code = |at: usize| i32::try_from(at).ok().filter(|_| at < known);
        let (codes, valid) = filled(values.into_iter().map(|at| at.and_then(code)), 0);
        Self::new(Data::Words { codes, words }, valid)
    }

    fn new(data: Data, valid: Bits) -> Column {
        let (len, nulls) = (valid.len, valid.unset);
        Column { data, valid: Some(valid).filter(|_| nulls > 0), len, nulls }
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many rows have no value.
    pub fn null_count(&self) -> usize {
        self.nulls
    }

    /// What its values are.
    pub fn column_type(&self) -> ColumnType {
        match &self.data {
            Data::Lent(_) | Data::Numbers(_) => ColumnType::Number,
            Data::Integers(_) => ColumnType::Integer,
            Data::Dates(_) => ColumnType::Date,
            Data::Flags(_) => ColumnType::Flag,
            Data::Texts(_) => ColumnType::Text,
            Data::Words { .. } => ColumnType::Word,
        }
    }

    /// The value of a row; `None` where it has none, and beyond the last row.
    ///
    /// ```
    /// use okr::arrow::{Cell, Column};
    ///
    /// let column = Column::words(["met", "unmet"], [Some(1), None]);
    /// assert_eq!([0, 1, 2].map(|row| column.get(row)), [Some(Cell::Text("unmet")), None, None]);
    /// ```
    pub fn get(&self, row: usize) -> Option<Cell<'_>> {
        if row >= self.len || self.valid.as_ref().is_some_and(|valid| !valid.get(row)) {
            return None;
        }
        Some(match &self.data {
            Data::Lent(lent) => Cell::Number(lent.column().get(row)?),
            Data::Numbers(values) => Cell::Number(*values.get(row)?),
            Data::Integers(values) => Cell::Integer((*values.get(row)?).into()),
            Data::Dates(values) => Cell::Date(Date::from_days(*values.get(row)?).ok()?),
            Data::Flags(bits) => Cell::Boolean(bits.get(row)),
            Data::Texts(packed) => Cell::Text(packed.get(row)?),
            Data::Words { words, .. } => Cell::Text(words.get(self.code(row)?)?),
        })
    }

    /// All numbers in place, NaN where a row has none; `None` where the values are no numbers.
    ///
    /// ```
    /// use okr::arrow::Column;
    ///
    /// let column = Column::numbers([Some(0.5), None]);
    /// let numbers = column.as_numbers().unwrap();
    /// assert!(numbers[0] == 0.5 && numbers[1].is_nan());
    /// ```
    pub fn as_numbers(&self) -> Option<&[f64]> {
        match &self.data {
            Data::Lent(lent) => Some(lent.column().values()),
            Data::Numbers(values) => Some(values),
            _ => None,
        }
    }

    /// All integers in place; `None` where the values are none, or a row has no value.
    pub fn as_integers(&self) -> Option<&[i32]> {
        match &self.data {
            Data::Integers(values) if self.nulls == 0 => Some(values),
            _ => None,
        }
    }

    /// The words that there are, in the order of their indices; `None` where the values are no words.
    ///
    /// ```
    /// use okr::arrow::Column;
    ///
    /// let column = Column::words(["met", "unmet"], [Some(1), None]);
    /// assert_eq!(column.categories(), Some(vec!["met", "unmet"]));
    /// assert_eq!([column.code(0), column.code(1)], [Some(1), None]);
    /// ```
    pub fn categories(&self) -> Option<Vec<&str>> {
        match &self.data {
            Data::Words { words, .. } => Some((0..words.len()).filter_map(|at| words.get(at)).collect()),
            _ => None,
        }
    }

    /// The index of a row's word; `None` where it has none, and where the values are no words.
    pub fn code(&self, row: usize) -> Option<usize> {
        match &self.data {
            Data::Words { codes, .. } if self.valid.as_ref().is_none_or(|valid| valid.get(row)) => {
                usize::try_from(*codes.get(row)?).ok()
            }
            _ => None,
        }
    }
}

/// The values with `filler` where there is none, and where there are some.
fn filled<T: Copy>(values: impl IntoIterator<Item = Option<T>>, filler: T) -> (Vec<T>, Bits) {
    let mut valid = Bits::default();
    let values = values
        .into_iter()
        .map(|value| {
            valid.push(value.is_some());
            value.unwrap_or(filler)
        })
        .collect();
    (values, valid)
}
