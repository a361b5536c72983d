//! Makes a failing case small: whatever can go while it still fails goes.

use super::random::Case;
use serde_json::Value;

/// Where something that may go stands: field names and list places.
type Path = Vec<Step>;

#[derive(Clone, Debug)]
enum Step {
    Field(String),
    Place(usize),
}

fn removable(value: &Value, path: &mut Path, found: &mut Vec<Path>) {
    let mut visit = |step: Step, inner: &Value| {
        path.push(step);
        found.push(path.clone());
        removable(inner, path, found);
        path.pop();
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| visit(Step::Field(name.clone()), inner)),
        // From the end, so that removing one leaves the places before it.
        Value::Array(items) => {
            items.iter().enumerate().rev().for_each(|(place, inner)| visit(Step::Place(place), inner));
        }
        _ => {}
    }
}

fn without(value: &Value, path: &[Step]) -> Option<Value> {
    let mut copy = value.clone();
    let (last, way) = path.split_last()?;
    let mut at = &mut copy;
    for step in way {
        at = match step {
            Step::Field(name) => at.get_mut(name)?,
            Step::Place(place) => at.get_mut(*place)?,
        };
    }
    match last {
        Step::Field(name) => at.as_object_mut()?.remove(name)?,
        Step::Place(place) => {
            let items = at.as_array_mut()?;
            (*place < items.len()).then(|| items.remove(*place))?
        }
    };
    Some(copy)
}

fn smaller(value: &Value, fails: &dyn Fn(&Value) -> bool) -> Value {
    let mut best = value.clone();
    let mut paths = Vec::new();
    removable(&best, &mut Vec::new(), &mut paths);
    for path in paths {
        if let Some(candidate) = without(&best, &path)
            && fails(&candidate)
        {
            best = candidate;
        }
    }
    best
}

/// The smallest case found that still fails.
pub fn shrink(case: &Case, fails: &dyn Fn(&Case) -> bool) -> Case {
    let mut best = case.clone();
    loop {
        let before = format!("{best:?}").len();
        if best.policy.is_some() {
            let bare = Case { policy: None, ..best.clone() };
            if fails(&bare) {
                best = bare;
            }
        }
        let document = smaller(&best.document, &|document| fails(&Case { document: document.clone(), ..best.clone() }));
        best = Case { document, ..best };
        if let Some(policy) = best.policy.clone() {
            let policy = smaller(&policy, &|policy| fails(&Case { policy: Some(policy.clone()), ..best.clone() }));
            best.policy = Some(policy);
        }
        if format!("{best:?}").len() == before {
            return best;
        }
    }
}
