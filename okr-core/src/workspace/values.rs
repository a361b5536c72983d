//! Whether single values make sense: ids, numbers, dates, and what one record states.

use super::history::Remark;
use super::measures::check_measure;
use crate::date::Date;
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, is_bidi_control, quoted};
use crate::model::{
    CheckIn, Initiative, KeyResult, Lifecycle, MeasureKind, Objective, Role, State, StateChange, StatusOverride, Value,
};

/// What the check-ins of one key result state.
#[derive(Clone, Copy, Default)]
pub(crate) struct Said {
    pub(crate) numbers: bool,
    pub(crate) done: bool,
    /// Whether the bulk way cannot take them: one has no value, or one so large that differences may overflow.
    pub(crate) careful: bool,
}

/// Values from here on take the careful way.
pub(crate) const HUGE: f64 = 4e307;

/// Whether an id can be used at all.
pub(crate) fn check_id(id: &str, r: &mut Reader) {
    let plain = id.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    let problem = if id.is_empty() {
        "an empty id"
    } else if id.len() > r.limits.id {
        "an id that is too long"
    } else if !plain && id.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        "an id with control characters"
    } else {
        return;
    };
    let limit = r.limits.id;
    r.find_at(
        "id",
        ErrorCode::BadId,
        format!("found {problem}: {}", quoted(id)),
        format!("use 1 to {limit} bytes of visible text"),
    );
}

/// Reports a number that is not finite; JSON cannot state one, a Rust caller can.
pub(crate) fn check_finite(field: &'static str, x: Option<f64>, r: &mut Reader) -> f64 {
    match x {
        Some(x) if x.is_finite() => x + 0.0,
        Some(x) => {
            r.find_at(
                field,
                ErrorCode::NotFinite,
                format!("found {x}, expected a finite number"),
                "state a finite number or leave it out",
            );
            f64::NAN
        }
        None => f64::NAN,
    }
}

/// Reports a weight that is negative or not finite; NaN stands for none stated.
pub(crate) fn check_weight(weight: Option<f64>, r: &mut Reader) -> f64 {
    let weight = check_finite("weight", weight, r);
    if weight < 0.0 {
        r.find_at(
            "weight",
            ErrorCode::NegativeWeight,
            format!("found {weight}, expected 0 or more"),
            "state 0 to show it without counting it",
        );
    }
    weight
}

fn check_unit_range(field: &'static str, x: Option<f64>, r: &mut Reader) {
    if let Some(x) = x.filter(|x| !(0.0..=1.0).contains(x)) {
        r.find_at(field, ErrorCode::OutOfRange, format!("found {x}, expected 0 to 1"), "state a fraction");
    }
}

/// Reports a period that ends before it starts.
pub(crate) fn check_order(start: Option<Date>, end: Option<Date>, field: &'static str, r: &mut Reader) {
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        r.find_at(
            field,
            ErrorCode::WindowReversed,
            format!("found {end}, expected {start} or later"),
            "let it end after it starts",
        );
    }
}

/// Reports what is wrong with a key result apart from its measure; `said` is what its check-ins state.
pub(crate) fn check_key_result(key_result: &KeyResult, said: Said, r: &mut Reader) {
    let kind = key_result.measure.kind;
    let own_values =
        kind.takes_values() || (kind == MeasureKind::FromChildren && key_result.measure.with_own != Some(false));
    if key_result.amendments.is_empty() {
        let problem = match (said.numbers, said.done) {
            (true, _) if kind == MeasureKind::Binary => Some("a number"),
            (_, true) if kind != MeasureKind::Binary => Some("true or false"),
            (true, _) | (_, true) if !own_values => Some("a value"),
            _ => None,
        };
        if let Some(found) = problem {
            value_not_for(kind, found, r);
        }
    }
    if key_result.role == Role::Guardrail && !kind.is_hold() {
        r.find_at(
            "role",
            ErrorCode::GuardrailNeedsHold,
            format!(
                "found a guardrail with the measure {}, expected at_least, at_most or between",
                quoted(kind.as_str())
            ),
            "give the guardrail a bound to hold",
        );
    }
    let planned =
        matches!(kind, MeasureKind::Move | MeasureKind::Ratio | MeasureKind::Inverse | MeasureKind::FromChildren);
    if !key_result.plan.is_empty() && !planned {
        r.find_at(
            "plan",
            ErrorCode::BadPlan,
            format!("found a plan beside {}, expected none", quoted(kind.as_str())),
            "plan only move, ratio, inverse and from_children",
        );
    }
    for (index, point) in key_result.plan.iter().enumerate() {
        r.at(Segment::Key("plan"), |r| r.at(Segment::Index(index), |r| check_finite("value", Some(point.value), r)));
        if key_result.plan[..index].iter().any(|earlier| earlier.on == point.on) && index < 4096 {
            r.find_at(
                "plan",
                ErrorCode::BadPlan,
                format!("found two points on {}, expected one a date", point.on),
                "keep one of them",
            );
        }
    }
    check_order(key_result.start, key_result.due, "due", r);
    check_amendments(key_result, r);
    check_lifecycle(&key_result.state, r);
    check_overrides(&key_result.overrides, r);
}

