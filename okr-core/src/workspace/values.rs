//! Whether single values make sense: ids, numbers, dates, and what one record states.

use super::definition::{Amendments, Definition, Place};
use super::history::Remark;
use super::measures::check_measure;
use super::stated::{Takes, value_not_for};
use crate::date::Date;
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, Finding, Severity, Told, is_bidi_control, quoted};
use crate::model::{
    CheckIn, Initiative, KeyResult, Lifecycle, MeasureKind, Objective, PlanPoint, Role, State, StateChange,
    StatusOverride,
};
use std::collections::BTreeSet;

/// Values from here on take the careful way.
pub(crate) const HUGE: f64 = 4e307;

/// Whether an id can be used: one that cannot is reported, where it was not reported as unreadable already.
pub(crate) fn check_id(id: &str, r: &mut Reader) -> bool {
    if r.is_unread("id") {
        return false;
    }
    let Some(problem) = problem_of_id(id, r.limits.id) else { return true };
    let limit = r.limits.id;
    let message = format!("found {problem}: {}, expected 1 to {limit} bytes of visible text", quoted(id));
    r.find_at("id", ErrorCode::BadId, message, format!("use 1 to {limit} bytes of visible text"));
    false
}

/// Why an id cannot be used; nothing where it can.
pub(crate) fn problem_of_id(id: &str, limit: usize) -> Option<&'static str> {
    let plain = id.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if id.is_empty() {
        Some("an empty id")
    } else if id.len() > limit {
        Some("an id that is too long")
    } else if !plain && id.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        Some("an id with control characters")
    } else {
        None
    }
}

/// Reports an id that its space has already.
pub(crate) fn duplicate_id(id: &str, r: &mut Reader) {
    let finding = r.at(Segment::Key("id"), |r| duplicate_id_at(r.pointer(), id));
    r.push(finding);
}

/// An id at a place, where its space has it already.
pub(crate) fn duplicate_id_at(place: String, id: &str) -> Finding {
    let message = format!("found {} a second time, expected each id once", quoted(id));
    Finding::new(ErrorCode::DuplicateId, place, message, "give it an id of its own")
}

/// Reports a number that is not finite; JSON cannot state one, a Rust caller can.
pub(crate) fn check_finite(field: &'static str, x: Option<f64>, r: &mut Reader) -> f64 {
    match x {
        Some(x) if x.is_finite() => x + 0.0,
        Some(x) => {
            r.find_at(
                field,
                ErrorCode::NotFinite,
                format!("found {}, expected a finite number", Told(x)),
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
            format!("found {}, expected 0 or more", Told(weight)),
            "state 0 to show it without counting it",
        );
    }
    weight
}

fn check_unit_range(field: &'static str, x: Option<f64>, r: &mut Reader) {
    if let Some(x) = x.filter(|x| !(0.0..=1.0).contains(x)) {
        r.find_at(field, ErrorCode::OutOfRange, format!("found {}, expected 0 to 1", Told(x)), "state a fraction");
    }
}

/// Reports a period that ends before it starts, at its end.
pub(crate) fn check_order(start: Date, end: Date, field: &'static str, r: &mut Reader) {
    if end < start {
        let message = format!("found {end}, expected {start} or later");
        r.find_at(field, ErrorCode::WindowReversed, message, "let it end after it starts");
    }
}

/// Reports what is wrong with a key result apart from its measure, its check-ins and its window.
pub(crate) fn check_key_result(key_result: &KeyResult, order: &[u32], is_sound: bool, r: &mut Reader) {
    let kind = key_result.measure.kind;
    if knows_kind(r) {
        check_role(key_result.role, kind, r);
        check_plan(&key_result.plan, kind, r);
    }
    let amendments = Amendments { list: &key_result.amendments, order };
    amendments.check(Definition::from(&key_result.measure), is_sound, key_result.role, Place::Listed, r);
    check_lifecycle(&key_result.state, r);
    check_overrides(&key_result.overrides, r);
    check_silence(&key_result.silence, r);
}

/// What is not to be reported: warnings and hints.
fn check_silence(codes: &[ErrorCode], r: &mut Reader) {
    for (index, code) in codes.iter().enumerate().filter(|(_, code)| code.severity() == Severity::Error) {
        let message = format!("found {}, expected the code of a warning or hint", quoted(code.as_str()));
        r.at(Segment::Key("silence"), |r| {
            r.at(Segment::Index(index), |r| r.find(ErrorCode::UnknownWord, message, "errors cannot be silenced"));
        });
    }
}

/// Whether the kind of the measure could be read.
fn knows_kind(r: &mut Reader) -> bool {
    !r.is_unread("measure") || r.at(Segment::Key("measure"), |r| !r.is_unread("kind"))
}

fn check_role(role: Role, kind: MeasureKind, r: &mut Reader) {
    if role == Role::Guardrail && !kind.is_hold() {
        let message = format!(
            "found a guardrail with the measure {}, expected at_least, at_most or between",
            quoted(kind.as_str())
        );
        r.find_at("role", ErrorCode::GuardrailNeedsHold, message, "give the guardrail a bound to hold");
    }
}

fn check_plan(plan: &[PlanPoint], kind: MeasureKind, r: &mut Reader) {
    let planned =
        matches!(kind, MeasureKind::Move | MeasureKind::Ratio | MeasureKind::Inverse | MeasureKind::FromChildren);
    if !plan.is_empty() && !planned {
        let message = format!("found a plan beside {}, expected none", quoted(kind.as_str()));
        r.find_at("plan", ErrorCode::BadPlan, message, "plan only move, ratio, inverse and from_children");
    }
    if plan.is_empty() {
        return;
    }
    let mut days = BTreeSet::new();
    r.enter(Segment::Key("plan"));
    for (index, point) in plan.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            check_finite("value", Some(point.value), r);
            if !r.is_unread("on") && !days.insert(point.on) {
                let message = format!("found a second point on {}, expected one a date", point.on);
                r.find_at("on", ErrorCode::BadPlan, message, "keep one of them");
            }
        });
    }
    r.leave();
}

