//! The binary faces of the `okr` engine: what crosses the border to hosts that are not written in Rust.
//!
//! The engine itself ([`okr_core`]) forbids unsafe code; whatever must trust a pointer stands here, and each such place says
//! why it may.
//!
//! * [`arrow`]: tables out of the engine and into it through the Arrow C data and C stream interfaces, which pandas,
//!   polars, pyarrow, DuckDB and every other Arrow reader speak. Written by hand; nothing of Arrow is linked.
//!
//! The C interface (`okr.h`) will stand beside it, a file for every C noun, under the name `okr` that this library has for
//! a linker.

#![deny(unreachable_pub, missing_docs)]

pub mod arrow;
