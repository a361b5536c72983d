//! Whether a measure says what its kind needs, and nothing else; whatever the policy.

use super::values::{check_finite, check_id, check_order, check_weight};
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, quoted};
use crate::model::{Aggregate, Credit, Direction, LevelPoint, Measure, MeasureKind, Target};
use std::collections::BTreeSet;

/// Reports everything that is wrong with a measure, at the path of the measure.
pub(crate) fn check_measure(measure: &Measure, r: &mut Reader) {
    if is_plain_move(measure) {
        return;
    }
    check_fields(measure, r);
    for (field, number) in [
        ("baseline", measure.baseline),
        ("low", measure.low),
        ("high", measure.high),
        ("zero_at", measure.zero_at),
        ("risk_at", measure.risk_at),
        ("seed", measure.seed),
    ] {
        if number.is_some() {
            check_finite(field, number, r);
        }
    }
    if let Some(Target::Value(value)) = measure.target {
        check_finite("target", Some(value), r);
    }
    match measure.kind {
        MeasureKind::Move | MeasureKind::FromChildren => check_move(measure, r),
        MeasureKind::Ratio | MeasureKind::Inverse => need(measure.target.is_some(), "target", r),
        MeasureKind::AtLeast | MeasureKind::AtMost | MeasureKind::Between => check_hold(measure, r),
        MeasureKind::Milestones => check_items(measure, r),
        MeasureKind::Levels => check_levels(&measure.points, r),
        MeasureKind::Binary | MeasureKind::Tasks | MeasureKind::Tracked => {}
    }
    if measure.aggregate == Some(Aggregate::Worst) && !measure.kind.is_hold() {
        r.find_at(
            "aggregate",
            ErrorCode::BadAggregate,
            format!(
                "found `worst` beside {}, expected it beside at_least, at_most or between",
                quoted(measure.kind.as_str())
            ),
            "use min or max",
        );
    }
    if let (Some(Target::Relative(_)), false) = (measure.target, is_moving(measure.kind)) {
        r.find_at(
            "target",
            ErrorCode::BadTarget,
            format!("found a relative target beside {}, expected a number", quoted(measure.kind.as_str())),
            "state the number",
        );
    }
}

/// The measure that most key results have: from one finite number to another, and nothing else said.
fn is_plain_move(measure: &Measure) -> bool {
    let numbers = match measure.target {
        Some(Target::Value(target)) => target.is_finite() && measure.baseline.is_none_or(f64::is_finite),
        _ => false,
    };
    numbers && measure.kind == MeasureKind::Move && measure.direction.is_none() && super::draft::is_columnar(measure)
}

fn is_moving(kind: MeasureKind) -> bool {
    matches!(kind, MeasureKind::Move | MeasureKind::FromChildren)
}

fn need(stated: bool, field: &'static str, r: &mut Reader) {
    if !stated {
        r.find_at(
            field,
            ErrorCode::MeasureIncomplete,
            format!("found a measure without {}", quoted(field)),
            format!("state {}", quoted(field)),
        );
    }
}

