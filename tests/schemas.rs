//! The JSON Schemas of documents, policies, scorecards and comparisons: made from the types, kept in `okr-core/schemas`, and saying the
//! same as the reader and the printer do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

mod committed;

#[path = "schemas/kept.rs"]
mod kept;
#[path = "schemas/reader.rs"]
mod reader;
#[path = "schemas/scorecards.rs"]
mod scorecards;
#[path = "schemas/validator.rs"]
mod validator;

const ORGANISATION: &str = include_str!("../okr-core/examples/organisation.json");
const EVERYTHING: &str = include_str!("documents/everything.json");