fn check_amendments(key_result: &KeyResult, r: &mut Reader) {
    if key_result.amendments.is_empty() {
        return;
    }
    r.enter(Segment::Key("amendments"));
    for (index, amendment) in key_result.amendments.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            if let Some(measure) = &amendment.measure {
                r.at(Segment::Key("measure"), |r| check_measure(measure, r));
            }
            check_finite("baseline", amendment.baseline, r);
            check_weight(amendment.weight, r);
            check_order(amendment.start, amendment.due, "due", r);
        });
    }
    r.leave();
}

/// Reports what is wrong with an objective apart from its key results.
pub(crate) fn check_objective(objective: &Objective, r: &mut Reader) {
    check_order(objective.start, objective.due, "due", r);
    check_lifecycle(&objective.state, r);
    check_overrides(&objective.overrides, r);
    if let Some(measure) = &objective.measure {
        r.at(Segment::Key("measure"), |r| check_measure(measure, r));
    }
    check_initiatives(&objective.initiatives, r);
    let kind = objective.measure.as_ref().map_or(MeasureKind::Move, |measure| measure.kind);
    if objective.check_ins.is_empty() {
        return;
    }
    r.enter(Segment::Key("check_ins"));
    for (index, check_in) in objective.check_ins.iter().enumerate() {
        r.at(Segment::Index(index), |r| match check_in.value {
            Some(Value::Done(_)) if kind != MeasureKind::Binary => value_not_for(kind, "true or false", r),
            Some(Value::Number(_)) if kind == MeasureKind::Binary => value_not_for(kind, "a number", r),
            Some(Value::Number(number)) => {
                check_finite("value", Some(number), r);
            }
            _ => {}
        });
    }
    r.leave();
}

fn value_not_for(kind: MeasureKind, found: &str, r: &mut Reader) {
    let expected = match kind {
        MeasureKind::Binary => "true or false",
        kind if kind.takes_values() => "a number",
        _ => "no value, only confidence or a note",
    };
    r.find_at(
        "check_ins",
        ErrorCode::ValueNotForKind,
        format!("found {found} beside the measure {}, expected {expected}", quoted(kind.as_str())),
        format!("write {expected}"),
    );
}

pub(crate) fn remark(check_in: &CheckIn, r: &mut Reader) -> Option<Remark> {
    if check_in.confidence.is_none() && check_in.note.is_none() && check_in.by.is_none() {
        return None;
    }
    check_finite("confidence", check_in.confidence, r);
    Some(Remark { confidence: check_in.confidence, note: check_in.note.clone(), by: check_in.by.clone() })
}

pub(crate) fn check_lifecycle(state: &Lifecycle, r: &mut Reader) {
    let Lifecycle::Changes(changes) = state else { return };
    r.enter(Segment::Key("state"));
    for (index, change) in changes.iter().enumerate() {
        r.at(Segment::Index(index), |r| check_state(change, r));
    }
    r.leave();
}

pub(crate) fn check_state(change: &StateChange, r: &mut Reader) {
    check_finite("score", change.score, r);
    check_unit_range("score", change.score.filter(|score| score.is_finite()), r);
    if change.state != State::Closed && (change.outcome.is_some() || change.score.is_some()) {
        r.find_at(
            "state",
            ErrorCode::FieldNotForKind,
            format!(
                "found an outcome or score beside {}, expected them beside `closed` only",
                quoted(change.state.as_str())
            ),
            "state the outcome when closing",
        );
    }
}

pub(crate) fn check_overrides(overrides: &[StatusOverride], r: &mut Reader) {
    if overrides.is_empty() {
        return;
    }
    r.enter(Segment::Key("overrides"));
    for (index, entry) in overrides.iter().enumerate() {
        r.at(Segment::Index(index), |r| check_order(Some(entry.on), entry.until, "until", r));
    }
    r.leave();
}

fn check_initiatives(initiatives: &[Initiative], r: &mut Reader) {
    if initiatives.is_empty() {
        return;
    }
    r.enter(Segment::Key("initiatives"));
    let mut seen = std::collections::BTreeSet::new();
    for (index, initiative) in initiatives.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            check_id(&initiative.id, r);
            if !seen.insert(initiative.id.as_str()) {
                r.find_at(
                    "id",
                    ErrorCode::DuplicateId,
                    format!("found {} a second time, expected each id once", quoted(&initiative.id)),
                    "give it an id of its own",
                );
            }
        });
    }
    r.leave();
}
