//! The document: JSON in, with limits and every finding at once; canonical JSON out.

pub(crate) mod print;
pub(crate) mod read;
pub(crate) mod reader;

#[cfg(feature = "schema")]
pub mod schema;
