//! Whether a measure says what its kind needs, and nothing else; whatever the policy.

use super::definition::{Definition, Faults};
use super::values::{check_finite, check_id, check_weight, duplicate_id};
use crate::document::reader::{Reader, Segment};
use crate::error::{ErrorCode, quoted};
use crate::model::{Aggregate, Credit, LevelPoint, Measure, MeasureKind, Target};
use std::collections::BTreeSet;

/// Reports everything that is wrong with a measure, at the path of the measure. Answers whether it is sound.
pub(crate) fn check_measure(measure: &Measure, r: &mut Reader) -> bool {
    if is_plain_move(measure) {
        return !r.is_unread_here();
    }
    // Without its kind nothing can be said of it.
    if r.is_unread("kind") {
        return false;
    }
    let before = r.errors();
    check_fields(measure, r);
    check_numbers(measure, r);
    match measure.kind {
        MeasureKind::Between => {
            need(measure, measure.low.is_some(), "low", r);
            need(measure, measure.high.is_some(), "high", r);
        }
        MeasureKind::Milestones => check_items(measure, r),
        MeasureKind::Levels => check_levels(&measure.points, r),
        MeasureKind::Binary | MeasureKind::Tasks | MeasureKind::Tracked => {}
        _ => need(measure, measure.target.is_some(), "target", r),
    }
    if measure.kind.is_hold() && measure.credit == Some(Credit::Linear) {
        need(measure, measure.zero_at.is_some(), "zero_at", r);
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
    Definition::from(measure).check(&mut Faults::of_measure(r));
    r.errors() == before && !r.is_unread_here()
}

fn check_numbers(measure: &Measure, r: &mut Reader) {
    let target = match measure.target {
        Some(Target::Value(value)) => Some(value),
        _ => None,
    };
    for (field, number) in [
        ("baseline", measure.baseline),
        ("target", target),
        ("low", measure.low),
        ("high", measure.high),
        ("zero_at", measure.zero_at),
        ("risk_at", measure.risk_at),
        ("seed", measure.seed),
    ] {
        check_finite(field, number, r);
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

fn need(measure: &Measure, stated: bool, field: &'static str, r: &mut Reader) {
    if !stated && !r.is_unread(field) {
        let (field_name, kind) = (quoted(field), quoted(measure.kind.as_str()));
        r.find_at(
            field,
            ErrorCode::MeasureIncomplete,
            format!("found a measure without {field_name}, expected it beside {kind}"),
            format!("state {field_name}"),
        );
    }
}

/// Fields and the kinds that use them.
fn check_fields(m: &Measure, r: &mut Reader) {
    use MeasureKind::{
        AtLeast, AtMost, Between, Binary, FromChildren, Inverse, Levels, Milestones, Move, Ratio, Tracked,
    };
    const HOLD: &[MeasureKind] = &[AtLeast, AtMost, Between];
    const VALUED: &[MeasureKind] =
        &[Move, Ratio, Inverse, AtLeast, AtMost, Between, Binary, Levels, FromChildren, Tracked];
    let stated: [(&'static str, bool, &[MeasureKind]); 19] = [
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
        ("of", m.of.is_some(), &[FromChildren]),
        ("with_own", m.with_own.is_some(), &[FromChildren]),
        ("unit", m.unit.is_some(), VALUED),
        ("aggregate", m.aggregate.is_some(), VALUED),
        ("seed", m.seed.is_some(), VALUED),
    ];
    for (field, _, kinds) in stated.iter().filter(|(_, stated, kinds)| *stated && !kinds.contains(&m.kind)) {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        r.find_at(
            field,
            ErrorCode::FieldNotForKind,
            format!(
                "found {field} beside {kind}, expected {field} beside {} only",
                names.join(", "),
                field = quoted(field),
                kind = quoted(m.kind.as_str())
            ),
            "remove it, or choose another kind",
        );
    }
}

fn check_items(m: &Measure, r: &mut Reader) {
    let mut seen = BTreeSet::new();
    r.enter(Segment::Key("items"));
    for (index, item) in m.items.iter().enumerate() {
        r.at(Segment::Index(index), |r| {
            check_weight(item.weight, r);
            if check_id(&item.id, r) && !seen.insert(item.id.as_str()) {
                duplicate_id(&item.id, r);
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
    r.leave();
    if r.is_unread("points") || sorted.iter().any(|(at, score)| !at.is_finite() || !score.is_finite()) {
        return;
    }
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
    if let Some(problem) = problem {
        r.find_at("points", ErrorCode::BadLevels, format!("found {problem}"), "correct the points");
    }
}
