//! The binary faces of the `okr` engine: what crosses the border to hosts that are not written in Rust.
//!
//! The engine itself ([`okr_core`]) forbids unsafe code; whatever must trust a pointer stands here, and each such place says
//! why it may.
//!
//! * [`arrow`]: tables out of the engine and into it through the Arrow C data and C stream interfaces, which pandas,
//!   polars, pyarrow, DuckDB and every other Arrow reader speak. Written by hand; nothing of Arrow is linked.
//! * [`c`]: the C interface, a file for every C noun, under the name `okr` that this library has for a linker. Its manual
//!   is `include/okr.h`, made from these sources.
//!
//! # Crate features
//!
//! * `capi` (default): the C interface. Without it nothing is exported; a library that takes in this one as Rust wants it so.
//! * `capsule`: tables from and to Python's libraries, in their capsules.
//! * `mimalloc`: all memory from that allocator (`memory`).
//! * `provoke-panic`: functions that meet a bug on purpose, for this crate's own tests.

#![deny(unreachable_pub, missing_docs)]

#[cfg(all(feature = "capi", panic = "abort"))]
compile_error!(
    "okr-ffi turns panics into a status, which `panic = \"abort\"` makes impossible: build it with `unwind`"
);

pub mod arrow;
#[cfg(feature = "capi")]
pub mod c;
#[cfg(feature = "mimalloc")]
pub mod memory;
mod panics;
