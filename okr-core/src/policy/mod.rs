//! The rules of counting as data. Everything on which products disagree is a field with a default.

mod bands;
mod blocks;
mod carry_over;
mod check;
mod fields;
mod presets;
mod read;
#[cfg(feature = "schema")]
mod schema;
mod status;

pub use bands::{Band, Bands};
pub(crate) use blocks::cut;
pub use blocks::{
    Absent, BinaryExpected, CheckIns, Clamp, Clamps, Confidence, Curve, DayCount, Display, Edges, Expected,
    HoldExpected, Holds, Initiatives, ManualUntil, Mean, MeasureDefaults, Missing, ParentCredit, PlanCurve, Rollup,
    RollupOf, Rounding, ScoreRules, TeamMean, Units, WeightRule, Weights, ZeroRange,
};
pub use carry_over::{CarryOverRules, Rebase, Unmoved};
pub(crate) use check::problems;
pub(crate) use fields::{FIELDS, Field};
pub(crate) use read::{from_fields, of_all_fields, patch_into};
pub use status::{
    AsHold, CheckInIntervals, Final, Goal, GroupStatus, GuardrailCap, HoldStatus, NotStarted, OverrideEnd, StaleAfter,
    StaleEffect, StatusPolicy, StatusRollup, StatusSource,
};

use crate::document::print;
use crate::error::{Error, Result};
use serde::Serialize;

/// The rules of counting.
///
/// A policy is a document of its own: a named preset, or a patch that states what differs from its `base`. What each
/// field steers is listed in the [semantics](crate::_documentation::semantics).
///
/// ```
/// use okr_core::{Policy, policy::RollupOf};
///
/// let policy = Policy::from_json(r#"{"base": "google", "rollup": {"of": "key_results"}}"#)?;
/// assert_eq!(policy.rollup.of, [RollupOf::KeyResults]);
/// assert_eq!(policy.score.bands, Policy::preset("google")?.score.bands);
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = schema::policy))]
#[non_exhaustive]
pub struct Policy {
    /// The name it goes by.
    pub name: String,
    /// What it is, in one line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What a reader should know: silences and contradictions of the sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Where the rules are written down.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// What measures do where they say nothing themselves.
    pub measure: MeasureDefaults,
    /// Where fractions are cut off (P11).
    pub clamp: Clamps,
    /// What counts towards an objective, and how (R1, R2, A2, R7).
    pub rollup: Rollup,
    /// How weights are made (R3).
    pub weights: Weights,
    /// What the plan asks for by a date (E1, E2).
    pub expected: Expected,
    /// How check-ins are expected (V3).
    pub check_ins: CheckIns,
    /// How numbers become statuses (S1–S5, R6).
    pub status: StatusPolicy,
    /// How stated confidence reads (C1).
    pub confidence: Confidence,
    /// The grade at the end (G1, G2).
    pub score: ScoreRules,
    /// How percentages are shown (N2).
    pub display: Display,
    /// How a cycle ends and the next one begins (J6).
    pub carry_over: CarryOverRules,
}

impl Default for Policy {
    /// The preset `default`.
    fn default() -> Self {
        Policy {
            name: "default".to_owned(),
            title: "Weighted means, 0 to 100 %, against a straight line".to_owned(),
            notes: Vec::new(),
            sources: Vec::new(),
            measure: MeasureDefaults::default(),
            clamp: Clamps::default(),
            rollup: Rollup::default(),
            weights: Weights::default(),
            expected: Expected::default(),
            check_ins: CheckIns::default(),
            status: StatusPolicy::default(),
            confidence: Confidence::default(),
            score: ScoreRules::default(),
            display: Display::default(),
            carry_over: CarryOverRules::default(),
        }
    }
}

impl Policy {
    /// A preset by name.
    ///
    /// ```
    /// # use okr_core::Policy;
    /// assert_eq!(Policy::preset("google")?.name, "google");
    /// assert_eq!(Policy::preset("gogle").unwrap_err().help(), "did you mean `google`?");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_policy`, with the nearest known name.
    pub fn preset(name: &str) -> Result<Policy> {
        presets::load(name)
    }

    /// The names of all presets, in alphabetical order.
    ///
    /// ```
    /// # use okr_core::Policy;
    /// assert!(Policy::presets().any(|name| name == "default"));
    /// assert!(Policy::presets().is_sorted());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn presets() -> impl Iterator<Item = &'static str> {
        presets::names()
    }

    /// Reads a policy document: the stated fields on top of its `base`, the preset `default` where none is named.
    ///
    /// ```
    /// # use okr_core::Policy;
    /// let policy = Policy::from_json(r#"{"clamp": {"shown": {"max": 1.5}}}"#)?;
    /// assert_eq!((policy.clamp.shown.min, policy.clamp.shown.max), (Some(0.0), Some(1.5)));
    /// assert_eq!(Policy::from_json(r#"{"clmap": {}}"#).unwrap_err().path(), "/clmap");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// All that is wrong with it, as [`Error::findings`].
    pub fn from_json(text: &str) -> Result<Policy> {
        read::from_json(text)
    }

    /// The whole policy as JSON, every field stated, on one line.
    ///
    /// ```
    /// # use okr_core::Policy;
    /// let policy = Policy::preset("doerr")?;
    /// assert_eq!(Policy::from_json(&policy.to_json())?, policy);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_json(&self) -> String {
        print::to_json(self)
    }

    /// This policy with the stated fields of an objective's own policy on top.
    pub(crate) fn patched(&self, patch: &crate::model::PolicyPatch) -> Result<Policy, Error> {
        read::patched(self, patch)
    }

    /// Whether its fields fit together.
    ///
    /// ```
    /// # use okr_core::Policy;
    /// let mut policy = Policy::default();
    /// policy.status.grace = 2.0;
    /// assert_eq!(policy.check().unwrap_err().path(), "/status/grace");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `bad_bands` or `bad_policy` with the path of the field.
    pub fn check(&self) -> Result<()> {
        check::check(self)
    }
}
