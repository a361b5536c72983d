//! Check-ins: dated values.

use super::setters::setters;
use crate::date::Date;
use serde::{Deserialize, Serialize};

/// What a check-in states: a number, or for a `binary` measure whether it is done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
        CheckIn { value: Some(value.into()), ..CheckIn::without_value(on) }
    }

    /// A day without a value, for stating confidence or a note alone.
    pub fn without_value(on: Date) -> Self {
        CheckIn { on, value: None, confidence: None, note: None, by: None }
    }
}

setters!(CheckIn, |this| {
    /// The same check-in with a stated confidence, on the document's `confidence_scale` (0 to 1 by default).
    confidence(f64) => this.confidence = Some(confidence),
    /// The same check-in with a note.
    note(impl Into<String>) => this.note = Some(note.into()),
    /// The same check-in with the id of its author.
    by(impl Into<String>) => this.by = Some(by.into()),
});
