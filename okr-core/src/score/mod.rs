//! The arithmetic of the rules, one file a family: pure functions of numbers, dates and policies.

pub(crate) mod grade;
pub(crate) mod number;
pub(crate) mod pace;
pub(crate) mod progress;
mod status;
pub(crate) mod value;
pub(crate) mod weights;

pub(crate) use status::{BandAt, Evidence, STATUS_BANDS, StatusRules, Verdict, ratio};
pub use status::{Reason, Status};
