//! Handing tables out: the structures of the interface over them, and the callbacks that free those.

mod array;
mod schema;
mod stream;

pub(super) use array::{batch, column};
pub(super) use schema::{column_schema, schema};
pub(super) use stream::{of_batch, stream};
