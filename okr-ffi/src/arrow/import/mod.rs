//! Taking tables in: a stream of any producer becomes plain Rust columns.
//!
//! Pointers become slices in `raw`; what follows is checked Rust, but that `lent` lets texts and dates of who asks for it lie
//! where they are, and `stream` calls the producer. What C cannot say, the size of a buffer, follows from the lengths that
//! the producer states, and those are believed.

mod batch;
mod decimal;
mod dictionary;
mod error;
mod kind;
mod lent;
mod raw;
mod stream;
mod strings;
mod values;

pub use error::{ReadError, one_line};
pub use stream::{MOST_COLUMNS, most_rows, read, read_as, read_columns, read_in_place};
