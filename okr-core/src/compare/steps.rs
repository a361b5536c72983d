//! From one policy to another, turn by turn.

use crate::policy::{self, FIELDS, Field, Policy};
use serde_json::Value;

/// A field in which two policies differ.
pub(super) struct Exchanged {
    pub(super) field: Field,
    pub(super) before: Value,
    pub(super) after: Value,
}

/// One turn: the fields exchanged in it, and the policy after it.
pub(super) struct Step {
    pub(super) exchanged: Vec<Exchanged>,
    pub(super) policy: Policy,
}

/// The turns that lead from one policy to the other, in the order in which a number is made. Fields that lean on each
/// other are exchanged in one turn, and so is a field that does not fit without later ones.
pub(super) fn between(before: &Policy, after: &Policy) -> Vec<Step> {
    let (mut now, target) = (fields_of(before), fields_of(after));
    let mut steps = Vec::new();
    let mut waiting: Vec<Exchanged> = Vec::new();
    for turn in FIELDS.chunk_by(|_, next| next.leans) {
        for field in turn {
            let pointer = field.pointer();
            let (Some(place), Some(wanted)) = (now.pointer_mut(&pointer), target.pointer(&pointer)) else { continue };
            if place != wanted {
                let before = std::mem::replace(place, wanted.clone());
                waiting.push(Exchanged { field: *field, before, after: wanted.clone() });
            }
        }
        if let Some(policy) = (!waiting.is_empty()).then(|| read(&now)).flatten() {
            steps.push(Step { exchanged: std::mem::take(&mut waiting), policy });
        }
    }
    if !waiting.is_empty() {
        steps.push(Step { exchanged: waiting, policy: after.clone() });
    }
    steps
}

/// Every field as it is printed, so that whole numbers read as such.
fn fields_of(policy: &Policy) -> Value {
    serde_json::from_str(&policy.to_json()).unwrap_or_default()
}

fn read(fields: &Value) -> Option<Policy> {
    policy::of_all_fields(fields.as_object()?.clone())
}
