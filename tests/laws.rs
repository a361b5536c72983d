//! The laws of the engine on random input, through its public face alone: JSON in, JSON out. Where a law is said to
//! hold exactly, bits are compared.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

mod support;

#[path = "laws/cards.rs"]
mod cards;
#[path = "laws/change.rs"]
mod change;
#[path = "laws/explanation.rs"]
mod explanation;
#[path = "laws/fractions.rs"]
mod fractions;
#[path = "laws/means.rs"]
mod means;
#[path = "laws/policies.rs"]
mod policies;
#[path = "laws/presets.rs"]
mod presets;
#[path = "laws/tables.rs"]
mod tables;
#[path = "laws/text.rs"]
mod text;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::FileFailurePersistence;

/// So many cases, with regressions committed under the given name.
fn config(cases: u32, name: &'static str) -> ProptestConfig {
    let path: &'static str = Box::leak(format!("tests/proptest-regressions/{name}.txt").into_boxed_str());
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(path))),
        ..ProptestConfig::default()
    }
}
