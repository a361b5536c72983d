//! Tables out and in through the Arrow C data interface: what is handed out reads back, is freed once, and is lent, not
//! copied; what other producers hand over is read or refused by column and row, whatever it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

mod export;
mod faults;
mod import;
mod memory;
mod page;
mod producer;
mod random;
mod report;
#[path = "../../../tests/support/mod.rs"]
mod support;
mod tables;
