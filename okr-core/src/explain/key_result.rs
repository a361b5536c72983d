//! A key result taken apart.

use super::{Explanation, Line, LineKind, Omission, finish, rules, title};
use crate::model::{Combine, MeasureKind};
use crate::scorecard::{KeyResultView, LeftOut, Pass, Scorecard, SourcePart, combine};
use crate::workspace::Node;

/// Its measure, or for a key result from children what each of them gives.
pub(super) fn explain<'a>(pass: &Pass<'a>, card: &'a Scorecard, row: u32) -> Explanation<'a> {
    let view = pass.key_result_view(row, &card.seen());
    let shown = card.key_result_row(row);
    let kind = view.asked.terms.kind;
    let mut sources = Vec::new();
    if kind == MeasureKind::FromChildren {
        pass.each_source(row, &view.asked.terms, &card.seen(), |part| sources.push(part));
    }
    let (counted, left_out): (Vec<_>, Vec<_>) = sources.iter().partition(|part| part.left_out == LeftOut::Counted);
    let mut lines =
        if kind == MeasureKind::FromChildren { source_lines(pass, row, &view, &counted) } else { Vec::new() };
    if lines.is_empty() {
        lines.push(Line::plain(LineKind::Measure, view.measured.raw, rules::of_measure(kind)));
    }
    finish(&mut lines, view.measured.raw, view.measured.raw, view.evidence.progress);
    Explanation {
        id: shown.id(),
        title: shown.title(),
        as_of: view.moment.cutoff,
        policy: &pass.plan.policy.name,
        progress: shown.progress(),
        expected: shown.expected(),
        status: shown.status(),
        status_reason: shown.reason(),
        label: card.details_of(pass).key_result(row).label(),
        value: shown.value(),
        baseline: shown.baseline(),
        target: shown.target(),
        unit: view.asked.terms.unit,
        lines,
        left_out: left_out.into_iter().map(|part| omission(pass, part)).collect(),
        repeats: Vec::new(),
        rules: rules::of_key_result(kind, view.measured.has_value, shown.reason()),
    }
}

fn omission<'a>(pass: &Pass<'a>, part: SourcePart) -> Omission<'a> {
    Omission { id: pass.frame.node_id(part.node), title: title(pass, part.node), reason: part.left_out }
}

/// The sources that count, each with its part of the way, and what they leave: the way from zero to the baseline, and
/// the key result's own value. Nothing where the way is no straight line.
fn source_lines<'a>(pass: &Pass<'a>, row: u32, view: &KeyResultView<'a>, counted: &[SourcePart]) -> Vec<Line<'a>> {
    let terms = &view.asked.terms;
    let (of, way) = (combine(terms, view.policy), terms.target - terms.baseline);
    let own = pass.own_source(row, terms, view.moment.cutoff);
    let all: f64 = counted.iter().map(|part| part.weight).sum::<f64>() + if own.is_some() { 1.0 } else { 0.0 };
    let line = |part: &SourcePart| {
        let share = part.weight / all;
        let (weight, given, contribution) = match of {
            Combine::Sum => (None, part.weight * part.amount, part.weight * part.amount / way),
            Combine::Mean => (Some(share), part.amount, share * ((part.amount - terms.baseline) / way)),
            Combine::Progress => (Some(share), part.amount, share * part.amount),
        };
        let kind = match part.node {
            Node::KeyResult(_) => LineKind::KeyResult,
            Node::Objective(_) => LineKind::Objective,
        };
        Line {
            id: Some(pass.frame.node_id(part.node)),
            title: Some(title(pass, part.node)),
            weight,
            given: Some(given),
            ..Line::plain(kind, contribution, "P9")
        }
    };
    let mut lines: Vec<Line<'a>> = counted.iter().map(line).collect();
    let is_number = view.measured.has_value && !view.measured.raw.is_nan();
    if !is_number || lines.iter().filter_map(|line| line.contribution).any(|part| !part.is_finite()) {
        return Vec::new();
    }
    let added: f64 = lines.iter().filter_map(|line| line.contribution).sum();
    if own.is_some() {
        lines.push(Line::plain(LineKind::OwnValue, view.measured.raw - added, "P9"));
    } else if of == Combine::Sum && terms.baseline != 0.0 {
        lines.push(Line::plain(LineKind::Baseline, view.measured.raw - added, "P9"));
    }
    lines
}
