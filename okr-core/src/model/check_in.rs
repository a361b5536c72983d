//! Check-ins: dated values.

use crate::date::Date;
use serde::{Deserialize, Serialize};

/// What a check-in states: a number, or for a `binary` measure whether it is done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Value {
    /// A finite number in the measure's unit.
    Number(f64),
    /// Done or not.
    Done(bool),
}

impl Value {
    /// As the engine computes with it: done is 1, not done 0.
    pub(crate) fn number(self) -> f64 {
        match self {
            Value::Number(number) => number,
            Value::Done(done) => f64::from(u8::from(done)),
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Number(number)
    }
}

impl From<bool> for Value {
    fn from(done: bool) -> Self {
        Value::Done(done)
    }
}

/// A dated value with optional confidence, note and author. Back-dated check-ins are normal.
///
/// ```
/// use okr_core::{Date, model::CheckIn};
///
/// let check_in = CheckIn::new(Date::new(2026, 10, 12)?, 10_300.0).confidence(0.7).note("new onboarding").by("ana");
/// assert_eq!(check_in.confidence, Some(0.7));
/// # Ok::<(), okr_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CheckIn {
    /// The day the value holds for.
    pub on: Date,
    /// The value; absent where only confidence or a note is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Stated probability of reaching the target, on the document's `confidence_scale` (0 to 1 by default).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// What happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Id of the person who says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl CheckIn {
    /// A value on a day: a number, or `true`/`false` for a binary measure.
    pub fn new(on: Date, value: impl Into<Value>) -> Self {
        CheckIn { on, value: Some(value.into()), ..CheckIn::default() }
    }

    /// A day without a value, for stating confidence or a note alone.
    pub fn without_value(on: Date) -> Self {
        CheckIn { on, ..CheckIn::default() }
    }

    /// The same check-in with a stated confidence.
    #[must_use]
    pub fn confidence(mut self, confidence: f64) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// The same check-in with a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The same check-in with its author.
    #[must_use]
    pub fn by(mut self, person: impl Into<String>) -> Self {
        self.by = Some(person.into());
        self
    }
}
