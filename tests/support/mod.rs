//! What the oracle's tests and the law tests share.
#![allow(dead_code, reason = "every test program uses its own part")]
#![allow(unreachable_pub, reason = "a test program has no other crate to reach")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

pub mod compare;
pub mod engine;
pub mod leaves;
pub mod oracle;
pub mod random;
pub mod reorder;
pub mod shrink;
pub mod tables;
