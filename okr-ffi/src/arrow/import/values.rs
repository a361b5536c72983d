//! What was read: plain columns.

use okr_core::Date;

/// Texts in one buffer; rows may share theirs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    pub(super) text: String,
    /// First byte and length, by row.
    pub(super) spans: Vec<Option<(usize, usize)>>,
}

impl Texts {
    /// The text of a row; `None` where it has none, and beyond the last row.
    pub fn get(&self, row: usize) -> Option<&str> {
        let (start, len) = self.spans.get(row).copied().flatten()?;
        self.text.get(start..start + len)
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Appends a text to the buffer and gives its place.
    pub(super) fn keep(&mut self, text: &str) -> (usize, usize) {
        let span = (self.text.len(), text.len());
        self.text.push_str(text);
        span
    }
}

/// The values of a column that was read, by row.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Values {
    /// So many rows of a column that has no type and no value.
    Nulls(usize),
    /// True or false.
    Booleans(Vec<Option<bool>>),
    /// Integers with a sign, of any width.
    Integers(Vec<Option<i64>>),
    /// Integers without a sign, of any width.
    Unsigned(Vec<Option<u64>>),
    /// Floats of any width, and decimals as the nearest float. NaN and infinities are as they were handed over.
    Numbers(Vec<Option<f64>>),
    /// Civil dates; of timestamps the day, by their zone's clock where they have one.
    Dates(Vec<Option<Date>>),
    /// Texts, and words of dictionaries.
    Texts(Texts),
}

/// One value of a column that was read.
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

/// A column that was read.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ReadColumn {
    /// Its name; empty where it had none.
    pub name: String,
    /// Its values.
    pub values: Values,
}

impl ReadColumn {
    /// The value of a row; `None` where it has none, and beyond the last row.
    pub fn get(&self, row: usize) -> Option<Cell<'_>> {
        fn at<T: Copy>(values: &[Option<T>], row: usize) -> Option<T> {
            values.get(row).copied().flatten()
        }
        match &self.values {
            Values::Nulls(_) => None,
            Values::Booleans(values) => at(values, row).map(Cell::Boolean),
            Values::Integers(values) => at(values, row).map(Cell::Integer),
            Values::Unsigned(values) => at(values, row).map(Cell::Unsigned),
            Values::Numbers(values) => at(values, row).map(Cell::Number),
            Values::Dates(values) => at(values, row).map(Cell::Date),
            Values::Texts(texts) => texts.get(row).map(Cell::Text),
        }
    }

    /// Rows.
    pub fn len(&self) -> usize {
        match &self.values {
            Values::Nulls(rows) => *rows,
            Values::Booleans(values) => values.len(),
            Values::Integers(values) => values.len(),
            Values::Unsigned(values) => values.len(),
            Values::Numbers(values) => values.len(),
            Values::Dates(values) => values.len(),
            Values::Texts(texts) => texts.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A table that was read: columns of one length.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ReadTable {
    /// Its columns, in their order. Names may occur more than once.
    pub columns: Vec<ReadColumn>,
    /// Rows, of all batches together.
    pub rows: usize,
}

impl ReadTable {
    /// The first column of that name.
    pub fn column(&self, name: &str) -> Option<&ReadColumn> {
        self.columns.iter().find(|column| column.name == name)
    }
}