/// Reports what is wrong with an objective apart from its key results and its window.
pub(crate) fn check_objective(objective: &Objective, r: &mut Reader) {
    check_lifecycle(&objective.state, r);
    check_overrides(&objective.overrides, r);
    check_silence(&objective.silence, r);
    if let Some(measure) = &objective.measure {
        r.at(Segment::Key("measure"), |r| check_measure(measure, r));
    }
    check_initiatives(&objective.initiatives, r);
    if objective.check_ins.is_empty() {
        return;
    }
    // By hand, without a measure, it is a number from 0 to 100 %.
    let (kind, with_own) =
        objective.measure.as_ref().map_or((MeasureKind::Move, None), |measure| (measure.kind, measure.with_own));
    let is_known = knows_kind(r);
    let takes = Takes::of(kind, with_own).filter(|_| is_known);
    r.enter(Segment::Key("check_ins"));
    for (index, check_in) in objective.check_ins.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            check_own_value(check_in, kind, takes, r);
            check_finite("confidence", check_in.confidence, r);
        });
    }
    r.leave();
}

/// Reports a value of an objective's own check-in that its measure does not take, or that is no number.
pub(crate) fn check_own_value(check_in: &CheckIn, kind: MeasureKind, takes: Option<Takes>, r: &mut Reader) {
    let Some(value) = check_in.value else { return };
    match takes.filter(|takes| *takes != Takes::stated(value)) {
        Some(takes) => value_not_for(kind, takes, Takes::stated(value), "value", r),
        None => {
            check_finite("value", Some(value.number()), r);
        }
    }
}

/// What a check-in states besides date and value.
pub(crate) fn remark(check_in: &CheckIn) -> Option<Remark> {
    if check_in.confidence.is_none() && check_in.note.is_none() && check_in.by.is_none() {
        return None;
    }
    Some(Remark { confidence: check_in.confidence, note: check_in.note.clone(), by: check_in.by.clone() })
}

fn check_lifecycle(state: &Lifecycle, r: &mut Reader) {
    let changes = state.parts().1;
    if changes.is_empty() {
        return;
    }
    // A word at the head of the list takes the first place.
    let first = usize::from(matches!(state, Lifecycle::Until(..)));
    r.enter(Segment::Key("state"));
    for (index, change) in changes.iter().enumerate() {
        r.at(Segment::Index(first + index), |r| check_state(change, r));
    }
    r.leave();
}

pub(crate) fn check_state(change: &StateChange, r: &mut Reader) {
    check_finite("score", change.score, r);
    check_unit_range("score", change.score.filter(|score| score.is_finite()), r);
    if change.state == State::Closed || r.is_unread("state") {
        return;
    }
    for (field, stated) in [("outcome", change.outcome.is_some()), ("score", change.score.is_some())] {
        if stated {
            let (name, state) = (quoted(field), quoted(change.state.as_str()));
            let message = format!("found {name} beside {state}, expected it beside `closed` only");
            r.find_at(field, ErrorCode::FieldNotForKind, message, "state it when closing");
        }
    }
}

fn check_overrides(overrides: &[StatusOverride], r: &mut Reader) {
    if overrides.is_empty() {
        return;
    }
    r.enter(Segment::Key("overrides"));
    for (index, entry) in overrides.iter().enumerate() {
        r.at(Segment::Index(index), |r| check_override(entry, r));
    }
    r.leave();
}

pub(crate) fn check_override(entry: &StatusOverride, r: &mut Reader) {
    if let Some(until) = entry.until.filter(|_| !r.is_unread("on")) {
        check_order(entry.on, until, "until", r);
    }
}

fn check_initiatives(initiatives: &[Initiative], r: &mut Reader) {
    if initiatives.is_empty() {
        return;
    }
    r.enter(Segment::Key("initiatives"));
    let mut seen = BTreeSet::new();
    for (index, initiative) in initiatives.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            if check_id(&initiative.id, r) && !seen.insert(initiative.id.as_str()) {
                duplicate_id(&initiative.id, r);
            }
        });
    }
    r.leave();
}
