//! The C interface as C programs meet it: the header is fresh and clean in every dialect, its functions do what it says, and
//! nothing that C programs do, as far as the library can tell, ends them.
//!
//! Programs in C stand in `programs` and are compiled with `cc` (`CC` and `CXX` name other compilers). Where a tool is
//! missing, the test says so on the console and passes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

mod abi;
mod clients;
mod cmake;
mod header;
mod items;
mod packaging;
mod programs;
mod standards;
mod symbols;
mod tools;
mod vectors;
