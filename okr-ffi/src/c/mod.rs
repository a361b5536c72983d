//! The C face: what `include/okr.h` declares. That header is made from these sources, and is the manual.
//!
//! Every function has the same shape: pointers are checked and become references (`handle`, `text`), the engine is called,
//! and what it says becomes a status and a result (`guard`). Nothing is kept between calls but what handles hold.
//!
//! # What callers vouch for
//!
//! The functions are unsafe for what C cannot say. The header asks of every caller, and each `SAFETY` note of this module
//! means by "the contract":
//!
//! 1. A pointer that is not NULL points to what its type says: text to so many readable bytes, a place for a result to
//!    memory that may be written, a handle to one that this library made and that has not been freed.
//! 2. A handle passed as `const` is not changed or freed by another thread during the call; one that is not is used by no
//!    other thread at all.
//! 3. What is borrowed from a handle is not used after the handle has changed or was freed.

#![allow(non_camel_case_types, reason = "names are those of the C interface")]
#![allow(clippy::missing_safety_doc, reason = "documentation is for C; what callers vouch for stands above, once")]
#![allow(clippy::too_many_arguments, reason = "C has neither slices nor keywords")]

mod guard;
mod handle;

// In the order in which the header is read: from a document and its numbers to all the rest.
mod workspace;

mod date;

mod scorecard;

mod error;

mod text;

mod status;

mod event;

mod carry_over;

mod row;

mod objective;

mod key_result;

mod words;

mod said;

mod policy;

mod report;

mod findings;

mod column;

mod limits;

mod table;

mod tables;

mod cancel;

mod version;

#[cfg(feature = "provoke-panic")]
mod provoke;

pub use cancel::*;
pub use carry_over::*;
pub use column::*;
pub use date::*;
pub use error::*;
pub use event::*;
pub use findings::*;
pub use key_result::*;
pub use limits::*;
pub use objective::*;
pub use policy::*;
#[cfg(feature = "provoke-panic")]
pub use provoke::*;
pub use report::*;
pub use row::*;
pub use said::*;
pub use scorecard::*;
pub use status::*;
pub use table::*;
pub use tables::*;
pub use text::*;
pub use version::*;
pub use words::*;
pub use workspace::*;
