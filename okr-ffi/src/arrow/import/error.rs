//! What is wrong with a table that was handed over, and where.

use okr_core::{ErrorCode, harmless, pointer_step, quoted};
use std::fmt;

/// What is wrong inside a column, before it is known which column and batch that is.
#[derive(Debug)]
pub(super) struct Fault {
    /// Row of the batch.
    pub(super) row: Option<usize>,
    pub(super) code: ErrorCode,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Fault {
    /// Something of a type that is not read.
    pub(super) fn new(message: impl Into<String>, help: &'static str) -> Fault {
        Fault::of_code(ErrorCode::WrongType, message, help)
    }

    pub(super) fn of_code(code: ErrorCode, message: impl Into<String>, help: &'static str) -> Fault {
        Fault { row: None, code, message: message.into(), help }
    }

    /// Against the specification of the interface: only the producer can mend that.
    pub(super) fn broken(message: impl Into<String>) -> Fault {
        Fault::new(message, "the library that made the table breaks the Arrow C data interface")
    }

    pub(super) fn at(mut self, row: usize) -> Fault {
        self.row = Some(row);
        self
    }

    /// The same with its place in the whole table.
    pub(super) fn of(self, column: &str, rows_before: usize) -> ReadError {
        ReadError {
            column: Some(column.to_owned()),
            row: self.row.map(|row| rows_before.saturating_add(row)),
            code: self.code,
            message: self.message,
            help: self.help,
        }
    }

    /// The same, about the table as a whole.
    pub(super) fn of_table(self) -> ReadError {
        ReadError { column: None, row: None, code: self.code, message: self.message, help: self.help }
    }
}

/// What another library says of a failure, for a message: on one line, [harmless], and not without end.
///
/// ```
/// assert_eq!(okr::arrow::one_line(" disk\n\tfull\u{202e} "), "disk full\\u{202e}");
/// ```
///
/// cbindgen:ignore
pub fn one_line(said: &str) -> String {
    harmless(&said.split_whitespace().collect::<Vec<_>>().join(" "), 500)
}

/// Why a table could not be read.
///
/// It prints as column, row (from 0, through all batches) and message.
///
/// ```
/// use okr::arrow::{Column, Table, read};
/// use okr_core::Limits;
/// use std::sync::Arc;
///
/// let mut limits = Limits::default();
/// limits.bytes = 4;
/// let names = Column::texts([Some("ana"), Some("ben")]);
/// let error = read(Arc::new(Table::new(vec![(c"name", names)])).stream(), &limits).unwrap_err();
/// assert_eq!((error.column(), error.row(), error.code().as_str()), (Some("name"), Some(1), "too_large"));
/// assert_eq!(error.to_string(), "column `name`, row 1: found more than 4 bytes of text");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    column: Option<String>,
    row: Option<usize>,
    code: ErrorCode,
    message: String,
    help: &'static str,
}

impl ReadError {
    /// The name of the column; `None` where the table as a whole is wrong.
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref()
    }

    /// The row, from 0 and through all batches; `None` where it is no single one.
    pub fn row(&self) -> Option<usize> {
        self.row
    }

    /// Where it is wrong, in the way of [`Workspace::from_tables`](okr_core::Workspace::from_tables): a JSON pointer of the
    /// table, the row and the column, as far as they are known.
    ///
    /// ```
    /// use okr::arrow::{Column, Table, read};
    /// use okr_core::Limits;
    /// use std::sync::Arc;
    ///
    /// let mut limits = Limits::default();
    /// limits.bytes = 4;
    /// let names = Column::texts([Some("ana"), Some("ben")]);
    /// let error = read(Arc::new(Table::new(vec![(c"name", names)])).stream(), &limits).unwrap_err();
    /// assert_eq!(error.path("people"), "/people/1/name");
    /// ```
    pub fn path(&self, table: &str) -> String {
        if self.code == ErrorCode::Cancelled {
            return String::new();
        }
        let steps = [self.row.map(|row| row.to_string()), self.column().map(pointer_step)];
        steps.into_iter().flatten().fold(format!("/{table}"), |path, step| path + "/" + &step)
    }

    /// What kind of thing is wrong: `wrong_type` for what is not read, and for what breaks the interface; `bad_date`,
    /// `invalid_utf8`, `too_many` rows, `too_large` texts and `cancelled`.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// What was found, and what was expected.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub fn help(&self) -> &str {
        self.help
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.column, self.row) {
            (Some(column), Some(row)) => write!(f, "column {}, row {row}: {}", quoted(column), self.message),
            (Some(column), None) => write!(f, "column {}: {}", quoted(column), self.message),
            (None, _) => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ReadError {}
