//! The block of a policy that says how a cycle ends and the next one begins (J6).

use crate::words::words;
use serde::Serialize;

words! {
    /// Where a key result starts that is carried over into the next cycle (J6).
    pub enum Rebase {
        /// At its value on that date: the way that is left.
        Value "value",
        /// Where it started before: the whole way over again.
        Keep "keep",
        /// At 0.
        Zero "zero",
    }
}

words! {
    /// What is proposed at the end for a row that made no progress (J6).
    pub enum Unmoved {
        /// To close it, as any other.
        Close "close",
        /// To postpone it.
        Postpone "postpone",
    }
}

/// How a cycle ends and the next one begins.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::patch))]
#[non_exhaustive]
pub struct CarryOverRules {
    /// Where a key result starts that is carried over.
    pub baseline: Rebase,
    /// What is proposed at the end for a row that made no progress.
    pub unmoved: Unmoved,
}

impl Default for CarryOverRules {
    fn default() -> Self {
        CarryOverRules { baseline: Rebase::Value, unmoved: Unmoved::Close }
    }
}
