//! The specification, rule by rule: every id of `okr-core/docs/semantics.md` is named by a test, and its worked examples
//! are documents here, with the numbers printed there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop where it fails")]

#[path = "semantics/alignment.rs"]
mod alignment;
#[path = "semantics/calendar.rs"]
mod calendar;
#[path = "semantics/carry_over.rs"]
mod carry_over;
#[path = "semantics/change.rs"]
mod change;
#[path = "semantics/choices.rs"]
mod choices;
#[path = "semantics/compare.rs"]
mod compare;
#[path = "semantics/confidence.rs"]
mod confidence;
#[path = "semantics/explanation.rs"]
mod explanation;
#[path = "semantics/groups.rs"]
mod groups;
#[path = "semantics/guardrails.rs"]
mod guardrails;
#[path = "semantics/holds.rs"]
mod holds;
#[path = "semantics/kpis.rs"]
mod kpis;
#[path = "semantics/laws.rs"]
mod laws;
#[path = "semantics/members.rs"]
mod members;
#[path = "semantics/named.rs"]
mod named;
#[path = "semantics/numbers.rs"]
mod numbers;
#[path = "semantics/pace.rs"]
mod pace;
#[path = "semantics/policy.rs"]
mod policy;
#[path = "semantics/progress.rs"]
mod progress;
#[path = "semantics/rhythm.rs"]
mod rhythm;
#[path = "semantics/rollup.rs"]
mod rollup;
#[path = "semantics/score.rs"]
mod score;
#[path = "semantics/stated.rs"]
mod stated;
#[path = "semantics/status.rs"]
mod status;
#[path = "semantics/time.rs"]
mod time;
#[path = "semantics/value.rs"]
mod value;
#[path = "semantics/weights.rs"]
mod weights;
#[path = "semantics/world.rs"]
mod world;
