//! What the policy in force asks of a document: errors on reading, because another policy might not mind.

use super::draft::Draft;
use super::frame::Node;
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, Finding, quoted};
use crate::model::{MeasureKind, Target};
use crate::policy::{Policy, RollupOf, ZeroRange, patch_into};

/// Reports everything that cannot be scored under the policy.
pub(crate) fn check(draft: &Draft, policy: &Policy, r: &mut Reader) {
    let frame = &draft.frame;
    let patched = frame.more.iter().any(|more| more.policy.is_some());
    let special = patched || matches!(policy.rollup.of, RollupOf::OwnMeasure | RollupOf::SumOfValues);
    if !special {
        if policy.measure.zero_range == ZeroRange::Error {
            check_zero_ranges(draft, 0..frame.key_results.len() as u32, r);
        }
        return;
    }
    for row in 0..frame.objectives.len() as u32 {
        let patch = frame.more(row).and_then(|more| more.policy.as_ref());
        let own;
        let policy = match patch {
            None => policy,
            Some(patch) => {
                let mut patched = policy.clone();
                let steps = [Segment::Key("objectives"), Segment::Index(row as usize), Segment::Key("policy")];
                steps.iter().for_each(|step| r.enter(step.clone()));
                patch_into(&mut patched, patch, r);
                steps.iter().for_each(|_| r.leave());
                own = patched;
                &own
            }
        };
        check_objective(draft, row, policy, r);
    }
}

fn check_objective(draft: &Draft, row: u32, policy: &Policy, r: &mut Reader) {
    let frame = &draft.frame;
    let first = frame.objectives.first_key_result[row as usize];
    let end =
        frame.objectives.first_key_result.get(row as usize + 1).copied().unwrap_or(frame.key_results.len() as u32);
    if policy.measure.zero_range == ZeroRange::Error {
        check_zero_ranges(draft, first..end, r);
    }
    if !matches!(policy.rollup.of, RollupOf::OwnMeasure | RollupOf::SumOfValues) {
        return;
    }
    let path = frame.pointer(Node::Objective(row));
    let Some(measure) = frame.more(row).and_then(|more| more.measure.as_ref()) else {
        let message = format!(
            "found no measure, expected one: the policy counts objectives by {}",
            quoted(policy.rollup.of.as_str())
        );
        r.push(Finding::new(
            ErrorCode::OwnMeasureMissing,
            path,
            message,
            "give the objective a measure, or count it by its members",
        ));
        return;
    };
    if policy.rollup.of == RollupOf::SumOfValues {
        for key_result in first..end {
            let unit = frame.unit_text(frame.key_results.unit[key_result as usize]);
            if unit != measure.unit.as_deref() && frame.key_results.kind[key_result as usize] != MeasureKind::Tracked {
                let name = |unit: Option<&str>| unit.map_or_else(|| "no unit".to_owned(), quoted);
                let message = format!(
                    "found values in {} added up in {}, expected one unit",
                    name(unit),
                    name(measure.unit.as_deref())
                );
                let path = format!("{}/measure/unit", frame.pointer(Node::KeyResult(key_result)));
                r.push(Finding::new(
                    ErrorCode::UnitMismatch,
                    path,
                    message,
                    "convert one of them, or count by progress",
                ));
            }
        }
    }
}

/// Moves from a value to the same value, as stated and after each amendment.
fn check_zero_ranges(draft: &Draft, rows: std::ops::Range<u32>, r: &mut Reader) {
    let columns = &draft.frame.key_results;
    for row in rows {
        let at = row as usize;
        let moves = |kind| matches!(kind, MeasureKind::Move | MeasureKind::FromChildren);
        if moves(columns.kind[at]) && columns.baseline[at] == columns.target[at] {
            zero_range(draft, row, "measure", columns.target[at], r);
        }
        let Some(rules) = draft.history.rules_of_key_result(at as u32) else { continue };
        let mut kind = columns.kind[at];
        let mut baseline = columns.baseline[at];
        let mut target =
            rules.measure.as_ref().map_or(Some(Target::Value(columns.target[at])), |measure| measure.target);
        for index in &rules.amendments_by_date {
            let amendment = &rules.amendments[*index as usize];
            if let Some(measure) = &amendment.measure {
                kind = measure.kind;
                baseline = super::numbers(measure).0;
                target = measure.target;
            }
            baseline = amendment.baseline.unwrap_or(baseline);
            target = amendment.target.or(target);
            let resolved = target.and_then(|target| target.resolve(baseline));
            if moves(kind) && resolved == Some(baseline) {
                zero_range(draft, row, &format!("amendments/{index}"), baseline, r);
            }
        }
    }
}

fn zero_range(draft: &Draft, row: u32, field: &str, value: f64, r: &mut Reader) {
    let path = format!("{}/{field}/target", draft.frame.pointer(Node::KeyResult(row)));
    let message = format!("found baseline and target {value}, expected two different numbers");
    r.push(Finding::new(
        ErrorCode::ZeroRange,
        path,
        message,
        "change one of them, use at_least or at_most, or let the policy's zero_range say what it comes to",
    ));
}

/// Names the check-ins whose confidence lies off the scale; confidences are converted already.
pub(crate) fn report_confidences(draft: &Draft, (low, high): (f64, f64), r: &mut Reader) {
    let frame = &draft.frame;
    let expected = format!("expected a confidence from {low} to {high}");
    let mut report = |path: String, confidence: f64| {
        let found = low + confidence * (high - low);
        r.push(Finding::new(
            ErrorCode::OutOfRange,
            path,
            format!("found {found}, {expected}"),
            "state it on the document's confidence_scale",
        ));
    };
    let off = |confidence: Option<f64>| confidence.filter(|x| !(0.0..=1.0).contains(x));
    for (row, run) in draft.history.runs.iter().enumerate() {
        for (index, at) in run.range().enumerate() {
            if let Some(confidence) = off(draft.history.remark_at(at).and_then(|remark| remark.confidence)) {
                report(
                    format!("{}/check_ins/{index}/confidence", frame.pointer(Node::KeyResult(row as u32))),
                    confidence,
                );
            }
        }
    }
    for row in 0..frame.objectives.len() {
        let Some(rules) = draft.history.rules_of_objective(row as u32) else { continue };
        for (index, remark) in rules.remarks.iter().enumerate() {
            if let Some(confidence) = off(remark.confidence) {
                report(
                    format!("{}/check_ins/{index}/confidence", frame.pointer(Node::Objective(row as u32))),
                    confidence,
                );
            }
        }
    }
}
