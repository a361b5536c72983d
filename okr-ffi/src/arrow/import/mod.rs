//! Taking tables in: a stream of any producer becomes plain Rust columns.
//!
//! Pointers become slices in `raw` and nowhere else; everything after that is checked Rust. What C cannot say, the
//! size of a buffer, follows from the lengths that the producer states, and those are believed. Who asks for it
//! gets numbers, dates and texts where they lie (`lent`); all else is copied.

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

pub use error::ReadError;
pub use stream::{most_rows, read, read_as, read_columns, read_in_place};
