//! Which rules of the specification made a number and a status.

use crate::model::MeasureKind;
use crate::policy::Mean;
use crate::score::Reason;
use crate::scorecard::{ObjectiveView, Source};

/// The rules of an objective, in the order in which they act.
pub(super) fn of_objective(view: &ObjectiveView<'_>, reason: Reason) -> Vec<&'static str> {
    let mut rules = vec!["R1"];
    let members = matches!(view.source, Source::Members | Source::Descendants);
    if members {
        rules.extend(["R2", "R3"]);
    }
    rules.extend(["R4", "P11", if members && view.members.counted > 0 { "E4" } else { "E2" }]);
    rules.extend(of_status(reason));
    rules
}

/// The rules of a key result, in the order in which they act.
pub(super) fn of_key_result(kind: MeasureKind, has_value: bool, reason: Reason) -> Vec<&'static str> {
    let expected = match kind {
        MeasureKind::Tracked => None,
        MeasureKind::Binary | MeasureKind::Milestones => Some("E3"),
        kind => Some(if kind.is_hold() { "E3" } else { "E2" }),
    };
    let mut rules = vec![if has_value { "V1" } else { "V2" }, of_measure(kind), "P11"];
    rules.extend(expected);
    rules.extend(of_status(reason).filter(|rule| !rules.contains(rule)).collect::<Vec<_>>());
    rules
}

/// The rule of a kind of measure.
pub(super) fn of_measure(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Move => "P1",
        MeasureKind::Ratio | MeasureKind::Inverse => "P3",
        MeasureKind::AtLeast | MeasureKind::AtMost | MeasureKind::Between => "P4",
        MeasureKind::Milestones => "P5",
        MeasureKind::Binary => "P6",
        MeasureKind::Levels => "P7",
        MeasureKind::Tasks => "P8",
        MeasureKind::FromChildren => "P9",
        MeasureKind::Tracked => "P10",
    }
}

/// The rule by which members share in a mean.
pub(super) fn of_members(mean: Mean) -> &'static str {
    if mean == Mean::Minimum { "R2" } else { "R3" }
}

/// The order of decision, and the rule behind the step that decided.
fn of_status(reason: Reason) -> impl Iterator<Item = &'static str> {
    let more = match reason {
        Reason::Closed | Reason::State | Reason::Override | Reason::Goal => None,
        Reason::NoProgress => Some("R5"),
        Reason::Final => Some("G2"),
        Reason::NotStarted => Some("V2"),
        Reason::Ratio | Reason::Gap | Reason::Progress | Reason::Confidence | Reason::Stated => Some("S2"),
        Reason::Grace => Some("S3"),
        Reason::Hold => Some("P4"),
        Reason::Worst | Reason::Unanimous | Reason::Mean => Some("S4"),
        Reason::Stale => Some("S5"),
        Reason::Guardrail => Some("R6"),
    };
    std::iter::once("S1").chain(more)
}