/// Fields and the kinds that use them.
fn check_fields(m: &Measure, r: &mut Reader) {
    use MeasureKind::{
        AtLeast, AtMost, Between, Binary, FromChildren, Inverse, Levels, Milestones, Move, Ratio, Tasks,
    };
    const HOLD: &[MeasureKind] = &[AtLeast, AtMost, Between];
    let counted = !matches!(m.kind, Milestones | Tasks);
    let stated: [(&'static str, bool, &[MeasureKind]); 14] = [
        ("baseline", m.baseline.is_some(), &[Move, FromChildren]),
        ("target", m.target.is_some(), &[Move, Ratio, Inverse, AtLeast, AtMost, FromChildren]),
        ("direction", m.direction.is_some(), &[Move]),
        ("low", m.low.is_some(), &[Between]),
        ("high", m.high.is_some(), &[Between]),
        ("strict", m.strict.is_some(), HOLD),
        ("read", m.read.is_some(), HOLD),
        ("credit", m.credit.is_some(), HOLD),
        ("zero_at", m.zero_at.is_some(), HOLD),
        ("risk_at", m.risk_at.is_some(), HOLD),
        ("items", !m.items.is_empty(), &[Milestones]),
        ("due", m.due.is_some(), &[Binary]),
        ("points", !m.points.is_empty(), &[Levels]),
        ("between", m.between.is_some(), &[Levels]),
    ];
    let shared: [(&'static str, bool, bool); 5] = [
        ("of", m.of.is_some(), m.kind == FromChildren),
        ("with_own", m.with_own.is_some(), m.kind == FromChildren),
        ("unit", m.unit.is_some(), counted),
        ("aggregate", m.aggregate.is_some(), counted),
        ("seed", m.seed.is_some(), counted),
    ];
    let misplaced = stated
        .iter()
        .filter(|(_, stated, kinds)| *stated && !kinds.contains(&m.kind))
        .map(|(field, ..)| *field)
        .chain(shared.iter().filter(|(_, stated, belongs)| *stated && !belongs).map(|(field, ..)| *field));
    for field in misplaced {
        r.find_at(
            field,
            ErrorCode::FieldNotForKind,
            format!("found {} beside {}, which does not use it", quoted(field), quoted(m.kind.as_str())),
            "remove it, or choose another kind",
        );
    }
}

fn check_move(m: &Measure, r: &mut Reader) {
    need(m.target.is_some(), "target", r);
    let baseline = m.baseline.unwrap_or(0.0);
    let Some(target) = m.target.map(|target| target.resolve(baseline)) else { return };
    let Some(target) = target else {
        r.find_at(
            "target",
            ErrorCode::BadTarget,
            "found a percentage of the baseline 0, expected a baseline other than 0",
            "state a baseline, or the target as a number",
        );
        return;
    };
    if !target.is_finite() {
        r.find_at("target", ErrorCode::NotFinite, "found a target beyond 64 bits", "state a smaller target");
    }
    let disagrees = match m.direction {
        Some(Direction::Increase) => target < baseline,
        Some(Direction::Decrease) => target > baseline,
        None => false,
    };
    if disagrees {
        r.find_at(
            "direction",
            ErrorCode::DirectionDisagrees,
            format!("found a direction against the way from {baseline} to {target}"),
            "leave the direction out, or correct baseline and target",
        );
    }
}

fn check_hold(m: &Measure, r: &mut Reader) {
    if m.kind == MeasureKind::Between {
        need(m.low.is_some(), "low", r);
        need(m.high.is_some(), "high", r);
        if let (Some(low), Some(high)) = (m.low, m.high)
            && low > high
        {
            r.find_at(
                "high",
                ErrorCode::BadBounds,
                format!("found {high}, expected {low} or more"),
                "swap low and high",
            );
        }
        for (field, distance) in [("zero_at", m.zero_at), ("risk_at", m.risk_at)] {
            if let Some(distance) = distance.filter(|distance| *distance <= 0.0) {
                r.find_at(
                    field,
                    ErrorCode::BadBounds,
                    format!("found {distance}, expected a distance above 0"),
                    "state how far beyond the nearer bound",
                );
            }
        }
    } else {
        need(m.target.is_some(), "target", r);
        if let Some(Target::Value(bound)) = m.target {
            let beyond = |x: f64| if m.kind == MeasureKind::AtLeast { x < bound } else { x > bound };
            for (field, limit) in [("zero_at", m.zero_at), ("risk_at", m.risk_at)] {
                if let Some(limit) = limit.filter(|limit| !beyond(*limit)) {
                    r.find_at(
                        field,
                        ErrorCode::BadBounds,
                        format!("found {limit}, expected it on the unmet side of {bound}"),
                        "move it beyond the bound",
                    );
                }
            }
        }
    }
    if m.credit == Some(Credit::Linear) {
        need(m.zero_at.is_some(), "zero_at", r);
    }
    if m.credit == Some(Credit::Distance) && bounds(m).contains(&Some(0.0)) {
        r.find_at(
            "target",
            ErrorCode::ZeroTarget,
            "found distance credit for a bound of 0, expected a bound other than 0",
            "use linear credit with zero_at",
        );
    }
}

/// The stated bounds of a hold measure.
pub(crate) fn bounds(m: &Measure) -> [Option<f64>; 3] {
    let target = m.target.and_then(|target| target.resolve(0.0));
    [target, m.low, m.high]
}

fn check_items(m: &Measure, r: &mut Reader) {
    let mut seen = BTreeSet::new();
    r.enter(Segment::Key("items"));
    for (index, item) in m.items.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            check_id(&item.id, r);
            check_weight(item.weight, r);
            if !seen.insert(item.id.as_str()) {
                r.find_at(
                    "id",
                    ErrorCode::DuplicateId,
                    format!("found {} a second time, expected each id once", quoted(&item.id)),
                    "give it an id of its own",
                );
            }
        });
    }
    r.leave();
}

fn check_levels(points: &[LevelPoint], r: &mut Reader) {
    r.enter(Segment::Key("points"));
    for (index, point) in points.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            check_finite("at", Some(point.at), r);
            check_finite("score", Some(point.score), r);
        });
    }
    let mut sorted: Vec<(f64, f64)> = points.iter().map(|point| (point.at, point.score)).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rises = sorted.windows(2).all(|pair| pair[0].1 <= pair[1].1);
    let falls = sorted.windows(2).all(|pair| pair[0].1 >= pair[1].1);
    let problem = if points.len() < 2 {
        Some("fewer than two points, expected at least two")
    } else if sorted.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        Some("two points at one value, expected distinct values")
    } else if !rises && !falls {
        Some("scores that rise and fall, expected one direction")
    } else if points.iter().filter(|point| point.target == Some(true)).count() > 1 {
        Some("two points marked as target, expected at most one")
    } else {
        None
    };
    r.leave();
    if let Some(problem) = problem {
        r.find_at("points", ErrorCode::BadLevels, format!("found {problem}"), "correct the points");
    }
}

/// Reports a window that ends before it starts once cycle, objective and key result are put together.
pub(crate) fn check_window(window: crate::score::pace::Window, r: &mut Reader) {
    check_order(window.start, window.end, "due", r);
}
