//! A column while it is read: what the engine takes, batch after batch.

use super::error::Fault;
use super::kind::Kind;
use okr_core::ErrorCode;
use okr_core::tables::{Buffer, Column, Texts, Validity, Values, Words};

/// How much text may still be kept.
pub(super) struct Room {
    limit: usize,
    left: usize,
}

impl Room {
    pub(super) fn new(limit: usize) -> Room {
        Room { limit, left: limit }
    }

    /// Takes room for so many bytes, where there is as much; answers whether there was.
    pub(super) fn takes(&mut self, bytes: usize) -> bool {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or(self.left);
        left.is_some()
    }

    /// Gives back what was taken and not used.
    pub(super) fn give_back(&mut self, bytes: usize) {
        self.left += bytes;
    }

    /// Keeps a text, as far as there is room.
    pub(super) fn keep(&mut self, texts: &mut Texts, text: &str) -> Result<(), Fault> {
        if !self.takes(text.len()) {
            let message = format!("found more than {} bytes of text", self.limit);
            return Err(Fault::of_code(ErrorCode::TooLarge, message, "read with higher limits"));
        }
        texts.push(text).map_err(|error| Fault::of_code(error.code(), error.message(), "read fewer rows"))
    }
}

/// A column that more rows can be appended to.
pub(super) struct Growing {
    pub(super) values: Values,
    pub(super) valid: Validity,
}

impl Growing {
    /// No row yet.
    pub(super) fn new(kind: &Kind) -> Growing {
        let values = match kind {
            Kind::Null => Values::Nulls(0),
            Kind::Boolean => Values::Booleans(Vec::new()),
            Kind::Signed { .. } => Values::Integers(Vec::new()),
            Kind::Unsigned { .. } => Values::Unsigned(Vec::new()),
            Kind::Float { .. } | Kind::Decimal { .. } => Values::Numbers(Buffer::default()),
            Kind::Text { .. } | Kind::TextViews => Values::Texts(Texts::default()),
            Kind::Days | Kind::Moments { .. } => Values::Dates(Buffer::default()),
            Kind::Words { words, .. } => match Growing::new(words).values {
                Values::Texts(_) => Values::Words(Words::default()),
                values => values,
            },
        };
        Growing { values, valid: Validity::default() }
    }

    /// The column, once all rows are in.
    pub(super) fn finish(self) -> Result<Column, Fault> {
        Column::new(self.values, self.valid).map_err(|error| Fault::broken(error.message()))
    }
}

/// Makes room for so many more rows.
pub(super) fn more<T>(out: &mut Vec<T>, rows: usize) -> Result<(), Fault> {
    let message = || format!("found {rows} rows, more than there is memory for");
    out.try_reserve(rows).map_err(|_| Fault::of_code(ErrorCode::TooMany, message(), "read fewer rows"))
}
