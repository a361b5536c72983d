//! The binary faces of the `okr` engine: what crosses the border to hosts that are not written in Rust.
//!
//! The engine itself ([`okr_core`]) forbids unsafe code; whatever must trust a pointer stands here, and each such place says
//! why it may.
//!
//! * [`arrow`]: tables out of the engine and into it through the Arrow C data and C stream interfaces, which pandas,
//!   polars, pyarrow, DuckDB and every other Arrow reader speak. Written by hand; nothing of Arrow is linked.

#![deny(unreachable_pub, missing_docs)]

pub mod arrow;
